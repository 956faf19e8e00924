"""One frame: ground, links, cards, what stands out, and what lies over the drawing."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter

from relplanner.ui.common.arrays import Bools, Ints
from relplanner.ui.common.paints import faded
from relplanner.ui.dependencies import overview
from relplanner.ui.dependencies.legend import paint_legend
from relplanner.ui.dependencies.painter_cards import paint_cards
from relplanner.ui.dependencies.painter_links import LinkFrame, paint_labels, paint_links
from relplanner.ui.dependencies.view import View

DIMMED = 0.78


def paint(painter: QPainter, view: View, exposed: QRect) -> None:
    """Paint what lies inside ``exposed``."""
    painter.setClipRect(exposed)
    painter.fillRect(exposed, view.paints.colour["ground"])
    paint_scene(painter, view, exposed)
    if view.show_map:
        overview.paint(painter, view, exposed)
    if view.show_legend:
        paint_legend(painter, view, exposed)


def paint_scene(painter: QPainter, view: View, exposed: QRect) -> None:
    """Cards and links inside ``exposed``; of those dimmed a veil covers all but what stands out."""
    reach = exposed.adjusted(-6, -22, 6, 6)  # outlines, captions and arrows stand out of their boxes
    window = view.window(reach)
    cards = view.scene.cards_in(*window)
    if view.lit is None:
        _paint(painter, view, window, cards, None)
        return
    lit_cards = _flagged(view.lit[0], len(view.scene))
    lit_links = _flagged(view.lit[1], len(view.scene.network.edges))
    _paint(painter, view, window, cards[~lit_cards[cards]], ~lit_links)
    painter.fillRect(exposed, faded(view.paints.colour["ground"], DIMMED))
    _paint(painter, view, window, cards[lit_cards[cards]], lit_links)


def _flagged(numbers: frozenset[int], count: int) -> Bools:
    found = np.zeros(count, dtype=np.bool_)
    found[list(numbers)] = True
    return found


def _paint(
    painter: QPainter,
    view: View,
    window: tuple[float, float, float, float],
    cards: Ints,
    links: Bools | None,
) -> None:
    paint_links(painter, view, LinkFrame(view, window, links))
    paint_cards(painter, view, cards)
    paint_labels(painter, view, window, links)
