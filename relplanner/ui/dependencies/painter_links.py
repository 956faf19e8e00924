"""Links, drawn in a few calls: their pieces as one array of lines, their heads as one path."""

from __future__ import annotations

import math
from typing import cast

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF
from shiboken6 import Shiboken

from relplanner.ui.common.arrays import Floats, Ints
from relplanner.ui.common.text_cache import Style
from relplanner.ui.dependencies.scene import Lines
from relplanner.ui.dependencies.view import DETAIL_FROM, NAMES_FROM, View

HEAD, HEAD_HALF = 8.0, 4.0
FAR_FROM = 0.16
"""Below this zoom bends are straight lines: nobody can tell."""
DASH = (5.0, 4.0)


def paint_links(painter: QPainter, view: View, links: Ints) -> None:
    """The links given by number, the chosen and critical ones last, as they lie over the others."""
    if not len(links):
        return
    network = view.scene.network
    critical = view.critical_links[links]
    circle = np.isin(links, list(network.in_circle)) if network.in_circle else np.zeros(len(links), bool)
    soft = _soft(view)[links]
    detailed = view.zoom >= NAMES_FROM
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, detailed)
    colour = view.paints.colour
    plain = ~critical & ~circle
    wide = 1.25 if view.zoom >= DETAIL_FROM else 1.0
    _draw(painter, view, links[plain & ~soft], QPen(colour["link"], wide))
    _draw(painter, view, links[plain & soft], _dashed(colour["link"], wide))
    _draw_critical(painter, view, links[critical & ~circle])
    _draw(painter, view, links[circle], _dashed(colour["error"], 2.2))
    _draw_marked(painter, view, links)
    if detailed:
        _heads(painter, view, links[plain], colour["link"])
        _heads(painter, view, links[critical & ~circle], colour["link_critical"], 1.3)
        _heads(painter, view, links[circle], colour["error"], 1.2)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def _draw_critical(painter: QPainter, view: View, links: Ints) -> None:
    """A double line where there is room for one, else a heavy one: told without colour."""
    colour = view.paints.colour
    if view.zoom < NAMES_FROM:
        _draw(painter, view, links, QPen(colour["link_critical"], 2.0))
        return
    _draw(painter, view, links, QPen(colour["link_critical"], 4.6, c=Qt.PenCapStyle.FlatCap))
    _draw(painter, view, links, QPen(colour["ground"], 1.6, c=Qt.PenCapStyle.SquareCap))


def _draw_marked(painter: QPainter, view: View, links: Ints) -> None:
    """The chosen link and the one under the mouse."""
    for number, wide in ((view.hover_link, 2.4), (marked(view), 3.4)):
        if number >= 0 and number in links:
            _draw(painter, view, np.array([number]), QPen(view.paints.colour["accent"], wide))
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


def _soft(view: View) -> np.ndarray:
    kept = view.kept.get("soft")
    if not isinstance(kept, np.ndarray):
        kept = np.array([edge.soft for edge in view.scene.network.edges], dtype=np.bool_)
        view.kept["soft"] = kept
    return kept


def _dashed(colour: QColor, width: float) -> QPen:
    pen = QPen(colour, width)
    pen.setDashPattern([each / width for each in DASH])
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    return pen


def _lines(view: View) -> Lines:
    scene = view.scene
    if view.zoom < FAR_FROM:
        return scene.straight
    return scene.coarse if view.zoom < NAMES_FROM else scene.fine


def _placed(view: View, pieces: Floats) -> Floats:
    found = pieces * view.zoom
    found[:, 0::2] += view.left
    found[:, 1::2] += view.top
    return found


def _draw(painter: QPainter, view: View, links: Ints, pen: QPen) -> None:
    if not len(links):
        return
    painter.setPen(pen)
    if pen.style() == Qt.PenStyle.CustomDashLine:
        # Dashes run on over the pieces of a line, so each is a line of its own.
        for link in links.tolist():
            pieces = _placed(view, _lines(view).of(np.array([link])))
            points = [QPointF(*pieces[0, :2]), *(QPointF(x, y) for x, y in pieces[:, 2:].tolist())]
            painter.drawPolyline(QPolygonF(points))
        return
    block = np.ascontiguousarray(_placed(view, _lines(view).of(links)))
    if len(block):
        # A QLineF is four doubles; the array outlives the call.
        first = cast(QLineF, Shiboken.wrapInstance(block.ctypes.data, QLineF))
        painter.drawLines(first, len(block))


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


def label_rect(view: View, link: int) -> QRectF:
    """Where the label of a link stands: on the middle of its way."""
    x, y = view.scene.fine.middle(link)
    text = view.scene.network.edges[link].label
    width = view.texts.width(Style.SMALL_STRONG, text) + 8
    height = view.texts.heights[Style.SMALL_STRONG] + 2
    middle_x, middle_y = view.x_of(x), view.y_of(y)
    return QRectF(
        math.floor(middle_x - width / 2), math.floor(middle_y - height / 2), math.ceil(width), height
    )


def paint_labels(painter: QPainter, view: View, links: Ints) -> None:
    """What is special about a link: its type where it is not finish-to-start, lag, soft."""
    if view.zoom < DETAIL_FROM:
        return
    colour, pen = view.paints.colour, view.paints.pen
    edges = view.scene.network.edges
    for link in links.tolist():
        if not (text := edges[link].label):
            continue
        box = label_rect(view, link)
        painter.fillRect(box, colour["ground"])
        painter.setPen(pen["critical" if view.critical_links[link] else "muted"])
        view.texts.draw(painter, Style.SMALL_STRONG, text, box.left() + 4, box.center().y() + 0.5)
