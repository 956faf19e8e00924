"""What stands on the page while the plan has no metrics."""

from __future__ import annotations

from relplanner.ui.common.empty_page import EmptyPage
from relplanner.ui.context import Context

REASON = (
    "A metric is something measured: its unit, which way is better, where its values come from. Triggers, "
    "alerts, gates and success criteria call it by its id, and a threshold in another unit is converted to "
    "its own."
)


def empty_page(context: Context) -> EmptyPage:
    """The notice of this page."""
    return EmptyPage(context, "No metrics yet", REASON, "Add the first metric", "metrics.add")
