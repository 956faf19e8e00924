"""What the dates say about the plan: findings that need a schedule. Codes are stable."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from relplanner.plan.findings import Finding
from relplanner.plan.forms.moment import Moment, format_moment
from relplanner.plan.nouns.timeline import Activity
from relplanner.schedule.columns import NEVER
from relplanner.schedule.driving import soft_violations
from relplanner.schedule.schedule import Schedule
from relplanner.schedule.spelling import spell

CODES: Mapping[str, str] = MappingProxyType(
    {
        "EMPTY-CALENDAR": "A calendar has no working time at all, so nothing can be scheduled on it.",
        "UNKNOWN-HOLIDAYS": "A calendar names public holidays of a country or part that is not known.",
        "LOCAL-TIME": "A wall-clock time comes twice or does not exist because the clocks change.",
        "SOFT-LINK": "A soft dependency is not kept; it never moves a date.",
    }
)
"""Codes of the schedule's own problems and findings, beside those of :mod:`relplanner.plan.findings`."""


def findings(schedule: Schedule) -> list[Finding]:
    """Dated checks in row order, the release first. Problems of the schedule itself are in
    ``schedule.problems``."""
    found = list(_slip(schedule))
    for row in range(len(schedule.ids)):
        if schedule.start[row] == NEVER:
            continue
        activity = schedule.activity(row)
        found.extend(_deadline(schedule, row, activity))
        found.extend(_pins(schedule, row, activity))
        if schedule.freezes and not schedule.is_summary(row):
            found.extend(_freezes(schedule, row, activity))
        if any(dependency.soft for dependency in activity.after):
            found.extend(_soft(schedule, row))
    return found


def _slip(schedule: Schedule) -> Iterator[Finding]:
    slip, row = schedule.slip_minutes, schedule.milestone
    if slip is None or slip <= 0 or schedule.projected is None:
        return
    name = _name(schedule, row) if row >= 0 else "The plan"
    when = _clock(schedule, schedule.projected)
    message = f"{name} is projected for {when}, {spell(slip)} after T0."
    yield Finding("T0-SLIP", "warning", message, "release.target", id=schedule.ids[row] if row >= 0 else "")


def _deadline(schedule: Schedule, row: int, activity: Activity) -> Iterator[Finding]:
    due = schedule.resolve(activity.deadline, finish=True)
    finish = int(schedule.finish[row])
    if due is not None and finish > due and not schedule.is_open_ended(row):
        late = spell(finish - due)
        message = f"{_name(schedule, row)} finishes {_clock(schedule, finish)}, {late} after its deadline."
        yield Finding(
            "DEADLINE", "warning", message, f"{_path(schedule, row)}.deadline", id=schedule.ids[row]
        )


def _pins(schedule: Schedule, row: int, activity: Activity) -> Iterator[Finding]:
    """Targets and constraints that logic overruled; what has begun or ended is past arguing."""
    if activity.actual_start is not None or activity.actual_finish is not None:
        return
    start, finish = int(schedule.start[row]), int(schedule.finish[row])
    if activity.at is not None:
        yield from _missed(schedule, row, "at", activity.at, start, "is")
    constraint = activity.constraint
    if constraint is None or constraint.moment is None:
        return
    if constraint.kind in ("must start on", "start no later than"):
        yield from _missed(schedule, row, "constraint", constraint.moment, start, "starts")
    if constraint.kind in ("must finish on", "finish no later than"):
        yield from _missed(schedule, row, "constraint", constraint.moment, finish, "finishes")


def _missed(
    schedule: Schedule, row: int, key: str, moment: Moment, actual: int, verb: str
) -> Iterator[Finding]:
    last = schedule.resolve(moment, finish=True)
    axis = schedule.axis(schedule.calendar_of(schedule.ids[row]))
    if last is None or actual <= last or axis.work_between(last, actual) <= 0:
        return
    drivers = ", ".join(_name(schedule, schedule.index[name]) for name in schedule.driving(schedule.ids[row]))
    because = f", because it waits for {drivers}" if drivers else ""
    message = (
        f"{_name(schedule, row)} {verb} {_clock(schedule, actual)}, {spell(actual - last)} after "
        f"{format_moment(moment)}{because}."
    )
    yield Finding(
        "PIN-AGAINST-LOGIC", "warning", message, f"{_path(schedule, row)}.{key}", id=schedule.ids[row]
    )


def _freezes(schedule: Schedule, row: int, activity: Activity) -> Iterator[Finding]:
    start, finish = int(schedule.start[row]), int(schedule.finish[row])
    if schedule.is_complete(row):
        return
    for freeze in schedule.freezes:
        instant = start == finish and freeze.start <= start < freeze.finish
        if activity.kind in freeze.kinds and (instant or (start < freeze.finish and finish > freeze.start)):
            until = _clock(schedule, freeze.finish)
            message = (
                f"{_name(schedule, row)} runs inside the freeze “{freeze.name}”, which lasts until {until}."
            )
            yield Finding("FREEZE", "warning", message, _path(schedule, row), id=schedule.ids[row])


def _soft(schedule: Schedule, row: int) -> Iterator[Finding]:
    for number, name, missing in soft_violations(schedule, row):
        other = _name(schedule, schedule.index[name])
        message = (
            f"{_name(schedule, row)} comes {spell(missing)} too early for its soft dependency on {other}."
        )
        path = f"{_path(schedule, row)}.after[{number}]"
        yield Finding("SOFT-LINK", "warning", message, path, id=schedule.ids[row])


def _name(schedule: Schedule, row: int) -> str:
    return f"“{schedule.activity(row).name or schedule.ids[row]}”"


def _path(schedule: Schedule, row: int) -> str:
    derived = row - len(schedule.plan.activities)
    return f"activities[{row}]" if derived < 0 else f"rollout.phases[{derived}]"


def _clock(schedule: Schedule, minute: int) -> str:
    return f"{schedule.local(minute):%Y-%m-%d %H:%M}"
