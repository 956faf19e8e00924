"""A chart with its head: a button turns it into the table of the same figures, for those who read rather."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from relplanner.ui.charts.base import Plot
from relplanner.ui.common.parts import ElidedLabel, IconButton, label, tight
from relplanner.ui.theme import fonts, tokens
from relplanner.ui.theme.themes import Themes


class ChartFrame(QWidget):
    """The head names the chart and says what is under the mouse; below stands the chart or its table."""

    def __init__(self, themes: Themes, title: str, plot: Plot, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.plot = plot
        self.table: QTableWidget | None = None
        self._note = ""
        self.reading = ElidedLabel("note")
        self.reading.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.switch = IconButton(themes, "table", f"{title} as a table")
        self.switch.setCheckable(True)
        self.switch.toggled.connect(self.show_table)
        head = QHBoxLayout()
        tight(head, tokens.SPACE_2)
        head.addWidget(label(title, "small"))
        head.addWidget(self.reading, 1)
        head.addWidget(self.switch)
        self._views = QVBoxLayout()
        tight(self._views)
        self._views.addWidget(plot)
        column = QVBoxLayout(self)
        tight(column, tokens.SPACE_1)
        column.addLayout(head)
        column.addLayout(self._views)
        plot.probed.connect(self._read)

    def note(self, text: str) -> None:
        """What the head says while nothing is pointed at."""
        self._note = text
        self._read("")

    def _read(self, text: str) -> None:
        self.reading.show_text(text or self._note)

    def refresh(self) -> None:
        """The figures changed: a table that is shown follows."""
        if self.table is not None and not self.table.isHidden():
            self._fill(self.table)

    def show_table(self, shown: bool) -> None:
        """Show the figures as a table in place of the chart, or the chart again."""
        if self.table is None:
            self.table = self._make_table()
            self._views.addWidget(self.table)
        if shown:
            self._fill(self.table)
        self.table.setVisible(shown)
        self.plot.setVisible(not shown)
        self.switch.setChecked(shown)

    def _make_table(self) -> QTableWidget:
        made = QTableWidget()
        made.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        made.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        made.verticalHeader().hide()
        made.setShowGrid(False)
        made.setTabKeyNavigation(False)
        made.setAccessibleName(self.plot.accessibleName())
        return made

    def _fill(self, table: QTableWidget) -> None:
        heads, rows = self.plot.rows()
        table.setColumnCount(len(heads))
        table.setHorizontalHeaderLabels(list(heads))
        table.setRowCount(len(rows))
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for at, row in enumerate(rows):
            for column, text in enumerate(row):
                cell = QTableWidgetItem(text)
                cell.setToolTip("")
                if column:
                    cell.setTextAlignment(right)
                table.setItem(at, column, cell)
        header = table.horizontalHeader()
        for column in range(len(heads)):
            stretch = (
                QHeaderView.ResizeMode.Stretch if column == 0 else QHeaderView.ResizeMode.ResizeToContents
            )
            header.setSectionResizeMode(column, stretch)
        height = fonts.row_height(table.font(), "compact")
        table.verticalHeader().setDefaultSectionSize(height)
        table.setFixedHeight(header.sizeHint().height() + height * max(1, len(rows)) + 4)
