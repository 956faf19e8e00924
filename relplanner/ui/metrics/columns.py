"""The columns of the table: what stands in a cell, and the edit that typing in it makes. No widgets here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from relplanner.plan import edits
from relplanner.plan.edits.edit import Edit
from relplanner.plan.fields import field_of
from relplanner.plan.nouns.rollout import Metric
from relplanner.plan.plan import Plan
from relplanner.ui.inspector import texts
from relplanner.ui.metrics.usage import Use
from relplanner.values import value

Name = str


@value
class Column:
    """``field`` is empty for what is counted; ``width`` in letters of the body font, 0: what is left."""

    field: str
    title: str
    width: int
    tip: str = ""
    right: bool = False


COLUMNS = (
    Column("name", "Name", 20, "What people call it"),
    Column("id", "Id", 14, "What conditions call it"),
    Column("unit", "Unit", 6, "What a bare number means"),
    Column("better", "Better", 7, "Which way is better: lower or higher"),
    Column("group", "Group", 12, "application, infrastructure, business, external or security"),
    Column("source", "Source", 11, "Where its values come from"),
    Column("query", "Query", 0, "What the source is asked"),
    Column("target", "Target", 10, "What it is to reach, such as < 0.1% or >= 99.9% over 30ed"),
    Column("baseline", "Baseline", 12, "What it was before, such as 94s (analytics, 2027-01-31)"),
    Column("", "Used", 5, "In how many triggers, alerts, criteria and gates it is used", right=True),
)
EDITABLE = tuple(at for at, column in enumerate(COLUMNS) if column.field)
MANUAL = "manual"


def cell(metric: Metric, column: Column, plan: Plan, uses: Mapping[str, Sequence[Use]]) -> str:
    """What stands in a cell."""
    if not column.field:
        return f"{len(uses.get(metric.id, ())):,}"
    if column.field == "source" and is_by_hand(metric, plan):
        return "by hand"
    return " ".join(typed(metric, column).split())


def typed(metric: Metric, column: Column) -> str:
    """What the editor of a cell begins with."""
    field = field_of(Metric, column.field)
    return texts.text_of(field, getattr(metric, column.field))


def is_by_hand(metric: Metric, plan: Plan) -> bool:
    """Whether its values are typed by a person."""
    source = plan.entry("sources", metric.source) if metric.source else None
    return source is not None and source.kind == MANUAL


def edit_of(plan: Plan, metric_id: str, column: Column, text: str) -> Edit | None:
    """The edit that a text in a cell makes, ``None`` when it says what stands there. Raises
    :class:`RelplannerError` when it cannot be meant.
    """
    field = field_of(Metric, column.field)
    new = texts.value_of(field, texts.by_name(field, plan, text))
    metric = plan.entry("metrics", metric_id)
    if metric is not None and getattr(metric, column.field) == new:
        return None
    return edits.set_field(plan, "metrics", metric_id, column.field, new)


def fits(metric: Metric, words: str, plan: Plan) -> bool:
    """Whether a filter's words all stand somewhere in a metric."""
    said = " ".join(typed(metric, column) for column in COLUMNS if column.field)
    if is_by_hand(metric, plan):
        said += " by hand"
    return all(word in said.casefold() for word in words.casefold().split())
