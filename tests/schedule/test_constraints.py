"""The eight constraints: which date each bounds, from which side."""

from __future__ import annotations

import pytest

from tests.schedule.builders import act, bar, late, scheduled, slack

WEEK = "2025-04-16"  # a Wednesday; the plan starts on Thursday the 10th


@pytest.mark.parametrize(
    ("constraint", "expected", "late_dates"),
    [
        ("as soon as possible", "04-10 08:00 .. 04-10 17:00", "04-23 08:00 .. 04-23 17:00"),
        ("as late as possible", "04-23 08:00 .. 04-23 17:00", "04-23 08:00 .. 04-23 17:00"),
        (f"start no earlier than {WEEK}T10:00", "04-16 10:00 .. 04-17 10:00", "04-23 08:00 .. 04-23 17:00"),
        (f"finish no earlier than {WEEK}T10:00", "04-15 10:00 .. 04-16 10:00", "04-23 08:00 .. 04-23 17:00"),
        (f"start no later than {WEEK}T10:00", "04-10 08:00 .. 04-10 17:00", "04-16 10:00 .. 04-17 10:00"),
        (f"finish no later than {WEEK}T10:00", "04-10 08:00 .. 04-10 17:00", "04-15 10:00 .. 04-16 10:00"),
        (f"must start on {WEEK}T10:00", "04-16 10:00 .. 04-17 10:00", "04-16 10:00 .. 04-17 10:00"),
        (f"must finish on {WEEK}T10:00", "04-15 10:00 .. 04-16 10:00", "04-15 10:00 .. 04-16 10:00"),
        (f"must start on {WEEK}", "04-16 08:00 .. 04-16 17:00", "04-16 16:59 .. 04-17 16:59"),
        (f"finish no later than {WEEK}", "04-10 08:00 .. 04-10 17:00", "04-16 08:00 .. 04-16 17:00"),
    ],
)
def test_each_constraint_bounds_its_end(constraint: str, expected: str, late_dates: str) -> None:
    s = scheduled(act("a", "1d", constraint=constraint), act("long", "10d"))
    assert bar(s, "a") == expected
    assert late(s, "a") == late_dates


def test_a_limit_on_a_day_without_work_is_the_last_working_minute_before_it() -> None:
    s = scheduled(act("a", "1d", constraint="start no later than 2025-04-12T12:00"), act("long", "10d"))
    assert late(s, "a") == "04-11 16:59 .. 04-14 16:59"


def test_constraints_hold_for_milestones_too() -> None:
    s = scheduled(act("m", constraint="must finish on 2025-04-12T12:00"), act("long", "10d"))
    assert bar(s, "m") == "04-12 12:00"
    assert slack(s, "m") == 0


def test_a_chain_put_off_as_late_as_possible_stays_in_order() -> None:
    s = scheduled(
        act("a", "1d", constraint="as late as possible"),
        act("b", "1d", "a", constraint="as late as possible"),
        act("long", "5d"),
    )
    assert bar(s, "a") == "04-15 08:00 .. 04-15 17:00"
    assert bar(s, "b") == "04-16 08:00 .. 04-16 17:00"


def test_a_pin_before_the_plan_start_does_not_move_work_before_it() -> None:
    s = scheduled(
        act("a", "1d", start="2025-01-01T08:00"), act("b", "1d", constraint="must start on 2025-04-07T08:00")
    )
    assert bar(s, "a") == bar(s, "b") == "04-10 08:00 .. 04-10 17:00"
    assert slack(s, "b") == -3 * 480
