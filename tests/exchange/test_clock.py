"""Instants said quickly are said right."""

import datetime as dt
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relplanner.exchange.clock import Clock
from relplanner.plan.nouns.release import Release
from relplanner.plan.plan import Plan
from relplanner.schedule import NEVER, compute

EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
ZONES = ("UTC", "Europe/Berlin", "America/St_Johns", "Asia/Kathmandu", "Australia/Lord_Howe", "Pacific/Apia")


def _clock(zone: str) -> tuple[Clock, ZoneInfo]:
    there = ZoneInfo(zone)
    return Clock(
        SimpleNamespace(local=lambda minute: (EPOCH + dt.timedelta(minutes=minute)).astimezone(there))
    ), there


@given(zone=st.sampled_from(ZONES), minutes=st.lists(st.integers(20_000_000, 50_000_000), max_size=20))
def test_every_minute_is_what_the_zone_says(zone: str, minutes: list[int]) -> None:
    clock, there = _clock(zone)
    for minute in minutes:
        wall = (EPOCH + dt.timedelta(minutes=minute)).astimezone(there)
        assert clock.iso(minute) == wall.isoformat(timespec="minutes")
        assert clock.short[minute] == wall.strftime("%Y-%m-%d %H:%M")


@pytest.mark.parametrize("zone", ZONES)
def test_every_minute_about_a_change_of_the_clocks_is_right(zone: str) -> None:
    clock, there = _clock(zone)
    for day in (dt.datetime(2027, 3, 28, tzinfo=dt.UTC), dt.datetime(2027, 10, 31, tzinfo=dt.UTC)):
        first = int((day - EPOCH).total_seconds()) // 60 - 1440
        for minute in range(first, first + 3 * 1440, 7):
            wall = (EPOCH + dt.timedelta(minutes=minute)).astimezone(there)
            assert clock.iso(minute) == wall.isoformat(timespec="minutes")


def test_no_date_is_said_as_such() -> None:
    clock, _ = _clock("UTC")
    assert (clock.iso(None), clock.iso(NEVER)) == (None, None)
    assert clock.short[NEVER] == "no date"


def test_instants_beyond_all_calendars_are_said_as_the_nearest_there_is() -> None:
    said = Clock(compute(Plan(release=Release(time_zone="America/New_York"))))
    assert (said.iso(10**12) or "").startswith("9999-")
    assert (said.iso(-(10**12)) or "").startswith("0001-")
