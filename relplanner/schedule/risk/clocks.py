"""Between minutes and positions of every axis, for vectors of trials.

Tables over the horizon of the simulation where it is not too wide, else the axes themselves, value by value.
"""

from __future__ import annotations

import copy

import numpy as np
from numpy.typing import NDArray

from relplanner.schedule.axis import Axis, WorkAxis

Vector = NDArray[np.signedinteger]
MOST = 12_000_000
"""Minutes of all axes together that tables may cover; 4 to 5 bytes each."""


def own_axes(axes: list[Axis]) -> list[Axis]:
    """Copies that may grow in this thread while another reads the schedule's."""
    return [copy.copy(axis) if isinstance(axis, WorkAxis) else axis for axis in axes]


class LiveClocks:
    """Slow and without limits; instants and positions are the axes' own."""

    dtype = np.int64

    def __init__(self, axes: list[Axis]) -> None:
        self.axes = axes
        self.begin = 0
        self.first = [0] * len(axes)

    def positions(self, axis: int, minutes: Vector, out: Vector) -> None:
        out[:] = [self.axes[axis].position(minute) for minute in minutes.tolist()]

    def starts(self, axis: int, positions: Vector, out: Vector) -> None:
        out[:] = [self.axes[axis].start_at(position) for position in positions.tolist()]

    def finishes(self, axis: int, positions: Vector, out: Vector) -> None:
        out[:] = [self.axes[axis].finish_at(position) for position in positions.tolist()]


class TableClocks:
    """Minutes count from ``begin``, positions of an axis from its ``first``; outside, anything is found."""

    dtype = np.int32

    def __init__(self, axes: list[Axis], begin: int, end: int) -> None:
        self.axes = axes
        self.begin = begin
        self.first = [axis.position(begin) for axis in axes]
        self._position: list[NDArray[np.int32]] = []
        self._minute: list[NDArray[np.int32]] = []
        for axis in axes:
            position, minute = _tables(axis, begin, end)
            self._position.append(position)
            self._minute.append(minute)

    def positions(self, axis: int, minutes: Vector, out: Vector) -> None:
        self._position[axis].take(minutes, out=out, mode="clip")

    def starts(self, axis: int, positions: Vector, out: Vector) -> None:
        self._minute[axis].take(positions, out=out, mode="clip")

    def finishes(self, axis: int, positions: Vector, out: Vector) -> None:
        np.subtract(positions, 1, out=out)
        self._minute[axis].take(out, out=out, mode="clip")
        out += 1


Clocks = LiveClocks | TableClocks


def _tables(axis: Axis, begin: int, end: int) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Of one axis positions by minute and minutes by position; empty where both are the same."""
    if axis.continuous:
        return np.empty(0, np.int32), np.empty(0, np.int32)
    spans = axis.intervals(begin, end) - begin
    width = spans[:, 1] - spans[:, 0]
    lengths = np.empty(2 * len(spans) + 1, dtype=np.int64)  # of nights and shifts in turn
    lengths[1::2] = width
    lengths[:-1:2] = spans[:, 0] - np.concatenate(([0], spans[:-1, 1]))
    lengths[-1] = end - begin - int(spans[-1, 1])
    works = np.zeros(len(lengths), dtype=np.int8)
    works[1::2] = 1
    position = np.zeros(end - begin + 1, dtype=np.int32)
    np.cumsum(np.repeat(works, lengths), dtype=np.int32, out=position[1:])
    shift = spans[:, 0] - (np.cumsum(width) - width)
    minute = np.arange(int(width.sum()) + 1, dtype=np.int32)
    minute[:-1] += np.repeat(shift.astype(np.int32), width)
    minute[-1] = end - begin
    return position, minute


def clocks_for(axes: list[Axis], begin: int, end: int) -> Clocks:
    """Tables from one minute to another; without tables where they would be too wide."""
    working = [axis for axis in axes if not axis.continuous]
    if (end - begin) * len(working) > MOST or end - begin > 1 << 29:
        return LiveClocks(axes)
    for axis in working:
        spans = axis.intervals(begin, end)
        if not len(spans) or int((spans[:, 1] - spans[:, 0]).sum()) != axis.work_between(begin, end):
            return LiveClocks(axes)  # a calendar that runs out within the horizon
    return TableClocks(axes, begin, end)
