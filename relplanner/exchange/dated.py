"""A schedule as plain rows: what `relplanner schedule` prints and what tables for others are made of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from relplanner.exchange.clock import Clock
from relplanner.schedule import NEVER, Schedule


@dataclass(frozen=True, slots=True)
class DatedRow:
    """One activity, or a phase of the rollout. Date-times are ISO 8601 with offset, ``None`` for no date.

    Slacks are working minutes of the activity's calendar; ``position`` is its place in the file, ``None`` for
    a phase of the rollout.
    """

    id: str
    name: str
    kind: str
    parent: str | None
    start: str | None
    finish: str | None
    late_start: str | None
    late_finish: str | None
    total_slack_minutes: int | None
    free_slack_minutes: int | None
    critical: bool
    near_critical: bool
    position: int | None


def dated_rows(schedule: Schedule) -> Iterator[DatedRow]:
    """Every row of a schedule, in its order."""
    plan, clock = schedule.plan, Clock(schedule).iso
    phases = {f"rollout/{phase.id}": phase for phase in plan.rollout.phases}
    in_file = len(plan.activities)
    columns = (schedule.start, schedule.finish, schedule.late_start, schedule.late_finish)
    for row, (row_id, *minutes) in enumerate(zip(schedule.ids, *columns, strict=True)):
        start, finish, late_start, late_finish = minutes
        dated = NEVER not in (start, finish)
        if row < in_file:
            activity = plan.activities[row]
            name, kind, parent = activity.name or row_id, activity.kind, activity.parent
        else:
            name, kind, parent = phases[row_id].name or phases[row_id].id, "phase of rollout", None
        yield DatedRow(
            id=row_id,
            name=name,
            kind=kind,
            parent=parent,
            start=clock(start),
            finish=clock(finish),
            late_start=clock(late_start),
            late_finish=clock(late_finish),
            total_slack_minutes=_slack(schedule.total_slack[row], dated),
            free_slack_minutes=_slack(schedule.free_slack[row], dated),
            critical=bool(schedule.critical[row]),
            near_critical=bool(schedule.near_critical[row] and not schedule.critical[row]),
            position=row if row < in_file else None,
        )


def _slack(minutes: int, dated: bool) -> int | None:
    return int(minutes) if dated and minutes != NEVER else None
