"""The chain of one row and its sentences, case by case. Office hours are 08-12 and 13-17 on weekdays."""

from __future__ import annotations

import datetime as dt
import time

from relplanner.plan.forms.duration import parse_duration
from relplanner.plan.forms.week import parse_week
from relplanner.plan.nouns.rollout import Phase, Rollout
from relplanner.plan.nouns.timeline import Calendar, CalendarException
from relplanner.schedule import Schedule
from relplanner.schedule.explain import Gap, Step, why
from tests.schedule.builders import ALWAYS, SHIFTS, act, anchor, freeze, scheduled


def causes(schedule: Schedule, row_id: str) -> list[tuple[str, str]]:
    return [(step.id, step.cause) for step in why(schedule, row_id).steps]


def first(schedule: Schedule, row_id: str) -> Step:
    return why(schedule, row_id).steps[0]


def test_a_chain_leads_back_to_the_start_of_the_plan() -> None:
    s = scheduled(act("a", "1d"), act("b", "3d"), act("c", "1d", "a, b"), act("go", after="c FS+1d"))
    assert causes(s, "go") == [("go", "link"), ("c", "link"), ("b", "plan-start")]
    step, c, b = why(s, "go").steps
    assert step.link == "c FS+1d"
    assert step.sentence == "Is reached Wed 2025-04-16 17:00, 1d after “c” is done."
    assert c.sentence == "Starts Tue 2025-04-15 08:00, when “b” is done."
    assert c.earlier == "If “b” is done earlier; it gains up to 2 d, then “a” holds it."
    assert b.sentence == "Starts Thu 2025-04-10 08:00, with the plan: nothing starts before 2025-04-10T08:00."
    assert b.earlier == "Only if the plan starts earlier: move its start."
    assert why(s, "go").answer == (
        "“go” is reached Wed 2025-04-16 17:00, 1d after “c” is done. "
        "The chain of 3 steps goes back to “b”, which starts with the plan."
    )


def test_a_weekend_and_a_holiday_are_named_with_their_time() -> None:
    easter = Calendar(id="office", week=SHIFTS.week, holidays=("DE",))
    s = scheduled(act("a", "6d"), act("b", "1d", "a"), calendars=(easter, ALWAYS))
    step = first(s, "b")
    assert step.gaps == (
        Gap("holiday", "Good Friday", 420 + 1440), Gap("weekend", "", 2880),
        Gap("holiday", "Easter Monday", 1440 + 480),
    )  # fmt: skip
    assert sum(gap.minutes for gap in step.gaps) == step.gap_minutes
    assert "“Good Friday”, the weekend and “Easter Monday” lie between (4 d 15 h)" in step.sentence


def test_an_exception_is_called_by_its_name_and_a_night_is_not_worth_a_word() -> None:
    off = CalendarException(from_=dt.date(2025, 4, 15), name="Team day")
    week = Calendar(id="office", week=SHIFTS.week, exceptions=(off,))
    s = scheduled(act("a", "3d"), act("b", "1d", "a"), act("c", "1d", "b"), calendars=(week, ALWAYS))
    assert first(s, "b").sentence == (
        "Starts Wed 2025-04-16 08:00, when “a” is done; “Team day” lies between (1 d 15 h)."
    )
    assert first(s, "c").gaps == (Gap("night", "", 900),)
    assert first(s, "c").sentence == "Starts Thu 2025-04-17 08:00, when “b” is done."


def test_a_pin_says_what_it_costs_and_what_holds_then() -> None:
    s = scheduled(act("a", "1d"), act("b", "1d", "a", start="2025-04-16T08:00"))
    step = first(s, "b")
    assert step.cause == "start"
    assert step.link == "2025-04-16T08:00"
    assert step.earlier == (
        "Without this date it could start Fri 2025-04-11 08:00, 3 d earlier; then “a” holds it."
    )


def test_a_constraint_and_a_target_are_told_as_what_they_are() -> None:
    s = scheduled(
        act("a", "1d", constraint="must start on 2025-04-16T08:00"),
        act("b", "1d", constraint="finish no earlier than 2025-04-17T12:00"),
        act("m", at="T-2d"),
        target="2025-04-20T09:00",
    )
    assert "because its constraint is “must start on 2025-04-16T08:00”" in first(s, "a").sentence
    assert first(s, "b").sentence.startswith("Finishes Thu 2025-04-17 12:00, because its constraint")
    assert first(s, "m").sentence == "Is reached Fri 2025-04-18 09:00, because its target is T-2d."
    assert first(s, "m").earlier.endswith("The date moves with T0.")


def test_a_date_that_hangs_on_an_activity_leads_on_to_that_activity() -> None:
    s = scheduled(
        act("a", "2d"), act("b", "1d", start="cut+1wd"), anchors=(anchor("cut", activity="a"),)
    )  # fmt: skip
    assert causes(s, "b") == [("b", "start"), ("a", "plan-start")]
    assert "which hangs on “a”" in first(s, "b").sentence


def test_links_that_hold_as_much_are_all_named() -> None:
    s = scheduled(act("a", "2d"), act("b", "2d"), act("c", "1d", "a, b"))
    step = first(s, "c")
    assert step.alternatives == ("“b”",)
    assert step.without == step.moment
    assert step.earlier == "Not by “a” alone: “b” holds it as much."


def test_a_freeze_that_pushes_is_a_root_cause_with_the_time_to_beat() -> None:
    s = scheduled(
        act("a", "1d"), act("d", "2d", "a", kind="deployment"), freezes=(freeze("2025-04-14", "2025-04-18"),)
    )
    step = first(s, "d")
    assert step.cause == "freeze"
    assert step.gaps[0] == Gap("freeze", "freeze", 7 * 1440 + 960)
    assert sum(gap.minutes for gap in step.gaps) == step.gap_minutes
    assert step.sentence == (
        "Starts Mon 2025-04-21 08:00, where the freeze “freeze” pushes it; "
        "ready Fri 2025-04-11 08:00, it does not fit in before."
    )
    assert step.earlier == (
        "Without the freeze it could start Fri 2025-04-11 08:00. To fit in before it, it would have to start "
        "by Thu 2025-04-10 08:00, for which it waits for “a”."
    )


def test_what_happened_ends_the_chain() -> None:
    s = scheduled(
        act("a", "5d", actual_start="2025-04-08T08:00", progress=20.0, remaining="1d"),
        act("old", "1d", actual_start="2025-04-07T08:00", actual_finish="2025-04-07T17:00"),
        act("b", "1d", "a, old"),
        status="2025-04-14T08:00",
    )
    assert causes(s, "b") == [("b", "link"), ("a", "status-date")]
    assert why(s, "b").steps[1].sentence == (
        "Finishes Mon 2025-04-14 17:00: under way since Tue 2025-04-08 08:00, with 1 d of work left, "
        "counted from the status date, Mon 2025-04-14 08:00."
    )
    assert first(s, "old").sentence == "Started Mon 2025-04-07 08:00."
    assert why(s, "old").critical.startswith("Not critical: finished work")


def test_work_that_has_not_begun_waits_for_the_status_date() -> None:
    s = scheduled(act("a", "1d"), status="2025-04-12")
    step = first(s, "a")
    assert step.cause == "status-date"
    assert "the weekend lies between" in step.sentence
    assert "record its actual start" in step.earlier


def test_as_late_as_possible_is_a_cause_of_its_own() -> None:
    s = scheduled(act("a", "5d"), act("b", "1d", constraint="as late as possible"), act("c", "1d", "a, b"))
    step = first(s, "b")
    assert step.cause == "as-late"
    assert step.earlier == "Planned as soon as possible it could start Thu 2025-04-10 08:00."


def test_a_summary_is_explained_through_the_part_that_sets_it() -> None:
    s = scheduled(
        act("s", kind="phase"), act("a", "1d", parent="s"), act("b", "3d", parent="s"), act("x", "1d", "s")
    )
    assert causes(s, "s") == [("s", "part"), ("b", "plan-start")]
    assert first(s, "s").sentence == "Finishes Mon 2025-04-14 17:00 with its last part, “b”."
    assert first(s, "s").earlier == (
        "If “b” is done earlier; before Thu 2025-04-10 17:00 “a” is the last part."
    )
    assert causes(s, "x") == [("x", "link"), ("s", "part"), ("b", "plan-start")]
    assert why(s, "s").critical.startswith("Critical through its part “b”: any delay moves")


def test_links_and_dates_of_a_summary_hold_its_parts() -> None:
    s = scheduled(
        act("a", "3d"), act("s", kind="phase", after="a"), act("b", "1d", parent="s"),
        act("t", kind="phase", start="2025-04-22T08:00"), act("c", "1d", parent="t"),
    )  # fmt: skip
    assert "for which all of “s” waits" in first(s, "b").sentence
    assert first(s, "c").sentence == (
        "Starts Tue 2025-04-22 08:00, because “t” is set to start no earlier than 2025-04-22T08:00."
    )


def test_rollout_phases_are_explained_like_activities() -> None:
    phases = (Phase(id="one", duration=parse_duration("24eh")), Phase(id="two", ongoing=True))
    s = scheduled(act("go", "1d"), milestone="go", rollout=Rollout(phases=phases))
    assert causes(s, "rollout/two") == [
        ("rollout/two", "link"), ("rollout/one", "link"), ("go", "plan-start")
    ]  # fmt: skip
    assert why(s, "rollout/two").critical == "Not critical: it has no end of its own."


def test_what_has_no_date_is_answered_by_a_sentence() -> None:
    s = scheduled(act("loop", "1d", "pool"), act("pool", "1d", "loop"), act("x", "1d", "loop"))
    for name in ("loop", "x"):
        found = why(s, name)
        assert not found.steps
        assert found.critical == ""
        assert found.conflicts == ()
        assert found.disagreement == ""
        assert found.answer.startswith(f"“{name}” has no date.")
        assert "circle" in found.answer
    assert why(s, "nobody").answer == "There is no activity “nobody”."


def test_a_chain_of_twenty_thousand_is_walked_without_recursion() -> None:
    chain = [act("a0", "1h"), *(act(f"a{at}", "1h", f"a{at - 1}") for at in range(1, 20_000))]
    s = scheduled(*chain)
    begin = time.monotonic()
    found = why(s, "a19999")
    assert len(found.steps) == 20_000
    assert found.steps[-1].cause == "plan-start"
    assert "20,000 steps" in found.answer
    assert found.critical.startswith("Critical: any delay moves the end of the plan")
    assert why(s, "a0").critical.startswith("Critical: any delay moves the end of the plan")
    assert time.monotonic() - begin < 20


def test_names_of_the_plan_are_shown_as_they_are() -> None:
    s = scheduled(act("a", "1d", name="<b>{0} %s</b>"), act("b", "1d", "a"))
    assert "“<b>{0} %s</b>”" in first(s, "b").sentence


def test_instants_are_said_as_the_reader_wants_them() -> None:
    s = scheduled(act("a", "1d"))
    assert why(s, "a", say=lambda minute: f"@{minute}").steps[0].sentence.startswith("Starts @29071200, ")


def test_a_source_that_ends_while_its_successor_rests_must_gain_more_than_the_rest() -> None:
    evenings = Calendar(id="late", week=parse_week("Mon-Sun 08:00-22:00"))
    s = scheduled(
        act("a", "28h", calendar="late"), act("b", "1d", "a"), calendars=(SHIFTS, ALWAYS, evenings)
    )  # fmt: skip
    assert first(s, "b").earlier.startswith("If “a” is done earlier by more than 5 h")
