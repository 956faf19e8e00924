"""One frame: which painters are called for which part of the board."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter

from relplanner.ui.timeline.painter_bars import paint_bars
from relplanner.ui.timeline.painter_header import paint_header, paint_marks
from relplanner.ui.timeline.painter_links import paint_links
from relplanner.ui.timeline.painter_table import paint_rows, paint_table
from relplanner.ui.timeline.scrollbars import paint_bars as paint_scrollbars
from relplanner.ui.timeline.shading import paint_background
from relplanner.ui.timeline.view import View


def paint(painter: QPainter, view: View, exposed: QRect) -> None:
    """Paint what lies inside ``exposed``: table, chart, header and scroll bars, each clipped to its own
    place.
    """
    header = view.header_rect().intersected(exposed)
    if not header.isEmpty():
        _clipped(painter, header)
        paint_header(painter, view)
    table = view.table_rect().intersected(exposed)
    if not table.isEmpty():
        _clipped(painter, table)
        first, last = view.span(table.top(), table.bottom() + 1)
        paint_table(painter, view, first, last, table)
    chart = view.chart_rect().intersected(exposed)
    if not chart.isEmpty():
        _clipped(painter, chart)
        paint_chart(painter, view, chart)
    divider = QRect(view.table_width, view.header_height, 1, view.body_height).intersected(exposed)
    if not divider.isEmpty():
        _clipped(painter, divider)
        painter.fillRect(divider, view.paints.colour["grid_strong"])
    painter.setClipRect(exposed)
    paint_scrollbars(painter, view, exposed)


def _clipped(painter: QPainter, rect: QRect) -> None:
    painter.setClipRect(rect, Qt.ClipOperation.ReplaceClip)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def paint_chart(painter: QPainter, view: View, clip: QRect) -> None:
    """The chart inside ``clip``, which lies wholly in the chart's place."""
    first, last = view.span(clip.top() - 1, clip.bottom() + 2)
    paint_background(painter, view, clip)
    paint_rows(painter, view, first, last, clip, view.paints.selection_band)
    paint_marks(painter, view, clip)
    if last <= first:
        return
    if not view.detailed:
        from relplanner.ui.timeline.painter_overview import paint_overview  # with numpy

        paint_overview(painter, view, first, last, clip)
        return
    frame = view.index.frame(view, first, last)
    paint_links(painter, frame, clip)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    if view.reference is not None:
        from relplanner.ui.timeline.painter_reference import paint_references

        paint_references(painter, view, first, last)
    paint_bars(painter, view, frame, first, last)
