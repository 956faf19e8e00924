"""Every trigger, alert and criterion of the plans that come with the program can be judged and read."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from relplanner.plan.plan import Plan
from relplanner.rollout.criteria import accrue, clock_of
from relplanner.rollout.observe import VERDICTS
from relplanner.rollout.rule import rule_of
from relplanner.rollout.series import Series, Window, series_key
from relplanner.rollout.vector import judge
from relplanner.rollout.words import reading
from relplanner.storage import reader

RESOURCES = Path(__file__).parents[2] / "resources"
NAMES = ("templates/enterprise", "samples/aurora")
MINUTE, DAY = 60_000, 86_400_000


@pytest.fixture(scope="module", params=NAMES)
def plan(request: pytest.FixtureRequest) -> Plan:
    return reader.read(RESOURCES / f"{request.param}.relplan.yaml").plan


@pytest.fixture(scope="module")
def series(plan: Plan) -> Window:
    times = np.arange(-8 * DAY, DAY, MINUTE)
    keys = [key for metric in plan.metrics for key in (metric.id, *_others(metric))]
    return {key: Series.of(key, times, np.full(len(times), 1.0)) for key in keys}


def _others(metric: object) -> list[str]:
    return [series_key(metric.id, name) for name in [*dict(metric.series), "baseline"]]  # type: ignore[attr-defined]


def test_everything_that_can_be_judged_is_judged_true_or_false(plan: Plan, series: Window) -> None:
    rules = [rule for one in (*plan.triggers, *plan.alerts) if (rule := rule_of(one, plan)) is not None]
    assert len(rules) >= 4
    for rule in rules:
        judged = judge(rule, series, 0, DAY // 24)
        assert {VERDICTS[code] for code in judged.verdicts} <= {"true", "false"}, rule.id


def test_every_criterion_of_a_phase_is_counted(plan: Plan, series: Window) -> None:
    for phase in plan.rollout.phases:
        for criterion in phase.criteria:
            found = accrue(clock_of(criterion, plan, 0, phase), series, DAY // 24)
            assert found.now in ("true", "false"), (phase.id, criterion)
            assert found.unobserved_ms == 0


def test_everything_is_read_in_words(plan: Plan) -> None:
    for one in (*plan.triggers, *plan.alerts):
        assert reading(one, plan).endswith("."), one.id
    for phase in plan.rollout.phases:
        assert all(reading(criterion, plan).endswith(".") for criterion in phase.criteria)
