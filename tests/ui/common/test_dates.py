from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QLocale

from relplanner.ui.common import dates

MOMENT = dt.datetime(2027, 3, 10, 9, 0, tzinfo=ZoneInfo("Europe/Berlin"))


@pytest.fixture(autouse=True)
def british() -> Iterator[None]:
    before = QLocale()
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))
    yield
    QLocale.setDefault(before)


def test_dates_carry_their_weekday_and_the_zone_when_asked() -> None:
    assert dates.date_time(MOMENT) == "Wed 10 Mar 2027 09:00"
    assert dates.date_time(MOMENT, zone=True) == "Wed 10 Mar 2027 09:00 CET"


def test_dates_are_in_the_language_of_the_locale() -> None:
    QLocale.setDefault(QLocale(QLocale.Language.German, QLocale.Country.Germany))
    assert dates.date_time(MOMENT).startswith("Mi")
    assert dates.clock(MOMENT) == "09:00"


def test_a_twelve_hour_locale_keeps_its_clock() -> None:
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedStates))
    assert dates.clock(MOMENT).replace("\u202f", " ") == "9:00 AM"


@pytest.mark.parametrize(
    ("minutes", "text"),
    [
        (0, "0 m"),
        (59, "59 m"),
        (60, "1 h"),
        (75, "1 h 15 m"),
        (1440, "1 d"),
        (1500, "1 d 1 h"),
        (1440 * 400, "400 d"),
    ],
)
def test_stretches_show_their_two_largest_units(minutes: int, text: str) -> None:
    assert dates.stretch(minutes) == text


def test_the_countdown_turns_at_t0() -> None:
    assert dates.countdown(90) == "in 1 h 30 m"
    assert dates.countdown(-90) == "+ 1 h 30 m"
