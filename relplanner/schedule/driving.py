"""Which predecessors hold an activity where it is, and which soft ones are not kept."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from relplanner.plan.forms.dependency import Dependency
from relplanner.schedule.columns import NEVER
from relplanner.schedule.nodes import ACTIVE, SUMMARY

if TYPE_CHECKING:
    from relplanner.schedule.schedule import Schedule


def driving(schedule: Schedule, row: int) -> tuple[str, ...]:
    """The predecessors whose link gives a row its date, in the order in which they are written.

    Links of the summaries above count too. A summary is driven by what drives the part that starts first.
    """
    network = schedule._network
    linker = schedule._linker
    if network.nodes[row].state == SUMMARY:
        parts = [leaf for leaf in linker.leaves_of(row) if schedule.start[leaf] != NEVER]
        if not parts:
            return ()
        row = min(parts, key=lambda leaf: schedule.start[leaf])
    node = network.nodes[row]
    if node.state != ACTIVE or schedule.start[row] == NEVER:
        return ()
    position = _position(schedule, row)
    found: dict[str, None] = {}
    for waiting, dependency in _links(schedule, row):
        source = linker.find(dependency.on)
        if source is None or source in (row, waiting) or schedule.start[source] == NEVER:
            continue
        if node.begun is not None and dependency.type[1] == "S":
            continue
        if _asked(schedule, source, row, dependency) == position:
            found[network.ids[source]] = None
    return tuple(found)


def soft_violations(schedule: Schedule, row: int) -> Iterator[tuple[int, str, int]]:
    """Soft links that are not kept: number in ``after``, the predecessor's id, the minutes of work that are
    missing."""
    network = schedule._network
    for number, dependency in enumerate(network.rows[row].after):
        source = schedule._linker.find(dependency.on) if dependency.soft else None
        if source is None or source == row or schedule.start[source] == NEVER:
            continue
        missing = _asked(schedule, source, row, dependency) - _position(schedule, row)
        if missing > 0 and network.nodes[row].ended is None:
            yield number, network.ids[source], missing


def _position(schedule: Schedule, row: int) -> int:
    """Where a row's (remaining) work starts on its axis."""
    node = schedule._network.nodes[row]
    axis = schedule._network.axes[node.axis]
    if node.begun is not None:
        return axis.position(int(schedule.finish[row])) - node.work
    return axis.position(int(schedule.start[row]))


def _links(schedule: Schedule, row: int) -> Iterator[tuple[int, Dependency]]:
    """The hard links of a row and of the summaries above it, with the row that each is written at."""
    network = schedule._network
    at = row
    while at >= 0:
        for dependency in network.rows[at].after:
            if not dependency.soft:
                yield at, dependency
        at = network.parents[at]


def _asked(schedule: Schedule, source: int, row: int, dependency: Dependency) -> int:
    """The start position that a link asks for."""
    network = schedule._network
    node = network.nodes[row]
    minute = int((schedule.finish if dependency.type[0] == "F" else schedule.start)[source])
    before = network.nodes[source]
    if before.open_ended and dependency.type[0] == "F" and before.state == ACTIVE:
        # It is drawn to the end of the network; what it holds is the end that was given.
        minute = int(schedule.start[source]) + before.work
    lag = dependency.lag
    elapsed, work = schedule._linker.lag(lag, source, row) if lag is not None else (0, 0)
    if work and node.axis != node.calendar:
        axis = network.axes[node.calendar]
        minute = axis.finish_at(axis.position(minute) + work)
        work = 0
    return (
        network.axes[node.axis].position(minute + elapsed)
        + work
        - (node.work if dependency.type[1] == "F" else 0)
    )
