"""A metric over time with its threshold, and what a trigger would have made of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, Qt, QTimer, Signal
from PySide6.QtGui import QBrush, QColor, QKeyEvent, QMouseEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from relplanner.ui.charts.base import Plot, Rows, pen, small_font
from relplanner.ui.charts.clock_axis import ClockAxis
from relplanner.ui.charts.decimate import Floats, Times, gap_of, points
from relplanner.ui.common.activity_words import Dates
from relplanner.ui.theme.themes import Themes
from relplanner.ui.theme.tokens import Theme
from relplanner.values import keeping_entity, value

LEAST_GAP = 60_000
LEAST_SPAN = 60_000
ZOOM = 1.5
STRIP = 0.07
"""The share of the height that the strips of states take below the line."""
STATES = ("unknown", "pending", "firing")
INKS = {"unknown": "blind_line", "pending": "pending", "firing": "firing"}
WORDS = {"unknown": "no data", "pending": "pending", "firing": "firing"}
AXIS_WIDTH = 56


@keeping_entity
class Line:
    """One series; its gaps stay gaps. ``ink`` is a place in the theme's colours of series."""

    name: str
    times: Times
    values: Floats
    ink: int = 0


@value
class Span:
    """A stretch of time in a state: firing, pending or unknown; milliseconds UTC."""

    state: str
    start: int
    end: int


class MetricChart(Plot):
    """Drag over a stretch to look closer, double click for all of it; plus, minus and arrows by keyboard."""

    stepped = Signal(int)
    """Somebody asked for the next fire, or the one before."""
    moved = Signal()
    """Another stretch of time is shown."""

    def __init__(self, themes: Themes, words: Dates, parent: QWidget | None = None) -> None:
        axis = ClockAxis(words)
        super().__init__(themes, {"bottom": axis}, parent)
        self.axis, self._words = axis, words
        self._lines: tuple[Line, ...] = ()
        self._say: Callable[[float], str] = str
        self._limit: tuple[Times, Floats] | float | None = None
        self._limit_text = ""
        self._spans: tuple[Span, ...] = ()
        self._whole = (0, 1)
        self._view = (0, 1)
        self._drag: tuple[float, float] | None = None
        self._incident: tuple[int, int] | None = None
        self._later = QTimer(self, singleShot=True, interval=0)
        self._later.timeout.connect(self.draw_now)
        self._make_items()
        self.getPlotItem().getAxis("left").setWidth(AXIS_WIDTH)
        self.setAccessibleName("Metric on recorded history")
        self.dress(themes.current)

    def _make_items(self) -> None:
        """Items are made once and get new figures: a slider repaints them at every step."""
        item = self.getPlotItem()
        self._tints = {state: pg.BarGraphItem(x0=[], x1=[], y0=[], y1=[]) for state in STATES}
        self._strips = {state: pg.BarGraphItem(x0=[], x1=[], y0=[], y1=[]) for state in STATES}
        self._marked = pg.BarGraphItem(x0=[], x1=[], y0=[], y1=[])
        self._dragged = pg.BarGraphItem(x0=[], x1=[], y0=[], y1=[])
        self._curves: list[pg.PlotCurveItem] = []
        self._threshold = pg.PlotCurveItem(connect="finite")
        self._label = pg.TextItem("", anchor=(1, 1))
        self._probe = pg.InfiniteLine(0, angle=90)
        for one in (self._marked, *self._tints.values(), *self._strips.values(), self._dragged):
            item.addItem(one, ignoreBounds=True)
        for one in (self._threshold, self._label, self._probe):
            item.addItem(one, ignoreBounds=True)
        self._probe.hide()

    # What is shown

    def speak(self, words: Dates, say: Callable[[float], str]) -> None:
        """Word instants and values for another plan, another metric."""
        self._words, self._say = words, say
        self.axis.speak(words)

    def show_lines(self, lines: Sequence[Line], whole: tuple[int, int]) -> None:
        """Draw series over a stretch of time; of the same stretch the part that is looked at stays."""
        item = self.getPlotItem()
        for curve in self._curves:
            item.removeItem(curve)
        self._curves = []
        self._lines = tuple(lines)
        for _line in self._lines:
            curve = pg.PlotCurveItem(connect="finite", antialias=True)
            item.addItem(curve, ignoreBounds=True)
            self._curves.append(curve)
        if whole != self._whole:
            self._whole = self._view = whole
            self._incident = None
        self._later.start()

    def show_limit(self, limit: tuple[Times, Floats] | float | None, text: str) -> None:
        """The threshold: a level, or a series of its own."""
        self._limit, self._limit_text = limit, text
        self._later.start()

    def show_spans(self, spans: Sequence[Span]) -> None:
        """What the trigger would have done."""
        self._spans = tuple(spans)
        self._later.start()

    def show_incident(self, incident: tuple[int, int] | None) -> None:
        self._incident = incident
        self._later.start()

    @property
    def spans(self) -> tuple[Span, ...]:
        return self._spans

    @property
    def view(self) -> tuple[int, int]:
        """The stretch of time that is looked at."""
        return self._view

    @property
    def limit(self) -> tuple[Times, Floats] | float | None:
        return self._limit

    def look(self, start: int, stop: int) -> None:
        """Look at a stretch of time, within all of it."""
        first, last = self._whole
        span = min(max(stop - start, LEAST_SPAN), last - first)
        start = min(max(start, first), last - span)
        if (start, start + span) != self._view:
            self._view = (start, start + span)
            self._later.start()
            self.moved.emit()

    def look_at_all(self) -> None:
        self.look(*self._whole)

    def look_around(self, start: int, end: int) -> None:
        """Look at a fire with as much again on either side."""
        wide = max(end - start, 10 * 60_000)
        self.look(start - wide, end + wide)

    def dress(self, theme: Theme) -> None:
        super().dress(theme)
        self._draw_dress(theme)
        self._later.start()

    def sentence(self) -> str:
        if not self._lines:
            return "Nothing to show yet."
        fires = sum(one.state == "firing" for one in self._spans)
        times = "once" if fires == 1 else (f"{fires:,} times" if fires else "never")
        names = ", ".join(line.name for line in self._lines)
        return f"{names}, {self._limit_text}. Would have fired {times}."

    def rows(self) -> tuple[Sequence[str], Rows]:
        rows = [
            (WORDS[one.state], self._clock(one.start), self._clock(one.end))
            for one in self._spans
            if one.state != "pending"
        ]
        return ("State", "From", "Until"), rows[:200]

    def _clock(self, at: float) -> str:
        return self._words.clock(int(at // 60_000))

    # Drawing

    def _draw_dress(self, theme: Theme) -> None:
        for state in STATES:
            ink = QColor(getattr(theme, INKS[state]))
            hatch = Qt.BrushStyle.BDiagPattern if state == "unknown" else Qt.BrushStyle.SolidPattern
            self._strips[state].setOpts(brush=QBrush(ink, hatch), pen=None)
            tint = QColor(ink)
            tint.setAlphaF({"firing": 0.16, "pending": 0.10, "unknown": 0.35}[state])
            self._tints[state].setOpts(brush=QBrush(tint, hatch), pen=None)
        accent = QColor(theme.accent)
        accent.setAlphaF(0.12)
        self._marked.setOpts(brush=QBrush(accent), pen=pen(theme.accent))
        self._dragged.setOpts(brush=QBrush(accent), pen=None)
        self._threshold.setPen(pen(theme.firing, 1.4, Qt.PenStyle.DashLine))
        self._label.setColor(QColor(theme.firing))
        self._label.fill = QBrush(QColor(theme.panel))
        self._label.setFont(small_font())
        self._probe.setPen(pen(theme.accent))

    def draw_now(self) -> None:
        """Draw what is due, for the stretch that is looked at."""
        self._later.stop()
        item = self.getPlotItem()
        start, stop = self._view
        columns = max(int(self.viewport().width() - AXIS_WIDTH), 50)
        item.setXRange(start, stop, padding=0)
        lows, highs = [], []
        for line, curve in zip(self._lines, self._curves, strict=True):
            x, y = points(line.times, line.values, start, stop, columns, gap_of(line.times, LEAST_GAP))
            finite = y[np.isfinite(y)]
            if len(finite):
                lows.append(float(finite.min()))
                highs.append(float(finite.max()))
            curve.setData(x, np.where(np.isfinite(y), y, np.nan), pen=pen(self._ink(line), 1.0))
        shown = self._limit_points(start, stop)
        finite = shown[1][np.isfinite(shown[1])]
        if len(finite):
            lows.append(float(finite.min()))
            highs.append(float(finite.max()))
        low, high = (min(lows), max(highs)) if lows else (0.0, 1.0)
        low = min(low, 0.0) if low < high * 0.6 or low == high else low
        span = (high - low) or 1.0
        bottom, top = low - span * (STRIP * 1.6), high + span * 0.08
        item.setYRange(bottom, top, padding=0)
        self._threshold.setData(*shown)
        self._place_label(shown, stop)
        self._draw_spans(bottom, low - span * STRIP * 0.5, top)
        self.name_itself()

    def _ink(self, line: Line) -> str:
        return self.theme.series[line.ink % len(self.theme.series)]

    def _limit_points(self, start: int, stop: int) -> tuple[Floats, Floats]:
        limit = self._limit
        if limit is None:
            return np.empty(0), np.empty(0)
        if isinstance(limit, float):
            return np.array([start, stop], np.float64), np.array([limit, limit])
        return points(*limit, start, stop, 400, gap_of(limit[0], LEAST_GAP))

    def _place_label(self, shown: tuple[Floats, Floats], stop: int) -> None:
        known = np.flatnonzero(np.isfinite(shown[1])) if len(shown[1]) else np.empty(0, np.int64)
        self._label.setVisible(bool(len(known)))
        if len(known):
            self._label.setText(self._limit_text)
            self._label.setPos(stop, float(shown[1][known[-1]]))

    def _draw_spans(self, bottom: float, low: float, top: float) -> None:
        start, stop = self._view
        least = 2 * (stop - start) / max(self.viewport().width() - AXIS_WIDTH, 50)  # two pixels: none is lost
        for state in STATES:
            shown = [
                one for one in self._spans if one.state == state and one.end > start and one.start < stop
            ]
            x0 = [max(one.start, start) for one in shown]
            x1 = [min(one.end, stop) for one in shown]
            seen = [max(end, begin + least) for begin, end in zip(x0, x1, strict=True)]
            self._strips[state].setOpts(x0=x0, x1=seen, y0=bottom, y1=[low] * len(shown))
            self._tints[state].setOpts(x0=x0, x1=x1, y0=low, y1=[top] * len(shown))
        marked = [self._incident] if self._incident is not None else []
        self._marked.setOpts(
            x0=[one[0] for one in marked], x1=[one[1] for one in marked], y0=bottom, y1=[top] * len(marked)
        )
        dragged = [sorted(self._drag)] if self._drag is not None else []
        self._dragged.setOpts(
            x0=[one[0] for one in dragged], x1=[one[1] for one in dragged], y0=bottom, y1=[top] * len(dragged)
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if getattr(self, "_later", None) is not None:
            self._later.start()

    # Looking closer

    def _time_at(self, event: QMouseEvent) -> float:
        return float(self.getPlotItem().getViewBox().mapSceneToView(QPointF(event.position())).x())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        if event.button() == Qt.MouseButton.LeftButton and self._lines:
            at = self._time_at(event)
            self._drag = (at, at)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if not self._lines:
            return
        at = self._time_at(event)
        if self._drag is not None:
            self._drag = (self._drag[0], at)
            self._later.start()
        self._probe_at(at)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        drag, self._drag = self._drag, None
        if drag is None:
            return
        start, stop = sorted(drag)
        far = (self._view[1] - self._view[0]) / 50
        if stop - start > far:
            self.look(int(start), int(stop))
        self._later.start()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._drag = None
        self.look_at_all()
        event.accept()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier and self._lines:
            self.zoom(ZOOM if event.angleDelta().y() > 0 else 1 / ZOOM)
            event.accept()
        else:
            super().wheelEvent(event)

    def zoom(self, by: float) -> None:
        """Look closer, or further away, at the middle."""
        start, stop = self._view
        middle, half = (start + stop) / 2, (stop - start) / 2 / by
        self.look(int(middle - half), int(middle + half))

    def _probe_at(self, at: float) -> None:
        said = []
        for line in self._lines:
            place = int(np.searchsorted(line.times, at, "right")) - 1
            if place >= 0 and np.isfinite(line.values[place]):
                said.append(f"{line.name} {self._say(float(line.values[place]))}")
        states = [WORDS[one.state] for one in self._spans if one.start <= at < one.end]
        self._probe.setPos(at)
        self._probe.show()
        self.probed.emit(" · ".join([self._clock(at), *said, *dict.fromkeys(states)]))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._probe.hide()
        self.probed.emit("")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, said = event.key(), event.text()
        width = self._view[1] - self._view[0]
        if said in ("+", "="):
            self.zoom(ZOOM)
        elif said == "-":
            self.zoom(1 / ZOOM)
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            by = width // 4 * (1 if key == Qt.Key.Key_Right else -1)
            self.look(self._view[0] + by, self._view[1] + by)
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self.stepped.emit(1 if key == Qt.Key.Key_PageDown else -1)
        elif key == Qt.Key.Key_Home:
            self.look_at_all()
        else:
            super().keyPressEvent(event)
