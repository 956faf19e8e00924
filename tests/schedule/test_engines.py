"""Both engines give the same numbers, from scratch and edit by edit."""

from __future__ import annotations

import random
import threading
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relplanner.plan.forms.dependency import parse_dependency
from relplanner.plan.forms.duration import Duration
from relplanner.plan.nouns.timeline import Activity
from relplanner.schedule import NEVER, Schedule, compute, list_passes
from relplanner.schedule.engine import EngineName
from relplanner.schedule.list_phases import run_phases
from relplanner.schedule.order import order_of
from tests.schedule.builders import act, plan_of
from tests.schedule.random_plans import random_edit, random_plan

COLUMNS = (
    "start", "finish", "late_start", "late_finish", "total_slack", "free_slack", "critical", "near_critical",
)  # fmt: skip


def columns(schedule: Schedule) -> dict[str, list[int]]:
    return {name: [int(value) for value in getattr(schedule, name)] for name in COLUMNS}


def same(one: Schedule, other: Schedule) -> None:
    assert one.ids == other.ids
    left, right = columns(one), columns(other)
    for name in COLUMNS:
        differing = [
            row for row, pair in enumerate(zip(left[name], right[name], strict=True)) if pair[0] != pair[1]
        ]
        named = [(one.ids[row], left[name][row], right[name][row]) for row in differing[:3]]
        assert not differing, f"{name} of {named}"
    assert one.project_finish == other.project_finish
    assert one.projected == other.projected


@given(st.integers(0, 10**6), st.sampled_from((3, 12, 40, 90)), st.booleans())
def test_lists_and_arrays_agree_on_any_plan(seed: int, count: int, wide: bool) -> None:
    plan = random_plan(seed, count, wide)
    same(compute(plan, engine="lists"), compute(plan, engine="arrays"))


@given(st.integers(0, 10**6), st.sampled_from((3, 12, 40)))
def test_phases_are_another_way_of_counting_the_same(seed: int, count: int) -> None:
    network = compute(random_plan(seed, count, False), engine="lists")._network
    order = order_of(network)
    quick, general = run_phases(network, order), list_passes.run(network, order)
    if quick is not None:  # as late as possible, or an instant in the night: tables or look-ups only
        rows = len(network.rows)
        assert (quick.early[:rows], quick.finish) == (general.early[:rows], general.finish)


@pytest.mark.parametrize("wide", [False, True])
def test_a_chain_of_edits_on_arrays_equals_lists_from_scratch(wide: bool, long_run: bool) -> None:
    for seed in range(60 if long_run else 8):
        draw = random.Random(seed)
        plan = random_plan(seed, 60, wide)
        before = compute(plan, engine="arrays")
        for _ in range(15):
            plan = random_edit(draw, plan, wide)
            before = compute(plan, before, engine="arrays")
            same(compute(plan, engine="lists"), before)


def test_one_calendar_is_counted_in_phases_and_several_by_tables() -> None:
    one = compute(random_plan(3, 40, False), engine="arrays")
    several = compute(random_plan(3, 40, True), engine="arrays")
    assert one._engine is not None
    assert type(one._engine.passes).__name__ == "PhasePasses"
    assert several._engine is not None
    assert type(several._engine.passes).__name__ == "TablePasses"


def test_a_length_edit_keeps_the_arrays_and_a_link_edit_makes_new_levels() -> None:
    plan = plan_of(act("a", "1d"), act("b", "2d", "a"), act("c", "1d", "a"), act("d", "1d", "b, c"))
    first = compute(plan, engine="arrays")
    longer = replace(plan, activities=(act("a", "3d"), *plan.activities[1:]))
    second = compute(longer, first, engine="arrays")
    assert second._engine is first._engine
    relinked = replace(longer, activities=(*longer.activities[:3], act("d", "1d", "b")))
    third = compute(relinked, second, engine="arrays")
    assert third._engine is not None
    assert third._engine is not second._engine
    same(third, compute(relinked, engine="lists"))


def test_a_preview_thrown_away_leaves_no_trace_in_later_schedules() -> None:
    plan = random_plan(5, 60, False)
    before = compute(plan, engine="arrays")
    draw = random.Random(1)
    for _ in range(5):
        compute(random_edit(draw, plan, False), before, engine="arrays")  # dragged, and given up
    edited = random_edit(draw, plan, False)
    same(compute(edited, before, engine="arrays"), compute(edited, engine="lists"))
    same(compute(plan, before, engine="arrays"), compute(plan, engine="lists"))


def test_a_schedule_does_not_change_when_a_later_one_is_computed() -> None:
    plan = random_plan(6, 60, True)
    before = compute(plan, engine="arrays")
    kept = columns(before)
    draw = random.Random(2)
    now = before
    for _ in range(5):
        plan = random_edit(draw, plan, True)
        now = compute(plan, now, engine="arrays")
    assert columns(before) == kept


def test_two_threads_may_compute_from_the_same_schedule() -> None:
    plan = random_plan(7, 80, False)
    before = compute(plan, engine="arrays")
    draw = random.Random(3)
    plans = [random_edit(draw, plan, False) for _ in range(6)]
    made: dict[int, Schedule] = {}

    def work(number: int) -> None:
        made[number] = compute(plans[number], before, engine="arrays")

    threads = [threading.Thread(target=work, args=(number,)) for number in range(len(plans))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for number, edited in enumerate(plans):
        same(made[number], compute(edited, engine="lists"))


def test_a_chain_of_20000_is_scheduled_and_its_path_told() -> None:
    count = 20_000
    plan = plan_of(*(act(f"a{at}", "1h", f"a{at - 1}" if at else None) for at in range(count)))
    schedule = compute(plan)
    assert schedule.project_finish is not None
    assert sum(schedule.total_slack) == 0
    assert schedule.axis("office").work_between(schedule.start[0], schedule.project_finish) == count * 60
    assert len(schedule.critical_path) == count
    edited = replace(plan, activities=(act("a0", "2h"), *plan.activities[1:]))
    assert compute(edited, schedule).project_finish == schedule.axis("office").add(
        schedule.project_finish, 60
    )


def test_a_ring_of_20000_is_told_and_not_scheduled() -> None:
    count = 20_000
    plan = plan_of(*(act(f"a{at}", "1h", f"a{(at - 1) % count}") for at in range(count)), act("free", "1d"))
    schedule = compute(plan)
    assert [problem.code for problem in schedule.problems] == ["CYCLE"]
    assert schedule.start[0] == NEVER
    assert schedule.start[count] != NEVER


def test_dates_centuries_apart_need_no_tables() -> None:
    deadline = act("b", "1d", "a FS+24eh", deadline="1950-01-01T12:00")
    plan = plan_of(act("a", "1d"), deadline, act("c", "1d", "b", start="2480-01-01T09:00", calendar="always"))
    same(compute(plan, engine="lists"), compute(plan, engine="arrays"))


@given(st.integers(0, 10**6))
def test_late_dates_are_exact(seed: int) -> None:
    """Delaying one activity to its late start moves the end not at all, one minute of work more moves it."""
    draw = random.Random(seed)
    count = draw.choice((6, 15))
    activities = [_simple(draw, at) for at in range(count)]
    plan = plan_of(
        *activities,
        start="2027-02-15T09:00",
        zone="Europe/Berlin",
        calendars=random_plan(0, 1, True).calendars,
    )
    schedule = compute(plan, engine="lists")
    row = draw.randrange(count)
    axis = schedule.axis("always" if _elapsed(activities[row]) else schedule.calendar_of(f"a{row}"))
    start = axis.position(int(schedule.start[row]))
    assert schedule.total_slack[row] >= 0
    for delay, moves in ((schedule.total_slack[row], False), (schedule.total_slack[row] + 1, True)):
        network = schedule._network
        low = network.nodes[row].low
        network.nodes[row].low = start + delay
        assert (_finish(schedule) > schedule.network_finish) == moves
        network.nodes[row].low = low


def _simple(draw: random.Random, at: int) -> Activity:
    sources = {draw.randrange(at) for _ in range(draw.choice((0, 1, 2)))} if at else set()
    lags = ("", "", "+3h", "-2h", "+30eh")
    after = tuple(
        parse_dependency(f"a{source} {draw.choice(('FS', 'SS', 'FF', 'SF'))}{draw.choice(lags)}")
        for source in sources
    )
    elapsed = draw.random() < 0.2
    calendar = draw.choice(("office", "always", "early", "night"))
    return Activity(
        id=f"a{at}", duration=Duration(draw.randint(1, 40), "h", elapsed), after=after, calendar=calendar
    )


def _elapsed(activity: Activity) -> bool:
    return activity.duration is not None and activity.duration.elapsed


def _finish(schedule: Schedule) -> int:
    network = schedule._network
    return list_passes.run(network, order_of(network)).finish


@pytest.mark.parametrize("engine", ["lists", "arrays"])
def test_what_has_begun_and_waited_for_a_summary_bounds_nothing(engine: EngineName) -> None:
    rows = (act("s", kind="phase"), act("a", "1d", parent="s"), act("b", "9d"), act("c", "1d", "b"))
    begun = {"actual_start": "2025-04-08T08:00", "progress": 50.0}
    plain = compute(plan_of(*rows), engine=engine)
    waited = compute(
        plan_of(*rows, act("d", "1d", "s", **begun), act("e", "1d", "s FS+1d", **begun)), engine=engine
    )
    assert (waited._engine is None) == (engine == "lists")
    for column in ("start", "finish", "late_start", "late_finish", "total_slack", "free_slack", "critical"):
        assert list(getattr(waited, column))[:4] == list(getattr(plain, column))
