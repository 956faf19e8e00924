"""Rows moved in the outline: indented, outdented, up, down, elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from typing import NamedTuple

from relplanner.errors import EditRefused
from relplanner.plan.edits.edit import Edit, name_in, names_of, position_in, replace_plan
from relplanner.plan.edits.links import refuse_nesting
from relplanner.plan.nouns.timeline import Activity
from relplanner.plan.outline import ancestors, children, descendants, rows
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
    change = _Branches(moved, before, parent)
    refuse_nesting(plan, _placed(plan, [change]), moved)
    label = f"Move {names_of(plan, moved)}"
    if parent is not None:
        label += f" into {name_in(plan, 'activities', parent)}"
    elif before is not None:
        label += f" before {name_in(plan, 'activities', before)}"
    return Edit(label, lambda old: _placed(old, [change]))


def indent(plan: Plan, ids: Sequence[str]) -> Edit:
    """Make rows parts of the sibling above them. Raises :class:`EditRefused` when there is none above."""
    moved = tops(plan, ids)
    chosen, parents = set(moved), _parents(plan)
    below = children(plan)
    above: dict[str, str | None] = {}
    for parent in dict.fromkeys(parents[each] for each in moved):
        last: str | None = None
        for sibling in below[parent]:
            if sibling in chosen:
                above.setdefault(sibling, last)
            else:
                last = sibling
    goals: dict[str, list[str]] = {}
    for activity_id in moved:
        goal = above[activity_id]
        if goal is None:
            name = name_in(plan, "activities", activity_id)
            raise EditRefused(f"There is no row above {name} at its level that it could become part of.")
        goals.setdefault(goal, []).append(activity_id)

    def run(old: Plan) -> Plan:
        for goal, rows_ in goals.items():
            _refuse_inside(old, rows_, goal)
        return _placed(old, [_Branches(rows_, None, goal) for goal, rows_ in goals.items()])

    refuse_nesting(plan, run(plan), moved)
    return Edit(f"Indent {names_of(plan, moved)}", run)


def outdent(plan: Plan, ids: Sequence[str]) -> Edit:
    """Take rows out of their parent, to stand behind it. Raises :class:`EditRefused` at the top level."""
    moved = tops(plan, ids)
    parents = _parents(plan)
    for activity_id in moved:
        if parents[activity_id] is None:
            raise EditRefused(f"{name_in(plan, 'activities', activity_id)} is at the top level already.")
    return Edit(f"Outdent {names_of(plan, moved)}", lambda old: _outdented(old, moved))


def _outdented(plan: Plan, moved: Sequence[str]) -> Plan:
    parents, below, chosen = _parents(plan), children(plan), set(moved)
    families: dict[str, list[str]] = {}
    for activity_id in moved:
        parent = parents[activity_id]
        if parent is not None:
            families.setdefault(parent, []).append(activity_id)
    behind: dict[str, str | None] = {}
    for level in dict.fromkeys(parents[parent] for parent in families):
        following: str | None = None
        for sibling in reversed(below[level]):
            behind[sibling] = following
            following = following if sibling in chosen else sibling
    return _placed(
        plan, [_Branches(rows_, behind[parent], parents[parent]) for parent, rows_ in families.items()]
    )


def move_up(plan: Plan, ids: Sequence[str]) -> Edit:
    """Move rows one place up among their siblings; at the top nothing happens."""
    moved = tops(plan, ids)
    return Edit(f"Move {names_of(plan, moved)} up", lambda old: _shifted(old, moved, up=True))


def move_down(plan: Plan, ids: Sequence[str]) -> Edit:
    """Move rows one place down among their siblings; at the bottom nothing happens."""
    moved = tops(plan, ids)
    return Edit(f"Move {names_of(plan, moved)} down", lambda old: _shifted(old, moved, up=False))


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


def _parents(plan: Plan) -> dict[str, str | None]:
    """The parent of each activity in the outline: none where the file's is unknown. Of two with one id the
    first counts.
    """
    index = plan.activity_index
    return {row.id: row.parent for row in rows(plan) if index[row.id] == row.position}


def _shifted(plan: Plan, moved: Sequence[str], *, up: bool) -> Plan:
    """Runs of chosen siblings change places with the one above or below them."""
    chosen, parents, below = frozenset(moved), _parents(plan), children(plan)
    shift = _raised if up else _lowered
    changes: list[_Branches] = []
    for parent in dict.fromkeys(parents[each] for each in moved if each in parents):
        runs = shift(below[parent], chosen)
        changes += [_Branches(run, before, parent, keeps_parent=True) for run, before in runs]
    return _placed(plan, changes)


def _raised(siblings: Sequence[str], chosen: frozenset[str]) -> Iterator[tuple[list[str], str | None]]:
    """Runs of chosen siblings, each with the one above it: it goes before that."""
    run: list[str] = []
    above: str | None = None
    for sibling in (*siblings, None):
        if sibling is not None and sibling in chosen:
            run.append(sibling)
            continue
        if run and above is not None:
            yield run, above
        run, above = [], sibling


def _lowered(siblings: Sequence[str], chosen: frozenset[str]) -> Iterator[tuple[list[str], str | None]]:
    """Runs of chosen siblings, each with what stays behind the one below it; ``None`` for the end."""
    run: list[str] = []
    behind: str | None = None
    passed: str | None = None  # the one below the run
    stays: str | None = None  # the last seen of those that keep their place
    for sibling in (*reversed(siblings), None):
        if sibling is not None and sibling in chosen:
            if passed is None:
                stays = sibling
            else:
                run.append(sibling)
            continue
        if run:
            yield run, behind
        run, behind, passed, stays = [], stays, sibling, sibling


def _refuse_inside(plan: Plan, moved: Sequence[str], parent: str) -> None:
    if parent in descendants(plan, moved):
        name = name_in(plan, "activities", parent)
        if parent in moved:
            raise EditRefused(f"{name} cannot become part of itself.")
        what = names_of(plan, list(moved))
        raise EditRefused(f"{what} cannot become part of {name}, which is part of it.")


class _Branches(NamedTuple):
    """Rows that go with all their parts before another row, or to the end of ``parent`` (of the file)."""

    ids: Sequence[str]
    before: str | None
    parent: str | None
    keeps_parent: bool = False


def _placed(plan: Plan, changes: Sequence[_Branches]) -> Plan:
    """Take whole branches out of the file and put them in again, all in one pass; the order of everything
    else stays.
    """
    branch = {each: at for at, change in enumerate(changes) for each in descendants(plan, change.ids)}
    parents = {each: change.parent for change in changes if not change.keeps_parent for each in change.ids}
    taken: list[list[Activity]] = [[] for _ in changes]
    rest: list[Activity] = []
    for activity in plan.activities:
        at = branch.get(activity.id)
        if at is None:
            rest.append(activity)
        elif activity.id in parents and activity.parent != parents[activity.id]:
            taken[at].append(replace(activity, parent=parents[activity.id]))
        else:
            taken[at].append(activity)
    place = _places(plan, rest)
    inserted: dict[int, list[Activity]] = {}
    for change, activities in zip(changes, taken, strict=True):
        inserted.setdefault(place(change.before, change.parent), []).extend(activities)
    new: list[Activity] = []
    done = 0
    for at in sorted(inserted):
        new += rest[done:at]
        new += inserted[at]
        done = at
    new += rest[done:]
    same = all(a is b for a, b in zip(new, plan.activities, strict=True))
    return plan if same else replace_plan(plan, activities=tuple(new))


def _places(plan: Plan, rest: Sequence[Activity]) -> Callable[[str | None, str | None], int]:
    """Where in the rest of the file a branch goes: before a row, else behind all that is part of a parent."""
    position = {activity.id: at for at, activity in enumerate(rest)}

    @cache
    def place(before: str | None, parent: str | None) -> int:
        if before is not None:
            return position[before]
        if parent is None:
            return len(rest)
        return 1 + max(position[each] for each in descendants(plan, [parent]) if each in position)

    return place
