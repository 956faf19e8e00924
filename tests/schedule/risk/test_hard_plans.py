"""What cannot be simulated is said, and the rest still is."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from relplanner.plan.findings import CODES as PLAN_CODES
from relplanner.plan.forms.duration import parse_duration
from relplanner.plan.forms.week import parse_week
from relplanner.plan.nouns.timeline import Calendar, CalendarException
from relplanner.schedule import compute
from relplanner.schedule.findings import CODES as DATED_CODES
from relplanner.schedule.risk import simulate
from relplanner.schedule.risk.inputs import CODES
from tests.schedule.builders import ALWAYS, SHIFTS, act, anchor, plan_of
from tests.schedule.risk.uncertain import guess, risk


def told(plan, **options) -> dict[str, str]:
    found = simulate(compute(plan), trials=100, **options)
    return {finding.code: finding.message for finding in found.findings}


def test_codes_are_their_own() -> None:
    assert not set(CODES) & {*PLAN_CODES, *DATED_CODES}


def test_an_estimate_out_of_order_is_left_out_and_named() -> None:
    plan = plan_of(guess("a", "5d / 2d / 9d"), guess("b", "1d / 2d / 3d", "a"))
    found = simulate(compute(plan), trials=100)
    (finding,) = found.findings
    assert (finding.code, finding.severity, finding.path) == (
        "ESTIMATE-ORDER",
        "error",
        "activities[0].estimate",
    )
    assert "5d / 2d / 9d" in finding.message
    assert [driver.id for driver in found.drivers] == ["b"]


def test_no_spread_is_told_and_drives_nothing() -> None:
    plan = plan_of(guess("a", "2d / 2d / 2d"), guess("b", "1d / 2d / 3d", "a"))
    assert "2d / 2d / 2d" in told(plan)["RISK-NO-SPREAD"]
    assert [driver.id for driver in simulate(compute(plan), trials=100).drivers] == ["b"]


def test_without_anything_uncertain_all_trials_end_on_the_projected_date() -> None:
    schedule = compute(plan_of(act("a", "2d"), act("b", "1d", "a")))
    found = simulate(schedule, trials=50)
    assert set(found.finish.tolist()) == {schedule.projected}
    assert [finding.code for finding in found.findings] == ["RISK-NOTHING"]
    assert found.percentile(10) == found.percentile(95) == schedule.projected
    assert found.histogram().counts == (50,)
    assert found.drivers == found.events == ()
    assert found.criticality == {"a": 1.0, "b": 1.0}


def test_without_t0_there_is_no_chance_to_meet_it() -> None:
    found = simulate(compute(plan_of(guess("a", "1d / 2d / 3d"))), trials=100)
    assert found.target is None
    assert found.on_time_probability is None


def test_t0_is_met_in_the_trials_that_end_by_it() -> None:
    plan = plan_of(guess("a", "1d / 2d / 3d"), target="2025-04-11T17:00")
    found = simulate(compute(plan), trials=2000)
    assert found.target is not None
    assert found.on_time_probability == (found.finish <= found.target).sum() / 2000
    assert found.on_time_probability == pytest.approx(0.5, abs=0.05)


def test_a_cycle_before_the_release_leaves_it_undated_and_the_rest_simulated() -> None:
    plan = plan_of(
        act("a", "1d", "b"), act("b", "1d", "a"), act("end", None, "a, b"), guess("c", "1d / 2d / 3d"),
        milestone="end",
    )  # fmt: skip
    found = simulate(compute(plan), trials=100)
    assert len(found.finish) == 0
    assert found.findings[0].code == "RISK-NO-DATE"
    assert found.on_time_probability is None
    assert found.histogram().counts == ()
    assert found.s_curve() == ()
    assert set(found.criticality) == {"c"}
    with pytest.raises(ValueError, match="no date"):
        found.percentile(50)


def test_a_cycle_elsewhere_costs_the_release_nothing() -> None:
    plan = plan_of(
        act("a", "1d", "b"), act("b", "1d", "a"), guess("c", "1d / 2d / 3d"), milestone="c"
    )  # fmt: skip
    assert len(simulate(compute(plan), trials=100).finish) == 100


def test_nothing_at_all_is_simulated_without_a_word_too_many() -> None:
    assert len(simulate(compute(plan_of(start=None)), trials=10).finish) == 0
    undated = plan_of(guess("a", "1d / 2d / 3d"), start=None)
    assert "RISK-NO-DATE" in told(undated)


def test_a_chain_of_20000_is_simulated() -> None:
    chain = [guess(f"a{at}", "1h / 2h / 5h", f"a{at - 1}" if at else None) for at in range(20_000)]
    schedule = compute(plan_of(*chain))
    found = simulate(schedule, trials=200)
    assert len(found.finish) == 200
    assert set(found.criticality.values()) == {1.0}
    assert len(found.drivers) == 20_000


def test_2000_activities_without_links_are_simulated() -> None:
    schedule = compute(plan_of(*(guess(f"a{at}", "1d / 2d / 5d") for at in range(2000))))
    found = simulate(schedule, trials=1000)
    assert sum(found.criticality.values()) >= 1.0
    assert found.percentile(10) > schedule.projected, "the last of many is late"


def test_finished_work_is_fixed_and_of_running_work_only_the_rest_varies() -> None:
    done = guess("done", "1d / 2d / 9d", actual_start="2025-04-10T08:00", actual_finish="2025-04-10T17:00")
    running = guess("running", "4d / 8d / 12d", "done", actual_start="2025-04-11T08:00", progress=75.0)
    schedule = compute(plan_of(done, running, status="2025-04-14T08:00"))
    found = simulate(schedule, trials=2000)
    assert [driver.id for driver in found.drivers] == ["running"]
    assert found.criticality == {"done": 0.0, "running": 1.0}
    office = schedule.axis("office")
    begin = office.position(int(schedule.finish[1])) - 2 * 480
    left = [office.position(minute) - begin for minute in (int(found.finish[0]), int(found.finish[-1]))]
    assert 480 <= left[0] < 600
    assert 1300 < left[1] <= 1440


def test_what_a_person_says_remains_is_the_likely_rest() -> None:
    running = replace(
        guess("a", "4d / 8d / 12d", actual_start="2025-04-10T08:00", progress=10.0),
        remaining=parse_duration("2d"),
    )
    schedule = compute(plan_of(running))
    found = simulate(schedule, trials=4000)
    assert abs(found.percentile(50) - schedule.projected) < 120


@pytest.mark.parametrize(
    ("activity", "why"),
    [
        (replace(guess("a", "1d / 2d / 3d"), kind="milestone", duration=None), "takes no time"),
        (replace(guess("a", "1ed / 2ed / 3ed"), duration=parse_duration("2d")), "alike"),
        (replace(guess("a", "1d / 2ed / 3d")), "alike"),
    ],
)
def test_an_estimate_that_cannot_be_used_says_why(activity, why: str) -> None:
    assert why in told(plan_of(activity, act("z", "1d")))["RISK-UNUSED"]


@pytest.mark.parametrize(
    ("made", "why"),
    [
        (replace(risk("r", "a"), probability=None), "no probability"),
        (replace(risk("r", "a"), activity=None), "names no activity"),
        (risk("r", "ghost"), "there is no activity “ghost”"),
        (risk("r", "phase"), "summary"),
    ],
)
def test_a_risk_that_cannot_be_used_says_why(made, why: str) -> None:
    plan = plan_of(act("phase", kind="phase"), guess("a", "1d / 2d / 3d", parent="phase"), risks=(made,))
    assert why in told(plan)["RISK-UNUSED"]


def test_risks_that_are_closed_or_cost_no_time_are_no_news() -> None:
    risks = (replace(risk("r", "a"), closed=True), replace(risk("s", "a"), delay=None))
    found = simulate(compute(plan_of(guess("a", "1d / 2d / 3d"), risks=risks)), trials=50)
    assert found.events == ()
    assert found.findings == ()


def test_dates_that_hang_on_an_activity_are_told_to_stay() -> None:
    plan = plan_of(
        guess("a", "1d / 2d / 3d"), act("b", "1d", start="there+1d"), anchors=(anchor("there", activity="a"),)
    )
    assert "RISK-ANCHOR" in told(plan)


def test_waiting_for_the_start_of_a_summary_is_told_to_follow_one_part() -> None:
    plan = plan_of(
        act("phase", kind="phase"), guess("a", "1d / 2d / 3d", parent="phase"), act("b", "1d", "phase SS")
    )
    assert "RISK-FIRST-PART" in told(plan)


def test_a_calendar_that_runs_out_is_simulated_as_it_is_scheduled() -> None:
    short = Calendar(
        id="short",
        week=parse_week("Mon-Fri 08:00-16:00"),
        exceptions=(CalendarException(from_=dt.date(2025, 5, 1), to=dt.date(2125, 5, 1)),),
    )
    plan = plan_of(
        act("a", "30d", calendar="short"), act("b", "2d", "a", calendar="always"), act("c", "1d", "b"),
        calendars=(SHIFTS, ALWAYS, short),
    )  # fmt: skip
    schedule = compute(plan)
    assert set(simulate(schedule, trials=20).finish.tolist()) == {schedule.projected}


def test_dates_a_century_apart_are_simulated() -> None:
    plan = plan_of(
        guess("a", "1d / 2d / 3d"), guess("b", "1d / 2d / 3d", "a FS+24eh", start="2125-01-01T09:00"),
        act("c", "1d", "b", calendar="always"),
    )  # fmt: skip
    found = simulate(compute(plan), trials=50)
    assert len(found.finish) == 50
    assert found.criticality["b"] == 1.0
