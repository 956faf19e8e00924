"""What bounds a node: pins, windows, constraints, deadlines, freezes, and what has happened already."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relplanner.plan.findings import Finding
from relplanner.plan.forms.moment import Moment, Offset, Span
from relplanner.plan.nouns.timeline import Activity
from relplanner.schedule.setting import first_work

if TYPE_CHECKING:
    from relplanner.schedule.nodes import Node, Workshop

UNBOUND = 1 << 40
"""Beyond any position: ``-UNBOUND`` is no lower, ``UNBOUND`` no upper bound."""

ACTIVE, SUMMARY, DONE, VOID = range(4)
"""States of a row: in the passes, rolled up from its parts, finished (constant), without dates."""


class Bounds:
    """Writes bounds into the nodes of a workshop."""

    def __init__(self, workshop: Workshop) -> None:
        self.setting, self.axes, self.problems = workshop.setting, workshop.axes, workshop.problems
        self.minutes = workshop.minutes

    def dress(self, node: Node, activity: Activity, path: str) -> None:
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
        if node.state == ACTIVE and node.begun is None and self.setting.moments.never_dated(activity):
            node.state = VOID
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
            elif (
                self.setting.plan.activity(moment.anchor)
                or self.setting.plan.entry("anchors", moment.anchor)
                or moment.anchor in self.setting.moments.undated
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
            self._start_by(node, last - 1 if self._is_day(moment) else last)
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
        begun = moments.resolve(activity.actual_start)
        ended = moments.resolve(activity.actual_finish, finish=True)
        total = node.work
        if ended is None and activity.progress >= 100 and begun is not None:
            ended = axis.add(begun, total)
        if ended is not None:
            node.state = DONE
            node.begun = axis.add(ended, -total) if begun is None else min(begun, ended)
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

    def ban(self, node: Node, activity: Activity) -> None:
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


def _joined(ranges: list[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for first, last in ranges:
        if joined and first <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(joined[-1][1], last))
        else:
            joined.append((first, last))
    return joined
