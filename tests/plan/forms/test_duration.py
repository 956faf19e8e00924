from __future__ import annotations

import pytest

from relplanner.plan.forms.duration import (
    Duration,
    Elapsed,
    Estimate,
    format_duration,
    format_elapsed,
    format_estimate,
    format_lag,
    in_minutes,
    parse_duration,
    parse_elapsed,
    parse_estimate,
    parse_lag,
)
from tests.plan.forms.refusals import refusal

NOT_A_DURATION = "is not a duration such as 10d, 4h or 2ed."


@pytest.mark.parametrize(
    "text",
    [
        "30m",
        "4h",
        "10d",
        "2w",
        "3mo",
        "24eh",
        "2ed",
        "30em",
        "1ew",
        "2emo",
        "1.5d",
        "0d",
        "0.25h",
        "1000000m",
    ],
)
def test_a_duration_stays_as_it_was_typed(text: str) -> None:
    assert format_duration(parse_duration(text)) == text


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("10 days", "10d"),
        ("2 weeks", "2w"),
        ("1 Month", "1mo"),
        ("90 min", "90m"),
        ("48 hrs", "48h"),
        ("2 elapsed days", "2ed"),
        (" 5D ", "5d"),
        ("24EH", "24eh"),
        ("5\u00a0d", "5d"),
        ("1.50d", "1.5d"),
        ("007d", "7d"),
        (".5d", "0.5d"),
        ("0", "0d"),
    ],
)
def test_words_and_capitals_that_people_type_are_understood(text: str, canonical: str) -> None:
    assert format_duration(parse_duration(text)) == canonical


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("5", "Write the unit too: 5d for days, 5h for hours."),
        ("3M", "Write 3m for minutes or 3mo for months."),
        ("-2d", "A duration has no sign."),
        ("1,5d", "Write a decimal point, not a comma: 1.5d."),
        ("1d 4h", "Write one number and one unit: 1.5d, or 12h."),
        ("30s", "Plans are kept to the minute."),
        ("1y", "Write months: 12mo."),
        ("5q", "The units are m, h, d, w and mo, with an e before them when the clock never stops: 2ed."),
        ("1000001d", "The largest number that can stand here is 1,000,000."),
    ],
)
def test_a_refused_duration_says_what_to_write(text: str, hint: str) -> None:
    assert refusal(parse_duration, text) == f"“{text}” {NOT_A_DURATION} {hint}"


@pytest.mark.parametrize("text", ["", "soon", "d", "5dd", "٣d", "1e3d", "5d!", "nan d", "infd", "+5d"])
def test_what_is_no_duration_is_refused(text: str) -> None:
    assert NOT_A_DURATION in refusal(parse_duration, text)


@pytest.mark.parametrize("text", ["+2d", "-1d", "+24eh", "+50%", "-20%", "+0d", "-1.5mo"])
def test_a_lag_is_written_with_its_sign(text: str) -> None:
    assert format_lag(parse_lag(text)) == text


@pytest.mark.parametrize(
    ("text", "lag"),
    [
        ("2d", Duration(2.0, "d")),
        ("\u22121d", Duration(-1.0, "d")),
        ("\u20131d", Duration(-1.0, "d")),
        ("+ 2 days", Duration(2.0, "d")),
        ("50 %", Duration(50.0, "%")),
        ("-0d", Duration(0.0, "d")),
        ("0", Duration(0.0, "d")),
    ],
)
def test_a_lag_may_be_typed_loosely(text: str, lag: Duration) -> None:
    assert parse_lag(text) == lag


def test_a_lag_has_one_sign() -> None:
    assert refusal(parse_lag, "+-2d") == "“+-2d” is not a lag such as +2d, -4h or +50%. One sign is enough."


def test_a_percentage_is_no_duration() -> None:
    assert NOT_A_DURATION in refusal(parse_duration, "50%")


def test_working_time_follows_the_nominal_day_and_week_of_the_calendar() -> None:
    assert in_minutes(parse_duration("2d"), day=480) == 960
    assert in_minutes(parse_duration("2d"), day=1440) == 2880
    assert in_minutes(parse_duration("1w"), week=2040) == 2040
    assert in_minutes(parse_duration("1mo"), day=420) == 20 * 420
    assert in_minutes(parse_duration("1mo"), month=9000) == 9000
    assert in_minutes(parse_duration("90m")) == 90
    assert in_minutes(parse_duration("1.5h")) == 90


def test_elapsed_time_is_the_same_on_every_calendar() -> None:
    assert in_minutes(parse_duration("24eh"), day=480) == 1440
    assert in_minutes(parse_duration("2ed"), day=480) == 2880
    assert in_minutes(parse_duration("1ew"), week=1) == 10080
    assert in_minutes(parse_duration("1emo"), month=1) == 30 * 1440


def test_a_percentage_has_no_minutes() -> None:
    with pytest.raises(ValueError, match="no length of its own"):
        in_minutes(parse_lag("+50%"))


def test_an_estimate_has_three_points() -> None:
    expected = Estimate(Duration(4.0, "d"), Duration(5.0, "d"), Duration(9.0, "d"))
    assert (
        parse_estimate("4d / 5d / 9d")
        == parse_estimate("4/5/9d")
        == parse_estimate("4d/5d/9 days")
        == expected
    )
    assert format_estimate(expected) == "4d / 5d / 9d"


def test_an_estimate_out_of_order_is_read_for_a_check_to_judge() -> None:
    assert parse_estimate("9d / 5d / 4d").optimistic == Duration(9.0, "d")


def test_a_refused_estimate_says_which_point_is_wrong() -> None:
    assert refusal(parse_estimate, "4d / 5d") == (
        "“4d / 5d” is not three durations such as 4d / 5d / 9d. "
        "Write the optimistic, the likely and the pessimistic one."
    )
    assert "“soon” is not a duration" in refusal(parse_estimate, "4d / soon / 9d")


@pytest.mark.parametrize("text", ["30s", "5m", "1h", "1d", "2w", "0.5h", "90s"])
def test_the_time_of_a_condition_stays_as_it_was_typed(text: str) -> None:
    assert format_elapsed(parse_elapsed(text)) == text


def test_the_time_of_a_condition_is_real_time() -> None:
    assert parse_elapsed("1d").seconds == 86400
    assert parse_elapsed("5 minutes").seconds == 300
    assert parse_elapsed("7ed") == Elapsed(7.0, "d")
    assert parse_elapsed("1h30m") == Elapsed(90.0, "m")


def test_a_condition_knows_no_months() -> None:
    assert refusal(parse_elapsed, "1mo") == (
        "“1mo” is not a stretch of time such as 30s, 5m or 1d. "
        "The units here are s, m, h, d and w, all of real time."
    )
    assert refusal(parse_elapsed, "30m1h").endswith("Write the larger unit first: 1h30m.")
