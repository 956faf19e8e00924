"""Total and free slack, critical and near-critical, in the cases that are easily lost."""

from __future__ import annotations

from relplanner.plan.forms.week import parse_week
from relplanner.plan.nouns.timeline import Calendar
from tests.schedule.builders import act, bar, critical, free, late, scheduled, slack


def test_free_slack_is_what_delays_no_successor_and_total_slack_what_delays_not_the_end() -> None:
    s = scheduled(act("a", "1d"), act("b", "2d"), act("c", "1d", "a, b"), act("d", "9d"))
    assert (free(s, "a"), slack(s, "a")) == (480, 7 * 480)
    assert (free(s, "b"), slack(s, "b")) == (0, 6 * 480)
    assert free(s, "c") == slack(s, "c") == 6 * 480


def test_free_slack_passes_through_a_working_lag_before_a_milestone() -> None:
    s = scheduled(
        act("a", "960m", start="2026-07-27T09:00"),
        act("m", after="a FS+1h", constraint="start no earlier than 2026-07-30T15:00"),
        start="2026-07-27T08:00",
    )
    assert bar(s, "m") == "07-30 15:00"
    assert free(s, "a") == 12 * 60


def test_free_slack_of_a_part_reaches_to_what_waits_for_its_summary() -> None:
    s = scheduled(
        act("s", kind="phase"), act("a", "1d", parent="s"), act("b", "3d", parent="s"),
        act("after", "1d", "s", start="2025-04-21T08:00"),
    )  # fmt: skip
    assert free(s, "a") == 6 * 480
    assert free(s, "b") == 4 * 480


def test_a_start_may_follow_the_night_at_whose_begin_its_milestone_stands() -> None:
    shifts = Calendar(id="office", week=parse_week("Mon-Fri 08:10-12:10,13:10-17:10"))
    s = scheduled(
        act("a", "480m"),
        act("b"),
        act("m", after="b FS+4h, a SS"),
        start="2026-07-27T08:10",
        calendars=(shifts,),
    )
    assert bar(s, "m") == "07-27 12:10"
    assert free(s, "a") == 240


def test_a_threshold_makes_more_critical_and_near_critical_is_counted_on_each_calendar() -> None:
    parts = (act("a", "5d"), act("b", "4d"), act("c", "2d"))
    assert critical(scheduled(*parts)) == {"a"}
    assert critical(scheduled(*parts, critical_slack="1d")) == {"a", "b"}
    near = scheduled(*parts, near_critical_slack="2d")
    assert [bool(near.near_critical[row]) for row in range(3)] == [True, True, False]


def test_late_dates_of_a_milestone_show_where_work_ended() -> None:
    s = scheduled(act("m"), act("a", "1d", "m"), act("b", "3d"))
    assert bar(s, "m") == "04-10 08:00"
    assert late(s, "m") == "04-11 17:00"
    assert slack(s, "m") == 960


def test_a_predecessor_on_another_calendar_gets_the_latest_equivalent_instant() -> None:
    """The late start of office work on Monday morning lets a night job run until then, not until Friday
    evening."""
    s = scheduled(act("night", "8h", calendar="always"), act("day", "1d", "night"), act("long", "3d"))
    assert late(s, "day") == "04-14 08:00 .. 04-14 17:00"
    assert late(s, "night") == "04-14 00:00 .. 04-14 08:00"
    assert slack(s, "night") == 3 * 1440 + 16 * 60


def test_a_lag_comes_off_on_the_calendar_on_which_it_was_added() -> None:
    s = scheduled(act("night", "8h", calendar="always"), act("day", "1d", "night FS+1d"))
    assert bar(s, "day") == "04-11 16:00 .. 04-14 16:00"
    assert min(s.total_slack) == 0
    assert slack(s, "night") == 0


def test_a_summary_has_the_least_slack_of_its_open_parts_and_is_critical_with_one() -> None:
    s = scheduled(
        act("s", kind="phase"), act("a", "1d", parent="s"), act("b", "3d", parent="s"), act("c", "4d"),
        act("done", "1d", parent="s", actual_start="2025-04-10T08:00", actual_finish="2025-04-10T17:00"),
    )  # fmt: skip
    assert slack(s, "s") == 480
    assert "s" not in critical(s)
    assert s.is_summary(0)
    assert not s.is_complete(0)
