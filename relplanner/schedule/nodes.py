"""One activity as the passes see it: an axis, a length on it, and bounds.

Positions (``low``, ``high``, ``work``) are those of the node's axis. ``low`` bounds the position of its start
from below, ``high`` that of its finish from above; axis 0 is continuous, so there positions are UTC minutes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field

from relplanner.plan.findings import Finding
from relplanner.plan.forms.duration import Duration
from relplanner.plan.nouns.timeline import MILESTONE_KINDS, Activity
from relplanner.schedule.axis import Axis
from relplanner.schedule.bounds import ACTIVE, DONE, SUMMARY, UNBOUND, VOID, Bounds
from relplanner.schedule.calendars import WorkCalendar
from relplanner.schedule.setting import Setting, first_work
from relplanner.values import record

DAY_LONG = Duration(1.0, "d")
HOUR_LONG = Duration(1.0, "h")


@record
class Node:
    """See the module. ``instant``: no length, stays at whatever instant drives it. ``begun``: its actual
    start."""

    axis: int
    calendar: int
    work: int
    low: int
    high: int = UNBOUND
    state: int = ACTIVE
    instant: bool = False
    extends: bool = True
    as_late: bool = False
    complete: bool = False
    begun: int | None = None
    ended: int | None = None
    open_ended: bool = False
    bans: tuple[tuple[int, int], ...] = ()


class Patched:
    """The nodes of an earlier network but for a few: copying a hundred thousand at each edit would take about
    as long as a pass over all of them."""

    __slots__ = ("_base", "_changed")

    def __init__(self, base: list[Node], changed: dict[int, Node]) -> None:
        self._base, self._changed = base, changed

    def __len__(self) -> int:
        return len(self._base)

    def __getitem__(self, at: int) -> Node:
        found = self._changed.get(at)
        return found if found is not None else self._base[at]

    def __iter__(self) -> Iterator[Node]:
        found = self._base.copy()
        for at, node in self._changed.items():
            found[at] = node
        return iter(found)

    def with_more(self, changed: dict[int, Node]) -> Patched | list[Node]:
        if len(self._changed) + len(changed) > _MOST_PATCHES:
            return list(Patched(self._base, {**self._changed, **changed}))
        return Patched(self._base, {**self._changed, **changed})


_MOST_PATCHES = 500
Nodes = list[Node] | Patched
"""Read only, unless it is the list of a network that is being compiled."""


def patched(nodes: Nodes, changed: dict[int, Node]) -> Nodes:
    return nodes.with_more(changed) if isinstance(nodes, Patched) else Patched(nodes, changed)


@record
class Workshop:
    """Makes nodes. Axes are numbered here: 0 is continuous, the others stand for calendars."""

    setting: Setting
    axes: list[Axis]
    problems: list[Finding] = field(default_factory=list)
    _numbers: dict[str, int] = field(default_factory=dict)
    _lows: dict[tuple[int, int, bool], int] = field(default_factory=dict)
    _minutes: dict[tuple[str, Duration], int] = field(default_factory=dict)
    _bounds: Bounds = field(init=False)

    def __post_init__(self) -> None:
        self._bounds = Bounds(self)

    def number_of(self, calendar: WorkCalendar) -> int:
        """The number of a calendar's axis. Only for calendars that have work."""
        known = self._numbers.get(calendar.id)
        if known is None:
            axis = calendar.axis
            if axis is None or axis.continuous:
                known = 0
            else:
                known = len(self.axes)
                self.axes.append(axis)
            self._numbers[calendar.id] = known
        return known

    def minutes(self, duration: Duration, calendar: WorkCalendar) -> int:
        key = (calendar.id, duration)
        known = self._minutes.get(key)
        if known is None:
            known = self._minutes[key] = calendar.minutes(duration)
        return known

    def node(self, activity: Activity, path: str) -> Node:
        """The node of one activity that has no parts."""
        calendar = self._calendar(activity, path)
        number = self.number_of(calendar)
        if calendar.axis is None:
            return Node(number, number, 0, -UNBOUND, state=VOID)
        length = length_of(activity)
        instant = length is None or length.amount == 0
        if instant:
            node = Node(0, number, 0, self._floor(0, number, True, activity), instant=True)
        else:
            assert length is not None
            axis = 0 if length.elapsed else number
            node = Node(
                axis, number, self.minutes(length, calendar), self._floor(axis, number, False, activity)
            )
        if activity.kind == "meeting":
            node.extends = False
        if not _is_plain(activity):
            self._bounds.dress(node, activity, path)
        if self.setting.freezes:
            self._bounds.ban(node, activity)
        return node

    def _calendar(self, activity: Activity, path: str) -> WorkCalendar:
        calendars = self.setting.calendars
        if activity.calendar is not None and activity.calendar not in calendars.by_id:
            name, used = activity.name or activity.id, calendars.default
            message = (
                f"“{name}” names the calendar “{activity.calendar}”, which does not exist; {used} is used."
            )
            self.problems.append(Finding("UNKNOWN-ID", "error", message, f"{path}.calendar", id=activity.id))
        return calendars.get(activity.calendar)

    def _floor(self, axis: int, calendar: int, instant: bool, activity: Activity) -> int:
        """The position before which nothing starts: the plan's start, and the status date for what has not
        begun."""
        setting = self.setting
        if setting.start is None:
            return -UNBOUND
        waits = setting.status is not None and activity.progress == 0 and activity.kind != "window"
        key = (axis, calendar if instant else -1, waits)
        known = self._lows.get(key)
        if known is None:
            start = setting.start
            if instant and setting.start_is_day:
                start = first_work(self.axes[calendar], start)
            if waits and setting.status is not None:
                start = max(start, setting.status)
            known = self._lows[key] = self.axes[axis].position(start)
        return known


def length_of(activity: Activity) -> Duration | None:
    """How long an activity is taken to be, ``None`` for an instant: a task without a duration takes a day."""
    if activity.kind in MILESTONE_KINDS:
        return activity.duration if activity.kind == "gate" else None
    if activity.duration is not None:
        return activity.duration
    return HOUR_LONG if activity.kind == "meeting" else DAY_LONG


def _is_plain(a: Activity) -> bool:
    return (
        a.start is None and a.at is None and a.deadline is None and a.constraint is None and a.when is None
        and a.actual_start is None and a.actual_finish is None and a.progress == 0
    )  # fmt: skip


__all__ = ["ACTIVE", "DONE", "SUMMARY", "UNBOUND", "VOID", "Node", "Workshop", "length_of"]
