"""What an edit is, and the words in which edits speak of a plan."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from relplanner.errors import EditRefused
from relplanner.plan.nouns.timeline import Activity
from relplanner.plan.plan import Plan, entries_of, id_of
from relplanner.plan.rebuild import replace_activities, replace_entries, replace_plan
from relplanner.values import entity

__all__ = [
    "Edit", "activity_of", "count", "name_in", "name_of", "names_of", "one_of", "position_in",
    "replace_activities", "replace_entries", "replace_plan", "shorten", "touch", "words",
]  # fmt: skip

LONGEST_NAME = 40


@entity
class Edit:
    """One step a person can name.

    ``run`` is pure: the same plan object back means that nothing happened, :class:`EditRefused` that the
    result could not be meant. Successive edits with the same non-empty ``key`` may become one undo step.
    ``touched`` names entries (``qa``, elsewhere ``section/id``); ``None`` says that anything may have
    changed.
    """

    label: str
    run: Callable[[Plan], Plan]
    key: str = ""
    touched: frozenset[str] | None = None
    record: bool = False
    """It notes what happened (a version deployed, a decision): shown and saved, but nothing that undo takes
    back.
    """


def position_in(plan: Plan, section: str, entry_id: str) -> int:
    """Where the entry of that id stands in its section. Raises :class:`EditRefused` when there is none."""
    if section == "activities":
        at = plan.activity_index.get(entry_id)
        if at is not None:
            return at
    else:
        for position, entry in enumerate(entries_of(plan, section)):
            if id_of(entry) == entry_id:
                return position
    raise EditRefused(f"The plan has no “{entry_id}” in {words(section)}.")


def activity_of(plan: Plan, activity_id: str) -> Activity:
    """The activity of that id. Raises :class:`EditRefused`."""
    return plan.activities[position_in(plan, "activities", activity_id)]


def words(section: str) -> str:
    """A section's name inside a sentence."""
    return section.replace("_", " ")


_SINGULAR = {
    "activities": "activity", "on_call": "shift", "assignments": "assignment", "freezes": "freeze",
    "communications": "communication", "logging": "log class", "rollout": "phase", "incidents": "incident",
    "compliance": "requirement", "training": "training", "feedback": "feedback", "anchors": "anchor",
}  # fmt: skip


def one_of(section: str) -> str:
    """What a single entry of a section is called."""
    return _SINGULAR.get(section) or words(section).removesuffix("s")


def count(number: int, singular: str, plural: str = "") -> str:
    """``1 link``, ``2 links``, ``3 activities``."""
    if number == 1:
        return f"1 {singular}"
    if not plural:
        plural = singular[:-1] + "ies" if singular.endswith("y") else singular + "s"
    return f"{number:,} {plural}"


def shorten(text: str, longest: int = LONGEST_NAME) -> str:
    """Text on one line, cut to fit a menu."""
    line = " ".join(text.split())
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"


_NAMING = ("name", "role", "title", "risk", "text", "requirement", "metric")


def name_of(entry: Any) -> str:
    """What people call an entry: its name where it has one, else its id."""
    for attribute in _NAMING:
        value = getattr(entry, attribute, None)
        if value:
            return shorten(str(value))
    return shorten(id_of(entry))


def name_in(plan: Plan, section: str, entry_id: str) -> str:
    """What people call the entry of that id; the id itself when there is none."""
    entry = plan.entry(section, entry_id)
    return entry_id if entry is None else name_of(entry)


def names_of(plan: Plan, ids: Sequence[str], section: str = "activities") -> str:
    """``QA testing`` for one, ``3 activities`` for more."""
    if len(ids) == 1:
        return name_in(plan, section, ids[0])
    return count(len(ids), one_of(section))


def touch(section: str, ids: Iterable[str]) -> frozenset[str]:
    """The names by which a change lists what it touched."""
    if section == "activities":
        return frozenset(ids)
    return frozenset(f"{section}/{entry_id}" if entry_id else section for entry_id in ids)
