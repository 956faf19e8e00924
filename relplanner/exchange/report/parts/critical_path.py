"""What drives the release date, step by step, with the reason for each date."""

from __future__ import annotations

from relplanner.exchange.report.inputs import Pack
from relplanner.exchange.report.model import Block, Cell, Column, Paragraph, Section, Table
from relplanner.exchange.report.words import count
from relplanner.plan.forms.dependency import format_dependency
from relplanner.plan.forms.moment import format_moment

COLUMNS = (
    Column("", 0.35, "right"),
    Column("Activity", 2.3),
    Column("Start", 1.4, whole=True),
    Column("Finish", 1.4, whole=True),
    Column("Slack", 0.7, "right", whole=True),
    Column("Owner", 1.2, whole=True),
    Column("Why then", 3.2),
)
MOST = 60


def part(pack: Pack) -> Section | None:
    path = pack.schedule.critical_path
    if not path:
        return None
    reasons = _reasons(pack, path)
    rows = tuple(
        _row(pack, number, row_id, reasons.get(row_id, "")) for number, row_id in enumerate(path, 1)
    )[-MOST:]
    blocks: list[Block] = [Paragraph(_lead(pack, path)), Table(COLUMNS, rows, "The critical path")]
    return Section("critical-path", "Critical path", tuple(blocks))


def _lead(pack: Pack, path: tuple[str, ...]) -> str:
    said = (
        f"This chain of {count(len(path), 'activity', 'activities')} gives the release its projected "
        f"date, {pack.words.when(pack.schedule.projected)}. A day lost on one of them is a day "
        "lost for the release."
    )
    if len(path) > MOST:
        said += f" The last {MOST} are shown."
    more = len(pack.schedule.critical_paths()) - 1
    if more > 0:
        said += f" {count(more, 'other path is', 'other paths are')} critical as well."
    return said


def _row(pack: Pack, number: int, row_id: str, reason: str) -> tuple[Cell, ...]:
    schedule, words = pack.schedule, pack.words
    row = schedule.index[row_id]
    start, finish = int(schedule.start[row]), int(schedule.finish[row])
    owner = schedule.activity(row).owner
    done = schedule.is_complete(row)
    return (
        Cell(str(number), "muted"),
        Cell(words.row(row_id), strong=True),
        Cell(words.when(start)),
        Cell("" if finish == start else words.when(finish)),
        Cell("done" if done else words.working(int(schedule.total_slack[row]), row_id)),
        Cell(words.person(owner) if owner else ""),
        Cell(reason),
    )


def _reasons(pack: Pack, path: tuple[str, ...]) -> dict[str, str]:
    """Why each step has its date, by its own links and dates."""
    return {row_id: _reason(pack, row_id) for row_id in path}


def _reason(pack: Pack, row_id: str) -> str:
    schedule, words = pack.schedule, pack.words
    activity = schedule.activity(schedule.index[row_id])
    if activity.actual_start is not None:
        return f"Started {words.moment(activity.actual_start)}"
    drivers = schedule.driving(row_id)
    if drivers:
        link = next((one for one in activity.after if one.on == drivers[0]), None)
        name = words.row(drivers[0])
        written = format_dependency(link).removeprefix(link.on).strip() if link is not None else ""
        return f"Waits for {name}" + (f" ({written})" if written else "")
    for said, moment in (("Set for", activity.at), ("Starts no earlier than", activity.start)):
        if moment is not None:
            return f"{said} {format_moment(moment)}"
    return "Begins with the plan"
