"""Release dates with activities done at once: each activity, or summary, that could matter is a column.

What takes no time is an instant: it stays at the minute that its drivers give it, also outside of the hours
of its calendar. These few cells are worked out one by one and written into the columns.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from relplanner.plan.forms.duration import Duration
from relplanner.schedule.engine import _first_parts
from relplanner.schedule.links import Linker
from relplanner.schedule.list_passes import after_bans
from relplanner.schedule.nodes import DONE, SUMMARY, Workshop, length_of
from relplanner.schedule.risk.clocks import Clocks, Vector, clocks_for
from relplanner.schedule.risk.passes import Passes
from relplanner.schedule.risk.release import parts_of_milestone, release_ends
from relplanner.schedule.risk.trial_network import Edge, TrialNetwork, compiled
from relplanner.schedule.schedule import Schedule
from relplanner.schedule.zone import DAY

MOST_CELLS = 4_000_000
WIDEST = 1024
_NO_TIME = Duration(0.0, "d")


@dataclass(frozen=True, slots=True)
class Wait:
    """What an instant waits for: a slot, or a minute that has come; then elapsed time, or work on its
    calendar. A ``percent`` of the slot's work is counted for each column."""

    slot: int
    minute: int
    leaves: bool
    elapsed: int
    work: int
    percent: float | None = None
    percent_elapsed: bool = False


def release_without(
    schedule: Schedule,
    on_progress: Callable[[float], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> dict[int, int]:
    """By row the projected date were the row, or all parts of it, done at once; rows that cannot move it are
    left out."""
    projected = schedule.projected
    if projected is None:
        return {}
    found: dict[int, int] = {}
    one = _Columns(schedule)
    candidates = list(one.candidates())
    # The passes leave early what is to be as late as possible: the change counts, not the date.
    shift = projected - one.end if one.end is not None else 0
    passes = one.passes([slots for _, slots in candidates])
    for begin in range(0, len(candidates), passes.columns):
        if cancelled is not None and cancelled():
            break
        some = candidates[begin : begin + passes.columns]
        ends = one.run(passes, [slots for _, slots in some])
        found.update((row, end + shift) for (row, _), end in zip(some, ends, strict=False))
        if on_progress is not None:
            on_progress(min(1.0, (begin + passes.columns) / len(candidates)))
    return found


class _Columns:
    """The passes of one schedule, and the instants that its activities would be."""

    def __init__(self, schedule: Schedule) -> None:
        self.schedule = schedule
        network = schedule._network
        rows = {row for row in range(len(network.rows)) if self._takes_time(row)}
        self.network: TrialNetwork = compiled(network, rows)
        self.network.uncount_phases()  # an instant may lie where no phase does
        self.axes = self.network.axes
        self.linker = Linker(network, _first_parts(network, schedule.values))
        self.hubs = {
            network.owner[at]: slot
            for at, slot in self.network.slot_of.items()
            if at >= len(network.rows) and network.nodes[at].instant
        }
        self.shop = Workshop(network.setting, self.axes, _numbers=dict(network.workshop._numbers))
        self.width = max(16, min(WIDEST, MOST_CELLS // max(1, len(self.network.nodes))))
        self.clocks = self._clocks()
        self.row_of = {slot: row for row, slot in self.network.slot_of.items()}
        self._instants: dict[int, tuple[int, tuple[tuple[int, int], ...], list[Wait]]] = {}
        self._exact: dict[tuple[int, int], int] = {}
        self.end: int | None = None
        """The release date of the passes as the plan stands, once there are candidates."""

    def _takes_time(self, row: int) -> bool:
        """Whether a row has work that could be done at once."""
        network = self.schedule._network
        node, activity = network.nodes[row], network.rows[row]
        if node.state in (DONE, SUMMARY) or node.instant or node.open_ended or length_of(activity) is None:
            return False
        return activity.when is None or (activity.kind != "window" and activity.duration is not None)

    def _clocks(self) -> Clocks:
        network, schedule = self.network, self.schedule
        dates = [
            int(date)
            for row in network.slot_of
            if row < len(schedule.ids)
            for date in (schedule.start[row], schedule.finish[row])
        ]
        lows = [
            self.axes[node.axis].start_at(node.low)
            for slot, node in enumerate(network.nodes)
            if network.is_row[slot]
        ]
        edges = [edge for edges in network.into for edge in edges]
        reach = max((max(abs(edge.elapsed), 5 * abs(edge.lag)) for edge in edges), default=0)
        reach = max(
            [reach, *(5 * abs(node.work) for at, node in enumerate(network.nodes) if not network.is_row[at])]
        )
        margin = 45 * DAY + 2 * reach
        start = schedule._network.setting.start or 0
        done = [network.done_end] if network.done_end is not None else []
        first, last = min([start, *dates, *lows]), max([start, *dates, *lows, *done])
        return clocks_for(self.axes, first - margin, last + margin)

    def candidates(self) -> Iterator[tuple[int, list[int]]]:
        """Rows whose drag may be more than nothing, with the slots that would take no time."""
        chain = [self.row_of[slot] for slot in self._chain() if self.network.is_row[slot]]
        for row in chain:
            if self._takes_time(row):
                yield row, [self.network.slot_of[row]]
        summaries = dict.fromkeys(above for row in chain for above in self._above(row))
        for summary in summaries:
            leaves = [leaf for leaf in self.linker.leaves_of(summary) if leaf in self.network.slot_of]
            yield summary, [self.network.slot_of[leaf] for leaf in leaves if self._takes_time(leaf)]

    def _above(self, row: int) -> Iterator[int]:
        parents = self.schedule._network.parents
        at = parents[row]
        while at >= 0:
            yield at
            at = parents[at]

    def _chain(self) -> list[int]:
        """Slots of one driving chain to the release, last first."""
        passes = Passes(self.network, self.clocks, 1, {})
        passes.forward()
        ends = release_ends(self.network, passes)
        self.end = int(ends[0]) if len(ends) else None
        at = self._last_slot(passes)
        chain: list[int] = []
        while at >= 0:
            chain.append(at)
            at = self._driver(passes, at)
        return chain

    def _last_slot(self, passes: Passes) -> int:
        network = self.network
        if network.milestone >= 0:
            return network.milestone
        if network.open_end >= 0 and int(passes.start_minutes(network.open_end)[0]) == self.end:
            return network.open_end
        if network.milestone_row >= 0:
            rows: Iterable[int] = parts_of_milestone(network)
            slots = [network.slot_of[row] for row in rows if row in network.slot_of]
        else:
            slots = [at for at, node in enumerate(network.nodes) if node.extends and network.is_row[at]]
        finish = {slot: int(passes.finish_minutes(slot)[0]) for slot in slots}
        best = max(slots, key=lambda slot: finish[slot], default=-1)
        return best if best >= 0 and finish[best] == self.end else -1

    def _driver(self, passes: Passes, slot: int) -> int:
        """The source of the edge that asks for the latest start; -1 when a bound does."""
        network = self.network
        node = network.nodes[slot]
        asked = [(self._asked(passes, edge), -edge.source) for edge in network.into[slot]]
        position, source = max(asked, default=(0, 1))
        low = network.low[slot]
        finish = network.low_finish.get(slot)
        if finish is not None:
            low = max(low, finish - node.work)
        return -source if asked and position > low else -1

    def _asked(self, passes: Passes, edge: Edge) -> int:
        node = self.network.nodes[edge.target]
        minute = self._minute(passes, edge.source, 0, edge.leaves)
        return (
            self.axes[node.axis].position(minute + edge.elapsed)
            + edge.lag
            - (node.work if edge.enters else 0)
        )

    def _minute(self, passes: Passes, slot: int, column: int, finish: bool) -> int:
        """UTC minute of a slot in a column."""
        exact = self._exact.get((slot, column))
        if exact is not None:
            return exact
        node = self.network.nodes[slot]
        number = int((passes.finish if finish else passes.start)[slot][column]) + passes.base(node.axis)
        if not node.axis:
            return number
        return self.axes[node.axis].finish_at(number) if finish else self.axes[node.axis].start_at(number)

    def passes(self, columns: list[list[int]]) -> Passes:
        """For all runs, with a row for the span of every slot that takes no time in one of them."""
        slots = list(dict.fromkeys(slot for each in columns for slot in each))
        width = max(1, min(self.width, len(columns)))
        rows = np.empty((len(slots), width), dtype=self.clocks.dtype)
        spans: dict[int, Vector] = dict(zip(slots, rows, strict=True))
        for slot, span in spans.items():
            span.fill(self.network.nodes[slot].work)
        return Passes(self.network, self.clocks, width, spans)

    def run(self, passes: Passes, columns: list[list[int]]) -> list[int]:
        """Release dates; in each column the named slots take no time."""
        network = self.network
        where: dict[int, list[int]] = {}
        for column, slots in enumerate(columns):
            for slot in slots:
                where.setdefault(slot, []).append(column)
        self._exact.clear()
        passes.overrides.clear()
        for slot, those in where.items():
            np.asarray(passes.spans[slot])[those] = 0
            if network.nodes[slot].begun is None:
                passes.overrides[slot] = self._override(passes, slot, those)
        for slot, share in network.helper_share.items():
            if share.source in where:
                passes.overrides[slot] = self._no_lag(passes, slot, where[share.source])
        passes.forward()
        for slot in where:
            np.asarray(passes.spans[slot]).fill(network.nodes[slot].work)
        ends = release_ends(network, passes)[: len(columns)]
        deciding = self._deciding()
        for (slot, column), minute in self._exact.items():
            if slot == network.milestone:
                ends[column] = minute
            elif slot in deciding:
                ends[column] = max(int(ends[column]), minute)
        return [int(end) for end in ends]

    def _deciding(self) -> set[int]:
        """Slots any of which may come last, when no single activity is the milestone."""
        network = self.network
        if network.milestone_row >= 0:
            return {network.slot_of[row] for row in parts_of_milestone(network) if row in network.slot_of}
        return {at for at, node in enumerate(network.nodes) if node.extends and network.is_row[at]}

    def _override(self, passes: Passes, slot: int, columns: list[int]) -> Callable[[], None]:
        node, begin = self.network.nodes[slot], self.clocks.begin
        axis, base = self.axes[node.axis], passes.base(node.axis)
        start, finish = passes.start[slot], passes.finish[slot]
        told = [each[slot] for each in (passes.told_start, passes.told_finish) if slot in each]

        def write() -> None:
            for column in columns:
                minute = self._instant_at(passes, slot, column)
                self._exact[slot, column] = minute
                start[column] = finish[column] = axis.position(minute) - base
                for row in told:
                    row[column] = minute - begin

        return write

    def _no_lag(self, passes: Passes, slot: int, columns: list[int]) -> Callable[[], None]:
        """A share of nothing is no lag: the helper hands on the minute of what leads into it."""
        edge = self.network.into[slot][0]

        def write() -> None:
            for column in columns:
                minute = self._exact[slot, column] = self._minute(passes, edge.source, column, edge.leaves)
                if slot in passes.told_finish:
                    passes.told_finish[slot][column] = minute - self.clocks.begin

        return write

    def _instant_at(self, passes: Passes, slot: int, column: int) -> int:
        low, bans, waits = self._instant(slot)
        calendar = self.axes[self.network.nodes[slot].calendar]
        for wait in waits:
            minute = wait.minute
            if wait.slot >= 0:
                minute = self._minute(passes, wait.slot, column, wait.leaves)
            elapsed, work = wait.elapsed, wait.work
            if wait.percent is not None:
                span = passes.spans[wait.slot]
                own = int(span if isinstance(span, int) else span[column])
                share = round(own * wait.percent / 100)
                elapsed, work = (share, 0) if wait.percent_elapsed else (0, share)
            if work:
                minute = calendar.finish_at(calendar.position(minute) + work)
            low = max(low, minute + elapsed)
        return after_bans(low, bans)

    def _instant(self, slot: int) -> tuple[int, tuple[tuple[int, int], ...], list[Wait]]:
        """Of an activity without length the lower bound, the starts ruled out, and what it waits for."""
        known = self._instants.get(slot)
        if known is None:
            row = self.row_of[slot]
            activity = self.schedule._network.rows[row]
            node = self.shop.node(replace(activity, duration=_NO_TIME), "")
            low = max([node.low, *self._pins_above(row)])
            known = self._instants[slot] = low, node.bans, list(self._waits(row))
        return known

    def _pins_above(self, row: int) -> Iterator[int]:
        network = self.schedule._network
        for at in self._above(row):
            activity = network.rows[at]
            pinned = network.setting.moments.resolve(activity.start or activity.at)
            if pinned is not None:
                yield pinned

    def _waits(self, row: int) -> Iterator[Wait]:
        network = self.schedule._network
        for at in (row, *self._above(row)):
            for dependency in network.rows[at].after:
                source = self.linker.find(dependency.on)
                if dependency.soft or source is None or source == at:
                    continue
                if at in self._above(source) or source in self._above(row):
                    continue
                found = self._wait(source, row, dependency.type[0] == "F", dependency.lag)
                if found is not None:
                    yield found

    def _wait(self, source: int, row: int, leaves: bool, lag: Duration | None) -> Wait | None:
        network = self.schedule._network
        if network.nodes[source].state == SUMMARY:
            if leaves:
                hub = self.hubs.get(source)
                elapsed, work = (
                    self.linker.lag(lag, source, row) if lag is not None and lag.unit != "%" else (0, 0)
                )
                return Wait(hub, 0, True, elapsed, work) if hub is not None else None
            source = self.linker.first_parts.get(source, -1)
            if source < 0:
                return None
        node = network.nodes[source]
        elapsed, work = self.linker.lag(lag, source, row) if lag is not None and lag.amount else (0, 0)
        happened = node.ended if leaves and node.state == DONE else node.begun if not leaves else None
        if happened is not None:
            return Wait(-1, happened, leaves, elapsed, work)
        slot = self.network.slot_of.get(source)
        if slot is None:
            return None
        if lag is not None and lag.unit == "%" and node.begun is None:
            length = network.rows[source].duration
            return Wait(slot, 0, leaves, 0, 0, lag.amount, length is not None and length.elapsed)
        return Wait(slot, 0, leaves, elapsed, work)
