"""Every activity with its dates: what the timeline shows, to be read, searched and copied."""

from __future__ import annotations

from relplanner.exchange.report.inputs import Pack
from relplanner.exchange.report.model import Cell, Column, Paragraph, Section, Table
from relplanner.exchange.report.words import count
from relplanner.plan import outline
from relplanner.schedule import NEVER

MOST = 2000
"""Rows beyond which a page takes a browser longer than a reader waits."""
COLUMNS = (
    Column("Activity", 3.2),
    Column("Start", 1.5, whole=True),
    Column("Finish", 1.5, whole=True),
    Column("Slack", 0.8, "right", whole=True),
    Column("Owner", 1.3, whole=True),
    Column("", 0.9),
)


def part(pack: Pack) -> Section | None:
    if not pack.plan.activities:
        return None
    order = [(row.position, row.depth) for row in outline.rows(pack.plan)]
    order += [(row, 0) for row in range(len(pack.plan.activities), len(pack.schedule.ids))]
    rows = tuple(_row(pack, row, depth) for row, depth in order[:MOST])
    blocks: list[Table | Paragraph] = [Table(COLUMNS, rows, "All activities with their dates")]
    if len(order) > MOST:
        blocks.append(Paragraph(f"{count(len(order) - MOST, 'further row')} not shown.", "muted"))
    return Section("all-dates", "All dates", tuple(blocks), media="screen")


def _row(pack: Pack, row: int, depth: int) -> tuple[Cell, ...]:
    schedule, words = pack.schedule, pack.words
    row_id = schedule.ids[row]
    start, finish = int(schedule.start[row]), int(schedule.finish[row])
    dated, summary = start != NEVER, schedule.is_summary(row)
    owner = schedule.activity(row).owner
    return (
        Cell("\u2003" * depth + words.row(row_id), strong=summary),
        Cell(words.when(start), "" if dated else "error"),
        Cell(words.when(finish) if dated and finish != start else ""),
        Cell(words.working(int(schedule.total_slack[row]), row_id) if dated and not summary else ""),
        Cell(words.person(owner) if owner else ""),
        _state(pack, row) if dated and not summary else Cell(""),
    )


def _state(pack: Pack, row: int) -> Cell:
    if pack.schedule.is_complete(row):
        return Cell("Done", "ok", chip=True)
    if pack.schedule.critical[row]:
        return Cell("Critical", "error", chip=True)
    return Cell("Near-critical", "warning", chip=True) if pack.schedule.near_critical[row] else Cell("")
