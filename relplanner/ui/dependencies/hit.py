"""What stands under the mouse."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QPointF, QRectF, Qt

from relplanner.ui.dependencies import overview
from relplanner.ui.dependencies.painter_cards import HANDLE, caption_rect, fold_middle
from relplanner.ui.dependencies.painter_links import label_rect, labelled
from relplanner.ui.dependencies.view import DETAIL_FROM, View
from relplanner.values import value

Kind = Literal["ground", "card", "handle", "fold", "link", "map"]

CURSORS: dict[Kind, Qt.CursorShape] = {
    "card": Qt.CursorShape.PointingHandCursor,
    "handle": Qt.CursorShape.CrossCursor,
    "fold": Qt.CursorShape.PointingHandCursor,
    "link": Qt.CursorShape.PointingHandCursor,
}


@value
class Hit:
    """``card`` and ``link`` are numbers in the scene, -1 for none. A fold is that of the card."""

    kind: Kind
    card: int = -1
    link: int = -1


def hit(view: View, point: QPointF) -> Hit:
    """What a press at a point of the board would take hold of."""
    if overview.place(view).contains(point.toPoint()):
        return Hit("map")
    if view.hover >= 0 and _on_handle(view, view.hover, point):
        return Hit("handle", view.hover)
    card = view.card_at(point)
    if card >= 0:
        return Hit("fold" if _on_fold(view, card, point) else "card", card)
    caption = _caption_at(view, point)
    if caption >= 0:
        return Hit("fold", caption)
    link = _label_at(view, point)
    if link < 0:
        link = view.link_at(point)
    return Hit("link", link=link) if link >= 0 else Hit("ground")


def _on_handle(view: View, card: int, point: QPointF) -> bool:
    if view.read_only or view.zoom < DETAIL_FROM or card >= len(view.scene):
        return False
    box = view.card_rect(card)
    away = point - QPointF(box.right(), box.center().y())
    return away.manhattanLength() <= HANDLE + 4


def _on_fold(view: View, card: int, point: QPointF) -> bool:
    if view.zoom < DETAIL_FROM or not view.fact(card).parts:
        return False
    x, y = fold_middle(view, view.card_rect(card))
    return QRectF(x - 10, y - 10, 20, 20).contains(point)


def _caption_at(view: View, point: QPointF) -> int:
    """The card whose caption is at a point: that of the summary it is part of."""
    if view.scene.network.looking.way != "phases" or view.zoom < DETAIL_FROM:
        return -1
    card = view.card_at(point + QPointF(0, 20))
    if card < 0 or view.fact(card).parts or not view.fact(card).phase:
        return -1
    return card if caption_rect(view, view.card_rect(card)).contains(point) else -1


def _label_at(view: View, point: QPointF) -> int:
    if view.zoom < DETAIL_FROM:
        return -1
    x, y = view.place_at(point)
    for link in labelled(view, (x, y, x, y)).tolist():
        if label_rect(view, link).contains(point):
            return int(link)
    return -1
