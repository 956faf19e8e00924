"""Ghost bars: the dates of the plan that is compared with, thin and below the bars of now."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from relplanner.ui.common.primitives import whole
from relplanner.ui.timeline import reference
from relplanner.ui.timeline.painter_bars import FAR, diamond
from relplanner.ui.timeline.view import View

HEIGHT = 3.0
GAP = 1.0
POINT = 3.5


def paint_references(painter: QPainter, view: View, first: int, last: int) -> None:
    """The rows ``first`` to ``last`` (not included); expects antialiasing on."""
    if view.reference is None:
        return
    colour = view.paints.colour["baseline"]
    low, high = view.chart_left - FAR, view.width + FAR
    for place in range(first, last):
        dates = reference.dates_at(view, place)
        if dates is None:
            continue
        top = whole(view.y_of(place) + (view.row_height + view.bar_height) / 2 + GAP)
        left, right = (min(high, max(low, view.x_of(minute))) for minute in dates)
        if dates[0] == dates[1]:
            painter.setPen(QPen(colour, 1.2))
            painter.setBrush(view.paints.colour["ground"])
            painter.drawPolygon(diamond(left, top + POINT / 2, POINT))
            continue
        painter.fillRect(QRectF(round(left), top, max(2, round(right) - round(left)), HEIGHT), colour)
        now = view.dates_at(place)
        if now is not None and now[1] != dates[1]:
            _join(painter, view, QPointF(round(right), top + HEIGHT / 2), view.x_of(now[1]))


def _join(painter: QPainter, view: View, end: QPointF, now: float) -> None:
    """A dotted line from where a bar ended to where it ends: which way it moved, without colour."""
    pen = QPen(view.paints.colour["baseline"], 1.0)
    pen.setStyle(Qt.PenStyle.DotLine)
    painter.setPen(pen)
    painter.drawLine(end, QPointF(min(view.width + FAR, max(view.chart_left - FAR, now)), end.y()))
