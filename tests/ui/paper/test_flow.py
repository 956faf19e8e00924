"""Pages are filled in order, nothing is lost, and what belongs together stays together."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from relplanner.ui.paper.flow import Piece, marks, paginate


def _draw(*_: object) -> None:
    raise AssertionError("pages are made without drawing")


def _piece(height: float, **more: object) -> Piece:
    return Piece(height, _draw, **more)  # type: ignore[arg-type]


heights = st.lists(st.tuples(st.integers(1, 120), st.integers(0, 20), st.booleans()), max_size=60)


@given(heights)
def test_every_piece_stands_once_in_order_and_inside_its_page(given_heights) -> None:
    pieces = [_piece(high, before=before, with_next=keep, mark=str(at))
              for at, (high, before, keep) in enumerate(given_heights)]  # fmt: skip
    pages = paginate(pieces, 100)
    assert [mark for mark, _, _ in marks(pages)] == [piece.mark for piece in pieces]
    for page in pages:
        for one, other in zip(page.placed, page.placed[1:], strict=False):
            assert one.y + one.piece.height <= other.y
        if len(page.placed) > 1:
            assert page.used <= 100


def test_a_heading_goes_with_what_follows() -> None:
    pages = paginate([_piece(70), _piece(20, with_next=True), _piece(30)], 100)
    assert [len(page.placed) for page in pages] == [1, 2]


def test_the_head_is_repeated_only_where_a_page_begins_inside_the_table() -> None:
    head = _piece(10)
    rows = [_piece(30, head=head) for _ in range(5)]
    pages = paginate([head, *rows], 100)
    assert [page.placed[0].piece is head for page in pages] == [True, True]
    assert [len(page.placed) for page in pages] == [4, 3]


def test_room_above_is_dropped_at_the_top_of_a_page() -> None:
    pages = paginate([_piece(90, before=40), _piece(50, before=40)], 100)
    assert [page.placed[0].y for page in pages] == [0, 0]


def test_a_picture_shrinks_rather_than_leave_a_gap_but_not_without_need() -> None:
    small, large = _piece(40), _piece(60)
    tight = _piece(60, smaller=small)
    assert paginate([_piece(55), tight], 100)[0].placed[1].piece is small
    assert paginate([_piece(30), tight], 100)[0].placed[1].piece is tight
    assert paginate([_piece(70), tight], 100)[1].placed[0].piece is tight
    assert large.smaller is None
