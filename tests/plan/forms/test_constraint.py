from __future__ import annotations

import pytest

from relplanner.plan.forms.constraint import KINDS, WITHOUT_MOMENT, format_constraint, parse_constraint
from tests.plan.forms.refusals import refusal


@pytest.mark.parametrize(("short", "words"), KINDS.items())
def test_each_of_the_eight_kinds_is_read_in_words_and_by_its_abbreviation(short: str, words: str) -> None:
    moment = "" if words in WITHOUT_MOMENT else " 2027-03-10T09:00"
    assert format_constraint(parse_constraint(words + moment)) == words + moment
    assert parse_constraint(short + moment) == parse_constraint(words.title() + moment)
    assert parse_constraint(short.lower() + moment).kind == words


def test_a_constraint_may_hang_on_t0_or_an_anchor() -> None:
    assert format_constraint(parse_constraint("Must finish on T - 3 days")) == "must finish on T-3d"
    assert (
        format_constraint(parse_constraint("snet code-freeze+2d")) == "start no earlier than code-freeze+2d"
    )


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("must finish on", "Say when: must finish on 2027-03-10."),
        ("ASAP T0", "“As soon as possible” takes no date."),
        (
            "finish on T0",
            "It begins with one of: as soon as possible, as late as possible, must start on, must finish on, "
            "start no earlier than, start no later than, finish no earlier than, finish no later than.",
        ),
    ],
)
def test_a_refused_constraint_says_what_to_write(text: str, hint: str) -> None:
    expected = "is not a constraint such as must finish on 2027-03-10 or start no earlier than T-14d."
    assert refusal(parse_constraint, text) == f"“{text}” {expected} {hint}"
