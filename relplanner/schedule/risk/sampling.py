"""From uniform numbers to lengths: tables of quantiles, alone or held together by what a group has in common.

Correlation is a Gaussian copula with one factor a group: the normal value behind a length is
``sqrt(r) * factor + sqrt(1 - r) * own``, so that any two of a group have the correlation ``r``.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from relplanner.schedule.risk.clocks import Vector
from relplanner.schedule.risk.draws import RANGE, Draws, draws, seeds_of
from relplanner.schedule.risk.inputs import Event, Uncertain
from relplanner.schedule.risk.spread import CELLS, REACH, lengths, normal_middles

Table = NDArray[np.int32]
CORRELATION = 0.3
"""Between the lengths of a group, a common assumption where nothing is measured (Hulett, Integrated
Cost-Schedule Risk Analysis, 2011)."""
_UNIT = CELLS / (2 * REACH)
_BATCH = 64
_SHIFT = np.uint16(4)
"""From 16 bits to a cell."""


@lru_cache(2)
def _normal_values(factor: float) -> NDArray[np.int16]:
    """For each 16-bit number a normal value times a factor, in cells."""
    own = NormalDist()
    coarse = (np.arange(RANGE // 16) + 0.5) * 16 / RANGE
    ends = np.concatenate((np.geomspace(0.5 / RANGE, coarse[0], 64)[:-1], coarse))
    at = np.unique(np.concatenate((ends, 1 - ends)))
    value = np.array([own.inv_cdf(chance) for chance in at.tolist()])
    every = np.interp((np.arange(RANGE) + 0.5) / RANGE, at, value)
    found: NDArray[np.int16] = np.rint(every * factor * _UNIT).astype(np.int16)
    return found


@lru_cache(1)
def _below() -> NDArray[np.float32]:
    return normal_middles().astype(np.float32)


class Sampler:
    """Draws lengths of uncertain rows. ``rows[i]`` are those of ``uncertain[i]``."""

    def __init__(
        self, uncertain: Sequence[Uncertain], seed: int, distribution: str, correlate: str, scale: int
    ) -> None:
        """``scale`` 2 makes spans of phases, one less than twice the work."""
        self.uncertain = uncertain
        self.correlate = correlate
        self._seeds = seeds_of(seed, [f"length {each.row_id}" for each in uncertain])
        groups = [each.group.get(correlate) for each in uncertain]
        sizes: dict[str | None, int] = {}
        for group in groups:
            sizes[group] = sizes.get(group, 0) + 1
        self.groups = [group if group is not None and sizes[group] > 1 else None for group in groups]
        names = list(dict.fromkeys(group for group in self.groups if group is not None))
        self._group_at = {name: at for at, name in enumerate(names)}
        self._group_seeds = seeds_of(seed, [f"{correlate} {name}" for name in names])
        self._tables = [
            _table(each.points, each.left, distribution, group is not None, scale)
            for each, group in zip(uncertain, self.groups, strict=True)
        ]

    @property
    def longest(self) -> list[int]:
        return [int(table[-1]) for table in self._tables]

    def spreads(self, at: int) -> bool:
        table = self._tables[at]
        return bool(table[0] < table[-1])

    def cells(self, first: int, count: int, which: Sequence[int]) -> NDArray[np.intp]:
        """Where in its table each length is found: rising with the length, a line for each row."""
        found = draws(self._seeds[list(which)], first, count)
        if not self._group_at:
            return (found >> _SHIFT).astype(np.intp)
        common = self._factors(first, count)
        cells = np.empty(found.shape, dtype=np.intp)
        own = _normal_values((1 - CORRELATION) ** 0.5)
        for line, group in enumerate(self.groups[at] for at in which):
            if group is None:
                np.right_shift(found[line], _SHIFT, out=cells[line], casting="unsafe")
            else:
                np.add(own.take(found[line]), common[self._group_at[group]], out=cells[line])
        return cells

    def uniform(self, first: int, count: int, which: Sequence[int]) -> NDArray[np.float32]:
        """How long each length is among all it may have, 0..1, a line for each row."""
        cells = self.cells(first, count, which)[:, :count]
        found = cells.astype(np.float32)
        found += np.float32(0.5)
        found /= CELLS
        for line, group in enumerate(self.groups[at] for at in which):
            if group is not None:
                found[line] = _below().take(cells[line], mode="clip")
        return found

    def _factors(self, first: int, count: int) -> NDArray[np.int16]:
        shared = draws(self._group_seeds, first, count)
        return _normal_values(CORRELATION**0.5).take(shared) + np.int16(CELLS // 2)

    def fill(self, first: int, count: int, rows: Sequence[Vector]) -> None:
        """Lengths of trials ``first`` to ``first + count`` into a row for each."""
        for begin in range(0, len(rows), _BATCH):
            which = range(begin, min(begin + _BATCH, len(rows)))
            cells = self.cells(first, count, which)
            for line, row in enumerate(rows[begin : begin + _BATCH]):
                table = self._tables[begin + line]
                if row.dtype == table.dtype:
                    table.take(cells[line, : len(row)], out=row, mode="clip")
                else:
                    row[:] = table.take(cells[line, : len(row)], mode="clip")


@lru_cache(1024)
def _table(points: tuple[int, int, int], left: float, distribution: str, normal: bool, scale: int) -> Table:
    """Whole minutes by cell. What has not begun takes a minute at least: without any it would be an
    instant."""
    minutes = np.rint(
        lengths((float(points[0]), float(points[1]), float(points[2])), distribution, normal) * left
    )
    work = np.maximum(minutes, 1 if left == 1 else 0).astype(np.int32)
    found: Table = work if scale == 1 else work * 2 - 1
    return found


class EventSampler:
    """Draws which risks happen."""

    def __init__(self, events: Sequence[Event], seed: int) -> None:
        self.events = events
        self._seeds = seeds_of(seed, [f"risk {event.id}" for event in events])
        self._limits = np.array([round(event.probability * RANGE) for event in events], dtype=np.uint32)

    def happened(self, first: int, count: int) -> NDArray[np.bool_]:
        """A line for each event."""
        found: Draws = draws(self._seeds, first, count)[:, :count]
        return found < self._limits[:, None]
