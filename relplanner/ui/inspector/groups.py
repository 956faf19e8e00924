"""Which fields stand together in the inspector, and which are shown only when they say something."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from relplanner.plan.fields import Field, fields_of
from relplanner.plan.nouns.release import Release
from relplanner.plan.nouns.timeline import MILESTONE_KINDS, Activity


@dataclass(frozen=True, slots=True)
class Group:
    """``main`` fields are always shown, the ``rest`` when set or asked for; names of attributes."""

    title: str
    main: tuple[str, ...]
    rest: tuple[str, ...] = ()


_GROUPS: dict[type[Any], tuple[Group, ...]] = {
    Activity: (
        Group("Activity", ("name", "kind", "parent"), ("id",)),
        Group(
            "Schedule",
            ("duration", "after", "deadline"),
            ("estimate", "at", "when", "start", "constraint", "calendar", "repeat"),
        ),
        Group(
            "Work",
            ("owner", "progress"),
            ("actual_start", "actual_finish", "remaining", "environment", "channel"),
        ),
        Group("Content", ("acceptance", "notes"), ("objective", "deliverables", "sign_offs", "tags")),
    ),
    Release: (
        Group("Release", ("product", "version", "code_name", "type", "status")),
        Group(
            "Dates",
            ("target", "start", "milestone", "time_zone"),
            ("second_zone", "calendar", "status_date", "critical_slack", "near_critical_slack"),
        ),
        Group("People", ("manager", "sponsor")),
        Group(
            "Document",
            ("next_review", "notes"),
            ("document_version", "maintainer", "last_review", "facts", "documents", "sign_offs"),
        ),
    ),
}


def groups_of(noun: type[Any]) -> tuple[Group, ...]:
    """The groups of a noun; one without a table of its own shows all its fields in one group.

    A field that the table forgets goes to the rest of the last group, so that every field can be edited.
    """
    every = tuple(field.name for field in fields_of(noun))
    table = _GROUPS.get(noun)
    if table is None:
        return (Group("Fields", every),)
    named = {name for group in table for name in (*group.main, *group.rest)}
    last = table[-1]
    forgotten = tuple(name for name in every if name not in named)
    return (*table[:-1], Group(last.title, last.main, (*last.rest, *forgotten)))


def is_main(group: Group, field: Field, entries: Sequence[Any]) -> bool:
    """Whether a field is shown at once for these entries. Instants have a date where work has a duration."""
    if field.name == "id":
        return "id" in group.main  # it stands under the title already
    if any(getattr(entry, field.name) != field.default for entry in entries):
        return True
    if entries and all(isinstance(one, Activity) and one.kind in MILESTONE_KINDS for one in entries):
        if field.name == "duration":
            return False
        if field.name == "at":
            return True
    return field.name in group.main
