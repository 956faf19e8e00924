"""From a row back to its root cause, one hold after the other; without recursion, however long the chain."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from relplanner.plan.forms.constraint import format_constraint
from relplanner.plan.forms.dependency import format_dependency
from relplanner.plan.forms.moment import format_moment
from relplanner.schedule.columns import NEVER
from relplanner.schedule.explain.holds import Hold, Holds
from relplanner.schedule.list_passes import after_bans
from relplanner.schedule.nodes import ACTIVE, DONE, SUMMARY, Node

if TYPE_CHECKING:
    from relplanner.schedule.schedule import Schedule

START, FINISH = "start", "finish"
Say = Callable[[int], str]


class Found(NamedTuple):
    """What holds one end of a row. ``holds`` are all its bounds, ``chosen`` the one that is told; ``ahead``
    is the row and end that comes next, if any."""

    row: int
    end: str
    moment: int
    cause: str
    text: str
    gap: int
    without: int | None
    chosen: Hold | None
    holds: list[Hold]
    ahead: tuple[int, str] | None


class Walk:
    """Finds the causes of one schedule's dates."""

    def __init__(self, schedule: Schedule) -> None:
        self.schedule, self.network = schedule, schedule._network
        self.holds = Holds(schedule)

    def chain(self, row: int) -> list[Found]:
        """From the row to the root cause. A summary and what is under way are told by their finish."""
        found: list[Found] = []
        seen: set[tuple[int, str]] = set()
        node = self.network.nodes[row]
        under_way = node.state == ACTIVE and node.begun is not None
        end = FINISH if under_way or node.state == SUMMARY else START
        ahead: tuple[int, str] | None = (row, end)
        while ahead is not None and ahead not in seen and self.schedule.start[ahead[0]] != NEVER:
            seen.add(ahead)
            found.append(self.cause(*ahead))
            ahead = found[-1].ahead
        return found

    def cause(self, row: int, end: str) -> Found:
        node = self.network.nodes[row]
        if node.state == SUMMARY:
            return self._part(row, end)
        if node.state == DONE or (node.begun is not None and end == START):
            column = self.schedule.start if end == START else self.schedule.finish
            return Found(row, end, int(column[row]), "actual", "", 0, None, None, [], None)
        return self._held(row, node)

    def _held(self, row: int, node: Node) -> Found:
        holds = self.holds.of(row, node)
        position = self.holds.position(row, node)
        top = max([hold.position for hold in holds], default=position)
        best = self._choose([hold for hold in holds if hold.position == top])
        begun = node.begun is not None
        if node.bans and after_bans(top, node.bans) == position and position > top:
            gap = self.minute(node, position, False) - self.minute(node, top, False)
            return self._told(row, node, "freeze", "", False, position, gap, top, best, holds, None)
        if top < position and node.as_late:
            return self._told(
                row, node, "as-late", "as late as possible", begun, position, 0, after_bans(top, node.bans),
                None, holds, None,
            )  # fmt: skip
        if best is None or top != position:
            return self._told(row, node, "actual", "", begun, position, 0, None, best, holds, None)
        others = max([hold.position for hold in holds if hold is not best], default=None)
        if best.kind in ("plan-start", "status-date", "actual"):
            others = None
        elif others is not None and node.bans:
            others = after_bans(others, node.bans)
        gap = self._gap(node, best, self.minute(node, position, best.finish))
        ahead = (best.source, FINISH if best.source_finish else START) if best.source >= 0 else None
        ends = best.finish and not node.open_ended  # what has no end of its own is held by its start
        return self._told(row, node, best.kind, text_of(best, self), ends, position, gap, others, best,
                          holds, ahead)  # fmt: skip

    def _gap(self, node: Node, hold: Hold, moment: int) -> int:
        """The minutes without work between the instant from which a hold lets go and the end that it holds.

        An offset that lands on a day off is moved to the same time of day: the work it passes is no gap.
        """
        if hold.link is not None:
            return moment - hold.ready - hold.work
        if moment <= hold.ready or (hold.finish and hold.kind in ("actual", "status-date")):
            return 0
        axis = self.network.axes[node.axis or node.calendar]
        return moment - hold.ready - axis.work_between(hold.ready, moment)

    def _told(
        self, row: int, node: Node, cause: str, text: str, finish: bool, position: int, gap: int,
        others: int | None, best: Hold | None, holds: list[Hold], ahead: tuple[int, str] | None,
    ) -> Found:  # fmt: skip
        moment = self.minute(node, position, finish)
        without = None if others is None else min(moment, self.minute(node, others, finish))
        return Found(row, FINISH if finish else START, moment, cause, text, gap, without, best, holds, ahead)

    def minute(self, node: Node, position: int, finish: bool) -> int:
        """The instant of one end of what starts its (remaining) work at a position."""
        if node.instant:
            return position
        axis = self.network.axes[node.axis]
        return axis.finish_at(position + node.work) if finish else axis.start_at(position)

    def _choose(self, best: list[Hold]) -> Hold | None:
        """Among holds that ask for the same: the link whose source ends last, else the first."""
        links = [hold for hold in best if hold.kind == "link"]
        if len(links) > 1:
            finish = self.schedule.finish
            return max(links, key=lambda hold: finish[hold.source])
        return links[0] if links else best[0] if best else None

    def _part(self, row: int, end: str) -> Found:
        """A summary begins with the part that starts first and ends with the one that finishes last."""
        if end == START:
            part = self.holds.first_part(row)
            moment = int(self.schedule.start[part])
            others: list[int] = []
        else:
            part = self.holds.last_part(row)
            moment = int(self.schedule.finish[part])
            others = [int(self.schedule.finish[at]) for at in self.holds.parts(row) if at != part
                      and not self.network.nodes[at].open_ended]  # fmt: skip
        without = max(others, default=None)
        return Found(row, end, moment, "part", "", 0, without, None, [], (part, end))


def text_of(hold: Hold, walk: Walk) -> str:
    """The text form of a link or a date; empty for what is the plan's own."""
    if hold.link is not None:
        return format_dependency(hold.link)
    if hold.kind == "constraint":
        constraint = walk.network.rows[hold.written].constraint
        return format_constraint(constraint) if constraint is not None else ""
    return format_moment(hold.moment) if hold.moment is not None else ""
