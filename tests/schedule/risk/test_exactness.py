"""Each trial of a simulation is the schedule of the plan with that trial's lengths, to the minute."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relplanner.schedule import compute
from relplanner.schedule.risk import simulate
from relplanner.schedule.risk.clocks import LiveClocks
from relplanner.schedule.risk.criticality import Criticality
from relplanner.schedule.risk.release import release_ends
from relplanner.schedule.risk.simulate import _Run
from tests.schedule.builders import act, freeze, plan_of
from tests.schedule.random_plans import random_plan
from tests.schedule.risk.uncertain import as_drawn, as_early, guess, risk, rows_of, uncertain_plan, unlimited

SIZES = st.sampled_from((3, 12, 40))


@given(st.integers(0, 10**6), SIZES, st.booleans())
def test_with_all_lengths_fixed_every_trial_is_the_schedule(seed: int, count: int, wide: bool) -> None:
    schedule = compute(as_early(random_plan(seed, count, wide)))
    run = _Run(schedule, 4, 1, "none", "pert")
    passes = run.passes(4, run._clocks)
    run.draw(passes, 0)
    passes.forward()
    ends = release_ends(run.network, passes)
    if schedule.projected is not None:
        assert ends.tolist() == [schedule.projected] * 4
    for slot, row in rows_of(run.network).items():
        if run.network.nodes[slot].begun is None:
            assert passes.start_minutes(slot).tolist() == [schedule.start[row]] * 4
    assert set(simulate(schedule, trials=5).finish.tolist()) <= {schedule.projected}


@given(st.integers(0, 10**6), SIZES, st.booleans())
def test_a_trial_ends_when_the_plan_with_its_lengths_does(seed: int, count: int, wide: bool) -> None:
    plan = as_early(uncertain_plan(seed, count, wide))
    schedule = compute(plan)
    if schedule.projected is None or schedule._network.waiting:
        return
    run = _Run(schedule, 4, seed, "none", "pert")
    passes = run.passes(4, run._clocks)
    criticality = Criticality(passes)
    run.draw(passes, 0)
    passes.forward()
    ends = release_ends(run.network, passes).tolist()
    drawn = compute(as_drawn(plan, passes, 0))
    assert ends[0] == drawn.projected
    criticality.run(1)
    expected = unlimited(drawn).critical
    for slot, row in rows_of(run.network).items():
        assert bool(criticality.counts[slot]) == bool(expected[row]), schedule.ids[row]
    for row, count_ in criticality.summary_counts.items():
        assert bool(count_) == bool(expected[row]), schedule.ids[row]


@pytest.mark.parametrize("wide", [False, True])
def test_tables_and_the_calendars_themselves_give_the_same_dates(wide: bool) -> None:
    for seed in range(6):
        run = _Run(compute(uncertain_plan(seed, 30, wide)), 8, 1, "none", "pert")
        if run.network.phases:
            continue
        ends = []
        for clocks in (run._clocks, LiveClocks(run.network.axes)):
            passes = run.passes(8, clocks)
            run.draw(passes, 0)
            passes.forward()
            ends.append(release_ends(run.network, passes).tolist())
        assert ends[0] == ends[1]


def test_a_risk_of_a_milestone_delays_it_by_work_on_its_calendar() -> None:
    plan = plan_of(
        act("build", "1d"), act("go", None, "build"), act("ship", "1d", "go"),
        milestone="ship", risks=(risk("late", "go", "medium", "2d"),),
    )  # fmt: skip
    schedule = compute(plan)
    found = simulate(schedule, trials=200)
    later = compute(plan_of(act("build", "1d"), act("wait", "2d", "build"), act("ship", "1d", "wait")))
    assert sorted(set(found.finish.tolist())) == [schedule.projected, later.project_finish]
    assert found.criticality["go"] == found.criticality["build"] == 1.0


def test_a_freeze_is_passed_over_in_each_trial_as_in_the_schedule() -> None:
    plan = plan_of(
        guess("build", "1d / 1.5d / 2d"), act("ship", "4h", "build", kind="deployment"),
        freezes=(freeze("2025-04-12", "2025-04-18"),), milestone="ship",
    )  # fmt: skip
    schedule = compute(plan)
    ends = simulate(schedule, trials=400).finish
    friday, monday = parse_minute("2025-04-11T17:00"), parse_minute("2025-04-21T12:00")
    before = int((ends <= friday).sum())
    assert 100 < before < 300
    assert int((ends == monday).sum()) == 400 - before, "what does not fit before it waits until it is over"


def parse_minute(text: str) -> int:
    return int(dt.datetime.fromisoformat(f"{text}+00:00").timestamp()) // 60
