"""`relplanner export --to grafana`: a dashboard with a panel a metric and the thresholds of its triggers.

The fields are those of Grafana's dashboard JSON model, schema version 39; a first threshold is null.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence

from relplanner.errors import TextError
from relplanner.exchange.exported import Exported
from relplanner.exchange.prometheus.words import instants_of, release_name, title_of
from relplanner.exchange.promql.queries import Asked
from relplanner.exchange.report.clean import clean
from relplanner.plan.forms.bound import Level
from relplanner.plan.forms.condition import Compare, comparisons, format_condition
from relplanner.plan.forms.quantity import convert
from relplanner.plan.nouns.rollout import Alert, Metric, Trigger
from relplanner.plan.plan import Plan
from relplanner.schedule import Schedule
from relplanner.values import value

SCHEMA_VERSION = 39
WIDTH, HEIGHT = 12, 8
GREEN, ORANGE, RED = "green", "orange", "red"
UNITS = {
    "%": "percent", "ratio": "percentunit", "ms": "ms", "s": "s", "min": "m", "h": "h", "d": "d",
    "B": "decbytes",
    "$": "currencyUSD", "€": "currencyEUR", "£": "currencyGBP", "/s": "reqps", "/min": "cpm",
}  # fmt: skip
CANNOT = (
    "A dashboard shows thresholds; it judges nothing. The time for which a condition must hold, no data, "
    "recovery and latching are not in it.",
)
_SEVERITY = {GREEN: 0, ORANGE: 1, RED: 2}


@value
class Line:
    """A level from which on, or up to which, something is wrong."""

    above: bool
    level: float
    colour: str


def plan_grafana(schedule: Schedule) -> Exported:
    """What `relplanner export --to grafana` writes."""
    plan = schedule.plan
    asked = Asked(plan, instants=instants_of(schedule))
    notes: list[str] = []
    panels: list[dict[str, object]] = []
    for metric in plan.metrics:
        try:
            panels.append(_panel(asked, metric, len(panels), notes))
        except TextError as error:
            notes.append(f"{metric.id} has no panel. {error.problems[0].message}")
    tree = _dashboard(plan, panels, (*CANNOT, *notes))
    return Exported(json.dumps(tree, indent=2, ensure_ascii=True) + "\n", (*CANNOT, *notes))


def _dashboard(plan: Plan, panels: list[dict[str, object]], notes: Sequence[str]) -> dict[str, object]:
    title = release_name(plan)
    digest = hashlib.sha256(title.encode("utf-8", "replace")).hexdigest()
    return {
        "id": None,
        "uid": f"relplan-{digest[:16]}",
        "title": title,
        "description": "\n".join(map(_line, notes)),
        "tags": ["relplanner"],
        "schemaVersion": SCHEMA_VERSION,
        "version": 1,
        "editable": True,
        "timezone": plan.release.time_zone or "utc",
        "refresh": "15s",
        "time": {"from": "now-6h", "to": "now"},
        "graphTooltip": 1,
        "templating": {
            "list": [
                {"name": "datasource", "label": "Data source", "type": "datasource", "query": "prometheus"}
            ]
        },
        "annotations": {"list": []},
        "panels": panels,
    }


def _panel(asked: Asked, metric: Metric, number: int, notes: list[str]) -> dict[str, object]:
    title = _line(metric.name or metric.id)
    targets = [_target("A", asked.query(metric.id), title)]
    for at, (name, _) in enumerate(metric.series[:20]):
        targets.append(_target(chr(ord("B") + at), asked.series(metric.id, name), _line(name)))
    entries = list(_entries(asked.plan, metric))
    lines = [line for entry in entries for line in _lines(entry, metric, notes)]
    said = [f"{title_of(entry)}: {format_condition(entry.when)}" for entry in entries if entry.when]
    return {
        "id": number + 1,
        "type": "timeseries",
        "title": title,
        "description": "\n".join(map(_line, said)),
        "gridPos": {"x": number % 2 * WIDTH, "y": number // 2 * HEIGHT, "w": WIDTH, "h": HEIGHT},
        "datasource": {"type": "prometheus", "uid": "${datasource}"},
        "targets": targets,
        "fieldConfig": {
            "defaults": {
                "unit": _unit(metric.unit or ""),
                "thresholds": {"mode": "absolute", "steps": steps(lines)},
                "custom": {"spanNulls": False, "thresholdsStyle": {"mode": "line" if lines else "off"}},
            },
            "overrides": [],
        },
        "options": {"legend": {"displayMode": "list", "placement": "bottom"}, "tooltip": {"mode": "multi"}},
    }


def _target(ref: str, expr: str, legend: str) -> dict[str, object]:
    return {
        "refId": ref,
        "datasource": {"type": "prometheus", "uid": "${datasource}"},
        "expr": expr,
        "legendFormat": legend.replace("{{", "{ {") or "__auto",
    }


def _unit(unit: str) -> str:
    """Grafana's name of a unit; others are put behind the number."""
    return UNITS.get(unit) or (f"suffix: {_line(unit)}" if unit else "none")


def _entries(plan: Plan, metric: Metric) -> Iterator[Trigger | Alert]:
    entries: tuple[Trigger | Alert, ...] = (*plan.triggers, *plan.alerts)
    for entry in entries:
        off = isinstance(entry, Trigger) and entry.mode == "off"
        if (
            entry.when is not None
            and not off
            and metric.id in {leaf.metric for leaf in comparisons(entry.when.expr)}
        ):
            yield entry


def _lines(entry: Trigger | Alert, metric: Metric, notes: list[str]) -> Iterator[Line]:
    level = entry.severity if isinstance(entry, Trigger) else entry.level
    colour = RED if isinstance(entry, Trigger) or level == "critical" else ORANGE
    assert entry.when is not None
    if level == "informational":
        return
    place = f"{'triggers' if isinstance(entry, Trigger) else 'alerts'}/{entry.id}"
    for leaf in comparisons(entry.when.expr):
        if leaf.metric != metric.id:
            continue
        if isinstance(leaf, Compare) and isinstance(leaf.bound, Level) and leaf.op[0] in "<>":
            try:
                yield Line(leaf.op[0] == ">", convert(leaf.bound.quantity, metric.unit or ""), colour)
            except TextError as error:
                notes.append(f"{place} has no line. {error.problems[0].message}")
        else:
            notes.append(f"{place} has no line for {metric.id}: its threshold is no fixed number.")


def steps(lines: Sequence[Line]) -> list[dict[str, object]]:
    """The thresholds: from each level on the colour of the worst that holds there."""
    levels = sorted({line.level for line in lines})
    found: list[dict[str, object]] = []
    for low, high in zip([None, *levels], [*levels, None], strict=True):
        worst = max(
            (line.colour for line in lines if _holds(line, low, high)),
            key=_SEVERITY.__getitem__,
            default=GREEN,
        )
        if not found or found[-1]["color"] != worst:
            found.append({"color": worst, "value": low})
    return found


def _holds(line: Line, low: float | None, high: float | None) -> bool:
    if line.above:
        return low is not None and low >= line.level
    return high is not None and high <= line.level


def _line(text: str) -> str:
    return " ".join(clean(text).split())
