"""A Rollout of Argo and its AnalysisTemplates as phases, criteria and triggers."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from relplanner.errors import TextError
from relplanner.exchange.carried import brought
from relplanner.exchange.importing import verdicts
from relplanner.exchange.importing.draft import Draft, at, dicts, one_line, text_at
from relplanner.exchange.importing.report import Imported
from relplanner.exchange.progressive.argo import argo_text
from relplanner.exchange.promql import text
from relplanner.exchange.promql.queries import Asked
from relplanner.plan.forms.condition import format_condition
from relplanner.plan.forms.duration import Duration
from relplanner.plan.forms.scalars import slug
from relplanner.plan.forms.target import format_criterion
from relplanner.plan.nouns.rollout import BlueGreen, Phase, Trigger
from relplanner.storage import other_yaml
from relplanner.storage.yaml_text import Plain

FORM = "argo-rollouts"
APPROVER = "Approver"
_EVIDENCE = ("failureLimit", "count", "consecutiveSuccessLimit", "inconclusiveLimit", "consecutiveErrorLimit")
_NO_QUERY = "It does not ask Prometheus."
_NO_THRESHOLD = "It has no threshold that could be read."
_INSTANT = re.compile(r"@ [0-9]+")


def read_argo(content: str, documents: tuple[other_yaml.Document, ...]) -> Imported:
    """A plan from a file with Rollouts and AnalysisTemplates."""
    draft = Draft(FORM)
    if is_own(content, documents, argo_text):
        verdicts.take_own(draft, brought(content))  # type: ignore[arg-type]
        return draft.imported()
    roots = [document.root for document in documents]
    templates = {text_at(root, "metadata", "name"): root for root in roots if _is_template(root)}
    used: set[str] = set()
    for root in roots:
        kind = text_at(root, "kind")
        if kind == "Rollout":
            used |= _rollout(draft, root, templates)
        elif not _is_template(root):
            draft.left(f"{kind or 'document'} {text_at(root, 'metadata', 'name')}", "This kind is not read.")
    for name, template in templates.items():
        if name not in used:
            _triggers(draft, template)
    return draft.imported()


def is_own(content: str, documents: tuple[other_yaml.Document, ...], export: Any) -> bool:
    """Whether the file says what relplanner would write for what its comments say."""
    plan = brought(content)
    if plan is None:
        return False
    there = [_timeless(each.root) for each in documents]
    dated = {each.baseline.before: 0 for each in plan.metrics if each.baseline}
    for instants in (dated, {}):  # the schedule may have had no date for them
        ours = other_yaml.documents(export(Asked(plan, instants=instants)).text)
        if [_timeless(each.root) for each in ours] == there:
            return True
    return False


def _timeless(tree: Plain) -> Plain:
    """A tree without the instants at which baselines were frozen: those hang on the schedule."""
    if isinstance(tree, dict):
        return {key: _timeless(each) for key, each in tree.items() if key != "address"}
    if isinstance(tree, list):
        return [_timeless(each) for each in tree]
    return _INSTANT.sub("@", tree) if isinstance(tree, str) else tree


def _is_template(root: Plain) -> bool:
    return text_at(root, "kind") in ("AnalysisTemplate", "ClusterAnalysisTemplate")


def _rollout(draft: Draft, root: Plain, templates: dict[str, Plain]) -> set[str]:
    """Takes strategy and steps; returns the templates that they use."""
    draft.product = draft.product or text_at(root, "metadata", "name")
    canary, switch = at(root, "spec", "strategy", "canary"), at(root, "spec", "strategy", "blueGreen")
    if isinstance(switch, dict):
        return _switch(draft, switch, templates)
    if not isinstance(canary, dict):
        draft.left("strategy", "It is neither canary nor blueGreen.")
        return set()
    steps = dicts(canary.get("steps"))
    draft.rollout = replace(draft.rollout, strategy="canary" if steps else "rolling")
    used = _judged_by(draft, canary.get("analysis"), templates)
    for number, step in enumerate(steps):
        used |= _step(draft, step, number + 1, templates)
    if draft.rollout.phases and draft.rollout.phases[-1].duration is None:
        draft.rollout = verdicts.with_phase(draft.rollout, ongoing=True)
    for phase in draft.rollout.phases:
        draft.took(f"phase {phase.id}", f"{phase.traffic:g} % of the traffic")
    return used


def _judged_by(draft: Draft, analysis: Plain, templates: dict[str, Plain]) -> set[str]:
    """Takes the triggers of the templates that an analysis names."""
    names = {text_at(each, "templateName") for each in dicts(at(analysis, "templates"))}
    for name in sorted(names & set(templates)):
        _triggers(draft, templates[name])
    for name in sorted(names - set(templates)):
        draft.left(f"template {name}", "It is not in this file.")
    return names


def _step(draft: Draft, step: dict[str, Plain], number: int, templates: dict[str, Plain]) -> set[str]:
    place = f"step {number}"
    phases = draft.rollout.phases
    if "setWeight" in step:
        _phase(draft, place, str(step["setWeight"]))
    elif not phases:
        draft.left(place, f"It comes before any weight: {', '.join(step)}")
    elif "pause" in step:
        _pause(draft, place, at(step, "pause", "duration"))
    elif "analysis" in step:
        names = {text_at(each, "templateName") for each in dicts(at(step, "analysis", "templates"))}
        for name in sorted(names & set(templates)):
            _criteria(draft, templates[name])
        for name in sorted(names - set(templates)):
            draft.left(place, f"The template {name} is not in this file.")
        return names
    else:
        draft.left(place, f"It has no place in a plan: {', '.join(step)}")
    return set()


def _phase(draft: Draft, place: str, weight: str) -> None:
    if not weight.isdecimal() or not 0 <= int(weight) <= 100:
        draft.left(place, f"“{weight}” is no weight.")
        return
    key = slug(f"traffic-{weight}", [phase.id for phase in draft.rollout.phases])
    phase = Phase(id=key, name=f"{weight} % of the traffic", traffic=float(weight))
    draft.rollout = replace(draft.rollout, phases=(*draft.rollout.phases, phase))


def _pause(draft: Draft, place: str, written: Plain) -> None:
    if written is None:
        draft.rollout = verdicts.with_phase(draft.rollout, hold=draft.role(APPROVER))
        return
    ms = int(written) * 1000 if str(written).isdecimal() else text.duration_ms(str(written))
    before = draft.rollout.phases[-1].duration
    whole = ms + (text.milliseconds(before) if before else 0)
    duration: Duration | None = verdicts.duration_of(whole)
    draft.rollout = verdicts.with_phase(draft.rollout, duration=duration)
    if whole % 60_000:
        draft.left(place, f"{written}: plans are kept to the minute, so it is rounded up.")


def _switch(draft: Draft, switch: dict[str, Plain], templates: dict[str, Plain]) -> set[str]:
    seconds = str(switch.get("scaleDownDelaySeconds", ""))
    after = verdicts.duration_of(int(seconds) * 1000) if seconds.isdecimal() else None
    draft.rollout = replace(
        draft.rollout, strategy="blue-green", blue_green=BlueGreen(decommission_after=after)
    )
    draft.took("strategy", "blue-green")
    known = {
        "scaleDownDelaySeconds",
        "prePromotionAnalysis",
        "postPromotionAnalysis",
        "activeService",
        "previewService",
    }
    for key in sorted(set(switch) - known):
        draft.left("blueGreen", f"{key}: {switch[key]}")
    used: set[str] = set()
    for key in ("prePromotionAnalysis", "postPromotionAnalysis"):
        used |= _judged_by(draft, switch.get(key), templates) if key in switch else set()
    return used


def _query(template: Plain, metric: dict[str, Plain]) -> tuple[str, str]:
    """The query of a metric with its arguments put in, and the address."""
    query = text_at(metric, "provider", "prometheus", "query")
    address = text_at(metric, "provider", "prometheus", "address")
    for argument in dicts(at(template, "spec", "args")):
        name, given = text_at(argument, "name"), text_at(argument, "value")
        if given:
            query, address = (each.replace(f"{{{{args.{name}}}}}", given) for each in (query, address))
    return query, address if re.match(r"https?://[^{}\s@]+\Z", address) else ""


def _triggers(draft: Draft, template: Plain) -> None:
    dry = [text_at(each, "metricName") for each in dicts(at(template, "spec", "dryRun"))]
    for metric in dicts(at(template, "spec", "metrics")):
        name = text_at(metric, "name")
        key = slug(name, draft.triggers)
        if any(each.id == slug(name) and each.notes == _notes(metric) for each in draft.triggers.values()):
            continue  # the same template is named before and after a switch
        when = _when(draft, template, metric)
        every = text.duration_ms(text_at(metric, "interval"))
        delay = text.duration_ms(text_at(metric, "initialDelay"))
        draft.triggers[key] = Trigger(
            id=key,
            name=one_line(name)[:200] or None,
            when=when,
            every=text.elapsed(every) if every else None,
            warm_up=text.elapsed(delay) if delay else None,
            mode="observe" if any(_matches(pattern, name) for pattern in dry) else "act",
            notes=_notes(metric),
        )
        if when is not None:
            draft.took(f"metric {name}", f"trigger {format_condition(when)}")


def _matches(pattern: str, name: str) -> bool:
    """Whether a dry run means a metric: by its name, or by all of them; other patterns are not run."""
    return pattern in (name, ".*", f"^{name}$")


def _when(draft: Draft, template: Plain, metric: dict[str, Plain]) -> Any:
    name = text_at(metric, "name")
    query, address = _query(template, metric)
    failed, fine = (
        verdicts.threshold(text_at(metric, key)) for key in ("failureCondition", "successCondition")
    )
    bound = failed or ((verdicts.NEGATED[fine[0]], fine[1]) if fine else None)
    try:
        if query and bound:
            return verdicts.condition(draft, query, [bound], name, address)
        reason = _NO_THRESHOLD if query else _NO_QUERY
    except TextError as error:
        reason = verdicts.message(error)
    draft.left(f"metric {name}", reason)
    return None


def _notes(metric: dict[str, Plain]) -> str | None:
    lines = [f"{key}: {metric[key]}" for key in _EVIDENCE if key in metric]
    lines += [f"{key}: {metric[key]}" for key in ("failureCondition", "successCondition") if key in metric]
    query = text_at(metric, "provider", "prometheus", "query")
    return "\n".join([*lines, f"query: {query}"]) if lines or query else None


def _criteria(draft: Draft, template: Plain) -> None:
    for metric in dicts(at(template, "spec", "metrics")):
        name = text_at(metric, "name")
        query, address = _query(template, metric)
        failed, fine = (
            verdicts.threshold(text_at(metric, key)) for key in ("failureCondition", "successCondition")
        )
        bound = fine or ((verdicts.NEGATED[failed[0]], failed[1]) if failed else None)
        try:
            if not query or bound is None:
                draft.left(f"metric {name}", _NO_THRESHOLD if query else _NO_QUERY)
                continue
            made = verdicts.criterion(draft, query, bound, name, address)
        except TextError as error:
            draft.left(f"metric {name}", verdicts.message(error))
            continue
        phase = draft.rollout.phases[-1]
        draft.rollout = verdicts.with_phase(draft.rollout, criteria=(*phase.criteria, made))
        draft.took(f"metric {name}", f"criterion {format_criterion(made)} of phase {phase.id}")
