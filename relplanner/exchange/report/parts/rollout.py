"""How the release goes out: who sees it when, and what must hold before it goes on."""

from __future__ import annotations

from relplanner.exchange.report.inputs import Pack
from relplanner.exchange.report.model import Block, Cell, Column, Facts, Heading, Paragraph, Section, Table
from relplanner.exchange.report.words import spoken_length
from relplanner.plan.forms.duration import format_duration
from relplanner.plan.forms.scalars import format_percent
from relplanner.plan.forms.target import target_in_words
from relplanner.plan.nouns.rollout import BlueGreen, Phase, Slot

COLUMNS = (
    Column("Phase", 1.6),
    Column("Who sees it", 1.9),
    Column("From", 1.4, whole=True),
    Column("Lasts", 0.8),
    Column("Goes on when", 3.4),
)


def part(pack: Pack) -> Section:
    rollout = pack.plan.rollout
    title = "Rollout"
    blocks: list[Block] = []
    if rollout.strategy:
        blocks.append(Paragraph(f"{rollout.strategy.capitalize()}.", title="Strategy:"))
    if rollout.phases:
        blocks.append(
            Table(COLUMNS, tuple(_phase(pack, one) for one in rollout.phases), "Phases of the rollout")
        )
    else:
        blocks.append(Paragraph("No rollout phases are written yet.", "warning"))
    if rollout.blue_green is not None:
        blocks += [Heading("Blue and green"), _blue_green(rollout.blue_green)]
    return Section("rollout", title, tuple(blocks))


def _phase(pack: Pack, phase: Phase) -> tuple[Cell, ...]:
    dates = pack.schedule.dates(f"rollout/{phase.id}")
    share = format_percent(phase.traffic).replace("%", " %") if phase.traffic is not None else ""
    sites = ", ".join(phase.sites)
    length = "ongoing" if phase.ongoing else format_duration(phase.duration) if phase.duration else ""
    names = {metric.id: metric.name or metric.id for metric in pack.plan.metrics}
    holds = [f"{names.get(one.metric, one.metric)} {target_in_words(one.target)}" for one in phase.criteria]
    holds += [one.text for one in phase.manual]
    said = "; ".join(holds)
    asks = f"{pack.words.person(phase.hold)} says go" if phase.hold else ""
    no_way_back = "Point of no return" if phase.no_return else ""
    return (
        Cell(phase.name or phase.id, strong=True, note=no_way_back),
        Cell(phase.audience or sites, note=" of ".join(filter(None, (share, "traffic" if share else "")))),
        Cell(pack.words.when(dates.start) if dates is not None else "no date"),
        Cell(spoken_length(length)),
        Cell(said or ("no criteria" if not phase.ongoing else ""), note=asks),
    )


def _blue_green(both: BlueGreen) -> Facts:
    rows = [
        (name, Cell(_slot(slot)))
        for name, slot in (("Blue, live now", both.blue), ("Green, new", both.green))
        if slot is not None
    ]
    if both.test:
        rows.append(("Test before the switch", Cell(both.test)))
    if both.steps:
        rows.append(("Traffic steps", Cell(" → ".join(format_percent(one) for one in both.steps))))
    if both.watch:
        rows.append(("Watched each step", Cell(spoken_length(format_duration(both.watch)))))
    if both.decommission_after:
        rows.append(("Blue goes after", Cell(spoken_length(format_duration(both.decommission_after)))))
    return Facts(tuple(rows))


def _slot(slot: Slot) -> str:
    traffic = f"{format_percent(slot.traffic)} traffic" if slot.traffic is not None else None
    return ", ".join(filter(None, (slot.namespace, traffic, slot.database, slot.monitoring)))
