"""What stands under the mouse."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QPointF, Qt

from relplanner.ui.timeline import columns
from relplanner.ui.timeline.columns import Slot
from relplanner.ui.timeline.link_frame import DIAMOND
from relplanner.ui.timeline.painter_bars import HANDLE, HANDLE_AT, PROGRESS_FROM, Bar, bar_at
from relplanner.ui.timeline.painter_table import fold_box
from relplanner.ui.timeline.scrollbars import row_thumb, time_thumb, tracks
from relplanner.ui.timeline.view import View
from relplanner.values import value

Kind = Literal[
    "nothing",
    "fold",
    "cell",
    "bar",
    "bar-end",
    "progress",
    "link-handle",
    "chart",
    "times",
    "title",
    "column-edge",
    "divider",
    "row-track",
    "time-track",
]
NEAR = 4.0

CURSORS: dict[Kind, Qt.CursorShape] = {
    "bar": Qt.CursorShape.OpenHandCursor,
    "bar-end": Qt.CursorShape.SizeHorCursor,
    "progress": Qt.CursorShape.SplitHCursor,
    "link-handle": Qt.CursorShape.CrossCursor,
    "column-edge": Qt.CursorShape.SplitHCursor,
    "divider": Qt.CursorShape.SplitHCursor,
    "fold": Qt.CursorShape.PointingHandCursor,
}


@value
class Hit:
    """``place`` is the row, -1 for none; ``slot`` the column of the table, if any."""

    kind: Kind
    place: int = -1
    slot: Slot | None = None


def hit(view: View, point: QPointF) -> Hit:
    """What a press at a point of the board would take hold of."""
    if abs(point.x() - view.table_width) <= NEAR and point.y() < view.header_height + view.body_height:
        return Hit("divider")
    upright, level = tracks(view)
    if upright.contains(point.toPoint()) and row_thumb(view) is not None:
        return Hit("row-track")
    if level.contains(point.toPoint()) and time_thumb(view) is not None:
        return Hit("time-track")
    if point.y() < view.header_height:
        return _in_header(view, point)
    place = view.place_at(point.y())
    if point.x() < view.table_width:
        return _in_table(view, point, place)
    if place < 0:
        return Hit("chart")
    return Hit(_in_chart(view, point, place), place)


def _in_header(view: View, point: QPointF) -> Hit:
    if point.x() > view.table_width:
        return Hit("times")
    for slot in view.columns:
        if slot.x and abs(point.x() - slot.x) <= NEAR:
            return Hit("column-edge", slot=slot)
    return Hit("title", slot=slot_at(view, point.x()))


def slot_at(view: View, x: float) -> Slot | None:
    """The column at an x of the table."""
    return next((slot for slot in view.columns if slot.x <= x < slot.x + slot.width), None)


def _in_table(view: View, point: QPointF, place: int) -> Hit:
    if place < 0:
        return Hit("nothing")
    if view.sheet.lines[place].has_children and fold_box(view, place).contains(point):
        return Hit("fold", place)
    return Hit("cell", place, slot_at(view, point.x()))


def _in_chart(view: View, point: QPointF, place: int) -> Kind:
    bar = bar_at(view, place)
    if bar is None or not view.detailed:
        return "chart"
    x, right = point.x(), bar.right
    if abs(point.y() - bar.middle) > view.bar_height / 2 + 2:
        return "chart"
    if bar.left == bar.right:
        if abs(x - bar.left) <= DIAMOND:
            return "bar"
        return "link-handle" if DIAMOND < x - bar.left <= DIAMOND + HANDLE_AT + HANDLE else "chart"
    parent = view.sheet.lines[place].has_children
    if right + 3 < x <= right + HANDLE_AT + HANDLE and not parent:
        return "link-handle"
    if not bar.left - 2 <= x <= right + 3:
        return "chart"
    if parent or not can_be_dragged(view, place):
        return "bar"
    if x >= right - min(5.0, (right - bar.left) / 3):
        return "bar-end"
    if _on_progress(bar, point):
        return "progress"
    return "bar"


def _on_progress(bar: Bar, point: QPointF) -> bool:
    """The edge of what is done can be taken in the lower half of a bar that is long enough."""
    if bar.activity is None or bar.right - bar.left < PROGRESS_FROM or point.y() < bar.middle:
        return False
    edge = bar.left + (bar.right - bar.left) * bar.activity.progress / 100
    return abs(point.x() - edge) <= NEAR


def can_be_dragged(view: View, place: int) -> bool:
    """Derived rows and summaries get their dates from others."""
    return view.sheet.activity(place) is not None and not columns.is_parent(view, place)
