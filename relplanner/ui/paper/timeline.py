"""The timeline without its window: the page's own painters, drawn into pictures and onto tiles of paper."""

from __future__ import annotations

import math
from collections.abc import Collection

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter

from relplanner.schedule import Schedule
from relplanner.ui.common import time_scale as scales
from relplanner.ui.common.time_scale import Scale
from relplanner.ui.paper.sheet import screen_font
from relplanner.ui.theme.tokens import FONT_BODY, Theme
from relplanner.ui.timeline import painter as timeline_painter
from relplanner.ui.timeline.columns import COLUMNS
from relplanner.ui.timeline.rows import GROUP, Sheet
from relplanner.ui.timeline.view import BAR, View
from relplanner.values import value

ROW = 22.0
SHOWN = frozenset({"name", "start", "finish", "slack"})
"""Columns that are worth their room on paper."""
TABLE_SHARE = 0.42
TABLE_MOST = 520
DAY_WIDE = 6.0
"""Pixels that a day needs on a tile."""
MOST_ACROSS = 4
MOST_TILES = 24
MARGIN = 24.0


def make_view(schedule: Schedule, now: int, theme: Theme, rows: Collection[str] | None = None) -> View:
    """A view of a plan, of all rows or of some and what they are part of; ``now`` in UTC minutes."""
    view = View(theme, screen_font(FONT_BODY), 1.0)
    view.now = now
    view.read_only = True
    view.hidden_columns = frozenset(column.key for column in COLUMNS) - SHOWN
    view.detail_height = view.row_height = ROW
    view.show(schedule.plan, schedule)
    if rows is not None and len(rows) < len(schedule.ids):
        view.sheet = _only(view.sheet, frozenset(rows))
        view.index = view.table.placed(view.sheet)
    return view


def _only(sheet: Sheet, wanted: frozenset[str]) -> Sheet:
    """The wanted rows and all that they are part of."""
    kept: set[int] = set()
    for place, line in enumerate(sheet.lines):
        if line.id in wanted:
            at = place
            while at >= 0 and at not in kept:
                kept.add(at)
                at = sheet.parent_place(at)
    order = sorted(kept)
    places = [-1] * len(sheet.place_of_row)
    for place, old in enumerate(order):
        row = sheet.lines[old].row
        if row != GROUP:
            places[row] = place
    return Sheet(sheet.plan, tuple(sheet.lines[place] for place in order), places)


def arrange(view: View, width: int, first: int, last: int) -> int:
    """Rows ``first`` to ``last`` (not included) of a view in ``width`` pixels; returns the height."""
    count = max(1, last - first)
    height = view.header_height + math.ceil(count * view.row_height)
    view.width, view.height = width + BAR, height + BAR
    view.set_table_width(min(TABLE_MOST, round(width * TABLE_SHARE)))
    view.scroll = first * view.row_height  # not by set_scroll, which keeps the last page of a list full
    return height


def fit(view: View) -> Scale:
    """All of the time in the chart's width."""
    first, last = view.time_span()
    return scales.fit(first, last, view.chart_width, MARGIN)


def paint(painter: QPainter, view: View) -> None:
    """The view without its scroll bars."""
    timeline_painter.paint(painter, view, QRect(0, 0, view.width - BAR, view.height - BAR))


def paint_into(painter: QPainter, view: View, box: QRectF) -> None:
    """The view scaled to the width of a box, with a hairline around it."""
    factor = box.width() / (view.width - BAR)
    painter.save()
    painter.translate(box.topLeft())
    painter.scale(factor, factor)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    paint(painter, view)
    painter.setClipping(False)
    painter.setPen(view.paints.pen["line"])
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(QRectF(0, 0, view.width - BAR, view.height - BAR))
    painter.restore()


@value
class Tile:
    """Rows ``first`` to ``last`` (not included) of a timeline, from ``origin``; what it shows in words."""

    first: int
    last: int
    scale: Scale
    across: int
    down: int


@value
class Tiles:
    """A timeline cut into sheets, row by row and from left to right; ``width`` in pixels of a sheet."""

    tiles: tuple[Tile, ...]
    across: int
    down: int
    width: int


def timeline_tiles(view: View, width: int, height: int, most: int = MOST_TILES) -> Tiles:
    """Cut a view into sheets of ``width`` by ``height`` pixels, each with the columns and the time's header.

    A day gets `DAY_WIDE` pixels where that takes no more than ``most`` sheets and `MOST_ACROSS` side by side.
    """
    per_sheet = max(1, int((height - view.header_height) // view.row_height))
    count = max(1, len(view.sheet))
    down = max(1, math.ceil(count / per_sheet))
    arrange(view, width, 0, min(per_sheet, count))
    first, last = view.time_span()
    days = (last - first) / 1440
    wanted = math.ceil(days * DAY_WIDE / max(1, view.chart_width - 2 * MARGIN))
    across = max(1, min(wanted, MOST_ACROSS, most // down))
    margin = MARGIN * (last - first) / (across * view.chart_width - 2 * MARGIN)
    size = max(scales.FINEST, (last - first + 2 * margin) / (across * view.chart_width))
    tiles = tuple(
        Tile(
            row * per_sheet,
            min(len(view.sheet), (row + 1) * per_sheet),
            Scale(first - margin + column * view.chart_width * size, size),
            column,
            row,
        )
        for row in range(down)
        for column in range(across)
    )
    return Tiles(tiles, across, down, width)


def show_tile(view: View, tiles: Tiles, tile: Tile) -> None:
    """Set a view to one tile."""
    arrange(view, tiles.width, tile.first, tile.last)
    view.scale = tile.scale
