"""What has happened beats what was planned; what is left starts no earlier than the status date."""

from __future__ import annotations

from tests.schedule.builders import act, bar, codes, critical, late, scheduled, slack

THURSDAY, FRIDAY = "2025-04-10T08:00", "2025-04-11T08:00"


def test_what_has_not_begun_starts_no_earlier_than_the_status_date() -> None:
    s = scheduled(act("a", "1d"), act("m"), status="2025-04-15T10:00")
    assert bar(s, "a") == "04-15 10:00 .. 04-16 10:00"
    assert bar(s, "m") == "04-15 10:00"


def test_the_remaining_work_of_what_has_begun_starts_no_earlier_than_the_status_date() -> None:
    s = scheduled(act("a", "4d", actual_start=THURSDAY, progress=50.0), status="2025-04-16T08:00")
    assert bar(s, "a") == "04-10 08:00 .. 04-17 17:00"


def test_without_a_status_date_work_goes_on_from_what_is_done() -> None:
    s = scheduled(act("a", "4d", actual_start=THURSDAY, progress=50.0), act("b", "1d", "a"))
    assert bar(s, "a") == "04-10 08:00 .. 04-15 17:00"
    assert bar(s, "b") == "04-16 08:00 .. 04-16 17:00"


def test_remaining_work_that_is_given_counts_instead_of_the_share_that_is_left() -> None:
    s = scheduled(
        act("a", "4d", actual_start=THURSDAY, progress=50.0, remaining="1d"), status="2025-04-16T08:00"
    )
    assert bar(s, "a") == "04-10 08:00 .. 04-16 17:00"


def test_what_has_begun_no_longer_waits_to_start_but_still_to_finish() -> None:
    started = act("b", "1d", "a", actual_start=THURSDAY)
    assert bar(scheduled(act("a", "3d"), started), "b") == "04-10 08:00 .. 04-10 17:00"
    still = act("b", "1d", "a FF", actual_start=THURSDAY)
    assert bar(scheduled(act("a", "3d"), still), "b") == "04-10 08:00 .. 04-14 17:00"


def test_successors_of_a_start_that_happened_wait_for_the_start_that_happened() -> None:
    s = scheduled(act("a", "5d", actual_start=FRIDAY), act("b", "1d", "a SS+1d"))
    assert bar(s, "b") == "04-14 08:00 .. 04-14 17:00"


def test_a_finish_on_a_weekend_stands_and_work_after_it_starts_on_monday() -> None:
    s = scheduled(
        act("a", "1d", actual_start=THURSDAY, actual_finish="2025-04-12T14:00"), act("b", "1d", "a")
    )
    assert bar(s, "a") == "04-10 08:00 .. 04-12 14:00"
    assert bar(s, "b") == "04-14 08:00 .. 04-14 17:00"


def test_a_finish_without_a_start_is_taken_to_have_needed_its_duration() -> None:
    s = scheduled(act("a", "2d", actual_finish="2025-04-15T17:00"))
    assert bar(s, "a") == "04-14 08:00 .. 04-15 17:00"


def test_a_milestone_that_was_reached_stands_where_it_was_reached() -> None:
    s = scheduled(act("a", "3d"), act("m", after="a", actual_start="2025-04-11T12:00"), act("b", "1d", "m"))
    assert bar(s, "m") == "04-11 12:00"
    assert bar(s, "b") == "04-11 13:00 .. 04-14 12:00"


def test_a_hundred_percent_is_complete_and_neither_critical_nor_slack() -> None:
    s = scheduled(act("a", "5d", progress=100.0), act("b", "1d"))
    assert critical(s) == set()
    assert slack(s, "a") == 0
    assert late(s, "a") == bar(s, "a")
    assert s.is_complete(0)
    assert not s.is_complete(1)


def test_actuals_may_lie_before_the_plan_start() -> None:
    s = scheduled(
        act("a", "1d", actual_start="2025-04-01T08:00", actual_finish="2025-04-02T12:00"), act("b", "1d", "a")
    )
    assert bar(s, "a") == "04-01 08:00 .. 04-02 12:00"
    assert bar(s, "b") == "04-10 08:00 .. 04-10 17:00"
    assert codes(s) == []


def test_the_slack_of_what_has_begun_is_that_of_its_finish() -> None:
    s = scheduled(act("a", "2d", actual_start=THURSDAY, progress=50.0), act("b", "4d"))
    assert slack(s, "a") == 960
    assert late(s, "a") == "04-10 08:00 .. 04-15 17:00"
