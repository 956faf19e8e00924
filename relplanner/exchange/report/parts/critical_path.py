"""What drives the release date, step by step: why each date is what it is, and what would make it earlier."""

from __future__ import annotations

from collections.abc import Iterator

from relplanner.exchange.report.inputs import Pack
from relplanner.exchange.report.model import Block, Bullets, Cell, Column, Paragraph, Section, Table
from relplanner.exchange.report.words import count
from relplanner.schedule.explain import Step, Why, why

COLUMNS = (
    Column("", 0.3, "right"),
    Column("Activity", 2.0),
    Column("Dates", 1.4, whole=True),
    Column("Slack", 0.7, "right", whole=True),
    Column("Why then, and what would make it earlier", 5.4),
)
MOST = 25
"""Steps that are shown, the last ones before the release."""


def part(pack: Pack) -> Section | None:
    path = pack.schedule.critical_path
    if not path:
        return None
    told = why(pack.schedule, path[-1], say=pack.words.when)
    return Section("critical-path", "Critical path", tuple(_blocks(pack, path, told)))


def _blocks(pack: Pack, path: tuple[str, ...], told: Why) -> Iterator[Block]:
    yield Paragraph(_lead(pack, path))
    steps = {step.id: step for step in told.steps[:MOST]}
    rows = tuple(
        _row(pack, number, row_id, steps.get(row_id)) for number, row_id in list(enumerate(path, 1))[-MOST:]
    )
    yield Table(COLUMNS, rows, "The critical path")
    yield Paragraph(told.critical)
    if told.conflicts:
        yield Paragraph("", title="What is not kept on the way:")
        yield Bullets(tuple(Cell(one.sentence, "error") for one in told.conflicts[:10]))
    if told.disagreement:
        yield Paragraph(told.disagreement)


def _lead(pack: Pack, path: tuple[str, ...]) -> str:
    said = (
        f"This chain of {count(len(path), 'activity', 'activities')} gives the release its projected "
        f"date, {pack.words.when(pack.schedule.projected)}. A day lost on one of them is a day "
        "lost for the release."
    )
    if len(path) > MOST:
        said += f" The last {MOST} are shown."
    more = len(pack.schedule.critical_paths()) - 1
    if more > 0:
        said += f" {count(more, 'other path is', 'other paths are')} critical as well."
    return said


def _row(pack: Pack, number: int, row_id: str, step: Step | None) -> tuple[Cell, ...]:
    schedule, words = pack.schedule, pack.words
    row = schedule.index[row_id]
    start, finish = int(schedule.start[row]), int(schedule.finish[row])
    owner = schedule.activity(row).owner
    until = "" if finish == start else f"to {words.when(finish)}"
    return (
        Cell(str(number), "muted"),
        Cell(words.row(row_id), strong=True, note=words.person(owner) if owner else "nobody owns it"),
        Cell(words.when(start), note=until),
        Cell("done" if schedule.is_complete(row) else words.working(int(schedule.total_slack[row]), row_id)),
        Cell(step.sentence, note=step.earlier) if step is not None else Cell(""),
    )
