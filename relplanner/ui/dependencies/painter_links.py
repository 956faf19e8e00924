"""Links, drawn in a few calls: their pieces as one array of lines, their heads as one path."""

from __future__ import annotations

import math
from typing import cast

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF
from shiboken6 import Shiboken

from relplanner.ui.common.arrays import Bools, Floats, Ints
from relplanner.ui.common.text_cache import Style
from relplanner.ui.dependencies.scene import bends
from relplanner.ui.dependencies.view import DETAIL_FROM, NAMES_FROM, View

HEAD, HEAD_HALF = 8.0, 4.0
FINE, COARSE = 10, 3
"""Pieces of a bend, by how near one looks."""
FAR_FROM = 0.16
"""Below this zoom bends are straight lines: nobody can tell."""
DASH = (5.0, 4.0)
PLAIN, SOFT, CRITICAL, CIRCLE = range(4)


class LinkFrame:
    """The links of one frame: which of their stretches and tips are in view. ``shown`` masks the links."""

    def __init__(
        self, view: View, window: tuple[float, float, float, float], shown: Bools | None = None
    ) -> None:
        self.view = view
        scene = view.scene
        stretches = scene.stretches_in(*window)
        tips = scene.tips_in(*window)
        if shown is not None:
            stretches, tips = stretches[shown[scene.owner[stretches]]], tips & shown
        self.stretches = stretches
        self.tips = np.flatnonzero(tips)
        self._kinds = kinds(view)

    def of(self, kind: int) -> Ints:
        """The stretches of the links of a kind."""
        return self.stretches[self._kinds[self.view.scene.owner[self.stretches]] == kind]

    def tips_of(self, first: int, last: int) -> Ints:
        """The links of the kinds from ``first`` to ``last`` that arrive in view."""
        found = self._kinds[self.tips]
        return self.tips[(found >= first) & (found <= last)]

    def has(self, link: int) -> bool:
        return link >= 0 and bool((self.view.scene.owner[self.stretches] == link).any())


def kinds(view: View) -> Ints:
    """For each link the way in which it is drawn; kept until dates or links change."""
    kept = view.kept.get("kinds")
    if isinstance(kept, np.ndarray):
        return kept
    network = view.scene.network
    found = np.zeros(len(network.edges), dtype=np.int64)
    found[[edge.soft for edge in network.edges]] = SOFT
    found[view.critical_links] = CRITICAL
    found[list(network.in_circle)] = CIRCLE
    view.kept["kinds"] = found
    return found


def paint_links(painter: QPainter, view: View, frame: LinkFrame) -> None:
    """The links of a frame, the critical and chosen ones last, as they lie over the others."""
    near = view.zoom >= NAMES_FROM
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, near)
    colour = view.paints.colour
    wide = 1.25 if view.zoom >= DETAIL_FROM else 1.0
    _draw(painter, view, frame.of(PLAIN), QPen(colour["link"], wide))
    _draw_dashed(painter, view, frame.of(SOFT), QPen(colour["link"], wide))
    _draw_critical(painter, view, frame.of(CRITICAL))
    _draw_dashed(painter, view, frame.of(CIRCLE), QPen(colour["error"], 2.2))
    _draw_marked(painter, view, frame)
    if near:
        _heads(painter, view, frame.tips_of(PLAIN, SOFT), colour["link"])
        _heads(painter, view, frame.tips_of(CRITICAL, CRITICAL), colour["link_critical"], 1.3)
        _heads(painter, view, frame.tips_of(CIRCLE, CIRCLE), colour["error"], 1.2)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def _draw_critical(painter: QPainter, view: View, stretches: Ints) -> None:
    """A double line where there is room for one, else a heavy one: told without colour."""
    colour = view.paints.colour
    if view.zoom < NAMES_FROM:
        _draw(painter, view, stretches, QPen(colour["link_critical"], 2.0))
        return
    _draw(painter, view, stretches, QPen(colour["link_critical"], 4.6, c=Qt.PenCapStyle.FlatCap))
    _draw(painter, view, stretches, QPen(colour["ground"], 1.6, c=Qt.PenCapStyle.SquareCap))


def _draw_marked(painter: QPainter, view: View, frame: LinkFrame) -> None:
    """The chosen link and the one under the mouse."""
    scene = view.scene
    for number, wide in ((view.hover_link, 2.4), (marked(view), 3.4)):
        if frame.has(number):
            stretches = frame.stretches[scene.owner[frame.stretches] == number]
            _draw(painter, view, stretches, QPen(view.paints.colour["accent"], wide))
            _heads(painter, view, np.array([number]), view.paints.colour["accent"], 1.3)


def marked(view: View) -> int:
    """The number of the chosen link, -1 for none."""
    if view.link is None:
        return -1
    network = view.scene.network
    before, after = (network.index.get(one, -1) for one in view.link)
    if before < 0 or after < 0:
        return -1
    return next((at for at in network.after[before] if network.edges[at].after == after), -1)


def _pieces(view: View, stretches: Ints) -> tuple[Floats, Floats]:
    """Level stretches, and bends as (n, count, 4), on the board."""
    scene = view.scene
    count = FINE if view.zoom >= NAMES_FROM else (COARSE if view.zoom >= FAR_FROM else 1)
    placed = scene.stretches[stretches] * view.zoom
    placed[:, 0::2] += view.left
    placed[:, 1::2] += view.top
    level = scene.level[stretches]
    slanted = placed[~level]
    return placed[level], bends(slanted, count) if count > 1 else slanted[:, None, :]


def _draw(painter: QPainter, view: View, stretches: Ints, pen: QPen) -> None:
    if not len(stretches):
        return
    level, bent = _pieces(view, stretches)
    painter.setPen(pen)
    block = np.ascontiguousarray(np.concatenate((level, bent.reshape(-1, 4))))
    # A QLineF is four doubles; the array outlives the call.
    first = cast(QLineF, Shiboken.wrapInstance(block.ctypes.data, QLineF))
    painter.drawLines(first, len(block))


def _draw_dashed(painter: QPainter, view: View, stretches: Ints, pen: QPen) -> None:
    """Dashes run on over the pieces of a bend, so each is a line of its own."""
    if not len(stretches):
        return
    level, bent = _pieces(view, stretches)
    pen.setDashPattern([each / pen.widthF() for each in DASH])
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.setPen(pen)
    for x0, y0, x1, y1 in level.tolist():
        painter.drawLine(QPointF(x0, y0), QPointF(x1, y1))
    for pieces in bent.tolist():
        points = [QPointF(*pieces[0][:2]), *(QPointF(x, y) for _, _, x, y in pieces)]
        painter.drawPolyline(QPolygonF(points))


def _heads(painter: QPainter, view: View, links: Ints, colour: QColor, size: float = 1.0) -> None:
    if not len(links):
        return
    scale = size * min(1.0, max(0.5, view.zoom))
    length, half = HEAD * scale, HEAD_HALF * scale
    path = QPainterPath()
    for x, y, sign in view.scene.tips[links].tolist():
        tip_x, tip_y = view.x_of(x), view.y_of(y)
        path.moveTo(tip_x, tip_y)
        path.lineTo(tip_x - sign * length, tip_y - half)
        path.lineTo(tip_x - sign * length, tip_y + half)
        path.closeSubpath()
    painter.fillPath(path, colour)


def labelled(view: View, window: tuple[float, float, float, float]) -> Ints:
    """The links whose label stands in a window."""
    kept = view.kept.get("labelled")
    if not isinstance(kept, np.ndarray):
        kept = np.array(view.scene.network.labelled, dtype=np.int64)
        view.kept["labelled"] = kept
    if not len(kept):
        return kept
    left, top, right, bottom = window
    x, y = view.scene.middles[kept].T
    far = 80.0
    return kept[(x > left - far) & (x < right + far) & (y > top - far) & (y < bottom + far)]


def label_rect(view: View, link: int) -> QRectF:
    """Where the label of a link stands: on the middle of its way."""
    x, y = view.scene.middles[link].tolist()
    text = view.scene.network.edges[link].label
    width = view.texts.width(Style.SMALL_STRONG, text) + 8
    height = view.texts.heights[Style.SMALL_STRONG] + 2
    return QRectF(
        math.floor(view.x_of(x) - width / 2), math.floor(view.y_of(y) - height / 2), math.ceil(width), height
    )


def paint_labels(
    painter: QPainter, view: View, window: tuple[float, float, float, float], shown: Bools | None = None
) -> None:
    """What is special about a link: its type where it is not finish-to-start, lag, soft."""
    if view.zoom < DETAIL_FROM:
        return
    colour, pen = view.paints.colour, view.paints.pen
    edges = view.scene.network.edges
    for link in labelled(view, window).tolist():
        if shown is not None and not shown[link]:
            continue
        box = label_rect(view, link)
        painter.fillRect(box, colour["ground"])
        painter.setPen(pen["critical" if view.critical_links[link] else "muted"])
        text = edges[link].label
        view.texts.draw(painter, Style.SMALL_STRONG, text, box.left() + 4, box.center().y() + 0.5)
