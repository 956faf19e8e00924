"""Links drawn in a few calls: their pieces as rectangles, their heads as one path."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPainterPath

from relplanner.ui.common.primitives import fill_rects
from relplanner.ui.timeline import link_frame
from relplanner.ui.timeline.layout.ways import DOWN, LEFT, RIGHT
from relplanner.ui.timeline.link_frame import Head, LinkFrame

HEAD = 5.0
HEAD_HALF = 3.5
LOOKS = (
    (link_frame.PLAIN, "link", 1.0),
    (link_frame.SOFT, "grid_strong", 1.0),
    (link_frame.CHOSEN, "accent", 2.0),
    (link_frame.CRITICAL, "link_critical", 2.0),
    (link_frame.CHOSEN_CRITICAL, "link_critical", 3.0),
)
"""Critical ones last, thicker, in their own colour."""


def paint_links(painter: QPainter, frame: LinkFrame, clip: QRect) -> None:
    """All links of the frame."""
    colour = frame.view.paints.colour
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    for look, name, width in LOOKS:
        fill_rects(painter, frame.pieces(look, width, clip), colour[name])
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    for look, name, width in LOOKS:
        heads = frame.heads(look, clip)
        if heads:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour[name])
            _paint_heads(painter, heads, width)


def _paint_heads(painter: QPainter, heads: list[Head], width: float) -> None:
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.WindingFill)  # two links may arrive at one place
    long, half = HEAD + (width - 1), HEAD_HALF + (width - 1) / 2
    for left, top, head in heads:
        x, y = left + 0.5, top + 0.5
        if head in (RIGHT, LEFT):
            back = -long if head == RIGHT else long
            corners = ((x + back, y - half), (x + back, y + half))
        else:
            back = -long if head == DOWN else long
            corners = ((x - half, y + back), (x + half, y + back))
        path.moveTo(x, y)
        path.lineTo(*corners[0])
        path.lineTo(*corners[1])
        path.closeSubpath()
    painter.drawPath(path)
