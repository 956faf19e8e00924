from __future__ import annotations

import pytest

from relplanner.plan.forms.bound import BASELINE_REFERENCE, reference_of
from relplanner.plan.forms.condition import (
    Absent,
    And,
    Burn,
    Change,
    Compare,
    Condition,
    Level,
    Multiple,
    NoWorse,
    Or,
    Reference,
    Sigma,
    comparisons,
    format_condition,
    in_words,
    metrics_of,
    parse_condition,
)
from relplanner.plan.forms.duration import Elapsed
from relplanner.plan.forms.quantity import Quantity
from tests.plan.forms.refusals import refusal

NOT_A_CONDITION = "is not a condition such as error_rate > 1% for 5m."
DAY, WEEK = Elapsed(1.0, "d"), Elapsed(1.0, "w")


def above(metric: str, value: float, unit: str = "") -> Compare:
    return Compare(metric, ">", Level(Quantity(value, unit)))


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ("error_rate > 1% for 5m", Condition(above("error_rate", 1.0, "%"), Elapsed(5.0, "m"))),
        ("p95_latency > 1000ms for 10m", Condition(above("p95_latency", 1000.0, "ms"), Elapsed(10.0, "m"))),
        (
            "p99_latency > 5x baseline for 10m",
            Condition(Compare("p99_latency", ">", Multiple(5.0, BASELINE_REFERENCE)), Elapsed(10.0, "m")),
        ),
        (
            "order_completion drops > 20% vs 1w ago",
            Condition(Compare("order_completion", ">", Change("drops", 20.0, Reference("ago", WEEK)))),
        ),
        (
            "ticket_rate rises > 50% vs baseline",
            Condition(Compare("ticket_rate", ">", Change("rises", 50.0, BASELINE_REFERENCE))),
        ),
        ("denials > 3 sigma vs 1d", Condition(Compare("denials", ">", Sigma(3.0, Reference("window", DAY))))),
        (
            "error_rate burns > 14.4x in 1h/5m",
            Condition(Compare("error_rate", ">", Burn(14.4, (Elapsed(1.0, "h"), Elapsed(5.0, "m"))))),
        ),
        ("error_rate < baseline", Condition(Compare("error_rate", "<", Multiple(1.0, BASELINE_REFERENCE)))),
        (
            "error_rate no worse than baseline",
            Condition(Compare("error_rate", "", NoWorse(BASELINE_REFERENCE))),
        ),
        (
            "error_rate > 1.5x stable",
            Condition(Compare("error_rate", ">", Multiple(1.5, Reference("series", name="stable")))),
        ),
        (
            "error_rate rises > 10% vs stable",
            Condition(Compare("error_rate", ">", Change("rises", 10.0, Reference("series", name="stable")))),
        ),
        ("load > 1x 1d", Condition(Compare("load", ">", Multiple(1.0, Reference("window", DAY))))),
        ("load > 1w ago", Condition(Compare("load", ">", Multiple(1.0, Reference("ago", WEEK))))),
        ("error_rate absent for 5m", Condition(Absent("error_rate"), Elapsed(5.0, "m"))),
        ("revenue < $10,000/h", Condition(Compare("revenue", "<", Level(Quantity(10000.0, "$/h"))))),
        ("tickets > 100/h", Condition(above("tickets", 100.0, "/h"))),
    ],
)
def test_a_condition_has_one_text(text: str, condition: Condition) -> None:
    assert parse_condition(text) == condition
    assert format_condition(condition) == text


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("error_rate ≥ 1%", "error_rate >= 1%"),
        ("error_rate>1%", "error_rate > 1%"),
        ("Error_Rate > 1 % FOR 5 minutes", "error_rate > 1% for 5m"),
        ("a = 1 AND b ≤ 2", "a == 1 and b <= 2"),
        ("absent(error_rate)", "error_rate absent"),
        ("error_rate is absent", "error_rate absent"),
        ("completion drops > 20%", "completion drops > 20% vs baseline"),
        ("completion drops by > 20 % from 1w ago", "completion drops > 20% vs 1w ago"),
        ("latency > 5 × baseline", "latency > 5x baseline"),
        ("latency > 5 times baseline", "latency > 5x baseline"),
        ("((a > 1))", "a > 1"),
        ("(a > 1 and b > 1) or c > 1", "a > 1 and b > 1 or c > 1"),
        ("a > 1 for 1h30m", "a > 1 for 90m"),
    ],
)
def test_a_condition_may_be_typed_loosely(text: str, canonical: str) -> None:
    assert format_condition(parse_condition(text)) == canonical


def test_and_binds_tighter_than_or() -> None:
    a, b, c = above("a", 1.0), above("b", 2.0), above("c", 3.0)
    assert parse_condition("a > 1 and b > 2 or c > 3").expr == Or((And((a, b)), c))
    assert parse_condition("a > 1 or b > 2 and c > 3").expr == Or((a, And((b, c))))
    assert parse_condition("a > 1 and (b > 2 or c > 3)").expr == And((a, Or((b, c))))


def test_for_holds_for_the_whole_condition() -> None:
    condition = parse_condition("a > 1 or b > 2 for 5m")
    assert condition.hold == Elapsed(5.0, "m")
    assert condition.hold.seconds == 300


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("a > 1 for 5m and b > 2", "“for” stands once, at the end, and holds for the whole condition."),
        ("(a > 1 for 5m) and b > 2", "“for” stands once, at the end, and holds for the whole condition."),
        ("(a > 1", "A parenthesis is not closed."),
        ("a > 1)", "A parenthesis is closed that was not opened."),
        ("a > 1 (b > 2)", "“(” does not belong here; join comparisons by and or or."),
        ("a > 1 b > 2", "Join comparisons by and or or."),
        ("Error rate > 1%", "A metric is named by its id, which has no blanks: error_rate."),
        (
            "error-rate > 1%",
            "“error-rate” is no metric's id; ids have small letters, digits and underscores.",
        ),
        ("error_rate", "Compare the metric with something: error_rate > 1%."),
        ("error_rate >", "Say what it is compared with: 1%, 200ms, baseline or 5x baseline."),
        (
            "error_rate is bad",
            "After the metric comes one of > >= < <= == !=, drops, rises or absent, not “is”.",
        ),
        ("a > 1 and", "A comparison is missing after “and”."),
        ("or a > 1", "A comparison is missing."),
        ("no > 1", "A condition begins with the id of a metric."),
        ("a > 1 for", "After “for” comes a stretch of time: for 5m."),
        ("a > 1 for 2mo", "After “for” comes a stretch of time: for 5m."),
        ("a rises", "Say by how much: rises > 20% vs 1w ago."),
        ("a > 3 sigma", "Say of what: 3 sigma vs 1d."),
        ("no absent", "A condition begins with the id of a metric."),
        ("absent(a > 1", "A parenthesis is not closed."),
        ("a drops > many%", "“many” is no number."),
        ("a > 2x B?", "“b?” is nothing to compare with; write baseline, 1d, 1w ago or stable."),
    ],
)
def test_a_refused_condition_says_what_to_write(text: str, hint: str) -> None:
    assert refusal(parse_condition, text) == f"“{text}” {NOT_A_CONDITION} {hint}"


def test_an_empty_condition_is_refused() -> None:
    assert refusal(parse_condition, " ") == f"“ ” {NOT_A_CONDITION}"


def test_the_level_of_a_condition_is_explained_by_itself() -> None:
    assert refusal(parse_condition, "error_rate > 5m").startswith("“5m” is not a quantity such as")


def test_parentheses_may_go_fifty_deep() -> None:
    assert format_condition(parse_condition("(" * 50 + "a > 1" + ")" * 50)) == "a > 1"
    deeper = "(" * 51 + "a > 1" + ")" * 51
    assert refusal(parse_condition, deeper).endswith("Parentheses go at most 50 deep.")


def test_the_metrics_of_a_condition_are_listed_once_each() -> None:
    condition = parse_condition("b > 1 and (a > 2 or b < 3) or c absent")
    assert metrics_of(condition) == ("b", "a", "c")


def test_the_comparisons_tell_what_they_refer_to() -> None:
    condition = parse_condition("a > 1 or b > 2x stable or c no worse than baseline")
    bounds = [leaf.bound for leaf in comparisons(condition.expr) if isinstance(leaf, Compare)]
    assert [reference_of(bound) for bound in bounds] == [
        None,
        Reference("series", name="stable"),
        BASELINE_REFERENCE,
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("error_rate > 1% for 5m", "Error rate is above 1%, for 5 minutes"),
        ("p99 >= 5x baseline for 1h", "p99 is at least 5 times its baseline, for 1 hour"),
        ("p99 < baseline", "p99 is below its baseline"),
        ("orders drops > 20% vs 1w ago", "orders is more than 20% lower than its value 1 week ago"),
        ("orders rises >= 5% vs stable", "orders is at least 5% higher than stable"),
        (
            "denials > 3 sigma vs 1d",
            "denials is more than 3 standard deviations off its mean of the last 1 day",
        ),
        ("p99 no worse than 2h", "p99 is no worse than its mean of the last 2 hours"),
        ("error_rate absent", "Error rate has no data"),
        ("a > 1 and b < 2 or c != 3", "(a is above 1 and b is below 2) or c is other than 3"),
    ],
)
def test_a_condition_reads_aloud(text: str, words: str) -> None:
    assert in_words(parse_condition(text), {"error_rate": "Error rate"}) == words
