"""The frozen header: column titles, calendar dates, distances from T0, and the lane of marks below them."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from relplanner.ui.common import activity_words as wording
from relplanner.ui.common.paints import faded
from relplanner.ui.common.text_cache import Style
from relplanner.ui.common.time_ticks import Tick, offset_label, unit_for
from relplanner.ui.theme.tokens import SPACE_1, SPACE_2
from relplanner.ui.timeline.columns import PAD
from relplanner.ui.timeline.shading import grid
from relplanner.ui.timeline.view import View
from relplanner.values import value

NUDGE = 24.0
"""How far a flag may stand from its mark."""


@value
class Flag:
    """A mark of the lane: drawn from ``left``, at an instant at ``x``; ``ink`` on ``ground`` are tokens."""

    text: str
    x: float
    left: float
    width: float
    ground: str
    ink: str


@value
class Wish:
    """A mark that wants a flag: its texts from the best to the shortest."""

    texts: tuple[str, ...]
    x: float
    ground: str
    ink: str
    centred: bool = True


def paint_header(painter: QPainter, view: View) -> None:
    """All of the header; it is painted when the time or the columns move, not when rows do."""
    colour = view.paints.colour
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.fillRect(view.header_rect(), colour["panel"])
    _paint_titles(painter, view)
    chart = QRect(view.chart_left, 0, view.width - view.chart_left, view.header_height)
    painter.save()
    painter.setClipRect(chart, Qt.ClipOperation.IntersectClip)
    _paint_ticks(painter, view)
    _paint_lane(painter, view)
    painter.restore()
    painter.fillRect(QRect(0, view.header_height - 1, view.width, 1), colour["line"])
    painter.fillRect(QRect(view.table_width, 0, 1, view.header_height), colour["line"])


def _paint_titles(painter: QPainter, view: View) -> None:
    middle = view.header_height / 2
    for slot in view.columns:
        style = Style.NOTE
        painter.setFont(view.texts.fonts[style])
        painter.setPen(view.paints.pen["muted"])
        static, width = view.texts.fitted(style, slot.column.title, slot.width - 2 * PAD + 4)
        x = slot.x + slot.width - PAD - width if slot.column.right else slot.x + PAD
        if slot.column.key == "name":
            x += SPACE_2
        painter.drawStaticText(QPointF(int(x), int(middle - view.texts.heights[style] / 2)), static)
        if slot.x:
            edge = QRect(slot.x, round(middle) - 7, 1, 14)
            painter.fillRect(edge, view.paints.colour["line"])


def _paint_ticks(painter: QPainter, view: View) -> None:
    unit = unit_for(view.scale)
    marks = grid(view)
    told = False  # whether a label has said the day of the hours, the year of the months
    for at, tick in enumerate(marks):
        x = round(view.x_of(tick.minute))
        line = view.paints.colour["grid_strong" if tick.strong else "line"]
        painter.fillRect(QRect(x, 0, 1, view.header_height), line)
        # The label of the unit that began before the view stays in sight.
        left = max(x, view.chart_left) + SPACE_1 + 1
        after = view.x_of(marks[at + 1].minute) if at + 1 < len(marks) else view.width
        strong = tick.strong or unit.name != "hour"
        told = _paint_tick(painter, view, tick, left, after - left - SPACE_1, strong, told) or told


def _paint_tick(
    painter: QPainter, view: View, tick: Tick, left: float, room: float, strong: bool, told: bool
) -> bool:
    """Date above, distance from T0 below; returns whether the date said all."""
    texts, style = view.texts, Style.NOTE_STRONG if strong or not told else Style.NOTE
    labels = (tick.label, tick.short) if told else (tick.whole, tick.short)
    shown = next((label for label in labels if texts.width(style, label) <= room), None)
    if shown is None:
        return False
    painter.setPen(view.paints.pen["text"])
    texts.draw(painter, style, shown, left, view.header_line / 2 + 3)
    if view.schedule.target is not None:
        distance = offset_label(tick.minute - view.schedule.target, unit_for(view.scale).name)
        if texts.width(Style.NOTE, distance) <= room:
            painter.setPen(view.paints.pen["muted"])
            texts.draw(painter, Style.NOTE, distance, left, view.header_line * 1.5 + 2)
    return shown == tick.whole


def flags(view: View) -> list[Flag]:
    """The marks of the lane, the most important first; those that would cover one before are left out or
    moved.
    """
    schedule = view.schedule
    wanted: list[Wish] = []
    if schedule.target is not None:
        wanted.append(Wish(("T0",), view.x_of(schedule.target), "t0", "on_t0"))
    if schedule.slip_minutes and schedule.projected is not None:
        late = schedule.slip_minutes > 0
        text = ("slip " if late else "early ") + wording.slip(schedule.slip_minutes)
        at = _in_view(view, schedule.target, schedule.projected, text)
        wanted.append(Wish((text,), at, *(("error_ground", "error") if late else ("ok_ground", "ok")), False))
    wanted.append(Wish(("today",), view.x_of(view.now), "today", "on_today"))
    for freeze in schedule.freezes:
        left, right = view.x_of(freeze.start), view.x_of(freeze.finish)
        middle = (max(left, view.chart_left) + min(right, view.width)) / 2
        wanted.append(Wish((freeze.name or freeze.id, "freeze"), middle, "freeze", "freeze_text"))
    found: list[Flag] = []
    for wish in wanted:
        if (flag := _placed(view, wish, found)) is not None:
            found.append(flag)
    return found


def _in_view(view: View, target: int | None, projected: int, text: str) -> float:
    """Where the slip is told: at the projection, or, while the bracket crosses the view, at its edge."""
    x = view.x_of(projected)
    first, last = sorted((x, view.x_of(target) if target is not None else x))
    right = view.chart_left + view.chart_width
    if last < view.chart_left or first > right:
        return x
    width = view.texts.width(Style.SMALL_STRONG, text) + 2 * SPACE_2
    return min(max(x, view.chart_left), right - (0 if x <= right else width / 2))


def _placed(view: View, wish: Wish, others: list[Flag]) -> Flag | None:
    """Where a flag finds room among those that matter more; with the next text where there is none."""
    if not view.chart_left - 2 <= wish.x <= view.width:
        return None
    for text in wish.texts:
        width = view.texts.width(Style.SMALL_STRONG, text) + 2 * SPACE_2
        ends = (each.left + each.width + 3 for each in others)
        beside = (wish.x + 3, wish.x - width - 3, *(end for end in ends if 0 <= end - wish.x <= NUDGE))
        sides = (wish.x - width / 2, *beside) if wish.centred else beside
        inside = [left for left in sides if view.chart_left <= left and left + width <= view.width]
        for left in inside or sides:
            if all(left >= each.left + each.width + 2 or left + width + 2 <= each.left for each in others):
                return Flag(text, wish.x, left, width, wish.ground, wish.ink)
    return None


def _paint_lane(painter: QPainter, view: View) -> None:
    top = 2 * view.header_line + 4
    middle = top + view.lane_height / 2 - 1
    colour = view.paints.colour
    painter.fillRect(QRect(view.chart_left, top - 1, view.width, 1), colour["line"])
    shown = flags(view)
    _paint_iterations(painter, view, top, middle, shown)
    _paint_slip(painter, view)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    for flag in reversed(shown):
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour[flag.ground])
        painter.drawRoundedRect(QRectF(flag.left, top + 1, flag.width, view.lane_height - 4), 3, 3)
        painter.setPen(view.paints.pen[flag.ink])
        view.texts.draw(painter, Style.SMALL_STRONG, flag.text, flag.left + SPACE_2, middle)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def _paint_iterations(painter: QPainter, view: View, top: float, middle: float, covered: list[Flag]) -> None:
    """The names of iterations, where no flag stands on them."""
    for band in view.schedule.iterations:
        left, right = view.x_of(band.start), view.x_of(band.finish)
        if right < view.chart_left or left > view.width:
            continue
        name = band.name or band.id
        painter.fillRect(QRectF(left, top, 1, view.lane_height), view.paints.colour["grid_strong"])
        shown = max(left, view.chart_left) + SPACE_1 + 1
        end = shown + view.texts.width(Style.SMALL_STRONG, name)
        if end < right and all(end < flag.left or shown > flag.left + flag.width for flag in covered):
            painter.setPen(view.paints.pen["faint"])
            view.texts.draw(painter, Style.SMALL_STRONG, name, shown, middle)


def _paint_slip(painter: QPainter, view: View) -> None:
    """The bracket from what was promised to what is projected."""
    schedule = view.schedule
    if not schedule.slip_minutes or schedule.target is None or schedule.projected is None:
        return
    left, right = sorted((view.x_of(schedule.target), view.x_of(schedule.projected)))
    role = "error" if schedule.slip_minutes > 0 else "ok"
    colour = view.paints.colour[role]
    bottom = view.header_height - 3
    painter.fillRect(QRectF(left, bottom - 1, right - left, 2), colour)
    for x in (left, right):
        painter.fillRect(QRectF(round(x), bottom - 5, 1, 6), colour)


def paint_marks(painter: QPainter, view: View, clip: QRect) -> None:
    """The upright lines of T0, the projection and today through the chart."""
    schedule = view.schedule
    colour = view.paints.colour
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    if schedule.target is not None:
        painter.fillRect(
            QRect(round(view.x_of(schedule.target)) - 1, clip.top(), 2, clip.height()), colour["t0"]
        )
    painter.fillRect(QRect(round(view.x_of(view.now)), clip.top(), 1, clip.height()), colour["today"])
    if schedule.slip_minutes and schedule.projected is not None and schedule.target is not None:
        late = schedule.slip_minutes > 0
        pen = QPen(colour["error" if late else "ok"], 1.5, Qt.PenStyle.DashLine)
        # Dashes hang on the rows, so that a strip painted after scrolling meets the rest.
        pen.setDashOffset((clip.top() - view.header_height + view.scroll) / 1.5)
        painter.setPen(pen)
        x = round(view.x_of(schedule.projected)) + 0.5
        painter.drawLine(QPointF(x, clip.top()), QPointF(x, clip.bottom() + 1))


__all__ = ["Flag", "QPolygonF", "faded", "flags", "paint_header", "paint_marks"]
