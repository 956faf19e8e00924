"""Would it have fired? Triggers judged on recorded samples, and held against an incident that people marked.

A trigger that is off is judged as if it observed: the question is what it would have done.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

import numpy as np

from relplanner.errors import Cancelled
from relplanner.plan.forms.condition import format_condition
from relplanner.plan.nouns.rollout import Alert, Trigger
from relplanner.plan.plan import Plan
from relplanner.rollout.asks import leaves
from relplanner.rollout.grid import Grid
from relplanner.rollout.observe import NODATA
from relplanner.rollout.rule import Rule, rule_of
from relplanner.rollout.series import Window
from relplanner.rollout.step import look
from relplanner.rollout.vector import Judged, judge_on
from relplanner.values import keeping_entity, value

WEEK_MS = 7 * 86_400_000
MOST_REASONS = 200
"""Of so many stretches without a verdict the reason is looked up; the others have that of the first."""


@value
class Incident:
    """When it was bad, as people know afterwards; milliseconds UTC, ``stop_ms`` is not bad any more."""

    start_ms: int
    stop_ms: int


@value
class Stretch:
    """``state`` is pending, firing or unknown, from ``start`` to before ``end``, milliseconds UTC.

    Unknown (no data, an error, blind) stands beside the state and may overlap the others.
    """

    state: str
    start: int
    end: int
    reason: str = ""


@keeping_entity
class TriggerRun:
    """What one trigger would have done. ``section`` is triggers or alerts.

    ``false_alarms`` are fires that do not touch the incident, ``detection_delay`` is from its start until the
    trigger fired, in milliseconds: 0 when it fired before and still did. Both are ``None`` where no incident
    was marked, the delay also where it was missed.
    """

    id: str
    section: str
    mode: str
    condition: str
    every_ms: int
    intervals: tuple[Stretch, ...]
    fired: int
    first_fired: int | None
    fires_a_week: float
    false_alarms: int | None
    false_alarms_a_week: float | None
    detection_delay: int | None
    judged: Judged

    def of(self, state: str) -> tuple[Stretch, ...]:
        return tuple(one for one in self.intervals if one.state == state)


@value
class Backtest:
    """``start`` and ``stop`` are the first and the last instant; ``samples`` lie between them."""

    start: int
    stop: int
    samples: int
    triggers: tuple[TriggerRun, ...]
    incident: Incident | None = None


def judgeable(plan: Plan) -> tuple[str, ...]:
    """What can be judged, by the names that :func:`backtest` takes: triggers, then ``alerts/id``."""
    triggers = (one.id for one in plan.triggers if one.when is not None)
    alerts = (f"alerts/{one.id}" for one in plan.alerts if one.when is not None)
    return (*triggers, *alerts)


def named(plan: Plan, name: str) -> Trigger | Alert | None:
    """The trigger of that id, else the alert; ``alerts/id`` is the alert."""
    found = None if name.startswith("alerts/") else plan.entry("triggers", name.removeprefix("triggers/"))
    if found is None:
        found = plan.entry("alerts", name.removeprefix("alerts/"))
    return found if isinstance(found, Trigger | Alert) else None


def backtest(
    plan: Plan,
    series: Window,
    start: int,
    stop: int,
    every: int | None = None,
    triggers: Collection[str] | None = None,
    incident: Incident | None = None,
    on_progress: Callable[[float], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Backtest:
    """Judge triggers from ``start`` to ``stop``, every ``every`` milliseconds or as each is judged live.

    Without ``triggers`` all of the plan that have a condition. Samples before ``start`` are seen where a
    condition looks back. Raises :class:`Cancelled` once ``cancelled`` says so.
    """
    names = tuple(one.id for one in plan.triggers) if triggers is None else tuple(triggers)
    known = [found for name in names if (found := named(plan, name)) is not None and found.when is not None]
    grids: dict[int, Grid] = {}
    runs: list[TriggerRun] = []
    keys: set[str] = set()
    for done, one in enumerate(known):
        if cancelled is not None and cancelled():
            raise Cancelled("The backtest was cancelled.")
        rule = rule_for(one, plan)
        if rule is None:
            continue
        step = every or rule.every_ms
        if step not in grids:
            grids[step] = Grid(series, start, stop, step)
        keys |= _keys(rule, series)
        run = run_of(one, rule, judge_on(rule, grids[step]), incident)
        runs.append(_with_reasons(run, rule, series))
        if on_progress is not None:
            on_progress((done + 1) / len(known))
    samples = sum(len(series[key].between(start, stop)) for key in keys)
    return Backtest(start, stop, samples, tuple(runs), incident)


def rule_for(of: Trigger | Alert, plan: Plan) -> Rule | None:
    """The rule of what is tried out; what is off observes."""
    tried = replace(of, mode="observe") if isinstance(of, Trigger) and of.mode == "off" else of
    return rule_of(tried, plan)


def run_of(of: Trigger | Alert, rule: Rule, judged: Judged, incident: Incident | None) -> TriggerRun:
    """Sum up what was judged."""
    firing = [(one.start, one.end) for one in judged.intervals if one.state == "firing"]
    known = [Stretch(one.state, one.start, one.end) for one in judged.intervals if one.state != "nodata"]
    unknown = [Stretch("unknown", start, end) for start, end in _unknown(judged)]
    weeks = len(judged.instants) * judged.every_ms / WEEK_MS
    false, delay, quiet = None, None, weeks
    if incident is not None:
        false = sum(end <= incident.start_ms or start >= incident.stop_ms for start, end in firing)
        met = [start for start, end in firing if end > incident.start_ms and start < incident.stop_ms]
        delay = max(0, min(met) - incident.start_ms) if met else None
        quiet = max(0.0, weeks - (incident.stop_ms - incident.start_ms) / WEEK_MS)
    return TriggerRun(
        of.id,
        "triggers" if isinstance(of, Trigger) else "alerts",
        of.mode if isinstance(of, Trigger) else "advise",
        format_condition(rule.condition),
        judged.every_ms,
        tuple(sorted((*known, *unknown), key=lambda one: (one.start, one.end))),
        len(firing),
        firing[0][0] if firing else None,
        len(firing) / weeks if weeks else 0.0,
        false,
        false / quiet if false is not None and quiet else None,
        delay,
        judged,
    )


def _unknown(judged: Judged) -> list[tuple[int, int]]:
    """Where nothing is known, each from its first instant to before the first at which something is."""
    there = (judged.verdicts >= NODATA) | judged.blind
    edges = np.flatnonzero(np.diff(there.astype(np.int8), prepend=0, append=0))
    after = np.append(judged.instants, judged.instants[-1:] + judged.every_ms)
    times = after[edges].tolist()
    return list(zip(times[::2], times[1::2], strict=True))


def _with_reasons(run: TriggerRun, rule: Rule, series: Window) -> TriggerRun:
    told = 0
    intervals: list[Stretch] = []
    first = ""
    for one in run.intervals:
        if one.state == "unknown":
            reason = _reason(rule, series, one.start) if told < MOST_REASONS else first
            first = first or reason
            told += 1
            intervals.append(replace(one, reason=reason))
        else:
            intervals.append(one)
    return replace(run, intervals=tuple(intervals))


def _reason(rule: Rule, series: Window, instant: int) -> str:
    """Why there is no verdict; where there is one, it is old."""
    seen = look(rule, series, instant)
    if seen.reason:
        return seen.reason
    if seen.age_ms is None:
        return "No sample was seen yet."
    return (
        f"The newest sample is {seen.age_ms / 1000:g} s old; the limit is {rule.stale_after_ms / 1000:g} s."
    )


def _keys(rule: Rule, series: Window) -> set[str]:
    """The series that a rule looks at."""
    trees = [rule.tree] if rule.recovery is None else [rule.tree, rule.recovery]
    metrics = {leaf.metric for tree in trees for leaf in leaves(tree)}
    return {key for key in series if key.partition("/")[0] in metrics}


def span_of(series: Sequence[Window] | Window) -> tuple[int, int] | None:
    """The times of the first and the last sample, ``None`` where there is none."""
    windows = [series] if not isinstance(series, Sequence) else series
    ends = [
        (int(one.times[0]), int(one.times[-1])) for window in windows for one in window.values() if len(one)
    ]
    return (min(first for first, _ in ends), max(last for _, last in ends)) if ends else None
