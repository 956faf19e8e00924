"""Form and text of one condition beside each other, always in step. Nothing typed is ever thrown away."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from relplanner.errors import TextError
from relplanner.plan.forms.condition import Condition, format_condition, parse_condition
from relplanner.ui.common.parts import button, label, repolish, tight
from relplanner.ui.context import Context
from relplanner.ui.theme import tokens
from relplanner.ui.triggers import place, tree
from relplanner.ui.triggers.condition_form import ConditionForm
from relplanner.ui.triggers.condition_text import ConditionText

SETTLE_MS = 350
"""After so long without a key what can be read goes into the plan."""
PATIENCE_MS = 700
"""Nobody is told that half a word cannot be read while typing the other half."""
NARROW = 660
FOLLOWS = "The form follows once the text can be read."


class ConditionEditor(QWidget):
    """`edited` carries a condition that can be read, or ``None``; `drafted` a text that cannot."""

    edited = Signal(object)
    drafted = Signal(str)
    left = Signal()
    """What was typed in one go is done with: the next is another step to undo."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._condition: Condition | None = None
        self._begun: Condition | None = None
        self._editable = True
        self.form = ConditionForm(context)
        self.text = ConditionText(context)
        self.problem = label("", "problem", wrap=True)
        self.note = label(FOLLOWS, "note", wrap=True)
        self.back = button("Back to what the plan says", self.discard, link=True)
        self._lay_out()
        self._settle = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._settle.timeout.connect(self._hand_over)
        self._patience = QTimer(self, singleShot=True, interval=PATIENCE_MS)
        self._patience.timeout.connect(self._say_fault)
        self.form.typed.connect(self._form_typed)
        self.text.typed.connect(self._text_typed)
        for part in (self.form, self.text):
            part.left.connect(self.leave)
        self.text.installEventFilter(self)
        self._show_fault(None)

    def _lay_out(self) -> None:
        right = QWidget()
        column = QVBoxLayout(right)
        tight(column, tokens.SPACE_1)
        column.addWidget(label("As text", "small"))
        column.addWidget(self.text)
        column.addWidget(self.problem)
        column.addWidget(self.note)
        row = QHBoxLayout()
        tight(row)
        row.addWidget(self.back)
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(1)
        left = QWidget()
        column = QVBoxLayout(left)
        tight(column, tokens.SPACE_1)
        column.addWidget(label("As a form", "small"))
        column.addWidget(self.form, 1)
        self._sides = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        tight(self._sides, tokens.SPACE_4)
        self._sides.addWidget(left, 3)
        self._sides.addWidget(right, 2)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        way = QBoxLayout.Direction
        wanted = way.TopToBottom if self.width() < NARROW else way.LeftToRight
        if self._sides.direction() != wanted:
            self._sides.setDirection(wanted)

    # Showing

    def show_condition(self, condition: Condition | None, draft: str, *, editable: bool) -> None:
        """Show what the plan says, or a ``draft`` that could not be read when it was typed."""
        self._settle.stop()
        self._patience.stop()
        self._editable = editable
        self._condition = self._begun = condition
        self.text.setReadOnly(not editable)
        self.form.show_parts(*tree.parts_of(condition), editable=editable and not draft)
        self.text.show_text(draft or _format(condition))
        self._show_fault(place.fault(draft) if draft else None)

    def follow(self, condition: Condition | None, *, editable: bool) -> None:
        """The plan says something now: what means the same as what is typed stays as it was typed."""
        if self._settle.isActive() and editable:
            return  # somebody is typing: what they say goes into the plan in a moment
        if editable == self._editable and condition == self._condition:
            return
        draft = self.text.toPlainText() if self.is_unreadable else ""
        self.show_condition(condition, draft, editable=editable)

    @property
    def is_unreadable(self) -> bool:
        return self._patience.isActive() or not self.problem.isHidden()

    def commit(self) -> None:
        """Hand over what was typed, now, or say why it cannot be read."""
        self.text.stop_offering()
        if self._patience.isActive():
            self._say_fault()
        if self._settle.isActive():
            self._settle.stop()
            self._hand_over()

    def leave(self) -> None:
        """What cannot be read leaves the plan as it was before typing began, not at half a sentence."""
        self.commit()
        if self.is_unreadable and self._condition != self._begun:
            self._condition = self._begun
            self.edited.emit(self._begun)
        elif not self.is_unreadable:
            self._begun = self._condition
        self.left.emit()

    def discard(self) -> None:
        """Back to what the plan said before typing began."""
        before, now = self._begun, self._condition
        self.show_condition(before, "", editable=self._editable)
        self.drafted.emit("")
        if before != now:
            self.edited.emit(before)
        self.text.setFocus()

    # Typing

    def _form_typed(self) -> None:
        text = self.form.text
        self.text.show_text(text)
        self._check(text)

    def _text_typed(self) -> None:
        text = self.text.toPlainText()
        if self._check(text):
            condition = parse_condition(text) if text.strip() else None
            self.form.show_parts(*tree.parts_of(condition), editable=self._editable)

    def _check(self, text: str) -> bool:
        """What can be read waits for a pause; what cannot is kept as a draft, and marked after one."""
        found = place.fault(text) if text.strip() else None
        if found is None:
            self._patience.stop()
            self._show_fault(None)
            self._settle.start()
            return True
        self._settle.stop()
        self.drafted.emit(text)
        if self.problem.isHidden():
            self._patience.start()
        else:
            self._show_fault(found)
        return False

    def _say_fault(self) -> None:
        """Mark the fault. A form that does not say what the text says waits for the text."""
        self._patience.stop()
        text = self.text.toPlainText()
        self._show_fault(place.fault(text) if text.strip() else None)
        if self.form.text != text:
            self.form.show_parts(self.form.tree, self.form.hold.text(), editable=False)

    def _hand_over(self) -> None:
        text = self.text.toPlainText()
        try:
            condition = parse_condition(text) if text.strip() else None
        except TextError:
            return
        self.drafted.emit("")
        if condition != self._condition:
            self._condition = condition
            self.edited.emit(condition)

    def _show_fault(self, found: tuple[place.Place, str] | None) -> None:
        said = found[1] if found is not None else ""
        self.text.mark(found[0] if found is not None else None)
        self.problem.setText(said)
        self.problem.setVisible(bool(said))
        in_text = bool(said) and self.text.toPlainText() != self.form.text
        self.note.setVisible(in_text)
        self.back.setVisible(bool(said) and self._editable)
        if bool(self.text.property("wrong")) != bool(said):
            self.text.setProperty("wrong", bool(said))
            repolish(self.text)
        self.text.setAccessibleDescription(said)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """With nothing half typed, undo is the plan's; Esc takes a fault back."""
        if isinstance(event, QKeyEvent) and not self.text.is_offering:
            keys = QKeySequence.StandardKey
            undoes = event.matches(keys.Undo) or event.matches(keys.Redo)
            if undoes and not self.is_unreadable and not self._settle.isActive():
                event.ignore()
                return True
            if event.key() == Qt.Key.Key_Escape and self.is_unreadable:
                if event.type() == QEvent.Type.KeyPress:
                    self.discard()
                event.accept()
                return True
            if event.type() == QEvent.Type.ShortcutOverride and event.text().isprintable() and event.text():
                event.accept()  # letters belong to the text, whatever the page does with them
                return True
        return super().eventFilter(watched, event)


def _format(condition: Condition | None) -> str:
    return "" if condition is None else format_condition(condition)
