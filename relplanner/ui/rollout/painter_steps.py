"""The steps themselves: as high as their exposure, as long as they last, with name, hold and handles."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QLinearGradient, QPainter, QPen

from relplanner.ui.common.paints import faded
from relplanner.ui.common.text_cache import Style
from relplanner.ui.rollout.ladder import SAID, Rung
from relplanner.ui.rollout.view import View
from relplanner.ui.theme.icons import pixmap
from relplanner.ui.theme.tokens import ICON, SPACE_1

EDGE = 3.0
INKS = {"done": "done", "running": "in_progress", "late": "near_critical", "planned": "rollout"}
SIGNS = {"done": "✓ ", "running": "◐ ", "late": "▲ ", "planned": ""}


def paint_steps(painter: QPainter, view: View) -> None:
    """All steps, the labels last so that no step covers one."""
    if view.base is not None:
        _paint_before(painter, view)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    for rung in view.ladder.rungs:
        _paint_step(painter, view, rung)
    taken: list[QRectF] = []
    # The chosen step's label first: it may not be the one that has no room.
    for rung in sorted(view.ladder.rungs, key=lambda one: one.id != view.current):
        _paint_label(painter, view, rung, taken)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def _paint_before(painter: QPainter, view: View) -> None:
    """Where the steps stand in the plan while something else is tried by dragging."""
    assert view.base is not None
    pen = QPen(view.paints.colour["baseline"], 1, Qt.PenStyle.DashLine)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for rung in view.base.rungs:
        painter.drawRect(view.box(rung))


def _paint_step(painter: QPainter, view: View, rung: Rung) -> None:
    colour = view.paints.colour
    ink = colour[INKS[rung.state]]
    box = view.box(rung)
    chosen = rung.id == view.current
    strength = 0.34 if chosen else (0.26 if rung.id == view.hover else 0.17)
    painter.setPen(Qt.PenStyle.NoPen)
    if rung.share is None:
        # A dashed frame over the ground: nothing is said of who sees it.
        blank = QRectF(box.left(), view.y_of(4), box.width(), view.bottom - view.y_of(4))
        painter.setPen(QPen(colour["warning"], 1, Qt.PenStyle.DashLine))
        painter.setBrush(faded(colour["warning"], 0.10))
        painter.drawRect(blank)
        return
    painter.setBrush(_faint(ink, box, strength) if rung.open_ended else faded(ink, strength))
    painter.drawRect(box)
    if rung.state == "running" and view.now > rung.start:
        reached = min(view.x_of(view.now), box.right())
        painter.setBrush(faded(ink, 0.30))
        painter.drawRect(QRectF(box.left(), box.top(), reached - box.left(), box.height()))
    painter.setBrush(_faint(ink, box, 1.0) if rung.open_ended else ink)
    painter.drawRect(QRectF(box.left(), box.top() - EDGE / 2, box.width(), EDGE))
    painter.drawRect(QRectF(round(box.left()), box.top(), 1, box.height()))
    if rung.no_return:
        _paint_no_return(painter, view, box)
    if chosen:
        _paint_chosen(painter, view, rung, box)


def _faint(ink: QColor, box: QRectF, strength: float) -> QBrush:
    """What has no end fades out."""
    gradient = QLinearGradient(box.left(), 0, box.right(), 0)
    gradient.setColorAt(0, faded(ink, strength))
    gradient.setColorAt(0.55, faded(ink, strength))
    gradient.setColorAt(1, faded(ink, 0.0))
    return QBrush(gradient)


def _paint_no_return(painter: QPainter, view: View, box: QRectF) -> None:
    """A double upright line: from here on there is no way back."""
    ink = view.paints.colour["error"]
    top = view.header
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink)
    for shift in (-1.0, 2.0):
        painter.drawRect(QRectF(round(box.left()) + shift, top, 1.5, view.bottom - top))


def _paint_chosen(painter: QPainter, view: View, rung: Rung, box: QRectF) -> None:
    """A frame, and handles at the edges that can be dragged."""
    accent = view.paints.colour["accent"]
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(accent, 2 if view.focused else 1))
    frame = box.adjusted(0.5, 0.5, -0.5, -0.5)
    if rung.open_ended:
        fades = frame.left() + 0.55 * frame.width()
        corners = [QPointF(fades, frame.top()), frame.topLeft(), frame.bottomLeft()]
        painter.drawPolyline([*corners, QPointF(fades, frame.bottom())])
    else:
        painter.drawRect(frame)
    if view.read_only:
        return
    painter.setPen(QPen(accent, 1.5))
    painter.setBrush(view.paints.colour["panel"])
    if view.can_end(rung):
        middle = (max(box.top(), view.top) + view.bottom) / 2
        painter.drawRoundedRect(QRectF(box.right() - 3, middle - 9, 6, 18), 3, 3)
    if view.can_rise(rung):
        middle = box.center().x() if not rung.open_ended else box.left() + box.width() / 3
        painter.drawRoundedRect(QRectF(middle - 9, box.top() - 3, 18, 6), 3, 3)


def _paint_label(painter: QPainter, view: View, rung: Rung, taken: list[QRectF]) -> None:
    """Name and exposure above the step; to the left over lower ones where its own width has no room."""
    texts, box = view.texts, view.box(rung)
    name = f"{SIGNS[rung.state]}{rung.name}"
    parts = [part for part in (_unsaid(rung), rung.long or ("ongoing" if rung.open_ended else "")) if part]
    below = " · ".join([*parts, SAID[rung.state]] if SAID[rung.state] else parts)
    wide = max(texts.width(Style.NOTE_STRONG, name), texts.width(Style.NOTE, below))
    hold = ICON + SPACE_1 if rung.hold else 0
    high = 2 * view.line
    shown_left = max(box.left(), view.left)
    for left, room in _places(view, box, shown_left, wide + hold + 2 * SPACE_1):
        # Grounded in the drawing: a step of 1 % has no room below, so all labels stand above.
        area = QRectF(left, box.top() - high - 4, room, high)
        if any(area.intersects(other) for other in taken):
            area.moveTop(min(other.top() for other in taken if area.intersects(other)) - high - 2)
        if any(area.intersects(other) for other in taken) or area.top() < view.header:
            continue
        taken.append(area)
        _write(painter, view, rung, area, name, below)
        return


def _places(view: View, box: QRectF, left: float, wide: float) -> list[tuple[float, float]]:
    """Where a label may begin and how much room it has there, the best first."""
    right = min(box.right(), view.width)
    found = []
    if wide <= right - left:
        found.append((left, wide))
    if right - wide >= view.left:
        found.append((right - wide, wide))
    if right - left >= 40:
        found.append((left, right - left))
    return found


def _unsaid(rung: Rung) -> str:
    """The exposure, unless the name says it already."""
    return "" if rung.told and rung.told in rung.name else rung.told or "no exposure"


def _write(painter: QPainter, view: View, rung: Rung, area: QRectF, name: str, below: str) -> None:
    texts = view.texts
    x = area.left() + SPACE_1
    painter.setPen(Qt.PenStyle.NoPen)
    painter.fillRect(area.adjusted(0, 0, 0, 2), view.paints.plate)
    if rung.hold:
        size = ICON - 2
        picture = pixmap("hand-back-right-outline", view.paints.theme.warning, size, view.device_ratio)
        painter.drawPixmap(QPointF(area.right() - size - 1, area.top() + 1), picture)
    room = area.width() - 2 * SPACE_1 - (ICON if rung.hold else 0)
    for style, text, ink, line in (
        (Style.NOTE_STRONG, name, "text", 0.5),
        (Style.NOTE, below, "muted" if rung.told else "warning", 1.5),
    ):
        static, _ = texts.fitted(style, text, room)
        painter.setFont(texts.fonts[style])
        painter.setPen(view.paints.pen[ink])
        y = area.top() + view.line * line - texts.heights[style] / 2
        painter.drawStaticText(QPointF(int(x), int(y)), static)
