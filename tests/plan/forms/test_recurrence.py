from __future__ import annotations

import pytest

from relplanner.plan.forms.moment import Offset
from relplanner.plan.forms.recurrence import (
    Recurrence,
    format_recurrence,
    parse_recurrence,
    rule_parts,
)
from tests.plan.forms.refusals import refusal

NOT_A_REPETITION = (
    "is not a repetition such as daily until T+7d, weekly on Mon, Thu or every 2 weeks, 5 times."
)


@pytest.mark.parametrize(
    ("text", "recurrence"),
    [
        ("daily until T+7d", Recurrence(1, "day", until=Offset("T", 7.0, "d"))),
        ("weekly until T+30d", Recurrence(1, "week", until=Offset("T", 30.0, "d"))),
        ("weekly on Mon, Thu until T+30d", Recurrence(1, "week", (0, 3), Offset("T", 30.0, "d"))),
        ("every 2 weeks, 5 times", Recurrence(2, "week", count=5)),
        ("every working day until T+7d", Recurrence(1, "workday", until=Offset("T", 7.0, "d"))),
        ("every 2 working days", Recurrence(2, "workday")),
        ("monthly 3 times", Recurrence(1, "month", count=3)),
        ("daily 1 time", Recurrence(1, "day", count=1)),
        ("weekly on Mon, Thu, 5 times", Recurrence(1, "week", (0, 3), count=5)),
        ("hourly until T+24h", Recurrence(1, "hour", until=Offset("T", 24.0, "h"))),
        ("daily", Recurrence()),
        ("RRULE:FREQ=MONTHLY;BYDAY=-1FR;COUNT=3", Recurrence(rule="FREQ=MONTHLY;BYDAY=-1FR;COUNT=3")),
    ],
)
def test_a_repetition_has_one_text(text: str, recurrence: Recurrence) -> None:
    assert parse_recurrence(text) == recurrence
    assert format_recurrence(recurrence) == text


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("Every day", "daily"),
        ("every Monday and Thursday until T+30d", "weekly on Mon, Thu until T+30d"),
        ("every Monday, 4 times", "weekly on Mon, 4 times"),
        ("weekly on thursday and monday", "weekly on Mon, Thu"),
        ("fortnightly", "every 2 weeks"),
        ("quarterly 4 times", "every 3 months, 4 times"),
        ("every workday", "every working day"),
        ("every hour until T+2h", "hourly until T+2h"),
        ("rrule:freq=weekly;byday=mo", "RRULE:FREQ=WEEKLY;BYDAY=MO"),
    ],
)
def test_a_repetition_may_be_typed_loosely(text: str, canonical: str) -> None:
    assert format_recurrence(parse_recurrence(text)) == canonical


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("daily until T+1d 3 times", "Give the end once: until a moment, or a number of times."),
        ("daily 0 times", "It must come at least once."),
        ("daily 1001 times", "At most 1,000 times."),
        ("monthly on Mon", "Days of the week go with weekly."),
        ("weekly on Foo", "“foo” is no day of the week; write Mon, Tue ... Sun."),
        (
            "sometimes",
            "Write daily, weekly, monthly, every 2 weeks or every working day; then until T+30d or 5 times.",
        ),
        ("RRULE:FREQ=SECONDLY", "The rule's FREQ cannot be “SECONDLY”."),
        ("RRULE:FREQ=DAILY;BYHOUR=9", "The rule's part “BYHOUR” is not supported."),
        ("RRULE:COUNT=3", "The rule needs its FREQ."),
        ("RRULE:FREQ=DAILY;FREQ=DAILY", "The rule says FREQ twice."),
        ("RRULE:FREQ=DAILY;COUNT=3;UNTIL=20270310", "Give the end once: COUNT or UNTIL."),
        ("RRULE:FREQ=DAILY;UNTIL=20271310", "The rule's UNTIL cannot be “20271310”."),
        ("RRULE:FREQ=WEEKLY;BYDAY=1MO", "Only a monthly or yearly rule can number its days, as 1MO does."),
    ],
)
def test_a_refused_repetition_says_what_is_wrong(text: str, hint: str) -> None:
    assert refusal(parse_recurrence, text) == f"“{text}” {NOT_A_REPETITION} {hint}"


def test_the_parts_of_a_rule_are_found_by_name() -> None:
    assert rule_parts("FREQ=MONTHLY;BYDAY=1MO") == {"FREQ": "MONTHLY", "BYDAY": "1MO"}
