"""Counting and avoiding crossings, and settling of a column."""

from __future__ import annotations

import random
from itertools import combinations, pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from relplanner.ui.dependencies.layout import lay_out
from relplanner.ui.dependencies.layout.crossings import inversions
from relplanner.ui.dependencies.layout.exchange import Exchange
from relplanner.ui.dependencies.layout.layers import layers
from relplanner.ui.dependencies.layout.model import Watch
from relplanner.ui.dependencies.layout.settle import settled
from relplanner.ui.dependencies.layout.sweeps import Order, ordered
from relplanner.ui.dependencies.layout.web import Web, web
from tests.ui.dependencies.layout.graphs import boxes, staged

QUIET = Watch(None, None)
heights = st.floats(-1000, 1000)


def _web(count: int, seed: int) -> Web:
    links = np.array([(int(tail), int(head)) for tail, head in staged(count, 8, 1.8, 0.3, seed)])
    return web(layers(count, links[:, 0], links[:, 1]), links[:, 0], links[:, 1])


def _crossings_one_by_one(order: Order) -> int:
    net, slot = order.net, order.slot
    pieces = list(zip(net.layer[net.tails], slot[net.tails], slot[net.heads], strict=True))
    return sum(a[0] == b[0] and (a[1] - b[1]) * (a[2] - b[2]) < 0 for a, b in combinations(pieces, 2))


@given(values=st.lists(st.integers(0, 60)))
def test_inversions_are_counted_as_pair_by_pair(values: list[int]) -> None:
    assert inversions(np.array(values, dtype=np.int64)) == sum(a > b for a, b in combinations(values, 2))


@pytest.mark.parametrize("seed", range(4))
def test_crossings_are_counted_as_pair_by_pair(seed: int) -> None:
    order = Order(_web(60, seed))
    assert order.crossings() == _crossings_one_by_one(order)
    order = ordered(order.net, QUIET)
    assert order.crossings() == _crossings_one_by_one(order)


@pytest.mark.parametrize("seed", range(4))
def test_exchanges_never_add_a_crossing_and_end_where_none_helps(seed: int) -> None:
    order = Order(_web(60, seed))
    before = order.crossings()
    Exchange(order.net).run(order, QUIET, 1000)
    left = order.crossings()
    assert left < before
    for at in range(order.net.count - 1):
        here = order.order.copy()
        if order.net.layer[here[at]] == order.net.layer[here[at + 1]]:
            here[at], here[at + 1] = here[at + 1], here[at]
            other = Order(order.net)
            other.take(here)
            assert other.crossings() >= left


def test_every_knot_stays_in_its_column() -> None:
    order = ordered(_web(80, 1), QUIET)
    assert np.array_equal(order.net.layer[order.order], np.sort(order.net.layer))
    assert np.array_equal(order.slot[order.order], np.arange(order.net.count))


def test_a_planar_network_is_drawn_without_a_crossing() -> None:
    links = [(str((number - 1) // 3), str(number)) for number in range(1, 121)]
    random.Random(2).shuffle(links)
    ids = [str(number) for number in range(121)]
    random.Random(3).shuffle(ids)
    assert lay_out(boxes(ids), links).crossings == 0


def test_the_crossings_are_about_those_of_fast_sugiyama() -> None:
    """The same networks to a library that did this before; its time is in the benchmarks."""
    from tests.benchmarks.sugiyama import fast_sugiyama_crossings

    ours = theirs = 0
    for seed in range(4):
        links = staged(200, 16, 1.6, 0.2, seed)
        ids = list(dict.fromkeys(end for link in links for end in link))
        ours += lay_out(boxes(ids), links).crossings
        theirs += fast_sugiyama_crossings(links)
    assert ours <= 1.1 * theirs


def test_both_counts_find_the_one_crossing_that_no_drawing_avoids() -> None:
    from tests.benchmarks.sugiyama import fast_sugiyama_crossings

    links = [("a", "c"), ("a", "d"), ("b", "c"), ("b", "d")]
    assert fast_sugiyama_crossings(links) == lay_out(boxes("abcd"), links).crossings == 1


@given(rows=st.lists(st.tuples(heights, st.floats(0.1, 100), st.floats(0, 50)), min_size=1, max_size=12))
def test_a_settled_column_keeps_its_gaps_and_no_other_lies_nearer_to_the_wishes(rows) -> None:
    wishes, weights, gaps = (list(each) for each in zip(*rows, strict=True))
    found = settled(wishes, weights, gaps)
    for gap, (above, below) in zip(gaps[1:], pairwise(found), strict=True):
        assert below - above >= gap - 1e-6
    cost = _cost(found, wishes, weights)
    draw = random.Random(1)
    for _ in range(20):
        other = sorted(place - sum(gaps[: at + 1]) + draw.gauss(0, 5) for at, place in enumerate(found))
        spread = [place + sum(gaps[: at + 1]) for at, place in enumerate(other)]
        assert _cost(spread, wishes, weights) >= cost - 1e-6 * (1 + cost)


def _cost(places: list[float], wishes: list[float], weights: list[float]) -> float:
    return sum(w * (place - wish) ** 2 for place, wish, w in zip(places, wishes, weights, strict=True))


@given(wishes=st.lists(heights, min_size=1, max_size=8))
def test_a_column_with_room_settles_exactly_where_it_wishes(wishes: list[float]) -> None:
    apart = sorted({round(wish / 20) * 20.0 for wish in wishes})
    assert settled(apart, [1.0] * len(apart), [15.0] * len(apart)) == pytest.approx(apart)
