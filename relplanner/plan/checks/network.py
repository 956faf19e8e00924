"""The network: circles, links that mean nothing, activities tied to nothing, summaries with dates of their
own.
"""

from __future__ import annotations

from collections.abc import Iterator

from relplanner.plan.checks.graph import Graph, circles, following, graph_of, is_inside
from relplanner.plan.checks.look import Look, at_activity, listed, title
from relplanner.plan.edits.edit import name_of
from relplanner.plan.edits.links import target
from relplanner.plan.findings import Finding
from relplanner.plan.forms.dependency import format_dependency
from relplanner.plan.plan import Plan

_LOOSE_KINDS = frozenset({"meeting", "window"})
"""Kinds that stand where they stand: nothing need lead to them or follow them."""


def network(look: Look) -> Iterator[Finding]:
    """CYCLE and DANGLING, which read one graph."""
    graph = graph_of(look)
    yield from cycles(look, graph)
    yield from _dangling(look, graph)


def cycles(look: Look, graph: Graph) -> Iterator[Finding]:
    """CYCLE: activities that are parts of each other, or that wait for each other."""
    yield from parent_circles(look.plan)
    for circle in circles(graph):
        yield _circle(look.plan, circle)


def _circle(plan: Plan, circle: list[int]) -> Finding:
    n = len(plan.activities)
    names: list[str] = []
    for node in circle:
        name = name_of(plan.rollout.phases[node - 2 * n] if node >= 2 * n else plan.activities[node % n])
        if not names or names[-1] != name:
            names.append(name)
    if len(names) > 1 and names[0] == names[-1]:
        names.pop()
    message = f"These wait for each other in a circle: {listed([*names, names[0]])}. Remove one of the links."
    if circle[0] >= 2 * n:
        at = circle[0] - 2 * n
        phase = plan.rollout.phases[at]
        return Finding("CYCLE", "error", message, f"rollout.phases[{at}].after", id=f"rollout/{phase.id}")
    position = circle[0] % n
    return at_activity("CYCLE", "error", message, position, plan.activities[position], "after")


def parent_circles(plan: Plan) -> Iterator[Finding]:
    """Activities that are part of each other, or of themselves."""
    index = plan.activity_index
    state = bytearray(len(plan.activities))
    for start in range(len(plan.activities)):
        way: list[int] = []
        at = start
        while at >= 0 and not state[at]:
            state[at] = 1
            way.append(at)
            parent = plan.activities[at].parent
            at = index.get(parent, -1) if parent is not None else -1
        if at >= 0 and state[at] == 1:
            ring = way[way.index(at) :]
            first = plan.activities[ring[0]]
            if len(ring) == 1:
                message = f"{title(first)} is given as part of itself. Name another parent or none."
            else:
                names = listed([name_of(plan.activities[each]) for each in [*ring, ring[0]]])
                message = f"These are parts of each other: {names}. Give one of them another parent."
            yield at_activity("CYCLE", "error", message, ring[0], first, "parent")
        for each in way:
            state[each] = 2


def _dangling(look: Look, graph: Graph) -> Iterator[Finding]:
    plan, n = look.plan, len(look.plan.activities)
    if n < 2:
        return
    goal = plan.activity_index.get(plan.release.milestone or "", -1)
    later = following(graph, n + goal if goal in look.summaries else goal) if goal >= 0 else None
    for position, activity in look.leaves:
        if activity.kind in _LOOSE_KINDS or _any_above(look, graph.awaited, position):
            continue
        if not _any_above(look, graph.linked, position):
            if activity.when is None and position != goal:
                message = (
                    f"{title(activity)} is tied to nothing: it waits for nothing and nothing waits for it."
                )
                yield at_activity("DANGLING", "warning", message, position, activity, "after")
        elif later is not None and not later[position] and not is_inside(look.parents, position, goal):
            milestone = title(plan.activities[goal])
            message = (
                f"Nothing waits for {title(activity)}, so it does not lead to the release milestone "
                f"{milestone}."
            )
            yield at_activity("DANGLING", "info", message, position, activity, "after")


def _any_above(look: Look, marked: bytearray, position: int) -> bool:
    """Whether the activity or a summary it is part of is marked."""
    while position >= 0:
        if marked[position]:
            return True
        position = look.parents[position]
    return False


def links(look: Look) -> Iterator[Finding]:
    """SELF-LINK and DUPLICATE-LINK."""
    for position, activity in enumerate(look.plan.activities):
        if not activity.after or (len(activity.after) == 1 and target(activity.after[0].on) != activity.id):
            continue
        seen: set[tuple[str, str]] = set()
        for at, dependency in enumerate(activity.after):
            on = target(dependency.on)
            if on == activity.id:
                message = f"{title(activity)} waits for itself. Remove the link."
                yield at_activity("SELF-LINK", "error", message, position, activity, f"after[{at}]")
            elif (on, dependency.type) in seen:
                message = (
                    f"{title(activity)} waits twice for the same: “{format_dependency(dependency)}”. One "
                    "is enough."
                )
                yield at_activity("DUPLICATE-LINK", "warning", message, position, activity, f"after[{at}]")
            seen.add((on, dependency.type))


_OWN_DATES = (
    "duration",
    "estimate",
    "start",
    "at",
    "when",
    "constraint",
    "actual_start",
    "actual_finish",
    "remaining",
)


def summaries(look: Look) -> Iterator[Finding]:
    """SUMMARY-FIELDS: a summary's dates come from its parts, and it cannot wait for one of them."""
    for position in sorted(look.summaries):
        activity = look.plan.activities[position]
        for name in _OWN_DATES:
            if getattr(activity, name) is not None:
                message = (
                    f"{title(activity)} has parts, so its dates come from them; its "
                    f"{name.replace('_', ' ')} is not "
                    "used. Move it to one of its parts."
                )
                yield at_activity("SUMMARY-FIELDS", "warning", message, position, activity, name)
    yield from _family_links(look)


def _family_links(look: Look) -> Iterator[Finding]:
    """Links of an activity to what it is part of, and of a summary to one of its parts."""
    parents, summary_at, index = look.parents, look.summaries, look.plan.activity_index
    names = {look.plan.activities[at].id for at in summary_at}
    for position, activity in enumerate(look.plan.activities):
        for number, dependency in enumerate(activity.after):
            if position not in summary_at and target(dependency.on) not in names:
                continue
            other = index.get(target(dependency.on), -1)
            if other < 0 or other == position:
                continue
            above = is_inside(parents, position, other)
            if above or is_inside(parents, other, position):
                name = title(look.plan.activities[other])
                relation = "it is part of" if above else "is part of it"
                message = f"{title(activity)} waits for {name}, which {relation}. Link it to something else."
                yield at_activity("SUMMARY-FIELDS", "error", message, position, activity, f"after[{number}]")
