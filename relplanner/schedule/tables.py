"""Minutes and positions of every axis over one horizon, as a flat array to look up in."""

from __future__ import annotations

import numpy as np

from relplanner.schedule.axis import Axis
from relplanner.schedule.levels import Ints, Narrow

MOST = 24_000_000
"""Entries of all tables together (four bytes each); a plan that needs more is left to the list engine."""


class TooWide(Exception):
    """The dates lie so far apart (a typing error of a century, say) that tables would not fit into memory."""


class Tables:
    """One flat array for all axes, built in place because it is by far the largest thing a schedule holds.

    ``flat[position - first + minute_base]`` is where work at a position starts, counted from ``begin``;
    ``flat[minute - begin + position_base]`` is a position, counted from ``first``. Axis 0 is the identity and
    has one stretch for both.
    """

    def __init__(self, axes: list[Axis], begin: int, end: int) -> None:
        """Raises :class:`TooWide`."""
        width = end - begin
        if width * (len(axes) + 1) > MOST:
            raise TooWide
        self.begin, self.end = begin, end
        self.first: Ints = np.array([axis.position(begin) for axis in axes], dtype=np.int64)
        self.width: Ints = np.array([axis.position(end) for axis in axes], dtype=np.int64) - self.first
        own = np.where(np.arange(len(axes)) > 0, self.width + 1, 0)
        self.position_base: Ints = np.arange(len(axes)) * (width + 1)
        self.minute_base: Ints = len(axes) * (width + 1) + np.cumsum(own) - own
        self.minute_base[0] = 0
        self.flat: Narrow = np.empty(len(axes) * (width + 1) + int(own.sum()), dtype=np.int32)
        self.flat[: width + 1] = np.arange(width + 1, dtype=np.int32)
        for number in range(1, len(axes)):
            self._fill(number, axes[number])

    def _fill(self, number: int, axis: Axis) -> None:
        spans = axis.intervals(self.begin, self.end)
        sizes = spans[:, 1] - spans[:, 0]
        total = int(sizes.sum())
        at = int(self.minute_base[number])
        starts = self.flat[at : at + total]
        starts[:] = np.repeat((spans[:, 0] - self.begin - (np.cumsum(sizes) - sizes)).astype(np.int32), sizes)
        starts += np.arange(total, dtype=np.int32)
        self.flat[at + total] = axis.start_at(int(self.first[number]) + total) - self.begin
        at = int(self.position_base[number])
        positions = self.flat[at : at + self.end - self.begin + 1]
        positions[:] = 0
        positions[starts + 1] = 1
        np.cumsum(positions, out=positions)
