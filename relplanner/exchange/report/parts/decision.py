"""The first page: how the release stands, and what is asked of the board."""

from __future__ import annotations

from collections.abc import Iterator

from relplanner.exchange.report import verdicts
from relplanner.exchange.report.inputs import Pack
from relplanner.exchange.report.model import Cell, Column, Paragraph, Section, Table, Tone, Verdict
from relplanner.exchange.report.parts.freezes import conflicts
from relplanner.exchange.report.parts.on_call import gaps
from relplanner.exchange.report.words import count, percent
from relplanner.plan.nouns.readiness import Gate
from relplanner.schedule.spelling import spell

_OVER = frozenset({"completed", "rolled back", "cancelled"})
MOST_REASONS = 8
DOUBTFUL = 0.5
"""A chance below this is told."""


def part(pack: Pack) -> Section:
    blocks = [_verdict(pack)]
    rows = tuple(_asked(pack))
    if rows:
        columns = (
            Column("What is to be decided", 3.4),
            Column("By", 1.5, whole=True),
            Column("Who decides", 1.7, whole=True),
            Column("State", 1.0),
        )
        asked: Table | Paragraph = Table(columns, rows, "Decisions asked of the board")
    else:
        asked = Paragraph("No decision is open: every gate is decided and every sign-off given.")
    return Section("decision", "Decision asked for", (*blocks, asked))


def _verdict(pack: Pack) -> Verdict:
    status = pack.plan.release.status
    if status in _OVER:
        return Verdict(f"The release is {status}", "info")
    stops, opens = list(_stops(pack)), list(_opens(pack))
    reasons = (*(Cell(text, "error") for text in stops), *(Cell(text, "warning") for text in opens))
    if stops:
        return Verdict("The plan does not support a go as it stands", "error", reasons[:MOST_REASONS])
    if opens:
        return Verdict("A go needs the points below closed first", "warning", reasons[:MOST_REASONS])
    return Verdict("Nothing in the plan stands against a go", "ok", _support(pack))


def _stops(pack: Pack) -> Iterator[str]:
    """What speaks against a go."""
    schedule, plan = pack.schedule, pack.plan
    if schedule.target is None:
        yield "No target date (T0) is set."
    if schedule.projected is None:
        yield "The release milestone cannot be scheduled; see the findings."
    slip = schedule.slip_minutes
    if slip is not None and slip > 0:
        yield f"Projected for {pack.words.when(schedule.projected)}, {spell(slip)} after T0."
    failed = _criteria(pack, "error")
    if failed:
        yield f"{count(failed, 'gate criterion has', 'gate criteria have')} failed."
    refused = sum(1 for _, one in verdicts.sign_offs(plan) if one.verdict == "refused")
    if refused:
        yield f"{count(refused, 'sign-off is', 'sign-offs are')} refused."
    against = [gate for gate in plan.gates if gate.decision == "no-go"]
    if against:
        yield f"{count(len(against), 'gate has', 'gates have')} been decided no-go."
    late = [book for book in verdicts.rollback_runbooks(plan) if _over_budget(pack, book.id)]
    for book in late:
        yield f"“{book.name or book.id}” took longer in rehearsal than its budget."
    errors = sum(1 for finding in pack.findings if finding.severity == "error")
    if errors:
        yield f"The plan has {count(errors, 'error')}; see the findings."


def _over_budget(pack: Pack, book_id: str) -> bool:
    book = pack.plan.entry("runbooks", book_id)
    run, budget = verdicts.rehearsed(book), verdicts.budget_of(pack.plan, book)
    return run is not None and budget is not None and run[1] > budget


def _opens(pack: Pack) -> Iterator[str]:
    """What is still to be closed before a go."""
    plan = pack.plan
    pending = _criteria(pack, "warning")
    if pending:
        total = sum(len(gate.criteria) for gate in plan.gates)
        yield f"{pending} of {count(total, 'gate criterion', 'gate criteria')} are open."
    if not plan.gates:
        yield "The plan has no go/no-go gate."
    chance = pack.risk.on_time_probability if pack.risk is not None else None
    if chance is not None and chance < DOUBTFUL:
        share = percent(chance) if chance else "none"
        yield f"T0 is met in {share} of the simulated runs."
    unsigned = sum(1 for _, one in verdicts.sign_offs(plan) if one.verdict is None)
    if unsigned:
        yield f"{count(unsigned, 'sign-off is', 'sign-offs are')} open."
    books = verdicts.rollback_runbooks(plan)
    if not books:
        yield "No rollback procedure is written."
    elif not any(verdicts.rehearsed(book) for book in books):
        yield "The rollback has not been rehearsed."
    if not plan.triggers:
        yield "No rollback triggers are written."
    frozen = conflicts(pack)
    if frozen:
        yield f"{count(len(frozen), 'activity runs', 'activities run')} inside a freeze."
    if plan.on_call and gaps(pack):
        yield "The launch window has hours in which nobody is on call."


def _criteria(pack: Pack, tone: Tone) -> int:
    return sum(
        verdicts.criterion_state(pack.plan, item, pack.now).tone == tone
        for gate in pack.plan.gates
        for item in gate.criteria
    )


def _support(pack: Pack) -> tuple[Cell, ...]:
    said = []
    if pack.plan.gates:
        total = sum(len(gate.criteria) for gate in pack.plan.gates)
        said.append(Cell(f"Every gate criterion is met ({total}).", "ok"))
    if pack.schedule.slip_minutes is not None:
        said.append(Cell("The projected date keeps T0.", "ok"))
    return tuple(said)


def _asked(pack: Pack) -> Iterator[tuple[Cell, ...]]:
    plan, words, schedule = pack.plan, pack.words, pack.schedule
    chair = next((words.stakeholder(one) for one in plan.stakeholders if one.cab == "chair"), "the board")
    slip = schedule.slip_minutes
    if slip is not None and slip > 0:
        what = f"Accept {words.when(schedule.projected, zone=True)} as the new date, or cut scope to keep T0"
        yield Cell(what, strong=True), Cell("this meeting"), Cell(chair), Cell("Open", "warning", chip=True)
    if plan.change.kind != "standard" and not plan.change.approval:
        what = f"Approve the {plan.change.kind} change {plan.change.request or ''}".strip()
        quorum = f"CAB, quorum {plan.change.quorum}" if plan.change.quorum else "CAB"
        yield Cell(what, strong=True), Cell("this meeting"), Cell(quorum), Cell("Open", "warning", chip=True)
    for gate in plan.gates:
        if gate.decision is None or gate.decision == "conditional":
            yield _gate_row(pack, gate)
    for row_id, freeze, _ in conflicts(pack):
        what = f"Except “{words.row(row_id)}” from the freeze “{freeze}”, or move it"
        yield Cell(what, strong=True), Cell("this meeting"), Cell("CAB"), Cell("Open", "warning", chip=True)


def _gate_row(pack: Pack, gate: Gate) -> tuple[Cell, ...]:
    words = pack.words
    dates = pack.schedule.dates(gate.activity) if gate.activity else None
    votes = [vote for vote in gate.votes if vote.vote in ("go", "no-go")]
    needed = f"quorum {gate.quorum}" if gate.quorum else "CAB"
    cast = f"{count(len(votes), 'vote')} so far" if votes else "no votes yet"
    met = sum(verdicts.criterion_state(pack.plan, one, pack.now).tone == "ok" for one in gate.criteria)
    note = f"{met} of {count(len(gate.criteria), 'criterion', 'criteria')} met" if gate.criteria else ""
    return (
        Cell(f"Go or no-go at “{gate.name or gate.id}”", strong=True, note=note),
        Cell(words.when(dates.start) if dates is not None else "no date"),
        Cell(f"CAB, {needed}" if gate.quorum else needed, note=cast),
        verdicts.gate_state(gate),
    )
