"""The links of a plan between what has a card: those written, those that summaries and the rollout imply."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

from relplanner.plan import outline
from relplanner.plan.edits.links import ROLLOUT, node_of, target
from relplanner.plan.forms.dependency import Dependency
from relplanner.plan.plan import Plan
from relplanner.values import value

Why = Literal["", "summary", "order", "between", "folded"]
MOST_CROSSED = 16
"""A link between two summaries that would become more lines than this goes through the summary's own card."""


@value
class Link:
    """``before`` and ``after`` are cards, ``predecessor`` and ``successor`` what the plan says."""

    before: str
    after: str
    dependency: Dependency
    predecessor: str
    successor: str
    written: bool = True
    """Whether the plan says it of just these two."""
    why: Why = ""


def links_of(plan: Plan) -> list[Link]:
    """All links, those of summaries from the parts that end last or begin first."""
    found: list[Link] = []
    parts = _Parts(plan)
    summaries = {row.id for row in outline.rows(plan) if row.has_children}
    for activity in plan.activities:
        for dependency in activity.after:
            before = node_of(plan, dependency.on)
            if before is None or before == activity.id:
                continue
            if before not in summaries and activity.id not in summaries:
                found.append(Link(before, activity.id, dependency, before, activity.id))
            elif not parts.related(before, activity.id):
                found += _through_summaries(parts, before, activity.id, dependency)
    found += _rollout(plan, parts)
    return found


def hard_pairs(links: Iterable[Link]) -> list[tuple[str, str]]:
    """The cards that links join, without those that only warn."""
    return [(link.before, link.after) for link in links if not link.dependency.soft]


def _through_summaries(parts: _Parts, before: str, after: str, dependency: Dependency) -> Iterator[Link]:
    sources = parts.last(before) if dependency.type[0] == "F" else parts.first(before)
    targets = parts.first(after) if dependency.type[1] == "S" else parts.last(after)
    if len(sources) * len(targets) <= MOST_CROSSED:
        for source in sources:
            for goal in targets:
                yield Link(source, goal, dependency, before, after, written=False, why="summary")
        return
    hub = before if len(sources) > 1 else after
    for source in sources:
        yield Link(source, hub, dependency, before, after, written=False, why="summary")
    for goal in targets:
        yield Link(hub, goal, dependency, before, after, written=False, why="summary")


def _rollout(plan: Plan, parts: _Parts) -> Iterator[Link]:
    """Phases follow one another unless they say otherwise; the first follows the release milestone."""
    before: str | None = None
    for phase in plan.rollout.phases:
        card = ROLLOUT + phase.id
        if phase.after:
            for dependency in phase.after:
                source = node_of(plan, dependency.on)
                for one in parts.last(source) if source is not None and source != card else ():
                    yield Link(one, card, dependency, one, card, written=False, why="order")
        elif before is not None:
            yield Link(before, card, Dependency(before), before, card, written=False, why="order")
        else:
            first = plan.rollout.after or plan.release.milestone
            source = node_of(plan, target(first)) if first else None
            for one in parts.last(source) if source is not None else ():
                yield Link(one, card, Dependency(one), one, card, written=False, why="order")
        before = card


class _Parts:
    """The leaves of summaries; which of them nothing inside follows, and which wait for nothing inside."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._below = outline.children(plan)
        self._leaves: dict[str, list[str]] = {}

    def related(self, one: str, other: str) -> bool:
        plan = self._plan
        return one in outline.ancestors(plan, other) or other in outline.ancestors(plan, one)

    def last(self, node: str) -> list[str]:
        """The parts that end a summary; any other node alone."""
        leaves = self._leaves_of(node)
        inside = set(leaves)
        followed = {on for one in leaves for on in self._waits(one) if on in inside}
        return [one for one in leaves if one not in followed] or leaves

    def first(self, node: str) -> list[str]:
        """The parts that begin a summary."""
        leaves = self._leaves_of(node)
        inside = set(leaves)
        return [one for one in leaves if not any(on in inside for on in self._waits(one))] or leaves

    def _waits(self, node: str) -> Iterator[str]:
        activity = self._plan.activity(node)
        for dependency in activity.after if activity is not None else ():
            if not dependency.soft:
                yield target(dependency.on)

    def _leaves_of(self, node: str) -> list[str]:
        found = self._leaves.get(node)
        if found is None:
            found = [one for one in outline.descendants(self._plan, [node]) if one not in self._below]
            found = self._leaves[node] = found or [node]
        return found
