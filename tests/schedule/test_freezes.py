"""Freeze windows push whole deployments out of their way, or only warn."""

from __future__ import annotations

from relplanner.schedule.findings import findings
from tests.schedule.builders import act, bar, freeze, late, scheduled, slack


def deploy(length: str, after: str | None = None, **fields: object):  # type: ignore[no-untyped-def]
    return act("d", length, after, kind="deployment", calendar="always", **fields)


def test_a_deployment_starts_when_the_freeze_ends_if_it_does_not_fit_before() -> None:
    window = (freeze("2025-04-10T20:00", "2025-04-11T06:00"),)
    assert bar(scheduled(deploy("12h"), freezes=window), "d") == "04-10 08:00 .. 04-10 20:00"
    assert bar(scheduled(deploy("13h"), freezes=window), "d") == "04-11 06:00 .. 04-11 19:00"


def test_dates_of_a_freeze_are_whole_days_with_the_last_included() -> None:
    s = scheduled(deploy("4h"), freezes=(freeze("2025-04-10", "2025-04-12"),))
    assert bar(s, "d") == "04-13 00:00 .. 04-13 04:00"


def test_freezes_one_after_the_other_are_one() -> None:
    two = (freeze("2025-04-10T06:00", "2025-04-11T06:00"), freeze("2025-04-11T08:00", "2025-04-12T06:00"))
    assert bar(scheduled(deploy("3h"), freezes=two), "d") == "04-12 06:00 .. 04-12 09:00"
    assert bar(scheduled(deploy("2h"), freezes=two), "d") == "04-11 06:00 .. 04-11 08:00"


def test_late_dates_keep_out_of_the_freeze_too() -> None:
    s = scheduled(
        deploy("4h"),
        act("next", "1d", "d"),
        act("long", "5d"),
        freezes=(freeze("2025-04-11T20:00", "2025-04-17T08:00"),),
    )
    assert bar(s, "d") == "04-10 08:00 .. 04-10 12:00"
    assert late(s, "next") == "04-16 08:00 .. 04-16 17:00"
    assert late(s, "d") == "04-11 16:00 .. 04-11 20:00"
    assert slack(s, "d") == 32 * 60


def test_other_kinds_are_not_stopped_unless_named() -> None:
    window = freeze("2025-04-10", "2025-04-12")
    assert bar(scheduled(act("a", "1d"), freezes=(window,)), "a") == "04-10 08:00 .. 04-10 17:00"
    named = freeze("2025-04-10", "2025-04-12", kinds=("task",))
    assert bar(scheduled(act("a", "1d"), freezes=(named,)), "a") == "04-14 08:00 .. 04-14 17:00"


def test_an_instant_at_the_end_of_a_freeze_is_outside_and_at_its_begin_inside() -> None:
    window = (freeze("2025-04-10T08:00", "2025-04-11T06:00", kinds=("milestone",)),)
    assert bar(scheduled(act("m"), freezes=window), "m") == "04-11 06:00"


def test_a_freeze_that_only_warns_moves_nothing_and_is_found() -> None:
    s = scheduled(deploy("4h"), freezes=(freeze("2025-04-10", "2025-04-12", mode="warn"),))
    assert bar(s, "d") == "04-10 08:00 .. 04-10 12:00"
    assert [finding.code for finding in findings(s)] == ["FREEZE"]


def test_a_deployment_under_way_is_not_moved_but_found() -> None:
    s = scheduled(
        deploy("4h", actual_start="2025-04-10T08:00"), freezes=(freeze("2025-04-10", "2025-04-12"),)
    )
    assert bar(s, "d") == "04-10 08:00 .. 04-10 12:00"
    assert [finding.code for finding in findings(s)] == ["FREEZE"]


def test_a_freeze_that_ends_before_it_begins_is_a_problem_without_effect() -> None:
    s = scheduled(deploy("4h"), freezes=(freeze("2025-04-12", "2025-04-09"),))
    assert [problem.code for problem in s.problems] == ["BAD-RANGE"]
    assert s.freezes == ()
