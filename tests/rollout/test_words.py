"""Readings: what a trigger, an alert, a condition or a criterion means, in plain sentences."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given

from relplanner.plan.forms.condition import parse_condition
from relplanner.plan.forms.duration import Elapsed, parse_duration
from relplanner.plan.forms.target import parse_criterion
from relplanner.plan.nouns.people import Stakeholder
from relplanner.plan.nouns.rollout import Alert, Metric, Phase, Rollout, Trigger
from relplanner.plan.plan import Plan
from relplanner.rollout.words import reading, span
from tests.plan.forms import values
from tests.strategies import nouns

PLAN = Plan(
    stakeholders=(Stakeholder(id="boss", role="Release manager", name="Ada"),),
    metrics=(
        Metric(id="errors", name="Error rate", unit="%", better="lower"),
        Metric(id="orders", name="Orders", better="higher"),
    ),
    rollout=Rollout(phases=(Phase(id="canary", name="Canary"), Phase(id="half"))),
)
WHEN = parse_condition("errors > 1% for 5m")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("errors > 1% for 5m", "Error rate is above 1% for 5 minutes without a break"),
        ("errors > 5x baseline", "Error rate is above 5 times its baseline"),
        ("orders drops > 20% vs 1w ago", "Orders is more than 20% lower than its value 1 week ago"),
        ("errors > 3 sigma vs 1d",
         "Error rate is more than 3 standard deviations above its mean of the last 1 day"),
        ("orders > 3 sigma vs 1d",
         "Orders is more than 3 standard deviations below its mean of the last 1 day"),
        ("orders no worse than baseline", "Orders is at least its baseline"),
        ("errors > 1.5x stable", "Error rate is above 1.5 times stable"),
        ("errors absent", "Error rate has no data"),
        ("errors burns > 14.4x in 1h/5m",
         "Error rate is using up its error budget more than 14.4 times as fast as it would last, over the "
         "last 1 hour and the last 5 minutes"),
        ("errors > 1% and (orders < 3 or other > 2) for 1m",
         "Error rate is above 1% and (Orders is below 3 or other is above 2), for 1 minute without a break"),
    ],
)  # fmt: skip
def test_a_condition_reads_as_what_stands_after_when(text: str, said: str) -> None:
    assert reading(parse_condition(text), PLAN) == said


@pytest.mark.parametrize(
    ("mode", "begins"),
    [
        ("act", "Rolls back when Error rate"), ("advise", "Calls for a rollback when Error rate"),
        ("observe", "Only takes note when Error rate"),
        ("off", "Is off; else it calls for a rollback when Error rate"),
    ],
)  # fmt: skip
def test_a_trigger_says_first_what_it_does(mode: str, begins: str) -> None:
    assert reading(Trigger(id="t", when=WHEN, mode=mode), PLAN).startswith(begins)


def test_a_trigger_says_everything_that_changes_when_it_fires() -> None:
    trigger = Trigger(
        id="t", when=WHEN, recovers=parse_condition("errors < 0.5%"), keep_firing_for=Elapsed(10.0, "m"),
        warm_up=Elapsed(2.0, "m"), no_data="hold", phases=("canary", "half"),
    )  # fmt: skip
    assert reading(trigger, PLAN) == (
        "Calls for a rollback when Error rate is above 1% for 5 minutes without a break. Armed in Canary "
        "and half only. The first 2 minutes are not judged. It is over only once Error rate is below 0.5%. "
        "It goes on for 10 minutes after that ends. While nothing is seen the clock stands still."
    )


def test_a_decision_is_read_with_who_may_take_it() -> None:
    call = Trigger(id="t", manual="The board calls for it.", who="boss")
    assert reading(call, PLAN) == "Release manager may decide to roll back: The board calls for it."
    assert reading(Trigger(id="t"), PLAN) == ""


def test_an_alert_is_read_with_its_response() -> None:
    alert = Alert(id="a", when=WHEN, response=parse_duration("30em"), owner="boss")
    assert reading(alert, PLAN) == (
        "Warns when Error rate is above 1% for 5 minutes without a break. To be answered within 30 minutes "
        "by Release manager."
    )
    assert reading(Alert(id="a", event="Deployment done"), PLAN) == "Warns of an event: Deployment done."
    assert reading(Alert(id="a"), PLAN) == ""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("errors < 0.1%", "Error rate is below 0.1% for as long as the phase lasts."),
        ("errors < 0.1% over 30ed",
         "Error rate is below 0.1% on the mean of 30 days, judged when they are over."),
        ("errors == 0 within 48eh of T0",
         "Error rate is exactly 0 in the 48 hours after T0, judged when they are over."),
    ],
)  # fmt: skip
def test_a_criterion_says_when_it_is_judged(text: str, said: str) -> None:
    assert reading(parse_criterion(text), PLAN) == said


@given(nouns(Trigger), nouns(Alert), values.criteria)
def test_whatever_can_be_written_can_be_read(trigger: Trigger, alert: Alert, criterion: object) -> None:
    plan = dataclasses.replace(PLAN, triggers=(trigger,), alerts=(alert,))
    assert reading(trigger, plan) or (trigger.when is None and trigger.manual is None)
    assert reading(alert, plan) or (alert.when is None and not alert.event)
    assert reading(criterion, plan).endswith(".")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("minutes", "said"),
    [(0, "0 m"), (0.5, "30 s"), (4, "4 m"), (1102, "18 h 22 m"), (1440, "24 h"), (2880 + 180, "2 d 3 h")],
)
def test_spans_are_said_to_the_minute(minutes: float, said: str) -> None:
    assert span(round(minutes * 60_000)) == said
