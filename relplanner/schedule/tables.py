"""Minutes and positions of every axis over one horizon, as arrays to look up in.

Every look-up takes two steps: what is found at the start of a block of 64, and how it goes on within the
block. Few blocks differ in the second (most lie in the night or in the shift), so that each kind is held
once, whatever the hours, breaks and changes of the clock.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from relplanner.schedule.axis import Axis
from relplanner.schedule.levels import Ints, Narrow

MOST = 24_000_000
"""Minutes of all axes together; a plan that needs more is left to the list engine."""
BITS = np.int64(6)
BLOCK = 64


class TooWide(Exception):
    """The dates lie so far apart (a typing error of a century, say) that tables would not fit into memory."""


class Tables:
    """One set of arrays for all axes. Minutes count from ``begin``, positions of an axis from its ``first``.

    Of ``key = minute + position_base`` the position, and of ``key = position + minute_base`` the minute at
    which work there starts, is ``start_of[key >> BITS] + within[key + shift[key >> BITS]]``. Axis 0 is the
    identity and has one stretch for both.
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
        every = (end - begin) // BLOCK + 1
        parts = [_Part(every, np.arange(every, dtype=np.int32) * BLOCK, np.ones(every, dtype=np.int64))]
        kinds = [np.zeros((1, BLOCK), dtype=np.int32), np.arange(BLOCK, dtype=np.int32)[None]]
        self.first[0] = begin
        for number in sorted({*used} - {0}):
            axis = axes[number]
            spans = axis.intervals(begin, end)
            self.first[number] = axis.position(begin)
            width = int((spans[:, 1] - spans[:, 0]).sum())
            if width != axis.position(end) - self.first[number]:
                raise TooWide  # a calendar that runs out within the horizon
            self.position_base[number] = sum(part.count for part in parts) * BLOCK
            parts.append(_position_part(spans - begin, every, kinds))
            self.minute_base[number] = sum(part.count for part in parts) * BLOCK
            last = axis.start_at(int(self.first[number]) + width) - begin
            parts.append(_minute_part(spans - begin, last, kinds))
        self.start_of: Narrow = np.concatenate([part.start_of for part in parts])
        self.shift: Ints = np.concatenate([part.kind for part in parts])
        self.shift -= np.arange(len(self.shift))
        self.shift *= BLOCK
        self.within: Narrow = np.concatenate(kinds).reshape(-1)

    @property
    def nbytes(self) -> int:
        return self.start_of.nbytes + self.shift.nbytes + self.within.nbytes

    def look_up(self, keys: Ints) -> Narrow:
        """What many keys lead to; those outside of the tables lead anywhere."""
        found = np.empty(len(keys), dtype=np.int32)
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


@dataclass(frozen=True, slots=True)
class _Part:
    """The blocks of one axis in one direction: what is found at each one's start, and the number of its
    kind."""

    count: int
    start_of: Narrow
    kind: Ints


def _position_part(spans: Ints, count: int, kinds: list[Narrow]) -> _Part:
    """Positions by minutes. New kinds are added to ``kinds``; the first two are no work and all work."""
    edges = np.arange(count + 1) * BLOCK
    at = _positions(spans, edges)
    work = np.diff(at)
    kind = (work == BLOCK).astype(np.int64)
    mixed = np.flatnonzero((work > 0) & (work < BLOCK))
    flags = np.empty(len(mixed), dtype=np.uint64)
    for first in range(0, len(mixed), 512):
        minutes = edges[mixed[first : first + 512], None] + np.arange(BLOCK + 1)
        works = np.diff(_positions(spans, minutes), axis=1).astype(np.bool_)
        flags[first : first + 512] = np.packbits(works, axis=1).view(np.uint64)[:, 0]
    found, which = np.unique(flags, return_inverse=True)
    kind[mixed] = which.reshape(-1) + sum(map(len, kinds))
    kinds.append(_unpacked(found))
    return _Part(count, at[:-1].astype(np.int32), kind)


def _minute_part(spans: Ints, last: int, kinds: list[Narrow]) -> _Part:
    """Minutes by positions; ``last`` is where work starts after the last of the intervals."""
    sizes = spans[:, 1] - spans[:, 0]
    width = int(sizes.sum())
    count = width // BLOCK + 1
    steps: Narrow = np.ones(count * BLOCK, dtype=np.int32)
    begins = np.cumsum(sizes) - sizes
    steps[begins] = spans[:, 0] - np.concatenate(([0], spans[:-1, 1] - 1))
    steps[width] = last - (int(spans[-1, 1]) - 1 if width else 0)
    rows = np.cumsum(steps, dtype=np.int32).reshape(count, BLOCK)
    start_of = rows[:, 0].copy()
    rows -= start_of[:, None]
    found: dict[bytes, int] = {}  # quicker than sorting the rows
    kind = np.array([found.setdefault(row.tobytes(), len(found)) for row in rows], dtype=np.int64)
    kind += sum(map(len, kinds))
    kinds.append(np.frombuffer(b"".join(found), dtype=np.int32).reshape(-1, BLOCK))
    return _Part(count, start_of, kind)


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
    return found
