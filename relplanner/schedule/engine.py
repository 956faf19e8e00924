"""Computes schedules."""

from __future__ import annotations

from relplanner.plan.findings import Finding
from relplanner.plan.plan import Plan
from relplanner.schedule import list_passes
from relplanner.schedule.columns import NEVER, RowValues, columns_of
from relplanner.schedule.links import compile_network
from relplanner.schedule.list_passes import Passes
from relplanner.schedule.network import Network
from relplanner.schedule.order import order_of
from relplanner.schedule.schedule import Schedule
from relplanner.schedule.setting import Setting, setting_of

ROUNDS = 12
"""How often dates that hang on other dates are computed anew before they are said to have no solution."""


def compute(plan: Plan, previous: Schedule | None = None) -> Schedule:
    """The schedule of a plan. Never raises for a bad plan: what cannot be scheduled has no dates and a problem.

    ``previous`` is any earlier schedule of the same plan; what did not change is taken over from it.
    """
    kept = previous._network.setting if previous is not None else None
    network, passes, values = settle(plan, kept)
    return Schedule(network, values, passes.finish)


def settle(plan: Plan, kept: Setting | None) -> tuple[Network, Passes, RowValues]:
    """Run the passes until dates that hang on other activities' dates no longer move."""
    anchors: dict[str, int] = {}
    parts: dict[int, int] = {}
    for _ in range(ROUNDS):
        setting = setting_of(plan, anchors, kept)
        kept = setting
        network = compile_network(plan, setting, parts)
        order = order_of(network)
        passes = list_passes.run(network, order)
        values = columns_of(network, passes)
        found = _anchor_dates(network, values)
        first = _first_parts(network, values)
        if found == anchors and first == parts:
            break
        anchors, parts = found, first
    else:
        message = "Dates that hang on other dates do not come to rest; look for anchors that follow what waits for them."
        network.problems.append(Finding("CYCLE", "error", message, "anchors"))
    return network, passes, values


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
