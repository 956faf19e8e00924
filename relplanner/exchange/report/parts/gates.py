"""Go/no-go criteria gate by gate, with their evidence and the votes."""

from __future__ import annotations

from collections.abc import Iterator

from relplanner.exchange.report import verdicts
from relplanner.exchange.report.inputs import Pack
from relplanner.exchange.report.model import (
    Block,
    Cell,
    Column,
    Heading,
    Paragraph,
    Section,
    Table,
    Tone,
)
from relplanner.exchange.report.words import listed
from relplanner.plan.forms.target import target_in_words
from relplanner.plan.nouns.readiness import Criterion, Gate, Result

COLUMNS = (
    Column("Criterion", 3.0),
    Column("Target", 1.5),
    Column("Result", 1.0),
    Column("State", 1.0),
    Column("Evidence", 2.2),
)
_OF_RESULTS = frozenset({"Result", "Evidence"})
"""Columns that stay empty until something is measured."""
_VOTES: dict[str, Tone] = {"go": "ok", "no-go": "error", "abstain": ""}


def part(pack: Pack) -> Section:
    title = "Go/no-go criteria and gate evidence"
    if not pack.plan.gates:
        return Section("gates", title, (Paragraph("No gates are written yet.", "warning"),))
    judged = any(item.result is not None for gate in pack.plan.gates for item in gate.criteria)
    blocks = [block for gate in pack.plan.gates for block in _gate(pack, gate, judged)]
    return Section("gates", title, tuple(blocks))


def _gate(pack: Pack, gate: Gate, judged: bool) -> Iterator[Block]:
    dates = pack.schedule.dates(gate.activity) if gate.activity else None
    name = gate.name or gate.id
    yield Heading(f"{name}, {pack.words.when(dates.start)}" if dates is not None else name)
    yield Paragraph(_decision(pack, gate))
    if gate.criteria:
        shown = [at for at in range(len(COLUMNS)) if judged or COLUMNS[at].title not in _OF_RESULTS]
        judgements = (_criterion(pack, item) for item in gate.criteria)
        yield Table(
            tuple(COLUMNS[at] for at in shown),
            tuple(tuple(row[at] for at in shown) for row in judgements),
            f"Criteria of {name}",
            fixed=True,
        )
    else:
        yield Paragraph("This gate has no criteria yet.", "warning")
    if gate.votes:
        rows = tuple(
            (
                Cell(pack.words.person_in_role(vote.who)),
                Cell(
                    (vote.vote or "not cast").capitalize(), _VOTES.get(vote.vote or "", "warning"), chip=True
                ),
                Cell(pack.words.local(vote.at) if vote.at else ""),
                Cell(vote.comment or ""),
            )
            for vote in gate.votes
        )
        columns = (
            Column("Voter", 2),
            Column("Vote", 1),
            Column("When", 1.4, whole=True),
            Column("Comment", 3.6),
        )
        yield Table(columns, rows, f"Votes at {name}")


def _decision(pack: Pack, gate: Gate) -> str:
    if gate.decision is None:
        quorum = f" It takes a quorum of {gate.quorum}." if gate.quorum else ""
        return f"Not decided yet.{quorum}"
    when = f" on {pack.words.local(gate.decided_at)}" if gate.decided_at else ""
    text = f"Decided: {gate.decision}{when}."
    if gate.conditions:
        text += f" Conditions: {listed([pack.words.row(one) for one in gate.conditions])}."
    return text


def _criterion(pack: Pack, item: Criterion) -> tuple[Cell, ...]:
    what = criterion_name(pack, item)
    role = f"confirmed by {pack.words.person(item.role)}" if item.role else ""
    return (
        Cell(what[:1].upper() + what[1:], note=role),
        Cell(target_in_words(item.target) if item.target else ("by hand" if item.manual else "")),
        Cell(item.result.value or "" if item.result else ""),
        verdicts.criterion_state(pack.plan, item, pack.now),
        _evidence(pack, item.result),
    )


def criterion_name(pack: Pack, item: Criterion) -> str:
    metric = pack.plan.entry("metrics", item.metric) if item.metric else None
    measured = item.measured or (metric.name if metric is not None else None) or item.metric
    return item.manual or measured or item.id


def _evidence(pack: Pack, result: Result | None) -> Cell:
    if result is None:
        return Cell("")
    by = " ".join(filter(None, (result.by, f"({result.how})" if result.how else "")))
    when = pack.words.local(result.at) if result.at else ""
    version = f"on {result.version}" if result.version else ""
    return Cell(result.evidence or "", note=", ".join(filter(None, (by, when, version))))
