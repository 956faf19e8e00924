"""Why a date is what it is: the chain that drives it, what is critical about it, what is in conflict."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from relplanner.schedule.explain.teller import Teller
from relplanner.schedule.explain.values import Conflict, Gap, Step, Why

if TYPE_CHECKING:
    from relplanner.schedule.schedule import Schedule


def why(schedule: Schedule, row_id: str, *, say: Callable[[int], str] | None = None) -> Why:
    """Explain an activity, a milestone, a summary (through the part that sets it) or ``rollout/<phase>``.

    ``say`` writes an instant, given in UTC minutes; otherwise it reads ``Wed 2027-03-10 09:00`` in the plan's
    zone. A row without dates, or that does not exist, has no steps; the answer says so.
    """
    walk = schedule._walk
    teller = Teller(walk, say)
    row = schedule.index.get(row_id)
    chain = walk.chain(row) if row is not None else []
    return Why(row_id, tuple(Step(teller, found) for found in chain), teller)


__all__ = ["Conflict", "Gap", "Step", "Why", "why"]
