"""Where dragging comes to rest: the grid of the zoom, wall-clock moments and durations."""

from __future__ import annotations

import datetime as dt

from relplanner.plan.forms.duration import Duration
from relplanner.plan.forms.moment import Wall
from relplanner.ui.common.local_time import to_local, to_minute
from relplanner.ui.timeline.view import View

SNAPS = (15, 60, 1440)
"""Between hours and days there is nothing: work starts at nine, which no grid of four hours knows."""
SNAP_ROOM = 4.0


def snap_step(view: View) -> int:
    """The grid that dragging keeps to at this zoom, in minutes."""
    for step in SNAPS:
        if view.scale.width_of(step) >= SNAP_ROOM:
            return step
    return SNAPS[-1]


def snapped(view: View, minute: int, by: float) -> int:
    """An instant moved by about ``by`` minutes onto the grid of the zoom; whole days keep the time of day."""
    step = snap_step(view)
    zone = view.dates.zone
    if step == SNAPS[-1]:
        days = round(by / step)
        return to_minute(to_local(minute, zone) + dt.timedelta(days=days)) if days else minute
    if abs(by) < step / 2:
        return minute
    local = to_local(minute + by, zone)
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    within = round((local.hour * 60 + local.minute) / step) * step
    return to_minute(midnight + dt.timedelta(minutes=within))


def wall(view: View, minute: int) -> Wall:
    """An instant as a clock on the wall shows it in the plan's zone."""
    local = to_local(minute, view.dates.zone)
    return Wall(local.date(), local.hour * 60 + local.minute)


def duration_between(view: View, place: int, start: int, finish: int) -> Duration:
    """The work between two instants on a row's calendar, told in the largest unit that says it exactly."""
    activity = view.sheet.activity(place)
    elapsed = activity is not None and activity.duration is not None and activity.duration.elapsed
    minutes = finish - start if elapsed else (view.work_between(place, start, finish) or 0)
    day = 1440 if elapsed else view.day_of(place)
    for size, unit in ((day, "d"), (day // 2, "d"), (60, "h"), (1, "m")):
        if size and minutes % size == 0 and minutes >= size:
            return Duration(minutes / (day if unit == "d" else size), unit, elapsed)
    return Duration(0.0, "d", elapsed)
