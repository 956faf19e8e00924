"""The list engine's passes for the most common network: one calendar, no elapsed lag, nothing pushed or put
off.

They count in phases, as :mod:`relplanner.schedule.phase_passes` explains, so that no edge needs a look-up;
the results are positions like those of ``list_passes``.
"""

from __future__ import annotations

from relplanner.schedule.axis import Axis
from relplanner.schedule.list_passes import Passes, first_late, network_finish
from relplanner.schedule.network import Network
from relplanner.schedule.nodes import ACTIVE, UNBOUND
from relplanner.schedule.phases import minute_of_phase, phase_before, phase_of

_FAR = 1 << 45


def run_phases(network: Network, order: list[int]) -> Passes | None:
    """Both passes, or ``None`` when the network is not of that kind."""
    number = _one_axis(network)
    if number < 0:
        return None
    axis, nodes = network.axes[number], network.nodes
    early = _lower_bounds(network, axis)
    if early is None:
        return None
    out = _adjacency(network)
    for at in order:
        if not nodes[at].instant:
            early[at] |= 1
        phase = early[at]
        for target, step, _ in out[at]:
            found = phase + step
            early[target] = max(early[target], found)
    positions = _positions(network, axis, early)
    end = network_finish(network, positions)
    late = _upper_bounds(network, axis, first_late(network, positions, end))
    free = _backward(network, order, out, early, late)
    return Passes(positions, _positions(network, axis, late), _positions(network, axis, free), end)


def _one_axis(network: Network) -> int:
    """The axis that all work is on; -1 when there are several, or what phases cannot count."""
    if any(network.edges.elapsed):
        return -1
    found = -1
    for node in network.nodes:
        if node.state != ACTIVE or (node.low == -UNBOUND and node.instant):
            continue
        axis = node.calendar if node.instant else node.axis
        if found < 0:
            found = axis
        if axis != found or not axis or node.bans or node.as_late:
            return -1
    return found


def _lower_bounds(network: Network, axis: Axis) -> list[int] | None:
    known: dict[int, tuple[int, bool]] = {}
    bounds: list[int] = []
    for node in network.nodes:
        if not node.instant:
            bounds.append(node.low * 2 + 1)
        elif node.low == -UNBOUND or node.state != ACTIVE:
            bounds.append(-_FAR)
        else:
            if node.low not in known:
                known[node.low] = phase_of(axis, node.low)
            phase, exact = known[node.low]
            if not exact:
                return None
            bounds.append(phase)
    return bounds


def _adjacency(network: Network) -> list[list[tuple[int, int, int]]]:
    """For each node its edges as (target, what is added on the way there, and on the way back)."""
    work = [node.work * 2 for node in network.nodes]
    instant = [node.instant for node in network.nodes]
    out: list[list[tuple[int, int, int]]] = [[] for _ in work]
    edges = network.edges
    for source, target, leaves, enters, lag in zip(
        edges.source, edges.target, edges.from_finish, edges.to_finish, edges.work, strict=True
    ):
        onward = 2 * lag - (work[target] if enters else 0)
        back = -2 * lag - (0 if enters else work[target])
        if not instant[source]:
            if leaves:
                onward += work[source] - 1
            else:
                back += work[source] - (0 if instant[target] else 1)
        out[source].append((target, onward, back))
    return out


def _upper_bounds(network: Network, axis: Axis, bounds: list[int]) -> list[int]:
    """From positions to phases; of an instant the last that is not after its minute."""
    known: dict[int, int] = {}
    found = []
    for node, bound in zip(network.nodes, bounds, strict=True):
        if bound == UNBOUND:
            found.append(_FAR)
        elif not node.instant:
            found.append(bound * 2 + 1)
        else:
            if bound not in known:
                known[bound] = phase_before(axis, bound)
            found.append(known[bound])
    return found


def _backward(
    network: Network,
    order: list[int],
    out: list[list[tuple[int, int, int]]],
    early: list[int],
    late: list[int],
) -> list[int]:
    """Late finishes into ``late``; gives the latest finishes that move no successor's early dates."""
    nodes, rows = network.nodes, len(network.rows)
    free = [_FAR] * len(nodes)
    finish = [phase + 2 * node.work for phase, node in zip(early, nodes, strict=True)]
    for at in reversed(order):
        latest, least = late[at], _FAR
        for target, _, back in out[at]:
            found = late[target] + back
            latest = min(latest, found)
            found = (finish[target] if target < rows else free[target]) + back
            least = min(least, found)
        odd = 0 if nodes[at].instant else 1
        late[at] = latest | odd
        free[at] = least if least == _FAR else least | odd
    return free


def _positions(network: Network, axis: Axis, phases: list[int]) -> list[int]:
    """Positions of work, minutes of instants."""
    known: dict[int, int] = {}
    found = []
    for node, phase in zip(network.nodes, phases, strict=True):
        if phase == _FAR:
            found.append(UNBOUND)
        elif not node.instant:
            found.append(phase >> 1)
        elif phase == -_FAR:
            found.append(-UNBOUND)
        else:
            if phase not in known:
                known[phase] = minute_of_phase(axis, phase)
            found.append(known[phase])
    return found
