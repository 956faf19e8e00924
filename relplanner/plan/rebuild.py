"""The few ways in which a plan is rebuilt with one part changed."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any

from relplanner.plan.nouns.timeline import Activity
from relplanner.plan.plan import Plan


def replace_plan(plan: Plan, **fields: Any) -> Plan:
    """A plan with sections replaced. Look-up tables that stay true are carried over, so that an edit costs
    no index.
    """
    new = dataclasses.replace(plan, **fields)
    if new.activities is plan.activities:
        _carry(plan, new, "activity_index", "_outline", "_children")
    return new


def _carry(old: Plan, new: Plan, *tables: str) -> None:
    for table in tables:
        if table in old.__dict__:
            new.__dict__[table] = old.__dict__[table]


def replace_activities(plan: Plan, changed: dict[int, Activity]) -> Plan:
    """The plan with the activities at these positions replaced; ids that stay keep the index alive."""
    real = {at: activity for at, activity in changed.items() if activity != plan.activities[at]}
    if not real:
        return plan
    activities = list(plan.activities)
    same_ids = same_parents = True
    for at, activity in real.items():
        old = activities[at]
        same_ids = same_ids and old.id == activity.id
        same_parents = same_parents and old.parent == activity.parent
        activities[at] = activity
    new = dataclasses.replace(plan, activities=tuple(activities))
    if same_ids:
        _carry(plan, new, "activity_index", *(("_outline", "_children") if same_parents else ()))
    return new


def replace_entries(plan: Plan, section: str, entries: Sequence[Any]) -> Plan:
    """The plan with a section's entries (the rollout's phases, the incidents' log) replaced as a whole."""
    if section == "rollout":
        return replace_plan(plan, rollout=dataclasses.replace(plan.rollout, phases=tuple(entries)))
    if section == "incidents":
        return replace_plan(plan, incidents=dataclasses.replace(plan.incidents, log=tuple(entries)))
    return replace_plan(plan, **{section: tuple(entries)})
