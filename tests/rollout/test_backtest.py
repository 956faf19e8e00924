"""Backtests of two recorded weeks: what fires, how often wrongly, how late; the same after a number moved."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relplanner.errors import Cancelled
from relplanner.plan.forms.condition import format_condition, parse_condition
from relplanner.plan.forms.duration import parse_elapsed
from relplanner.plan.plan import Plan
from relplanner.rollout.backtest import Incident, TriggerRun, backtest, judgeable, rule_for, span_of
from relplanner.rollout.series import Series
from relplanner.rollout.step import INACTIVE, look, step
from relplanner.rollout.tuning import tuning
from relplanner.storage.reader import parse
from tests.rollout.incident import (
    DAY_MS,
    EVERY_MS,
    GAP_MS,
    INCIDENT,
    PLAN,
    START_MS,
    STOP_MS,
    recorded,
)

MINUTE_MS = 60_000


@pytest.fixture(scope="module")
def plan() -> Plan:
    loaded = parse(PLAN)
    assert loaded.findings == ()
    return loaded.plan


@pytest.fixture(scope="module")
def runs(plan) -> dict[str, TriggerRun]:
    found = backtest(plan, recorded(), START_MS, STOP_MS, incident=INCIDENT)
    return {run.id: run for run in found.triggers}


def test_a_noisy_trigger_fires_on_most_nights_and_in_the_incident(runs) -> None:
    noisy = runs["error-rate"]
    assert noisy.condition == "error_rate > 1% for 5m"
    assert noisy.fired > 8
    assert noisy.false_alarms == noisy.fired - 1
    assert noisy.false_alarms_a_week == pytest.approx(noisy.false_alarms / 2, rel=0.01)
    assert noisy.fires_a_week == pytest.approx(noisy.fired / 2, rel=0.01)
    assert noisy.first_fired == noisy.of("firing")[0].start


def test_the_delay_runs_from_the_incidents_start_until_it_fires(runs) -> None:
    for name, hold in (("error-rate", 5), ("latency", 5), ("both", 2)):
        delay = runs[name].detection_delay
        assert hold * MINUTE_MS <= delay <= (hold + 4) * MINUTE_MS
        firing = runs[name].of("firing")
        (met,) = [one for one in firing if one.end > INCIDENT.start_ms and one.start < INCIDENT.stop_ms]
        assert met.start == INCIDENT.start_ms + delay


def test_a_trigger_that_fires_when_the_incident_begins_has_no_delay_and_one_that_misses_it_none(plan) -> None:
    before = Incident(INCIDENT.start_ms + 20 * MINUTE_MS, INCIDENT.stop_ms)
    quiet = Incident(START_MS + 5 * DAY_MS, START_MS + 5 * DAY_MS + MINUTE_MS)
    for incident, delay, false in ((before, 0, 0), (quiet, None, 1)):
        found = backtest(plan, recorded(), START_MS, STOP_MS, triggers=["latency"], incident=incident)
        (run,) = found.triggers
        assert (run.detection_delay, run.false_alarms) == (delay, false)


def test_without_an_incident_no_fire_is_called_false(plan) -> None:
    (run,) = backtest(plan, recorded(), START_MS, STOP_MS, triggers=["latency"]).triggers
    assert (run.false_alarms, run.false_alarms_a_week, run.detection_delay) == (None, None, None)
    assert run.fired == 1


def test_pending_comes_before_firing_without_a_break(runs) -> None:
    noisy = runs["error-rate"]
    pending = {one.end: one for one in noisy.of("pending")}
    for fire in noisy.of("firing"):
        assert pending[fire.start].end - pending[fire.start].start == 5 * MINUTE_MS


def test_a_gap_is_unknown_once_the_newest_sample_is_too_old_and_says_why(runs) -> None:
    (gap,) = [one for one in runs["error-rate"].of("unknown") if one.end - one.start > MINUTE_MS]
    assert GAP_MS[0] < gap.start <= GAP_MS[0] + 60_000
    assert gap.end == GAP_MS[1]
    assert "60 s old; the limit is 45 s" in gap.reason
    assert any("NaN" in one.reason for one in runs["latency"].of("unknown"))


def test_triggers_that_people_pull_are_not_judged_and_alerts_only_when_named(plan) -> None:
    found = backtest(plan, recorded(), START_MS, START_MS + DAY_MS)
    assert [run.id for run in found.triggers] == ["error-rate", "latency", "orders-drop", "both"]
    assert judgeable(plan) == ("error-rate", "latency", "orders-drop", "both")
    text = f"{PLAN}alerts:\n- id: latency\n  when: p95 > 300ms\n"
    alerted = backtest(parse(text).plan, recorded(), START_MS, START_MS + DAY_MS, triggers=["alerts/latency"])
    assert [(run.section, run.condition) for run in alerted.triggers] == [("alerts", "p95 > 300ms")]


def test_a_trigger_that_is_off_is_judged_as_if_it_observed(plan) -> None:
    off = parse(PLAN.replace("  mode: observe\n", "  mode: off\n")).plan
    runs = [backtest(p, recorded(), START_MS, STOP_MS, triggers=["both"]).triggers[0] for p in (plan, off)]
    assert runs[0].intervals == runs[1].intervals
    assert (runs[0].mode, runs[1].mode) == ("observe", "off")


def test_samples_are_counted_where_they_were_looked_at(plan) -> None:
    window = {**recorded(), "other": Series.of("other", [START_MS], [1.0])}
    found = backtest(plan, window, START_MS, START_MS + DAY_MS, triggers=["both"])
    inside = sum(
        len(window[name].between(START_MS, START_MS + DAY_MS)) for name in ("error_rate", "saturation")
    )
    assert found.samples == inside


def test_what_a_condition_looks_back_to_may_lie_before_the_start(plan) -> None:
    later = START_MS + 2 * DAY_MS
    whole, part = (
        backtest(plan, recorded(), start, STOP_MS, triggers=["orders-drop"]).triggers[0]
        for start in (START_MS, later)
    )
    assert [one for one in whole.of("firing") if one.start >= later] == list(part.of("firing"))
    assert part.of("unknown")[0].start > later


def test_progress_ends_at_one_and_a_backtest_can_be_cancelled(plan) -> None:
    told: list[float] = []
    backtest(plan, recorded(), START_MS, START_MS + DAY_MS, on_progress=told.append)
    assert told == [0.25, 0.5, 0.75, 1.0]
    with pytest.raises(Cancelled):
        backtest(plan, recorded(), START_MS, STOP_MS, cancelled=lambda: True)


def test_no_samples_at_all_are_unknown_throughout(plan) -> None:
    (run,) = backtest(plan, {}, START_MS, START_MS + 3_600_000, triggers=["latency"]).triggers
    (unknown,) = run.intervals
    assert (unknown.state, unknown.start, unknown.end) == (
        "unknown",
        START_MS,
        START_MS + 3_600_000 + EVERY_MS,
    )
    assert "p95 has no sample" in unknown.reason
    assert span_of({}) is None
    assert span_of(recorded()) == (START_MS, STOP_MS)


def test_the_backtest_is_what_folding_the_step_over_the_instants_gives(plan) -> None:
    """On the day of the incident and the day of the gap, for every trigger."""
    for day in (5, 9):
        start, stop = START_MS + day * DAY_MS + 10 * 3_600_000, START_MS + day * DAY_MS + 16 * 3_600_000
        for run in backtest(plan, recorded(), start, stop).triggers:
            rule = rule_for(plan.entry("triggers", run.id), plan)
            state, firing, blind = INACTIVE, [], []
            for instant in range(start, stop + 1, EVERY_MS):
                seen = look(rule, recorded(), instant)
                state = step(rule, state, instant, seen)
                firing.append(state.state == "firing")
                blind.append(state.blind or seen.verdict in ("nodata", "error"))
            assert covered(run, "firing", start, stop) == firing
            assert covered(run, "unknown", start, stop) == blind


def covered(run: TriggerRun, state: str, start: int, stop: int) -> list[bool]:
    spans = [(one.start, one.end) for one in run.of(state)]
    return [any(a <= at < b for a, b in spans) for at in range(start, stop + 1, EVERY_MS)]


@given(st.integers(50, 400), st.sampled_from(["0s", "30s", "2m", "5m", "20m"]))
def test_a_moved_number_gives_what_the_rewritten_trigger_gives(hundredths: int, hold: str) -> None:
    plan = parse(PLAN).plan
    trigger = plan.entry("triggers", "error-rate")
    span = START_MS + 9 * DAY_MS, START_MS + 10 * DAY_MS
    moved = tuning(trigger, plan, recorded(), *span, incident=INCIDENT).with_(
        hundredths / 100, parse_elapsed(hold)
    )
    rewritten = replace(trigger, when=parse_condition(f"error_rate > {hundredths / 100}% for {hold}"))
    afresh = tuning(rewritten, plan, recorded(), *span, incident=INCIDENT).with_()
    assert moved.intervals == afresh.intervals
    assert moved.detection_delay == afresh.detection_delay


def test_a_higher_threshold_leaves_the_incident_alone(plan) -> None:
    knobs = tuning(
        plan.entry("triggers", "error-rate"), plan, recorded(), START_MS, STOP_MS, incident=INCIDENT
    )
    curve = knobs.curve([1, 1.4, 2, 3, 9])
    assert [point.fired for point in curve][1:] == [1, 1, 1, 0]
    assert [point.false_alarms_a_week for point in curve][1:] == [0.0] * 4
    delays = [point.detection_delay for point in curve]
    assert delays[:4] == sorted(delays[:4])
    assert delays[4] is None


def test_each_number_of_a_condition_is_a_knob_of_its_own(plan) -> None:
    text = "(error_rate > 1% or p95 absent) and p95 > 5x baseline and orders drops > 20% vs 1w ago for 5m"
    trigger = replace(plan.entry("triggers", "error-rate"), when=parse_condition(text))
    tuned = tuning(trigger, plan, recorded(), START_MS, STOP_MS)
    assert [(knob.at, knob.kind, knob.number) for knob in tuned.knobs] == [
        (0, "level", 1.0), (2, "multiple", 5.0), (3, "percent", 20.0),
    ]  # fmt: skip
    written = format_condition(tuned.condition(7, parse_elapsed("1m"), at=2))
    assert written == text.replace("5x", "7x").replace("for 5m", "for 1m")
    assert format_condition(tuned.condition(2)) == text.replace("> 1%", "> 2%")
    assert format_condition(tuned.condition(for_=parse_elapsed("0s"))) == text.removesuffix(" for 5m")
    with pytest.raises(ValueError, match="no number"):
        tuned.condition(7, at=1)
    with pytest.raises(ValueError, match="no condition"):
        tuning(plan.entry("triggers", "go-back"), plan, recorded(), START_MS, STOP_MS)
