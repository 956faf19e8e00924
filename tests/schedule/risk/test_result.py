"""Percentiles, histogram and S-curve of dates that are known."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from relplanner.schedule.risk.result import Partial

DATES = st.lists(st.integers(-(10**6), 10**7), min_size=1, max_size=200)


def known(*minutes: int, target: int | None = None) -> Partial:
    return Partial(len(minutes), 1, target, np.array(minutes, dtype=np.int64), len(minutes))


def test_a_percentile_is_the_date_by_which_that_many_have_ended() -> None:
    found = known(*range(10, 110, 10))
    assert [found.percentile(p) for p in (0, 10, 50, 80, 95, 100)] == [10, 10, 50, 80, 100, 100]


@pytest.mark.parametrize("wrong", [-1, 101, float("nan")])
def test_percentiles_lie_within_0_and_100(wrong: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 100"):
        known(1, 2).percentile(wrong)


@given(DATES, st.integers(1, 100))
def test_a_histogram_counts_every_trial_once(minutes: list[int], bins: int) -> None:
    shape = known(*minutes).histogram(bins)
    assert sum(shape.counts) == len(minutes)
    assert len(shape.edges) == len(shape.counts) + 1 <= bins + 1
    assert shape.edges[0] == min(minutes)
    assert shape.edges[-1] > max(minutes)
    assert len(set(np.diff(shape.edges).tolist())) == 1


@given(DATES, st.integers(2, 100))
def test_an_s_curve_rises_to_certainty(minutes: list[int], points: int) -> None:
    found = known(*minutes)
    curve = found.s_curve(points)
    assert list(curve) == sorted(set(curve))
    assert curve[-1] == (max(minutes), 1.0)
    for minute, chance in curve:
        assert chance == sum(each <= minute for each in minutes) / len(minutes)
        assert found.percentile(chance * 100) == minute


def test_ending_at_t0_is_on_time() -> None:
    assert known(1, 2, 3, 4, target=2).on_time_probability == 0.5
    assert known(target=2).on_time_probability is None
