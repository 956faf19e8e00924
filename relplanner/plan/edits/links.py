"""Links between activities: made, changed, removed; a link that would go round in a circle is refused by
name.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from relplanner.errors import EditRefused
from relplanner.plan.edits.circles import refuse_new_circles
from relplanner.plan.edits.edit import Edit, activity_of, name_of, position_in, replace_activities, shorten
from relplanner.plan.forms.dependency import TYPES, Dependency, format_dependencies
from relplanner.plan.forms.duration import Duration, format_lag
from relplanner.plan.outline import ancestors, children, descendants
from relplanner.plan.plan import Plan

ROLLOUT = "rollout/"


def link(plan: Plan, predecessor: str, successor: str, type: str = "FS", lag: Duration | None = None) -> Edit:
    """Let ``successor`` wait for ``predecessor``; a link that is already there takes the new type and lag.

    Of several (a start-to-start and a finish-to-finish, say) that of the same type does, else the first.
    """
    dependency = Dependency(predecessor, _known_type(type), lag)
    _refuse_circle(plan, successor, [dependency])

    def run(before: Plan) -> Plan:
        after = activity_of(before, successor).after
        at = _place(after, predecessor, type)
        if at is None:
            return _with_after(before, successor, (*after, dependency))
        new = replace(dependency, soft=after[at].soft)
        return _with_after(before, successor, _changed(after, at, new))

    return Edit(
        f"Link {_name(plan, predecessor)} → {_name(plan, successor)}", run, touched=frozenset({successor})
    )


def _place(after: Sequence[Dependency], predecessor: str, type: str) -> int | None:
    """Which of an activity's links to a predecessor is meant: one of that type, else the first."""
    mine = [at for at, each in enumerate(after) if target(each.on) == predecessor]
    return next((at for at in mine if after[at].type == type), mine[0] if mine else None)


def _changed(after: Sequence[Dependency], at: int, new: Dependency) -> tuple[Dependency, ...]:
    """The links with the one at ``at`` replaced; what says the same as it did or does now is left out."""
    same = {(target(new.on), type) for type in (new.type, after[at].type)}
    others = ((number, each) for number, each in enumerate(after) if number != at)
    twice = {number for number, each in others if (target(each.on), each.type) in same}
    return tuple(new if number == at else each for number, each in enumerate(after) if number not in twice)


def unlink(plan: Plan, predecessor: str, successor: str) -> Edit:
    """Let ``successor`` no longer wait for ``predecessor``."""

    def run(before: Plan) -> Plan:
        after = activity_of(before, successor).after
        return _with_after(before, successor, tuple(d for d in after if target(d.on) != predecessor))

    return Edit(
        f"Unlink {_name(plan, predecessor)} → {_name(plan, successor)}", run, touched=frozenset({successor})
    )


def retype_link(
    plan: Plan,
    predecessor: str,
    successor: str,
    type: str = "FS",
    lag: Duration | None = None,
    soft: bool = False,
    was: str = "",
) -> Edit:
    """Change how ``successor`` waits; ``was`` is the type of the link that is meant, where there are several.

    Raises :class:`EditRefused` when there is no such link, or when it would close a circle now that it is
    not soft any more.
    """
    new = Dependency(predecessor, _known_type(type), lag, soft)

    def place(before: Plan) -> tuple[tuple[Dependency, ...], int]:
        after = activity_of(before, successor).after
        at = _place(after, predecessor, was or type)
        if at is None:
            raise EditRefused(f"{_name(before, successor)} does not wait for {_name(before, predecessor)}.")
        return after, at

    def run(before: Plan) -> Plan:
        after, at = place(before)
        return _with_after(before, successor, _changed(after, at, replace(new, on=after[at].on)))

    links, at = place(plan)
    if links[at].soft and not soft:
        _refuse_circle(plan, successor, [new])
    shown = new.type + (format_lag(lag) if lag else "") + (" soft" if soft else "")
    names = f"{_name(plan, predecessor)} → {_name(plan, successor)}"
    return Edit(f"Make {names} {shown}", run, touched=frozenset({successor}))


def set_predecessors(plan: Plan, id: str, dependencies: Sequence[Dependency]) -> Edit:
    """Give an activity exactly these predecessors. Raises :class:`EditRefused` for an unknown one or a
    circle.
    """
    after = tuple(dependencies)
    refuse_predecessors(plan, id, after)
    shown = shorten(format_dependencies(after))
    name = _name(plan, id)
    label = f"Set predecessors of {name} to {shown}" if after else f"Remove predecessors of {name}"
    return Edit(label, lambda before: _with_after(before, id, after), touched=frozenset({id}))


def refuse_predecessors(
    plan: Plan, activity_id: str, after: Sequence[Dependency], *, circles: bool = True
) -> None:
    """Raises :class:`EditRefused` when an activity cannot wait for these: unknown, itself, its own part, a
    circle (which many edits at once look for once, at their end).
    """
    known = set(activity_of(plan, activity_id).after)
    _refuse_circle(plan, activity_id, [d for d in after if d not in known], circles=circles)


def refuse_nesting(before: Plan, after: Plan, moved: Sequence[str]) -> None:
    """Raises :class:`EditRefused` when rows would wait for what they became part of, or what waits for it."""
    family = _family_links(after, moved) - _family_links(before, moved)
    for one, other in sorted(family):
        raise EditRefused(
            f"{_name(after, one)} waits for {_name(after, other)}: one cannot be part of the other."
        )
    refuse_new_circles(before, after)


def _family_links(plan: Plan, moved: Sequence[str]) -> set[tuple[str, str]]:
    """Links between rows, or what is part of them, and what they are part of."""
    found = set()
    for row in moved:
        inside, above = frozenset(descendants(plan, [row])), ancestors(plan, row)
        for waiting, others in (*((each, above) for each in inside), *((each, inside) for each in above)):
            activity = plan.activity(waiting)
            for dependency in activity.after if activity is not None else ():
                node = node_of(plan, dependency.on)
                if node is not None and node in others:
                    found.add((waiting, node))
    return found


def target(on: str) -> str:
    """A dependency's id without the section it may be written with; phases keep theirs."""
    return on.removeprefix("activities/")


def node_of(plan: Plan, on: str) -> str | None:
    """What a dependency waits for: an activity's id (a gate stands for its activity) or ``rollout/phase``."""
    bare = target(on)
    if bare in plan.activity_index:
        return bare
    gate = plan.entry("gates", on.removeprefix("gates/"))
    if gate is not None and gate.activity in plan.activity_index:
        return str(gate.activity)
    phase = on.removeprefix(ROLLOUT)
    return ROLLOUT + phase if plan.entry("rollout", phase) is not None else None


def waits_for(plan: Plan, node: str) -> Iterator[str]:
    """What must come before a node (an activity, or ``rollout/phase``), one step: its links, its parts, its
    parents'.
    """
    if node.startswith(ROLLOUT):
        yield from _phase_waits_for(plan, node)
        return
    activity = plan.activity(node)
    if activity is None:
        return
    yield from _hard(plan, node, activity.after)
    if activity.parent is not None:
        for parent in ancestors(plan, node):
            above = plan.activity(parent)
            if above is not None:
                yield from _hard(plan, parent, above.after)


def _hard(plan: Plan, waiting: str, after: Sequence[Dependency]) -> Iterator[str]:
    """What links wait for; soft ones only warn, and those between a summary and its parts mean nothing."""
    for dependency in after:
        node = None if dependency.soft else node_of(plan, dependency.on)
        if node is None or node == waiting:
            continue
        if node not in ancestors(plan, waiting) and waiting not in ancestors(plan, node):
            yield node


def _phase_waits_for(plan: Plan, node: str) -> Iterator[str]:
    phases = plan.rollout.phases
    for position, phase in enumerate(phases):
        if ROLLOUT + phase.id == node:
            yield from _hard(plan, node, phase.after)
            if phase.after:
                return  # it says itself what it follows
            if position:
                yield ROLLOUT + phases[position - 1].id
            else:
                first = plan.rollout.after or plan.release.milestone
                if first:
                    yield target(first)
            return


def _refuse_circle(
    plan: Plan, successor: str, dependencies: Sequence[Dependency], *, circles: bool = True
) -> None:
    """Walks upstream from the new predecessors only, so that a link costs what lies before it, not the
    whole plan.
    """
    waiting = activity_of(plan, successor)
    goals = set(descendants(plan, [successor]))
    for dependency in dependencies:
        start = node_of(plan, dependency.on)
        if start is None:
            if dependency.on.startswith(ROLLOUT):
                raise EditRefused(f"The rollout has no phase “{dependency.on.removeprefix(ROLLOUT)}”.")
            raise EditRefused(f"The plan has no “{dependency.on}” in activities.")
        if start == successor:
            raise EditRefused(f"{name_of(waiting)} cannot wait for itself.")
        if start in goals:
            raise EditRefused(f"{name_of(waiting)} cannot wait for its own part {_name(plan, start)}.")
        if start in ancestors(plan, successor):
            raise EditRefused(f"{name_of(waiting)} is part of {_name(plan, start)} and cannot wait for it.")
        way = [] if dependency.soft or not circles else _way_up(plan, start, goals)
        if way:
            if way[-1] != successor:
                way.append(successor)
            round_trip = " → ".join(_name(plan, node) for node in [successor, *reversed(way[:-1]), successor])
            raise EditRefused(f"This link would close a circle: {round_trip}. Remove one of its links first.")


def _way_up(plan: Plan, start: str, goals: set[str]) -> list[str]:
    """A chain from ``start`` back to one of ``goals``, both included; empty when none leads there."""
    below = children(plan)
    came_from: dict[str, str | None] = {start: None}
    stack = [start]
    while stack:
        node = stack.pop()
        if node in goals:
            way: list[str] = []
            at: str | None = node
            while at is not None:
                way.append(at)
                at = came_from[at]
            return way[::-1]
        for following in (*waits_for(plan, node), *below.get(node, ())):
            if following not in came_from:
                came_from[following] = node
                stack.append(following)
    return []


def _with_after(plan: Plan, activity_id: str, after: tuple[Dependency, ...]) -> Plan:
    position = position_in(plan, "activities", activity_id)
    return replace_activities(plan, {position: replace(plan.activities[position], after=after)})


def _name(plan: Plan, node: str) -> str:
    if node.startswith(ROLLOUT):
        phase = plan.entry("rollout", node.removeprefix(ROLLOUT))
        return node if phase is None else name_of(phase)
    activity = plan.activity(node)
    return node if activity is None else name_of(activity)


def _known_type(written: str) -> str:
    if written not in TYPES:
        raise EditRefused(f"“{written}” is no type of link: write FS, SS, FF or SF.")
    return written
