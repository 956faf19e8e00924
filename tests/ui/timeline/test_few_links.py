"""Small plans draw their links one by one, large ones as arrays: what is drawn is the same."""

from __future__ import annotations

import random
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from relplanner.ui.timeline.few_links import FewFrame
from relplanner.ui.timeline.layout import routes, ways
from relplanner.ui.timeline.link_frame import PLAIN
from relplanner.ui.timeline.link_index import table_from
from relplanner.ui.timeline.links import LONGEST, FewLinks, FewPlaced
from relplanner.ui.timeline.many_links import ManyFrame
from relplanner.ui.timeline.painter_links import LOOKS
from relplanner.ui.timeline.view import View
from tests.ui.timeline.conftest import Desk

ROWS = LONGEST + 60
PIXELS = st.floats(-400, 1500)


@given(
    st.integers(0, 3), PIXELS, PIXELS, PIXELS, st.integers(-30, 30), st.integers(0, 9),
    st.sampled_from([ways.WHOLE, ways.LEAVING, ways.ARRIVING]), st.sampled_from([14.0, 27.0, 28.0]),
)  # fmt: skip
def test_a_link_goes_the_same_way_alone_as_among_many(
    kind: int, leave: float, arrive: float, drop: float, rows: int, lane: int, part: int, row_height: float
) -> None:
    alone = ways.Ends(kind, leave, 200.5, arrive, 200.5 + rows * row_height, drop, 7.0, lane)
    column = [np.array([getattr(alone, name)]) for name in alone.__match_args__]
    many = routes.Ends(*column)
    drawn = routes.route(many, row_height)
    routes.cut_to_stubs(drawn, many, np.array([part]), row_height)
    way = ways.way(alone, row_height) if part == ways.WHOLE else ways.stub_of(alone, part, row_height)
    turns = [tuple(point) for point in drawn.points[0].tolist()]
    assert turns == [*way.points, *[way.points[-1]] * (routes.POINTS - len(way.points))]
    assert part == ways.LEAVING or drawn.head[0] == way.head
    for width in (1.0, 2.0, 3.0):
        assert routes.pieces(drawn.points, width).tolist() == [
            list(p) for p in ways.pieces(way.points, width)
        ]
    assert routes.trunks(drawn.points).tolist() == [list(trunk) for trunk in ways.trunks(way.points)]


def _plan(draw: random.Random) -> str:
    lines = ["relplan: 1", "release:", "  product: Aurora", "  start: 2027-02-22T09:00", "activities:"]
    for at in range(ROWS):
        lines += [f"- id: a{at}", f"  name: Step {at}", f"  duration: {draw.choice((0, 1, 3, 9))}d"]
        if at and draw.random() < 0.7:
            before, kind = draw.randrange(at), draw.choice(("FS", "SS", "FF", "SF"))
            lines.append(f"  after: [a{before} {kind}]")
    return "\n".join(lines) + "\n"


def _both(view: View, first: int, last: int) -> tuple[FewFrame, ManyFrame]:
    assert isinstance(view.table, FewLinks)
    assert isinstance(view.index, FewPlaced)
    few = FewFrame(view.index, view, first, last)
    view.dates_of = view.schedule.arrays()
    many = ManyFrame(table_from(view.table.links).placed(view.sheet), view, first, last)
    view.dates_of = view.schedule.values
    return few, many


@pytest.mark.parametrize("seed", range(3))
def test_a_frame_of_a_small_plan_draws_what_one_of_a_large_plan_draws(
    make_desk: Callable[..., Desk], seed: int
) -> None:
    draw = random.Random(seed)
    view = make_desk(_plan(draw)).page.view
    clip = view.chart_rect()
    drawn = 0
    for _ in range(12):
        view.current = draw.choice(view.schedule.ids)
        first = draw.randrange(len(view.sheet) - 5)
        view.set_scroll(first * view.row_height)
        few, many = _both(view, first, min(len(view.sheet), first + draw.randrange(5, 50)))
        for look, _, width in LOOKS:
            ours, theirs = list(few.pieces(look, width, clip)), list(many.pieces(look, width, clip))
            assert sorted(ours) == sorted(map(tuple, theirs))
            assert sorted(few.heads(look, clip)) == sorted(many.heads(look, clip))
            drawn += len(ours) if look != PLAIN else 0
        assert [few.trunks_in(at) for at in range(few.first, few.last)] == [
            many.trunks_in(at) for at in range(few.first, few.last)
        ]
    assert drawn
