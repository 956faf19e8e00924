"""Colours, pens and fonts of the page, made once a theme from the tokens."""

from __future__ import annotations

from dataclasses import fields

from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QColor, QFont, QPainter, QPen, QPixmap

from relplanner.ui.theme import fonts, tokens
from relplanner.ui.theme.tokens import Theme

HATCH = 8
"""Pixels from one stroke of a hatch to the next."""


class Paints:
    """``paints.colour["text"]`` and ``paints.pen["line"]`` by the names of the theme; one device pixel wide
    pens.
    """

    def __init__(self, theme: Theme, device_ratio: float = 1.0) -> None:
        self.theme = theme
        self.colour: dict[str, QColor] = {}
        self.pen: dict[str, QPen] = {}
        for entry in fields(theme):
            value = getattr(theme, entry.name)
            if isinstance(value, str) and value.startswith("#"):
                self.colour[entry.name] = QColor(value)
                self.pen[entry.name] = _hairline(QColor(value))
        self.freeze_hatch = QBrush(_hatch(self.colour["freeze_line"], device_ratio, 0.55))
        self.freeze_ground = faded(self.colour["freeze"], 0.55)
        self.window_hatch = QBrush(_hatch(self.colour["planned"], device_ratio, 0.9))
        self.selection_band = faded(self.colour["selection"], 0.72)
        self.hover_band = faded(self.colour["hover"], 0.55)
        self.plate = faded(self.colour["ground"], 0.86)


def faded(colour: QColor, share: float) -> QColor:
    """The same colour, let through by ``1 - share``."""
    found = QColor(colour)
    found.setAlphaF(share)
    return found


def page_fonts(body: QFont) -> tuple[QFont, ...]:
    """The fonts of :class:`~relplanner.ui.common.text_cache.Style`, in its order."""
    strong = fonts.Weight.DemiBold
    return (
        fonts.scaled(body, tokens.FONT_BODY),
        fonts.scaled(body, tokens.FONT_BODY, strong),
        fonts.scaled(body, tokens.FONT_NOTE),
        fonts.scaled(body, tokens.FONT_NOTE, strong),
        fonts.scaled(body, tokens.FONT_SMALL, strong),
    )


def _hairline(colour: QColor) -> QPen:
    pen = QPen(colour)
    pen.setWidth(0)  # one device pixel whatever the ratio
    return pen


def _hatch(colour: QColor, device_ratio: float, share: float) -> QPixmap:
    """A tile of diagonal strokes that joins itself without a seam."""
    tile = QPixmap(round(HATCH * device_ratio), round(HATCH * device_ratio))
    tile.setDevicePixelRatio(device_ratio)
    tile.fill(Qt.GlobalColor.transparent)
    painter = QPainter(tile)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(faded(colour, share), 1.2))
    for shift in (-HATCH, 0, HATCH):
        painter.drawLine(shift, HATCH, shift + HATCH, 0)
    painter.end()
    return tile
