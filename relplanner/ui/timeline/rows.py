"""The rows that are shown: the outline without what is folded away or filtered out, and the derived
rollout.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from relplanner.plan import outline
from relplanner.plan.nouns.timeline import Activity
from relplanner.plan.plan import Plan
from relplanner.schedule import Schedule
from relplanner.values import value

if TYPE_CHECKING:
    from relplanner.ui.common.arrays import Bools, Ints

ROLLOUT = "rollout"
"""The id of the group that holds the derived phases; a slash in theirs keeps it apart from activities."""
GROUP = -1
"""Where a row of the schedule is asked for and the row is the rollout's group."""


@value
class Line:
    """One row. ``row`` is its place in the schedule, ``position`` in ``plan.activities`` (-1: derived)."""

    id: str
    depth: int
    has_children: bool
    row: int
    position: int


class Sheet:
    """The shown rows of one plan. Dates are read from a schedule by ``row``, so a preview needs no new
    sheet.
    """

    def __init__(self, plan: Plan, lines: tuple[Line, ...], place_of_row: Sequence[int]) -> None:
        self.plan = plan
        self.lines = lines
        self.place_of_row = place_of_row
        """By row of the schedule: where it is shown; a folded away row is shown where its parent is; -1
        nowhere.
        """

    def __len__(self) -> int:
        return len(self.lines)

    @cached_property
    def rows(self) -> Ints:
        """The rows of the schedule, for the picture of the whole plan."""
        import numpy as np

        return np.fromiter((line.row for line in self.lines), np.int64, len(self.lines))

    @cached_property
    def parents(self) -> Bools:
        """Which lines have children, for the same picture."""
        import numpy as np

        return np.fromiter((line.has_children for line in self.lines), np.bool_, len(self.lines))

    @cached_property
    def places(self) -> Mapping[str, int]:
        return {line.id: place for place, line in enumerate(self.lines)}

    def activity(self, place: int) -> Activity | None:
        """The activity of a row, ``None`` for derived ones."""
        position = self.lines[place].position
        return self.plan.activities[position] if position >= 0 else None

    def with_plan(self, plan: Plan) -> Sheet:
        """The same rows of a plan of the same outline."""
        sheet = Sheet(plan, self.lines, self.place_of_row)
        known = self.__dict__
        sheet.__dict__.update({name: known[name] for name in ("places", "rows", "parents") if name in known})
        return sheet

    def parent_place(self, place: int) -> int:
        """Where the parent of a row is shown, -1 at the top level."""
        depth = self.lines[place].depth
        while place >= 0 and self.lines[place].depth >= depth:
            place -= 1
        return place


def build(
    plan: Plan,
    schedule: Schedule,
    folded: frozenset[str] = frozenset(),
    keep: Callable[[Activity], bool] | None = None,
) -> Sheet:
    """The sheet of a plan. With ``keep``, only activities it accepts and what they are part of are shown."""
    wanted = _kept(plan, keep) if keep is not None else None
    lines: list[Line] = []
    places = [-1] * (len(schedule.ids) + 1)
    inside = -1  # depth of the outermost folded row whose parts are passing by
    shown_at = -1
    for row in outline.rows(plan):
        if inside >= 0 and row.depth > inside:
            places[row.position] = shown_at
            continue
        inside = -1
        if wanted is not None and row.position not in wanted:
            continue
        shown_at = len(lines)
        places[row.position] = shown_at
        lines.append(Line(row.id, row.depth, row.has_children, row.position, row.position))
        if row.has_children and row.id in folded:
            inside = row.depth
    if wanted is None:
        _add_rollout(plan, schedule, folded, lines, places)
    return Sheet(plan, tuple(lines), places)


def _add_rollout(
    plan: Plan, schedule: Schedule, folded: frozenset[str], lines: list[Line], places: list[int]
) -> None:
    first = len(plan.activities)
    if len(schedule.ids) <= first:
        return
    group = len(lines)
    lines.append(Line(ROLLOUT, 0, True, GROUP, -1))
    for row in range(first, len(schedule.ids)):
        places[row] = group
        if ROLLOUT not in folded:
            places[row] = len(lines)
            lines.append(Line(schedule.ids[row], 1, False, row, -1))


def _kept(plan: Plan, keep: Callable[[Activity], bool]) -> set[int]:
    """Positions of the accepted activities and of all they are part of."""
    found: set[int] = set()
    above: list[int] = []
    for row in outline.rows(plan):
        del above[row.depth :]
        above.append(row.position)
        if keep(plan.activities[row.position]):
            found.update(above)
    return found


def same_outline(before: Plan, after: Plan) -> bool:
    """Whether two plans show the same rows in the same order; decided without looking at each row where
    possible.
    """
    return outline.rows(before) is outline.rows(after) or outline.rows(before) == outline.rows(after)
