"""Editors of one field by its text form: a line with completion, or some lines for longer text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QFocusEvent,
    QFontMetrics,
    QKeyEvent,
    QKeySequence,
    QResizeEvent,
    QStandardItem,
    QStandardItemModel,
)
from PySide6.QtWidgets import (
    QCompleter,
    QLineEdit,
    QListView,
    QPlainTextEdit,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from relplanner.errors import TextError
from relplanner.plan.fields import Field
from relplanner.plan.plan import Plan
from relplanner.ui.common.parts import label, repolish, tight
from relplanner.ui.context import Context
from relplanner.ui.inspector import texts
from relplanner.ui.theme import tokens
from relplanner.ui.theme.icons import icon

SEVERAL = "several values"
MOST_LINES = 8
MATCH = Qt.ItemDataRole.UserRole
Index = QModelIndex | QPersistentModelIndex


class FieldEditor(QWidget):
    """One field of one or several entries. What is typed is said by `edited` once it can be read."""

    edited = Signal(object)

    def __init__(self, context: Context, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = field
        self._context = context
        self._shown = ""
        self.input: QLineEdit | QPlainTextEdit = (
            LongInput(self) if texts.is_long(field) else LineInput(context, field)
        )
        self.input.setAccessibleName(field.label)
        self.input.setAccessibleDescription(field.help)
        self.input.setToolTip(_tip(field))
        self.problem = label("", "problem", wrap=True)
        self.problem.hide()
        column = QVBoxLayout(self)
        tight(column, 2)
        column.addWidget(self.input)
        column.addWidget(self.problem)
        self.setFocusProxy(self.input)
        if isinstance(self.input, LineInput):
            self.input.editingFinished.connect(self.commit)
        else:
            self.input.left.connect(self.commit)
        self.input.textChanged.connect(self._recheck)
        self.input.installEventFilter(self)

    @property
    def text(self) -> str:
        return self.input.text() if isinstance(self.input, QLineEdit) else self.input.toPlainText()

    def show_values(self, values: Sequence[Any], *, editable: bool = True) -> None:
        """Show what the entries have; text that is being typed is left alone unless it says the same."""
        value = texts.common(values)
        shown = texts.text_of(self.field, value)
        self.input.setPlaceholderText(SEVERAL if value is texts.MIXED else "")
        self.input.setReadOnly(not editable)
        if isinstance(self.input, LineInput):
            self.input.set_offering(editable)
        if self.is_dirty and shown == self._shown:
            return
        self._shown = shown
        self._set(shown)

    @property
    def is_dirty(self) -> bool:
        """Whether something was typed that is not in the plan (yet)."""
        return self.text != self._shown

    def commit(self) -> None:
        """Hand over what was typed, or say why it cannot be read."""
        if not self.is_dirty or self.input.isReadOnly():
            return
        try:
            typed = texts.by_name(self.field, self._context.plan, self.text)
            value = texts.value_of(self.field, typed)
        except TextError as error:
            self._say(texts.error_sentence(error))
            return
        self._set(typed)
        self._shown = typed
        self.edited.emit(value)

    def discard(self) -> None:
        """Back to what the plan says."""
        self._set(self._shown)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and not self.is_dirty and _undoes(event):
            event.ignore()  # nothing typed to take back: the shortcut undoes the last edit of the plan
            return True
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape and self.is_dirty:
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress:
                self.discard()
                return True
        return super().eventFilter(watched, event)

    def _set(self, text: str) -> None:
        if isinstance(self.input, QLineEdit):
            self.input.setText(text)
            self.input.setCursorPosition(0)
        else:
            self.input.setPlainText(text)
        self._say("")

    def _recheck(self) -> None:
        """A sentence that no longer holds goes away while typing; new ones wait until the field is left."""
        if self.problem.isHidden():
            return
        try:
            texts.value_of(self.field, self.text)
        except TextError as error:
            self._say(texts.error_sentence(error))
        else:
            self._say("")

    def _say(self, sentence: str) -> None:
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))
        if bool(self.input.property("wrong")) != bool(sentence):
            self.input.setProperty("wrong", bool(sentence))
            self.input.setAccessibleDescription(sentence or self.field.help)
            repolish(self.input)


class LineInput(QLineEdit):
    """One line. Where something can be chosen, Down and the arrow at its end show what there is."""

    def __init__(self, context: Context, field: Field) -> None:
        super().__init__()
        self._context, self._field = context, field
        self._arrow: QAction | None = None
        self._completer: OfferCompleter | None = None
        self._offered: Plan | None = None
        form = field.form
        if form is not None and (form.choices or form.refers_to or form.name in ("dependency", "time zone")):
            # Made here, not by the line: an action that Qt makes can come with the Python half of one that
            # stood at the same address before, and is gone as soon as that half is.
            self._arrow = QAction(icon("chevron-down", context.theme), "", self)
            self.addAction(self._arrow, QLineEdit.ActionPosition.TrailingPosition)
            self._arrow.triggered.connect(self.offer)
            for arrow in self.findChildren(QToolButton):
                arrow.setAccessibleName(f"Show what can be chosen for {field.label}")
            context.themes.changed.connect(self._recolour)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self._arrow is not None and not self.isReadOnly():
            self._make_completer()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down and self._arrow is not None:
            self.offer()
        else:
            super().keyPressEvent(event)

    def offer(self) -> None:
        """Show everything that can be chosen."""
        plan = self._context.plan
        if plan is None or self.isReadOnly():
            return
        self.setFocus()
        completer = self._make_completer()
        if completer is not None:
            completer.setCompletionPrefix("")
            completer.complete()

    def set_offering(self, on: bool) -> None:
        if self._arrow is not None:
            self._arrow.setVisible(on)

    def _recolour(self) -> None:
        if self._arrow is not None:
            self._arrow.setIcon(icon("chevron-down", self._context.theme))

    def _make_completer(self) -> OfferCompleter | None:
        """The completer, with what the plan offers now. It is kept: its popup takes and returns the focus."""
        plan = self._context.plan
        if plan is None:
            return None
        if self._completer is None:
            self._completer = OfferCompleter(self._field.shape == "many", self)
            self.setCompleter(self._completer)
        if plan is not self._offered and not self._completer.is_open:
            self._offered = plan
            self._completer.fill(texts.offers(self._field, plan))
        return self._completer


class OfferCompleter(QCompleter):
    """Finds by name or id anywhere in them, writes the id; in lists it completes the last one."""

    def __init__(self, several: bool, line: QLineEdit) -> None:
        super().__init__(line)
        self._several, self._line = several, line
        self._model = QStandardItemModel(self)
        self.setModel(self._model)
        self.setCompletionRole(MATCH)
        self.setFilterMode(Qt.MatchFlag.MatchContains)
        self.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setMaxVisibleItems(10)
        self._popup = QListView()
        self._popup.setObjectName("completions")
        self._popup.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setPopup(self._popup)

    @property
    def is_open(self) -> bool:
        return self._popup.isVisible()

    def fill(self, offers: Sequence[texts.Offer]) -> None:
        self._model.clear()
        for text, name in offers:
            item = QStandardItem(text if name.lower() == text else f"{name}  ·  {text}")
            item.setData(f"{name} {text}", MATCH)
            item.setData(text, MATCH + 1)
            self._model.appendRow(item)
        frame = 2 * tokens.SPACE_5
        self._popup.setMinimumWidth(min(self._popup.sizeHintForColumn(0) + frame, tokens.INSPECTOR_WIDTH))

    def pathFromIndex(self, index: Index) -> str:  # noqa: N802 - Qt's name
        chosen = str(index.data(MATCH + 1))
        before, comma, _ = self._line.text().rpartition(",")
        return f"{before}{comma} {chosen}" if self._several and comma else chosen

    def splitPath(self, path: str) -> list[str]:  # noqa: N802 - Qt's name
        return [path.rpartition(",")[2].strip() if self._several else path]


class LongInput(QPlainTextEdit):
    """Grows with its text up to a few lines; Tab goes on to the next field; Ctrl+Enter hands over."""

    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTabChangesFocus(True)
        self.document().setDocumentMargin(4)
        self.textChanged.connect(self._grow)
        self._grow()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _grow(self) -> None:
        lines = int(self.document().size().height()) if self.viewport().width() > 50 else self.blockCount()
        line = QFontMetrics(self.font()).lineSpacing()
        self.setFixedHeight(line * min(max(lines, 1), MOST_LINES) + 4 * tokens.SPACE_1)
        policy = Qt.ScrollBarPolicy
        self.setVerticalScrollBarPolicy(
            policy.ScrollBarAsNeeded if lines > MOST_LINES else policy.ScrollBarAlwaysOff
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._grow()


def _undoes(event: QKeyEvent) -> bool:
    keys = QKeySequence.StandardKey
    return event.matches(keys.Undo) or event.matches(keys.Redo)


def _tip(field: Field) -> str:
    expected = f"Expected: {field.form.expected}" if field.form is not None else ""
    return "\n".join(part for part in (field.help, expected) if part)
