"""Who: stakeholders, RACI assignments, on-call, communications, training, feedback."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from relplanner.plan.fields import key, keys, mapping, noun, parts, unknown
from relplanner.plan.forms.duration import DURATION, Duration
from relplanner.plan.forms.moment import DATE, MOMENT, SPAN, TIMESTAMP, Moment, Span
from relplanner.plan.forms.recurrence import RECURRENCE, Recurrence
from relplanner.plan.forms.scalars import IDENT, INTEGER, LINE, PERCENT, TEXT, choice, reference

PARTY = choice("internal", "external", name="party")
CAB_SEAT = choice("chair", "member", name="CAB seat")
LEVEL = choice("low", "medium", "high", name="level")
RACI = choice("R", "A", "C", "I", "R A", "A R", name="RACI letter")
AUDIENCE = choice("internal", "external", "team", name="audience")
SENTIMENT = choice("positive", "neutral", "negative", name="sentiment")


@noun
class Absence:
    """Days on which a person is away; whole days, both included."""

    from_: dt.date = key(DATE, required=True)
    to: dt.date | None = key(DATE)
    why: str | None = key(LINE)
    unknown: tuple[tuple[str, object], ...] = unknown()


@noun
class Stakeholder:
    """A role in the release and the person who holds it."""

    id: str = key(IDENT, required=True)
    role: str | None = key(LINE)
    name: str | None = key(LINE)
    responsibility: str | None = key(TEXT)
    contact: str | None = key(LINE)
    backup: str | None = key(reference("stakeholders"))
    team: str | None = key(LINE)
    party: str = key(PARTY, "internal")
    cab: str | None = key(CAB_SEAT, label="CAB")
    interest: str | None = key(LEVEL)
    influence: str | None = key(LEVEL)
    calendar: str | None = key(reference("calendars"))
    absences: tuple[Absence, ...] = parts(Absence)
    notes: str | None = key(TEXT)
    unknown: tuple[tuple[str, object], ...] = unknown()


@noun
class Assignment:
    """The RACI letters of one activity, gate or runbook step: role by role."""

    subject: str = key(reference("activities", "gates", "runbooks"), required=True)
    letters: tuple[tuple[str, str], ...] = mapping(reference("stakeholders"), RACI)


@noun
class Shift:
    """Who is on call from when to when, and in which order they are called."""

    id: str = key(IDENT, required=True)
    who: str = key(reference("stakeholders"), required=True)
    from_: Moment = key(MOMENT, required=True)
    to: Moment = key(MOMENT, required=True)
    role: str | None = key(LINE)
    contact: str | None = key(LINE)
    escalation: int = key(INTEGER, 1, help="1 is called first")
    notes: str | None = key(TEXT)
    unknown: tuple[tuple[str, object], ...] = unknown()


@noun
class Communication:
    """A message that has to reach somebody at a moment; it follows T0, never the projection."""

    id: str = key(IDENT, required=True)
    at: Moment | None = key(MOMENT)
    repeat: Recurrence | None = key(RECURRENCE)
    audience: str | None = key(AUDIENCE)
    to: str | None = key(LINE)
    channel: str | None = key(LINE)
    message: str | None = key(TEXT)
    owner: str | None = key(reference("stakeholders"))
    done: dt.datetime | None = key(TIMESTAMP, record=True)
    notes: str | None = key(TEXT)
    unknown: tuple[tuple[str, object], ...] = unknown()


@noun
class Training:
    """A session that hands knowledge over, and how many of those expected came."""

    id: str = key(IDENT, required=True)
    name: str | None = key(LINE)
    audience: str | None = key(LINE)
    topics: tuple[str, ...] = keys(TEXT)
    trainer: str | None = key(reference("stakeholders"))
    at: Moment | None = key(MOMENT)
    duration: Duration | None = key(DURATION)
    when: Span | None = key(SPAN, label="Window")
    expected: int | None = key(INTEGER)
    trained: int | None = key(INTEGER, record=True)
    target: float | None = key(PERCENT)
    notes: str | None = key(TEXT)
    unknown: tuple[tuple[str, object], ...] = unknown()


@noun
class Feedback:
    """What somebody said of the release, and where it went."""

    SHORTHAND: ClassVar[str] = "text"
    text: str = key(TEXT, required=True)
    id: str | None = key(IDENT)
    source: str | None = key(LINE)
    date: dt.date | None = key(DATE)
    theme: str | None = key(LINE)
    sentiment: str | None = key(SENTIMENT)
    owner: str | None = key(reference("stakeholders"))
    escalated_to: str | None = key(reference("stakeholders"))
    notes: str | None = key(TEXT)
    unknown: tuple[tuple[str, object], ...] = unknown()
