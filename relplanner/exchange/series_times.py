"""The times of a table of samples as milliseconds since 1970, UTC: Unix times of any unit and ISO 8601.

Unix times are told apart by their size, which no time between 1973 and 5138 leaves in doubt. ISO times
without an offset are on the wall clock of a zone; one that comes twice is the first, as everywhere.
"""

from __future__ import annotations

import datetime as dt

import numpy as np

from relplanner.exchange.series_cells import Bytes, Ints, Mask, Table
from relplanner.patterns import late_pattern
from relplanner.schedule.zone import ZoneClock
from relplanner.values import value

SCALES = ("seconds", "milliseconds", "microseconds", "nanoseconds")
_EARLIEST_S = 1e8
_BOUNDS = np.array([1e11, 1e14, 1e17])
_TO_MS = np.array([1e3, 1.0, 1e-3, 1e-6])
_LATEST_S = 1e11
_QUARTER_MS = 15 * 60_000
"""No zone that is still in use changes its clocks at another place than a quarter of an hour."""
_LONGEST = 40
_FIRST_YEAR, _LAST_YEAR = 1970, 9998
_ISO = late_pattern(
    r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(?P<second>:\d\d)?(?P<fraction>[.,]\d{1,9})?"
    r"(?P<zone>[Zz]|[+-]\d\d:?(?:\d\d)?)?\Z"
)


@value
class Times:
    """``ms`` where not ``bad``. ``scale`` is the unit of a Unix time, -1 for a written date.

    ``early``: a number so small that, as Unix seconds, it lies before 1973.
    """

    ms: Ints
    bad: Mask
    early: Mask
    scale: Ints
    local: Mask
    ambiguous: Mask
    skipped: Mask


def times_of(table: Table, column: int, zone: ZoneClock) -> Times:
    """Read a column of times."""
    seconds, unix = table.decimals(column)
    count = len(seconds)
    scale = np.full(count, -1, np.int64)
    ms = np.zeros(count, np.int64)
    bad, wall = np.zeros(count, bool), np.zeros(count, bool)
    scale[unix] = np.searchsorted(_BOUNDS, np.abs(seconds[unix]), side="right")
    ms[unix] = np.round(seconds[unix] * _TO_MS[scale[unix]]).astype(np.int64)
    bad[unix] = seconds[unix] < 0
    early = unix & ~bad & (seconds < _EARLIEST_S)
    rest = np.flatnonzero(~unix)
    if len(rest):
        _written(table, column, rest, ms, bad, wall)
        _long_unix(table, column, rest[bad[rest]], ms, bad, scale)
    ambiguous, skipped = np.zeros(count, bool), np.zeros(count, bool)
    wall &= ~bad
    if wall.any():
        ms[wall], ambiguous[wall], skipped[wall] = _from_wall(ms[wall], zone)
    return Times(ms, bad, early, scale, wall, ambiguous, skipped)


def _written(table: Table, column: int, rows: Ints, ms: Ints, bad: Mask, wall: Mask) -> None:
    """ISO times: those of one length at once, after the pattern of the first of them."""
    starts = table.starts[rows, column]
    lengths = table.ends[rows, column] - starts
    bad[rows] = True
    for length in np.flatnonzero(np.bincount(np.minimum(lengths, _LONGEST))).tolist():
        group = np.flatnonzero(lengths == length)
        if not 16 <= length < _LONGEST:
            continue
        window = table.windows(starts[group], length)
        left = np.arange(len(group))
        for _ in range(3):  # two writings of one length, such as +01:00 beside -01:00, and broken ones
            if not len(left):
                break
            found, fitting, is_wall = _like_the_first(window[left])
            some = rows[group[left[fitting]]]
            ms[some], bad[some], wall[some] = found[fitting], False, is_wall
            left = left[~fitting]
            left = left[1:] if len(left) and not fitting.any() else left
    for row in rows[bad[rows]].tolist():
        one = _one(table.cell(row, column))
        if one is not None:
            ms[row], bad[row], wall[row] = one[0], False, one[1]


def _like_the_first(window: Bytes) -> tuple[Ints, Mask, bool]:
    """Milliseconds of the rows written as the first one is; which they are; whether on a wall clock."""
    first = window[0]
    found = _ISO.match(first.tobytes().decode("latin-1"))
    if found is None:
        return np.zeros(len(window), np.int64), np.zeros(len(window), bool), False
    digits = window - np.uint8(48)
    is_digit = (first >= 48) & (first <= 57)
    fitting = (digits[:, is_digit] < 10).all(axis=1) & (window[:, ~is_digit] == first[~is_digit]).all(axis=1)

    def number(begin: int, end: int) -> Ints:
        total = np.zeros(len(window), np.int64)
        for at in range(begin, end):
            total = total * 10 + digits[:, at]
        return total

    ms = _date(number(0, 4), number(5, 7), number(8, 10), fitting)
    ms += _time(number(11, 13), number(14, 16), number(17, 19) if found["second"] else None, fitting)
    if found["fraction"]:
        begin, end = found.span("fraction")
        ms += np.round(number(begin + 1, end) * 10.0 ** (4 - (end - begin))).astype(np.int64)
    offset = found["zone"]
    if offset and offset not in "Zz":
        begin, end = found.span("zone")
        more = number(end - 2, end) if end - begin > 3 else None
        shift = _time(number(begin + 1, begin + 3), more, None, fitting)
        ms += shift if offset[0] == "-" else -shift
    return ms, fitting, not offset


def _date(year: Ints, month: Ints, day: Ints, fitting: Mask) -> Ints:
    """Milliseconds of the day; days that no month has are taken out of ``fitting``."""
    fitting &= (year >= _FIRST_YEAR) & (year <= _LAST_YEAR) & (month >= 1) & (month <= 12)
    first, length = _months(year, np.clip(month, 1, 12))
    fitting &= (day >= 1) & (day <= length)
    return (first + day - 1) * 86_400_000


def _time(hour: Ints, minute: Ints | None, second: Ints | None, fitting: Mask) -> Ints:
    fitting &= hour < 24
    ms = hour * 3_600_000
    for part, size in ((minute, 60_000), (second, 1000)):
        if part is not None:
            fitting &= part < 60
            ms += part * size
    return ms


def _months(year: Ints, month: Ints) -> tuple[Ints, Ints]:
    """Days from 1970 to the first of each month, and the lengths of these months."""
    months = (year - 1970) * 12 + (month - 1)
    first = months.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
    following = (months + 1).astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
    return first, following - first


def _one(text: str) -> tuple[int, bool] | None:
    """A time as Python reads ISO 8601 (weeks, days of the year, no separators); milliseconds, wall clock."""
    if text[:1].isdigit() and text.isdigit():  # 20261101 could be a count of something
        return None
    try:
        found = dt.datetime.fromisoformat(text.replace(" Z", "Z").replace(" +", "+").replace(" UTC", "Z"))
        wall = found.tzinfo is None
        if not _FIRST_YEAR <= found.year <= _LAST_YEAR:
            return None
        found = found.replace(tzinfo=dt.UTC) if wall else found
        since = found - dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
    except (ValueError, OverflowError):
        return None
    return round(since / dt.timedelta(milliseconds=1)), wall


def _long_unix(table: Table, column: int, rows: Ints, ms: Ints, bad: Mask, scale: Ints) -> None:
    """Unix times of more digits than a double holds, such as nanoseconds; or written 1.79e9."""
    for row in rows.tolist():
        text = table.cell(row, column)
        try:
            number = float(text) if text.isascii() and "_" not in text else 0.0
        except ValueError:
            continue
        kind = int(np.searchsorted(_BOUNDS, abs(number), side="right"))
        if number * _TO_MS[kind] >= _EARLIEST_S * 1000 and number * _TO_MS[kind] < _LATEST_S * 1000:
            ms[row], bad[row], scale[row] = round(number * float(_TO_MS[kind])), False, kind


def _from_wall(ms: Ints, zone: ZoneClock) -> tuple[Ints, Mask, Mask]:
    quarters, which = np.unique(ms // _QUARTER_MS, return_inverse=True)
    shifts = np.zeros(len(quarters), np.int64)
    twice, never = np.zeros(len(quarters), bool), np.zeros(len(quarters), bool)
    for at, quarter in enumerate(quarters.tolist()):
        minute = quarter * 15
        utc, oddity = zone.to_utc_with_oddity(minute)
        shifts[at] = (utc - minute) * 60_000
        twice[at], never[at] = oddity == "ambiguous", oddity == "missing"
    return ms + shifts[which], twice[which], never[which]
