"""Trying out: edits go to a copy of the plan until they are kept as one step or dropped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relplanner.plan.plan import Plan
from relplanner.session.history import History
from relplanner.values import entity

if TYPE_CHECKING:
    from relplanner.schedule import Schedule

BUSY = "A try-out is under way. Keep it or drop it first."


@entity
class Trial:
    """What a try-out leaves as it is: the plan, its dates, and the steps that led to it."""

    before: Plan
    schedule: Schedule
    history: History
