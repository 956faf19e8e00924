"""What moves the release: a table of drag, slack used since the baseline, and criticality."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import QHeaderView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from relplanner.schedule.spelling import spell
from relplanner.ui.common import wording
from relplanner.ui.review.facts import percent
from relplanner.ui.theme import fonts, tokens
from relplanner.ui.theme.themes import Themes
from relplanner.values import value

FIRST, MOST_ROWS = 10, 24
NONE = "–"
NOBODY: Mapping[str, float] = MappingProxyType({})
TITLES = ("Activity", "Drag", "Slack used", "Critical")
TIPS = (
    "The activity or milestone",
    "How much earlier the release would be, were this done at once",
    "Slack lost since what the plan is compared with",
    "In how many of the simulated plans it is critical",
)
Index = QModelIndex | QPersistentModelIndex


@value
class Row:
    """``drag`` in elapsed minutes; ``used`` in working minutes of its calendar, worded in ``used_text``."""

    id: str
    name: str
    drag: int
    used: int | None
    used_text: str


class MoversModel(QAbstractTableModel):
    def __init__(self) -> None:
        super().__init__()
        self.all: tuple[Row, ...] = ()
        self.rows: list[Row] = []
        self.most = FIRST
        self.column, self.order = 1, Qt.SortOrder.DescendingOrder
        self.longest = 1
        self.criticality: Mapping[str, float] = {}

    def show(self, rows: Sequence[Row], most: int, criticality: Mapping[str, float]) -> None:
        self.beginResetModel()
        self.all, self.most, self.criticality = tuple(rows), most, criticality
        self.longest = max((row.drag for row in rows), default=1) or 1
        self._arrange()
        self.endResetModel()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self.beginResetModel()
        self.column, self.order = column, order
        self._arrange()
        self.endResetModel()

    def _arrange(self) -> None:
        """Rows without a figure stand last whichever way it goes; equals stay in the order of drag."""
        if (self.column, self.order) == (1, Qt.SortOrder.DescendingOrder):
            chance = self.criticality  # of equals, those that are critical more often
            found = sorted(self.all, key=lambda row: (-row.drag, -chance.get(row.id, 0.0)))
            self.rows = found[: self.most]
            return
        key = self._key()
        known = [row for row in self.all if key(row) is not None]
        known.sort(key=key, reverse=self.order == Qt.SortOrder.DescendingOrder)
        self.rows = [*known, *(row for row in self.all if key(row) is None)][: self.most]

    def _key(self) -> Callable[[Row], Any]:
        if self.column == 3:
            return lambda row: self.criticality.get(row.id)
        return _KEYS[self.column]

    def text(self, row: Row, column: int) -> str:
        """What stands in a cell."""
        if column == 0:
            return row.name
        if column == 1:
            return spell(row.drag) if row.drag else "0"
        if column == 2:
            return row.used_text or NONE
        chance = self.criticality.get(row.id)
        return NONE if chance is None else percent(chance)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(TITLES)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            arrow = "▾" if self.order == Qt.SortOrder.DescendingOrder else "▴"
            return f"{TITLES[section]} {arrow}" if section == self.column else TITLES[section]
        if role == Qt.ItemDataRole.ToolTipRole:
            return TIPS[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if section else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self.rows):
            return None
        row, column = self.rows[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self.text(row, column)
        if role == Qt.ItemDataRole.ToolTipRole and column == 0:
            return wording.tip(row.name)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return row.name if not column else f"{TITLES[column]} {self.text(row, column)}"
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None


_KEYS: tuple[Callable[[Row], Any], ...] = (
    lambda row: row.name.casefold(),
    lambda row: row.drag,
    lambda row: row.used,
)


class MoversTable(QTableView):
    """Ten rows, or all; a column's head sorts, Enter and a double click go to the activity."""

    stepped = Signal(str)
    opened = Signal(str)

    def __init__(self, themes: Themes) -> None:
        super().__init__()
        self._model = MoversModel()
        self.setModel(self._model)
        self.setItemDelegate(MoversDelegate(themes, self._model, self))
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.setAccessibleName("What moves the release")
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(1)
        self._dress_header()
        self._telling = True
        self.setMouseTracking(True)
        self.selectionModel().currentRowChanged.connect(lambda now, _before: self._step(now))
        self.doubleClicked.connect(lambda index: self.opened.emit(self._model.rows[index.row()].id))
        themes.changed.connect(self.viewport().update)

    def _dress_header(self) -> None:
        header = self.horizontalHeader()
        header.setSectionsClickable(True)
        header.setHighlightSections(False)
        header.sectionClicked.connect(self.sort_by)
        header.setMinimumSectionSize(56)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        metrics = QFontMetrics(self.font())
        for column, widest in ((1, "Drag 99 d 23 h"), (2, "Slack used ▾"), (3, "Critical ▾ ")):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            header.resizeSection(column, metrics.horizontalAdvance(widest) + 3 * tokens.SPACE_2)

    @property
    def rows(self) -> list[Row]:
        """As they are shown now."""
        return self._model.rows

    @property
    def criticality(self) -> Mapping[str, float]:
        return self._model.criticality

    def show_rows(
        self, rows: Sequence[Row], most: int, chosen: str, criticality: Mapping[str, float] = NOBODY
    ) -> None:
        """``rows`` come with the largest drag first; ``criticality`` from the simulation."""
        self._telling = False
        self._model.show(rows, most, criticality)
        self._telling = True
        self._fit()
        self.show_chosen(chosen)

    def _fit(self) -> None:
        height = fonts.row_height(self.font(), "compact") + 2
        self.verticalHeader().setDefaultSectionSize(height)
        rows = min(MOST_ROWS, len(self._model.rows) or FIRST)
        self.setFixedHeight(self.horizontalHeader().sizeHint().height() + rows * height + 2)

    def show_chosen(self, row_id: str) -> None:
        """Stand on a row, if it is shown, without telling."""
        at = next((at for at, row in enumerate(self._model.rows) if row.id == row_id), -1)
        self._telling = False
        if at < 0:
            self.clearSelection()
            self.selectionModel().clearCurrentIndex()
        elif self.currentIndex().row() != at:
            self.setCurrentIndex(self._model.index(at, 0))
        self._telling = True

    def sort_by(self, column: int) -> None:
        """Sort by a column: figures the largest first; the same column again the other way round."""
        model, down = self._model, Qt.SortOrder.DescendingOrder
        first = down if column else Qt.SortOrder.AscendingOrder
        other = Qt.SortOrder.AscendingOrder if model.order == down else down
        order = other if column == model.column else first
        here = self.currentIndex()
        chosen = self._model.rows[here.row()].id if here.isValid() else ""
        self._telling = False
        self._model.sort(column, order)
        self._telling = True
        self.show_chosen(chosen)

    def _step(self, now: QModelIndex) -> None:
        if self._telling and now.isValid():
            self.stepped.emit(self._model.rows[now.row()].id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.opened.emit(self._model.rows[self.currentIndex().row()].id)
        elif event.key() == Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)


class MoversDelegate(QStyledItemDelegate):
    """The drag has a bar behind its figure, so that the weight is seen before it is read."""

    def __init__(self, themes: Themes, model: MoversModel, parent: MoversTable) -> None:
        super().__init__(parent)
        self._themes, self._model, self._table = themes, model, parent

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row, theme, area = self._model.rows[index.row()], self._themes.current, option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen:
            painter.fillRect(area, QColor(theme.selection))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(area, QColor(theme.hover))
        if index.column() == 1 and row.drag > 0:
            room = area.adjusted(tokens.SPACE_2, 0, -tokens.SPACE_2, 0)
            wide = max(1, round(room.width() * row.drag / self._model.longest))
            painter.fillRect(QRect(room.right() - wide, area.bottom() - 3, wide, 3), QColor(theme.critical))
        left = Qt.AlignmentFlag.AlignLeft if not index.column() else Qt.AlignmentFlag.AlignRight
        words = area.adjusted(tokens.SPACE_2, 0, -tokens.SPACE_2, 0)
        text = self._model.text(row, index.column())
        weight = fonts.Weight.DemiBold if index.column() == 1 else fonts.Weight.Normal
        font = fonts.scaled(option.font, tokens.FONT_BODY, weight)
        painter.setFont(font)
        painter.setPen(QColor(theme.muted if text == NONE else theme.text))
        shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, words.width())
        painter.drawText(words, left | Qt.AlignmentFlag.AlignVCenter, shown)
        if chosen and self._table.hasFocus() and index.column() == 0:
            painter.fillRect(QRect(area.left(), area.top(), 2, area.height()), QColor(theme.accent))
        painter.restore()
