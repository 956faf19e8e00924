"""What each owner has to do: how much, how much at once, and what falls into time they are not there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from relplanner.plan.nouns.people import Stakeholder
from relplanner.schedule.columns import NEVER
from relplanner.schedule.nodes import ACTIVE
from relplanner.schedule.zone import DAY, day_number
from relplanner.values import value

if TYPE_CHECKING:
    from relplanner.schedule.axis import Axis
    from relplanner.schedule.schedule import Schedule


@value
class Outside:
    """Work of an activity that falls into time in which its owner is away (``reason`` "absence", ``name``
    what the plan says about it) or does not work ("calendar", ``name`` the owner's calendar)."""

    id: str
    name: str
    start: int
    finish: int
    minutes: int
    reason: str


@value
class Load:
    """The work of one owner, an id of the plan's stakeholders as it is written at the activities.

    ``working_minutes`` add up on the activities' own calendars, done work included. ``peak_parallel`` is how
    many of them run at once at most, ``peak_from`` since when (UTC minutes). Summaries, milestones and
    windows are no work.
    """

    owner: str
    activities: int
    working_minutes: int
    peak_parallel: int
    peak_from: int
    outside: tuple[Outside, ...] = ()

    @property
    def outside_minutes(self) -> int:
        return sum(one.minutes for one in self.outside)


def loads(schedule: Schedule) -> tuple[Load, ...]:
    """The load of everyone who owns work with dates, the busiest first."""
    owned: dict[str, list[int]] = {}
    for row, activity in enumerate(schedule._network.rows):
        if activity.owner is not None and activity.kind != "window" and _is_work(schedule, row):
            owned.setdefault(activity.owner, []).append(row)
    made = [_load(schedule, owner, rows) for owner, rows in owned.items()]
    return tuple(sorted(made, key=lambda load: -load.working_minutes))


def _is_work(schedule: Schedule, row: int) -> bool:
    start, finish = schedule.start[row], schedule.finish[row]
    if start in (NEVER, finish):
        return False
    return not schedule.is_open_ended(row) and not schedule.is_summary(row)


def _load(schedule: Schedule, owner: str, rows: list[int]) -> Load:
    peak, since = _peak(schedule, rows)
    person = schedule.plan.entry("stakeholders", owner)
    outside: tuple[Outside, ...] = ()
    if person is not None and (person.absences or person.calendar):
        outside = tuple(_outside(schedule, rows, person))
    return Load(owner, len(rows), sum(_work(schedule, row) for row in rows), peak, since, outside)


def _work(schedule: Schedule, row: int) -> int:
    """Working minutes of a row on its own calendar, also of what runs around the clock."""
    node = schedule._network.nodes[row]
    if node.state == ACTIVE and node.begun is None and node.axis == node.calendar:
        return node.work
    axis = schedule._network.axes[node.calendar]
    return axis.work_between(int(schedule.start[row]), int(schedule.finish[row]))


def _peak(schedule: Schedule, rows: list[int]) -> tuple[int, int]:
    """How many run at once at most, and from when; what ends when another begins is not beside it."""
    changes = [(int(schedule.start[row]), 1) for row in rows]
    changes += [(int(schedule.finish[row]), -1) for row in rows]
    peak = now = since = 0
    for minute, step in sorted(changes):
        now += step
        if now > peak:
            peak, since = now, minute
    return peak, since


def _outside(schedule: Schedule, rows: list[int], person: Stakeholder) -> Iterator[Outside]:
    clock = schedule._network.setting.clock
    away = []
    for absence in person.absences:
        through = absence.to if absence.to is not None else absence.from_
        since = clock.to_utc(day_number(absence.from_) * DAY)
        away.append((since, clock.to_utc((day_number(through) + 1) * DAY), absence.why or ""))
    calendars = schedule._network.setting.calendars
    own = calendars.by_id.get(person.calendar) if person.calendar else None
    for row in rows:
        start, finish = int(schedule.start[row]), int(schedule.finish[row])
        calendar = calendars.get(schedule._network.rows[row].calendar)
        axis = schedule.axis(calendar.id)
        row_id = schedule.ids[row]
        for begin, end, why in away:
            first, last = max(start, begin), min(finish, end)
            missing = axis.work_between(first, last) if first < last else 0
            if missing > 0:
                yield Outside(row_id, why, first, last, missing, "absence")
        if own is not None and own.axis is not None and own.axis is not axis:
            missing = axis.work_between(start, finish) - _together(axis, own.axis, start, finish)
            if missing > 0:
                yield Outside(row_id, own.id, start, finish, missing, "calendar")


def _together(one: Axis, other: Axis, first: int, last: int) -> int:
    """Minutes in which both calendars work."""
    return sum(other.work_between(begin, end) for begin, end in one.spans(first, last))
