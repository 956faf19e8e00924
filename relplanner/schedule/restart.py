"""Which levels of the passes an edit reaches: those before it keep their early dates, those behind it their
late ones."""

from __future__ import annotations

import numpy as np

from relplanner.schedule.levels import Ints, Levels


class Restart:
    """Remembers from what the passes before were run, and what has been changed since."""

    def __init__(self, levels: Levels) -> None:
        self._firsts: Ints = np.array([step.first for step in levels.steps], dtype=np.int64)
        self._low: Ints = np.empty(len(levels.nodes), dtype=np.int64)
        self._high: Ints = np.empty(len(levels.nodes), dtype=np.int64)
        self.forget()

    def forget(self) -> None:
        """Everything is to be computed anew."""
        self._known_early = self._known_late = False
        self._first, self._last = len(self._low), -1

    def forget_early(self) -> None:
        self._known_early = False

    def touch(self, places: Ints) -> None:
        """The numbers of some places, or of edges that begin or end there, have changed."""
        if len(places):
            self._first = min(self._first, int(places.min()))
            self._last = max(self._last, int(places.max()))

    def forward(self, low: Ints) -> int:
        """The first level whose early dates have to be computed; beyond the last one when there is none."""
        first = min(self._first, _first_difference(low, self._low)) if self._known_early else 0
        np.copyto(self._low, low)
        self._known_early, self._first = True, len(low)
        return len(self._firsts) if first == len(low) else self._level(first)

    def backward(self, high: Ints) -> int:
        """The last level whose late dates have to be computed; -1 when there is none."""
        last = len(high) - 1
        if self._known_late:
            last = max(self._last, last - _first_difference(high[::-1], self._high[::-1]))
        np.copyto(self._high, high)
        self._known_late, self._last = True, -1
        return -1 if last < 0 else self._level(last)

    def _level(self, place: int) -> int:
        return int(np.searchsorted(self._firsts, place, side="right")) - 1


def _first_difference(one: Ints, other: Ints) -> int:
    """Where two arrays differ first; their length when they do not."""
    differs = one != other
    at = int(differs.argmax()) if len(differs) else 0
    return at if len(differs) and differs[at] else len(differs)
