"""A card of the page: a title with a note, buttons at its right, and a body."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from relplanner.plan.fields import Field
from relplanner.ui.common.parts import ElidedLabel, label, tight
from relplanner.ui.context import Context
from relplanner.ui.inspector.editors import FieldEditor
from relplanner.ui.inspector.nested import NestedEditor, make_editor
from relplanner.ui.theme import tokens


class Card(QFrame):
    def __init__(self, title: str) -> None:
        super().__init__()
        self.setObjectName("card")
        self.setAccessibleName(title)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.title = label(title, "strong")
        self.title.setMinimumHeight(tokens.ROW_HEIGHTS["compact"])
        self.note = ElidedLabel("note")
        self.head = QHBoxLayout()
        self.head.setSpacing(tokens.SPACE_2)
        self.head.addWidget(self.title)
        self.head.addWidget(self.note, 1)
        self.body = QVBoxLayout()
        tight(self.body, tokens.SPACE_1)
        column = QVBoxLayout(self)
        column.setContentsMargins(tokens.SPACE_4, tokens.SPACE_2, tokens.SPACE_4, tokens.SPACE_3)
        column.setSpacing(tokens.SPACE_2)
        column.addLayout(self.head)
        column.addLayout(self.body)


class Named(QWidget):
    """A field's label with its editor, which hands over what was typed by ``taken``."""

    def __init__(
        self,
        context: Context,
        field: Field,
        taken: Callable[[str, Any], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.field = field
        self.editor: FieldEditor | NestedEditor = make_editor(context, field)
        self.editor.edited.connect(lambda new: taken(field.name, new))
        words: QLabel = label(field.label, "muted", wrap=True)
        words.setToolTip(field.help)
        words.setBuddy(self.editor)
        column: QVBoxLayout | QHBoxLayout
        if isinstance(self.editor, NestedEditor):
            column = QVBoxLayout(self)
            tight(column, 2)
        else:
            column = QHBoxLayout(self)
            tight(column, tokens.SPACE_2)
            words.setFixedWidth(tokens.LABEL_WIDTH)
            words.setMinimumHeight(tokens.FIELD_HEIGHT)
        column.addWidget(words, 0, Qt.AlignmentFlag.AlignTop)
        column.addWidget(self.editor, 1)

    def show_value(self, value: Any, *, editable: bool) -> None:
        self.editor.show_values([value], editable=editable)
