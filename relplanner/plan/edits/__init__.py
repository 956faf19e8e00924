"""Every edit of a plan as a named, pure step: ``maker(plan, ...) -> Edit``."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from relplanner.plan.edits.activities import add_activity, delete_activities, duplicate
    from relplanner.plan.edits.dates import pin_start, resize, set_progress, unpin
    from relplanner.plan.edits.edit import Edit
    from relplanner.plan.edits.fields import add_entry, delete_entries, set_field, set_fields, set_release
    from relplanner.plan.edits.links import link, retype_link, set_predecessors, unlink
    from relplanner.plan.edits.paste import paste_rows
    from relplanner.plan.edits.rename import rename_id
    from relplanner.plan.edits.rows import indent, move_down, move_rows, move_up, outdent
    from relplanner.plan.edits.target import move_target, slip_target

__all__ = [
    "Edit",
    "add_activity",
    "add_entry",
    "delete_activities",
    "delete_entries",
    "duplicate",
    "indent",
    "link",
    "move_down",
    "move_rows",
    "move_target",
    "move_up",
    "outdent",
    "paste_rows",
    "pin_start",
    "rename_id",
    "resize",
    "retype_link",
    "set_field",
    "set_fields",
    "set_predecessors",
    "set_progress",
    "set_release",
    "slip_target",
    "unlink",
    "unpin",
]

_MAKERS = {
    "activities": ("add_activity", "delete_activities", "duplicate"),
    "dates": ("pin_start", "resize", "set_progress", "unpin"),
    "edit": ("Edit",),
    "fields": ("add_entry", "delete_entries", "set_field", "set_fields", "set_release"),
    "links": ("link", "retype_link", "set_predecessors", "unlink"),
    "paste": ("paste_rows",),
    "rename": ("rename_id",),
    "rows": ("indent", "move_down", "move_rows", "move_up", "outdent"),
    "target": ("move_target", "slip_target"),
}
"""The module of each; looked into when the first of its edits is made, not when the program starts."""
_HOMES = {name: home for home, names in _MAKERS.items() for name in names}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = globals()[name] = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    return found
