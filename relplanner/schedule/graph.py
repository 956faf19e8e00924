"""The network as a networkx graph, built when first asked for: paths, reachability, what is redundant.

Nodes are row ids; an edge runs from predecessor to successor. Summaries stand in it through their parts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import TYPE_CHECKING, Any

from relplanner.schedule.columns import NEVER
from relplanner.schedule.network import Network

if TYPE_CHECKING:
    import networkx as nx

    from relplanner.schedule.schedule import Schedule


def graph_of(network: Network) -> nx.DiGraph[str]:
    """Hard links between rows that have dates; helpers are passed through."""
    import networkx as nx

    graph: nx.DiGraph[str] = nx.DiGraph()
    rows = len(network.rows)
    ids = network.ids
    graph.add_nodes_from(ids)
    behind: dict[int, list[int]] = {}
    for source, target in zip(network.edges.source, network.edges.target, strict=True):
        if target >= rows:
            behind.setdefault(target, []).append(source)
    for source, target in zip(network.edges.source, network.edges.target, strict=True):
        if target < rows:
            for origin in _origins(source, rows, behind):
                graph.add_edge(ids[origin], ids[target])
    return graph


def _origins(source: int, rows: int, behind: dict[int, list[int]]) -> Iterator[int]:
    stack = [source]
    while stack:
        at = stack.pop()
        if at < rows:
            yield at
        else:
            stack.extend(behind.get(at, ()))


def driving_chain(schedule: Schedule, row: int) -> tuple[str, ...]:
    """From the first activity to the given row, each driven by the one before; the latest driver is
    followed."""
    chain: list[str] = []
    seen: set[int] = set()
    at: int | None = row
    while at is not None and at not in seen and schedule.start[at] != NEVER:
        seen.add(at)
        chain.append(schedule.ids[at])
        drivers = [schedule.index[name] for name in schedule.driving(schedule.ids[at])]
        at = max(drivers, key=lambda driver: schedule.finish[driver], default=None)
    return tuple(reversed(chain))


def critical_paths(schedule: Schedule, limit: int) -> tuple[tuple[str, ...], ...]:
    """Paths through the critical subgraph, from what has no critical driver to what drives no critical
    activity.

    Edges are the driving ones. The subgraph is complete; of its paths the first ``limit`` are listed in file
    order.
    """
    after = _critical_edges(schedule)
    targets = {target for following in after.values() for target in following}
    paths = (path for root in after if root not in targets for path in _walk(root, after))
    return tuple(islice(paths, limit))


def _critical_edges(schedule: Schedule) -> dict[str, list[str]]:
    critical = [
        row for row in range(len(schedule.ids)) if schedule.critical[row] and not schedule.is_summary(row)
    ]
    after: dict[str, list[str]] = {schedule.ids[row]: [] for row in critical}
    for row in critical:
        for name in schedule.driving(schedule.ids[row]):
            for driver in _leaves(schedule, name):
                if driver in after:
                    after[driver].append(schedule.ids[row])
    return after


def _leaves(schedule: Schedule, name: str) -> tuple[str, ...]:
    """A driving summary stands for those of its parts that finish last."""
    row = schedule.index[name]
    if not schedule.is_summary(row):
        return (name,)
    parts = schedule._linker.leaves_of(row)
    return tuple(schedule.ids[part] for part in parts if schedule.finish[part] == schedule.finish[row])


def _walk(root: str, after: dict[str, list[str]]) -> Iterator[tuple[str, ...]]:
    """All paths from a root, depth first, without recursion."""
    path: list[str] = [root]
    choices: list[Any] = [iter(after[root])]
    if not after[root]:
        yield (root,)
        return
    while choices:
        following = next(choices[-1], None)
        if following is None:
            choices.pop()
            path.pop()
        elif after[following]:
            path.append(following)
            choices.append(iter(after[following]))
        else:
            yield (*path, following)


def critical_links(schedule: Schedule) -> frozenset[tuple[str, str]]:
    """The links of the critical subgraph: from what drives a critical activity to it."""
    return frozenset(
        (before, after) for before, following in _critical_edges(schedule).items() for after in following
    )


def milestone_links(links: Iterable[tuple[str, str]], marks: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Which of some rows lead to which, whatever lies between; what follows from others is left out.

    ``links`` are pairs of predecessor and successor, also of rows without dates.
    """
    import networkx as nx

    whole: nx.DiGraph[str] = nx.DiGraph(list(links))
    known = dict.fromkeys(marks)
    found: nx.DiGraph[str] = nx.DiGraph()
    found.add_nodes_from(known)
    for mark in known:
        if mark in whole:
            found.add_edges_from((mark, other) for other in _next_marks(whole.succ, mark, known))
    return tuple(reduced(found).edges)


def reduced(graph: nx.DiGraph[str]) -> nx.DiGraph[str]:
    """The transitive reduction: no edge that a longer way makes needless. Edges within a circle are all kept,
    as none of them follows from the others."""
    import networkx as nx

    circles = [part for part in nx.strongly_connected_components(graph) if len(part) > 1]
    inside = [
        (before, after)
        for part in circles
        for before in part
        for after in graph.succ[before]
        if after in part
    ]
    acyclic = nx.DiGraph(graph)
    acyclic.remove_edges_from(inside)
    acyclic.remove_edges_from(list(nx.selfloop_edges(acyclic)))
    found: nx.DiGraph[str] = nx.transitive_reduction(acyclic)
    found.add_edges_from(inside)
    return found


def between(
    links: Iterable[tuple[str, str]], before: str, after: str, marks: Iterable[str]
) -> frozenset[str]:
    """The rows on the ways from one mark to the next that pass no other mark."""
    import networkx as nx

    whole: nx.DiGraph[str] = nx.DiGraph(list(links))
    stops = set(marks) | {before, after}
    return frozenset(_on_the_way(whole.succ, before, stops) & _on_the_way(whole.pred, after, stops))


def _next_marks(following: Any, mark: str, marks: Mapping[str, None]) -> Iterator[str]:
    """The marks first met on every way from one."""
    seen, stack = {mark}, [mark]
    while stack:
        for other in following[stack.pop()]:
            if other in seen:
                continue
            seen.add(other)
            if other in marks:
                yield other
            else:
                stack.append(other)


def _on_the_way(following: Any, start: str, stops: set[str]) -> set[str]:
    seen: set[str] = set()
    stack = [start] if start in following else []
    while stack:
        for other in following[stack.pop()]:
            if other not in seen and other not in stops:
                seen.add(other)
                stack.append(other)
    return seen
