"""Working weeks, and the hours of a single day."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise
from typing import TypeAlias

from relplanner.patterns import late_pattern
from relplanner.plan.forms.base import Form, unreadable
from relplanner.plan.forms.reading import CACHE, tidy
from relplanner.values import value

Hours: TypeAlias = tuple[tuple[int, int], ...]
"""Intervals of one day in minutes after midnight; a shift over midnight ends above 1440."""

DAY_NAMES = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_DAY = 1440
_WEEK = 7 * _DAY
_EXPECTED = "a working week such as Mon-Fri 09:00-17:00 or 24x7"
_EXPECTED_HOURS = "working hours such as 09:00-12:00,13:00-15:00, or off"
_FULL_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
DAYS = {name[:size]: number for number, name in enumerate(_FULL_NAMES) for size in range(2, len(name) + 1)}
"""Every accepted name of a day, in small letters, with its number; 0 is Monday."""
_ROUND_THE_CLOCK = late_pattern(r"24\s*[x×/]\s*7\Z", re.IGNORECASE)
_INTERVAL = late_pattern(r"([0-9]{1,2})(?::([0-9]{2}))?\s*-\s*([0-9]{1,2})(?::([0-9]{2}))?\Z", re.ASCII)
_GROUP = late_pattern(r"([a-z][a-z,\s-]*?)\s*(off|[0-9][0-9:,\s-]*)\Z", re.IGNORECASE | re.ASCII)


@value
class WorkWeek:
    """Seven days, Monday first, each with its working intervals in minutes after that day's midnight."""

    days: tuple[Hours, ...]


ROUND_THE_CLOCK = WorkWeek((((0, _DAY),),) * 7)


@lru_cache(CACHE)
def parse_week(text: str) -> WorkWeek:
    """Read a week; intervals that overlap, also over midnight, are refused. Raises :class:`TextError`."""
    plain = tidy(text, _EXPECTED)
    if _ROUND_THE_CLOCK.match(plain):
        return ROUND_THE_CLOCK
    days: list[list[tuple[int, int]]] = [[] for _ in range(7)]
    # "Mon-Thu 09:00-17:00, Fri 09:00-14:00" means what it says too.
    for group in re.split(r"\s*;\s*|(?<=[0-9])\s*,?\s*(?=[A-Za-z])", plain):
        if not group:
            continue
        found = _GROUP.match(group)
        if found is None:
            raise unreadable(text, _EXPECTED, _group_hint(group))
        hours = _hours(found[2], text, _EXPECTED)
        for day in _days(found[1], text):
            days[day].extend(hours)
    week = WorkWeek(tuple(tuple(sorted(hours)) for hours in days))
    _refuse_overlap(week, text)
    if not any(week.days):
        raise unreadable(text, _EXPECTED, "There is no working time in it.")
    return week


def _group_hint(group: str) -> str:
    if re.match(r"[A-Za-z][A-Za-z\s,-]*\Z", group):
        return f"Say the hours of {group.strip()} too: {group.strip()} 09:00-17:00."
    if re.match(r"[0-9]", group):
        return f"Say the days of {group} too: Mon-Fri {group}."
    return "Write days, then hours: Mon-Thu 09:00-12:00,13:00-17:00; Fri 09:00-14:00."


def _days(text: str, whole: str) -> Iterator[int]:
    for part in re.split(r"\s*,\s*", text.strip(" ,").lower()):
        names = re.split(r"\s*-\s*", part)
        numbers = [DAYS.get(name) for name in names]
        if None in numbers or len(names) > 2:
            raise unreadable(whole, _EXPECTED, f"“{part}” is no day of the week; write Mon, Tue ... Sun.")
        first, last = numbers[0] or 0, numbers[-1] or 0
        for step in range((last - first) % 7 + 1):
            yield (first + step) % 7


def _hours(text: str, whole: str, expected: str) -> Hours:
    if text.strip().lower() == "off":
        return ()
    found = tuple(_interval(part, whole, expected) for part in text.strip(" ,").split(","))
    return tuple(sorted(found))


def _interval(text: str, whole: str, expected: str) -> tuple[int, int]:
    found = _INTERVAL.match(text.strip())
    if found is None:
        raise unreadable(whole, expected, f"“{text.strip()}” is no interval; write 09:00-17:00.")
    start, end = (int(found[at]) * 60 + int(found[at + 1] or "0") for at in (1, 3))
    if start >= _DAY or end > _DAY or int(found[2] or 0) > 59 or int(found[4] or 0) > 59:
        raise unreadable(whole, expected, f"“{text.strip()}” does not fit on a clock of 24 hours.")
    if start == end:
        raise unreadable(whole, expected, f"“{text.strip()}” is no time at all; a whole day is 00:00-24:00.")
    return (start, end if end > start else end + _DAY)


def _refuse_overlap(week: WorkWeek, text: str) -> None:
    spans = sorted((number * _DAY + start, number * _DAY + end) for number, start, end in _flat(week.days))
    following = [*spans[1:], *((start + _WEEK, end + _WEEK) for start, end in spans[:1])]
    for (_, end), (start, _) in zip(spans, following, strict=True):
        if start < end:
            day = DAY_NAMES[start // _DAY % 7]
            raise unreadable(text, _EXPECTED, f"On {day} at {_clock(start % _DAY)} two intervals overlap.")


def _flat(days: Iterable[Hours]) -> Iterator[tuple[int, int, int]]:
    for number, hours in enumerate(days):
        for start, end in hours:
            yield number, start, end


def _clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"


def format_hours(hours: Hours) -> str:
    if not hours:
        return "off"
    return ",".join(f"{_clock(start)}-{_clock(end if end <= _DAY else end - _DAY)}" for start, end in hours)


def format_week(week: WorkWeek) -> str:
    """Days of equal hours together, Monday first: ``Mon-Thu 09:00-17:00; Fri 09:00-14:00``."""
    if week == ROUND_THE_CLOCK:
        return "24x7"
    groups: dict[Hours, list[int]] = {}
    for number, hours in enumerate(week.days):
        if hours:
            groups.setdefault(hours, []).append(number)
    return "; ".join(f"{_runs(days)} {format_hours(hours)}" for hours, days in groups.items())


def _runs(days: list[int]) -> str:
    """Days as ranges; a range may wrap over the end of the week: ``Sun-Thu``."""
    if len(days) == 7:
        return "Mon-Sun"
    runs: list[list[int]] = []
    for day in days:
        if runs and day == runs[-1][-1] + 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    if len(runs) > 1 and runs[0][0] == 0 and runs[-1][-1] == 6:
        runs[0] = runs.pop() + runs[0]
    return ",".join(DAY_NAMES[run[0]] + (f"-{DAY_NAMES[run[-1]]}" if len(run) > 1 else "") for run in runs)


@lru_cache(CACHE)
def parse_hours(text: str) -> Hours:
    """Read the hours of one day; ``off`` is none. Raises :class:`TextError`."""
    hours = _hours(tidy(text, _EXPECTED_HOURS), text, _EXPECTED_HOURS)
    for (_, end), (start, _) in pairwise(hours):
        if start < end:
            raise unreadable(text, _EXPECTED_HOURS, f"At {_clock(start)} two intervals overlap.")
    return hours


def nominal_day(week: WorkWeek) -> int:
    """Minutes of what people call a day: the most common length of a working day, of equals the longer."""
    lengths = Counter(sum(end - start for start, end in hours) for hours in week.days if hours)
    return max(lengths, key=lambda length: (lengths[length], length))


def nominal_week(week: WorkWeek) -> int:
    """All working minutes of the week."""
    return sum(end - start for _, start, end in _flat(week.days))


WEEK: Form[WorkWeek] = Form("week", _EXPECTED, parse_week, format_week)
HOURS: Form[Hours] = Form("hours", _EXPECTED_HOURS, parse_hours, format_hours)
