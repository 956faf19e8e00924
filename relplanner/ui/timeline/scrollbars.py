"""Thin scroll bars of the page's own: the style's cost more than the chart."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter

from relplanner.ui.timeline.view import BAR, View

THUMB_LEAST = 28.0
INSET = 2.5


def tracks(view: View) -> tuple[QRect, QRect]:
    """Where the upright and the level bar are."""
    right = view.chart_left + view.chart_width
    bottom = view.header_height + view.body_height
    return (
        QRect(right, view.header_height, BAR, view.body_height),
        QRect(view.chart_left, bottom, view.chart_width, BAR),
    )


def row_thumb(view: View) -> QRectF | None:
    """The upright thumb, ``None`` when all rows are in view."""
    track, _ = tracks(view)
    content = view.content_height + view.row_height
    if content <= view.body_height or view.most_scroll <= 0:
        return None
    size = max(THUMB_LEAST, track.height() * view.body_height / content)
    at = view.scroll / view.most_scroll * (track.height() - size)
    return QRectF(track.left() + INSET, track.top() + at, BAR - 2 * INSET, size)


def time_range(view: View) -> tuple[float, float]:
    """What the level bar spans: the project with a month on either side, and what is in view."""
    month = 30 * 1440.0
    first, last = view.time_span()
    seen_first, seen_last = view.scale.origin, view.scale.minute_at(view.chart_width)
    return min(first - month, seen_first), max(last + month, seen_last)


def time_thumb(view: View) -> QRectF | None:
    _, track = tracks(view)
    first, last = time_range(view)
    seen_first, seen_last = view.scale.origin, view.scale.minute_at(view.chart_width)
    share = (seen_last - seen_first) / max(1.0, last - first)
    if share >= 1 or not len(view.sheet):
        return None
    size = max(THUMB_LEAST, track.width() * share)
    free = (last - first) - (seen_last - seen_first)
    at = (seen_first - first) / free * (track.width() - size) if free > 0 else 0.0
    return QRectF(track.left() + at, track.top() + INSET, size, BAR - 2 * INSET)


def paint_bars(painter: QPainter, view: View, exposed: QRect) -> None:
    """Both bars, and the ground of the corner and of the strip under the table."""
    upright, level = tracks(view)
    bottom = QRect(0, level.top(), view.width, view.height - level.top())
    colour = view.paints.colour
    for strip in (upright, bottom):
        if strip.intersects(exposed):
            painter.fillRect(strip, colour["panel"])
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    painter.setPen(Qt.PenStyle.NoPen)
    for thumb, track in ((row_thumb(view), upright), (time_thumb(view), bottom)):
        if thumb is not None and track.intersects(exposed):
            painter.setBrush(
                colour[
                    "accent"
                    if view.dragged_track == ("row" if track is upright else "time")
                    else "grid_strong"
                ]
            )
            radius = min(thumb.width(), thumb.height()) / 2
            painter.drawRoundedRect(thumb, radius, radius)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
