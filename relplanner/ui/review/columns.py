"""Cards in two columns where the page is wide enough, else in one, ordered by what matters first."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QScrollArea, QWidget

from relplanner.ui.theme import tokens

TWO_FROM = 840
"""Pixels of the page from which two columns have room."""
GAP = tokens.SPACE_3


class Columns(QScrollArea):
    """Scrolls upright, never across: cards give way in width, and each gets the height that its width needs.

    It places them itself, as Qt's layouts ask a card with folding text only once how high it wants to be.
    """

    def __init__(
        self,
        top: QWidget,
        left: Sequence[QWidget],
        right: Sequence[QWidget],
        either: Sequence[QWidget],
        one: Sequence[QWidget],
    ) -> None:
        super().__init__()
        self._top, self._left, self._right, self._one = top, tuple(left), tuple(right), tuple(one)
        self._either = tuple(either)
        self._on_left: frozenset[QWidget] = frozenset()
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # Always there: as it came and went, texts would fold anew for its width.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.inner = QWidget()
        self.inner.setObjectName("scrolled")
        for card in (top, *self._one):
            card.setParent(self.inner)
            card.installEventFilter(self)
        self.setWidget(self.inner)

    @property
    def is_wide(self) -> bool:
        return self.viewport().width() >= TWO_FROM

    def order(self) -> tuple[QWidget, ...]:
        """The cards in the order in which they are read."""
        if not self.is_wide:
            return (self._top, *self._one)
        return (self._top, *self._sides()[0], *self._sides()[1])

    def _sides(self) -> tuple[tuple[QWidget, ...], tuple[QWidget, ...]]:
        left = (*self._left, *(card for card in self._either if card in self._on_left))
        return left, (*self._right, *(card for card in self._either if card not in self._on_left))

    def place(self) -> None:
        """Give every card its place."""
        width = self.viewport().width()
        whole = width - 2 * GAP
        below = GAP + _put(self._top, GAP, GAP, whole) + GAP
        if self.is_wide:
            half = (whole - GAP) // 2
            left, right = self._sides()
            ends = [
                self._stack(left, GAP, below, half),
                self._stack(right, GAP + half + GAP, below, whole - half - GAP),
            ]
        else:
            ends = [self._stack(self._one, GAP, below, whole)]
        self.inner.resize(width, max(*ends, self.viewport().height()))

    def balance(self) -> None:
        """Put each card that may stand on either side where there is more room.

        Asked for once a document: a card that changed sides while somebody reads would be lost.
        """
        width = (self.viewport().width() - 3 * GAP) // 2
        ends = [sum(_height(card, width) + GAP for card in side) for side in (self._left, self._right)]
        on_left = set()
        for card in self._either:
            side = 0 if ends[0] < ends[1] else 1
            ends[side] += _height(card, width) + GAP
            if side == 0:
                on_left.add(card)
        self._on_left = frozenset(on_left)
        self.place()

    def _stack(self, cards: Sequence[QWidget], x: int, y: int, width: int) -> int:
        for card in cards:
            y += _put(card, x, y, width) + GAP
        return y

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self.place()
        return super().eventFilter(watched, event)


def _put(card: QWidget, x: int, y: int, width: int) -> int:
    """Place a card; its height."""
    height = _height(card, width)
    card.setGeometry(x, y, width, height)
    return height


def _height(card: QWidget, width: int) -> int:
    return card.heightForWidth(width) if card.hasHeightForWidth() else card.sizeHint().height()
