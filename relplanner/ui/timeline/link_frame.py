"""What is drawn of the links in one frame, however they are kept."""

from __future__ import annotations

from abc import ABC, abstractmethod
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect

from relplanner.ui.common.primitives import Rect

if TYPE_CHECKING:
    from relplanner.ui.common.arrays import Floats
    from relplanner.ui.timeline.view import View

DIAMOND = 7.0
FAR = 1e5
"""Pixels beyond which nobody looks where a link runs."""
MARGIN = 200
"""Pixels beside the chart within which a label may still be pushed aside."""
PLAIN, SOFT, CHOSEN, CRITICAL, CHOSEN_CRITICAL = range(5)
"""How a link looks, in the order in which they are painted over each other."""
Trunk = tuple[float, float, float]
"""x, top and bottom of an upright piece."""
Head = tuple[float, float, int]
"""Where the tip of an arrow is, and the way it points."""


class LinkFrame(ABC):
    """The links of one frame: where they run, and which of their upright pieces cross a row."""

    def __init__(self, view: View, first: int, last: int) -> None:
        self.view = view
        self.first, self.last = first, last
        self._by_row: list[list[float]] | None = None

    @abstractmethod
    def pieces(self, look: int, width: float, clip: QRect) -> Floats | Iterable[Rect]:
        """The straight pieces near ``clip`` of the links that look so."""

    @abstractmethod
    def heads(self, look: int, clip: QRect) -> list[Head]:
        """Their heads near ``clip``."""

    @abstractmethod
    def trunks(self) -> Iterable[Trunk]:
        """The upright pieces of all."""

    def trunks_in(self, place: int) -> list[float]:
        """The x of upright pieces that cross a row's middle band, sorted."""
        if self._by_row is None:
            self._by_row = self._rows_of_trunks()
        return self._by_row[place - self.first]

    def _rows_of_trunks(self) -> list[list[float]]:
        view = self.view
        found: list[list[float]] = [[] for _ in range(self.first, self.last)]
        low, high = view.chart_left - MARGIN, view.width + MARGIN
        tops = [view.y_of(place) + view.row_height * 0.3 for place in range(self.first, self.last)]
        bottoms = [top + view.row_height * 0.4 for top in tops]
        for x, top, bottom in self.trunks():
            if low < x < high:
                for at in range(bisect_left(bottoms, top), bisect_right(tops, bottom)):
                    found[at].append(x)
        for row in found:
            row.sort()
        return found
