"""Minutes since 1970 as texts in the plan's zone, fast enough for tens of thousands of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping

from relplanner.schedule import NEVER, Schedule
from relplanner.schedule.zone import within_calendars

_DAY = 1440
_EPOCH = dt.date(1970, 1, 1).toordinal()
_TIMES = tuple(f"{minute // 60:02d}:{minute % 60:02d}" for minute in range(_DAY))


class _Said(dict[int, str]):
    """Texts by minute, each made when it is first asked for."""

    def __init__(self, say: Callable[[int], str]) -> None:
        super().__init__()
        self._say = say

    def __missing__(self, minute: int) -> str:
        text = self[minute] = self._say(minute)
        return text


class Clock:
    """Says instants of one schedule. The zone is asked once a day, unless it changes on that day."""

    def __init__(self, schedule: Schedule) -> None:
        self._local = schedule.local
        self._shifts: dict[int, int] = {}
        self._dates: dict[int, str] = {}
        self.short: Mapping[int, str] = _Said(self._short)
        """``2027-03-10 09:00`` by minute, the zone being said elsewhere; ``no date`` for none."""

    def iso(self, minute: int | None) -> str | None:
        """ISO 8601 with offset; ``None`` for no date."""
        if minute is None or minute == NEVER:
            return None
        local, shift = self._on_the_wall(minute)
        sign = "-" if shift < 0 else "+"
        return f"{self._date(local // _DAY)}T{_TIMES[local % _DAY]}{sign}{_TIMES[abs(shift)]}"

    def _short(self, minute: int) -> str:
        if minute == NEVER:
            return "no date"
        local, _ = self._on_the_wall(minute)
        return f"{self._date(local // _DAY)} {_TIMES[local % _DAY]}"

    def _on_the_wall(self, minute: int) -> tuple[int, int]:
        """The minute that a clock on the wall shows, and how far that is east of UTC."""
        minute = within_calendars(minute)
        day = minute // _DAY
        shift = self._at_edge(day)
        if shift != self._at_edge(day + 1):
            shift = self._shift(minute)
        return minute + shift, shift

    def _at_edge(self, day: int) -> int:
        """The shift at the first minute of a day, UTC's days."""
        shift = self._shifts.get(day)
        if shift is None:
            shift = self._shifts[day] = self._shift(day * _DAY)
        return shift

    def _shift(self, minute: int) -> int:
        offset = self._local(minute).utcoffset()
        return round(offset.total_seconds() / 60) if offset is not None else 0

    def _date(self, day: int) -> str:
        text = self._dates.get(day)
        if text is None:
            text = self._dates[day] = dt.date.fromordinal(_EPOCH + day).isoformat()
        return text
