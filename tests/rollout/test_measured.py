"""What a gap, NaN, a stale mark, a dip or infinity does to five minutes of pending, as measured with promtool
2.42 at one evaluation a minute.
"""

from __future__ import annotations

import pytest

from relplanner.rollout.step import INACTIVE, look, step
from tests.rollout.windows import MINUTE, rule, window

TWELVE = "2 2 2 2 2 2 2 2 2 2 2 2"


def fires(samples: str, **how: object) -> list[int]:
    """The minutes at which it fires, of twelve."""
    one, series, state = rule("errors > 1 for 5m", **how), window(samples), INACTIVE
    found = []
    for minute in range(12):
        state = step(one, state, minute * MINUTE, look(one, series, minute * MINUTE))
        found += [minute] if state.state == "firing" else []
    return found


@pytest.mark.parametrize(
    ("samples", "first", "last"),
    [
        (TWELVE, 5, 11),
        ("2 2 2 _ 2 2 2 2 2 2 2 2", 5, 11),
        ("2 2 2 NaN 2 2 2 2 2 2 2 2", 9, 11),
        ("2 2 2 stale 2 2 2 2 2 2 2 2", 9, 11),
        ("2 2 2 0 2 2 2 2 2 2 2 2", 9, 11),
        (TWELVE.replace("2", "Inf"), 5, 11),
    ],
)
def test_one_missed_sample_is_bridged_and_anything_else_starts_again(
    samples: str, first: int, last: int
) -> None:
    assert fires(samples) == list(range(first, last + 1))


def test_a_series_that_stops_fires_on_its_last_value_until_the_look_back_ends() -> None:
    assert fires("2 2 2 _ _ _ _ _ _ _ _ _") == [5, 6, 7]


def test_kept_firing_outlasts_the_look_back() -> None:
    assert fires("2 2 2 _ _ _ _ _ _ _ _ _", keep_ms=3 * MINUTE) == [5, 6, 7, 8, 9, 10]
