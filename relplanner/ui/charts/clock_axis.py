"""The axis of samples: times of day of the plan's zone, the day where a day begins. Milliseconds UTC."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import pyqtgraph as pg

from relplanner.ui.common.activity_words import Dates

SECOND, MINUTE, HOUR, DAY = 1000, 60_000, 3_600_000, 86_400_000
STEPS = (
    *(SECOND * seconds for seconds in (5, 15, 30)),
    *(MINUTE * minutes for minutes in (1, 2, 5, 10, 15, 30)),
    *(HOUR * hours for hours in (1, 2, 3, 6, 12)),
    *(DAY * days for days in (1, 2, 7, 14, 28, 56, 112, 364)),
)
ROOM = 76
MOST = 60


def ticks(first: float, last: float, most: int, zone: ZoneInfo) -> tuple[list[float], int]:
    """At most about ``most`` instants at round local times, and their step."""
    span = max(last - first, 1.0)
    step = next((one for one in STEPS if span / one <= max(most, 1)), STEPS[-1])
    local = dt.datetime.fromtimestamp(first / 1000, dt.UTC).astimezone(zone)
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    if step < DAY:
        begin = midnight.timestamp() * 1000
        begin += (first - begin) // step * step
        places = [begin + number * step for number in range(MOST)]
    else:
        days = step // DAY
        midnight -= dt.timedelta(days=midnight.toordinal() % days)
        places = [
            (midnight + dt.timedelta(days=number * days)).timestamp() * 1000 for number in range(MOST)
        ]  # wall-clock days: those of a change of the clock are 23 or 25 hours long
    return [at for at in places if first <= at <= last], step


class ClockAxis(pg.AxisItem):
    """Says ``02:10``, and ``Tue 2 Mar`` at midnight."""

    def __init__(self, words: Dates) -> None:
        super().__init__("bottom")
        self._words = words
        self.enableAutoSIPrefix(False)

    def speak(self, words: Dates) -> None:
        """Word instants for another plan."""
        self._words = words
        self.picture = None
        self.update()

    def tickValues(self, minVal: float, maxVal: float, size: float) -> list[Any]:  # noqa: N802, N803
        found, step = ticks(minVal, maxVal, int(size / ROOM), self._words.zone)
        return [(step, found)]

    def tickStrings(self, values: list[float], _scale: float, spacing: float) -> list[str]:  # noqa: N802
        return [self._say(at, spacing) for at in values]

    def _say(self, at: float, spacing: float) -> str:
        local = dt.datetime.fromtimestamp(at / 1000, dt.UTC).astimezone(self._words.zone)
        minute = int(at // MINUTE)
        if spacing >= DAY or not (local.hour or local.minute or local.second):
            return self._words.day(minute)
        if spacing < MINUTE:
            return f"{local:%H:%M:%S}"
        return self._words.names.clock(local.hour, local.minute)
