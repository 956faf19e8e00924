"""What drives the spread: a bar for each activity, from the earliest it makes the release to the latest."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QWidget

from relplanner.ui.charts.base import Plot, Rows, pen, small_font
from relplanner.ui.charts.series import Swing
from relplanner.ui.theme.themes import Themes
from relplanner.ui.theme.tokens import Theme

NAMES_WIDTH = 168
LINE = 24
"""Pixels of one bar with its gap."""
THICK = 0.56


class Tornado(Plot):
    """The longest bar stands on top. A click or Enter chooses; ``say`` words minutes with their sign."""

    chosen = Signal(str)

    def __init__(self, themes: Themes, say: Callable[[float], str], parent: QWidget | None = None) -> None:
        super().__init__(themes, None, parent)
        self._say = say
        self._swings: tuple[Swing, ...] = ()
        self._current = -1
        item = self.getPlotItem()
        item.hideAxis("bottom")
        item.getAxis("left").setWidth(NAMES_WIDTH)
        self.setAccessibleName("What drives the spread of the projected release")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.dress(themes.current)

    def show_swings(self, swings: Sequence[Swing]) -> None:
        """Draw bars, the strongest first."""
        self._swings, self._current = tuple(swings), -1
        self.setFixedHeight(max(1, len(self._swings)) * LINE + 8)
        self._draw()
        self.name_itself()

    @property
    def swings(self) -> tuple[Swing, ...]:
        return self._swings

    @property
    def current(self) -> Swing | None:
        """The bar under the mouse or the keyboard."""
        return self._swings[self._current] if 0 <= self._current < len(self._swings) else None

    def dress(self, theme: Theme) -> None:
        super().dress(theme)
        axis = self.getPlotItem().getAxis("left")
        axis.setTextPen(QColor(theme.text))
        axis.setPen(pen(theme.panel))
        self._draw()

    def sentence(self) -> str:
        if not self._swings:
            return "Nothing spreads the projected release."
        return " ".join(f"{self._words(one)}." for one in self._swings)

    def rows(self) -> tuple[Sequence[str], Rows]:
        rows = [(one.name, self._say(one.low), self._say(one.high), one.note) for one in self._swings]
        return ("Activity", "Early", "Late", "Correlation"), rows

    def _words(self, one: Swing) -> str:
        note = f", {one.note}" if one.note else ""
        return f"{one.name}: {self._say(one.low)} to {self._say(one.high)}{note}"

    # Drawing

    def _draw(self) -> None:
        item, theme, swings = self.getPlotItem(), self.theme, self._swings
        item.clear()
        if not swings:
            return
        count = len(swings)
        metrics = QFontMetrics(small_font())
        room = NAMES_WIDTH - 12
        names = [
            (count - 1 - at, metrics.elidedText(one.name, Qt.TextElideMode.ElideRight, room))
            for at, one in enumerate(swings)
        ]
        item.getAxis("left").setTicks([names])
        self._set_range(metrics)
        if 0 <= self._current < count:
            row = pg.BarGraphItem(x0=-1e9, x1=1e9, y=[count - 1 - self._current], height=1.0, pen=None,
                                  brush=QColor(theme.hover))  # fmt: skip
            item.addItem(row, ignoreBounds=True)
        for colour, share in ((theme.planned, "low"), (theme.near_critical, "high")):
            ends = [getattr(one, share) for one in swings]
            item.addItem(
                pg.BarGraphItem(
                    x0=[min(0.0, end) for end in ends],
                    x1=[max(0.0, end) for end in ends],
                    y=[count - 1 - at for at in range(count)],
                    height=THICK,
                    pen=None,
                    brush=QColor(colour),
                )
            )
        item.addItem(pg.InfiniteLine(0, angle=90, pen=pen(theme.text)))
        for at, one in enumerate(swings):
            self._label(one.low, count - 1 - at)
            self._label(one.high, count - 1 - at)

    def _set_range(self, metrics: QFontMetrics) -> None:
        """Room for the figures at both ends, whatever their length in the language of the day."""
        low = min(0.0, *(one.low for one in self._swings))
        high = max(0.0, *(one.high for one in self._swings))
        span = max(high - low, 1.0)
        widest = max(
            metrics.horizontalAdvance(self._say(end)) for one in self._swings for end in (one.low, one.high)
        )
        share = min((widest + 12) / max(self.width() - NAMES_WIDTH, 160), 0.3)
        margin = span * share / (1 - 2 * share)
        item = self.getPlotItem()
        item.setXRange(low - margin, high + margin, padding=0)
        item.setYRange(-0.5, len(self._swings) - 0.5, padding=0)

    def _label(self, end: float, line: int) -> None:
        if not end:
            return
        label = pg.TextItem(self._say(end), color=QColor(self.theme.muted), anchor=(1 if end < 0 else 0, 0.5))
        label.setFont(small_font())
        label.setPos(end, line)
        self.getPlotItem().addItem(label)

    def resizeEvent(self, event: object) -> None:
        super().resizeEvent(event)
        if getattr(self, "_swings", ()):
            self._set_range(QFontMetrics(small_font()))

    # Choosing

    def stand_on(self, at: int) -> None:
        """Put the keyboard on a bar; -1 on none."""
        if at != self._current:
            self._current = at if 0 <= at < len(self._swings) else -1
            self._draw()
            one = self.current
            self.probed.emit(self._words(one) if one is not None else "")

    def _line_at(self, point: QPointF) -> int:
        at = self.getPlotItem().getViewBox().mapSceneToView(point)
        return len(self._swings) - 1 - round(at.y())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.stand_on(self._line_at(QPointF(event.position())))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        one = self.current
        if event.button() == Qt.MouseButton.LeftButton and one is not None:
            self.chosen.emit(one.id)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.stand_on(-1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        one, last = self.current, len(self._swings) - 1
        steps = {Qt.Key.Key_Up: self._current - 1, Qt.Key.Key_Down: self._current + 1, Qt.Key.Key_Home: 0,
                 Qt.Key.Key_End: last}  # fmt: skip
        if event.key() in steps and last >= 0:
            self.stand_on(min(max(steps[Qt.Key(event.key())], 0), last))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and one is not None:
            self.chosen.emit(one.id)
        elif event.key() == Qt.Key.Key_Escape and one is not None:
            self.stand_on(-1)
        else:
            super().keyPressEvent(event)
