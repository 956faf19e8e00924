"""The cards as the operating system's assistive technology reads them: a list, one item for each in view."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QObject, QRect
from PySide6.QtGui import QAccessible, QAccessibleEvent, QAccessibleInterface, QWindow
from PySide6.QtWidgets import QAccessibleWidget

from relplanner.ui.dependencies.board import Board
from relplanner.ui.dependencies.facts import sentence
from relplanner.ui.dependencies.network import Network


@cache
def install() -> None:
    """Let Qt ask for the cards of boards: once, for the life of the process."""
    QAccessible.installFactory(_make)


def _make(key: str, thing: QObject) -> QAccessibleInterface | None:
    if not isinstance(thing, Board):
        return None
    if thing.accessible is None:
        thing.accessible = CardsInterface(thing)
    return thing.accessible


def cards_changed(board: Board) -> None:
    """Cards came or went: what was handed out is of no use any more."""
    if isinstance(board.accessible, CardsInterface):
        board.accessible.forget()


def announce(board: Board, card: int) -> None:
    """Tell that the keyboard stands on another card."""
    interface = board.accessible
    if QAccessible.isActive() and isinstance(interface, CardsInterface):
        index = interface.index_of(card)
        if index >= 0:
            event = QAccessibleEvent(board, QAccessible.Event.Focus)
            event.setChild(index)
            QAccessible.updateAccessibility(event)


def describe(board: Board, card: int) -> str:
    """A card read out: its facts, and what its links are."""
    view = board.view
    network = view.scene.network
    parts = [sentence(view.fact(card))]
    for words, edges, forward in (
        ("waits for", network.before[card], False),
        ("awaited by", network.after[card], True),
    ):
        if edges:
            parts.append(f"{words} {_listed(board, network, edges, forward=forward)}")
    return "; ".join(parts)


def _listed(board: Board, network: Network, edges: tuple[int, ...], *, forward: bool) -> str:
    names = []
    for number in edges[:4]:
        edge = network.edges[number]
        name = board.view.fact(edge.after if forward else edge.before).name
        names.append(f"{name} {edge.label}".strip())
    more = f" and {len(edges) - 4} more" if len(edges) > 4 else ""
    return ", ".join(names) + more


class CardsInterface(QAccessibleWidget):
    """The board as a list."""

    def __init__(self, board: Board) -> None:
        super().__init__(board, QAccessible.Role.List, "Dependencies")
        self._board = board
        self._cards: dict[int, CardInterface] = {}  # Qt keeps no reference to what Python made

    def forget(self) -> None:
        self._cards.clear()

    def _shown(self) -> list[int]:
        view = self._board.view
        if not view.has_plan:
            return []
        return list(view.scene.cards_in(*view.window(QRect(0, 0, view.width, view.height))).tolist())

    def index_of(self, card: int) -> int:
        shown = self._shown()
        return shown.index(card) if card in shown else -1

    def childCount(self) -> int:
        return len(self._shown())

    def child(self, index: int) -> QAccessibleInterface | None:  # type: ignore[override]
        shown = self._shown()
        if not 0 <= index < len(shown):
            return None
        card = shown[index]
        found = self._cards.get(card)
        if found is None:
            found = self._cards[card] = CardInterface(self._board, self, card)
            QAccessible.registerAccessibleInterface(found)
        return found

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        return self.index_of(child.card) if isinstance(child, CardInterface) else -1


class CardInterface(QAccessibleInterface):
    """One card in view."""

    def __init__(self, board: Board, parent: CardsInterface, card: int) -> None:
        super().__init__()
        self._board, self._parent, self.card = board, parent, card

    def isValid(self) -> bool:  # noqa: N802
        return self._board.view.has_plan and self.card < len(self._board.view.scene)

    def window(self) -> QWindow:
        return self._board.window().windowHandle()

    def object(self) -> QObject | None:  # type: ignore[override]
        return None

    def parent(self) -> QAccessibleInterface:
        return self._parent

    def child(self, index: int) -> QAccessibleInterface | None:  # type: ignore[override]
        return None

    def childAt(self, x: int, y: int) -> QAccessibleInterface | None:  # type: ignore[override]  # noqa: N802
        return None

    def childCount(self) -> int:
        return 0

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        return -1

    def role(self) -> QAccessible.Role:
        return QAccessible.Role.ListItem

    def rect(self) -> QRect:
        box = self._board.view.card_rect(self.card).toRect()
        return QRect(self._board.mapToGlobal(box.topLeft()), box.size())

    def text(self, kind: QAccessible.Text) -> str:
        if kind != QAccessible.Text.Name or not self.isValid():
            return ""
        return describe(self._board, self.card)

    def setText(self, kind: QAccessible.Text, text: str) -> None:  # noqa: N802
        return None

    def state(self) -> QAccessible.State:
        state = QAccessible.State()
        state.selectable = True
        if self.isValid():
            view = self._board.view
            one = view.scene.network.ids[self.card]
            state.selected = one in view.selected
            state.focused = one == view.current and self._board.hasFocus()
            state.expandable = one in view.scene.network.folded
            state.collapsed = one in view.scene.network.folded
        return state
