"""Working time as a number line."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relplanner.plan.forms.week import parse_week
from relplanner.schedule.axis import LAST, Continuous, EmptyCalendar, WorkAxis, hours_from
from relplanner.schedule.zone import ZoneClock, clock_of
from tests.schedule.test_zone import utc, wall

WEEKS = (
    "Mon-Fri 09:00-17:00",
    "Mon-Fri 08:00-12:00,13:00-17:00",
    "Mon-Fri 22:00-06:00",
    "Sun 02:00-03:00",
    "Mon-Sun 00:00-24:00",
    "Sat 23:00-01:00; Sun 02:30-02:45",
)
AROUND = utc("2027-06-01T00:00+00:00")
INSTANTS = st.integers(utc("2024-01-01T00:00+00:00"), utc("2031-01-01T00:00+00:00"))


def axis_of(week: str, zone: str = "Europe/Berlin", around: int = AROUND) -> WorkAxis:
    return WorkAxis(clock_of(zone), hours_from(parse_week(week).days, {}, None), around)


@given(st.sampled_from(WEEKS), INSTANTS)
def test_positions_and_instants_lead_back_to_each_other(week: str, minute: int) -> None:
    axis = axis_of(week)
    position = axis.position(minute)
    start, finish = axis.start_at(position), axis.finish_at(position)
    assert axis.position(start) == axis.position(finish) == position
    assert finish <= minute <= start
    assert axis.position(start + 1) == position + 1  # a start is a working minute
    assert axis.position(finish - 1) == position - 1  # before a finish there was one


@given(st.sampled_from(WEEKS), INSTANTS, st.integers(0, 20_000))
def test_adding_work_and_taking_it_off_again_leads_back(week: str, minute: int, work: int) -> None:
    axis = axis_of(week)
    later = axis.add(minute, work)
    assert axis.work_between(minute, later) == work
    assert axis.position(axis.add(later, -work)) == axis.position(minute)


@given(st.sampled_from(WEEKS), INSTANTS, INSTANTS)
def test_work_between_is_the_length_of_the_intervals_between(week: str, one: int, other: int) -> None:
    first, last = sorted((one, other))
    axis = axis_of(week)
    spans = axis.spans(first, last)
    assert (
        sum(end - start for start, end in spans)
        == axis.work_between(first, last)
        == -axis.work_between(last, first)
    )
    assert all(a[1] < b[0] for a, b in pairwise(spans))
    assert axis.intervals(first, last).tolist() == [list(span) for span in spans]


@given(st.sampled_from(WEEKS), st.integers(-400_000, 400_000), st.booleans())
def test_growing_in_either_direction_changes_no_position(week: str, away: int, far_first: bool) -> None:
    near, far = axis_of(week), axis_of(week)
    if far_first:
        far.position(AROUND + 5_000_000)
        far.position(AROUND - 5_000_000)
    assert near.position(AROUND + away) == far.position(AROUND + away)
    assert near.start_at(away) == far.start_at(away)


def test_a_working_day_keeps_its_wall_clock_hours_over_both_changes() -> None:
    axis = axis_of("Sun 00:00-06:00")
    spring, autumn = utc("2027-03-28T00:00+01:00"), utc("2027-10-31T00:00+02:00")
    assert axis.work_between(spring, spring + 1440) == 5 * 60  # 02:00-03:00 did not happen
    assert axis.work_between(autumn, autumn + 1500) == 7 * 60  # it happened twice


def test_a_shift_over_midnight_belongs_to_the_day_it_starts_on() -> None:
    axis = axis_of("Fri 22:00-06:00", "UTC")
    friday = wall("2027-06-04T00:00")
    assert axis.spans(friday, friday + 3 * 1440) == [(friday + 22 * 60, friday + 30 * 60)]


def test_an_axis_without_work_is_refused_instead_of_searched_for_ever() -> None:
    with pytest.raises(EmptyCalendar):
        WorkAxis(clock_of("UTC"), lambda day: (), AROUND)


def test_work_that_ran_out_counts_on_as_if_it_never_stopped() -> None:
    once = wall("2027-06-01T09:00") // 1440
    axis = WorkAxis(
        ZoneClock(clock_of("UTC").zone), lambda day: ((540, 1020),) if day == once else (), AROUND
    )
    assert axis.work_between(AROUND, AROUND + 1020) == 480
    assert axis.start_at(axis.position(AROUND) + 10_000) > AROUND


def test_beyond_the_last_year_nothing_breaks() -> None:
    axis = axis_of("Mon-Fri 09:00-17:00", "UTC")
    minute = LAST + 10_000_000
    assert axis.start_at(axis.position(minute)) == minute


def test_the_continuous_axis_is_the_clock_itself() -> None:
    axis = Continuous()
    assert axis.position(7) == axis.start_at(7) == axis.finish_at(7) == 7
    assert axis.add(7, -3) == 4
    assert axis.work_between(3, 9) == 6
    assert axis.spans(3, 3) == []
