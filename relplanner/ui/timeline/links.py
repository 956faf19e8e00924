"""The links between rows: which of them touch a stretch of rows, found without looking at the others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from relplanner.plan.plan import Plan
from relplanner.schedule import Schedule
from relplanner.ui.timeline.primitives import Bools, Ints
from relplanner.ui.timeline.rows import Sheet

FS, SS, FF, SF = range(4)
CODES = {"FS": FS, "SS": SS, "FF": FF, "SF": SF}
BLOCK = 6
"""The smallest bucket of the index spans 64 rows."""


@dataclass(frozen=True, slots=True)
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

    A link lies in the bucket of the smallest size (64, 128, 256 ... rows) that is no shorter than the link,
    so it reaches into one neighbour at most: a query looks at a handful of buckets a size, whatever the
    number of rows.
    """

    def __init__(self, table: LinkTable, sheet: Sheet) -> None:
        self.table = table
        before, after = sheet.place_of_row[table.before], sheet.place_of_row[table.after]
        shown = np.nonzero((before >= 0) & (after >= 0) & (before != after))[0]
        low, high = np.minimum(before[shown], after[shown]), np.maximum(before[shown], after[shown])
        size = np.maximum(BLOCK, np.ceil(np.log2(high - low + 1)).astype(np.int64)) if len(shown) else low
        bucket = low >> size
        order = np.lexsort((bucket, size))
        self.links: Ints = shown[order]
        self.before: Ints = before[self.links]
        self.after: Ints = after[self.links]
        self._low, self._high = low[order], high[order]
        size, self._bucket = size[order], bucket[order]
        starts = [int(at) for at in np.searchsorted(size, np.arange(BLOCK, 64))]
        self._sizes = [
            (BLOCK + step, starts[step], starts[step + 1])
            for step in range(len(starts) - 1)
            if starts[step + 1] > starts[step]
        ]

    def touching(self, first: int, last: int) -> Ints:
        """Positions in ``links`` of those that touch the rows ``first`` to ``last`` (not included)."""
        parts: list[Ints] = []
        for size, start, stop in self._sizes:
            buckets = self._bucket[start:stop]
            begin = start + int(np.searchsorted(buckets, (first >> size) - 1))
            end = start + int(np.searchsorted(buckets, (last >> size) + 1))
            if end > begin:
                hit = (self._low[begin:end] < last) & (self._high[begin:end] >= first)
                parts.append(np.nonzero(hit)[0] + begin)
        return np.concatenate(parts) if parts else np.empty(0, dtype=np.int64)
