"""The rows as the operating system's assistive technology reads them: a list of items, one for each row in
view.
"""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QObject, QRect
from PySide6.QtGui import QAccessible, QAccessibleInterface, QWindow
from PySide6.QtWidgets import QAccessibleWidget

from relplanner.ui.common import activity_words as wording
from relplanner.ui.timeline import columns, rows
from relplanner.ui.timeline.board import Board


def install(board: Board) -> None:
    """Let Qt ask for the rows of boards, from the first picture on; who asked before has got Qt's own answer
    for a widget, which is taken back.
    """
    _install()
    if QAccessible.isActive():
        known = QAccessible.queryAccessibleInterface(board)
        if not isinstance(known, RowsInterface):
            QAccessible.deleteAccessibleInterface(QAccessible.uniqueId(known))


@cache
def _install() -> None:
    """Once, for the life of the process."""
    QAccessible.installFactory(_make)


def _make(key: str, thing: QObject) -> QAccessibleInterface | None:
    if not isinstance(thing, Board):
        return None
    if thing.accessible is None:
        thing.accessible = RowsInterface(thing)
    return thing.accessible


def sentence(board: Board, place: int) -> str:
    """What is read out for a row."""
    view = board.view
    parts = [columns.name_of(view, place)]
    dates = view.dates_at(place)
    if dates is None:
        parts.append("no dates")
    elif dates[0] == dates[1]:
        parts.append(view.dates.clock(dates[0]))
    else:
        parts.append(f"{view.dates.clock(dates[0])} to {view.dates.clock(dates[1])}")
    row = view.row_of(place)
    if dates is not None and row != rows.GROUP and not columns.is_parent(view, place):
        parts.append(f"slack {wording.amount(int(view.dates_of.total_slack[row]), view.day_of(place))}")
        if view.dates_of.critical[row]:
            parts.append("critical")
        parts.append(view.state_at(place).word.lower())
    return ", ".join(parts)


class RowsInterface(QAccessibleWidget):
    """The board as a list."""

    def __init__(self, board: Board) -> None:
        super().__init__(board, QAccessible.Role.List, "Timeline")
        self._board = board
        self._rows: dict[int, RowInterface] = {}  # Qt keeps no reference to what Python made

    def forget(self) -> None:
        """Rows came or went: what was handed out is of no use any more."""
        self._rows.clear()

    def _span(self) -> tuple[int, int]:
        view = self._board.view
        if not view.has_plan:
            return 0, 0
        return view.span(view.header_height, view.header_height + view.body_height)

    def childCount(self) -> int:
        first, last = self._span()
        return last - first

    def child(self, index: int) -> QAccessibleInterface | None:  # type: ignore[override]
        first, last = self._span()
        place = first + index
        if not 0 <= index < last - first:
            return None
        found = self._rows.get(place)
        if found is None:
            found = self._rows[place] = RowInterface(self._board, self, place)
            QAccessible.registerAccessibleInterface(found)
        return found

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        first, _ = self._span()
        return child.place - first if isinstance(child, RowInterface) else -1


class RowInterface(QAccessibleInterface):
    """One row in view."""

    def __init__(self, board: Board, parent: RowsInterface, place: int) -> None:
        super().__init__()
        self._board, self._parent, self.place = board, parent, place

    def isValid(self) -> bool:  # noqa: N802
        return self._board.view.has_plan and self.place < len(self._board.view.sheet)

    def window(self) -> QWindow:
        return self._board.window().windowHandle()

    def object(self) -> QObject | None:  # type: ignore[override]
        return None

    def parent(self) -> QAccessibleInterface:
        return self._parent

    def child(self, index: int) -> QAccessibleInterface | None:  # type: ignore[override]
        return None

    def childAt(self, x: int, y: int) -> QAccessibleInterface | None:  # type: ignore[override]  # noqa: N802
        return None

    def childCount(self) -> int:
        return 0

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        return -1

    def role(self) -> QAccessible.Role:
        return QAccessible.Role.ListItem

    def rect(self) -> QRect:
        view = self._board.view
        box = QRect(0, round(view.y_of(self.place)), view.width, round(view.row_height))
        return QRect(self._board.mapToGlobal(box.topLeft()), box.size())

    def text(self, kind: QAccessible.Text) -> str:
        if kind != QAccessible.Text.Name or not self.isValid():
            return ""
        return sentence(self._board, self.place)

    def setText(self, kind: QAccessible.Text, text: str) -> None:  # noqa: N802
        return None

    def state(self) -> QAccessible.State:
        state = QAccessible.State()
        state.selectable = True
        if self.isValid():
            line = self._board.view.sheet.lines[self.place]
            state.selected = line.id in self._board.view.selected
            state.focused = line.id == self._board.view.current and self._board.hasFocus()
            state.expandable = line.has_children
            state.collapsed = line.id in self._board.view.folded
        return state
