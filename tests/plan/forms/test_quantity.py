from __future__ import annotations

import pytest

from relplanner.plan.forms.duration import Elapsed
from relplanner.plan.forms.quantity import (
    Baseline,
    Quantity,
    convert,
    format_baseline,
    format_quantity,
    parse_baseline,
    parse_quantity,
)
from relplanner.plan.forms.units import unit_of
from tests.plan.forms.refusals import refusal

NOT_A_QUANTITY = "is not a quantity such as 1%, 200ms, 100/h or $10,000/h."


@pytest.mark.parametrize(
    ("text", "quantity"),
    [
        ("1%", Quantity(1.0, "%")),
        ("0.05%", Quantity(0.05, "%")),
        ("1000ms", Quantity(1000.0, "ms")),
        ("94s", Quantity(94.0, "s")),
        ("$10,000/h", Quantity(10000.0, "$/h")),
        ("-$0.5", Quantity(-0.5, "$")),
        ("1,000 EUR/d", Quantity(1000.0, "EUR/d")),
        ("100/h", Quantity(100.0, "/h")),
        ("4/5", Quantity(4.0, "/5")),
        ("10k", Quantity(10.0, "k")),
        ("5MB/s", Quantity(5.0, "MB/s")),
        ("100 tickets/h", Quantity(100.0, "tickets/h")),
        ("3 failed logins", Quantity(3.0, "failed logins")),
        ("2 approvals", Quantity(2.0, "approvals")),
        ("1 approval", Quantity(1.0, "approvals")),
        ("0.5 ratio", Quantity(0.5, "ratio")),
        ("-5%", Quantity(-5.0, "%")),
        ("42", Quantity(42.0)),
    ],
)
def test_a_quantity_has_one_text(text: str, quantity: Quantity) -> None:
    assert parse_quantity(text) == quantity
    assert format_quantity(quantity) == text


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("4.0", "4"),
        ("4.0/5.0", "4/5"),
        ("4 of 5", "4/5"),
        ("10,000 requests/minute", "10000 requests/min"),
        ("100 tickets per hour", "100 tickets/h"),
        ("100 rps", "100/s"),
        ("$10k/h", "$10,000/h"),
        ("USD 5/h", "5 USD/h"),
        ("3 seconds", "3s"),
        ("500 mb", "500MB"),
        ("0.1 percent", "0.1%"),
        ("15µs", "15us"),
        ("\u22122%", "-2%"),
        ("+5%", "5%"),
    ],
)
def test_a_quantity_may_be_typed_loosely(text: str, canonical: str) -> None:
    assert format_quantity(parse_quantity(text)) == canonical


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("5m", "Write min for minutes or M for millions."),
        (
            "5 and 6",
            "“and 6” is no unit known here, as %, ms, s, min, h, MB, /s, /h, $ and names of things are.",
        ),
        ("1,5%", "Write a decimal point, not a comma; commas set off thousands."),
        ("5x baseline", "A multiple says of what: 5x baseline."),
        ("5 %/y", "“%/y” is no unit known here, as %, ms, s, min, h, MB, /s, /h, $ and names of things are."),
        ("1e30", "“e30” is no unit known here, as %, ms, s, min, h, MB, /s, /h, $ and names of things are."),
        ("9999999999999999", "The number is too large."),
    ],
)
def test_a_refused_quantity_says_what_to_write(text: str, hint: str) -> None:
    assert refusal(parse_quantity, text) == f"“{text}” {NOT_A_QUANTITY} {hint}"


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("1%", "ratio", 0.01),
        ("0.01 ratio", "%", 1.0),
        ("0.1%", "ratio", 0.001),
        ("200ms", "s", 0.2),
        ("1s", "ms", 1000.0),
        ("3min", "s", 180.0),
        ("100/h", "/min", 100 / 60),
        ("60/min", "/s", 1.0),
        ("1GiB", "MiB", 1024.0),
        ("$10,000/h", "USD/min", 10000 / 60),
        ("10k", "", 10000.0),
        ("5 tickets", "", 5.0),
        ("5", "tickets", 5.0),
        ("4/5", "of 5", 4.0),
        ("4/5", "/10", 8.0),
        ("4.0", "of 5", 4.0),
    ],
)
def test_units_are_converted_to_the_metrics_own(text: str, unit: str, value: float) -> None:
    assert convert(parse_quantity(text), unit) == value


@pytest.mark.parametrize("text", ["", "many", "%", "7 °", "+-5", "$", "--5"])
def test_what_is_no_quantity_is_refused(text: str) -> None:
    assert refusal(parse_quantity, text).startswith(f"“{text}” {NOT_A_QUANTITY}")


def test_conversion_rounds_once() -> None:
    """0.1 % and 0.05 % as shares are the nearest floats, not a product of two rounded ones."""
    assert convert(Quantity(0.07, "%"), "ratio") == 0.0007
    assert convert(Quantity(150.3, "ms"), "s") == 0.1503


@pytest.mark.parametrize(
    ("text", "unit", "message"),
    [
        ("1%", "ms", "“1%” cannot be compared with “ms”: a share against a time."),
        ("1%", "", "“1%” cannot be compared with a metric that has no unit: a share against a count."),
        ("$5", "EUR", "“$5” cannot be compared with “EUR”: USD against EUR."),
        (
            "100/h",
            "",
            "“100/h” cannot be compared with a metric that has no unit: count per time against a count.",
        ),
        (
            "5 tickets",
            "users",
            "“5 tickets” cannot be compared with “users”: count of tickets against count of users.",
        ),
    ],
)
def test_quantities_of_different_kinds_are_not_compared(text: str, unit: str, message: str) -> None:
    told = refusal(lambda written: convert(parse_quantity(written), unit), text)
    assert told == f"{message} Give the metric its unit, or write the quantity in the metric's."


def test_an_unknown_unit_of_a_metric_is_named() -> None:
    assert (
        refusal(unit_of, "°C") == "“°C” is no unit known here. Known are %, ms, s, MB, /s, $/h and the like."
    )
    assert convert(Quantity(21.0), "°C") == 21.0


@pytest.mark.parametrize(
    ("text", "baseline"),
    [
        ("94s (analytics, 2027-01-31)", Baseline("number", Quantity(94.0, "s"), "analytics, 2027-01-31")),
        ("94s", Baseline("number", Quantity(94.0, "s"))),
        ("94s (a) (b)", Baseline("number", Quantity(94.0, "s"), "a) (b")),
        ("mean 7d before rollout", Baseline("mean", window=Elapsed(7.0, "d"), before="rollout")),
        ("mean 7d before T0", Baseline("mean", window=Elapsed(7.0, "d"), before="T0")),
        ("mean 1h offset 1w", Baseline("mean", window=Elapsed(1.0, "h"), offset=Elapsed(1.0, "w"))),
        ("query: avg_over_time(x[7d]) - 1", Baseline("query", query="avg_over_time(x[7d]) - 1")),
    ],
)
def test_a_baseline_has_one_text(text: str, baseline: Baseline) -> None:
    assert parse_baseline(text) == baseline
    assert format_baseline(baseline) == text


def test_the_note_and_the_query_of_a_baseline_are_kept_to_the_letter() -> None:
    assert parse_baseline("94s (A \u2013  B)").note == "A \u2013  B"
    assert parse_baseline("query: a \u2212\n b").query == "a \u2212\n b"


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("mean 7d", "A mean says of when: mean 7d before rollout, or mean 1h offset 1w."),
        ("94s (analytics", "The note ends with a closing parenthesis."),
        ("query:", "Write the query after query:."),
    ],
)
def test_a_refused_baseline_says_what_to_write(text: str, hint: str) -> None:
    expected = (
        "is not a baseline such as 94s (analytics, 2027-01-31), mean 7d before rollout or query: PROMQL."
    )
    assert refusal(parse_baseline, text) == f"“{text}” {expected} {hint}"
