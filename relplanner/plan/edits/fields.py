"""Edits of any field of any entry, by the noun's table; entries added to and deleted from any section."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any

from relplanner.errors import EditRefused
from relplanner.plan.edits.edit import (
    Edit,
    count,
    name_in,
    name_of,
    names_of,
    one_of,
    position_in,
    replace_activities,
    replace_entries,
    replace_plan,
    shorten,
    touch,
    words,
)
from relplanner.plan.edits.links import refuse_nesting, refuse_predecessors
from relplanner.plan.edits.rename import refuse_taken, rename_id
from relplanner.plan.fields import Field, field_of, fields_of
from relplanner.plan.outline import descendants
from relplanner.plan.plan import Plan, entries_of, id_of, section
from relplanner.plan.references import retarget


def set_field(plan: Plan, section: str, entry_id: str, field: str, value: Any) -> Edit:
    """Set one field of one entry; ``entry_id`` is empty for the release, the scope and other parts that
    stand alone.

    Raises :class:`EditRefused` for an unknown entry, a parent below itself and a predecessor that closes a
    circle.
    """
    entry, table = _entry(plan, section, entry_id)
    if field == fields_of(type(entry))[0].name and entry_id:
        return rename_id(plan, section, entry_id, value)
    _guard(plan, section, entry_id, field, value)
    new = _tidy(table[field], value)

    def run(before: Plan) -> Plan:
        return _with_fields(before, section, entry_id, {field: new})

    key = f"{section}/{entry_id}/{field}"
    label = _label(section, entry, table[field], new)
    return Edit(label, run, key, touch(section, [entry_id]), record=table[field].record)


def set_fields(plan: Plan, changes: Sequence[tuple[str, str, str, Any]], label: str) -> Edit:
    """Set many fields (section, entry id, field, value) in one step.

    Raises as :func:`set_field` does, and for an id: changing one is a step of its own.
    """
    grouped: dict[tuple[str, str], dict[str, Any]] = {}
    records: list[bool] = []
    nested: list[str] = []
    linked = False
    for section_name, entry_id, field, value in changes:
        entry, table = _entry(plan, section_name, entry_id)
        if entry_id and field == fields_of(type(entry))[0].name:
            raise EditRefused(f"The id of {name_of(entry)} is changed in a step of its own.")
        new = _tidy(table[field], value)
        grouped.setdefault((section_name, entry_id), {})[field] = new
        records.append(table[field].record)
        if section_name == "activities" and field == "parent" and new is not None:
            position_in(plan, "activities", new)
            nested.append(entry_id)
        if section_name == "activities" and field == "after":
            refuse_predecessors(plan, entry_id, new, circles=False)
            linked = True
    if nested or linked:  # what is sound alone may not be together
        refuse_nesting(plan, with_many(plan, grouped), nested)

    def run(before: Plan) -> Plan:
        return with_many(before, grouped)

    touched = frozenset().union(*(touch(section_name, [entry_id]) for section_name, entry_id in grouped))
    return Edit(label, run, touched=touched, record=bool(records) and all(records))


def set_release(plan: Plan, field: str, value: Any) -> Edit:
    """Set one fact of the release."""
    return set_field(plan, "release", "", field, value)


def add_entry(plan: Plan, section: str, noun: Any, index: int | None = None) -> Edit:
    """Add an entry at ``index`` of its section, at its end by default. Raises :class:`EditRefused` for a
    taken id.
    """
    entry_id = id_of(noun)
    refuse_taken(plan, section, entry_id)

    def run(before: Plan) -> Plan:
        entries = list(entries_of(before, section))
        entries.insert(len(entries) if index is None else index, noun)
        return replace_entries(before, section, entries)

    return Edit(f"Add {one_of(section)} {name_of(noun)}", run, touched=touch(section, [entry_id]))


def delete_entries(plan: Plan, section: str, ids: Sequence[str]) -> Edit:
    """Delete entries; fields elsewhere that may be empty and named them are emptied, and the label says how
    many.
    """
    if section == "activities":
        from relplanner.plan.edits.activities import delete_activities

        return delete_activities(plan, ids)
    for entry_id in ids:
        position_in(plan, section, entry_id)
    gone: Mapping[str, str | None] = dict.fromkeys(ids)

    def run(before: Plan) -> Plan:
        kept = [entry for entry in entries_of(before, section) if id_of(entry) not in gone]
        return retarget(replace_entries(before, section, kept), section, gone, known=before)[0]

    emptied = retarget(plan, section, gone)[1]
    what = names_of(plan, ids, section)
    label = f"Delete {what if len(ids) != 1 else f'{one_of(section)} {what}'}"
    if emptied:
        label += f" and {count(emptied, 'mention')} of {'it' if len(ids) == 1 else 'them'}"
    return Edit(label, run, touched=None if emptied else touch(section, ids))


def with_many(plan: Plan, grouped: Mapping[tuple[str, str], Mapping[str, Any]]) -> Plan:
    """The plan with the fields of many entries set: ``{(section, id): {field: value}}``; activities in one
    go.
    """
    activities = {}
    for (section_name, entry_id), fields in grouped.items():
        if section_name == "activities":
            at = position_in(plan, "activities", entry_id)
            activities[at] = dataclasses.replace(plan.activities[at], **fields)
        else:
            plan = _with_fields(plan, section_name, entry_id, fields)
    return replace_activities(plan, activities) if activities else plan


def _with_fields(plan: Plan, section_name: str, entry_id: str, fields: Mapping[str, Any]) -> Plan:
    if not entry_id:
        old = getattr(plan, section_name)
        new = dataclasses.replace(old, **fields)
        return plan if new == old else replace_plan(plan, **{section_name: new})
    position = position_in(plan, section_name, entry_id)
    if section_name == "activities":
        return replace_activities(plan, {position: dataclasses.replace(plan.activities[position], **fields)})
    entries = list(entries_of(plan, section_name))
    changed = dataclasses.replace(entries[position], **fields)
    if changed == entries[position]:
        return plan
    entries[position] = changed
    return replace_entries(plan, section_name, entries)


def _entry(plan: Plan, section_name: str, entry_id: str) -> tuple[Any, Mapping[str, Field]]:
    if entry_id:
        entry = entries_of(plan, section_name)[position_in(plan, section_name, entry_id)]
    elif section(section_name).shape == "part":
        entry = getattr(plan, section_name)
    else:
        raise EditRefused(f"Name the {one_of(section_name)} that is meant.")
    return entry, _Table(type(entry))


class _Table(dict[str, Field]):
    """A noun's fields by name, looked up when asked for."""

    def __init__(self, noun: type[Any]) -> None:
        super().__init__()
        self.noun = noun

    def __missing__(self, name: str) -> Field:
        return field_of(self.noun, name)


def _guard(plan: Plan, section_name: str, entry_id: str, field: str, value: Any) -> None:
    """What one field may not say of an activity, given the others."""
    if section_name != "activities":
        return
    if field == "parent" and value is not None:
        position_in(plan, "activities", value)
        name = name_in(plan, "activities", entry_id)
        if value == entry_id:
            raise EditRefused(f"{name} cannot be part of itself.")
        if value in descendants(plan, [entry_id]):
            raise EditRefused(
                f"{name} cannot be part of {name_in(plan, 'activities', value)}, which is part of it."
            )
        nested = _with_fields(plan, "activities", entry_id, {"parent": value})
        refuse_nesting(plan, nested, [entry_id])
    if field == "after":
        refuse_predecessors(plan, entry_id, tuple(value))


def _tidy(field: Field, value: Any) -> Any:
    """The value as the noun keeps it: lists as tuples, nothing where the default says something."""
    if field.shape in ("many", "parts", "keyed", "map"):
        return tuple(value) if value is not None else ()
    if value is None and not field.required:
        return field.default
    if value is None:
        raise EditRefused(f"{field.label} cannot be empty.")
    return value


def _label(section_name: str, entry: Any, field: Field, value: Any) -> str:
    alone = (
        section_name == words(section_name)
        and not hasattr(entry, "id")
        and section(section_name).shape == "part"
    )
    name = words(section_name) if alone else name_of(entry)
    if field.name == "name" and value:
        return f"Rename {name} to {shorten(str(value))}"
    what = (
        field.label
        if field.label.isupper() or "(" in field.label
        else field.label[0].lower() + field.label[1:]
    )
    if value in (None, ()):
        return f"Clear {what} of {name}"
    shown = _shown(field, value)
    return f"Set {what} of {name} to {shown}" if shown else f"Change {what} of {name}"


def _shown(field: Field, value: Any) -> str:
    if field.form is None or field.shape == "map":
        return ""
    values = value if field.shape == "many" else (value,)
    return shorten(", ".join(field.form.format(item) for item in values))
