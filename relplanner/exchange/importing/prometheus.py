"""Alerting rules of Prometheus as triggers, alerts and metrics.

A rule that pages somebody becomes a trigger that advises; any other becomes an alert. Recording rules become
metrics.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from relplanner.errors import TextError
from relplanner.exchange.carried import brought
from relplanner.exchange.importing.conditions import condition_of
from relplanner.exchange.importing.draft import Draft, dicts, metric_id, one_line, pairs, parted, text_at
from relplanner.exchange.importing.report import Imported
from relplanner.exchange.prometheus.rules import EVERY_MS, OWN, Rule, rules_of
from relplanner.exchange.promql import text
from relplanner.exchange.promql.queries import Asked
from relplanner.plan.forms.condition import Condition, format_condition
from relplanner.plan.forms.duration import Elapsed
from relplanner.plan.forms.scalars import slug
from relplanner.plan.nouns.rollout import Alert, Metric, Trigger
from relplanner.plan.plan import Plan
from relplanner.storage import other_yaml
from relplanner.storage.yaml_text import Plain

FORM = "prometheus-rules"
LEVELS = {
    **dict.fromkeys(("critical", "page", "error", "emergency", "fatal", "crit"), "critical"),
    **dict.fromkeys(("info", "informational", "none", "notice"), "informational"),
}
_KNOWN = {"alert", "expr", "for", "keep_firing_for", "labels", "annotations"}
_GROUP = {"name", "interval", "rules"}
_INSTANT = "@ "


def read_rules(content: str, documents: tuple[other_yaml.Document, ...]) -> Imported:
    """A plan from a file of rules. What cannot be read in it is said in the report."""
    draft = Draft(FORM)
    own = _own(content)
    for group in dicts(documents[0].root.get("groups")):
        name = text_at(group, "name")
        for key in sorted(set(group) - _GROUP):
            draft.left(f"group {name}", f"{key}: {group[key]}")
        every = text.duration_ms(text_at(group, "interval"))
        for rule in dicts(group.get("rules")):
            _take(draft, rule, every, own)
    for document in documents[1:]:
        draft.left(f"line {document.line}", "Prometheus reads the first document of a file only.")
    return draft.imported()


def _own(content: str) -> dict[str, tuple[Rule, Any, Plan]]:
    """By label the rules that relplanner would write for what its comments say, with their entries."""
    plan = brought(content)
    if plan is None:
        return {}
    instants = {each.baseline.before: 0 for each in plan.metrics if each.baseline}
    found: dict[str, tuple[Rule, Any, Plan]] = {}
    for rule in rules_of(Asked(plan, instants=instants)).rules:
        section, _, key = rule.entry.partition("/")
        found[rule.entry] = (rule, plan.entry(section, key), plan)
    return found


def _take(draft: Draft, rule: dict[str, Plain], every: int, own: dict[str, tuple[Rule, Any, Plan]]) -> None:
    name = text_at(rule, "alert") or text_at(rule, "record")
    if "record" in rule:
        _record(draft, rule, name)
        return
    entry = text_at(rule, "labels", OWN)
    if entry.startswith("metrics/"):
        return  # relplanner's own watch that there is data
    place = f"rule {name}"
    if entry in own and _same(own[entry][0], rule, every):
        _take_own(draft, place, *own[entry][1:])
        return
    if entry in own:
        draft.left(place, "It was changed since relplanner wrote it, so it is read as any other rule.")
    query = text_at(rule, "expr")
    try:
        expr, understood = condition_of(draft, query, name)
    except TextError as error:
        draft.left(place, f"{error.problems[0].message} Its expression: {query}")
        _add(draft, rule, None, every, f"Expression of the rule: {query}")
        return
    hold = _elapsed(text_at(rule, "for"))
    condition = Condition(expr, hold)
    _add(draft, rule, condition, every, "" if understood else f"Expression of the rule: {query}")
    if understood:
        draft.took(place, format_condition(condition))
    else:
        draft.left(place, f"Its expression was taken whole, as one metric: {query}")


def _same(ours: Rule, rule: dict[str, Plain], every: int) -> bool:
    times = (text.duration_ms(text_at(rule, key)) for key in ("for", "keep_firing_for"))
    return (
        _timeless(ours.expr) == _timeless(text_at(rule, "expr"))
        and (ours.hold_ms, ours.keep_ms) == tuple(times)
        and ours.every_ms == every
    )


def _timeless(expr: str) -> str:
    """An expression without the instants at which baselines were frozen: those hang on the schedule."""
    first, *rest = expr.split(_INSTANT)
    return first + _INSTANT.join(["", *(part.lstrip("0123456789") for part in rest)])


def _take_own(draft: Draft, place: str, entry: Any, plan: Plan) -> None:
    draft.keep_all(plan)
    if isinstance(entry, Trigger):
        who = draft.role(entry.who) if entry.who else None
        draft.triggers[entry.id] = replace(entry, who=who, runbook=None, phases=())
    else:
        owner = draft.role(entry.owner) if entry.owner else None
        draft.alerts[entry.id] = replace(entry, owner=owner)
    draft.took(place, format_condition(entry.when))


def _record(draft: Draft, rule: dict[str, Plain], name: str) -> None:
    key = metric_id(name, draft.metrics)
    draft.keep(Metric(id=key, query=name, notes=f"Recorded by Prometheus as: {text_at(rule, 'expr')}"))
    draft.took(f"recording rule {name}", f"metric {key}")


def _add(draft: Draft, rule: dict[str, Plain], when: Condition | None, every: int, more: str) -> None:
    """The trigger or alert of a rule; what has no field stands in its notes."""
    name = text_at(rule, "alert")
    labels, annotations = dict(pairs(rule.get("labels"))), dict(pairs(rule.get("annotations")))
    severity = labels.get("severity", "").lower()
    level = LEVELS.get(severity, "warning")
    notes = [more] if more else []
    notes += [f"{key}: {rule[key]}" for key in sorted(set(rule) - _KNOWN)]
    notes += [f"label {key}: {each}" for key, each in labels.items() if key != "severity"]
    notes += [f"{key}: {each}" for key, each in annotations.items() if key != "summary"]
    title = one_line(annotations.get("summary", "") or name)[:200] or None
    said = "\n".join(notes) or None
    keep = _elapsed(text_at(rule, "keep_firing_for"))
    if level == "critical":
        key = slug(parted(name), draft.triggers)
        each = text.elapsed(every) if every and every != EVERY_MS else None
        draft.triggers[key] = Trigger(
            id=key, name=title, when=when, keep_firing_for=keep, every=each, notes=said
        )
        return
    key = slug(parted(name), draft.alerts)
    draft.alerts[key] = Alert(id=key, name=title, level=level, when=when, notes=said)
    if keep is not None:
        draft.left(
            f"rule {name}", f"keep_firing_for: {text_at(rule, 'keep_firing_for')}, which alerts do not have."
        )


def _elapsed(written: str) -> Elapsed | None:
    ms = text.duration_ms(written)
    return text.elapsed(ms) if ms else None
