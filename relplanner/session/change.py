"""What everybody is told when the document changed."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from relplanner.plan.findings import Finding
from relplanner.plan.plan import Plan
from relplanner.values import keeping_entity

if TYPE_CHECKING:
    from relplanner.schedule import Schedule

Kind = Literal["apply", "undo", "redo", "open", "revert", "merge", "save", "trial"]


@keeping_entity
class PlanChange:
    """One step from a plan to the next. ``touched`` names entries (``qa``, elsewhere ``section/id``);
    ``None``: any.

    A change of kind ``save`` keeps the plan: what changed is that it is on disk now. One of kind ``trial`` is
    the begin or the end of a try-out.
    """

    before: Plan
    after: Plan
    schedule: Schedule
    touched: frozenset[str] | None
    label: str
    kind: Kind
    reviewed: Callable[[], tuple[Finding, ...]]

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """Findings of the file, the structure and the dates, worked out when first asked for."""
        return self.reviewed()
