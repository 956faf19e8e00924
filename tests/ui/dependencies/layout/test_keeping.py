"""With the layout before, a small edit moves little: `movement` is the measure."""

from __future__ import annotations

import random

import pytest
from hypothesis import given

from relplanner.ui.dependencies.layout import Box, lay_out
from tests.ui.dependencies.layout.graphs import boxes, frame, movement, networks, overlaps, staged, touched

COUNT = 150
IDS = [str(number) for number in range(COUNT)]
LINKS = staged(COUNT)
BEFORE = lay_out(boxes(IDS), LINKS)
CARD = 60 + 24
"""Pixels from one card to the next below it."""


def _add_card(draw: random.Random) -> tuple[list[str], list[tuple[str, str]]]:
    return [*IDS, "new"], [*LINKS, (draw.choice(IDS), "new")]


def _remove_card(draw: random.Random) -> tuple[list[str], list[tuple[str, str]]]:
    gone = draw.choice(IDS)
    return [key for key in IDS if key != gone], [link for link in LINKS if gone not in link]


def _add_link(draw: random.Random) -> tuple[list[str], list[tuple[str, str]]]:
    tail, head = sorted(draw.sample(range(COUNT), 2))
    return IDS, [*LINKS, (str(tail), str(head))]


def _remove_link(draw: random.Random) -> tuple[list[str], list[tuple[str, str]]]:
    gone = draw.choice(LINKS)
    return IDS, [link for link in LINKS if link != gone]


def _card_between(draw: random.Random) -> tuple[list[str], list[tuple[str, str]]]:
    tail, head = draw.choice(LINKS)
    rest = [link for link in LINKS if link != (tail, head)]
    return [*IDS, "new"], [*rest, (tail, "new"), ("new", head)]


EDITS = {_add_card: 0.1, _remove_card: 0.01, _add_link: 0.1, _remove_link: 0.01, _card_between: 1.5}
"""The most that cards move on average, in cards. A card between two pushes what follows a column on."""


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.__name__.strip("_"))
def test_a_small_edit_turns_no_pair_and_hardly_moves_a_card(edit) -> None:
    ways = []
    for seed in range(10):
        ids, links = edit(random.Random(seed))
        after = lay_out(boxes(ids), links, previous=BEFORE)
        mean, turned = movement(BEFORE, after)
        assert turned == 0
        ways.append(mean)
        afresh, _ = movement(BEFORE, lay_out(boxes(ids), links))
        assert mean < max(1.0, afresh), "drawing afresh would have moved less"
    assert sum(ways) / len(ways) <= EDITS[edit] * CARD


def test_no_edit_moves_nothing() -> None:
    again = lay_out(boxes(IDS), LINKS, previous=BEFORE)
    assert movement(BEFORE, again) == (pytest.approx(0, abs=0.01), 0)


@given(first=networks(), second=networks())
def test_a_kept_layout_keeps_all_promises_too(first, second) -> None:
    cards, links = second
    layout = lay_out(cards, links, previous=lay_out(*first))
    assert overlaps(cards, layout) == []
    assert touched(cards, layout) == []
    known = {card.id for card in cards}
    assert set(layout.centres) == known
    assert set(layout.routes) == {(a, b) for a, b in links if a != b and a in known and b in known}
    for (tail, head), route in layout.routes.items():
        left, right = (head, tail) if (tail, head) in layout.back else (tail, head)
        assert layout.layer[left] < layout.layer[right]
        assert route[0][0] != route[-1][0]
    for card in cards:
        left_edge, top, right_edge, bottom = frame(card, layout)
        assert left_edge >= -0.01 and top >= -0.01  # noqa: PT018 - one claim
        assert right_edge <= layout.width + 0.01 and bottom <= layout.height + 0.01  # noqa: PT018


def test_fifty_edits_one_after_the_other_do_not_tangle_the_drawing() -> None:
    draw = random.Random(5)
    ids, links, layout = list(IDS), list(LINKS), BEFORE
    for number in range(50):
        if number % 3 == 2:
            links.remove(draw.choice(links))
        else:
            ids.append(f"new{number}")
            links += [(draw.choice(IDS[:75]), ids[-1]), (ids[-1], draw.choice(IDS[75:]))]
        layout = lay_out(boxes(ids), links, previous=layout)
    afresh = lay_out(boxes(ids), links)
    assert layout.crossings <= 2 * afresh.crossings
    assert layout.width <= 1.5 * afresh.width


def test_another_network_is_drawn_afresh() -> None:
    links = [(f"x{tail}", f"x{head}") for tail, head in LINKS]
    cards = boxes(f"x{key}" for key in IDS)
    assert lay_out(cards, links, previous=BEFORE).centres == lay_out(cards, links).centres


def test_cards_without_links_keep_their_cells_and_new_ones_take_free_cells() -> None:
    ids = [str(number) for number in range(40)]
    before = lay_out(boxes(ids), [])
    left = [key for key in ids if key != "7"]
    gap = lay_out(boxes(left), [], previous=before)
    assert {key: gap.centres[key] for key in left} == {key: before.centres[key] for key in left}
    filled = lay_out(boxes([*left, "new"]), [], previous=gap)
    assert filled.centres["new"] == before.centres["7"]


def test_a_card_that_grows_pushes_its_neighbours_aside() -> None:
    cards = [Box(key, 180, 200 if key == "20" else 60) for key in IDS]
    layout = lay_out(cards, LINKS, previous=BEFORE)
    assert overlaps(cards, layout) == []
    assert movement(BEFORE, layout)[1] == 0


def test_two_parts_that_a_new_link_joins_stay_in_their_order() -> None:
    first, second = staged(30, 6, seed=2), staged(30, 6, seed=3)
    links = [(f"a{tail}", f"a{head}") for tail, head in first] + [(f"b{t}", f"b{h}") for t, h in second]
    ids = sorted({end for link in links for end in link})
    before = lay_out(boxes(ids), links)
    after = lay_out(boxes(ids), [*links, ("a1", "b29")], previous=before)
    assert overlaps(boxes(ids), after) == []
    assert movement(before, after)[1] == 0
