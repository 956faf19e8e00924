"""Sentences on entries: added, removed, renamed, in another order, and what changed inside them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from relplanner.exchange.changes.activities import ACTIVITY_WORDS, Both
from relplanner.exchange.changes.leaves import Part, one_of_field
from relplanner.exchange.changes.model import Sentence
from relplanner.exchange.changes.wording import called, listed, person, safe, shown_value, subject
from relplanner.plan.diff import Difference
from relplanner.plan.edits.edit import words
from relplanner.plan.fields import Field
from relplanner.plan.forms.scalars import TEXT

_PLAIN, _NOTES, _ORDER = 40, 15, 5
_WEIGHTS: Mapping[tuple[str, str], int] = {
    ("release", "status"): 87, ("release", "version"): 86, ("release", "milestone"): 86,
    ("change", "kind"): 84, ("gates", "decision"): 83, ("gates", "votes"): 70, ("risks", "closed"): 50,
    ("triggers", "when"): 65, ("triggers", "mode"): 64, ("risks", "impact"): 52, ("risks", "probability"): 52,
    ("freezes", "from_"): 62, ("freezes", "to"): 62, ("gates", "criteria"): 60, ("rollout", "strategy"): 62,
}  # fmt: skip
"""What weighs more than a plain field; the rest weighs by its section."""
_SECTIONS: Mapping[str, int] = {
    "release": 55, "activities": 45, "gates": 55, "rollout": 50, "triggers": 50, "risks": 45, "freezes": 55,
    "calendars": 50, "change": 45, "stakeholders": 42, "on_call": 42, "communications": 42,
}  # fmt: skip
_ADDED = 12
"""An entry that came or went weighs so much more than a changed field of it."""


def added(section: str, entry: Any) -> Sentence:
    return Sentence(f"{subject(section, entry)} was added", section, _id(entry), _base(section) + _ADDED)


def removed(section: str, entry: Any) -> Sentence:
    text = f"{subject(section, entry)} was removed"
    return Sentence(text, section, _id(entry), _base(section) + _ADDED + 2)


def renamed(section: str, entry: Any, old_id: str) -> Sentence:
    text = f"{subject(section, entry)} has the id {safe(_id(entry))} now (was {safe(old_id)})"
    return Sentence(text, section, _id(entry), _PLAIN)


def reordered(difference: Difference) -> Sentence:
    text = f"{words(difference.section).capitalize()} stand in another order"
    return Sentence(text, difference.section, "", _ORDER)


def sentences(difference: Difference, parts: list[Part], both: Both, entry: Any) -> Iterator[Sentence]:
    """What one ``changed`` difference says; ``entry`` is its entry as it is now, if it is one's."""
    section, entry_id = difference.section, difference.id
    if section == "activities" and difference.field in ACTIVITY_WORDS:
        for text, weight in ACTIVITY_WORDS[difference.field](both, entry, difference):
            yield Sentence(text, section, entry_id, weight)
        return
    if (section, difference.field) == ("stakeholders", "name") and entry is not None and entry.role:
        old, new = (safe(each or "nobody") for each in (difference.old, difference.new))
        yield Sentence(f"{safe(entry.role)} is {new} now, no longer {old}", section, entry_id, 56)
        return
    name = subject(section, entry) if entry is not None else _whole(section)
    if section == "assignments":
        name = f"Roles of {_subject_name(both, entry_id)}"
    weight = _WEIGHTS.get((section, difference.field), _base(section))
    for part in parts:
        text = ": ".join(filter(None, [_headed(name, part), _said(both, part)]))
        light = part.field is None or part.field.name == "notes" or part.moved
        yield Sentence(_capital(text), section, entry_id, _NOTES if light else weight)


def _whole(section: str) -> str:
    """What a section that is one thing is called; the release needs no word."""
    return "" if section in ("release", "") else words(section).capitalize()


def _headed(name: str, part: Part) -> str:
    return ", ".join(filter(None, [name, *(safe(step) for step in part.trail)]))


def _subject_name(both: Both, entry_id: str) -> str:
    from relplanner.exchange.changes.wording import activity_name

    return activity_name(both.after.plan, entry_id)


def _said(both: Both, part: Part) -> str:
    """What happened to one value: ``impact medium → high``."""
    field = part.field
    if field is None:
        return f"unknown key {safe(part.path.rpartition('.')[2])} {_fate(part)}"
    label = field.label if field.label.isupper() else field.label[0].lower() + field.label[1:]
    if part.moved:
        return f"{label} in another order"
    if part.entry:
        entry = part.new if part.new is not None else part.old
        return f"{one_of_field(field)} {called(entry)} {'added' if part.old is None else 'removed'}"
    if field.shape == "map":
        return f"{label} {_pairs(both, field, part)}"
    if field.shape == "many":
        return f"{label} {_items(both, field, part)}"
    if field.form is TEXT or field.shape == "part":
        return f"{label} {_fate(part)}"
    old, new = shown_value(both.before.plan, field, part.old), shown_value(both.after.plan, field, part.new)
    if part.old is None:
        return f"{label} {new}"
    if part.new is None:
        return f"{label} removed (was {old})"
    return f"{label} {old} → {new}"


def _fate(part: Part) -> str:
    if part.old in (None, "", ()):
        return "added"
    return "removed" if part.new in (None, "", ()) else "changed"


def _pairs(both: Both, field: Field, part: Part) -> str:
    old, new = dict(part.old or ()), dict(part.new or ())
    assert field.form is not None
    said = []
    for key in {**old, **new}:
        if old.get(key) == new.get(key):
            continue
        name = safe(str(key))
        if field.key_form is not None and "stakeholders" in field.key_form.refers_to:
            name = person(both.after.plan, str(key))
        before, after = (safe(field.form.format(side[key])) if key in side else "" for side in (old, new))
        if field.form is TEXT:
            said.append(f"{name} {'changed' if before and after else 'added' if after else 'removed'}")
        else:
            said.append(f"{name} {before or 'nothing'} → {after or 'nothing'}")
    return listed(said) if said else "in another order"


def _items(both: Both, field: Field, part: Part) -> str:
    """``added x and y, removed z``; long texts are only counted."""
    old, new = list(part.old or ()), list(part.new or ())
    came = [item for item in new if item not in old]
    went = [item for item in old if item not in new]
    if not came and not went:
        return "in another order"
    said = []
    for word, plan, items in (("added", both.after.plan, came), ("removed", both.before.plan, went)):
        if items and field.form is TEXT:
            said.append(f"{word} {len(items):,}" if len(items) > 1 else word)
        elif items:
            said.append(f"{word} {listed([_item(plan, field, item) for item in items])}")
    return ", ".join(said)


def _item(plan: Any, field: Field, item: Any) -> str:
    from dataclasses import replace

    return shown_value(plan, replace(field, shape="one"), item)


def _base(section: str) -> int:
    return _SECTIONS.get(section, _PLAIN)


def _id(entry: Any) -> str:
    from relplanner.plan.plan import id_of

    return id_of(entry)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
