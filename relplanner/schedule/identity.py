"""What makes a schedule ambiguous: ids that stand twice, and activities that are parts of each other."""

from __future__ import annotations

from collections.abc import Iterator

from relplanner.plan.findings import Finding
from relplanner.plan.plan import Plan

_DATED = ("activities[", "rollout.phases[", "gates[", "anchors[", "calendars[")


def ambiguities(plan: Plan, parents: list[int]) -> Iterator[Finding]:
    """DUPLICATE-ID and CYCLE as the checks tell them, which are only loaded for a plan that has some."""
    if _has_duplicates(plan):
        from relplanner.plan.checks.ids import duplicate_ids
        from relplanner.plan.checks.look import Look

        yield from (each for each in duplicate_ids(Look(plan)) if each.path.startswith(_DATED))
    index = plan.activity_index
    if any(
        parent < 0 and activity.parent is not None and activity.parent in index
        for activity, parent in zip(plan.activities, parents, strict=False)
    ):
        from relplanner.plan.checks.network import parent_circles

        yield from parent_circles(plan)


def _has_duplicates(plan: Plan) -> bool:
    """Activities, gates and phases share one space of ids."""
    if len(plan.activity_index) < len(plan.activities):
        return True
    others = [each.id for each in plan.gates] + [each.id for each in plan.rollout.phases]
    spaces = (others, [each.id for each in plan.anchors], [each.id for each in plan.calendars])
    return any(len(set(ids)) < len(ids) for ids in spaces) or any(
        id_ in plan.activity_index for id_ in others
    )
