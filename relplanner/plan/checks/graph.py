"""The network as numbers: who waits for whom, summaries taken apart into a start and a finish.

Nodes: ``position`` is an activity (of a summary: its start), ``n + position`` a summary's finish, ``2n +
k`` the rollout's k-th phase. An edge leads from what comes first to what waits. Links of a summary to its
own parts or to what it is part of make no sense in such a graph; they are left out here and reported by
SUMMARY-FIELDS.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from relplanner.plan.checks.look import Look
from relplanner.plan.components import strong_groups
from relplanner.plan.edits.links import ROLLOUT, node_of, target
from relplanner.plan.forms.dependency import Dependency

Edges = list[list[int]]


@dataclass(frozen=True, slots=True)
class Graph:
    """``after[i]`` waits for ``i``; ``linked`` marks activities at either end of a link, ``awaited`` its
    first end.
    """

    size: int
    after: Edges
    linked: bytearray
    awaited: bytearray


def graph_of(look: Look) -> Graph:
    """The graph of a plan; unknown ids, self-links and soft links make no edge."""
    n = len(look.plan.activities)
    size = 2 * n + len(look.plan.rollout.phases)
    graph = Graph(size, [[] for _ in range(size)], bytearray(size), bytearray(size))
    connect = _connector(look, graph)
    after, linked, awaited = graph.after, graph.linked, graph.awaited
    parents, summaries, find = look.parents, look.summaries, look.plan.activity_index.get
    for position, activity in enumerate(look.plan.activities):
        for dependency in activity.after:
            at = find(dependency.on)
            if at is None or dependency.soft or at in summaries or position in summaries or at == position:
                connect(dependency, position)
            else:  # nearly all of them
                linked[at] = linked[position] = awaited[at] = 1
                after[at].append(position)
        parent = parents[position]
        if parent >= 0:
            after[parent].append(position)
            after[n + position if position in summaries else position].append(n + parent)
    _add_phases(look, graph, connect)
    return graph


def _connector(look: Look, graph: Graph) -> Callable[[Dependency, int], None]:
    """What adds the edge of one dependency of a node."""
    n, index = len(look.plan.activities), look.plan.activity_index
    phases = {ROLLOUT + phase.id: 2 * n + k for k, phase in enumerate(look.plan.rollout.phases)}

    def connect(dependency: Dependency, to: int) -> None:
        on = node_of(look.plan, dependency.on) or ""
        first = index.get(on, phases.get(on, -1))
        if first < 0 or first == to:
            return
        graph.linked[first] = graph.linked[to] = graph.awaited[first] = 1
        if dependency.soft:
            return
        if is_inside(look.parents, to, first) or is_inside(look.parents, first, to):
            return
        # From the start of a summary: which of its parts that is, only the schedule knows.
        at_finish = first in look.summaries and dependency.type[0] == "F"
        graph.after[n + first if at_finish else first].append(to)

    return connect


def _add_phases(look: Look, graph: Graph, connect: Callable[[Dependency, int], None]) -> None:
    """The rollout's phases follow each other; the first follows what the rollout, else the release, names."""
    plan, n = look.plan, len(look.plan.activities)
    for k, phase in enumerate(plan.rollout.phases):
        for dependency in phase.after:
            connect(dependency, 2 * n + k)
        if phase.after:
            continue  # it says itself what it follows
        if k:
            graph.after[2 * n + k - 1].append(2 * n + k)
        else:
            first = plan.activity_index.get(target(plan.rollout.after or plan.release.milestone or ""), -1)
            if first >= 0:
                graph.linked[first] = graph.awaited[first] = 1
                graph.after[n + first if first in look.summaries else first].append(2 * n)


def is_inside(parents: list[int], position: int, summary: int) -> bool:
    """Whether an activity is a summary, or a part of it at any depth."""
    while 0 <= position < len(parents) and position != summary:
        position = parents[position]
    return position == summary


def circles(graph: Graph) -> Iterator[list[int]]:
    """One circle of each knot of nodes that wait for each other, its nodes in the order in which they lead
    on.
    """
    waiting = [0] * graph.size
    for targets in graph.after:
        for node in targets:
            waiting[node] += 1
    ready = [node for node in range(graph.size) if not waiting[node]]
    left = graph.size
    while ready:
        left -= 1
        for node in graph.after[ready.pop()]:
            waiting[node] -= 1
            if not waiting[node]:
                ready.append(node)
    if left:
        for knot in strong_groups([node for node in range(graph.size) if waiting[node]], graph.after):
            if len(knot) > 1:
                yield _circle(graph.after, sorted(knot))


def _circle(after: Edges, knot: list[int]) -> list[int]:
    """The shortest circle through the knot's first node."""
    inside, first = set(knot), knot[0]
    came_from = {first: -1}
    level = [first]
    while level:
        following = []
        for node in level:
            for next_ in after[node]:
                if next_ == first:
                    way = [node]
                    while came_from[way[-1]] >= 0:
                        way.append(came_from[way[-1]])
                    return way[::-1]
                if next_ in inside and next_ not in came_from:
                    came_from[next_] = node
                    following.append(next_)
        level = following
    return knot


def following(graph: Graph, node: int) -> bytearray:
    """Which nodes come after a node, itself included."""
    mark = bytearray(graph.size)
    mark[node] = 1
    stack = [node]
    while stack:
        for next_ in graph.after[stack.pop()]:
            if not mark[next_]:
                mark[next_] = 1
                stack.append(next_)
    return mark
