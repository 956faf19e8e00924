"""Parts of the drawing that no link joins: set side by side in shelves, single cards in a grid."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from relplanner.ui.dependencies.layout.model import Point, Spacing
from relplanner.ui.dependencies.layout.network import Floats

SHAPE = 1.6
"""Width to height of the whole, where the parts leave a choice."""


def shelves(sizes: Sequence[Point], spacing: Spacing) -> list[Point]:
    """The upper left corner of each part (width, height): large ones first, in rows of about one width."""
    area = sum((width + spacing.parts) * (height + spacing.parts) for width, height in sizes)
    limit = max((math.sqrt(area * SHAPE), *(width for width, _ in sizes)))
    corners: list[Point] = [(0.0, 0.0)] * len(sizes)
    x = y = shelf = 0.0
    for number in sorted(range(len(sizes)), key=lambda each: (-sizes[each][1], each)):
        width, height = sizes[number]
        if x and x + width > limit:
            x, y, shelf = 0.0, y + shelf + spacing.parts, 0.0
        corners[number] = (x, y)
        x += width + spacing.parts
        shelf = max(shelf, height)
    return corners


def grid(widths: Floats, heights: Floats, spacing: Spacing) -> tuple[Floats, Floats]:
    """Middles of cards in a grid, row by row, cells as large as the largest card."""
    count = len(widths)
    cell = float(widths.max()) + spacing.cards, float(heights.max()) + spacing.cards
    columns = max(1, math.ceil(math.sqrt(count * SHAPE * cell[1] / cell[0])))
    at = np.arange(count, dtype=np.float64)
    x: Floats = (at % columns) * cell[0] + (cell[0] - spacing.cards) / 2
    y: Floats = (at // columns) * cell[1] + (cell[1] - spacing.cards) / 2
    return x, y
