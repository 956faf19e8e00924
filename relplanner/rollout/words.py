"""What conditions, triggers, alerts and criteria mean, in plain sentences. No numpy here."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from relplanner.plan.forms.bound import (
    NoWorse,
    Sigma,
    elapsed_in_words,
    reference_in_words,
    relation_in_words,
)
from relplanner.plan.forms.condition import Absent, And, Compare, Condition, Expr, Or
from relplanner.plan.forms.duration import Duration, format_duration
from relplanner.plan.forms.moment import format_moment
from relplanner.plan.forms.reading import number_text
from relplanner.plan.forms.target import Criterion, target_in_words
from relplanner.plan.nouns.rollout import Alert, Metric, Trigger
from relplanner.plan.plan import Plan

if TYPE_CHECKING:
    from relplanner.rollout.criteria import Progress

_ACTS = {
    "roll back": ("Rolls back", "Calls for a rollback"),
    "hold": ("Holds the rollout", "Calls for holding the rollout"),
    "notify": ("Notifies", "Notifies"),
    "webhook": ("Calls its webhook", "Proposes to call its webhook"),
    "runbook": ("Starts its runbook", "Proposes its runbook"),
    "copy": ("Copies its text", "Proposes a text to copy"),
    "open": ("Opens its link", "Proposes to open its link"),
}
_SILENCE = {
    "hold": "While nothing is seen the clock stands still.",
    "fire": "Silence counts as a breach.",
    "ignore": "What is not seen is passed over.",
}
_LEVELS = {"critical": "Raises a critical alert", "warning": "Warns", "informational": "Informs"}


def reading(of: Condition | Trigger | Alert | Criterion, plan: Plan) -> str:
    """In sentences, except for a condition, which is the part that stands after "when". Empty for a trigger
    that says nothing yet.
    """
    if isinstance(of, Condition):
        return _condition(of, plan)
    if isinstance(of, Criterion):
        return _criterion(of, plan)
    return _trigger(of, plan) if isinstance(of, Trigger) else _alert(of, plan)


def _condition(condition: Condition, plan: Plan) -> str:
    metrics = {metric.id: metric for metric in reversed(plan.metrics)}
    said = _said(condition.expr, metrics)
    if condition.hold is None or not condition.hold.amount:
        return said
    joined = isinstance(condition.expr, And | Or)
    held = f"for {elapsed_in_words(condition.hold)} without a break"
    return f"{said}, {held}" if joined else f"{said} {held}"


def _said(expr: Expr, metrics: Mapping[str, Metric]) -> str:
    if isinstance(expr, And | Or):
        word = " and " if isinstance(expr, And) else " or "
        return word.join(
            f"({_said(part, metrics)})" if isinstance(part, And | Or) else _said(part, metrics)
            for part in expr.parts
        )
    metric = metrics.get(expr.metric)
    name = (metric.name if metric is not None else None) or expr.metric
    if isinstance(expr, Absent):
        return f"{name} has no data"
    return f"{name} {_relation(expr, metric)}"


def _relation(leaf: Compare, metric: Metric | None) -> str:
    bound = leaf.bound
    if isinstance(bound, Sigma):
        higher = metric is not None and metric.better == "higher"
        more = "at least" if leaf.op == ">=" else "more than"
        if leaf.op not in (">", ">="):
            return f"is {relation_in_words(leaf.op, bound)}"
        way = "below" if higher else "above"
        spread = f"{number_text(bound.count)} standard deviation{'' if bound.count == 1 else 's'}"
        return f"is {more} {spread} {way} {reference_in_words(bound.reference)}"
    if isinstance(bound, NoWorse) and metric is not None and metric.better is not None:
        way = "at most" if metric.better == "lower" else "at least"
        return f"is {way} {reference_in_words(bound.reference)}"
    return f"is {relation_in_words(leaf.op, bound)}"


def _trigger(trigger: Trigger, plan: Plan) -> str:
    act, advise = _ACTS[trigger.action]
    if trigger.when is None:
        return _by_hand(trigger, plan)
    begins = {
        "act": f"{act} when",
        "advise": f"{advise} when",
        "observe": "Only takes note when",
        "off": f"Is off; else it {_lower(advise)} when",
    }[trigger.mode]
    sentences = [f"{begins} {_condition(trigger.when, plan)}."]
    if trigger.phases:
        names = [_named(plan, "rollout", phase) for phase in trigger.phases]
        sentences.append(f"Armed in {_listed(names)} only.")
    if trigger.warm_up is not None:
        sentences.append(f"The first {elapsed_in_words(trigger.warm_up)} are not judged.")
    if trigger.recovers is not None:
        sentences.append(f"It is over only once {_condition(trigger.recovers, plan)}.")
    if trigger.keep_firing_for is not None:
        sentences.append(f"It goes on for {elapsed_in_words(trigger.keep_firing_for)} after that ends.")
    if trigger.no_data in _SILENCE:
        sentences.append(_SILENCE[trigger.no_data])
    return " ".join(sentences)


def _by_hand(trigger: Trigger, plan: Plan) -> str:
    if trigger.manual is None:
        return ""
    who = _named(plan, "stakeholders", trigger.who) if trigger.who is not None else "A person"
    what = {"roll back": "roll back", "hold": "hold the rollout"}.get(trigger.action, "act")
    return f"{who} may decide to {what}: {trigger.manual.rstrip('.')}."


def _alert(alert: Alert, plan: Plan) -> str:
    level = _LEVELS[alert.level]
    if alert.when is not None:
        said = f"{level} when {_condition(alert.when, plan)}."
    elif alert.event:
        said = f"{level} of an event: {alert.event.rstrip('.')}."
    else:
        return ""
    if alert.response is None:
        return said
    who = f" by {_named(plan, 'stakeholders', alert.owner)}" if alert.owner is not None else ""
    return f"{said} To be answered within {_duration(alert.response)}{who}."


def _criterion(criterion: Criterion, plan: Plan) -> str:
    target, metric = criterion.target, plan.entry("metrics", criterion.metric)
    name = getattr(metric, "name", None) or criterion.metric
    window = target.window
    if window is None:
        return f"{name} is {target_in_words(target)} for as long as the phase lasts."
    from dataclasses import replace

    plain = f"{name} is {target_in_words(replace(target, window=None))}"
    if window.kind == "over":
        return f"{plain} on the mean of {_duration(window.length)}, judged when they are over."
    of = f" after {format_moment(window.of)}" if window.of is not None else ""
    return f"{plain} in the {_duration(window.length)}{of}, judged when they are over."


def progress_words(progress: Progress, say: Callable[[int], str]) -> str:
    """``18 h 22 m of 24 h met, 4 m unobserved, earliest promotion Thu 09:14``; ``say`` writes an instant."""
    unseen = [f"{span(progress.unobserved_ms)} unobserved"] if progress.unobserved_ms >= 60_000 else []
    if progress.verdict in ("failed", "unknown"):
        verdict = "not met" if progress.verdict == "failed" else "cannot be judged"
        return ", ".join([verdict, *unseen])
    if progress.needed_ms is None:
        return ", ".join([f"{span(progress.met_ms)} met", *unseen])
    if progress.verdict == "met":
        return ", ".join([f"met{_at(progress.earliest, say)}", *unseen])
    if progress.kind != "time":
        return ", ".join([f"judged{_at(progress.earliest, say)}", *unseen])
    head = f"{span(progress.met_ms)} of {span(progress.needed_ms)} met"
    tail = [f"earliest promotion{_at(progress.earliest, say)}"] if progress.earliest is not None else []
    return ", ".join([head, *unseen, *tail])


def _at(instant: int | None, say: Callable[[int], str]) -> str:
    return f" {say(instant)}" if instant is not None else ""


def span(milliseconds: int) -> str:
    """Real time to the minute as elsewhere in the program: ``18 h 22 m``, ``2 d 3 h``; ``40 s`` below one."""
    if abs(milliseconds) < 60_000:
        return f"{abs(milliseconds) // 1000} s" if milliseconds else "0 m"
    minutes = abs(milliseconds) // 60_000
    days, left = divmod(minutes, 1440)
    hours, rest = divmod(left, 60)
    if days > 1:
        return f"{days:,} d {hours} h" if hours else f"{days:,} d"
    hours += 24 * days
    if hours:
        return f"{hours} h {rest} m" if rest else f"{hours} h"
    return f"{rest} m"


def _duration(duration: Duration) -> str:
    words = {"m": "minute", "h": "hour", "d": "day", "w": "week", "mo": "month"}.get(duration.unit)
    if words is None:
        return format_duration(duration)
    return f"{number_text(duration.amount)} {words}{'' if duration.amount == 1 else 's'}"


def _named(plan: Plan, section: str, entry_id: str) -> str:
    entry = plan.entry(section, entry_id)
    return getattr(entry, "role", None) or getattr(entry, "name", None) or entry_id


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
