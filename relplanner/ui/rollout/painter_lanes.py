"""Below the steps: for each, the criteria that let it pass, with windows, and the triggers that guard it."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from relplanner.plan.edits.edit import count
from relplanner.ui.common.paints import faded
from relplanner.ui.common.text_cache import Style
from relplanner.ui.rollout.ladder import Rung
from relplanner.ui.rollout.view import View
from relplanner.ui.theme.tokens import SPACE_1

NAMES = ("Criteria", "Triggers")


def lane_top(view: View, lane: int) -> float:
    return view.bottom + 4 + lane * view.lane


def paint_titles(painter: QPainter, view: View) -> None:
    for lane, name in enumerate(NAMES):
        painter.setPen(view.paints.pen["muted"])
        left = view.left - 8 - view.texts.width(Style.NOTE, name)
        view.texts.draw(painter, Style.NOTE, name, left, lane_top(view, lane) + view.lane / 2)
    unit = "Places" if view.ladder.places else "Traffic"
    left = view.left - 8 - view.texts.width(Style.NOTE, unit)
    view.texts.draw(painter, Style.NOTE, unit, left, view.header - view.mark_height / 2 - 1)


def paint_lanes(painter: QPainter, view: View) -> None:
    """A segment for each step: how many, or that there are none."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    painter.fillRect(
        QRectF(view.left, round(view.bottom), view.chart_width, 1), view.paints.colour["grid_strong"]
    )
    for rung in view.ladder.rungs:
        # Nothing waits for what never ends, so that no criteria are missing there.
        missing = "no criteria" if rung.is_phase and not rung.open_ended else ""
        _paint_segment(painter, view, rung, 0, _judged(rung), missing)
        guarded = count(len(rung.triggers), "trigger") if rung.judged else ""
        by_hand = f"{len(rung.triggers)} by hand only" if rung.triggers else "no trigger"
        _paint_segment(painter, view, rung, 1, guarded, by_hand)
    for rung in view.ladder.rungs:
        _paint_windows(painter, view, rung)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def _judged(rung: Rung) -> str:
    """What lets a step pass: criteria, or a person's word where there are none."""
    if rung.criteria:
        return count(rung.criteria, "criterion", "criteria")
    return f"{rung.hold} says go" if rung.hold else ""


def _paint_segment(painter: QPainter, view: View, rung: Rung, lane: int, text: str, missing: str) -> None:
    colour = view.paints.colour
    box = view.box(rung)
    area = QRectF(box.left() + 1, lane_top(view, lane) + 2, max(2.0, box.width() - 2), view.lane - 4)
    lacks = bool(missing) and not text
    if not text and not missing:
        return
    ground, ink = ("warning_ground", "warning") if lacks else ("raised", "muted")
    painter.setPen(QPen(colour[ink], 1, Qt.PenStyle.DashLine) if lacks else Qt.PenStyle.NoPen)
    painter.setBrush(colour[ground])
    painter.drawRoundedRect(area, 3, 3)
    shown = text or missing
    left = max(area.left(), view.left)
    room = min(area.right(), view.width) - left - 2 * SPACE_1
    short = shown.split()[0]
    for words in (shown, short if text else "!"):
        if view.texts.width(Style.NOTE, words) <= room:
            painter.setPen(view.paints.pen[ink])
            view.texts.draw(painter, Style.NOTE, words, left + SPACE_1 + 1, area.center().y())
            return


def _paint_windows(painter: QPainter, view: View, rung: Rung) -> None:
    """A line from a window's opening, and a diamond where it closes and the criterion is judged."""
    colour = view.paints.colour["text"]
    y = lane_top(view, 0) + view.lane - 4
    for window in rung.windows:
        opens, closes = view.x_of(window.opens), view.x_of(window.closes)
        if closes < view.left or opens > view.width:
            continue
        painter.setPen(QPen(faded(colour, 0.6), 1))
        painter.drawLine(QPointF(opens, y), QPointF(closes, y))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        at = QPointF(closes, y - 4)
        painter.drawPolygon(
            QPolygonF([at + QPointF(0, -5), at + QPointF(5, 0), at + QPointF(0, 5), at + QPointF(-5, 0)])
        )
