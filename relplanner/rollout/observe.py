"""What the samples say of a condition at one instant: true, false, no data, or an error.

A number that is none (NaN) is no data, never "false"; the infinities are numbers. Groups are judged with
what is known: one false part decides an ``and``, one true part an ``or``. Otherwise an error outranks no
data: who could not look cannot say that there was nothing.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from math import isnan
from typing import Any, Literal, TypeAlias

import numpy as np

from relplanner.plan.forms.condition import Condition
from relplanner.plan.nouns.rollout import Metric
from relplanner.rollout.asks import Ask, Every, Missing, Some, Term, Tree, tree_of
from relplanner.rollout.series import Series, Window, series_key
from relplanner.values import value

Verdict: TypeAlias = Literal["false", "true", "nodata", "error"]
VERDICTS: tuple[Verdict, ...] = ("false", "true", "nodata", "error")
FALSE, TRUE, NODATA, ERROR = range(4)
COMPARE: Mapping[str, Callable[[Any, Any], Any]] = {
    ">": operator.gt,
    ">=": operator.ge,
    "<": operator.lt,
    "<=": operator.le,
    "==": operator.eq,
    "!=": operator.ne,
}
_NAN = float("nan")


@value
class Observation:
    """``value`` and ``threshold``, in the metric's unit, are of the comparison that decided.

    ``reason`` says why there is no verdict. ``age_ms`` is how old the newest number is of the metric that
    has waited longest; ``None`` where there never was one. ``recovered`` is the verdict of the recovery
    condition, empty without one.
    """

    verdict: Verdict
    value: float | None = None
    threshold: float | None = None
    reason: str = ""
    age_ms: int | None = None
    recovered: str = ""


@value
class _Found:
    code: int
    value: float | None = None
    threshold: float | None = None
    reason: str = ""


def observe(
    condition: Condition, series: Window, instant_ms: int, metrics: Mapping[str, Metric], every_ms: int
) -> Observation:
    """Judge a condition; its ``for`` is not of the instant and plays no part here."""
    return observe_tree(tree_of(condition.expr, metrics), metrics, series, instant_ms, every_ms)


def observe_tree(
    tree: Tree,
    metrics: Mapping[str, Metric],
    series: Window,
    instant_ms: int,
    every_ms: int,
    recovers: Tree | None = None,
) -> Observation:
    """As :func:`observe`, for one who judges the same condition again and again."""
    look = _Look(metrics, series, instant_ms, every_ms)
    found = look.at(tree)
    recovered = VERDICTS[look.at(recovers).code] if recovers is not None else ""
    age = look.age(tree)
    return Observation(
        VERDICTS[found.code], found.value, found.threshold, found.reason, age if age >= 0 else None, recovered
    )


def own_key(metric_id: str, metrics: Mapping[str, Metric], series: Window) -> str:
    """The series that stands for the metric: its own, else its canary's, else the first that it names."""
    if metric_id in series or metric_id not in metrics:
        return metric_id
    names = [name for name, _ in metrics[metric_id].series]
    names.sort(key=lambda name: name != "canary")
    keys = (series_key(metric_id, name) for name in names)
    return next((key for key in keys if key in series), metric_id)


class _Look:
    """One instant of a window."""

    def __init__(self, metrics: Mapping[str, Metric], series: Window, instant: int, every: int) -> None:
        self._metrics, self._series, self._instant, self._every = metrics, series, instant, every

    def at(self, tree: Tree) -> _Found:
        if isinstance(tree, Ask):
            return self._compared(tree)
        if isinstance(tree, Missing):
            return self._missing(tree)
        found = [self.at(part) for part in tree.parts]
        order = (FALSE, ERROR, NODATA, TRUE) if isinstance(tree, Every) else (TRUE, ERROR, NODATA, FALSE)
        return min(found, key=lambda one: order.index(one.code))

    def age(self, tree: Tree) -> int:
        """-1 where a metric was never seen."""
        if isinstance(tree, Every | Some):
            ages = [self.age(part) for part in tree.parts]
            return -1 if -1 in ages else max(ages)
        series = self._series_of(tree.metric)
        if series is None:
            return -1
        at = _position(series, self._instant)
        seen = int(series.last_seen[at]) if at >= 0 else -1
        if seen < 0:
            return -1
        age = self._instant - int(series.times[seen])
        return 0 if series.valid_ms is not None and age <= series.valid_ms else age

    def _series_of(self, key: str) -> Series | None:
        if key in self._series:
            return self._series[key]
        return self._series.get(own_key(key, self._metrics, self._series))

    def _compared(self, ask: Ask) -> _Found:
        if ask.fault:
            return _Found(ERROR, reason=ask.fault)
        left, right = self._term(ask.left), self._term(ask.right)
        if max(left.code, right.code) >= NODATA:
            worst = left if left.code >= right.code else right
            return _Found(worst.code, left.value, None, worst.reason)
        have, limit = left.value or 0.0, right.value or 0.0
        if ask.whole is not None:
            have = ask.whole - have
        limit *= ask.factor
        if ask.sigmas:
            limit += ask.sigmas * self._stretch(ask.right, deviation=True)
        if isnan(have) or isnan(limit):
            return _Found(NODATA, reason=f"What {ask.metric} is compared with is no number.")
        return _Found(TRUE if COMPARE[ask.op](have, limit) else FALSE, have, limit)

    def _missing(self, ask: Missing) -> _Found:
        if ask.fault:
            return _Found(ERROR, reason=ask.fault)
        found, there = self._newest(ask.key, 0)
        if found.code == ERROR:
            return found
        return _Found(FALSE if there else TRUE)

    def _term(self, term: Term) -> _Found:
        if term.kind == "fixed":
            return _Found(TRUE, term.number)
        if term.kind == "sample":
            return self._newest(term.key, term.offset_ms)[0]
        mean = self._stretch(term)
        if isnan(mean):
            return _Found(NODATA, reason=f"{term.key} has no mean of that time.")
        return _Found(TRUE, mean)

    def _newest(self, key: str, offset: int) -> tuple[_Found, bool]:
        """The sample that stands at the instant, and whether there is one, be it NaN."""
        series = self._series_of(key)
        instant = self._instant - offset
        at = _position(series, instant) if series is not None else -1
        if series is None or at < 0 or series.times[at] < instant - series.reach_ms(self._every):
            return _Found(NODATA, reason=f"{key} has no sample."), False
        if series.failed is not None and series.failed[at]:
            return _Found(ERROR, reason=f"{key} could not be asked for."), False
        if series.stale[at]:
            return _Found(NODATA, reason=f"{key} has ended."), False
        number = float(series.values[at])
        if isnan(number):
            return _Found(NODATA, reason=f"{key} is no number (NaN)."), True
        return _Found(TRUE, number), True

    def _stretch(self, term: Term, *, deviation: bool = False) -> float:
        series = self._series_of(term.key)
        if series is None:
            return _NAN
        stop = np.array([self._instant - term.offset_ms], dtype=np.int64)
        sums = series.sums
        found = sums.deviation if deviation else sums.mean
        return float(found(stop - term.window_ms, stop)[0])


def _position(series: Series, instant: int) -> int:
    return int(series.times.searchsorted(instant, "right")) - 1
