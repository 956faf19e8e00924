"""What holds for a whole plan before any activity is looked at: clock, calendars, T0, start, status date,
freezes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field

from relplanner.plan.findings import Finding
from relplanner.plan.forms.moment import Moment, Wall
from relplanner.plan.nouns.timeline import Freeze, Iteration
from relplanner.plan.plan import Plan
from relplanner.schedule.axis import Axis
from relplanner.schedule.calendars import Calendars, calendars_of
from relplanner.schedule.moments import Moments
from relplanner.schedule.zone import DAY, ZoneClock, clock_of, day_number
from relplanner.values import record, value


@value
class FreezeWindow:
    """A freeze in UTC minutes, half-open; ``kinds`` are the kinds of activity it stops."""

    id: str
    name: str
    start: int
    finish: int
    kinds: frozenset[str]
    mode: str


@value
class IterationWindow:
    """An iteration in UTC minutes, half-open."""

    id: str
    name: str
    start: int
    finish: int


@record
class Setting:
    """The plan's surroundings, resolved. Instants are UTC minutes."""

    plan: Plan
    clock: ZoneClock
    calendars: Calendars
    moments: Moments
    target: int | None
    start: int | None
    start_is_day: bool
    status: int | None
    freezes: tuple[FreezeWindow, ...] = ()
    iterations: tuple[IterationWindow, ...] = ()
    anchor_dates: dict[str, int] = field(default_factory=dict)
    problems: list[Finding] = field(default_factory=list)


def setting_of(
    plan: Plan,
    anchor_dates: dict[str, int] | None = None,
    kept: Setting | None = None,
    undated: frozenset[str] = frozenset(),
) -> Setting:
    """Resolve a plan's surroundings; calendars are taken over from ``kept`` where they are the same."""
    dates = anchor_dates if anchor_dates is not None else {}
    problems: list[Finding] = []
    clock = _clock(plan, problems)
    if (
        kept is not None
        and kept.clock is clock
        and kept.plan.calendars is plan.calendars
        and kept.plan.release.calendar == plan.release.calendar
    ):
        calendars = kept.calendars
    else:
        calendars = calendars_of(plan, clock, _around(plan, clock))
    problems.extend(calendars.problems)
    moments = Moments(plan, clock, dates.get, calendars.get(None).axis, undated)
    release = plan.release
    target = moments.resolve(release.target, finish=True)
    start, is_day = _start(plan, moments)
    status = moments.resolve(release.status_date)
    made = Setting(
        plan, clock, calendars, moments, target, start, is_day, status, anchor_dates=dates, problems=problems
    )
    made.freezes = tuple(_freezes(plan.freezes, moments, problems))
    made.iterations = tuple(_iterations(plan.iterations, moments))
    return made


def _clock(plan: Plan, problems: list[Finding]) -> ZoneClock:
    try:
        return clock_of(plan.release.time_zone)
    except KeyError:
        message = f"The time zone “{plan.release.time_zone}” is not known; dates are in UTC."
        problems.append(Finding("BAD-VALUE", "error", message, "release.time_zone"))
        return clock_of("UTC")


def _given(plan: Plan) -> Iterator[Moment]:
    release = plan.release
    yield from (m for m in (release.start, release.target, release.status_date) if m is not None)
    for activity in plan.activities:
        for moment in (activity.actual_start, activity.start, activity.at, activity.actual_finish):
            if moment is not None:
                yield moment


def _around(plan: Plan, clock: ZoneClock) -> int:
    """An instant near which the plan lies, so that axes are built where they are needed."""
    for moment in _given(plan):
        if isinstance(moment, Wall):
            return clock.to_utc(day_number(moment.day) * DAY)
    return 0


def _start(plan: Plan, moments: Moments) -> tuple[int | None, bool]:
    """The instant before which nothing is scheduled; without ``release.start`` the earliest date of the
    plan."""
    found = moments.full(plan.release.start)
    if found is not None:
        return found.minute, found.whole
    known = [resolved for moment in _given(plan) if (resolved := moments.full(moment)) is not None]
    if not known:
        return None, False
    first = min(known, key=lambda resolved: resolved.minute)
    return first.minute, first.whole


def _freezes(
    freezes: tuple[Freeze, ...], moments: Moments, problems: list[Finding]
) -> Iterator[FreezeWindow]:
    for position, freeze in enumerate(freezes):
        start, finish = moments.resolve(freeze.from_), moments.resolve(freeze.to, finish=True)
        path, named, name = f"freezes[{position}]", f"freezes/{freeze.id}", freeze.name or freeze.id
        if start is None or finish is None:
            message = f"The freeze “{name}” has no effect: it hangs on a date that is not known."
            problems.append(Finding("UNKNOWN-ID", "error", message, path, id=named))
        elif finish <= start:
            message = f"The freeze “{name}” ends before it begins and has no effect."
            problems.append(Finding("BAD-RANGE", "error", message, path, id=named))
        else:
            kinds = frozenset(freeze.applies_to) or frozenset({"deployment"})
            yield FreezeWindow(freeze.id, freeze.name or freeze.id, start, finish, kinds, freeze.mode)


def _iterations(iterations: tuple[Iteration, ...], moments: Moments) -> Iterator[IterationWindow]:
    for iteration in iterations:
        start, finish = moments.resolve(iteration.from_), moments.resolve(iteration.to, finish=True)
        if start is not None and finish is not None and start < finish:
            yield IterationWindow(iteration.id, iteration.name or iteration.id, start, finish)


def first_work(axis: Axis | None, day_start: int) -> int:
    """The first working minute of the day that begins at an instant, or the instant itself when none is
    near."""
    if axis is None or axis.continuous:
        return day_start
    start = axis.start_at(axis.position(day_start))
    return start if start < day_start + DAY else day_start
