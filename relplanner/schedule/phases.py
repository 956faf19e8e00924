"""Between instants and phases: twice the position on an axis, plus one where work starts."""

from __future__ import annotations

from relplanner.schedule.axis import Axis


def phase_of(axis: Axis, minute: int) -> tuple[int, bool]:
    """The phase of an instant, and whether it has one: an instant in the middle of the night has none."""
    position = axis.position(minute)
    if minute == axis.finish_at(position):
        return position * 2, True
    return position * 2 + 1, minute == axis.start_at(position)


def phase_before(axis: Axis, minute: int) -> int:
    """The last phase that is not after an instant."""
    position = axis.position(minute)
    return position * 2 + (1 if axis.start_at(position) <= minute else 0)


def minute_of_phase(axis: Axis, phase: int) -> int:
    return axis.start_at(phase >> 1) if phase & 1 else axis.finish_at(phase >> 1)
