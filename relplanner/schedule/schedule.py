"""The dates of one plan: an immutable value that every view reads."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from relplanner.plan.findings import Finding
from relplanner.plan.forms.moment import Moment
from relplanner.plan.nouns.timeline import Activity
from relplanner.plan.plan import Plan
from relplanner.schedule.axis import Axis, Continuous
from relplanner.schedule.columns import NEVER, Columns, RowValues
from relplanner.schedule.network import Network
from relplanner.schedule.nodes import SUMMARY
from relplanner.schedule.setting import FreezeWindow, IterationWindow
from relplanner.values import value

if TYPE_CHECKING:
    import networkx as nx

    from relplanner.schedule.array_engine import ArrayEngine
    from relplanner.schedule.explain.chain import Walk
    from relplanner.schedule.links import Linker


@value
class Dates:
    """All that is known of one row. Dates are UTC minutes, slacks working minutes of its calendar."""

    start: int
    finish: int
    late_start: int
    late_finish: int
    total_slack: int
    free_slack: int
    critical: bool
    near_critical: bool
    driving: tuple[str, ...]


class Schedule:
    """Rows are ``plan.activities`` in file order, then ``rollout/<phase id>``. Instants are int UTC minutes
    since 1970-01-01, ``NEVER`` where there is none; columns are indexable by row."""

    def __init__(
        self, network: Network, values: RowValues, finish: int, engine: ArrayEngine | None = None
    ) -> None:
        self.plan: Plan = network.plan
        self.ids: tuple[str, ...] = network.ids
        self.index: Mapping[str, int] = network.index
        self.problems: tuple[Finding, ...] = tuple(network.problems)
        self.target: int | None = network.setting.target
        self.zone: ZoneInfo = network.setting.clock.zone
        self.freezes: tuple[FreezeWindow, ...] = network.setting.freezes
        self.iterations: tuple[IterationWindow, ...] = network.setting.iterations
        self.network_finish = finish
        self.values = values
        self._network = network
        self._engine = engine
        self._driving: dict[int, tuple[str, ...]] = {}

    @property
    def start(self) -> Sequence[int]:
        return self.values.start  # type: ignore[no-any-return]

    @property
    def finish(self) -> Sequence[int]:
        return self.values.finish  # type: ignore[no-any-return]

    @property
    def late_start(self) -> Sequence[int]:
        return self.values.late_start  # type: ignore[no-any-return]

    @property
    def late_finish(self) -> Sequence[int]:
        return self.values.late_finish  # type: ignore[no-any-return]

    @property
    def total_slack(self) -> Sequence[int]:
        return self.values.total_slack  # type: ignore[no-any-return]

    @property
    def free_slack(self) -> Sequence[int]:
        return self.values.free_slack  # type: ignore[no-any-return]

    @property
    def critical(self) -> Sequence[bool]:
        return self.values.critical  # type: ignore[no-any-return]

    @property
    def near_critical(self) -> Sequence[bool]:
        return self.values.near_critical  # type: ignore[no-any-return]

    def arrays(self) -> Columns:
        """The columns as numpy arrays, not to be written to."""
        return self._arrays

    @cached_property
    def _arrays(self) -> Columns:
        return self.values.arrays()

    @property
    def milestone(self) -> int:
        """The row of the release milestone, -1 without one."""
        return self._network.milestone

    @cached_property
    def projected(self) -> int | None:
        """The finish of the release milestone, or of the whole network when none is named."""
        row = self.milestone
        if row >= 0:
            return None if self.finish[row] == NEVER else int(self.finish[row])
        return self.network_finish if self._dated else None

    @cached_property
    def slip_minutes(self) -> int | None:
        """Elapsed minutes from T0 to the projected date; negative when early."""
        if self.target is None or self.projected is None:
            return None
        return self.projected - self.target

    @cached_property
    def _dated(self) -> list[int]:
        return [row for row, start in enumerate(self.start) if start != NEVER]

    @cached_property
    def project_start(self) -> int | None:
        return min((int(self.start[row]) for row in self._dated), default=None)

    @cached_property
    def project_finish(self) -> int | None:
        """The end of the network: of what extends it (no meetings, nothing open-ended)."""
        return self.network_finish if self._dated else None

    def dates(self, row_id: str) -> Dates | None:
        """All dates of a row, ``None`` for an unknown id and for what could not be scheduled."""
        row = self.index.get(row_id)
        if row is None or self.start[row] == NEVER:
            return None
        return Dates(
            int(self.start[row]), int(self.finish[row]),
            int(self.late_start[row]), int(self.late_finish[row]),
            int(self.total_slack[row]), int(self.free_slack[row]), bool(self.critical[row]),
            bool(self.near_critical[row]), self.driving(row_id),
        )  # fmt: skip

    def resolve(self, moment: Moment | None, *, finish: bool = False) -> int | None:
        """The instant of a moment; a whole day begins at its first midnight, as a ``finish`` ends at its
        second."""
        return self._network.setting.moments.resolve(moment, finish=finish, dates=self._finish_of)

    def _finish_of(self, row_id: str) -> int | None:
        row = self.index.get(row_id)
        return None if row is None or self.finish[row] == NEVER else int(self.finish[row])

    def local(self, minute: int) -> dt.datetime:
        """An instant as an aware date-time in the plan's zone."""
        return self._network.setting.clock.local(minute)

    def calendar_of(self, row_id: str) -> str:
        """The id of the calendar of a row; ``office`` and ``24x7`` exist in every plan."""
        row = self.index.get(row_id)
        calendars = self._network.setting.calendars
        return calendars.default if row is None else calendars.get(self._network.rows[row].calendar).id

    def nominal_day(self, row_id: str) -> int:
        """The working minutes of a day of a row's calendar, as durations in days count them."""
        return self._network.setting.calendars.get(self.calendar_of(row_id)).day

    def axis(self, calendar_id: str) -> Axis:
        """The working time of a calendar; of one without any work it is the clock."""
        found = self._network.setting.calendars.get(calendar_id).axis
        return found if found is not None else Continuous()

    def is_summary(self, row: int) -> bool:
        return self._network.nodes[row].state == SUMMARY

    def is_open_ended(self, row: int) -> bool:
        """Whether a row has no end of its own; its finish is then the network's."""
        return self._network.nodes[row].open_ended

    def is_complete(self, row: int) -> bool:
        if self.is_summary(row):
            return all(self._network.nodes[part].complete for part in self._linker.leaves_of(row))
        return self._network.nodes[row].complete

    def activity(self, row: int) -> Activity:
        """The activity of a row; for a rollout phase the one derived from it."""
        return self._network.rows[row]

    @cached_property
    def graph(self) -> nx.DiGraph[str]:
        """Hard links between rows, as networkx holds them; built when first asked for."""
        from relplanner.schedule.graph import graph_of

        return graph_of(self._network)

    @cached_property
    def _linker(self) -> Linker:
        from relplanner.schedule.links import Linker

        return Linker(self._network, {})

    @cached_property
    def _walk(self) -> Walk:
        from relplanner.schedule.explain.chain import Walk

        return Walk(self)

    @cached_property
    def critical_path(self) -> tuple[str, ...]:
        """The driving chain to the release milestone, or to what finishes last when none is named."""
        from relplanner.schedule.graph import driving_chain

        row = self.milestone
        if row < 0:
            ends = [at for at in self._dated if not self.is_summary(at) and self._network.nodes[at].extends]
            row = max(ends, key=lambda at: self.finish[at], default=-1)
        return driving_chain(self, row) if row >= 0 else ()

    @cached_property
    def critical_links(self) -> frozenset[tuple[str, str]]:
        """The links of the critical subgraph: from what drives a critical activity to it."""
        from relplanner.schedule.graph import critical_links

        return critical_links(self)

    def critical_paths(self, limit: int = 20) -> tuple[tuple[str, ...], ...]:
        """The first paths through the critical subgraph."""
        from relplanner.schedule.graph import critical_paths

        return critical_paths(self, limit)

    def driving(self, row_id: str) -> tuple[str, ...]:
        """The predecessors that give a row its date, in the order in which they are written."""
        from relplanner.schedule.driving import driving

        row = self.index.get(row_id)
        if row is None:
            return ()
        known = self._driving.get(row)
        if known is None:
            known = self._driving[row] = driving(self, row)
        return known
