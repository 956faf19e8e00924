"""The network of milestones without its window: one wide picture for a screen, strips of it for paper."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QPainter

from relplanner.schedule import Schedule
from relplanner.ui.dependencies.network import Looking
from relplanner.ui.dependencies.painter import paint_scene
from relplanner.ui.dependencies.placing import Task, draw
from relplanner.ui.dependencies.scene import NOTHING
from relplanner.ui.dependencies.view import View
from relplanner.ui.paper.sheet import screen_font
from relplanner.ui.theme.tokens import FONT_BODY, Theme

MARGIN = 20.0
STRIP = 1400.0
"""Pixels across a page, four cards or so: their names come out at 5 points or more."""


class NetworkPicture:
    """The drawing at its own size; ``width`` and ``height`` in device-independent pixels."""

    def __init__(self, schedule: Schedule, theme: Theme, now: int) -> None:
        self._view = View(theme, screen_font(FONT_BODY), 1.0)
        scene = draw(Task(schedule.plan, schedule, Looking(way="milestones"), NOTHING, self._view.card_size))
        self._view.now = now
        self._view.take(schedule.plan, schedule)
        self._view.set_scene(scene)
        self._view.left = self._view.top = MARGIN
        self.width = scene.width + 2 * MARGIN
        self.height = scene.height + 2 * MARGIN
        self._view.resize(round(self.width), round(self.height))

    def paint(self, painter: QPainter, left: float = 0.0, right: float | None = None) -> None:
        """Paint what stands between two x of the drawing, the first one at the painter's origin."""
        right = self.width if right is None else right
        box = QRect(int(left), 0, round(right - left) + 1, round(self.height))
        painter.save()
        painter.setClipRect(QRectF(0, 0, right - left, self.height))
        painter.translate(-left, 0)
        painter.fillRect(box, self._view.paints.colour["ground"])
        paint_scene(painter, self._view, box)
        painter.restore()

    def strips(self, most: float = STRIP) -> list[tuple[float, float]]:
        """The drawing cut from left to right where no card stands, each strip at most ``most`` wide if that
        can be, and all about as wide.
        """
        found = self._cut(most)
        for share in range(50, 100, 5):
            even = self._cut(most * share / 100)
            if len(even) == len(found):
                return even
        return found

    def _cut(self, most: float) -> list[tuple[float, float]]:
        found: list[tuple[float, float]] = []
        left = last = 0.0
        for cut in [*self._gaps(), self.width]:
            if cut - left > most and last > left:
                found.append((left, last))
                left = last
            last = cut
        return [*found, (left, self.width)]

    def _gaps(self) -> list[float]:
        """The middles of the gaps between cards, in x of the drawing."""
        scene = self._view.scene
        order = np.argsort(scene.x)
        lefts = scene.x[order] - scene.card_width / 2 + MARGIN
        ends = np.maximum.accumulate(lefts + scene.card_width)
        return [
            float(end + begin) / 2 for end, begin in zip(ends[:-1], lefts[1:], strict=True) if begin > end
        ]
