"""The links between rows: which of them touch a stretch of rows, found without looking at the others."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from relplanner.plan.plan import Plan
from relplanner.schedule import Schedule
from relplanner.ui.common.primitives import Bools, Ints
from relplanner.ui.timeline.rows import Sheet
from relplanner.values import value

FS, SS, FF, SF = range(4)
CODES = {"FS": FS, "SS": SS, "FF": FF, "SF": SF}
BLOCK = 6
"""The smallest bucket of the index spans 64 rows."""
LONGEST = 90
"""Rows that a link is drawn across; a longer one shows its ends only, unless one of them is the current
row.
"""


@value
class LinkTable:
    """All links of a plan as columns: rows of the schedule, type code, whether it only warns."""

    before: Ints
    after: Ints
    kind: Ints
    soft: Bools

    def __len__(self) -> int:
        return len(self.before)


def table_of(plan: Plan, schedule: Schedule) -> LinkTable:
    """The links that can be drawn; what names nothing is a finding's business, not the chart's."""
    found = list(_links(plan, schedule))
    columns = np.array(found, dtype=np.int64).reshape(-1, 4)
    return LinkTable(columns[:, 0].copy(), columns[:, 1].copy(), columns[:, 2].copy(), columns[:, 3] != 0)


def _links(plan: Plan, schedule: Schedule) -> Iterator[tuple[int, int, int, int]]:
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


class LinkIndex:
    """Links by the shown rows they span.

    Links over more than ``LONGEST`` rows are not drawn across all of them, they would cover what matters:
    they are kept by their ends. A shorter one lies in the bucket of the smallest size (64 or 128 rows) that
    is no shorter than the link, so it reaches into one neighbour at most: a query looks at a handful of
    buckets, whatever the number of rows.
    """

    def __init__(self, table: LinkTable, sheet: Sheet) -> None:
        self.table = table
        self.before = sheet.place_of_row[table.before]
        self.after = sheet.place_of_row[table.after]
        shown = (self.before >= 0) & (self.after >= 0) & (self.before != self.after)
        long = np.abs(self.before - self.after) > LONGEST
        self._order_short(np.nonzero(shown & ~long)[0])
        far = np.nonzero(shown & long)[0]
        self._leaving, self._leaving_at = _sorted_by(far, self.before)
        self._arriving, self._arriving_at = _sorted_by(far, self.after)
        self._shown = shown

    def _order_short(self, links: Ints) -> None:
        before, after = self.before[links], self.after[links]
        low, high = np.minimum(before, after), np.maximum(before, after)
        size = np.maximum(BLOCK, np.ceil(np.log2(high - low + 1)).astype(np.int64)) if len(links) else low
        bucket = low >> size
        order = np.lexsort((bucket, size))
        self._short, self._low, self._high = links[order], low[order], high[order]
        size, self._bucket = size[order], bucket[order]
        sizes = range(BLOCK, BLOCK + int(LONGEST).bit_length())
        self._sizes = [(each, *(int(at) for at in np.searchsorted(size, (each, each + 1)))) for each in sizes]

    def across(self, first: int, last: int) -> Ints:
        """Links to be drawn whole that touch the rows ``first`` to ``last`` (not included)."""
        parts: list[Ints] = []
        for size, start, stop in self._sizes:
            buckets = self._bucket[start:stop]
            begin = start + int(np.searchsorted(buckets, (first >> size) - 1))
            end = start + int(np.searchsorted(buckets, (last >> size) + 1))
            if end > begin:
                hit = (self._low[begin:end] < last) & (self._high[begin:end] >= first)
                parts.append(self._short[np.nonzero(hit)[0] + begin])
        return np.concatenate(parts) if parts else np.empty(0, dtype=np.int64)

    def leaving(self, first: int, last: int) -> Ints:
        """Long links that leave from the rows ``first`` to ``last`` (not included)."""
        low, high = np.searchsorted(self._leaving_at, (first, last))
        return self._leaving[low:high]

    def arriving(self, first: int, last: int) -> Ints:
        """Long links that arrive in the rows ``first`` to ``last`` (not included)."""
        low, high = np.searchsorted(self._arriving_at, (first, last))
        return self._arriving[low:high]

    def of_row(self, row: int) -> Ints:
        """Long links of one row of the schedule, at either end."""
        far = np.abs(self.before - self.after) > LONGEST
        return np.nonzero(self._shown & far & ((self.table.before == row) | (self.table.after == row)))[0]


def _sorted_by(links: Ints, places: Ints) -> tuple[Ints, Ints]:
    order = np.argsort(places[links], kind="stable")
    return links[order], places[links][order]
