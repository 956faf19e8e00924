"""Success criteria accrue time only when they were seen to be met; windows are judged when they close."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relplanner.plan.forms.duration import Elapsed, parse_duration
from relplanner.plan.forms.target import parse_criterion
from relplanner.plan.nouns.people import Stakeholder
from relplanner.plan.nouns.rollout import ManualCriterion, Metric, Phase, Source
from relplanner.plan.plan import Plan
from relplanner.rollout.criteria import PhaseProgress, Progress, accrue, clock_of, phase_progress
from relplanner.rollout.series import Series
from relplanner.rollout.words import progress_words
from tests.rollout.windows import MINUTE, window

HOUR = 60 * MINUTE
PLAN = Plan(
    sources=(Source(id="shop", every=Elapsed(1.0, "m")),),
    stakeholders=(Stakeholder(id="boss", role="Release manager"),),
    metrics=(
        Metric(id="errors", unit="%", better="lower", source="shop"),
        Metric(id="orders", unit="/min", better="higher", source="shop"),
        Metric(id="grade", source="shop"),
    ),
)


def phase(*criteria: str, duration: str = "10em", **more: object) -> Phase:
    parsed = tuple(parse_criterion(text) for text in criteria)
    return Phase(id="canary", duration=parse_duration(duration), criteria=parsed, **more)  # type: ignore[arg-type]


def progress(
    criterion: str, samples: str, now: float, of: int | None = None, metric: str = "errors"
) -> Progress:
    one = phase(criterion)
    clock = clock_of(one.criteria[0], PLAN, 0, one, of)
    return accrue(clock, window(samples, metric), round(now * MINUTE))


def say(instant: int) -> str:
    moment = dt.datetime(2027, 3, 10, tzinfo=dt.UTC) + dt.timedelta(milliseconds=instant)
    return f"{moment:%a %H:%M}"


def test_time_is_met_only_where_it_was_seen_to_be() -> None:
    found = progress("errors < 1%", "0 0 0 5 5 0 0", 6)
    assert (found.met_ms, found.missed_ms, found.unobserved_ms) == (4 * MINUTE, 2 * MINUTE, 0)
    assert (found.verdict, found.earliest, found.now) == ("open", 12 * MINUTE, "true")


@pytest.mark.parametrize("nothing", ["nan", "stale", "lost"])
def test_what_was_not_seen_accrues_nothing(nothing: str) -> None:
    found = progress("errors < 1%", f"0 0 {nothing} {nothing} 0 0", 5)
    assert (found.met_ms, found.unobserved_ms) == (3 * MINUTE, 2 * MINUTE)


def test_a_trigger_would_take_an_old_sample_for_five_minutes_a_criterion_only_until_it_is_blind() -> None:
    found = progress("errors < 1%", "0 0", 5)
    assert (found.met_ms, found.unobserved_ms) == (4 * MINUTE, MINUTE)


def test_before_a_phase_began_nothing_is_counted_and_its_end_is_told_from_its_start() -> None:
    clock = clock_of(parse_criterion("errors < 1%"), PLAN, 20 * MINUTE, phase("errors < 1%"))
    found = accrue(clock, window("0 0 0"), 2 * MINUTE)
    assert (found.met_ms, found.unobserved_ms, found.earliest) == (0, 0, 30 * MINUTE)


def test_the_promotion_is_told_from_what_is_still_missing() -> None:
    whole = " ".join(["0"] * 1102 + ["nan"] * 4)
    found = accrue(
        clock_of(parse_criterion("errors < 0.1%"), PLAN, 0, phase("errors < 0.1%", duration="24eh")),
        window(whole), 1105 * MINUTE,
    )  # fmt: skip
    assert progress_words(found, say) == "18 h 21 m of 24 h met, 4 m unobserved, earliest promotion Thu 00:04"


def test_a_criterion_is_met_at_the_instant_at_which_its_time_was_full() -> None:
    found = progress("errors < 1%", " ".join(["0"] * 20), 19)
    assert (found.verdict, found.earliest) == ("met", 10 * MINUTE)
    assert progress_words(found, say) == "met Wed 00:10"


def test_an_open_ended_phase_has_no_earliest_end() -> None:
    ongoing = Phase(id="full", ongoing=True, criteria=(parse_criterion("errors < 1%"),))
    found = accrue(clock_of(ongoing.criteria[0], PLAN, 0, ongoing), window("0 0 0"), 2 * MINUTE)
    assert (found.needed_ms, found.earliest, found.verdict) == (None, None, "open")
    assert progress_words(found, say) == "2 m met"


def test_a_window_is_judged_when_it_closes_and_not_before() -> None:
    text = "errors < 1% within 5em of T0"
    assert progress(text, "0 5 0 0 0 0 0", 4).verdict == "open"
    assert progress(text, "0 5 0 0 0 0 0", 5).verdict == "failed"
    assert progress(text, "0 0 0 0 0 0 9", 6).verdict == "met"


def test_a_window_may_open_after_the_phase() -> None:
    found = progress("errors < 1% within 3em of T0", "9 9 0 0 0 0", 5, of=2 * MINUTE)
    assert (found.verdict, found.earliest) == ("met", 5 * MINUTE)


def test_what_is_to_be_reached_counts_as_it_is_at_the_end_of_its_window() -> None:
    text = "orders >= 3/min within 3em of T0"
    assert progress(text, "0 1 2 3", 3, metric="orders").verdict == "met"
    assert progress(text, "3 3 3 2", 3, metric="orders").verdict == "failed"


def test_over_a_window_its_mean_is_judged() -> None:
    assert progress("errors < 2% over 3em", "5 1 1 0", 3).verdict == "met"
    assert progress("errors < 2% over 3em", "5 1 1 2", 3).verdict == "failed"


def test_a_window_that_was_hardly_seen_is_left_to_a_person() -> None:
    found = progress("errors < 1% within 5em of T0", "0 0 nan nan 0 0", 5)
    assert (found.verdict, found.earliest) == ("unknown", None)
    assert progress_words(found, say) == "cannot be judged, 2 m unobserved"


def test_a_grade_is_judged_by_its_place_on_the_scale() -> None:
    better = "grade better than B of A-E"
    assert progress(better, "1 1", 1, metric="grade").now == "true"
    assert progress(better, "2 2", 1, metric="grade").now == "false"
    assert progress("grade at least 4 of 5-1", "4 4", 1, metric="grade").now == "true"


def leave(one: Phase, samples: str, now: float) -> PhaseProgress:
    return phase_progress(PLAN, one, window(samples), 0, round(now * MINUTE))


def test_a_phase_may_be_left_when_the_last_of_its_criteria_may() -> None:
    one = phase("errors < 1%", "errors < 3%", duration="3em")
    found = leave(one, "0 2 0 0", 3)
    assert (found.verdict, found.earliest, found.planned_end) == ("open", 4 * MINUTE, 3 * MINUTE)
    assert leave(one, "0 0 0 0", 3).verdict == "ready"


def test_a_phase_waits_for_people_who_have_not_said_so() -> None:
    manual = (ManualCriterion(text="Support is calm"),)
    found = leave(phase("errors < 1%", duration="1em", hold="boss", manual=manual), "0 0", 1)
    assert (found.verdict, found.waiting) == ("waiting", ("Support is calm", "Release manager has to say go"))


def test_a_phase_with_a_failed_window_has_no_earliest_end() -> None:
    found = leave(phase("errors < 1% within 1em of T0", duration="5em"), "5 5", 1)
    assert (found.verdict, found.earliest) == ("failed", None)


SAMPLES = st.lists(st.sampled_from(["0", "5", "nan", "stale", "lost", "_", "inf"]), max_size=30).map(" ".join)


@given(SAMPLES, st.integers(0, 40))
def test_every_moment_is_met_missed_or_not_seen(samples: str, now: int) -> None:
    found = progress("errors < 1%", samples, now)
    assert found.met_ms + found.missed_ms + found.unobserved_ms == now * MINUTE


@given(SAMPLES, st.integers(1, 40))
def test_more_time_never_takes_away_what_was_met(samples: str, now: int) -> None:
    before = progress("errors < 1%", samples, now - 1)
    after = progress("errors < 1%", samples, now)
    assert 0 <= after.met_ms - before.met_ms <= MINUTE
    if before.verdict == "met":
        assert (after.verdict, after.earliest) == ("met", before.earliest)
    else:
        assert before.earliest is not None
        assert after.earliest is not None
        assert after.earliest >= before.earliest


@given(st.lists(st.sampled_from(["nan", "stale", "lost", "_"]), max_size=30).map(" ".join))
def test_silence_alone_never_meets_anything(samples: str) -> None:
    assert progress("errors < 1%", samples, 40).met_ms == 0
    assert progress("errors < 1% within 20em of T0", samples, 40).verdict == "unknown"


def test_a_number_typed_by_hand_accrues_until_it_expires() -> None:
    typed = {"errors": Series.of("errors", [0], [0.0], valid_ms=5 * MINUTE)}
    clock = clock_of(parse_criterion("errors < 1%"), PLAN, 0, phase("errors < 1%"))
    found = accrue(clock, typed, 8 * MINUTE)
    assert (found.met_ms, found.unobserved_ms) == (5 * MINUTE, 3 * MINUTE)
