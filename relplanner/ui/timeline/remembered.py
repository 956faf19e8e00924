"""Widths of columns, and which are shown, from one start of the program to the next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relplanner.ui.timeline import columns

if TYPE_CHECKING:
    from relplanner.ui.timeline.page import TimelinePage


def restore(page: TimelinePage) -> None:
    """Take the user's settings; what no longer fits is left out."""
    layout = page.context.layout
    widths = layout.get("timeline.columns", dict[str, object]())
    page.view.column_widths = {k: v for k, v in widths.items() if isinstance(v, int) and k in columns.BY_KEY}
    hidden = layout.get("timeline.hidden", list[object]())
    page.view.hidden_columns = frozenset(k for k in hidden if isinstance(k, str))


def keep(page: TimelinePage) -> None:
    """Note widths and the divider in the user's settings."""
    layout = page.context.layout
    layout.set("timeline.table", page.view.table_width)
    layout.set("timeline.columns", dict(page.view.column_widths))
    layout.set("timeline.hidden", sorted(page.view.hidden_columns))
