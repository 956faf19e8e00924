"""Text set in lines, so that blocks can be broken between pages at any of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QTextLayout, QTextOption

from relplanner.exchange.report.clean import clean
from relplanner.exchange.report.model import Cell
from relplanner.ui.paper.sheet import Ink, Type, dots
from relplanner.values import value

Draw: TypeAlias = Callable[[QPainter, float, float], None]
"""Draws with its upper left corner at (x, y)."""
LEADING = 1.28
"""Height of a line in heights of the font's em."""


@value
class Line:
    """One line: ``width`` is what its ink needs."""

    height: float
    width: float
    draw: Draw


def set_text(
    text: str, font: QFont, colour: QColor, width: float, *, right: bool = False, lead: str = ""
) -> list[Line]:
    """A text in lines of at most ``width``; words longer than that are broken anywhere. ``lead`` goes before
    it in bold.
    """
    found: list[Line] = []
    lead = clean(lead).replace("\n", " ")
    for part in clean(f"{lead} {text}" if lead else text).split("\n"):
        found += _paragraph(part, font, colour, max(1.0, width), right, len(lead))
        lead = ""
    return found


def _paragraph(
    text: str, font: QFont, colour: QColor, width: float, right: bool, bold: int = 0
) -> list[Line]:
    layout = QTextLayout(text, font)
    if bold:
        strong = QTextLayout.FormatRange()
        strong.start, strong.length = 0, bold
        strong.format.setFontWeight(QFont.Weight.DemiBold)
        layout.setFormats([strong])
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    found = []
    height = font.pixelSize() * LEADING
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        line.setPosition(QPointF(0, 0))
        used = line.naturalTextWidth()
        shift = width - used if right else 0.0
        lift = (height - line.height()) / 2
        found.append(Line(height, used, _line_drawer(layout, line.lineNumber(), colour, shift, lift)))
    layout.endLayout()
    return found


def _line_drawer(layout: QTextLayout, number: int, colour: QColor, shift: float, lift: float) -> Draw:
    def draw(painter: QPainter, x: float, y: float) -> None:
        painter.setPen(colour)
        layout.lineAt(number).draw(painter, QPointF(x + shift, y + lift))

    return draw


def set_cell(cell: Cell, type_: Type, ink: Ink, width: float, *, right: bool = False) -> list[Line]:
    """A cell in lines: its text, chip or bar, then its note."""
    found: list[Line] = []
    if cell.chip and cell.text:
        found.append(chip(cell, type_, ink, width))
    elif cell.share is not None:
        found.append(_bar(cell, type_, ink, width))
    elif cell.text:
        font = type_.cell_strong if cell.strong else type_.cell
        found += set_text(cell.text, font, ink.tone(cell.tone), width, right=right)
    if cell.note:
        found += set_text(cell.note, type_.note, ink.muted, width, right=right)
    return found


def chip(cell: Cell, type_: Type, ink: Ink, width: float) -> Line:
    """A small label on a ground of its tone."""
    font, pad = type_.note_strong, dots(4.5)
    metrics = QFontMetricsF(font)
    text = metrics.elidedText(clean(cell.text), Qt.TextElideMode.ElideRight, max(1.0, width - 2 * pad))
    wide, high = metrics.horizontalAdvance(text) + 2 * pad, font.pixelSize() * 1.45
    set_line = _paragraph(text, font, ink.tone(cell.tone), wide, False)

    def draw(painter: QPainter, x: float, y: float) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink.ground(cell.tone))
        painter.drawRoundedRect(QRectF(x, y + dots(0.3), wide, high), high / 2, high / 2)
        if set_line:
            set_line[0].draw(painter, x + pad, y + dots(0.3) + (high - set_line[0].height) / 2)

    return Line(max(high + dots(0.9), type_.cell.pixelSize() * LEADING), wide, draw)


def _bar(cell: Cell, type_: Type, ink: Ink, width: float) -> Line:
    """A text with a bar of its share beside it."""
    set_line = set_text(cell.text, type_.cell, ink.tone(cell.tone), width)[0]
    share = min(1.0, max(0.0, cell.share or 0.0))
    left = max(set_line.width, dots(34)) + dots(5)
    long = max(0.0, min(dots(48), width - left))

    def draw(painter: QPainter, x: float, y: float) -> None:
        set_line.draw(painter, x, y)
        thick = dots(3.6)
        box = QRectF(x + left, y + (set_line.height - thick) / 2, long, thick)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink.line)
        painter.drawRoundedRect(box, thick / 2, thick / 2)
        if share > 0:
            painter.setBrush(ink.tone("ok") if share == 1 else ink.accent)
            box.setWidth(max(thick, long * share))
            painter.drawRoundedRect(box, thick / 2, thick / 2)

    return Line(set_line.height, left + long, draw)


def height_of(lines: list[Line]) -> float:
    return sum(line.height for line in lines)


def draw_lines(painter: QPainter, lines: list[Line], x: float, y: float) -> None:
    for line in lines:
        line.draw(painter, x, y)
        y += line.height
