"""A Canary of Flagger and its MetricTemplates as phases and triggers."""

from __future__ import annotations

import re
from dataclasses import replace

from relplanner.errors import TextError
from relplanner.exchange.carried import brought
from relplanner.exchange.importing import verdicts
from relplanner.exchange.importing.argo import APPROVER, is_own
from relplanner.exchange.importing.draft import Draft, at, dicts, one_line, text_at
from relplanner.exchange.importing.report import Imported
from relplanner.exchange.progressive.flagger import flagger_text
from relplanner.exchange.promql import text
from relplanner.plan.forms.bound import Level
from relplanner.plan.forms.condition import Compare, Condition, Or, format_condition
from relplanner.plan.forms.quantity import Quantity
from relplanner.plan.forms.scalars import slug
from relplanner.plan.nouns.rollout import Metric, Phase, Trigger
from relplanner.storage import other_yaml
from relplanner.storage.yaml_text import Plain

FORM = "flagger"
BUILT_IN = {
    "request-success-rate": Metric(
        id="request_success_rate", name="Requests that succeed", unit="%", better="higher"
    ),
    "request-duration": Metric(
        id="request_duration", name="Response time, 99th percentile", unit="ms", better="lower"
    ),
}
_READ = {
    "interval",
    "threshold",
    "stepWeights",
    "stepWeight",
    "maxWeight",
    "iterations",
    "metrics",
    "webhooks",
}
MOST_STEPS = 100


def read_flagger(content: str, documents: tuple[other_yaml.Document, ...]) -> Imported:
    """A plan from a file with Canaries and MetricTemplates."""
    draft = Draft(FORM)
    if is_own(content, documents, flagger_text):
        verdicts.take_own(draft, brought(content))  # type: ignore[arg-type]
        return draft.imported()
    roots = [document.root for document in documents]
    templates = {
        text_at(root, "metadata", "name"): root for root in roots if text_at(root, "kind") == "MetricTemplate"
    }
    for root in roots:
        kind = text_at(root, "kind")
        if kind == "Canary":
            _canary(draft, root, templates)
        elif kind != "MetricTemplate":
            draft.left(f"{kind or 'document'} {text_at(root, 'metadata', 'name')}", "This kind is not read.")
    return draft.imported()


def _canary(draft: Draft, root: Plain, templates: dict[str, Plain]) -> None:
    draft.product = draft.product or text_at(root, "metadata", "name")
    analysis = at(root, "spec", "analysis")
    analysis = analysis if isinstance(analysis, dict) else {}
    interval = text.duration_ms(text_at(analysis, "interval"))
    hooks = dicts(analysis.get("webhooks"))
    gated = any(text_at(hook, "type") == "confirm-traffic-increase" for hook in hooks)
    _phases(draft, analysis, interval, gated)
    for hook in hooks:
        if text_at(hook, "type") != "confirm-traffic-increase":
            draft.left(f"webhook {text_at(hook, 'name')}", f"{text_at(hook, 'type')}: {text_at(hook, 'url')}")
    for key in sorted(set(analysis) - _READ):
        draft.left("analysis", f"{key}: {analysis[key]}")
    threshold = text_at(analysis, "threshold")
    for metric in dicts(analysis.get("metrics")):
        _trigger(draft, root, metric, templates, threshold)


def _phases(draft: Draft, analysis: dict[str, Plain], interval: int, gated: bool) -> None:
    weights = _weights(draft, analysis)
    iterations = text_at(analysis, "iterations")
    length = interval * (int(iterations) if iterations.isdecimal() and not weights else 1)
    hold = draft.role(APPROVER) if gated else None
    made = [
        Phase(
            id=f"traffic-{weight}",
            name=f"{weight} % of the traffic",
            traffic=float(weight),
            duration=None if gated else verdicts.duration_of(length),
            hold=hold,
        )
        for weight in weights
    ]
    if not weights and iterations.isdecimal():
        made = [Phase(id="iterations", name="Trial", duration=verdicts.duration_of(length))]
    draft.rollout = replace(draft.rollout, strategy="canary", phases=tuple(made))
    for phase in made:
        draft.took(f"phase {phase.id}", "with a person's go" if gated else "as long as Flagger's interval")


def _weights(draft: Draft, analysis: dict[str, Plain]) -> list[int]:
    listed = analysis.get("stepWeights")
    words = [str(each) for each in listed] if isinstance(listed, list) else []
    step, most = text_at(analysis, "stepWeight"), text_at(analysis, "maxWeight")
    if not words and step.isdecimal() and int(step):
        last = int(most) if most.isdecimal() else 100
        words = [str(weight) for weight in range(int(step), min(last, 100) + 1, int(step))]
    found = sorted({int(word) for word in words if word.isdecimal() and 0 < int(word) <= 100})
    for word in words:
        if not word.isdecimal() or not 0 < int(word) <= 100:
            draft.left("stepWeights", f"“{word}” is no weight.")
    return found


def _trigger(
    draft: Draft, root: Plain, metric: dict[str, Plain], templates: dict[str, Plain], threshold: str
) -> None:
    name = text_at(metric, "name")
    bounds = _bounds(metric)
    try:
        when = _when(draft, root, metric, templates, bounds)
    except TextError as error:
        draft.left(f"metric {name}", verdicts.message(error))
        when = None
    key = slug(name, draft.triggers)
    checks = f"Flagger rolls back after {threshold} failed checks of the whole run." if threshold else ""
    query = _query(root, metric, templates)[0]
    draft.triggers[key] = Trigger(
        id=key,
        name=one_line(name)[:200] or None,
        when=when,
        mode="act",
        notes="\n".join(filter(None, (checks, f"query: {query}" if query else ""))) or None,
    )
    if when is not None:
        draft.took(f"metric {name}", f"trigger {format_condition(when)}")


def _bounds(metric: dict[str, Plain]) -> list[tuple[str, float]]:
    found = []
    for key, operator in (("min", "<"), ("max", ">")):
        word = text_at(metric, "thresholdRange", key)
        if re.match(r"-?[0-9]+(\.[0-9]+)?\Z", word):
            found.append((operator, float(word)))
    word = text_at(metric, "threshold")
    if not found and re.match(r"-?[0-9]+(\.[0-9]+)?\Z", word):
        # Flagger's old form: the least success rate, else the most that may be.
        found.append(("<" if text_at(metric, "name") == "request-success-rate" else ">", float(word)))
    return found


def _when(
    draft: Draft,
    root: Plain,
    metric: dict[str, Plain],
    templates: dict[str, Plain],
    bounds: list[tuple[str, float]],
) -> Condition:
    name = text_at(metric, "name")
    if not bounds:
        raise TextError("It has no bounds that could be read.")
    built_in = BUILT_IN.get(name)
    if built_in is not None and "templateRef" not in metric and "query" not in metric:
        draft.keep(built_in)
        leaves = tuple(Compare(built_in.id, op, Level(Quantity(amount))) for op, amount in bounds)
        draft.left(f"metric {name}", "Flagger makes its query for the mesh in use; write it into the metric.")
        return Condition(leaves[0] if len(leaves) == 1 else Or(leaves))
    query, address = _query(root, metric, templates)
    if not query:
        raise TextError(f"Its template {text_at(metric, 'templateRef', 'name')} is not in this file.")
    return verdicts.condition(draft, query, bounds, name, address)


def _query(root: Plain, metric: dict[str, Plain], templates: dict[str, Plain]) -> tuple[str, str]:
    """The query with Flagger's variables put in, and the address."""
    template = templates.get(text_at(metric, "templateRef", "name"))
    query = text_at(metric, "query") or text_at(template, "spec", "query")
    target = text_at(root, "spec", "targetRef", "name")
    known = {
        "name": text_at(root, "metadata", "name"),
        "namespace": text_at(root, "metadata", "namespace"),
        "target": target,
        "service": target,
        "interval": text_at(metric, "interval") or "1m",
    }
    for variable, given in known.items():
        if given:
            query = given.join(re.split(rf"\{{\{{-?\s*{variable}\s*-?\}}\}}", query))
    address = text_at(template, "spec", "provider", "address")
    return query, address if re.match(r"https?://[^{}\s@]+\Z", address) else ""
