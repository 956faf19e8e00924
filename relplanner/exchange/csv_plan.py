"""The activities of a plan with their dates as CSV, for a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator

from relplanner.exchange.cells import csv_text
from relplanner.exchange.dated import DatedRow, dated_rows
from relplanner.plan.forms.dependency import format_dependencies
from relplanner.plan.forms.duration import format_duration
from relplanner.plan.forms.moment import format_moment
from relplanner.plan.forms.scalars import format_percent
from relplanner.plan.nouns.rollout import Phase
from relplanner.plan.nouns.timeline import Activity
from relplanner.schedule import Schedule

Cell = str | int | float | bool | None

SCHEDULE_COLUMNS = (
    "id", "name", "kind", "parent", "start", "finish", "late_start", "late_finish",
    "total_slack_minutes", "free_slack_minutes", "critical", "driving",
)  # fmt: skip
PLAN_COLUMNS = (
    "id", "name", "kind", "parent", "start", "finish", "duration", "predecessors", "owner", "progress",
    "deadline", "total_slack_minutes", "free_slack_minutes", "critical", "near_critical",
    "late_start", "late_finish",
)  # fmt: skip


def schedule_csv(schedule: Schedule) -> str:
    """What `relplanner schedule --format csv` prints: the keys of its JSON, one row an activity."""
    return csv_text((SCHEDULE_COLUMNS, *_schedule_rows(schedule)))


def _schedule_rows(schedule: Schedule) -> Iterator[tuple[Cell, ...]]:
    for row in dated_rows(schedule):
        yield (
            row.id, row.name, row.kind, row.parent, row.start, row.finish, row.late_start, row.late_finish,
            row.total_slack_minutes, row.free_slack_minutes, row.critical, " ".join(schedule.driving(row.id)),
        )  # fmt: skip


def plan_csv(schedule: Schedule) -> str:
    """What `relplanner export --to csv` writes: the timeline's table, with the plan's own text forms."""
    return csv_text((PLAN_COLUMNS, *_plan_rows(schedule)))


def _plan_rows(schedule: Schedule) -> Iterator[tuple[Cell, ...]]:
    plan = schedule.plan
    phases = {f"rollout/{phase.id}": phase for phase in plan.rollout.phases}
    for row in dated_rows(schedule):
        own = phases[row.id] if row.position is None else plan.activities[row.position]
        yield _plan_row(row, own)


def _plan_row(row: DatedRow, own: Activity | Phase) -> tuple[Cell, ...]:
    activity = own if isinstance(own, Activity) else None
    deadline = activity.deadline if activity else None
    return (
        row.id,
        row.name,
        row.kind,
        row.parent,
        row.start,
        row.finish,
        format_duration(own.duration) if own.duration else None,
        format_dependencies(own.after) or None,
        activity.owner if activity else None,
        format_percent(activity.progress) if activity else None,
        format_moment(deadline) if deadline else None,
        row.total_slack_minutes,
        row.free_slack_minutes,
        row.critical,
        row.near_critical,
        row.late_start,
        row.late_finish,
    )
