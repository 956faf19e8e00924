"""Tab through the page in the order in which it is read, though what can be clicked comes and goes."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QWidget


def stops(cards: Sequence[QWidget]) -> list[QWidget]:
    """What takes the keyboard, card by card, each from top to bottom and left to right; a card may be one."""
    found: list[QWidget] = []
    for card in cards:
        inside = [one for one in (card, *card.findChildren(QWidget)) if _takes_tab(one)]
        inside.sort(key=lambda one: _place(one, card))
        found.extend(inside)
    return found


def step(page: QWidget, cards: Sequence[QWidget], forward: bool) -> QWidget | None:
    """Give the keyboard to the next stop, or to the window's next part behind the last; what has it now."""
    focus: QWidget | None = page.window().focusWidget()
    if focus is None or not page.isAncestorOf(focus):
        return None
    found = stops(cards)
    here = next((at for at, one in enumerate(found) if one is focus or one.isAncestorOf(focus)), -1)
    at = here + (1 if forward else -1)
    target = found[at] if here >= 0 and 0 <= at < len(found) else _outside(page, focus, forward)
    if target is not None:
        reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
        target.setFocus(reason)
    return target


def _outside(page: QWidget, focus: QWidget, forward: bool) -> QWidget | None:
    at = focus.nextInFocusChain() if forward else focus.previousInFocusChain()
    while at is not None and at is not focus:
        if not page.isAncestorOf(at) and at is not page and _takes_tab(at):
            return at
        at = at.nextInFocusChain() if forward else at.previousInFocusChain()
    return None


def _takes_tab(widget: QWidget) -> bool:
    takes = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
    return takes and widget.isVisible() and widget.isEnabled() and widget.focusProxy() is None


def _place(widget: QWidget, card: QWidget) -> tuple[int, int]:
    """Lines of one height count as one, so that what stands beside each other is walked from the left."""
    at = widget.mapTo(card, QPoint(0, 0))
    return (at.y() + widget.height() // 2) // 8, at.x()
