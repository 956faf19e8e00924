"""The kinds of arrays that geometry is made of, and rectangles from columns."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Column = npt.NDArray[np.floating[Any]] | float


def rects_of(x: Column, y: Column, width: Column, height: Column) -> Floats:
    """An (n, 4) array from columns."""
    found = np.empty((np.size(x), 4), dtype=np.float64)
    found[:, 0] = x
    found[:, 1] = y
    found[:, 2] = width
    found[:, 3] = height
    return found
