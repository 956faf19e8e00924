"""Where each metric is used: triggers, alerts, criteria, gates, promises of the scope. No widgets."""

from __future__ import annotations

from collections.abc import Hashable
from functools import cache
from typing import Any, cast

from relplanner.plan.fields import field_of
from relplanner.plan.forms.condition import CONDITION
from relplanner.plan.forms.scalars import METRIC_ID
from relplanner.plan.forms.target import CRITERION
from relplanner.plan.plan import Plan, entries_of, id_of, sections
from relplanner.plan.references import METRICS, mentions, slots_of
from relplanner.values import value

WORDS = {
    "triggers": "Trigger", "alerts": "Alert", "rollout": "Phase", "gates": "Gate", "flags": "Flag",
    "scope": "Promised by the scope", "risks": "Risk", "reviews": "Review",
}  # fmt: skip


@value
class Use:
    """One entry that names a metric; ``says`` is the text in which it does."""

    section: str
    id: str
    kind: str
    name: str
    says: str


def uses(plan: Plan) -> dict[str, tuple[Use, ...]]:
    """Every use by metric, in the order of the plan; an entry that names a metric twice counts once."""
    found: dict[str, dict[Use, None]] = {}
    for entry in sections():
        noun = entry.noun
        if noun is None or entry.name == "metrics" or not _names_metrics(cast("Hashable", noun)):
            continue
        listed = entries_of(plan, entry.name)
        for item in listed or ((getattr(plan, entry.name),) if entry.shape == "part" else ()):
            for one in mentions(item):
                if one.sections == METRICS:
                    use = _use(entry.name, item, one.path, listed=bool(listed))
                    found.setdefault(one.id, {})[use] = None
    return {metric: tuple(each) for metric, each in found.items()}


def by_source(plan: Plan) -> dict[str, int]:
    """How many metrics each source feeds."""
    counts: dict[str, int] = {}
    for metric in plan.metrics:
        if metric.source:
            counts[metric.source] = counts.get(metric.source, 0) + 1
    return counts


@cache
def _names_metrics(noun: Hashable) -> bool:
    for slot in slots_of(cast("type[Any]", noun)):
        if slot.nested:
            if _names_metrics(cast("Hashable", slot.field.noun)):
                return True
        elif slot.sections == METRICS or slot.field.form in (CONDITION, CRITERION):
            return True
    return False


def _use(section: str, item: Any, path: str, *, listed: bool) -> Use:
    kind = WORDS.get(section, section.replace("_", " ").capitalize())
    entry_id = id_of(item) if listed else ""
    name = str(getattr(item, "name", None) or entry_id)
    return Use(section, entry_id, kind, name, _says(item, path))


def _says(item: Any, path: str) -> str:
    """The condition, criterion or target in which the path names the metric."""
    says = ""
    for step in path.split("."):
        name, _, at = step.partition("[")
        try:
            field = field_of(type(item), name)
        except KeyError:
            return says
        item = getattr(item, field.name)
        if at:
            item = item[int(at.rstrip("]"))]
        if field.form is METRIC_ID and says:
            return says  # what is asked of the metric says more than its id again
        if field.form is not None and field.shape in ("one", "many"):
            return str(field.form.format(item))
        target = getattr(item, "target", None)
        if target is not None:
            says = str(field_of(type(item), "target").form.format(target))  # type: ignore[union-attr]
    return says
