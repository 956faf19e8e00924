"""The links between rows, and which of them a stretch of rows shows.

A small plan's are kept in a list and looked at one by one: that needs no numpy, whose import alone takes as
long as a quarter of the start. A large plan's are columns with an index (:mod:`link_index`). Both show the
same.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Protocol

from relplanner.plan.plan import Plan
from relplanner.schedule import Schedule
from relplanner.schedule.engine import SMALL
from relplanner.ui.timeline.layout.ways import ARRIVING, FF, FS, LEAVING, SF, SS, WHOLE
from relplanner.values import value

if TYPE_CHECKING:
    from relplanner.ui.timeline.link_frame import LinkFrame
    from relplanner.ui.timeline.rows import Sheet
    from relplanner.ui.timeline.view import View

CODES = {"FS": FS, "SS": SS, "FF": FF, "SF": SF}
LONGEST = 90
"""Rows that a link is drawn across; a longer one shows its ends only, unless one of them is the current
row.
"""
Link = tuple[int, int, int, int]
"""Rows of the schedule before and after, type code, whether it only warns."""


class Links(Protocol):
    """All links of a plan."""

    def __len__(self) -> int: ...

    def placed(self, sheet: Sheet) -> PlacedLinks:
        """The links by where a sheet shows their rows."""


class PlacedLinks(Protocol):
    """Links by the shown rows they span."""

    def frame(self, view: View, first: int, last: int) -> LinkFrame:
        """What is drawn of them in the rows ``first`` to ``last`` (not included)."""


@value
class Placed:
    """A link whose ends are both shown, and where."""

    link: Link
    leaves: int
    arrives: int


class FewLinks:
    """The links of a small plan."""

    def __init__(self, links: tuple[Link, ...]) -> None:
        self.links = links

    def __len__(self) -> int:
        return len(self.links)

    def placed(self, sheet: Sheet) -> FewPlaced:
        at = sheet.place_of_row
        found = (Placed(link, at[link[0]], at[link[1]]) for link in self.links)
        return FewPlaced(
            tuple(one for one in found if one.leaves >= 0 <= one.arrives and one.leaves != one.arrives)
        )


class FewPlaced:
    """A small plan's links in their places."""

    def __init__(self, placed: tuple[Placed, ...]) -> None:
        self.links = placed

    def shown(self, first: int, last: int, current: int) -> Iterator[tuple[Placed, int]]:
        """The links that the rows ``first`` to ``last`` (not included) show, and what of them: all, or one
        end. A stub reaches into the next row, so those of the rows beside are among them. ``current`` is a
        row of the schedule.
        """
        for one in self.links:
            leaves, arrives = one.leaves, one.arrives
            if abs(leaves - arrives) <= LONGEST:
                if min(leaves, arrives) < last and max(leaves, arrives) >= first:
                    yield one, WHOLE
            elif current in one.link[:2]:
                yield one, WHOLE
            else:
                if first - 1 <= leaves <= last:
                    yield one, LEAVING
                if first - 1 <= arrives <= last:
                    yield one, ARRIVING

    def frame(self, view: View, first: int, last: int) -> LinkFrame:
        from relplanner.ui.timeline.few_links import FewFrame

        return FewFrame(self, view, first, last)


def table_of(plan: Plan, schedule: Schedule) -> Links:
    """The links that can be drawn; what names nothing is a finding's business, not the chart's."""
    found = tuple(_links(plan, schedule))
    if len(schedule.ids) < SMALL:
        return FewLinks(found)
    from relplanner.ui.timeline.link_index import table_from

    return table_from(found)


def _links(plan: Plan, schedule: Schedule) -> Iterator[Link]:
    index = schedule.index
    for position, activity in enumerate(plan.activities):
        for dependency in activity.after:
            before = index.get(dependency.on.removeprefix("activities/"))
            if before is not None:
                yield before, position, CODES[dependency.type], dependency.soft
    first = len(plan.activities)
    phases = plan.rollout.phases
    opener = plan.rollout.after or plan.release.milestone
    for row in range(first, len(schedule.ids)):
        phase = phases[row - first] if row - first < len(phases) else None
        if phase is not None and phase.after:
            for dependency in phase.after:
                before = index.get(dependency.on.removeprefix("activities/"))
                if before is not None:
                    yield before, row, CODES[dependency.type], dependency.soft
        elif row > first:
            yield row - 1, row, FS, 0
        elif opener is not None and opener in index:
            yield index[opener], row, FS, 0
