"""What a person can do on the metrics page, for menus, palette and shortcuts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relplanner.ui.actions import ActionSpec

if TYPE_CHECKING:
    from relplanner.ui.context import Context
    from relplanner.ui.metrics.page import MetricsPage

ADD, EDIT, FIND = "Activity/Add", "Activity/Edit", "Edit/Find"
ROW = ("metrics.edit", "metrics.duplicate", "metrics.delete", "metrics.up", "metrics.down")


def specs(page: MetricsPage) -> tuple[ActionSpec, ...]:
    def can_edit(context: Context) -> bool:
        return context.can_edit

    def chosen(context: Context) -> bool:
        return context.can_edit and bool(page.current)

    def has_plan(context: Context) -> bool:
        return context.document is not None

    return (
        ActionSpec(
            "metrics.add", "Add a metric", lambda _: page.add(), "Insert", "plus", can_edit, menu=ADD,
            scope="page",
        ),
        ActionSpec(
            "metrics.add-source", "Add a source", lambda _: page.add_source(), "", "plus", can_edit, menu=ADD,
        ),
        ActionSpec(
            "metrics.edit", "Edit cell", lambda _: page.edit_cell(), "F2", "square-edit-outline", chosen,
            menu=EDIT, scope="page",
        ),
        ActionSpec(
            "metrics.duplicate", "Duplicate", lambda _: page.duplicate(), "Ctrl+D", "content-duplicate",
            chosen, menu=EDIT, scope="page",
        ),
        ActionSpec(
            "metrics.delete", "Delete", lambda _: page.delete(), "Delete", "delete-outline", chosen,
            menu=EDIT, scope="page",
        ),
        ActionSpec(
            "metrics.up", "Move up", lambda _: page.shift(-1), "Alt+Up", "arrow-up",
            lambda context: chosen(context) and page.can_move(-1), menu=EDIT, scope="page",
        ),
        ActionSpec(
            "metrics.down", "Move down", lambda _: page.shift(1), "Alt+Down", "arrow-down",
            lambda context: chosen(context) and page.can_move(1), menu=EDIT, scope="page",
        ),
        ActionSpec(
            "metrics.find", "Filter metrics", lambda _: page.ask_filter(), "Ctrl+F", "magnify", has_plan,
            menu=FIND, scope="page",
        ),
    )  # fmt: skip
