from __future__ import annotations

import pytest

from relplanner.plan.forms.bound import BASELINE_REFERENCE, Change, Level, Multiple, NoWorse
from relplanner.plan.forms.duration import Duration
from relplanner.plan.forms.moment import T0, Offset
from relplanner.plan.forms.quantity import Quantity
from relplanner.plan.forms.target import (
    Criterion,
    Grade,
    Target,
    Window,
    format_criterion,
    format_target,
    parse_criterion,
    parse_target,
    target_in_words,
)
from tests.plan.forms.refusals import refusal

NOT_A_TARGET = "is not a target such as < 0.1%, >= 99.9% over 30ed or +5% vs baseline."
NOT_A_CRITERION = "is not a criterion such as error_rate < 0.1%."


def level(value: float, unit: str = "") -> Level:
    return Level(Quantity(value, unit))


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("< 0.1%", Target("<", level(0.1, "%"))),
        ("> 80%", Target(">", level(80.0, "%"))),
        (">= 99.9% over 30ed", Target(">=", level(99.9, "%"), Window("over", Duration(30.0, "d", True)))),
        ("+5% vs baseline", Target(">=", Change("rises", 5.0, BASELINE_REFERENCE))),
        (
            "-33% vs baseline within 30ed of T0",
            Target(
                ">=",
                Change("drops", 33.0, BASELINE_REFERENCE),
                Window("within", Duration(30.0, "d", True), T0),
            ),
        ),
        ("< baseline", Target("<", Multiple(1.0, BASELINE_REFERENCE))),
        ("no worse than baseline", Target("", NoWorse(BASELINE_REFERENCE))),
        ("< 5 within 7ed of T0", Target("<", level(5.0), Window("within", Duration(7.0, "d", True), T0))),
        (
            "< 5 within 7d of code-freeze+2d",
            Target("<", level(5.0), Window("within", Duration(7.0, "d"), Offset("code-freeze", 2.0, "d"))),
        ),
        ("better than B of A-E", Target(">", Grade("B", "A", "E"))),
        ("at least B of A-E", Target(">=", Grade("B", "A", "E"))),
        ("better than 2 of 5-1", Target(">", Grade("2", "5", "1"))),
        ("2 approvals", Target(">=", level(2.0, "approvals"))),
        ("1 approval", Target(">=", level(1.0, "approvals"))),
        ("> 4/5", Target(">", level(4.0, "/5"))),
    ],
)
def test_a_target_has_one_text(text: str, target: Target) -> None:
    assert parse_target(text) == target
    assert format_target(target) == text


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        (">= 4.0", ">= 4"),
        ("> 4.0/5.0", "> 4/5"),
        ("+5% from baseline", "+5% vs baseline"),
        ("\u221233 %", "-33% vs baseline"),
        ("> 25% within 7 days", "> 25% within 7d of T0"),
        ("no increase from baseline", "<= baseline"),
        ("no decrease", ">= baseline"),
        ("≥ 85%", ">= 85%"),
        ("< 3 seconds", "< 3s"),
        ("> 10,000 requests/minute", "> 10000 requests/min"),
        (">= 2 approvals", "2 approvals"),
        ("Better than b of a-e", "better than B of A-E"),
    ],
)
def test_targets_are_read_as_documents_write_them(text: str, canonical: str) -> None:
    assert format_target(parse_target(text)) == canonical


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("99.9%", "Say whether more or less is wanted: >= 99.9% or <= 99.9%."),
        ("> B grade", "Say the scale too: better than B of A-E."),
        ("> B", "Say the scale too: better than B of A-E."),
        ("better than F of A-E", "F is not on the scale A-E."),
        ("better than 2 of A-E", "A scale has letters or numbers, not both."),
        (
            "within SLA",
            "After the metric comes one of > >= < <= == !=, drops, rises or absent, not “within”.",
        ),
    ],
)
def test_a_refused_target_says_what_to_write(text: str, hint: str) -> None:
    assert refusal(parse_target, text) == f"“{text}” {NOT_A_TARGET} {hint}"


@pytest.mark.parametrize(
    "text",
    [
        "error_rate < 0.1%",
        "p95_latency < 200ms",
        "adoption > 20%",
        "ticket_volume < baseline",
        "satisfaction > 4/5",
        "checkout_time -33% vs baseline within 30ed of T0",
        "error_rate no worse than stable",
        "code_quality better than B of A-E",
    ],
)
def test_a_criterion_is_a_metric_and_its_target(text: str) -> None:
    criterion = parse_criterion(text)
    assert format_criterion(criterion) == text
    metric, _, target = text.partition(" ")
    assert criterion == Criterion(metric, parse_target(target))


def test_a_criterion_may_be_typed_without_blanks() -> None:
    assert format_criterion(parse_criterion("Error_Rate<0.1%")) == "error_rate < 0.1%"


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("Error rate < 0.1%", "A metric is named by its id, which has no blanks: error_rate."),
        ("< 0.1%", "First the id of a metric, then its target."),
        ("error_rate", "First the id of a metric, then its target."),
        ("no < 1", "First the id of a metric, then its target."),
        ("error_rate 0.1%", "Say whether more or less is wanted: >= 0.1% or <= 0.1%."),
    ],
)
def test_a_refused_criterion_says_what_to_write(text: str, hint: str) -> None:
    assert refusal(parse_criterion, text) == f"“{text}” {NOT_A_CRITERION} {hint}"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("< 0.1%", "below 0.1%"),
        (">= 99.9% over 30ed", "at least 99.9%, over 30ed"),
        ("-33% vs baseline within 30ed of T0", "at least 33% lower than its baseline, within 30ed of T0"),
        ("better than B of A-E", "better than B of A-E"),
        ("2 approvals", "at least 2 approvals"),
    ],
)
def test_a_target_reads_aloud(text: str, words: str) -> None:
    assert target_in_words(parse_target(text)) == words
