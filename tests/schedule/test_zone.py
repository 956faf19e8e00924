"""Wall clock and UTC: what happens when the clocks change."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relplanner.schedule.zone import clock_of, date_of, day_number, minute_of

BERLIN = clock_of("Europe/Berlin")


def wall(text: str) -> int:
    return minute_of(dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC))


def utc(text: str) -> int:
    return minute_of(dt.datetime.fromisoformat(text))


def test_a_time_that_comes_twice_is_the_first() -> None:
    assert BERLIN.to_utc_with_oddity(wall("2027-10-31T02:30")) == (utc("2027-10-31T02:30+02:00"), "ambiguous")


def test_a_time_that_does_not_exist_moves_forward_by_the_gap() -> None:
    assert BERLIN.to_utc_with_oddity(wall("2027-03-28T02:30")) == (utc("2027-03-28T03:30+02:00"), "missing")


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2027-03-28T01:59", "2027-03-28T01:59+01:00"),
        ("2027-03-28T03:00", "2027-03-28T03:00+02:00"),
        ("2027-10-31T01:59", "2027-10-31T01:59+02:00"),
        ("2027-10-31T03:00", "2027-10-31T03:00+01:00"),
    ],
)
def test_times_beside_a_change_are_plain(text: str, instant: str) -> None:
    assert BERLIN.to_utc_with_oddity(wall(text)) == (utc(instant), "")


@given(
    st.integers(wall("1995-01-01T00:00"), wall("2080-01-01T00:00")),
    st.sampled_from(
        ("Europe/Berlin", "America/New_York", "Africa/Casablanca", "Australia/Lord_Howe", "Asia/Kolkata")
    ),
)
def test_the_clock_agrees_with_zoneinfo(minute: int, zone: str) -> None:
    clock = clock_of(zone)
    aware = clock.local(minute)
    assert clock.to_wall(minute) == minute_of(aware.replace(tzinfo=dt.UTC))
    naive = aware.replace(fold=0)
    assert clock.to_utc(clock.to_wall(minute)) == minute_of(naive.astimezone(dt.UTC))


@pytest.mark.parametrize(("minute", "year"), [(10**12, 9999), (-(10**12), 1)])
def test_an_instant_beyond_all_calendars_is_shown_as_the_nearest_there_is(minute: int, year: int) -> None:
    for zone in ("Pacific/Kiritimati", "America/New_York", "UTC"):
        assert clock_of(zone).local(minute).year == year


def test_an_unknown_zone_is_a_key_error() -> None:
    for name in ("Europe/Atlantis", "../etc/passwd", ""):
        with pytest.raises(KeyError):
            clock_of(name)


def test_days_are_numbered_from_1970() -> None:
    assert day_number(dt.date(1970, 1, 2)) == 1
    assert date_of(-1) == dt.date(1969, 12, 31)
