"""The table of `relplanner schedule`: one line an activity, and the release in one sentence below it.

Columns are made one by one, straight from the schedule's: a plan of 10,000 lines is printed in the time that
making 10,000 objects would take.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from relplanner.commands.texts import one_line
from relplanner.exchange.clock import Clock
from relplanner.plan.forms.week import nominal_day
from relplanner.plan.outline import rows as outline_rows
from relplanner.schedule import NEVER

if TYPE_CHECKING:
    from collections.abc import Sequence

    from relplanner.plan.plan import Plan
    from relplanner.schedule import Schedule

_HEADINGS = ("activity", "id", "start", "finish", "slack", "")
_LONGEST_NAME = 48
_CALENDAR_OF_PHASES = "24x7"


def schedule_table(schedule: Schedule) -> str:
    """Activities in outline order, then the rollout's phases, then the closing sentences."""
    clock = Clock(schedule)
    said = clock.short
    order, names = _outline(schedule)
    columns = (
        names,
        [schedule.ids[row] for row in order],
        [said[minute] for minute in map(schedule.start.__getitem__, order)],
        [said[minute] for minute in map(schedule.finish.__getitem__, order)],
        _slacks(schedule, order),
        _marks(schedule, order),
    )
    shape = _shape(columns)
    lines = [shape % _HEADINGS, *(shape % line for line in zip(*columns, strict=True))]
    return "\n".join([*lines, "", *closing(schedule, clock)])


def _outline(schedule: Schedule) -> tuple[list[int], list[str]]:
    """Rows in the order of the outline, and their names, indented and shortened."""
    plan = schedule.plan
    order, names = [], []
    for line in outline_rows(plan):
        order.append(line.position)
        names.append("  " * line.depth + _shortened(plan.activities[line.position].name or line.id))
    phases = {f"rollout/{phase.id}": phase.name or phase.id for phase in plan.rollout.phases}
    for row in range(len(plan.activities), len(schedule.ids)):
        order.append(row)
        names.append(_shortened(phases[schedule.ids[row]]))
    return order, names


def _shortened(name: str) -> str:
    if not name.isprintable():
        name = one_line(name)
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…"


def _marks(schedule: Schedule, order: list[int]) -> list[str]:
    critical, near = schedule.critical, schedule.near_critical
    return ["  critical" if critical[row] else "  near-critical" if near[row] else "" for row in order]


def _slacks(schedule: Schedule, order: list[int]) -> list[str]:
    """Total slack in days and hours of each activity's calendar; empty where there is no date."""
    activities, slacks, starts = schedule.plan.activities, schedule.total_slack, schedule.start
    said: dict[str | None, dict[int, str]] = {}
    days: dict[str | None, int] = {}
    texts = []
    for row in order:
        if starts[row] == NEVER:
            texts.append("")
            continue
        written = activities[row].calendar if row < len(activities) else _CALENDAR_OF_PHASES
        if written not in said:
            said[written] = {}
            days[written] = _day(schedule.plan, schedule.calendar_of(schedule.ids[row]))
        minutes = slacks[row]
        text = said[written].get(minutes)
        if text is None:
            text = said[written][minutes] = working_time(minutes, days[written])
        texts.append(text)
    return texts


def _shape(columns: Sequence[Sequence[str]]) -> str:
    """Texts left, slack right; the mark brings its own blanks, so that no line ends in any."""
    parts = []
    for heading, column in zip(_HEADINGS[:-1], columns, strict=False):
        width = max(len(heading), max(map(len, column), default=0))
        parts.append(f"%{width}s" if heading == "slack" else f"%-{width}s")
    return "  ".join(parts) + "%s"


def _day(plan: Plan, calendar_id: str) -> int:
    """The working minutes of a calendar's nominal day; `office` and `24x7` need not stand in the plan."""
    calendar = plan.entry("calendars", calendar_id)
    if calendar is not None and calendar.week is not None and any(calendar.week.days):
        return nominal_day(calendar.week)
    return 1440 if calendar_id == _CALENDAR_OF_PHASES else 480


def working_time(minutes: int, day: int) -> str:
    """``-1d 4h``: working minutes in days of ``day`` minutes, hours and minutes."""
    sign = "-" if minutes < 0 else ""
    whole, rest = divmod(abs(minutes), day)
    hours, left = divmod(rest, 60)
    parts = [f"{amount}{unit}" for amount, unit in ((whole, "d"), (hours, "h"), (left, "m")) if amount]
    return sign + " ".join(parts) if parts else "0d"


def closing(schedule: Schedule, clock: Clock) -> list[str]:
    """The release: projected, promised, the slip; then its critical path."""
    lines = [f"Times are {schedule.zone.key}."]
    if schedule.projected is not None and schedule.target is not None:
        slip = schedule.slip_minutes or 0
        late = "on time" if slip == 0 else f"{elapsed(abs(slip))} {'late' if slip > 0 else 'early'}"
        projected, target = clock.short[schedule.projected], clock.short[schedule.target]
        lines.append(f"Release projected {projected}, T0 {target}: {late}.")
    path = schedule.critical_path
    if path:
        lines.append(f"Critical path: {' → '.join(path)}")
    return lines


def elapsed(minutes: int) -> str:
    """Real time in days, hours and minutes: ``2d 4h``."""
    return working_time(minutes, 1440)
