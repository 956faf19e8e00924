"""What stands on which page, in two columns that lead there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from relplanner.exchange.report.model import Section
from relplanner.ui.paper.blocks import GUTTER, Room
from relplanner.ui.paper.flow import Piece
from relplanner.ui.paper.lines import draw_lines, height_of, set_text
from relplanner.ui.paper.sheet import dots

COLUMNS = 2


def contents_piece(sections: Sequence[Section], starts: Mapping[str, tuple[int, float]], room: Room) -> Piece:
    """``starts`` is filled while pages are made, and read when this is drawn."""
    wide = (room.width - GUTTER * (COLUMNS - 1)) / COLUMNS
    title = set_text("Contents", room.type_.heading, room.ink.text, room.width)
    names = [
        set_text(f"{number}  {one.title}", room.type_.cell, room.ink.text, wide - dots(24))[:1]
        for number, one in enumerate(sections, 1)
    ]
    step = max(map(height_of, names)) + dots(1.5)
    deep = -(-len(names) // COLUMNS)
    top = height_of(title) + dots(4)

    def box(at: int) -> QRectF:
        column, row = divmod(at, deep)
        return QRectF(column * (wide + GUTTER), top + row * step, wide, step)

    def draw(painter: QPainter, x: float, y: float) -> None:
        draw_lines(painter, title, x, y)
        for at, (section, name) in enumerate(zip(sections, names, strict=True)):
            place = box(at).translated(x, y)
            draw_lines(painter, name, place.left(), place.top())
            number = str(starts[section.id][0] + 1)
            page = set_text(number, room.type_.cell, room.ink.muted, dots(24), right=True)
            draw_lines(painter, page, place.right() - dots(24), place.top())

    links = tuple((box(at), section.id) for at, section in enumerate(sections))
    return Piece(top + deep * step, draw, dots(14), links=links)
