"""Who is on call while the release goes out, and the hours that nobody covers."""

from __future__ import annotations

from relplanner.exchange.report import verdicts
from relplanner.exchange.report.inputs import Pack
from relplanner.exchange.report.model import Block, Cell, Column, Paragraph, Section, Table
from relplanner.exchange.report.words import NONE
from relplanner.schedule.spelling import spell


def part(pack: Pack) -> Section:
    title = "On-call cover"
    shifts = pack.plan.on_call
    if not shifts:
        return Section("on-call", title, (Paragraph("Nobody is on call yet.", "warning"),))
    rows = tuple(
        (
            Cell(pack.words.person(shift.who), strong=True, note=shift.role or ""),
            Cell(pack.words.when(pack.schedule.resolve(shift.from_))),
            Cell(pack.words.when(pack.schedule.resolve(shift.to, finish=True))),
            Cell(str(shift.escalation)),
            Cell(shift.contact or _contact(pack, shift.who)),
        )
        for shift in shifts
    )
    columns = (
        Column("Who", 2),
        Column("From", 1.4, whole=True),
        Column("Until", 1.4, whole=True),
        Column("Called", 0.6, "right", whole=True),
        Column("Contact", 2),
    )
    blocks: list[Block] = [Table(columns, rows, "Shifts")]
    window = launch_window(pack)
    if window is not None:
        blocks.append(_cover(pack, window))
    return Section("on-call", title, tuple(blocks))


def _cover(pack: Pack, window: tuple[int, int]) -> Paragraph:
    span = f"{pack.words.when(window[0])} to {pack.words.when(window[1])}"
    found = gaps(pack)
    if not found:
        return Paragraph(f"covered throughout, {span}.", "ok", "Launch window:")
    told = "; ".join(
        f"{pack.words.when(gap.start)} to {pack.words.when(gap.finish)} ({spell(gap.finish - gap.start)})"
        for gap in found[:6]
    )
    return Paragraph(f"{told}.", "error", f"Nobody is on call in the launch window ({span}):")


def _contact(pack: Pack, who: str) -> str:
    person = pack.plan.entry("stakeholders", who)
    return (person.contact or NONE) if person is not None else NONE


def launch_window(pack: Pack) -> tuple[int, int] | None:
    """From the start of the deployment to the end of the rollout's phases that end, in UTC minutes."""
    schedule = pack.schedule
    rows = [
        row for row in range(len(pack.plan.activities), len(schedule.ids)) if not schedule.is_open_ended(row)
    ]
    marks = [row for row in (*rows, schedule.milestone) if row >= 0 and schedule.dates(schedule.ids[row])]
    if not marks:
        return None
    first, last = min(schedule.start[row] for row in marks), max(schedule.finish[row] for row in marks)
    return (int(first), int(last)) if last > first else None


def gaps(pack: Pack) -> tuple[verdicts.Uncovered, ...]:
    """Stretches of the launch window without anybody on call."""
    window = launch_window(pack)
    if window is None:
        return ()
    shifts = []
    for shift in pack.plan.on_call:
        start, finish = pack.schedule.resolve(shift.from_), pack.schedule.resolve(shift.to, finish=True)
        if start is not None and finish is not None:
            shifts.append((start, finish))
    return verdicts.uncovered(shifts, *window)
