"""Stretches of time in words."""

from __future__ import annotations

import pytest

from relplanner.schedule.spelling import spell_work


@pytest.mark.parametrize(
    ("minutes", "day", "text"),
    [
        (0, 480, "0 d"),
        (960, 480, "2 d"),
        (600, 480, "1 d 2 h"),
        (-180, 480, "−3 h"),
        (1440, 1440, "1 d"),
        (30, 480, "30 m"),
    ],
)
def test_work_is_told_in_days_of_its_calendar(minutes: int, day: int, text: str) -> None:
    assert spell_work(minutes, day) == text
