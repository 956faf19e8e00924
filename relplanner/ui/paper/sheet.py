"""The sheet of paper: its size, its margins and the few sizes of type. Lengths are in dots of the PDF."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QMarginsF, QRectF, QSizeF
from PySide6.QtGui import QColor, QFont, QPageLayout, QPageSize

from relplanner.ui.common.print_font import plain
from relplanner.ui.theme import fonts
from relplanner.ui.theme.tokens import LIGHT
from relplanner.values import value

DPI = 1200
DOTS = DPI / 72
"""Dots in a point."""
PageName = Literal["A4", "Letter", "A3"]
Orientation = Literal["auto", "portrait", "landscape"]
"""``auto``: upright, with the tiles of the timeline on sheets turned on their side."""
PAGE_SIZES: dict[str, QPageSize.PageSizeId] = {
    "A4": QPageSize.PageSizeId.A4,
    "Letter": QPageSize.PageSizeId.Letter,
    "A3": QPageSize.PageSizeId.A3,
}
ORIENTATIONS = ("auto", "portrait", "landscape")
SIDE, TOP, BOTTOM = 42.0, 54.0, 50.0
"""Margins in points; head and foot of the page stand inside the upper and the lower one."""


def dots(points: float) -> float:
    return points * DOTS


@value
class Sheet:
    """``width`` and ``height`` of the page and of the room inside its margins."""

    layout: QPageLayout
    page: QRectF
    body: QRectF


def sheet(page_size: str, landscape: bool) -> Sheet:
    """Raises :class:`KeyError` for a size that is not in `PAGE_SIZES`."""
    size = QPageSize(PAGE_SIZES[page_size])
    turned = QPageLayout.Orientation.Landscape if landscape else QPageLayout.Orientation.Portrait
    layout = QPageLayout(size, turned, QMarginsF(0, 0, 0, 0), QPageLayout.Unit.Point)
    points: QSizeF = layout.fullRect(QPageLayout.Unit.Point).size()
    page = QRectF(0, 0, dots(points.width()), dots(points.height()))
    body = page.adjusted(dots(SIDE), dots(TOP), -dots(SIDE), -dots(BOTTOM))
    return Sheet(layout, page, body)


class Type:
    """The fonts of a printed report. No font features: text made of substituted figures cannot be found or
    copied in a PDF.
    """

    def __init__(self) -> None:
        self.family = fonts.use_bundled()
        normal, strong = QFont.Weight.Normal, QFont.Weight.DemiBold
        self.title = self._font(20, strong)
        self.section = self._font(13.5, strong)
        self.heading = self._font(10, strong)
        self.lead = self._font(12.5, strong)
        self.body = self._font(9.5, normal)
        self.body_strong = self._font(9.5, strong)
        self.cell = self._font(8.6, normal)
        self.cell_strong = self._font(8.6, strong)
        self.note = self._font(7.6, normal)
        self.note_strong = self._font(7.6, strong)

    def _font(self, points: float, weight: QFont.Weight) -> QFont:
        font = QFont(self.family)
        font.setPixelSize(round(dots(points)))
        font.setWeight(weight)
        return plain(font)


def screen_font(pixels: int) -> QFont:
    """The bundled font at a screen's size, for pictures of pages that are scaled onto paper."""
    font = QFont(fonts.use_bundled())
    font.setPixelSize(pixels)
    return plain(font)


class Ink:
    """Colours of paper: the light theme's, on white."""

    def __init__(self) -> None:
        self.text = QColor(LIGHT.text)
        self.muted = QColor(LIGHT.muted)
        self.line = QColor(LIGHT.line)
        self.strong_line = QColor(LIGHT.grid_strong)
        self.accent = QColor(LIGHT.selection_text)
        self.raised = QColor(LIGHT.raised)
        self._tones = {
            "ok": (LIGHT.ok, LIGHT.ok_ground),
            "warning": (LIGHT.warning, LIGHT.warning_ground),
            "error": (LIGHT.error, LIGHT.error_ground),
            "info": (LIGHT.selection_text, LIGHT.info_ground),
            "muted": (LIGHT.muted, LIGHT.raised),
            "": (LIGHT.text, LIGHT.raised),
        }

    def tone(self, name: str) -> QColor:
        return QColor(self._tones[name][0])

    def ground(self, name: str) -> QColor:
        return QColor(self._tones[name][1])
