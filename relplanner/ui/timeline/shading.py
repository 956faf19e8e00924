"""What lies behind the bars: time without work, freezes, iterations and the lines of the grid."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QPointF, QRect, QRectF
from PySide6.QtGui import QPainter

from relplanner.ui.common.local_time import to_local, to_minute
from relplanner.ui.common.primitives import fill_rects
from relplanner.ui.common.time_ticks import DAY, Tick, ticks
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
    strips = ((left, top, wide, height) for left, wide in _strips(view))
    fill_rects(painter, strips, colour["non_working"])
    _paint_freezes(painter, view, clip)
    marks = grid(view)
    for strong, name in ((False, "grid"), (True, "grid_strong")):
        x = (round(view.x_of(tick.minute)) for tick in marks if tick.strong == strong)
        fill_rects(painter, ((left, top, 1.0, height) for left in x), colour[name])


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


def days_off(view: View) -> list[tuple[float, float]]:
    """Stretches without work of the plan's calendar in view, in minutes; none where they would be specks."""
    key = (view.scale, view.chart_width, id(view.calendar_axis))
    kept = view.kept.get("days off")
    if kept is None or kept[0] != key:
        kept = view.kept["days off"] = (key, _days_off(view))
    found: list[tuple[float, float]] = kept[1]
    return found


def _days_off(view: View) -> list[tuple[float, float]]:
    if view.scale.pixels_per_day < NARROWEST:
        return []
    first, last = int(view.scale.origin), int(view.scale.minute_at(view.chart_width))
    work = view.calendar_axis.spans(first - 3 * int(DAY), last + 3 * int(DAY))
    gaps: list[tuple[float, float]] = [(before[1], after[0]) for before, after in pairwise(work)]
    if view.scale.pixels_per_day < NIGHTS_FROM:
        gaps = [_whole_days(view, start, finish) for start, finish in gaps if finish - start >= DAY]
    return [(start, finish) for start, finish in gaps if view.scale.width_of(finish - start) >= NARROWEST]


def _whole_days(view: View, start: float, finish: float) -> tuple[float, float]:
    """The midnights inside a stretch, so that a weekend is Saturday and Sunday whatever the working hours."""
    zone = view.dates.zone
    late = to_local(start + DAY - 1, zone).replace(hour=0, minute=0)
    early = to_local(finish, zone).replace(hour=0, minute=0)
    return to_minute(late), to_minute(early)


def _strips(view: View) -> list[tuple[int, int]]:
    """The same in pixels: where each begins on the board, and how wide it is."""
    edges = ((round(view.x_of(start)), round(view.x_of(finish))) for start, finish in days_off(view))
    return [(left, right - left) for left, right in edges]


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
