"""Claims about the tables that the passes look up in: they say exactly what the axes say."""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from relplanner.schedule import levels
from relplanner.schedule.axis import Axis, Continuous, Hours, WorkAxis, hours_from
from relplanner.schedule.tables import Tables, TooWide
from relplanner.schedule.zone import DAY, ZoneClock

AROUND = 20_200 * DAY
OFFICE: Sequence[Hours] = [[(540, 720), (780, 1020)]] * 5 + [[], []]
ODD: Sequence[Hours] = [
    [(541, 547), (548, 590), (613, 1023)],
    [(1, 2)],
    [],
    [(67, 1439)],
    [(1320, 1801)],
    [(5, 9)],
    [],
]
NIGHTS: Sequence[Hours] = [[(1320, 1800)]] * 7


def axis_of(week: Sequence[Hours], zone: str) -> WorkAxis:
    off = {20_217: (), 20_230: ((3, 1440),)}
    return WorkAxis(ZoneClock(ZoneInfo(zone)), hours_from(week, off, None), AROUND)


def positions(tables: Tables, number: int, minutes: list[int]) -> list[int]:
    keys = np.array(minutes) - tables.begin + tables.position_base[number]
    return list(map(int, tables.look_up(keys) + tables.first[number]))


def starts(tables: Tables, number: int, places: list[int]) -> list[int]:
    keys = np.array(places) - tables.first[number] + tables.minute_base[number]
    return list(map(int, tables.look_up(keys) + np.int64(tables.begin)))


@pytest.mark.parametrize(
    "zone", ["Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe"]
)
def test_tables_agree_with_the_axes_over_changes_of_the_clock(zone: str) -> None:
    axes: list[Axis] = [Continuous(), *(axis_of(week, zone) for week in (OFFICE, ODD, NIGHTS))]
    begin = AROUND - 17
    tables = Tables(axes, range(4), begin, begin + 420 * DAY)
    minutes = [*range(begin, tables.end, 7), *range(begin + 90 * DAY, begin + 97 * DAY), tables.end]
    for number, axis in enumerate(axes):
        expected = [axis.position(minute) for minute in minutes]
        assert positions(tables, number, minutes) == expected
        places = sorted(set(expected))
        assert starts(tables, number, places) == [axis.start_at(place) for place in places]


def test_a_calendar_that_no_row_uses_takes_no_room() -> None:
    axes: list[Axis] = [Continuous(), axis_of(OFFICE, "UTC"), axis_of(NIGHTS, "UTC")]
    both = Tables(axes, {0, 1, 2}, AROUND, AROUND + 200 * DAY)
    one = Tables(axes, {0, 2}, AROUND, AROUND + 200 * DAY)
    assert one.nbytes < both.nbytes
    assert positions(one, 2, [AROUND + 12_345]) == [axes[2].position(AROUND + 12_345)]


def test_five_calendars_over_five_years_stay_below_5_mib() -> None:
    axes: list[Axis] = [
        Continuous(),
        *(axis_of(week, "Europe/Berlin") for week in (OFFICE, ODD, NIGHTS, OFFICE)),
    ]
    assert Tables(axes, range(5), AROUND, AROUND + 5 * 365 * DAY).nbytes < 5 * 2**20


def test_a_plan_that_spans_centuries_gets_no_tables() -> None:
    with pytest.raises(TooWide):
        Tables([Continuous()], {0}, AROUND, AROUND + 100 * 365 * DAY)


@pytest.mark.parametrize("most", [1, 5, 0xFFFE, 0xFFFF, 0x10000, 200_000])
def test_numbers_are_sorted_by_digits_as_by_comparing(most: int) -> None:
    numbers = np.random.default_rng(most).integers(-1, most, 5_000, endpoint=True)
    assert np.array_equal(levels._sorted(numbers), np.argsort(numbers, kind="stable"))
    assert not len(levels._sorted(numbers[:0]))
