"""Networks as plain values: to a plan for relplanner, to JSON for MPXJ, to a few lines for people.

Instants are minutes since 1970-01-01 00:00 UTC and the time zone is UTC, so that wall time is instant.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from functools import lru_cache

import holidays

from relplanner.plan.forms.constraint import KINDS, Constraint
from relplanner.plan.forms.dependency import Dependency
from relplanner.plan.forms.duration import Duration
from relplanner.plan.forms.moment import Wall
from relplanner.plan.forms.week import WorkWeek
from relplanner.plan.nouns.release import Release
from relplanner.plan.nouns.timeline import Activity, Calendar, CalendarException
from relplanner.plan.plan import Plan

DAY = 1440
EPOCH = dt.date(1970, 1, 1)
Hours = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class WorkHours:
    """Seven days of hours, Monday first, countries whose holidays are off, and days with other hours."""

    id: str
    week: tuple[Hours, ...]
    countries: tuple[str, ...] = ()
    days: tuple[tuple[int, Hours], ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """``lag`` in minutes of ``unit`` work (on the successor's calendar) or elapsed, or percent."""

    on: str
    type: str = "FS"
    lag: int = 0
    unit: str = "work"


@dataclass(frozen=True, slots=True)
class Task:
    """No minutes: a milestone. ``constraint`` is a key of ``KINDS`` and an instant."""

    id: str
    minutes: int = 480
    elapsed: bool = False
    after: tuple[Link, ...] = ()
    calendar: str | None = None
    parent: str | None = None
    constraint: tuple[str, int | None] | None = None
    deadline: int | None = None
    actual_start: int | None = None
    actual_finish: int | None = None
    percent: int = 0


@dataclass(frozen=True, slots=True)
class Network:
    """Tasks without a calendar use ``default``. Nothing starts before ``start``."""

    seed: int
    start: int
    calendars: tuple[WorkHours, ...]
    default: str
    tasks: tuple[Task, ...]
    family: str = ""

    @property
    def by_id(self) -> Mapping[str, Task]:
        return {task.id: task for task in self.tasks}

    @property
    def summaries(self) -> frozenset[str]:
        return frozenset(task.parent for task in self.tasks if task.parent is not None)

    def calendar(self, task: Task) -> WorkHours:
        wanted = task.calendar or self.default
        return next(calendar for calendar in self.calendars if calendar.id == wanted)

    def with_tasks(self, tasks: tuple[Task, ...]) -> Network:
        return replace(self, tasks=tasks)


MINUTES_ONLY = WorkHours("minutes", ((),) * 7)


def wall(minute: int) -> Wall:
    return Wall(EPOCH + dt.timedelta(days=minute // DAY), minute % DAY)


def text(minute: int | float | None) -> str:
    """An instant as people read it: ``Mon 2026-01-05 09:00``."""
    if minute is None:
        return "-"
    moment = dt.datetime(1970, 1, 1, tzinfo=dt.UTC) + dt.timedelta(minutes=minute)
    return f"{moment:%a %Y-%m-%d %H:%M}"


def minute(moment: str) -> int:
    """``2026-01-05 09:00`` as an instant."""
    return int(dt.datetime.fromisoformat(moment).replace(tzinfo=dt.UTC).timestamp()) // 60


# ---- relplanner's side


def plan_of(network: Network) -> Plan:
    """The network as a plan. It names no milestone: late dates count from its end, as MPXJ's do."""
    return Plan(
        release=Release(start=wall(network.start), calendar=network.default, time_zone="UTC"),
        calendars=tuple(_plan_calendar(calendar) for calendar in network.calendars),
        activities=tuple(_activity(network, task) for task in network.tasks),
    )


def _plan_calendar(calendar: WorkHours) -> Calendar:
    exceptions = tuple(
        CalendarException(from_=EPOCH + dt.timedelta(days=day), hours=hours) for day, hours in calendar.days
    )
    return Calendar(
        id=calendar.id, week=WorkWeek(calendar.week), holidays=calendar.countries, exceptions=exceptions
    )


def _activity(network: Network, task: Task) -> Activity:
    calendar, summary = network.calendar(task), task.id in network.summaries
    # A lag before a summary is on the calendar of each part: a day would be another for each.
    units = MINUTES_ONLY if summary else calendar
    after = tuple(Dependency(link.on, link.type, _lag(link, units)) for link in task.after)
    if summary:
        return Activity(id=task.id, kind="phase", parent=task.parent, after=after)
    kind, moment = task.constraint or ("", None)
    return Activity(
        id=task.id,
        kind="task" if task.minutes else "milestone",
        parent=task.parent,
        duration=_in_units(task.minutes, None if task.elapsed else calendar) if task.minutes else None,
        after=after,
        calendar=task.calendar,
        constraint=Constraint(KINDS[kind], _moment(moment)) if kind else None,
        deadline=_moment(task.deadline),
        actual_start=_moment(task.actual_start),
        actual_finish=_moment(task.actual_finish),
        progress=float(task.percent),
    )


def _moment(at: int | None) -> Wall | None:
    return None if at is None else wall(at)


def _in_units(minutes: int, calendar: WorkHours | None) -> Duration:
    """Weeks, days or hours where they are whole; without a calendar elapsed."""
    week = [sum(end - start for start, end in hours) for hours in calendar.week] if calendar else [DAY] * 7
    lengths = [length for length in week if length]
    day = max(lengths, key=lambda length: (lengths.count(length), length), default=0)
    for unit, size in (("w", sum(week)), ("d", day), ("h", 60)):
        if size and minutes % size == 0:
            return Duration(minutes / size, unit, calendar is None)
    return Duration(float(minutes), "m", calendar is None)


def _lag(link: Link, calendar: WorkHours) -> Duration | None:
    if link.lag == 0:
        return None
    if link.unit == "percent":
        return Duration(float(link.lag), "%")
    size = _in_units(abs(link.lag), None if link.unit == "elapsed" else calendar)
    return replace(size, amount=size.amount if link.lag > 0 else -size.amount)


# ---- MPXJ's side


def for_mpxj(network: Network) -> dict[str, object]:
    """JSON-able; calendars are cut at midnight and holidays are given day by day."""
    return {
        "seed": network.seed,
        "start": network.start,
        "default": network.default,
        "calendars": [_cut(calendar) for calendar in network.calendars],
        "tasks": [asdict(task) for task in network.tasks],
    }


@lru_cache(512)
def _cut(calendar: WorkHours) -> dict[str, object]:
    week = [_of_day(calendar.week[number], calendar.week[number - 1]) for number in range(7)]
    days = []
    for day in range(FIRST_DAY, LAST_DAY):
        hours = _of_day(hours_of(calendar, day), hours_of(calendar, day - 1))
        if hours != week[(day + 3) % 7]:
            days.append((day, hours))
    return {"id": calendar.id, "week": week, "days": days}


def hours_of(calendar: WorkHours, day: int) -> Hours:
    """The hours that begin on a day: its exception, off on a holiday, else its week's."""
    for known, hours in calendar.days:
        if known == day:
            return hours
    if any(day in holidays_of(country) for country in calendar.countries):
        return ()
    return calendar.week[(day + 3) % 7]


@lru_cache(8)
def holidays_of(country: str) -> frozenset[int]:
    found = holidays.country_holidays(country, years=range(2024, 2032))
    return frozenset((day - EPOCH).days for day in found)


def _of_day(today: Hours, yesterday: Hours) -> list[tuple[int, int]]:
    """What of two days' hours lies on the second, contiguous ones joined."""
    spans = [(max(0, start - DAY), end - DAY) for start, end in yesterday if end > DAY]
    spans += [(start, min(end, DAY)) for start, end in today]
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and joined[-1][1] == start:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


# ---- working time, counted by hand: the third opinion that the predicates and the generator use


FIRST_DAY = (dt.date(2024, 12, 30) - EPOCH).days
LAST_DAY = FIRST_DAY + 7 * 52 * 5


@lru_cache(512)
def spans_of(calendar: WorkHours) -> tuple[tuple[int, int], ...]:
    """The working intervals of the years in which networks lie, contiguous ones joined."""
    spans: list[tuple[int, int]] = []
    for day in range(FIRST_DAY, LAST_DAY):
        for start, end in hours_of(calendar, day):
            if spans and spans[-1][1] == day * DAY + start:
                spans[-1] = (spans[-1][0], day * DAY + end)
            else:
                spans.append((day * DAY + start, day * DAY + end))
    return tuple(spans)


def after_work(calendar: WorkHours, start: int, work: int, *, ends: bool) -> int:
    """The instant after some work: where work ends there, or where the next begins."""
    spans = spans_of(calendar)
    for first, last in spans[max(0, bisect_right(spans, (start, start)) - 1) :]:
        begin = max(first, start)
        if begin >= last:
            continue
        if work < last - begin or (ends and work == last - begin):
            return begin + work
        work -= last - begin
    raise ValueError("beyond the years in which networks lie")


def before(calendar: WorkHours, at: int) -> int:
    """The instant itself where work ends at it or goes on, else the last at which work ended."""
    spans = spans_of(calendar)
    return min(at, spans[bisect_right(spans, (at - 1, LAST_DAY * DAY)) - 1][1])


def works_at(calendar: WorkHours, at: int) -> bool:
    """Whether the minute that begins at an instant is worked."""
    spans = spans_of(calendar)
    first, last = spans[bisect_right(spans, (at, LAST_DAY * DAY)) - 1]
    return first <= at < last


# ---- for people


def describe(network: Network) -> str:
    """The network in a few lines, small enough for a failure's message."""
    lines = [f"network {network.seed} starts {text(network.start)}; default calendar {network.default}"]
    used = {task.calendar or network.default for task in network.tasks}
    for calendar in network.calendars:
        if calendar.id in used:
            extra = f" countries {calendar.countries}" if calendar.countries else ""
            days = "".join(f"; {text(day * DAY)[:14]} {_clock(hours)}" for day, hours in calendar.days)
            week = " | ".join(_clock(hours) for hours in calendar.week)
            lines.append(f"  calendar {calendar.id}: {week}{extra}{days}")
    lines.extend(f"  {line}" for task in network.tasks for line in [_line(task, network)])
    return "\n".join(lines)


def _clock(hours: Hours) -> str:
    return ",".join(f"{a // 60:02}:{a % 60:02}-{b // 60:02}:{b % 60:02}" for a, b in hours) or "off"


def _line(task: Task, network: Network) -> str:
    size = (
        "summary"
        if task.id in network.summaries
        else f"{task.minutes}{' elapsed' if task.elapsed else ''} min"
    )
    parts = [f"{task.id}: {size if task.minutes or task.id in network.summaries else 'milestone'}"]
    if task.parent:
        parts.append(f"in {task.parent}")
    if task.calendar:
        parts.append(f"on {task.calendar}")
    if task.after:
        parts.append("after " + ", ".join(_link_text(link) for link in task.after))
    if task.constraint:
        parts.append(f"{task.constraint[0]} {text(task.constraint[1])}")
    if task.deadline is not None:
        parts.append(f"deadline {text(task.deadline)}")
    if task.actual_start is not None:
        parts.append(f"started {text(task.actual_start)} {task.percent}%")
    if task.actual_finish is not None:
        parts.append(f"finished {text(task.actual_finish)}")
    return "; ".join(parts)


def _link_text(link: Link) -> str:
    return f"{link.on} {link.type}{f'{link.lag:+} {link.unit}' if link.lag else ''}"


# ---- the graph


def leaves(network: Network, task_id: str) -> list[str]:
    """The tasks below a summary that are none themselves; of a task itself alone."""
    below = [task.id for task in network.tasks if task.parent == task_id]
    return [leaf for part in below for leaf in leaves(network, part)] if below else [task_id]


def leaf_links(network: Network) -> Iterator[tuple[str, str, Link]]:
    """Every link as (predecessor, successor, link) between tasks that are no summaries."""
    for task in network.tasks:
        for link in task.after:
            for source in leaves(network, link.on):
                for target in leaves(network, task.id):
                    yield source, target, link


def downstream(network: Network, of: set[str]) -> set[str]:
    """The tasks and all that wait for them, with the summaries above those."""
    return _closure(network, of, forward=True)


def upstream(network: Network, of: set[str]) -> set[str]:
    """The tasks and all that they wait for, with the summaries above those."""
    return _closure(network, of, forward=False)


def _closure(network: Network, of: set[str], *, forward: bool) -> set[str]:
    steps: dict[str, list[str]] = {}
    for source, target, _ in leaf_links(network):
        if forward:
            steps.setdefault(source, []).append(target)
        else:
            steps.setdefault(target, []).append(source)
    stack = [leaf for task_id in of for leaf in leaves(network, task_id)]
    seen = set(stack)
    while stack:
        for other in steps.get(stack.pop(), ()):
            if other not in seen:
                seen.add(other)
                stack.append(other)
    return with_summaries(network, seen)


def with_summaries(network: Network, of: set[str]) -> set[str]:
    by_id = network.by_id
    found = set(of)
    for task_id in of:
        above = by_id[task_id].parent
        while above is not None:
            found.add(above)
            above = by_id[above].parent
    return found
