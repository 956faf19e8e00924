"""Ticks of a time axis: whole days, weeks or hours of the plan's zone, as many as have room."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

import pyqtgraph as pg

HOUR, DAY = 60, 1440
HOURS = (1, 2, 3, 6, 12)
DAYS = (1, 2, 3, 4, 7, 14, 28, 42, 56, 91, 182, 364)
STEPS = (*(HOUR * hours for hours in HOURS), *(DAY * days for days in DAYS))
ROOM, ROOM_WITH_CLOCK = 70, 130
"""Pixels that a label needs: of a day, and of a day with its time."""


def ticks(first: float, last: float, most: int, zone: ZoneInfo) -> tuple[list[float], int]:
    """At most about ``most`` instants (UTC minutes) at round local times, and their step in minutes."""
    span = max(last - first, 1.0)
    step = next((one for one in STEPS if span / one <= max(most, 1)), STEPS[-1])
    while span / step > max(most, 1):
        step *= 2
    epoch = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
    begin = (epoch + dt.timedelta(minutes=first)).astimezone(zone)
    midnight = begin.replace(hour=0, minute=0, second=0, microsecond=0)
    if step >= 7 * DAY:
        midnight -= dt.timedelta(days=midnight.weekday())
    found = []
    for number in range(2 * most + 7 * DAY // min(step, DAY) + 2):
        at = (midnight + dt.timedelta(minutes=number * step)).timestamp() / 60
        if at > last:
            break
        if at >= first:
            found.append(at)
    return found, step


class TimeAxis(pg.AxisItem):
    """The lower axis; ``day`` and ``clock`` word an instant."""

    def __init__(self, zone: ZoneInfo, day: Callable[[int], str], clock: Callable[[int], str]) -> None:
        super().__init__("bottom")
        self._zone, self._day, self._clock = zone, day, clock
        self.enableAutoSIPrefix(False)

    def speak(self, zone: ZoneInfo, day: Callable[[int], str], clock: Callable[[int], str]) -> None:
        """Word instants for another plan."""
        self._zone, self._day, self._clock = zone, day, clock
        self.picture = None
        self.update()

    def tickValues(self, minVal: float, maxVal: float, size: float) -> list[Any]:  # noqa: N802, N803
        found, step = ticks(minVal, maxVal, int(size / ROOM), self._zone)
        if step < DAY:
            found, step = ticks(minVal, maxVal, int(size / ROOM_WITH_CLOCK), self._zone)
        return [(step, found)]

    def tickStrings(self, values: list[float], _scale: float, spacing: float) -> list[str]:  # noqa: N802
        say = self._day if spacing >= DAY else self._clock
        return [say(round(one)) for one in values]
