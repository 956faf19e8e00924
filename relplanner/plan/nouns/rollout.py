"""How it goes out: sources, metrics, flags, phases, triggers, alerts."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from relplanner.plan.fields import key, keys, mapping, noun, part, parts, unknown
from relplanner.plan.forms.condition import CONDITION, Condition
from relplanner.plan.forms.dependency import DEPENDENCY, Dependency
from relplanner.plan.forms.duration import DURATION, ELAPSED, Duration, Elapsed
from relplanner.plan.forms.moment import MOMENT, TIMESTAMP, Moment
from relplanner.plan.forms.quantity import BASELINE, Baseline
from relplanner.plan.forms.scalars import (
    IDENT,
    LINE,
    METRIC_ID,
    NUMBER,
    PERCENT,
    SECRET,
    TEXT,
    URL,
    YES_NO,
    choice,
    reference,
)
from relplanner.plan.forms.target import CRITERION, TARGET, Criterion, Target

SOURCE_KIND = choice("prometheus", "openmetrics", "json", "replay", "demo", "manual", name="kind of source")
BETTER = choice("lower", "higher", name="direction")
METRIC_GROUP = choice(
    "application", "infrastructure", "business", "external", "security", name="metric group"
)
STRATEGY = choice("canary", "blue-green", "rolling", "big bang", "phased program", name="strategy")
CATEGORY = choice(
    "technical", "business", "security", "operational", "compliance", "executive", name="trigger category"
)
SEVERITY = choice("critical", "warning", "informational", name="severity")
NO_DATA = choice("default", "hold", "fire", "ignore", name="no-data policy")
MODE = choice("off", "observe", "advise", "act", name="mode")
ACTION = choice("roll back", "hold", "notify", "webhook", "runbook", "copy", "open", name="action")
ALERT_LEVEL = choice("critical", "warning", "informational", name="alert level")


@noun
class Source:
    """A monitoring endpoint; secrets are referred to, never written."""

    id: str = key(IDENT, required=True)
    kind: str | None = key(SOURCE_KIND)
    url: str | None = key(URL)
    auth: str | None = key(SECRET)
    user: str | None = key(LINE)
    header: str | None = key(LINE, help="Name of the header that carries the secret")
    tenant: str | None = key(LINE)
    ca: str | None = key(LINE, label="CA file")
    certificate: str | None = key(LINE)
    proxy: str | None = key(URL)
    file: str | None = key(LINE)
    speed: float | None = key(NUMBER)
    every: Elapsed | None = key(ELAPSED)
    timeout: Elapsed | None = key(ELAPSED)
    valid: Elapsed | None = key(ELAPSED, help="How long a number typed by hand counts")
    notes: str | None = key(TEXT)
    unknown: tuple[tuple[str, object], ...] = unknown()


@noun
class Metric:
    """Something measured: its unit, which way is better, where it comes from, what it was before."""

    id: str = key(METRIC_ID, required=True)
    name: str | None = key(LINE)
    unit: str | None = key(LINE)
    better: str | None = key(BETTER)
    group: str | None = key(METRIC_GROUP)
    source: str | None = key(reference("sources"))
    query: str | None = key(TEXT)
    series: tuple[tuple[str, str], ...] = mapping(
        LINE, TEXT, help="Name and query, such as canary and stable"
    )
    target: Target | None = key(TARGET)
    baseline: Baseline | None = key(BASELINE)
    stale_after: Elapsed | None = key(ELAPSED)
    notes: str | None = key(TEXT)
    unknown: tuple[tuple[str, object], ...] = unknown()


@noun
class Experiment:
    """An experiment that a flag carries: control, variants and what is measured."""

    group: str | None = key(LINE)
    control: str | None = key(LINE)
    variants: tuple[str, ...] = keys(LINE)
    metrics: tuple[str, ...] = keys(METRIC_ID)
    unknown: tuple[tuple[str, object], ...] = unknown()


@noun
class Flag:
    """A feature flag and who sees it."""

    id: str = key(IDENT, required=True)
    name: str | None = key(LINE)
    enabled: bool = key(YES_NO, False)
    rollout: float = key(PERCENT, 100.0)
    audience: tuple[str, ...] = keys(LINE)
    kill_switch: bool = key(YES_NO, False)
    killed: bool = key(YES_NO, False, record=True)
    dependencies: tuple[str, ...] = keys(LINE)
    limits: tuple[Condition, ...] = keys(CONDITION, help="Conditions that propose the kill switch")
    experiment: Experiment | None = part(Experiment)
    owner: str | None = key(reference("stakeholders"))
    notes: str | None = key(TEXT)
    unknown: tuple[tuple[str, object], ...] = unknown()


@noun
class ManualCriterion:
    """A success criterion that a person judges."""

    SHORTHAND: ClassVar[str] = "text"
    text: str = key(TEXT, required=True)
    role: str | None = key(reference("stakeholders"))
    met: dt.datetime | None = key(TIMESTAMP, record=True)
    by: str | None = key(LINE, record=True)
    evidence: str | None = key(LINE, record=True)
    unknown: tuple[tuple[str, object], ...] = unknown()


@noun
class Phase:
    """One phase of the rollout: who sees the new version, for how long, and what must hold."""

    id: str = key(IDENT, required=True)
    name: str | None = key(LINE)
    traffic: float | None = key(PERCENT)
    sites: tuple[str, ...] = keys(LINE, help="Named sites, regions or customers instead of a percentage")
    duration: Duration | None = key(DURATION)
    ongoing: bool = key(YES_NO, False)
    audience: str | None = key(LINE)
    environment: str | None = key(reference("environments"))
    channel: str | None = key(reference("channels"))
    after: tuple[Dependency, ...] = keys(DEPENDENCY)
    criteria: tuple[Criterion, ...] = keys(CRITERION, label="Success criteria")
    manual: tuple[ManualCriterion, ...] = parts(ManualCriterion, label="Manual criteria")
    hold: str | None = key(reference("stakeholders"), help="A person who must say go before the next phase")
    no_return: bool = key(YES_NO, False, label="Point of no return")
    actual_start: Moment | None = key(MOMENT, record=True)
    actual_finish: Moment | None = key(MOMENT, record=True)
    notes: str | None = key(TEXT)
    unknown: tuple[tuple[str, object], ...] = unknown()


@noun
class Slot:
    """One of the two environments of a blue-green switch."""

    namespace: str | None = key(LINE)
    traffic: float | None = key(PERCENT)
    database: str | None = key(LINE)
    monitoring: str | None = key(LINE)
    unknown: tuple[tuple[str, object], ...] = unknown()


@noun
class BlueGreen:
    """Both environments, the traffic steps between them, and when the old one goes."""

    blue: Slot | None = part(Slot)
    green: Slot | None = part(Slot)
    test: str | None = key(TEXT, label="Test before the switch")
    steps: tuple[float, ...] = keys(PERCENT)
    watch: Duration | None = key(DURATION, label="Watch time a step")
    decommission_after: Duration | None = key(DURATION)
    unknown: tuple[tuple[str, object], ...] = unknown()


@noun
class Rollout:
    """The strategy and its phases."""

    strategy: str | None = key(STRATEGY)
    after: str | None = key(reference("activities"), help="What the first phase follows, else the milestone")
    phases: tuple[Phase, ...] = parts(Phase)
    blue_green: BlueGreen | None = part(BlueGreen)
    rollback_budget: Duration | None = key(DURATION)
    notes: str | None = key(TEXT)
    unknown: tuple[tuple[str, object], ...] = unknown()


@noun
class Trigger:
    """A rollback trigger: a condition judged by the engine, or a decision that a named person may take."""

    id: str = key(IDENT, required=True)
    name: str | None = key(LINE)
    category: str | None = key(CATEGORY)
    severity: str = key(SEVERITY, "critical")
    when: Condition | None = key(CONDITION)
    recovers: Condition | None = key(CONDITION)
    keep_firing_for: Elapsed | None = key(ELAPSED)
    every: Elapsed | None = key(ELAPSED)
    warm_up: Elapsed | None = key(ELAPSED)
    no_data: str = key(NO_DATA, "default")
    stale_after: Elapsed | None = key(ELAPSED)
    mode: str = key(MODE, "advise")
    manual: str | None = key(TEXT, help="The decision, for a trigger that a person pulls")
    who: str | None = key(reference("stakeholders"))
    action: str = key(ACTION, "roll back")
    runbook: str | None = key(reference("runbooks"))
    phases: tuple[str, ...] = keys(reference("rollout"), help="Armed in these phases, else in all")
    notes: str | None = key(TEXT)
    unknown: tuple[tuple[str, object], ...] = unknown()


@noun
class Alert:
    """A condition that informs rather than rolls back."""

    id: str = key(IDENT, required=True)
    name: str | None = key(LINE)
    level: str = key(ALERT_LEVEL, "warning")
    when: Condition | None = key(CONDITION)
    event: str | None = key(LINE, help="What the plan announces: a deployment done, a flag changed")
    response: Duration | None = key(DURATION, label="Response time")
    owner: str | None = key(reference("stakeholders"))
    no_data: str = key(NO_DATA, "default")
    notes: str | None = key(TEXT)
    unknown: tuple[tuple[str, object], ...] = unknown()
