"""A baseline "before" something is what it would be now, until that begins and freezes it."""

from __future__ import annotations

from dataclasses import replace

from relplanner.plan.forms.condition import parse_condition
from relplanner.plan.forms.quantity import format_baseline, parse_baseline
from relplanner.plan.nouns.rollout import Metric, Trigger
from relplanner.plan.plan import Plan
from relplanner.rollout.baselines import frozen
from relplanner.rollout.rule import rule_of
from relplanner.rollout.step import look
from tests.rollout.windows import MINUTE, window

TRIGGER = Trigger(id="slow", when=parse_condition("latency > 2x baseline"))
METRIC = Metric(id="latency", unit="ms", baseline=parse_baseline("mean 3m before rollout"))
PLAN = Plan(metrics=(METRIC, Metric(id="other")), triggers=(TRIGGER,))
SAMPLES = window("10 10 10 10 40 40 40 40", "latency")


def verdicts(plan: Plan) -> list[str]:
    rule = rule_of(TRIGGER, plan)
    assert rule is not None
    return [look(rule, SAMPLES, minute * MINUTE).verdict for minute in range(3, 8)]


def test_until_it_is_frozen_it_follows_what_it_should_judge() -> None:
    assert verdicts(PLAN) == ["false", "true", "false", "false", "false"]


def test_once_frozen_what_goes_wrong_does_not_become_its_own_yardstick() -> None:
    plan = frozen(PLAN, SAMPLES, {"rollout": 3 * MINUTE})
    assert verdicts(plan) == ["false", "true", "true", "true", "true"]
    baseline = plan.metrics[0].baseline
    assert baseline is not None
    assert format_baseline(baseline) == "10 (mean before rollout)"


def test_what_has_not_begun_or_was_not_measured_stays_as_it_is() -> None:
    assert frozen(PLAN, SAMPLES, {"T0": 3 * MINUTE}) is PLAN
    assert frozen(PLAN, {}, {"rollout": 3 * MINUTE}) is PLAN
    assert frozen(PLAN, SAMPLES, {"rollout": -9 * MINUTE}) is PLAN


def test_other_baselines_are_not_touched() -> None:
    given = replace(PLAN, metrics=(replace(METRIC, baseline=parse_baseline("94s (analytics)")),))
    assert frozen(given, SAMPLES, {"rollout": 3 * MINUTE}) is given
