"""What the page's actions show: parts of the drawing, more or less of it, the map and the legend."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relplanner.ui.dependencies import camera, choosing

if TYPE_CHECKING:
    from relplanner.ui.dependencies.page import DependenciesPage

MOST_STEPS = 9


def step(page: DependenciesPage, by: int) -> None:
    """The neighbourhood so many steps larger or smaller."""
    page.look(steps=min(MOST_STEPS, max(1, page.looking.steps + by)))


def fit(page: DependenciesPage) -> None:
    page.view.fit()
    _shifted(page)


def critical_path(page: DependenciesPage) -> None:
    """Choose the critical path's cards and bring them into view."""
    cards = [card for one in page.view.schedule.critical_path if (card := page.view.card_of(one)) >= 0]
    if not cards:
        page.context.messages.info("There is no critical path to show here.")
        return
    choosing.choose_many(page, frozenset(cards), None)
    camera.frame(page.view, cards)
    _shifted(page)


def current(page: DependenciesPage) -> None:
    """The current card in the middle."""
    if page.view.current is not None:
        card = choosing.bring_in(page, page.view.current)
        if card >= 0:
            page.view.centre_on(card)
            _shifted(page)
        else:
            page.show_card(page.view.current)


def choose_reach(page: DependenciesPage, *, forward: bool) -> None:
    """Choose all that comes after the current card, or before it."""
    card = page.current_card()
    network = page.view.scene.network
    if card >= 0:
        choosing.choose_many(page, network.downstream(card, forward=forward), network.ids[card])


def toggle_map(page: DependenciesPage) -> None:
    page.view.show_map = not page.view.show_map
    _keep_layout(page)


def toggle_legend(page: DependenciesPage) -> None:
    page.view.show_legend = not page.view.show_legend
    _keep_layout(page)


def _shifted(page: DependenciesPage) -> None:
    page.board.update()
    page.board.moved.emit()


def _keep_layout(page: DependenciesPage) -> None:
    page.context.layout.set("dependencies.map", page.view.show_map)
    page.context.layout.set("dependencies.legend", page.view.show_legend)
    page.board.update()
