"""Many rectangles in one call: Qt reads them straight from an array, without a Python object for each."""

from __future__ import annotations

import math
from typing import Any, cast

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter
from shiboken6 import Shiboken

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Column = npt.NDArray[np.floating[Any]] | float


def whole(pixels: float) -> int:
    """The nearest whole pixel, halves always up: rounding halves to even would let things jump when they
    scroll.
    """
    return math.floor(pixels + 0.5)


def fill_rects(painter: QPainter, rects: Floats, colour: QColor | QBrush) -> None:
    """Fills the rectangles of an (n, 4) array of x, y, width, height; sets pen and brush."""
    count = len(rects)
    if not count:
        return
    block = np.ascontiguousarray(rects, dtype=np.float64)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    # A QRectF is four doubles; the array outlives the call.
    first = cast(QRectF, Shiboken.wrapInstance(block.ctypes.data, QRectF))
    painter.drawRects(first, count)


def rects_of(x: Column, y: Column, width: Column, height: Column) -> Floats:
    """An (n, 4) array from columns."""
    found = np.empty((np.size(x), 4), dtype=np.float64)
    found[:, 0] = x
    found[:, 1] = y
    found[:, 2] = width
    found[:, 3] = height
    return found
