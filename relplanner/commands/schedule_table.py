"""The table of `relplanner schedule`: one line an activity, and the release in one sentence below it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relplanner.exchange.dated import DatedRow, dated_rows
from relplanner.plan.forms.week import nominal_day
from relplanner.plan.outline import rows as outline_rows

if TYPE_CHECKING:
    from relplanner.plan.plan import Plan
    from relplanner.schedule import Schedule

_HEADINGS = ("activity", "id", "start", "finish", "slack", "")
_RIGHT = (4,)
_LONGEST_NAME = 48


def schedule_table(schedule: Schedule) -> str:
    """Activities in outline order, then the rollout's phases, then the closing sentence."""
    depths = {row.id: row.depth for row in outline_rows(schedule.plan)}
    by_id = {row.id: row for row in dated_rows(schedule)}
    order = [*depths, *(row_id for row_id in by_id if row_id not in depths)]
    days: dict[str, int] = {}
    lines = [_HEADINGS, *(_cells(schedule, by_id[row_id], depths.get(row_id, 0), days) for row_id in order)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    shape = "  ".join(f"{{:{'>' if at in _RIGHT else '<'}{width}}}" for at, width in enumerate(widths))
    texts = [shape.format(*line).rstrip() for line in lines]
    return "\n".join([*texts, "", *closing(schedule)])


def _cells(schedule: Schedule, row: DatedRow, depth: int, days: dict[str, int]) -> tuple[str, ...]:
    name = row.name if len(row.name) <= _LONGEST_NAME else f"{row.name[: _LONGEST_NAME - 1]}…"
    slack = _slack(schedule, row, days)
    mark = "critical" if row.critical else "near-critical" if row.near_critical else ""
    return ("  " * depth + name, row.id, _short(row.start), _short(row.finish), slack, mark)


def _short(moment: str | None) -> str:
    """Without the offset; the zone is said once, below the table."""
    return "no date" if moment is None else f"{moment[:10]} {moment[11:16]}"


def _slack(schedule: Schedule, row: DatedRow, days: dict[str, int]) -> str:
    minutes = row.total_slack_minutes
    if minutes is None:
        return ""
    calendar = schedule.calendar_of(row.id)
    day = days.get(calendar)
    if day is None:
        day = days[calendar] = _day(schedule.plan, calendar)
    return working_time(minutes, day)


def _day(plan: Plan, calendar_id: str) -> int:
    """The working minutes of a calendar's nominal day; `office` and `24x7` need not stand in the plan."""
    calendar = plan.entry("calendars", calendar_id)
    if calendar is not None and calendar.week is not None and any(calendar.week.days):
        return nominal_day(calendar.week)
    return 1440 if calendar_id == "24x7" else 480


def working_time(minutes: int, day: int) -> str:
    """``-1d 4h``: working minutes in days of ``day`` minutes, hours and minutes."""
    sign = "-" if minutes < 0 else ""
    whole, rest = divmod(abs(minutes), day)
    hours, left = divmod(rest, 60)
    parts = [f"{amount}{unit}" for amount, unit in ((whole, "d"), (hours, "h"), (left, "m")) if amount]
    return sign + " ".join(parts) if parts else "0d"


def closing(schedule: Schedule) -> list[str]:
    """The release: projected, promised, the slip; then its critical path."""
    lines = [f"Times are {schedule.zone.key}."]
    if schedule.projected is not None and schedule.target is not None:
        projected, target = (_said(schedule, minute) for minute in (schedule.projected, schedule.target))
        slip = schedule.slip_minutes or 0
        late = "on time" if slip == 0 else f"{elapsed(abs(slip))} {'late' if slip > 0 else 'early'}"
        lines.append(f"Release projected {projected}, T0 {target}: {late}.")
    path = schedule.critical_path
    if path:
        lines.append(f"Critical path: {' → '.join(path)}")
    return lines


def _said(schedule: Schedule, minute: int) -> str:
    return schedule.local(minute).strftime("%Y-%m-%d %H:%M")


def elapsed(minutes: int) -> str:
    """Real time in days, hours and minutes: ``2d 4h``."""
    return working_time(minutes, 1440)
