"""Which links a stretch of rows shows, and the ways they take."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from relplanner.ui.timeline.layout import labels, routes, ways
from relplanner.ui.timeline.link_index import LinkIndex, LinkTable
from relplanner.ui.timeline.links import LONGEST, FewPlaced
from tests.ui.timeline.conftest import Desk

ROWS = 400


class _Places:
    """A sheet on which every row of the schedule is shown at its own place."""

    place_of_row = np.arange(ROWS)


def _index(pairs: list[tuple[int, int]]) -> LinkIndex:
    columns = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    table = LinkTable(
        columns[:, 0], columns[:, 1], np.zeros(len(pairs), np.int64), np.zeros(len(pairs), np.bool_)
    )
    return LinkIndex(table, _Places())  # type: ignore[arg-type]


PAIRS = st.lists(st.tuples(st.integers(0, ROWS - 1), st.integers(0, ROWS - 1)), max_size=120)


@given(PAIRS, st.integers(0, ROWS - 1), st.integers(1, 80))
def test_the_index_finds_the_links_that_a_look_at_each_finds(
    pairs: list[tuple[int, int]], first: int, count: int
) -> None:
    last = first + count
    near = {
        at
        for at, (a, b) in enumerate(pairs)
        if a != b and abs(a - b) <= LONGEST and min(a, b) < last and max(a, b) >= first
    }
    index = _index(pairs)
    assert set(index.across(first, last).tolist()) == near
    far = {at: pair for at, pair in enumerate(pairs) if abs(pair[0] - pair[1]) > LONGEST}
    assert set(index.leaving(first, last).tolist()) == {at for at, (a, _) in far.items() if first <= a < last}
    assert set(index.arriving(first, last).tolist()) == {
        at for at, (_, b) in far.items() if first <= b < last
    }


def _ends(kind: int, leave: tuple[float, float], arrive: tuple[float, float]) -> routes.Ends:
    return routes.Ends(
        kind=np.array([kind]),
        leave_x=np.array([leave[0]]),
        leave_y=np.array([leave[1]]),
        arrive_x=np.array([arrive[0]]),
        arrive_y=np.array([arrive[1]]),
        drop_x=np.array([arrive[0] + 6.0]),
        half_height=np.array([7.0]),
        lane=np.array([0]),
    )


@given(st.integers(0, 3), st.floats(0, 900), st.floats(0, 900), st.integers(-8, 8).filter(bool))
def test_ways_are_level_or_upright_and_join_both_ends(
    kind: int, leave: float, arrive: float, rows: int
) -> None:
    way = routes.route(_ends(kind, (leave, 200), (arrive, 200 + 28 * rows)), 28)
    points = way.points[0]
    turns = points[1:] - points[:-1]
    assert ((turns == 0).any(axis=1)).all()
    assert abs(points[0, 1] - 200) <= 1
    tip = points[-1]
    assert way.head[0] in (ways.DOWN, ways.UP) or abs(tip[0] - arrive) <= 1
    assert abs(tip[1] - (200 + 28 * rows)) <= 8


def test_a_link_to_a_later_start_arrives_from_the_left_with_its_upright_piece_beside_its_own_bar() -> None:
    way = routes.route(_ends(0, (100, 14), (300, 70)), 28)
    assert way.head[0] == ways.RIGHT
    assert 100 < routes.trunks(way.points)[0, 0] < 125


def test_a_link_to_a_start_at_once_drops_into_the_bar() -> None:
    way = routes.route(_ends(0, (100, 14), (100, 70)), 28)
    assert way.head[0] == ways.DOWN
    assert way.points[0, -1].tolist() == [106, 63]


def test_a_link_back_in_time_runs_between_two_rows() -> None:
    way = routes.route(_ends(0, (300, 14), (100, 70)), 28)
    levels = set(way.points[0, :, 1].tolist())
    assert 56 in levels


def test_a_label_stands_clear_of_upright_pieces() -> None:
    at = labels.place(60, 10, 100, [110, 190], [], 0, 1000)
    assert at is not None
    assert at > 110
    assert at + 60 < 190


def test_a_label_without_room_on_the_right_goes_to_the_left() -> None:
    assert labels.place(60, 500, 580, [], [], 0, 620) == 500 - labels.GAP - 60


def test_a_label_of_a_bar_out_of_sight_is_left_out() -> None:
    assert labels.place(60, 2000, 2100, [], [], 0, 620) is None


def test_links_of_a_folded_phase_are_shown_at_the_phase(make_desk: Callable[..., Desk]) -> None:
    desk = make_desk()
    view = desk.page.view
    desk.page.toggle_fold(view.sheet.places["testing"])
    assert isinstance(view.index, FewPlaced)
    place = view.sheet.places["testing"]
    ends = {(one.leaves, one.arrives) for one, _ in view.index.shown(0, len(view.sheet), -2)}
    assert (view.sheet.places["build"], place) in ends
    assert (place, view.sheet.places["production"]) in ends


def test_a_long_link_is_drawn_whole_only_for_the_current_row() -> None:
    index = _index([(0, LONGEST + 50), (3, 5)])
    assert index.across(40, 60).tolist() == []
    assert index.of_row(0).tolist() == [0]
    assert index.of_row(3).tolist() == []


@pytest.mark.parametrize("width", [1.0, 2.0, 3.0])
def test_pieces_leave_out_what_has_no_length(width: float) -> None:
    way = routes.route(_ends(0, (100, 14), (300, 70)), 28)
    rects = routes.pieces(way.points, width)
    assert len(rects) == 3
    assert rects[:, 2:].min() == width
