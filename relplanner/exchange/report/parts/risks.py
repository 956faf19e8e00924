"""The risk register, the heaviest first."""

from __future__ import annotations

from relplanner.exchange.report.inputs import Pack
from relplanner.exchange.report.model import Cell, Column, Paragraph, Section, Table, Tone
from relplanner.exchange.report.words import count
from relplanner.plan.forms.duration import format_duration
from relplanner.plan.nouns.readiness import Risk

LEVELS = ("very low", "low", "medium", "high", "very high")
HEAVY, MIDDLE = 12, 6
"""Of probability times impact, each 1 to 5."""
COLUMNS = (
    Column("Risk", 2.6),
    Column("Weight", 1.3),
    Column("Mitigation", 2.6),
    Column("If it happens", 2.2),
    Column("Owner", 1.2, whole=True),
)


def part(pack: Pack) -> Section:
    live = [risk for risk in pack.plan.risks if not risk.closed]
    closed = len(pack.plan.risks) - len(live)
    if not live:
        said = f"All {count(closed, 'risk')} are closed." if closed else "No risks are written yet."
        return Section("risks", "Risks", (Paragraph(said, "" if closed else "warning"),))
    rows = tuple(_row(pack, risk) for risk in sorted(live, key=_weight, reverse=True))
    blocks: list[Table | Paragraph] = [Table(COLUMNS, rows, "Open risks")]
    if closed:
        blocks.append(Paragraph(f"{count(closed, 'further risk is', 'further risks are')} closed.", "muted"))
    return Section("risks", "Risks", tuple(blocks))


def _weight(risk: Risk) -> int:
    return _level(risk.probability) * _level(risk.impact)


def _level(word: str | None) -> int:
    return LEVELS.index(word) + 1 if word in LEVELS else 3


def _row(pack: Pack, risk: Risk) -> tuple[Cell, ...]:
    weight = _weight(risk)
    tone: Tone = "error" if weight >= HEAVY else "warning" if weight >= MIDDLE else ""
    word = "High" if weight >= HEAVY else "Medium" if weight >= MIDDLE else "Low"
    told = f"{risk.probability or 'unknown'} probability, {risk.impact or 'unknown'} impact"
    delay = f"would delay {pack.words.row(risk.activity)} by " if risk.activity else "would delay by "
    note = f"{delay}{format_duration(risk.delay)}" if risk.delay else ""
    return (
        Cell(risk.risk or risk.id, strong=True, note=note),
        Cell(word, tone, chip=True, note=told),
        Cell(risk.mitigation or ("none" if not risk.fallback else "")),
        Cell(risk.fallback or ""),
        Cell(pack.words.person(risk.owner) if risk.owner else "nobody", "" if risk.owner else "warning"),
    )
