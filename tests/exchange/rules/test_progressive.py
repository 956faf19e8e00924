"""`relplanner export --to argo-rollouts` and `--to flagger`, judged by the controllers' own schemas."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings

from relplanner.exchange.exported import Exported
from relplanner.exchange.progressive.argo import plan_argo
from relplanner.exchange.progressive.flagger import plan_flagger
from relplanner.exchange.progressive.verdicts import held, untemplated
from relplanner.exchange.promql.queries import Asked
from relplanner.plan.forms.condition import parse_condition
from relplanner.plan.nouns.rollout import Metric
from relplanner.plan.plan import Plan
from relplanner.resources import resource
from relplanner.schedule import compute
from relplanner.storage import reader
from tests.exchange.rules.crds import faults
from tests.exchange.rules.hostile_plans import plans
from tests.exchange.rules.promtool import accepts, passes

FILES = [resource("samples", "aurora.relplan.yaml"), resource("templates", "enterprise.relplan.yaml")]
EXPORTS = [plan_argo, plan_flagger]


def documents(made: Exported) -> list[dict[str, Any]]:
    return list(yaml.safe_load_all(made.text))


def queries(made: Exported) -> list[str]:
    return re.findall(r"query: (.*)", made.text)


def of(text: str, export: Any) -> Exported:
    return export(compute(reader.parse(text).plan))


@pytest.mark.parametrize("export", EXPORTS)
@pytest.mark.parametrize("path", FILES, ids=["sample", "enterprise"])
def test_the_schemas_accept_the_rollout_of(path: Path, export: Any, tmp_path: Path) -> None:
    made = export(compute(reader.read(path).plan))
    found = documents(made)
    assert [fault for each in found for fault in faults(each)] == []
    assert {each["kind"] for each in found} in ({"Rollout", "AnalysisTemplate"}, {"Canary", "MetricTemplate"})
    assert accepts(tmp_path, _as_rules(found)) == ""


@pytest.mark.parametrize("export", EXPORTS)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(plan=plans())
def test_the_schemas_accept_any_trigger_whatever_the_names_hold(
    export: Any, tmp_path: Path, plan: Plan
) -> None:
    found = documents(export(compute(plan)))
    assert [fault for each in found for fault in faults(each)] == []
    assert accepts(tmp_path, _as_rules(found)) == ""


def _as_rules(found: list[dict[str, Any]]) -> str:
    """The queries as rules: neither schema looks into them, promtool does."""
    asked = []
    for each in found:
        if each["kind"] == "MetricTemplate":
            asked.append(each["spec"]["query"])
        elif each["kind"] == "AnalysisTemplate":
            asked += [metric["provider"]["prometheus"]["query"] for metric in each["spec"]["metrics"]]
    rules = [{"record": f"q{number}", "expr": query} for number, query in enumerate(asked)]
    assert not any("{{" in query for query in asked)
    return yaml.safe_dump({"groups": [{"name": "g", "rules": rules}]})


def test_the_schemas_refuse_a_misspelt_field() -> None:
    found = documents(plan_argo(compute(reader.read(FILES[0]).plan)))
    template = next(each for each in found if each["kind"] == "AnalysisTemplate")
    template["spec"]["metrics"][0]["failurLimit"] = 1
    assert "failurLimit" in faults(template)[0]


PLAN = """\
relplan: 1
release: {product: Shop}
sources:
- {id: live, kind: prometheus, url: "https://prometheus.example.com/x"}
metrics:
- {id: errors, unit: "%", source: live, query: sum(errors)}
rollout:
  phases:
  - {id: canary, traffic: 0.5%, duration: 24eh, criteria: [errors < 0.1%], hold: boss}
  - {id: sites, sites: [Berlin], duration: 2ed}
  - {id: half, traffic: 50%, duration: 90em, manual: [Board agrees]}
  - {id: full, traffic: 100%, ongoing: yes, criteria: [errors < 1%]}
triggers:
- {id: act, when: errors > 1% for 5m, mode: act, warm_up: 10m}
- {id: advise, when: errors > 2%}
- {id: observe, when: errors > 3%, mode: observe, no_data: ignore}
- {id: off, when: errors > 4%, mode: off}
"""


def test_argo_goes_through_the_phases_with_their_times_criteria_and_people() -> None:
    made = of(PLAN, plan_argo)
    rollout, _, gate = documents(made)
    assert rollout["spec"]["strategy"]["canary"]["steps"] == [
        {"setWeight": 1},
        {"pause": {"duration": "24h"}},
        {"analysis": {"templates": [{"templateName": "shop-canary"}]}},
        {"pause": {}},
        {"setWeight": 50},
        {"pause": {"duration": "1h30m"}},
        {"pause": {}},
        {"setWeight": 100},
    ]
    assert gate["metadata"]["name"] == "shop-canary"
    notes = "\n".join(made.notes)
    assert "Phase canary gets 1 %" in notes
    assert "sites (Berlin) is left out" in notes
    assert "Board agrees" in notes
    assert all(f"# - {note}" in made.text for note in made.notes)


def test_argo_aborts_for_a_trigger_that_acts_pauses_for_one_that_advises_and_only_watches_the_others() -> (
    None
):
    triggers = documents(of(PLAN, plan_argo))[1]["spec"]
    act, advise, observe = triggers["metrics"]
    assert (act["failureCondition"], act["failureLimit"]) == ("len(result) > 0 && result[0] == 1", 0)
    assert act["initialDelay"] == "10m"
    assert (advise["failureCondition"], advise["inconclusiveLimit"]) == ("false", 0)
    assert observe["successCondition"].startswith("len(result) == 0 ||")
    assert triggers["dryRun"] == [{"metricName": "observe"}]
    assert act["provider"]["prometheus"]["address"] == "https://prometheus.example.com/x"


def test_flagger_stops_and_waits_unless_a_trigger_may_act_and_its_threshold_is_one_then() -> None:
    canary = documents(of(PLAN, plan_flagger))[0]["spec"]["analysis"]
    assert (canary["threshold"], canary["stepWeights"]) == (1, [1, 50, 100])
    assert [metric["name"] for metric in canary["metrics"]] == ["act"]
    made = of(PLAN.replace("mode: act", "mode: advise"), plan_flagger)
    assert documents(made)[0]["spec"]["analysis"]["threshold"] == 1_000_000
    assert any("leaves the decision to a person" in note for note in made.notes)


def test_each_export_says_how_its_target_counts_failures() -> None:
    argo, flagger = (of(PLAN, export).text for export in EXPORTS)
    for text in (argo, flagger):
        assert "not consecutive ones" in text
    assert "at more than the limit (Flagger: at as many)" in argo
    assert "reach the threshold (Argo: when they exceed it)" in flagger


BLUE_GREEN = """\
relplan: 1
release: {product: Shop}
rollout:
  strategy: blue-green
  blue_green: {test: Smoke tests, steps: [0%, 5%, 100%], watch: 15em, decommission_after: 24eh}
"""


def test_a_blue_green_switch_waits_for_a_person_and_keeps_the_old_side_for_its_stable_day() -> None:
    made = of(BLUE_GREEN, plan_argo)
    (rollout,) = documents(made)
    assert faults(rollout) == []
    assert rollout["spec"]["strategy"]["blueGreen"] == {
        "activeService": "shop-active",
        "previewService": "shop-preview",
        "autoPromotionEnabled": False,
        "scaleDownDelaySeconds": 86400,
    }
    assert any("0 % → 5 % → 100 %" in note for note in made.notes)
    assert documents(of(BLUE_GREEN, plan_flagger))[0]["spec"]["analysis"]["stepWeights"] == [5, 100]


def test_a_verdict_is_one_while_the_condition_has_held_nought_while_not_and_nothing_without_data(
    tmp_path: Path,
) -> None:
    plan = Plan(metrics=(Metric(id="m", query="m"),))
    query = held(Asked(plan), parse_condition("m > 1 for 1m"))
    samples = {60: "0", 120: "1", 135: "0", 180: "0", 210: "1", 1200: None}
    # 0 to 45 s calm, 60 to 120 s above, calm at 135 s, above again to 225 s, then silence
    values = "0x3 2x4 0 2x5 _x80"
    tests = [
        {
            "expr": query,
            "eval_time": f"{at}s",
            "exp_samples": [] if value is None else [{"value": float(value)}],
        }
        for at, value in samples.items()
    ]
    text = yaml.safe_dump(
        {
            "rule_files": ["rules.yml"],
            "evaluation_interval": "15s",
            "tests": [
                {
                    "interval": "15s",
                    "input_series": [{"series": "m", "values": values}],
                    "promql_expr_test": tests,
                }
            ],
        }
    )
    assert passes(tmp_path, "groups: []\n", text) == ""


@pytest.mark.parametrize("text", ['x{a="{{b}}"}', "x{a='{{{{'}", "x{a=`{{b}}\\`}", 'x{a="\\\\{{"}', "x + y"])
def test_a_query_that_holds_what_templates_begin_with_means_the_same_without_it(text: str) -> None:
    said = untemplated(text)
    assert "{{" not in said
    assert said.replace("\\x7b", "{").replace('"', "`").replace("'", "`").replace(
        "\\\\", "\\"
    ) == text.replace('"', "`").replace("'", "`").replace("\\\\", "\\")
