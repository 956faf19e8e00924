"""Keys that walk along the links. Keys that change the plan are actions (actions.py)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from relplanner.ui.dependencies import choosing
from relplanner.ui.dependencies.gestures import LinkDrag
from relplanner.ui.dependencies.painter_links import marked

if TYPE_CHECKING:
    from relplanner.ui.dependencies.page import DependenciesPage

Key = Qt.Key
SHIFT, CTRL, ALT = (
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
)
PAN = 120.0
ARROWS = (Key.Key_Left, Key.Key_Right, Key.Key_Up, Key.Key_Down)


def press(page: DependenciesPage, event: QKeyEvent) -> bool:
    """Do what a key stands for; False for a key that means nothing here."""
    if not page.has_plan or not len(page.view.scene):
        return False
    key, modifiers = Key(event.key()), event.modifiers() & (SHIFT | CTRL | ALT)
    if key == Key.Key_Escape:
        _let_go(page)
        return True
    if key in ARROWS and modifiers == CTRL:
        _pan(page, key)
    elif key in ARROWS and modifiers == ALT:
        _next_link(page, key)
    elif key in ARROWS and modifiers in (Qt.KeyboardModifier.NoModifier, SHIFT):
        _walk(page, key, keep=bool(modifiers))
    elif key == Key.Key_Home and not modifiers:
        _go(page, _first(page))
    elif key == Key.Key_End and not modifiers:
        _go(page, _last(page))
    elif key == Key.Key_Space and not modifiers:
        page.toggle_trace()
    elif key in (Key.Key_Plus, Key.Key_Minus) and not modifiers & (CTRL | ALT):
        return _fold(page, unfold=key == Key.Key_Plus)
    else:
        return page.typing.type_into_link(event.text()) if not modifiers & (CTRL | ALT) else False
    return True


def _let_go(page: DependenciesPage) -> None:
    """One thing after the other: the link, the trace, then what is chosen."""
    if page.view.link is not None:
        page.choose_link(None)
    elif page.trace:
        page.toggle_trace()
    else:
        page.context.selection.clear()


def _pan(page: DependenciesPage, key: Qt.Key) -> None:
    across = PAN * ((key == Key.Key_Left) - (key == Key.Key_Right))
    down = PAN * ((key == Key.Key_Up) - (key == Key.Key_Down))
    page.board.move_by(across, down)


def _walk(page: DependenciesPage, key: Qt.Key, *, keep: bool) -> None:
    """Left and right along links, up and down among the cards of a column."""
    gesture = page.board.gesture
    linking = isinstance(gesture, LinkDrag)
    here = page.current_card()
    if isinstance(gesture, LinkDrag):
        here = gesture.target if gesture.target >= 0 else gesture.card
    if here < 0:
        _go(page, _first(page))
        return
    if key in (Key.Key_Left, Key.Key_Right):
        to = _along(page, here, forward=key == Key.Key_Right)
        if to < 0 and linking:
            to = beside(page, here, 1 if key == Key.Key_Right else -1)
    else:
        to = sibling(page, here, 1 if key == Key.Key_Down else -1)
    if to < 0:
        return
    if isinstance(gesture, LinkDrag):
        page.board.show_card(to)
        gesture.aim(to)
        page.board.update()
    elif keep:
        _join(page, to)
    else:
        _go(page, to)


def _along(page: DependenciesPage, here: int, *, forward: bool) -> int:
    """The neighbour a link leads to: a critical one first, then the one most level with the card."""
    network, scene = page.view.scene.network, page.view.scene
    edges = network.after[here] if forward else network.before[here]
    critical = page.view.critical_links
    best = min(
        edges,
        key=lambda at: (
            not critical[at],
            abs(
                float(
                    scene.y[network.edges[at].after if forward else network.edges[at].before] - scene.y[here]
                )
            ),
        ),
        default=-1,
    )
    if best < 0:
        return -1
    return network.edges[best].after if forward else network.edges[best].before


def sibling(page: DependenciesPage, here: int, step: int) -> int:
    """The next card up or down in the same column, else the nearest that way."""
    scene = page.view.scene
    away = (scene.y - scene.y[here]) * step
    same = (scene.columns == scene.columns[here]) & (scene.sheets == scene.sheets[here]) & (away > 1)
    if not same.any():
        same = (away > 1) & (np.abs(scene.x - scene.x[here]) < scene.card_width)
    if not same.any():
        return -1
    cards = np.flatnonzero(same)
    return int(cards[np.argmin(away[cards] + 0.5 * np.abs(scene.x[cards] - scene.x[here]))])


def beside(page: DependenciesPage, here: int, step: int) -> int:
    """The nearest card of the columns to a side."""
    scene = page.view.scene
    away = (scene.x - scene.x[here]) * step
    cards = np.flatnonzero(away > scene.card_width / 2)
    if not len(cards):
        return -1
    return int(cards[np.argmin(away[cards] + 2 * np.abs(scene.y[cards] - scene.y[here]))])


def _go(page: DependenciesPage, card: int) -> None:
    if card >= 0:
        page.choose_link(None)
        choosing.choose(page, card)
        page.board.show_card(card)


def _join(page: DependenciesPage, card: int) -> None:
    one = page.view.scene.network.ids[card]
    if page.view.plan.activity(one) is not None:
        page.context.selection.set("activities", [*page.chosen(), one], one)
        page.board.show_card(card)


def _first(page: DependenciesPage) -> int:
    """Where the critical path begins, else the first card."""
    path = page.view.schedule.critical_path
    cards = [page.view.card_of(one) for one in path]
    return next((card for card in cards if card >= 0), 0)


def _last(page: DependenciesPage) -> int:
    """The release milestone, else the last card."""
    card = page.view.card_of(page.view.plan.release.milestone)
    return card if card >= 0 else len(page.view.scene) - 1


def _next_link(page: DependenciesPage, key: Qt.Key) -> None:
    """Alt and arrows choose a link of the current card: right leaving it, left reaching it."""
    network = page.view.scene.network
    here, chosen = page.current_card(), marked(page.view)
    if here < 0:
        return
    if key in (Key.Key_Left, Key.Key_Right):
        found = network.after[here] if key == Key.Key_Right else network.before[here]
        step = 1
    else:
        found = network.after[here] if chosen in network.after[here] else network.before[here]
        step = -1 if key == Key.Key_Up else 1
    if not found:
        return
    edges = sorted(found, key=lambda each: float(page.view.scene.tips[each][1]))
    at = edges.index(chosen) + step if chosen in edges else 0
    edge = network.edges[edges[at % len(edges)]]
    page.choose_link((network.ids[edge.before], network.ids[edge.after]))


def _fold(page: DependenciesPage, *, unfold: bool) -> bool:
    here = page.current_card()
    if page.looking.way != "phases" or here < 0:
        return False
    folded = bool(page.view.scene.network.folded.get(page.view.scene.network.ids[here]))
    if folded == unfold:
        choosing.toggle_fold(page, here)
    return True
