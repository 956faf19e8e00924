"""What the find bar asks of the timeline."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from relplanner.plan.plan import Plan
from relplanner.ui.timeline import choosing

if TYPE_CHECKING:
    from relplanner.ui.timeline.page import TimelinePage


class Searching:
    """The page as the bar's ground."""

    def __init__(self, page: TimelinePage) -> None:
        self._page = page

    def plan_to_search(self) -> Plan | None:
        return self._page.view.sheet.plan if self._page.has_plan else None

    def current_id(self) -> str | None:
        return self._page.view.current

    def mark_found(self, ids: Iterable[str]) -> None:
        self._page.view.found = frozenset(ids)
        self._page.board.update()

    def show_found(self, activity_id: str) -> None:
        choosing.unfold_to(self._page, activity_id)
        place = self._page.view.sheet.places.get(activity_id)
        if place is not None:
            choosing.choose(self._page, place)
            self._page.reveal("activities", activity_id)

    def leave_find(self) -> None:
        self._page.board.setFocus()
