"""The queries of a plan's metrics, and what those metrics are compared with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from relplanner.errors import Problem, TextError
from relplanner.exchange.promql import shape, text
from relplanner.exchange.promql.parse import Selector, parse
from relplanner.plan.forms.bound import Reference
from relplanner.plan.forms.duration import Elapsed
from relplanner.plan.forms.quantity import Baseline, Quantity, convert
from relplanner.plan.nouns.rollout import Metric
from relplanner.plan.plan import Plan
from relplanner.values import entity, value

FED_OTHERWISE = {
    "manual": "is typed in by hand",
    "json": "comes from a source that speaks JSON, not PromQL",
}


MOST_POINTS = 1500
"""Of a mean over a query, which Prometheus asks anew for each of them at every evaluation."""
STEPS_MS = tuple(1000 * s for s in (60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 21_600, 43_200, 86_400))


def mean_step(window_ms: int, every_ms: int) -> int:
    """How far apart the values of a mean over a query are: the interval, or more where that were too many."""
    steps = (every_ms, *(step for step in STEPS_MS if step > every_ms))
    return next((step for step in steps if window_ms <= step * MOST_POINTS), steps[-1])


@value
class Referent:
    """What a metric is compared with: a PromQL text that binds tighter than ``+``.

    ``own`` where its labels are the metric's own or it is a number; ``spread`` is the standard deviation
    beside a mean.
    """

    text: str
    own: bool
    labelless: bool = True
    asked: bool = True
    """Whether it is asked for, not a number."""
    spread: str = ""


@entity
class Asked:
    """How the metrics of a plan are asked for.

    ``every_ms`` is the step of means over queries. ``queries`` replaces the query of a metric by another.
    ``frozen`` gives the numbers of baselines that were frozen; ``instants`` the Unix seconds at which the
    others will be, by what they are ``before``.
    """

    plan: Plan
    every_ms: int = 15_000
    queries: Mapping[str, str] = field(default_factory=dict)
    frozen: Mapping[str, float] = field(default_factory=dict)
    instants: Mapping[str, int] = field(default_factory=dict)
    rolling: bool = False
    """Whether a baseline before something is what it would be if that began now, as in a backtest."""

    def metric(self, metric_id: str) -> Metric:
        """Raises :class:`TextError` when the plan has none of that id."""
        metric = self.plan.entry("metrics", metric_id)
        if not isinstance(metric, Metric):
            raise _cannot(f"the plan has no metric {metric_id}")
        return metric

    def query(self, metric_id: str) -> str:
        """A vector, on one line, ready to stand beside an operator. Raises :class:`TextError`."""
        if metric_id in self.queries:
            return shape.enclosed(self.queries[metric_id])
        metric = self.metric(metric_id)
        source = self.plan.entry("sources", metric.source) if metric.source else None
        reason = FED_OTHERWISE.get(getattr(source, "kind", None) or "")
        if reason:
            raise _cannot(f"{metric_id} {reason}")
        return self._vector(metric.query or _only_series(metric) or text.series(metric_id), metric_id)

    def series(self, metric_id: str, name: str) -> str:
        """The query of another series of a metric. Raises :class:`TextError`."""
        key = f"{metric_id}/{name}"
        if key in self.queries:
            return shape.enclosed(self.queries[key])
        found = dict(self.metric(metric_id).series).get(name)
        if not found:
            raise _cannot(f"{metric_id} has no series {name}")
        return self._vector(found, key)

    def _vector(self, query: str, of: str) -> str:
        query = shape.safe_ratio(shape.tidy(query))
        yields = shape.kind(parse(query))
        if yields == "scalar":
            return f"vector({query})"
        if yields != "vector":
            raise _cannot(f"the query of {of} yields no single value at an instant but a {yields}")
        return shape.enclosed(query)

    def referent(self, metric_id: str, reference: Reference) -> Referent:
        """Raises :class:`TextError` when there is nothing to compare with, or no way to ask for it."""
        if reference.kind == "baseline":
            return self._baseline(metric_id)
        if reference.kind == "series":
            other = self.series(metric_id, reference.name)
            return Referent(other, False, shape.labelless(parse(other)))
        assert reference.window is not None
        ms = text.milliseconds(reference.window)
        query = self.query(metric_id)
        if reference.kind == "ago":
            return Referent(shape.enclosed(shape.earlier(query, ms)), True)
        return self._mean(query, text.stretch(ms, "The window"), "")

    def _baseline(self, metric_id: str) -> Referent:
        metric = self.metric(metric_id)
        baseline = metric.baseline
        if baseline is None:
            raise _cannot(f"{metric_id} has no baseline")
        if metric_id in self.frozen:
            return _number(self.frozen[metric_id])
        if baseline.kind == "number":
            return _number(convert(baseline.quantity or Quantity(0.0), metric.unit or ""))
        if baseline.kind == "query":
            if (key := f"{metric_id}/baseline") in self.queries:
                return Referent(self.queries[key], True)
            query = self._vector(baseline.query, f"the baseline of {metric_id}")
            return Referent(query, False, shape.labelless(parse(query)))
        return self._mean_baseline(self.query(metric_id), baseline)

    def _mean_baseline(self, query: str, baseline: Baseline) -> Referent:
        assert baseline.window is not None
        window = text.stretch(text.milliseconds(baseline.window), "The window of the baseline")
        if baseline.offset is not None:
            return self._mean(query, window, shape.offset(text.milliseconds(baseline.offset)))
        if self.rolling:
            return self._mean(query, window, "")
        at = self.instants.get(baseline.before)
        if at is None:
            raise _cannot(f"{baseline.before}, before which its baseline is taken, has no date")
        return self._mean(query, window, f" @ {at}")

    def thinned(self, metric_id: str, reference: Reference) -> int | None:
        """The step of a mean whose values are further apart than the interval, in milliseconds."""
        baseline = self.metric(metric_id).baseline if reference.kind == "baseline" else None
        window = reference.window if reference.kind == "window" else baseline.window if baseline else None
        if window is None or metric_id in self.frozen or _is_plain(self.query(metric_id)):
            return None
        step = mean_step(text.milliseconds(window), self.every_ms)
        return step if step > self.every_ms else None

    def mean(self, metric_id: str, window: Elapsed) -> str:
        """The mean of a metric over the last ``window``."""
        length = text.stretch(text.milliseconds(window), "The window")
        return self._mean(self.query(metric_id), length, "").text

    def _mean(self, query: str, window: str, moved: str) -> Referent:
        if _is_plain(query):
            ranged = f"{query}[{window}]{moved}"
        else:
            step = mean_step(text.duration_ms(window), self.every_ms)
            ranged = f"{query}[{window}:{text.duration(step)}]{moved}"
        return Referent(f"avg_over_time({ranged})", True, spread=f"stddev_over_time({ranged})")


def _is_plain(query: str) -> bool:
    """Whether a query is one series as it is, so that a range may follow it."""
    node = parse(query)
    return isinstance(node, Selector) and node.body == node.end


def _only_series(metric: Metric) -> str:
    """The query of what is judged where a metric is given by its series alone: the canary, or the first."""
    series = dict(metric.series)
    return series.get("canary") or next(iter(series.values()), "")


def _number(amount: float) -> Referent:
    return Referent(text.number(amount), True, asked=False)


def _cannot(why: str) -> TextError:
    return TextError(Problem(f"{why}."))
