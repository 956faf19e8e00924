"""Typing in the table's cells: which editor is open, and where it goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect

from relplanner.late import LateModule
from relplanner.ui.timeline.painter_table import name_left

if TYPE_CHECKING:
    from relplanner.ui.common.cell_editor import CellEditor
    from relplanner.ui.timeline import cell_edits, doing, keyboard
    from relplanner.ui.timeline.page import TimelinePage
else:
    cell_edits = LateModule("relplanner.ui.timeline.cell_edits")
    doing = LateModule("relplanner.ui.timeline.doing")
    keyboard = LateModule("relplanner.ui.timeline.keyboard")


class Typing:
    """The one open editor of a page, if any."""

    def __init__(self, page: TimelinePage) -> None:
        self.page = page
        self.editor: CellEditor | None = None
        self._edited = (-1, "name")
        self.unnamed = ""
        """The row that was just added: its id follows the first name it is given."""

    def follow(self) -> None:
        """The rows moved: so does the editor."""
        if self.editor is not None:
            self.editor.move_to(self.cell_rect(*self._edited))

    def cell_rect(self, place: int, key: str) -> QRect:
        """Where a cell stands on the board; the name begins behind its indentation."""
        view = self.page.view
        slot = next((slot for slot in view.columns if slot.column.key == key), view.columns[0])
        shift = name_left(view, place) - 6 if slot.column.key == "name" else 0
        return QRect(
            slot.x + shift, round(view.y_of(place)), max(90, slot.width - shift), round(view.row_height)
        )

    def begin(self, place: int, key: str, text: str | None = None) -> bool:
        """Open the editor of a cell, with other text than what is there when typing began it."""
        view = self.page.view
        if not self.page.has_plan or (self.editor is not None and not self.editor.finish()):
            return False
        if not self.page.context.can_edit:
            self.page.context.messages.warn(
                "This plan is open read-only. Save it under another name to change it."
            )
            return False
        if not cell_edits.can_edit(view, place, key):
            if reason := cell_edits.why_not(view, place, key):
                self.page.context.messages.info(reason)
            return False
        self.page.board.show_place(place)
        view.cell = key
        row_id = view.sheet.lines[place].id
        begun = cell_edits.text_of(view, place, key) if text is None else text
        self._edited = (place, key)
        from relplanner.ui.common.cell_editor import CellEditor

        self.editor = CellEditor(
            self.page.board,
            self.cell_rect(place, key),
            begun,
            lambda typed: self._commit(row_id, key, typed),
            self._edited_then,
            self.page.context.theme,
        )
        if key in ("owner", "predecessors"):
            self.editor.offer(doing.offers_for(view, key), several=key == "predecessors")
        self.editor.show()
        self.editor.setFocus()
        if text is None:
            self.editor.selectAll()
        return True

    def _commit(self, row_id: str, key: str, typed: str) -> None:
        place = self.page.view.sheet.places.get(row_id)
        document = self.page.context.document
        if place is None or document is None:
            return
        unnamed, self.unnamed = self.unnamed == row_id and key == "name", ""
        edit = cell_edits.edit_of(self.page.view, place, key, typed)
        if edit is None:
            return
        if not unnamed:
            document.apply(edit)
            return
        named, new_id = cell_edits.with_id_of_name(self.page.view.sheet.plan, row_id, typed, edit)
        if document.apply(named) is not None and new_id != row_id:
            self.page.context.selection.set("activities", [new_id], new_id)

    def _edited_then(self, then: str) -> None:
        place, key = self._edited
        self.editor = None
        self.page.board.setFocus()
        keyboard.after_editing(self.page, place, key, then)

    def finish(self) -> None:
        """Take what was typed; bad text stays open with its reason."""
        if self.editor is not None:
            self.editor.finish()

    def give_up(self) -> None:
        if self.editor is not None:
            self.editor.give_up()
