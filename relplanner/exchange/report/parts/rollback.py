"""What calls the release back, how, and whether that has been tried in time."""

from __future__ import annotations

from collections.abc import Iterator

from relplanner.exchange.report import verdicts
from relplanner.exchange.report.inputs import Pack
from relplanner.exchange.report.model import (
    Block,
    Cell,
    Column,
    Facts,
    Heading,
    Paragraph,
    Section,
    Table,
    Tone,
)
from relplanner.exchange.report.words import spoken_length
from relplanner.plan.forms.condition import in_words
from relplanner.plan.forms.duration import format_duration
from relplanner.plan.nouns.readiness import Runbook, Step
from relplanner.plan.nouns.rollout import Trigger


def part(pack: Pack) -> Section:
    return Section("rollback", "Rollback", (*_triggers(pack), *_procedures(pack)))


def _triggers(pack: Pack) -> Iterator[Block]:
    yield Heading("Triggers")
    if not pack.plan.triggers:
        yield Paragraph("No rollback triggers are written yet.", "warning")
        return
    names = {metric.id: metric.name or metric.id for metric in pack.plan.metrics}
    rows = tuple(_trigger(pack, one, names) for one in pack.plan.triggers)
    columns = (Column("Trigger", 1.8), Column("Kind", 1.2), Column("Fires when", 4.2), Column("Then", 1.4))
    yield Table(columns, rows, "Rollback triggers")


def _trigger(pack: Pack, one: Trigger, names: dict[str, str]) -> tuple[Cell, ...]:
    if one.when is not None:
        said = Cell(in_words(one.when, names))
    else:
        who = f"decided by {pack.words.person_in_role(one.who)}" if one.who else "nobody named to decide"
        said = Cell(one.manual or "no condition", "" if one.manual else "warning", note=who)
    kind = (
        "by hand"
        if one.manual
        else {"act": "automatic", "advise": "advises a person"}.get(one.mode, one.mode)
    )
    return (
        Cell(one.name or one.id, strong=True),
        Cell(one.category or "", note=kind),
        said,
        Cell(one.action, note=_book(pack, one.runbook)),
    )


def _book(pack: Pack, book_id: str | None) -> str:
    book = pack.plan.entry("runbooks", book_id) if book_id else None
    return (book.name or book.id) if book is not None else ""


def _procedures(pack: Pack) -> Iterator[Block]:
    books = verdicts.rollback_runbooks(pack.plan)
    if not books:
        yield Heading("Procedure")
        yield Paragraph("No rollback procedure is written yet.", "warning")
    for book in books:
        yield Heading(f"Procedure: {book.name or book.id}")
        yield _times(pack, book)
        if book.steps:
            yield _steps(pack, book)


def _times(pack: Pack, book: Runbook) -> Facts:
    budget, planned, run = (
        verdicts.budget_of(pack.plan, book),
        verdicts.planned(book),
        verdicts.rehearsed(book),
    )
    said = verdicts.in_minutes_text
    rows = [
        (
            "Time budget",
            Cell(said(budget) if budget is not None else "none set", "" if budget is not None else "warning"),
        )
    ]
    if planned is not None:
        over = budget is not None and planned > budget
        rows.append(("Planned time", Cell(said(planned), "error" if over else "")))
    if run is None:
        rows.append(("Rehearsed", Cell("never", "warning", strong=True)))
    else:
        at, took = run
        over = budget is not None and took > budget
        verdict = "over the budget" if over else "within the budget" if budget is not None else ""
        tone: Tone = "error" if over else "ok"
        rows.append(
            ("Rehearsed", Cell(f"{said(took)} on {pack.words.local(at)}", tone, strong=True, note=verdict))
        )
    return Facts(tuple(rows))


def _steps(pack: Pack, book: Runbook) -> Table:
    rows = tuple(
        (
            Cell(str(number), "muted"),
            Cell(step.name or step.id, strong=True, note=f"only when {step.when}" if step.when else ""),
            Cell(pack.words.person(step.owner) if step.owner else "nobody", "" if step.owner else "warning"),
            Cell(spoken_length(format_duration(step.duration)) if step.duration else ""),
            _verified(step),
        )
        for number, step in enumerate(book.steps, 1)
    )
    columns = (
        Column("", 0.35, "right"),
        Column("Step", 2.8),
        Column("Owner", 1.3, whole=True),
        Column("Takes", 0.8, "right", whole=True),
        Column("What is done, how it is verified", 3.2),
    )
    return Table(columns, rows, f"Steps of {book.name or book.id}")


def _verified(step: Step) -> Cell:
    verified = f"verified by: {step.verify}" if step.verify else ""
    fallback = f"else: {step.fallback}" if step.fallback else ""
    return Cell(step.manual or step.command or "", note="\n".join(filter(None, (verified, fallback))))
