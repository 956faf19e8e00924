"""Summaries over arrays: in pre-order the parts of each are one stretch, so a reduction of stretches does
them all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from relplanner.schedule.columns import NEVER, RowValues
from relplanner.schedule.network import Network

_MUCH = 1 << 61


@dataclass(frozen=True, slots=True)
class RollUp:
    """``order`` lists the rows in pre-order (``None``: as they stand); summary ``rows[i]`` has its parts at
    ``bounds[2i]:bounds[2i+1]`` of it."""

    order: NDArray[np.int64] | None
    rows: NDArray[np.int64]
    bounds: NDArray[np.intp]

    @classmethod
    def of(cls, network: Network) -> RollUp | None:
        parents = network.parents
        if max(parents, default=-1) < 0:
            return None
        below: dict[int, list[int]] = {}
        for at in range(len(parents) - 1, -1, -1):
            below.setdefault(parents[at], []).append(at)
        order: list[int] = []
        rows: list[int] = []
        bounds: list[int] = []
        stack = list(below[-1])
        open_ones: list[tuple[int, int]] = []
        ends: dict[int, int] = {}
        while stack:
            at = stack.pop()
            if at < 0:
                summary, begin = open_ones.pop()
                ends[summary] = len(order)
                rows.append(summary)
                bounds += [begin, len(order)]
                continue
            order.append(at)
            if at in below:
                open_ones.append((at, len(order)))
                stack.append(-1)
                stack.extend(below[at])
        as_they_stand = order == list(range(len(order)))
        return cls(
            None if as_they_stand else np.array(order), np.array(rows), np.array(bounds, dtype=np.intp)
        )

    def apply(self, values: RowValues, complete: NDArray[np.bool_]) -> None:
        """Write the summaries' entries into the columns; ``complete`` tells which rows are."""
        undated = self._ordered(values.start) == NEVER
        closed = np.flatnonzero(undated | self._ordered(complete))
        left_out = np.flatnonzero(undated)
        for column in (values.start, values.late_start):
            column[self.rows] = _undone(self._reduce(np.minimum, column, left_out, _MUCH), _MUCH, NEVER)
        for column in (values.finish, values.late_finish):
            column[self.rows] = self._reduce(np.maximum, column, None, NEVER)
        for column in (values.total_slack, values.free_slack):
            column[self.rows] = _undone(self._reduce(np.minimum, column, closed, _MUCH), _MUCH, 0)
        for flags in (values.critical, values.near_critical):
            flags[self.rows] = self._reduce(np.maximum, flags.view(np.uint8), None, 0)

    def _ordered(self, column: NDArray[Any]) -> NDArray[Any]:
        return column if self.order is None else column[self.order]

    def _reduce(
        self, how: np.ufunc, column: NDArray[Any], left_out: NDArray[np.intp] | None, neutral: int
    ) -> NDArray[Any]:
        """Over what is not ``left_out``; where nothing is, entries of summaries must be neutral already."""
        ordered = np.empty(len(column) + 1, dtype=column.dtype)
        ordered[-1] = neutral
        ordered[:-1] = self._ordered(column)
        if left_out is not None:
            ordered[left_out] = neutral
        found: NDArray[Any] = how.reduceat(ordered, self.bounds)[::2]
        return found


def _undone(found: NDArray[Any], neutral: int, empty: int) -> NDArray[Any]:
    return np.where(found == neutral, empty, found)
