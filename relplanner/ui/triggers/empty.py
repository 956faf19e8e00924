"""What stands on the page while the plan has neither triggers nor alerts."""

from __future__ import annotations

from relplanner.ui.common.empty_page import EmptyPage
from relplanner.ui.context import Context

REASON = (
    "A trigger says when the release rolls back: error_rate > 1% for 5m. It is judged as Prometheus would, "
    "proven on what you recorded before, and exported to what enforces it. Decisions that a person takes and "
    "alerts that only inform stand beside it."
)


def empty_page(context: Context) -> EmptyPage:
    """The notice of this page."""
    return EmptyPage(context, "No triggers yet", REASON, "Add the first trigger", "triggers.add")
