"""From positions on axes to what people read: a column a figure, one entry a row.

Dates are UTC minutes, slacks working minutes of the row's calendar (of an elapsed duration: real minutes).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from relplanner.schedule.axis import Axis
from relplanner.schedule.calendars import WorkCalendar
from relplanner.schedule.list_passes import Passes
from relplanner.schedule.network import Network
from relplanner.schedule.nodes import ACTIVE, DONE, UNBOUND
from relplanner.values import value

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

NEVER = -(1 << 62)
"""No date: the row could not be scheduled."""

Numbers = Sequence[int]
Flags = Sequence[bool]


@value
class Columns:
    """The same as numpy arrays: int64 and bool, one entry a row."""

    start: NDArray[np.int64]
    finish: NDArray[np.int64]
    late_start: NDArray[np.int64]
    late_finish: NDArray[np.int64]
    total_slack: NDArray[np.int64]
    free_slack: NDArray[np.int64]
    critical: NDArray[np.bool_]
    near_critical: NDArray[np.bool_]


@value
class RowValues:
    """The columns as sequences; lists, or the arrays themselves where the array engine made them."""

    start: Any
    finish: Any
    late_start: Any
    late_finish: Any
    total_slack: Any
    free_slack: Any
    critical: Any
    near_critical: Any

    def arrays(self) -> Columns:
        import numpy as np

        made: list[Any] = []
        for entry in fields(self):
            kind = np.bool_ if entry.name in ("critical", "near_critical") else np.int64
            made.append(np.asarray(getattr(self, entry.name), dtype=kind))
        return Columns(*made)


def columns_of(network: Network, passes: Passes) -> RowValues:
    """Columns by plain Python, for the list engine."""
    count = len(network.rows)
    dates = ([NEVER] * count for _ in range(4))
    values = RowValues(*dates, [0] * count, [0] * count, [False] * count, [False] * count)  # type: ignore[call-arg]
    limits = thresholds(network)
    leading = set(network.edges.source)
    known: list[dict[int, int]] = [{} for _ in network.axes]
    for at in range(count):
        node = network.nodes[at]
        if node.state == ACTIVE:
            if node.instant or node.complete or node.open_ended or node.begun is not None:
                fill_row(
                    network, at, passes.early[at], passes.late[at], passes.free[at], passes.finish, values
                )
            else:
                _fill_work(network.axes[node.axis], known[node.axis], at, node.work, passes, values)
            slack = values.total_slack[at]
            if not node.complete and (node.extends or slack < 0 or at in leading):
                values.critical[at] = slack <= limits[0][node.axis or node.calendar]
                values.near_critical[at] = slack <= limits[1][node.axis or node.calendar]
        elif node.state == DONE:
            values.start[at] = values.late_start[at] = node.begun
            values.finish[at] = values.late_finish[at] = node.ended
    _roll_up(network, values)
    return values


def _fill_work(
    axis: Axis, known: dict[int, int], at: int, work: int, passes: Passes, values: RowValues
) -> None:
    """As ``fill_row`` for plain work. ``known`` keeps where positions start: days of work share most of
    them."""
    early, late, free = passes.early[at], passes.late[at], passes.free[at]
    found = []
    for position in (early, early + work - 1, late - work, late - 1):
        minute = known.get(position)
        if minute is None:
            minute = known[position] = axis.start_at(position)
        found.append(minute)
    values.start[at], values.finish[at] = found[0], found[1] + 1
    values.late_start[at], values.late_finish[at] = found[2], found[3] + 1
    values.total_slack[at] = late - early - work
    values.free_slack[at] = max(0, (late if free == UNBOUND else free) - early - work)


def thresholds(network: Network) -> tuple[list[int], list[int]]:
    """For each axis the slack at or below which an activity is critical, and near-critical."""
    release = network.plan.release
    found: tuple[list[int], list[int]] = ([], [])
    by_axis: dict[int, WorkCalendar] = {}
    for calendar in network.setting.calendars.by_id.values():
        if calendar.axis is not None:
            by_axis.setdefault(network.workshop.number_of(calendar), calendar)
    for axis in range(len(network.axes)):
        calendar = by_axis[axis]
        found[0].append(calendar.minutes(release.critical_slack))
        found[1].append(calendar.minutes(release.near_critical_slack))
    return found


def fill_row(
    network: Network, at: int, early: int, late: int, free: int, end: int, values: RowValues
) -> None:
    """The dates and slacks of one active row from its positions; ``end`` is the network's finish."""
    node = network.nodes[at]
    axis = network.axes[node.axis]
    values.start[at] = axis.start_at(early) if node.begun is None else node.begun
    values.finish[at] = axis.finish_at(early + node.work) if not node.instant else early
    if node.open_ended:
        values.finish[at] = max(values.start[at], end)
    if node.complete:
        values.late_start[at], values.late_finish[at] = values.start[at], values.finish[at]
        values.total_slack[at] = values.free_slack[at] = 0
        return
    if node.instant and node.calendar:
        own = network.axes[node.calendar]
        now, last = own.position(early), own.position(late)
        values.late_start[at] = values.late_finish[at] = early if now == last else own.finish_at(last)
        values.total_slack[at] = last - now
        gap = last - now if free == UNBOUND else own.position(free) - now
    else:
        values.late_finish[at] = axis.finish_at(late)
        values.late_start[at] = axis.start_at(late - node.work) if node.begun is None else node.begun
        values.total_slack[at] = late - early - node.work
        gap = (late if free == UNBOUND else free) - early - node.work
        if node.open_ended:
            values.late_finish[at] = max(values.late_start[at], values.finish[at])
    values.free_slack[at] = max(0, gap)


def _roll_up(network: Network, values: RowValues) -> None:
    """Summaries span their parts: first start, last finish, least slack of what is open, critical when a part
    is."""
    parents = network.parents
    closed = [node.complete for node in network.nodes[: len(parents)]]
    for at in _deepest_first(parents):
        above = parents[at]
        if above < 0 or values.start[at] == NEVER:
            continue
        fresh = values.start[above] == NEVER
        for column in (values.start, values.late_start):
            column[above] = column[at] if fresh else min(column[above], column[at])
        for column in (values.finish, values.late_finish):
            column[above] = column[at] if fresh else max(column[above], column[at])
        if fresh or not closed[at]:
            for column in (values.total_slack, values.free_slack):
                column[above] = column[at] if fresh or closed[above] else min(column[above], column[at])
        closed[above] = closed[at] and (fresh or closed[above])
        values.critical[above] = values.critical[above] or values.critical[at]
        values.near_critical[above] = values.near_critical[above] or values.near_critical[at]


def _deepest_first(parents: list[int]) -> list[int]:
    """Rows with a parent, each before its parent."""
    waits = [0] * len(parents)
    for above in parents:
        if above >= 0:
            waits[above] += 1
    order = [at for at in range(len(parents)) if not waits[at]]
    for at in order:
        above = parents[at]
        if above >= 0:
            waits[above] -= 1
            if not waits[above]:
                order.append(above)
    return [at for at in order if parents[at] >= 0]
