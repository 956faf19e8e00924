"""The list of triggers and alerts: a sign for severity, the name, what it waits for, its mode."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from relplanner.ui.common import wording
from relplanner.ui.common.lines import sign
from relplanner.ui.theme import fonts, tokens
from relplanner.ui.theme.themes import Themes
from relplanner.ui.triggers.rows import ALERT, BY_HAND, Key, Row

Index = QModelIndex | QPersistentModelIndex
SIGNS = {"critical": "error", "warning": "warning", "informational": "info"}
SIGN = 26
KIND_NOTES = {BY_HAND: "by hand", ALERT: "alert"}


class TriggerModel(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.rows: list[Row] = []

    def show(self, rows: Sequence[Row]) -> None:
        self.beginResetModel()
        self.rows = list(rows)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self.rows):
            return None
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.heading or row.name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            if row.heading:
                return f"{row.heading}, {row.line}"
            finding = f", has a finding: {row.tone}" if row.tone else ""
            return f"{row.name}, {row.severity} {KIND_NOTES.get(row.kind, 'trigger')}: {row.line}{finding}"
        if role == Qt.ItemDataRole.ToolTipRole and not row.heading:
            return wording.tip(f"{row.name}\n{row.line}")
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if index.isValid() and self.rows[index.row()].heading:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class TriggerList(QListView):
    """Arrows step, Enter and a double click go into the editor."""

    stepped = Signal(str, str)
    opened = Signal()

    def __init__(self, themes: Themes) -> None:
        super().__init__()
        self._model = TriggerModel()
        self._telling = True
        self.setModel(self._model)
        self.setItemDelegate(TriggerDelegate(themes, self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setSelectionMode(QListView.SelectionMode.SingleSelection)
        self.setMouseTracking(True)
        self.setAccessibleName("Triggers and alerts")
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.selectionModel().currentChanged.connect(lambda now, _before: self._step(now))
        self.doubleClicked.connect(lambda _index: self.opened.emit())
        themes.changed.connect(self.viewport().update)

    @property
    def rows(self) -> list[Row]:
        """Headings too, as they are shown now."""
        return self._model.rows

    def show_rows(self, rows: Sequence[Row], chosen: Key | None) -> None:
        if list(rows) != self._model.rows:
            place = self.verticalScrollBar().value()
            self._telling = False
            self._model.show(rows)
            self._telling = True
            self.verticalScrollBar().setValue(place)
        self.show_chosen(chosen)

    def show_chosen(self, key: Key | None) -> None:
        """Stand on a row, if it is shown, without telling."""
        at = next((at for at, row in enumerate(self.rows) if not row.heading and row.key == key), -1)
        self._telling = False
        if at < 0:
            self.selectionModel().clear()
        elif self.currentIndex().row() != at:
            self.setCurrentIndex(self._model.index(at))
            self.scrollTo(self.currentIndex())
        self._telling = True

    def neighbours(self) -> tuple[Row | None, Row | None]:
        """The rows above and below the current one in its group."""
        at = self.currentIndex().row()
        if at < 0:
            return None, None
        above = self.rows[at - 1] if at > 0 else None
        below = self.rows[at + 1] if at + 1 < len(self.rows) else None
        return (
            above if above is not None and not above.heading else None,
            below if below is not None and not below.heading else None,
        )

    def _step(self, now: QModelIndex) -> None:
        if self._telling and now.isValid() and not self.rows[now.row()].heading:
            self.stepped.emit(*self.rows[now.row()].key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.opened.emit()
        elif event.key() == Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)


class TriggerDelegate(QStyledItemDelegate):
    def __init__(self, themes: Themes, view: TriggerList) -> None:
        super().__init__(view)
        self._themes, self._view = themes, view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        font = self._view.font()
        high = fonts.row_height(font) if self._view.rows[index.row()].heading else tokens.ENTRY_HEIGHT
        return QSize(120, max(high, QFontMetrics(font).height() * 2 + tokens.SPACE_2) if high > 40 else high)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row, theme, area = self._view.rows[index.row()], self._themes.current, QRect(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if row.heading:
            self._heading(painter, row, area)
            painter.restore()
            return
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen:
            painter.fillRect(area, QColor(theme.selection))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(area, QColor(theme.hover))
        if chosen and self._view.hasFocus():
            painter.fillRect(QRect(area.left(), area.top(), 2, area.height()), QColor(theme.accent))
        body = self._view.font()
        middle = area.top() + area.height() / 4 + 2
        sign(painter, theme, SIGNS.get(row.severity, "info"), QPointF(area.left() + 18, middle + 1))
        words = area.adjusted(SIGN + tokens.SPACE_2, 3, -tokens.SPACE_3, -4)
        upper, lower = QRect(words), QRect(words)
        upper.setBottom(words.center().y())
        lower.setTop(words.center().y())
        note = fonts.scaled(body, tokens.FONT_NOTE)
        wide = self._mark(painter, row, upper)
        upper.setRight(upper.right() - wide)
        self._text(
            painter, row.name, upper, fonts.scaled(body, tokens.FONT_BODY, fonts.Weight.Medium), "text"
        )
        if row.tone:
            lower.setRight(lower.right() - SIGN)
            at = QPointF(words.right() - 6, lower.center().y() + 1)
            self._flag(painter, row.tone, at)
        self._text(painter, row.line, lower, note, "muted")
        painter.restore()

    def _heading(self, painter: QPainter, row: Row, area: QRect) -> None:
        theme = self._themes.current
        small = fonts.scaled(self._view.font(), tokens.FONT_SMALL, fonts.Weight.DemiBold)
        words = area.adjusted(tokens.SPACE_3, 0, -tokens.SPACE_3, -4)
        painter.setFont(small)
        painter.setPen(QColor(theme.muted))
        bottom = Qt.AlignmentFlag.AlignBottom
        painter.drawText(words, bottom | Qt.AlignmentFlag.AlignLeft, row.heading.upper())
        painter.drawText(words, bottom | Qt.AlignmentFlag.AlignRight, row.line)

    def _mark(self, painter: QPainter, row: Row, area: QRect) -> int:
        """The mode or kind at the right; returns the room it takes."""
        text = " · ".join(part for part in (KIND_NOTES.get(row.kind, ""), row.mark) if part)
        if not text:
            return 0
        small = fonts.scaled(self._view.font(), tokens.FONT_SMALL)
        painter.setFont(small)
        theme = self._themes.current
        painter.setPen(QColor(theme.accent if row.mark == "act" else theme.muted))
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(area, right, text)
        return QFontMetrics(small).horizontalAdvance(text) + tokens.SPACE_2

    def _text(self, painter: QPainter, text: str, area: QRect, font: QFont, ink: str) -> None:
        painter.setFont(font)
        painter.setPen(QColor(getattr(self._themes.current, ink)))
        shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)

    def _flag(self, painter: QPainter, tone: str, at: QPointF) -> None:
        """There is something to put right: an exclamation mark in the colour of the finding."""
        theme = self._themes.current
        ink = {"error": theme.error, "warning": theme.warning}.get(tone, theme.info)
        painter.setFont(fonts.scaled(self._view.font(), tokens.FONT_BODY, fonts.Weight.Bold))
        painter.setPen(QColor(ink))
        box = QRect(round(at.x()) - 8, round(at.y()) - 10, 16, 20)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, "!")
