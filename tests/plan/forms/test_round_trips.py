"""Every value has one text, and that text reads back as the value."""

from __future__ import annotations

import contextlib
import time
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from relplanner.errors import TextError
from relplanner.plan.forms import scalars
from relplanner.plan.forms.base import Form
from relplanner.plan.forms.condition import CONDITION
from relplanner.plan.forms.constraint import CONSTRAINT
from relplanner.plan.forms.dependency import DEPENDENCIES, DEPENDENCY
from relplanner.plan.forms.duration import DURATION, ELAPSED, ESTIMATE, LAG
from relplanner.plan.forms.moment import DATE, MOMENT, SPAN, TIMESTAMP
from relplanner.plan.forms.quantity import BASELINE, QUANTITY
from relplanner.plan.forms.recurrence import RECURRENCE
from relplanner.plan.forms.target import CRITERION, TARGET
from relplanner.plan.forms.week import HOURS, WEEK
from tests.plan.forms import values

WORDS = scalars.choice("draft", "in planning", "approved", name="status")
VALUES: list[tuple[Form[Any], st.SearchStrategy[Any]]] = [
    (DURATION, values.durations),
    (LAG, values.lags),
    (ESTIMATE, values.estimates),
    (ELAPSED, values.elapsed),
    (MOMENT, values.moments),
    (SPAN, values.spans),
    (DATE, values.days),
    (TIMESTAMP, values.timestamps),
    (DEPENDENCY, values.dependencies),
    (DEPENDENCIES, st.lists(values.dependencies, max_size=4).map(tuple)),
    (CONSTRAINT, values.constraints),
    (WEEK, values.weeks()),
    (HOURS, values.hours()),
    (RECURRENCE, values.recurrences),
    (QUANTITY, values.quantities),
    (BASELINE, values.baselines),
    (CONDITION, values.conditions),
    (TARGET, values.targets),
    (CRITERION, values.criteria),
    (scalars.TEXT, st.text()),
    (scalars.LINE, st.text().map(lambda text: " ".join(text.split()))),
    (scalars.IDENT, values.idents),
    (scalars.METRIC_ID, values.metrics),
    (scalars.NUMBER, st.floats(allow_nan=False, allow_infinity=False)),
    (scalars.INTEGER, st.integers(-(10**15) + 1, 10**15 - 1)),
    (scalars.PERCENT, st.floats(0, 100)),
    (scalars.YES_NO, st.booleans()),
    (scalars.VERSION, values.versions),
    (scalars.TIME_ZONE, values.time_zones),
    (scalars.URL, st.sampled_from(["https://prometheus.example.com", "http://localhost:9090/api/v1?x=1#y"])),
    (scalars.SECRET, st.sampled_from(["keyring:production", "env:RELPLANNER_TOKEN"])),
    (scalars.reference("stakeholders"), values.places),
    (WORDS, st.sampled_from(WORDS.choices)),
]
NAMES = [form.name for form, _ in VALUES]
FORMS = [form for form, _ in VALUES]


@pytest.mark.parametrize(("form", "strategy"), VALUES, ids=NAMES)
def test_every_value_reads_back_from_its_text(form: Form[Any], strategy: st.SearchStrategy[Any]) -> None:
    @given(strategy)
    def reads_back(value: Any) -> None:
        text = form.format(value)
        assert form.parse(text) == value
        assert form.format(form.parse(text)) == text

    reads_back()


@pytest.mark.parametrize(("form", "strategy"), VALUES, ids=NAMES)
def test_the_schema_of_a_form_admits_every_text_it_writes(
    form: Form[Any], strategy: st.SearchStrategy[Any]
) -> None:
    validator = jsonschema.Draft202012Validator(form.schema)

    @given(strategy)
    def admits(value: Any) -> None:
        assert validator.is_valid(form.format(value)), form.format(value)

    admits()


PIECES = """T0 T- + - .. 5d code-freeze FS soft % $ / ( ) and or for > < >= baseline x 1d ago vs drops sigma
Mon - Fri 09:00-17:00 ; , weekly on until times RRULE: FREQ= mean before query: over within of A-E 2027-03-10
absent no worse than error_rate must finish on 24x7 keyring: https:// e 1e9 . T-14 every days working grade"""
TANGLES = st.one_of(
    st.text(max_size=60),
    st.lists(st.sampled_from(PIECES.split()), max_size=10).flatmap(
        lambda pieces: st.sampled_from(["".join(pieces), " ".join(pieces)])
    ),
)


@pytest.mark.parametrize("form", FORMS, ids=NAMES)
def test_whatever_is_typed_is_read_or_refused_in_a_sentence(form: Form[Any]) -> None:
    @given(TANGLES)
    def answers(text: str) -> None:
        try:
            value = form.parse(text)
        except TextError as error:
            (problem,) = error.problems
            assert problem.message.endswith(".")
            assert not problem.hint or problem.hint.endswith((".", "?", ")"))
        else:
            again = form.format(value)
            assert form.parse(again) == value
            assert form.format(form.parse(again)) == again

    answers()


REPEATED = [
    "a", "1", " ", "a ", "1 ", "a-", "-", "(", "1,", "1-1", "T0", "a, ", "a > 1 and ", "(a > 1 or ", "/",
    "--", ".", "Mon 09:00-10:00; ", "Mon, ", "weekly on Mon, ", " before ", "[", "FREQ=", "1/1", "a.", "1e",
    "\u2212", "..", "of ",
]  # fmt: skip
LONG = [
    head + piece * (9_990 // len(piece)) for piece in REPEATED for head in ("", "a", "mean 1", "a > ", "1")
]


@pytest.mark.parametrize("form", FORMS, ids=NAMES)
def test_no_text_makes_a_parser_slow_or_fall_over(form: Form[Any]) -> None:
    for text in LONG:
        started = time.process_time()
        with contextlib.suppress(TextError):
            form.parse(text)
        assert time.process_time() - started < 0.5, text[:20]


@pytest.mark.parametrize(
    "form",
    [form for form in FORMS if form.name not in ("text", "secret", "web address")],
    ids=lambda form: form.name,
)
def test_a_text_of_absurd_length_is_refused(form: Form[Any]) -> None:
    with pytest.raises(TextError, match=r"^A text of 10,001 characters is too long here; expected was "):
        form.parse("a" * 10_001)


@pytest.mark.parametrize("form", FORMS, ids=NAMES)
def test_what_was_expected_can_end_a_sentence(form: Form[Any]) -> None:
    assert form.expected[0].islower()
    assert not form.expected.endswith((".", " "))
