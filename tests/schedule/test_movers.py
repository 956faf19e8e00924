"""Drag is exact: the schedule computed anew without the activity says the same."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relplanner.plan.forms.duration import Duration
from relplanner.plan.plan import Plan
from relplanner.schedule import NEVER, compute
from relplanner.schedule.movers import what_moves
from relplanner.schedule.risk import simulate
from tests.schedule.builders import SHIFTS, act, plan_of
from tests.schedule.random_plans import random_plan
from tests.schedule.risk.uncertain import as_early, guess

NOTHING = Duration(0.0, "d")


def done_at_once(plan: Plan, ids: set[str]) -> Plan:
    """The plan with activities that take no time; what is under way has nothing left to do."""
    activities = []
    for activity in plan.activities:
        made = activity
        if activity.id in ids and activity.actual_finish is None and activity.kind != "milestone":
            begun = activity.actual_start is not None
            made = replace(activity, remaining=NOTHING) if begun else replace(activity, duration=NOTHING)
        activities.append(made)
    return replace(plan, activities=tuple(activities))


def check_drags(plan: Plan) -> dict[str, int]:
    schedule = compute(plan)
    if schedule.projected is None:
        return {}
    drags = {mover.id: mover.drag_minutes for mover in what_moves(schedule)}
    for row, activity in enumerate(plan.activities):
        if schedule.start[row] == NEVER:
            assert activity.id not in drags
            continue
        leaves = {schedule.ids[leaf] for leaf in schedule._linker.leaves_of(row)}
        without = compute(done_at_once(plan, leaves)).projected
        assert without is not None
        assert drags[activity.id] == max(0, schedule.projected - without), activity.id
    return drags


@given(st.integers(0, 10**6), st.sampled_from((3, 12, 40)), st.booleans())
def test_drag_is_what_the_schedule_without_the_activity_says(seed: int, count: int, wide: bool) -> None:
    plan = as_early(random_plan(seed, count, wide))
    plan = replace(plan, activities=tuple(each for each in plan.activities if each.id != "head"))
    check_drags(plan)


def test_a_parallel_branch_limits_the_drag() -> None:
    plan = plan_of(act("a", "3d"), act("b", "2d"), act("end", None, "a, b"), milestone="end")
    drags = {mover.id: mover.drag_working for mover in what_moves(compute(plan))}
    assert drags == {"a": 480, "b": 0, "end": 0}


def test_slack_does_not_tell_what_a_weekend_hides() -> None:
    """Around the clock over Friday night, what follows waits for Monday: there is slack, and drag as well."""
    plan = plan_of(
        act("build", "1d"), act("soak", "26h", "build", calendar="always"), act("ship", "1d", "soak"),
        milestone="ship", calendars=(SHIFTS, *plan_of().calendars[1:]),
    )  # fmt: skip
    schedule = compute(plan)
    assert schedule.total_slack[1] > 0
    found = {mover.id: mover for mover in what_moves(schedule)}
    assert found["soak"].drag_minutes == 3 * 1440, "Monday's work would be done on Friday"


@pytest.mark.parametrize("seed", [21, 125])
def test_what_runs_as_late_as_possible_hides_no_drag(seed: int) -> None:
    """It ends with the plan, so it may look like the end of the plan's chain."""
    assert max(check_drags(random_plan(seed, 25, True)).values()) > 0


def test_movers_come_with_the_largest_drag_first_and_all_rows_with_dates() -> None:
    plan = plan_of(
        act("phase", kind="phase"), act("a", "1d", parent="phase"), act("b", "3d", "a", parent="phase"),
        act("loop", "1d", "loop2"), act("loop2", "1d", "loop"), milestone="b",
    )  # fmt: skip
    found = what_moves(compute(plan))
    assert [mover.id for mover in found] == ["phase", "b", "a"]
    assert [mover.drag_working for mover in found] == [4 * 480, 3 * 480, 480]
    assert all(mover.slack_used is None and mover.criticality is None for mover in found)


def test_slack_used_and_criticality_come_from_the_baseline_and_the_risk() -> None:
    def plan(length: str) -> Plan:
        return plan_of(
            guess("a", "3d / 3d / 4d"), act("b", length), act("end", None, "a, b"), milestone="end"
        )

    before, after = compute(plan("1d")), compute(plan("2d"))
    found = {
        mover.id: mover for mover in what_moves(after, baseline=before, risk=simulate(after, trials=100))
    }
    assert found["b"].slack_used == 480
    assert found["a"].slack_used == 0
    assert (found["a"].criticality, found["b"].criticality) == (1.0, 0.0)
    other = plan_of(act("elsewhere", "1d"))
    assert {mover.slack_used for mover in what_moves(after, baseline=compute(other))} == {None}


def test_without_a_release_date_nothing_drags() -> None:
    plan = plan_of(act("a", "1d", "b"), act("b", "1d", "a"), act("c", "1d"), milestone="a")
    assert [(mover.id, mover.drag_minutes) for mover in what_moves(compute(plan))] == [("c", 0)]
    assert what_moves(compute(plan_of(start=None))) == ()


def test_progress_is_told_and_cancelling_leaves_drags_out() -> None:
    schedule = compute(plan_of(act("a", "1d"), act("b", "1d", "a")))
    told: list[float] = []
    what_moves(schedule, on_progress=told.append)
    assert told == [1.0]
    assert {mover.drag_minutes for mover in what_moves(schedule, cancelled=lambda: True)} == {0}


def test_many_candidates_are_run_in_several_goes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("relplanner.schedule.risk.at_once.MOST_CELLS", 1)
    chain = [act(f"a{at}", f"{at + 1}h", f"a{at - 1}" if at else None) for at in range(40)]
    told: list[float] = []
    found = what_moves(compute(plan_of(*chain)), on_progress=told.append)
    assert len(told) == 3
    assert {mover.id: mover.drag_working for mover in found} == {f"a{at}": 60 * (at + 1) for at in range(40)}
