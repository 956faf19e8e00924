"""A generated plan as MSPDI, Microsoft Project's XML, for MPXJ: one calendar, leaf activities, links."""

from __future__ import annotations

import datetime as dt
from xml.sax.saxutils import escape

from relplanner.plan.forms.dependency import Dependency
from relplanner.plan.forms.duration import in_minutes
from relplanner.plan.forms.moment import Wall
from relplanner.plan.plan import Plan

TYPES = {"FF": 0, "FS": 1, "SF": 2, "SS": 3}
WORKING_TIMES = (("08:00:00", "12:00:00"), ("13:00:00", "17:00:00"))
TENTHS = 10
"""Lags are in tenths of a minute."""


def mspdi_text(plan: Plan) -> str:
    """The whole file. The plan starts at ``release.start``, which must be a wall-clock time."""
    start = plan.release.start
    if not isinstance(start, Wall):
        raise ValueError("the plan needs a start on the wall clock")
    moment = dt.datetime.combine(start.day, dt.time(), dt.UTC) + dt.timedelta(minutes=start.minute or 0)
    leaves = [activity for activity in plan.activities if activity.kind != "phase"]
    numbers = {activity.id: at + 1 for at, activity in enumerate(leaves)}
    tasks = []
    for activity in leaves:
        length = round(in_minutes(activity.duration)) if activity.duration else 0
        links = "".join(_link(numbers[link.on], link) for link in activity.after)
        tasks.append(
            f"<Task><UID>{numbers[activity.id]}</UID><ID>{numbers[activity.id]}</ID>"
            f"<Name>{escape(activity.name or activity.id)}</Name><Type>0</Type><OutlineLevel>1</OutlineLevel>"
            f"<Duration>PT{length // 60}H{length % 60}M0S</Duration><DurationFormat>7</DurationFormat>"
            f"<Milestone>{int(length == 0)}</Milestone><CalendarUID>-1</CalendarUID>{links}</Task>\n"
        )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<Project xmlns="http://schemas.microsoft.com/project">'
        f"<StartDate>{moment:%Y-%m-%dT%H:%M:%S}</StartDate><ScheduleFromStart>1</ScheduleFromStart>"
        "<CalendarUID>1</CalendarUID><MinutesPerDay>480</MinutesPerDay><MinutesPerWeek>2400</MinutesPerWeek>\n"
        f"{_calendar()}<Tasks>\n{''.join(tasks)}</Tasks></Project>\n"
    )


def _link(number: int, link: Dependency) -> str:
    lag = round(in_minutes(link.lag) * TENTHS) if link.lag else 0
    return (
        f"<PredecessorLink><PredecessorUID>{number}</PredecessorUID><Type>{TYPES[link.type]}</Type>"
        f"<LinkLag>{lag}</LinkLag><LagFormat>7</LagFormat></PredecessorLink>"
    )


def _calendar() -> str:
    times = "".join(
        f"<WorkingTime><FromTime>{begin}</FromTime><ToTime>{end}</ToTime></WorkingTime>"
        for begin, end in WORKING_TIMES
    )
    days = "".join(
        f"<WeekDay><DayType>{day}</DayType><DayWorking>{int(1 < day < 7)}</DayWorking>"
        + (f"<WorkingTimes>{times}</WorkingTimes>" if 1 < day < 7 else "")
        + "</WeekDay>"
        for day in range(1, 8)
    )
    return (
        "<Calendars><Calendar><UID>1</UID><Name>Standard</Name><IsBaseCalendar>1</IsBaseCalendar>"
        f"<WeekDays>{days}</WeekDays></Calendar></Calendars>\n"
    )
