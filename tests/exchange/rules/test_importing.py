"""Plans out of rules of Prometheus and rollouts of Argo and Flagger."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from relplanner.errors import RelplannerError, UsageError
from relplanner.exchange.importing.formats import FORMATS, import_text
from relplanner.exchange.importing.report import Imported
from relplanner.exchange.progressive.argo import plan_argo
from relplanner.exchange.progressive.flagger import plan_flagger
from relplanner.exchange.prometheus.rules import plan_rules
from relplanner.plan.forms.condition import format_condition
from relplanner.plan.forms.quantity import format_baseline
from relplanner.plan.forms.target import format_criterion
from relplanner.plan.plan import Plan
from relplanner.resources import resource
from relplanner.schedule import compute
from relplanner.storage import reader, writer
from tests.exchange.rules.hostile_plans import plans

ENTERPRISE = resource("templates", "enterprise.relplan.yaml")
SAMPLE = resource("samples", "aurora.relplan.yaml")
EXAMPLES = Path("tests/data/rollouts")


def conditions(plan: Plan) -> dict[str, str]:
    entries = [(f"triggers/{each.id}", each) for each in plan.triggers]
    entries += [(f"alerts/{each.id}", each) for each in plan.alerts]
    return {place: format_condition(each.when) for place, each in entries if each.when}


def foreign(text: str) -> str:
    """A file as any other program would have written it."""
    return re.sub(r"^# relplan: .*\n", "", text, flags=re.M)


def rules(expr: str, more: str = "") -> Imported:
    return import_text(f"groups:\n- name: g\n  rules:\n  - alert: Slow\n    expr: {expr}\n{more}")


@pytest.mark.parametrize("path", [SAMPLE, ENTERPRISE], ids=["sample", "enterprise"])
def test_exported_rules_come_back_with_their_conditions_and_metrics(path: Path) -> None:
    plan = reader.read(path).plan
    found = import_text(plan_rules(compute(plan)).text)
    assert conditions(found.plan) == conditions(plan)
    assert found.report.kept == ()
    for metric in found.plan.metrics:
        before = plan.entry("metrics", metric.id)
        assert (metric.query, metric.unit, metric.baseline) == (before.query, before.unit, before.baseline)
    again = reader.parse(writer.format_new(found.plan))
    assert again.findings == ()
    assert conditions(again.plan) == conditions(plan)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(plan=plans())
def test_whatever_rules_can_say_comes_back_from_them(plan: Plan) -> None:
    made = plan_rules(compute(plan))
    ruled = set(re.findall(r"^      relplan: ((?:triggers|alerts)/.*)$", made.text, re.M))
    if not ruled:
        return
    found = import_text(made.text).plan
    wanted = conditions(plan)
    assert {place: said for place, said in conditions(found).items() if place in ruled} == {
        place: said for place, said in wanted.items() if place in ruled
    }


@pytest.mark.parametrize(
    ("expr", "said", "baseline"),
    [
        ("x > 0.01", "x > 0.01", None),
        ("0.01 < x", "x > 0.01", None),
        ("sum(x) >= 2 * 3", "slow >= 6", None),
        ("x < 0.8 * (x offset 1w)", "x < 0.8x 1w ago", None),
        ("x < (1 - 20 / 100) * x offset 1w", "x drops > 20% vs 1w ago", None),
        ("x > 2 * avg_over_time(x[1d])", "x > 2x 1d", None),
        ("x < 0.8 * avg_over_time(x[1h] offset 1w)", "x < 0.8x baseline", "mean 1h offset 1w"),
        ("x > on () group_left () 2 * sum(y)", "x > 2x baseline", "query: sum(y)"),
        ("x > avg_over_time(x[1d]) + 3 * stddev_over_time(x[1d])", "x > 3 sigma vs 1d", None),
        ("absent(x)", "x absent", None),
        ("x > 1 and on() (y < 2 or absent(z))", "x > 1 and (y < 2 or z absent)", None),
        ("max(x > 1) or max(y > 2)", "x > 1 or y > 2", None),
        ("x != 5 and x == x", "x != 5", None),
        ("rate(job:x[5m]) > 1e-2", "slow > 0.01", None),
    ],
)
def test_a_rule_of_somebody_else_becomes_the_condition_that_it_states(
    expr: str, said: str, baseline: str | None
) -> None:
    found = rules(expr)
    assert conditions(found.plan) == {"alerts/slow": said}
    assert found.report.kept == ()
    given = [format_baseline(metric.baseline) for metric in found.plan.metrics if metric.baseline]
    assert given == ([baseline] if baseline else [])


@pytest.mark.parametrize(
    "expr",
    [
        "up == 0 unless on (job) maintenance",
        "x",
        "x > bool 1",
        "x > on (job) y",
        "x % 2",
        "x > time()",
    ],
)
def test_an_expression_of_another_form_is_counted_whole_and_reported(expr: str) -> None:
    found = rules(expr)
    (metric,) = found.plan.metrics
    assert metric.query == f"count({expr}) or vector(0)"
    assert conditions(found.plan) == {"alerts/slow": "slow > 0"}
    assert expr in found.report.kept[0].text
    assert expr in found.plan.alerts[0].notes


def test_what_is_no_promql_stays_in_the_notes() -> None:
    found = rules('"sum(x"')
    assert found.plan.alerts[0].when is None
    assert "sum(x" in found.plan.alerts[0].notes
    assert "no PromQL" in found.report.kept[0].text


def test_a_rule_that_pages_is_a_trigger_with_its_times_and_everything_else_in_its_notes() -> None:
    found = import_text(
        "groups:\n- name: g\n  interval: 30s\n  limit: 5\n  rules:\n"
        "  - record: job:x:rate\n    expr: rate(x[5m])\n"
        "  - alert: TooSlow\n    expr: job:x:rate > 1\n    for: 1m30s\n    keep_firing_for: 1h\n"
        "    labels: {severity: page, team: core}\n    annotations: {summary: It is slow, runbook_url: 'https://x'}\n"
        "  - alert: Calm\n    expr: job:x:rate < 1\n    labels: {severity: info}\n"
        "---\ngroups: []\n"
    )
    (trigger,), (alert,) = found.plan.triggers, found.plan.alerts
    assert (trigger.id, trigger.name, format_condition(trigger.when)) == (
        "too-slow",
        "It is slow",
        "job_x_rate > 1 for 90s",
    )
    assert (trigger.keep_firing_for.seconds, trigger.every.seconds, trigger.mode) == (3600, 30, "advise")
    assert trigger.notes == "label team: core\nrunbook_url: https://x"
    assert alert.level == "informational"
    assert [metric.id for metric in found.plan.metrics] == ["job_x_rate"]
    kept = "\n".join(remark.text for remark in found.report.kept)
    assert "limit: 5" in kept
    assert "first document" in kept


def test_a_rule_changed_by_hand_is_read_as_it_is_now() -> None:
    text = plan_rules(compute(reader.read(SAMPLE).plan)).text.replace("error_rate > 1\n", "error_rate > 2\n")
    found = import_text(text)
    assert conditions(found.plan)["triggers/errors"] == "error_rate > 2 for 5m"
    assert any("changed since" in remark.text for remark in found.report.kept)


@pytest.mark.parametrize("export", [plan_argo, plan_flagger])
@pytest.mark.parametrize("path", [SAMPLE, ENTERPRISE], ids=["sample", "enterprise"])
def test_an_exported_rollout_comes_back_with_phases_and_triggers(path: Path, export) -> None:
    plan = reader.read(path).plan
    found = import_text(export(compute(plan)).text)
    assert found.report.kept == ()
    wanted = {place: said for place, said in conditions(plan).items() if place.startswith("triggers/")}
    assert conditions(found.plan) == wanted
    phases = [(phase.id, phase.traffic, phase.duration, phase.criteria) for phase in plan.rollout.phases]
    assert [
        (each.id, each.traffic, each.duration, each.criteria) for each in found.plan.rollout.phases
    ] == phases
    assert reader.parse(writer.format_new(found.plan)).findings == ()


def test_the_steps_of_a_foreign_rollout_are_phases_and_its_analyses_triggers_and_criteria() -> None:
    found = import_text((EXAMPLES / "argo.yaml").read_text(encoding="utf-8"))
    plan = found.plan
    assert plan.release.product == "checkout"
    phases = plan.rollout.phases
    assert [(phase.traffic, phase.hold is not None, phase.ongoing) for phase in phases] == [
        (1, True, False), (10, False, False), (100, False, True),
    ]  # fmt: skip
    assert phases[0].duration.amount == 24
    (trigger,) = plan.triggers
    assert format_condition(trigger.when) == "error_rate > 0.01 for 5m"
    assert (trigger.mode, trigger.every.seconds, trigger.warm_up.seconds) == ("act", 60, 600)
    assert 'job="checkout"' in plan.metrics[0].query
    assert [format_criterion(each) for each in phases[0].criteria] == ["success_rate >= 0.95"]
    assert plan.sources[0].url == "http://prometheus.example:9090"
    kept = "\n".join(f"{remark.place}: {remark.text}" for remark in found.report.kept)
    assert "setCanaryScale" in kept
    assert "does not ask Prometheus" in kept
    assert "Service" in kept


def test_a_foreign_canary_of_flagger_is_phases_and_triggers() -> None:
    found = import_text((EXAMPLES / "flagger.yaml").read_text(encoding="utf-8"))
    plan = found.plan
    assert [phase.traffic for phase in plan.rollout.phases] == [20, 40, 60]
    said = {trigger.id: format_condition(trigger.when) for trigger in plan.triggers}
    assert said == {
        "request-success-rate": "request_success_rate < 99",
        "error-rate": "error_rate < 0 or error_rate > 1",
    }
    query = next(metric.query for metric in plan.metrics if metric.id == "error_rate")
    assert query == 'sum(rate(http_requests_total{app="podinfo",status=~"5.."}[1m]))'
    assert "5 failed checks" in plan.triggers[0].notes
    kept = "\n".join(f"{remark.place}: {remark.text}" for remark in found.report.kept)
    assert "load-test" in kept


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.yaml")), ids=lambda path: path.stem)
def test_an_import_is_a_plan_without_faults(path: Path) -> None:
    found = import_text(path.read_text(encoding="utf-8"))
    assert reader.parse(writer.format_new(found.plan)).findings == ()


def test_a_blue_green_switch_of_argo_keeps_its_stable_day() -> None:
    found = import_text(
        "apiVersion: argoproj.io/v1alpha1\nkind: Rollout\nmetadata: {name: x}\nspec:\n"
        "  strategy:\n    blueGreen:\n"
        "      activeService: a\n      previewService: b\n      scaleDownDelaySeconds: 86400\n"
        "      antiAffinity: {}\n"
    )
    assert found.plan.rollout.strategy == "blue-green"
    assert found.plan.rollout.blue_green.decommission_after.amount == 24
    assert "antiAffinity" in found.report.kept[0].text


@pytest.mark.parametrize("text", ["x: 1\n", "- a\n", "kind: Service\napiVersion: v1\n", ""])
def test_a_file_of_no_format_says_which_there_are(text: str) -> None:
    with pytest.raises(UsageError, match=r"none of the formats.*prometheus-rules"):
        import_text(text)


def test_a_format_that_is_not_in_the_file_is_refused() -> None:
    with pytest.raises(UsageError, match="looks like prometheus-rules"):
        import_text("groups: []\n", form="flagger")


SOUND = [
    plan_rules(compute(reader.read(SAMPLE).plan)).text,
    plan_argo(compute(reader.read(SAMPLE).plan)).text,
    plan_flagger(compute(reader.read(SAMPLE).plan)).text,
    *(path.read_text(encoding="utf-8") for path in sorted(EXAMPLES.glob("*.yaml"))),
]
PIECES = (
    "", "\n", "- ", ": ", "[", "]", "{", "}", '"', "*a", "|", "#", "\t", "1e999", "-1", "0", "null", "((",
    "{{",
    "offset", "9" * 30, "\u2028", "\x85", "@", "~", "!!x ", "and", "for:", "---\n",
)  # fmt: skip


@st.composite
def damaged(draw: st.DrawFn) -> str:
    lines = draw(st.sampled_from(SOUND)).splitlines(keepends=True)
    if draw(st.booleans()):
        lines = [line for line in lines if not line.startswith("# relplan: ")]
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(lines) - 1))
        column = draw(st.integers(0, len(lines[at])))
        rest = lines[at][column + draw(st.integers(0, 3)) :]
        lines[at] = lines[at][:column] + draw(st.sampled_from(PIECES)) + rest
    return "".join(lines)


def _said(error: RelplannerError) -> None:
    assert str(error)


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(text=damaged())
def test_a_damaged_file_is_a_plan_or_a_sentence(text: str) -> None:
    try:
        found = import_text(text)
    except RelplannerError as error:
        return _said(error)
    assert reader.parse(writer.format_new(found.plan)).plan == found.plan
    assert found.report.form in FORMATS
