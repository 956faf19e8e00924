"""Several chosen bars moved as one: each by the same time on the clock, in one step of undo."""

from __future__ import annotations

from PySide6.QtCore import QPointF

from relplanner.plan import edits
from relplanner.plan.edits.edit import Edit, count
from relplanner.schedule.spelling import spell
from relplanner.ui.common.local_time import to_local, to_minute
from relplanner.ui.timeline.gestures import MoveBar, Preview
from relplanner.ui.timeline.hit import can_be_dragged
from relplanner.ui.timeline.snapping import wall
from relplanner.ui.timeline.view import View


class MoveBars(MoveBar):
    """Moves what is chosen together with the bar that was taken: the start of each is pinned."""

    def __init__(
        self, view: View, place: int, start: QPointF, preview: Preview, ids: tuple[str, ...]
    ) -> None:
        super().__init__(view, place, start, preview)
        self.ids = ids
        self._starts = {one: dates[0] for one in ids if (dates := view.dates_at(view.sheet.places[one]))}

    def make(self, asked: object) -> Edit | None:
        assert isinstance(asked, int)
        zone = self.view.dates.zone
        by = to_local(asked, zone) - to_local(self.first, zone)
        changes = []
        for one, start in self._starts.items():
            activity = self.plan.activity(one)
            if activity is not None:
                key = "at" if activity.at is not None else "start"
                moved = to_minute(to_local(start, zone) + by)
                changes.append(("activities", one, key, wall(self.view, moved)))
        aside = "later" if asked > self.first else "earlier"
        label = f"Move {count(len(changes), 'activity')} {spell(asked - self.first)} {aside}"
        return edits.set_fields(self.plan, changes, label)

    def tag(self) -> str:
        return f"{count(len(self._starts), 'activity')} · {super().tag()}"


def together(view: View, place: int, chosen: tuple[str, ...]) -> tuple[str, ...]:
    """The chosen rows that move with the bar of a row; none when it moves alone.

    Summaries are left out, as they follow their parts.
    """
    places = view.sheet.places
    if view.sheet.lines[place].id not in chosen:
        return ()
    ids = tuple(one for one in chosen if one in places and can_be_dragged(view, places[one]))
    return ids if len(ids) > 1 else ()
