"""The whole plan at once: rows a few pixels high or less, drawn from arrays in one call a colour."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter

from relplanner.ui.common.activity_words import NO_DATE
from relplanner.ui.common.arrays import Bools, Column, Floats, Ints, rects_of
from relplanner.ui.common.primitives import fill_rects
from relplanner.ui.timeline.view import View

THINNEST = 1.0
FAR = 1e5
FEW = 2000
"""Fewer rectangles than this are drawn as they are."""


def paint_overview(painter: QPainter, view: View, first: int, last: int, clip: QRect) -> None:
    """Bars of the rows ``first`` to ``last`` (not included) without text, links or outlines."""
    painter.save()
    painter.setClipRect(clip)
    painter.translate(0.0, view.header_height - view.scroll)  # rows lie between pixels here
    places = np.arange(first, last)
    rows = view.sheet.rows[first:last]
    dates = view.schedule.arrays()
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
    left = _pixels(view, dates.start[rows])
    width = np.maximum(1.5, _pixels(view, dates.finish[rows]) - left)
    top = places * view.row_height
    height = max(THINNEST, view.row_height * 0.7)
    for mask, name in groups:
        if view.row_height < 1 and np.count_nonzero(mask) > FEW:
            rects = _merged(left[mask], top[mask], width[mask])
        else:
            rects = rects_of(left[mask], top[mask], width[mask], height)
        fill_rects(painter, rects, view.paints.colour[name])
    painter.restore()


def _pixels(view: View, minutes: Ints) -> Floats:
    x = view.chart_left + (minutes - view.scale.origin) / view.scale.minutes_per_pixel
    return np.clip(x, -FAR, FAR)


def _merged(left: Floats, top: Column, width: Floats) -> Floats:
    """Where many rows share a pixel: one rectangle for those that would paint the same ones."""
    # Sorting one packed number is several times faster than sorting rows of three.
    packed = np.asarray(top).astype(np.int64) << 40
    packed |= (left.astype(np.int64) + (1 << 18)) << 20
    packed |= np.ceil(width).astype(np.int64)
    packed.sort()
    kept = packed[np.concatenate(([True], packed[1:] != packed[:-1]))]
    y, x, size = kept >> 40, ((kept >> 20) & ((1 << 20) - 1)) - (1 << 18), kept & ((1 << 20) - 1)
    return rects_of(x.astype(np.float64), y.astype(np.float64), size.astype(np.float64), 1.0)
