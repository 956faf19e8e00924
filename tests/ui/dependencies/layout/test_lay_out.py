"""What holds for every layout, whatever the network."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import defaultdict
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given

from relplanner.ui.dependencies.layout import Box, LayoutCancelled, lay_out
from tests.ui.dependencies.layout.graphs import boxes, frame, networks, overlaps, staged, touched

STAGED = staged(150)
CARDS = boxes(map(str, range(150)))


@given(network=networks())
def test_no_card_lies_on_another_and_all_lie_within_the_drawing(network) -> None:
    cards, links = network
    layout = lay_out(cards, links)
    assert set(layout.centres) == {card.id for card in cards}
    assert overlaps(cards, layout) == []
    for card in cards:
        left, top, right, bottom = frame(card, layout)
        assert left >= -0.01 and top >= -0.01  # noqa: PT018 - one claim
        assert right <= layout.width + 0.01 and bottom <= layout.height + 0.01  # noqa: PT018


@given(network=networks())
def test_every_link_runs_from_edge_to_edge_and_over_no_card(network) -> None:
    cards, links = network
    layout = lay_out(cards, links)
    known = {card.id: card for card in cards}
    assert set(layout.routes) == {(a, b) for a, b in links if a != b and a in known and b in known}
    for (tail, head), route in layout.routes.items():
        back = (tail, head) in layout.back
        left, right = (head, tail) if back else (tail, head)
        begin, end = (route[-1], route[0]) if back else (route[0], route[-1])
        assert begin == pytest.approx((frame(known[left], layout)[2], layout.centres[left][1]))
        assert end == pytest.approx((frame(known[right], layout)[0], layout.centres[right][1]))
        assert layout.layer[left] < layout.layer[right]
    assert touched(cards, layout) == []


@given(network=networks())
def test_columns_are_aligned(network) -> None:
    cards, links = network
    layout = lay_out(cards, links)
    linked = {end for link in layout.routes for end in link}
    columns = defaultdict(set)
    for key in linked:
        columns[layout.sheet[key], layout.layer[key]].add(round(layout.centres[key][0], 3))
    assert all(len(places) == 1 for places in columns.values())


def test_the_same_network_is_laid_out_the_same_in_every_process() -> None:
    script = (
        "from tests.ui.dependencies.layout.graphs import boxes, staged\n"
        "from relplanner.ui.dependencies.layout import lay_out\n"
        "layout = lay_out(boxes(map(str, range(150))), staged(150))\n"
        "print(repr((layout.centres, layout.routes)))"
    )
    for seed in ("1", "2"):
        environ = {**os.environ, "PYTHONHASHSEED": seed}
        done = subprocess.run(
            [sys.executable, "-c", script],
            capture_output=True, text=True, check=True, env=environ, cwd=Path(__file__).parents[4],
        )  # fmt: skip
        layout = lay_out(CARDS, STAGED)
        assert done.stdout.strip() == repr((layout.centres, layout.routes))


def test_what_cannot_be_drawn_is_said() -> None:
    links = [("a", "b"), ("a", "b"), ("a", "a"), ("b", "ghost"), ("b", "c"), ("c", "a")]
    layout = lay_out([*boxes("abc"), Box("a", 10, 10)], links)
    assert layout.mentions == (
        "1 card with an id that is already drawn left out.",
        "1 repeated link drawn once.",
        "1 link from an activity to itself left out: a.",
        "1 link to a card that is not shown left out: b → ghost.",
        "1 link that would close a circle drawn from right to left.",
    )
    assert layout.back == {("c", "a")}
    assert [layout.layer[key] for key in "abc"] == [0, 1, 2]


def test_two_cards_that_wait_for_each_other_have_two_ways() -> None:
    layout = lay_out(boxes("ab"), [("a", "b"), ("b", "a")])
    assert set(layout.routes) == {("a", "b"), ("b", "a")}
    assert layout.back == {("b", "a")}


def test_two_thousand_cards_without_links_make_a_tidy_grid() -> None:
    layout = lay_out(boxes(map(str, range(2000))), [])
    columns = {x for x, _ in layout.centres.values()}
    rows = {y for _, y in layout.centres.values()}
    assert len(columns) * len(rows) - 2000 < len(columns), "only the last row is short"
    assert 1.2 < layout.width / layout.height < 2
    assert list(layout.centres.values()) == sorted(layout.centres.values(), key=lambda at: (at[1], at[0]))


def test_a_chain_of_twenty_thousand_is_one_level_line() -> None:
    ids = [str(number) for number in range(20_000)]
    layout = lay_out(boxes(ids), list(pairwise(ids)))
    assert [layout.layer[key] for key in ids] == list(range(20_000))
    assert len({y for _, y in layout.centres.values()}) == 1
    assert all(len(route) == 2 for route in layout.routes.values())


def test_a_circle_of_twenty_thousand_is_drawn_with_one_link_back() -> None:
    ids = [str(number) for number in range(20_000)]
    layout = lay_out(boxes(ids), [*pairwise(ids), (ids[-1], ids[0])])
    assert layout.back == {(ids[-1], ids[0])}


def test_links_over_thousands_of_columns_go_around_instead_of_between_all_cards() -> None:
    ids = [str(number) for number in range(1500)]
    long = [(key, ids[-1]) for key in ids[:-2:3]]
    layout = lay_out(boxes(ids), [*pairwise(ids), *long])
    assert sum(len(passed) for passed in layout.lanes.values()) < 2_000 + 8 * 1500
    top = min(y for _, y in layout.centres.values()) - 30
    around = [link for link in long if min(y for _, y in layout.routes[link]) < top]
    assert len(around) > 300
    first = {link: route for link, route in layout.routes.items() if int(link[1]) < 40}
    assert touched(boxes(ids[:40]), replace(layout, routes=first)) == []


def test_parts_without_a_link_between_them_stand_apart() -> None:
    ids = [f"{part}{number}" for part in "abcdefgh" for number in range(4)]
    links = [(f"{part}0", f"{part}{number}") for part in "abcdefgh" for number in (1, 2, 3)]
    layout = lay_out(boxes(ids), links)
    assert len(set(layout.sheet.values())) == 8
    assert overlaps(boxes(ids), layout) == []
    assert 0.5 < layout.width / layout.height < 4


def test_progress_only_grows_and_ends_at_one() -> None:
    told: list[float] = []
    lay_out(CARDS, STAGED, on_progress=told.append)
    assert told == sorted(told)
    assert (told[0], told[-1]) == (0.0, 1.0)
    assert len(told) > 10


@pytest.mark.parametrize("after", [0, 3, 10])
def test_a_layout_nobody_waits_for_ends(after: int) -> None:
    asked: list[None] = []

    def cancelled() -> bool:
        asked.append(None)
        return len(asked) > after

    with pytest.raises(LayoutCancelled):
        lay_out(CARDS, STAGED, cancelled=cancelled)
    assert len(asked) == after + 1


def test_no_cards_make_an_empty_drawing() -> None:
    layout = lay_out([], [])
    assert (layout.centres, layout.width, layout.height) == ({}, 0.0, 0.0)
