"""What reviewers wrote beside the plan and nobody has dealt with."""

from __future__ import annotations

from relplanner.exchange.report.inputs import Pack
from relplanner.exchange.report.model import Cell, Column, Section, Table

MOST = 50
COLUMNS = (Column("Reviewer", 1.3, whole=True), Column("About", 1.4), Column("Comment", 4.5))


def part(pack: Pack) -> Section | None:
    shown = [one for one in pack.comments if one.text.strip()][-MOST:]
    if not shown:
        return None
    rows = tuple(
        (
            Cell(one.author or "unnamed", strong=True, note=pack.words.local(one.at)),
            Cell(one.about),
            Cell(one.text),
        )
        for one in shown
    )
    return Section("comments", "Comments of the review", (Table(COLUMNS, rows, "Comments of the review"),))
