"""Rows moved in the outline: indented, outdented, up, down, elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from relplanner.errors import EditRefused
from relplanner.plan.edits.edit import Edit, name_in, names_of, position_in, replace_plan
from relplanner.plan.edits.links import refuse_nesting
from relplanner.plan.nouns.timeline import Activity
from relplanner.plan.outline import Row, ancestors, children, descendants, rows
from relplanner.plan.plan import Plan


def move_rows(plan: Plan, ids: Sequence[str], before: str | None, parent: str | None) -> Edit:
    """Put rows with all their parts under ``parent`` (the top level for ``None``), before a row or at the
    end.

    Raises :class:`EditRefused` when a row would become part of itself.
    """
    moved = tops(plan, ids)
    if parent is not None:
        position_in(plan, "activities", parent)
        _refuse_inside(plan, moved, parent)
    if before is not None:
        position_in(plan, "activities", before)
        if before in moved:
            raise EditRefused(f"{name_in(plan, 'activities', before)} cannot be moved before itself.")
    refuse_nesting(plan, _placed(plan, moved, before, parent), moved)
    label = f"Move {names_of(plan, moved)}"
    if parent is not None:
        label += f" into {name_in(plan, 'activities', parent)}"
    elif before is not None:
        label += f" before {name_in(plan, 'activities', before)}"
    return Edit(label, lambda old: _placed(old, moved, before, parent))


def indent(plan: Plan, ids: Sequence[str]) -> Edit:
    """Make rows parts of the sibling above them. Raises :class:`EditRefused` when there is none above."""
    moved = tops(plan, ids)
    parents = {}
    below = children(plan)
    chosen = set(moved)
    for activity_id in moved:
        siblings = below[_parent(plan, activity_id)]
        above = [each for each in siblings[: siblings.index(activity_id)] if each not in chosen]
        if not above:
            name = name_in(plan, "activities", activity_id)
            raise EditRefused(f"There is no row above {name} at its level that it could become part of.")
        parents[activity_id] = above[-1]
    run = _with_parents(parents)
    refuse_nesting(plan, run(plan), moved)
    return Edit(f"Indent {names_of(plan, moved)}", run)


def outdent(plan: Plan, ids: Sequence[str]) -> Edit:
    """Take rows out of their parent, to stand behind it. Raises :class:`EditRefused` at the top level."""
    moved = tops(plan, ids)
    for activity_id in moved:
        if _parent(plan, activity_id) is None:
            raise EditRefused(f"{name_in(plan, 'activities', activity_id)} is at the top level already.")

    def run(old: Plan) -> Plan:
        new = old
        for activity_id in reversed(moved):
            parent = _parent(new, activity_id)
            if parent is None:
                continue
            siblings = children(new)[_parent(new, parent)]
            behind = siblings[siblings.index(parent) + 1 :]
            new = _placed(new, [activity_id], behind[0] if behind else None, _parent(new, parent))
        return new

    return Edit(f"Outdent {names_of(plan, moved)}", run)


def move_up(plan: Plan, ids: Sequence[str]) -> Edit:
    """Move rows one place up among their siblings; at the top nothing happens."""
    return _shift(plan, ids, -1, "up")


def move_down(plan: Plan, ids: Sequence[str]) -> Edit:
    """Move rows one place down among their siblings; at the bottom nothing happens."""
    return _shift(plan, ids, 1, "down")


def tops(plan: Plan, ids: Sequence[str]) -> list[str]:
    """The given rows without those that are parts of another given one, in the order of the outline."""
    for activity_id in ids:
        position_in(plan, "activities", activity_id)
    chosen = set(ids)
    if len(chosen) == 1:
        return list(chosen)
    order = {row.id: at for at, row in enumerate(rows(plan))}
    free = [each for each in chosen if not chosen.intersection(ancestors(plan, each))]
    return sorted(free, key=order.__getitem__)


def _parent(plan: Plan, activity_id: str) -> str | None:
    """The parent in the outline: none where the file's is unknown."""
    row = _row(plan, activity_id)
    return row.parent


def _row(plan: Plan, activity_id: str) -> Row:
    position = position_in(plan, "activities", activity_id)
    return next(row for row in rows(plan) if row.position == position)


def _shift(plan: Plan, ids: Sequence[str], step: int, word: str) -> Edit:
    moved = tops(plan, ids)

    def run(old: Plan) -> Plan:
        new = old
        for activity_id in moved if step < 0 else moved[::-1]:
            new = _one_step(new, activity_id, step, frozenset(moved))
        return new

    return Edit(f"Move {names_of(plan, moved)} {word}", run)


def _one_step(plan: Plan, activity_id: str, step: int, together: frozenset[str]) -> Plan:
    parent = _parent(plan, activity_id)
    siblings = children(plan)[parent]
    at = siblings.index(activity_id) + step
    if not 0 <= at < len(siblings) or siblings[at] in together:
        return plan
    before = siblings[at] if step < 0 else (siblings[at + 1] if at + 1 < len(siblings) else None)
    return _placed(plan, [activity_id], before, parent)


def _with_parents(parents: dict[str, str]) -> Callable[[Plan], Plan]:
    def run(plan: Plan) -> Plan:
        new = plan
        for activity_id, parent in parents.items():
            _refuse_inside(new, [activity_id], parent)
            new = _placed(new, [activity_id], None, parent)
        return new

    return run


def _refuse_inside(plan: Plan, moved: Sequence[str], parent: str) -> None:
    if parent in descendants(plan, moved):
        name = name_in(plan, "activities", parent)
        if parent in moved:
            raise EditRefused(f"{name} cannot become part of itself.")
        what = names_of(plan, list(moved))
        raise EditRefused(f"{what} cannot become part of {name}, which is part of it.")


def _placed(plan: Plan, moved: Sequence[str], before: str | None, parent: str | None) -> Plan:
    """Take whole branches out of the file and put them in again; the order of everything else stays."""
    tops_ = set(moved)
    branch = set(descendants(plan, moved))
    taken: list[Activity] = []
    rest: list[Activity] = []
    for activity in plan.activities:
        if activity.id not in branch:
            rest.append(activity)
        elif activity.id in tops_ and activity.parent != parent:
            taken.append(replace(activity, parent=parent))
        else:
            taken.append(activity)
    at = _insertion(plan, rest, before, parent)
    new = (*rest[:at], *taken, *rest[at:])
    same = len(new) == len(plan.activities) and all(a is b for a, b in zip(new, plan.activities, strict=True))
    return plan if same else replace_plan(plan, activities=new)


def _insertion(plan: Plan, rest: Sequence[Activity], before: str | None, parent: str | None) -> int:
    position = {activity.id: at for at, activity in enumerate(rest)}
    if before is not None:
        return position[before]
    if parent is None:
        return len(rest)
    return 1 + max(position[each] for each in descendants(plan, [parent]) if each in position)
