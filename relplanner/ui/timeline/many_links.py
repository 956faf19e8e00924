"""The links of one frame of a large plan, worked out together as arrays."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRect

from relplanner.ui.common.activity_words import NO_DATE
from relplanner.ui.common.arrays import Bools, Floats, Ints
from relplanner.ui.timeline.layout import routes
from relplanner.ui.timeline.layout.ways import ARRIVING, DROP, FF, FS, LEAVING, SS, WHOLE
from relplanner.ui.timeline.link_frame import DIAMOND, FAR, Head, LinkFrame, Trunk
from relplanner.ui.timeline.link_index import LinkIndex
from relplanner.ui.timeline.view import View

MOST_PIECES = 800


class ManyFrame(LinkFrame):
    """A few steps for all links of the frame."""

    def __init__(self, index: LinkIndex, view: View, first: int, last: int) -> None:
        super().__init__(view, first, last)
        current = view.schedule.index.get(view.current or "", -2)
        whole = index.of_row(current) if current >= 0 else np.empty(0, dtype=np.int64)
        # A stub reaches into the next row, so those of the rows beside are drawn too.
        leaving, arriving = index.leaving(first - 1, last + 1), index.arriving(first - 1, last + 1)
        if len(whole):
            leaving, arriving = np.setdiff1d(leaving, whole), np.setdiff1d(arriving, whole)
        parts = (index.across(first, last), whole, leaving, arriving)
        links = np.concatenate(parts)
        part = np.repeat((WHOLE, WHOLE, LEAVING, ARRIVING), [len(each) for each in parts])
        table, dates = index.table, view.dates_of
        known = (dates.start[table.before[links]] > NO_DATE) & (dates.start[table.after[links]] > NO_DATE)
        links, part = links[known], part[known]
        before, after = table.before[links], table.after[links]
        self._with_head: Bools = part != LEAVING
        ends = _ends(view, table.kind[links], before, after, index.before[links], index.after[links])
        self.routes = routes.route(ends, view.row_height)
        routes.cut_to_stubs(self.routes, ends, part, view.row_height)
        soft = table.soft[links]
        both = dates.critical[before] & dates.critical[after] & ~soft
        critical = _driving(view, before, after, both)
        chosen = (before == current) | (after == current)
        plain = ~critical & ~chosen
        self._looks: tuple[Bools, ...] = (
            plain & ~soft,
            plain & soft,
            chosen & ~critical,
            critical & ~chosen,
            critical & chosen,
        )

    def pieces(self, look: int, width: float, clip: QRect) -> Floats | tuple[()]:
        mask = self._looks[look]
        return _near(routes.pieces(self.routes.points[mask], width), clip) if mask.any() else ()

    def heads(self, look: int, clip: QRect) -> list[Head]:
        mask = self._looks[look] & self._with_head
        if not mask.any():
            return []
        tips, heads = self.routes.points[mask][:, -1], self.routes.head[mask]
        seen = (tips[:, 1] >= clip.top() - 8) & (tips[:, 1] <= clip.bottom() + 8)
        seen &= (tips[:, 0] >= clip.left() - 8) & (tips[:, 0] <= clip.right() + 8)
        return [(x, y, head) for (x, y), head in zip(tips[seen].tolist(), heads[seen].tolist(), strict=True)]

    def trunks(self) -> list[Trunk]:
        found: list[Trunk] = routes.trunks(self.routes.points).tolist()
        return found


def _near(rects: Floats, clip: QRect) -> Floats:
    seen = (
        (rects[:, 0] <= clip.right() + 1)
        & (rects[:, 0] + rects[:, 2] >= clip.left())
        & (rects[:, 1] <= clip.bottom() + 1)
        & (rects[:, 1] + rects[:, 3] >= clip.top())
    )
    return routes.clipped(rects[seen], clip.top() - 1, clip.bottom() + 2, MOST_PIECES)


def _driving(view: View, before: Ints, after: Ints, wanted: Bools) -> Bools:
    """Which of the wanted links give their successor its dates."""
    found = np.zeros(len(before), dtype=np.bool_)
    ids = view.schedule.ids
    for at in np.nonzero(wanted)[0].tolist():
        found[at] = ids[int(before[at])] in view.driving(int(after[at]))
    return found


def _ends(view: View, kind: Ints, before: Ints, after: Ints, from_place: Ints, to_place: Ints) -> routes.Ends:
    dates = view.dates_of
    leaves_finish = (kind == FS) | (kind == FF)
    arrives_start = (kind == FS) | (kind == SS)
    leave = np.where(leaves_finish, dates.finish[before], dates.start[before])
    arrive = np.where(arrives_start, dates.start[after], dates.finish[after])
    leave_x, arrive_x = _x(view, leave), _x(view, arrive)
    instant_before = dates.start[before] == dates.finish[before]
    instant_after = dates.start[after] == dates.finish[after]
    half = view.row_height / 2
    top = view.header_height - view.scroll
    bar_width = np.abs(_x(view, dates.finish[after]) - _x(view, dates.start[after]))
    inward = np.where(arrives_start, 1.0, -1.0)
    drop_x = np.where(instant_after, arrive_x, arrive_x + inward * np.minimum(DROP, bar_width / 2))
    return routes.Ends(
        kind=kind,
        leave_x=leave_x + np.where(instant_before, np.where(leaves_finish, DIAMOND, -DIAMOND), 0.0),
        leave_y=top + from_place * view.row_height + half,
        arrive_x=arrive_x - inward * np.where(instant_after, DIAMOND, 0.0),
        arrive_y=top + to_place * view.row_height + half,
        drop_x=drop_x,
        half_height=np.where(instant_after, DIAMOND, view.bar_height / 2),
        lane=before,
    )


def _x(view: View, minutes: Ints) -> Floats:
    x = view.chart_left + (minutes - view.scale.origin) / view.scale.minutes_per_pixel
    found: Floats = np.clip(x, -FAR, FAR)
    return found
