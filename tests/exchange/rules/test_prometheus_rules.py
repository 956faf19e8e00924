"""`relplanner export --to prometheus-rules`, judged by promtool."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings

from relplanner.exchange.prometheus.rules import plan_rules, rules_of
from relplanner.exchange.promql.queries import Asked
from relplanner.plan.plan import Plan
from relplanner.resources import resource
from relplanner.schedule import compute
from relplanner.storage import reader
from tests.exchange.rules.hostile_plans import plans
from tests.exchange.rules.promtool import accepts

ENTERPRISE = resource("templates", "enterprise.relplan.yaml")
SAMPLE = resource("samples", "aurora.relplan.yaml")
HEAD = """\
relplan: 1
release:
  product: Shop
metrics:
- {id: error_rate, unit: "%", better: lower, query: 'sum(errors)', target: "< 0.1%", baseline: 2% (x)}
- {id: latency, unit: ms, better: lower, query: latency_ms, series: {stable: 'latency_ms{track="stable"}'}}
- {id: rating, better: higher, source: hand}
- {id: fed, unit: "%", source: feed, query: '$.errors'}
- {id: plain, better: higher}
sources:
- {id: hand, kind: manual}
- {id: feed, kind: json}
triggers:
"""


def exprs(triggers: str) -> dict[str, str]:
    plan = reader.parse(HEAD + triggers).plan
    return {rule.alert: rule.expr for rule in rules_of(Asked(plan)).rules}


def expr(when: str, more: str = "") -> str:
    return exprs(f"- {{id: x, when: '{when}'{more}}}\n")["x"]


@pytest.mark.parametrize("path", [SAMPLE, ENTERPRISE], ids=["sample", "enterprise"])
def test_promtool_accepts_the_rules_of(path: Path, tmp_path: Path) -> None:
    made = plan_rules(compute(reader.read(path).plan))
    assert accepts(tmp_path, made.text) == ""


def test_every_trigger_and_alert_with_a_condition_has_a_rule_and_the_others_are_named() -> None:
    plan = reader.read(ENTERPRISE).plan
    made = plan_rules(compute(plan))
    groups = yaml.safe_load(made.text)["groups"]
    ruled = {rule["labels"]["relplan"] for group in groups for rule in group["rules"]}
    judged = {f"triggers/{each.id}" for each in plan.triggers if each.when}
    judged |= {f"alerts/{each.id}" for each in plan.alerts if each.when}
    assert {name for name in ruled if not name.startswith("metrics/")} == judged
    left = {f"triggers/{each.id}" for each in plan.triggers if not each.when}
    left |= {f"alerts/{each.id}" for each in plan.alerts if not each.when}
    named = {note.split()[0] for note in made.notes if "has no rule" in note}
    assert named == left
    assert all(f"# - {name} " in made.text for name in left)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(plan=plans())
def test_promtool_accepts_any_trigger_whatever_the_names_hold(tmp_path: Path, plan: Plan) -> None:
    made = plan_rules(compute(plan))
    assert accepts(tmp_path, made.text) == ""
    groups = yaml.safe_load(made.text)["groups"]
    ruled = [rule["labels"]["relplan"] for group in groups for rule in group["rules"]]
    assert len(set(ruled)) == len(ruled)
    left = sum("has no rule" in note for note in made.notes)
    own = [name for name in ruled if not name.startswith("metrics/")]
    assert len(own) + left == len(plan.triggers) + len(plan.alerts)


@pytest.mark.parametrize(
    ("when", "said"),
    [
        ("error_rate > 1%", "sum(errors) > 1"),
        ("error_rate > 0.01 ratio", "sum(errors) > 1"),
        ("latency >= 1.5s", "latency_ms >= 1500"),
        ("error_rate > 5x baseline", "sum(errors) > 5 * 2"),
        ("error_rate no worse than baseline", "sum(errors) <= 2"),
        ("error_rate drops > 20% vs 1w ago", "sum(errors) < (1 - 20 / 100) * sum(errors offset 1w)"),
        ("latency rises >= 50% vs 1h", "latency_ms >= (1 + 50 / 100) * avg_over_time(latency_ms[1h])"),
        (
            "error_rate > 3 sigma vs 1h",
            "sum(errors) > avg_over_time(sum(errors)[1h:15s]) + 3 * stddev_over_time(sum(errors)[1h:15s])",
        ),
        ("latency > 1.2x stable", 'latency_ms > on () group_left () 1.2 * latency_ms{track="stable"}'),
        ("latency absent", "absent(latency_ms)"),
        ("plain < 3", "plain < 3"),
        ("error_rate > 1% and latency > 1s", "sum(errors) > 1 and max(latency_ms > 1000)"),
        (
            "error_rate > 1% and (latency > 1s or latency absent)",
            "sum(errors) > 1 and (max(latency_ms > 1000) or absent(latency_ms))",
        ),
        (
            "error_rate burns > 14.4x in 1h/5m",
            "avg_over_time(sum(errors)[1h:15s]) > 14.4 * 0.1 and "
            "avg_over_time(sum(errors)[5m:15s]) > 14.4 * 0.1",
        ),
    ],
)
def test_each_form_of_condition_in_promql(when: str, said: str) -> None:
    assert expr(when) == said


def test_the_bad_side_of_a_spread_is_below_where_more_is_better() -> None:
    said = "plain < avg_over_time(plain[1d]) - 3 * stddev_over_time(plain[1d])"
    assert expr("plain > 3 sigma vs 1d") == said


def test_other_than_a_number_is_not_said_of_no_number() -> None:
    assert expr("latency != 5ms") == "latency_ms != 5 and latency_ms == latency_ms"


def test_silence_that_counts_as_true_is_asked_for_too() -> None:
    said = expr("latency > 1s for 5m", ", no_data: fire")
    assert said == "max(latency_ms > 1000) or absent(latency_ms) or max(latency_ms != latency_ms)"
    both = expr("plain > 1 and error_rate > 1%", ", no_data: fire")
    silent = "absent(plain) or max(plain != plain)"
    other = "absent(sum(errors)) or max(sum(errors) != sum(errors))"
    assert both == f"(max(plain > 1) or {silent}) and (sum(errors) > 1 or {other})"


@pytest.mark.parametrize(
    ("when", "reason"),
    [
        ("rating < 3", "typed in by hand"),
        ("fed > 1%", "speaks JSON"),
        ("latency > 5x baseline", "no baseline"),
        ("latency > 1%", "cannot be compared"),
        ("ghost > 1", "no metric ghost"),
        ("latency > 2x canary", "no series canary"),
        ("latency > 3 sigma vs stable", "spread"),
        ("latency rises > 5% vs 0s", "no length"),
        ("latency burns > 2x in 1h", "error budget"),
        ("latency > 1s for 900000w", "hundred years"),
    ],
)
def test_what_prometheus_cannot_judge_is_left_out_with_its_reason(when: str, reason: str) -> None:
    plan = reader.parse(f"{HEAD}- {{id: x, when: '{when}'}}\n").plan
    made = plan_rules(compute(plan))
    assert "alert: x" not in made.text
    note = next(note for note in made.notes if note.startswith("triggers/x"))
    assert reason in note
    assert f"# - {note}" in made.text


def test_a_query_that_is_no_promql_never_reaches_the_file() -> None:
    for query in ("sum(x))) or vector(1", 'x{a="b}', "x # {", "rate(x[5m]) evil", "x[5m]", "ratte(x)"):
        plan = reader.parse(
            f"relplan: 1\nmetrics:\n- id: m\n  query: {query!r}\ntriggers:\n- {{id: x, when: m > 1}}\n"
        ).plan
        rules = rules_of(Asked(plan))
        if query.startswith("x #"):
            assert [rule.expr for rule in rules.rules] == ["x > 1"], "a comment is no part of it"
        else:
            assert not rules.rules
            assert "triggers/x" in rules.left_out[0]


def test_times_and_what_the_rule_is_of_stand_in_keys_that_prometheus_knows() -> None:
    made = plan_rules(
        compute(
            reader.parse(
                HEAD
                + "- {id: x, name: Too slow, when: latency > 1s for 1h30m, keep_firing_for: 10m, every: 30s, "
                "category: technical, mode: act, runbook: back, warm_up: 5m, recovers: latency < 900ms}\n"
            ).plan
        )
    )
    group, data = yaml.safe_load(made.text)["groups"]
    assert (group["name"], group["interval"]) == ("shop-triggers-30s", "30s")
    (rule,) = group["rules"]
    assert set(rule) == {"alert", "expr", "for", "keep_firing_for", "labels", "annotations"}
    assert (rule["for"], rule["keep_firing_for"]) == ("1h30m", "10m")
    assert rule["labels"] == {
        "severity": "critical", "category": "technical", "mode": "act", "release": "Shop",
        "relplan": "triggers/x",
    }  # fmt: skip
    assert rule["annotations"]["summary"] == "Too slow"
    assert data["rules"][0]["expr"] == "absent(latency_ms)"
    assert [
        note for note in made.notes if "900ms" in note and note in made.text.replace("  # ", "triggers/x: ")
    ]
    assert any("5m after a phase begins" in note for note in made.notes)


def test_the_same_plan_gives_the_same_bytes() -> None:
    plan = reader.read(ENTERPRISE).plan
    assert plan_rules(compute(plan)).text == plan_rules(compute(plan)).text


def test_a_mean_before_the_rollout_is_asked_for_at_the_instant_at_which_it_is_frozen() -> None:
    text = plan_rules(compute(reader.read(SAMPLE).plan)).text
    assert "avg_over_time(p95_latency[1w] @ 1804852800)" in text
    plan = reader.read(SAMPLE).plan
    frozen = rules_of(Asked(plan, frozen={"p95_latency": 120.5, "orders": 40.0})).rules
    assert {rule.alert: rule.expr for rule in frozen}["slow"] == "p95_latency > 5 * 120.5"
