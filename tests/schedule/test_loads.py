"""What each owner has to do."""

from __future__ import annotations

import datetime as dt

from relplanner.plan.nouns.people import Absence, Stakeholder
from relplanner.schedule.loads import Outside, loads
from tests.schedule.builders import act, scheduled


def test_work_is_counted_on_the_calendars_of_the_activities() -> None:
    s = scheduled(
        act("a", "2d", owner="ann"), act("b", "1d", owner="ann", calendar="always"),
        act("c", "1d", owner="bob"),
        act("m", owner="ann"), act("p", kind="phase", owner="ann"), act("q", "1d", parent="p"),
    )  # fmt: skip
    ann, bob = loads(s)
    assert (ann.owner, ann.activities, ann.working_minutes) == ("ann", 2, 2 * 480 + 1440)
    assert (bob.owner, bob.activities, bob.working_minutes) == ("bob", 1, 480)


def test_the_peak_is_where_most_runs_at_once() -> None:
    s = scheduled(
        act("a", "3d", owner="ann"), act("b", "1d", owner="ann", start="2025-04-11T08:00"),
        act("c", "1d", "b", owner="ann"), act("d", "1h", "c", owner="ann"),
    )  # fmt: skip
    (load,) = loads(s)
    assert load.peak_parallel == 2
    assert load.peak_from == s.start[1]


def test_elapsed_and_done_work_counts_as_the_working_time_it_took() -> None:
    s = scheduled(
        act("a", "2ed", owner="ann"),
        act("b", "9d", owner="ann", actual_start="2025-04-08T08:00", actual_finish="2025-04-08T12:00"),
    )
    assert loads(s)[0].working_minutes == 2 * 480 + 240


def test_work_in_an_absence_is_told_with_its_reason() -> None:
    ann = Stakeholder(id="ann", absences=(Absence(from_=dt.date(2025, 4, 11), why="Holiday"),))
    s = scheduled(act("a", "2d", owner="ann"), act("b", "1d", "a", owner="ann"), stakeholders=(ann,))
    (load,) = loads(s)
    (outside,) = load.outside
    assert (outside.id, outside.name, outside.minutes, outside.reason) == ("a", "Holiday", 480, "absence")
    assert load.outside_minutes == 480


def test_work_outside_the_owners_calendar_is_told() -> None:
    ann = Stakeholder(id="ann", calendar="office")
    s = scheduled(act("a", "1d", owner="ann", calendar="always"), stakeholders=(ann,))
    (load,) = loads(s)
    start, finish = int(s.start[0]), int(s.finish[0])
    assert load.outside == (Outside("a", "office", start, finish, 1440 - 480, "calendar"),)


def test_what_has_no_owner_or_no_date_is_nobodys_load() -> None:
    s = scheduled(act("a", "1d"), act("x", "1d", "y", owner="ann"), act("y", "1d", "x", owner="ann"))
    assert loads(s) == ()
