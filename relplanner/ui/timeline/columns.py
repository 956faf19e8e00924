"""The columns of the table: what each says, how wide it is, and which are shown in the room there is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from relplanner.plan.forms.dependency import format_dependencies
from relplanner.plan.forms.duration import format_duration
from relplanner.plan.nouns.timeline import MILESTONE_KINDS, Activity
from relplanner.ui.common import activity_words as wording
from relplanner.ui.theme.tokens import SPACE_2
from relplanner.ui.timeline import reference, rows
from relplanner.values import value

if TYPE_CHECKING:
    from relplanner.ui.timeline.view import View

PAD = SPACE_2
NAME_LEAST = 150
NAME_WANTED = 196
ESSENTIAL = 5
"""Columns up to this priority are worth shorter names."""
LEAST = 36
SAMPLE, SAMPLE_WIDTH = "Wed 10 Mar 09:00", 107.0
"""A text, and how wide it is in the font that the widths below were chosen for."""
CLOCK_KINDS = MILESTONE_KINDS | {"deployment", "meeting", "window"}
"""Kinds whose hour matters as much as the day."""


@value
class Column:
    """``priority`` 0 is always shown; where room is short, columns of the highest number go first."""

    key: str
    title: str
    width: int
    least: int
    priority: int
    text: Callable[[View, int], str]
    right: bool = False
    tip: str = ""


@value
class Slot:
    """A column where it stands: ``x`` from the table's left edge."""

    column: Column
    x: int
    width: int


def laid_out(
    room: int, widths: Mapping[str, int], hidden: frozenset[str], stretch: float = 1.0
) -> tuple[Slot, ...]:
    """The columns that fit into ``room`` pixels, in their order.

    Where room is short, columns first become as narrow as they can be read, then those of the highest number
    go. The name gets what it needs before others get their full width, and all that is left over. ``stretch``
    widens the columns for fonts that run wider.
    """
    shown = [column for column in COLUMNS if column.key not in hidden or column.priority == 0]
    sizes = {
        column.key: widths.get(column.key, round(column.least * stretch))
        for column in shown
        if column.priority
    }
    while sizes:
        last = max((column for column in shown if column.priority), key=lambda column: column.priority)
        name = widths.get("name", NAME_LEAST if last.priority <= ESSENTIAL else NAME_WANTED)
        if name + sum(sizes.values()) <= room:
            break
        shown.remove(last)
        del sizes[last.key]
    spare = room - widths.get("name", NAME_WANTED) - sum(sizes.values())
    for column in sorted(shown, key=lambda column: column.priority):
        if column.priority and column.key not in widths and spare > 0:
            more = min(spare, round((column.width - column.least) * stretch))
            sizes[column.key] += more
            spare -= more
    sizes["name"] = max(LEAST, room - sum(sizes.values()))
    slots: list[Slot] = []
    x = 0
    for column in shown:
        slots.append(Slot(column, x, sizes[column.key]))
        x += sizes[column.key]
    return tuple(slots)


def wanted_width(widths: Mapping[str, int], hidden: frozenset[str], stretch: float = 1.0) -> int:
    """What the table needs to show every column that is not hidden."""
    shown = [column for column in COLUMNS if column.priority and column.key not in hidden]
    return widths.get("name", NAME_WANTED) + sum(
        widths.get(column.key, round(column.width * stretch)) for column in shown
    )


def name_of(view: View, place: int) -> str:
    line = view.sheet.lines[place]
    activity = view.sheet.activity(place)
    if activity is not None:
        return activity.name or activity.id
    if line.row == rows.GROUP:
        return "Rollout phases"
    phase = view.sheet.plan.entry("rollout", line.id.partition("/")[2])
    return (phase.name or phase.id) if phase is not None else line.id


def _start(view: View, place: int) -> str:
    dates = view.dates_at(place)
    return "" if dates is None else _date(view, place, dates[0])


def _finish(view: View, place: int) -> str:
    dates = view.dates_at(place)
    if dates is None or (dates[0] == dates[1] and is_instant(view, place)):
        return ""
    return _date(view, place, dates[1])


def _date(view: View, place: int, minute: int) -> str:
    activity = view.sheet.activity(place)
    clock = activity is None or activity.kind in CLOCK_KINDS or _is_short(activity)
    return view.dates.clock(minute) if clock and not is_parent(view, place) else view.dates.day(minute)


def day_of(view: View, place: int, key: str) -> str:
    """A start or finish without its hour."""
    dates = view.dates_at(place)
    return "" if dates is None else view.dates.day(dates[0 if key == "start" else 1])


def _is_short(activity: Activity) -> bool:
    duration = activity.duration
    return duration is not None and duration.unit in ("m", "h")


def is_parent(view: View, place: int) -> bool:
    return view.sheet.lines[place].has_children


def is_instant(view: View, place: int) -> bool:
    """Whether a row is a milestone, gate or external event without a length."""
    activity = view.sheet.activity(place)
    return activity is not None and activity.kind in MILESTONE_KINDS and not is_parent(view, place)


def _duration(view: View, place: int) -> str:
    activity = view.sheet.activity(place)
    if activity is not None and not is_parent(view, place):
        if activity.duration is not None:
            return format_duration(activity.duration)
        if activity.kind in MILESTONE_KINDS:
            return ""
    elif activity is None and view.row_of(place) >= 0:
        phase = view.sheet.plan.entry("rollout", view.sheet.lines[place].id.partition("/")[2])
        return format_duration(phase.duration) if phase is not None and phase.duration is not None else ""
    dates = view.dates_at(place)
    if dates is None:
        return ""
    worked = view.work_between(place, *dates)
    return wording.amount(worked, view.day_of(place)).replace(" ", "\u2009") if worked is not None else ""


def _predecessors(view: View, place: int) -> str:
    activity = view.sheet.activity(place)
    return format_dependencies(activity.after) if activity is not None and activity.after else ""


def _owner(view: View, place: int) -> str:
    activity = view.sheet.activity(place)
    return wording.owner_of(view.sheet.plan, activity.owner) if activity is not None else ""


def _progress(view: View, place: int) -> str:
    activity = view.sheet.activity(place)
    if activity is None or not activity.progress:
        return ""
    return f"{activity.progress:.0f}"


def _slack(view: View, place: int) -> str:
    row = view.row_of(place)
    if row < 0 or view.dates_at(place) is None or is_parent(view, place):
        return ""
    activity = view.sheet.activity(place)
    if activity is not None and activity.actual_finish is not None:
        return ""  # finished work has no slack
    minutes = int(view.dates_of.total_slack[row])
    return "" if minutes <= wording.NO_DATE else wording.amount(minutes, view.day_of(place))


def _status(view: View, place: int) -> str:
    if is_parent(view, place):
        return ""
    return view.state_at(place).word


COLUMNS: tuple[Column, ...] = (
    Column("name", "Activity", NAME_LEAST, NAME_LEAST, 0, name_of),
    Column("start", "Start", 126, 92, 1, _start),
    Column("finish", "Finish", 126, 92, 4, _finish),
    Column("duration", "Duration", 66, 62, 5, _duration, True, "Working time on the activity's calendar"),
    Column(
        "predecessors", "Predecessors", 116, 90, 7, _predecessors, tip="What it waits for, such as qa SS+1d"
    ),
    Column("owner", "Owner", 108, 84, 6, _owner),
    Column("progress", "%", 40, 40, 8, _progress, True, "How much of it is done"),
    Column("slack", "Slack", 74, 72, 2, _slack, True, "How late it may get before the release does"),
    Column(
        "variance", "Variance", 74, 66, 3, reference.variance, True, "Later or earlier than what is compared"
    ),
    Column("status", "Status", 108, 96, 9, _status),
)
BY_KEY: Mapping[str, Column] = {column.key: column for column in COLUMNS}
EDITABLE = frozenset({"name", "start", "finish", "duration", "predecessors", "owner", "progress"})
