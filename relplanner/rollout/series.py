"""Samples of metrics: what was measured, when, and what that says about an instant.

Instants are milliseconds since 1970 in UTC. As in Prometheus up to 2.x a sample exactly as old as the
look-back still counts; from 3.0 on it does not.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from relplanner.rollout.sums import Sums
from relplanner.values import keeping_entity

Times: TypeAlias = NDArray[np.int64]
Values: TypeAlias = NDArray[np.float64]
Flags: TypeAlias = NDArray[np.bool_]

LOOK_BACK_MS = 5 * 60_000
"""How long a raw sample stands for what follows it."""


@keeping_entity
class Series:
    """The samples of one metric, in order of time, one at an instant; made by :meth:`of`.

    ``stale`` marks where a series was said to end, ``failed`` where asking for it failed; their values are
    NaN. ``raw`` samples stand for what follows them until the look-back ends; the points of a query's answer
    stand for their own step only. ``valid_ms`` is how long a number typed by hand counts.
    """

    metric_id: str
    times: Times
    values: Values
    stale: Flags
    raw: bool = True
    failed: Flags | None = None
    valid_ms: int | None = None

    @classmethod
    def of(
        cls,
        metric_id: str,
        times: ArrayLike,
        values: ArrayLike,
        *,
        stale: ArrayLike | None = None,
        failed: ArrayLike | None = None,
        raw: bool = True,
        valid_ms: int | None = None,
    ) -> Series:
        """Sorted by time; of several samples at one instant the last given counts.

        Raises :class:`ValueError` when the arrays differ in length.
        """
        at = np.asarray(times, dtype=np.int64).ravel()
        number = np.array(values, dtype=np.float64).ravel()
        ended, lost = (
            np.zeros(len(at), dtype=np.bool_) if flags is None else np.array(flags, dtype=np.bool_).ravel()
            for flags in (stale, failed)
        )
        if not len(at) == len(number) == len(ended) == len(lost):
            raise ValueError("times, values and marks of a series differ in length")
        if len(at) > 1 and not bool((at[1:] > at[:-1]).all()):
            order = np.argsort(at, kind="stable")
            at, number, ended, lost = at[order], number[order], ended[order], lost[order]
            last = np.append(at[1:] != at[:-1], True)
            at, number, ended, lost = at[last], number[last], ended[last], lost[last]
        number[ended | lost] = np.nan
        if at.base is not None or at is times:
            at = at.copy()
        for array in (at, number, ended, lost):
            array.setflags(write=False)
        return cls(metric_id, at, number, ended, raw, lost if lost.any() else None, valid_ms)

    def __len__(self) -> int:
        return len(self.times)

    def reach_ms(self, every_ms: int) -> int:
        """How old the newest entry may be at an instant and still be its sample."""
        if self.valid_ms is not None:
            return self.valid_ms
        # A point of a query's answer belongs to its own step: the next one begins a step later.
        return LOOK_BACK_MS if self.raw else every_ms - 1

    @cached_property
    def last_seen(self) -> NDArray[np.int64]:
        """For each entry the position of the newest one up to it that holds a number, -1 where none does."""
        position = np.arange(len(self.times), dtype=np.int64)
        return np.maximum.accumulate(np.where(np.isnan(self.values), -1, position))

    @cached_property
    def sums(self) -> Sums:
        """Prefix sums of the samples, stale marks and failures left out as in PromQL's ranges."""
        real = ~self.stale if self.failed is None else ~(self.stale | self.failed)
        return Sums(self.times[real], self.values[real])

    def joined(self, other: Series) -> Series:
        """Both series' entries; where both have one, the other's counts."""
        return Series.of(
            self.metric_id,
            np.concatenate([self.times, other.times]),
            np.concatenate([self.values, other.values]),
            stale=np.concatenate([self.stale, other.stale]),
            failed=np.concatenate([_marks(self), _marks(other)]),
            raw=self.raw,
            valid_ms=self.valid_ms,
        )

    def between(self, start_ms: int, stop_ms: int) -> Series:
        """The entries from ``start_ms`` to ``stop_ms``, both included."""
        first, end = np.searchsorted(self.times, [start_ms, stop_ms + 1])
        cut = slice(int(first), int(end))
        return Series(
            self.metric_id, self.times[cut], self.values[cut], self.stale[cut], self.raw,
            None if self.failed is None else self.failed[cut], self.valid_ms,
        )  # fmt: skip


def _marks(series: Series) -> Flags:
    return np.zeros(len(series), dtype=np.bool_) if series.failed is None else series.failed


Window: TypeAlias = Mapping[str, Series]
"""Series by :func:`series_key`."""


def series_key(metric_id: str, name: str = "") -> str:
    """Where a metric's series stands in a window; ``name`` is one of the metric's other series, such as
    ``stable``, or ``baseline`` for the answers of its baseline's query.
    """
    return f"{metric_id}/{name}" if name else metric_id


def window_of(series: Iterable[Series]) -> Window:
    """A window of series that are named by their keys."""
    return {one.metric_id: one for one in series}
