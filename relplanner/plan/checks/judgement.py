"""What is judged: baselines that are compared with, and units that can be compared."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from relplanner.errors import TextError
from relplanner.plan.checks.look import Look, at_entry, title
from relplanner.plan.findings import Finding
from relplanner.plan.forms.bound import Level, reference_of
from relplanner.plan.forms.condition import Compare, Condition, comparisons
from relplanner.plan.forms.quantity import Quantity, convert
from relplanner.plan.forms.target import Grade, Target
from relplanner.plan.forms.units import unit_of
from relplanner.plan.nouns.rollout import Metric
from relplanner.plan.plan import Plan


class Comparison(NamedTuple):
    """A bound held against a metric, and the entry and path at which that is said."""

    metric: str
    bound: Any
    where: tuple[str, int, Any]
    inner: str


def judged(look: Look) -> Iterator[Finding]:
    """METRIC-NO-BASELINE and UNIT-MISMATCH, for every condition, criterion and target of the plan."""
    metrics = {metric.id: metric for metric in reversed(look.plan.metrics)}
    for comparison in _comparisons(look.plan):
        metric = metrics.get(comparison.metric)
        if metric is None or isinstance(comparison.bound, Grade):
            continue
        entry = comparison.where[2]
        reference = reference_of(comparison.bound)
        if reference is not None and reference.kind == "baseline" and metric.baseline is None:
            who = title(entry)
            message = (
                f"{who} compares {title(metric)} with its baseline, but the metric has none. Give it a "
                "baseline."
            )
            yield at_entry("METRIC-NO-BASELINE", "error", message, comparison.where, comparison.inner)
        if isinstance(comparison.bound, Level):
            reason = _mismatch(comparison.bound.quantity, metric)
            if reason:
                message = f"{title(entry)} asks too much of {title(metric)}: {reason}"
                yield at_entry("UNIT-MISMATCH", "error", message, comparison.where, comparison.inner)


def metric_units(look: Look) -> Iterator[Finding]:
    """UNIT-MISMATCH of a metric with itself: a unit nobody knows, a baseline in another one."""
    for position, metric in enumerate(look.plan.metrics):
        where = ("metrics", position, metric)
        if metric.unit:
            try:
                unit_of(metric.unit)
            except TextError as error:
                yield at_entry("UNIT-MISMATCH", "warning", f"{title(metric)}: {error}", where, "unit")
                continue
        if metric.baseline is not None and metric.baseline.quantity is not None:
            reason = _mismatch(metric.baseline.quantity, metric)
            if reason:
                message = f"The baseline of {title(metric)} is in another unit: {reason}"
                yield at_entry("UNIT-MISMATCH", "error", message, where, "baseline")


def _mismatch(quantity: Quantity, metric: Metric) -> str:
    """Why a quantity cannot be in the metric's unit; empty when it can."""
    try:
        convert(quantity, metric.unit or "")
    except TextError as error:
        return str(error)
    return ""


def _comparisons(plan: Plan) -> Iterator[Comparison]:
    for at, trigger in enumerate(plan.triggers):
        yield from _in_condition(trigger.when, ("triggers", at, trigger), "when")
        yield from _in_condition(trigger.recovers, ("triggers", at, trigger), "recovers")
    for at, alert in enumerate(plan.alerts):
        yield from _in_condition(alert.when, ("alerts", at, alert), "when")
    for at, flag in enumerate(plan.flags):
        for number, limit in enumerate(flag.limits):
            yield from _in_condition(limit, ("flags", at, flag), f"limits[{number}]")
    for at, phase in enumerate(plan.rollout.phases):
        for number, criterion in enumerate(phase.criteria):
            where = ("rollout", at, phase)
            yield Comparison(criterion.metric, criterion.target.bound, where, f"criteria[{number}]")
    for at, gate in enumerate(plan.gates):
        for number, item in enumerate(gate.criteria):
            yield from _in_target(item.metric, item.target, ("gates", at, gate), f"criteria[{number}].target")
    for at, metric in enumerate(plan.metrics):
        yield from _in_target(metric.id, metric.target, ("metrics", at, metric), "target")


def _in_condition(condition: Condition | None, where: tuple[str, int, Any], key: str) -> Iterator[Comparison]:
    for leaf in comparisons(condition.expr) if condition is not None else ():
        if isinstance(leaf, Compare):
            yield Comparison(leaf.metric, leaf.bound, where, key)


def _in_target(
    metric: str | None, target: Target | None, where: tuple[str, int, Any], key: str
) -> Iterator[Comparison]:
    if metric is not None and target is not None:
        yield Comparison(metric, target.bound, where, key)


def success_baselines(look: Look) -> Iterator[Finding]:
    """METRIC-NO-BASELINE for the metrics that the scope promises to move."""
    metrics = {metric.id: metric for metric in reversed(look.plan.metrics)}
    for at, success in enumerate(look.plan.scope.success_metrics):
        metric = metrics.get(success.metric)
        if metric is None or success.target is None or isinstance(success.target.bound, Grade):
            continue
        path = f"scope.success_metrics[{at}].target"
        reference = reference_of(success.target.bound)
        if reference is not None and reference.kind == "baseline" and metric.baseline is None:
            message = (
                f"The success of {title(metric)} is told against its baseline, but the metric has none. "
                "Give it one."
            )
            yield Finding("METRIC-NO-BASELINE", "error", message, path, id="scope")
        if isinstance(success.target.bound, Level):
            reason = _mismatch(success.target.bound.quantity, metric)
            if reason:
                message = f"The success of {title(metric)} is told in another unit: {reason}"
                yield Finding("UNIT-MISMATCH", "error", message, path, id="scope")
