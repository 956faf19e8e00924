"""Time without work by the name that people give it: the weekend, a holiday, an exception, a night."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from relplanner.plan.nouns.timeline import Calendar
from relplanner.schedule.axis import Axis
from relplanner.schedule.calendars import OFFICE_WEEK
from relplanner.schedule.explain.values import Gap
from relplanner.schedule.public_holidays import named_days_off
from relplanner.schedule.setting import FreezeWindow, Setting
from relplanner.schedule.zone import DAY, date_of, day_number

MOST_DAYS = 800
"""Longer stretches are told as one: nobody reads a list of years of weekends."""


def gaps_between(setting: Setting, calendar: str, axis: Axis, first: int, last: int) -> tuple[Gap, ...]:
    """The minutes without work between two instants, by what they are; they add up to all of them."""
    written = setting.plan.entry("calendars", calendar)
    found: dict[tuple[str, str], int] = {}
    for begin, end in _without_work(axis, first, last):
        if end - begin > MOST_DAYS * DAY:
            _add(found, ("day-off", ""), end - begin)
            continue
        for key, minutes in _gathered(list(_days(setting, written, begin, end))):
            _add(found, key, minutes)
    return tuple(Gap(kind, name, minutes) for (kind, name), minutes in found.items())


def freeze_gaps(
    setting: Setting, calendar: str, axis: Axis, freezes: Sequence[FreezeWindow], first: int, last: int
) -> tuple[Gap, ...]:
    """From where a deployment could start to where the freezes let it: up to the end of each freeze it is
    the freeze's, after the last one the calendar's."""
    found: list[Gap] = []
    for freeze in sorted(freezes, key=lambda one: one.finish):
        end = min(freeze.finish, last)
        if end > first:
            found.append(Gap("freeze", freeze.name, end - first))
            first = end
    return (*found, *gaps_between(setting, calendar, axis, first, last))


def _add(found: dict[tuple[str, str], int], key: tuple[str, str], minutes: int) -> None:
    found[key] = found.get(key, 0) + minutes


def _without_work(axis: Axis, first: int, last: int) -> Iterator[tuple[int, int]]:
    at = first
    for begin, end in axis.spans(first, last):
        if begin > at:
            yield at, begin
        at = end
    if at < last:
        yield at, last


def _days(
    setting: Setting, calendar: Calendar | None, first: int, last: int
) -> Iterator[tuple[tuple[str, str], int]]:
    """A stretch cut at its midnights, each piece with what kind of day it is on."""
    clock = setting.clock
    at = first
    one_day = clock.to_wall(first) // DAY == clock.to_wall(last - 1) // DAY
    while at < last:
        day = clock.to_wall(at) // DAY
        end = max(at + 1, min(last, clock.to_utc((day + 1) * DAY)))
        key = _kind(calendar, day)
        yield ("break", "") if key[0] == "night" and one_day and last - first <= 240 else key, end - at
        at = end


def _kind(calendar: Calendar | None, day: int) -> tuple[str, str]:
    week = calendar.week if calendar is not None and calendar.week is not None else OFFICE_WEEK
    if calendar is not None:
        for exception in reversed(calendar.exceptions):
            to = exception.to if exception.to is not None else exception.from_
            if day_number(exception.from_) <= day <= day_number(to):
                return ("exception", exception.name or "") if not exception.hours else ("night", "")
    weekday = (day + 3) % 7  # 1970-01-01 was a Thursday
    if not week.days[weekday]:
        return ("weekend" if weekday >= 5 else "day-off"), ""
    if calendar is not None:
        for code in calendar.holidays:
            name = named_days_off(code, date_of(day).year).get(day)
            if name is not None:
                return "holiday", name
    return "night", ""


def _gathered(pieces: list[tuple[tuple[str, str], int]]) -> Iterator[tuple[tuple[str, str], int]]:
    """The evening before a weekend and the morning after it are the weekend's, as people say it."""
    whole = [key for key, _ in pieces if key[0] != "night"]
    held = whole[0] if whole else ("night", "")
    for key, minutes in pieces:
        held = key if key[0] != "night" else held
        yield held, minutes
