"""Drags that move the view only: panning, the divider, column edges and scroll bars."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt

from relplanner.plan.edits.edit import Edit
from relplanner.ui.timeline import scrollbars
from relplanner.ui.timeline.view import View


class ViewGesture:
    """A drag that moves the view only: nothing to give back."""

    cursor = Qt.CursorShape.ArrowCursor
    ghostly = False

    def __init__(self, view: View, start: QPointF) -> None:
        self.view, self.start = view, start

    def move(self, point: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        raise NotImplementedError

    def release(self) -> Edit | None:
        return None

    def drop(self) -> None:
        return None


class Pan(ViewGesture):
    """Takes hold of the chart and moves it in both directions."""

    cursor = Qt.CursorShape.ClosedHandCursor

    def __init__(self, view: View, start: QPointF) -> None:
        super().__init__(view, start)
        self._scale, self._scroll = view.scale, view.scroll

    def move(self, point: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        self.view.scale = self._scale.moved(self.start.x() - point.x())
        self.view.set_scroll(self._scroll + self.start.y() - point.y())


class DividerDrag(ViewGesture):
    cursor = Qt.CursorShape.SplitHCursor

    def move(self, point: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        self.view.set_table_width(round(point.x()))


class ColumnDrag(ViewGesture):
    """Moves the edge left of a column: the column's own width changes, the name takes the rest."""

    cursor = Qt.CursorShape.SplitHCursor

    def __init__(self, view: View, start: QPointF, key: str, width: int) -> None:
        super().__init__(view, start)
        self._key, self._width = key, width

    def move(self, point: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        width = max(28, self._width + round(self.start.x() - point.x()))
        self.view.column_widths = {**self.view.column_widths, self._key: width}
        self.view.set_table_width(self.view.table_width)


class RowTrack(ViewGesture):
    """Drags the upright scroll bar."""

    def __init__(self, view: View, start: QPointF) -> None:
        super().__init__(view, start)
        view.dragged_track = "row"
        self._scroll = view.scroll
        thumb = scrollbars.row_thumb(view)
        if thumb is not None and not thumb.top() <= start.y() <= thumb.bottom():
            self._scroll += (1 if start.y() > thumb.top() else -1) * view.body_height * 0.9
            view.set_scroll(self._scroll)

    def move(self, point: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        thumb = scrollbars.row_thumb(self.view)
        free = self.view.body_height - (thumb.height() if thumb is not None else 0)
        self.view.set_scroll(
            self._scroll + (point.y() - self.start.y()) / max(1.0, free) * self.view.most_scroll
        )

    def release(self) -> Edit | None:
        self.view.dragged_track = ""
        return None

    def drop(self) -> None:
        self.release()


class TimeTrack(ViewGesture):
    """Drags the level scroll bar."""

    def __init__(self, view: View, start: QPointF) -> None:
        super().__init__(view, start)
        view.dragged_track = "time"
        first, last = scrollbars.time_range(view)
        self._scale = view.scale
        self._minutes_per_pixel = (last - first) / max(1, view.chart_width)

    def move(self, point: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        minutes = (point.x() - self.start.x()) * self._minutes_per_pixel
        self.view.scale = self._scale.moved(minutes / self._scale.minutes_per_pixel)

    def release(self) -> Edit | None:
        self.view.dragged_track = ""
        return None

    def drop(self) -> None:
        self.release()
