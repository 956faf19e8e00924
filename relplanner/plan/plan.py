"""The plan: every part of a release in one immutable value, and how its parts are found."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any, cast, dataclass_transform

from relplanner.plan.fields import Field, fields_of, keyed, part, parts, unknown
from relplanner.plan.nouns.people import Assignment, Communication, Feedback, Shift, Stakeholder, Training
from relplanner.plan.nouns.readiness import (
    Channel,
    Checklist,
    Component,
    Document,
    Environment,
    Gate,
    Incidents,
    LogClass,
    Requirement,
    Review,
    Risk,
    Runbook,
)
from relplanner.plan.nouns.release import Change, Note, Release, ReleaseNotes, Scope
from relplanner.plan.nouns.rollout import Alert, Flag, Metric, Rollout, Source, Trigger
from relplanner.plan.nouns.timeline import Activity, Anchor, Calendar, Freeze, Iteration
from relplanner.values import frozen

FORMAT = 1
"""The version of the file format this program writes: the value of the first key, ``relplan``."""


@dataclass_transform(kw_only_default=True, frozen_default=True)
def _root(cls: type[Any]) -> type[Any]:
    """Like a noun, but with a dictionary of its own so that look-up tables can be kept beside the values."""
    return cast("type[Any]", frozen(cls, kw_only=True, slots=False))


@_root
class Plan:
    """One release. Fields stand in the order of the file; lists keep the order of the file."""

    release: Release = part(Release)
    scope: Scope = part(Scope)
    change: Change = part(Change)
    stakeholders: tuple[Stakeholder, ...] = parts(Stakeholder)
    on_call: tuple[Shift, ...] = parts(Shift, label="On-call")
    assignments: tuple[Assignment, ...] = keyed(Assignment)
    environments: tuple[Environment, ...] = parts(Environment)
    channels: tuple[Channel, ...] = parts(Channel)
    components: tuple[Component, ...] = parts(Component)
    logging: tuple[LogClass, ...] = parts(LogClass)
    calendars: tuple[Calendar, ...] = parts(Calendar)
    freezes: tuple[Freeze, ...] = parts(Freeze)
    iterations: tuple[Iteration, ...] = parts(Iteration)
    anchors: tuple[Anchor, ...] = parts(Anchor)
    activities: tuple[Activity, ...] = parts(Activity)
    communications: tuple[Communication, ...] = parts(Communication)
    gates: tuple[Gate, ...] = parts(Gate)
    checklists: tuple[Checklist, ...] = parts(Checklist)
    runbooks: tuple[Runbook, ...] = parts(Runbook)
    flags: tuple[Flag, ...] = parts(Flag)
    sources: tuple[Source, ...] = parts(Source)
    metrics: tuple[Metric, ...] = parts(Metric)
    rollout: Rollout = part(Rollout)
    triggers: tuple[Trigger, ...] = parts(Trigger)
    alerts: tuple[Alert, ...] = parts(Alert)
    risks: tuple[Risk, ...] = parts(Risk)
    incidents: Incidents = part(Incidents)
    reviews: tuple[Review, ...] = parts(Review)
    training: tuple[Training, ...] = parts(Training)
    compliance: tuple[Requirement, ...] = parts(Requirement)
    feedback: tuple[Feedback, ...] = parts(Feedback)
    release_notes: ReleaseNotes = part(ReleaseNotes)
    documents: tuple[Document, ...] = parts(Document)
    notes: tuple[Note, ...] = parts(Note)
    unknown: tuple[tuple[str, object], ...] = unknown()

    def __post_init__(self) -> None:
        """Parts that are one noun are never ``None``: an absent one is that noun with its defaults."""
        for entry in sections():
            if entry.shape == "part" and getattr(self, entry.name) is None:
                object.__setattr__(self, entry.name, _DEFAULTS[entry.name])

    @cached_property
    def activity_index(self) -> Mapping[str, int]:
        """Position of each activity by id; of two with the same id the first counts."""
        index = {activity.id: position for position, activity in enumerate(self.activities)}
        if len(index) < len(self.activities):
            index.clear()
            for position, activity in enumerate(self.activities):
                index.setdefault(activity.id, position)
        return index

    def activity(self, activity_id: str) -> Activity | None:
        """The activity of that id, or ``None``."""
        position = self.activity_index.get(activity_id)
        return None if position is None else self.activities[position]

    def entry(self, section: str, entry_id: str) -> Any:
        """The entry of a section by its id, or ``None``. Raises :class:`KeyError` for an unknown section."""
        if section == "activities":
            return self.activity(entry_id)
        return self._entries(section).get(entry_id)

    def ids(self, section: str) -> tuple[str, ...]:
        """The ids of a section's entries in file order. Raises :class:`KeyError` for an unknown section."""
        if section == "activities":
            return tuple(self.activity_index)
        return tuple(self._entries(section))

    @cached_property
    def _tables(self) -> dict[str, dict[str, Any]]:
        return {}

    def _entries(self, section: str) -> dict[str, Any]:
        table = self._tables.get(section)
        if table is None:
            table = {}
            for item in entries_of(self, section):
                table.setdefault(id_of(item), item)
            self._tables[section] = table
        return table


_DEFAULTS: Mapping[str, Any] = {
    "release": Release(),
    "scope": Scope(),
    "change": Change(),
    "rollout": Rollout(),
    "incidents": Incidents(),
    "release_notes": ReleaseNotes(),
}


def sections() -> tuple[Field, ...]:
    """The top-level sections in file order."""
    return fields_of(Plan)


def section(name: str) -> Field:
    """A top-level section by name. Raises :class:`KeyError`."""
    for entry in sections():
        if entry.name == name:
            return entry
    raise KeyError(name)


def entries_of(plan: Plan, name: str) -> tuple[Any, ...]:
    """The entries that can be named ``name/id``: a section's list, a rollout's phases, the incidents."""
    value = getattr(plan, section(name).name)
    if name == "rollout":
        return value.phases  # type: ignore[no-any-return]
    if name == "incidents":
        return value.log  # type: ignore[no-any-return]
    return value if isinstance(value, tuple) else ()


def id_of(item: Any) -> str:
    """What an entry is named by: its id, or its first field where it has none (an assignment's subject)."""
    return str(getattr(item, fields_of(type(item))[0].name))
