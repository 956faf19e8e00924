"""From what the engines found to the rows that the page shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from relplanner.schedule.spelling import spell
from relplanner.ui.common.activity_words import NO_DATE, Dates, amount
from relplanner.ui.review.chain import Link
from relplanner.ui.review.movers import Row
from relplanner.ui.review.verdict import Named

if TYPE_CHECKING:
    from relplanner.schedule import Schedule

THREE = 3
MOST_GAPS = 3


def nominal_days(schedule: Schedule, row_ids: Sequence[str]) -> dict[str, int]:
    """Minutes of a nominal day by calendar: the most that it works on any day of a week."""
    first = schedule.project_start or 0
    found: dict[str, int] = {}
    for calendar in {schedule.calendar_of(row_id) for row_id in row_ids}:
        axis = schedule.axis(calendar)
        hours = [int(axis.work_between(first + 1440 * day, first + 1440 * (day + 1))) for day in range(7)]
        found[calendar] = max(*hours, 1)
    return found


def chain_links(schedule: Schedule, why: Any, words: Dates) -> list[Link]:
    """The steps of an explanation as rows, the root cause first."""
    steps = tuple(reversed(why.steps))
    days = nominal_days(schedule, [step.id for step in steps])
    seen: dict[str, Link] = {}
    for step in steps:
        row = schedule.index[step.id]
        activity = schedule.activity(row)
        start, finish = int(schedule.start[row]), int(schedule.finish[row])
        when = words.clock(start) if start == finish else f"{words.clock(start)} – {words.clock(finish)}"
        slack = int(schedule.total_slack[row])
        seen[step.id] = Link(
            id=step.id,
            name=step.name,
            kind=activity.kind,
            when=when,
            how=partial(held_by, step),
            slack="" if slack <= NO_DATE else f"slack {amount(slack, days[schedule.calendar_of(step.id)])}",
            critical=bool(schedule.critical[row]),
            done=schedule.is_complete(row),
        )  # of a row that both its ends are in the chain for, the later step tells
    return list(seen.values())


def held_by(step: Any) -> str:
    """The link to the row above and the gap that it bridges, or the cause that is no link."""
    if step.cause != "link":
        return str(step.sentence)
    _, _, rest = step.link.partition(" ")
    link = rest or "FS"
    if not step.gap_minutes:
        return link
    gaps = sorted(step.gaps, key=lambda gap: -gap.minutes)[:MOST_GAPS]
    named = ", ".join(dict.fromkeys(gap.name or gap.kind.replace("-", " ") for gap in gaps))
    return f"{link} · gap {spell(step.gap_minutes)}{f' ({named})' if named else ''}"


def mover_rows(schedule: Schedule, movers: Sequence[Any]) -> tuple[Row, ...]:
    """What moves the release. Phases are left out: what moves them is in the list itself."""
    movers = [one for one in movers if not schedule.is_summary(schedule.index[one.id])]
    days = nominal_days(schedule, [one.id for one in movers if one.slack_used is not None])
    rows = []
    for one in movers:
        used = one.slack_used
        said = "" if used is None else amount(used, days[schedule.calendar_of(one.id)])
        rows.append(Row(one.id, one.name, int(one.drag_minutes), used, said))
    return tuple(rows)


def named(rows: Sequence[Row], criticality: Mapping[str, float]) -> list[Named]:
    """The three that move the release most; of equals those that are critical more often."""
    moving = [row for row in rows if row.drag > 0]
    moving.sort(key=lambda row: (-row.drag, -criticality.get(row.id, 0.0)))
    return [
        Named(
            row.id, row.name, spell(row.drag), f"Done at once, it would move the release by {spell(row.drag)}"
        )
        for row in moving[:THREE]
    ]


def delaying(drivers: Sequence[Any]) -> list[Named]:
    """The three whose length delays the release most in the simulation."""
    late = sorted((one for one in drivers if one.drives), key=lambda one: -one.swing_minutes[1])
    found = []
    for one in late[:THREE]:
        by = f"+{spell(one.swing_minutes[1])}"
        found.append(
            Named(one.id, one.name, by, f"The release in the tenth of trials where it takes longest: {by}")
        )
    return found
