"""The whole plan at once: rows a few pixels high or less, drawn from arrays in one call a colour."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter

from relplanner.ui.timeline.primitives import Bools, Floats, fill_rects, rects_of
from relplanner.ui.timeline.view import View
from relplanner.ui.timeline.wording import NO_DATE

THINNEST = 1.0
FAR = 1e5


def paint_overview(painter: QPainter, view: View, first: int, last: int, clip: QRect) -> None:
    """Bars of the rows ``first`` to ``last`` (not included) without text, links or outlines."""
    painter.save()
    painter.setClipRect(clip)
    painter.translate(0.0, view.header_height - view.scroll)  # rows lie between pixels here
    places = np.arange(first, last)
    rows = view.sheet.rows[first:last]
    dates = view.dates_of
    known = (rows >= 0) & (dates.start[rows] > NO_DATE)
    places, rows = places[known], rows[known]
    critical, near = dates.critical[rows], dates.near_critical[rows]
    parents = view.sheet.parents[first:last][known]
    plain = ~critical & ~near & ~parents
    groups: tuple[tuple[Bools, str], ...] = (
        (plain, "planned"),
        (near & ~parents, "near_critical"),
        (parents, "summary"),
        (critical & ~parents, "critical"),
    )
    left = np.clip(
        view.chart_left + (dates.start[rows] - view.scale.origin) / view.scale.minutes_per_pixel, -FAR, FAR
    )
    right = np.clip(
        view.chart_left + (dates.finish[rows] - view.scale.origin) / view.scale.minutes_per_pixel, -FAR, FAR
    )
    height = max(THINNEST, view.row_height * 0.7)
    for mask, name in groups:
        rects = rects_of(
            left[mask], places[mask] * view.row_height, np.maximum(1.5, right[mask] - left[mask]), height
        )
        fill_rects(painter, _merged(rects, view.row_height), view.paints.colour[name])
    painter.restore()


def _merged(rects: Floats, row_height: float) -> Floats:
    """Where many rows share a pixel, one rectangle for those that look the same."""
    if row_height >= 1 or len(rects) < 2000:
        return rects
    cells = np.column_stack(
        [np.round(rects[:, :2]), np.maximum(1, np.round(rects[:, 2])), np.ones(len(rects))]
    )
    # Sorting one packed number is several times faster than unique rows.
    packed = (cells[:, 1].astype(np.int64) << 40) | ((cells[:, 0].astype(np.int64) + (1 << 18)) << 20)
    packed |= np.minimum(cells[:, 2], (1 << 20) - 1).astype(np.int64)
    _, chosen = np.unique(packed, return_index=True)
    found: Floats = cells[chosen]
    return found
