"""An id changed: everything that names it follows."""

from __future__ import annotations

import dataclasses

from relplanner.errors import EditRefused
from relplanner.plan.edits.edit import Edit, name_in, one_of, position_in, replace_entries, words
from relplanner.plan.fields import fields_of
from relplanner.plan.plan import Plan, entries_of
from relplanner.plan.references import retarget

SHARED = ("activities", "gates", "rollout")
"""Sections whose ids are one space."""


def rename_id(plan: Plan, section: str, old: str, new: str) -> Edit:
    """Give an entry another id; fields, links, anchors, assignments and conditions that name it follow.

    Raises :class:`EditRefused` for an id that is taken or not in the form of one.
    """
    position = position_in(plan, section, old)
    entry = entries_of(plan, section)[position]
    field = fields_of(type(entry))[0]
    wanted = field.form.parse(new) if field.form is not None else new
    if wanted != old:
        refuse_taken(plan, section, wanted)

    def run(before: Plan) -> Plan:
        if wanted == old:
            return before
        at = position_in(before, section, old)
        entries = list(entries_of(before, section))
        entries[at] = dataclasses.replace(entries[at], **{field.name: wanted})
        # Only a lone bearer of the id is followed: of two with the same id nobody knows which one was meant.
        if any(id_of_ == old for id_of_ in (getattr(e, field.name) for e in entries)):
            return replace_entries(before, section, entries)
        return retarget(replace_entries(before, section, entries), section, {old: wanted}, known=before)[0]

    shown = old if section == "activities" else f"{one_of(section)} {old}"
    return Edit(f"Change id {shown} to {wanted}", run)


def refuse_taken(plan: Plan, section: str, wanted: str) -> None:
    """Raises :class:`EditRefused` when something in the section's space of ids carries the id already."""
    for other in SHARED if section in SHARED else (section,):
        if wanted in plan.ids(other):
            name = name_in(plan, other, wanted)
            raise EditRefused(
                f"The id “{wanted}” is already taken in {words(other)}, by {name}. Choose another."
            )


def taken_ids(plan: Plan) -> set[str]:
    """All ids of the space that activities, gates and phases share."""
    return {entry_id for section in SHARED for entry_id in plan.ids(section)}
