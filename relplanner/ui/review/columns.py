"""Cards in two columns where the page is wide enough, else in one, ordered by what matters first."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from relplanner.ui.common.parts import tight
from relplanner.ui.theme import tokens

TWO_FROM = 840
"""Pixels of the page from which two columns have room."""


class Columns(QScrollArea):
    """Scrolls upright, never across: cards give way in width."""

    def __init__(
        self, top: QWidget, left: Sequence[QWidget], right: Sequence[QWidget], one: Sequence[QWidget]
    ):
        super().__init__()
        self._left_cards, self._right_cards, self._one = tuple(left), tuple(right), tuple(one)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inner = QWidget()
        inner.setObjectName("scrolled")
        column = QVBoxLayout(inner)
        column.setContentsMargins(tokens.SPACE_3, tokens.SPACE_3, tokens.SPACE_3, tokens.SPACE_4)
        column.setSpacing(tokens.SPACE_3)
        column.addWidget(top)
        row = QHBoxLayout()
        tight(row, tokens.SPACE_3)
        self._left, self._right = QVBoxLayout(), QVBoxLayout()
        for stack in (self._left, self._right):
            tight(stack, tokens.SPACE_3)
            row.addLayout(stack, 1)
        column.addLayout(row, 1)
        self._two: bool | None = None
        self.setWidget(inner)
        self._arrange(True)

    @property
    def is_wide(self) -> bool:
        return bool(self._two)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange(self.viewport().width() >= TWO_FROM)

    def _arrange(self, two: bool) -> None:
        if two == self._two:
            return
        self._two = two
        left, right = (self._left_cards, self._right_cards) if two else (self._one, ())
        for stack, cards in ((self._left, left), (self._right, right)):
            while stack.takeAt(0) is not None:
                pass
            for card in cards:
                stack.addWidget(card)
            if cards:
                stack.addStretch(1)

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: N802 - Qt calls it so
        """Whoever gets the keyboard comes into view."""
        moved = super().focusNextPrevChild(forward)
        focus = self.focusWidget()
        if moved and focus is not None:
            self.ensureWidgetVisible(focus, 0, tokens.SPACE_5)
        return moved
