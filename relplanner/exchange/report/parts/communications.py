"""Who is told what and when."""

from __future__ import annotations

from relplanner.exchange.report.inputs import Pack
from relplanner.exchange.report.model import Cell, Column, Paragraph, Section, Table
from relplanner.plan.forms.recurrence import format_recurrence
from relplanner.plan.nouns.people import Communication

COLUMNS = (
    Column("When", 1.4, whole=True),
    Column("To", 1.6),
    Column("Message", 3.2),
    Column("Channel", 1.0),
    Column("Owner", 1.2, whole=True),
    Column("State", 0.9),
)


def part(pack: Pack) -> Section:
    told = pack.plan.communications
    if not told:
        said = Paragraph("No communications are planned yet.", "warning")
        return Section("communications", "Communications", (said,))
    dated = sorted(
        told, key=lambda one: (pack.schedule.resolve(one.at) is None, pack.schedule.resolve(one.at) or 0)
    )
    rows = tuple(_row(pack, one) for one in dated)
    return Section("communications", "Communications", (Table(COLUMNS, rows, "Communications by date"),))


def _row(pack: Pack, one: Communication) -> tuple[Cell, ...]:
    repeat = format_recurrence(one.repeat) if one.repeat is not None else ""
    return (
        _when(pack, one, repeat),
        Cell(one.to or "", note=one.audience or ""),
        Cell(one.message or ""),
        Cell(one.channel or ""),
        Cell(pack.words.person(one.owner) if one.owner else "nobody", "" if one.owner else "warning"),
        _state(pack, one),
    )


def _when(pack: Pack, one: Communication, repeat: str) -> Cell:
    if one.at is None:
        return Cell(repeat or "no date")
    at, _, written = pack.words.moment(one.at).partition(" (")
    return Cell(at, note=", ".join(filter(None, (written.removesuffix(")"), repeat))))


def _state(pack: Pack, one: Communication) -> Cell:
    if one.done is not None:
        return Cell("Sent", "ok", chip=True, note=pack.words.local(one.done))
    at = pack.schedule.resolve(one.at)
    if at is not None and at < pack.now_minute:
        return Cell("Overdue", "error", chip=True)
    return Cell("Planned", chip=True)
