"""What is released, and why."""

from __future__ import annotations

from relplanner.exchange.report.inputs import Pack
from relplanner.exchange.report.model import (
    Block,
    Bullets,
    Cell,
    Column,
    Facts,
    Heading,
    Paragraph,
    Section,
    Table,
)
from relplanner.plan.forms.target import target_in_words
from relplanner.plan.nouns.release import ScopeItem

_LISTS = (
    ("Features", "features"),
    ("Fixes", "fixes"),
    ("Performance", "performance"),
    ("Security", "security"),
    ("Technical debt", "debt"),
)


def part(pack: Pack) -> Section | None:
    scope = pack.plan.scope
    blocks: list[Block] = []
    lead = " ".join(filter(None, (scope.summary, scope.objective and f"Objective: {scope.objective}.")))
    if lead:
        blocks.append(Paragraph(lead))
    if scope.objectives:
        blocks.append(Bullets(tuple(map(Cell, scope.objectives))))
    impact = (("For users", scope.user_impact), ("For revenue", scope.revenue_impact))
    told = tuple((name, Cell(text)) for name, text in impact if text)
    if told:
        blocks.append(Facts(told, columns=1))
    rows = tuple(
        (Cell(title if not at else ""), _item(item), Cell(item.ticket or ""), Cell(_owner(pack, item)))
        for title, field in _LISTS
        for at, item in enumerate(getattr(scope, field))
    )
    if rows:
        blocks.append(
            Table(
                (
                    Column("", 1.1),
                    Column("What changes", 4.2),
                    Column("Ticket", 1),
                    Column("Owner", 1.4, whole=True),
                ),
                rows,
                "What changes in this release",
            )
        )
    blocks += _measured(pack)
    return Section("scope", "What is released", tuple(blocks)) if blocks else None


def _item(item: ScopeItem) -> Cell:
    return Cell(item.text, note=f"Breaks: {item.breaking}" if item.breaking else "")


def _owner(pack: Pack, item: ScopeItem) -> str:
    return pack.words.person(item.owner) if item.owner else ""


def _measured(pack: Pack) -> list[Block]:
    metrics = {metric.id: metric for metric in pack.plan.metrics}
    rows = tuple(
        (
            Cell((metrics[one.metric].name if one.metric in metrics else "") or one.metric),
            Cell(target_in_words(one.target) if one.target else "no target"),
        )
        for one in pack.plan.scope.success_metrics
    )
    if not rows:
        return []
    table = Table((Column("Measure", 2), Column("Target", 3)), rows, "How success is measured")
    return [Heading("How success is measured"), table]
