"""`relplanner export --to argo-rollouts`: a Rollout with its steps, and the AnalysisTemplates of triggers and
criteria (argoproj.io/v1alpha1).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from relplanner.errors import TextError
from relplanner.exchange.carried import carried
from relplanner.exchange.exported import Exported, head
from relplanner.exchange.progressive.common import (
    PLACEHOLDER,
    Gathered,
    Judged,
    address_notes,
    app_name,
    asked_of,
    criteria_of,
    go_duration,
    object_name,
    triggers_of,
    weight_notes,
    weight_of,
)
from relplanner.exchange.prometheus.words import release_name
from relplanner.exchange.promql import text
from relplanner.exchange.promql.queries import Asked
from relplanner.plan.nouns.rollout import Phase
from relplanner.plan.plan import Plan
from relplanner.schedule import Schedule
from relplanner.storage import other_yaml

API = "argoproj.io/v1alpha1"
HELD = "len(result) > 0 && result[0] == 1"
NOT_HELD = "len(result) > 0 && result[0] == 0"
CANNOT = (
    "failureLimit counts the failures of the whole run, not consecutive ones, and an analysis fails at more "
    "than the limit (Flagger: at as many). So the time for which a condition must hold is in the query, and "
    "the limit is 0.",
    "A trigger of mode act aborts the rollout. One of mode advise makes the analysis inconclusive, which "
    "pauses the rollout for a person. One of mode observe is a dry run.",
    "No data is inconclusive too: the rollout pauses; inconclusiveLimit counts over the whole run as well.",
    "Argo judges a criterion once, at the end of its phase; one that does not hold pauses the rollout. "
    "relplanner counts the time for which it holds.",
    "Argo keeps the last ten measurements of a metric only: the evidence is in relplanner.",
)
PLACEHOLDERS = "Replace the workload, the services and the selector by your own."


def plan_argo(schedule: Schedule) -> Exported:
    """What `relplanner export --to argo-rollouts` writes."""
    return argo_text(asked_of(schedule))


def argo_text(asked: Asked) -> Exported:
    """The same, for one who knows the instants of baselines."""
    plan = asked.plan
    triggers = triggers_of(asked)
    criteria = {phase.id: criteria_of(asked, phase) for phase in plan.rollout.phases}
    notes = list(_notes(plan, triggers, criteria))
    strategy = _strategy(plan, triggers, criteria)
    documents = [_rollout(plan, strategy)]
    if triggers.judged:
        dry = [each.name for each in triggers.judged if each.mode == "observe"]
        metrics = [_trigger(each) for each in triggers.judged]
        documents.append(_template(object_name(plan, "triggers"), metrics, dry))
    for phase in plan.rollout.phases:
        judged = criteria[phase.id].judged
        if judged and _has_gate(plan, phase):
            documents.append(_template(object_name(plan, phase.id), [_gate(each) for each in judged]))
    beginning = head(
        f"The rollout of {release_name(plan)} for Argo Rollouts, written by relplanner.",
        (PLACEHOLDERS,), CANNOT, tuple(notes),
    )  # fmt: skip
    made = "---\n".join(map(other_yaml.written, documents)) + carried(plan, rollout=True)
    return Exported(beginning + made, tuple(notes))


def _notes(plan: Plan, triggers: Gathered, criteria: dict[str, Gathered]) -> Iterator[str]:
    rollout = plan.rollout
    yield from address_notes(
        [*triggers.judged, *(each for found in criteria.values() for each in found.judged)]
    )
    yield from triggers.left_out
    for phase in rollout.phases:
        yield from criteria[phase.id].left_out
        for manual in phase.manual:
            yield f"Phase {phase.id} waits for a person, who judges: {manual.text}"
        if phase.no_return:
            yield f"Phase {phase.id} is a point of no return; Argo would still roll back."
    for trigger in plan.triggers:
        if trigger.phases and trigger.mode != "off":
            yield f"triggers/{trigger.id} is armed in {', '.join(trigger.phases)}; Argo judges it throughout."
        if trigger.recovers is not None or trigger.keep_firing_for is not None:
            yield f"triggers/{trigger.id} would go on firing for a while; Argo acts at once."
    if rollout.strategy == "blue-green":
        yield from _blue_green_notes(plan)
    else:
        yield from weight_notes(rollout.phases)
        if rollout.strategy in ("rolling", "big bang", "phased program"):
            yield f"Argo has no strategy “{rollout.strategy}”; its phases are steps of a canary."


def _blue_green_notes(plan: Plan) -> Iterator[str]:
    found = plan.rollout.blue_green
    if found is None:
        return
    if len(found.steps) > 2:
        steps = " → ".join(f"{step:g} %" for step in found.steps)
        yield f"Argo switches blue-green at once; the steps {steps} need a canary."
    if found.test:
        yield f"Before the switch: {found.test}"
    if plan.rollout.phases:
        yield "The phases of the rollout have no place in a blue-green switch of Argo."


def _rollout(plan: Plan, strategy: dict[str, object]) -> dict[str, object]:
    app = app_name(plan)
    return {
        "apiVersion": API,
        "kind": "Rollout",
        "metadata": {"name": app},
        "spec": {
            "workloadRef": {"apiVersion": "apps/v1", "kind": "Deployment", "name": app},
            "selector": {"matchLabels": {"app": app}},
            "strategy": strategy,
        },
    }


def _strategy(plan: Plan, triggers: Gathered, criteria: dict[str, Gathered]) -> dict[str, object]:
    templates = [{"templateName": object_name(plan, "triggers")}] if triggers.judged else []
    if plan.rollout.strategy == "blue-green":
        return {"blueGreen": _blue_green(plan, templates)}
    canary: dict[str, object] = {}
    if templates:
        canary["analysis"] = {"startingStep": 1, "templates": templates}
    steps = [step for phase in plan.rollout.phases for step in _steps(plan, phase, criteria[phase.id])]
    if steps:
        canary["steps"] = steps
    return {"canary": canary}


def _steps(plan: Plan, phase: Phase, criteria: Gathered) -> Iterator[dict[str, object]]:
    weight = weight_of(phase)
    if weight is None:
        return
    yield {"setWeight": weight}
    wait = _duration(phase)
    if wait and not phase.ongoing:
        yield {"pause": {"duration": wait}}
    if criteria.judged and _has_gate(plan, phase):
        yield {"analysis": {"templates": [{"templateName": object_name(plan, phase.id)}]}}
    if (phase.hold or phase.manual) and not phase.ongoing:
        yield {"pause": {}}


def _has_gate(plan: Plan, phase: Phase) -> bool:
    """A phase without an end has no moment at which its criteria are judged."""
    return plan.rollout.strategy != "blue-green" and phase.traffic is not None and not phase.ongoing


def _duration(phase: Phase) -> str:
    if phase.duration is None:
        return ""
    try:
        return go_duration(text.milliseconds(phase.duration))
    except TextError:
        return ""


def _blue_green(plan: Plan, templates: list[dict[str, str]]) -> dict[str, object]:
    found, app = plan.rollout.blue_green, app_name(plan)
    tree: dict[str, object] = {"activeService": f"{app}-active", "previewService": f"{app}-preview"}
    tree["autoPromotionEnabled"] = False
    if templates:
        tree |= {
            "prePromotionAnalysis": {"templates": templates},
            "postPromotionAnalysis": {"templates": templates},
        }
    if found is not None and found.decommission_after is not None:
        seconds = text.milliseconds(found.decommission_after) // 1000
        tree["scaleDownDelaySeconds"] = min(seconds, 2**31 - 1)
    return tree


def _template(name: str, metrics: Sequence[dict[str, object]], dry: Sequence[str] = ()) -> dict[str, object]:
    spec: dict[str, object] = {"metrics": list(metrics)}
    if dry:
        spec["dryRun"] = [{"metricName": each} for each in dry]
    return {"apiVersion": API, "kind": "AnalysisTemplate", "metadata": {"name": name}, "spec": spec}


def _trigger(each: Judged) -> dict[str, object]:
    calm = f"len(result) == 0 || {NOT_HELD}" if each.no_data == "ignore" else NOT_HELD
    metric: dict[str, object] = {"name": each.name, "interval": go_duration(each.every_ms)}
    if each.warm_up_ms:
        metric["initialDelay"] = go_duration(each.warm_up_ms)
    return metric | {
        "failureCondition": "false" if each.mode == "advise" else HELD,
        "successCondition": calm,
        "failureLimit": 0,
        "inconclusiveLimit": 0 if each.mode == "advise" else 3,
        "consecutiveErrorLimit": 4,
        "provider": _provider(each),
    }


def _gate(each: Judged) -> dict[str, object]:
    return {
        "name": each.name,
        "count": 1,
        "failureCondition": "false",
        "successCondition": HELD,
        "provider": _provider(each),
    }


def _provider(each: Judged) -> dict[str, object]:
    return {"prometheus": {"address": each.address or PLACEHOLDER, "query": each.query}}
