"""Time and pixels."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relplanner.ui.common.local_time import Names, to_local, to_minute
from relplanner.ui.common.time_scale import COARSEST, FINEST, Scale, fit
from relplanner.ui.common.time_ticks import (
    UNITS,
    offset_label,
    ticks,
    unit_for,
)

MINUTES = st.floats(-1e8, 1e8)
BERLIN = ZoneInfo("Europe/Berlin")
FEB_15_2027 = to_minute(dt.datetime(2027, 2, 15, tzinfo=BERLIN))


@given(MINUTES, st.floats(FINEST, COARSEST), st.floats(0.01, 100), st.floats(0, 4000))
def test_zooming_keeps_the_instant_under_the_cursor(
    origin: float, size: float, factor: float, x: float
) -> None:
    scale = Scale(origin, size)
    closer = scale.zoomed(factor, x)
    assert closer.minute_at(x) == pytest.approx(scale.minute_at(x), abs=1e-3)


@given(MINUTES, st.floats(FINEST, COARSEST), st.floats(-4000, 4000))
def test_pixels_and_minutes_are_inverse(origin: float, size: float, x: float) -> None:
    scale = Scale(origin, size)
    assert scale.x_of(scale.minute_at(x)) == pytest.approx(x, abs=1e-3)


def test_zooming_stops_at_hours_and_at_centuries() -> None:
    scale = Scale(0, 60)
    assert scale.zoomed(1e9, 0).minutes_per_pixel == FINEST
    assert scale.zoomed(1e-9, 0).minutes_per_pixel == COARSEST


def test_fitting_shows_both_ends_with_room_beside_them() -> None:
    scale = fit(1000, 50_000, 800)
    assert 40 <= scale.x_of(1000) < scale.x_of(50_000) <= 760


@pytest.mark.parametrize("size", [FINEST, 1, 5, 20, 60, 150, 400, 1000, 3000, 9000, COARSEST])
def test_marks_stand_in_order_and_far_enough_apart_to_be_read(size: float) -> None:
    scale = Scale(FEB_15_2027, size)
    marks = ticks(scale, 1500, BERLIN)
    steps = [scale.width_of(b.minute - a.minute) for a, b in pairwise(marks)]
    assert all(step > 0 for step in steps)
    room = unit_for(scale).room
    assert min(steps[1:-1] or [room]) >= room * 0.9  # months differ in length
    assert len({mark.minute for mark in marks}) == len(marks)


def test_days_begin_at_midnight_on_both_sides_of_the_change_to_summer_time() -> None:
    march_27 = FEB_15_2027 + 40 * 1440
    marks = ticks(Scale(march_27, 20), 300, BERLIN)
    assert [to_local(mark.minute, BERLIN).hour for mark in marks] == [0] * len(marks)
    assert 23 * 60 in [b.minute - a.minute for a, b in pairwise(marks)]


def test_the_first_mark_of_a_year_says_the_year() -> None:
    labels = [mark.label for mark in ticks(Scale(FEB_15_2027, 600), 1500, BERLIN)]
    assert "Jan 2028" in labels
    assert "Mar" in labels


def test_the_first_mark_in_view_can_say_all() -> None:
    first = ticks(Scale(FEB_15_2027 + 200, 10), 1500, BERLIN)[0]
    assert first.whole == "Mon 15 Feb"


def test_every_zoom_has_a_grid() -> None:
    assert unit_for(Scale(0, COARSEST)) in UNITS


@pytest.mark.parametrize(
    ("minutes", "unit", "text"),
    [
        (-23 * 1440, "week", "T−23d"),
        (0, "day", "T0"),
        (5 * 60, "hour", "T+5h"),
        (12 * 1440, "day", "T+12d"),
        (-90, "hour", "T−1h30"),
        (200 * 1440, "month", "T+7mo"),
    ],
)
def test_distances_from_t0_are_told_in_the_unit_of_the_header(minutes: int, unit: str, text: str) -> None:
    assert offset_label(minutes, unit) == text


def test_clocks_of_twelve_hours_are_told_as_such() -> None:
    names = Names(twelve_hours=True)
    assert [names.clock(hour, 5) for hour in (0, 9, 12, 15)] == ["12:05 AM", "9:05 AM", "12:05 PM", "3:05 PM"]
    labels = [mark.label for mark in ticks(Scale(FEB_15_2027, 2), 900, BERLIN, names)]
    assert "9:00 AM" in labels
