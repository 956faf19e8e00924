"""What every check looks at: the plan, today's date, and tables that more than one check needs."""

from __future__ import annotations

import datetime as dt
import difflib
import string
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from relplanner.plan.edits.edit import name_of
from relplanner.plan.findings import Finding, Severity
from relplanner.plan.nouns.timeline import Activity
from relplanner.plan.outline import parent_positions
from relplanner.plan.plan import Plan, entries_of, id_of, sections

SMALL = 500
"""Up to so many ids are compared letter by letter when one is unknown; above, only for one slip of the
finger.
"""
_LETTERS = string.ascii_lowercase + string.digits + "-_/"
NESTED = {"rollout": "phases", "incidents": "log"}
"""Sections that are one noun, and the field that holds their entries."""


@dataclass(frozen=True)
class Look:
    """A plan while it is checked. ``today`` is a date in the plan's zone; without it nothing can be
    overdue.
    """

    plan: Plan
    today: dt.date | None = None

    @cached_property
    def parents(self) -> list[int]:
        """The position of each activity's parent, -1 at the top level."""
        return parent_positions(self.plan.activities, self.plan.activity_index)

    @cached_property
    def summaries(self) -> frozenset[int]:
        """Positions of activities that have parts."""
        return frozenset(self.parents) - {-1}

    @cached_property
    def leaves(self) -> list[tuple[int, Activity]]:
        """Activities without parts, with their positions."""
        summaries = self.summaries
        return [(at, a) for at, a in enumerate(self.plan.activities) if at not in summaries]


def at_activity(
    code: str, severity: Severity, message: str, position: int, activity: Activity, field: str = ""
) -> Finding:
    """A finding at one field of an activity."""
    path = f"activities[{position}].{field}" if field else f"activities[{position}]"
    return Finding(code, severity, message, path, id=activity.id)


def at_entry(
    code: str, severity: Severity, message: str, where: tuple[str, int, Any], inner: str = ""
) -> Finding:
    """A finding inside an entry given as (section, position, entry); ``inner`` is the path from there on."""
    section, position, entry = where
    if section == "activities":
        return at_activity(code, severity, message, position, entry, inner)
    list_path = f"{section}.{NESTED[section]}" if section in NESTED else section
    if section == "assignments":
        path = f"assignments.{entry.subject}"
    else:
        path = f"{list_path}[{position}]"
    return Finding(
        code, severity, message, f"{path}.{inner}" if inner else path, id=f"{section}/{id_of(entry)}"
    )


def all_entries(plan: Plan) -> Iterator[tuple[str, int, Any]]:
    """Every entry that can be named, as (section, position, entry), in the order of the file."""
    for section in sections():
        for position, entry in enumerate(entries_of(plan, section.name)):
            yield section.name, position, entry


def parts_alone(plan: Plan) -> Iterator[tuple[str, Any]]:
    """The sections that are one noun: release, scope, change, rollout, incidents, release notes."""
    for section in sections():
        if section.shape == "part":
            yield section.name, getattr(plan, section.name)


def title(entry: Any) -> str:
    """What a finding calls an entry."""
    return f"“{name_of(entry)}”"


def listed(names: list[str], longest: int = 12) -> str:
    """``a → b → c``; the middle of a long chain is left out."""
    if len(names) <= longest:
        return " → ".join(names)
    left = len(names) - longest + 1
    return " → ".join([*names[: longest - 2], f"… {left:,} more …", names[-1]])


def did_you_mean(name: str, known: Collection[str]) -> str:
    """A sentence that proposes the id that was probably meant, or nothing."""
    near = _nearest(name, known)
    return f" Did you mean “{near}”?" if near else ""


def _nearest(name: str, known: Collection[str]) -> str:
    bare = name.rpartition("/")[2]
    for candidate in (bare, name.replace("_", "-"), name.replace("-", "_")):
        if candidate in known:
            return candidate
    if len(known) <= SMALL:
        close = difflib.get_close_matches(name, known, n=1, cutoff=0.65)
        return close[0] if close else ""
    return next((slip for slip in _slips(name) if slip in known), "")


def _slips(name: str) -> Iterator[str]:
    """Everything one slip of the finger away: two letters swapped, one missing, one wrong, one too many."""
    for at in range(len(name)):
        yield name[:at] + name[at + 1 : at + 2] + name[at : at + 1] + name[at + 2 :]
        yield name[:at] + name[at + 1 :]
    for at in range(len(name) + 1):
        for letter in _LETTERS:
            yield name[:at] + letter + name[at:]
            yield name[:at] + letter + name[at + 1 :]
