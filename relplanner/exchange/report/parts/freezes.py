"""Freezes, and what runs inside them."""

from __future__ import annotations

from relplanner.exchange.report.inputs import Pack
from relplanner.exchange.report.model import Block, Cell, Column, Paragraph, Section, Table
from relplanner.schedule import NEVER


def part(pack: Pack) -> Section | None:
    freezes = pack.schedule.freezes
    if not freezes:
        return None
    found = conflicts(pack)
    rows = tuple(
        (
            Cell(freeze.name or freeze.id, strong=True),
            Cell(pack.words.when(freeze.start)),
            Cell(pack.words.when(freeze.finish)),
            Cell(", ".join(sorted(freeze.kinds))),
            _inside(pack, [row_id for row_id, _, which in found if which == freeze.id], freeze.mode),
        )
        for freeze in freezes
    )
    columns = (
        Column("Freeze", 1.8),
        Column("From", 1.4, whole=True),
        Column("Until", 1.4, whole=True),
        Column("Stops", 1.4),
        Column("Runs inside", 2.6),
    )
    blocks: list[Block] = [Table(columns, rows, "Freezes")]
    if not found:
        blocks.append(Paragraph("Nothing that a freeze stops runs inside one.", "ok"))
    return Section("freezes", "Freeze conflicts", tuple(blocks))


def _inside(pack: Pack, row_ids: list[str], mode: str) -> Cell:
    if not row_ids:
        return Cell("nothing; work is moved out" if mode == "push" else "nothing")
    index = pack.schedule.index
    said = [f"{pack.words.row(one)}, {pack.words.when(pack.schedule.start[index[one]])}" for one in row_ids]
    return Cell("; ".join(said), "error")


def conflicts(pack: Pack) -> list[tuple[str, str, str]]:
    """Rows that run inside a freeze which stops their kind: (row, the freeze's name, its id)."""
    schedule = pack.schedule
    if not schedule.freezes:
        return []
    found = []
    for row, row_id in enumerate(schedule.ids):
        start, finish = schedule.start[row], schedule.finish[row]
        if start == NEVER or schedule.is_summary(row) or schedule.is_complete(row):
            continue
        kind = schedule.activity(row).kind
        for freeze in schedule.freezes:
            touches = start < freeze.finish and (finish > freeze.start or freeze.start <= start == finish)
            if kind in freeze.kinds and touches:
                found.append((row_id, freeze.name or freeze.id, freeze.id))
    return found
