"""The text form of a condition: completion as one types, and the fault marked where it stands."""

from __future__ import annotations

from PySide6.QtCore import QRect, QStringListModel, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QKeySequence, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QCompleter, QListView, QTextEdit, QWidget

from relplanner.plan.plan import Plan
from relplanner.ui.context import Context
from relplanner.ui.inspector.editors import LongInput
from relplanner.ui.theme import tokens
from relplanner.ui.triggers import offers
from relplanner.ui.triggers.place import Place

PARTED = "  ·  "
MOST = 12
TEXT_KEYS = (
    Qt.Key.Key_A, Qt.Key.Key_C, Qt.Key.Key_V, Qt.Key.Key_X, Qt.Key.Key_Z, Qt.Key.Key_Space,
    Qt.Key.Key_Control,
)  # fmt: skip
"""Keys that with Ctrl are the text's own."""


class ConditionText(LongInput):
    """Enter and leaving it hand over; Ctrl+Space offers what may come next."""

    typed = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._fault: Place | None = None
        self._silent = False
        self._start = 0
        self._offers: list[offers.Offer] = []
        self._model = QStringListModel(self)
        self._popup = popup = QListView()
        popup.setObjectName("completions")
        self.completer = QCompleter(self._model, self)
        self.completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self.completer.setPopup(popup)
        self.completer.setWidget(self)
        self.completer.activated.connect(lambda _text: self._take(popup.currentIndex().row()))
        self.setAccessibleName("Condition as text")
        self.setPlaceholderText("error_rate > 1% for 5m")
        self.textChanged.connect(self._changed)
        context.themes.changed.connect(self._paint_fault)

    def show_text(self, text: str) -> None:
        """Show a text without telling; the cursor stays where it is when nothing changes."""
        if text == self.toPlainText():
            return
        self._silent = True
        self.setPlainText(text)
        self.moveCursor(QTextCursor.MoveOperation.End)
        self._silent = False
        self._popup.hide()

    def mark(self, fault: Place | None) -> None:
        """Underline what cannot be read."""
        self._fault = fault
        self._paint_fault()

    def _paint_fault(self) -> None:
        if self._fault is None:
            self.setExtraSelections([])
            return
        begin, end = self._fault
        if begin == end:
            begin = max(0, begin - 1)
        marked = QTextEdit.ExtraSelection()
        look = QTextCharFormat()
        look.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
        look.setUnderlineColor(QColor(self._context.theme.error))
        cursor = QTextCursor(self.document())
        cursor.setPosition(begin)
        cursor.setPosition(min(end, len(self.toPlainText())), QTextCursor.MoveMode.KeepAnchor)
        marked.cursor, marked.format = cursor, look
        self.setExtraSelections([marked])

    def _changed(self) -> None:
        if not self._silent:
            self.typed.emit()

    # Completion

    @property
    def is_offering(self) -> bool:
        return self._popup.isVisible()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, control = event.key(), event.modifiers() & Qt.KeyboardModifier.ControlModifier
        enter = key in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if self.is_offering and (enter or key in (Qt.Key.Key_Tab, Qt.Key.Key_Escape, Qt.Key.Key_Backtab)):
            event.ignore()  # they are the list's
            return
        if self.is_offering and control and key not in TEXT_KEYS:
            self._popup.hide()  # it takes the keys, so the shortcut is found by hand
            self._run(QKeySequence(event.keyCombination()))
            return
        if key == Qt.Key.Key_Space and control:
            self.offer(asked=True)
            return
        if enter:
            self.left.emit()
            return
        super().keyPressEvent(event)
        said = event.text()
        if self.is_offering or (said.strip() and said.isprintable()):
            self.offer(asked=False)

    def stop_offering(self) -> None:
        self._popup.hide()

    def _run(self, keys: QKeySequence) -> None:
        """The action of the window that these keys stand for."""
        actions = self._context.actions
        for spec in actions.specs():
            if any(QKeySequence(one) == keys for one in spec.shortcuts):
                actions.run(spec.id)
                return

    def offer(self, *, asked: bool) -> None:
        """Show what may come next; unless ``asked`` only while a word is being typed."""
        before = self.toPlainText()[: self.textCursor().position()]
        plan = self._context.plan or Plan()
        self._start, found = offers.at(before, plan)
        prefix = before[self._start :].strip().lstrip("<>=!≥≤≠").lower()
        if not asked and not prefix:
            found = []
        self._offers = [one for one in found if prefix in f"{one[0]} {one[1]}".lower()][:MOST]
        complete = not asked and prefix in [text.strip().lower() for text, _ in self._offers]
        if not self._offers or self.isReadOnly() or complete:
            self._popup.hide()
            return
        self._model.setStringList([f"{text.strip()}{PARTED}{name}" for text, name in self._offers])
        popup = self._popup
        popup.setCurrentIndex(self._model.index(0))
        place = QRect(self.cursorRect())
        place.setWidth(min(popup.sizeHintForColumn(0) + 2 * tokens.SPACE_5, tokens.INSPECTOR_WIDTH))
        self.completer.complete(place)

    def _take(self, row: int) -> None:
        if not 0 <= row < len(self._offers):
            return
        cursor = self.textCursor()
        before = self.toPlainText()[: cursor.position()]
        start = self._start
        while start < len(before) and before[start] in "<>=!≥≤≠ ":
            start += 1  # an operator that a quantity follows without a blank stays
        cursor.setPosition(start)
        cursor.setPosition(len(before), QTextCursor.MoveMode.KeepAnchor)
        text = self._offers[row][0]
        cursor.insertText(text if text.endswith(" ") or "/" in text else f"{text} ")
        self.setTextCursor(cursor)
