"""The ladder above, the phases below it, then criteria and guards side by side where there is room."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from relplanner.ui.common.parts import tight
from relplanner.ui.theme import tokens

TWO_FROM = 700
"""Pixels of width from which two cards stand side by side."""


class Cards(QWidget):
    """Lays the page's parts out; fits any width without a horizontal scroll bar."""

    def __init__(
        self, ladder: QWidget, undated: QLabel, table: QWidget, details: Sequence[QWidget], last: QWidget
    ) -> None:
        super().__init__()
        self.setObjectName("scrolled")
        self._ladder, self._undated, self._details = ladder, undated, tuple(details)
        undated.setAlignment(Qt.AlignmentFlag.AlignCenter)
        undated.setMinimumHeight(4 * tokens.SPACE_5)
        self._grid = QGridLayout()
        tight(self._grid, tokens.SPACE_3)
        for column in (0, 1):
            self._grid.setColumnStretch(column, 1)
        inner = QVBoxLayout()
        inner.setContentsMargins(tokens.SPACE_4, tokens.SPACE_3, tokens.SPACE_4, tokens.SPACE_4)
        inner.setSpacing(tokens.SPACE_3)
        inner.addWidget(table)
        inner.addLayout(self._grid)
        inner.addWidget(last)
        column_ = QVBoxLayout(self)
        tight(column_)
        column_.addWidget(ladder)
        column_.addWidget(undated)
        column_.addLayout(inner)
        column_.addStretch(1)
        self._order = (ladder, table, *details, last)
        self._columns = 0
        self._arrange()

    def order(self) -> tuple[QWidget, ...]:
        """As they are read."""
        return self._order

    def show_ladder(self, *, dated: bool, undated: bool) -> None:
        """The ladder where there is something on it; else why not."""
        self._ladder.setVisible(dated)
        self._undated.setVisible(undated and not dated)

    def show_details(self, *, shown: bool) -> None:
        for card in self._details:
            card.setVisible(shown)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        columns = 2 if self.width() >= TWO_FROM else 1
        if columns == self._columns:
            return
        self._columns = columns
        for at, card in enumerate(self._details[:2]):
            self._grid.addWidget(card, at // columns, at % columns)
        for at, card in enumerate(self._details[2:], 2):
            self._grid.addWidget(card, at, 0, 1, columns)
        self._grid.setColumnStretch(1, 1 if columns == 2 else 0)
