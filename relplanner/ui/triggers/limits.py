"""The threshold of a comparison over time, in the unit of its metric. No widgets here."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from relplanner.plan.forms.condition import Absent, Compare, Expr, comparisons
from relplanner.plan.plan import Plan
from relplanner.rollout.asks import Ask, Every, Term, ask_of

if TYPE_CHECKING:
    from relplanner.rollout.grid import Grid
    from relplanner.rollout.series import Times, Values

Limit = "tuple[Times, Values] | float | None"


def leaf_at(expr: Expr, at: int) -> Compare | Absent:
    """The comparison at a place, in the order of the text."""
    return list(comparisons(expr))[at]


def limit_of(leaf: Compare | Absent, plan: Plan, grid: Grid) -> tuple[Times, Values] | float | None:
    """A level, or a value for each instant of the grid; ``None`` where nothing can be told."""
    if not isinstance(leaf, Compare):
        return None
    metrics = {one.id: one for one in plan.metrics}
    asked = ask_of(leaf.metric, leaf.op, leaf.bound, metrics)
    if isinstance(asked, Every):
        asked = asked.parts[0]
    if not isinstance(asked, Ask) or asked.fault:
        return None
    if asked.right.kind == "fixed" and not asked.sigmas:
        level = asked.right.number * asked.factor
        return float(asked.whole - level) if asked.whole is not None else float(level)
    found = _values(asked.right, grid)
    if found is None:
        return None
    line = found * asked.factor
    if asked.sigmas:
        line = line + asked.sigmas * _spread(asked.right, grid)
    return grid.instants, (line if asked.whole is None else asked.whole - line)


def _values(term: Term, grid: Grid) -> Values | None:
    series = grid.series.get(term.key)
    if series is None:
        return None
    if term.kind == "sample":
        return grid.sample(series, term.offset_ms)[1]
    stop = grid.instants - term.offset_ms
    return series.sums.mean(stop - term.window_ms, stop)


def _spread(term: Term, grid: Grid) -> Values:
    series = grid.series.get(term.key)
    if series is None:
        return np.full(len(grid.instants), np.nan)
    stop = grid.instants - term.offset_ms
    return series.sums.deviation(stop - term.window_ms, stop)
