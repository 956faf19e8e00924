"""The release itself: facts, scope, change record, and who signs."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from relplanner.plan.fields import key, keys, mapping, noun, parts, unknown
from relplanner.plan.forms.duration import DURATION, Duration
from relplanner.plan.forms.moment import DATE, MOMENT, TIMESTAMP, Moment
from relplanner.plan.forms.quantity import QUANTITY, Quantity
from relplanner.plan.forms.scalars import (
    IDENT,
    INTEGER,
    LINE,
    METRIC_ID,
    TEXT,
    TIME_ZONE,
    VERSION,
    choice,
    reference,
)
from relplanner.plan.forms.target import TARGET, Target

RELEASE_TYPE = choice("major", "minor", "patch", "hotfix", name="release type")
RELEASE_STATUS = choice(
    "draft",
    "in planning",
    "approved",
    "in progress",
    "completed",
    "rolled back",
    "cancelled",
    name="release status",
)
CHANGE_KIND = choice("normal", "standard", "emergency", name="kind of change")
VERDICT = choice("given", "refused", name="verdict")
OUTCOME = choice("successful", "failed", "inconclusive", "not measured", name="outcome")


@noun
class SignOff:
    """A signature asked of a stakeholder, bound to the hash of what was signed."""

    id: str = key(IDENT, required=True)
    who: str = key(reference("stakeholders"), required=True)
    due: Moment | None = key(MOMENT)
    verdict: str | None = key(VERDICT, record=True)
    at: dt.datetime | None = key(TIMESTAMP, record=True)
    hash: str | None = key(LINE, record=True)
    comment: str | None = key(TEXT, record=True)
    unknown: tuple[tuple[str, object], ...] = unknown()


@noun
class DocumentLink:
    """A related document: its name and where it is."""

    SHORTHAND: ClassVar[str] = "name"
    name: str = key(LINE, required=True)
    link: str | None = key(LINE)
    unknown: tuple[tuple[str, object], ...] = unknown()


@noun
class Release:
    """What is released, when it was promised (``target`` is T0), and the rules its schedule follows."""

    product: str | None = key(LINE)
    version: str | None = key(VERSION, help="Semantic version, major.minor.patch")
    code_name: str | None = key(LINE)
    type: str | None = key(RELEASE_TYPE)
    status: str = key(RELEASE_STATUS, "draft")
    target: Moment | None = key(MOMENT, label="Target (T0)", help="The promise; T-offsets count from it")
    start: Moment | None = key(MOMENT, label="Plan start", help="No work is scheduled before it")
    milestone: str | None = key(reference("activities"), help="The activity whose finish is compared with T0")
    time_zone: str = key(TIME_ZONE, "UTC")
    second_zone: str | None = key(TIME_ZONE)
    calendar: str | None = key(reference("calendars"), help="The calendar of activities that name none")
    status_date: Moment | None = key(MOMENT, help="Remaining work starts no earlier")
    critical_slack: Duration = key(DURATION, Duration(0, "m"), help="Critical: total slack at or below this")
    near_critical_slack: Duration = key(DURATION, Duration(2, "d"), help="Near-critical up to this")
    manager: str | None = key(reference("stakeholders"), label="Release manager")
    sponsor: str | None = key(reference("stakeholders"), label="Business sponsor")
    document_version: str | None = key(LINE)
    maintainer: str | None = key(LINE)
    last_review: dt.date | None = key(DATE)
    next_review: dt.date | None = key(DATE)
    facts: tuple[tuple[str, str], ...] = mapping(LINE, TEXT, help="Free named facts")
    documents: tuple[DocumentLink, ...] = parts(DocumentLink, label="Related documents")
    sign_offs: tuple[SignOff, ...] = parts(SignOff)
    notes: str | None = key(TEXT)
    unknown: tuple[tuple[str, object], ...] = unknown()


@noun
class ScopeItem:
    """A feature, fix, improvement or piece of debt; written as its text alone where nothing else is known."""

    SHORTHAND: ClassVar[str] = "text"
    text: str = key(TEXT, required=True)
    id: str | None = key(IDENT)
    ticket: str | None = key(LINE)
    owner: str | None = key(reference("stakeholders"))
    breaking: str | None = key(LINE, help="What breaks for users, if anything does")
    notes: str | None = key(TEXT)
    unknown: tuple[tuple[str, object], ...] = unknown()


@noun
class Measurement:
    """One dated value of a success metric."""

    at: dt.datetime = key(TIMESTAMP, required=True)
    value: Quantity = key(QUANTITY, required=True)
    note: str | None = key(LINE)
    unknown: tuple[tuple[str, object], ...] = unknown()


@noun
class SuccessMetric:
    """A metric the release promised to move, its target and what was measured after launch."""

    metric: str = key(METRIC_ID, required=True)
    target: Target | None = key(TARGET)
    measured: tuple[Measurement, ...] = parts(Measurement, record=True)
    verdict: str | None = key(OUTCOME, record=True)
    notes: str | None = key(TEXT)
    unknown: tuple[tuple[str, object], ...] = unknown()


@noun
class Scope:
    """Why the release is made and what is in it."""

    summary: str | None = key(TEXT)
    objective: str | None = key(TEXT)
    objectives: tuple[str, ...] = keys(TEXT)
    user_impact: str | None = key(TEXT)
    revenue_impact: str | None = key(TEXT)
    features: tuple[ScopeItem, ...] = parts(ScopeItem)
    fixes: tuple[ScopeItem, ...] = parts(ScopeItem)
    performance: tuple[ScopeItem, ...] = parts(ScopeItem)
    security: tuple[ScopeItem, ...] = parts(ScopeItem)
    debt: tuple[ScopeItem, ...] = parts(ScopeItem, label="Technical debt")
    deliverables: tuple[str, ...] = keys(TEXT)
    success_metrics: tuple[SuccessMetric, ...] = parts(SuccessMetric)
    notes: str | None = key(TEXT)
    unknown: tuple[tuple[str, object], ...] = unknown()


@noun
class Change:
    """The change record (ITIL): kind, assessments, references; an emergency change has its own quorum."""

    kind: str = key(CHANGE_KIND, "normal")
    quorum: int | None = key(INTEGER)
    request: str | None = key(LINE, help="Reference of the change request")
    approval: str | None = key(LINE, help="Reference of the approval record")
    business: str | None = key(TEXT, label="Business impact assessment")
    technical_risk: str | None = key(TEXT, label="Technical risk evaluation")
    security: str | None = key(TEXT, label="Security implications")
    customer: str | None = key(TEXT, label="Customer impact")
    resources: str | None = key(TEXT, label="Resource requirements")
    notes: str | None = key(TEXT)
    unknown: tuple[tuple[str, object], ...] = unknown()


@noun
class ReleaseNotes:
    """The fields of the published notes; what is left empty is composed from the plan."""

    name: str | None = key(LINE)
    date: Moment | None = key(MOMENT)
    summary: str | None = key(TEXT)
    changes: tuple[str, ...] = keys(TEXT, label="Notable changes")
    migration: tuple[str, ...] = keys(TEXT, label="Migration steps")
    known_issues: tuple[str, ...] = keys(TEXT)
    customer_impact: str | None = key(TEXT)
    support: tuple[str, ...] = keys(TEXT, label="Support readiness")
    notes: str | None = key(TEXT)
    unknown: tuple[tuple[str, object], ...] = unknown()


@noun
class Note:
    """Free Markdown on the plan as a whole, so that what has no field of its own is kept."""

    SHORTHAND: ClassVar[str] = "text"
    text: str = key(TEXT, required=True)
    title: str | None = key(LINE)
    about: str | None = key(LINE, help="What it belongs to, as section/id")
    unknown: tuple[tuple[str, object], ...] = unknown()


__all__ = [
    "Change",
    "DocumentLink",
    "Measurement",
    "Note",
    "Release",
    "ReleaseNotes",
    "Scope",
    "ScopeItem",
    "SignOff",
    "SuccessMetric",
]
