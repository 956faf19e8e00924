"""What holds a row where it is: every lower bound of its start, as the forward pass weighs them.

Positions are those of the row's axis and say where its work (of what has begun: what is left of it) would
start if this bound were the only one.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from relplanner.plan.findings import Finding
from relplanner.plan.forms.constraint import Constraint
from relplanner.plan.forms.dependency import Dependency
from relplanner.plan.forms.moment import Moment, Span
from relplanner.plan.nouns.timeline import Activity
from relplanner.schedule.bounds import Bounds
from relplanner.schedule.columns import NEVER
from relplanner.schedule.nodes import ACTIVE, SUMMARY, UNBOUND, Node, length_of
from relplanner.schedule.setting import first_work

if TYPE_CHECKING:
    from relplanner.schedule.links import Linker
    from relplanner.schedule.schedule import Schedule

PINS = ("start", "at", "when", "constraint")


class Hold(NamedTuple):
    """One lower bound.

    ``ready`` is the instant from which it would let go on the clock, any elapsed lag counted; ``work`` the
    working lag that follows. ``finish`` tells that it bounds the finish; ``written`` is the row at which it
    stands, which may be a summary above. ``source`` is the row that it comes from, -1 for none, and
    ``source_finish`` which end of that.
    """

    position: int
    kind: str
    written: int
    ready: int
    work: int = 0
    finish: bool = False
    source: int = -1
    source_finish: bool = True
    link: Dependency | None = None
    key: str = ""
    moment: Moment | None = None


class Holds:
    """Reads the holds of one schedule's rows; changes nothing in it."""

    def __init__(self, schedule: Schedule) -> None:
        network = schedule._network
        self.schedule, self.network = schedule, network
        self.setting, self.axes = network.setting, network.axes
        self.nodes, self.rows, self.parents = network.nodes, network.rows, network.parents
        self.linker: Linker = schedule._linker
        self.start, self.finish = schedule.start, schedule.finish
        self._floors: dict[tuple[int, int, bool], tuple[int, int]] = {}

    def of(self, row: int, node: Node | None = None) -> list[Hold]:
        """All lower bounds of a row that is still to be done: links first, as they are written, then dates,
        then the plan's own."""
        node = node if node is not None else self.nodes[row]
        activity = self.rows[row]
        found: list[Hold] = []
        at = row
        while at >= 0:
            for link in self.rows[at].after:
                if not link.soft:
                    self._linked(row, node, at, link, found)
            at = self.parents[at]
        if node.begun is not None:
            self._left(row, node, activity, found)
            return found
        if activity.start is not None or activity.at is not None or activity.when is not None \
                or activity.constraint is not None:  # fmt: skip
            self._pins(row, node, activity, found)
        if self.parents[row] >= 0:
            self._above(row, node, found)
        self._floor(row, node, activity, found)
        return found

    def position(self, row: int, node: Node | None = None) -> int:
        """Where the (remaining) work of a row starts."""
        node = node if node is not None else self.nodes[row]
        axis = self.axes[node.axis]
        if node.begun is not None:
            return axis.position(int(self.finish[row])) - node.work
        return axis.position(int(self.start[row]))

    def last_part(self, summary: int) -> int:
        """The part that finishes last, of several the one that starts last; -1 when none has dates. What has
        no end of its own does not count before all others do."""
        start = self.start
        return max(
            self.parts(summary), key=lambda part: (self._finish_of_part(part), start[part]), default=-1
        )

    def first_part(self, summary: int) -> int:
        return min(self.parts(summary), key=lambda part: self.start[part], default=-1)

    def parts(self, summary: int) -> list[int]:
        start = self.start
        return [part for part in self.linker.leaves_of(summary) if start[part] != NEVER]

    def _finish_of_part(self, part: int) -> int:
        return -UNBOUND if self.nodes[part].open_ended else int(self.finish[part])

    def _linked(self, row: int, node: Node, written: int, link: Dependency, found: list[Hold]) -> None:
        to_finish = link.type[1] == "F"
        source = self.network.index.get(link.on)
        if source is None:
            source = self.linker.find(link.on)
        if source is None or source == written or (node.begun is not None and not to_finish):
            return
        from_finish, end_of = link.type[0] == "F", source
        before = self.nodes[source]
        if before.state == SUMMARY:
            if self._is_above(source, written):
                return
            end_of = self.last_part(source) if from_finish else self.first_part(source)
            if end_of < 0:
                return
            before = self.nodes[end_of]
        if written != row and self._is_above(written, source):
            return
        minute = self._end(end_of, before, from_finish)
        if minute == NEVER:
            return
        elapsed = work = 0
        if link.lag is not None and link.lag.amount:
            elapsed, work = self.linker.lag(link.lag, source if from_finish else end_of, row)
        ready = minute + elapsed
        if work and node.axis != node.calendar:
            own = self.axes[node.calendar]
            position = self.axes[node.axis].position(own.finish_at(own.position(minute) + work))
        else:
            position = self.axes[node.axis].position(ready) + work
        found.append(
            Hold(
                position - node.work if to_finish else position,
                "link", written, ready, work, to_finish, source, from_finish, link,
            )
        )  # fmt: skip

    def _end(self, row: int, node: Node, finish: bool) -> int:
        if not finish:
            # What has begun keeps its start even in a circle that leaves it without dates.
            return int(self.start[row]) if node.begun is None else node.begun
        if node.open_ended and node.state == ACTIVE:
            axis = self.axes[node.axis]
            return axis.finish_at(axis.position(int(self.start[row])) + node.work)
        return int(self.finish[row])

    def _is_above(self, summary: int, row: int) -> bool:
        while row >= 0 and row != summary:
            row = self.parents[row]
        return row == summary

    def _left(self, row: int, node: Node, activity: Activity, found: list[Hold]) -> None:
        """Of what has begun: its remaining work, counted from what is done or from the status date."""
        axis, status, length = self.axes[node.axis], self.setting.status, length_of(activity)
        assert node.begun is not None
        total = 0
        if length is not None:
            total = self.setting.calendars.get(activity.calendar).minutes(length)
        done = total - round(total * (1 - activity.progress / 100))
        found.append(Hold(axis.position(node.begun) + done, "actual", row, node.begun, done, True))
        if status is not None:
            found.append(Hold(axis.position(status), "status-date", row, status, 0, True))

    def _pins(self, row: int, node: Node, activity: Activity, found: list[Hold]) -> None:
        """Each date of a row by itself, by the very code that bounds the network's nodes."""
        for key in PINS:
            given = getattr(activity, key)
            if given is None:
                continue
            alone, _ = self.bounds(row, key)
            moment = _moment_of(given)
            if alone <= -UNBOUND or moment is None:
                continue
            resolved = self.setting.moments.resolve(moment)
            floor = self.setting.start
            if key == "when" and node.axis == 0 and (resolved is None or resolved < (floor or -UNBOUND)):
                continue
            ready = resolved if resolved is not None else self.axes[node.axis].start_at(alone)
            ends = key == "constraint" and given.kind in ("finish no earlier than", "must finish on")
            found.append(self._hung(Hold(alone, key, row, ready, 0, ends, key=key, moment=moment)))

    def bounds(self, row: int, key: str) -> tuple[int, int]:
        """The bounds that one date of a row alone sets: of its start from below, of its finish from above."""
        node, activity = self.nodes[row], self.rows[row]
        alone = Activity(id=activity.id, kind=activity.kind, duration=activity.duration)
        alone = replace(alone, **{key: getattr(activity, key)})
        probe = Node(node.axis, node.calendar, node.work, -UNBOUND, instant=node.instant)
        maker = Bounds(self.network.workshop)
        maker.problems = list[Finding]()  # what is wrong was said when the network was made
        maker.dress(probe, alone, "")
        return probe.low, probe.high

    def _above(self, row: int, node: Node, found: list[Hold]) -> None:
        """Dates of the summaries above hold for each of their parts."""
        at = self.parents[row]
        while at >= 0:
            summary = self.rows[at]
            moment = summary.start or summary.at
            if moment is not None:
                minute = self.setting.moments.resolve(moment)
                if minute is not None:
                    key = "start" if summary.start is not None else "at"
                    position = self.axes[node.axis].position(minute)
                    found.append(self._hung(Hold(position, key, at, minute, key=key, moment=moment)))
            at = self.parents[at]

    def _hung(self, hold: Hold) -> Hold:
        """With the activity on whose date the moment hangs, if it hangs on one."""
        _, activity, _ = self.setting.moments.trail(hold.moment)
        source = self.network.index.get(activity, -1) if activity is not None else -1
        return hold._replace(source=source) if source >= 0 else hold

    def _floor(self, row: int, node: Node, activity: Activity, found: list[Hold]) -> None:
        setting = self.setting
        start, status = setting.start, setting.status
        if start is None:
            return
        span = activity.when is not None and (activity.kind == "window" or activity.duration is None)
        key = (node.axis, node.calendar if node.instant else -1, span)
        known = self._floors.get(key)
        if known is None:
            minute = start
            if node.instant and setting.start_is_day and not span:
                minute = first_work(self.axes[node.calendar], start)
            axis = self.axes[node.axis]
            since = axis.position(status) if status is not None else -UNBOUND
            known = self._floors[key] = (axis.position(minute), since)
        found.append(Hold(known[0], "plan-start", row, start))
        if status is not None and not span and activity.progress == 0 and activity.kind != "window":
            found.append(Hold(known[1], "status-date", row, status))


def _moment_of(given: Moment | Span | Constraint) -> Moment | None:
    if isinstance(given, Span):
        return given.start
    return given.moment if isinstance(given, Constraint) else given
