"""Cards: from afar a coloured box, nearer a name, near by all they know."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from relplanner.ui.common.activity_words import NO_DATES
from relplanner.ui.common.arrays import Ints, rects_of
from relplanner.ui.common.paints import faded
from relplanner.ui.common.primitives import fill_rects
from relplanner.ui.common.text_cache import Style
from relplanner.ui.dependencies.facts import Facts, is_instant
from relplanner.ui.dependencies.view import DETAIL_FROM, NAMES_FROM, PAD, View
from relplanner.ui.theme.tokens import RADIUS

STRIPE: Mapping[str, str] = {
    "ok": "done",
    "in_progress": "in_progress",
    "muted": "planned",
    "warning": "warning",
    "error": "error",
}
"""The colour of a card's stripe by that of its state's word."""
HANDLE = 5.0


def paint_cards(painter: QPainter, view: View, cards: Ints) -> None:
    """The cards given by number."""
    if not len(cards):
        return
    if view.zoom < NAMES_FROM:
        _paint_far(painter, view, cards)
        return
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    boxes = [(card, view.card_rect(card), view.fact(card)) for card in cards.tolist()]
    for card, box, facts in boxes:
        _paint_box(painter, view, card, box, facts)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    for card, box, facts in boxes:
        if view.zoom >= DETAIL_FROM:
            _paint_words(painter, view, card, box, facts)
        else:
            _paint_name(painter, view, box, facts)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    for card, box, facts in boxes:
        _paint_signs(painter, view, card, box, facts)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def _paint_far(painter: QPainter, view: View, cards: Ints) -> None:
    """All boxes in a few calls."""
    critical, near, states = view.flags
    scene, zoom = view.scene, view.zoom
    left = np.round((scene.x[cards] - scene.card_width / 2) * zoom + view.left)
    top = np.round((scene.y[cards] - scene.card_height / 2) * zoom + view.top)
    width, height = max(2.0, round(scene.card_width * zoom)), max(2.0, round(scene.card_height * zoom))
    colour = view.paints.colour
    rects = rects_of(left, top, width, height)
    kinds = np.array([STRIPE[states[card]] for card in cards.tolist()], dtype="U16")
    kinds[near[cards]] = "near_critical"
    kinds[critical[cards]] = "critical"
    for kind in np.unique(kinds):
        fill_rects(painter, rects[kinds == kind], colour[str(kind)])
    if height > 5:
        # Without colour: critical boxes have a light frame inside, nearly critical ones a light line.
        grown, half = rects[kinds == "critical"], rects[kinds == "near_critical"]
        fill_rects(painter, grown + np.array([2.0, 2.0, -4.0, -4.0]), colour["ground"])
        fill_rects(painter, grown + np.array([3.0, 3.0, -6.0, -6.0]), colour["critical"])
        half[:, 1] += np.floor(half[:, 3] / 2)
        half[:, 3] = 1.5
        fill_rects(painter, half, colour["ground"])
    noted = view.selected | view.found
    marked = [card for card in cards.tolist() if scene.network.ids[card] in noted]
    for card in (*marked, *((view.hover,) if view.hover in cards else ())):
        painter.setPen(QPen(colour["accent"], 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(view.card_rect(card).adjusted(-2, -2, 2, 2))


def _paint_box(painter: QPainter, view: View, card: int, box: QRectF, facts: Facts) -> None:
    colour = view.paints.colour
    one = view.scene.network.ids[card]
    if facts.parts:  # a second sheet behind: this card stands for several
        painter.setPen(QPen(colour["field_line"], 1))
        painter.setBrush(colour["raised"])
        painter.drawRoundedRect(box.translated(4, 4), RADIUS, RADIUS)
    ground = colour["panel"]
    if one in view.selected:
        ground = colour["selection"]
    painter.setBrush(ground)
    role, width = _outline(facts)
    painter.setPen(QPen(colour[role], width))
    shift = 0.5 if width < 2 else 0.0
    painter.drawRoundedRect(box.translated(shift, shift), RADIUS, RADIUS)
    if facts.near and one not in view.selected:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(faded(colour["near_critical"], 0.06 + 0.26 * facts.near))
        painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), RADIUS - 1, RADIUS - 1)
    if facts.critical:
        painter.setPen(QPen(colour["critical"], 1.2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box.adjusted(3.5, 3.5, -3.5, -3.5), 2, 2)
    if one in view.found:
        painter.fillRect(QRectF(box.left() - 7, box.top(), 4, box.height()), colour["accent"])
    _paint_choice(painter, view, card, box)


def _outline(facts: Facts) -> tuple[str, float]:
    if facts.critical:
        return "critical", 2.0
    if facts.near:
        return "near_critical", 1.0
    return "field_line", 1.0


def _paint_choice(painter: QPainter, view: View, card: int, box: QRectF) -> None:
    """A frame around what is chosen, a heavier one around what the keyboard stands on."""
    one = view.scene.network.ids[card]
    chosen = one in view.selected
    if not chosen and card != view.hover:
        return
    current = one == view.current and view.focused
    width = 3.0 if current else 2.0
    painter.setPen(QPen(view.paints.colour["accent" if chosen else "field_line"], width))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(box.adjusted(-3, -3, 3, 3), RADIUS + 2, RADIUS + 2)


def _paint_words(painter: QPainter, view: View, card: int, box: QRectF, facts: Facts) -> None:
    """Name; dates; state and owner at the left, slack at the right."""
    texts, pen, zoom = view.texts, view.paints.pen, view.zoom
    pad = PAD * zoom
    left = box.left() + pad + 4 * zoom
    right = box.right() - pad
    line = (box.height() - 2 * pad * 0.8) / 3
    middle = box.top() + pad * 0.8 + line / 2
    fold = 14 * zoom if facts.parts else 0.0
    sign = 16 * zoom if facts.critical or is_instant(facts) else 0.0
    name, _ = texts.fitted(Style.STRONG, facts.name, right - left - fold - sign)
    painter.setFont(texts.fonts[Style.STRONG])
    painter.setPen(pen["text"])
    _put(painter, name, left + fold, middle - texts.heights[Style.STRONG] / 2)
    middle += line
    dates, _ = texts.fitted(Style.NOTE, facts.dates, right - left)
    painter.setFont(texts.fonts[Style.NOTE])
    moved = view.base is not None and view.moved(card)
    painter.setPen(pen["error" if facts.state is NO_DATES else ("accent" if moved else "muted")])
    _put(painter, dates, left, middle - texts.heights[Style.NOTE] / 2)
    middle += line
    slack = _slack(facts)
    taken = 0.0
    if slack:
        style = Style.NOTE_STRONG if facts.critical or facts.near else Style.NOTE
        role = "critical" if facts.critical else ("near_critical_dark" if facts.near else "muted")
        text, taken = texts.whole(style, slack)
        painter.setFont(texts.fonts[style])
        painter.setPen(pen[role])
        _put(painter, text, right - taken, middle - texts.heights[style] / 2)
    _paint_state(painter, view, facts, left, right - taken - 6, middle)


def _paint_state(
    painter: QPainter, view: View, facts: Facts, left: float, right: float, middle: float
) -> None:
    texts, pen = view.texts, view.paints.pen
    painter.setFont(texts.fonts[Style.NOTE])
    y = middle - texts.heights[Style.NOTE] / 2
    if facts.parts:
        words = f"{facts.parts} activities" if facts.parts > 1 else "1 activity"
    else:
        painter.setPen(pen[facts.state.colour])
        sign, width = texts.whole(Style.NOTE, facts.state.sign)
        _put(painter, sign, left, y)
        left += max(width, 12 * view.zoom) + 4 * view.zoom
        words = facts.state.word
    if facts.owner:
        words = f"{words} · {facts.owner}"
    shown, _ = texts.fitted(Style.NOTE, words, right - left)
    painter.setPen(pen["muted"])
    _put(painter, shown, left, y)


def _slack(facts: Facts) -> str:
    if facts.critical and facts.slack in ("", "0 d"):
        return "Critical"
    return f"Slack {facts.slack}" if facts.slack else ""


def _put(painter: QPainter, text: object, x: float, y: float) -> None:
    painter.drawStaticText(int(x + 0.5), int(y + 0.5), text)  # type: ignore[call-overload]


def _paint_name(painter: QPainter, view: View, box: QRectF, facts: Facts) -> None:
    """The name alone, on as much room as the card has."""
    texts = view.texts
    style = Style.STRONG if facts.critical else Style.BODY
    inset = 5 if facts.critical else 4
    name, _ = texts.fitted(style, facts.name, box.width() - 2 * inset - 3)
    painter.setFont(texts.fonts[style])
    painter.setPen(view.paints.pen["text"])
    _put(painter, name, box.left() + inset + 2, box.center().y() - texts.heights[style] / 2)


def _paint_signs(painter: QPainter, view: View, card: int, box: QRectF, facts: Facts) -> None:
    """The stripe of the state, the kind's and the critical path's sign, the folding triangle, the caption."""
    colour, zoom = view.paints.colour, view.zoom
    inset = 5.0 if facts.critical else 1.0
    stripe = QRectF(box.left() + inset, box.top() + inset, 4.0, box.height() - 2 * inset)
    painter.fillRect(stripe, colour[STRIPE[facts.state.colour]])
    if zoom < DETAIL_FROM:
        return
    x, y = box.right() - (PAD + 4) * zoom, box.top() + (PAD + 6) * zoom
    if is_instant(facts):
        _diamond(painter, colour["critical" if facts.critical else "milestone"], x, y, 6 * zoom, facts.kind)
    elif facts.critical:
        _chevrons(painter, colour["critical"], x, y, zoom)
    if facts.parts:
        triangle(painter, colour["muted"], *fold_middle(view, box), 4 * zoom, folded=True)
    if view.scene.network.looking.way == "phases" and facts.phase and not facts.parts:
        _paint_caption(painter, view, box, facts.phase)
    if card == view.hover and not view.read_only:
        painter.setPen(QPen(colour["accent"], 1.5))
        painter.setBrush(colour["panel"])
        painter.drawEllipse(QPointF(box.right(), box.center().y()), HANDLE, HANDLE)


def _diamond(painter: QPainter, ink: QColor, x: float, y: float, size: float, kind: str) -> None:
    """Filled for a milestone, open for a gate, as on the timeline."""
    painter.setPen(QPen(ink, 1.5))
    painter.setBrush(Qt.BrushStyle.NoBrush if kind == "gate" else ink)
    corners = ((x - size, y), (x, y - size), (x + size, y), (x, y + size))
    painter.drawPolygon(QPolygonF([QPointF(*corner) for corner in corners]))


def _chevrons(painter: QPainter, ink: QColor, x: float, y: float, zoom: float) -> None:
    """Two arrows: what pushes the release."""
    painter.setPen(QPen(ink, 2.0 * min(1.0, zoom)))
    size = 3.6 * zoom
    lines = []
    for at in (x - size * 1.5, x):
        lines.append(QLineF(at, y - size, at + size, y))
        lines.append(QLineF(at + size, y, at, y + size))
    painter.drawLines(lines)


def triangle(painter: QPainter, ink: QColor, x: float, y: float, size: float, *, folded: bool) -> None:
    """The sign of what can be folded and unfolded."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink)
    if folded:
        corners = ((x - size * 0.7, y - size), (x + size * 0.9, y), (x - size * 0.7, y + size))
    else:
        corners = ((x - size, y - size * 0.7), (x + size, y - size * 0.7), (x, y + size * 0.9))
    painter.drawPolygon(QPolygonF([QPointF(*corner) for corner in corners]))


def fold_middle(view: View, box: QRectF) -> tuple[float, float]:
    """Where the triangle of a folded card stands."""
    return box.left() + (PAD + 6) * view.zoom, box.top() + (PAD + 6) * view.zoom


def caption_rect(view: View, box: QRectF) -> QRectF:
    """The line above an unfolded summary's part, by which it is folded again."""
    height = view.texts.heights[Style.SMALL_STRONG] + 2
    return QRectF(box.left(), box.top() - height - 3, box.width(), height)


def _paint_caption(painter: QPainter, view: View, box: QRectF, phase: str) -> None:
    rect = caption_rect(view, box)
    ink = view.paints.colour["muted"]
    triangle(painter, ink, rect.left() + 5, rect.center().y(), 3.2, folded=False)
    text, _ = view.texts.fitted(Style.SMALL_STRONG, phase, rect.width() - 14)
    painter.setFont(view.texts.fonts[Style.SMALL_STRONG])
    painter.setPen(view.paints.pen["muted"])
    _put(painter, text, rect.left() + 12, rect.top())
