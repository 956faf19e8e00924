"""Many rectangles in one call: Qt reads them straight from memory, without a Python object for each.

Nothing here needs numpy, so that a small plan is painted without waiting for its import; what is made of
arrays is in :mod:`relplanner.ui.common.arrays`.
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Iterable
from itertools import chain
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter
from shiboken6 import Shiboken

if TYPE_CHECKING:
    from relplanner.ui.common.arrays import Floats

Rect = tuple[float, float, float, float]
"""x, y, width, height."""
DOUBLES = 4
"""A QRectF is four doubles."""


def whole(pixels: float) -> int:
    """The nearest whole pixel, halves always up: rounding halves to even would let things jump when they
    scroll.
    """
    return math.floor(pixels + 0.5)


def fill_rects(painter: QPainter, rects: Floats | Iterable[Rect], colour: QColor | QBrush) -> None:
    """Fills rectangles, an (n, 4) array or tuples of x, y, width, height; sets pen and brush."""
    if not hasattr(rects, "ctypes"):
        numbers = array("d", chain.from_iterable(rects))
        place, count = numbers.buffer_info()[0], len(numbers) // DOUBLES
    else:
        # Already doubles beside each other, or copied so: the array outlives the call either way.
        columns = cast("Floats", rects)
        block = columns if columns.flags.c_contiguous else columns.copy()
        count, place = len(block), block.ctypes.data
    if not count:
        return
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawRects(cast(QRectF, Shiboken.wrapInstance(place, QRectF)), count)
