"""Several links as one step of undo, for every page on which activities are chosen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

from relplanner.plan import edits
from relplanner.plan.edits.edit import Edit
from relplanner.plan.edits.links import target
from relplanner.plan.plan import Plan

NONE = "There are no links among these to remove."
Pair = tuple[str, str]


def linked_in_order(plan: Plan, ids: Sequence[str]) -> Edit:
    """Each waits for the one before it. Raises :class:`EditRefused` as soon as one of them cannot."""
    return _joined(plan, list(pairwise(ids)), edits.link, f"Link {len(ids)} activities")


def links_among(plan: Plan, ids: Sequence[str]) -> list[Pair]:
    """The links among some activities; of one alone, all it waits by."""
    chosen = set(ids)
    return [
        (target(dependency.on), activity.id)
        for activity in plan.activities
        if activity.id in chosen
        for dependency in activity.after
        if len(ids) == 1 or target(dependency.on) in chosen
    ]


def unlinked(plan: Plan, ids: Sequence[str]) -> Edit:
    """Without the links of `links_among`, of which there is at least one."""
    pairs = links_among(plan, ids)
    return _joined(plan, pairs, edits.unlink, "Remove links")


def _joined(plan: Plan, pairs: list[Pair], make: Callable[[Plan, str, str], Edit], label: str) -> Edit:
    first = make(plan, *pairs[0])
    if len(pairs) == 1:
        return first

    def run(before: Plan) -> Plan:
        for pair in pairs:
            before = make(before, *pair).run(before)
        return before

    run(plan)
    return Edit(label, run, touched=frozenset(successor for _, successor in pairs))
