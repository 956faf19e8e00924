"""The links of a large plan: which of them touch a stretch of rows, found without looking at the others."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from relplanner.ui.common.arrays import Bools, Ints
from relplanner.ui.timeline.links import LONGEST, Link
from relplanner.values import value

if TYPE_CHECKING:
    from relplanner.ui.timeline.link_frame import LinkFrame
    from relplanner.ui.timeline.rows import Sheet
    from relplanner.ui.timeline.view import View

BLOCK = 6
"""The smallest bucket of the index spans 64 rows."""


@value
class LinkTable:
    """All links of a plan as columns: rows of the schedule, type code, whether it only warns."""

    before: Ints
    after: Ints
    kind: Ints
    soft: Bools

    def __len__(self) -> int:
        return len(self.before)

    def placed(self, sheet: Sheet) -> LinkIndex:
        return LinkIndex(self, sheet)


def table_from(links: Sequence[Link]) -> LinkTable:
    columns = np.array(links, dtype=np.int64).reshape(-1, 4)
    return LinkTable(columns[:, 0].copy(), columns[:, 1].copy(), columns[:, 2].copy(), columns[:, 3] != 0)


class LinkIndex:
    """Links by the shown rows they span.

    Links over more than ``LONGEST`` rows are not drawn across all of them, they would cover what matters:
    they are kept by their ends. A shorter one lies in the bucket of the smallest size (64 or 128 rows) that
    is no shorter than the link, so it reaches into one neighbour at most: a query looks at a handful of
    buckets, whatever the number of rows.
    """

    def __init__(self, table: LinkTable, sheet: Sheet) -> None:
        self.table = table
        places = np.array(sheet.place_of_row, dtype=np.int64)
        self.before, self.after = places[table.before], places[table.after]
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

    def frame(self, view: View, first: int, last: int) -> LinkFrame:
        from relplanner.ui.timeline.many_links import ManyFrame

        return ManyFrame(self, view, first, last)

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
