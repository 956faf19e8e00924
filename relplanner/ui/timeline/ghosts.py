"""What is painted over the page while something is dragged: where rows were, where they go, and what it
means.
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from relplanner.ui.common import activity_words as wording
from relplanner.ui.common.paints import faded
from relplanner.ui.common.text_cache import Style
from relplanner.ui.theme.tokens import RADIUS, SPACE_1, SPACE_2
from relplanner.ui.timeline.gestures import LinkDrag, PlanGesture, RowDrag
from relplanner.ui.timeline.link_frame import DIAMOND
from relplanner.ui.timeline.painter_bars import bar_at, diamond
from relplanner.ui.timeline.painter_table import FOLD_WIDTH, INDENT
from relplanner.ui.timeline.view import View

TAG_MOST = 460.0


def paint_ghost(painter: QPainter, view: View, gesture: PlanGesture) -> None:
    """Paints over the whole board."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    painter.setClipRect(view.chart_rect())
    if view.base is not None:
        _paint_former_places(painter, view)
    if isinstance(gesture, LinkDrag):
        painter.setClipRect(view.body_rect())
        _paint_link(painter, view, gesture)
    elif isinstance(gesture, RowDrag):
        painter.setClipRect(view.table_rect())
        _paint_landing(painter, view, gesture)
    else:
        _paint_outline(painter, view, gesture.place, "ghost")
    painter.setClipping(False)
    _paint_tag(painter, view, gesture)
    painter.restore()


def _paint_former_places(painter: QPainter, view: View) -> None:
    """A dashed outline where each row in view that would move is now."""
    assert view.base is not None
    base = view.base.values
    first, last = view.span(view.header_height, view.header_height + view.body_height)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(view.paints.colour["muted"], 1, Qt.PenStyle.DashLine))
    for place in range(first, last):
        if not view.moved(place) or view.sheet.lines[place].has_children:
            continue
        row = view.row_of(place)
        if base.start[row] <= wording.NO_DATE:
            continue
        left, right = view.x_of(int(base.start[row])), view.x_of(int(base.finish[row]))
        if right < view.chart_left or left > view.width:
            continue
        middle = view.y_of(place) + view.row_height / 2
        if right - left < 1:
            painter.drawPolygon(diamond(left, middle, DIAMOND))
        else:
            left, right = max(left, view.chart_left - 20.0), min(right, view.width + 20.0)
            painter.drawRoundedRect(
                QRectF(left, middle - view.bar_height / 2, right - left, view.bar_height), 3, 3
            )


def _paint_outline(painter: QPainter, view: View, place: int, role: str) -> None:
    bar = bar_at(view, place)
    if bar is None:
        return
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(view.paints.colour[role], 2))
    if bar.left == bar.right:
        painter.drawPolygon(diamond(bar.left, bar.middle, DIAMOND + 3))
        return
    height = view.bar_height + 4
    painter.drawRoundedRect(
        QRectF(bar.left - 2, bar.middle - height / 2, bar.right - bar.left + 4, height), 4, 4
    )


def _paint_link(painter: QPainter, view: View, gesture: LinkDrag) -> None:
    role = "error" if gesture.refusal else "ghost"
    source = bar_at(view, gesture.place)
    if source is None:
        return
    _paint_outline(painter, view, gesture.place, "ghost")
    if gesture.target >= 0:
        _paint_outline(painter, view, gesture.target, role)
    pen = QPen(view.paints.colour[role], 2)
    if gesture.refusal:
        pen.setStyle(Qt.PenStyle.DashLine)
    painter.setPen(pen)
    start = QPointF(source.right + (DIAMOND if source.left == source.right else 0), source.middle)
    painter.drawLine(start, gesture.point)
    painter.setBrush(view.paints.colour[role])
    painter.drawEllipse(gesture.point, 3, 3)


def _paint_landing(painter: QPainter, view: View, gesture: RowDrag) -> None:
    role = "error" if gesture.refusal else "accent"
    colour = view.paints.colour[role]
    left = FOLD_WIDTH + gesture.depth * INDENT
    if gesture.into >= 0:
        painter.setPen(QPen(colour, 2))
        painter.setBrush(faded(colour, 0.10))
        painter.drawRoundedRect(
            QRectF(2, view.y_of(gesture.into) + 1, view.table_width - 4, view.row_height - 2), 4, 4
        )
    elif gesture.boundary >= 0:
        y = view.y_of(gesture.boundary)
        painter.setPen(QPen(colour, 2))
        painter.drawLine(QPointF(left, y), QPointF(view.table_width - 4, y))
        painter.setBrush(view.paints.colour["panel"])
        painter.drawEllipse(QPointF(left, y), 3.5, 3.5)


def effect_of(view: View) -> tuple[str, str]:
    """What the shown dates mean for the release, and the token that colours it."""
    schedule = view.schedule
    if schedule.projected is None:
        return "", "muted"
    text = f"release {view.dates.clock(schedule.projected)}"
    if schedule.slip_minutes:
        text += f" · {'slip' if schedule.slip_minutes > 0 else 'early'} {wording.slip(schedule.slip_minutes)}"
    elif schedule.slip_minutes == 0:
        text += " · on time"
    before = view.base.slip_minutes if view.base is not None else schedule.slip_minutes
    worse = (schedule.slip_minutes or 0) > max(0, before or 0)
    return text, "error" if worse or (schedule.slip_minutes or 0) > 0 else "muted"


def _paint_tag(painter: QPainter, view: View, gesture: PlanGesture) -> None:
    lines: list[tuple[str, str, Style]] = []
    if gesture.refusal:
        lines += [(part, "error", Style.NOTE) for part in _wrapped(view, gesture.refusal)]
    elif tag := gesture.tag():
        lines.append((tag, "text", Style.NOTE_STRONG))
    if not gesture.refusal and not isinstance(gesture, RowDrag):
        effect, role = effect_of(view)
        if effect:
            lines.append((effect, role, Style.NOTE))
    if not lines:
        return
    height = view.texts.heights[Style.NOTE] + 2
    width = max(view.texts.width(style, text) for text, _, style in lines) + 2 * SPACE_2
    box = QRectF(gesture.point.x() + 16, gesture.point.y() + 18, width, height * len(lines) + 2 * SPACE_1)
    if box.right() > view.width - 4:
        box.moveRight(max(width + 4, min(view.width - 4, gesture.point.x() - 12)))
    if box.bottom() > view.height - 4:
        box.moveBottom(gesture.point.y() - 14)
    painter.setPen(QPen(view.paints.colour["field_line"], 1))
    painter.setBrush(view.paints.colour["panel"])
    painter.drawRoundedRect(box, RADIUS, RADIUS)
    for at, (text, role, style) in enumerate(lines):
        painter.setPen(view.paints.pen[role])
        view.texts.draw(painter, style, text, box.left() + SPACE_2, box.top() + SPACE_1 + height * (at + 0.5))


def _wrapped(view: View, text: str) -> list[str]:
    """Words over as many lines as a tag of the greatest width needs."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if view.texts.metrics[Style.NOTE].horizontalAdvance(longer) > TAG_MOST and lines[-1]:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines
