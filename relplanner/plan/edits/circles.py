"""No edit brings a circle into a plan; one that the plan had before is none of an edit's business."""

from __future__ import annotations

from relplanner.errors import EditRefused
from relplanner.plan.plan import Plan


def refuse_new_circles(before: Plan, after: Plan) -> None:
    """Raises :class:`EditRefused` with the names in order; one look at the plan, however much changed."""
    found = _circles(after)
    had = _circles(before) if found else set()
    for message in sorted(found - had):
        raise EditRefused(message)


def _circles(plan: Plan) -> set[str]:
    from relplanner.plan.checks.graph import graph_of  # the checks speak of plans in the words of edits
    from relplanner.plan.checks.look import Look
    from relplanner.plan.checks.network import cycles

    look = Look(plan)
    return {finding.message for finding in cycles(look, graph_of(look))}
