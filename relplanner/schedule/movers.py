"""What moves the release: how much earlier it would be out were an activity done at once.

That is its *drag* (S. Devaux, 1999): the projected date with the activity taking no time, against the one
with all of its work; of what is under way, with nothing left to do. Every activity that could have any lies
on one driving chain, as a change of anything else leaves that chain as long as it was. So these few, and the
summaries that they are parts of, are each a column of the passes over the simulation's network.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from relplanner.schedule.columns import NEVER
from relplanner.values import value

if TYPE_CHECKING:
    from relplanner.schedule.risk import Risk
    from relplanner.schedule.schedule import Schedule


@value
class Mover:
    """One row. ``drag_minutes`` is elapsed, ``drag_working`` in working minutes of the row's calendar;
    ``slack_used`` the total slack (working minutes) that it has less than in the baseline, negative when it
    has more, ``None`` when it is not in it."""

    id: str
    name: str
    drag_minutes: int
    drag_working: int
    slack_used: int | None
    criticality: float | None


def what_moves(
    schedule: Schedule,
    *,
    baseline: Schedule | None = None,
    risk: Risk | None = None,
    on_progress: Callable[[float], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> tuple[Mover, ...]:
    """All rows with dates, those with the largest drag first, then in file order.

    ``on_progress`` is told the part that is done, 0..1. When cancelled, what is not yet known has no drag.
    """
    dates = _moved_dates(schedule, on_progress, cancelled)
    projected = schedule.projected
    found = [
        _mover(schedule, row, dates.get(row), projected, baseline, risk)
        for row in range(len(schedule.ids))
        if schedule.start[row] != NEVER
    ]
    return tuple(sorted(found, key=lambda each: -each.drag_minutes))


def _moved_dates(
    schedule: Schedule,
    on_progress: Callable[[float], None] | None,
    cancelled: Callable[[], bool] | None,
) -> dict[int, int]:
    from relplanner.schedule.risk.at_once import release_without

    return release_without(schedule, on_progress, cancelled)


def _mover(
    schedule: Schedule,
    row: int,
    moved: int | None,
    projected: int | None,
    baseline: Schedule | None,
    risk: Risk | None,
) -> Mover:
    row_id = schedule.ids[row]
    drag = working = 0
    if moved is not None and projected is not None and moved < projected:
        drag = projected - moved
        working = schedule.axis(schedule.calendar_of(row_id)).work_between(moved, projected)
    return Mover(
        row_id, schedule.activity(row).name or row_id, drag, working,
        next(_slack_used(schedule, row, baseline), None),
        risk.criticality.get(row_id) if risk is not None else None,
    )  # fmt: skip


def _slack_used(schedule: Schedule, row: int, baseline: Schedule | None) -> Iterator[int]:
    before = baseline.index.get(schedule.ids[row]) if baseline is not None else None
    if baseline is not None and before is not None and baseline.start[before] != NEVER:
        yield int(baseline.total_slack[before]) - int(schedule.total_slack[row])
