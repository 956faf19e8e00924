"""Why a row is critical or not, what is missed by how much, and where slack and chain disagree."""

from __future__ import annotations

from relplanner.schedule.explain import why
from tests.schedule.builders import act, scheduled


def test_slack_is_counted_to_the_milestone_as_projected() -> None:
    s = scheduled(
        act("a", "3d"), act("b", "1d"), act("go", after="a, b"), act("later", "9d", "go"), milestone="go",
        target="2025-05-20T09:00",
    )  # fmt: skip
    assert why(s, "a").critical == "Critical: any delay moves “go”, projected for Mon 2025-04-14 17:00."
    assert why(s, "b").critical == (
        "Nearly critical: it can slip by 2 d before it moves “go”, projected for Mon 2025-04-14 17:00. "
        "Critical is what has no slack."
    )
    assert why(s, "go").critical == "Critical: it is the release milestone; its delay is the release's."
    assert why(s, "later").critical == "Critical: any delay moves the end of the plan, Fri 2025-04-25 17:00."


def test_slack_is_counted_to_t0_when_that_is_earlier() -> None:
    s = scheduled(act("a", "3d"), act("go", after="a"), milestone="go", target="2025-04-11T17:00")
    found = why(s, "a")
    assert found.critical == (
        "Critical: it is 1 d of work too late for T0, Fri 2025-04-11 17:00, which makes its slack negative. "
        "It counts to T0, because T0 is earlier than “go” is projected to be done."
    )
    assert [(one.id, one.key, one.minutes) for one in found.conflicts] == [("go", "target", 480)]
    assert found.conflicts[0].sentence == "“go” is projected 3 d after T0."


def test_negative_slack_names_the_deadline_that_it_comes_from() -> None:
    s = scheduled(
        act("a", "3d"), act("b", "2d", "a", deadline="2025-04-14T17:00"), act("c", "5d", "b")
    )  # fmt: skip
    found = why(s, "a")
    assert found.critical == (
        "Critical: it is 2 d of work too late for the deadline 2025-04-14T17:00 of “b”, "
        "which makes its slack negative."
    )
    assert [(one.id, one.key, one.text, one.minutes) for one in found.conflicts] == [
        ("b", "deadline", "2025-04-14T17:00", 960)
    ]


def test_a_constraint_that_logic_overrules_is_a_conflict_with_its_amount() -> None:
    s = scheduled(
        act("a", "3d"), act("b", "1d", "a", constraint="must start on 2025-04-11T08:00"),
        act("s", kind="phase", deadline="2025-04-10T12:00"), act("part", "1d", parent="s"),
    )  # fmt: skip
    (conflict,) = why(s, "b").conflicts
    assert (conflict.key, conflict.minutes) == ("constraint", 960)
    assert conflict.sentence == (
        "“b” is 2 d of work too late for its constraint “must start on 2025-04-11T08:00”."
    )
    (above,) = why(s, "part").conflicts
    assert above.minutes == 240
    assert above.sentence.endswith("the deadline 2025-04-10T12:00 of “s”, of which “part” is a part.")


def test_the_threshold_is_told_where_it_matters() -> None:
    s = scheduled(
        act("a", "3d"), act("b", "2d"), act("c", "1d"), critical_slack="1d", near_critical_slack="2d"
    )
    assert why(s, "b").critical == (
        "Critical: after 1 d, a delay moves the end of the plan, Mon 2025-04-14 17:00. "
        "Critical is what has 1 d of slack or less."
    )
    assert why(s, "c").critical.startswith("Nearly critical: it can slip by 2 d before")


def test_a_meeting_extends_nothing() -> None:
    s = scheduled(act("a", "1d"), act("m", "1h", kind="meeting", start="2025-04-20T10:00"))
    assert why(s, "m").critical.startswith("Not critical: it has 0 d of slack")


def test_calendars_that_make_slack_and_chain_disagree_are_told_from_both_ends() -> None:
    s = scheduled(
        act("soak", "36h", calendar="always", name="Soak test"), act("fix", "1d", "soak"),
        act("end", "1d", "fix"),
    )  # fmt: skip
    # From Thursday 08:00 around the clock to Friday 20:00; the office opens on Monday.
    said = (
        "“Soak test” drives “fix”, which is critical, but has 2 d 12 h of slack itself: "
        "it runs around the clock, and “fix” can only go on when “office” works."
    )
    assert why(s, "fix").disagreement == said
    assert why(s, "end").disagreement == said
    assert why(s, "soak").disagreement == said
    assert why(scheduled(act("a", "1d"), act("b", "1d", "a")), "b").disagreement == ""


def test_a_meeting_before_the_end_may_slip_until_it_lies_past_it() -> None:
    s = scheduled(act("a", "3d"), act("m", "1h", kind="meeting"))
    assert why(s, "m").critical.startswith(
        "Not critical: it can slip by 2 d 7 h before it puts “m” past the end"
    )


def test_what_is_complete_between_does_not_hide_what_slack_is_counted_to() -> None:
    s = scheduled(
        act("a", "1d"), act("b", "1d", "a", progress=100.0), act("c", "2d", "b", deadline="2025-04-15T17:00"),
        act("z", "9d"),
    )  # fmt: skip
    assert why(s, "a").critical.startswith("Critical: any delay misses the deadline 2025-04-15T17:00 of “c”")
