"""Minutes and positions of every axis over one horizon, as arrays to look up in.

From a position to its minute is one look-up in ``minutes``. From a minute to its position takes two, because
there are as many minutes as the horizon has, whatever the calendar: the position at the start of each block
of 64 minutes, and how the work runs within a block. Few blocks differ in that (most lie in the night or in
the shift), so that each kind is held once, whatever the hours, breaks and changes of the clock.
"""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
from numpy.typing import NDArray

from relplanner.schedule.axis import Axis
from relplanner.schedule.levels import Ints, Narrow

MOST = 24_000_000
"""Minutes of all axes together; a plan that needs more is left to the list engine."""
BITS = np.int64(6)
BLOCK = 64
EVERY = 2**64 - 1
CLOCK = np.int64(1 << 42)
"""Leads keys of axis 0 to the end of the minutes."""


class TooWide(Exception):
    """The dates lie so far apart (a typing error of a century, say) that tables would not fit into memory."""


class Tables:
    """One set of arrays for all axes. Minutes count from ``begin``, positions of an axis from its ``first``.

    ``minutes[position + minute_base]`` is where work at a position starts; of ``key = minute +
    position_base`` the position is ``start_of[key >> BITS] + within[key + shift[key >> BITS]]``. Axis 0 is
    the identity: its ``minute_base`` leads to the last of ``minutes``, which is zero; to that the key less
    ``CLOCK`` is to be added.
    """

    def __init__(self, axes: list[Axis], used: Collection[int], begin: int, end: int) -> None:
        """Only the ``used`` axes are covered. Raises :class:`TooWide`."""
        end = begin + -(-(end - begin) // BLOCK) * BLOCK
        if (end - begin) * (len(used) + 1) > MOST:
            raise TooWide
        self.begin, self.end = begin, end
        self.first: Ints = np.zeros(len(axes), dtype=np.int64)
        self.minute_base: Ints = np.zeros(len(axes), dtype=np.int64)
        self.position_base: Ints = np.zeros(len(axes), dtype=np.int64)
        blocks = (end - begin) // BLOCK + 1
        numbers = sorted({0, *used})
        width = np.zeros(len(axes), dtype=np.int64)
        for place, number in enumerate(numbers):
            self.first[number] = axes[number].position(begin)
            self.position_base[number] = place * blocks * BLOCK
            if number:
                width[number] = axes[number].position(end) - self.first[number] + 1
        self.minute_base[:] = np.cumsum(width) - width
        self.minute_base[0] = CLOCK
        self.minutes: Narrow = np.zeros(int(width.sum()) + 1, dtype=np.int32)
        self.start_of: Narrow = np.empty(blocks * len(numbers), dtype=np.int32)
        self.shift: Ints = np.zeros(blocks * len(numbers), dtype=np.int64)
        kinds = [np.array([0, EVERY], dtype=np.uint64)]
        for place, number in enumerate(numbers):
            own = slice(place * blocks, (place + 1) * blocks)
            spans = axes[number].intervals(begin, end)
            if number:
                self._fill(number, spans, int(width[number]) - 1, axes[number])
            known = sum(map(len, kinds))
            kinds.append(_blocks(spans - begin, self.start_of[own], self.shift[own], known))
        self.shift -= np.arange(len(self.shift))
        self.shift *= BLOCK
        self.within: Narrow = _unpacked(np.concatenate(kinds))

    @property
    def nbytes(self) -> int:
        return self.minutes.nbytes + self.start_of.nbytes + self.shift.nbytes + self.within.nbytes

    def _fill(self, number: int, spans: Ints, width: int, axis: Axis) -> None:
        """The minutes of an axis, in place: by far the largest part."""
        sizes = spans[:, 1] - spans[:, 0]
        if int(sizes.sum()) != width:
            raise TooWide  # a calendar that runs out within the horizon
        at = int(self.minute_base[number])
        steps = self.minutes[at : at + width + 1]
        steps[:] = 1
        steps[0] = 0
        begins = np.cumsum(sizes) - sizes
        if width:
            steps[0] = spans[0, 0] - self.begin
            steps[begins[1:]] = spans[1:, 0] - spans[:-1, 1] + 1
        steps[width] = 0
        np.cumsum(steps, dtype=np.int32, out=steps)
        steps[width] = axis.start_at(int(self.first[number]) + width) - self.begin

    def starts(self, keys: Ints, clock: Ints) -> Narrow:
        """Minutes of many positions; ``clock`` tells where in ``keys`` they are minutes."""
        found = self.minutes.take(keys, mode="clip")
        found[clock] = keys[clock] - CLOCK
        return found

    def positions(self, keys: Ints) -> Ints:
        """Positions of many keys; what lies outside of the tables gets any."""
        found = np.empty(len(keys), dtype=np.int64)
        for first in range(0, len(keys), 1 << 14):
            some = keys[first : first + (1 << 14)]
            block = some >> BITS
            inner = self.shift.take(block, mode="clip")
            inner += some
            np.add(
                self.within.take(inner, mode="clip"), self.start_of.take(block, mode="clip"),
                out=found[first : first + len(some)],
            )  # fmt: skip
        return found


def _blocks(spans: Ints, start_of: Narrow, kind: Ints, known: int) -> NDArray[np.uint64]:
    """Write for each block the position at its start and the number of its kind: 0 without work, 1 all work,
    from ``known`` on those that are given back, as the working minutes in bits."""
    edges = np.arange(len(start_of) + 1) * BLOCK
    at = _positions(spans, edges)
    start_of[:] = at[:-1]
    work = np.diff(at)
    kind[:] = work == BLOCK
    mixed = np.flatnonzero((work > 0) & (work < BLOCK))
    flags = np.empty(len(mixed), dtype=np.uint64)
    for first in range(0, len(mixed), 512):
        minutes = edges[mixed[first : first + 512], None] + np.arange(BLOCK + 1)
        works = np.diff(_positions(spans, minutes), axis=1).astype(np.bool_)
        flags[first : first + 512] = np.packbits(works, axis=1).view(np.uint64)[:, 0]
    kinds, which = np.unique(flags, return_inverse=True)
    kind[mixed] = which.reshape(-1) + known
    return kinds


def _positions(spans: Ints, minutes: Ints) -> Ints:
    """Working minutes of intervals up to some minutes."""
    sizes = spans[:, 1] - spans[:, 0]
    before = np.concatenate(([0], np.cumsum(sizes)))
    at = np.searchsorted(spans[:, 0], minutes, side="right")
    gone = np.concatenate(([0], spans[:, 0]))
    inside: Ints = np.minimum(minutes - gone[at], np.concatenate(([0], sizes))[at])
    return before[np.maximum(at - 1, 0)] + inside


def _unpacked(kinds: NDArray[np.uint64]) -> Narrow:
    """For each kind of block the work before each of its minutes."""
    works = np.unpackbits(kinds.view(np.uint8).reshape(-1, 8), axis=1)
    found = np.zeros(works.shape, dtype=np.int32)
    np.cumsum(works[:, :-1], axis=1, out=found[:, 1:])
    return found.reshape(-1)
