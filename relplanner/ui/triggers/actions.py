"""What a person can do on the triggers page, for menus, palette and shortcuts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relplanner.ui.actions import ActionSpec
from relplanner.ui.triggers import doing
from relplanner.ui.triggers.rows import ALERT, AUTOMATIC, BY_HAND

if TYPE_CHECKING:
    from relplanner.ui.context import Context
    from relplanner.ui.triggers.page import TriggersPage

ADD, EDIT, FIND = "Activity/Add", "Activity/Edit", "Edit/Find"
HEAD = ("triggers.up", "triggers.down", "triggers.duplicate", "triggers.delete")
"""Actions whose buttons stand beside the name of the entry."""


def specs(page: TriggersPage) -> tuple[ActionSpec, ...]:
    def can_edit(context: Context) -> bool:
        return context.can_edit

    def chosen(context: Context) -> bool:
        return context.can_edit and page.key is not None

    def has_plan(context: Context) -> bool:
        return context.document is not None

    return (
        ActionSpec(
            "triggers.add", "Add a trigger", lambda _: doing.add(page, AUTOMATIC), "Insert", "plus", can_edit,
            menu=ADD, scope="page",
        ),
        ActionSpec(
            "triggers.add-manual", "Add a decision by hand", lambda _: doing.add(page, BY_HAND), "", "plus",
            can_edit, menu=ADD,
        ),
        ActionSpec(
            "triggers.add-alert", "Add an alert", lambda _: doing.add(page, ALERT), "", "plus", can_edit,
            menu=ADD,
        ),
        ActionSpec(
            "triggers.edit", "Edit the condition", lambda _: page.enter(), "F2", "square-edit-outline",
            chosen, menu=EDIT, scope="page",
        ),
        ActionSpec(
            "triggers.duplicate", "Duplicate", lambda _: doing.duplicate(page), "Ctrl+D", "content-duplicate",
            chosen, menu=EDIT, scope="page",
        ),
        ActionSpec(
            "triggers.delete", "Delete", lambda _: doing.delete(page), "Delete", "delete-outline", chosen,
            menu=EDIT, scope="page",
        ),
        ActionSpec(
            "triggers.up", "Move up", lambda _: doing.shift(page, -1), "Alt+Up", "arrow-up",
            lambda context: chosen(context) and doing.beside(page, -1) is not None, menu=EDIT, scope="page",
        ),
        ActionSpec(
            "triggers.down", "Move down", lambda _: doing.shift(page, 1), "Alt+Down", "arrow-down",
            lambda context: chosen(context) and doing.beside(page, 1) is not None, menu=EDIT, scope="page",
        ),
        ActionSpec(
            "triggers.find", "Filter triggers", lambda _: page.ask_filter(), "Ctrl+F", "magnify", has_plan,
            menu=FIND, scope="page",
        ),
    )  # fmt: skip
