"""Conditions observed at all instants of a stretch of time at once.

What is looked up stays with the grid: twenty triggers on one metric, or a threshold that is moved, look once.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from relplanner.plan.nouns.rollout import Metric
from relplanner.rollout.asks import Ask, Every, Missing, Some, Term, Tree
from relplanner.rollout.observe import COMPARE, ERROR, FALSE, NODATA, TRUE, own_key
from relplanner.rollout.series import Flags, Series, Times, Values, Window

Codes: TypeAlias = NDArray[np.uint8]
Positions: TypeAlias = NDArray[np.int64]

_RANK_ALL = np.array([0, 3, 2, 1], dtype=np.uint8)
"""Which verdict of a part decides an ``and``: false, then error, no data, true. Its own inverse."""
_RANK_ANY = np.array([3, 0, 2, 1], dtype=np.uint8)
_OF_RANK_ANY = np.array([TRUE, ERROR, NODATA, FALSE], dtype=np.uint8)
_OF_RANK_ALL = np.array([FALSE, ERROR, NODATA, TRUE], dtype=np.uint8)


class Grid:
    """All multiples of ``every_ms`` from ``start_ms`` to ``stop_ms``, both included."""

    def __init__(self, series: Window, start_ms: int, stop_ms: int, every_ms: int) -> None:
        self.series, self.every_ms = series, every_ms
        first = -(-start_ms // every_ms) * every_ms
        self.instants: Times = np.arange(first, stop_ms + 1, every_ms, dtype=np.int64)
        self._positions: dict[tuple[int, int], Positions] = {}
        self._samples: dict[tuple[int, int], tuple[Codes, Values, Flags]] = {}
        self._stretches: dict[tuple[int, int, int, bool], Values] = {}
        self._ages: dict[int, Times] = {}

    def observe(self, tree: Tree, metrics: Mapping[str, Metric]) -> Codes:
        """A verdict for each instant: its place in ``VERDICTS``."""
        if isinstance(tree, Ask):
            return self._compared(tree, metrics)
        if isinstance(tree, Missing):
            return self._missing(tree, metrics)
        rank, back = (_RANK_ALL, _OF_RANK_ALL) if isinstance(tree, Every) else (_RANK_ANY, _OF_RANK_ANY)
        ranks = np.minimum.reduce([rank[self.observe(part, metrics)] for part in tree.parts])
        return back[ranks]

    def age(self, tree: Tree, metrics: Mapping[str, Metric]) -> Times:
        """How old the newest number is, of the metric that has waited longest; -1 where none ever came."""
        if isinstance(tree, Every | Some):
            ages = [self.age(part, metrics) for part in tree.parts]
            return np.where(np.minimum.reduce(ages) < 0, -1, np.maximum.reduce(ages))
        series = self._series_of(tree.metric, metrics)
        if series is None:
            return np.full(len(self.instants), -1, dtype=np.int64)
        if id(series) not in self._ages:
            self._ages[id(series)] = self._age(series)
        return self._ages[id(series)]

    def _age(self, series: Series) -> Times:
        at = self._newest(series, 0)
        if not len(series):
            return at
        seen = np.where(at >= 0, series.last_seen[at], -1)
        age = np.where(seen >= 0, self.instants - series.times[seen], -1)
        return age if series.valid_ms is None else np.where((age >= 0) & (age <= series.valid_ms), 0, age)

    def _series_of(self, key: str, metrics: Mapping[str, Metric]) -> Series | None:
        if key in self.series:
            return self.series[key]
        return self.series.get(own_key(key, metrics, self.series))

    def _newest(self, series: Series, offset: int) -> Positions:
        """The position of the newest entry at each instant, however old; -1 before the first."""
        key = id(series), offset
        if key not in self._positions:
            self._positions[key] = np.searchsorted(series.times, self.instants - offset, "right") - 1
        return self._positions[key]

    def sample(self, series: Series | None, offset: int = 0) -> tuple[Codes, Values, Flags]:
        """At each instant whether there is a number (TRUE), the number, and whether there is any sample."""
        if series is None or not len(series):
            count = len(self.instants)
            return np.full(count, NODATA, np.uint8), np.full(count, np.nan), np.zeros(count, np.bool_)
        key = id(series), offset
        if key not in self._samples:
            at = self._newest(series, offset)
            near = (at >= 0) & (series.times[at] >= self.instants - offset - series.reach_ms(self.every_ms))
            values = np.where(near, series.values[at], np.nan)
            codes = np.where(np.isnan(values), NODATA, TRUE).astype(np.uint8)
            there = near & ~series.stale[at]
            if series.failed is not None:
                lost = near & series.failed[at]
                codes[lost], there = ERROR, there & ~lost
            self._samples[key] = codes, values, there
        return self._samples[key]

    def _stretch(self, series: Series | None, term: Term, *, deviation: bool = False) -> Values:
        if series is None:
            return np.full(len(self.instants), np.nan)
        key = id(series), term.window_ms, term.offset_ms, deviation
        if key not in self._stretches:
            stop = self.instants - term.offset_ms
            found = series.sums.deviation if deviation else series.sums.mean
            self._stretches[key] = found(stop - term.window_ms, stop)
        return self._stretches[key]

    def _term(self, term: Term, metrics: Mapping[str, Metric]) -> tuple[Codes | int, Values | float]:
        if term.kind == "fixed":
            return TRUE, term.number
        series = self._series_of(term.key, metrics)
        if term.kind == "sample":
            codes, values, _ = self.sample(series, term.offset_ms)
            return codes, values
        values = self._stretch(series, term)
        return np.where(np.isnan(values), NODATA, TRUE).astype(np.uint8), values

    def _compared(self, ask: Ask, metrics: Mapping[str, Metric]) -> Codes:
        if ask.fault:
            return np.full(len(self.instants), ERROR, dtype=np.uint8)
        codes, have = self._term(ask.left, metrics)
        other_codes, limit = self._term(ask.right, metrics)
        with np.errstate(all="ignore"):
            if ask.whole is not None:
                have = ask.whole - have
            limit = limit * ask.factor
            if ask.sigmas:
                spread = self._stretch(self._series_of(ask.right.key, metrics), ask.right, deviation=True)
                limit = limit + ask.sigmas * spread
            holds = COMPARE[ask.op](have, limit)
            none = np.isnan(have) | np.isnan(limit)
        known: Codes = np.where(none, NODATA, holds).astype(np.uint8)
        worst = np.maximum(codes, other_codes)
        return np.where(worst >= NODATA, worst, known).astype(np.uint8)

    def _missing(self, ask: Missing, metrics: Mapping[str, Metric]) -> Codes:
        if ask.fault:
            return np.full(len(self.instants), ERROR, dtype=np.uint8)
        codes, _, there = self.sample(self._series_of(ask.key, metrics))
        return np.where(codes == ERROR, ERROR, np.where(there, FALSE, TRUE)).astype(np.uint8)
