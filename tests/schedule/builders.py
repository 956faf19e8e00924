"""Short ways to write plans in tests. Default: Thursday 2025-04-10 08:00, 08-12 and 13-17 on weekdays, in
UTC."""

from __future__ import annotations

from typing import Any

from relplanner.plan.forms.constraint import parse_constraint
from relplanner.plan.forms.dependency import parse_dependencies
from relplanner.plan.forms.duration import parse_duration
from relplanner.plan.forms.moment import parse_moment, parse_span
from relplanner.plan.forms.week import parse_week
from relplanner.plan.nouns.release import Release
from relplanner.plan.nouns.timeline import Activity, Anchor, Calendar, Freeze
from relplanner.plan.plan import Plan
from relplanner.schedule import NEVER, Schedule, compute

SHIFTS = Calendar(id="office", week=parse_week("Mon-Fri 08:00-12:00,13:00-17:00"))
ALWAYS = Calendar(id="always", week=parse_week("24x7"))
START = "2025-04-10T08:00"

_READ = {
    "duration": parse_duration,
    "remaining": parse_duration,
    "after": parse_dependencies,
    "at": parse_moment,
    "start": parse_moment,
    "deadline": parse_moment,
    "actual_start": parse_moment,
    "actual_finish": parse_moment,
    "when": parse_span,
    "constraint": parse_constraint,
}


def act(key: str, /, duration: str | None = None, after: str | None = None, **fields: Any) -> Activity:
    """An activity from text forms; without a duration a milestone unless its kind is given."""
    if duration is None and "kind" not in fields and "when" not in fields:
        fields["kind"] = "milestone"
    written = {"duration": duration, "after": after, **fields}
    read = {
        field: _READ[field](value) if field in _READ and isinstance(value, str) else value
        for field, value in written.items()
        if value is not None
    }
    return Activity(id=key, **read)


def plan_of(*activities: Activity, start: str | None = START, zone: str = "UTC", **fields: Any) -> Plan:
    """A plan; ``target``, ``milestone``, ``status`` (date) go to the release, sections by their names."""
    release = {
        "start": parse_moment(start) if start else None,
        "time_zone": zone,
        "target": parse_moment(fields.pop("target")) if "target" in fields else None,
        "milestone": fields.pop("milestone", None),
        "status_date": parse_moment(fields.pop("status")) if "status" in fields else None,
    }
    for name in ("critical_slack", "near_critical_slack"):
        if name in fields:
            release[name] = parse_duration(fields.pop(name))
    fields.setdefault("calendars", (SHIFTS, ALWAYS))
    return Plan(release=Release(**release), activities=activities, **fields)


def freeze(start: str, finish: str, mode: str = "push", kinds: tuple[str, ...] = ()) -> Freeze:
    return Freeze(
        id="freeze", from_=parse_moment(start), to=parse_moment(finish), applies_to=kinds, mode=mode
    )


def anchor(name: str, at: str | None = None, activity: str | None = None) -> Anchor:
    return Anchor(id=name, at=parse_moment(at) if at else None, activity=activity)


def scheduled(*activities: Activity, **fields: Any) -> Schedule:
    return compute(plan_of(*activities, **fields))


def text(schedule: Schedule, minute: int) -> str:
    """As ``MM-DD HH:MM`` on the plan's wall clock."""
    return "-" if minute == NEVER else f"{schedule.local(minute):%m-%d %H:%M}"


def bar(schedule: Schedule, name: str) -> str:
    """Start and finish of a row; one of them where they are the same."""
    row = schedule.index[name]
    start, finish = text(schedule, schedule.start[row]), text(schedule, schedule.finish[row])
    return start if start == finish else f"{start} .. {finish}"


def late(schedule: Schedule, name: str) -> str:
    row = schedule.index[name]
    start, finish = text(schedule, schedule.late_start[row]), text(schedule, schedule.late_finish[row])
    return start if start == finish else f"{start} .. {finish}"


def slack(schedule: Schedule, name: str) -> int:
    return int(schedule.total_slack[schedule.index[name]])


def free(schedule: Schedule, name: str) -> int:
    return int(schedule.free_slack[schedule.index[name]])


def critical(schedule: Schedule) -> set[str]:
    return {name for name, row in schedule.index.items() if schedule.critical[row]}


def codes(schedule: Schedule) -> list[str]:
    return [problem.code for problem in schedule.problems]
