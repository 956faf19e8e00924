"""Who has a say, and whose sign-off is still open."""

from __future__ import annotations

from collections.abc import Iterator

from relplanner.exchange.report import verdicts
from relplanner.exchange.report.inputs import Pack
from relplanner.exchange.report.model import Block, Cell, Column, Heading, Paragraph, Section, Table

_ORDER = {None: 0, "refused": 1, "given": 2}


def part(pack: Pack) -> Section | None:
    asked = list(verdicts.sign_offs(pack.plan))
    people = pack.plan.stakeholders
    if not asked and not people:
        return None
    blocks = [*_asked(pack), *_people(pack)]
    return Section("sign-offs", "Stakeholders and sign-offs", tuple(blocks))


def _asked(pack: Pack) -> Iterator[Block]:
    asked = sorted(verdicts.sign_offs(pack.plan), key=lambda one: _ORDER.get(one[1].verdict, 0))
    if not asked:
        yield Paragraph("No sign-offs are asked for.")
        return
    rows = tuple(
        (
            Cell(pack.words.person_in_role(one.who), strong=one.verdict is None),
            Cell(what[0].upper() + what[1:]),
            Cell(pack.words.moment(one.due)),
            verdicts.sign_off_state(one),
            Cell(one.comment or "", note=pack.words.local(one.at) if one.at else ""),
        )
        for what, one in asked
    )
    columns = (
        Column("Sign-off of", 2, whole=True),
        Column("For", 2),
        Column("Due", 1.6),
        Column("State", 0.9),
        Column("Comment", 2),
    )
    yield Table(columns, rows, "Sign-offs, the open ones first")


def _people(pack: Pack) -> Iterator[Block]:
    people = pack.plan.stakeholders
    if not people:
        return
    yield Heading("Stakeholders")
    rows = tuple(
        (
            Cell(pack.words.stakeholder(one), strong=bool(one.cab), note=_seat(one.cab, one.party)),
            Cell(one.role or ""),
            Cell(one.responsibility or ""),
            Cell(one.contact or ""),
            Cell(pack.words.person(one.backup) if one.backup else "nobody", "" if one.backup else "warning"),
        )
        for one in people
    )
    columns = (
        Column("Name", 1.6),
        Column("Role", 1.6),
        Column("Responsibility", 2.6),
        Column("Contact", 1.8),
        Column("Backup", 1.2, whole=True),
    )
    yield Table(columns, rows, "Stakeholders")


def _seat(seat: str | None, party: str) -> str:
    said = {"chair": "CAB chair", "member": "CAB member"}.get(seat or "", "")
    return ", ".join(filter(None, (said, "external" if party == "external" else "")))
