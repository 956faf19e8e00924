"""The projected release as a histogram with its S-curve: T0, P50, P80, P95 and the chance at any instant."""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import ZoneInfo

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from relplanner.schedule.spelling import spell
from relplanner.ui.charts.base import Plot, Rows, pen, small_font
from relplanner.ui.charts.series import Mark, Spread, chance_at, instant_of
from relplanner.ui.charts.time_axis import TimeAxis
from relplanner.ui.common.activity_words import Dates
from relplanner.ui.theme.themes import Themes
from relplanner.ui.theme.tokens import Theme

TALLEST = 0.94
AXIS_WIDTH = 40
LANE = 0.15
"""Each mark has a lane of its own above the curve, so that no two labels meet."""
SHOWN = (5, 10, 20, 30, 40, 50, 60, 70, 80, 90, 95)


class SpreadChart(Plot):
    """The bars are blue before T0 and amber after it; the curve reads against the axis at the right."""

    def __init__(self, themes: Themes, words: Dates, zone: ZoneInfo, parent: QWidget | None = None) -> None:
        axis = TimeAxis(zone, words.day, words.clock)
        super().__init__(themes, {"bottom": axis}, parent)
        self.axis = axis
        self._words, self._spread = words, Spread()
        self._percent: int | None = None
        item = self.getPlotItem()
        item.showAxis("right")
        item.hideAxis("left")
        item.getAxis("right").setTicks([[(part / 100, f"{part} %") for part in (0, 25, 50, 75, 100)]])
        item.getAxis("right").setWidth(AXIS_WIDTH)
        self.setAccessibleName("Histogram and S-curve of the projected release")
        self.dress(themes.current)

    def show_spread(self, spread: Spread) -> None:
        """Draw a distribution; an empty one clears the chart."""
        self._spread, self._percent = spread, None
        self._draw()
        self.name_itself()

    @property
    def bold(self) -> float:
        """The width of what stands out, in pixels of the screen: two of the page's."""
        return 2 * self.devicePixelRatioF()

    def speak(self, words: Dates, zone: ZoneInfo) -> None:
        """Word instants for another plan."""
        self._words = words
        self.axis.speak(zone, words.day, words.clock)

    @property
    def spread(self) -> Spread:
        return self._spread

    def dress(self, theme: Theme) -> None:
        super().dress(theme)
        self._draw()

    def sentence(self) -> str:
        if not self._spread.curve:
            return "Nothing to show yet."
        said = [f"{mark.text} {self._words.clock(round(mark.at))}" for mark in self._spread.marks]
        if self._spread.target is not None:
            said.append(f"chance to be done by T0 {chance_at(self._spread, self._spread.target):.0%}")
        return f"{', '.join(said)}."

    def rows(self) -> tuple[Sequence[str], Rows]:
        rows = []
        for percent in SHOWN:
            at = instant_of(self._spread, percent / 100)
            if at is not None:
                rows.append((f"{percent} %", self._words.clock(round(at)), self._distance(at)))
        return ("Chance", "Released by", "After T0"), rows

    def _distance(self, at: float) -> str:
        if self._spread.target is None:
            return "–"
        late = round(at - self._spread.target)
        return f"{'+' if late > 0 else '−'}{spell(late)}" if late else "0 m"

    # Drawing

    def _draw(self) -> None:
        item, spread, theme = self.getPlotItem(), self._spread, self.theme
        item.clear()
        if not spread.curve:
            return
        first, last = self._range()
        top = 1.0 + LANE * len(spread.marks) + 0.02
        item.setXRange(first, last, padding=0)
        item.setYRange(0, top, padding=0)
        for part in (0.25, 0.5, 0.75, 1.0):
            item.addItem(pg.InfiniteLine(part, angle=0, pen=pen(theme.grid)))
        self._draw_bars(theme)
        curve = [(first, 0.0), (spread.curve[0][0], 0.0), *spread.curve, (last, 1.0)]
        item.addItem(
            pg.PlotCurveItem(
                [x for x, _ in curve], [y for _, y in curve], pen=pen(theme.text, self.bold), antialias=True
            )
        )
        for lane, mark in enumerate(spread.marks):
            self._draw_mark(mark, top - LANE * (lane + 0.5), last)
        if self._percent is not None:
            self._draw_probe(theme)

    def _range(self) -> tuple[float, float]:
        spread = self._spread
        edges = [*spread.edges[:1], *spread.edges[-1:], spread.curve[0][0], spread.curve[-1][0]]
        edges += [mark.at for mark in spread.marks]
        margin = max((max(edges) - min(edges)) * 0.03, 30.0)
        return min(edges) - margin, max(edges) + margin

    def _draw_bars(self, theme: Theme) -> None:
        spread = self._spread
        most = max(spread.counts, default=0)
        if not most:
            return
        for late, colour in ((False, theme.planned), (True, theme.near_critical)):
            bars = [
                (left, right, count)
                for left, right, count in zip(spread.edges, spread.edges[1:], spread.counts, strict=False)
                if count and (spread.target is not None and (left + right) / 2 > spread.target) == late
            ]
            if bars:
                self.getPlotItem().addItem(
                    pg.BarGraphItem(
                        x0=[left for left, _, _ in bars],
                        x1=[right for _, right, _ in bars],
                        y0=0,
                        y1=[count / most * TALLEST for _, _, count in bars],
                        pen=pen(theme.panel),
                        brush=QColor(colour),
                    )
                )

    def _draw_mark(self, mark: Mark, height: float, last: float) -> None:
        theme, item = self.theme, self.getPlotItem()
        colour = {"t0": theme.t0, "projected": theme.milestone, "percentile": theme.muted}[mark.kind]
        style = Qt.PenStyle.SolidLine if mark.kind == "t0" else Qt.PenStyle.DashLine
        thick = self.bold if mark.kind == "t0" else 1
        item.addItem(pg.PlotCurveItem([mark.at, mark.at], [0, height], pen=pen(colour, thick, style)))
        text = f"{mark.text} · {self._words.clock(round(mark.at))}"
        share = (last - mark.at) / max(last - self._range()[0], 1.0)
        room = share * max(self.width() - AXIS_WIDTH, 1)
        to_left = room < QFontMetrics(small_font()).horizontalAdvance(text) + AXIS_WIDTH / 2
        label = pg.TextItem(
            text,
            color=QColor(theme.text if mark.kind == "t0" else colour),
            anchor=(1 if to_left else 0, 0.5),
            fill=QColor(theme.panel),
        )
        label.setFont(small_font())
        label.setPos(mark.at, height)
        item.addItem(label)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if getattr(self, "_spread", None) is not None and self._spread.curve:
            self._draw()  # on which side of its line a label has room

    # Looking closer

    def _draw_probe(self, theme: Theme) -> None:
        at = instant_of(self._spread, (self._percent or 0) / 100)
        if at is None:
            return
        item = self.getPlotItem()
        item.addItem(pg.InfiniteLine(at, angle=90, pen=pen(theme.accent)))
        height = (self._percent or 0) / 100
        dot = pg.ScatterPlotItem([at], [height], size=8, pen=pen(theme.panel), brush=QColor(theme.accent))
        item.addItem(dot)

    def probe(self, percent: int | None) -> None:
        """Show by when a chance (in percent) is reached; ``None`` shows nothing."""
        if percent is not None and not self._spread.curve:
            return
        self._percent = percent
        self._draw()
        self.probed.emit(self.probe_text())

    def probe_text(self) -> str:
        at = instant_of(self._spread, self._percent / 100) if self._percent is not None else None
        return "" if at is None else f"{self._percent} % by {self._words.clock(round(at))}"

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._spread.curve:
            at = self.getPlotItem().getViewBox().mapSceneToView(QPointF(event.position()))
            self.probe(round(100 * chance_at(self._spread, at.x())))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.probe(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_PageUp: 10, Qt.Key.Key_PageDown: -10}
        if event.key() in step and self._spread.curve:
            start = 50 if self._percent is None else self._percent + step[Qt.Key(event.key())]
            self.probe(min(max(start, 1), 99))
        elif event.key() == Qt.Key.Key_Escape and self._percent is not None:
            self.probe(None)
        else:
            super().keyPressEvent(event)
