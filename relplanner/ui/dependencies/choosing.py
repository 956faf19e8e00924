"""Which cards are chosen, and the one link that may be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt

from relplanner.plan import outline
from relplanner.plan.edits.links import ROLLOUT
from relplanner.ui.dependencies.board import MENU
from relplanner.ui.dependencies.hit import Hit
from relplanner.ui.dependencies.network import ROLLOUT_GROUP

if TYPE_CHECKING:
    from relplanner.ui.dependencies.page import DependenciesPage

SECTION = "rollout"


def press(page: DependenciesPage, found: Hit, modifiers: Qt.KeyboardModifier) -> None:
    """A press on a card chooses it; with Ctrl or Shift it joins or leaves."""
    page.typing.finish()
    if found.kind == "fold":
        toggle_fold(page, found.card)
        return
    if found.kind != "link":
        page.choose_link(None)
    if found.card < 0:
        return
    one = page.view.scene.network.ids[found.card]
    if modifiers & MENU:
        if one not in page.view.selected:
            choose(page, found.card)
    elif modifiers & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier):
        _toggle(page, found.card)
    else:
        choose(page, found.card)


def click(page: DependenciesPage, found: Hit, point: QPointF) -> None:
    """A press that became no drag: on a link it opens it, on the ground nothing stays chosen."""
    if found.kind == "link":
        edge = page.view.scene.network.edges[found.link]
        ids = page.view.scene.network.ids
        page.choose_link((ids[edge.before], ids[edge.after]), point)
    elif found.kind == "ground":
        page.context.selection.clear()


def choose(page: DependenciesPage, card: int) -> None:
    """One card alone."""
    one = page.view.scene.network.ids[card]
    selection = page.context.selection
    if one == ROLLOUT_GROUP:
        selection.set(SECTION, ())
        page.view.current, page.view.selected = one, frozenset({one})
        page.board.update()
    elif one.startswith(ROLLOUT):
        selection.set(SECTION, [one.removeprefix(ROLLOUT)])
    else:
        selection.set("activities", [one], one)


def _toggle(page: DependenciesPage, card: int) -> None:
    one = page.view.scene.network.ids[card]
    if page.view.plan.activity(one) is None:
        choose(page, card)
        return
    ids = list(page.chosen())
    # The order of choosing is kept: linking follows it.
    if one in ids:
        ids.remove(one)
    else:
        ids.append(one)
    page.context.selection.set("activities", ids, one if one in ids else None)


def choose_many(page: DependenciesPage, cards: frozenset[int], current: str | None) -> None:
    """All activities among some cards, in the order of the drawing."""
    ids = [page.view.scene.network.ids[card] for card in sorted(cards)]
    known = [one for one in ids if page.view.plan.activity(one) is not None]
    page.context.selection.set("activities", known, current)


def toggle_fold(page: DependenciesPage, card: int) -> None:
    """Unfold the summary that a card stands for; on one of its parts fold it again."""
    network = page.view.scene.network
    one = network.ids[card]
    looking = page.looking
    if network.folded.get(one):
        page.look(unfolded=looking.unfolded | {one})
    elif one.startswith(ROLLOUT):
        page.look(unfolded=looking.unfolded - {ROLLOUT_GROUP})
    elif above := outline.ancestors(page.view.plan, one):
        page.look(unfolded=looking.unfolded - {above[0]})


def unfold_all(page: DependenciesPage) -> None:
    parents = {row.id for row in outline.rows(page.view.plan) if row.has_children}
    page.look(way="phases", unfolded=frozenset(parents | {ROLLOUT_GROUP}))


def fold_all(page: DependenciesPage) -> None:
    page.look(way="phases", unfolded=frozenset())


def bring_in(page: DependenciesPage, one: str) -> int:
    """The card of an activity, with another way of looking where this one leaves it out; -1 without one."""
    card = page.view.card_of(one)
    if card >= 0:
        return card
    looking = page.looking
    if looking.way == "phases":
        above = [ROLLOUT_GROUP] if one.startswith(ROLLOUT) else list(outline.ancestors(page.view.plan, one))
        page.look(unfolded=looking.unfolded | set(above))
    elif looking.way == "near":
        page.look(centre=(one,))
    elif looking.way == "milestones":
        page.look(way="all")
    return page.view.card_of(one)
