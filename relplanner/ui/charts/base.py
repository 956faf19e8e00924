"""What all charts share: the dress of the theme, wheel and drag left to the page, keys, a table to read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFont,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QWidget

from relplanner.ui.theme import fonts, tokens
from relplanner.ui.theme.themes import Themes
from relplanner.ui.theme.tokens import Theme

Rows = Sequence[Sequence[str]]


class Plot(pg.PlotWidget):
    """A plot that is looked at: nothing in it zooms or drags, so the wheel scrolls the page as anywhere."""

    probed = Signal(str)
    """A sentence about the place under the mouse or the keyboard; empty when there is none."""

    def __init__(
        self, themes: Themes, axes: dict[str, Any] | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent, axisItems=axes or {}, enableMenu=False)
        self._themes = themes
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAntialiasing(True)
        self.setMouseTracking(True)
        self.setFrameShape(self.Shape.NoFrame)
        item = self.getPlotItem()
        item.hideButtons()
        item.setMouseEnabled(False, False)
        item.setContentsMargins(0, 0, 0, 0)
        if item.ctrlMenu is not None:  # made although it is never shown: it goes with the plot
            item.ctrlMenu.setParent(self, item.ctrlMenu.windowFlags())
        box = item.getViewBox()
        box.setMenuEnabled(False)
        box.setDefaultPadding(0)
        themes.changed.connect(self._redress)

    def _redress(self) -> None:
        self.dress(self.theme)

    @property
    def theme(self) -> Theme:
        return self._themes.current

    def dress(self, theme: Theme) -> None:
        """Wear a theme; subclasses draw their marks anew."""
        self.setBackground(theme.panel)
        font = small_font()
        for name in ("left", "bottom", "right", "top"):
            axis = self.getPlotItem().getAxis(name)
            axis.setPen(pen(theme.grid_strong))
            axis.setTextPen(QColor(theme.muted))
            axis.setTickFont(font)
            axis.setStyle(tickLength=0, tickTextOffset=4, hideOverlappingLabels=True)

    def sentence(self) -> str:
        """What the chart shows, in words."""
        raise NotImplementedError

    def rows(self) -> tuple[Sequence[str], Rows]:
        """The same as a table: heads and rows."""
        raise NotImplementedError

    def name_itself(self) -> None:
        """Tell tools for people who do not see it what it shows."""
        self.setAccessibleDescription(self.sentence())

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self.viewport())
            painter.setPen(pen(self.theme.accent))
            painter.drawRect(self.viewport().rect().adjusted(0, 0, -1, -1))


def pen(colour: str, width: float = 1.0, style: Qt.PenStyle = Qt.PenStyle.SolidLine) -> QPen:
    """``width`` in device-independent pixels; 1 is a hairline that stays sharp."""
    made = QPen(QColor(colour), width, style)
    made.setCosmetic(True)
    return made


def small_font() -> QFont:
    return fonts.scaled(QApplication.font(), tokens.FONT_SMALL)
