"""Moments: wall-clock instants, offsets from T0 and from anchors, spans of them; dates and time stamps."""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache
from typing import TypeAlias

from relplanner.patterns import late_pattern
from relplanner.plan.forms.base import Form, unreadable
from relplanner.plan.forms.duration import UNITS
from relplanner.plan.forms.reading import (
    CACHE,
    NUMBER_PATTERN,
    PLACE_PATTERN,
    amount_of,
    number_text,
    pattern,
    tidy,
)
from relplanner.values import value

_EXPECTED = "a moment such as 2027-03-10T09:00, T-14d or code-freeze+2d"
_EXPECTED_SPAN = "a span such as T6mo..T8mo, T18mo.. or ongoing"
_EXPECTED_DATE = "a date such as 2027-03-10"
_EXPECTED_STAMP = "a time stamp such as 2027-03-10T09:00:30Z"
_YEARS = range(1900, 3000)

OFFSET_UNITS = {
    **UNITS,
    **dict.fromkeys(("wd", "wds", "workday", "workdays", "working day", "working days"), "wd"),
    # Hours and minutes of an offset are elapsed ones anyway.
    "eh": "h",
    "em": "m",
}
"""Every accepted word of an offset's unit, with the unit it stands for."""
_WHOLE = {"mo": "months", "wd": "working days"}

_WALL = pattern(
    r"([0-9]{4})-([0-9]{2})-([0-9]{2})"
    r"(?:(?:T|\s+)([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}(?:\.[0-9]+)?))?\s*(Z|[+-][0-9]{2}(?::?[0-9]{2})?)?)?"
)
_DATE_LIKE = pattern(r"[0-9]{5,}|[0-9]{1,4}[-./][0-9]{1,4}(?:[-./][0-9]{1,4})?\.?(?:[T ][0-9].*)?")
_T = pattern(rf"T\s*(?:[+-]?\s*0|([+-]?)\s*({NUMBER_PATTERN})\s*([a-z]+(?:\s+days?)?))?")
_NO_UNIT = pattern(rf"T\s*[+-]?\s*{NUMBER_PATTERN}")
_ANCHORED = pattern(rf"({PLACE_PATTERN})\s*([+-])\s*({NUMBER_PATTERN})\s*([a-z]+(?:\s+days?)?)")
_BARE = pattern(PLACE_PATTERN)
_LETTER = late_pattern("[A-Za-z]")
_SIZE_LIKE = pattern(rf"{NUMBER_PATTERN}(?:\s*e?(?:{'|'.join(OFFSET_UNITS)}))?")


@value
class Wall:
    """What a clock on the wall shows.

    ``minute`` counts after midnight (None: the whole day); ``offset`` is in minutes east of UTC
    (None: the plan's zone).
    """

    day: dt.date
    minute: int | None = None
    offset: int | None = None


@value
class Offset:
    """``amount`` of ``unit`` (m h d w mo wd) from an anchor; the anchor ``T`` is T0, any other is an id."""

    anchor: str
    amount: float = 0.0
    unit: str = "d"


Moment: TypeAlias = Wall | Offset
T0 = Offset("T", 0.0, "d")


@value
class Span:
    """From ``start`` to ``finish``; without a finish it is open-ended, without either ongoing."""

    start: Moment | None
    finish: Moment | None


def _wall(found: re.Match[str], text: str, expected: str) -> Wall:
    year, month, day, hour, minute, second, zone = found.groups()
    date = _date(year, month, day, text, expected)
    if hour is None:
        return Wall(date)
    if int(hour) > 23 or int(minute) > 59:
        raise unreadable(text, expected, f"There is no {hour}:{minute} on a clock of 24 hours.")
    if second is not None and float(second) != 0:
        raise unreadable(text, expected, f"Plans are kept to the minute; write {hour}:{minute}.")
    return Wall(date, int(hour) * 60 + int(minute), _zone(zone, text, expected) if zone else None)


def _date(year: str, month: str, day: str, text: str, expected: str) -> dt.date:
    try:
        date = dt.date(int(year), int(month), int(day))
    except ValueError:
        raise unreadable(text, expected, f"The calendar has no {year}-{month}-{day}.") from None
    if date.year not in _YEARS:
        raise unreadable(text, expected, f"Years run from {_YEARS[0]} to {_YEARS[-1]}.")
    return date


def _zone(zone: str, text: str, expected: str) -> int:
    if zone in ("Z", "z"):
        return 0
    digits = zone[1:].replace(":", "")
    hours, minutes = int(digits[:2]), int(digits[2:] or "0")
    if hours > 23 or minutes > 59:
        raise unreadable(text, expected, f"No zone is {zone} from UTC.")
    return (-1 if zone[0] == "-" else 1) * (hours * 60 + minutes)


def _zone_text(offset: int) -> str:
    if offset == 0:
        return "Z"
    return f"{'-' if offset < 0 else '+'}{abs(offset) // 60:02d}:{abs(offset) % 60:02d}"


def _offset(anchor: str, sign: str | None, digits: str, word: str, text: str) -> Offset:
    unit = OFFSET_UNITS.get(word.lower())
    if unit is None or word == "M":
        raise unreadable(text, _EXPECTED, _unit_hint(digits, word))
    amount = amount_of(digits, text, _EXPECTED)
    if unit in _WHOLE and amount != int(amount):
        raise unreadable(text, _EXPECTED, f"Only whole {_WHOLE[unit]} can be counted.")
    return Offset(anchor, -amount + 0.0 if sign == "-" else amount, unit)


def _unit_hint(digits: str, word: str) -> str:
    if word == "M":
        return f"Write {digits}m for minutes or {digits}mo for months."
    if word.lower() in ("ed", "ew", "emo"):
        return "Write hours where the clock never stops: T+48h; d, w and mo keep the time of day."
    return "The units are m, h, d, w, mo, and wd for working days."


@lru_cache(CACHE)
def parse_moment(text: str) -> Moment:
    """Read a wall-clock moment or an offset from T0 or an anchor. Raises :class:`TextError`."""
    plain = tidy(text, _EXPECTED)
    found = _WALL.match(plain)
    if found:
        return _wall(found, text, _EXPECTED)
    found = _T.match(plain)
    if found:
        sign, digits, unit = found.groups()
        return _offset("T", sign, digits, unit, text) if digits else T0
    if _DATE_LIKE.match(plain) or _SIZE_LIKE.match(plain) or _NO_UNIT.match(plain):
        raise unreadable(text, _EXPECTED, _hint(plain))
    found, is_id = _ANCHORED.match(plain), _BARE.match(plain) and _LETTER.search(plain)
    # "review-2d" is two days before a review, "review-2x" is an id; "+" and blanks stand in no id.
    if found and _LETTER.search(found[1]) and (found[4].lower() in OFFSET_UNITS or not is_id):
        return _offset(found[1].lower(), found[2], found[3], found[4], text)
    if is_id:
        return Offset(plain.lower())
    raise unreadable(text, _EXPECTED, _hint(plain))


def _hint(plain: str) -> str:
    if _DATE_LIKE.match(plain):
        return "Write year-month-day and hour:minute: 2027-03-10T09:00."
    if _NO_UNIT.match(plain):
        return f"Write the unit too: {plain}d for days, {plain}h for hours."
    if _SIZE_LIKE.match(plain.lstrip("+-")):
        sign = plain[:1] if plain[:1] in "+-" else "+"
        size = plain.lstrip("+-")
        return f"Say from when: T{sign}{size if _LETTER.search(size) else size + 'd'} counts from T0."
    return (
        "What hangs on an activity or an anchor names it by its id: code-freeze+2d." if " " in plain else ""
    )


def format_moment(moment: Moment) -> str:
    if isinstance(moment, Wall):
        text = moment.day.isoformat()
        if moment.minute is not None:
            text += f"T{moment.minute // 60:02d}:{moment.minute % 60:02d}"
        return text if moment.offset is None else text + _zone_text(moment.offset)
    if moment.amount == 0 and moment.unit == "d":
        if moment.anchor == "T":
            return "T0"
        return f"{moment.anchor}+0d" if reads_as_offset(moment.anchor) else moment.anchor
    return f"{moment.anchor}{'-' if moment.amount < 0 else '+'}{number_text(abs(moment.amount))}{moment.unit}"


def reads_as_offset(name: str) -> bool:
    """Whether an id ends like an offset (``review-2d``), so that alone it would be read as one."""
    found = _ANCHORED.match(name)
    return bool(found and _LETTER.search(found[1]) and found[4].lower() in OFFSET_UNITS)


def reserved(name: str) -> bool:
    """Whether an id means something else as a moment, as ``t0``, ``t6mo``, ``30d`` and ``ongoing`` do."""
    if name == "ongoing" or not _LETTER.search(name):
        return True
    return any(form.match(name) for form in (_T, _NO_UNIT, _DATE_LIKE, _SIZE_LIKE))


def hides_t0(name: str) -> bool:
    """Whether a date that names this id is read as an offset from T0, or as ongoing, without a word."""
    return name[:1] in ("t", "o") and (name == "ongoing" or _T.match(name) is not None)


_SHARED_UNIT = pattern(
    rf"(T\s*[+-]?{NUMBER_PATTERN})\s*(?:-|to|\.\.)\s*(T\s*[+-]?{NUMBER_PATTERN})\s*([a-z]+)"
)
_OPEN = pattern(rf"(T\s*{NUMBER_PATTERN})\s*\+\s*([a-z]+)")
_ZERO = pattern(r"T\s*[+-]?\s*0+")


@lru_cache(CACHE)
def parse_span(text: str) -> Span:
    """Read two moments, an open end or one moment; also ``T6-T8 Months`` and ``T18+ Months``.

    Raises :class:`TextError`.
    """
    plain = tidy(text, _EXPECTED_SPAN).replace("\u2026", "..")
    if plain.lower() == "ongoing":
        return Span(None, None)
    found = _SHARED_UNIT.match(plain)
    if found:
        plain = f"{found[1]}{'' if _ZERO.match(found[1]) else found[3]}..{found[2]}{found[3]}"
    elif found := _OPEN.match(plain):
        plain = f"{found[1]}{found[2]}.."
    first, dots, last = plain.partition("..") if ".." in plain else _by_word(plain)
    if not dots:
        moment = parse_moment(first)
        return Span(moment, moment)
    if not first.strip() and not last.strip():
        raise unreadable(text, _EXPECTED_SPAN, "Write ongoing when there is neither a start nor an end.")
    start = parse_moment(first) if first.strip() else None
    return Span(start, parse_moment(last) if last.strip() else None)


def _by_word(plain: str) -> tuple[str, str, str]:
    parts = re.split(r"\s+(?:to|until|-)\s+", plain, maxsplit=1, flags=re.IGNORECASE)
    return (parts[0], "..", parts[1]) if len(parts) == 2 else (plain, "", "")


def format_span(span: Span) -> str:
    if span.start is None and span.finish is None:
        return "ongoing"
    if span.start == span.finish and span.start is not None:
        return format_moment(span.start)
    start, finish = (format_moment(end) if end else "" for end in (span.start, span.finish))
    return f"{start}..{finish}"


@lru_cache(CACHE)
def parse_date(text: str) -> dt.date:
    """Read a day of the calendar. Raises :class:`TextError`."""
    plain = tidy(text, _EXPECTED_DATE)
    found = _WALL.match(plain)
    if found is None or found[4] is not None:
        raise unreadable(text, _EXPECTED_DATE, "Write year-month-day, with no time.")
    return _date(found[1], found[2], found[3], text, _EXPECTED_DATE)


def format_date(day: dt.date) -> str:
    return day.isoformat()


@lru_cache(CACHE)
def parse_timestamp(text: str) -> dt.datetime:
    """Read an instant with its offset from UTC; seconds may be given. Raises :class:`TextError`."""
    found = _WALL.match(tidy(text, _EXPECTED_STAMP))
    if found is None or found[4] is None:
        raise unreadable(text, _EXPECTED_STAMP)
    year, month, day, hour, minute, second, zone = found.groups()
    if zone is None:
        raise unreadable(
            text, _EXPECTED_STAMP, "Say the zone: end it with Z for UTC or with +01:00 and the like."
        )
    date = _date(year, month, day, text, _EXPECTED_STAMP)
    seconds, _, fraction = (second or "0").partition(".")
    micro = int((fraction + "000000")[:6])
    try:
        clock = dt.time(int(hour), int(minute), int(seconds), micro)
    except ValueError:
        hint = f"There is no {hour}:{minute}:{second or '00'} on a clock."
        raise unreadable(text, _EXPECTED_STAMP, hint) from None
    offset = dt.timedelta(minutes=_zone(zone, text, _EXPECTED_STAMP))
    return dt.datetime.combine(date, clock, dt.timezone(offset) if offset else dt.UTC)


def format_timestamp(instant: dt.datetime) -> str:
    """ISO 8601 with the value's own offset, ``Z`` for UTC. Raises :class:`ValueError` for a naive value."""
    if instant.utcoffset() is None:
        raise ValueError("a time stamp needs its offset from UTC")
    text = instant.isoformat()
    return text.removesuffix("+00:00") + "Z" if text.endswith("+00:00") else text


MOMENT: Form[Moment] = Form("moment", _EXPECTED, parse_moment, format_moment)
SPAN: Form[Span] = Form("span", _EXPECTED_SPAN, parse_span, format_span)
DATE: Form[dt.date] = Form(
    "date", _EXPECTED_DATE, parse_date, format_date, {"type": "string", "format": "date"}
)
TIMESTAMP: Form[dt.datetime] = Form(
    "time stamp",
    _EXPECTED_STAMP,
    parse_timestamp,
    format_timestamp,
    {"type": "string", "format": "date-time"},
)
