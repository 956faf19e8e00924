"""What the find bar asks of the page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from relplanner.plan.plan import Plan
from relplanner.ui.dependencies import choosing

if TYPE_CHECKING:
    from relplanner.ui.dependencies.page import DependenciesPage


class Searching:
    """The page as the bar's ground."""

    def __init__(self, page: DependenciesPage) -> None:
        self._page = page

    def plan_to_search(self) -> Plan | None:
        return self._page.view.plan if self._page.has_plan else None

    def current_id(self) -> str | None:
        return self._page.view.current

    def mark_found(self, ids: Iterable[str]) -> None:
        self._page.view.found = frozenset(ids)
        self._page.board.update()

    def show_found(self, activity_id: str) -> None:
        page = self._page
        choosing.bring_in(page, activity_id)
        page.context.selection.set("activities", [activity_id], activity_id)
        page.show_card(activity_id)

    def leave_find(self) -> None:
        self._page.board.setFocus()
