"""When a recurring meeting happens: the dots of its row."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from relplanner.plan.forms.recurrence import Recurrence
from relplanner.schedule import Schedule
from relplanner.ui.common.local_time import to_minute
from relplanner.ui.common.time_ticks import DAY

MOST = 2000
_MONTHS_IN_YEAR = 12


def occurrences(repeat: Recurrence, start: int, finish: int, schedule: Schedule) -> list[int]:
    """The starts from the first, in UTC minutes; wall-clock times stay across daylight saving.

    A rule of RFC 5545 that words do not cover is drawn as its first date alone.
    """
    until = schedule.resolve(repeat.until, finish=True) if repeat.until is not None else None
    last = until if until is not None else max(finish, start)
    if repeat.rule:
        return [start]
    first = schedule.local(start)
    found: list[int] = []
    for moment in _walk(repeat, first, schedule):
        minute = to_minute(moment)
        if repeat.count is None and minute > last:
            break
        found.append(minute)
        if len(found) >= min(MOST, repeat.count or MOST):
            break
    return found


def _walk(repeat: Recurrence, first: dt.datetime, schedule: Schedule) -> Iterator[dt.datetime]:
    step = max(1, repeat.every)
    if repeat.unit == "hour":
        for count in range(MOST):
            yield (first.astimezone(dt.UTC) + dt.timedelta(hours=count * step)).astimezone(first.tzinfo)
    elif repeat.unit == "month":
        for count in range(MOST):
            yield _months_later(first, count * step)
    elif repeat.unit == "week" and repeat.weekdays:
        monday = first - dt.timedelta(days=first.weekday())
        for week in range(0, MOST, step):
            for day in repeat.weekdays:
                moment = monday + dt.timedelta(days=7 * week + day)
                if moment >= first:
                    yield moment
    elif repeat.unit == "workday":
        yield from _workdays(first, step, schedule)
    else:
        days = step * (7 if repeat.unit == "week" else 1)
        for count in range(MOST):
            yield first + dt.timedelta(days=count * days)


def _workdays(first: dt.datetime, step: int, schedule: Schedule) -> Iterator[dt.datetime]:
    axis = schedule.axis(schedule.plan.release.calendar or "office")
    met = 0
    for count in range(MOST):
        moment = first + dt.timedelta(days=count)
        midnight = to_minute(moment.replace(hour=0, minute=0))
        if axis.work_between(midnight, midnight + int(DAY)) > 0:
            if met % step == 0:
                yield moment
            met += 1


def _months_later(first: dt.datetime, months: int) -> dt.datetime:
    number = first.year * _MONTHS_IN_YEAR + first.month - 1 + months
    year, month = number // _MONTHS_IN_YEAR, number % _MONTHS_IN_YEAR + 1
    after = dt.date(year + month // _MONTHS_IN_YEAR, month % _MONTHS_IN_YEAR + 1, 1)
    return first.replace(year=year, month=month, day=min(first.day, (after - dt.timedelta(days=1)).day))
