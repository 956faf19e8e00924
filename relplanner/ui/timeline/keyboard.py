"""Keys that move about, fold and begin typing. Keys that change the plan are actions (actions.py)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from relplanner.ui.timeline import cell_edits, choosing

if TYPE_CHECKING:
    from relplanner.ui.timeline.page import TimelinePage

Key = Qt.Key
SHIFT, CTRL, ALT = (
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
)


def press(page: TimelinePage, event: QKeyEvent) -> bool:
    """Do what a key stands for; False for a key that means nothing here."""
    if not page.has_plan or not len(page.view.sheet):
        return False
    modifiers = event.modifiers() & (SHIFT | CTRL | ALT)
    if event.key() == Key.Key_Escape:
        page.context.selection.clear()
        return True
    if modifiers in (Qt.KeyboardModifier.NoModifier, SHIFT, CTRL) and _move(
        page, Key(event.key()), modifiers
    ):
        return True
    if modifiers & (CTRL | ALT):
        return False
    return _fold(page, Key(event.key())) or _type(page, event)


def _move(page: TimelinePage, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> bool:
    view = page.view
    here, last = page.current_place(), len(view.sheet) - 1
    window = max(1, int(view.body_height // view.row_height) - 1)
    steps = {
        Key.Key_Up: here - 1,
        Key.Key_Down: here + 1,
        Key.Key_PageUp: here - window,
        Key.Key_PageDown: here + window,
        Key.Key_Home: 0,
        Key.Key_End: last,
    }
    if key in steps:
        place = min(last, max(0, steps[key]))
        if modifiers & SHIFT:
            choosing.extend(page, place)
        else:
            choosing.choose(page, place)
        page.board.show_place(place)
        return True
    if key in (Key.Key_Left, Key.Key_Right) and not modifiers:
        _move_cell(page, 1 if key == Key.Key_Right else -1)
        return True
    return False


def _move_cell(page: TimelinePage, step: int) -> None:
    """To the next cell; left of the name folds, as in any tree."""
    view, here = page.view, page.current_place()
    keys = [slot.column.key for slot in view.columns]
    at = keys.index(view.cell) if view.cell in keys else 0
    if step < 0 and at == 0 and here >= 0:
        line = view.sheet.lines[here]
        if line.has_children and line.id not in view.folded:
            choosing.toggle_fold(page, here)
        elif (parent := view.sheet.parent_place(here)) >= 0:
            choosing.choose(page, parent)
            page.board.show_place(parent)
        return
    if step > 0 and at == 0 and here >= 0 and view.sheet.lines[here].id in view.folded:
        choosing.toggle_fold(page, here)
        return
    view.cell = keys[min(len(keys) - 1, max(0, at + step))]
    page.board.update_row(here)


def _fold(page: TimelinePage, key: Qt.Key) -> bool:
    here = page.current_place()
    if here < 0:
        return False
    line = page.view.sheet.lines[here]
    folded = line.id in page.view.folded
    if key == Key.Key_Space or (key == Key.Key_Plus and folded) or (key == Key.Key_Minus and not folded):
        choosing.toggle_fold(page, here)
        return True
    return key in (Key.Key_Plus, Key.Key_Minus)


def _type(page: TimelinePage, event: QKeyEvent) -> bool:
    """Typing begins to edit the cell where the keyboard stands."""
    text = event.text()
    if not text or not text.isprintable() or text.isspace():
        return False
    here = page.current_place()
    return here >= 0 and page.typing.begin(here, page.view.cell, text)


def after_editing(page: TimelinePage, place: int, key: str, then: str) -> None:
    """Where typing goes on after an editor closed: Tab in the row's next cell, Up and Down in the row above
    or below.
    """
    if not then or not page.has_plan:
        return
    view = page.view
    if then in ("up", "down"):
        other = place + (1 if then == "down" else -1)
        if 0 <= other < len(view.sheet):
            choosing.choose(page, other)
            page.board.show_place(other)
        return
    cells = [slot.column.key for slot in view.columns if cell_edits.can_edit(view, place, slot.column.key)]
    if key not in cells:
        return
    at = cells.index(key) + (1 if then == "next" else -1)
    if 0 <= at < len(cells):
        page.typing.begin(place, cells[at])
