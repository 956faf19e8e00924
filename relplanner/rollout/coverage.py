"""What the rollout leaves uncovered: phases nobody guards, thresholds nobody can reach, ways back that come
too late. Light: no samples, no numpy.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from relplanner.plan.findings import Finding
from relplanner.plan.nouns.rollout import Alert, Metric, Phase, Trigger
from relplanner.plan.plan import Plan
from relplanner.rollout import conditions, phases

CODES: Mapping[str, str] = MappingProxyType(
    {
        "ROLLOUT-UNGUARDED": "The rollout has phases, and no trigger is judged while they run.",
        "PHASE-UNGUARDED": "No trigger is judged while a phase runs.",
        "PHASE-NO-CRITERION": "A phase says nothing that must hold before the next one.",
        "METRIC-UNFED": "A metric that something judges has no source and no query.",
        "WINDOW-SHORT": "A window is shorter than four intervals of its source and may see no sample.",
        "CANARY-FEW": "A phase sees so few requests that none failing would not show its criterion met.",
        "ROLLBACK-LATE": "Noticing and rolling back together take longer than the time there is.",
        "ROLLBACK-OVER-BUDGET": "The steps of a rollback take longer than its time budget.",
        "NEVER-TRUE": "A comparison can never be true.",
        "ALWAYS-TRUE": "A comparison is true of every value, or of the metric's usual one.",
        "HOLD-SHORT": "A condition is held for less than the interval at which it is judged.",
        "DUPLICATE-NAME": "Two triggers or two alerts have the same name.",
        "NO-SERIES": "A condition compares with a series that its metric does not name.",
        "NO-SPREAD": "A condition counts standard deviations of what has none.",
        "NO-DIRECTION": "A metric does not say which way is better, and a condition asks for it.",
        "NO-BUDGET": "A burn rate is asked of a metric that has no target in numbers.",
        "NO-RUNBOOK": "A trigger rolls back, and no runbook says how.",
        "NO-DECIDER": "A decision is to be taken, and nobody is named who may take it.",
        "RATIO-EMPTY": "A query divides, and is empty, not zero, while what it divides is absent.",
    }
)
"""Codes of these findings, beside those of :mod:`relplanner.plan.findings`."""


def findings(plan: Plan) -> list[Finding]:
    """Everything that is to be said, in the order of the file."""
    found: list[Finding] = []
    for check in CHECKS:
        found.extend(check(plan))
    return found


def _names(plan: Plan) -> Iterator[Finding]:
    sections: tuple[tuple[str, tuple[Trigger | Alert, ...]], ...] = (
        ("triggers", plan.triggers), ("alerts", plan.alerts),
    )  # fmt: skip
    for section, entries in sections:
        first: dict[str, str] = {}
        for at, entry in enumerate(entries):
            name = (entry.name or "").casefold().strip()
            if not name:
                continue
            if name in first:
                message = (
                    f"“{entry.id}” has the same name as “{first[name]}”: people will take one for the other."
                )
                path = f"{section}[{at}].name"
                yield Finding("DUPLICATE-NAME", "warning", message, path, id=f"{section}/{entry.id}")
            first.setdefault(name, entry.id)


def _decisions(plan: Plan) -> Iterator[Finding]:
    for at, trigger in enumerate(plan.triggers):
        path, name = f"triggers[{at}]", f"“{trigger.name or trigger.id}”"
        if trigger.manual is not None and trigger.who is None:
            message = f"{name} is a decision, but nobody is named who may take it. Say who."
            yield Finding("NO-DECIDER", "warning", message, path, id=f"triggers/{trigger.id}")
        if trigger.action == "roll back" and trigger.runbook is None and plan.runbooks:
            message = f"{name} rolls back, but names no runbook that says how."
            yield Finding("NO-RUNBOOK", "info", message, path, id=f"triggers/{trigger.id}")


def _metrics(plan: Plan) -> Iterator[Finding]:
    judged = conditions.judged_metrics(plan)
    for at, metric in enumerate(plan.metrics):
        if metric.id in judged and not (metric.source or metric.query or metric.series):
            message = (
                f"“{metric.name or metric.id}” is judged, but nothing says where its numbers come from. "
                "Give it a source, which may be one of kind manual."
            )
            yield _of_metric("METRIC-UNFED", "warning", message, at, metric)
        yield from conditions.queries(plan, at, metric)


def _of_metric(code: str, severity: str, message: str, at: int, metric: Metric) -> Finding:
    return Finding(code, severity, message, f"metrics[{at}]", id=f"metrics/{metric.id}")  # type: ignore[arg-type]


def _phases(plan: Plan) -> Iterator[Finding]:
    rollout = plan.rollout.phases
    guards = [trigger for trigger in plan.triggers if trigger.when is not None and trigger.mode != "off"]
    if rollout and not guards:
        message = "The rollout has phases, but no trigger is judged while they run. Write one."
        yield Finding("ROLLOUT-UNGUARDED", "warning", message, "rollout", id="rollout")
    for at, phase in enumerate(rollout):
        if guards and not phases.armed(plan, phase):
            message = f"No trigger is armed in “{phase.name or phase.id}”: every one names other phases."
            yield _of_phase("PHASE-UNGUARDED", message, at, phase)
        if not (phase.criteria or phase.manual or phase.hold or phase.ongoing):
            message = (
                f"“{phase.name or phase.id}” says nothing that must hold before the next phase. Give it a "
                "criterion, or a person who says go."
            )
            yield _of_phase("PHASE-NO-CRITERION", message, at, phase)


def _of_phase(code: str, message: str, at: int, phase: Phase) -> Finding:
    return Finding(code, "warning", message, f"rollout.phases[{at}]", id=f"rollout/{phase.id}")


CHECKS: tuple[Callable[[Plan], Iterator[Finding]], ...] = (
    _metrics,
    _phases,
    phases.requests,
    phases.ways_back,
    conditions.conditions,
    _names,
    _decisions,
)
"""Every check, in the order in which its findings are told."""
