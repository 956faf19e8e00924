"""Computes schedules: picks the engine, and repeats where dates hang on dates.

Plain lists for small plans and for a first look at a large one (importing numpy takes longer than the
passes); arrays for large plans once there is a previous schedule, or when numpy is there anyway. Both give
the same numbers.
"""

from __future__ import annotations

import gc
import sys
from typing import TYPE_CHECKING, Literal

from relplanner.plan.findings import Finding
from relplanner.plan.plan import Plan
from relplanner.schedule import list_passes
from relplanner.schedule.columns import NEVER, RowValues, columns_of
from relplanner.schedule.links import compile_network
from relplanner.schedule.list_phases import run_phases
from relplanner.schedule.network import Network
from relplanner.schedule.nodes import ACTIVE, VOID
from relplanner.schedule.order import order_of
from relplanner.schedule.schedule import Schedule
from relplanner.schedule.setting import Setting, setting_of

if TYPE_CHECKING:
    from relplanner.schedule.array_engine import ArrayEngine

ROUNDS = 12
"""How often dates that hang on other dates are computed anew before they are said to have no solution."""
ARRAYS_FROM = 1500
"""Rows from which arrays are quicker than lists."""
SMALL = 200
"""Rows from which arrays, once numpy is loaded, are worth their preparation: the edits that follow are
quicker."""
EngineName = Literal["auto", "lists", "arrays"]


def compute(plan: Plan, previous: Schedule | None = None, engine: EngineName = "auto") -> Schedule:
    """The schedule of a plan. Never raises for a bad plan: what cannot be scheduled has no dates and a
    problem.

    ``previous`` is any earlier schedule of the same plan; what did not change is taken over from it.
    """
    undated = previous is not None and previous._network.setting.moments.undated
    if previous is not None and previous._engine is not None and engine != "lists" and not undated:
        quick = _quick(plan, previous._engine)
        if quick is not None:
            return quick
    kept = previous._network.setting if previous is not None else None
    size = len(plan.activities) + len(plan.rollout.phases)
    loaded = "numpy" in sys.modules
    least = SMALL if loaded else ARRAYS_FROM if previous is not None else 1 << 60
    arrays = engine == "arrays" or (engine == "auto" and size >= least)
    collecting = gc.isenabled()
    # Tens of thousands of small values are made, none of them in circles: collecting would double the time.
    gc.disable()
    try:
        return _settle(plan, kept, previous, arrays)
    finally:
        if collecting:
            gc.enable()


def _quick(plan: Plan, engine: ArrayEngine) -> Schedule | None:
    """By the arrays of the schedule before; ``None`` when the edit is too large or another thread is using
    them."""
    from relplanner.schedule.array_engine import NotForArrays
    from relplanner.schedule.incremental import edited

    if not engine.lock.acquire(blocking=False):
        return None
    try:
        made = edited(engine, plan)
        if made is None:
            return None
        values, finish = made.run()
    except NotForArrays:
        return None
    finally:
        engine.lock.release()
    network = made.network
    if _anchor_dates(network, values) != network.setting.anchor_dates or network.waiting:
        return None
    return Schedule(network, values, finish, made)


def _settle(plan: Plan, kept: Setting | None, previous: Schedule | None, arrays: bool) -> Schedule:
    """Run the passes until dates that hang on other activities' dates no longer move; what goes round in a
    circle is then left without dates, and they are run once more."""
    told: list[Finding] = []
    undated = members = frozenset[str]()
    for _ in range(2):
        anchors: dict[str, int] = {}
        parts: dict[int, int] = {}
        for _ in range(ROUNDS):
            setting = setting_of(plan, anchors, kept, undated)
            kept = setting
            network = compile_network(plan, setting, parts)
            _leave_out(network, members)
            values, finish, engine = _run(network, previous, arrays)
            found, first = _anchor_dates(network, values), _first_parts(network, values)
            lost = undated | _lost(network, found)
            if found == anchors and first == parts and lost == undated:
                network.problems.extend(told)
                return Schedule(network, values, finish, engine)
            moving = {name for name, minute in found.items() if anchors.get(name) != minute}
            anchors, parts, undated = found, first, lost
        from relplanner.schedule.anchor_circles import circles_of

        circles, members = circles_of(network, moving)
        told += circles
        undated |= members
    network.problems.extend(told)
    return Schedule(network, values, finish, engine)


def _leave_out(network: Network, members: frozenset[str]) -> None:
    for name in members:
        node = network.nodes[network.index[name]]
        if node.state == ACTIVE and node.begun is None:
            node.state = VOID


def _lost(network: Network, dated: dict[str, int]) -> set[str]:
    """Activities on which dates hang, and which have none themselves."""
    return {name for name in network.setting.moments.uses_activities if name in network.index} - dated.keys()


def _run(
    network: Network, previous: Schedule | None, arrays: bool
) -> tuple[RowValues, int, ArrayEngine | None]:
    order = order_of(network)
    if arrays and order:
        from relplanner.schedule.array_engine import ArrayEngine, NotForArrays

        try:
            made = ArrayEngine(network, _span(network, previous))
            values, finish = made.run()
        except NotForArrays:
            pass
        else:
            return values, finish, made
    passes = run_phases(network, order) or list_passes.run(network, order)
    return columns_of(network, passes), passes.finish, None


def _span(network: Network, previous: Schedule | None) -> tuple[int, int]:
    """Where the dates are expected: where they were before, or two years from the plan's start."""
    first = network.setting.start or 0
    last = first + 730 * 1440
    if previous is None or previous.project_start is None or previous.project_finish is None:
        return first, last
    lates = [minute for minute in map(int, previous.late_start) if minute != NEVER]
    return min(first, previous.project_start, *lates), max(first, previous.project_finish)


def _anchor_dates(network: Network, values: RowValues) -> dict[str, int]:
    dates = {}
    for name in network.setting.moments.uses_activities:
        row = network.index.get(name)
        if row is not None and values.finish[row] != NEVER:
            dates[name] = int(values.finish[row])
    return dates


def _first_parts(network: Network, values: RowValues) -> dict[int, int]:
    """For each summary whose first start is waited for, its part that starts first."""
    wanted = {summary for summary, _, _ in network.waiting}
    if not wanted:
        return {}
    found: dict[int, int] = {}
    parents = network.parents
    summaries = set(parents)
    for row, start in enumerate(values.start):
        if start == NEVER or row in summaries:
            continue
        above = parents[row]
        while above >= 0:
            if above in wanted and (above not in found or start < values.start[found[above]]):
                found[above] = row
            above = parents[above]
    return found
