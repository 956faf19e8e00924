"""What the page draws: cards and links of a plan, looked at in one of four ways. Knows no Qt and no place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Literal

from relplanner.plan import outline
from relplanner.plan.edits.links import ROLLOUT
from relplanner.plan.forms.dependency import Dependency
from relplanner.plan.forms.duration import format_lag
from relplanner.plan.nouns.timeline import MILESTONE_KINDS
from relplanner.plan.plan import Plan
from relplanner.ui.dependencies.linking import Link, hard_pairs, links_of
from relplanner.values import value

Way = Literal["all", "milestones", "phases", "near"]
ROLLOUT_GROUP = ROLLOUT
"""The card that stands for all phases of the rollout while they are folded; no activity can have this id."""


@value
class Looking:
    """How the network is looked at."""

    way: Way = "all"
    unfolded: frozenset[str] = frozenset()
    """By phase: the summaries whose parts are shown instead of them."""
    centre: tuple[str, ...] = ()
    """Neighbourhood: of what."""
    steps: int = 2


@value
class Edge:
    """All links from one card to another, drawn as one line. ``before`` and ``after`` count cards."""

    before: int
    after: int
    links: tuple[Link, ...]
    soft: bool = False
    """None of its links moves a date."""
    derived: bool = False
    """None of its links is written like this: it comes from a summary, the rollout's order or a folding."""

    @property
    def label(self) -> str:
        """What is told beside the line: nothing for what everybody expects, finish to start."""
        words = dict.fromkeys(terms(link.dependency) for link in self.links if link.written)
        return " · ".join(word for word in words if word != "FS")


def terms(dependency: Dependency) -> str:
    """The text form of a dependency without what it waits for: ``SS+2d soft``."""
    lag = format_lag(dependency.lag) if dependency.lag is not None else ""
    return f"{dependency.type}{lag}{' soft' if dependency.soft else ''}"


class Network:
    """Cards by id in the order of the outline, and the edges between them."""

    def __init__(
        self, ids: Sequence[str], edges: Sequence[Edge], folded: Mapping[str, int], looking: Looking
    ) -> None:
        self.ids = tuple(ids)
        self.edges = tuple(edges)
        self.folded = folded
        """How many activities a card stands for, for the summaries among the cards."""
        self.looking = looking
        self.index = {one: at for at, one in enumerate(self.ids)}

    @property
    def shape(self) -> tuple[object, ...]:
        """Equal for networks that are laid out alike."""
        return self.ids, tuple((edge.before, edge.after) for edge in self.edges)

    @cached_property
    def after(self) -> tuple[tuple[int, ...], ...]:
        """For each card the edges that leave it."""
        return self._sides(leaving=True)

    @cached_property
    def before(self) -> tuple[tuple[int, ...], ...]:
        """For each card the edges that reach it."""
        return self._sides(leaving=False)

    def _sides(self, *, leaving: bool) -> tuple[tuple[int, ...], ...]:
        found: list[list[int]] = [[] for _ in self.ids]
        for number, edge in enumerate(self.edges):
            found[edge.before if leaving else edge.after].append(number)
        return tuple(map(tuple, found))

    def downstream(self, card: int, *, forward: bool = True) -> frozenset[int]:
        """A card and all that comes after it; all that comes before it when not ``forward``."""
        return self._trace(card, forward=forward)[0]

    def reach(self, card: int) -> tuple[frozenset[int], frozenset[int]]:
        """All cards before and after a card, itself included, and the edges on the way."""
        after, before = self._trace(card, forward=True), self._trace(card, forward=False)
        return after[0] | before[0], after[1] | before[1]

    def _trace(self, card: int, *, forward: bool) -> tuple[frozenset[int], frozenset[int]]:
        sides = self.after if forward else self.before
        seen, lines, stack = {card}, set[int](), [card]
        while stack:
            for number in sides[stack.pop()]:
                lines.add(number)
                edge = self.edges[number]
                other = edge.after if forward else edge.before
                if other not in seen:
                    seen.add(other)
                    stack.append(other)
        return frozenset(seen), frozenset(lines)

    @cached_property
    def labelled(self) -> tuple[int, ...]:
        """The edges beside which something is told."""
        return tuple(number for number, edge in enumerate(self.edges) if edge.label)

    @cached_property
    def loose(self) -> frozenset[int]:
        """Cards that no line reaches or leaves."""
        linked = {edge.before for edge in self.edges} | {edge.after for edge in self.edges}
        return frozenset(range(len(self.ids))) - linked

    @cached_property
    def circles(self) -> tuple[tuple[int, ...], ...]:
        """Circles of activities that wait for each other, as cards in the order of waiting: one for each link
        that closes one. Folded phases may well wait for each other, and soft links only warn.
        """
        if self.looking.way == "phases":
            return ()
        found: list[tuple[int, ...]] = []
        done = bytearray(len(self.ids))
        for root in range(len(self.ids)):
            if not done[root]:
                self._walk(root, done, found)
        return tuple(found)

    @cached_property
    def in_circle(self) -> frozenset[int]:
        """Edges on a circle."""
        found: set[int] = set()
        for circle in self.circles:
            steps = set(zip(circle, (*circle[1:], circle[0]), strict=True))
            found |= {
                number
                for card in circle
                for number in self.after[card]
                if (card, self.edges[number].after) in steps
            }
        return frozenset(found)

    def _walk(self, root: int, done: bytearray, found: list[tuple[int, ...]]) -> None:
        """Depth first, without recursion."""
        way, places = [root], {root: 0}
        choices = [iter(self.after[root])]
        while choices:
            number = next(choices[-1], None)
            if number is None:
                choices.pop()
                card = way.pop()
                del places[card]
                done[card] = 1
                continue
            following = self.edges[number].after
            if self.edges[number].soft:
                continue
            if following in places:
                found.append(tuple(way[places[following] :]))
            elif not done[following]:
                places[following] = len(way)
                way.append(following)
                choices.append(iter(self.after[following]))


EMPTY = Network((), (), {}, Looking())


def network_of(plan: Plan, looking: Looking) -> Network:
    """The cards and edges of a plan, looked at in one way."""
    if looking.way == "milestones":
        return _milestones(plan, looking)
    ids = [row.id for row in outline.rows(plan) if not row.has_children]
    ids += [ROLLOUT + phase.id for phase in plan.rollout.phases]
    links = links_of(plan)
    known = set(ids)
    hubs = dict.fromkeys(one for link in links for one in (link.before, link.after) if one not in known)
    if looking.way == "phases":
        return _by_phase(plan, ids, tuple(hubs), links, looking)
    ids += hubs
    if looking.way == "near":
        near = _near(links, looking)
        ids = [one for one in ids if one in near]
    return _network(ids, links, {}, looking)


def _network(
    ids: Sequence[str], links: Iterable[Link], folded: Mapping[str, int], looking: Looking
) -> Network:
    index = {one: at for at, one in enumerate(ids)}
    pairs: dict[tuple[int, int], list[Link]] = {}
    for link in links:
        before, after = index.get(link.before, -1), index.get(link.after, -1)
        if before >= 0 and after >= 0 and before != after:
            pairs.setdefault((before, after), []).append(link)
    edges = [
        Edge(
            before,
            after,
            tuple(links),
            soft=all(link.dependency.soft for link in links),
            derived=not any(link.written for link in links),
        )
        for (before, after), links in pairs.items()
    ]
    return Network(ids, edges, folded, looking)


def _milestones(plan: Plan, looking: Looking) -> Network:
    from relplanner.schedule.graph import milestone_links

    goal = plan.release.milestone
    ids = [
        row.id
        for row in outline.rows(plan)
        if not row.has_children and (plan.activities[row.position].kind in MILESTONE_KINDS or row.id == goal)
    ]
    links = [
        Link(before, after, Dependency(before), before, after, written=False, why="between")
        for before, after in milestone_links(hard_pairs(links_of(plan)), ids)
    ]
    return _network(ids, links, {}, looking)


def _by_phase(
    plan: Plan, ids: Sequence[str], hubs: Sequence[str], links: Sequence[Link], looking: Looking
) -> Network:
    """Folded summaries stand for their parts."""
    stands: dict[str, str] = {}
    counts: dict[str, int] = {}
    for one in (*ids, *hubs):
        above = [ROLLOUT_GROUP] if one.startswith(ROLLOUT) else list(outline.ancestors(plan, one))
        if one in hubs:
            above.insert(0, one)
        folded = [each for each in above if each not in looking.unfolded]
        # The outermost folded one hides all below it; ancestors come from the inside out.
        card = stands[one] = folded[-1] if folded else one
        if card != one:
            counts[card] = counts.get(card, 0) + 1
    shown = list(dict.fromkeys(stands.values()))
    moved = []
    for link in links:
        before, after = stands.get(link.before, link.before), stands.get(link.after, link.after)
        kept = (before, after) == (link.before, link.after)
        moved.append(
            link
            if kept
            else Link(
                before, after, link.dependency, link.predecessor, link.successor, written=False, why="folded"
            )
        )
    return _network(shown, moved, counts, looking)


def _near(links: Sequence[Link], looking: Looking) -> set[str]:
    """What is within so many steps, upstream or downstream, of the centre."""
    after: dict[str, list[str]] = {}
    before: dict[str, list[str]] = {}
    for link in links:
        after.setdefault(link.before, []).append(link.after)
        before.setdefault(link.after, []).append(link.before)
    found = set(looking.centre)
    for sides in (after, before):
        rim = set(looking.centre)
        seen = set(rim)
        for _ in range(looking.steps):
            rim = {other for one in rim for other in sides.get(one, ())} - seen
            seen |= rim
        found |= seen
    return found
