"""Dates, stretches and names inside sentences: English whatever the locale, safe to print, on one line."""

from __future__ import annotations

import datetime as dt
from typing import Any

from relplanner.patterns import late_pattern
from relplanner.plan.diff import text_of
from relplanner.plan.edits.edit import name_of, one_of, shorten
from relplanner.plan.fields import Field
from relplanner.plan.plan import Plan
from relplanner.schedule import Schedule
from relplanner.schedule.spelling import spell

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_COMMANDS = late_pattern("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_SAYING = ("measured", "manual", "message")
LONGEST = 60
"""A value is cut to so many characters inside a sentence; JSON has it whole."""


def safe(text: str) -> str:
    """A text of a plan on one line, without what a terminal would obey or what turns writing round."""
    line = " ".join(text.split())
    return line if line.isprintable() else _COMMANDS.sub("\ufffd", line)


def called(entry: Any) -> str:
    """What people call an entry: its name, else what it says, else its id."""
    for attribute in _SAYING:
        if getattr(entry, attribute, None) and not getattr(entry, "name", None):
            return safe(shorten(str(getattr(entry, attribute))))
    return safe(name_of(entry))


def subject(section: str, entry: Any) -> str:
    """An entry at the beginning of a sentence: an activity by its name, anything else with what it is."""
    if section == "activities":
        return called(entry)
    kind = one_of(section)
    name = called(entry)
    return f"{kind[0].upper()}{kind[1:]} {name}"


def person(plan: Plan, stakeholder_id: str) -> str:
    entry = plan.entry("stakeholders", stakeholder_id)
    return safe(stakeholder_id) if entry is None else called(entry)


def activity_name(plan: Plan, activity_id: str) -> str:
    """The name of what a dependency or a reference leads to: an activity, a gate or a phase."""
    for name in ("activities", "gates", "rollout"):
        entry = plan.entry(name, activity_id.removeprefix(f"{name}/"))
        if entry is not None:
            return called(entry)
    return safe(activity_id)


def shown_value(plan: Plan, field: Field, value: Any) -> str:
    """A value in its text form; what refers to an entry by that entry's name."""
    if value is None:
        return "nothing"
    if field.shape == "one" and field.form is not None:
        for name in field.form.refers_to:
            entry = plan.entry(name, value)
            if entry is not None:
                return called(entry)
    return safe(shorten(text_of(field, value), LONGEST)) or "nothing"


def day(schedule: Schedule, minute: int) -> str:
    """``Thu 4 Mar``, with the year where it is not that of T0."""
    local = schedule.local(minute)
    return _day(local, with_year=local.year != _year(schedule))


def moment(schedule: Schedule, minute: int) -> str:
    """``Thu 4 Mar 09:00``."""
    local = schedule.local(minute)
    return f"{_day(local, with_year=local.year != _year(schedule))} {local:%H:%M}"


def moved_to(schedule: Schedule, minute: int, by: int) -> str:
    """The day; within a day, or to its first minute, the time too."""
    return day(schedule, minute) if by % 1440 == 0 and by else moment(schedule, minute)


def span(schedule: Schedule, start: int, finish: int, by: int) -> str:
    """``Tue 2 Mar – Thu 4 Mar``; the last day alone for what begins and ends on one day."""
    first, last = day(schedule, start), moved_to(schedule, finish, by)
    return last if day(schedule, finish) == first else f"{first} – {last}"


def later(minutes: int) -> str:
    """``2 d later``, ``4 h earlier``."""
    return f"{spell(minutes)} {'later' if minutes > 0 else 'earlier'}"


def listed(names: list[str], most: int = 3) -> str:
    """``A, B and C``; ``A, B, C and 4 more``."""
    if len(names) > most:
        return f"{', '.join(names[:most])} and {len(names) - most:,} more"
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _day(local: dt.datetime, *, with_year: bool) -> str:
    text = f"{_DAYS[local.weekday()]} {local.day} {_MONTHS[local.month - 1]}"
    return f"{text} {local.year}" if with_year else text


def _year(schedule: Schedule) -> int | None:
    at = schedule.target if schedule.target is not None else schedule.projected
    return None if at is None else schedule.local(at).year
