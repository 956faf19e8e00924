"""What both kinds of array passes share: a network's numbers as arrays, its levels, and the columns of its
rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from relplanner.schedule.columns import NEVER, RowValues, fill_row, thresholds
from relplanner.schedule.levels import EdgeArrays, Flags, Ints, Levels, Narrow, Out
from relplanner.schedule.network import Network
from relplanner.schedule.nodes import ACTIVE, DONE, Node
from relplanner.schedule.rollup import RollUp

Dates = Ints | Narrow
FAR = 1 << 45
"""Beyond any number of the passes: the bound of what has none."""


@dataclass(slots=True)
class NodeArrays:
    """The nodes' numbers, indexed by node."""

    axis: Ints
    calendar: Ints
    work: Ints
    low: Ints
    high: Ints
    instant: Flags
    extends: Flags
    active: Flags
    complete: Flags

    @classmethod
    def of(cls, network: Network) -> NodeArrays:
        nodes = network.nodes
        return cls(
            np.array([node.axis for node in nodes], dtype=np.int64),
            np.array([node.calendar for node in nodes], dtype=np.int64),
            np.array([node.work for node in nodes], dtype=np.int64),
            np.array([node.low for node in nodes], dtype=np.int64),
            np.array([node.high for node in nodes], dtype=np.int64),
            np.array([node.instant for node in nodes], dtype=np.bool_),
            np.array([node.extends for node in nodes], dtype=np.bool_),
            np.array([node.state == ACTIVE for node in nodes], dtype=np.bool_),
            np.array([node.complete for node in nodes], dtype=np.bool_),
        )

    def copy(self) -> NodeArrays:
        return NodeArrays(*(getattr(self, entry.name).copy() for entry in fields(self)))

    def take(self, network: Network, changed: Sequence[int]) -> None:
        """Take the lengths and bounds of some nodes from a network."""
        for at in changed:
            node = network.nodes[at]
            self.work[at], self.low[at], self.high[at] = node.work, node.low, node.high
            self.complete[at] = node.complete


class Frame:
    """A network arranged for arrays. ``work``, ``low`` and ``high`` are indexed by place and filled by the
    passes."""

    def __init__(
        self, network: Network, nodes: NodeArrays, edges: EdgeArrays, levels: Levels, like: Frame | None
    ) -> None:
        """``like`` is a frame of the same rows, from which only edges and numbers differ."""
        self.network = network
        self.nodes, self.edges, self.levels = nodes, edges, levels
        self.roll_up: RollUp | None = RollUp.of(network) if like is None else like.roll_up
        count, order = len(network.rows), levels.nodes
        places = levels.places[:count]
        self.rows = np.flatnonzero(places >= 0)
        self.undated = np.flatnonzero(places < 0)
        self.row_places: Ints = np.maximum(places, 0)
        self.is_row: Flags = order < count
        self.leads: Flags = np.zeros(len(order), dtype=np.bool_)
        self.leads[levels.leading] = True
        extends = nodes.extends[order]
        self.ends = np.flatnonzero(extends & self.is_row)
        self.loose = np.flatnonzero(~extends & self.is_row)
        self.idle = np.flatnonzero(~extends & self.is_row & ~self.leads)
        self.helpers = np.flatnonzero(~self.is_row)
        self.instants = np.flatnonzero(nodes.instant[order] & self.is_row)
        self.out_of_all: Out = levels.out_of_all()
        self.out_of_helpers: Out = levels.out_of(self.helpers)
        self.axis: Ints = nodes.axis[order]
        self.work: Ints = nodes.work[order]
        # Of the last free slack: what it was counted from, its limits, and sources of edges changed since.
        self._finish: Ints = np.full(len(order), -FAR)
        self._limits: Ints = np.empty(0, dtype=np.int64)
        self._stale: list[Ints] = []
        self._few = len(order) // 8
        self.low: Ints = np.empty(len(order), dtype=np.int64)
        self.high: Ints = np.empty(len(order), dtype=np.int64)
        counted = np.where(nodes.axis > 0, nodes.axis, nodes.calendar)[order]
        critical, near = (np.array(each, dtype=np.int64) for each in thresholds(network))
        self.critical_at, self.near_at = critical[counted], near[counted]
        self.bans: bool = like.bans if like is not None else any(node.bans for node in network.nodes)
        self.special: list[int] = []
        self.late_ones: list[int] = []
        self.done: list[int] = []
        if like is not None:
            self.special, self.late_ones, self.done = like.special, like.late_ones, like.done
            return
        kept = [(at, network.nodes[at]) for at in self.rows.tolist()]
        self.special = [at for at, node in kept if _is_special(node)]
        self.late_ones = [at for at, node in kept if node.as_late]
        self.done = [at for at in range(count) if network.nodes[at].state == DONE]

    def take(self, network: Network, changed: Sequence[int]) -> Ints:
        """Take over a network that differs in lengths and bounds of some rows; gives the places of these."""
        self.network = network
        self.nodes.take(network, changed)
        placed = [at for at in changed if self.levels.places[at] >= 0]
        self.special = [at for at in self.special if at not in changed]
        self.special += [at for at in placed if _is_special(network.nodes[at])]
        return self.levels.places[np.array(placed, dtype=np.int64)]

    def edges_of(self, changed: Sequence[int]) -> Ints:
        """The edges that touch some nodes."""
        levels, found = self.levels, [np.empty(0, dtype=np.int64)]
        for place in (int(levels.places[at]) for at in changed):
            if place >= 0:
                found.append(levels.by_target[levels.into[place] : levels.into[place + 1]])
                found.append(levels.by_source[levels.out[place] : levels.out[place + 1]])
        return np.concatenate(found)

    def end(self, last: int | None) -> int:
        """The network's finish, from the last finish that the passes found and what has finished already."""
        nodes = self.network.nodes
        known = [minute for at in self.done if nodes[at].extends and (minute := nodes[at].ended) is not None]
        if last is not None:
            known.append(last)
        return max(known) if known else self.network.setting.start or 0

    def milestone_place(self) -> int:
        at = self.network.milestone
        return int(self.levels.places[at]) if at >= 0 else -1

    def put_off(self, early: Ints, late: Ints) -> Ints | None:
        """Lower bounds with what runs as late as possible at its late start; ``None`` when that moves
        nothing."""
        raised = []
        for at in self.late_ones:
            place = int(self.levels.places[at])
            start = int(late[place] - self.work[place])
            if start > early[place]:
                raised.append((place, start))
        if not raised:
            return None
        bounds = self.low.copy()
        for place, start in raised:
            bounds[place] = max(int(bounds[place]), start)
        return bounds

    def free(self, finish: Ints, allowed: Callable[[Ints, Out], Ints]) -> Ints:
        """Latest finishes that move no successor; helpers, at most two in a row, pass on what theirs
        allow.

        Only what can have changed since the last time is counted anew.
        """
        if len(self.helpers):
            finish = finish.copy()
            for _ in range(2):
                finish[self.helpers] = allowed(finish, self.out_of_helpers)
        moved = np.flatnonzero(finish != self._finish)
        places = np.concatenate((self.levels.before(moved), *self._stale)) if len(moved) < self._few else None
        if places is None or len(places) > self._few:
            self._limits = allowed(finish, self.out_of_all)
        elif len(places):
            places = np.unique(places)
            self._limits = self._limits.copy()
            at = np.searchsorted(self.levels.leading, places)
            self._limits[at] = allowed(finish, self.levels.out_of(places))
        self._finish, self._stale = finish, []
        return self._limits

    def touch_edges(self, which: Ints) -> None:
        """The numbers of some edges have changed."""
        self._stale.append(self.levels.places[self.edges.source[which]])

    def columns(
        self, start: Dates, finish: Dates, late_start: Dates, late_finish: Dates, total: Ints, free: Ints
    ) -> RowValues:
        """From figures by place to columns by row."""
        late_start[self.instants] = late_finish[self.instants]
        critical, near = total <= self.critical_at, total <= self.near_at
        if len(self.idle):
            hopeless = total[self.idle] < 0
            critical[self.idle] &= hopeless
            near[self.idle] &= hopeless
        dates = [self._by_row(column, NEVER) for column in (start, finish, late_start, late_finish)]
        slacks = [self._by_row(column, 0) for column in (total, free)]
        return RowValues(*dates, *slacks, self._by_row(critical, 0), self._by_row(near, 0))  # type: ignore[call-arg]

    def _by_row(self, column: NDArray[np.generic], empty: int) -> NDArray[np.generic]:
        kind = np.bool_ if column.dtype == np.bool_ else np.int64
        found: NDArray[Any] = column.take(self.row_places, mode="clip").astype(kind, copy=False)
        found[self.undated] = empty
        return found

    def finish_columns(
        self, values: RowValues, numbers: Callable[[int, int], tuple[int, int, int]], end: int
    ) -> None:
        """What arrays do not cover: rows that have begun, are complete or open-ended, finished ones,
        summaries.

        ``numbers`` gives the positions of early start, late finish and free slack's limit of a (row, place).
        """
        for at in self.special:
            fill_row(self.network, at, *numbers(at, int(self.levels.places[at])), end, values)
            if self.network.nodes[at].complete:
                values.critical[at] = values.near_critical[at] = False
        for at in self.done:
            node = self.network.nodes[at]
            values.start[at] = values.late_start[at] = node.begun
            values.finish[at] = values.late_finish[at] = node.ended
        if self.roll_up is not None:
            self.roll_up.apply(values, self.nodes.complete[: len(self.network.rows)])


def _is_special(node: Node) -> bool:
    return node.begun is not None or node.complete or node.open_ended


def inverse(order: Ints) -> Ints:
    """Where each number stands in an order."""
    found = np.empty_like(order)
    found[order] = np.arange(len(order))
    return found
