"""What lies behind the bars: time without work, freezes, iterations and the lines of the grid."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRect, QRectF
from PySide6.QtGui import QPainter

from relplanner.ui.common.local_time import to_local, to_minute
from relplanner.ui.common.primitives import Floats, fill_rects, rects_of
from relplanner.ui.timeline.layout.ticks import DAY, Tick, ticks
from relplanner.ui.timeline.view import View

NARROWEST = 4.0
"""Time without work is plain ground where it would be thinner than this."""
NIGHTS_FROM = 150.0
"""Pixels a day from which nights are shown too; below, only whole days off."""


def paint_background(painter: QPainter, view: View, clip: QRect) -> None:
    """Everything behind rows and bars inside ``clip``."""
    colour = view.paints.colour
    painter.fillRect(clip, colour["ground"])
    top, height = clip.top(), clip.height()
    _paint_iterations(painter, view, clip)
    fill_rects(painter, _strips(view, days_off(view), top, height), colour["non_working"])
    _paint_freezes(painter, view, clip)
    marks = grid(view)
    for strong, name in ((False, "grid"), (True, "grid_strong")):
        x = np.array(
            [round(view.x_of(tick.minute)) for tick in marks if tick.strong == strong], dtype=np.float64
        )
        fill_rects(painter, rects_of(x, top, 1.0, height), colour[name])


def grid(view: View) -> list[Tick]:
    """The header's marks for the scale and width now; worked out once for both."""
    key = (view.scale, view.chart_width, view.dates.zone)
    kept = view.kept.get("grid")
    if kept is None or kept[0] != key:
        kept = view.kept["grid"] = (
            key,
            ticks(view.scale, view.chart_width, view.dates.zone, view.dates.names),
        )
    found: list[Tick] = kept[1]
    return found


def days_off(view: View) -> Floats:
    """Stretches without work of the plan's calendar in view, (n, 2) in minutes; empty where they would be
    specks.
    """
    key = (view.scale, view.chart_width, id(view.calendar_axis))
    kept = view.kept.get("days off")
    if kept is None or kept[0] != key:
        kept = view.kept["days off"] = (key, _days_off(view))
    found: Floats = kept[1]
    return found


def _days_off(view: View) -> Floats:
    nothing = np.empty((0, 2))
    if view.scale.pixels_per_day < NARROWEST:
        return nothing
    first, last = int(view.scale.origin), int(view.scale.minute_at(view.chart_width))
    work = np.asarray(
        view.calendar_axis.intervals(first - 3 * int(DAY), last + 3 * int(DAY)), dtype=np.float64
    )
    if not len(work):
        return nothing
    gaps = np.column_stack([work[:-1, 1], work[1:, 0]])
    if view.scale.pixels_per_day < NIGHTS_FROM:
        gaps = gaps[gaps[:, 1] - gaps[:, 0] >= DAY]
        gaps = np.array([_whole_days(view, start, finish) for start, finish in gaps]).reshape(-1, 2)
    return gaps[view.scale.width_of(1.0) * (gaps[:, 1] - gaps[:, 0]) >= NARROWEST]


def _whole_days(view: View, start: float, finish: float) -> tuple[float, float]:
    """The midnights inside a stretch, so that a weekend is Saturday and Sunday whatever the working hours."""
    zone = view.dates.zone
    late = to_local(start + DAY - 1, zone).replace(hour=0, minute=0)
    early = to_local(finish, zone).replace(hour=0, minute=0)
    return to_minute(late), to_minute(early)


def _strips(view: View, spans: Floats, top: float, height: float) -> Floats:
    left = np.round(view.chart_left + (spans[:, 0] - view.scale.origin) / view.scale.minutes_per_pixel)
    right = np.round(view.chart_left + (spans[:, 1] - view.scale.origin) / view.scale.minutes_per_pixel)
    return rects_of(left, top, right - left, height)


def _paint_iterations(painter: QPainter, view: View, clip: QRect) -> None:
    for number, band in enumerate(view.schedule.iterations):
        if number % 2 == 0:
            left, right = view.x_of(band.start), view.x_of(band.finish)
            if right > clip.left() and left < clip.right():
                box = QRectF(left, clip.top(), right - left, clip.height())
                painter.fillRect(box.intersected(QRectF(clip)), view.paints.colour["iteration"])


def _paint_freezes(painter: QPainter, view: View, clip: QRect) -> None:
    # The hatch hangs on time and rows, not on the window, so that scrolling moves it along.
    painter.setBrushOrigin(QPointF(round(view.x_of(0)) % 4096, view.header_height - view.scroll))
    for freeze in view.schedule.freezes:
        left, right = round(view.x_of(freeze.start)), round(view.x_of(freeze.finish))
        if right <= clip.left() or left > clip.right():
            continue
        box = QRect(left, clip.top(), max(2, right - left), clip.height()).intersected(clip)
        painter.fillRect(box, view.paints.freeze_ground)
        painter.fillRect(box, view.paints.freeze_hatch)
        for edge in (left, right):
            painter.fillRect(
                QRect(edge, clip.top(), 1, clip.height()).intersected(clip), view.paints.colour["freeze_line"]
            )
