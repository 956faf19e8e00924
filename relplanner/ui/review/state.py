"""How far each part of the page is: its result, the schedule it is of, and whether it is being worked out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from relplanner.schedule import Schedule

PartName = Literal["path", "why", "findings", "movers", "risk", "changes"]
PARTS: tuple[PartName, ...] = ("path", "why", "findings", "movers", "risk", "changes")


@dataclass(slots=True)
class State:
    """``value`` stays while a newer one is worked out; ``of`` tells of which schedule it is."""

    value: Any = None
    of: Schedule | None = None
    running: bool = False
    share: float | None = None
    """How much of a running job is done, 0 to 1; ``None`` where it cannot tell."""
    partial: bool = False
    """The value is an early one of a job that still runs, or that was stopped."""
    error: str = ""
    """Why there is no newer value, as a sentence."""


def is_stale(state: State, schedule: Schedule | None) -> bool:
    """Whether a value is shown that belongs to the plan before the last edit."""
    return state.value is not None and state.of is not schedule
