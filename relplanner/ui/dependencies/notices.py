"""What is said of the network as a whole: circles, cards that hang on nothing, a stopped drawing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relplanner.plan.edits.edit import count
from relplanner.ui.dependencies import camera, choosing, empty

if TYPE_CHECKING:
    from relplanner.ui.dependencies.page import DependenciesPage

MANY_LOOSE = 20
MOST_NAMES = 8


def tell(page: DependenciesPage) -> None:
    """Bring all notices up to date with the scene."""
    page.empty.say(_empty(page))
    page.banners.drop("stopped")
    _tell_circles(page)
    _tell_loose(page)


def _empty(page: DependenciesPage) -> tuple[str, str, str] | None:
    if len(page.view.scene):
        return None
    if not page.view.plan.activities and not page.view.plan.rollout.phases:
        return empty.NO_ACTIVITIES
    return empty.NO_MILESTONES if page.looking.way == "milestones" else empty.NO_CENTRE


def _tell_circles(page: DependenciesPage) -> None:
    network = page.view.scene.network
    circles = network.circles
    if not circles:
        page.banners.drop("circle")
        return
    names = [page.view.fact(card).name for card in (*circles[0], circles[0][0])]
    if len(names) > MOST_NAMES:
        names = [*names[: MOST_NAMES - 2], "…", *names[-2:]]
    more = f" There are {count(len(circles) - 1, 'more circle')}." if len(circles) > 1 else ""
    if len(circles) == 2:
        more = " There is 1 more circle."
    page.banners.show_banner(
        "circle",
        "error",
        f"These wait for each other in a circle, so they have no dates: {' → '.join(names)}. "
        f"Remove one of the links.{more}",
        [("Show it", lambda: show_circle(page))],
    )


def show_circle(page: DependenciesPage) -> None:
    """Choose the cards of the first circle and the link that closes it, so that Delete removes that."""
    network = page.view.scene.network
    if not network.circles:
        return
    circle = network.circles[0]
    choosing.choose_many(page, frozenset(circle), network.ids[circle[0]])
    camera.frame(page.view, circle)
    page.board.moved.emit()
    page.choose_link((network.ids[circle[-1]], network.ids[circle[0]]))
    page.board.setFocus()
    page.board.update()


def _tell_loose(page: DependenciesPage) -> None:
    network = page.view.scene.network
    loose = len(network.loose)
    cards = len(network.ids)
    if cards > 1 and loose == cards:
        text = f"Nothing is linked yet: {count(cards, 'card')} beside each other."
    elif loose > MANY_LOOSE and loose * 2 > cards:
        text = f"{loose:,} of {cards:,} cards are linked to nothing."
    else:
        page.banners.drop("loose")
        return
    if page.context.can_edit and page.looking.way in ("all", "near"):
        text += " Drag from a card to the one that waits for it."
    page.banners.show_banner("loose", "info", text, closable=True)


def stopped(page: DependenciesPage) -> None:
    """The person did not want to wait: what was drawn stays, and a way back is offered."""
    if not len(page.view.scene):
        page.empty.say(empty.STOPPED)
        return
    page.banners.show_banner(
        "stopped",
        "info",
        "The drawing was stopped: what you see is the network before the last change.",
        [("Draw it", page.draw)],
        closable=True,
    )
