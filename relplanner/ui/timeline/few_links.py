"""The links of one frame of a small plan, worked out one after the other."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QRect

from relplanner.ui.common.activity_words import NO_DATE
from relplanner.ui.common.primitives import Rect
from relplanner.ui.timeline import link_frame
from relplanner.ui.timeline.layout import ways
from relplanner.ui.timeline.layout.ways import FF, FS, LEAVING, SS, WHOLE
from relplanner.ui.timeline.link_frame import DIAMOND, FAR, Head, LinkFrame, Trunk
from relplanner.ui.timeline.links import FewPlaced, Placed
from relplanner.ui.timeline.view import View
from relplanner.values import value


@value
class _Drawn:
    way: ways.Way
    look: int
    has_head: bool


class FewFrame(LinkFrame):
    """Draws what :class:`many_links.ManyFrame` draws, without arrays."""

    def __init__(self, links: FewPlaced, view: View, first: int, last: int) -> None:
        super().__init__(view, first, last)
        current = view.schedule.index.get(view.current or "", -2)
        start = view.dates_of.start
        self.drawn = [
            _Drawn(_way(view, one, part), _look(view, one, current), part != LEAVING)
            for one, part in links.shown(first, last, current)
            if start[one.link[0]] > NO_DATE and start[one.link[1]] > NO_DATE
        ]

    def pieces(self, look: int, width: float, clip: QRect) -> Iterator[Rect]:
        for one in self.drawn:
            if one.look == look:
                for rect in ways.pieces(one.way.points, width):
                    x, y, wide, high = rect
                    across = x <= clip.right() + 1 and x + wide >= clip.left()
                    if across and y <= clip.bottom() + 1 and y + high >= clip.top():
                        yield rect

    def heads(self, look: int, clip: QRect) -> list[Head]:
        seen = clip.adjusted(-8, -8, 8, 8)
        found = [
            (*one.way.points[-1], one.way.head) for one in self.drawn if one.look == look and one.has_head
        ]
        return [
            head
            for head in found
            if seen.left() <= head[0] <= seen.right() and seen.top() <= head[1] <= seen.bottom()
        ]

    def trunks(self) -> Iterator[Trunk]:
        for one in self.drawn:
            yield from ways.trunks(one.way.points)


def _look(view: View, one: Placed, current: int) -> int:
    before, after, _, soft = one.link
    flags = view.dates_of.critical
    critical = flags[before] and flags[after] and not soft
    critical = critical and view.schedule.ids[before] in view.driving(after)
    if current in (before, after):
        return link_frame.CHOSEN_CRITICAL if critical else link_frame.CHOSEN
    if critical:
        return link_frame.CRITICAL
    return link_frame.SOFT if soft else link_frame.PLAIN


def _way(view: View, one: Placed, part: int) -> ways.Way:
    ends = _ends(view, one)
    return ways.way(ends, view.row_height) if part == WHOLE else ways.stub_of(ends, part, view.row_height)


def _ends(view: View, one: Placed) -> ways.Ends:
    before, after, kind, _ = one.link
    start, finish = view.dates_of.start, view.dates_of.finish
    leaves_finish, arrives_start = kind in (FS, FF), kind in (FS, SS)
    leave_x = _x(view, (finish if leaves_finish else start)[before])
    arrive_x = drop_x = _x(view, (start if arrives_start else finish)[after])
    inward = 1.0 if arrives_start else -1.0
    if start[before] == finish[before]:
        leave_x += DIAMOND if leaves_finish else -DIAMOND
    instant = start[after] == finish[after]
    if instant:
        arrive_x -= inward * DIAMOND
    else:
        bar_width = abs(_x(view, finish[after]) - _x(view, start[after]))
        drop_x += inward * min(ways.DROP, bar_width / 2)
    half = view.row_height / 2
    top = view.header_height - view.scroll
    return ways.Ends(
        kind=kind,
        leave_x=leave_x,
        leave_y=top + one.leaves * view.row_height + half,
        arrive_x=arrive_x,
        arrive_y=top + one.arrives * view.row_height + half,
        drop_x=drop_x,
        half_height=DIAMOND if instant else view.bar_height / 2,
        lane=before,
    )


def _x(view: View, minute: int) -> float:
    return min(FAR, max(-FAR, view.chart_left + (minute - view.scale.origin) / view.scale.minutes_per_pixel))
