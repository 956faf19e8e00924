"""Sentences about triggers and alerts. No widgets here."""

from __future__ import annotations

from relplanner.plan.findings import Finding
from relplanner.plan.forms.condition import metrics_of
from relplanner.plan.nouns.rollout import Alert, Trigger
from relplanner.plan.plan import Plan

METRIC_CODES = frozenset({"UNKNOWN-METRIC", "METRIC-NO-BASELINE", "UNIT-MISMATCH"})
SHOWN = 20
"""Findings shorten long names; so much of one always stands there."""


def reading(entry: Trigger | Alert, plan: Plan) -> str:
    """What an entry means, in plain words; empty while it says nothing."""
    from relplanner.rollout.words import reading as read

    return read(entry, plan)


def metric_in(finding: Finding, entry: Trigger | Alert, plan: Plan) -> str:
    """The metric of an entry's conditions that a finding speaks of; empty when it speaks of none."""
    if finding.code not in METRIC_CODES:
        return ""
    conditions = (entry.when, getattr(entry, "recovers", None))
    ids = [one for condition in conditions if condition is not None for one in metrics_of(condition)]
    for one in ids:
        known = plan.entry("metrics", one)
        name = (known.name or one) if known is not None else one
        if f"“{name[:SHOWN]}" in finding.message:
            return one
    return ids[0] if len(set(ids)) == 1 else ""
