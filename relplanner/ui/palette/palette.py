"""The command palette: a card over the window, one field and the best fits below it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from relplanner.ui.common.parts import label
from relplanner.ui.context import Context
from relplanner.ui.palette.entries import Found, entries
from relplanner.ui.palette.fuzzy import best
from relplanner.ui.theme import fonts, tokens
from relplanner.ui.theme.icons import icon

HINT = "A page, an activity, something to do …"
MOST = 60
LINES = 10
Index = QModelIndex | QPersistentModelIndex


class Palette(QWidget):
    """Opened by Ctrl+Shift+P or the box in the header; Esc and a click elsewhere close it."""

    def __init__(self, context: Context, open_file: Callable[[Path], object], parent: QWidget) -> None:
        super().__init__(parent)
        self._context, self._open_file = context, open_file
        self._all: list[tuple[str, Found]] = []
        self._focus_before: QWidget | None = None
        self.setObjectName("paletteFrame")
        self.setAccessibleName("Command palette")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.field = QLineEdit()
        self.field.setAccessibleName("Go to, do, find")
        self.field.textChanged.connect(self._search)
        self.field.installEventFilter(self)
        self.model = FoundModel(self)
        self.list = QListView()
        self.list.setModel(self.model)
        self.list.setItemDelegate(FoundDelegate(context, self))
        self.list.setUniformItemSizes(True)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setAccessibleName("Found")
        self.list.clicked.connect(self._run)
        self.nothing = label("Nothing is called that.", "muted")
        self.nothing.setContentsMargins(tokens.SPACE_3, tokens.SPACE_2, 0, tokens.SPACE_3)
        column = QVBoxLayout(self)
        column.setContentsMargins(tokens.SPACE_2, tokens.SPACE_2, tokens.SPACE_2, tokens.SPACE_2)
        column.addWidget(self.field)
        column.addWidget(self.list)
        column.addWidget(self.nothing)
        parent.installEventFilter(self)
        self.hide()

    def open(self, letters: str = "") -> None:
        """Show it, with everything there is at this moment."""
        self._show(entries(self._context, self._open_file), HINT, letters)

    def pick(self, things: list[Found], hint: str) -> None:
        """Show it with these things only."""
        self._show([(f"{one.text} {one.note}".lower(), one) for one in things], hint, "")

    def _show(self, everything: list[tuple[str, Found]], hint: str, letters: str) -> None:
        self._focus_before = self.window().focusWidget()
        self._all = everything
        self.field.setPlaceholderText(hint)
        self.field.setText(letters)
        self._search(letters)
        self.show()
        self.raise_()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)
        self.field.selectAll()

    def dismiss(self) -> None:
        self.hide()
        if self._focus_before is not None:
            self._focus_before.setFocus(Qt.FocusReason.PopupFocusReason)
            self._focus_before = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.field and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._key(event)
        if watched is self.field and event.type() == QEvent.Type.FocusOut and self.isVisible():
            self.hide()
        if watched is self.parent() and event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: LINES, Qt.Key.Key_PageUp: -LINES}
        if event.key() in steps:
            count = self.model.rowCount()
            row = self.list.currentIndex().row() + steps[Qt.Key(event.key())]
            if count:
                one_step = abs(steps[Qt.Key(event.key())]) == 1
                self.list.setCurrentIndex(
                    self.model.index(row % count if one_step else min(max(row, 0), count - 1))
                )
            return True
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._run(self.list.currentIndex())
            return True
        if event.key() == Qt.Key.Key_Escape:
            self.dismiss()
            return True
        return False

    def _search(self, letters: str) -> None:
        self.model.show(best(letters, self._all, MOST))
        if self.model.rowCount():
            self.list.setCurrentIndex(self.model.index(0))
        self.list.setVisible(self.model.rowCount() > 0)
        self.nothing.setVisible(self.model.rowCount() == 0)
        self._place()

    def _place(self) -> None:
        parent = self.parentWidget()
        if parent is None:
            return
        line = fonts.row_height(self.font())
        self.list.setFixedHeight(line * min(LINES, self.model.rowCount()) + 2)
        width = min(tokens.PALETTE_WIDTH, parent.width() - 2 * tokens.SPACE_5)
        self.setFixedWidth(width)
        self.adjustSize()
        self.move((parent.width() - width) // 2, tokens.HEADER_HEIGHT)

    def _run(self, index: QModelIndex) -> None:
        found = self.model.found(index.row())
        if found is None or not found.enabled:
            return
        self.dismiss()
        found.run()


class FoundModel(QAbstractListModel):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._found: list[Found] = []

    def show(self, found: list[Found]) -> None:
        self.beginResetModel()
        self._found = found
        self.endResetModel()

    def found(self, row: int) -> Found | None:
        return self._found[row] if 0 <= row < len(self._found) else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self._found)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        found = self._found[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return found.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return " ".join(part for part in (found.text, found.note, found.keys) if part)
        return None


class FoundDelegate(QStyledItemDelegate):
    """Icon, name, where it belongs, shortcut at the right."""

    def __init__(self, context: Context, parent: Palette) -> None:
        super().__init__(parent)
        self._context, self._model = context, parent.model

    def sizeHint(self, option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(100, fonts.row_height(option.font))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        found = self._model.found(index.row())
        if found is None:
            return
        theme, area = self._context.theme, option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.selection))
            painter.drawRoundedRect(area, tokens.RADIUS, tokens.RADIUS)
        left = area.left() + tokens.SPACE_2
        if found.icon:
            place = QRect(left, area.top() + (area.height() - tokens.ICON) // 2, tokens.ICON, tokens.ICON)
            icon(found.icon, theme, "muted" if found.enabled else "faint").paint(painter, place)
        words = area.adjusted(tokens.SPACE_2 + tokens.ICON + tokens.SPACE_3, 0, -tokens.SPACE_3, 0)
        metrics, middle = option.fontMetrics, Qt.AlignmentFlag.AlignVCenter
        painter.setPen(QColor(theme.muted))
        painter.drawText(words, middle | Qt.AlignmentFlag.AlignRight, found.keys)
        words.setRight(words.right() - metrics.horizontalAdvance(found.keys) - tokens.SPACE_3)
        name = metrics.elidedText(found.text, Qt.TextElideMode.ElideRight, words.width())
        painter.setPen(QColor(theme.text if found.enabled else theme.faint))
        painter.drawText(words, middle, name)
        words.setLeft(words.left() + metrics.horizontalAdvance(name) + tokens.SPACE_2)
        painter.setPen(QColor(theme.muted))
        painter.drawText(
            words, middle, metrics.elidedText(found.note, Qt.TextElideMode.ElideRight, words.width())
        )
        painter.restore()
