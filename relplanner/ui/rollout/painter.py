"""One frame of the ladder: time, freezes, steps, marks and the lanes below."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from relplanner.ui.common.paints import faded
from relplanner.ui.common.text_cache import Style
from relplanner.ui.common.time_ticks import Tick, offset_label, ticks, unit_for
from relplanner.ui.rollout import painter_lanes, painter_marks, painter_steps
from relplanner.ui.rollout.view import View
from relplanner.ui.theme.tokens import SPACE_1

MOST_PLACES = 8
SHARES = (0, 1, 5, 10, 25, 50, 75, 100)
"""Where the grid has lines; the heights between grow with the root of the share."""


def paint(painter: QPainter, view: View) -> None:
    """All of the board."""
    painter.fillRect(0, 0, view.width, view.height, view.paints.colour["ground"])
    painter.save()
    painter.setClipRect(QRectF(view.left, 0, view.chart_width, view.height))
    _paint_freezes(painter, view)
    _paint_time(painter, view)
    painter.restore()
    _paint_shares(painter, view)
    painter.save()
    painter.setClipRect(QRectF(view.left, view.header, view.chart_width, view.height - view.header))
    painter_steps.paint_steps(painter, view)
    painter_lanes.paint_lanes(painter, view)
    painter.restore()
    painter.save()
    painter.setClipRect(QRectF(view.left, 0, view.chart_width, view.height))
    painter_marks.paint_marks(painter, view)
    painter.restore()
    painter_lanes.paint_titles(painter, view)


def _paint_time(painter: QPainter, view: View) -> None:
    """The header's dates with their distance from T0, and the upright lines of the grid."""
    colour, texts = view.paints.colour, view.texts
    painter.fillRect(QRectF(0, 0, view.width, view.header - view.mark_height - 2), colour["panel"])
    unit = unit_for(view.scale)
    marks = ticks(view.scale, view.chart_width, view.dates.zone, view.dates.names)
    told, free = False, float(view.left)
    for at, tick in enumerate(marks):
        x = round(view.x_of(tick.minute))
        ground = "grid_strong" if tick.strong else "grid"
        painter.fillRect(QRectF(x, view.header, 1, view.height - view.header), colour[ground])
        left = max(x, view.left) + SPACE_1 + 1
        if left < free:
            continue
        painter.fillRect(QRectF(x, 0, 1, view.header - view.mark_height - 2), colour["line"])
        room = _edge(view, marks, at + 1) - left - SPACE_1
        first = tick.strong or not told
        style = Style.NOTE_STRONG if first or unit.name != "hour" else Style.NOTE
        shown = next((one for one in _labels(tick, told) if texts.width(style, one) <= room), "")
        if first and shown != tick.whole and unit.name in ("hour", "minute"):
            # A day that is not named anywhere is worse than an hour that is not.
            wider = _edge(view, marks, at + 2) - left - SPACE_1
            shown = tick.whole if texts.width(style, tick.whole) <= wider else shown
        if not shown:
            continue
        told = told or shown == tick.whole
        free = left + texts.width(style, shown) + SPACE_1
        painter.setPen(view.paints.pen["text"])
        texts.draw(painter, style, shown, left, view.line / 2 + 3)
        _paint_distance(painter, view, tick.minute, unit.name, left, room)
    painter.fillRect(QRectF(0, view.header - view.mark_height - 2, view.width, 1), colour["line"])


def _edge(view: View, marks: list[Tick], at: int) -> float:
    return view.x_of(marks[at].minute) if at < len(marks) else float(view.width)


def _labels(tick: Tick, told: bool) -> tuple[str, str]:
    return (tick.label, tick.short) if told else (tick.whole, tick.short)


def _paint_distance(painter: QPainter, view: View, minute: int, unit: str, left: float, room: float) -> None:
    """How far a mark is from T0."""
    if view.ladder.target is None:
        return
    distance = offset_label(minute - view.ladder.target, unit)
    if view.texts.width(Style.NOTE, distance) <= room:
        painter.setPen(view.paints.pen["muted"])
        view.texts.draw(painter, Style.NOTE, distance, left, view.line * 1.5 + 2)


def _paint_freezes(painter: QPainter, view: View) -> None:
    top = view.header - view.mark_height
    painter.setBrushOrigin(QPointF(round(view.x_of(0)) % 4096, 0))
    for freeze in view.ladder.freezes:
        left, right = view.x_of(freeze.start), view.x_of(freeze.finish)
        if right < view.left or left > view.width:
            continue
        left, right = max(left, view.left - 10.0), min(right, view.width + 10.0)
        box = QRectF(round(left), top, max(2, round(right - left)), view.bottom - top)
        painter.fillRect(box, view.paints.freeze_ground)
        painter.fillRect(box, view.paints.freeze_hatch)
        for edge in (box.left(), box.right()):
            painter.fillRect(QRectF(edge, top, 1, box.height()), view.paints.colour["freeze_line"])


def _levels(view: View) -> list[tuple[float, str]]:
    """The heights that have a line, and what stands at them."""
    places = view.ladder.places
    if not places:
        return [(float(share), f"{share} %") for share in SHARES]
    step = max(1, -(-places // MOST_PLACES))
    return [(100.0 * number / places, str(number)) for number in range(0, places + 1, step)]


def _paint_shares(painter: QPainter, view: View) -> None:
    """The level lines and what they stand for."""
    pen = QPen(faded(view.paints.colour["grid_strong"], 0.8), 0)
    above = view.height * 2.0
    for share, text in _levels(view):
        y = round(view.y_of(share)) + 0.5
        painter.setPen(pen)
        painter.drawLine(QPointF(view.left, y), QPointF(view.width, y))
        if above - y < view.line:
            continue  # the labels would touch
        painter.setPen(view.paints.pen["muted"])
        view.texts.draw(painter, Style.NOTE, text, view.left - 8 - view.texts.width(Style.NOTE, text), y)
        above = y
    painter.setPen(Qt.PenStyle.NoPen)
    painter.fillRect(
        QRectF(view.left - 1, view.header, 1, view.height - view.header), view.paints.colour["grid_strong"]
    )
