"""`relplanner export --to grafana`: a golden file, the list of its fields, and its thresholds."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from hypothesis import given

from relplanner.exchange.grafana import Line, plan_grafana, steps
from relplanner.plan.plan import Plan
from relplanner.resources import resource
from relplanner.schedule import compute
from relplanner.storage import reader
from tests.exchange.rules.hostile_plans import plans

GOLDEN = Path("tests/data/grafana.json")
# Grafana's dashboard JSON model (docs/sources/visualizations/dashboards, "view dashboard JSON model").
FIELDS = {
    "": {"id", "uid", "title", "description", "tags", "schemaVersion", "version", "editable", "timezone",
         "refresh", "time", "graphTooltip", "templating", "annotations", "panels"},
    "time": {"from", "to"},
    "templating": {"list"},
    "templating.list": {"name", "label", "type", "query"},
    "annotations": {"list"},
    "panels": {"id", "type", "title", "description", "gridPos", "datasource", "targets", "fieldConfig",
               "options"},
    "panels.gridPos": {"x", "y", "w", "h"},
    "panels.datasource": {"type", "uid"},
    "panels.targets": {"refId", "datasource", "expr", "legendFormat"},
    "panels.targets.datasource": {"type", "uid"},
    "panels.fieldConfig": {"defaults", "overrides"},
    "panels.fieldConfig.defaults": {"unit", "thresholds", "custom"},
    "panels.fieldConfig.defaults.thresholds": {"mode", "steps"},
    "panels.fieldConfig.defaults.thresholds.steps": {"color", "value"},
    "panels.fieldConfig.defaults.custom": {"spanNulls", "thresholdsStyle"},
    "panels.fieldConfig.defaults.custom.thresholdsStyle": {"mode"},
    "panels.options": {"legend", "tooltip"},
    "panels.options.legend": {"displayMode", "placement"},
    "panels.options.tooltip": {"mode"},
}  # fmt: skip


def fields(tree: Any, place: str = "") -> set[str]:
    if isinstance(tree, list):
        return {name for each in tree for name in fields(each, place)}
    if not isinstance(tree, dict):
        return set()
    assert set(tree) <= FIELDS[place], place
    return {place}.union(*(fields(each, f"{place}.{key}".strip(".")) for key, each in tree.items()))


def test_the_dashboard_of_the_sample_is_the_golden_file() -> None:
    plan = reader.read(resource("samples", "aurora.relplan.yaml")).plan
    assert json.loads(plan_grafana(compute(plan)).text) == json.loads(GOLDEN.read_text(encoding="utf-8"))


def test_only_fields_of_the_model_are_written_and_all_of_them() -> None:
    plan = reader.read(resource("templates", "enterprise.relplan.yaml")).plan
    tree = json.loads(plan_grafana(compute(plan)).text)
    assert fields(tree) == set(FIELDS)
    assert len({panel["id"] for panel in tree["panels"]}) == len(tree["panels"])
    assert 8 <= len(tree["uid"]) <= 40
    for panel in tree["panels"]:
        assert panel["gridPos"]["x"] + panel["gridPos"]["w"] <= 24


@given(plan=plans())
def test_any_plan_gives_a_dashboard_whose_thresholds_rise_from_null(plan: Plan) -> None:
    tree = json.loads(plan_grafana(compute(plan)).text)
    fields(tree)
    for panel in tree["panels"]:
        first, *rest = (step["value"] for step in panel["fieldConfig"]["defaults"]["thresholds"]["steps"])
        assert first is None
        assert rest == sorted(set(rest))


def test_a_threshold_is_red_on_its_bad_side_and_the_worse_colour_wins() -> None:
    assert steps([]) == [{"color": "green", "value": None}]
    assert steps([Line(True, 5.0, "red"), Line(True, 3.0, "orange")]) == [
        {"color": "green", "value": None}, {"color": "orange", "value": 3.0}, {"color": "red", "value": 5.0},
    ]  # fmt: skip
    assert steps([Line(False, 99.0, "red"), Line(False, 99.9, "orange")]) == [
        {"color": "red", "value": None}, {"color": "orange", "value": 99.0},
        {"color": "green", "value": 99.9},
    ]  # fmt: skip
    assert steps([Line(True, 5.0, "red"), Line(False, 7.0, "orange")]) == [
        {"color": "orange", "value": None}, {"color": "red", "value": 5.0},
    ]  # fmt: skip


def test_what_a_dashboard_cannot_say_stands_in_its_description() -> None:
    made = plan_grafana(compute(reader.read(resource("samples", "aurora.relplan.yaml")).plan))
    assert all(note in json.loads(made.text)["description"] for note in made.notes)
    assert any("its threshold is no fixed number" in note for note in made.notes)
