"""The calendars of a plan and their axes; what cannot be used is replaced by a problem."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field

from relplanner.plan.findings import Finding
from relplanner.plan.forms.duration import Duration, in_minutes
from relplanner.plan.forms.week import ROUND_THE_CLOCK, WorkWeek, nominal_day, nominal_week
from relplanner.plan.nouns.timeline import Calendar
from relplanner.plan.plan import Plan
from relplanner.schedule.axis import Axis, Continuous, EmptyCalendar, Hours, WorkAxis, hours_from
from relplanner.schedule.public_holidays import days_off, is_known
from relplanner.schedule.zone import ZoneClock, date_of, day_number
from relplanner.values import record, value

OFFICE = "office"
ALWAYS = "24x7"
OFFICE_WEEK = WorkWeek((((540, 1020),),) * 5 + ((), ()))
"""Monday to Friday 09:00-17:00: the calendar ``office`` unless the plan has one of that id."""

_BUILT_IN: Mapping[str, Calendar] = {
    OFFICE: Calendar(id=OFFICE, week=OFFICE_WEEK),
    ALWAYS: Calendar(id=ALWAYS, week=ROUND_THE_CLOCK),
}


@value
class WorkCalendar:
    """One calendar made ready: its axis, and what a day and a week are on it in minutes. No axis: it has no
    work."""

    id: str
    axis: Axis | None
    day: int
    week: int

    def minutes(self, duration: Duration) -> int:
        """Whole working minutes of a duration, of an elapsed one its real minutes; halves go up."""
        return int(
            in_minutes(duration, self.day, self.week) + 0.5
            if duration.amount >= 0
            else -int(-in_minutes(duration, self.day, self.week) + 0.5)
        )


@record
class Calendars:
    """All calendars by id. ``office`` and ``24x7`` are always there; activities that name none use
    ``default``."""

    by_id: dict[str, WorkCalendar] = field(default_factory=dict)
    default: str = OFFICE
    problems: list[Finding] = field(default_factory=list)

    def get(self, calendar_id: str | None) -> WorkCalendar:
        """The calendar of that id; the default one for none and for an unknown id."""
        found = self.by_id.get(calendar_id) if calendar_id else None
        return found if found is not None else self.by_id[self.default]


def calendars_of(plan: Plan, clock: ZoneClock, around: int) -> Calendars:
    """Every calendar of the plan, its axis built about the instant ``around``."""
    made = Calendars()
    written = {calendar.id: position for position, calendar in reversed(list(enumerate(plan.calendars)))}
    for position in sorted(written.values()):
        calendar = plan.calendars[position]
        made.by_id[calendar.id] = _made(calendar, clock, around, made.problems, f"calendars[{position}]")
    for built_in in _BUILT_IN.values():
        if built_in.id not in made.by_id:
            made.by_id[built_in.id] = _made(built_in, clock, around, made.problems, "")
    named = plan.release.calendar
    if named is not None and named in made.by_id:
        made.default = named
    elif named is not None:
        message = f"The release names the calendar “{named}”, which does not exist; {OFFICE} is used."
        made.problems.append(Finding("UNKNOWN-ID", "error", message, "release.calendar"))
    return made


def _made(
    calendar: Calendar, clock: ZoneClock, around: int, problems: list[Finding], path: str
) -> WorkCalendar:
    week = calendar.week if calendar.week is not None else OFFICE_WEEK
    named = f"calendars/{calendar.id}"
    codes = []
    for code in calendar.holidays:
        if is_known(code):
            codes.append(code)
        else:
            message = f"The calendar “{calendar.id}” names holidays of “{code}”, which are not known."
            problems.append(Finding("UNKNOWN-HOLIDAYS", "error", message, f"{path}.holidays", id=named))
    day, in_week = (nominal_day(week), nominal_week(week)) if any(week.days) else (480, 2400)
    exceptions = _exceptions(calendar)
    axis: Axis | None
    if week == ROUND_THE_CLOCK and not codes and not exceptions:
        axis = Continuous()
    else:
        try:
            axis = WorkAxis(clock, hours_from(week.days, exceptions, _off(tuple(codes))), around)
        except EmptyCalendar:
            axis = None
            message = f"The calendar “{calendar.id}” has no working time; nothing can be scheduled on it."
            problems.append(Finding("EMPTY-CALENDAR", "error", message, path, id=named))
    return WorkCalendar(calendar.id, axis, day, in_week)


def _exceptions(calendar: Calendar) -> dict[int, Hours]:
    days: dict[int, Hours] = {}
    for exception in calendar.exceptions:
        first = day_number(exception.from_)
        last = first if exception.to is None else day_number(exception.to)
        for day in range(first, min(last, first + 36600) + 1):
            days[day] = exception.hours
    return days


def _off(codes: tuple[str, ...]) -> Callable[[int], bool] | None:
    if not codes:
        return None
    years: dict[int, frozenset[int]] = {}

    def is_off(day: int) -> bool:
        year = date_of(day).year
        known = years.get(year)
        if known is None:
            known = years[year] = frozenset().union(*(days_off(code, year) for code in codes))
        return day in known

    return is_off
