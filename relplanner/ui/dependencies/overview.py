"""The map in the corner: all of the drawing, and which part of it is in view."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPixmap

from relplanner.ui.common.arrays import rects_of
from relplanner.ui.common.paints import faded
from relplanner.ui.common.primitives import fill_rects
from relplanner.ui.dependencies.view import View
from relplanner.ui.theme.tokens import RADIUS, SPACE_2, SPACE_3

MOST_WIDTH, MOST_HEIGHT = 220.0, 140.0
LEAST_SIDE = 36.0


def place(view: View) -> QRect:
    """Where the map stands; empty while all of the drawing is in view anyway."""
    if not view.show_map or not len(view.scene) or view.fits() or view.width < 2.5 * MOST_WIDTH:
        return QRect()
    scale = _scale(view)
    width = max(LEAST_SIDE, view.scene.width * scale) + 2 * SPACE_2
    height = max(LEAST_SIDE, view.scene.height * scale) + 2 * SPACE_2
    return QRect(
        round(view.width - width - SPACE_3),
        round(view.height - height - SPACE_3),
        round(width),
        round(height),
    )


def _scale(view: View) -> float:
    return min(MOST_WIDTH / view.scene.width, MOST_HEIGHT / view.scene.height)


def target(view: View, point: QPointF) -> tuple[float, float]:
    """The place of the scene that a point of the map shows."""
    rect, scale = place(view), _scale(view)
    return (point.x() - rect.left() - SPACE_2) / scale, (point.y() - rect.top() - SPACE_2) / scale


def paint(painter: QPainter, view: View, exposed: QRect) -> None:
    rect = place(view)
    if rect.isEmpty() or not rect.intersects(exposed):
        return
    painter.drawPixmap(rect.topLeft(), _picture(view, rect))
    scale = _scale(view)
    left, top, right, bottom = view.window(QRect(0, 0, view.width, view.height))
    frame = QRectF(
        rect.left() + SPACE_2 + left * scale,
        rect.top() + SPACE_2 + top * scale,
        (right - left) * scale,
        (bottom - top) * scale,
    ).intersected(QRectF(rect).adjusted(1, 1, -1, -1))
    painter.setPen(QPen(view.paints.colour["accent"], 1.5))
    painter.setBrush(faded(view.paints.colour["accent"], 0.10))
    painter.drawRect(frame)


def _picture(view: View, rect: QRect) -> QPixmap:
    """All cards as dots; kept until cards, their state or the theme change."""
    key = (rect.size(), view.device_ratio)
    kept = view.kept.get("map")
    if isinstance(kept, tuple) and kept[0] == key:
        return kept[1]
    ratio = view.device_ratio
    picture = QPixmap(rect.size() * ratio)
    picture.setDevicePixelRatio(ratio)
    colour = view.paints.colour
    picture.fill(colour["panel"])
    painter = QPainter(picture)
    scene, scale = view.scene, _scale(view)
    critical, _, _ = view.flags
    width, height = max(1.5, scene.card_width * scale), max(1.5, scene.card_height * scale)
    rects = rects_of(
        SPACE_2 + (scene.x - scene.card_width / 2) * scale,
        SPACE_2 + (scene.y - scene.card_height / 2) * scale,
        width,
        height,
    )
    fill_rects(painter, rects[~critical], colour["planned"])
    fill_rects(painter, rects[critical] + np.array([-0.5, -0.5, 1.0, 1.0]), colour["critical"])
    painter.setPen(QPen(colour["field_line"], 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(QRectF(0.5, 0.5, rect.width() - 1, rect.height() - 1), RADIUS, RADIUS)
    painter.end()
    view.kept["map"] = key, picture
    return picture
