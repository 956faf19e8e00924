"""One edit on a large plan: what changed is found by identity, and only that is prepared anew.

Lengths, pins and deadlines patch the arrays in place; a changed link replaces the edges into its row and
sorts the levels anew. Whatever reaches further (another row, calendar, T0, what has happened) is left to a
full computation.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, cast

from relplanner.plan.nouns.timeline import Activity
from relplanner.plan.plan import Plan
from relplanner.schedule.links import Linker
from relplanner.schedule.network import Edges, Network
from relplanner.schedule.nodes import ACTIVE, SUMMARY, Node, patched

if TYPE_CHECKING:
    from relplanner.schedule.array_engine import ArrayEngine

SURROUNDINGS = ("release", "calendars", "freezes", "iterations", "anchors", "rollout", "gates")
_SLICE = 256
MOST = 500
"""Above this many changed rows a full computation is quicker."""


def edited(engine: ArrayEngine, plan: Plan) -> ArrayEngine | None:
    """The engine for an edited plan: the same one, patched, or one with new levels. ``None``: compute in
    full."""
    network = engine.network
    old = network.plan
    if engine.broken or any(getattr(plan, name) is not getattr(old, name) for name in SURROUNDINGS):
        return None
    if len(plan.activities) != len(old.activities):
        return None
    changed = differing(plan.activities, old.activities)
    if len(changed) > MOST:
        return None
    made = _changed_network(network, plan, changed)
    if made is None:
        return None
    relinked = [at for at in changed if plan.activities[at].after != old.activities[at].after]
    if not relinked:
        return engine if engine.patch(made, changed) else None
    return _relinked(engine, made, relinked, changed)


def differing(one: tuple[Activity, ...], other: tuple[Activity, ...]) -> list[int]:
    """Where two tuples of the same length differ. Slices are compared first: equal ones cost no more than a
    glance."""
    found: list[int] = []
    for first in range(0, len(one), _SLICE):
        new, old = one[first : first + _SLICE], other[first : first + _SLICE]
        if new != old:
            found.extend(first + at for at, (a, b) in enumerate(zip(new, old, strict=True)) if a is not b)
    return found


def _changed_network(network: Network, plan: Plan, changed: list[int]) -> Network | None:
    """The network with new nodes for the changed rows, where these differ in lengths and bounds only."""
    old = network.plan.activities
    fresh_nodes: dict[int, Node] = {}
    reported = {problem.id for problem in network.problems}
    complaints = len(network.workshop.problems)
    for at in changed:
        before, after = old[at], plan.activities[at]
        if not _same_place(before, after) or after.id in reported or at in network.adjusted:
            return None
        node = network.nodes[at]
        if node.state == SUMMARY:
            if not _same_summary(before, after):
                return None
            continue
        fresh = network.workshop.node(after, f"activities[{at}]")
        if not _same_frame(node, fresh) or (at in network.percent_sources and node.work != fresh.work):
            return None
        fresh_nodes[at] = fresh
    if len(network.workshop.problems) != complaints:
        del network.workshop.problems[complaints:]
        return None
    derived = network.rows[len(plan.activities) :]
    rows = plan.activities + derived if derived else plan.activities
    # Only a network that is being compiled grows or changes its nodes; this one is done.
    nodes = cast("list[Node]", patched(network.nodes, fresh_nodes))
    return replace(network, plan=plan, rows=rows, nodes=nodes)


def _same_place(before: Activity, after: Activity) -> bool:
    return before.id == after.id and before.parent == after.parent and before.kind == after.kind


def _same_summary(before: Activity, after: Activity) -> bool:
    return before.after == after.after and all(
        getattr(before, name) == getattr(after, name) for name in ("start", "at", "deadline")
    )


def _same_frame(node: Node, fresh: Node) -> bool:
    """Whether two nodes differ in work, bounds and completeness at most."""
    return node.state == fresh.state == ACTIVE and all(
        getattr(node, name) == getattr(fresh, name)
        for name in ("axis", "calendar", "instant", "extends", "as_late", "begun", "ended", "open_ended")
    ) and bool(node.bans) == bool(fresh.bans)  # fmt: skip


def _relinked(
    engine: ArrayEngine, network: Network, rows: list[int], changed: list[int]
) -> ArrayEngine | None:
    """A new engine after the links into some rows changed; ``None`` when more than plain edges is
    concerned."""
    from relplanner.schedule.array_engine import ArrayEngine, NotForArrays
    from relplanner.schedule.levels import joined_arrays

    if any(network.nodes[at].state == SUMMARY or at in network.owner[len(network.rows) :] for at in rows):
        return None
    fresh = replace(
        network, edges=Edges(), nodes=list(network.nodes), owner=network.owner.copy(), problems=[],
        waiting=[], adjusted=set(), percent_sources=set(network.percent_sources),
    )  # fmt: skip
    linker = Linker(fresh, {})
    for at in rows:
        linker.link_row(at)
    grown = len(fresh.nodes) != len(network.nodes)
    if fresh.problems or fresh.waiting or fresh.adjusted or grown:
        return None
    arrays = joined_arrays(engine.frame.edges, fresh, rows)
    made = replace(network, edges=arrays.listed(), percent_sources=fresh.percent_sources)
    try:
        return ArrayEngine(made, (0, 0), engine, arrays, changed)
    except NotForArrays:
        return None
