"""Forward and backward pass in plain Python: no imports, quickest for plans of up to some 1,500
activities."""

from __future__ import annotations

from bisect import bisect_right

from relplanner.schedule.axis import Axis
from relplanner.schedule.network import Network
from relplanner.schedule.nodes import ACTIVE, DONE, UNBOUND, Node
from relplanner.values import record

Folded = list[list[tuple[int, int, int]]]
Crossing = list[list[tuple[int, int, int, int, int, int, int]]]


@record
class Passes:
    """What the passes find for each node, as positions on its axis.

    ``early`` is of its start, ``late`` of its finish, ``free`` the latest finish that delays no successor's
    early dates (``UNBOUND``: it has none). ``finish`` is the network's end in UTC minutes.
    """

    early: list[int]
    late: list[int]
    free: list[int]
    finish: int


def run(network: Network, order: list[int]) -> Passes:
    """Both passes, and a second forward pass when something runs as late as possible."""
    nodes, axes = network.nodes, network.axes
    folded, crossing = _adjacency(network)
    early = [node.low for node in nodes]
    _forward(order, nodes, axes, folded, crossing, early)
    end = network_finish(network, early)
    late = first_late(network, early, end)
    _backward(order, nodes, axes, folded, crossing, late)
    put_off = [at for at in order if nodes[at].as_late and late[at] - nodes[at].work > early[at]]
    if put_off:
        early = [node.low for node in nodes]
        for at in put_off:
            early[at] = max(early[at], late[at] - nodes[at].work)
        _forward(order, nodes, axes, folded, crossing, early)
    free = _free(order, nodes, axes, folded, crossing, early, len(network.rows))
    return Passes(early, late, free, end)


def _adjacency(network: Network) -> tuple[Folded, Crossing]:
    """Edges by source. Those that stay on one axis fold into one number for each direction."""
    nodes, edges = network.nodes, network.edges
    folded: Folded = [[] for _ in nodes]
    crossing: Crossing = [[] for _ in nodes]
    for source, target, from_finish, to_finish, elapsed, work in zip(
        edges.source, edges.target, edges.from_finish, edges.to_finish, edges.elapsed, edges.work, strict=True
    ):
        one, other = nodes[source], nodes[target]
        reach = one.work if from_finish else 0
        gain = work - (other.work if to_finish else 0)
        if one.axis == other.axis and (elapsed == 0 or one.axis == 0):
            step = reach + elapsed + gain
            folded[source].append((target, step, one.work - other.work - step))
        else:
            strict = 0 if from_finish or same_night(one, other) else 1
            back = 0 if from_finish else one.work - strict
            crossing[source].append((target, reach, from_finish, elapsed, gain, strict - elapsed, back))
    return folded, crossing


def _forward(
    order: list[int],
    nodes: list[Node],
    axes: list[Axis],
    folded: Folded,
    crossing: Crossing,
    early: list[int],
) -> None:
    for at in order:
        position = early[at]
        node = nodes[at]
        if node.bans:
            position = early[at] = after_bans(position, node.bans)
        for target, step, _ in folded[at]:
            found = position + step
            early[target] = max(early[target], found)
        for target, reach, from_finish, elapsed, gain, _, _ in crossing[at]:
            axis = axes[node.axis]
            minute = axis.finish_at(position + reach) if from_finish else axis.start_at(position)
            found = axes[nodes[target].axis].position(minute + elapsed) + gain
            early[target] = max(early[target], found)


def _backward(
    order: list[int], nodes: list[Node], axes: list[Axis], folded: Folded, crossing: Crossing, late: list[int]
) -> None:
    for at in reversed(order):
        latest = late[at]
        node = nodes[at]
        for target, _, back in folded[at]:
            found = late[target] + back
            latest = min(latest, found)
        for edge in crossing[at]:
            target = edge[0]
            found = _across(
                edge, late[target] - nodes[target].work, axes[nodes[target].axis], axes[node.axis]
            )
            latest = min(latest, found)
        if node.bans:
            latest = before_bans(latest - node.work, node.bans) + node.work
        late[at] = latest


def _across(edge: tuple[int, int, int, int, int, int, int], start: int, target: Axis, source: Axis) -> int:
    """The latest finish of an edge's source that lets its target start at a position.

    The target hands over the *latest* instant of that position: the next work start, not the end of the shift
    before.
    """
    _, _, _, _, gain, shift, back = edge
    return source.position(target.start_at(start - gain) + shift) + back


def _free(
    order: list[int],
    nodes: list[Node],
    axes: list[Axis],
    folded: Folded,
    crossing: Crossing,
    early: list[int],
    rows: int,
) -> list[int]:
    """Latest finishes that move no successor's early dates. A helper passes on what its own successor
    allows."""
    free = [UNBOUND] * len(nodes)
    for at in reversed(order):
        node = nodes[at]
        latest = UNBOUND
        for target, step, _ in folded[at]:
            start = early[target] if target < rows else free[target] - nodes[target].work
            found = start - step + node.work
            latest = min(latest, found)
        for edge in crossing[at]:
            target = edge[0]
            start = early[target] if target < rows else free[target] - nodes[target].work
            found = _across(edge, start, axes[nodes[target].axis], axes[node.axis])
            latest = min(latest, found)
        free[at] = latest
    return free


def same_night(source: Node, target: Node) -> bool:
    """Whether a start may come after the night at whose begin its target, an instant, must be at the latest.

    So it is where the instant counts on the calendar of the source: there both are the same point of time.
    Otherwise a start must be a working minute that is not after the target.
    """
    return target.instant and target.calendar == source.axis


def network_finish(network: Network, early: list[int]) -> int:
    """The last finish of what extends the network, in UTC minutes; the plan's start when nothing does."""
    by_axis: dict[int, int] = {}
    found = -UNBOUND
    for at in range(len(network.rows)):
        node = network.nodes[at]
        if not node.extends:
            continue
        if node.state == ACTIVE:
            position = early[at] + node.work
            if position > by_axis.get(node.axis, -UNBOUND):
                by_axis[node.axis] = position
        elif node.state == DONE and node.ended is not None:
            found = max(found, node.ended)
    for axis, position in by_axis.items():
        found = max(found, network.axes[axis].finish_at(position))
    return found if found > -UNBOUND else network.setting.start or 0


def first_late(network: Network, early: list[int], end: int) -> list[int]:
    """Where late finishes begin to count back from: the network's end, or the milestone's own finish and
    T0."""
    ends = [axis.position(end) for axis in network.axes]
    rows = len(network.rows)
    late = [UNBOUND] * len(network.nodes)
    for at in range(rows):
        node = network.nodes[at]
        if node.state == ACTIVE:
            last = ends[node.axis]
            if not node.extends and early[at] + node.work > last:
                last = early[at] + node.work
            late[at] = last if last < node.high else node.high
    if network.milestone >= 0 and network.nodes[network.milestone].state == ACTIVE:
        at = network.milestone
        node = network.nodes[at]
        late[at] = min(node.high, early[at] + node.work)
        if network.setting.target is not None:
            late[at] = min(late[at], network.axes[node.axis].position(network.setting.target))
    return late


def after_bans(position: int, bans: tuple[tuple[int, int], ...]) -> int:
    """The first start at or after a position that no freeze rules out; bans are apart and in order."""
    at = bisect_right(bans, (position, UNBOUND)) - 1
    return bans[at][1] + 1 if at >= 0 and position <= bans[at][1] else position


def before_bans(position: int, bans: tuple[tuple[int, int], ...]) -> int:
    at = bisect_right(bans, (position, UNBOUND)) - 1
    return bans[at][0] - 1 if at >= 0 and position <= bans[at][1] else position
