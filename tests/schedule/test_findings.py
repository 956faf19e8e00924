"""What the dates say about the plan."""

from __future__ import annotations

from relplanner.plan.findings import CODES as PLAN_CODES
from relplanner.schedule.findings import CODES, findings
from relplanner.schedule.spelling import spell
from tests.schedule.builders import act, codes, scheduled


def test_a_late_milestone_is_a_warning_that_says_by_how_much() -> None:
    s = scheduled(
        act("a", "3d"), act("go", after="a", name="Go live"), milestone="go", target="2025-04-11T17:00"
    )
    (found,) = findings(s)
    assert (found.code, found.severity, found.id, found.path) == (
        "T0-SLIP",
        "warning",
        "go",
        "release.target",
    )
    assert found.message == "“Go live” is projected for 2025-04-14 17:00, 3 d after T0."


def test_a_missed_deadline_is_found_and_a_kept_one_is_not() -> None:
    s = scheduled(act("a", "2d", deadline="2025-04-11T12:00"), act("b", "1d", deadline="2025-04-10T17:00"))
    (found,) = findings(s)
    assert (found.code, found.id, found.path) == ("DEADLINE", "a", "activities[0].deadline")
    assert "5 h after its deadline" in found.message


def test_pins_that_logic_overruled_are_found_with_what_overruled_them() -> None:
    s = scheduled(
        act("a", "3d"),
        act("m", after="a", at="2025-04-11T12:00"),
        act("b", "1d", "a", constraint="must start on 2025-04-14T08:00"),
        act("c", "1d", "a", constraint="finish no later than 2025-04-15"),
    )
    assert [(found.code, found.id) for found in findings(s)] == [
        ("PIN-AGAINST-LOGIC", "m"),
        ("PIN-AGAINST-LOGIC", "b"),
    ]
    assert "because it waits for “a”" in findings(s)[0].message


def test_a_start_pinned_on_a_friday_evening_is_kept_on_monday_morning() -> None:
    s = scheduled(act("a", "1d", constraint="must start on 2025-04-11T17:00"))
    assert findings(s) == []


def test_a_soft_link_that_is_not_kept_is_found() -> None:
    s = scheduled(act("a", "3d"), act("b", "1d", "a soft"), act("c", "1d", "a SS soft"))
    (found,) = findings(s)
    assert (found.code, found.id, found.path) == ("SOFT-LINK", "b", "activities[1].after[0]")


def test_what_has_happened_is_past_arguing() -> None:
    happened = {"actual_start": "2025-04-10T08:00", "actual_finish": "2025-04-15T17:00"}
    s = scheduled(act("a", "1d", constraint="must finish on 2025-04-11T17:00", **happened))
    assert findings(s) == []


def test_codes_of_the_schedule_are_explained_once() -> None:
    assert not set(CODES) & set(PLAN_CODES)
    known = {*CODES, *PLAN_CODES}
    s = scheduled(act("a", "1d", "ghost"), act("b", "1d", "b"), act("c", "1d", "d"), act("d", "1d", "c"))
    assert set(codes(s)) <= known


def test_time_is_spelled_in_its_two_largest_units() -> None:
    assert [spell(each) for each in (0, 59, 60, 1501, -20_000, 1440 * 400)] == [
        "0 m",
        "59 m",
        "1 h",
        "1 d 1 h",
        "13 d 21 h",
        "400 d",
    ]
