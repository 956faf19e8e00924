"""Activities one by one: what a milestone cannot have, who owns what, dates by hand, estimates, open
criteria.
"""

from __future__ import annotations

from collections.abc import Iterator

from relplanner.plan.checks.look import Look, at_activity, title
from relplanner.plan.edits.edit import count, shorten
from relplanner.plan.findings import Finding
from relplanner.plan.forms.duration import format_duration, format_estimate, in_minutes
from relplanner.plan.forms.moment import Moment, Wall, format_moment
from relplanner.plan.nouns.timeline import Activity

INSTANTS = frozenset({"milestone", "external"})
_PLACED_KINDS = frozenset({"meeting", "window", "external"})
"""Kinds whose date is agreed with somebody, so that a date by hand is what is meant."""
_PINNING = frozenset({"must start on", "must finish on", "start no earlier than", "finish no earlier than"})


def milestone_durations(look: Look) -> Iterator[Finding]:
    """MILESTONE-DURATION: instants have none; a gate may have one."""
    for position, activity in enumerate(look.plan.activities):
        if activity.kind in INSTANTS and activity.duration is not None and activity.duration.amount:
            shown = format_duration(activity.duration)
            kind = "something external" if activity.kind == "external" else "a milestone"
            message = (
                f"{title(activity)} is {kind}, an instant, and cannot last {shown}. Make it a task or "
                "remove it."
            )
            yield at_activity("MILESTONE-DURATION", "error", message, position, activity, "duration")


def owners(look: Look) -> Iterator[Finding]:
    """NO-OWNER: owned by its own owner, by that of what it is part of, or by who is assigned to it."""
    activities, parents = look.plan.activities, look.parents
    assigned = {assignment.subject for assignment in look.plan.assignments}
    unowned = [
        (position, activity)
        for position, activity in look.leaves
        if activity.owner is None
        and activity.kind != "external"
        and activity.id not in assigned
        and not _owned_above(look, parents[position])
    ]
    if len(unowned) > 1 and not assigned and all(activity.owner is None for activity in activities):
        message = f"None of the {count(len(activities), 'activity')} has an owner."
        yield Finding("NO-OWNER", "warning", message, "activities")
        return
    for position, activity in unowned:
        yield at_activity(
            "NO-OWNER", "warning", f"{title(activity)} has no owner.", position, activity, "owner"
        )


def _owned_above(look: Look, position: int) -> bool:
    while position >= 0:
        if look.plan.activities[position].owner is not None:
            return True
        position = look.parents[position]
    return False


def dates_by_hand(look: Look) -> Iterator[Finding]:
    """DATE-BY-HAND: a calendar date pins an activity that waits for nothing, so nothing moves it when plans
    move.
    """
    for position, activity in look.leaves:
        if activity.start is None and activity.constraint is None:
            continue
        if activity.kind in _PLACED_KINDS or activity.actual_start is not None or _waits(look, position):
            continue
        field, moment = _pin(activity)
        if isinstance(moment, Wall):
            message = (
                f"{title(activity)} stands on {format_moment(moment)} by hand and waits for nothing. "
                "Link it to what "
                "it waits for, or write its date as an offset such as T-14d."
            )
            yield at_activity("DATE-BY-HAND", "warning", message, position, activity, field)


def _pin(activity: Activity) -> tuple[str, Moment | None]:
    if activity.start is not None:
        return "start", activity.start
    if activity.constraint is not None and activity.constraint.kind in _PINNING:
        return "constraint", activity.constraint.moment
    return "", None


def _waits(look: Look, position: int) -> bool:
    while position >= 0:
        if look.plan.activities[position].after:
            return True
        position = look.parents[position]
    return False


def estimates(look: Look) -> Iterator[Finding]:
    """ESTIMATE-ORDER: optimistic ≤ likely ≤ pessimistic, a day being eight hours."""
    for position, activity in enumerate(look.plan.activities):
        estimate = activity.estimate
        if estimate is None:
            continue
        first, second, third = (
            in_minutes(d) for d in (estimate.optimistic, estimate.likely, estimate.pessimistic)
        )
        if not first <= second <= third:
            shown = format_estimate(estimate)
            message = (
                f"The estimate {shown} of {title(activity)} is not in the order optimistic / likely / "
                "pessimistic."
            )
            yield at_activity("ESTIMATE-ORDER", "error", message, position, activity, "estimate")


def open_criteria(look: Look) -> Iterator[Finding]:
    """OPEN-CRITERIA: finished, but not everything that must be true is."""
    for position, activity in enumerate(look.plan.activities):
        if not activity.acceptance or (activity.actual_finish is None and activity.progress < 100):
            continue
        unmet = [at for at, each in enumerate(activity.acceptance) if not each.met]
        if unmet:
            first = activity.acceptance[unmet[0]].text
            number = count(len(unmet), "acceptance criterion", "acceptance criteria")
            message = f"{title(activity)} is finished with {number} open: “{shorten(first, 80)}”."
            yield at_activity(
                "OPEN-CRITERIA", "warning", message, position, activity, f"acceptance[{unmet[0]}]"
            )


def externals(look: Look) -> Iterator[Finding]:
    """EXTERNAL-DATE: what comes from outside needs a date at which it is expected."""
    for position, activity in enumerate(look.plan.activities):
        dated = (activity.at, activity.start, activity.when, activity.constraint, activity.actual_finish)
        if activity.kind == "external" and not activity.after and all(value is None for value in dated):
            message = (
                f"{title(activity)} comes from outside and has no date at which it is expected. Give it "
                "one (at)."
            )
            yield at_activity("EXTERNAL-DATE", "warning", message, position, activity, "at")
