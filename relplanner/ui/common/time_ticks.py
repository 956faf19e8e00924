"""The marks of the time header: whole hours, days, weeks, months or years of the plan's zone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from functools import lru_cache
from zoneinfo import ZoneInfo

from relplanner.ui.common.local_time import LAST_YEAR, Names, to_local, to_minute
from relplanner.ui.common.time_scale import Scale
from relplanner.values import value

HOUR, DAY = 60.0, 1440.0


@value
class Unit:
    """A grid of instants: ``count`` of ``name``, about ``minutes`` apart, worth drawing from ``room``
    pixels on.
    """

    name: str
    count: int
    minutes: float
    room: float


@value
class Tick:
    """One mark: its instant (UTC minutes), and whether a larger unit begins there.

    ``label`` is what stands at it, ``whole`` what it says where nothing before it told the larger unit,
    ``short`` where there is no room.
    """

    minute: int
    label: str
    strong: bool
    whole: str
    short: str


UNITS = (
    Unit("minute", 15, 15, 70),
    Unit("hour", 1, HOUR, 58),
    Unit("hour", 3, 3 * HOUR, 58),
    Unit("hour", 6, 6 * HOUR, 58),
    Unit("hour", 12, 12 * HOUR, 74),
    Unit("day", 1, DAY, 64),
    Unit("day", 2, 2 * DAY, 84),
    Unit("week", 1, 7 * DAY, 58),
    Unit("week", 2, 14 * DAY, 58),
    Unit("month", 1, 30.4 * DAY, 58),
    Unit("month", 3, 91.3 * DAY, 58),
    Unit("month", 6, 182.6 * DAY, 58),
    Unit("year", 1, 365.2 * DAY, 50),
    Unit("year", 5, 1826 * DAY, 50),
    Unit("year", 10, 3652 * DAY, 50),
    Unit("year", 20, 7305 * DAY, 50),
    Unit("year", 50, 18262 * DAY, 0),
)


def unit_for(scale: Scale) -> Unit:
    """The finest grid whose labels have room."""
    for unit in UNITS:
        if scale.width_of(unit.minutes) >= unit.room:
            return unit
    return UNITS[-1]


def ticks(scale: Scale, width: float, zone: ZoneInfo, names: Names | None = None) -> list[Tick]:
    """Every mark that stands in ``width`` pixels, and the one before, whose label may still reach in."""
    unit = unit_for(scale)
    until = to_local(scale.minute_at(width), zone)
    label = _LABELS[unit.name]
    words = names or Names()
    found: list[Tick] = []
    for moment in _walk(unit, to_local(scale.origin, zone), until):
        strong = _begins_larger(unit, moment)
        whole, plain = label(unit, moment, words, True), label(unit, moment, words, False)
        found.append(
            Tick(to_minute(moment), whole if strong else plain, strong, whole, _short(unit, moment, words))
        )
    return found


def _walk(unit: Unit, first: dt.datetime, until: dt.datetime) -> Iterator[dt.datetime]:
    moment = _floor(unit, first)
    while moment <= until and moment.year < LAST_YEAR:
        yield moment
        moment = _next(unit, moment)


def _floor(unit: Unit, moment: dt.datetime) -> dt.datetime:
    midnight = moment.replace(hour=0, minute=0, second=0, microsecond=0, fold=0)
    if unit.name == "minute":
        return moment.replace(minute=moment.minute // unit.count * unit.count, second=0, microsecond=0)
    if unit.name == "hour":
        return midnight.replace(hour=moment.hour // unit.count * unit.count)
    if unit.name == "day":
        return midnight - dt.timedelta(days=midnight.toordinal() % unit.count)
    if unit.name == "week":
        monday = midnight - dt.timedelta(days=midnight.weekday())
        return monday - dt.timedelta(weeks=(monday.toordinal() // 7) % unit.count)
    if unit.name == "month":
        return midnight.replace(day=1, month=(moment.month - 1) // unit.count * unit.count + 1)
    return midnight.replace(day=1, month=1, year=max(1, moment.year // unit.count * unit.count))


def _next(unit: Unit, moment: dt.datetime) -> dt.datetime:
    if unit.name in ("minute", "hour"):
        # Elapsed steps, so that the hour skipped or repeated by daylight saving is skipped or repeated
        # here too.
        step = dt.timedelta(minutes=unit.minutes)
        found = (moment.astimezone(dt.UTC) + step).astimezone(moment.tzinfo)
        if unit.name == "hour" and unit.count > 1 and found.hour % unit.count:
            found = _floor(unit, found + dt.timedelta(hours=1)).replace(fold=0)
        return found
    if unit.name in ("day", "week"):
        return moment + dt.timedelta(days=unit.count * (7 if unit.name == "week" else 1))
    if unit.name == "month":
        months = moment.year * 12 + moment.month - 1 + unit.count
        return moment.replace(year=months // 12, month=months % 12 + 1)
    return moment.replace(year=moment.year + unit.count)


def _begins_larger(unit: Unit, moment: dt.datetime) -> bool:
    if unit.name in ("minute", "hour"):
        return moment.hour == 0 and moment.minute == 0
    if unit.name == "day":
        return moment.day <= unit.count
    if unit.name == "week":
        return moment.timetuple().tm_yday <= 7 * unit.count
    return moment.month == 1 and unit.name == "month"


def _short(unit: Unit, moment: dt.datetime, names: Names) -> str:
    """The least that still tells one mark from the next."""
    if unit.name == "day":
        return f"{names.days[moment.weekday()]} {moment.day}"
    return _LABELS[unit.name](unit, moment, names, False)


def _clock(unit: Unit, moment: dt.datetime, names: Names, strong: bool) -> str:
    if strong:
        return f"{names.days[moment.weekday()]} {moment.day} {names.months[moment.month - 1]}"
    return names.clock(moment.hour, moment.minute)


def _day(unit: Unit, moment: dt.datetime, names: Names, strong: bool) -> str:
    return f"{names.days[moment.weekday()]} {moment.day} {names.months[moment.month - 1]}"


def _week(unit: Unit, moment: dt.datetime, names: Names, strong: bool) -> str:
    year = f" {moment.year}" if strong else ""
    return f"{moment.day} {names.months[moment.month - 1]}{year}"


def _month(unit: Unit, moment: dt.datetime, names: Names, strong: bool) -> str:
    return f"{names.months[moment.month - 1]} {moment.year}" if strong else names.months[moment.month - 1]


def _year(unit: Unit, moment: dt.datetime, names: Names, strong: bool) -> str:
    return str(moment.year)


_LABELS: dict[str, Callable[[Unit, dt.datetime, Names, bool], str]] = {
    "minute": _clock,
    "hour": _clock,
    "day": _day,
    "week": _week,
    "month": _month,
    "year": _year,
}


@lru_cache(4096)
def offset_label(minutes: int, unit: str) -> str:
    """Distance from T0 as people say it: ``T−23d``, ``T+5h``, ``T0``; in the unit the header counts in."""
    if minutes == 0:
        return "T0"
    sign, size = ("−" if minutes < 0 else "+"), abs(minutes)
    if unit in ("minute", "hour") and size < 3 * DAY:
        hours, rest = divmod(size, 60)
        return f"T{sign}{hours}h{rest:02d}" if rest else f"T{sign}{hours}h"
    if unit in ("month", "year") and size > 120 * DAY:
        return f"T{sign}{round(size / (30.44 * DAY))}mo"
    return f"T{sign}{round(size / DAY)}d"
