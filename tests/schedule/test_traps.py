"""The 21 traps of the critical path method on which schedulers differ: what is true here of each.

Thursday 2025-04-10 08:00, 08-12 and 13-17 on weekdays; "late" and slack count back from the network's finish.
"""

from __future__ import annotations

import datetime as dt

from relplanner.plan.forms.week import WorkWeek
from relplanner.plan.nouns.timeline import Calendar, CalendarException
from relplanner.schedule import NEVER, compute
from tests.schedule.builders import (
    SHIFTS,
    act,
    bar,
    codes,
    critical,
    free,
    late,
    plan_of,
    scheduled,
    slack,
    text,
)


def test_01_a_milestone_stays_on_friday_evening_and_the_task_after_it_starts_on_monday() -> None:
    s = scheduled(act("a", "2d"), act("m", after="a"), act("b", "1d", "m"))
    assert bar(s, "m") == "04-11 17:00"
    assert bar(s, "b") == "04-14 08:00 .. 04-14 17:00"
    assert late(s, "a") == "04-10 08:00 .. 04-11 17:00"
    assert slack(s, "m") == 0


def test_02_a_milestone_takes_the_side_of_the_night_of_its_driver() -> None:
    s = scheduled(act("a", "2d"), act("b", "1d", "a"), act("end", after="a"), act("begin", after="b SS"))
    assert bar(s, "end") == "04-11 17:00"
    assert bar(s, "begin") == "04-14 08:00"


def test_03_a_start_to_finish_link_never_pulls_work_before_the_plan_start() -> None:
    s = scheduled(act("a", "2d"), act("b", "3d", "a SF"))
    assert bar(s, "b") == "04-10 08:00 .. 04-14 17:00"
    later = scheduled(act("x", "4d"), act("a", "2d", "x"), act("b", "3d", "a SF"))
    assert bar(later, "b") == "04-11 08:00 .. 04-15 17:00"


def test_04_a_lead_overlaps_and_comes_off_again_in_the_late_dates() -> None:
    s = scheduled(act("a", "2d"), act("b", "1d", "a FS-1d"), act("c", "5d"))
    assert bar(s, "b") == "04-11 08:00 .. 04-11 17:00"
    assert late(s, "b") == "04-16 08:00 .. 04-16 17:00"
    assert late(s, "a") == "04-15 08:00 .. 04-16 17:00"


def test_05_elapsed_lags_and_lengths_run_through_the_weekend_and_are_not_snapped() -> None:
    lag = scheduled(act("a", "2d"), act("b", "1d", "a FS+1ed"))
    assert bar(lag, "b") == "04-14 08:00 .. 04-14 17:00"
    s = scheduled(act("a", "2ed"), act("b", "1d", "a"), act("c", "1ed", "a"))
    assert bar(s, "a") == "04-10 08:00 .. 04-12 08:00"
    assert bar(s, "c") == "04-12 08:00 .. 04-13 08:00"
    assert late(s, "a") == "04-11 17:00 .. 04-13 17:00"  # on a Sunday, not moved back to Friday evening
    assert slack(s, "a") == 33 * 60  # its calendar is the clock
    assert critical(s) == {"b"}


def test_06_a_percentage_is_of_the_predecessor_and_in_its_kind_of_time() -> None:
    s = scheduled(act("a", "4d"), act("b", "1d", "a FS+50%"), act("e", "2ed"), act("f", "1d", "e SS+50%"))
    assert bar(s, "b") == "04-18 08:00 .. 04-18 17:00"
    assert bar(s, "f") == "04-11 08:00 .. 04-11 17:00"


def test_07_a_working_lag_runs_on_the_successors_calendar() -> None:
    s = scheduled(
        act("a", "2d"), act("day", "1d", "a FS+8h"), act("night", "8h", "a FS+8h", calendar="always")
    )
    assert bar(s, "day") == "04-15 08:00 .. 04-15 17:00"
    assert bar(s, "night") == "04-12 01:00 .. 04-12 09:00"


def test_08_logic_wins_over_a_constraint_and_the_violation_is_negative_slack_all_the_way_up() -> None:
    must = scheduled(act("a", "3d"), act("b", "1d", "a", constraint="must start on 2025-04-14T08:00"))
    assert bar(must, "b") == "04-15 08:00 .. 04-15 17:00"
    assert (slack(must, "a"), slack(must, "b")) == (-480, -480)
    limit = scheduled(act("a", "3d"), act("b", "1d", "a", constraint="finish no later than 2025-04-14T17:00"))
    assert bar(limit, "b") == "04-15 08:00 .. 04-15 17:00"
    assert (slack(limit, "a"), slack(limit, "b")) == (-480, -480)


def test_09_a_deadline_never_moves_a_date_and_makes_slack_negative_for_all_drivers() -> None:
    s = scheduled(act("a", "3d"), act("b", "1d", "a", deadline="2025-04-14T17:00"))
    assert bar(s, "b") == "04-15 08:00 .. 04-15 17:00"
    assert (slack(s, "a"), slack(s, "b")) == (-480, -480)


def test_10_as_late_as_possible_takes_the_late_dates_pushes_its_successors_and_has_no_slack_left() -> None:
    s = scheduled(act("a", "1d", constraint="as late as possible"), act("b", "1d", "a"), act("c", "5d"))
    assert bar(s, "a") == "04-15 08:00 .. 04-15 17:00"
    assert bar(s, "b") == "04-16 08:00 .. 04-16 17:00"
    assert (slack(s, "a"), slack(s, "b"), slack(s, "c")) == (0, 0, 0)


def test_11_the_end_is_the_last_finish_of_all_and_a_short_tail_has_slack() -> None:
    s = scheduled(act("a", "5d"), act("b", "2d", "a SS+1d"))
    assert text(s, s.project_finish or NEVER) == "04-16 17:00"
    assert slack(s, "b") == 960
    assert slack(s, "a") == 0  # its own finish is the end, its start link alone would leave two days


def test_12_a_link_on_a_summary_means_its_last_finish_and_its_first_start() -> None:
    parts = (act("s", kind="phase"), act("a", "2d", parent="s"), act("b", "3d", parent="s"))
    s = scheduled(*parts, act("after", "1d", "s"), act("with", "1d", "s SS+1d"))
    assert bar(s, "after") == "04-15 08:00 .. 04-15 17:00"
    assert bar(s, "with") == "04-11 08:00 .. 04-11 17:00"
    into = scheduled(act("x", "1d"), act("s", kind="phase", after="x"), *parts[1:])
    assert bar(into, "s") == "04-11 08:00 .. 04-15 17:00"
    own = scheduled(act("s", kind="phase", after="a"), *parts[1:])
    assert codes(own) == ["SUMMARY-FIELDS"]
    assert bar(own, "s") == "04-10 08:00 .. 04-14 17:00"


def test_13_a_loop_is_named_in_order_and_everything_else_still_has_dates() -> None:
    s = scheduled(
        act("a", "1d", "c"), act("b", "1d", "a"), act("c", "1d", "b"), act("only", "1d", "b"),
        act("both", "1d", "b, x"),
        act("x", "1d"),
    )  # fmt: skip
    assert codes(s) == ["CYCLE"]
    assert "“a” → “b” → “c” → “a”" in s.problems[0].message
    assert [bar(s, name) for name in ("a", "b", "c", "only")] == ["-"] * 4
    assert bar(s, "both") == "04-11 08:00 .. 04-11 17:00"


def test_14_nothing_recurses() -> None:
    count = 5_000
    nested = [act(f"g{at}", kind="phase", parent=f"g{at - 1}" if at else None) for at in range(count)]
    s = scheduled(*nested, act("leaf", "1d", parent=f"g{count - 1}"))
    assert bar(s, "g0") == bar(s, "leaf")


def test_15_a_pin_on_a_day_off_starts_the_next_working_day_and_an_empty_calendar_is_refused() -> None:
    holiday = Calendar(id="office", week=SHIFTS.week, exceptions=(_day_off("2025-04-14"),))
    saturday = act("a", "1d", constraint="start no earlier than 2025-04-12T08:00")
    assert bar(scheduled(saturday), "a") == "04-14 08:00 .. 04-14 17:00"
    assert bar(scheduled(saturday, calendars=(holiday,)), "a") == "04-15 08:00 .. 04-15 17:00"
    never = Calendar(id="never", week=WorkWeek(((),) * 7))
    s = scheduled(act("a", "1d", calendar="never"), act("b", "1d", "a"), act("c", "1d"), calendars=(never,))
    assert codes(s) == ["EMPTY-CALENDAR"]
    assert [bar(s, name) for name in "ab"] == ["-", "-"]
    assert bar(s, "c") != "-"


def test_16_finished_work_is_not_critical_has_no_slack_and_actuals_beat_logic() -> None:
    s = scheduled(
        act("a", "5d"),
        act("b", "2d", "a", actual_start="2025-04-10T08:00", actual_finish="2025-04-11T12:00"),
        act("c", "1d", "b"),
    )
    assert bar(s, "b") == "04-10 08:00 .. 04-11 12:00"
    assert (slack(s, "b"), free(s, "b")) == (0, 0)
    assert "b" not in critical(s)
    assert bar(s, "c") == "04-11 13:00 .. 04-14 12:00"


def test_17_a_working_day_keeps_its_hours_and_24_elapsed_hours_are_24_hours_when_clocks_change() -> None:
    s = scheduled(
        act("work", "2d"),
        act("elapsed", "24eh", calendar="always"),
        start="2025-03-29T12:00",
        zone="Europe/Berlin",
    )
    assert bar(s, "work") == "03-31 08:00 .. 04-01 17:00"
    assert bar(s, "elapsed") == "03-29 12:00 .. 03-30 13:00"


def test_18_slack_is_minutes_so_a_week_of_slack_is_a_week_of_work() -> None:
    s = scheduled(act("a", "5d"), act("b", "2w"), act("c", "3d", calendar="always"))
    assert slack(s, "a") == 5 * 480
    assert slack(s, "c") == (s.finish[1] - s.start[2]) - 3 * 1440


def test_19_the_driving_chain_is_told_even_where_slack_across_calendars_hides_it() -> None:
    s = scheduled(act("a", "2d"), act("night", "8h", "a", calendar="always"), act("b", "1d", "night"))
    assert s.critical_path == ("a", "night", "b")
    assert slack(s, "night") > 0
    assert "night" not in critical(s)
    assert s.driving("b") == ("night",)


def test_20_what_leads_to_nothing_counts_back_from_the_end_of_the_plan() -> None:
    s = scheduled(act("a", "5d"), act("loose", "1d"))
    assert late(s, "loose") == "04-16 08:00 .. 04-16 17:00"
    assert free(s, "loose") == slack(s, "loose") == 4 * 480


def test_21_a_repeating_meeting_neither_stretches_the_plan_nor_is_critical() -> None:
    s = scheduled(act("a", "1d"), act("sync", "1h", kind="meeting", start="2025-06-02T09:00"))
    assert text(s, s.project_finish or NEVER) == "04-10 17:00"
    assert critical(s) == {"a"}


def _day_off(day: str) -> CalendarException:
    return CalendarException(from_=dt.date.fromisoformat(day))


def test_both_engines_take_the_same_positions() -> None:
    plan = plan_of(
        act("a", "2ed"), act("m", after="a FS+1h"), act("b", "1d", "m"), act("c", "3d", "a SS+25%")
    )
    one, other = compute(plan, engine="lists"), compute(plan, engine="arrays")
    assert list(one.start) == list(other.start)
    assert list(one.total_slack) == list(other.total_slack)
