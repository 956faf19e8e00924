"""Structural checks: what can be said of a plan without working out its dates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable

from relplanner.plan.checks.activities import (
    dates_by_hand,
    estimates,
    externals,
    milestone_durations,
    open_criteria,
    owners,
)
from relplanner.plan.checks.ids import duplicate_ids, reserved_ids, unknown_ids
from relplanner.plan.checks.judgement import judged, metric_units, success_baselines
from relplanner.plan.checks.look import Look
from relplanner.plan.checks.network import links, network, summaries
from relplanner.plan.checks.people import backups, raci
from relplanner.plan.checks.ranges import ranges
from relplanner.plan.checks.release import promise, reviews, secrets, target_hangs
from relplanner.plan.findings import Finding
from relplanner.plan.plan import Plan

CHECKS: tuple[Callable[[Look], Iterable[Finding]], ...] = (
    duplicate_ids,
    reserved_ids,
    unknown_ids,
    network,
    links,
    summaries,
    promise,
    target_hangs,
    milestone_durations,
    owners,
    dates_by_hand,
    estimates,
    ranges,
    externals,
    open_criteria,
    reviews,
    raci,
    backups,
    judged,
    metric_units,
    success_baselines,
    secrets,
)
"""Every check, in the order in which its findings are told."""


def check(plan: Plan, today: dt.date | None = None) -> list[Finding]:
    """All structural findings. ``today``, a date in the plan's zone, lets overdue reviews be told."""
    look = Look(plan, today)
    return [finding for one in CHECKS for finding in one(look)]
