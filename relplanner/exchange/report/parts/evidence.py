"""Compliance and the documents that the release owes."""

from __future__ import annotations

from collections.abc import Iterator

from relplanner.exchange.report.inputs import Pack
from relplanner.exchange.report.model import Block, Cell, Column, Heading, Section, Table, Tone

_STATUS: dict[str, Tone] = {"met": "ok", "failed": "error", "not applicable": "muted"}
_STATE: dict[str, Tone] = {"published": "ok", "missing": "warning"}


def part(pack: Pack) -> Section | None:
    blocks = (*_compliance(pack), *_documents(pack))
    return Section("evidence", "Compliance and documents", blocks) if blocks else None


def _compliance(pack: Pack) -> Iterator[Block]:
    if not pack.plan.compliance:
        return
    yield Heading("Compliance")
    rows = tuple(
        (
            Cell(one.standard or ""),
            Cell(one.requirement or one.id, strong=True, note=one.control or ""),
            Cell(one.status.capitalize(), _STATUS.get(one.status, "warning"), chip=True),
            Cell(one.evidence or ""),
            Cell(pack.words.person(one.owner) if one.owner else ""),
        )
        for one in pack.plan.compliance
    )
    columns = (
        Column("Standard", 1.1),
        Column("Requirement and control", 3.4),
        Column("Status", 1.1),
        Column("Evidence", 1.8),
        Column("Owner", 1.2, whole=True),
    )
    yield Table(columns, rows, "Compliance")


def _documents(pack: Pack) -> Iterator[Block]:
    if not pack.plan.documents:
        return
    yield Heading("Documents")
    rows = tuple(
        (
            Cell(one.name or one.id, strong=True, note=one.kind or ""),
            Cell(one.state.capitalize(), _STATE.get(one.state, ""), chip=True),
            Cell(pack.words.moment(one.due)),
            Cell(pack.words.person(one.owner) if one.owner else ""),
            Cell(one.link or ""),
        )
        for one in pack.plan.documents
    )
    columns = (
        Column("Document", 2.4),
        Column("State", 1),
        Column("Due", 1.7),
        Column("Owner", 1.2, whole=True),
        Column("Link", 2.4),
    )
    yield Table(columns, rows, "Documents")
