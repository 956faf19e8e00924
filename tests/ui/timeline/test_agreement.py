"""After any edit, undo or redo the page shows what a page made anew would show."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from relplanner.errors import RelplannerError
from relplanner.plan import edits
from relplanner.plan.edits.edit import Edit
from relplanner.plan.plan import Plan
from relplanner.ui.timeline import rows
from relplanner.ui.timeline.links import FewPlaced, PlacedLinks, table_of
from tests.ui.timeline.conftest import Desk

STEPS = 70


def _random_edit(draw: random.Random, plan: Plan) -> Callable[[], Edit]:
    ids = [activity.id for activity in plan.activities]
    one, other = draw.choice(ids), draw.choice(ids)
    makers: list[Callable[[], Edit]] = [
        lambda: edits.add_activity(plan, f"New {draw.randrange(99)}", after_row=one, parent=None),
        lambda: edits.delete_activities(plan, [one]),
        lambda: edits.indent(plan, [one]),
        lambda: edits.outdent(plan, [one]),
        lambda: edits.move_up(plan, [one, other]),
        lambda: edits.move_rows(plan, [one], other, None),
        lambda: edits.link(plan, one, other),
        lambda: edits.unlink(plan, one, other),
        lambda: edits.set_field(plan, "activities", one, "name", f"Name {draw.randrange(99)}"),
        lambda: edits.rename_id(plan, "activities", one, f"id-{draw.randrange(9999)}"),
        lambda: edits.set_progress(plan, [one], float(draw.randrange(101))),
    ]
    return draw.choice(makers)


def _step(draw: random.Random, desk: Desk) -> None:
    document = desk.document
    if draw.random() < 0.15:
        document.undo()
    elif draw.random() < 0.1:
        document.redo()
    elif draw.random() < 0.15:
        desk.page.toggle_fold(draw.randrange(len(desk.page.view.sheet)))
    elif len(document.plan.activities) > 2:
        try:
            document.apply(_random_edit(draw, document.plan)())
        except RelplannerError:
            return


@pytest.mark.parametrize("seed", range(4))
def test_rows_links_and_dates_are_those_of_the_plan(make_desk: Callable[..., Desk], seed: int) -> None:
    draw = random.Random(seed)
    desk = make_desk()
    view, document = desk.page.view, desk.document
    for _ in range(STEPS):
        _step(draw, desk)
        fresh = rows.build(document.plan, document.schedule, view.folded)
        assert view.sheet.plan is document.plan
        assert view.sheet.lines == fresh.lines
        assert view.sheet.place_of_row == fresh.place_of_row
        assert view.schedule is document.schedule
        assert _ends(view.index) == _ends(table_of(document.plan, document.schedule).placed(fresh))
        assert set(view.selected) <= {line.id for line in fresh.lines} | set(document.plan.activity_index)
    desk.page.grab()


def _ends(links: PlacedLinks) -> list[tuple[int, int, int]]:
    assert isinstance(links, FewPlaced)
    return [(one.leaves, one.arrives, one.link[2]) for one in links.links]


def test_a_wider_density_gives_higher_rows_and_keeps_the_plan(make_desk: Callable[..., Desk]) -> None:
    desk = make_desk()
    before = desk.page.view.row_height
    desk.context.preferences.set("density", "roomy")
    assert desk.page.view.row_height > before
    desk.context.preferences.set("density", "compact")
    assert desk.page.view.row_height < before
