"""What the exports for both controllers share: names, addresses, times, the entries that are judged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from relplanner.errors import TextError
from relplanner.exchange.progressive import verdicts
from relplanner.exchange.prometheus.rules import every_ms
from relplanner.exchange.prometheus.words import group_name, instants_of, title_of
from relplanner.exchange.promql import text
from relplanner.exchange.promql.queries import Asked
from relplanner.plan.forms.condition import Compare, Condition, metrics_of
from relplanner.plan.forms.scalars import slug
from relplanner.plan.forms.target import Criterion, Grade, format_criterion
from relplanner.plan.nouns.rollout import Phase, Source, Trigger
from relplanner.plan.plan import Plan
from relplanner.schedule import Schedule
from relplanner.values import value

PLACEHOLDER = "http://prometheus.example:9090"
LONGEST_NAME = 50
"""Kubernetes takes 63 characters; something is put behind."""


@value
class Judged:
    """A trigger or a criterion as a query that yields a verdict."""

    name: str
    title: str
    query: str
    address: str
    every_ms: int
    mode: str = "act"
    no_data: str = "default"
    warm_up_ms: int = 0
    entry: str = ""


@value
class Gathered:
    """What is judged, and a sentence for each thing that is not."""

    judged: tuple[Judged, ...]
    left_out: tuple[str, ...]


def object_name(plan: Plan, part: str = "") -> str:
    """A name that Kubernetes takes."""
    base = group_name(plan, "x").removesuffix("-x")
    return "-".join(filter(None, (base[:LONGEST_NAME].strip("-") or "release", part[:60])))[:63].strip("-")


def app_name(plan: Plan) -> str:
    """What the workload is probably called."""
    return slug(plan.release.product or "app")[:LONGEST_NAME].strip("-") or "app"


def asked_of(schedule: Schedule) -> Asked:
    """How the metrics are asked for."""
    return Asked(schedule.plan, instants=instants_of(schedule))


def triggers_of(asked: Asked) -> Gathered:
    """The triggers that a controller can judge."""
    plan = asked.plan
    found: list[Judged] = []
    left_out: list[str] = []
    for trigger in plan.triggers:
        place = f"triggers/{trigger.id} ({title_of(trigger)})"
        if trigger.mode == "off":
            left_out.append(f"{place} is left out: it is switched off.")
        elif trigger.when is None:
            what = f"a person decides: {trigger.manual}" if trigger.manual else "it has no condition."
            left_out.append(f"{place} is left out: {what}")
        else:
            try:
                found.append(_judged(asked, trigger, trigger.when))
            except TextError as error:
                left_out.append(f"{place} is left out. {error.problems[0].message}")
    return Gathered(tuple(found), tuple(left_out))


def _judged(asked: Asked, trigger: Trigger, when: Condition) -> Judged:
    every = every_ms(trigger)
    warm_up = text.milliseconds(trigger.warm_up) if trigger.warm_up else 0
    go_duration(max(every, warm_up))
    asked = replace(asked, every_ms=every)
    return Judged(
        trigger.id,
        title_of(trigger),
        verdicts.untemplated(verdicts.held(asked, when, trigger.no_data == "fire")),
        _address(asked.plan, metrics_of(when)),
        every,
        trigger.mode,
        trigger.no_data,
        warm_up,
        f"triggers/{trigger.id}",
    )


def criteria_of(asked: Asked, phase: Phase) -> Gathered:
    """The measured success criteria of a phase."""
    found: list[Judged] = []
    left_out: list[str] = []
    taken: list[str] = []
    for criterion in phase.criteria:
        said = f"The criterion {format_criterion(criterion)} of phase {phase.id} is left out"
        try:
            found.append(_criterion(asked, criterion, slug(criterion.metric, taken)))
            taken.append(found[-1].name)
        except TextError as error:
            left_out.append(f"{said}. {error.problems[0].message}")
            continue
        if criterion.target.window is not None:
            window = f"The window of {format_criterion(criterion)} of phase {phase.id} is left out"
            left_out.append(f"{window}: it is judged at the end of the phase.")
    return Gathered(tuple(found), tuple(left_out))


def _criterion(asked: Asked, criterion: Criterion, name: str) -> Judged:
    bound = criterion.target.bound
    if isinstance(bound, Grade):
        raise TextError("A grade is no number of Prometheus.")
    expr = Compare(criterion.metric, criterion.target.op, bound)
    query = verdicts.untemplated(verdicts.verdict(asked, expr))
    title = format_criterion(criterion)
    return Judged(name, title, query, _address(asked.plan, (criterion.metric,)), asked.every_ms)


def _address(plan: Plan, metrics: Sequence[str]) -> str:
    """Where the first of the metrics is asked for; empty where the plan does not say."""
    for metric_id in metrics:
        metric = plan.entry("metrics", metric_id)
        source = plan.entry("sources", metric.source) if metric and metric.source else None
        if isinstance(source, Source) and source.url:
            return verdicts.untemplated(source.url) if "{{" not in source.url else ""
    return ""


def address_notes(judged: Sequence[Judged]) -> Iterator[str]:
    if any(not each.address for each in judged):
        yield f"No source of the plan has an address: replace {PLACEHOLDER} by that of your Prometheus."
    elif judged:
        yield "Secrets are never exported: give the controller the credentials of your Prometheus."


def go_duration(ms: int) -> str:
    """As Go reads it, which knows no days."""
    text.duration(ms)  # refuses what nobody waits for
    seconds, rest = divmod(ms, 1000)
    parts = [
        f"{amount}{unit}"
        for amount, unit in ((seconds // 3600, "h"), (seconds % 3600 // 60, "m"), (seconds % 60, "s"))
        if amount
    ]
    return "".join([*parts, *([f"{rest}ms"] if rest else [])]) or "0s"


def weight_of(phase: Phase) -> int | None:
    """Whole percents of traffic, rounded up: a canary of half a percent is one."""
    return None if phase.traffic is None else int(-(-phase.traffic // 1))


def weight_notes(phases: Sequence[Phase]) -> Iterator[str]:
    for phase in phases:
        if phase.traffic is None:
            where = f" ({', '.join(phase.sites)})" if phase.sites else ""
            yield f"Phase {phase.id}{where} is left out: it has no share of the traffic."
        elif phase.traffic != weight_of(phase):
            yield f"Phase {phase.id} gets {weight_of(phase)} % of the traffic: weights are whole percents."
