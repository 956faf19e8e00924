"""Where a bar's label goes: right of it, clear of links; failing that left of it; failing that, right, on a
plate.
"""

from __future__ import annotations

from collections.abc import Sequence

GAP = 6.0
NEAR = 32.0
"""How far a label moves to keep clear of a line through the whole chart."""
FARTHEST = 72.0
"""A label farther from its bar than this is no longer read as the bar's."""


def place(
    width: float,
    left_edge: float,
    right_edge: float,
    trunks: Sequence[float],
    marks: Sequence[float],
    view_left: float,
    view_right: float,
) -> float | None:
    """The x of a label of ``width``. ``trunks`` are the x of upright link pieces in this row, ``marks`` of
    lines through the whole chart, which matter less; both sorted.

    ``left_edge`` and ``right_edge`` bound what the row draws for itself: bar, slack tail, deadline. ``None``:
    there is nothing of the row in view to stand beside.
    """
    if right_edge < view_left or left_edge > view_right:
        return None
    for lines, farthest in ((sorted([*trunks, *marks]), NEAR), (trunks, FARTHEST)):
        right = _right(width, right_edge + GAP, lines, farthest)
        if right is not None and right + width <= view_right:
            return right
    left = _left(width, left_edge - GAP - width, trunks)
    if left is not None and left >= view_left:
        return left
    return right_edge + GAP if right_edge + GAP + width <= view_right else None


def _right(width: float, x: float, lines: Sequence[float], farthest: float) -> float | None:
    start = x
    for line in lines:
        if line < x - GAP / 2:
            continue
        if line > x + width + GAP / 2:
            break
        x = line + GAP
        if x - start > farthest:
            return None
    return x


def _left(width: float, x: float, trunks: Sequence[float]) -> float | None:
    # Links arrive from the left, so only a gap free of them and of their level pieces will do.
    for trunk in trunks:
        if x - GAP < trunk < x + width + 2 * GAP:
            return None
    return x
