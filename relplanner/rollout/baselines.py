"""Baselines "before" something: frozen to a number when that has begun, so that a rollout that goes wrong
does not become its own yardstick.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from math import isnan

import numpy as np

from relplanner.plan.forms.quantity import Baseline, Quantity
from relplanner.plan.nouns.rollout import Metric
from relplanner.plan.plan import Plan
from relplanner.rollout.asks import milliseconds
from relplanner.rollout.observe import own_key
from relplanner.rollout.series import Window


def frozen(plan: Plan, series: Window, begun: Mapping[str, int]) -> Plan:
    """The plan with the mean baselines whose beginning is known as numbers, each in its metric's unit.

    ``begun`` gives what has begun, ``rollout``, ``T0``, an activity or ``rollout/canary``, in milliseconds
    UTC. A baseline without a sample in its time stays as it is.
    """
    metrics = tuple(_frozen(metric, plan, series, begun) for metric in plan.metrics)
    if all(now is then for now, then in zip(metrics, plan.metrics, strict=True)):
        return plan
    return replace(plan, metrics=metrics)


def _frozen(metric: Metric, plan: Plan, series: Window, begun: Mapping[str, int]) -> Metric:
    baseline = metric.baseline
    at = begun.get(baseline.before) if baseline is not None and baseline.kind == "mean" else None
    if baseline is None or baseline.window is None or at is None:
        return metric
    samples = series.get(own_key(metric.id, {metric.id: metric}, series))
    if samples is None:
        return metric
    stop = np.array([at], dtype=np.int64)
    mean = float(samples.sums.mean(stop - milliseconds(baseline.window), stop)[0])
    if isnan(mean):
        return metric
    number = Baseline("number", Quantity(mean), f"mean before {baseline.before}")
    return replace(metric, baseline=number)
