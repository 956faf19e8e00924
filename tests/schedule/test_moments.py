"""T0, anchors and offsets: to which instant they lead."""

from __future__ import annotations

from dataclasses import replace

import pytest

from relplanner.plan.forms.moment import parse_moment
from relplanner.plan.nouns.rollout import Phase, Rollout
from relplanner.schedule import NEVER, compute
from relplanner.schedule.engine import EngineName
from tests.schedule.builders import act, anchor, bar, codes, late, plan_of, scheduled, slack, text

WEDNESDAY = "2027-03-10T09:00"


def resolved(
    moment: str, *, finish: bool = False, target: str = WEDNESDAY, zone: str = "Europe/Berlin"
) -> str:
    s = scheduled(act("a", "1d"), target=target, zone=zone, start="2027-01-04T09:00")
    minute = s.resolve(parse_moment(moment), finish=finish)
    return text(s, NEVER if minute is None else minute)


@pytest.mark.parametrize(
    ("moment", "instant"),
    [
        ("T0", "03-10 09:00"),
        ("T-2h", "03-10 07:00"),
        ("T+30m", "03-10 09:30"),
        ("T-14d", "02-24 09:00"),
        ("T+30d", "04-09 09:00"),  # summer time has begun, the wall clock stays
        ("T-1w", "03-03 09:00"),
        ("T-10wd", "02-24 09:00"),
        ("T+3wd", "03-15 09:00"),
        ("T+1mo", "04-10 09:00"),
        ("2027-03-01T10:15", "03-01 10:15"),
        ("2027-03-01T10:15Z", "03-01 11:15"),
    ],
)
def test_offsets_of_days_keep_the_wall_clock_and_hours_are_elapsed(moment: str, instant: str) -> None:
    assert resolved(moment) == instant


def test_hours_are_elapsed_over_a_change_of_clocks() -> None:
    assert resolved("T+24h", target="2027-03-27T12:00") == "03-28 13:00"
    assert resolved("T+1d", target="2027-03-27T12:00") == "03-28 12:00"


def test_a_month_is_clamped_to_its_last_day() -> None:
    assert resolved("T+1mo", target="2027-01-31T09:00") == "02-28 09:00"
    assert resolved("T-1mo", target="2027-03-31T09:00") == "02-28 09:00"


def test_a_whole_day_starts_at_its_first_and_ends_at_its_last_midnight() -> None:
    assert resolved("2027-03-01") == "03-01 00:00"
    assert resolved("2027-03-01", finish=True) == "03-02 00:00"
    assert resolved("T-1d", finish=True, target="2027-03-10") == "03-10 00:00"


def test_offsets_hang_on_anchors_and_anchors_on_each_other() -> None:
    s = scheduled(
        act("a", "1d", start="freeze+2d"), act("b", at="rc-1d"),
        start="2027-01-04T09:00", target=WEDNESDAY,
        anchors=(anchor("freeze", "T-2w"), anchor("rc", "freeze+1w")),
    )  # fmt: skip
    assert bar(s, "a").startswith("02-26 09:00")
    assert bar(s, "b") == "03-02 09:00"


def test_an_anchor_on_an_activity_follows_its_scheduled_finish() -> None:
    s = scheduled(
        act("a", "2d"), act("freeze", after="a"), act("b", "1d", start="frozen+3d"), act("c", at="freeze+1d"),
        anchors=(anchor("frozen", activity="freeze"),),
    )  # fmt: skip
    assert bar(s, "freeze") == "04-11 17:00"
    assert bar(s, "b").startswith("04-15 08:00")
    assert bar(s, "c") == "04-12 17:00"
    assert codes(s) == []


def test_anchors_that_go_round_in_a_circle_are_told_and_nothing_hangs() -> None:
    circle = (anchor("x", "y+1d"), anchor("y", "x+1d"))
    s = scheduled(act("a", "1d", start="x"), anchors=circle)
    (told,) = s.problems
    assert (told.code, told.path, told.id) == ("CYCLE", "anchors[0].at", "anchors/x")
    assert "“x” follows “y” follows “x”" in told.message
    assert bar(s, "a") == "-"


def test_a_circle_through_an_anchor_and_a_link_names_the_way_and_has_no_dates() -> None:
    s = scheduled(
        act("a", "1d", "b, free"), act("b", "1d", start="after-a+1d"), act("free", "1d"),
        act("hangs", "1d", start="b+1d"), act("next", "1d", "hangs"),
        anchors=(anchor("after-a", activity="a"),),
    )  # fmt: skip
    (told,) = s.problems
    assert (told.code, told.path, told.id) == ("CYCLE", "activities[1].start", "b")
    assert "“b” follows the anchor “after-a” follows “a” follows “b”" in told.message
    assert [bar(s, name) for name in ("a", "b", "hangs", "next")] == ["-"] * 4
    assert bar(s, "free") == "04-10 08:00 .. 04-10 17:00"


@pytest.mark.parametrize("engine", ["lists", "arrays"])
def test_what_starts_after_its_own_finish_has_no_date(engine: EngineName) -> None:
    plan = plan_of(act("build", "1d", start="build+2d"), act("free", "1d"))
    s = compute(plan, engine=engine)
    (told,) = s.problems
    assert (told.path, told.id) == ("activities[0].start", "build")
    assert "“build” follows itself" in told.message
    assert (bar(s, "build"), bar(s, "free")) == ("-", "04-10 08:00 .. 04-10 17:00")
    mended = replace(plan, activities=(act("build", "1d"), plan.activities[1]))
    assert compute(mended, s, engine=engine).problems == ()
    assert bar(compute(mended, s, engine=engine), "build") == bar(s, "free")


def test_what_hangs_on_an_activity_of_a_circle_of_links_has_no_date() -> None:
    s = scheduled(act("a", "1d", "b"), act("b", "1d", "a"), act("c", "1d", start="a+1d"))
    assert codes(s) == ["CYCLE"]
    assert bar(s, "c") == "-"


def test_a_start_of_the_plan_that_hangs_on_its_own_work_is_told_at_its_place() -> None:
    s = scheduled(act("a", "1d"), act("b", at="2025-04-10T08:00"), start="a+1d")
    assert ("CYCLE", "release.start") in [(problem.code, problem.path) for problem in s.problems]
    assert bar(s, "a") == "-"


def test_what_hangs_on_a_phase_without_an_end_is_told_once() -> None:
    s = scheduled(
        act("go", "1d"), act("x", "1d", start="rollout/all+1d"), milestone="go",
        rollout=Rollout(phases=(Phase(id="all", ongoing=True),)),
    )  # fmt: skip
    assert codes(s) == ["CYCLE"]
    assert bar(s, "x") == "-"


def test_parts_of_what_hangs_on_its_own_part_have_no_date() -> None:
    s = scheduled(act("whole", "1d", start="part+1d", kind="task"), act("part", "1d", parent="whole"))
    assert [problem.path for problem in s.problems] == ["activities[0].start"]
    assert bar(s, "part") == "-"


def test_an_offset_from_an_unknown_anchor_is_a_problem() -> None:
    assert codes(scheduled(act("a", "1d", start="nowhere+1d"))) == ["UNKNOWN-ID"]
    assert codes(scheduled(act("a", "1d", start="T-1d"))) == ["UNKNOWN-ID"]


def test_work_that_lands_on_a_day_off_rolls_back_before_t0_and_forward_after_it() -> None:
    s = scheduled(
        act("before", "1d", start="T-4d"), act("after", "1d", start="T+3d"), act("stays", at="T-4d"),
        start="2027-01-04T09:00", target=WEDNESDAY,
    )  # fmt: skip
    assert (
        bar(s, "before") == "03-05 09:00 .. 03-08 09:00"
    )  # T-4d is a Saturday; shifts of this calendar begin at 8
    assert bar(s, "after") == "03-15 09:00 .. 03-16 09:00"
    assert bar(s, "stays") == "03-06 09:00"


def test_offsets_follow_t0_and_not_the_projection() -> None:
    s = scheduled(
        act("work", "40d"), act("go-live", after="work"), act("notice", at="T-1w"),
        start="2027-02-15T08:00", target=WEDNESDAY, milestone="go-live",
    )  # fmt: skip
    assert bar(s, "notice") == "03-03 09:00"
    assert s.slip_minutes is not None
    assert s.slip_minutes > 0


def test_a_target_is_no_earlier_and_its_late_date_not_after() -> None:
    early = scheduled(act("a", "1d"), act("m", after="a", at="2025-04-15T12:00"), act("b", "9d"))
    assert bar(early, "m") == late(early, "m") == "04-15 12:00"
    assert slack(early, "m") == 0
    missed = scheduled(act("a", "5d"), act("m", after="a", at="2025-04-15T12:00"))
    assert bar(missed, "m") == "04-16 17:00"
    assert slack(missed, "m") == slack(missed, "a") < 0


def test_odd_wall_clock_times_are_reported_once_and_scheduled() -> None:
    s = scheduled(
        act("a", at="2027-03-28T02:30"), act("b", at="2027-03-28T02:30"), act("c", at="2027-10-31T02:30"),
        start="2027-01-04T09:00", zone="Europe/Berlin",
    )  # fmt: skip
    assert codes(s) == ["LOCAL-TIME", "LOCAL-TIME"]
    assert bar(s, "a") == "03-28 03:30"
    assert bar(s, "c") == "10-31 02:30"


def test_a_plan_without_any_date_says_what_to_give() -> None:
    s = scheduled(act("a", "1d"), start=None)
    assert codes(s) == ["NO-T0"]
    assert bar(s, "a") == "-"
    assert s.projected is None
    assert s.project_start is None
    assert s.slip_minutes is None


def test_an_unknown_time_zone_is_a_problem_and_utc_is_used() -> None:
    s = scheduled(act("a", "1d"), zone="Europe/Atlantis")
    assert codes(s) == ["BAD-VALUE"]
    assert bar(s, "a") == "04-10 08:00 .. 04-10 17:00"


def test_a_plan_start_on_a_whole_day_puts_milestones_at_its_first_working_minute() -> None:
    s = scheduled(act("m"), act("a", "1d", "m"), start="2025-04-10")
    assert bar(s, "m") == "04-10 08:00"
    assert plan_of().release.start == parse_moment("2025-04-10T08:00")
