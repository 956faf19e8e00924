"""Two schedules row by row: what moved and by how much, on the clock and in working time.

Rows are matched by id and by nothing else: a renamed id is one row removed and another added.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from relplanner.schedule.columns import NEVER
from relplanner.schedule.nodes import SUMMARY
from relplanner.values import maker, value

if TYPE_CHECKING:
    from relplanner.schedule.axis import Axis
    from relplanner.schedule.schedule import Schedule


@value
class Variance:
    """What became of one row; ``what`` is added, removed, moved or same.

    Spans are minutes from before to after, positive when later, longer or more; ``None`` where a side has no
    date. ``start`` and ``finish`` are elapsed; ``start_work`` and ``finish_work`` count working time on the
    calendar that the row has afterwards, ``duration`` the row's own work on it. ``total_slack`` is the change
    of slack.
    """

    id: str
    name: str
    kind: str
    what: str
    start: int | None = None
    finish: int | None = None
    start_work: int | None = None
    finish_work: int | None = None
    duration: int | None = None
    total_slack: int | None = None


@value
class Comparison:
    """``rows`` in the order of the plan afterwards, then what was removed. ``projected``, ``target`` and
    ``slip`` are changes in elapsed minutes, ``None`` where a side has none."""

    rows: tuple[Variance, ...]
    projected: int | None
    target: int | None
    slip: int | None
    critical_path_before: tuple[str, ...]
    critical_path_after: tuple[str, ...]

    @property
    def moved(self) -> tuple[Variance, ...]:
        return tuple(row for row in self.rows if row.what == "moved")


def compare(before: Schedule, after: Schedule) -> Comparison:
    """What changed from one schedule to another. Ten thousand rows take some tens of milliseconds."""
    return Comparison(
        (*_rows(before, after), *_removed(before, after)),
        _span(before.projected, after.projected),
        _span(before.target, after.target),
        _span(before.slip_minutes, after.slip_minutes),
        before.critical_path,
        after.critical_path,
    )


def _span(first: int | None, last: int | None) -> int | None:
    return None if first is None or last is None else last - first


def _rows(before: Schedule, after: Schedule) -> Iterator[Variance]:
    make = maker(Variance)
    old, new = _Sides(before), _Sides(after)
    activities = after._network.rows
    was = before.index
    worked = _Worked(after)
    for row, row_id in enumerate(after.ids):
        activity = activities[row]
        name = activity.name or row_id
        at = was.get(row_id)
        if at is None:
            yield make(row_id, name, activity.kind, "added")
            continue
        start, finish = new.start[row], new.finish[row]
        first, last = old.start[at], old.finish[at]
        if NEVER in (start, first):
            what = "same" if start == first else "moved"
            yield make(row_id, name, activity.kind, what)
            continue
        slack = new.slack[row] - old.slack[at]
        if start == first and finish == last:
            yield make(row_id, name, activity.kind, "same", 0, 0, 0, 0, 0, slack)
            continue
        begin, end = worked.span(row, first, start), worked.span(row, last, finish)
        yield make(
            row_id, name, activity.kind, "moved", start - first, finish - last, begin, end, end - begin, slack
        )


def _removed(before: Schedule, after: Schedule) -> Iterator[Variance]:
    for row_id in before.ids:
        if row_id not in after.index:
            activity = before.activity(before.index[row_id])
            yield Variance(row_id, activity.name or row_id, activity.kind, "removed")


class _Sides:
    """The columns of one schedule as lists: single entries of an array are slow to look at."""

    def __init__(self, schedule: Schedule) -> None:
        self.start, self.finish = _listed(schedule.start), _listed(schedule.finish)
        self.slack = _listed(schedule.total_slack)


def _listed(column: Any) -> list[int]:
    found: list[int] = column.tolist() if hasattr(column, "tolist") else list(column)
    return found


class _Worked:
    """Working time between instants; positions are kept, as rows share most of them."""

    def __init__(self, schedule: Schedule) -> None:
        self._network = schedule._network
        self._known: dict[int, dict[int, int]] = {}
        self._default = schedule._network.workshop.number_of(schedule._network.setting.calendars.get(None))

    def span(self, row: int, first: int, last: int) -> int:
        if first == last:
            return 0
        node = self._network.nodes[row]
        # A summary has no calendar of its own, an instant runs on none but counts on its own.
        number = self._default if node.state == SUMMARY else node.calendar if node.instant else node.axis
        axis = self._network.axes[number]
        if axis.continuous:
            return last - first
        known = self._known.setdefault(number, {})
        return _position(axis, known, last) - _position(axis, known, first)


def _position(axis: Axis, known: dict[int, int], minute: int) -> int:
    position = known.get(minute)
    if position is None:
        position = known[minute] = axis.position(minute)
    return position
