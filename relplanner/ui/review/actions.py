"""What a person can do on the review page, for menus, palette and shortcuts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relplanner.ui.actions import ActionSpec

if TYPE_CHECKING:
    from relplanner.ui.context import Context
    from relplanner.ui.review.page import ReviewPage


def specs(page: ReviewPage) -> tuple[ActionSpec, ...]:
    def has_plan(context: Context) -> bool:
        return context.document is not None

    return (
        ActionSpec(
            "review.comment", "Write a comment", lambda _: page.write_comment(), "Ctrl+Shift+C",
            "comment-text-outline", has_plan, menu="Plan/review",
        ),
        ActionSpec(
            "review.rerun", "Simulate with another seed", lambda _: page.rerun(), "F5", "refresh", has_plan,
            menu="Plan/review",
        ),
    )  # fmt: skip
