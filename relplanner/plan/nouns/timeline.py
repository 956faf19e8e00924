"""When: calendars, freezes, iterations, anchors and the activities of the network."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from relplanner.plan.fields import key, keys, noun, parts, unknown
from relplanner.plan.forms.constraint import CONSTRAINT, Constraint
from relplanner.plan.forms.dependency import DEPENDENCY, Dependency
from relplanner.plan.forms.duration import DURATION, ESTIMATE, Duration, Estimate
from relplanner.plan.forms.moment import DATE, MOMENT, SPAN, Moment, Span
from relplanner.plan.forms.recurrence import RECURRENCE, Recurrence
from relplanner.plan.forms.scalars import IDENT, LINE, PERCENT, TEXT, YES_NO, choice, reference
from relplanner.plan.forms.week import HOURS, WEEK, WorkWeek
from relplanner.plan.nouns.release import SignOff

ACTIVITY_KIND = choice(
    "task",
    "milestone",
    "phase",
    "gate",
    "deployment",
    "meeting",
    "window",
    "external",
    name="kind of activity",
)
FREEZE_MODE = choice("warn", "push", name="freeze mode")
MILESTONE_KINDS = frozenset({"milestone", "gate", "external"})
"""Kinds that are instants: they have no duration of their own (a gate may be given one)."""


@noun
class CalendarException:
    """Days that differ from the week: off, or with other hours. Whole days, both included."""

    from_: dt.date = key(DATE, required=True)
    to: dt.date | None = key(DATE)
    hours: tuple[tuple[int, int], ...] = key(HOURS, (), help="Working hours of those days; off when empty")
    name: str | None = key(LINE)
    unknown: tuple[tuple[str, object], ...] = unknown()


@noun
class Calendar:
    """When work is done: a working week, holidays of a country and exceptions."""

    id: str = key(IDENT, required=True)
    name: str | None = key(LINE)
    week: WorkWeek | None = key(WEEK, help="Working hours, such as Mon-Fri 09:00-17:00 or 24x7")
    holidays: tuple[str, ...] = keys(LINE, help="Countries and their parts, ISO 3166: DE, DE-BE, US-CA")
    exceptions: tuple[CalendarException, ...] = parts(CalendarException)
    notes: str | None = key(TEXT)
    unknown: tuple[tuple[str, object], ...] = unknown()


@noun
class Freeze:
    """A window in which some kinds may not run. Dates are whole days, ``to`` included; times half-open."""

    id: str = key(IDENT, required=True)
    name: str | None = key(LINE)
    from_: Moment = key(MOMENT, required=True)
    to: Moment = key(MOMENT, required=True)
    applies_to: tuple[str, ...] = keys(ACTIVITY_KIND, help="Kinds it stops; deployments when none is named")
    mode: str = key(FREEZE_MODE, "warn", help="push delays the start until the whole activity fits outside")
    notes: str | None = key(TEXT)
    unknown: tuple[tuple[str, object], ...] = unknown()


@noun
class Iteration:
    """A program increment or iteration (SAFe), drawn as a band behind the bars."""

    id: str = key(IDENT, required=True)
    name: str | None = key(LINE)
    from_: Moment = key(MOMENT, required=True)
    to: Moment = key(MOMENT, required=True)
    notes: str | None = key(TEXT)
    unknown: tuple[tuple[str, object], ...] = unknown()


@noun
class Anchor:
    """A named instant that offsets can hang on: a moment of its own, or an activity's date."""

    id: str = key(IDENT, required=True)
    name: str | None = key(LINE)
    at: Moment | None = key(MOMENT)
    activity: str | None = key(reference("activities"))
    notes: str | None = key(TEXT)
    unknown: tuple[tuple[str, object], ...] = unknown()


@noun
class Acceptance:
    """What must be true for an activity to count as done."""

    SHORTHAND: ClassVar[str] = "text"
    text: str = key(TEXT, required=True)
    met: bool = key(YES_NO, False, record=True)
    evidence: str | None = key(LINE, record=True)
    unknown: tuple[tuple[str, object], ...] = unknown()


@noun
class Activity:
    """One line of the timeline. Its dates come out of the network unless it happened already."""

    id: str = key(IDENT, required=True)
    name: str | None = key(LINE)
    kind: str = key(ACTIVITY_KIND, "task")
    parent: str | None = key(reference("activities"))
    duration: Duration | None = key(DURATION, help="Work on its calendar; 1d for a task without")
    estimate: Estimate | None = key(ESTIMATE, help="optimistic / likely / pessimistic, for schedule risk")
    at: Moment | None = key(MOMENT, label="Target date", help="No earlier; later is a miss")
    when: Span | None = key(SPAN, label="Window", help="From and to, such as T6mo..T8mo")
    start: Moment | None = key(MOMENT, label="Start no earlier", help="Pins the start")
    after: tuple[Dependency, ...] = keys(
        DEPENDENCY, label="Predecessors", help="Such as qa, qa SS+1d, uat FF"
    )
    constraint: Constraint | None = key(CONSTRAINT)
    deadline: Moment | None = key(MOMENT, help="Never moves a date; makes slack smaller")
    owner: str | None = key(reference("stakeholders"))
    calendar: str | None = key(reference("calendars"))
    repeat: Recurrence | None = key(RECURRENCE)
    environment: str | None = key(reference("environments"))
    channel: str | None = key(reference("channels"))
    progress: float = key(PERCENT, 0.0)
    actual_start: Moment | None = key(MOMENT)
    actual_finish: Moment | None = key(MOMENT)
    remaining: Duration | None = key(DURATION)
    objective: str | None = key(TEXT)
    acceptance: tuple[Acceptance, ...] = parts(Acceptance, label="Acceptance criteria")
    deliverables: tuple[str, ...] = keys(TEXT)
    sign_offs: tuple[SignOff, ...] = parts(SignOff)
    tags: tuple[str, ...] = keys(LINE)
    notes: str | None = key(TEXT)
    unknown: tuple[tuple[str, object], ...] = unknown()
