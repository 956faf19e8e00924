"""Which part of the drawing is in view: at first, and when the drawing becomes another."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from relplanner.ui.dependencies.view import MARGIN, View
from relplanner.values import value

READABLE = 0.62
"""A drawing that fits only smaller than this is shown in part at first."""
FIRST = 0.8


@value
class Anchor:
    """A card and where it stood on the board."""

    id: str
    x: float
    y: float


def anchor(view: View) -> tuple[Anchor, ...]:
    """Cards by which the eye holds on: the current one if it is in sight, then those nearest the middle."""
    scene = view.scene
    if not len(scene):
        return ()
    x, y = scene.x * view.zoom + view.left, scene.y * view.zoom + view.top
    order = np.argsort((x - view.width / 2) ** 2 + (y - view.height / 2) ** 2)[:12].tolist()
    current = view.card_of(view.current)
    if current >= 0 and 0 <= x[current] <= view.width and 0 <= y[current] <= view.height:
        order.insert(0, current)
    return tuple(Anchor(scene.network.ids[card], float(x[card]), float(y[card])) for card in order)


def keep(view: View, anchors: Sequence[Anchor]) -> None:
    """Let the first of the anchors that is still there stand where it stood."""
    for one in anchors:
        card = view.card_of(one.id)
        if card >= 0:
            view.move_to(
                one.x - float(view.scene.x[card]) * view.zoom, one.y - float(view.scene.y[card]) * view.zoom
            )
            return
    view.fit()


def first_look(view: View, chosen: Sequence[str]) -> None:
    """All of it where that can be read; else what is chosen, or where the critical path begins."""
    view.untouched = True
    view.fit()
    if view.zoom >= READABLE or not len(view.scene):
        return
    view.zoom = FIRST
    cards = [card for one in chosen if (card := view.card_of(one)) >= 0]
    if cards:
        view.centre_on(cards[0])
        return
    _begin_at(view)


def _begin_at(view: View) -> None:
    """The left edge of the drawing, at the height where the critical path begins; further right only where
    that begins beyond the first screen.
    """
    scene = view.scene
    critical = np.flatnonzero(view.flags[0])
    first = int(critical[np.argmin(scene.x[critical])]) if len(critical) else 0
    left = MARGIN
    if float(scene.x[first]) * view.zoom > 0.6 * view.width:
        left = 0.2 * view.width - float(scene.x[first]) * view.zoom
    top = view.height / 2 - float(scene.y[first]) * view.zoom
    spare = view.height - scene.height * view.zoom
    if spare > 2 * MARGIN:
        top = spare / 2
    else:
        top = min(MARGIN, max(spare - MARGIN, top))
    view.move_to(left, top)


def frame(view: View, cards: Sequence[int]) -> None:
    """Bring some cards into view, all of them where that can be read."""
    scene = view.scene
    chosen = np.asarray(cards)
    left, right = float(scene.x[chosen].min()), float(scene.x[chosen].max())
    top, bottom = float(scene.y[chosen].min()), float(scene.y[chosen].max())
    width, height = right - left + scene.card_width, bottom - top + scene.card_height
    zoom = min(1.0, (view.width - 2 * MARGIN) / width, (view.height - 2 * MARGIN) / height)
    view.zoom = max(zoom, 0.1)
    view.move_to(
        view.width / 2 - (left + right) / 2 * view.zoom, view.height / 2 - (top + bottom) / 2 * view.zoom
    )
