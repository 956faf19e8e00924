"""What an explanation says is true: on random plans, what it names is taken away and the plan is computed
anew."""

from __future__ import annotations

import random
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from relplanner.plan.forms.moment import Wall
from relplanner.plan.plan import Plan
from relplanner.schedule import NEVER, Schedule, compute
from relplanner.schedule.explain import Step, why
from relplanner.schedule.explain.holds import PINS
from relplanner.schedule.explain.limits import end_of, missed_by
from relplanner.schedule.nodes import ACTIVE
from relplanner.schedule.zone import date_of
from tests.schedule.random_plans import random_plan

PLANS = st.builds(random_plan, st.integers(0, 10**6), st.integers(3, 40), st.booleans())


def end(schedule: Schedule, row_id: str, which: str) -> int:
    row = schedule.index[row_id]
    return int((schedule.start if which == "start" else schedule.finish)[row])


def without(plan: Plan, step: Step) -> Plan:
    """The plan without the one link or date that a step names."""
    hold = step._found.chosen
    assert hold is not None
    activity = plan.activities[hold.written]
    if hold.link is not None:
        links = list(activity.after)
        links.remove(hold.link)
        fresh = replace(activity, after=tuple(links))
    else:
        fresh = replace(activity, **{hold.key: None})
    rows = list(plan.activities)
    rows[hold.written] = fresh
    return replace(plan, activities=tuple(rows))


def has_to_be_late(plan: Plan) -> bool:
    return any(a.constraint is not None and a.constraint.moment is None for a in plan.activities)


@given(PLANS, st.randoms(use_true_random=False))
def test_without_the_cause_that_is_named_the_date_is_where_it_is_said_to_be(
    plan: Plan, draw: random.Random
) -> None:
    schedule = compute(plan)
    row_id = draw.choice(schedule.ids)
    for step in why(schedule, row_id).steps[:6]:
        hold = step._found.chosen
        if step.cause not in ("link", *PINS) or hold is None or hold.written >= len(plan.activities):
            continue
        activity = plan.activities[hold.written]
        if hold.key == "when" and activity.kind == "window":
            continue  # without its window it is another thing
        after = compute(without(plan, step))
        now = end(after, step.id, step.end)
        assert step.without is not None
        assert step.without <= step.moment
        if has_to_be_late(plan):
            continue  # what is as late as possible moves with everything that follows
        if hold.written == schedule.index[step.id]:
            assert now == step.without, step
        else:
            assert now <= step.without, step  # of a summary's link all parts are freed
        if step.without < step.moment:
            assert now < step.moment
        else:
            assert step.alternatives


@given(PLANS)
def test_every_date_is_explained_back_to_a_root_cause_once(plan: Plan) -> None:
    schedule = compute(plan)
    for row, row_id in enumerate(schedule.ids):
        found = why(schedule, row_id)
        if schedule.start[row] == NEVER:
            assert not found.steps
            assert "no date" in found.answer
            continue
        ends = [(step.id, step.end) for step in found.steps]
        assert len(set(ends)) == len(ends)
        root = found.steps[-1].cause
        assert root in {"start", "at", "when", "constraint", "freeze", "as-late", "actual", "status-date",
                        "plan-start"}  # fmt: skip
        for step in found.steps:
            if not (step.cause == "part" or schedule.is_open_ended(schedule.index[step.id])):
                assert step.moment == end(schedule, step.id, step.end)
            assert step.sentence.endswith(".")
            assert step.earlier.endswith(".")
        assert found.answer
        assert found.critical


@given(PLANS)
def test_gaps_add_up_to_the_time_between_the_instants_and_hold_no_work(plan: Plan) -> None:
    schedule = compute(plan)
    for row_id in schedule.ids:
        for step in why(schedule, row_id).steps:
            assert sum(gap.minutes for gap in step.gaps) == abs(step.gap_minutes)
            hold = step._found.chosen
            if step.cause == "link" and hold is not None:
                assert step.gap_minutes == step.moment - hold.ready - hold.work
                if hold.work == 0 and step.gap_minutes > 0:
                    axis = schedule.axis(schedule.calendar_of(step.id))
                    assert axis.work_between(hold.ready, step.moment) == 0


@given(PLANS)
def test_the_chain_of_the_release_milestone_is_its_critical_path(plan: Plan) -> None:
    schedule = compute(plan)
    if schedule.milestone < 0 or schedule.is_summary(schedule.milestone):
        return
    path = list(reversed(schedule.critical_path))
    steps = why(schedule, schedule.ids[schedule.milestone]).steps
    shown = [step.id for step in steps]
    plain = path[
        : next((at for at, one in enumerate(path) if schedule.is_summary(schedule.index[one])), None)
    ]
    begun = [one for one in plain if schedule._network.nodes[schedule.index[one]].begun is not None]
    if not begun:
        assert shown[: len(plain)] == plain


@given(PLANS, st.randoms(use_true_random=False))
def test_a_predecessor_done_earlier_by_no_more_than_said_moves_nothing(
    plan: Plan, draw: random.Random
) -> None:
    schedule = compute(plan)
    row_id = draw.choice(schedule.ids)
    for step in why(schedule, row_id).steps:
        hold = step._found.chosen
        if step.cause != "link" or hold is None or "by more than" not in step.earlier:
            continue
        network = schedule._network
        node = network.nodes[schedule.index[step.id]]
        axis = network.axes[node.axis if not (hold.work and not node.axis) else node.calendar]
        needed = step._teller._needed(step._found, hold)
        source = network.nodes[hold.source]
        own = network.axes[source.calendar if source.instant else source.axis]
        then = own.add(end(schedule, network.ids[hold.source], "finish" if hold.source_finish else "start"),
                       -needed)  # fmt: skip
        elapsed = hold.ready - end(
            schedule, network.ids[hold.source], "finish" if hold.source_finish else "start"
        )
        assert axis.position(then + elapsed) == axis.position(hold.ready)


def later(plan: Plan, schedule: Schedule, row: int, work: int) -> Plan:
    """The plan in which a row starts by some working minutes later."""
    walk = schedule._walk
    axis = schedule._network.axes[schedule._network.nodes[row].axis]
    minute = axis.start_at(walk.holds.position(row) + work)
    rows = list(plan.activities)
    rows[row] = replace(rows[row], start=Wall(date_of(minute // 1440), minute % 1440, 0))
    return replace(plan, activities=tuple(rows))


@given(PLANS, st.randoms(use_true_random=False))
def test_a_row_may_slip_by_its_slack_and_no_minute_more_before_it_moves_what_is_named(
    plan: Plan, draw: random.Random
) -> None:
    schedule = compute(plan)
    row = draw.randrange(len(plan.activities))
    node = schedule._network.nodes[row]
    if schedule.start[row] == NEVER or node.state != ACTIVE or node.complete or node.begun is not None:
        return
    if node.instant or node.axis == 0 or plan.activities[row].kind == "window" or has_to_be_late(plan):
        return
    slack, found = int(schedule.total_slack[row]), end_of(schedule._walk, row)
    if found.kind in ("past", "own"):
        return

    def moves(work: int) -> bool:
        after = compute(later(plan, schedule, row, work))
        if found.kind == "limit" and found.limit is not None:
            return missed_by(after._walk, found.row, found.limit) > 0
        if found.kind == "network":
            return after.network_finish > schedule.network_finish
        finish, before = int(after.finish[found.row]), int(schedule.finish[found.row])
        return finish > (schedule.target or 0) if found.kind == "t0" else finish > before

    if slack < 0:
        assert moves(0)
        return
    assert moves(slack + 1)
    if found.kind in ("network", "milestone"):
        assert not moves(slack)


def test_a_link_to_the_finish_of_what_never_ends_is_told_by_its_start() -> None:
    plan = random_plan(52, 14, True)
    schedule = compute(plan)
    step = why(schedule, "a1").steps[0]
    assert (step.cause, step.end) == ("link", "start")
    assert step.moment == schedule.start[schedule.index["a1"]]
    after = compute(without(plan, step))
    assert step.without == after.start[after.index["a1"]]
