"""What the plan is compared with, row by row: where a bar was, and by how much it moved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relplanner.ui.common import activity_words as wording

if TYPE_CHECKING:
    from relplanner.ui.timeline.page import TimelinePage
    from relplanner.ui.timeline.view import View


def show(page: TimelinePage) -> None:
    """Show what is compared with now."""
    view = page.view
    view.reference = page.context.comparing.reference
    if page.has_plan:
        view.set_table_width(view.table_width)  # the column of variances comes and goes
        page.board.update()


def dates_at(view: View, place: int) -> tuple[int, int] | None:
    """Start and finish of a row in the other plan, ``None`` when it had no such row or no dates for it."""
    if view.reference is None:
        return None
    schedule = view.reference.schedule
    row = schedule.index.get(view.sheet.lines[place].id)
    if row is None or schedule.start[row] <= wording.NO_DATE:
        return None
    return int(schedule.start[row]), int(schedule.finish[row])


def variance(view: View, place: int) -> str:
    """How much later a row finishes than in the other plan, in working time of its calendar."""
    now = view.dates_at(place)
    if view.reference is None or now is None or view.row_of(place) < 0:
        return ""
    before = dates_at(view, place)
    if before is None:
        return "new"
    if now[1] == before[1]:
        return ""
    worked = view.work_between(place, min(now[1], before[1]), max(now[1], before[1]))
    sign = "+" if now[1] > before[1] else "\u2212"
    return f"{sign}{wording.amount(worked or 0, view.day_of(place))}" if worked else f"{sign}0"


def told(view: View, place: int) -> str:
    """The other plan's dates in a sentence; empty without any."""
    if view.reference is None:
        return ""
    before = dates_at(view, place)
    name = view.reference.label[:1].upper() + view.reference.label[1:]
    if before is None:
        return f"{name}: not in it"
    where = view.dates.clock(before[0])
    if before[0] != before[1]:
        where += f" to {view.dates.clock(before[1])}"
    by = variance(view, place)
    return f"{name}: {where}{f', now {by}' if by else ', finish unchanged'}"
