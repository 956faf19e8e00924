"""The backward pass over trials: in how many each row decides the end.

Late dates count back from the release's own finish in that trial, so what does not lead to it is never
critical here; without a milestone they count back from the network's end. The pass overwrites the early
dates of :class:`~relplanner.schedule.risk.passes.Passes`: a row of finishes becomes late finishes, a row of
starts late finishes less the span.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from relplanner.schedule.list_passes import same_night
from relplanner.schedule.risk.clocks import Vector
from relplanner.schedule.risk.passes import Added, Flags, Passes
from relplanner.schedule.risk.release import ends_of_release, leading
from relplanner.schedule.risk.trial_network import Edge, Share


@dataclass(slots=True)
class Crossing:
    """An edge from another axis: minutes that the target hands over, or its numbers to be looked up anew."""

    minutes: Vector | None
    numbers: Vector
    axis: int
    lag: Added
    shift: Added
    strict: int
    leaves: bool


@dataclass(slots=True)
class Down:
    """How one node gets its late finish: from rows of late dates less something. ``begun`` ones bound the
    start. ``hands_over`` is where the minutes of its late start are kept for other axes."""

    slot: int
    plain: list[tuple[list[Vector], Added]] = field(default_factory=list)
    begun: list[tuple[Vector, Added]] = field(default_factory=list)
    crossing: list[Crossing] = field(default_factory=list)
    bounded: bool = True
    limit: int = 0
    hands_over: Vector | None = None
    entered: bool = False
    odd: bool = False
    """Whether its phase has to be made odd; mostly it is."""


class Criticality:
    """Counts, slot by slot; ``total`` adds up over all runs. ``summaries`` are rows with parts."""

    def __init__(self, passes: Passes) -> None:
        self.passes, self.network = passes, passes.network
        self.counts: list[int] = [0] * len(self.network.nodes)
        parents = self.network.network.parents
        self._rows = {slot: row for row, slot in self.network.slot_of.items() if row < len(parents)}
        self.summary_counts: dict[int, int] = {}
        self._handed: dict[int, Vector] = {}
        self._ends_at = ends_of_release(self.network)
        self._leading = leading(self.network)
        self._down = [self._descend(slot) for slot in sorted(self._leading)]
        self._down.reverse()
        self._summary_flags: dict[int, Flags] = {}
        for row in self._rows.values():
            above = parents[row]
            while above >= 0 and above not in self._summary_flags:
                self._summary_flags[above] = np.zeros(passes.columns, dtype=np.bool_)
                self.summary_counts[above] = 0
                above = parents[above]

    def _descend(self, slot: int) -> Down:
        network, passes = self.network, self.passes
        node, odd = network.nodes[slot], passes.odd
        made = Down(
            slot, odd=bool(odd) and not node.instant and (slot == network.milestone or not node.extends)
        )
        groups: dict[int, list[Vector]] = {}
        for edge in network.out[slot]:
            if edge.target not in self._leading:
                continue
            if passes.crosses(edge):
                made.crossing.append(self._crossing(edge))
                continue
            target = network.nodes[edge.target]
            numbers = passes.finish[edge.target] if edge.enters else passes.start[edge.target]
            # A row of starts holds the late finish less the span, which in phases is one less than the work.
            more = 0 if edge.enters or target.instant else odd
            made.odd = made.odd or (bool(odd) and not node.instant and (target.instant or not edge.leaves))
            if edge.share is None and (edge.leaves or node.instant):
                groups.setdefault(edge.lag * passes.scale + edge.elapsed + more, []).append(numbers)
            elif edge.leaves or node.instant:
                made.plain.append(([numbers], self._taken(edge, more)))
            else:
                strict = odd if not target.instant else 0
                made.begun.append((numbers, self._taken(edge, more + strict - odd)))
            made.bounded = made.bounded and not (edge.keeps and target.extends)
        made.plain += [(rows, less) for less, rows in groups.items()]
        scaled = network.threshold[slot] * passes.scale
        made.limit = scaled if node.instant else scaled + odd
        made.entered = any(edge.enters for edge in network.into[slot])
        if any(self._hands(edge) for edge in network.into[slot]):
            made.hands_over = self._handed.get(slot)
        return made

    def _taken(self, edge: Edge, more: int) -> Added:
        if edge.share is not None:
            return self.passes.shared(edge.share, more)
        return edge.lag * self.passes.scale + edge.elapsed + more

    def _hands(self, edge: Edge) -> bool:
        return self.passes.crosses(edge) and not edge.enters and not edge.lag and edge.share is None

    def _crossing(self, edge: Edge) -> Crossing:
        network, passes = self.network, self.passes
        one, other = network.nodes[edge.source], network.nodes[edge.target]
        leaves = edge.leaves or one.instant
        strict = 0 if leaves or same_night(one, other) else 1
        numbers = passes.finish[edge.target] if edge.enters else passes.start[edge.target]
        minutes = None
        if self._hands(edge):
            minutes = numbers
            if other.axis:
                if edge.target not in self._handed:
                    self._handed[edge.target] = np.empty(passes.columns, dtype=passes.clocks.dtype)
                minutes = self._handed[edge.target]
        lag: Added = edge.lag
        shift: Added = strict - edge.elapsed
        if edge.share is not None:
            if edge.elapsed:
                less = Share(edge.share.source, edge.share.percent, negative=True)
                shift = passes.shared(less, strict)
            else:
                lag = passes.shared(edge.share, 0)
        return Crossing(minutes, numbers, other.axis, lag, shift, strict, leaves)

    def run(self, count: int) -> None:
        """Count the first ``count`` columns that each row is critical in, after a run forward."""
        passes, network = self.passes, self.network
        ends = self._ends()
        late, room, flags = passes.room[2], passes.room[3], passes.flags
        for down in self._down:
            slot = down.slot
            node = network.nodes[slot]
            self._latest(down, ends, late, room)
            start, finish = passes.start[slot], passes.finish[slot]
            if slot in network.bans:
                self._before_bans(slot, late, room)
            if network.is_row[slot] and not node.complete:
                self._judge(down, late, room, flags, count)
            if slot in passes.delays:
                self._without_delay(slot, late)
            if node.instant:
                np.copyto(start, late)
            else:
                span = passes.spans[slot]
                np.subtract(late, span, out=start)
                if down.entered:
                    np.copyto(finish, late)
            if down.hands_over is not None:
                passes.clocks.starts(node.axis, start, down.hands_over)
        self._add_up(count)

    def _ends(self) -> dict[int, Vector]:
        """The end to count back from, on each axis."""
        passes = self.passes
        end = passes.end(self._ends_at)
        if passes.odd:
            return {0: end | 1}
        found = {0: end}
        for axis in {node.axis for node in self.network.nodes} - {0}:
            found[axis] = np.empty_like(end)
            passes.clocks.positions(axis, end, found[axis])
        return found

    def _latest(self, down: Down, ends: dict[int, Vector], late: Vector, room: Vector) -> None:
        """The late finish of a node into ``late``."""
        passes = self.passes
        slot = down.slot
        filled = self._counts_back(down, ends, late)
        for rows, less in down.plain:
            into = room if filled else late
            found = rows[0]
            for other in rows[1:]:
                found = np.minimum(found, other, out=into)
            if not isinstance(less, int) or less:
                found = np.subtract(found, less, out=into)
            if filled:
                np.minimum(late, found, out=late)
            elif found is not late:
                np.copyto(late, found)
            filled = True
        if not filled:
            late.fill(np.iinfo(late.dtype).max >> 2)
        for numbers, less in down.begun:
            np.subtract(numbers, less, out=room)
            np.add(room, passes.spans[slot], out=room)
            np.minimum(late, room, out=late)
        if down.crossing:
            self._cross(down, late, room)
        if down.odd:
            np.bitwise_or(late, 1, out=late)

    def _counts_back(self, down: Down, ends: dict[int, Vector], late: Vector) -> bool:
        """Put in what a node counts back from by itself; False when only what follows bounds it."""
        network, passes, slot = self.network, self.passes, down.slot
        node = network.nodes[slot]
        if slot == network.milestone:
            np.copyto(late, passes.finish[slot])
            return True
        if self._ends_at is not None:
            if slot not in self._ends_at:
                return False
        elif not network.is_row[slot] or not (down.bounded or not node.extends):
            return False
        np.copyto(late, ends[0 if passes.odd else node.axis])
        if self._ends_at is None and not node.extends:
            np.maximum(late, passes.finish[slot], out=late)
        return True

    def _cross(self, down: Down, late: Vector, room: Vector) -> None:
        passes, slot = self.passes, down.slot
        axis = self.network.nodes[slot].axis
        simple: Vector | None = None
        other = passes.room[0]
        for edge in down.crossing:
            minutes = edge.minutes
            if minutes is None:
                minutes = passes.room[1]
                np.subtract(edge.numbers, edge.lag, out=minutes)
                if edge.axis:
                    passes.clocks.starts(edge.axis, minutes.copy(), minutes)
            if edge.leaves and isinstance(edge.shift, int) and not edge.shift:
                if simple is None:
                    np.copyto(other, minutes)
                    simple = other
                else:
                    np.minimum(simple, minutes, out=simple)
                continue
            found = np.add(minutes, edge.shift, out=room)
            if axis:
                passes.clocks.positions(axis, found.copy(), found)
            if not edge.leaves:
                np.add(found, passes.spans[slot], out=found)
                np.subtract(found, edge.strict, out=found)
            np.minimum(late, found, out=late)
        if simple is not None:
            if axis:
                passes.clocks.positions(axis, simple, room)
                simple = room
            np.minimum(late, simple, out=late)

    def _judge(self, down: Down, late: Vector, room: Vector, flags: Flags, count: int) -> None:
        """Count the columns in which the total slack of a row is at or below the threshold."""
        passes, slot = self.passes, down.slot
        node, finish = self.network.nodes[slot], passes.finish[slot]
        limit = down.limit
        if node.instant and (passes.odd or node.calendar):
            one, two = room, passes.room[0]
            if passes.odd:
                np.bitwise_and(late, ~1, out=one)
                np.bitwise_and(finish, ~1, out=two)
            else:
                passes.clocks.positions(node.calendar, late, one)
                passes.clocks.positions(node.calendar, finish, two)
            np.subtract(one, two, out=room)
        else:
            np.subtract(late, finish, out=room)
        if not node.extends and not self.network.out[slot]:
            limit = min(limit, -1)  # what nothing waits for decides nothing
        np.less_equal(room, limit, out=flags)
        self.counts[slot] += int(np.count_nonzero(flags[:count]))
        row = self._rows.get(slot)
        above = self.network.network.parents[row] if row is not None else -1
        if above >= 0:
            np.logical_or(self._summary_flags[above], flags, out=self._summary_flags[above])

    def _add_up(self, count: int) -> None:
        """Summaries are critical where a part is."""
        parents = self.network.network.parents
        for row in sorted(self._summary_flags, key=lambda row: -self._depth(row)):
            flags = self._summary_flags[row]
            self.summary_counts[row] += int(np.count_nonzero(flags[:count]))
            above = parents[row]
            if above >= 0:
                np.logical_or(self._summary_flags[above], flags, out=self._summary_flags[above])
        for flags in self._summary_flags.values():
            flags.fill(False)

    def _depth(self, row: int) -> int:
        depth, at = 0, self.network.network.parents[row]
        while at >= 0:
            depth, at = depth + 1, self.network.network.parents[at]
        return depth

    def _before_bans(self, slot: int, late: Vector, room: Vector) -> None:
        passes = self.passes
        span, base = passes.spans[slot], passes.base(self.network.nodes[slot].axis)
        np.subtract(late, span, out=late)
        for ban in sorted(self.network.bans[slot], key=lambda ban: -ban.last):
            np.subtract(ban.first - base, span, out=room, casting="unsafe")
            inside = (late >= room) & (late <= ban.last - base)
            late[inside] = (np.broadcast_to(room, late.shape) - 1)[inside]
        np.add(late, span, out=late)

    def _without_delay(self, slot: int, late: Vector) -> None:
        """The latest instant from which the delay does not lead beyond ``late``."""
        passes = self.passes
        delay, calendar = passes.delays[slot], self.network.nodes[slot].calendar
        if passes.odd:
            np.copyto(late, (late | 1) - 2 * delay, where=delay > 0, casting="unsafe")
        elif not calendar:
            np.subtract(late, delay, out=late, casting="unsafe")
        else:
            one = np.empty_like(late)
            passes.clocks.positions(calendar, late, one)
            np.subtract(one, delay, out=one, casting="unsafe")
            found = np.empty_like(late)
            passes.clocks.starts(calendar, one, found)
            np.copyto(late, found, where=delay > 0)
