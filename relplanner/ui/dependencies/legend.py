"""What lines and outlines mean, in a corner of the drawing."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QLineF, QPointF, QRect, QRectF
from PySide6.QtGui import QPainter, QPen

from relplanner.ui.common.paints import faded
from relplanner.ui.common.text_cache import Style
from relplanner.ui.dependencies.view import View
from relplanner.ui.theme.tokens import RADIUS, SPACE_2, SPACE_3

SAMPLE = 26.0
ENTRIES = ("Critical", "Nearly critical", "Link", "Soft: only warns")


def place(view: View) -> QRect:
    """Where the legend stands; empty where it would take more than its share."""
    if not view.show_legend or not len(view.scene) or view.width < 640 or view.height < 320:
        return QRect()
    width = sum(view.small.width(Style.NOTE, entry) + SAMPLE + 6 + SPACE_3 for entry in ENTRIES) + SPACE_2
    height = view.small.heights[Style.NOTE] + SPACE_2
    return QRect(SPACE_3, round(view.height - height - SPACE_3), round(width), round(height))


def paint_legend(painter: QPainter, view: View, exposed: QRect) -> None:
    rect = place(view)
    if rect.isEmpty() or not rect.intersects(exposed):
        return
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    painter.setPen(QPen(view.paints.colour["line"], 1))
    painter.setBrush(view.paints.colour["ground"])
    painter.drawRoundedRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)
    draw(painter, view, rect.left() + SPACE_2, rect.center().y() + 0.5)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def draw(painter: QPainter, view: View, x: float, middle: float) -> None:
    """The entries one after the other, from ``x`` on."""
    samples: tuple[Callable[[QPainter, View, QRectF], None], ...] = (_critical, _near, _link, _soft)
    for entry, sample in zip(ENTRIES, samples, strict=True):
        sample(painter, view, QRectF(x, middle - 5, SAMPLE, 10))
        painter.setPen(view.paints.pen["muted"])
        width = view.small.draw(painter, Style.NOTE, entry, x + SAMPLE + 6, middle)
        x += SAMPLE + 6 + width + SPACE_3


def _critical(painter: QPainter, view: View, box: QRectF) -> None:
    line = _line(box)
    painter.setPen(QPen(view.paints.colour["link_critical"], 4.6))
    painter.drawLine(line)
    painter.setPen(QPen(view.paints.colour["ground"], 1.6))
    painter.drawLine(line)


def _near(painter: QPainter, view: View, box: QRectF) -> None:
    painter.setPen(QPen(view.paints.colour["near_critical"], 1))
    painter.setBrush(faded(view.paints.colour["near_critical"], 0.28))
    painter.drawRoundedRect(box.adjusted(0.5, 0, -0.5, 0), 2, 2)


def _link(painter: QPainter, view: View, box: QRectF) -> None:
    painter.setPen(QPen(view.paints.colour["link"], 1.25))
    painter.drawLine(_line(box))


def _soft(painter: QPainter, view: View, box: QRectF) -> None:
    pen = QPen(view.paints.colour["link"], 1.25)
    pen.setDashPattern([4, 3.2])
    painter.setPen(pen)
    painter.drawLine(_line(box))


def _line(box: QRectF) -> QLineF:
    return QLineF(QPointF(box.left(), box.center().y()), QPointF(box.right(), box.center().y()))
