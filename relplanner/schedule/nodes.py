"""One activity as the passes see it: an axis, a length on it, and bounds.

Positions (``low``, ``high``, ``work``) are those of the node's axis. ``low`` bounds the position of its start
from below, ``high`` that of its finish from above; axis 0 is continuous, so there positions are UTC minutes.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from relplanner.plan.findings import Finding
from relplanner.plan.forms.duration import Duration
from relplanner.plan.forms.moment import Moment, Offset, Span
from relplanner.plan.nouns.timeline import MILESTONE_KINDS, Activity
from relplanner.schedule.axis import Axis
from relplanner.schedule.calendars import ALWAYS, WorkCalendar
from relplanner.schedule.setting import Setting, first_work

UNBOUND = 1 << 40
"""Beyond any position: ``-UNBOUND`` is no lower, ``UNBOUND`` no upper bound."""

ACTIVE, SUMMARY, DONE, VOID = range(4)
"""States of a row: in the passes, rolled up from its parts, finished (constant), without dates."""

DAY_LONG = Duration(1.0, "d")
HOUR_LONG = Duration(1.0, "h")


@dataclass(slots=True)
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


@dataclass(slots=True)
class Workshop:
    """Makes nodes. Axes are numbered here: 0 is continuous, the others stand for calendars."""

    setting: Setting
    axes: list[Axis]
    problems: list[Finding] = field(default_factory=list)
    _numbers: dict[str, int] = field(default_factory=dict)
    _lows: dict[tuple[int, int, bool], int] = field(default_factory=dict)
    _minutes: dict[tuple[str, Duration], int] = field(default_factory=dict)

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
            self._dress(node, activity, path)
        if self.setting.freezes:
            self._ban(node, activity)
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

    def _dress(self, node: Node, activity: Activity, path: str) -> None:
        """Everything beyond a length: window, pins, constraint, deadline, what has happened."""
        if activity.when is not None:
            self._window(node, activity, activity.when)
        if activity.start is not None:
            self._no_earlier(node, self._when(activity.start, node, activity, path, "start"))
        if activity.at is not None:
            self._target(node, activity, path)
        if activity.constraint is not None:
            self._constrain(node, activity, path)
        if activity.deadline is not None:
            due = self._ends(activity.deadline, node, activity, path, "deadline")
            if due is not None:
                node.high = min(node.high, self.axes[node.axis].position(due))
        if activity.actual_finish is not None or activity.actual_start is not None:
            self._happened(node, activity, path)
        node.complete = node.state == DONE or activity.progress >= 100

    def _when(self, moment: Moment, node: Node, activity: Activity, path: str, key: str) -> int | None:
        """The instant of a moment that something starts at: an instant keeps it, work rolls to a day with
        work."""
        setting, axis = self.setting, self.axes[node.calendar]
        if not node.instant:
            found = setting.moments.start(moment, axis)
        else:
            full = setting.moments.full(moment, axis)
            found = None if full is None else first_work(axis, full.minute) if full.whole else full.minute
        return self._known(found, moment, activity, path, key)

    def _ends(self, moment: Moment, node: Node, activity: Activity, path: str, key: str) -> int | None:
        found = self.setting.moments.resolve(moment, finish=True, axis=self.axes[node.calendar])
        return self._known(found, moment, activity, path, key)

    def _known(
        self, found: int | None, moment: Moment, activity: Activity, path: str, key: str
    ) -> int | None:
        if found is None and isinstance(moment, Offset):
            if moment.anchor == "T":
                reason = "T0 is not known: the release has no target"
            elif self.setting.plan.activity(moment.anchor) or self.setting.plan.entry(
                "anchors", moment.anchor
            ):
                return None  # the anchor has no date yet, or its own problem says why it never will
            else:
                reason = f"there is no anchor “{moment.anchor}”"
            message = (
                f"“{activity.name or activity.id}” hangs on a date that cannot be told, because {reason}."
            )
            self.problems.append(Finding("UNKNOWN-ID", "error", message, f"{path}.{key}", id=activity.id))
        return found

    def _no_earlier(self, node: Node, minute: int | None) -> None:
        if minute is not None:
            node.low = max(node.low, self.axes[node.axis].position(minute))

    def _start_by(self, node: Node, minute: int | None) -> None:
        """The start may be at an instant at the latest: the last working minute that is not after it."""
        if minute is not None:
            position = minute if node.axis == 0 else self.axes[node.axis].position(minute + 1) - 1
            node.high = min(node.high, position + node.work)

    def _finish_by(self, node: Node, minute: int | None) -> None:
        if minute is not None:
            node.high = min(node.high, self.axes[node.axis].position(minute))

    def _target(self, node: Node, activity: Activity, path: str) -> None:
        assert activity.at is not None
        start = self._when(activity.at, node, activity, path, "at")
        self._no_earlier(node, start)
        if start is None:
            return
        last = self._ends(activity.at, node, activity, path, "at")
        if node.instant:
            self._finish_by(node, last)
        else:
            node.high = min(node.high, self.axes[node.axis].position(start) + node.work)

    def _window(self, node: Node, activity: Activity, span: Span) -> None:
        moments, axis = self.setting.moments, self.axes[node.calendar]
        start = moments.resolve(span.start, axis=axis)
        finish = moments.resolve(span.finish, finish=True, axis=axis)
        if activity.kind == "window" or activity.duration is None:
            node.axis, node.instant = 0, False
            base = start if start is not None else self.setting.start
            node.low = max(
                self.axes[0].position(self.setting.start or -UNBOUND), base if base is not None else -UNBOUND
            )
            node.work = max(0, finish - base) if finish is not None and base is not None else 0
            node.open_ended = span.finish is None
            node.extends = node.extends and not node.open_ended
            node.instant = node.work == 0 and not node.open_ended
            return
        self._no_earlier(node, start)
        self._finish_by(node, finish)

    def _constrain(self, node: Node, activity: Activity, path: str) -> None:
        constraint = activity.constraint
        assert constraint is not None
        kind, moment = constraint.kind, constraint.moment
        if moment is None:
            node.as_late = kind == "as late as possible"
            return
        first = self._when(moment, node, activity, path, "constraint")
        last = self._ends(moment, node, activity, path, "constraint")
        if first is None or last is None:
            return
        if kind in ("start no earlier than", "must start on"):
            self._no_earlier(node, first)
        if kind in ("finish no earlier than", "must finish on"):
            # Of a whole day, any of its minutes will do.
            self._finish_from(node, self.setting.moments.resolve(moment) if last != first else last)
        if kind in ("start no later than", "must start on"):
            whole_day = last > first and not node.instant
            self._start_by(
                node, last - 1 if whole_day and last - first >= 1 and self._is_day(moment) else last
            )
        if kind in ("finish no later than", "must finish on"):
            self._finish_by(node, last)

    def _is_day(self, moment: Moment) -> bool:
        full = self.setting.moments.full(moment)
        return full is not None and full.whole

    def _finish_from(self, node: Node, minute: int | None) -> None:
        if minute is not None:
            node.low = max(node.low, self.axes[node.axis].position(minute) - node.work)

    def _happened(self, node: Node, activity: Activity, path: str) -> None:
        """Actual dates beat everything: what is finished is constant, what has begun has its remaining work
        left."""
        moments, axis = self.setting.moments, self.axes[node.axis]
        begun, ended = (
            moments.resolve(activity.actual_start),
            moments.resolve(activity.actual_finish, finish=True),
        )
        total = node.work
        if ended is None and activity.progress >= 100 and begun is not None:
            ended = axis.add(begun, total) if total else begun
        if ended is not None:
            node.state = DONE
            node.begun = (
                min(begun, ended) if begun is not None else axis.add(ended, -total) if total else ended
            )
            node.ended = ended
            return
        if begun is None:
            return
        node.begun = begun
        if node.instant:
            node.state, node.ended = DONE, begun
            return
        left = round(total * (1 - activity.progress / 100))
        done = total - left
        if activity.remaining is not None:
            left = self.minutes(activity.remaining, self.setting.calendars.get(activity.calendar))
        node.low = axis.position(begun) + done
        if self.setting.status is not None:
            node.low = max(node.low, axis.position(self.setting.status))
        node.work = left

    def _ban(self, node: Node, activity: Activity) -> None:
        """Starts that a freeze rules out, as ranges of positions with both ends: the whole activity must fit
        outside."""
        if node.state != ACTIVE or node.begun is not None:
            return
        axis = self.axes[node.axis]
        found = []
        for freeze in self.setting.freezes:
            if freeze.mode == "push" and activity.kind in freeze.kinds:
                first = axis.position(freeze.start) - node.work + (1 if node.work else 0)
                last = axis.position(freeze.finish) - 1
                if first <= last:
                    found.append((first, last))
        node.bans = tuple(_joined(sorted(found)))


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


def _joined(ranges: list[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for first, last in ranges:
        if joined and first <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(joined[-1][1], last))
        else:
            joined.append((first, last))
    return joined


def calendar_id(activity: Activity, setting: Setting) -> str:
    """The id of the calendar an activity is on."""
    return setting.calendars.get(activity.calendar).id


__all__ = [
    "ACTIVE",
    "ALWAYS",
    "DONE",
    "SUMMARY",
    "UNBOUND",
    "VOID",
    "Node",
    "Workshop",
    "calendar_id",
    "length_of",
]
