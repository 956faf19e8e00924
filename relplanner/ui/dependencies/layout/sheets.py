"""One part of the network drawn: columns, heights and ways of links in its own coordinates."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from relplanner.ui.dependencies.layout.model import Point, Spacing, Watch
from relplanner.ui.dependencies.layout.network import Flags, Floats, Ints
from relplanner.ui.dependencies.layout.placing import placed
from relplanner.ui.dependencies.layout.sweeps import Order, ordered
from relplanner.ui.dependencies.layout.web import Web, heights_of, web

ALLOWED, ALLOWED_PER_CARD = 2_000, 8
"""Places in passing: what bounds the work when very long links abound."""
MOST_DETOURS = 40


@dataclass(frozen=True, slots=True)
class Piece:
    """Cards by number, their columns and sizes, and the links between them, all leading to the right."""

    layer: Ints
    tails: Ints
    heads: Ints
    widths: Floats
    heights: Floats


@dataclass(frozen=True, slots=True)
class Sheet:
    """``x`` and ``y`` of the cards' middles, from 0; ``routes`` and ``lanes`` link by link, left to right.

    ``crossings`` counts those of links between neighbouring columns; ``top`` is what was taken from all
    heights for the sheet to begin at 0.
    """

    layer: Ints
    x: Floats
    y: Floats
    routes: list[tuple[Point, ...]]
    lanes: list[tuple[float, ...]]
    width: float
    height: float
    crossings: int = 0
    top: float = 0.0


def draw(piece: Piece, spacing: Spacing, watch: Watch) -> Sheet:
    """The best drawing of the piece."""
    near = through(piece)
    net = web(piece.layer, piece.tails[near], piece.heads[near])
    order = ordered(net, watch.part(0.0, 0.7))
    y = placed(net, order.order, distances(net, order.order, piece.heights, spacing), watch.part(0.7, 1.0))
    return finish(piece, near, net, y, order, spacing)


def through(piece: Piece) -> Flags:
    """Which links pass between the cards on their way; the longest go around when there are too many."""
    inner = piece.layer[piece.heads] - piece.layer[piece.tails] - 1
    near = np.ones(len(inner), dtype=np.bool_)
    by_length = np.argsort(inner, kind="stable")
    allowed = ALLOWED + ALLOWED_PER_CARD * len(piece.layer)
    near[by_length[np.cumsum(inner[by_length]) > allowed]] = False
    return near


def distances(net: Web, order: Ints, heights: Floats, spacing: Spacing) -> Floats:
    """By slot, the least distance from the middle above; nothing for a column's first."""
    high = heights_of(net, heights, 0.0)[order]
    line = net.passing[order]
    room = np.where(line[1:] | line[:-1], spacing.lanes, spacing.cards)
    gaps = np.concatenate(([0.0], (high[1:] + high[:-1]) / 2 + room))
    gaps[net.first[:-1]] = 0.0
    return gaps


def finish(piece: Piece, near: Flags, net: Web, y: Floats, order: Order, spacing: Spacing) -> Sheet:
    """Columns and ways, once all heights are known."""
    layer = piece.layer
    column = np.zeros(net.depth)
    np.maximum.at(column, layer, piece.widths)
    left = np.concatenate(([0.0], np.cumsum(column + spacing.layers)[:-1]))
    right = left + column
    x = left[layer] + column[layer] / 2
    half = heights_of(net, piece.heights, 0.0) / 2
    around = _around(piece, near, spacing)
    top = float((y - half).min()) - (max(around.values(), default=0.0))
    bottom = float((y + half).max())
    y = y - top
    cards = y[net.knot_of]
    lanes: list[tuple[float, ...]] = [()] * len(near)
    for link, passed in zip(np.flatnonzero(near).tolist(), _lanes(net, y), strict=True):
        lanes[link] = passed
    ways = _Ways(left.tolist(), right.tolist(), layer.tolist())
    begins, ends = (x + piece.widths / 2).tolist(), (x - piece.widths / 2).tolist()
    heights = cards.tolist()
    first_card = max(around.values(), default=0.0)
    routes = []
    for link, (tail, head) in enumerate(zip(piece.tails.tolist(), piece.heads.tolist(), strict=True)):
        begin, end = (begins[tail], heights[tail]), (ends[head], heights[head])
        if link in around:
            routes.append(ways.around(begin, end, tail, head, first_card - around[link]))
        else:
            routes.append(ways.through(begin, end, tail, lanes[link]))
    return Sheet(layer, x, cards, routes, lanes, float(right[-1]), bottom - top, order.crossings(), top)


def _lanes(net: Web, y: Floats) -> list[tuple[float, ...]]:
    passing = y[net.chain].tolist()
    return [tuple(passing[begin:end]) for begin, end in pairwise(net.chain_at.tolist())]


def _around(piece: Piece, near: Flags, spacing: Spacing) -> dict[int, float]:
    """How far above all cards each link runs that goes around; those to one card run together."""
    stretches: dict[int, list[int]] = {}
    for link in np.flatnonzero(~near).tolist():
        stretches.setdefault(int(piece.heads[link]), []).append(link)
    ends: list[int] = []
    found = {}
    for head, links in sorted(
        stretches.items(), key=lambda each: (int(piece.layer[piece.tails[each[1]]].min()), each[0])
    ):
        begin = int(piece.layer[piece.tails[links]].min())
        lane = next((at for at, end in enumerate(ends) if end <= begin), len(ends))
        lane = lane if lane < MOST_DETOURS else head % MOST_DETOURS
        ends += [0] * (lane + 1 - len(ends))
        ends[lane] = max(ends[lane], int(piece.layer[head]))
        for link in links:
            found[link] = spacing.cards + lane * spacing.lanes
    return found


@dataclass(frozen=True, slots=True)
class _Ways:
    """Level through columns, slanted between them: so no way touches a card."""

    lefts: list[float]
    rights: list[float]
    layer: list[int]

    def through(self, begin: Point, end: Point, tail: int, lanes: tuple[float, ...]) -> tuple[Point, ...]:
        column = self.layer[tail]
        points = [begin, (self.rights[column], begin[1])]
        for at, lane in enumerate(lanes, column + 1):
            points += ((self.lefts[at], lane), (self.rights[at], lane))
        points += ((self.lefts[column + len(lanes) + 1], end[1]), end)
        return _straightened(points)

    def around(self, begin: Point, end: Point, tail: int, head: int, y: float) -> tuple[Point, ...]:
        first, last = self.layer[tail], self.layer[head]
        points = [begin, (self.rights[first], begin[1]), (self.lefts[first + 1], y)]
        points += [(self.rights[last - 1], y), (self.lefts[last], end[1]), end]
        return _straightened(points)


def _straightened(points: list[Point]) -> tuple[Point, ...]:
    """Without points that stand twice or in the middle of a level line."""
    kept = [points[0]]
    for here, after in pairwise(points[1:]):
        if here != kept[-1] and not kept[-1][1] == here[1] == after[1]:
            kept.append(here)
    if points[-1] != kept[-1]:
        kept.append(points[-1])
    return tuple(kept)
