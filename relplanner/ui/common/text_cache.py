"""Text laid out once and drawn many times; drawing it again costs a tenth of laying it out."""

from __future__ import annotations

from enum import IntEnum

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QStaticText, QTransform

KEPT = 12_000
"""Texts kept; a page of fifty rows holds about five hundred."""


class Style(IntEnum):
    """The few ways in which text appears on the page."""

    BODY = 0
    STRONG = 1
    NOTE = 2
    NOTE_STRONG = 3
    SMALL_STRONG = 4


class TextCache:
    """Static texts by (style, text, room). Not a widget: it may be shared by painters of one device ratio."""

    def __init__(self, fonts: tuple[QFont, ...]) -> None:
        self.fonts = fonts
        self.metrics = tuple(QFontMetricsF(font) for font in fonts)
        self.heights = tuple(metric.height() for metric in self.metrics)
        self._texts: dict[tuple[int, str], tuple[QStaticText, float]] = {}
        self._elided: dict[tuple[int, str, int], tuple[QStaticText, float]] = {}

    def whole(self, style: int, text: str) -> tuple[QStaticText, float]:
        """The text and its width in pixels."""
        key = (style, text)
        found = self._texts.get(key)
        if found is None:
            if len(self._texts) >= KEPT:
                self._texts.clear()
            found = self._texts[key] = self._layout(style, text)
        return found

    def fitted(self, style: int, text: str, room: float) -> tuple[QStaticText, float]:
        """The text, with an ellipsis where it does not fit into ``room`` pixels."""
        found = self.whole(style, text)
        if found[1] <= room:
            return found
        key = (style, text, int(room))
        cut = self._elided.get(key)
        if cut is None:
            if len(self._elided) >= KEPT:
                self._elided.clear()
            shown = self.metrics[style].elidedText(text, Qt.TextElideMode.ElideRight, max(0, int(room)))
            cut = self._elided[key] = self._layout(style, shown)
        return cut

    def is_cut(self, style: int, text: str, room: float) -> bool:
        return self.whole(style, text)[1] > room

    def width(self, style: int, text: str) -> float:
        return self.whole(style, text)[1]

    def draw(self, painter: QPainter, style: int, text: str, x: float, middle: float) -> float:
        """Draw with the painter's pen, centred on the height ``middle``; sets the font. Returns the width."""
        found, width = self.whole(style, text)
        painter.setFont(self.fonts[style])
        painter.drawStaticText(int(x), int(middle - self.heights[style] / 2 + 0.5), found)
        return width

    def _layout(self, style: int, text: str) -> tuple[QStaticText, float]:
        static = QStaticText(text.replace("\n", " "))
        static.setTextFormat(Qt.TextFormat.PlainText)  # plan text is never markup
        static.setPerformanceHint(QStaticText.PerformanceHint.AggressiveCaching)
        static.prepare(QTransform(), self.fonts[style])
        return static, static.size().width()
