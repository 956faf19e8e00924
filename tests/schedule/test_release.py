"""The release milestone, T0, slip, rollout phases, and what never extends the network."""

from __future__ import annotations

from relplanner.plan.forms.dependency import parse_dependencies
from relplanner.plan.forms.duration import parse_duration
from relplanner.plan.forms.week import WorkWeek
from relplanner.plan.nouns.rollout import Phase, Rollout
from relplanner.plan.nouns.timeline import Calendar
from relplanner.schedule import NEVER
from tests.schedule.builders import SHIFTS, act, bar, codes, critical, late, scheduled, slack, text

WORK = (act("a", "3d"), act("go", after="a"), act("aftercare", "10d", "go"))


def test_what_leads_to_the_milestone_counts_back_from_its_projected_finish() -> None:
    s = scheduled(*WORK, act("side", "1d", "a SS"), act("other", "1d"), milestone="go")
    assert slack(s, "a") == slack(s, "go") == 0
    assert text(s, s.projected or NEVER) == "04-14 17:00"
    assert late(s, "other") == "04-28 08:00 .. 04-28 17:00"  # leads nowhere: the end of the whole network


def test_t0_before_the_projection_makes_slack_negative_and_after_it_changes_nothing() -> None:
    early = scheduled(*WORK, milestone="go", target="2025-04-11T17:00")
    assert slack(early, "a") == slack(early, "go") == -480
    assert early.slip_minutes == 3 * 1440
    relaxed = scheduled(*WORK, milestone="go", target="2025-05-30T17:00")
    assert slack(relaxed, "a") == 0
    assert relaxed.slip_minutes is not None
    assert relaxed.slip_minutes < 0


def test_without_a_milestone_the_end_of_the_network_is_compared_with_t0() -> None:
    s = scheduled(act("a", "3d"), target="2025-04-14T12:00")
    assert s.slip_minutes == 300
    assert s.critical_path == ("a",)


def test_an_unknown_milestone_is_a_problem() -> None:
    assert codes(scheduled(*WORK, milestone="nothing")) == ["UNKNOWN-ID"]


def test_a_target_on_a_whole_day_is_kept_until_its_end() -> None:
    s = scheduled(act("a", "1d"), act("go", after="a"), milestone="go", target="2025-04-10")
    assert s.slip_minutes == -7 * 60


def test_meetings_and_open_ended_windows_never_extend_the_network() -> None:
    s = scheduled(
        act("a", "2d"), act("m", "1h", kind="meeting", start="2025-08-01T09:00"),
        act("care", kind="window", when="2025-05-01..", after="a"),
        act("program", kind="window", when="ongoing"),
    )  # fmt: skip
    assert text(s, s.project_finish or NEVER) == "04-11 17:00"
    assert bar(s, "care") == "05-01 00:00"
    assert s.is_open_ended(2)
    assert not s.is_open_ended(0)
    assert critical(s) == {"a"}


def test_a_closed_window_has_its_own_dates_and_extends_the_network() -> None:
    s = scheduled(act("a", "2d"), act("w", kind="window", when="2025-04-14..2025-04-18"))
    assert bar(s, "w") == "04-14 00:00 .. 04-19 00:00"
    assert text(s, s.project_finish or NEVER) == "04-19 00:00"


def test_rollout_phases_follow_the_milestone_around_the_clock_one_after_the_other() -> None:
    phases = (
        Phase(id="canary", duration=parse_duration("24eh")),
        Phase(id="half", duration=parse_duration("2d")),
        Phase(id="all", ongoing=True),
    )
    s = scheduled(*WORK, milestone="go", rollout=Rollout(phases=phases))
    assert s.ids[-3:] == ("rollout/canary", "rollout/half", "rollout/all")
    assert bar(s, "rollout/canary") == "04-14 17:00 .. 04-15 17:00"
    assert bar(s, "rollout/half") == "04-15 17:00 .. 04-17 17:00"
    assert bar(s, "rollout/all").startswith("04-17 17:00")
    assert s.driving("rollout/half") == ("rollout/canary",)


def test_phases_may_hang_on_an_activity_or_each_other_and_activities_on_phases() -> None:
    phases = (
        Phase(id="one", duration=parse_duration("1d")),
        Phase(id="two", duration=parse_duration("1d"), after=parse_dependencies("rollout/one SS+4h")),
    )
    s = scheduled(
        *WORK, act("report", "1d", "rollout/one"), rollout=Rollout(after="a", phases=phases), milestone="go"
    )
    assert bar(s, "rollout/one") == "04-14 17:00 .. 04-15 17:00"
    assert bar(s, "rollout/two") == "04-14 21:00 .. 04-15 21:00"
    assert bar(s, "report") == "04-16 08:00 .. 04-16 17:00"
    assert codes(s) == []


def test_a_soft_link_never_moves_a_date() -> None:
    s = scheduled(act("a", "3d"), act("b", "1d", "a soft"))
    assert bar(s, "b") == "04-10 08:00 .. 04-10 17:00"


def test_an_unknown_predecessor_is_a_problem_and_its_link_is_ignored() -> None:
    s = scheduled(act("a", "1d", "ghost, a"))
    assert codes(s) == ["UNKNOWN-ID", "SELF-LINK"]
    assert s.problems[0].path == "activities[0].after[0]"
    assert s.problems[0].id == "a"
    assert bar(s, "a") == "04-10 08:00 .. 04-10 17:00"


def test_a_pin_on_a_summary_holds_for_each_part_and_so_does_its_deadline() -> None:
    s = scheduled(
        act("s", kind="phase", start="2025-04-14T08:00", deadline="2025-04-14T17:00"),
        act("a", "1d", parent="s"), act("b", "2d", parent="s"),
    )  # fmt: skip
    assert bar(s, "s") == "04-14 08:00 .. 04-15 17:00"
    assert slack(s, "b") == -480


def test_tasks_without_a_duration_take_a_day_and_meetings_an_hour() -> None:
    s = scheduled(
        act("a", kind="task"), act("b", kind="meeting"), act("g", kind="gate"), act("h", "1d", kind="gate")
    )
    assert bar(s, "a") == "04-10 08:00 .. 04-10 17:00"
    assert bar(s, "b") == "04-10 08:00 .. 04-10 09:00"
    assert bar(s, "g") == "04-10 08:00"
    assert bar(s, "h") == bar(s, "a")


def test_phases_in_a_circle_are_told_where_the_file_has_them() -> None:
    phases = (
        Phase(id="canary", after=parse_dependencies("rollout/half")),
        Phase(id="half", after=parse_dependencies("rollout/canary")),
    )
    s = scheduled(act("a", "1d"), rollout=Rollout(phases=phases))
    assert [(problem.code, problem.path) for problem in s.problems] == [("CYCLE", "rollout.phases[0].after")]


def test_a_loop_is_told_even_where_a_calendar_leaves_other_work_without_dates() -> None:
    never = Calendar(id="never", week=WorkWeek(((),) * 7))
    s = scheduled(
        act("a", "1d", "b"), act("b", "1d", "a"), act("c", "1d", calendar="never"),
        calendars=(SHIFTS, never),
    )  # fmt: skip
    assert "CYCLE" in codes(s)
