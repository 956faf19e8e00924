"""The change record: its kind, its references and the assessments."""

from __future__ import annotations

from relplanner.exchange.report.inputs import Pack
from relplanner.exchange.report.model import Block, Cell, Facts, Paragraph, Section
from relplanner.exchange.report.words import listed

_ASSESSMENTS = (
    ("Business impact", "business"),
    ("Technical risk", "technical_risk"),
    ("Security", "security"),
    ("Customer impact", "customer"),
    ("Resources", "resources"),
)


def part(pack: Pack) -> Section:
    change = pack.plan.change
    rows = [
        ("Kind of change", Cell(change.kind, strong=True)),
        ("Request", Cell(change.request or "no reference", "" if change.request else "warning")),
        ("Approval", Cell(change.approval or "not yet given", "" if change.approval else "warning")),
    ]
    if change.quorum:
        rows.append(("Quorum", Cell(str(change.quorum))))
    given = tuple(
        (title, Cell(getattr(change, field))) for title, field in _ASSESSMENTS if getattr(change, field)
    )
    missing = [title.lower() for title, field in _ASSESSMENTS if not getattr(change, field)]
    blocks: list[Block] = [Facts(tuple(rows))]
    if given:
        blocks.append(Facts(given, columns=1))
    if missing:
        blocks.append(Paragraph(f"{listed(missing).capitalize()}.", "warning", "Not assessed yet:"))
    return Section("change", "Change and assessments", tuple(blocks))
