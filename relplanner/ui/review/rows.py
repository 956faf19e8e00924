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


def chain_links(schedule: Schedule, why: Any, words: Dates) -> list[Link]:
    """The steps of an explanation as rows, the root cause first."""
    steps = tuple(reversed(why.steps))
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
            slack="" if slack <= NO_DATE else f"slack {amount(slack, schedule.nominal_day(step.id))}",
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
    rows = []
    for one in movers:
        used = one.slack_used
        said = "" if used is None else amount(used, schedule.nominal_day(one.id))
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
