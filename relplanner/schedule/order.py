"""The order in which nodes can be computed, and what cannot: loops are named, and what hangs on them alone is
left out."""

from __future__ import annotations

from relplanner.plan.components import strong_groups
from relplanner.plan.findings import Finding
from relplanner.schedule.network import Edges, Network
from relplanner.schedule.nodes import ACTIVE, VOID


def order_of(network: Network) -> list[int]:
    """All nodes that get dates, sources before targets.

    Members of a loop, what depends only on undated nodes, and helpers that lead nowhere become void, with a
    problem for each loop; edges that touch a void node are dropped.
    """
    nodes = network.nodes
    if any(node.state == VOID for node in nodes):
        _spread(network)
        _drop_void_edges(network)
    _drop_idle_helpers(network)
    order = _sorted(network)
    if len(order) == sum(node.state == ACTIVE for node in nodes):
        return order
    _break_loops(network, set(order))
    _spread(network)
    _drop_void_edges(network)
    _drop_idle_helpers(network)
    return _sorted(network)


def _drop_idle_helpers(network: Network) -> None:
    """Helpers on the way to what is finished or has no dates bound nothing. At most two stand in a row."""
    rows = len(network.rows)
    for _ in range(2):
        if len(network.nodes) == rows:
            return
        leading = set(network.edges.source)
        idle = [node for at, node in enumerate(network.nodes[rows:], rows) if at not in leading]
        idle = [node for node in idle if node.state == ACTIVE]
        for node in idle:
            node.state = VOID
        if idle:
            _drop_void_edges(network)


def successors(edges: Edges, count: int) -> list[list[int]]:
    """For each node the targets of its edges."""
    out: list[list[int]] = [[] for _ in range(count)]
    for source, target in zip(edges.source, edges.target, strict=True):
        out[source].append(target)
    return out


def _sorted(network: Network) -> list[int]:
    nodes = network.nodes
    out = successors(network.edges, len(nodes))
    waits = [0] * len(nodes)
    for target in network.edges.target:
        waits[target] += 1
    order = [at for at, node in enumerate(nodes) if node.state == ACTIVE and not waits[at]]
    for at in order:  # grows while it is walked
        for target in out[at]:
            waits[target] -= 1
            if not waits[target]:
                order.append(target)
    return order


def _break_loops(network: Network, sorted_nodes: set[int]) -> None:
    """Void every strongly connected part of more than one node among those that could not be sorted."""
    left = [at for at, node in enumerate(network.nodes) if node.state == ACTIVE and at not in sorted_nodes]
    inside = set(left)
    out: dict[int, list[int]] = {at: [] for at in left}
    for source, target in zip(network.edges.source, network.edges.target, strict=True):
        if source in inside and target in inside:
            out[source].append(target)
    for group in strong_groups(left, out):
        if len(group) == 1 and group[0] not in out[group[0]]:
            continue
        for at in group:
            network.nodes[at].state = VOID
        _report(network, group, out)


def _report(network: Network, group: list[int], out: dict[int, list[int]]) -> None:
    """Name the shortest loop through the group's first row, in the order in which its members wait."""
    members = set(group)
    first = min(group, key=lambda at: (network.owner[at], at))
    came_from: dict[int, int] = {}
    queue = [first]
    for at in queue:
        closed = False
        for target in out[at]:
            if target == first:
                closed = True
                break
            if target in members and target not in came_from:
                came_from[target] = at
                queue.append(target)
        if closed:
            break
    loop = [at]
    while loop[-1] != first:
        loop.append(came_from[loop[-1]])
    names: list[str] = []
    owners: list[int] = []
    for at in reversed(loop):
        owner = network.owner[at]
        if not owners or owners[-1] != owner:
            owners.append(owner)
            names.append(network.rows[owner].name or network.rows[owner].id)
    names.append(names[0])
    chain = " → ".join(f"“{name}”" for name in names)
    count = len({network.owner[at] for at in group})
    more = f" ({count} activities wait for each other)" if count > len(set(owners)) else ""
    message = (
        f"These wait for each other in a circle and have no dates: {chain}{more}. Remove one of the links."
    )
    row = owners[0]
    network.problems.append(
        Finding("CYCLE", "error", message, f"{path_of(network, row)}.after", id=network.rows[row].id)
    )


def path_of(network: Network, row: int) -> str:
    """Where the file says what a row is: an activity, or a phase of the rollout."""
    phase = row - len(network.plan.activities)
    return f"activities[{row}]" if phase < 0 else f"rollout.phases[{phase}]"


def _spread(network: Network) -> None:
    """Void what waits for undated nodes only."""
    nodes, edges = network.nodes, network.edges
    out = successors(edges, len(nodes))
    dated = [0] * len(nodes)
    for source, target in zip(edges.source, edges.target, strict=True):
        if nodes[source].state != VOID:
            dated[target] += 1
    queue = [at for at, node in enumerate(nodes) if node.state == VOID]
    seen = set(queue)
    for at in queue:
        for target in out[at]:
            if nodes[target].state == ACTIVE and not dated[target] and target not in seen:
                nodes[target].state = VOID
                seen.add(target)
                queue.append(target)
                for following in out[target]:
                    dated[following] -= 1


def _drop_void_edges(network: Network) -> None:
    nodes, edges = network.nodes, network.edges
    kept = Edges()
    for at in range(len(edges.source)):
        source, target = edges.source[at], edges.target[at]
        if nodes[source].state == ACTIVE and nodes[target].state == ACTIVE:
            kept.add(
                source, target, edges.from_finish[at], edges.to_finish[at], edges.elapsed[at], edges.work[at]
            )
    network.edges = kept
