"""What is painted over the drawing while a link is drawn: its way, the card it would reach, what it does."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen

from relplanner.ui.common.text_cache import Style
from relplanner.ui.dependencies.gestures import LinkDrag
from relplanner.ui.dependencies.view import View
from relplanner.ui.theme.tokens import RADIUS, SPACE_1, SPACE_2

TAG_MOST = 420.0


def paint_ghost(painter: QPainter, view: View, gesture: LinkDrag) -> None:
    """Paints over the whole board."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    role = "error" if gesture.refusal else "ghost"
    source = view.card_rect(gesture.card)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(view.paints.colour["ghost"], 2))
    painter.drawRoundedRect(source.adjusted(-3, -3, 3, 3), RADIUS + 2, RADIUS + 2)
    end = gesture.point
    if gesture.target >= 0:
        goal = view.card_rect(gesture.target)
        painter.setPen(QPen(view.paints.colour[role], 2.5))
        painter.drawRoundedRect(goal.adjusted(-3, -3, 3, 3), RADIUS + 2, RADIUS + 2)
        end = QPointF(goal.left(), goal.center().y())
    _paint_way(painter, view, QPointF(source.right(), source.center().y()), end, gesture, role)
    _paint_tag(painter, view, gesture)
    painter.restore()


def _paint_way(
    painter: QPainter, view: View, start: QPointF, end: QPointF, gesture: LinkDrag, role: str
) -> None:
    colour = view.paints.colour[role]
    pen = QPen(colour, 2.2)
    if gesture.refusal:
        pen.setStyle(Qt.PenStyle.DashLine)
    painter.setPen(pen)
    reach = max(30.0, abs(end.x() - start.x()) / 2)
    path = QPainterPath(start)
    path.cubicTo(start + QPointF(reach, 0), end - QPointF(reach, 0), end)
    painter.drawPath(path)
    painter.setBrush(colour)
    painter.drawEllipse(end, 3.5, 3.5)


def _paint_tag(painter: QPainter, view: View, gesture: LinkDrag) -> None:
    texts = view.small
    lines: list[tuple[str, str, Style]] = []
    if gesture.refusal:
        lines += [(part, "error", Style.NOTE) for part in _wrapped(view, gesture.refusal)]
    else:
        lines += [(part, "text", Style.NOTE_STRONG) for part in _wrapped(view, gesture.tag())]
        effect, role = gesture.effect()
        if effect:
            lines.append((effect, role, Style.NOTE))
    height = texts.heights[Style.NOTE] + 2
    width = max(texts.width(style, text) for text, _, style in lines) + 2 * SPACE_2
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
        texts.draw(painter, style, text, box.left() + SPACE_2, box.top() + SPACE_1 + height * (at + 0.5))


def _wrapped(view: View, text: str) -> list[str]:
    """Words over as many lines as a tag of the greatest width needs."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if view.small.metrics[Style.NOTE_STRONG].horizontalAdvance(longer) > TAG_MOST and lines[-1]:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines
