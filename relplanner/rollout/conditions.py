"""What is wrong with single comparisons and queries: never or always true, too short, against nothing."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from relplanner.errors import TextError
from relplanner.patterns import late_pattern
from relplanner.plan.findings import Finding
from relplanner.plan.forms.bound import Bound, Burn, Level, NoWorse, Reference, Sigma, reference_of
from relplanner.plan.forms.condition import Compare, Condition, comparisons
from relplanner.plan.forms.duration import ELAPSED_SECONDS, Elapsed
from relplanner.plan.forms.quantity import Quantity, convert, format_quantity
from relplanner.plan.forms.target import Grade
from relplanner.plan.forms.units import unit_of
from relplanner.plan.nouns.rollout import Alert, Metric, Trigger
from relplanner.plan.plan import Plan
from relplanner.rollout.rule import rule_of, source_interval_ms
from relplanner.rollout.words import span

SCRAPES = 4
"""A window holds at least so many intervals: fewer, and one lost sample leaves a single one or none."""
_RANGE = late_pattern(r"\[\s*((?:[0-9]+(?:ms|[smhdwy]))+)\s*(?::[^\]]*)?\]")
_PART = late_pattern(r"([0-9]+)(ms|[smhdwy])")
_SELECTOR = late_pattern(r"\{([^{}]*)\}")
_HOLDS: Mapping[str, Callable[[float, float], bool]] = {
    ">": operator.gt,
    ">=": operator.ge,
    "<": operator.lt,
    "<=": operator.le,
    "==": operator.eq,
    "!=": operator.ne,
}


class _Where(NamedTuple):
    """Who says it, its path and its id."""

    name: str
    path: str
    id: str

    def finding(self, code: str, severity: str, message: str) -> Finding:
        return Finding(code, severity, f"“{self.name}”: {message}", self.path, id=self.id)  # type: ignore[arg-type]


def judged_metrics(plan: Plan) -> frozenset[str]:
    """Metrics that a condition, a phase or a gate looks at."""
    found = {leaf.metric for _, condition in _conditions(plan) for leaf in comparisons(condition.expr)}
    found |= {criterion.metric for phase in plan.rollout.phases for criterion in phase.criteria}
    found |= {item.metric for gate in plan.gates for item in gate.criteria if item.metric is not None}
    return frozenset(found)


def conditions(plan: Plan) -> Iterator[Finding]:
    """Findings of every comparison of triggers, alerts and flags, then of the criteria of phases."""
    metrics = {metric.id: metric for metric in reversed(plan.metrics)}
    for where, condition in _conditions(plan):
        for leaf in comparisons(condition.expr):
            metric = metrics.get(leaf.metric)
            if metric is not None and isinstance(leaf, Compare):
                yield from _compared(plan, where, metric, leaf.op, leaf.bound, alarm=True)
    for at, phase in enumerate(plan.rollout.phases):
        for number, criterion in enumerate(phase.criteria):
            metric, bound = metrics.get(criterion.metric), criterion.target.bound
            if metric is not None and not isinstance(bound, Grade):
                path = f"rollout.phases[{at}].criteria[{number}]"
                where = _Where(phase.name or phase.id, path, f"rollout/{phase.id}")
                yield from _compared(plan, where, metric, criterion.target.op, bound, alarm=False)
    yield from _holds(plan)


def _conditions(plan: Plan) -> Iterator[tuple[_Where, Condition]]:
    for at, trigger in enumerate(plan.triggers):
        name, key = trigger.name or trigger.id, f"triggers/{trigger.id}"
        if trigger.when is not None:
            yield _Where(name, f"triggers[{at}].when", key), trigger.when
        if trigger.recovers is not None:
            yield _Where(name, f"triggers[{at}].recovers", key), trigger.recovers
    for at, alert in enumerate(plan.alerts):
        if alert.when is not None:
            yield _Where(alert.name or alert.id, f"alerts[{at}].when", f"alerts/{alert.id}"), alert.when
    for at, flag in enumerate(plan.flags):
        for number, limit in enumerate(flag.limits):
            yield _Where(flag.name or flag.id, f"flags[{at}].limits[{number}]", f"flags/{flag.id}"), limit


def _compared(
    plan: Plan, where: _Where, metric: Metric, op: str, bound: Bound, *, alarm: bool
) -> Iterator[Finding]:
    name = metric.name or metric.id
    if isinstance(bound, Level):
        yield from _reach(where, metric, op, bound.quantity, alarm=alarm)
    elif isinstance(bound, Burn):
        if metric.target is None or not isinstance(metric.target.bound, Level):
            yield where.finding("NO-BUDGET", "error", f"{name} has no target, so it has no error budget.")
        for window in bound.windows:
            yield from _short(plan, where, metric, window)
    reference = reference_of(bound)
    if reference is None:
        return
    if reference.kind == "window" and reference.window is not None:
        yield from _short(plan, where, metric, reference.window)
    if reference.kind == "series" and reference.name not in dict(metric.series):
        known = ", ".join(key for key, _ in metric.series) or "none"
        message = f"{name} has no series “{reference.name}”; it names {known}."
        yield where.finding("NO-SERIES", "error", message)
    if isinstance(bound, NoWorse) and metric.better is None:
        message = f"{name} does not say which way is better. Give it better: lower or higher."
        yield where.finding("NO-DIRECTION", "error", message)
    if isinstance(bound, Sigma) and not _has_spread(metric, reference):
        message = f"what {name} is compared with has no spread. Compare with a window: 3 sigma vs 1d."
        yield where.finding("NO-SPREAD", "error", message)


def _has_spread(metric: Metric, reference: Reference) -> bool:
    if reference.kind == "baseline":
        return metric.baseline is None or metric.baseline.kind == "mean"
    return reference.kind == "window"


def _reach(where: _Where, metric: Metric, op: str, quantity: Quantity, *, alarm: bool) -> Iterator[Finding]:
    """NEVER-TRUE and ALWAYS-TRUE: of a share, outside 0 to 100 %; else of what cannot be negative."""
    try:
        limit = convert(quantity, metric.unit or "")
        lowest, highest = _range(metric)
    except TextError:
        return  # said as UNIT-MISMATCH
    said = f"{metric.name or metric.id} {op} {format_quantity(quantity)}"
    ends = [end for end in (lowest, highest) if end is not None]
    holds = _HOLDS[op]
    if highest is not None and ends and not any(holds(end, limit) for end in ends) and op not in ("==", "!="):
        yield where.finding("NEVER-TRUE", "warning", f"{said} can never be true: it is a share.")
    elif highest is not None and all(holds(end, limit) for end in ends) and op not in ("==", "!="):
        yield where.finding("ALWAYS-TRUE", "warning", f"{said} is always true: it is a share.")
    elif lowest == 0 and op in ("<", "<=") and (limit < 0 or (limit == 0 and op == "<")):
        yield where.finding("NEVER-TRUE", "warning", f"{said} can never be true: it is never below 0.")
    elif lowest == 0 and op in (">", ">=") and (limit < 0 or (limit == 0 and op == ">=")):
        yield where.finding("ALWAYS-TRUE", "warning", f"{said} is always true: it is never below 0.")
    elif alarm:
        usual = metric.baseline.quantity if metric.baseline is not None else None
        if usual is not None and op not in ("==", "!=") and holds(convert(usual, metric.unit or ""), limit):
            message = f"{said} is true of its baseline already, {format_quantity(usual)}."
            yield where.finding("ALWAYS-TRUE", "warning", message)


def _range(metric: Metric) -> tuple[float | None, float | None]:
    """The values that a metric can have by its unit. Raises :class:`TextError` for units nobody knows."""
    unit = unit_of(metric.unit or "")
    if unit.dimension == "share":
        return 0.0, convert(Quantity(100.0, "%"), metric.unit or "")
    counted = unit.dimension in ("time", "size") or unit.dimension.endswith("per time")
    return (0.0 if counted and "USD" not in unit.dimension else None), None


def _short(plan: Plan, where: _Where, metric: Metric, window: Elapsed) -> Iterator[Finding]:
    every, length = source_interval_ms(plan, metric), round(window.seconds * 1000)
    if every and length < SCRAPES * every:
        message = (
            f"a window of {span(length)} holds fewer than {SCRAPES} values of {metric.name or metric.id}, "
            f"which comes every {span(every)}."
        )
        yield where.finding("WINDOW-SHORT", "warning", message)


def _holds(plan: Plan) -> Iterator[Finding]:
    entries: tuple[tuple[str, tuple[Trigger | Alert, ...]], ...] = (
        ("triggers", plan.triggers), ("alerts", plan.alerts),
    )  # fmt: skip
    for section, several in entries:
        for at, entry in enumerate(several):
            rule = rule_of(entry, plan)
            if rule is None or not 0 < rule.hold_ms < rule.every_ms:
                continue
            where = _Where(entry.name or entry.id, f"{section}[{at}].when", f"{section}/{entry.id}")
            message = (
                f"it is held for {span(rule.hold_ms)} but judged every {span(rule.every_ms)}, so it fires at "
                "the second look, whatever came between."
            )
            yield where.finding("HOLD-SHORT", "warning", message)


def queries(plan: Plan, at: int, metric: Metric) -> Iterator[Finding]:
    """WINDOW-SHORT and RATIO-EMPTY of a metric's own queries."""
    every = source_interval_ms(plan, metric)
    named = [("query", metric.query or "")] + [(f"series.{name}", text) for name, text in metric.series]
    for key, text in named:
        where = _Where(metric.name or metric.id, f"metrics[{at}].{key}", f"metrics/{metric.id}")
        for found in _RANGE.finditer(text):
            length = _promql_ms(found[1])
            if every and length < SCRAPES * every:
                message = (
                    f"the query looks at {found[1]}, fewer than {SCRAPES} samples of its source, which is "
                    f"asked every {span(every)}."
                )
                yield where.finding("WINDOW-SHORT", "warning", message)
                break
        if _may_be_empty(text):
            message = (
                "the query has no value, instead of 0, while no series matches above the division. Write "
                "(… or vector(0)) there."
            )
            yield where.finding("RATIO-EMPTY", "info", message)


def _promql_ms(text: str) -> int:
    seconds = {**ELAPSED_SECONDS, "ms": 0.001, "y": 365 * 86_400.0}
    return round(sum(1000 * int(found[1]) * seconds[found[2]] for found in _PART.finditer(text)))


def _may_be_empty(query: str) -> bool:
    """Whether what is divided picks fewer series than what divides: it may pick none."""
    above, slash, below = query.partition("/")
    if not slash or "vector(" in above or "absent" in query:
        return False
    chosen, all_of = _SELECTOR.search(above), _SELECTOR.search(below)
    return chosen is not None and len(chosen[1]) > len(all_of[1] if all_of is not None else "")
