"""Activities added, deleted and copied."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from relplanner.plan.edits.edit import (
    Edit,
    activity_of,
    count,
    name_in,
    names_of,
    position_in,
    replace_plan,
    shorten,
)
from relplanner.plan.edits.links import target
from relplanner.plan.edits.rename import taken_ids
from relplanner.plan.forms.dependency import Dependency
from relplanner.plan.forms.scalars import slug
from relplanner.plan.nouns.timeline import Activity
from relplanner.plan.outline import descendants
from relplanner.plan.plan import Plan
from relplanner.plan.references import retarget


def add_activity(
    plan: Plan, name: str, *, after_row: str | None = None, parent: str | None = None, kind: str = "task"
) -> Edit:
    """Add an activity below the row ``after_row`` (and what is part of it), at the end when none is given.

    Its id is made from its name; ``edit.touched`` holds it.
    """
    if parent is not None:
        position_in(plan, "activities", parent)
    activity = Activity(
        id=slug(name, taken_ids(plan)), name=shorten(name, 500) or None, kind=kind, parent=parent
    )
    return insert_activities(plan, [activity], after_row, f"Add {shorten(name) or kind}")


def insert_activities(plan: Plan, new: Sequence[Activity], after_row: str | None, label: str) -> Edit:
    """Insert activities in the file after a row and all that is part of it."""
    inserted = tuple(new)

    def run(before: Plan) -> Plan:
        at = end_of(before, after_row)
        activities = before.activities
        return replace_plan(before, activities=(*activities[:at], *inserted, *activities[at:]))

    return Edit(label, run, touched=frozenset(activity.id for activity in inserted))


def end_of(plan: Plan, row: str | None) -> int:
    """The position in the file behind a row and everything below it; the end of the file for ``None``."""
    if row is None:
        return len(plan.activities)
    position_in(plan, "activities", row)
    return 1 + max(plan.activity_index[each] for each in descendants(plan, [row]))


def delete_activities(plan: Plan, ids: Sequence[str]) -> Edit:
    """Delete activities with all their parts; links to them go too, fields that named them are emptied."""
    for activity_id in ids:
        position_in(plan, "activities", activity_id)
    gone = dict.fromkeys(descendants(plan, ids))
    left, links, mentions = _without(plan, gone)

    def run(before: Plan) -> Plan:
        return left if before is plan else _without(before, gone)[0]

    what = names_of(plan, list(gone))
    if len(gone) > 1 and len(ids) == 1:
        what = f"{name_in(plan, 'activities', ids[0])} with {count(len(gone) - 1, 'part')}"
    label = f"Delete {what}"
    extra = [count(links, "link")] if links else []
    extra += [count(mentions, "mention")] if mentions else []
    if extra:
        label = ", ".join([label, *extra[:-1]]) + f" and {extra[-1]}"
    return Edit(label, run)


def _without(plan: Plan, gone: Mapping[str, str | None]) -> tuple[Plan, int, int]:
    """The plan without some activities, how many links led to them, and how many other fields named them."""
    kept = tuple(activity for activity in plan.activities if activity.id not in gone)
    if len(kept) == len(plan.activities):
        return plan, 0, 0
    links = sum(target(d.on) in gone for activity in kept for d in activity.after)
    new, mentions = retarget(replace_plan(plan, activities=kept), "activities", gone, known=plan)
    return new, links, mentions - links


def duplicate(plan: Plan, ids: Sequence[str]) -> Edit:
    """Copy activities with all their parts, below the last of them; links among the copied are copied with
    them.
    """
    for activity_id in ids:
        position_in(plan, "activities", activity_id)
    chosen = sorted(descendants(plan, ids), key=plan.activity_index.__getitem__)
    taken = taken_ids(plan)
    renamed: dict[str, str] = {}
    for activity_id in chosen:
        renamed[activity_id] = slug(activity_id, taken)
        taken.add(renamed[activity_id])
    tops = set(ids)
    copies = [_copy(activity_of(plan, each), renamed, named=each in tops) for each in chosen]
    last = max(chosen, key=plan.activity_index.__getitem__)
    return insert_activities(plan, copies, last, f"Duplicate {names_of(plan, list(ids))}")


def _copy(activity: Activity, renamed: Mapping[str, str], *, named: bool) -> Activity:
    """A fresh activity: links and parent inside the copied set follow, what happened stays with the
    original.
    """
    return replace(
        activity,
        id=renamed[activity.id],
        name=f"{activity.name} (copy)" if named and activity.name else activity.name,
        parent=renamed.get(activity.parent, activity.parent) if activity.parent else None,
        after=tuple(_relinked(activity.after, renamed)),
        progress=0.0,
        actual_start=None,
        actual_finish=None,
        remaining=None,
    )


def _relinked(after: Iterable[Dependency], renamed: Mapping[str, str]) -> Iterable[Dependency]:
    for dependency in after:
        yield replace(dependency, on=renamed.get(target(dependency.on), dependency.on))
