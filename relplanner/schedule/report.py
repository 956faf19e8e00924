"""A schedule as the public JSON of ``relplanner schedule``."""

from __future__ import annotations

from typing import Any

from relplanner.schedule.columns import NEVER
from relplanner.schedule.schedule import Schedule


def as_json(schedule: Schedule) -> dict[str, Any]:
    """Plain values with exactly the promised keys; date-times are ISO 8601 with offset, ``None`` where there
    is none."""

    def when(minute: int | None) -> str | None:
        return None if minute is None or minute == NEVER else schedule.local(minute).isoformat()

    return {
        "target": when(schedule.target),
        "projected": when(schedule.projected),
        "problems": [
            {
                "code": p.code,
                "severity": p.severity,
                "message": p.message,
                "path": p.path,
                "line": p.line,
                "id": p.id,
            }
            for p in schedule.problems
        ],
        "critical_paths": [list(path) for path in schedule.critical_paths()],
        "slip_minutes": schedule.slip_minutes,
        "start": when(schedule.project_start),
        "finish": when(schedule.project_finish),
        "time_zone": schedule.zone.key,
        "critical_path": list(schedule.critical_path),
        "activities": [_row(schedule, row, row_id, when) for row, row_id in enumerate(schedule.ids)],
    }


def _row(schedule: Schedule, row: int, row_id: str, when: Any) -> dict[str, Any]:
    activity = schedule.activity(row)
    dated = schedule.start[row] != NEVER
    return {
        "id": row_id,
        "name": activity.name,
        "kind": activity.kind,
        "parent": activity.parent,
        "start": when(schedule.start[row]),
        "finish": when(schedule.finish[row]),
        "late_start": when(schedule.late_start[row]),
        "late_finish": when(schedule.late_finish[row]),
        "total_slack_minutes": int(schedule.total_slack[row]) if dated else None,
        "free_slack_minutes": int(schedule.free_slack[row]) if dated else None,
        "critical": bool(schedule.critical[row]),
        "driving": list(schedule.driving(row_id)),
    }
