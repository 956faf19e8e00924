"""What changed since the last CAB."""

from __future__ import annotations

from relplanner.exchange.report.inputs import Pack
from relplanner.exchange.report.model import Block, Bullets, Cell, Paragraph, Section
from relplanner.exchange.report.words import count
from relplanner.schedule.spelling import spell

MOST = 25


def part(pack: Pack) -> Section | None:
    changes = pack.changes
    if changes is None:
        return None
    blocks: list[Block] = [Paragraph(_slip(changes.slip_change_minutes), title=_since(pack))]
    shown = changes.headlines[:MOST]
    if shown:
        blocks.append(Bullets(tuple(Cell(one.text) for one in shown)))
        rest = len(changes.headlines) - len(shown)
        if rest:
            blocks.append(Paragraph(f"{count(rest, 'smaller change')} more.", "muted"))
    else:
        blocks.append(Paragraph("Nothing changed in the plan."))
    return Section("changed", "What changed since the last CAB", tuple(blocks))


def _since(pack: Pack) -> str:
    return f"Since {pack.since}:" if pack.since else ""


def _slip(minutes: int | None) -> str:
    if minutes is None:
        return "the slip cannot be compared."
    if minutes == 0:
        return "the slip is the same."
    return f"the slip has {'grown' if minutes > 0 else 'shrunk'} by {spell(minutes)}."
