"""Triggers and alerts as alerting rules, `relplanner export --to prometheus-rules`.

Only keys that Prometheus 2.42 knows: unknown ones are errors there. What a rule is of stands in its label
``relplan`` and in its annotations.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from relplanner.errors import TextError
from relplanner.exchange.carried import carried
from relplanner.exchange.exported import Exported, comment, head
from relplanner.exchange.prometheus.words import (
    CANNOT,
    group_name,
    instants_of,
    reading_of,
    release_name,
    title_of,
    unsaid,
    untemplated,
)
from relplanner.exchange.promql import text
from relplanner.exchange.promql.conditions import expression
from relplanner.exchange.promql.queries import Asked
from relplanner.plan.forms.bound import reference_of
from relplanner.plan.forms.condition import Compare, Expr, comparisons, format_condition
from relplanner.plan.nouns.rollout import Alert, Trigger
from relplanner.plan.plan import Plan
from relplanner.schedule import Schedule
from relplanner.storage import other_yaml
from relplanner.values import value

EVERY_MS = 15_000
STALE_MOST_MS = 300_000
OWN = "relplan"
"""The label that says of which entry of the plan a rule is, and what the keys of annotations begin with."""


@value
class Rule:
    """An alerting rule; times in milliseconds."""

    entry: str
    """``triggers/errors``."""
    alert: str
    expr: str
    hold_ms: int
    keep_ms: int
    every_ms: int
    labels: tuple[tuple[str, str], ...]
    annotations: tuple[tuple[str, str], ...]
    notes: tuple[str, ...] = ()


@value
class Rules:
    """The rules of a plan, and what has none, each with the reason."""

    rules: tuple[Rule, ...]
    left_out: tuple[str, ...]


def plan_rules(schedule: Schedule) -> Exported:
    """What `relplanner export --to prometheus-rules` writes."""
    plan = schedule.plan
    rules = rules_of(Asked(plan, instants=instants_of(schedule)))
    notes = (
        *rules.left_out,
        *(f"{rule.entry}: {note}" for rule in rules.rules for note in rule.notes),
    )
    title = f"Alerting rules of {release_name(plan)}, written by relplanner."
    check = ("Check this file: promtool check rules FILE",)
    beginning = head(title, check, CANNOT, rules.left_out)
    made = as_yaml(plan, rules.rules, data_rules(Asked(plan), rules.rules))
    return Exported(beginning + made + carried(plan, rollout=False), notes)


def rules_of(asked: Asked) -> Rules:
    """The rules of triggers, then of alerts, in the order of the plan."""
    plan = asked.plan
    found: list[Rule] = []
    left_out: list[str] = []
    entries: tuple[Trigger | Alert, ...] = (*plan.triggers, *plan.alerts)
    for entry in entries:
        reason = _no_rule(entry)
        if not reason:
            try:
                found.append(_rule(asked, entry))
            except TextError as error:
                reason = " ".join(filter(None, (_message(error), _hint(error))))
        if reason:
            left_out.append(f"{_place(entry)} ({title_of(entry)}) has no rule. {reason}")
    return Rules(tuple(found), tuple(left_out))


def _message(error: TextError) -> str:
    return error.problems[0].message


def _hint(error: TextError) -> str:
    return error.problems[0].hint


def _place(entry: Trigger | Alert) -> str:
    return f"{'triggers' if isinstance(entry, Trigger) else 'alerts'}/{entry.id}"


def _no_rule(entry: Trigger | Alert) -> str:
    if isinstance(entry, Trigger) and entry.mode == "off":
        return "It is switched off."
    if entry.when is not None:
        return ""
    if isinstance(entry, Trigger):
        return f"A person decides: {entry.manual}" if entry.manual else "It has no condition."
    return f"The plan announces it: {entry.event}" if entry.event else "It has no condition."


def _rule(asked: Asked, entry: Trigger | Alert) -> Rule:
    assert entry.when is not None
    every = every_ms(entry)
    asked = replace(asked, every_ms=every)
    keep = entry.keep_firing_for if isinstance(entry, Trigger) else None
    hold = text.milliseconds(entry.when.hold) if entry.when.hold else 0
    kept = text.milliseconds(keep) if keep else 0
    for stretch in (hold, kept, every):
        text.duration(stretch)
    expr = expression(asked, entry.when.expr, silence=entry.no_data == "fire")
    return Rule(
        _place(entry),
        entry.id,
        expr,
        hold,
        kept,
        every,
        tuple(_labels(asked.plan, entry)),
        tuple(_annotations(asked.plan, entry)),
        (*unsaid(entry), *_thinned(asked, entry.when.expr)),
    )


def _thinned(asked: Asked, expr: Expr) -> Iterator[str]:
    for leaf in comparisons(expr):
        reference = reference_of(leaf.bound) if isinstance(leaf, Compare) else None
        step = asked.thinned(leaf.metric, reference) if reference is not None else None
        if step is not None:
            yield (
                f"Sparing Prometheus, the mean of {leaf.metric} is of one value every {text.duration(step)}, "
                f"not every {text.duration(asked.every_ms)}."
            )


def every_ms(entry: Trigger | Alert) -> int:
    """How often it is judged."""
    every = entry.every if isinstance(entry, Trigger) else None
    return max(text.milliseconds(every), 1000) if every else EVERY_MS


def _labels(plan: Plan, entry: Trigger | Alert) -> Iterator[tuple[str, str]]:
    yield "severity", entry.severity if isinstance(entry, Trigger) else entry.level
    if isinstance(entry, Trigger):
        if entry.category:
            yield "category", entry.category
        yield "mode", entry.mode
    yield "release", untemplated(release_name(plan))
    yield OWN, _place(entry)


def _annotations(plan: Plan, entry: Trigger | Alert) -> Iterator[tuple[str, str]]:
    assert entry.when is not None
    yield "summary", untemplated(title_of(entry))
    yield "description", untemplated(reading_of(plan, entry))
    if isinstance(entry, Trigger):
        yield "action", entry.action
        if entry.runbook:
            yield "runbook", untemplated(entry.runbook)
        if entry.who:
            yield "who", untemplated(entry.who)
    elif entry.owner:
        yield "owner", untemplated(entry.owner)
    yield f"{OWN}_condition", untemplated(format_condition(entry.when))
    if entry.no_data != "default":
        yield f"{OWN}_no_data", entry.no_data


def data_rules(asked: Asked, rules: Sequence[Rule]) -> tuple[Rule, ...]:
    """Rules that fire while a metric of the triggers has no data."""
    plan = asked.plan
    kept = {rule.entry for rule in rules}
    watched: dict[str, list[str]] = {}
    for trigger in plan.triggers:
        if _place(trigger) in kept and trigger.when is not None:
            for leaf in comparisons(trigger.when.expr):
                watched.setdefault(leaf.metric, []).append(trigger.id)
    return tuple(_data_rule(asked, metric, list(dict.fromkeys(of))) for metric, of in watched.items())


def _data_rule(asked: Asked, metric_id: str, of: list[str]) -> Rule:
    metric = asked.metric(metric_id)
    stale = text.milliseconds(metric.stale_after) if metric.stale_after else min(3 * EVERY_MS, STALE_MOST_MS)
    labels = (
        ("severity", "warning"),
        ("release", untemplated(release_name(asked.plan))),
        (OWN, f"metrics/{metric_id}"),
    )
    summary = f"{metric_id} has no data: {', '.join(of)} cannot see"
    return Rule(
        f"metrics/{metric_id}",
        f"no-data-{metric_id}",
        f"absent({asked.query(metric_id)})",
        stale,
        0,
        EVERY_MS,
        labels,
        (("summary", untemplated(summary)),),
    )


def as_yaml(plan: Plan, rules: Sequence[Rule], data: Sequence[Rule] = ()) -> str:
    """Rules as a file: one group for each interval, then that of the data."""
    lines = ["groups:"] if rules or data else ["groups: []"]
    for every in dict.fromkeys(rule.every_ms for rule in rules):
        name = group_name(plan, f"triggers-{text.duration(every)}")
        lines += _group(name, every, [rule for rule in rules if rule.every_ms == every])
    if data:
        lines += _group(group_name(plan, "data"), EVERY_MS, data)
    return "\n".join(lines) + "\n"


def _group(name: str, every: int, rules: Sequence[Rule]) -> Iterator[str]:
    yield from other_yaml.listed([{"name": name, "interval": text.duration(every)}])
    yield "  rules:"
    for rule in rules:
        for note in rule.notes:
            yield f"  {comment(note)}"
        yield from other_yaml.listed([_tree(rule)], 2)


def _tree(rule: Rule) -> dict[str, object]:
    tree: dict[str, object] = {"alert": rule.alert, "expr": rule.expr}
    if rule.hold_ms:
        tree["for"] = text.duration(rule.hold_ms)
    if rule.keep_ms:
        tree["keep_firing_for"] = text.duration(rule.keep_ms)
    tree["labels"] = dict(rule.labels)
    tree["annotations"] = dict(rule.annotations)
    return tree
