"""Networks laid out, beside fast-sugiyama alone: time, and crossings counted the same way for both.

Ours takes cards of any size and answers with ways for all links; the library gives places of points. Two
kinds of networks: the staged plans of the other benchmarks, narrow and deep, and wide ones of 30 columns.
"""

from __future__ import annotations

import random
import statistics
from collections.abc import Sequence
from functools import partial

from relplanner.storage import reader
from relplanner.ui.dependencies.layout import Box, Layout, lay_out
from tests.benchmarks.generate import plan_text
from tests.benchmarks.sugiyama import crossings_of, drawn
from tests.benchmarks.table import Row, timed

Edge = tuple[str, str]
NAME = "fast-sugiyama alone"
CASES = (  # (kind, cards, target of time, of crossings, rounds)
    ("staged", 200, None, None, 5),
    ("staged", 500, 1.2, 1.2, 9),
    ("wide", 400, 1.2, 1.2, 3),
    ("staged", 1_000, 1.2, 1.2, 3),
    ("staged", 5_000, 0.1, 1.2, 1),
)


def network(kind: str, cards: int) -> tuple[list[Box], list[Edge]]:
    links = _staged(cards) if kind == "staged" else _wide(cards)
    ids = list(dict.fromkeys(end for link in links for end in link))
    return [Box(key, 200, 72) for key in ids], links


def _staged(cards: int) -> list[Edge]:
    plan = reader.parse(plan_text(cards)).plan
    return list(dict.fromkeys((each.on, one.id) for one in plan.activities for each in one.after))


def _wide(cards: int, columns: int = 30) -> list[Edge]:
    """Two links a card, 85 % from the column before, the rest from up to eight columns back."""
    draw = random.Random(1)
    column = sorted(draw.randrange(columns) for _ in range(cards))
    members: list[list[int]] = [[] for _ in range(columns)]
    for card, at in enumerate(column):
        members[at].append(card)
    found: dict[Edge, None] = {}
    for card, at in enumerate(column):
        for _ in range(2 if at else 0):
            before = members[at - 1 if draw.random() < 0.85 else draw.randrange(max(0, at - 8), at)]
            if before:
                found[str(draw.choice(before)), str(card)] = None
    return list(found)


def run() -> list[Row]:
    rows = []
    for kind, cards, of_time, of_crossings, rounds in CASES:
        rows += measure(kind, cards, of_time, of_crossings, rounds)
    return [*rows, *an_edit()]


def measure(
    kind: str, cards: int, of_time: float | None, of_crossings: float | None, rounds: int
) -> list[Row]:
    boxes, links = network(kind, cards)
    what = f"{kind} network of {cards:,}"
    layout = lay_out(boxes, links)
    theirs = crossings_of(drawn(links))
    pairs = [_turn(boxes, links, number) for number in range(rounds)]
    ratio = statistics.median(ours / other for ours, other in pairs)
    time = Row(
        f"layout, {what}",
        statistics.median(ours for ours, _ in pairs),
        statistics.median(other for _, other in pairs),
        NAME,
        ratio,
        of_time,
    )
    crossed = Row(
        f"crossings, {what}",
        layout.crossings,
        theirs,
        NAME,
        layout.crossings / max(1, theirs),
        of_crossings,
        "",
    )
    return [time, crossed]


def _turn(boxes: Sequence[Box], links: Sequence[Edge], number: int) -> tuple[float, float]:
    if number % 2:
        theirs = timed(lambda: drawn(links))
        return timed(lambda: lay_out(boxes, links)), theirs
    return timed(lambda: lay_out(boxes, links)), timed(lambda: drawn(links))


def an_edit() -> list[Row]:
    """The layout after one more card, beside the layout from nothing."""
    boxes, links = network("staged", 1_000)
    before = lay_out(boxes, links)
    more = [*boxes, Box("new", 200, 72)], [*links, (boxes[100].id, "new")]
    again = partial(lay_out, *more, previous=before)
    ours, other = [timed(again) for _ in range(5)], [timed(partial(lay_out, *more)) for _ in range(5)]
    mine, theirs = statistics.median(ours), statistics.median(other)
    moved = _moved(before, again())
    return [
        Row("layout after one edit, 1,000 cards", mine, theirs, "afresh", mine / theirs, 0.8),
        Row("way of a card at that edit, mean", moved, 72, "a card's height", moved / 72, 0.1, "px"),
    ]


def _moved(before: Layout, after: Layout) -> float:
    ways = [(after.centres[key][0] - x, after.centres[key][1] - y) for key, (x, y) in before.centres.items()]
    shift = statistics.median(x for x, _ in ways), statistics.median(y for _, y in ways)
    return statistics.fmean(abs(x - shift[0]) + abs(y - shift[1]) for x, y in ways)
