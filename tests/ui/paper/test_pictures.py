"""The pictures of a pack: the page's own drawing, in both schemes, whatever the plan's size."""

from __future__ import annotations

import itertools
import math

import pytest
from PySide6.QtGui import QColor, QImage

from relplanner.exchange.report import cab_pack
from relplanner.exchange.report.model import slots
from relplanner.resources import resource
from relplanner.schedule import compute
from relplanner.schedule.risk import simulate
from relplanner.storage.reader import parse
from relplanner.ui.paper import timeline
from relplanner.ui.paper.network import MARGIN, STRIP, NetworkPicture
from relplanner.ui.paper.pictures import Subject, drawings, pictures
from relplanner.ui.theme.tokens import DARK, LIGHT
from tests.benchmarks.generate import plan_text
from tests.ui.paper.conftest import NOW


@pytest.fixture
def drawn(qapp, sample):
    risk = simulate(sample, trials=500)
    report = cab_pack(sample, findings=(), risk=risk, now=NOW)
    return pictures(report, Subject(sample, risk, NOW))


def test_each_slot_has_a_picture_in_the_light_and_the_dark_scheme(drawn) -> None:
    keys = ("timeline", "network", "histogram")
    assert set(drawn) == {*keys, *(f"{key}@dark" for key in keys)}
    for key, theme in (("timeline", LIGHT), ("timeline@dark", DARK), ("histogram@dark", DARK)):
        image = QImage.fromData(drawn[key])
        colours = {
            image.pixelColor(x, y).name()
            for x in range(0, image.width(), 7)
            for y in range(0, image.height(), 7)
        }
        assert {QColor(theme.ground).name()} <= colours, key
        assert len(colours) > 5, key


def test_a_picture_shows_every_row_of_the_plan(drawn, sample) -> None:
    image = QImage.fromData(drawn["timeline"])
    rows = len(sample.ids) + 1  # with the rollout's group
    assert image.height() / 2 == pytest.approx(rows * timeline.ROW + 62, abs=12)


def test_a_picture_of_some_rows_has_also_what_they_are_part_of(qapp) -> None:
    schedule = compute(parse(plan_text(100)).plan)
    leaf = next(one for one in schedule.plan.activities if one.parent)
    view = timeline.make_view(schedule, 0, LIGHT, [leaf.id])
    assert [line.id for line in view.sheet.lines] == sorted(
        [leaf.parent, leaf.id], key=lambda one: one != leaf.parent
    )


@pytest.mark.parametrize("count", [1, 30, 200])
def test_tiles_cover_every_row_and_all_of_the_time_once(qapp, count) -> None:
    schedule = compute(parse(plan_text(count)).plan)
    view = timeline.make_view(schedule, 0, LIGHT)
    cut = timeline.timeline_tiles(view, 1200, 760)
    rows = [row for tile in cut.tiles if tile.across == 0 for row in range(tile.first, tile.last)]
    assert rows == list(range(len(view.sheet)))
    assert len(cut.tiles) == cut.across * cut.down <= timeline.MOST_TILES
    first, last = view.time_span()
    row = [tile for tile in cut.tiles if tile.down == 0]
    assert row[0].scale.minute_at(0) <= first
    assert row[-1].scale.minute_at(view.chart_width) >= last
    for left, right in itertools.pairwise(row):
        assert left.scale.minute_at(view.chart_width) == pytest.approx(right.scale.minute_at(0))


def test_days_get_their_room_where_that_takes_few_sheets(qapp) -> None:
    schedule = compute(parse(plan_text(30)).plan)
    view = timeline.make_view(schedule, 0, LIGHT)
    cut = timeline.timeline_tiles(view, 1200, 760)
    days = (view.time_span()[1] - view.time_span()[0]) / 1440
    wanted = math.ceil(days * timeline.DAY_WIDE / (view.chart_width - 2 * timeline.MARGIN))
    assert cut.across == min(wanted, timeline.MOST_ACROSS)
    timeline.show_tile(view, cut, cut.tiles[0])
    assert timeline.timeline_tiles(view, 1200, 760, most=1).across == 1


def test_strips_of_the_network_cut_no_card_and_lose_nothing(qapp) -> None:
    text = resource("templates", "enterprise.relplan.yaml").read_text(encoding="utf-8")
    drawn = NetworkPicture(compute(parse(text).plan), LIGHT, 0)
    strips = drawn.strips()
    assert len(strips) > 1
    assert strips[0][0] == 0
    assert strips[-1][1] == drawn.width
    for one, other in itertools.pairwise(strips):
        assert one[1] == other[0]
    scene = drawn._view.scene
    half = scene.card_width / 2
    for x in scene.x + MARGIN:
        assert [1 for left, right in strips if left <= x - half and x + half <= right] == [1]
    widths = [right - left for left, right in strips]
    assert max(widths) <= STRIP
    assert max(widths) < 2 * min(widths), "no card alone on the last strip"


def test_a_network_too_wide_to_be_read_is_told_in_words(qapp) -> None:
    chain = "".join(
        f"- id: m{number}\n  kind: milestone\n" + (f"  after: m{number - 1}\n" if number else "")
        for number in range(30)
    )
    schedule = compute(parse(f"relplan: 1\nrelease:\n  start: 2027-03-01T09:00\nactivities:\n{chain}").plan)
    report = cab_pack(schedule, findings=(), now=NOW)
    assert "network" in [slot.id for slot in slots(report)]
    assert "network" not in drawings(report, Subject(schedule, None, NOW))
