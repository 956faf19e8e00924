"""The outline: activities as a tree, in the order in which they are shown.

The file lists activities in any order and names parents by id. Here the children follow their parent,
siblings keep the order of the file. A parent that does not exist, and parents that go round in a circle,
put the activity at the top level: every activity is shown exactly once whatever the file says.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from relplanner.plan.nouns.timeline import Activity
from relplanner.plan.plan import Plan


class Row(NamedTuple):
    """One activity in the outline; ``position`` is its index in ``plan.activities``."""

    id: str
    depth: int
    parent: str | None
    has_children: bool
    position: int


def rows(plan: Plan) -> tuple[Row, ...]:
    """The outline of a plan in pre-order. Kept beside the plan, so asking twice costs nothing."""
    kept: tuple[Row, ...] | None = plan.__dict__.get("_outline")
    if kept is None:
        kept = _rows(plan)
        plan.__dict__["_outline"] = kept
    return kept


def children(plan: Plan) -> Mapping[str | None, tuple[str, ...]]:
    """The ids of each parent's direct children in the order of the file; ``None`` holds the top level.
    Kept, too.
    """
    kept: Mapping[str | None, tuple[str, ...]] | None = plan.__dict__.get("_children")
    if kept is None:
        activities = plan.activities
        found: dict[str | None, list[str]] = {}
        for activity, parent in zip(
            activities, parent_positions(activities, plan.activity_index), strict=True
        ):
            found.setdefault(activities[parent].id if parent >= 0 else None, []).append(activity.id)
        kept = {parent: tuple(ids) for parent, ids in found.items()}
        plan.__dict__["_children"] = kept
    return kept


def descendants(plan: Plan, ids: Iterable[str]) -> tuple[str, ...]:
    """The given activities and everything below them, each parent before its children, each once."""
    below = children(plan)
    found: dict[str, None] = {}
    stack = list(ids)[::-1]
    while stack:
        activity_id = stack.pop()
        if activity_id not in found:
            found[activity_id] = None
            stack.extend(reversed(below.get(activity_id, ())))
    return tuple(found)


def ancestors(plan: Plan, activity_id: str) -> tuple[str, ...]:
    """The parents of an activity from the nearest to the outermost; stops at an unknown or repeated one."""
    found: list[str] = []
    activity = plan.activity(activity_id)
    while activity is not None and activity.parent is not None:
        if activity.parent in found or activity.parent == activity_id:
            break
        parent = plan.activity(activity.parent)
        if parent is not None:
            found.append(parent.id)
        activity = parent
    return tuple(found)


def parent_positions(activities: tuple[Activity, ...], index: Mapping[str, int]) -> list[int]:
    """The position of each activity's parent, -1 at the top level; circles are cut so that a forest
    remains.
    """
    parents = [index.get(a.parent, -1) if a.parent is not None else -1 for a in activities]
    if max(parents, default=-1) < 0:
        return parents
    state = bytearray(len(parents))  # 0 unseen, 1 on the way up, 2 known to end at the top level
    for start in range(len(parents)):
        if parents[start] < 0 or state[start] or parents[parents[start]] < 0:
            continue
        way: list[int] = []
        at = start
        while at >= 0 and not state[at]:
            state[at] = 1
            way.append(at)
            at = parents[at]
        if at >= 0 and state[at] == 1:
            for member in way[way.index(at) :]:
                parents[member] = -1
        for member in way:
            state[member] = 2
    return parents


def _rows(plan: Plan) -> tuple[Row, ...]:
    activities = plan.activities
    parents = parent_positions(activities, plan.activity_index)
    below: dict[int, list[int]] = {}
    for position in range(len(parents) - 1, -1, -1):
        below.setdefault(parents[position], []).append(position)  # backwards, as the stack turns it round
    found: list[Row] = []
    new = tuple.__new__  # twice as fast as the class, which does the same
    stack = [(position, 0) for position in below.get(-1, ())]
    while stack:
        position, depth = stack.pop()
        parent = parents[position]
        mine = below.get(position)
        found.append(
            new(
                Row,
                (
                    activities[position].id,
                    depth,
                    activities[parent].id if parent >= 0 else None,
                    mine is not None,
                    position,
                ),
            )
        )
        if mine:
            stack += [(child, depth + 1) for child in mine]
    return tuple(found)
