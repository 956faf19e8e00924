"""Between the wall clock of a time zone and UTC, in whole minutes.

Both sides count minutes since 1970-01-01 00:00: of UTC, or as the wall clock shows them ("wall minutes"). The
rule for odd hours is that of RFC 5545, 3.3.5: a wall-clock time that comes twice is the first; one that does
not exist is read with the offset before the gap, which moves it forward.
"""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import Literal
from zoneinfo import ZoneInfo

DAY = 1440
Oddity = Literal["", "ambiguous", "missing"]

_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_EPOCH_DAY = dt.date(1970, 1, 1).toordinal()
_BLOCK = 19  # a block is 2**19 minutes, 364 days
_STEP = 7 * DAY  # closer than any two changes of a real zone
_FIRST = -70 * 366 * DAY
_LAST = 1200 * 366 * DAY
_EARLIEST = (2 - _EPOCH_DAY) * DAY
_LATEST = (dt.date.max.toordinal() - 1 - _EPOCH_DAY) * DAY


def within_calendars(utc: int) -> int:
    """The instant itself, or the nearest for which calendars have a date in every zone."""
    return max(_EARLIEST, min(_LATEST, int(utc)))


class ZoneClock:
    """The offsets of one zone, looked up once a year and kept."""

    def __init__(self, zone: ZoneInfo) -> None:
        self.zone = zone
        self._blocks: dict[int, tuple[int, list[tuple[int, int]]]] = {}

    def offset(self, utc: int) -> int:
        """Minutes east of UTC at an instant."""
        known = self._blocks.get(utc >> _BLOCK)
        if known is None:
            known = self._block(utc >> _BLOCK)
        offset, changes = known
        for at, after in changes:
            if utc >= at:
                offset = after
        return offset

    def to_wall(self, utc: int) -> int:
        return utc + self.offset(utc)

    def to_utc(self, wall: int) -> int:
        return self.to_utc_with_oddity(wall)[0]

    def to_utc_with_oddity(self, wall: int) -> tuple[int, Oddity]:
        before, after = self.offset(wall - DAY), self.offset(wall + DAY)
        early = wall - before
        if before == after:
            return early, ""
        late = wall - after
        early_holds, late_holds = self.offset(early) == before, self.offset(late) == after
        if early_holds and late_holds:
            return min(early, late), "ambiguous"
        if early_holds or not late_holds:
            return early, "" if early_holds else "missing"
        return late, ""

    def local(self, utc: int) -> dt.datetime:
        """The instant as an aware date-time in the zone; beyond all calendars the nearest there is."""
        return (_EPOCH + dt.timedelta(minutes=within_calendars(utc))).astimezone(self.zone)

    def _block(self, number: int) -> tuple[int, list[tuple[int, int]]]:
        first, end = number << _BLOCK, (number + 1) << _BLOCK
        start = offset = self._ask(first)
        changes: list[tuple[int, int]] = []
        at = first
        while at < end:
            following = min(at + _STEP, end)
            found = self._ask(following)
            if found != offset:
                low, high = at, following
                while high - low > 1:
                    middle = (low + high) // 2
                    if self._ask(middle) == offset:
                        low = middle
                    else:
                        high = middle
                changes.append((high, found))
                offset = found
            at = following
        self._blocks[number] = start, changes
        return start, changes

    def _ask(self, utc: int) -> int:
        instant = _EPOCH + dt.timedelta(minutes=max(_FIRST, min(_LAST, utc)))
        offset = instant.astimezone(self.zone).utcoffset()
        return 0 if offset is None else round(offset.total_seconds() / 60)


@lru_cache(16)
def clock_of(key: str) -> ZoneClock:
    """The clock of an IANA zone. Raises :class:`KeyError` for one that is not known."""
    try:
        return ZoneClock(ZoneInfo(key))
    except (KeyError, ValueError, OSError) as error:  # zoneinfo raises any of them, also for a path-like key
        raise KeyError(key) from error


def day_number(day: dt.date) -> int:
    """Days since 1970-01-01."""
    return day.toordinal() - _EPOCH_DAY


def date_of(number: int) -> dt.date:
    return dt.date.fromordinal(max(1, min(dt.date.max.toordinal(), number + _EPOCH_DAY)))


def minute_of(instant: dt.datetime) -> int:
    """UTC minutes of an aware date-time, seconds dropped."""
    return int((instant - _EPOCH).total_seconds() // 60)
