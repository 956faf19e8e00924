"""Whether: gates, checklists, runbooks, risks, incidents, reviews, compliance, documents, places."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from relplanner.plan.fields import key, keys, mapping, noun, part, parts, unknown
from relplanner.plan.forms.duration import DURATION, Duration
from relplanner.plan.forms.moment import DATE, MOMENT, TIMESTAMP, Moment
from relplanner.plan.forms.quantity import QUANTITY, Quantity
from relplanner.plan.forms.recurrence import RECURRENCE, Recurrence
from relplanner.plan.forms.scalars import (
    IDENT,
    INTEGER,
    LINE,
    METRIC_ID,
    TEXT,
    VERSION,
    YES_NO,
    choice,
    reference,
)
from relplanner.plan.forms.target import TARGET, Target
from relplanner.plan.nouns.release import SignOff

DECISION = choice("go", "no-go", "conditional", name="decision")
VOTE = choice("go", "no-go", "abstain", name="vote")
PROBABILITY = choice("very low", "low", "medium", "high", "very high", name="probability or impact")
INCIDENT_CLASS = choice("P0", "P1", "P2", "P3", name="incident class")
COMPLIANCE_STATUS = choice("open", "in progress", "met", "not applicable", "failed", name="compliance status")
DOCUMENT_STATE = choice("missing", "draft", "in review", "published", name="document state")
TIER = choice("load balancer", "application", "database", "cache", "monitoring", "other", name="tier")
REPORT = choice("by hand", "pipeline", "junit", "cobertura", "sarif", name="how it was measured")


@noun
class Result:
    """What was measured or ticked for a criterion: value, when, by whom, from where."""

    value: str | None = key(LINE)
    at: dt.datetime | None = key(TIMESTAMP)
    by: str | None = key(LINE)
    how: str | None = key(REPORT)
    version: str | None = key(LINE, help="The version it was measured on")
    evidence: str | None = key(LINE)
    hash: str | None = key(LINE)
    unknown: tuple[tuple[str, object], ...] = unknown()


@noun
class Criterion:
    """A gate's criterion: measured against a target, or a manual item that a role confirms."""

    id: str = key(IDENT, required=True)
    measured: str | None = key(LINE, help="What is measured, in words")
    metric: str | None = key(METRIC_ID)
    manual: str | None = key(LINE, help="What a person confirms")
    target: Target | None = key(TARGET)
    role: str | None = key(reference("stakeholders"))
    valid: Duration | None = key(DURATION, help="How long a result counts; a stale one is not measured")
    result: Result | None = part(Result, record=True)
    notes: str | None = key(TEXT)
    unknown: tuple[tuple[str, object], ...] = unknown()


@noun
class Vote:
    """How a CAB member voted."""

    who: str = key(reference("stakeholders"), required=True)
    vote: str | None = key(VOTE)
    at: dt.datetime | None = key(TIMESTAMP)
    comment: str | None = key(TEXT)
    hash: str | None = key(LINE)
    unknown: tuple[tuple[str, object], ...] = unknown()


@noun
class Gate:
    """A quality gate or go/no-go; its date is its activity's."""

    id: str = key(IDENT, required=True)
    name: str | None = key(LINE)
    activity: str | None = key(reference("activities"))
    quorum: int | None = key(INTEGER)
    criteria: tuple[Criterion, ...] = parts(Criterion)
    votes: tuple[Vote, ...] = parts(Vote, record=True)
    decision: str | None = key(DECISION, record=True)
    decided_at: dt.datetime | None = key(TIMESTAMP, record=True)
    conditions: tuple[str, ...] = keys(reference("activities"), record=True)
    sign_offs: tuple[SignOff, ...] = parts(SignOff)
    notes: str | None = key(TEXT)
    unknown: tuple[tuple[str, object], ...] = unknown()


@noun
class ChecklistItem:
    """One thing to do and who did it."""

    SHORTHAND: ClassVar[str] = "text"
    text: str = key(TEXT, required=True)
    id: str | None = key(IDENT)
    role: str | None = key(reference("stakeholders"))
    done: dt.datetime | None = key(TIMESTAMP, record=True)
    by: str | None = key(LINE, record=True)
    evidence: str | None = key(LINE, record=True)
    unknown: tuple[tuple[str, object], ...] = unknown()


@noun
class Checklist:
    """Items due together: at a T-offset, or some time after an event (a deployment, a phase, a rollback)."""

    id: str = key(IDENT, required=True)
    name: str | None = key(LINE)
    due: Moment | None = key(MOMENT)
    event: str | None = key(LINE, help="What starts its clock: an activity, a phase, or rollback")
    within: str | None = key(LINE, help="Time after the event, such as 0-2h")
    role: str | None = key(reference("stakeholders"))
    items: tuple[ChecklistItem, ...] = parts(ChecklistItem)
    notes: str | None = key(TEXT)
    unknown: tuple[tuple[str, object], ...] = unknown()


@noun
class Step:
    """A step of a runbook. Commands are text to copy; nothing in a plan is ever executed."""

    id: str = key(IDENT, required=True)
    name: str | None = key(LINE)
    command: str | None = key(TEXT)
    manual: str | None = key(TEXT)
    when: str | None = key(LINE, help="Only when this holds")
    owner: str | None = key(reference("stakeholders"))
    duration: Duration | None = key(DURATION)
    timeout: Duration | None = key(DURATION)
    verify: str | None = key(TEXT)
    expect: str | None = key(TEXT)
    fallback: str | None = key(TEXT)
    on_failure: str | None = key(LINE, help="The step to go to")
    unknown: tuple[tuple[str, object], ...] = unknown()


@noun
class Run:
    """One run of a runbook, rehearsed or live: when it began and how long each step took, in seconds."""

    at: dt.datetime = key(TIMESTAMP, required=True)
    rehearsal: bool = key(YES_NO, False)
    by: str | None = key(LINE)
    steps: tuple[tuple[str, str], ...] = mapping(IDENT, LINE)
    unknown: tuple[tuple[str, object], ...] = unknown()


@noun
class Runbook:
    """Ordered, timed steps: the deployment, the switch, the rollback."""

    id: str = key(IDENT, required=True)
    name: str | None = key(LINE)
    purpose: str | None = key(choice("deployment", "rollback", "switch", "fallback", "other", name="purpose"))
    activity: str | None = key(reference("activities"))
    component: str | None = key(reference("components"))
    budget: Duration | None = key(DURATION, label="Time budget")
    variables: tuple[tuple[str, str], ...] = mapping(LINE, LINE)
    steps: tuple[Step, ...] = parts(Step)
    runs: tuple[Run, ...] = parts(Run, record=True)
    notes: str | None = key(TEXT)
    unknown: tuple[tuple[str, object], ...] = unknown()


@noun
class Risk:
    """What may go wrong, how likely, how bad, and what is done about it."""

    id: str = key(IDENT, required=True)
    risk: str | None = key(TEXT)
    probability: str | None = key(PROBABILITY)
    impact: str | None = key(PROBABILITY)
    delay: Duration | None = key(DURATION, help="How much it would delay its activity, for schedule risk")
    mitigation: str | None = key(TEXT)
    fallback: str | None = key(TEXT)
    owner: str | None = key(reference("stakeholders"))
    activity: str | None = key(reference("activities"))
    trigger: str | None = key(reference("triggers"))
    closed: bool = key(YES_NO, False)
    notes: str | None = key(TEXT)
    unknown: tuple[tuple[str, object], ...] = unknown()


@noun
class LogEntry:
    """One entry of an incident's log."""

    at: dt.datetime = key(TIMESTAMP, required=True)
    text: str = key(TEXT, required=True)
    by: str | None = key(LINE)
    unknown: tuple[tuple[str, object], ...] = unknown()


@noun
class Incident:
    """Something that went wrong while the release went out."""

    id: str = key(IDENT, required=True)
    title: str | None = key(LINE)
    class_: str | None = key(INCIDENT_CLASS)
    opened: dt.datetime | None = key(TIMESTAMP)
    closed: dt.datetime | None = key(TIMESTAMP)
    owner: str | None = key(reference("stakeholders"))
    trigger: str | None = key(reference("triggers", "alerts"))
    log: tuple[LogEntry, ...] = parts(LogEntry)
    root_cause: str | None = key(TEXT)
    actions: tuple[str, ...] = keys(TEXT)
    lessons: tuple[str, ...] = keys(TEXT)
    notes: str | None = key(TEXT)
    unknown: tuple[tuple[str, object], ...] = unknown()


@noun
class IncidentClass:
    """What an incident class means and how soon somebody answers."""

    id: str = key(INCIDENT_CLASS, required=True)
    definition: str | None = key(TEXT)
    examples: tuple[str, ...] = keys(TEXT)
    response: Duration | None = key(DURATION)
    unknown: tuple[tuple[str, object], ...] = unknown()


@noun
class Incidents:
    """The class table and what happened."""

    classes: tuple[IncidentClass, ...] = parts(IncidentClass)
    log: tuple[Incident, ...] = parts(Incident, record=True, label="Incidents")
    unknown: tuple[tuple[str, object], ...] = unknown()


@noun
class Review:
    """A look back: 24 hours, a week, a month, a retrospective."""

    id: str = key(IDENT, required=True)
    name: str | None = key(LINE)
    at: Moment | None = key(MOMENT)
    repeat: Recurrence | None = key(RECURRENCE)
    activity: str | None = key(reference("activities"))
    owner: str | None = key(reference("stakeholders"))
    attendees: tuple[str, ...] = keys(reference("stakeholders"))
    agenda: tuple[str, ...] = keys(TEXT)
    decisions: tuple[str, ...] = keys(TEXT, record=True)
    actions: tuple[str, ...] = keys(TEXT, record=True)
    lessons: tuple[str, ...] = keys(TEXT, record=True)
    notes: str | None = key(TEXT)
    unknown: tuple[tuple[str, object], ...] = unknown()


@noun
class Requirement:
    """A requirement of a standard, the control that meets it and the evidence."""

    id: str = key(IDENT, required=True)
    standard: str | None = key(LINE, help="SOC 2, GDPR, ISO 27001, PCI DSS, HIPAA or your own")
    requirement: str | None = key(TEXT)
    control: str | None = key(TEXT)
    evidence: str | None = key(LINE)
    owner: str | None = key(reference("stakeholders"))
    status: str = key(COMPLIANCE_STATUS, "open")
    retention: Duration | None = key(DURATION, help="How long records must be kept")
    notes: str | None = key(TEXT)
    unknown: tuple[tuple[str, object], ...] = unknown()


@noun
class Document:
    """A document that the release owes: guide, notes, diagram, training material."""

    id: str = key(IDENT, required=True)
    name: str | None = key(LINE)
    kind: str | None = key(LINE)
    owner: str | None = key(reference("stakeholders"))
    link: str | None = key(LINE)
    state: str = key(DOCUMENT_STATE, "missing")
    due: Moment | None = key(MOMENT)
    next_review: dt.date | None = key(DATE)
    notes: str | None = key(TEXT)
    unknown: tuple[tuple[str, object], ...] = unknown()


@noun
class Environment:
    """A place the software runs in before or at release."""

    id: str = key(IDENT, required=True)
    name: str | None = key(LINE)
    purpose: str | None = key(TEXT)
    audience: str | None = key(LINE)
    data: str | None = key(LINE, label="Data class")
    deployment: str | None = key(choice("automatic", "approved", "scheduled", name="deployment method"))
    approver: str | None = key(reference("stakeholders"))
    endpoints: tuple[str, ...] = keys(LINE)
    version: str | None = key(LINE, label="Version deployed", record=True)
    notes: str | None = key(TEXT)
    unknown: tuple[tuple[str, object], ...] = unknown()


@noun
class Channel:
    """A way the release reaches its users: web, store, API, infrastructure."""

    id: str = key(IDENT, required=True)
    name: str | None = key(LINE)
    kind: str | None = key(
        choice("web", "mobile", "api", "infrastructure", "desktop", "other", name="channel kind")
    )
    primary: str | None = key(LINE)
    backup: str | None = key(LINE)
    cdn: str | None = key(LINE, label="CDN")
    store: str | None = key(LINE)
    versions: tuple[str, ...] = keys(LINE, label="API versions")
    version: str | None = key(LINE, label="Version deployed", record=True)
    notes: str | None = key(TEXT)
    unknown: tuple[tuple[str, object], ...] = unknown()


@noun
class Component:
    """A part of the architecture, by tier."""

    id: str = key(IDENT, required=True)
    name: str | None = key(LINE)
    tier: str | None = key(TIER)
    deployment: str | None = key(LINE, label="Deployment method")
    redundancy: str | None = key(LINE)
    health_check: str | None = key(LINE)
    owner: str | None = key(reference("stakeholders"))
    changed: bool = key(YES_NO, False, help="Whether this release changes it")
    version: str | None = key(VERSION)
    backup: str | None = key(TEXT, label="Backup and rollback")
    runbooks: tuple[str, ...] = keys(reference("runbooks"))
    metrics: tuple[str, ...] = keys(METRIC_ID)
    notes: str | None = key(TEXT)
    unknown: tuple[tuple[str, object], ...] = unknown()


@noun
class LogClass:
    """A class of logs: what is in it, how long it is kept, who watches."""

    id: str = key(IDENT, required=True)
    name: str | None = key(LINE)
    level: str | None = key(LINE)
    format: str | None = key(LINE)
    fields: tuple[str, ...] = keys(LINE)
    events: tuple[str, ...] = keys(LINE)
    sampling: Quantity | None = key(QUANTITY)
    retention: Duration | None = key(DURATION)
    cold_retention: Duration | None = key(DURATION)
    analysis: str | None = key(TEXT)
    watched_by: str | None = key(reference("stakeholders"))
    notes: str | None = key(TEXT)
    unknown: tuple[tuple[str, object], ...] = unknown()
