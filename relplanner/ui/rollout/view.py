"""Where the steps stand: time to the right, exposure upwards. Holds what is shown, no plan logic."""

from __future__ import annotations

import math
from typing import Literal
from zoneinfo import ZoneInfo

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QFont

from relplanner.ui.common import activity_words as wording
from relplanner.ui.common import time_scale as scales
from relplanner.ui.common.paints import Paints, page_fonts
from relplanner.ui.common.text_cache import Style, TextCache
from relplanner.ui.common.time_scale import Scale
from relplanner.ui.rollout.ladder import ALL, Ladder, Rung
from relplanner.ui.theme.tokens import Theme

Grip = Literal["end", "top", "step", "nothing"]
REACH = 5.0
"""How near to an edge the mouse takes hold of it."""
MARGIN = 20.0
FAR = 1.5
"""T0 and today are brought into view when they lie no further from the steps than so many of their spans."""


class View:
    """Geometry is in device-independent pixels of the board."""

    def __init__(self, theme: Theme, body_font: QFont, device_ratio: float) -> None:
        self.width, self.height = 800, 320
        self.ladder = Ladder(())
        self.base: Ladder | None = None
        """While dragging: the ladder of the plan itself; ``ladder`` is then the preview."""
        self.scale = Scale(0.0, 60.0)
        self.now = 0
        self.current = ""
        self.hover = ""
        self.focused = False
        self.read_only = False
        self.tag = ""
        """What a drag says of itself."""
        self.dates = wording.Dates(ZoneInfo("UTC"), wording.names_of(), 0)
        self.set_style(theme, body_font, device_ratio)

    def set_style(self, theme: Theme, body_font: QFont, device_ratio: float) -> None:
        self.device_ratio = device_ratio
        self.paints = Paints(theme, device_ratio)
        self.texts = TextCache(page_fonts(body_font))
        self.line = round(self.texts.heights[Style.NOTE]) + 2
        self.mark_height = round(self.texts.heights[Style.SMALL_STRONG]) + 6
        self.header = 2 * self.line + 4 + self.mark_height
        self.lane = round(self.texts.heights[Style.NOTE]) + 8
        self.left = (
            math.ceil(max(self.texts.width(Style.NOTE, word) for word in ("100 %", "Triggers", "Criteria")))
            + 20
        )

    # Where things are

    @property
    def bottom(self) -> float:
        """Where nobody is exposed; the lanes of criteria and triggers are below."""
        return self.height - 2 * self.lane - 4.0

    @property
    def top(self) -> float:
        """Where everybody is; above it is room for the name of the last step."""
        return self.header + 2.0 * self.line + 8

    @property
    def chart_width(self) -> float:
        return max(1.0, float(self.width - self.left))

    def x_of(self, minute: float) -> float:
        return self.left + self.scale.x_of(minute)

    def minute_at(self, x: float) -> float:
        return self.scale.minute_at(x - self.left)

    def y_of(self, share: float) -> float:
        """Traffic on a root scale, so that 1 % can be told from none; places as they are counted."""
        part = max(0.0, min(share, ALL)) / ALL
        return self.bottom - (part if self.ladder.places else math.sqrt(part)) * (self.bottom - self.top)

    def share_at(self, y: float) -> float:
        part = (self.bottom - y) / max(1.0, self.bottom - self.top)
        return float(ALL * min(1.0, max(0.0, part)) ** 2)

    def box(self, rung: Rung) -> QRectF:
        """From nothing up to a step's exposure; at least so high and wide that it can be pointed at."""
        left, right = self.x_of(rung.start), self.x_of(rung.finish)
        top = min(self.y_of(rung.share or 0.0), self.bottom - 3)
        return QRectF(left, top, max(3.0, right - left), self.bottom - top)

    def grip_at(self, point: QPointF) -> tuple[Grip, int]:
        """What is under a point: an edge that can be dragged, a step, or nothing."""
        rungs = self.ladder.rungs
        if not self.header <= point.y() <= self.height or point.x() < self.left:
            return "nothing", -1
        if not self.read_only:
            order = sorted(range(len(rungs)), key=lambda at: rungs[at].id != self.current)
            for at in order:
                grip = self._edge(rungs[at], point)
                if grip != "nothing":
                    return grip, at
        for at, rung in enumerate(rungs):
            box = self.box(rung)
            if box.left() <= point.x() < box.right():
                return "step", at
        return "nothing", -1

    def _edge(self, rung: Rung, point: QPointF) -> Grip:
        box = self.box(rung)
        along = box.left() - 1 <= point.x() <= box.right() + 1
        if self.can_rise(rung) and along and abs(point.y() - box.top()) <= REACH:
            near_end = box.right() - point.x() <= REACH and self.can_end(rung)
            if not near_end:
                return "top"
        upright = box.top() - REACH <= point.y() <= self.bottom
        if self.can_end(rung) and upright and abs(point.x() - box.right()) <= REACH:
            return "end"
        return "nothing"

    def can_end(self, rung: Rung) -> bool:
        """Whether its end may be dragged; how long a step of a switch is watched is one time for all."""
        return not (rung.open_ended or rung.fixed_end)

    def can_rise(self, rung: Rung) -> bool:
        """Whether its height may be dragged: places are named, not measured."""
        return not rung.sites or "%" in rung.told

    # Time

    def fit(self) -> None:
        """All steps in view, with T0 and today where they are not far off."""
        span = self.ladder.span
        if span is None:
            return
        first, last = span
        reach = max(60.0, (last - first) * FAR)
        for mark in (self.ladder.target, self.now):
            if mark is not None and first - reach <= mark <= last + reach:
                first, last = min(first, mark), max(last, mark)
        self.scale = scales.fit(first, max(last, first + 60), self.chart_width, MARGIN)
