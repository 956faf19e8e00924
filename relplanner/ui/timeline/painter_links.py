"""Links drawn in a few calls: their pieces as rectangles, their heads as one path."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

import numpy as np
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPainterPath

from relplanner.ui.common.activity_words import NO_DATE
from relplanner.ui.common.primitives import Bools, Floats, Ints, fill_rects
from relplanner.ui.timeline.layout import routes
from relplanner.ui.timeline.links import FF, FS, SS
from relplanner.ui.timeline.view import View

MOST_PIECES = 800
HEAD = 5.0
HEAD_HALF = 3.5
DIAMOND = 7.0
FAR = 1e5
WHOLE, LEAVING, ARRIVING = routes.WHOLE, routes.LEAVING, routes.ARRIVING


class LinkFrame:
    """The links of one frame: where they run, and which of their upright pieces cross a row."""

    def __init__(self, view: View, first: int, last: int) -> None:
        self.view = view
        self.first, self.last = first, last
        index = view.index
        current = view.schedule.index.get(view.current or "", -2)
        whole = index.of_row(current) if current >= 0 else np.empty(0, dtype=np.int64)
        # A stub reaches into the next row, so those of the rows beside are drawn too.
        leaving, arriving = index.leaving(first - 1, last + 1), index.arriving(first - 1, last + 1)
        if len(whole):
            leaving, arriving = np.setdiff1d(leaving, whole), np.setdiff1d(arriving, whole)
        parts = (index.across(first, last), whole, leaving, arriving)
        links = np.concatenate(parts)
        part = np.repeat((WHOLE, WHOLE, LEAVING, ARRIVING), [len(each) for each in parts])
        table, dates = view.table, view.dates_of
        known = (dates.start[table.before[links]] > NO_DATE) & (dates.start[table.after[links]] > NO_DATE)
        links, part = links[known], part[known]
        self.before, self.after = table.before[links], table.after[links]
        self.heads: Bools = part != LEAVING
        ends = _ends(
            view, table.kind[links], self.before, self.after, index.before[links], index.after[links]
        )
        self.routes = routes.route(ends, view.row_height)
        routes.cut_to_stubs(self.routes, ends, part, view.row_height)
        self.soft: Bools = table.soft[links]
        both = dates.critical[self.before] & dates.critical[self.after] & ~self.soft
        self.critical: Bools = _driving(view, self.before, self.after, both)
        self.chosen: Bools = (self.before == current) | (self.after == current)
        self._by_row: list[list[float]] | None = None

    def trunks_in(self, place: int) -> list[float]:
        """The x of upright pieces that cross a row's middle band, sorted."""
        if self._by_row is None:
            self._by_row = self._rows_of_trunks()
        return self._by_row[place - self.first]

    def _rows_of_trunks(self) -> list[list[float]]:
        view = self.view
        found: list[list[float]] = [[] for _ in range(self.first, self.last)]
        upright = routes.trunks(self.routes.points)
        inside = (upright[:, 0] > view.chart_left - 200) & (upright[:, 0] < view.width + 200)
        tops = [view.y_of(place) + view.row_height * 0.3 for place in range(self.first, self.last)]
        bottoms = [top + view.row_height * 0.4 for top in tops]
        for x, top, bottom in upright[inside].tolist():
            for at in range(bisect_left(bottoms, top), bisect_right(tops, bottom)):
                found[at].append(x)
        for row in found:
            row.sort()
        return found


def paint_links(painter: QPainter, frame: LinkFrame, clip: QRect) -> None:
    """All links of the frame; critical ones last, thicker, in their own colour."""
    colour = frame.view.paints.colour
    chosen = frame.chosen
    groups = (
        (~frame.critical & ~chosen & ~frame.soft, "link", 1.0),
        (~frame.critical & ~chosen & frame.soft, "grid_strong", 1.0),
        (chosen & ~frame.critical, "accent", 2.0),
        (frame.critical & ~chosen, "link_critical", 2.0),
        (frame.critical & chosen, "link_critical", 3.0),
    )
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    for mask, name, width in groups:
        if mask.any():
            rects = routes.pieces(frame.routes.points[mask], width)
            fill_rects(painter, _near(rects, clip), colour[name])
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    for mask, name, width in groups:
        if mask.any():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour[name])
            _paint_heads(painter, frame, mask, clip, width)


def _near(rects: Floats, clip: QRect) -> Floats:
    seen = (
        (rects[:, 0] <= clip.right() + 1)
        & (rects[:, 0] + rects[:, 2] >= clip.left())
        & (rects[:, 1] <= clip.bottom() + 1)
        & (rects[:, 1] + rects[:, 3] >= clip.top())
    )
    return routes.clipped(rects[seen], clip.top() - 1, clip.bottom() + 2, MOST_PIECES)


def _paint_heads(painter: QPainter, frame: LinkFrame, mask: Bools, clip: QRect, width: float) -> None:
    mask = mask & frame.heads
    tips, heads = frame.routes.points[mask][:, -1], frame.routes.head[mask]
    seen = (tips[:, 1] >= clip.top() - 8) & (tips[:, 1] <= clip.bottom() + 8)
    seen &= (tips[:, 0] >= clip.left() - 8) & (tips[:, 0] <= clip.right() + 8)
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.WindingFill)  # two links may arrive at one place
    long, half = HEAD + (width - 1), HEAD_HALF + (width - 1) / 2
    for (x, y), head in zip((tips[seen] + 0.5).tolist(), heads[seen].tolist(), strict=True):
        if head in (routes.RIGHT, routes.LEFT):
            back = -long if head == routes.RIGHT else long
            corners = ((x + back, y - half), (x + back, y + half))
        else:
            back = -long if head == routes.DOWN else long
            corners = ((x - half, y + back), (x + half, y + back))
        path.moveTo(x, y)
        path.lineTo(*corners[0])
        path.lineTo(*corners[1])
        path.closeSubpath()
    painter.drawPath(path)


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
    drop_x = np.where(instant_after, arrive_x, arrive_x + inward * np.minimum(routes.DROP, bar_width / 2))
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
