"""The array engine: a network made ready for numpy, patched between edits and run as a whole.

One :class:`ArrayEngine` holds scratch arrays that a run writes into, so only one thread may use it at a time; results
are fresh arrays that nobody writes to again.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from relplanner.schedule.array_passes import (
    FAR,
    NodeArrays,
    PhasePasses,
    TablePasses,
    Tables,
    node_arrays,
    one_axis,
    phase_before,
    phase_of,
)
from relplanner.schedule.columns import NEVER, RowValues, fill_row, thresholds
from relplanner.schedule.levels import EdgeArrays, Ints, Levels, edge_arrays, levels_of
from relplanner.schedule.list_passes import after_bans, before_bans
from relplanner.schedule.network import Network
from relplanner.schedule.nodes import ACTIVE, DONE, UNBOUND, Node
from relplanner.schedule.rollup import RollUp
from relplanner.schedule.zone import DAY

MARGIN = 90 * DAY


class TooDeep(Exception):
    """The network is a chain rather than a web: level by level would be slower than activity by activity."""


class ArrayEngine:
    """See the module. ``network`` is the one whose numbers the arrays hold."""

    def __init__(
        self,
        network: Network,
        span: tuple[int, int],
        edges: EdgeArrays | None = None,
        like: ArrayEngine | None = None,
        changed: Sequence[int] = (),
    ) -> None:
        """``span`` is where the dates are expected, in UTC minutes. Raises :class:`TooDeep`.

        ``like`` is an engine from which only edges and the numbers of the ``changed`` rows differ: tables, outline and
        all other numbers are taken from it.
        """
        self.lock = threading.Lock()
        self.network = network
        self.broken = False
        self.nodes: NodeArrays = node_arrays(network) if like is None else like.nodes.copy()
        self.complete: NDArray[np.bool_]
        if like is None:
            self.complete = np.array([node.complete for node in network.nodes[: len(network.rows)]], dtype=np.bool_)
        else:
            self.complete = like.complete.copy()
            self.renumber(changed, network)
        self.edges = edges if edges is not None else edge_arrays(network)
        if like is None:
            active = np.array([node.state == ACTIVE for node in network.nodes], dtype=np.bool_)
        else:
            active = like.active
        self.active: NDArray[np.bool_] = active
        levels = levels_of(self.edges, active)
        if levels is None or len(levels.steps) > max(2000, len(levels.nodes) // 2):
            raise TooDeep
        self.levels: Levels = levels
        self.span = span
        self._longest_lag = int((np.abs(self.edges.work) + np.abs(self.edges.elapsed)).max(initial=0))
        self._short = (False, False)  # at which ends the tables were found too short
        self._place_rows(network, like)
        bans = any(node.bans for node in network.nodes) if like is None else like.bans
        self.axis = one_axis(self.nodes, self.edges, active, bans)
        self.bans = bans
        self.passes: PhasePasses | TablePasses
        self._phases: tuple[int, NDArray[np.int64]]
        self.work = self.nodes.work[levels.nodes]
        self.place_axis = self.nodes.axis[levels.nodes]
        self.low = np.empty(len(levels.nodes), dtype=np.int64)
        self.high = np.empty(len(levels.nodes), dtype=np.int64)
        if self.axis >= 0 and self._phase_bounds(range(len(levels.nodes))):
            self.passes = PhasePasses(levels, self.edges, self.nodes)
            kept = like is not None and like.axis == self.axis
            self._phases = like._phases if like is not None and kept else (0, np.empty(0, np.int64))
        else:
            self.axis = -1
            kept_tables = like.passes.tables if like is not None and isinstance(like.passes, TablePasses) else None
            self._set_tables(*span, kept_tables)

    def _place_rows(self, network: Network, like: ArrayEngine | None) -> None:
        count = len(network.rows)
        levels = self.levels
        places = levels.places[:count]
        self.rows = np.flatnonzero(places >= 0)
        self.row_places = places[self.rows]
        self.is_row = levels.nodes < count
        extends = self.nodes.extends[levels.nodes]
        self.ends = np.flatnonzero(extends & self.is_row)
        self.loose = np.flatnonzero(~extends & self.is_row)
        self.helpers = np.flatnonzero(~self.is_row)
        leads = np.zeros(len(levels.nodes), dtype=np.bool_)
        leads[levels.leading] = True
        self.leads = leads
        self.out_of_all, self.out_of_helpers = levels.out_of_all(), levels.out_of(self.helpers)
        self.idle = np.flatnonzero(~extends & self.is_row & ~leads)
        self.instants = np.flatnonzero(self.nodes.instant[levels.nodes] & self.is_row)
        self._thresholds(network)
        if like is not None:
            self.special = self._specials(like.special, changed)
            self.late_ones, self.done, self.roll_up = like.late_ones, like.done, like.roll_up
            return
        rows = [(at, network.nodes[at]) for at in self.rows.tolist()]
        self.special = [at for at, node in rows if _is_special(node)]
        self.late_ones = [at for at, node in rows if node.as_late]
        self.done = [at for at in range(count) if network.nodes[at].state == DONE]
        self.roll_up = RollUp.of(network)

    def _thresholds(self, network: Network) -> None:
        critical, near = (np.array(each, dtype=np.int64) for each in thresholds(network))
        counted = np.where(self.nodes.axis > 0, self.nodes.axis, self.nodes.calendar)[self.levels.nodes]
        self.critical_at, self.near_at = critical[counted], near[counted]

    # Numbers of nodes

    def patch(self, network: Network, changed: list[int]) -> bool:
        """Take over a network that differs in lengths and bounds of some rows only; False when that cannot be done."""
        arrays = self.nodes
        self.renumber(changed, network)
        places = [int(self.levels.places[at]) for at in changed if self.levels.places[at] >= 0]
        touched = np.zeros(len(self.edges.source), dtype=np.bool_)
        for at in changed:
            touched |= self.edges.source == at
            touched |= self.edges.target == at
        self.passes.set_edges(np.flatnonzero(touched), arrays)
        self.network = network
        self.special = self._specials(self.special, changed)
        if self.axis >= 0:
            self.broken = not self._phase_bounds(places)
            return not self.broken
        self._table_bounds(np.array(places, dtype=np.int64))
        return True

    def _specials(self, known: list[int], changed: Sequence[int]) -> list[int]:
        kept = [at for at in known if at not in changed]
        return kept + [
            at for at in changed if self.levels.places[at] >= 0 and _is_special(self.network.nodes[at])
        ]

    def renumber(self, changed: Sequence[int], network: Network) -> None:
        """Take the lengths and bounds of some rows from a network."""
        arrays = self.nodes
        for at in changed:
            node = network.nodes[at]
            arrays.work[at], arrays.low[at], arrays.high[at] = node.work, node.low, node.high
            self.complete[at] = node.complete

    def _phase_bounds(self, places: Any) -> bool:
        """Bounds of some nodes in phases; False when an instant is bound to a minute that has no phase."""
        axis = self.network.axes[self.axis]
        where = np.fromiter(places, dtype=np.int64)
        nodes = self.levels.nodes[where]
        low, high = self.nodes.low[nodes], self.nodes.high[nodes]
        self.work[where] = self.nodes.work[nodes] * 2
        self.low[where] = np.where(low > -UNBOUND, low * 2 + 1, -FAR)
        self.high[where] = np.where(high < UNBOUND, high * 2 + 1, FAR)
        known: dict[int, tuple[int, bool]] = {}
        for at in np.flatnonzero(self.nodes.instant[nodes]).tolist():
            minute = int(low[at])
            if minute > -UNBOUND:
                if minute not in known:
                    known[minute] = phase_of(axis, minute)
                phase, exact = known[minute]
                if not exact:
                    return False
                self.low[where[at]] = phase
            if int(high[at]) < UNBOUND:
                self.high[where[at]] = phase_before(axis, int(high[at]))
        return True

    def _set_tables(self, first: int, last: int, kept: Tables | None = None) -> None:
        self.span = first, last
        tables = kept if kept is not None else Tables(self.network.axes, first - MARGIN, last + MARGIN)
        self.passes = TablePasses(self.levels, self.edges, self.nodes, tables)
        self.place_base = tables.minute_base[self.place_axis]
        self._table_bounds(np.arange(len(self.levels.nodes)))

    def _table_bounds(self, where: Ints) -> None:
        assert isinstance(self.passes, TablePasses)
        nodes = self.levels.nodes[where]
        self.work[where] = self.nodes.work[nodes]
        first = self.passes.tables.first[self.nodes.axis[nodes]]
        low, high = self.nodes.low[nodes], self.nodes.high[nodes]
        self.low[where] = np.where(low > -UNBOUND, low - first, -FAR)
        self.high[where] = np.where(high < UNBOUND, high - first, FAR)

    # Runs

    def run(self) -> tuple[RowValues, int]:
        """The columns of the current network, and its finish in UTC minutes."""
        if isinstance(self.passes, PhasePasses):
            return self._run_phases(self.passes)
        for _ in range(40):
            found = self._run_tables(self.passes)
            if found is not None:
                return found
            first, last = self.span
            reach = max(last - first, 365 * DAY)
            self._set_tables(first - reach if self._short[0] else first, last + reach if self._short[1] else last)
        raise TooDeep  # centuries: the list engine needs no tables

    def _run_phases(self, passes: PhasePasses) -> tuple[RowValues, int]:
        levels, axis = self.levels, self.network.axes[self.axis]
        np.copyto(passes.early, self.low)
        passes.run_forward()
        work = self.work
        finish = passes.early + work - passes.odd
        end = int(finish[self.ends].max()) if len(self.ends) else -FAR
        end_minute = self._end(_minute_of_phase(axis, end) if len(self.ends) else None)
        limits = (phase_before(axis, end_minute), axis.position(end_minute) * 2 + 1)
        latest = passes.early + work  # the latest instant that is the same in work
        passes.late[:] = limits[0]
        passes.late += passes.odd * (limits[1] - limits[0])
        passes.late[self.loose] = np.maximum(passes.late[self.loose], latest[self.loose])
        passes.late[self.helpers] = FAR
        np.minimum(passes.late, self.high, passes.late)
        self._anchor(passes.late, latest, lambda place: limits_of(axis, place, passes, self.network.setting.target))
        passes.run_backward()
        if self._put_off(passes.early, passes.late, work):
            passes.run_forward()
            finish = passes.early + work - passes.odd
            latest = passes.early + work
        early, late = passes.early, passes.late
        instants = self.instants
        shown = late - passes.odd
        shown[instants] = np.where(
            late[instants] >> 1 == early[instants] >> 1, early[instants], late[instants] & ~1
        )
        base, table = self._phase_table(
            min(int(early.min()), int((shown - work).min())), max(int(finish.max()), int(late.max())) + 1
        )
        # Within a shift an instant has two phases; the later one is what others may reach up to.
        latest[instants] |= table[latest[instants] - base] == table[(latest[instants] | 1) - base]
        free = late.copy()
        free[levels.leading] = self._free(latest)
        counted = finish >> 1
        values = self._rows(
            table[early - base], table[finish - base], table[late - work - base], table[shown - base],
            (late >> 1) - counted, np.maximum((free >> 1) - counted, 0),
        )  # fmt: skip
        own = self.network.axes
        self._special_rows(
            values,
            lambda at, place: self._phase_row(at, place, early, late, free, own),
            end_minute,
        )
        self._round_off(values)
        return values, end_minute

    def _phase_row(self, at: int, place: int, early: Ints, late: Ints, free: Ints, axes: Any) -> tuple[int, int, int]:
        node = self.network.nodes[at]
        leads = bool(self.leads[place])
        if node.instant:
            axis = axes[self.axis]
            numbers = [_minute_of_phase(axis, int(each[place])) for each in (early, late, free)]
        else:
            numbers = [int(early[place]) >> 1, int(late[place]) >> 1, int(free[place]) >> 1]
        return numbers[0], numbers[1], numbers[2] if leads else UNBOUND

    def _run_tables(self, passes: TablePasses) -> tuple[RowValues, int] | None:
        tables, levels = passes.tables, self.levels
        np.copyto(passes.early, self.low)
        passes.run_forward(self._after_bans if self.bans else None)
        axis, work = self.place_axis, self.work
        early, late = passes.early, passes.late
        if not self._inside(early, early + work, axis, tables):
            return None
        base = self.place_base
        finish = tables.minute[early + work - 1 + base] + 1
        last = int(finish[self.ends].max()) + tables.begin if len(self.ends) else None
        end_minute = self._end(last)
        if not tables.begin < end_minute < tables.end:
            self._short = end_minute <= tables.begin, end_minute >= tables.end
            return None
        ends = np.array([each.position(end_minute) for each in self.network.axes], dtype=np.int64) - tables.first
        late[:] = ends[axis]
        late[self.loose] = np.maximum(late[self.loose], (early + work)[self.loose])
        late[self.helpers] = FAR
        np.minimum(late, self.high, late)
        self._anchor(late, early + work, lambda place: self._target_position(place, tables))
        passes.run_backward(self._before_bans if self.bans else None)
        if self._put_off(early, late, work):
            passes.run_forward(self._after_bans if self.bans else None)
            finish = tables.minute[early + work - 1 + base] + 1
        if not self._inside(late - work, np.maximum(late, early + work), axis, tables):
            return None
        free = late.copy()
        free[levels.leading] = self._free(early + work)
        total, slack_free = late - early - work, free - early - work
        shown = tables.minute[late - 1 + base] + 1
        self._count_instants(early, late, free, total, slack_free, shown, tables)
        begin = tables.begin
        values = self._rows(
            tables.minute[early + base].astype(np.int64) + begin, finish.astype(np.int64) + begin,
            tables.minute[late - work + base].astype(np.int64) + begin, shown.astype(np.int64) + begin,
            total, np.maximum(slack_free, 0),
        )  # fmt: skip
        first = tables.first[axis]
        self._special_rows(
            values,
            lambda at, place: (
                int(early[place] + first[place]), int(late[place] + first[place]),
                int(free[place] + first[place]) if self.leads[place] else UNBOUND,
            ),
            end_minute,
        )  # fmt: skip
        self._round_off(values)
        return values, end_minute

    def _inside(self, first: Ints, last: Ints, axis: Ints, tables: Tables) -> bool:
        """Whether all positions lie so far inside the tables that no edge read past their ends."""
        reach = 2 + int(np.abs(self.work).max(initial=0)) + self._longest_lag
        self._short = not (first > reach).all(), not (last < tables.width[axis] - reach).all()
        return self._short == (False, False)

    def _target_position(self, place: int, tables: Tables) -> int:
        target = self.network.setting.target
        if target is None:
            return FAR
        axis = int(self.nodes.axis[self.levels.nodes[place]])
        return self.network.axes[axis].position(target) - int(tables.first[axis])

    def _count_instants(
        self, early: Ints, late: Ints, free: Ints, total: Ints, slack_free: Ints, shown: NDArray[Any], tables: Tables
    ) -> None:
        """Instants count their slack on their own calendar, and show a late date where work ended."""
        places = self.instants
        calendar = self.nodes.calendar[self.levels.nodes[places]]
        places, calendar = places[calendar > 0], calendar[calendar > 0]
        if not len(places):
            return
        base, minutes = tables.position_base[calendar], tables.minute_base[calendar]
        now, last = tables.position[early[places] + base], tables.position[late[places] + base]
        total[places] = last - now
        limit = tables.position.take(free[places] + base, mode="clip")
        slack_free[places] = limit - now
        shown[places] = np.where(now == last, early[places], tables.minute[last - 1 + minutes] + 1)

    def _free(self, finish: Ints) -> Ints:
        """Latest finishes that move no successor; helpers, at most two in a row, pass on what theirs allow."""
        if len(self.helpers):
            finish = finish.copy()
            for _ in range(2):
                finish[self.helpers] = self.passes.allowed(finish, self.out_of_helpers)
        return self.passes.allowed(finish, self.out_of_all)

    def _end(self, found: int | None) -> int:
        ends = [node.ended for node in (self.network.nodes[at] for at in self.done) if node.extends]
        known = [minute for minute in (found, *ends) if minute is not None]
        return max(known) if known else self.network.setting.start or 0

    def _anchor(self, late: Ints, latest: Ints, target: Any) -> None:
        """The release milestone counts back from its own finish, and from T0 when that is earlier."""
        at = self.network.milestone
        place = int(self.levels.places[at]) if at >= 0 else -1
        if place >= 0:
            own = int(latest[place])
            if self.axis >= 0 and self.network.nodes[at].instant:
                axis = self.network.axes[self.axis]
                own = phase_before(axis, _minute_of_phase(axis, own))
            late[place] = min(int(self.high[place]), own, target(place))

    def _put_off(self, early: Ints, late: Ints, work: Ints) -> bool:
        """Raise what runs as late as possible to its late start; whether anything is to be computed again."""
        raised = []
        for at in self.late_ones:
            place = int(self.levels.places[at])
            if late[place] - work[place] > early[place]:
                raised.append((place, int(late[place] - work[place])))
        if raised:
            np.copyto(early, self.low)
            for place, start in raised:
                early[place] = max(int(early[place]), start)
        return bool(raised)

    def _after_bans(self, first: int, last: int) -> None:
        self._push(first, last, self.passes.early, after_bans, False)

    def _before_bans(self, first: int, last: int) -> None:
        self._push(first, last, self.passes.late, before_bans, True)

    def _push(self, first: int, last: int, numbers: Ints, rule: Any, from_finish: bool) -> None:
        assert isinstance(self.passes, TablePasses)
        for at in self.levels.nodes[first:last].tolist():
            node = self.network.nodes[at]
            if node.bans:
                place = int(self.levels.places[at])
                shift = int(self.passes.tables.first[node.axis]) - (node.work if from_finish else 0)
                numbers[place] = rule(int(numbers[place]) + shift, node.bans) - shift

    # Columns

    def _phase_table(self, low: int, high: int) -> tuple[int, NDArray[np.int64]]:
        """Minutes by phase, from a first phase on; kept until it does not reach."""
        base, table = self._phases
        if not len(table) or low < base or high >= base + len(table):
            slack = (high - low) // 8 + 4096
            first, last = (low - slack) >> 1, (high + slack) >> 1
            axis = self.network.axes[self.axis]
            spans = axis.intervals(axis.start_at(first), axis.finish_at(last))
            sizes = spans[:, 1] - spans[:, 0]
            starts = np.repeat(spans[:, 0] - (np.cumsum(sizes) - sizes), sizes) + np.arange(int(sizes.sum()))
            table = np.empty(2 * len(starts), dtype=np.int64)
            table[1::2] = starts
            table[2::2] = starts[:-1] + 1
            table[0] = axis.finish_at(first)
            self._phases = base, table = first * 2, table
        return base, table

    def _rows(
        self, start: Ints, finish: Ints, late_start: Ints, late_finish: Ints, total: Ints, free: Ints
    ) -> RowValues:
        count = len(self.network.rows)
        late_start[self.instants] = late_finish[self.instants]
        critical, near = total <= self.critical_at, total <= self.near_at
        if len(self.idle):
            hopeless = total[self.idle] < 0
            critical[self.idle] &= hopeless
            near[self.idle] &= hopeless
        made = []
        whole = len(self.rows) == count
        columns = ((start, NEVER), (finish, NEVER), (late_start, NEVER), (late_finish, NEVER), (total, 0), (free, 0),
                   (critical, False), (near, False))  # fmt: skip
        for column, empty in columns:
            if whole:
                made.append(column[self.row_places])
            else:
                full = np.full(count, empty, dtype=np.bool_ if empty is False else np.int64)
                full[self.rows] = column[self.row_places]
                made.append(full)
        return RowValues(*made)

    def _special_rows(self, values: RowValues, numbers: Any, end: int) -> None:
        """Rows that have begun, are complete or open-ended, one by one with the list engine's rules."""
        for at in self.special:
            node = self.network.nodes[at]
            early, late, free = numbers(at, int(self.levels.places[at]))
            fill_row(self.network, at, early, late, free, end, values)
            if node.complete:
                values.critical[at] = values.near_critical[at] = False
        for at in self.done:
            node = self.network.nodes[at]
            values.start[at] = values.late_start[at] = node.begun
            values.finish[at] = values.late_finish[at] = node.ended

    def _round_off(self, values: RowValues) -> None:
        if self.roll_up is not None:
            self.roll_up.apply(values, self.complete)


def _is_special(node: Node) -> bool:
    return node.begun is not None or node.complete or node.open_ended


def _minute_of_phase(axis: Any, phase: int) -> int:
    return int(axis.start_at(phase >> 1) if phase & 1 else axis.finish_at(phase >> 1))


def limits_of(axis: Any, place: int, passes: PhasePasses, target: int | None) -> int:
    """The latest phase at T0 of a place."""
    if target is None:
        return FAR
    return axis.position(target) * 2 + 1 if passes.odd[place] else phase_before(axis, target)
