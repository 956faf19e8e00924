"""Entries of any section put elsewhere in it, and entries like others."""

from __future__ import annotations

import dataclasses
from typing import Any

from relplanner.errors import EditRefused
from relplanner.plan.edits.edit import Edit, name_of, one_of, position_in, replace_entries, touch
from relplanner.plan.fields import fields_of
from relplanner.plan.plan import Plan, entries_of, id_of


def move_entry(plan: Plan, section: str, entry_id: str, beside: str) -> Edit:
    """Put an entry where another of its section stands, which makes room: above it when moving up, else
    below.

    Raises :class:`EditRefused` for an unknown entry.
    """
    moved = entries_of(plan, section)[position_in(plan, section, entry_id)]
    position_in(plan, section, beside)

    def run(before: Plan) -> Plan:
        entries = list(entries_of(before, section))
        target = position_in(before, section, beside)
        entry = entries.pop(position_in(before, section, entry_id))
        entries.insert(target, entry)
        return before if entry_id == beside else replace_entries(before, section, entries)

    return Edit(f"Move {one_of(section)} {name_of(moved)}", run, touched=touch(section, [entry_id]))


def copy_of(plan: Plan, section: str, entry_id: str) -> Any:
    """An entry like another, with a free id and a name that says so. Raises :class:`EditRefused`."""
    entry = entries_of(plan, section)[position_in(plan, section, entry_id)]
    own = fields_of(type(entry))[0].name
    changes: dict[str, Any] = {own: free_id(plan, section, entry_id, "_" if section == "metrics" else "-")}
    if getattr(entry, "name", None):
        changes["name"] = f"{entry.name} (copy)"
    return dataclasses.replace(entry, **changes)


def free_id(plan: Plan, section: str, wanted: str, dash: str = "-") -> str:
    """``wanted``, or the first of ``wanted-2``, ``wanted-3`` that nothing in the section carries."""
    taken = {id_of(entry) for entry in entries_of(plan, section)}
    if not wanted:
        raise EditRefused("An entry needs an id.")
    if wanted not in taken:
        return wanted
    number = 2
    while f"{wanted}{dash}{number}" in taken:
        number += 1
    return f"{wanted}{dash}{number}"
