"""The histogram of the projected release: bars, T0, and the dates that half, four in five and nearly all
runs keep.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from relplanner.exchange.report.inputs import RiskFigures
from relplanner.exchange.report.words import Words
from relplanner.ui.paper.sheet import screen_font
from relplanner.ui.theme import fonts
from relplanner.ui.theme.tokens import FONT_BODY, FONT_NOTE, SPACE_1, SPACE_2, Theme
from relplanner.values import value

WIDTH, HEIGHT = 860, 250
BINS = 48
LEFT, RIGHT, TOP, BOTTOM = 20.0, 20.0, 54.0, 34.0
PERCENTILES = ((50, "P50"), (80, "P80"), (95, "P95"))
DAY = 1440


class Frame:
    """Where minutes stand in the picture, and what it is drawn with."""

    def __init__(self, low: float, high: float, words: Words, theme: Theme) -> None:
        self.low, self.high = low, high
        self.plot = QRectF(LEFT, TOP, WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM)
        self.words, self.theme = words, theme
        self.note = fonts.scaled(screen_font(FONT_BODY), FONT_NOTE)
        self.strong = fonts.scaled(screen_font(FONT_BODY), FONT_NOTE, QFont.Weight.DemiBold)

    def x_of(self, minute: float) -> float:
        return self.plot.left() + (minute - self.low) / (self.high - self.low) * self.plot.width()


def paint_histogram(painter: QPainter, risk: RiskFigures, words: Words, theme: Theme) -> None:
    """Into `WIDTH` by `HEIGHT` pixels."""
    histogram = risk.histogram(BINS)
    edges = [float(edge) for edge in histogram.edges]
    counts = [int(count) for count in histogram.counts]
    frame = Frame(*_range(edges, risk.target), words, theme)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillRect(QRectF(0, 0, WIDTH, HEIGHT), QColor(theme.ground))
    _bars(painter, frame, edges, counts, risk.target)
    painter.fillRect(
        QRectF(frame.plot.left(), frame.plot.bottom(), frame.plot.width(), 1), QColor(theme.field_line)
    )
    _dates(painter, frame)
    _flags(painter, frame, risk)


def _range(edges: list[float], target: int | None) -> tuple[float, float]:
    """All bars and T0, with some room at both ends."""
    marks = [edges[0], edges[-1], *([float(target)] if target is not None else [])]
    low, high = min(marks), max(marks)
    room = max((high - low) * 0.04, DAY / 2)
    return low - room, high + room


def _bars(painter: QPainter, frame: Frame, edges: list[float], counts: list[int], target: int | None) -> None:
    most = max(max(counts, default=1), 1)
    painter.setPen(Qt.PenStyle.NoPen)
    for (left, right), count in zip(itertools.pairwise(edges), counts, strict=True):
        late = target is not None and (left + right) / 2 > target
        painter.setBrush(QColor(frame.theme.near_critical if late else frame.theme.in_progress))
        high = frame.plot.height() * count / most
        wide = max(1.0, frame.x_of(right) - frame.x_of(left) - 1)
        painter.drawRect(QRectF(frame.x_of(left), frame.plot.bottom() - high, wide, high))


def _dates(painter: QPainter, frame: Frame) -> None:
    """Days below the axis, as many as have room."""
    metrics, plot = QFontMetricsF(frame.note), frame.plot
    room = metrics.horizontalAdvance("Wed 10 Mar 2027") + 2 * SPACE_2
    step = max(1, math.ceil((frame.high - frame.low) / DAY / max(1.0, plot.width() / room)))
    painter.setFont(frame.note)
    painter.setPen(QColor(frame.theme.muted))
    minute = math.ceil(frame.low / DAY) * DAY
    while minute < frame.high:
        text = frame.words.when(minute + DAY // 2).rsplit(" ", 1)[0]
        wide, x = metrics.horizontalAdvance(text), frame.x_of(minute + DAY / 2)
        if plot.left() <= x - wide / 2 and x + wide / 2 <= plot.right():
            painter.drawText(QPointF(x - wide / 2, plot.bottom() + SPACE_1 + metrics.height()), text)
        minute += DAY * step


def _flags(painter: QPainter, frame: Frame, risk: RiskFigures) -> None:
    """Lines with a label each, T0 first; labels that would meet stand in two rows, above all lines."""
    flags = [(float(risk.percentile(p)), name) for p, name in PERCENTILES]
    if risk.target is not None:
        flags.insert(0, (float(risk.target), "T0"))
    labels = list(_placed(flags, frame))
    for label in labels:
        pen = QPen(label.colour, 2.0 if label.solid else 1.2)
        if not label.solid:
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.drawLine(QPointF(label.x, label.y + 5), QPointF(label.x, frame.plot.bottom()))
    metrics = QFontMetricsF(frame.strong)
    painter.setFont(frame.strong)
    for label in labels:
        if label.text:
            top = label.y - metrics.ascent() - 1
            plate = QRectF(label.left - 3, top, label.width + 6, metrics.height() + 2)
            painter.fillRect(plate, QColor(frame.theme.ground))
            painter.setPen(label.colour)
            painter.drawText(QPointF(label.left, label.y), label.text)


@value
class Label:
    """A line at ``x`` and its text from ``left``; without text where no row has room for it."""

    x: float
    left: float
    y: float
    width: float
    text: str
    colour: QColor
    solid: bool


def _placed(flags: list[tuple[float, str]], frame: Frame) -> Iterator[Label]:
    metrics = QFontMetricsF(frame.strong)
    taken: list[list[tuple[float, float]]] = [[], []]
    for minute, name in flags:
        text = f"{name}  {frame.words.when(int(minute))}"
        wide, x = metrics.horizontalAdvance(text), frame.x_of(minute)
        left = min(max(x - wide / 2, 4.0), WIDTH - wide - 4.0)
        row = next((at for at, spans in enumerate(taken) if _is_free(spans, left, left + wide)), None)
        if row is None:
            text = ""  # its date stands in the table of figures
        else:
            taken[row].append((left, left + wide))
        colour = QColor(frame.theme.accent if name == "T0" else frame.theme.text)
        y = 18.0 + (1 if row is None else row) * (metrics.height() + 2)
        yield Label(x, left, y, wide, text, colour, name == "T0")


def _is_free(spans: list[tuple[float, float]], left: float, right: float) -> bool:
    return all(left > end + 10 or right + 10 < start for start, end in spans)
