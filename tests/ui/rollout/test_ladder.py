"""Claims about the ladder: which steps there are, when, how high, and what they stand against."""

from __future__ import annotations

import datetime as dt

from relplanner.schedule import compute
from relplanner.storage.reader import parse
from relplanner.ui.common.local_time import to_minute
from relplanner.ui.rollout.ladder import Ladder, ladder_of, length, percent
from tests.ui.conftest import NOW
from tests.ui.rollout.conftest import HEAD, PLAN


def ladder(text: str, now: dt.datetime = NOW) -> Ladder:
    return ladder_of(compute(parse(text).plan), to_minute(now))


def at(day: int, hour: int, minute: int = 0) -> int:
    """A wall-clock time of March 2027 in Berlin, before daylight saving."""
    return to_minute(dt.datetime(2027, 3, day, hour - 1, minute, tzinfo=dt.UTC))


def test_steps_stand_at_the_dates_of_the_schedule() -> None:
    canary, limited, full = ladder(PLAN).rungs
    assert (canary.start, canary.finish) == (at(10, 13), at(11, 13))
    assert (limited.start, limited.finish) == (at(11, 13), at(13, 13))
    assert full.start == at(13, 13)


def test_what_never_ends_is_drawn_at_least_a_day_long() -> None:
    full = ladder(PLAN).rungs[-1]
    assert full.open_ended
    assert full.finish - full.start >= 1440


def test_heights_are_shares_of_traffic() -> None:
    assert [rung.share for rung in ladder(PLAN).rungs] == [1.0, 10.0, 100.0]


def test_a_step_knows_who_holds_it_and_that_there_is_no_way_back() -> None:
    limited = ladder(PLAN).rungs[1]
    assert limited.hold == "Ana Ruiz"
    assert limited.no_return


def test_triggers_of_other_phases_and_those_switched_off_cover_nothing() -> None:
    canary, limited, _ = ladder(PLAN).rungs
    assert canary.triggers == ("Too many errors", "Early bird")
    assert limited.triggers == ("Too many errors",)
    off = ladder(PLAN.replace("  runbook: rollback", "  runbook: rollback\n  mode: off"))
    assert off.rungs[1].triggers == ()


def test_the_window_of_a_criterion_closes_so_long_after_what_it_names() -> None:
    (window,) = ladder(PLAN).rungs[0].windows
    assert (window.opens, window.closes) == (at(10, 9), at(12, 9))


def test_a_step_tells_the_freezes_it_runs_into() -> None:
    text = PLAN.replace("duration: 48eh", "duration: 6ed")
    assert [rung.freezes for rung in ladder(text).rungs[:2]] == [(), ("Quarter end",)]


def test_what_began_and_ended_is_told_from_what_should_have() -> None:
    late = ladder(PLAN, dt.datetime(2027, 3, 12, tzinfo=dt.UTC))
    assert [rung.state for rung in late.rungs] == ["late", "late", "planned"]
    begun = PLAN.replace(
        "    audience: Staff\n", "    actual_start: 2027-03-10T13:00\n    actual_finish: 2027-03-11T09:00\n"
    )
    assert ladder(begun, dt.datetime(2027, 3, 12, tzinfo=dt.UTC)).rungs[0].state == "done"


PROGRAM = (
    HEAD
    + """\
rollout:
  strategy: phased program
  after: production
  phases:
  - {id: pilot, name: Pilot, sites: [Essen, Gent], duration: 6emo}
  - {id: expansion, name: Expansion, sites: [Turin, Lyon, Essen], duration: 6emo}
  - {id: silent, name: Nobody said, duration: 1ed}
"""
)


def test_a_program_rises_with_the_places_it_has_reached() -> None:
    found = ladder(PROGRAM)
    assert found.places == 4
    assert [rung.share for rung in found.rungs] == [50.0, 100.0, None]
    assert [rung.told for rung in found.rungs] == ["2 sites", "3 sites", ""]


SWITCH = (
    HEAD
    + """\
rollout:
  strategy: blue-green
  blue_green:
    test: Full test suite on green
    steps: [0%, 5%, 25%, 50%, 100%]
    watch: 15em
    decommission_after: 24eh
"""
)


def test_a_switch_without_phases_has_a_step_for_each_share_as_long_as_it_is_watched() -> None:
    found = ladder(SWITCH)
    assert [rung.share for rung in found.rungs] == [0.0, 5.0, 25.0, 50.0, 100.0]
    assert [rung.start for rung in found.rungs] == [at(10, 13, minute) for minute in (0, 15, 30, 45)] + [
        at(10, 14)
    ]
    assert not any(rung.is_phase for rung in found.rungs)


def test_the_old_environment_may_go_a_stable_day_after_all_traffic_moved() -> None:
    assert ladder(SWITCH).decommission == at(11, 14)
    assert ladder(SWITCH).tested == at(10, 13)


def test_decommissioning_that_would_dwarf_the_steps_is_not_fitted_in() -> None:
    assert ladder(SWITCH).span == (at(10, 13), at(10, 14, 15))
    near = ladder(SWITCH.replace("decommission_after: 24eh", "decommission_after: 2eh"))
    assert near.span == (at(10, 13), at(10, 16))


def test_phases_without_dates_are_named() -> None:
    text = PLAN.replace("  target: 2027-03-10T09:00\n  start: 2027-03-01T09:00\n", "").replace(
        "  start: 2027-03-10T09:00\n", ""
    )
    found = ladder(text)
    assert found.rungs == ()
    assert found.undated == ("Canary 1 %", "Limited 10 %", "Full 100 %")
    assert found.span is None


def test_lengths_and_shares_are_told_as_people_say_them() -> None:
    from relplanner.plan.forms.duration import parse_duration

    assert [length(parse_duration(text)) for text in ("24eh", "3d", "6emo", "1.5h")] == [
        "24 h", "3 d", "6 mo", "1.5 h",
    ]  # fmt: skip
    assert [percent(share) for share in (1.0, 0.5, 100.0)] == ["1 %", "0.5 %", "100 %"]
