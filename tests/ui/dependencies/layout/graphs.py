"""Networks to lay out, and what is measured on layouts."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import combinations, pairwise
from statistics import fmean, median

from hypothesis import strategies as st

from relplanner.ui.dependencies.layout import Box, Layout

Edge = tuple[str, str]


def boxes(ids: Iterable[str], width: float = 180, height: float = 60) -> list[Box]:
    return [Box(key, width, height) for key in ids]


def staged(count: int, columns: int = 12, links: float = 1.5, far: float = 0.15, seed: int = 1) -> list[Edge]:
    """Links as plans have them: mostly to the stage before, some from further back. Ids are numbers."""
    draw = random.Random(seed)
    column = sorted(draw.randrange(columns) for _ in range(count))
    members = defaultdict(list)
    for node, at in enumerate(column):
        members[at].append(node)
    found = {}
    for node, at in enumerate(column):
        for _ in range(max(1, round(draw.gauss(links, 0.7)))):
            before = at - 1 if draw.random() > far else draw.randrange(max(0, at - 8), max(1, at))
            if before < at and members[before]:
                found[str(draw.choice(members[before])), str(node)] = None
    return list(found)


@st.composite
def networks(draw: st.DrawFn) -> tuple[list[Box], list[Edge]]:
    """Any cards of any sizes and any links: circles, repeats, links to oneself and to nowhere."""
    count = draw(st.integers(0, 14))
    ids = [f"n{number}" for number in range(count)]
    sizes = st.sampled_from([20.0, 60.0, 61.5, 180.0])
    cards = [Box(key, draw(sizes), draw(sizes)) for key in ids]
    ends = st.sampled_from([*ids, "ghost"])
    return cards, draw(st.lists(st.tuples(ends, ends), max_size=30))


def frame(box: Box, layout: Layout) -> tuple[float, float, float, float]:
    x, y = layout.centres[box.id]
    return x - box.width / 2, y - box.height / 2, x + box.width / 2, y + box.height / 2


def overlaps(cards: Sequence[Box], layout: Layout) -> list[Edge]:
    """Pairs of cards on top of each other."""
    found = []
    frames = {card.id: frame(card, layout) for card in cards}
    for one, other in combinations(frames, 2):
        a, b = frames[one], frames[other]
        if a[0] < b[2] - 0.01 and b[0] < a[2] - 0.01 and a[1] < b[3] - 0.01 and b[1] < a[3] - 0.01:
            found.append((one, other))
    return found


def touched(cards: Sequence[Box], layout: Layout) -> list[tuple[Edge, str]]:
    """Links that run over a card, with the card; sampled every few pixels."""
    found = []
    for link, route in layout.routes.items():
        for card in cards:
            left, top, right, bottom = frame(card, layout)
            if any(left < x < right and top < y < bottom for x, y in _samples(route)):
                found.append((link, card.id))
    return found


def _samples(route: Sequence[tuple[float, float]]) -> Iterable[tuple[float, float]]:
    for (x, y), (to_x, to_y) in pairwise(route):
        steps = max(2, int(max(abs(to_x - x), abs(to_y - y)) / 4))
        for step in range(1, steps):
            yield x + (to_x - x) * step / steps, y + (to_y - y) * step / steps


def movement(before: Layout, after: Layout) -> tuple[float, int]:
    """How still cards were kept: their mean way in pixels once the whole drawing's shift is taken out, and
    how many pairs that stand in one column before and after have changed their order."""
    common = [key for key in before.centres if key in after.centres]
    ways = [
        (after.centres[key][0] - before.centres[key][0], after.centres[key][1] - before.centres[key][1])
        for key in common
    ]
    shift = median(x for x, _ in ways), median(y for _, y in ways)
    mean = fmean(abs(x - shift[0]) + abs(y - shift[1]) for x, y in ways)
    columns = defaultdict(list)
    for key in common:
        columns[before.sheet[key], before.layer[key], after.sheet[key], after.layer[key]].append(key)
    turned = sum(
        (before.centres[a][1] - before.centres[b][1]) * (after.centres[a][1] - after.centres[b][1]) < 0
        for column in columns.values()
        for a, b in combinations(column, 2)
    )
    return mean, turned
