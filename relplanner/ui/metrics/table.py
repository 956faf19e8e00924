"""The table of metrics: every cell is typed in place, in the text form of its field."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from relplanner.plan.fields import field_of
from relplanner.plan.nouns.rollout import Metric
from relplanner.plan.plan import Plan
from relplanner.ui.common import wording
from relplanner.ui.common.cell_editor import CellEditor
from relplanner.ui.inspector import texts
from relplanner.ui.metrics.columns import COLUMNS, EDITABLE, cell, typed
from relplanner.ui.metrics.usage import Use
from relplanner.ui.theme import fonts, tokens
from relplanner.ui.theme.themes import Themes

Index = QModelIndex | QPersistentModelIndex
LEFT = 140
"""What the column that takes the rest keeps at least."""
Uses = Mapping[str, Sequence[Use]]


class MetricModel(QAbstractTableModel):
    def __init__(self) -> None:
        super().__init__()
        self.metrics: list[Metric] = []
        self.plan = Plan()
        self.uses: Uses = {}
        self.tones: Mapping[str, str] = {}

    def show(self, metrics: Sequence[Metric], plan: Plan, uses: Uses, tones: Mapping[str, str]) -> None:
        self.beginResetModel()
        self.metrics, self.plan, self.uses, self.tones = list(metrics), plan, uses, tones
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.metrics)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation != Qt.Orientation.Horizontal:
            return None
        column = COLUMNS[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.title
        if role == Qt.ItemDataRole.ToolTipRole:
            return column.tip
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self.metrics):
            return None
        metric, column = self.metrics[index.row()], COLUMNS[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return cell(metric, column, self.plan, self.uses)
        if role == Qt.ItemDataRole.ToolTipRole:
            return wording.tip(typed(metric, column)) if column.field else column.tip
        if role == Qt.ItemDataRole.AccessibleTextRole:
            said = cell(metric, column, self.plan, self.uses) or "empty"
            tone = self.tones.get(metric.id, "") if column.field == "name" else ""
            return f"{column.title}: {said}{f', has a finding: {tone}' if tone else ''}"
        return None


class MetricTable(QTableView):
    """Enter, F2, a double click or just typing edits a cell; Tab goes on to the next."""

    stepped = Signal(str)
    commit: Callable[[str, int, str], None]
    """Makes the edit of a metric's cell from a text. Raises :class:`RelplannerError`."""

    def __init__(self, themes: Themes, commit: Callable[[str, int, str], None]) -> None:
        super().__init__()
        self._themes = themes
        self.commit = commit
        self.editable = True
        self.editor: CellEditor | None = None
        self._at: tuple[str, int] = ("", 0)
        self._telling = True
        self._model = MetricModel()
        self.setModel(self._model)
        self.setItemDelegate(MetricDelegate(themes, self._model, self))
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.setHorizontalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.setMouseTracking(True)
        self.setAccessibleName("Metrics")
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(1)
        self.verticalHeader().setDefaultSectionSize(fonts.row_height(self.font()))
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setSectionsClickable(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.selectionModel().currentChanged.connect(lambda now, _before: self._step(now))
        self.doubleClicked.connect(lambda _index: self.edit_cell())
        self.horizontalScrollBar().valueChanged.connect(lambda _value: self._follow_cell())
        self.verticalScrollBar().valueChanged.connect(lambda _value: self._follow_cell())
        themes.changed.connect(self.viewport().update)

    # Showing

    @property
    def metrics(self) -> list[Metric]:
        """As they are shown now."""
        return self._model.metrics

    @property
    def current(self) -> str:
        """The metric that the keyboard stands on; empty when there is none."""
        at = self.currentIndex().row()
        return self.metrics[at].id if 0 <= at < len(self.metrics) else ""

    def show_metrics(
        self, metrics: Sequence[Metric], plan: Plan, uses: Uses, tones: Mapping[str, str], chosen: str
    ) -> None:
        column = max(self.currentIndex().column(), 0)
        place = self.verticalScrollBar().value()
        self._telling = False
        self._model.show(metrics, plan, uses, tones)
        self._telling = True
        self._fit()
        self.verticalScrollBar().setValue(place)
        self.stand_on(chosen, column)

    def stand_on(self, metric_id: str, column: int = -1) -> None:
        """Put the keyboard on a metric without telling."""
        at = next((at for at, one in enumerate(self.metrics) if one.id == metric_id), -1)
        column = max(self.currentIndex().column(), 0) if column < 0 else column
        self._telling = False
        if at < 0:
            self.selectionModel().clear()
        elif (self.currentIndex().row(), self.currentIndex().column()) != (at, column):
            self.setCurrentIndex(self._model.index(at, column))
        self._telling = True
        self.viewport().update()

    def _fit(self) -> None:
        """Columns in letters of the font; the query takes what is left."""
        letter = QFontMetrics(self.font()).averageCharWidth()
        header = self.horizontalHeader()
        left = self.viewport().width()
        for at, column in enumerate(COLUMNS):
            if column.width:
                header.setSectionResizeMode(at, QHeaderView.ResizeMode.Interactive)
                header.resizeSection(at, column.width * letter + 2 * tokens.SPACE_2)
                left -= header.sectionSize(at)
        rest = next(at for at, column in enumerate(COLUMNS) if not column.width)
        header.resizeSection(rest, max(LEFT, left))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
        self._follow_cell()

    # Editing

    def edit_cell(self, text: str | None = None) -> bool:
        """Type in the cell the keyboard stands on; with ``text`` in place of what stands there."""
        index = self.currentIndex()
        if not index.isValid() or not self.editable or index.column() not in EDITABLE:
            return False
        metric, at = self.metrics[index.row()], index.column()
        self.scrollTo(index)
        self._at = (metric.id, at)
        begun = typed(metric, COLUMNS[at]) if text is None else text
        self.editor = CellEditor(
            self.viewport(), self.visualRect(index), begun, self._commit, self._then, self._themes.current
        )
        offers = texts.offers(field_of(Metric, COLUMNS[at].field), self._model.plan)
        if offers:
            self.editor.offer(offers, several=False)
        self.editor.setAccessibleName(f"{COLUMNS[at].title} of {metric.name or metric.id}")
        self.editor.show()
        self.editor.setFocus()
        if text is None:
            self.editor.selectAll()
        return True

    def _commit(self, text: str) -> None:
        self.commit(*self._at, text)

    def _then(self, then: str) -> None:
        self.editor = None
        self.setFocus()
        index = self.currentIndex()
        if then in ("next", "previous") and index.isValid():
            at = EDITABLE.index(index.column()) + (1 if then == "next" else -1)
            if 0 <= at < len(EDITABLE):
                self.setCurrentIndex(self._model.index(index.row(), EDITABLE[at]))
                self.edit_cell()
        elif then in ("up", "down"):
            row = index.row() + (1 if then == "down" else -1)
            if 0 <= row < len(self.metrics):
                self.setCurrentIndex(self._model.index(row, index.column()))

    def _follow_cell(self) -> None:
        if self.editor is not None:
            self.editor.move_to(self.visualRect(self.currentIndex()))

    def _step(self, now: QModelIndex) -> None:
        self.viewport().update()
        if self._telling and now.isValid():
            self.stepped.emit(self.metrics[now.row()].id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & (
            Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
        )
        said = event.text()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.edit_cell()
        elif event.key() == Qt.Key.Key_Escape:
            event.ignore()
        elif plain and said and said.isprintable() and said != " " and self.edit_cell(said):
            event.accept()
        else:
            super().keyPressEvent(event)


class MetricDelegate(QStyledItemDelegate):
    def __init__(self, themes: Themes, model: MetricModel, view: MetricTable) -> None:
        super().__init__(view)
        self._themes, self._model, self._view = themes, model, view

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme, area = self._themes.current, QRect(option.rect)
        metric, column = self._model.metrics[index.row()], COLUMNS[index.column()]
        here = self._view.currentIndex()
        painter.save()
        if here.row() == index.row():
            painter.fillRect(area, QColor(theme.selection))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(area, QColor(theme.hover))
        if here.row() == index.row() and here.column() == index.column() and self._view.hasFocus():
            painter.setPen(QColor(theme.accent))
            painter.drawRect(area.adjusted(0, 0, -1, -1))
        words = area.adjusted(tokens.SPACE_2, 0, -tokens.SPACE_2, 0)
        tone = self._model.tones.get(metric.id, "") if column.field == "name" else ""
        if tone:
            painter.setFont(fonts.scaled(self._view.font(), tokens.FONT_BODY, fonts.Weight.Bold))
            painter.setPen(QColor(getattr(theme, tone)))
            painter.drawText(words, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, "!")
            words.adjust(0, 0, -tokens.SPACE_3, 0)
        strong = fonts.Weight.Medium if column.field == "name" else fonts.Weight.Normal
        font = fonts.scaled(self._view.font(), tokens.FONT_BODY, strong)
        painter.setFont(font)
        painter.setPen(QColor(theme.text if column.field in ("name", "id", "target") else theme.muted))
        text = cell(metric, column, self._model.plan, self._model.uses)
        if not text and column.field == "name":
            text = metric.id
        shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, words.width())
        side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
        painter.drawText(words, side | Qt.AlignmentFlag.AlignVCenter, shown)
        painter.restore()
