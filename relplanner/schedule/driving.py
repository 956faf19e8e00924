"""Which predecessors hold an activity where it is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from relplanner.plan.forms.dependency import Dependency
from relplanner.schedule.columns import NEVER
from relplanner.schedule.links import Linker
from relplanner.schedule.nodes import ACTIVE, SUMMARY

if TYPE_CHECKING:
    from relplanner.schedule.schedule import Schedule


def driving(schedule: Schedule, row: int) -> tuple[str, ...]:
    """The predecessors whose link gives a row its date, in the order in which they are written.

    Links of the summaries above count too. A summary is driven by what drives the part that starts first.
    """
    network = schedule._network
    node = network.nodes[row]
    if node.state == SUMMARY:
        first = _first_part(schedule, row)
        return driving(schedule, first) if first is not None else ()
    if node.state != ACTIVE or schedule.start[row] == NEVER:
        return ()
    linker = Linker(network, {})
    axis = network.axes[node.axis]
    start = axis.position(int(schedule.finish[row])) - node.work if node.begun is not None else None
    position = start if start is not None else axis.position(int(schedule.start[row]))
    found: dict[str, None] = {}
    for target, dependency in _links(schedule, row):
        source = linker.find(dependency.on)
        if source is None or source in (row, target) or schedule.start[source] == NEVER:
            continue
        if node.begun is not None and dependency.type[1] == "S":
            continue
        if _candidate(schedule, linker, source, row, dependency) == position:
            found[network.ids[source]] = None
    return tuple(found)


def _links(schedule: Schedule, row: int) -> Iterator[tuple[int, Dependency]]:
    network = schedule._network
    at = row
    while at >= 0:
        for dependency in network.rows[at].after:
            if not dependency.soft:
                yield at, dependency
        at = network.parents[at]


def _candidate(schedule: Schedule, linker: Linker, source: int, row: int, dependency: Dependency) -> int:
    """The start position that a link asks for."""
    network = schedule._network
    node = network.nodes[row]
    minute = int((schedule.finish if dependency.type[0] == "F" else schedule.start)[source])
    elapsed, work = linker.lag(dependency.lag, source, row) if dependency.lag is not None else (0, 0)
    if work and node.axis != node.calendar:
        minute = network.axes[node.calendar].finish_at(network.axes[node.calendar].position(minute) + work)
        work = 0
    return network.axes[node.axis].position(minute + elapsed) + work - (node.work if dependency.type[1] == "F" else 0)


def _first_part(schedule: Schedule, row: int) -> int | None:
    network = schedule._network
    parts = [
        leaf for leaf in Linker(network, {}).leaves_of(row) if schedule.start[leaf] != NEVER
    ]
    return min(parts, key=lambda leaf: schedule.start[leaf], default=None)
