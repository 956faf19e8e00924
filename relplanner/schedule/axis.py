"""Working time as a number line: instants are UTC minutes, *positions* count working minutes along one
calendar.

A position between two working minutes is one number but may be two instants: the end of Friday and the start
of Monday. :meth:`WorkAxis.start_at` gives the later of them (where work starts), :meth:`WorkAxis.finish_at`
the earlier (where it ended). Positions do not change when the axis grows to cover more years.
"""

from __future__ import annotations

import threading
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from relplanner.schedule.zone import DAY, ZoneClock

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Hours = Sequence[tuple[int, int]]
_GROWTH = 400 * DAY
FIRST = -10 * 366 * DAY
"""No axis reaches further back than about 1960 ..."""
LAST = 530 * 366 * DAY
"""... nor beyond about the year 2500. Outside, and after the last work of a calendar that runs out, every
minute counts."""
_REACH = 20 * 366 * DAY


class EmptyCalendar(Exception):
    """A calendar without any working minute within twenty years; nothing can be scheduled on it."""


class Continuous:
    """The axis on which every minute works: elapsed durations, milestones and calendars that are 24x7."""

    continuous = True

    def position(self, minute: int) -> int:
        return minute

    def start_at(self, position: int) -> int:
        return position

    def finish_at(self, position: int) -> int:
        return position

    def work_between(self, first: int, last: int) -> int:
        return last - first

    def add(self, minute: int, work: int) -> int:
        return minute + work

    def spans(self, first: int, last: int) -> list[tuple[int, int]]:
        return [(first, last)] if first < last else []

    def intervals(self, first: int, last: int) -> NDArray[np.int64]:
        import numpy as np

        return np.array(self.spans(first, last), dtype=np.int64).reshape(-1, 2)


class _Table(NamedTuple):
    """What an axis knows of its calendar, from ``low`` up to ``high``: the working intervals, the position at
    each one's start; all intervals are there up to the instant ``known``, which is the position ``top``."""

    starts: Sequence[int]
    ends: Sequence[int]
    before: Sequence[int]
    known: int
    top: int
    low: int
    high: int


class WorkAxis:
    """The working intervals of one calendar in UTC, built from its wall-clock hours as far as they are
    needed.

    ``hours_of`` gives the working hours of a day (days since 1970-01-01) in minutes after its midnight; a
    shift over midnight ends above 1440 and belongs to the day on which it starts. Several threads may use
    one.
    """

    continuous = False

    def __init__(self, clock: ZoneClock, hours_of: Callable[[int], Hours], around: int) -> None:
        """Raises :class:`EmptyCalendar` when there is no work within twenty years of the instant
        ``around``."""
        self._clock = clock
        self._hours_of = hours_of
        self._growing = threading.Lock()
        self._origin = max(FIRST + DAY, min(LAST - DAY, around)) // DAY * DAY
        self._table = _Table((), (), (), 0, 0, self._origin, self._origin)
        while not self._table.starts:
            if self._table.high - self._origin > _REACH:
                raise EmptyCalendar
            self._grow(self._table.low - _GROWTH, self._table.high + _GROWTH)

    def position(self, minute: int) -> int:
        """Working minutes up to an instant, from an origin of the axis' own."""
        starts, ends, before, known, _, low, _ = self._table
        if not starts[0] <= minute < known:
            starts, ends, before, known, _, low, _ = self._reach(minute)
            if minute < starts[0]:
                return before[0] + min(0, minute - low)
            if minute >= known and minute > ends[-1]:
                return before[-1] + minute - starts[-1]
        at = bisect_right(starts, minute) - 1
        end = ends[at]
        return before[at] + (minute if minute < end else end) - starts[at]

    def start_at(self, position: int) -> int:
        """The latest instant of a position: where work that begins there begins."""
        starts, _, before, _, top, _, _ = self._table
        if not before[0] <= position < top:
            starts, _, before, _, top, _, _ = self._reach_position(position)
            if position < before[0]:
                return starts[0] + position - before[0]
        at = bisect_right(before, position) - 1
        return starts[at] + position - before[at]

    def finish_at(self, position: int) -> int:
        """The earliest instant of a position: where work that ends there ended."""
        return self.start_at(position - 1) + 1

    def work_between(self, first: int, last: int) -> int:
        """Working minutes from one instant to another; negative when they are the wrong way round."""
        return self.position(last) - self.position(first)

    def add(self, minute: int, work: int) -> int:
        """The instant at which ``work`` minutes are done that begin at ``minute``; negative counts back."""
        if work == 0:
            return minute
        position = self.position(minute) + work
        return self.finish_at(position) if work > 0 else self.start_at(position)

    def spans(self, first: int, last: int) -> list[tuple[int, int]]:
        """The working intervals between two instants, clipped to them."""
        self._reach(first)
        starts, ends, *_ = self._reach(last)
        low = max(bisect_right(starts, first) - 1, 0)
        high = bisect_right(starts, last)
        clipped = (
            (max(start, first), min(end, last))
            for start, end in zip(starts[low:high], ends[low:high], strict=True)
        )
        return [(start, end) for start, end in clipped if start < end]

    def intervals(self, first: int, last: int) -> NDArray[np.int64]:
        """The working intervals between two instants as an array of shape (n, 2)."""
        import numpy as np

        return np.array(self.spans(first, last), dtype=np.int64).reshape(-1, 2)

    def _reach(self, minute: int) -> _Table:
        """Grow until the instant is covered, or as far as any axis goes."""
        table = self._table
        while minute < table.starts[0] and table.low > FIRST:
            table = self._grow(min(table.low, minute) - _GROWTH, table.high)
        while minute >= table.known and table.high < LAST:
            table = self._grow(table.low, max(table.high, minute) + _GROWTH)
        return table

    def _reach_position(self, position: int) -> _Table:
        table = self._table
        while position < table.before[0] and table.low > FIRST:
            table = self._grow(table.low - max(_GROWTH, table.high - table.low), table.high)
        while position >= table.top and table.high < LAST:
            more = max(_GROWTH, position - table.top, table.high - table.low)
            table = self._grow(table.low, table.high + more)
        return table

    def _grow(self, low: int, high: int) -> _Table:
        """Cover at least the stretch given. Others may read meanwhile: they see the table before or after."""
        with self._growing:
            now = self._table
            low = min(now.low, max(low // DAY * DAY, FIRST))
            high = max(now.high, min(-(-high // DAY) * DAY, LAST))
            front = self._build(low, now.low) if low < now.low else []
            back = self._build(now.high, high) if high > now.high else []
            spans = _merged([*front, *zip(now.starts, now.ends, strict=True), *back])
            self._table = made = self._tabled(spans, low, high)
            return made

    def _tabled(self, spans: list[tuple[int, int]], low: int, high: int) -> _Table:
        if not spans:
            return _Table((), (), (), 0, 0, low, high)
        starts, ends = [start for start, _ in spans], [end for _, end in spans]
        before = self._positions(spans)
        # Shifts of the last days may still be missing: a day of the wall clock is not one of UTC.
        known = max(high - 2 * DAY, starts[-1])
        at = bisect_right(starts, known) - 1
        return _Table(starts, ends, before, known, before[at] + min(known, ends[at]) - starts[at], low, high)

    def _positions(self, spans: list[tuple[int, int]]) -> list[int]:
        """Positions that count from the axis' origin, whatever has been added in front of it."""
        positions: list[int] = []
        total = back = 0
        for start, end in spans:
            positions.append(total)
            total += end - start
            if start < self._origin:
                back += min(end, self._origin) - start
        return [position - back for position in positions]

    def _build(self, low: int, high: int) -> list[tuple[int, int]]:
        """Intervals of the wall-clock days whose number is that of the UTC days from ``low`` up to
        ``high``."""
        clock, hours_of = self._clock, self._hours_of
        spans: list[tuple[int, int]] = []
        for day in range(low // DAY, high // DAY):
            hours = hours_of(day)
            if not hours:
                continue
            midnight = day * DAY
            offset = clock.offset(midnight - DAY)
            if offset == clock.offset(midnight + 3 * DAY):
                base = midnight - offset
                spans.extend((base + start, base + end) for start, end in hours)
            else:
                spans.extend(
                    (clock.to_utc(midnight + start), clock.to_utc(midnight + end)) for start, end in hours
                )
        return spans


Axis = WorkAxis | Continuous


def hours_from(
    week: Sequence[Hours], exceptions: Mapping[int, Hours], is_off: Callable[[int], bool] | None
) -> Callable[[int], Hours]:
    """The hours of any day: exceptions first, then holidays, then the week (Monday first)."""

    def hours_of(day: int) -> Hours:
        if day in exceptions:
            return exceptions[day]
        hours = week[(day + 3) % 7]  # 1970-01-01 was a Thursday
        return () if hours and is_off is not None and is_off(day) else hours

    return hours_of


def _merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if merged and start <= merged[-1][1]:
            if end > merged[-1][1]:
                merged[-1] = (merged[-1][0], end)
        elif start < end:
            merged.append((start, end))
    return merged
