"""Two schedules compared row by row."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from relplanner.plan.forms.duration import parse_duration
from relplanner.schedule import NEVER, compute
from relplanner.schedule.comparison import Variance, compare
from tests.schedule.builders import act, plan_of
from tests.schedule.random_plans import random_plan


def test_a_longer_activity_moves_what_follows_by_its_working_time() -> None:
    plan = plan_of(act("a", "1d"), act("b", "1d", "a"), act("c", "1d"), milestone="b", target="2025-04-20")
    fresh = replace(
        plan, activities=(replace(plan.activities[0], duration=parse_duration("2d")), *plan.activities[1:])
    )
    found = compare(compute(plan), compute(fresh))
    rows = {row.id: row for row in found.rows}
    # “b” goes from Friday to Monday: three days on the clock, one of work.
    assert rows["b"] == Variance("b", "b", "task", "moved", 3 * 1440, 3 * 1440, 480, 480, 0, 0)
    assert rows["a"].what == "moved"
    assert (rows["a"].start, rows["a"].finish_work, rows["a"].duration) == (0, 480, 480)
    assert rows["c"].what == "same"
    assert (found.projected, found.target, found.slip) == (3 * 1440, 0, 3 * 1440)
    assert [row.id for row in found.moved] == ["a", "b"]


def test_rows_are_matched_by_id_and_a_renamed_one_is_not_guessed() -> None:
    before = compute(plan_of(act("a", "1d", name="Build"), act("b", "1d")))
    after = compute(plan_of(act("b", "1d"), act("z", "1d", name="Build")))
    found = compare(before, after)
    assert [(row.id, row.what) for row in found.rows] == [("b", "same"), ("z", "added"), ("a", "removed")]
    assert found.rows[1].start is None


def test_the_critical_paths_of_both_sides_are_told() -> None:
    before = compute(plan_of(act("a", "3d"), act("b", "2d"), act("go", after="a, b"), milestone="go"))
    after = compute(plan_of(act("a", "1d"), act("b", "2d"), act("go", after="a, b"), milestone="go"))
    found = compare(before, after)
    assert found.critical_path_before == ("a", "go")
    assert found.critical_path_after == ("b", "go")


def test_what_lost_or_got_its_date_has_moved_by_no_known_span() -> None:
    before = compute(plan_of(act("a", "1d"), act("b", "1d", "a")))
    after = compute(plan_of(act("a", "1d", "b"), act("b", "1d", "a")))
    assert [(row.what, row.start) for row in compare(before, after).rows] == [("moved", None)] * 2
    assert [row.what for row in compare(after, after).rows] == ["same"] * 2


@given(st.integers(0, 10**6), st.integers(1, 30), st.booleans())
def test_spans_are_the_differences_of_both_schedules(seed: int, count: int, wide: bool) -> None:
    before = compute(random_plan(seed, count, wide))
    after = compute(random_plan(seed + 1, count, wide))
    found = compare(before, after)
    assert {row.id for row in found.rows} == {*before.ids, *after.ids}
    assert len(found.rows) == len({row.id for row in found.rows})
    for row in found.rows:
        if row.start is None:
            continue
        old, new = before.index[row.id], after.index[row.id]
        assert NEVER not in (before.start[old], after.start[new])
        assert row.start == after.start[new] - before.start[old]
        assert row.finish == after.finish[new] - before.finish[old]
        assert row.total_slack == after.total_slack[new] - before.total_slack[old]
        if not after.is_summary(new) and after.activity(new).duration is not None:
            axis = after.axis(after.calendar_of(row.id))
            assert row.start_work in (
                axis.work_between(int(before.start[old]), int(after.start[new])), row.start
            )  # fmt: skip
    same = compare(after, after)
    assert all(row.what == "same" for row in same.rows)
