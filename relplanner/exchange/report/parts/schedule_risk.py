"""How likely T0 is, and what moves the release."""

from __future__ import annotations

from collections.abc import Iterator

from relplanner.exchange.report.inputs import MoverFigures, Pack, RiskFigures
from relplanner.exchange.report.model import (
    Block,
    Cell,
    Column,
    Facts,
    Heading,
    Paragraph,
    PictureSlot,
    Section,
    Table,
    Tone,
)
from relplanner.exchange.report.words import NONE, percent
from relplanner.schedule.spelling import spell

PICTURE = "histogram"
TOP = 10
_LIKELY, _DOUBTFUL = 0.8, 0.5
"""From 80 % a date is a promise, below 50 % it is a hope."""


def part(pack: Pack) -> Section | None:
    blocks: list[Block] = []
    if pack.risk is not None and len(pack.risk.finish):
        blocks += _figures(pack, pack.risk)
    movers = [one for one in pack.movers if one.drag_minutes > 0 and _is_work(pack, one.id)][:TOP]
    if movers:
        blocks += _movers(pack, movers)
    return (
        Section("schedule-risk", "Schedule risk and what moves the release", tuple(blocks))
        if blocks
        else None
    )


def _is_work(pack: Pack, row_id: str) -> bool:
    """Whether a row is work itself: a phase moves the release by what its parts do."""
    row = pack.schedule.index.get(row_id)
    return row is not None and not pack.schedule.is_summary(row)


def _figures(pack: Pack, risk: RiskFigures) -> Iterator[Block]:
    words = pack.words
    early, likely, late = (int(risk.percentile(p)) for p in (50, 80, 95))
    rows: list[tuple[str, Cell]] = []
    probability = risk.on_time_probability
    if probability is not None:
        tone: Tone = "ok" if probability >= _LIKELY else "warning" if probability >= _DOUBTFUL else "error"
        rows.append(("Chance to meet T0", Cell(percent(probability), tone, strong=True)))
    rows += [
        ("P50, as likely as not", _percentile(pack, early)),
        ("P80, a safe promise", _percentile(pack, likely)),
        ("P95, nearly certain", _percentile(pack, late)),
    ]
    yield Facts(tuple(rows))
    chance = f" T0 is met in {percent(probability)} of the trials." if probability is not None else ""
    alt = (
        f"Histogram of the projected release over {risk.trials:,} trials: half by {words.when(early)}, "
        f"80 % by {words.when(likely)}, 95 % by {words.when(late)}.{chance}"
    )
    caption = (
        f"Projected release in {risk.trials:,} simulated runs of the plan (seed {risk.seed}); "
        "runs that end after T0 in orange."
    )
    yield PictureSlot(PICTURE, caption, alt)
    if early == late:
        yield Paragraph(
            "No activity has a three-point estimate and no risk a delay, so all runs are alike.", "warning"
        )
    drivers = [one for one in risk.drivers if one.correlation >= 0.1][:5]
    if drivers:
        said = ", ".join(f"{one.name or words.row(one.id)} ({one.correlation:.2f})" for one in drivers)
        yield Paragraph(f"{said}.", title="What the spread comes from (correlation with the release date):")


def _percentile(pack: Pack, minute: int) -> Cell:
    target = pack.schedule.target
    note = ""
    if target is not None and minute != target:
        note = f"{spell(minute - target)} {'after' if minute > target else 'before'} T0"
    return Cell(pack.words.when(minute), note=note)


def _movers(pack: Pack, movers: list[MoverFigures]) -> Iterator[Block]:
    yield Heading("What moves the release")
    yield Paragraph(
        "How much earlier the release would be if the activity took no time at all, how much of its slack is "
        "used up since the baseline, and in how many simulated runs it was critical."
    )
    used = any(one.slack_used is not None for one in movers)
    ran = any(one.criticality is not None for one in movers)
    columns = [
        Column("Activity", 3),
        Column("Owner", 1.6, whole=True),
        Column("Moves the release by", 1.5, "right", whole=True),
    ]
    columns += [Column("Slack used", 1.1, "right", whole=True)] if used else []
    columns += [Column("Critical in", 1.1, "right", whole=True)] if ran else []
    yield Table(
        tuple(columns), tuple(_mover(pack, one, used, ran) for one in movers), "What moves the release"
    )


def _mover(pack: Pack, one: MoverFigures, used: bool, ran: bool) -> tuple[Cell, ...]:
    row = pack.schedule.index.get(one.id)
    owner = pack.schedule.activity(row).owner if row is not None else None
    cells = [
        Cell(one.name or pack.words.row(one.id), strong=True),
        Cell(pack.words.person(owner) if owner else ""),
        Cell(spell(one.drag_minutes), note=f"{pack.words.working(one.drag_working, one.id)} of work"),
    ]
    if used:
        cells.append(Cell(NONE if one.slack_used is None else pack.words.working(one.slack_used, one.id)))
    if ran:
        cells.append(Cell(NONE if one.criticality is None else percent(one.criticality)))
    return tuple(cells)
