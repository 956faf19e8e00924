"""Editors of fields that hold nested nouns: a line each, unfolding to its own fields; a line to add one."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from relplanner.errors import TextError
from relplanner.plan.fields import Field, fields_of
from relplanner.ui.common.parts import ElidedLabel, IconButton, Tick, button, empty, label, tight
from relplanner.ui.context import Context
from relplanner.ui.inspector import texts
from relplanner.ui.inspector.editors import FieldEditor
from relplanner.ui.theme import tokens


class NestedEditor(QWidget):
    """Fields of shape part, parts and keyed. `edited` carries the whole new value of the field."""

    edited = Signal(object)

    def __init__(self, context: Context, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = field
        self._context = context
        self._values: tuple[Any, ...] = ()
        self._editable = True
        self._open: set[int] = set()
        self._drafting = False
        self._column = QVBoxLayout(self)
        tight(self._column, 2)
        self.setAccessibleName(field.label)
        self._rebuild()

    @property
    def is_dirty(self) -> bool:
        return False

    def commit(self) -> None:
        """Nested fields hand over by themselves when the keyboard leaves them."""

    def show_values(self, values: Sequence[Any], *, editable: bool = True) -> None:
        value = texts.common(values)
        mixed = value is texts.MIXED
        shown: tuple[Any, ...] = () if mixed or value is None else _as_tuple(value)
        if shown == self._values and editable == self._editable and not mixed:
            return
        if len(shown) != len(self._values):
            self._open.clear()
            self._drafting = False
        self._values, self._editable = shown, editable and not mixed
        self._rebuild()
        if mixed:
            self._column.addWidget(label("several values; choose one entry to edit them", "note", wrap=True))

    def _rebuild(self) -> None:
        empty(self._column)
        for at, value in enumerate(self._values):
            self._column.addWidget(self._line(at, value))
            if at in self._open:
                self._column.addWidget(self._fields(at, value))
        if not self._editable:
            return
        if self._drafting and self.field.noun is not None:
            draft = Draft(self._context, self.field.noun)
            draft.made.connect(self._add)
            draft.given_up.connect(lambda: self._draft(False))
            self._column.addWidget(draft)
        elif self.field.shape != "part" or not self._values:
            add = button("Add", lambda: self._draft(True), link=True)
            add.setAccessibleName(f"Add to {self.field.label}")
            self._column.addWidget(add, 0, Qt.AlignmentFlag.AlignLeft)

    def _line(self, at: int, value: Any) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        tight(row, tokens.SPACE_1)
        tick = texts.tick_of(type(value))
        if tick is not None:
            box = Tick(self._context.themes)
            box.setChecked(bool(getattr(value, tick.name)))
            box.setEnabled(self._editable)
            box.setAccessibleName(texts.summary(value))
            box.toggled.connect(lambda on: self._replace(at, tick.name, on))
            row.addWidget(box)
        words = ElidedLabel()
        words.show_text(texts.summary(value))
        row.addWidget(words, 1)
        if self._editable:
            unfolded = at in self._open
            unfold = IconButton(
                self._context.themes,
                "chevron-down" if unfolded else "chevron-right",
                "Fold" if unfolded else "Edit its fields",
            )
            unfold.clicked.connect(lambda: self._toggle(at))
            remove = IconButton(self._context.themes, "close", f"Remove {texts.summary(value)}")
            remove.clicked.connect(lambda: self._set((*self._values[:at], *self._values[at + 1 :])))
            row.addWidget(unfold)
            row.addWidget(remove)
        return line

    def _fields(self, at: int, value: Any) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(tokens.SPACE_3, 0, 0, tokens.SPACE_2)
        column.setSpacing(2)
        for field in fields_of(type(value)):
            editor = make_editor(self._context, field)
            editor.show_values([getattr(value, field.name)], editable=self._editable)
            editor.edited.connect(lambda new, name=field.name: self._replace(at, name, new))
            column.addWidget(label(field.label, "note"))
            column.addWidget(editor)
        return box

    def _toggle(self, at: int) -> None:
        self._open ^= {at}
        self._rebuild()

    def _draft(self, on: bool) -> None:
        self._drafting = on
        self._rebuild()

    def _add(self, new: Any) -> None:
        self._drafting = False
        self._set((*self._values, new))

    def _replace(self, at: int, name: str, value: Any) -> None:
        changed = dataclasses.replace(self._values[at], **{name: value})
        self._set((*self._values[:at], changed, *self._values[at + 1 :]))

    def _set(self, values: tuple[Any, ...]) -> None:
        self.edited.emit((values[0] if values else None) if self.field.shape == "part" else values)


class Draft(QWidget):
    """The fields that a new nested entry cannot do without."""

    made = Signal(object)
    given_up = Signal()

    def __init__(self, context: Context, noun: type[Any]) -> None:
        super().__init__()
        self._noun = noun
        self._editors = [FieldEditor(context, field) for field in texts.wanted(noun)]
        self._problem = label("", "problem", wrap=True)
        self._problem.hide()
        column = QVBoxLayout(self)
        tight(column, 2)
        for editor in self._editors:
            column.addWidget(label(editor.field.label, "note"))
            column.addWidget(editor)
        column.addWidget(self._problem)
        row = QHBoxLayout()
        row.addWidget(button("Add", self._make, primary=True))
        row.addWidget(button("Cancel", self.given_up.emit))
        row.addStretch(1)
        column.addLayout(row)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._editors[0].setFocus()

    def _make(self) -> None:
        try:
            new = texts.draft(self._noun, {editor.field.name: editor.text for editor in self._editors})
        except TextError as error:
            self._problem.setText(texts.error_sentence(error))
            self._problem.show()
            return
        self.made.emit(new)


def make_editor(context: Context, field: Field) -> FieldEditor | NestedEditor:
    """The editor for a field of any shape."""
    return FieldEditor(context, field) if texts.is_text(field) else NestedEditor(context, field)


def _as_tuple(value: Any) -> tuple[Any, ...]:
    return value if isinstance(value, tuple) else (value,)
