"""Dates, durations and progress, as the timeline's gestures set them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from relplanner.errors import EditRefused
from relplanner.plan.edits.edit import Edit, activity_of, name_of, names_of, position_in, replace_activities
from relplanner.plan.forms.duration import Duration, format_duration
from relplanner.plan.forms.moment import Moment, Offset, Wall, format_moment
from relplanner.plan.forms.scalars import format_percent
from relplanner.plan.nouns.timeline import MILESTONE_KINDS, Activity
from relplanner.plan.outline import children
from relplanner.plan.plan import Plan

_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


def pin_start(plan: Plan, id: str, moment: Moment) -> Edit:
    """Let an activity start no earlier than a moment; a milestone or meeting that has a target date gets a
    new one.
    """
    activity = _leaf(plan, id, "Move its parts instead.")

    def run(before: Plan) -> Plan:
        at = position_in(before, "activities", id)
        return replace_activities(before, {at: _pinned(before.activities[at], moment)})

    return Edit(f"Move {name_of(activity)} to {day_text(moment)}", run, f"pin/{id}", frozenset({id}))


def _pinned(activity: Activity, moment: Moment) -> Activity:
    return replace(activity, at=moment) if activity.at is not None else replace(activity, start=moment)


def unpin(plan: Plan, ids: Sequence[str]) -> Edit:
    """Give activities back to the network: no pinned start and no constraint on a date."""
    for activity_id in ids:
        position_in(plan, "activities", activity_id)

    def run(before: Plan) -> Plan:
        changed = {}
        for activity_id in ids:
            at = position_in(before, "activities", activity_id)
            activity = before.activities[at]
            bound = activity.constraint is not None and activity.constraint.moment is not None
            changed[at] = replace(activity, start=None, constraint=None if bound else activity.constraint)
        return replace_activities(before, changed)

    return Edit(f"Unpin {names_of(plan, ids)}", run, touched=frozenset(ids))


def resize(plan: Plan, id: str, duration: Duration) -> Edit:
    """Set an activity's duration. Raises :class:`EditRefused` for a milestone and for what has parts."""
    activity = _leaf(plan, id, "Its duration comes from its parts.")
    if activity.kind in MILESTONE_KINDS - {"gate"} and duration.amount:
        raise EditRefused(f"{name_of(activity)} is {_a(activity.kind)}: an instant, without a duration.")

    def run(before: Plan) -> Plan:
        at = position_in(before, "activities", id)
        return replace_activities(before, {at: replace(before.activities[at], duration=duration)})

    label = f"Make {name_of(activity)} {format_duration(duration)} long"
    return Edit(label, run, f"resize/{id}", frozenset({id}))


def set_progress(plan: Plan, ids: Sequence[str] | str, progress: float) -> Edit:
    """Set how much of activities is done, in percent from 0 to 100."""
    chosen = [ids] if isinstance(ids, str) else list(ids)
    if not 0 <= progress <= 100:
        raise EditRefused("Progress goes from 0% to 100%.")
    for activity_id in chosen:
        position_in(plan, "activities", activity_id)

    def run(before: Plan) -> Plan:
        changed = {}
        for activity_id in chosen:
            at = position_in(before, "activities", activity_id)
            changed[at] = replace(before.activities[at], progress=float(progress))
        return replace_activities(before, changed)

    label = f"Set progress of {names_of(plan, chosen)} to {format_percent(progress)}"
    key = f"progress/{chosen[0]}" if len(chosen) == 1 else ""
    return Edit(label, run, key, frozenset(chosen))


def day_text(moment: Moment) -> str:
    """A moment in few words, for labels: ``26 Feb``, ``26 Feb 14:30``, ``T-14d``."""
    if isinstance(moment, Offset):
        return format_moment(moment)
    assert isinstance(moment, Wall)
    text = f"{moment.day.day} {_MONTHS[moment.day.month - 1]}"
    return text if moment.minute is None else f"{text} {moment.minute // 60:02d}:{moment.minute % 60:02d}"


def _leaf(plan: Plan, activity_id: str, hint: str) -> Activity:
    activity = activity_of(plan, activity_id)
    if activity_id in children(plan):
        raise EditRefused(f"{name_of(activity)} is a summary: its dates come from its parts. {hint}")
    return activity


def _a(kind: str) -> str:
    return f"an {kind}" if kind == "external" else f"a {kind}"
