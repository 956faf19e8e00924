"""Forward and backward pass over whole levels with numpy: the same numbers as ``list_passes``, for large plans.

Two ways of counting. When all work is on one calendar and no lag is elapsed, *phases* do: twice the position, odd where
work starts and even where it ended, so that an instant keeps its side of the night and every edge is one addition.
Otherwise *tables* lead from positions to minutes and back, one stretch for each axis over the plan's horizon.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from relplanner.schedule.axis import Axis
from relplanner.schedule.levels import EdgeArrays, Ints, Levels, Out
from relplanner.schedule.network import Network
from relplanner.schedule.nodes import UNBOUND

FAR = 1 << 45
Table = NDArray[np.int32]


@dataclass(slots=True)
class NodeArrays:
    """The nodes' numbers, indexed by node."""

    axis: Ints
    calendar: Ints
    work: Ints
    low: Ints
    high: Ints
    instant: NDArray[np.bool_]
    extends: NDArray[np.bool_]

    def copy(self) -> NodeArrays:
        return NodeArrays(*(getattr(self, entry.name).copy() for entry in fields(self)))


def node_arrays(network: Network) -> NodeArrays:
    nodes = network.nodes
    return NodeArrays(
        np.array([node.axis for node in nodes], dtype=np.int64),
        np.array([node.calendar for node in nodes], dtype=np.int64),
        np.array([node.work for node in nodes], dtype=np.int64),
        np.array([node.low for node in nodes], dtype=np.int64),
        np.array([node.high for node in nodes], dtype=np.int64),
        np.array([node.instant for node in nodes], dtype=np.bool_),
        np.array([node.extends for node in nodes], dtype=np.bool_),
    )


class PhasePasses:
    """The passes in phases. ``forward`` and ``backward`` hold one number for each edge, in the levels' orders."""

    def __init__(self, levels: Levels, edges: EdgeArrays, nodes: NodeArrays) -> None:
        self.levels = levels
        self.edges = edges
        self.odd = (~nodes.instant[levels.nodes]).astype(np.int64)
        self.forward = np.empty(len(edges.source), dtype=np.int64)
        self.backward = np.empty(len(edges.source), dtype=np.int64)
        self._into_place = _inverse(levels.by_target)
        self._out_place = _inverse(levels.by_source)
        self.set_edges(np.arange(len(edges.source)), nodes)
        self.early = np.empty(len(levels.nodes), dtype=np.int64)
        self.late = np.empty(len(levels.nodes), dtype=np.int64)
        self._onward = [self._forward_views(step) for step in levels.steps[1:]]
        self._backward = [self._backward_views(step) for step in reversed(levels.steps) if step.leading > step.first]

    def set_edges(self, which: Ints, nodes: NodeArrays) -> None:
        """Compute the numbers of some edges from the lengths of their ends."""
        edges = self.edges
        source, target = edges.source[which], edges.target[which]
        leaves, enters = edges.from_finish[which], edges.to_finish[which]
        one, other = nodes.work[source] * 2, nodes.work[target] * 2
        lag = edges.work[which] * 2
        works = ~nodes.instant[source]
        self.forward[self._into_place[which]] = np.where(leaves & works, one - 1, 0) + lag - np.where(enters, other, 0)
        self.backward[self._out_place[which]] = (
            np.where(~leaves & works, one - 1, 0) - lag - np.where(enters, 0, other)
        )

    def _forward_views(self, step):  # type: ignore[no-untyped-def]
        size = step.into.stop - step.into.start
        return (
            self.levels.sources[step.into], self.forward[step.into], step.into_at, self.early[step.first : step.last],
            self.odd[step.first : step.last], np.empty(size, np.int64), np.empty(step.last - step.first, np.int64),
        )  # fmt: skip

    def _backward_views(self, step):  # type: ignore[no-untyped-def]
        size = step.out.stop - step.out.start
        return (
            self.levels.targets[step.out], self.backward[step.out], step.out_at, self.late[step.first : step.leading],
            self.odd[step.first : step.leading], np.empty(size, np.int64),
            np.empty(step.leading - step.first, np.int64),
        )  # fmt: skip

    def run_forward(self) -> None:
        """From lows in ``early`` to early starts."""
        early = self.early
        first = self.levels.steps[0].last
        early[:first] |= self.odd[:first]
        take, add, most = early.take, np.add, np.maximum.reduceat
        maximum, bit_or = np.maximum, np.bitwise_or
        for sources, steps, at, mine, odd, edge, node in self._onward:
            take(sources, None, edge, "clip")
            add(edge, steps, edge)
            most(edge, at, 0, None, node)
            maximum(mine, node, mine)
            bit_or(mine, odd, mine)

    def run_backward(self) -> None:
        """From highs in ``late`` to late finishes."""
        late = self.late
        take, add, least = late.take, np.add, np.minimum.reduceat
        minimum, bit_or = np.minimum, np.bitwise_or
        np.bitwise_or(late, self.odd, late)
        for targets, steps, at, mine, odd, edge, node in self._backward:
            take(targets, None, edge, "clip")
            add(edge, steps, edge)
            least(edge, at, 0, None, node)
            minimum(mine, node, mine)
            bit_or(mine, odd, mine)

    def allowed(self, finish: Ints, some: Out) -> Ints:
        """For some nodes with edges going out the latest finish that leaves their successors' early dates alone."""
        edge = finish.take(self.levels.targets[some.edges])
        edge += self.backward[some.edges]
        return some.least(edge) | self.odd[some.places]


class Tables:
    """Minutes and positions of every axis over one horizon, as two flat arrays.

    ``minute[position - first + base]`` gives a start, counted from the horizon's begin; ``position[minute + base]``
    likewise. Axis 0 is the identity and shares one stretch between both.
    """

    def __init__(self, axes: list[Axis], begin: int, end: int) -> None:
        self.begin, self.end = begin, end
        width = end - begin
        self.first = np.array([axis.position(begin) for axis in axes], dtype=np.int64)
        self.width = np.array([axis.position(end) for axis in axes], dtype=np.int64) - self.first
        minutes: list[Table] = []
        positions: list[Table] = []
        for axis in axes:
            if axis.continuous:
                same = np.arange(width + 1, dtype=np.int32)
                minutes.append(same)
                positions.append(same)
                continue
            spans = axis.intervals(begin, end)
            sizes = spans[:, 1] - spans[:, 0]
            total = int(sizes.sum())
            before = np.cumsum(sizes) - sizes
            starts = np.repeat(spans[:, 0] - begin - before, sizes) + np.arange(total)
            after = axis.start_at(int(self.first[len(minutes)]) + total) - begin
            minutes.append(np.append(starts, after).astype(np.int32))
            works = np.zeros(width + 1, dtype=np.int32)
            works[starts + 1] = 1
            positions.append(np.cumsum(works, dtype=np.int32))
        self.minute_base = _bases(minutes)
        self.position_base = _bases(positions)
        self.minute = np.concatenate(minutes)
        self.position = np.concatenate(positions)


class TablePasses:
    """The passes by tables; ``early`` and ``late`` hold positions counted from where the tables begin."""

    def __init__(self, levels: Levels, edges: EdgeArrays, nodes: NodeArrays, tables: Tables) -> None:
        self.levels = levels
        self.edges = edges
        self.tables = tables
        count = len(edges.source)
        self.forward = tuple(np.empty(count, dtype=np.int64) for _ in range(3))
        self.backward = tuple(np.empty(count, dtype=np.int64) for _ in range(3))
        self._into_place = _inverse(levels.by_target)
        self._out_place = _inverse(levels.by_source)
        self.set_edges(np.arange(count), nodes)
        self.early = np.empty(len(levels.nodes), dtype=np.int64)
        self.late = np.empty(len(levels.nodes), dtype=np.int64)
        self._onward = [self._forward_views(step) for step in levels.steps[1:]]
        self._backward = [self._backward_views(step) for step in reversed(levels.steps) if step.leading > step.first]

    def set_edges(self, which: Ints, nodes: NodeArrays) -> None:
        edges, tables = self.edges, self.tables
        source, target = edges.source[which], edges.target[which]
        leaves, enters = edges.from_finish[which], edges.to_finish[which]
        one, other = nodes.work[source], nodes.work[target]
        from_axis, to_axis = nodes.axis[source], nodes.axis[target]
        gain = edges.work[which] - np.where(enters, other, 0)
        elapsed = edges.elapsed[which]
        at = self._into_place[which]
        self.forward[0][at] = np.where(leaves, one - 1, 0) + tables.minute_base[from_axis]
        self.forward[1][at] = leaves + elapsed + tables.position_base[to_axis]
        self.forward[2][at] = gain
        at = self._out_place[which]
        self.backward[0][at] = tables.minute_base[to_axis] - other - gain
        self.backward[1][at] = tables.position_base[from_axis] - elapsed + ~leaves
        self.backward[2][at] = np.where(leaves, 0, one - 1)

    def _forward_views(self, step):  # type: ignore[no-untyped-def]
        size = step.into.stop - step.into.start
        return (
            self.levels.sources[step.into], *(part[step.into] for part in self.forward), step.into_at,
            self.early[step.first : step.last], np.empty(size, np.int64), np.empty(size, np.int32),
            np.empty(step.last - step.first, np.int64), step,
        )  # fmt: skip

    def _backward_views(self, step):  # type: ignore[no-untyped-def]
        size = step.out.stop - step.out.start
        return (
            self.levels.targets[step.out], *(part[step.out] for part in self.backward), step.out_at,
            self.late[step.first : step.leading], np.empty(size, np.int64), np.empty(size, np.int32),
            np.empty(step.leading - step.first, np.int64), step,
        )  # fmt: skip

    def run_forward(self, adjust=None) -> None:  # type: ignore[no-untyped-def]
        """From lows in ``early`` to early starts. ``adjust(first, last)`` is called on the places of each level."""
        take = self.early.take
        minute, position = self.tables.minute.take, self.tables.position.take
        add, most, maximum = np.add, np.maximum.reduceat, np.maximum
        if adjust is not None:
            adjust(0, self.levels.steps[0].last)
        for sources, reach, shift, gain, at, mine, edge, narrow, node, step in self._onward:
            take(sources, None, edge, "clip")
            add(edge, reach, edge)
            minute(edge, None, narrow, "clip")
            add(narrow, shift, edge)
            position(edge, None, narrow, "clip")
            add(narrow, gain, edge)
            most(edge, at, 0, None, node)
            maximum(mine, node, mine)
            if adjust is not None:
                adjust(step.first, step.last)

    def run_backward(self, adjust=None) -> None:  # type: ignore[no-untyped-def]
        take = self.late.take
        minute, position = self.tables.minute.take, self.tables.position.take
        add, least, minimum = np.add, np.minimum.reduceat, np.minimum
        if adjust is not None:
            for step in self.levels.steps:
                adjust(step.leading, step.last)
        for targets, reach, shift, gain, at, mine, edge, narrow, node, step in self._backward:
            take(targets, None, edge, "clip")
            add(edge, reach, edge)
            minute(edge, None, narrow, "clip")
            add(narrow, shift, edge)
            position(edge, None, narrow, "clip")
            add(narrow, gain, edge)
            least(edge, at, 0, None, node)
            minimum(mine, node, mine)
            if adjust is not None:
                adjust(step.first, step.leading)

    def allowed(self, finish: Ints, some: Out) -> Ints:
        """As in :class:`PhasePasses`."""
        tables = self.tables
        edge = finish.take(self.levels.targets[some.edges])
        edge += self.backward[0][some.edges]
        edge = tables.minute.take(edge, mode="clip") + self.backward[1][some.edges]
        edge = tables.position.take(edge, mode="clip") + self.backward[2][some.edges]
        return some.least(edge)


def one_axis(nodes: NodeArrays, edges: EdgeArrays, active: NDArray[np.bool_], bans: bool) -> int:
    """The only axis with work, when phases will do; -1 when tables are needed."""
    works = np.unique(nodes.axis[active & ~nodes.instant])
    if bans or len(works) != 1 or works[0] == 0 or bool(edges.elapsed.any()):
        return -1
    own = nodes.calendar[active & nodes.instant & (nodes.low > -UNBOUND)]
    return int(works[0]) if not len(own) or bool((own == works[0]).all()) else -1


def phase_of(axis: Axis, minute: int) -> tuple[int, bool]:
    """The phase of an instant, of one without a phase the next; and whether it has one."""
    position = axis.position(minute)
    if minute == axis.finish_at(position):
        return position * 2, True
    return position * 2 + 1, minute == axis.start_at(position)


def phase_before(axis: Axis, minute: int) -> int:
    """The last phase that is not after an instant."""
    position = axis.position(minute)
    return position * 2 + (1 if axis.start_at(position) <= minute else 0)


def _inverse(order: Ints) -> Ints:
    inverse = np.empty_like(order)
    inverse[order] = np.arange(len(order))
    return inverse


def _bases(parts: list[Table]) -> Ints:
    sizes = np.array([len(part) for part in parts], dtype=np.int64)
    return np.cumsum(sizes) - sizes
