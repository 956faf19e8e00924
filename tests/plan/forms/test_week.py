from __future__ import annotations

import pytest

from relplanner.plan.forms.week import (
    ROUND_THE_CLOCK,
    format_hours,
    format_week,
    nominal_day,
    nominal_week,
    parse_hours,
    parse_week,
)
from tests.plan.forms.refusals import refusal

NOT_A_WEEK = "is not a working week such as Mon-Fri 09:00-17:00 or 24x7."
SPLIT = "Mon-Thu 09:00-12:00,13:00-17:00; Fri 09:00-14:00"


@pytest.mark.parametrize(
    "text",
    [
        "Mon-Fri 09:00-17:00",
        SPLIT,
        "24x7",
        "Mon-Fri 22:00-06:00",
        "Sun-Thu 09:00-17:00",
        "Mon,Wed,Fri 08:00-12:00",
        "Mon-Sun 09:00-17:00",
        "Mon-Fri 16:00-24:00",
        "Tue,Thu-Sat 09:00-17:00; Wed 10:00-11:00",
    ],
)
def test_a_week_has_one_text(text: str) -> None:
    assert format_week(parse_week(text)) == text


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("Mon\u2013Fri 9-17", "Mon-Fri 09:00-17:00"),
        ("monday - friday 09:00 - 17:00", "Mon-Fri 09:00-17:00"),
        ("Mon-Thu 09:00-17:00, Fri 09:00-14:00", "Mon-Thu 09:00-17:00; Fri 09:00-14:00"),
        ("Mon-Fri 13:00-17:00,09:00-12:00", "Mon-Fri 09:00-12:00,13:00-17:00"),
        ("Mon-Fri 09:00-12:00; Mon 13:00-17:00", "Mon 09:00-12:00,13:00-17:00; Tue-Fri 09:00-12:00"),
        ("Mon-Sun 00:00-24:00", "24x7"),
        ("24/7", "24x7"),
        ("Mon-Fri 09:00-17:00; Sat off", "Mon-Fri 09:00-17:00"),
        ("Mon-Fri 16:00-00:00", "Mon-Fri 16:00-24:00"),
        ("Fri-Mon 09:00-17:00", "Fri-Mon 09:00-17:00"),
    ],
)
def test_a_week_may_be_typed_loosely(text: str, canonical: str) -> None:
    assert format_week(parse_week(text)) == canonical


def test_a_shift_over_midnight_belongs_to_the_day_it_begins() -> None:
    assert parse_week("Mon 22:00-06:00").days == (((1320, 1800),), (), (), (), (), (), ())


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("Mon-Fri 09:00-17:00,16:00-18:00", "On Mon at 16:00 two intervals overlap."),
        ("Sun 22:00-06:00; Mon 05:00-07:00", "On Mon at 05:00 two intervals overlap."),
        ("-", "Write days, then hours: Mon-Thu 09:00-12:00,13:00-17:00; Fri 09:00-14:00."),
        ("Mon off", "There is no working time in it."),
        ("", "There is no working time in it."),
        ("Mon-Fri", "Say the hours of Mon-Fri too: Mon-Fri 09:00-17:00."),
        ("09:00-17:00", "Say the days of 09:00-17:00 too: Mon-Fri 09:00-17:00."),
        ("Foo 09:00-17:00", "“foo” is no day of the week; write Mon, Tue ... Sun."),
        ("Mon 09:00-25:00", "“09:00-25:00” does not fit on a clock of 24 hours."),
        ("Mon 09:00-09:00", "“09:00-09:00” is no time at all; a whole day is 00:00-24:00."),
        ("Mon 09:00", "“09:00” is no interval; write 09:00-17:00."),
    ],
)
def test_a_refused_week_says_what_is_wrong(text: str, hint: str) -> None:
    assert refusal(parse_week, text) == f"“{text}” {NOT_A_WEEK} {hint}"


def test_intervals_that_touch_do_not_overlap() -> None:
    assert format_week(parse_week("Mon-Sun 22:00-06:00,06:00-22:00")) == "Mon-Sun 06:00-22:00,22:00-06:00"


def test_the_nominal_day_is_the_most_common_one() -> None:
    assert nominal_day(parse_week(SPLIT)) == 420
    assert nominal_day(parse_week("Mon-Fri 09:00-17:00")) == 480
    assert nominal_day(ROUND_THE_CLOCK) == 1440
    assert nominal_day(parse_week("Mon 09:00-17:00; Tue 09:00-12:00")) == 480


def test_the_nominal_week_is_all_its_working_time() -> None:
    assert nominal_week(parse_week(SPLIT)) == 4 * 420 + 300
    assert nominal_week(ROUND_THE_CLOCK) == 10080
    assert nominal_week(parse_week("Mon-Fri 22:00-06:00")) == 2400


def test_the_hours_of_an_exception_may_be_none() -> None:
    assert parse_hours("09:00-12:00,13:00-15:00") == ((540, 720), (780, 900))
    assert parse_hours("Off") == ()
    assert format_hours(()) == "off"
    assert format_hours(parse_hours("22:00-02:00")) == "22:00-02:00"


def test_refused_hours_say_what_is_wrong() -> None:
    expected = "is not working hours such as 09:00-12:00,13:00-15:00, or off."
    assert refusal(parse_hours, "09:00-12:00,11:00-13:00") == (
        f"“09:00-12:00,11:00-13:00” {expected} At 11:00 two intervals overlap."
    )
    assert (
        refusal(parse_hours, "closed") == f"“closed” {expected} “closed” is no interval; write 09:00-17:00."
    )
