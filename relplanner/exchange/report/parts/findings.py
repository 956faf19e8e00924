"""What the plan's own review says."""

from __future__ import annotations

from relplanner.exchange.report.inputs import Pack
from relplanner.exchange.report.model import Block, Cell, Column, Paragraph, Section, Table, Tone
from relplanner.exchange.report.words import count, listed
from relplanner.plan.findings import summary

MOST = 30
_WORDS: dict[str, tuple[str, Tone]] = {
    "error": ("Error", "error"),
    "warning": ("Warning", "warning"),
    "info": ("Note", ""),
}


def part(pack: Pack) -> Section | None:
    found = pack.findings
    if not found:
        return Section("findings", "Findings", (Paragraph("The review of the plan found nothing.", "ok"),))
    counts = summary(found)
    names = (("error", "error"), ("warning", "warning"), ("info", "note"))
    told = listed([count(counts[key], word) for key, word in names if counts[key]])
    rows = tuple(
        (
            Cell(_WORDS[one.severity][0], _WORDS[one.severity][1], chip=True),
            Cell(one.message),
            Cell(f"line {one.line}" if one.line is not None else "", "muted"),
        )
        for one in found[:MOST]
    )
    columns = (Column("Severity", 0.8), Column("Finding", 6.6), Column("Place", 0.8))
    blocks: list[Block] = [
        Paragraph(f"The review of the plan found {told}."),
        Table(columns, rows, "Findings"),
    ]
    if len(found) > MOST:
        blocks.append(Paragraph(f"{count(len(found) - MOST, 'further finding')} not shown.", "muted"))
    return Section("findings", "Findings", tuple(blocks))
