"""The form of one noun: its groups, each field with its label at the left."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from relplanner.plan.fields import field_of, fields_of
from relplanner.ui.common.parts import button, label, tight
from relplanner.ui.context import Context
from relplanner.ui.inspector.editors import FieldEditor
from relplanner.ui.inspector.groups import Group, groups_of, is_main
from relplanner.ui.inspector.nested import NestedEditor, make_editor
from relplanner.ui.theme import tokens

SINGLE = frozenset({"id", "name"})
"""Fields that several entries cannot share."""


class NounForm(QWidget):
    """Made once a noun, refilled for each selection. Editors are made when their field is first shown."""

    edited = Signal(str, object)
    """A field's name and its new value."""

    def __init__(self, context: Context, noun: type[Any], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self.noun = context, noun
        self._entries: Sequence[Any] = ()
        self._groups = [GroupBox(self, context, noun, group) for group in groups_of(noun)]
        self.kept = label("", "note", wrap=True)
        column = QVBoxLayout(self)
        tight(column, tokens.SPACE_3)
        for group in self._groups:
            column.addWidget(group)
        column.addWidget(self.kept)

    def show_entries(self, entries: Sequence[Any], *, editable: bool) -> None:
        """Show one entry, or what several have in common."""
        self._entries = entries
        for group in self._groups:
            group.show_entries(entries, editable=editable)
        unknown = [key for entry in entries for key, _ in getattr(entry, "unknown", ())]
        self.kept.setVisible(bool(unknown))
        self.kept.setText(
            f"Kept from the file, not known to this version: {', '.join(dict.fromkeys(unknown))}"
        )

    def enter(self) -> None:
        """Give the keyboard to the first field that can be typed into."""
        for group in self._groups:
            for editor in group.editors.values():
                if isinstance(editor, FieldEditor) and editor.isVisible() and not editor.input.isReadOnly():
                    editor.input.setFocus(Qt.FocusReason.TabFocusReason)
                    return

    def commit(self) -> None:
        """Hand over what is typed in a field that still has the keyboard."""
        for group in self._groups:
            for editor in group.editors.values():
                if editor.is_dirty:
                    editor.commit()

    def drop_unreadable(self) -> str:
        """Throw away what was typed and cannot be read; the first reason why, empty when nothing was."""
        said = ""
        for group in self._groups:
            for editor in group.editors.values():
                if isinstance(editor, FieldEditor) and editor.is_dirty:
                    said = said or f"{editor.field.label}. {editor.problem.text()}".strip()
                    editor.discard()
        return said

    def editor(self, name: str) -> FieldEditor | NestedEditor:
        """The editor of a field, made and shown if it was not. Raises :class:`KeyError`."""
        field_of(self.noun, name)
        for group in self._groups:
            if name in group.names:
                return group.reveal(name)
        raise KeyError(name)


class GroupBox(QWidget):
    """One group of fields, with a link to those that say nothing yet."""

    def __init__(self, form: NounForm, context: Context, noun: type[Any], group: Group) -> None:
        super().__init__()
        self._form, self._context, self._noun, self._group = form, context, noun, group
        self.editors: dict[str, FieldEditor | NestedEditor] = {}
        self._labels: dict[str, QLabel] = {}
        self._entries: Sequence[Any] = ()
        self._editable = True
        self._all = False
        order = [field.name for field in fields_of(noun)]
        self.names = (*group.main, *sorted(group.rest, key=order.index))
        self._grid = QGridLayout()
        tight(self._grid, tokens.SPACE_1)
        self._grid.setHorizontalSpacing(tokens.SPACE_2)
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnMinimumWidth(0, tokens.LABEL_WIDTH)
        self._more = button("", self._toggle, link=True)
        column = QVBoxLayout(self)
        tight(column, tokens.SPACE_1)
        head = QHBoxLayout()
        tight(head)
        head.addWidget(label(group.title, "strong"), 1)
        head.addWidget(self._more)
        column.addLayout(head)
        column.addLayout(self._grid)

    def show_entries(self, entries: Sequence[Any], *, editable: bool) -> None:
        self._entries, self._editable = entries, editable
        hidden = 0
        for name in self.names:
            shown = self._all or is_main(self._group, field_of(self._noun, name), entries)
            hidden += not shown
            if shown:
                self._fill(name)
            for part in (self.editors.get(name), self._labels.get(name)):
                if part is not None:
                    part.setVisible(shown)
        self._more.setVisible(bool(self._group.rest) and (hidden > 0 or self._all))
        self._more.setText("Fewer" if self._all else f"{hidden} more")
        self._more.setAccessibleName(f"{self._more.text()} fields of {self._group.title}")

    def reveal(self, name: str) -> FieldEditor | NestedEditor:
        if name not in self.editors or self.editors[name].isHidden():
            self._all = True
            self.show_entries(self._entries, editable=self._editable)
        return self.editors[name]

    def _fill(self, name: str) -> None:
        if name not in self.editors:
            self._make(name)
        one = len(self._entries) == 1 or name not in SINGLE
        values = [getattr(entry, name) for entry in self._entries]
        self.editors[name].show_values(values, editable=self._editable and one)

    def _make(self, name: str) -> None:
        field = field_of(self._noun, name)
        editor = make_editor(self._context, field)
        editor.edited.connect(lambda value: self._form.edited.emit(name, value))
        words = label(field.label, "muted", wrap=True)
        words.setMinimumHeight(tokens.FIELD_HEIGHT)
        words.setMaximumWidth(tokens.LABEL_WIDTH)
        words.setToolTip(field.help)
        words.setBuddy(editor)
        row = self.names.index(name) * 2
        wide = isinstance(editor, NestedEditor) or field.shape == "map" or name in ("notes", "objective")
        top = Qt.AlignmentFlag.AlignTop
        if wide:
            words.setMaximumWidth(16_777_215)
            self._grid.addWidget(words, row, 0, 1, 2)
            self._grid.addWidget(editor, row + 1, 0, 1, 2)
        else:
            self._grid.addWidget(words, row, 0, top)
            self._grid.addWidget(editor, row, 1, top)
        self.editors[name], self._labels[name] = editor, words

    def _toggle(self) -> None:
        self._all = not self._all
        self.show_entries(self._entries, editable=self._editable)
