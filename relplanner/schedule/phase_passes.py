"""Passes by *phases*, for networks whose work is all on one calendar and whose lags are all working time.

A phase is twice the position, plus one where work starts: 2w is the end of a shift, 2w + 1 the start of the
next. So an instant keeps its side of the night, and every edge is one addition. Work always starts on an odd
phase.
"""

from __future__ import annotations

import numpy as np

from relplanner.schedule.axis import Axis
from relplanner.schedule.columns import RowValues
from relplanner.schedule.frame import FAR, Frame, NodeArrays, inverse
from relplanner.schedule.levels import EdgeArrays, Ints, Narrow, Out, Step
from relplanner.schedule.nodes import UNBOUND
from relplanner.schedule.phases import minute_of_phase, phase_before, phase_of
from relplanner.schedule.restart import Restart
from relplanner.schedule.tables import MOST, TooWide

View = tuple[Ints, Ints, Ints, Ints, Ints, Ints, Ints]
"""Of one level: places at the other ends, additions, where each node's edges begin, the nodes' phases, which
are odd, and room for the edges and for the nodes."""


def one_axis(nodes: NodeArrays, edges: EdgeArrays, bans: bool) -> int:
    """The only axis with work, when phases will do; -1 when they will not."""
    works = np.unique(nodes.axis[nodes.active & ~nodes.instant])
    if bans or len(works) != 1 or works[0] == 0 or bool(edges.elapsed.any()):
        return -1
    own = nodes.calendar[nodes.active & nodes.instant & (nodes.low > -UNBOUND)]
    return int(works[0]) if bool((own == works[0]).all()) else -1


class PhasePasses:
    """The passes of one network on the axis ``number``."""

    def __init__(self, frame: Frame, number: int, like: PhasePasses | None) -> None:
        self.frame = frame
        self.axis: Axis = frame.network.axes[number]
        self.number = number
        levels, edges = frame.levels, frame.edges
        self.odd: Ints = (~frame.nodes.instant[levels.nodes]).astype(np.int64)
        self.onward: Ints = np.empty(len(edges.source), dtype=np.int64)
        self.back: Ints = np.empty(len(edges.source), dtype=np.int64)
        self._into, self._out = inverse(levels.by_target), inverse(levels.by_source)
        self._restart = Restart(levels)
        self.set_edges(np.arange(len(edges.source)))
        self.early: Ints = np.empty(len(levels.nodes), dtype=np.int64)
        self.late: Ints = np.empty(len(levels.nodes), dtype=np.int64)
        self._up = [self._forward_view(step) for step in levels.steps[1:]]
        self._down = [self._backward_view(step) for step in levels.steps if step.leading > step.first]
        self._minutes: tuple[int, Narrow] = (0, np.empty(0, np.int32))
        if like is not None and like.number == number:
            self._minutes = like._minutes

    def set_edges(self, which: Ints) -> None:
        """Compute the additions of some edges from the lengths of their ends."""
        edges, nodes = self.frame.edges, self.frame.nodes
        source, target = edges.source[which], edges.target[which]
        self._restart.touch(self.frame.levels.places[source])
        self._restart.touch(self.frame.levels.places[target])
        self.frame.touch_edges(which)
        leaves, enters = edges.from_finish[which], edges.to_finish[which]
        one, other = nodes.work[source] * 2, nodes.work[target] * 2
        lag = edges.work[which] * 2
        works = ~nodes.instant[source]
        self.onward[self._into[which]] = (
            np.where(leaves & works, one - 1, 0) + lag - np.where(enters, other, 0)
        )
        # One off, so that a start comes before an even phase; not before an instant's, see
        # ``list_passes.same_night``.
        strict = ~nodes.instant[target]
        self.back[self._out[which]] = (
            np.where(~leaves & works, one - strict, 0) - lag - np.where(enters, 0, other)
        )

    def set_bounds(self, where: Ints) -> bool:
        """Bounds of some places; False when an instant is bound to a minute that has no phase."""
        frame = self.frame
        self._restart.touch(where)
        nodes = frame.levels.nodes[where]
        low, high = frame.nodes.low[nodes], frame.nodes.high[nodes]
        frame.work[where] = frame.nodes.work[nodes] * 2
        frame.low[where] = np.where(low > -UNBOUND, low * 2 + 1, -FAR)
        frame.high[where] = np.where(high < UNBOUND, high * 2 + 1, FAR)
        known: dict[int, tuple[int, bool]] = {}
        for at in np.flatnonzero(frame.nodes.instant[nodes]).tolist():
            minute = int(low[at])
            if minute > -UNBOUND:
                if minute not in known:
                    known[minute] = phase_of(self.axis, minute)
                phase, exact = known[minute]
                if not exact:
                    return False
                frame.low[where[at]] = phase
            if int(high[at]) < UNBOUND:
                frame.high[where[at]] = phase_before(self.axis, int(high[at]))
        return True

    def run(self) -> tuple[RowValues, int]:
        frame, early, late, work = self.frame, self.early, self.late, self.frame.work
        self._run_forward(self._restart.forward(frame.low))
        finish = early + work - self.odd
        last = minute_of_phase(self.axis, int(finish[frame.ends].max())) if len(frame.ends) else None
        end = frame.end(last)
        high = self._late_bounds(end)
        self._run_backward(high, self._restart.backward(high))
        bounds = frame.put_off(early, late)
        if bounds is not None:
            self._restart.forget_early()
            self._run_forward(0, bounds)
            finish = early + work - self.odd
        instants = frame.instants
        shown = late - self.odd
        same = late[instants] >> 1 == early[instants] >> 1
        shown[instants] = np.where(same, early[instants], late[instants] & ~1)
        base, minutes = self._table(
            min(int(early.min()), int((shown - work).min())), max(int(finish.max()), int(late.max())) + 1
        )
        latest = early + work
        free = late.copy()
        free[frame.levels.leading] = frame.free(latest, self._allowed)
        counted = finish >> 1
        values = frame.columns(
            minutes[early - base], minutes[finish - base], minutes[late - work - base], minutes[shown - base],
            (late >> 1) - counted, np.maximum((free >> 1) - counted, 0),
        )  # fmt: skip
        frame.finish_columns(values, lambda at, place: self._numbers(at, place, free), end)
        return values, end

    def _late_bounds(self, end: int) -> Ints:
        """Where late finishes count back from; see ``list_passes.first_late``."""
        frame, axis = self.frame, self.axis
        instant_end, work_end = phase_before(axis, end), axis.position(end) * 2 + 1
        latest = self.early + frame.work
        late = self.odd * (work_end - instant_end)
        late += instant_end
        late[frame.loose] = np.maximum(late[frame.loose], latest[frame.loose])
        late[frame.helpers] = FAR
        np.minimum(late, frame.high, out=late)
        place = frame.milestone_place()
        if place >= 0:
            works, own, target = bool(self.odd[place]), int(latest[place]), frame.network.setting.target
            late[place] = min(int(frame.high[place]), own)
            if target is not None:
                limit = axis.position(target) * 2 + 1 if works else phase_before(axis, target)
                late[place] = min(int(late[place]), limit)
        return late

    def _run_forward(self, level: int, bounds: Ints | None = None) -> None:
        """Early starts of a level and those behind it, from lower bounds."""
        early, levels = self.early, self.frame.levels.steps
        if level == len(levels):
            return
        begin = levels[level].first
        early[begin:] = (self.frame.low if bounds is None else bounds)[begin:]
        if not level:
            early[: levels[0].last] |= self.odd[: levels[0].last]
        take, add, most = early.take, np.add, np.maximum.reduceat
        maximum, bit_or = np.maximum, np.bitwise_or
        for others, steps, at, mine, odd, edge, node in self._up[max(level - 1, 0) :]:
            take(others, None, edge, "clip")
            add(edge, steps, edge)
            most(edge, at, 0, None, node)
            maximum(mine, node, out=mine)
            bit_or(mine, odd, mine)

    def _run_backward(self, high: Ints, level: int) -> None:
        """Late finishes of a level and those before it, from upper bounds; each the latest phase that is the
        same in work."""
        if level < 0:
            return
        levels, late = self.frame.levels.steps[: level + 1], self.late
        end = levels[-1].last
        take, add, least = late.take, np.add, np.minimum.reduceat
        minimum, bit_or = np.minimum, np.bitwise_or
        bit_or(high[:end], self.odd[:end], late[:end])
        count = sum(step.leading > step.first for step in levels)
        for others, steps, at, mine, odd, edge, node in self._down[:count][::-1]:
            take(others, None, edge, "clip")
            add(edge, steps, edge)
            least(edge, at, 0, None, node)
            minimum(mine, node, out=mine)
            bit_or(mine, odd, mine)

    def _forward_view(self, step: Step) -> View:
        mine, size = slice(step.first, step.last), step.into.stop - step.into.start
        return (
            self.frame.levels.sources[step.into], self.onward[step.into], step.into_at, self.early[mine],
            self.odd[mine], np.empty(size, np.int64), np.empty(len(step.into_at), np.int64),
        )  # fmt: skip

    def _backward_view(self, step: Step) -> View:
        mine, size = slice(step.first, step.leading), step.out.stop - step.out.start
        return (
            self.frame.levels.targets[step.out], self.back[step.out], step.out_at, self.late[mine],
            self.odd[mine], np.empty(size, np.int64), np.empty(len(step.out_at), np.int64),
        )  # fmt: skip

    def _allowed(self, finish: Ints, some: Out) -> Ints:
        """For some nodes with edges going out the latest finish that leaves their successors' dates alone."""
        edge = finish.take(self.frame.levels.targets[some.edges])
        edge += self.back[some.edges]
        return some.least(edge) | self.odd[some.places]

    def _table(self, low: int, high: int) -> tuple[int, Narrow]:
        """Minutes by phase, from a first phase on; kept until it does not reach. Raises :class:`TooWide`."""
        base, table = self._minutes
        if not len(table) or low < base or high >= base + len(table):
            slack = (high - low) // 8 + 4096
            first, last = (low - slack) >> 1, (high + slack) >> 1
            if last - first > MOST:
                raise TooWide
            axis = self.axis
            spans = axis.intervals(axis.start_at(first), axis.finish_at(last))
            sizes = spans[:, 1] - spans[:, 0]
            starts = np.repeat(spans[:, 0] - (np.cumsum(sizes) - sizes), sizes) + np.arange(int(sizes.sum()))
            table = np.empty(2 * len(starts), dtype=np.int32)
            table[0] = axis.finish_at(first)
            table[1::2] = starts
            table[2::2] = starts[:-1] + 1
            base = first * 2
            self._minutes = base, table
        return base, table

    def _numbers(self, at: int, place: int, free: Ints) -> tuple[int, int, int]:
        """Positions of a row for ``fill_row``."""
        phases = (int(self.early[place]), int(self.late[place]), int(free[place]))
        if self.frame.network.nodes[at].instant:
            early, late, limit = (minute_of_phase(self.axis, phase) for phase in phases)
        else:
            early, late, limit = (phase >> 1 for phase in phases)
        return early, late, limit if self.frame.leads[place] else UNBOUND


def all_places(frame: Frame) -> Ints:
    return np.arange(len(frame.levels.nodes))
