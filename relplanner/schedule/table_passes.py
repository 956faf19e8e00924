"""Passes by *tables*, for any network: minutes and positions of every axis over one horizon, looked up edge
by edge."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from relplanner.schedule.columns import NEVER, RowValues
from relplanner.schedule.frame import FAR, Frame, inverse
from relplanner.schedule.levels import Ints, Narrow, Out, Step
from relplanner.schedule.list_passes import after_bans, before_bans
from relplanner.schedule.nodes import UNBOUND
from relplanner.schedule.restart import Restart
from relplanner.schedule.tables import BITS, Tables
from relplanner.schedule.zone import DAY

Links = tuple[Ints, Ints, Ints, Ints]
"""Of a level's edges: places at the other ends, and what is added before, between and after the look-ups."""
Room = tuple[Ints, Ints, Ints, Narrow, Narrow]
View = tuple[Links, Room, Ints, Ints, Ints, int, int]
"""Of one level: its edges, room for them, where each node's edges begin, the nodes' positions and room for
them, and the first and the last place."""
MARGIN = 45 * DAY
AT_ONCE = 4096
"""Edges that are counted together where levels do not matter: few enough for the processor's cache."""


class TablePasses:
    """The passes of one network; ``early`` and ``late`` hold positions counted from where the tables
    begin."""

    def __init__(self, frame: Frame, span: tuple[int, int], like: TablePasses | None) -> None:
        """``span`` is where the dates are expected, in UTC minutes. Raises :class:`TooWide`."""
        self.frame = frame
        levels, count = frame.levels, len(frame.edges.source)
        self.onward = tuple(np.empty(count, dtype=np.int64) for _ in range(3))
        self.back = tuple(np.empty(count, dtype=np.int64) for _ in range(3))
        self._into, self._out = inverse(levels.by_target), inverse(levels.by_source)
        self.early: Ints = np.empty(len(levels.nodes), dtype=np.int64)
        self.late: Ints = np.empty(len(levels.nodes), dtype=np.int64)
        size = max(AT_ONCE, *(max(_size(step.into), _size(step.out)) for step in levels.steps))
        # Room for the edges of one level, shared by all of them so that it stays in the processor's cache.
        self._room = np.empty((3, size), np.int64), np.empty((2, size), np.int32)
        self._up = [self._forward_view(step) for step in levels.steps[1:]]
        self._down = [self._backward_view(step) for step in levels.steps if step.leading > step.first]
        self._restart = Restart(levels)
        edges = frame.edges
        # How far an edge may read beyond the positions of its ends: elapsed minutes, and lags on each axis.
        self._elapsed = int(np.abs(edges.elapsed).max(initial=0))
        self._lags: Ints = np.zeros(len(frame.network.axes), dtype=np.int64)
        np.maximum.at(self._lags, frame.nodes.axis[edges.target], np.abs(edges.work))
        self._lags += max(0, -int(frame.nodes.work.min(initial=0)))
        nodes = frame.nodes
        self._used: set[int] = {0, *np.unique(nodes.axis).tolist(), *np.unique(nodes.calendar).tolist()}
        self._short = (False, False)
        self.span: tuple[int, int] = span if like is None else like.span
        self._use(self._tables() if like is None else like.tables)

    def _tables(self) -> Tables:
        margin = MARGIN + 2 * self._elapsed + 10 * int(self._lags.max(initial=0))
        return Tables(self.frame.network.axes, self._used, self.span[0] - margin, self.span[1] + margin)

    def _use(self, tables: Tables) -> None:
        self.tables = tables
        self._restart.forget()
        self.base: Ints = tables.minute_base[self.frame.axis]
        self.first: Ints = tables.first[self.frame.axis]
        shift = self._elapsed + 2
        low = self._positions_at(tables.begin + shift) + self._lags + 2
        high = self._positions_at(tables.end - shift) - self._lags - 2
        self._floor: Ints = (low - tables.first)[self.frame.axis]
        self._ceiling: Ints = (high - tables.first)[self.frame.axis]
        self.set_edges(np.arange(len(self.frame.edges.source)))
        self.set_bounds(np.arange(len(self.frame.levels.nodes)))

    def _positions_at(self, minute: int) -> Ints:
        """The position of a minute on each axis that is used."""
        axes = self.frame.network.axes
        found = np.zeros(len(axes), dtype=np.int64)
        for number in self._used:
            found[number] = axes[number].position(minute)
        return found

    def set_edges(self, which: Ints) -> None:
        """Compute the additions of some edges: before, between and after the two look-ups."""
        edges, nodes, tables = self.frame.edges, self.frame.nodes, self.tables
        source, target = edges.source[which], edges.target[which]
        self._restart.touch(self.frame.levels.places[source])
        self._restart.touch(self.frame.levels.places[target])
        self.frame.touch_edges(which)
        leaves, enters = edges.from_finish[which], edges.to_finish[which]
        one, other = nodes.work[source], nodes.work[target]
        from_axis, to_axis = nodes.axis[source], nodes.axis[target]
        gain = edges.work[which] - np.where(enters, other, 0)
        elapsed = edges.elapsed[which]
        at = self._into[which]
        self.onward[0][at] = np.where(leaves, one - 1, 0) + tables.minute_base[from_axis]
        self.onward[1][at] = leaves + elapsed + tables.position_base[to_axis]
        self.onward[2][at] = gain
        # A start into an instant on its own calendar may follow the night; see ``list_passes.same_night``.
        strict = ~leaves & ~(nodes.instant[target] & (nodes.calendar[target] == from_axis))
        at = self._out[which]
        self.back[0][at] = tables.minute_base[to_axis] - other - gain
        self.back[1][at] = tables.position_base[from_axis] - elapsed + strict
        self.back[2][at] = np.where(leaves, 0, one - strict)

    def set_bounds(self, where: Ints) -> bool:
        frame = self.frame
        self._restart.touch(where)
        nodes = frame.levels.nodes[where]
        frame.work[where] = frame.nodes.work[nodes]
        first = self.tables.first[frame.nodes.axis[nodes]]
        low, high = frame.nodes.low[nodes], frame.nodes.high[nodes]
        frame.low[where] = np.where(low > -UNBOUND, low - first, -FAR)
        frame.high[where] = np.where(high < UNBOUND, high - first, FAR)
        return True

    def run(self) -> tuple[RowValues, int]:
        """Widens the tables until all dates lie well inside. Raises :class:`TooWide`."""
        widened = False
        while True:
            found = self._run()
            if found is not None:
                if widened:
                    self._narrow(found[0])
                return found
            widened = True
            first, last = self.span
            reach = max((last - first) // 3, 180 * DAY)
            self.span = (
                (first - reach if self._short[0] else first),
                (last + reach if self._short[1] else last),
            )
            self._use(self._tables())

    def _narrow(self, values: RowValues) -> None:
        """After widening by guesses, keep tables no wider than the dates need."""
        dated = values.start != NEVER
        if not dated.any():
            return
        first = int(min(values.start[dated].min(), values.late_start[dated].min()))
        last = int(max(values.finish[dated].max(), values.late_finish[dated].max()))
        if (self.span[1] - self.span[0]) * 10 > (last - first) * 11:
            self.span = first, last
            self._use(self._tables())

    def _run(self) -> tuple[RowValues, int] | None:
        frame, tables, early, late, work = self.frame, self.tables, self.early, self.late, self.frame.work
        self._run_forward(self._restart.forward(frame.low))
        if not self._inside(early, early + work):
            return None
        finish = self._ended(early + work)
        end = frame.end(int(finish[frame.ends].max()) + tables.begin if len(frame.ends) else None)
        if not tables.begin < end < tables.end:
            self._short = end <= tables.begin, end >= tables.end
            return None
        high = self._late_bounds(end)
        self._run_backward(high, self._restart.backward(high))
        bounds = frame.put_off(early, late)
        if bounds is not None:
            self._restart.forget_early()
            self._run_forward(0, bounds)
            finish = self._ended(early + work)
        if not self._inside(late - work, np.maximum(late, early + work)):
            return None
        free = late.copy()
        free[frame.levels.leading] = frame.free(early + work, self._allowed)
        values = self._columns(finish, free)
        frame.finish_columns(values, lambda _, place: self._numbers(place, free), end)
        return values, end

    def _columns(self, finish: Narrow, free: Ints) -> RowValues:
        frame, early, late, work = self.frame, self.early, self.late, self.frame.work
        total, left = late - early - work, free - early - work
        shown = self._ended(late)
        self._count_instants(free, total, left, shown)
        begin = np.int64(self.tables.begin)
        return frame.columns(
            self._starts(early) + begin, finish + begin,
            self._starts(late - work) + begin, shown + begin, total, np.maximum(left, 0),
        )  # fmt: skip

    def _starts(self, positions: Ints) -> Narrow:
        """The minutes at which work at the position of each place starts."""
        return self.tables.look_up(positions + self.base)

    def _ended(self, positions: Ints) -> Narrow:
        """The minutes at which work up to the position of each place ended."""
        at = positions + self.base
        at -= 1
        found = self.tables.look_up(at)
        found += 1
        return found

    def _late_bounds(self, end: int) -> Ints:
        """Where late finishes count back from; see ``list_passes.first_late``."""
        frame, axes = self.frame, self.frame.network.axes
        ends = self._positions_at(end) - self.tables.first
        own = self.early + frame.work
        late = ends[frame.axis]
        late[frame.loose] = np.maximum(late[frame.loose], own[frame.loose])
        late[frame.helpers] = FAR
        np.minimum(late, frame.high, out=late)
        place, target = frame.milestone_place(), frame.network.setting.target
        if place >= 0:
            late[place] = min(int(frame.high[place]), int(own[place]))
            if target is not None:
                limit = axes[int(frame.axis[place])].position(target) - int(self.first[place])
                late[place] = min(int(late[place]), limit)
        return late

    def _inside(self, first: Ints, last: Ints) -> bool:
        """Whether all positions lie so far inside the tables that no edge read past their ends."""
        self._short = not bool((first > self._floor).all()), not bool((last < self._ceiling).all())
        return self._short == (False, False)

    def _count_instants(self, free: Ints, total: Ints, left: Ints, shown: Narrow) -> None:
        """Instants count their slack on their own calendar, and show a late date where work ended."""
        frame, tables, early, late = self.frame, self.tables, self.early, self.late
        places = frame.instants
        calendar = frame.nodes.calendar[frame.levels.nodes[places]]
        places, calendar = places[calendar > 0], calendar[calendar > 0]
        if not len(places):
            return
        base = tables.position_base[calendar]
        now, last = tables.look_up(early[places] + base), tables.look_up(late[places] + base)
        total[places] = last - now
        left[places] = tables.look_up(free[places] + base) - now
        ended = tables.look_up(last - 1 + tables.minute_base[calendar]) + 1
        shown[places] = np.where(now == last, early[places], ended)

    def _numbers(self, place: int, free: Ints) -> tuple[int, int, int]:
        """Positions of a row for ``fill_row``."""
        first = int(self.first[place])
        limit = int(free[place]) + first if self.frame.leads[place] else UNBOUND
        return int(self.early[place]) + first, int(self.late[place]) + first, limit

    def _run_forward(self, level: int, bounds: Ints | None = None) -> None:
        """Early starts of a level and those behind it, from lower bounds."""
        if level == len(self.frame.levels.steps):
            return
        begin = self.frame.levels.steps[level].first
        self.early[begin:] = (self.frame.low if bounds is None else bounds)[begin:]
        early, tables, most, maximum = self.early, self.tables, np.maximum.reduceat, np.maximum
        if self.frame.bans and not level:
            self._push(0, self.frame.levels.steps[0].last, self.early, after_bans)
        for links, room, at, mine, node, first, last in self._up[max(level - 1, 0) :]:
            most(_carried(early, tables, links, room), at, 0, None, node)
            maximum(mine, node, out=mine)
            if self.frame.bans:
                self._push(first, last, self.early, after_bans)

    def _run_backward(self, high: Ints, level: int) -> None:
        """Late finishes of a level and those before it, from upper bounds.

        A target hands over the latest instant of its position (the next start of work), the lag comes off on
        the calendar that it was added on.
        """
        if level < 0:
            return
        steps = self.frame.levels.steps[: level + 1]
        late, tables, least, minimum = self.late, self.tables, np.minimum.reduceat, np.minimum
        late[: steps[-1].last] = high[: steps[-1].last]
        if self.frame.bans:
            for step in steps:
                self._push(step.leading, step.last, self.late, _late_before_bans)
        count = sum(step.leading > step.first for step in steps)
        for links, room, at, mine, node, first, last in self._down[:count][::-1]:
            least(_carried(late, tables, links, room), at, 0, None, node)
            minimum(mine, node, out=mine)
            if self.frame.bans:
                self._push(first, last, self.late, _late_before_bans)

    def _push(self, first: int, last: int, numbers: Ints, rule: Callable[..., int]) -> None:
        """Move what a freeze rules out, among the places of one level."""
        for place in range(first, last):
            node = self.frame.network.nodes[int(self.frame.levels.nodes[place])]
            if node.bans:
                shift = int(self.first[place]) - (node.work if rule is _late_before_bans else 0)
                numbers[place] = rule(int(numbers[place]) + shift, node.bans) - shift

    def _rooms(self, size: int) -> Room:
        wide, narrow = self._room
        return wide[0, :size], wide[1, :size], wide[2, :size], narrow[0, :size], narrow[1, :size]

    def _forward_view(self, step: Step) -> View:
        before, between, after = (part[step.into] for part in self.onward)
        others = self.frame.levels.sources[step.into]
        return (
            (others, before, between, after), self._rooms(len(others)),
            step.into_at, self.early[step.first : step.last], np.empty(len(step.into_at), np.int64),
            step.first, step.last,
        )  # fmt: skip

    def _backward_view(self, step: Step) -> View:
        before, between, after = (part[step.out] for part in self.back)
        others = self.frame.levels.targets[step.out]
        return (
            (others, before, between, after), self._rooms(len(others)),
            step.out_at, self.late[step.first : step.leading], np.empty(len(step.out_at), np.int64),
            step.first, step.leading,
        )  # fmt: skip

    def _allowed(self, finish: Ints, some: Out) -> Ints:
        """For some nodes with edges going out the latest finish that leaves their successors' dates alone."""
        places, count = self.frame.levels.targets, some.count
        found = np.empty(count, dtype=np.int64)
        for first in range(0, count, AT_ONCE):
            part = slice(first, min(first + AT_ONCE, count))
            which = part if isinstance(some.edges, slice) else some.edges[part]
            before, between, after = (numbers[which] for numbers in self.back)
            links = places[which], before, between, after
            found[part] = _carried(finish, self.tables, links, self._rooms(part.stop - first))
        return some.least(found)


def _carried(numbers: Ints, tables: Tables, links: Links, room: Room) -> Ints:
    """What the other ends of edges ask for: from position to minute to position, in one level's room."""
    others, before, between, after = links
    edge, block, inner, narrow, start = room
    start_of, shift, within = tables.start_of.take, tables.shift.take, tables.within.take
    numbers.take(others, None, edge, "clip")
    np.add(edge, before, edge)
    for added in (between, after):
        np.right_shift(edge, BITS, block)
        start_of(block, None, start, "clip")
        shift(block, None, inner, "clip")
        np.add(edge, inner, inner)
        within(inner, None, narrow, "clip")
        np.add(narrow, start, narrow)
        np.add(narrow, added, edge)
    return edge


def _size(edges: slice) -> int:
    return int(edges.stop - edges.start)


def _late_before_bans(start: int, bans: tuple[tuple[int, int], ...]) -> int:
    return before_bans(start, bans)
