"""Both passes over the trial network, node by node over vectors of trials.

One trial is one column. Early starts and finishes are kept as rows of two matrices, which the backward pass
overwrites with late ones. The programs of the passes are made once, with the rows in place, because a call
of numpy takes about as long as looking up what to call it with.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from relplanner.schedule.axis import Axis
from relplanner.schedule.nodes import UNBOUND
from relplanner.schedule.risk.clocks import Clocks, Vector
from relplanner.schedule.risk.trial_network import LOWEST, Edge, Share, TrialNetwork

Added = int | Vector
"""What an edge adds: the same in every trial, or worked out for each."""
Flags = NDArray[np.bool_]


@dataclass(slots=True)
class Up:
    """How one node gets its early start. ``plain`` rows count as they are, to those ``added`` something is
    added, from those ``entered`` the span is taken off; ``crossing`` are minutes of other axes."""

    slot: int
    start: Vector
    finish: Vector
    span: Added
    plain: list[Vector] = field(default_factory=list)
    added: list[tuple[Vector, Added]] = field(default_factory=list)
    entered: list[tuple[Vector, Added]] = field(default_factory=list)
    crossing: list[tuple[list[Vector], Added, Added, bool]] = field(default_factory=list)
    low: int | None = None
    low_finish: int | None = None
    odd: bool = False


class Passes:
    """The matrices and programs for a number of columns."""

    def __init__(
        self, network: TrialNetwork, clocks: Clocks, columns: int, spans: Mapping[int, Vector]
    ) -> None:
        """``spans`` are rows, one for each slot whose length varies, to be filled before a run."""
        self.network, self.clocks, self.columns = network, clocks, columns
        self.scale = 2 if network.phases else 1
        self.odd = 1 if network.phases else 0
        count = len(network.nodes)
        self._starts = np.zeros((count, columns), dtype=clocks.dtype)
        instant = [node.instant for node in network.nodes]
        self._finishes = np.zeros((count - sum(instant), columns), dtype=clocks.dtype)
        self.start: list[Vector] = list(self._starts)
        rows = iter(self._finishes)
        self.finish: list[Vector] = [
            self.start[at] if instant[at] else next(rows) for at in range(count)
        ]  # an instant has one row for both
        self.spans: list[Added] = [
            spans[at] if at in spans else self._span(node.work, instant[at])
            for at, node in enumerate(network.nodes)
        ]
        self._shares: list[tuple[Vector, Share, int]] = []
        self.delays: dict[int, Vector] = {}
        """Delays of instants in work of their calendars, by slot; to be filled before a run."""
        self.overrides: dict[int, Callable[[], None]] = {}
        """Called when the early dates of a slot are there, to change some."""
        self.told_finish: dict[int, Vector] = {}
        self.told_start: dict[int, Vector] = {}
        self.room: list[Vector] = [np.empty(columns, dtype=clocks.dtype) for _ in range(4)]
        self.flags: Flags = np.empty(columns, dtype=np.bool_)
        for slot, share in network.helper_share.items():
            self.spans[slot] = self.shared(share, -self.odd)
        self._up = [self._climb(slot) for slot in range(count)]
        self._extending = self._leaves()
        self._end: Vector | None = None

    def _span(self, work: int, instant: bool) -> int:
        return 0 if instant else work * self.scale - self.odd

    def base(self, axis: int) -> int:
        """What numbers of an axis count from."""
        return 0 if self.odd else self.clocks.first[axis] if axis else self.clocks.begin

    def shared(self, share: Share, more: int) -> Vector:
        """Room for a lag that depends on a length, plus something."""
        made: Vector = np.empty(self.columns, dtype=self.clocks.dtype)
        self._shares.append((made, share, more))
        return made

    def _refresh(self) -> None:
        for room, share, more in self._shares:
            span = self.spans[share.source]
            work = (np.asarray(span) + self.odd) // self.scale
            lag = np.rint(work * share.percent / 100).astype(room.dtype) * self.scale + more
            np.copyto(room, -lag if share.negative else lag)

    def _lag(self, edge: Edge, more: int) -> Added:
        if edge.share is not None and not edge.elapsed:
            return self.shared(edge.share, more)
        return edge.lag * self.scale + more

    def crosses(self, edge: Edge) -> bool:
        if self.odd:
            return False
        one, other = self.network.nodes[edge.source], self.network.nodes[edge.target]
        return one.axis != other.axis or (edge.elapsed != 0 and one.axis != 0)

    def _climb(self, slot: int) -> Up:
        network = self.network
        node = network.nodes[slot]
        base = self.base(node.axis)
        made = Up(slot, self.start[slot], self.finish[slot], self.spans[slot])
        made.odd = bool(self.odd) and not node.instant
        groups: dict[tuple[int, int, bool], list[Vector]] = {}
        for edge in network.into[slot]:
            other = self.finish[edge.source] if edge.leaves else self.start[edge.source]
            if self.crosses(edge):
                minutes = self._minutes_of(edge.source, edge.leaves)
                if edge.share is not None:
                    elapsed: Added = self.shared(edge.share, 0) if edge.elapsed else 0
                    made.crossing.append(([minutes], elapsed, self._lag(edge, 0), edge.enters))
                else:
                    groups.setdefault((edge.elapsed, edge.lag, edge.enters), []).append(minutes)
            elif edge.enters:
                made.entered.append((other, self._together(edge, -self.odd)))
            elif edge.share is None and not edge.lag and not edge.elapsed:
                made.plain.append(other)
            else:
                made.added.append((other, self._together(edge, 0)))
        made.crossing += [(minutes, *key) for key, minutes in groups.items()]
        low = self._low(slot, base)
        if low > LOWEST and not self._needless(slot):
            made.low = low
        finish = network.low_finish.get(slot)
        if finish is not None:
            made.low_finish = finish * self.scale - base
        return made

    def _together(self, edge: Edge, more: int) -> Added:
        """Lag and elapsed time on one axis, where both are the same."""
        if edge.share is not None:
            return self.shared(edge.share, more)
        return edge.lag * self.scale + edge.elapsed + more

    def _low(self, slot: int, base: int) -> int:
        from relplanner.schedule.phases import phase_of

        node, low = self.network.nodes[slot], self.network.low[slot]
        if low <= -UNBOUND:
            return LOWEST
        if not self.odd:
            return low - base
        return phase_of(self.network.axes[self.network.phases], low)[0] if node.instant else low * 2 + 1

    def _needless(self, slot: int) -> bool:
        """Whether a finish-to-start link from a row that begins no earlier keeps the lower bound anyway."""
        low, nodes = self.network.low, self.network.nodes
        return any(
            edge.keeps and low[edge.source] >= low[slot] and nodes[edge.source].axis == nodes[slot].axis
            for edge in self.network.into[slot]
        )

    def _minutes_of(self, slot: int, finish: bool) -> Vector:
        """The row for the minutes of a node's start or finish; its own where it counts in minutes."""
        if not self.network.nodes[slot].axis:
            return self.finish[slot] if finish else self.start[slot]
        kept = self.told_finish if finish else self.told_start
        if slot not in kept:
            kept[slot] = np.empty(self.columns, dtype=self.clocks.dtype)
        return kept[slot]

    def _leaves(self) -> list[int]:
        """Slots of rows that extend the network and have no plain successor that does."""
        network = self.network
        return [
            slot
            for slot, node in enumerate(network.nodes)
            if node.extends
            and network.is_row[slot]
            and not any(edge.keeps and network.nodes[edge.target].extends for edge in network.out[slot])
        ]

    def forward(self) -> None:
        """Early starts and finishes of every column."""
        self._refresh()
        self._end = None
        one, two = self.room[0], self.room[1]
        special = {
            *self.network.bans, *self.delays, *self.overrides, *self.told_finish, *self.told_start
        }  # fmt: skip
        for up in self._up:
            start = up.start
            self._gather(up, one, two)
            if up.odd:
                np.bitwise_or(start, 1, out=start)
            if up.slot in special:
                self._treat(up, one)
            elif up.finish is not start:
                np.add(start, up.span, out=up.finish)

    def _treat(self, up: Up, room: Vector) -> None:
        """What few nodes need between their start and their finish, and after it."""
        slot, start = up.slot, up.start
        if slot in self.network.bans:
            self._push(up, room)
        if slot in self.delays:
            self._delay(slot, start)
        if up.finish is not start:
            np.add(start, up.span, out=up.finish)
        self._tell(slot)
        if slot in self.overrides:
            self.overrides[slot]()

    def _gather(self, up: Up, one: Vector, two: Vector) -> None:
        start, plain = up.start, up.plain
        if len(plain) > 1:
            np.maximum(plain[0], plain[1], out=start)
            for other in plain[2:]:
                np.maximum(start, other, out=start)
        elif plain:
            np.copyto(start, plain[0])
        else:
            start.fill(LOWEST)
        for other, added in up.added:
            np.add(other, added, out=one)
            np.maximum(start, one, out=start)
        for other, added in up.entered:
            np.add(other, added, out=one)
            np.subtract(one, up.span, out=one)
            np.maximum(start, one, out=start)
        if up.crossing:
            self._cross(up, one, two)
        if up.low is not None:
            np.maximum(start, up.low, out=start)
        if up.low_finish is not None:
            np.subtract(up.low_finish, up.span, out=one, casting="unsafe")
            np.maximum(start, one, out=start)

    def _cross(self, up: Up, one: Vector, two: Vector) -> None:
        axis = self.network.nodes[up.slot].axis
        for minutes, elapsed, lag, enters in up.crossing:
            found = minutes[0]
            for other in minutes[1:]:
                found = np.maximum(found, other, out=one)
            if not isinstance(elapsed, int) or elapsed:
                found = np.add(found, elapsed, out=one)
            if axis:
                self.clocks.positions(axis, found, two)
                found = two
            if not isinstance(lag, int) or lag:
                found = np.add(found, lag, out=two)
            if enters:
                found = np.subtract(found, up.span, out=two)
            np.maximum(up.start, found, out=up.start)

    def _tell(self, slot: int) -> None:
        """The minutes that other axes ask for."""
        axis = self.network.nodes[slot].axis
        if slot in self.told_finish:
            self.clocks.finishes(axis, self.finish[slot], self.told_finish[slot])
        if slot in self.told_start:
            self.clocks.starts(axis, self.start[slot], self.told_start[slot])

    def _push(self, up: Up, room: Vector) -> None:
        """Starts that a freeze rules out go behind it."""
        base = self.base(self.network.nodes[up.slot].axis)
        for ban in self.network.bans[up.slot]:
            np.subtract(ban.first - base, up.span, out=room, casting="unsafe")
            inside = (up.start >= room) & (up.start <= ban.last - base)
            up.start[inside] = ban.last - base + 1

    def _delay(self, slot: int, start: Vector) -> None:
        """An instant goes later by work on its calendar, where it is delayed at all."""
        delay = self.delays[slot]
        calendar = self.network.nodes[slot].calendar
        if self.odd:
            np.copyto(start, (start & ~1) + 2 * delay, where=delay > 0, casting="unsafe")
        elif not calendar:
            np.add(start, delay, out=start, casting="unsafe")
        else:
            one, two = self.room[0], self.room[1]
            self.clocks.positions(calendar, start, one)
            np.add(one, delay, out=one, casting="unsafe")
            self.clocks.finishes(calendar, one, two)
            np.copyto(start, two, where=delay > 0)

    def end(self, slots: Sequence[int] | None = None) -> Vector:
        """Of each column the end of some slots and of what has finished already, else of the network; in
        phases or in minutes from ``clocks.begin``."""
        if slots is not None:
            return self._end_of(slots)
        if self._end is None:
            self._end = self._end_of(self._extending)
        return self._end

    def _end_of(self, slots: Sequence[int]) -> Vector:
        network, clocks = self.network, self.clocks
        last: dict[int, Vector] = {}
        for slot in slots:
            axis = network.phases or network.nodes[slot].axis
            if axis in last:
                np.maximum(last[axis], self.finish[slot], out=last[axis])
            else:
                last[axis] = self.finish[slot].copy()
        found: Vector | None = None
        for axis, positions in last.items():
            minutes = positions
            if not self.odd and axis:
                minutes = np.empty_like(positions)
                clocks.finishes(axis, positions, minutes)
            found = minutes if found is None else np.maximum(found, minutes)
        done = network.done_end
        if done is not None:
            bound = network.axes[network.phases].position(done) * 2 if self.odd else done - clocks.begin
            found = np.full(self.columns, bound, clocks.dtype) if found is None else np.maximum(found, bound)
        start = network.network.setting.start or 0
        if found is None:
            low = network.axes[network.phases].position(start) * 2 if self.odd else start - clocks.begin
            found = np.full(self.columns, low, clocks.dtype)
        return found

    def finish_minutes(self, slot: int) -> NDArray[np.int64]:
        """UTC minutes of the finish of a slot."""
        return self.minutes(self.finish[slot], self.network.nodes[slot].axis, True)

    def start_minutes(self, slot: int) -> NDArray[np.int64]:
        return self.minutes(self.start[slot], self.network.nodes[slot].axis, False)

    def minutes(self, numbers: Vector, axis: int, finish: bool) -> NDArray[np.int64]:
        """From numbers of an axis, or from phases, to UTC minutes."""
        if self.odd:
            return _minutes_of_phases(self.network.axes[self.network.phases], numbers)
        if axis:
            found = np.empty_like(numbers)
            (self.clocks.finishes if finish else self.clocks.starts)(axis, numbers, found)
            numbers = found
        return numbers.astype(np.int64) + self.clocks.begin


def _minutes_of_phases(axis: Axis, phases: Vector) -> NDArray[np.int64]:
    """As :func:`~relplanner.schedule.phases.minute_of_phase`, of many."""
    odd = phases & 1
    worked = (phases >> 1) - 1 + odd  # the position of the working minute that begins or has just ended
    first, last = int(worked.min()), int(worked.max())
    spans = axis.intervals(axis.start_at(first), axis.start_at(last) + 1)
    before = np.cumsum(spans[:, 1] - spans[:, 0]) - (spans[:, 1] - spans[:, 0]) + first
    at = np.searchsorted(before, worked, side="right") - 1
    found: NDArray[np.int64] = spans[at, 0] + worked - before[at] + 1 - odd
    return found
