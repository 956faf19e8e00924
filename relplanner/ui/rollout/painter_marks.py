"""T0, today, the point of no return, test and decommissioning: upright lines with a flag at their head."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from relplanner.ui.common.text_cache import Style
from relplanner.ui.rollout.view import View
from relplanner.ui.theme.tokens import SPACE_2
from relplanner.values import value


@value
class Mark:
    """An instant with a word; ``line`` is "solid", "thin", "dashed" or none."""

    text: str
    minute: float
    ground: str
    ink: str
    line: str = ""


def marks_of(view: View) -> list[Mark]:
    """The most important first: what finds no room for its flag keeps its line."""
    ladder = view.ladder
    found = []
    if ladder.target is not None:
        found.append(Mark("T0", ladder.target, "t0", "on_t0", "solid"))
    found += [
        Mark("no return", rung.start, "error_ground", "error") for rung in ladder.rungs if rung.no_return
    ]
    found.append(Mark("today", view.now, "today", "on_today", "thin"))
    if ladder.decommission is not None:
        found.append(Mark("old environment may go", ladder.decommission, "info_ground", "info", "dashed"))
    if ladder.tested is not None:
        found.append(Mark("tested before", ladder.tested, "ok_ground", "ok"))
    for rung in ladder.rungs:
        if rung.hold:
            found.append(Mark(f"go by {rung.hold}", rung.finish, "warning_ground", "warning", "hold"))
    for freeze in ladder.freezes:
        first, last = view.minute_at(view.left), view.minute_at(view.width)
        middle = (max(freeze.start, first) + min(freeze.finish, last)) / 2
        found.append(Mark(freeze.name or freeze.id, middle, "freeze", "freeze_text"))
    return found


def paint_marks(painter: QPainter, view: View) -> None:
    """Lines through the chart, flags between the dates and the chart."""
    taken: list[tuple[float, float]] = []
    for mark in marks_of(view):
        x = view.x_of(mark.minute)
        if x > view.width and mark.line == "dashed":
            # Too far off to fit in, yet wanted: told at the edge.
            beyond = f"{mark.text} {view.dates.clock(round(mark.minute))} →"
            _paint_flag(painter, view, replace(mark, text=beyond), view.width - 1.0, taken)
        if not view.left - 2 <= x <= view.width:
            continue
        _paint_line(painter, view, mark, round(x))
        _paint_flag(painter, view, mark, x, taken)


def _paint_line(painter: QPainter, view: View, mark: Mark, x: int) -> None:
    colour = view.paints.colour
    high = view.height - view.header
    if mark.line == "solid":
        painter.fillRect(QRectF(x - 1, view.header - 2, 2, high), colour[mark.ground])
    elif mark.line == "thin":
        painter.fillRect(QRectF(x, view.header - 2, 1, high), colour[mark.ground])
    elif mark.line in ("dashed", "hold"):
        painter.setPen(QPen(colour[mark.ink], 1.5, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(x + 0.5, view.header), QPointF(x + 0.5, view.bottom))


def _paint_flag(
    painter: QPainter, view: View, mark: Mark, x: float, taken: list[tuple[float, float]]
) -> None:
    width = view.texts.width(Style.SMALL_STRONG, mark.text) + 2 * SPACE_2
    for left in (x - width / 2, x + 3, x - width - 3):
        inside = view.left <= left and left + width <= view.width
        if inside and all(left >= end + 2 or left + width + 2 <= begin for begin, end in taken):
            break
    else:
        return
    taken.append((left, left + width))
    top = view.header - view.mark_height
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(view.paints.colour[mark.ground])
    painter.drawRoundedRect(QRectF(left, top + 1, width, view.mark_height - 4), 3, 3)
    painter.setPen(view.paints.pen[mark.ink])
    view.texts.draw(painter, Style.SMALL_STRONG, mark.text, left + SPACE_2, top + view.mark_height / 2 - 1)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
