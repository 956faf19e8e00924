"""One part of the network drawn: columns, heights and ways of links in its own coordinates."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from relplanner.ui.dependencies.layout.model import Point, Spacing, Watch
from relplanner.ui.dependencies.layout.network import Floats, Ints
from relplanner.ui.dependencies.layout.placing import placed
from relplanner.ui.dependencies.layout.sweeps import ordered
from relplanner.ui.dependencies.layout.web import Web, heights_of, web


@dataclass(frozen=True, slots=True)
class Sheet:
    """``x`` and ``y`` of the cards' middles, from 0; ``routes`` and ``lanes`` link by link, left to right."""

    layer: Ints
    x: Floats
    y: Floats
    routes: list[tuple[Point, ...]]
    lanes: list[tuple[float, ...]]
    width: float
    height: float


def draw(
    layer: Ints, tails: Ints, heads: Ints, widths: Floats, heights: Floats, spacing: Spacing, watch: Watch
) -> Sheet:
    net = web(layer, tails, heads)
    order = ordered(net, watch.part(0.0, 0.7)).order
    y = placed(net, order, distances(net, order, heights, spacing), watch.part(0.7, 0.95))
    return finish(net, tails, heads, y, widths, heights, spacing)


def distances(net: Web, order: Ints, heights: Floats, spacing: Spacing) -> Floats:
    """By slot, the least distance from the middle above; nothing for a column's first."""
    high = heights_of(net, heights, 0.0)[order]
    line = net.passing[order]
    room = np.where(line[1:] | line[:-1], spacing.lanes, spacing.cards)
    gaps = np.concatenate(([0.0], (high[1:] + high[:-1]) / 2 + room))
    gaps[net.first[:-1]] = 0.0
    return gaps


def finish(
    net: Web, tails: Ints, heads: Ints, y: Floats, widths: Floats, heights: Floats, spacing: Spacing
) -> Sheet:
    layer = net.layer[net.knot_of]
    column = np.zeros(net.depth)
    np.maximum.at(column, layer, widths)
    left = np.concatenate(([0.0], np.cumsum(column + spacing.layers)[:-1]))
    right = left + column
    x = left[layer] + column[layer] / 2
    high = heights_of(net, heights, 0.0)
    y = y - (y - high / 2).min()
    cards = y[net.knot_of]
    lanes = _lanes(net, y)
    lefts, rights = left.tolist(), right.tolist()
    begins, ends = (x + widths / 2).tolist(), (x - widths / 2).tolist()
    of_layer, of_y = layer.tolist(), cards.tolist()
    routes = [
        _route((begins[tail], of_y[tail]), (ends[head], of_y[head]), of_layer[tail], passed, lefts, rights)
        for tail, head, passed in zip(tails.tolist(), heads.tolist(), lanes, strict=True)
    ]
    return Sheet(layer, x, cards, routes, lanes, float(right[-1]), float((y + high / 2).max()))


def _lanes(net: Web, y: Floats) -> list[tuple[float, ...]]:
    passing = y[net.chain].tolist()
    at = net.chain_at.tolist()
    return [tuple(passing[begin:end]) for begin, end in pairwise(at)]


def _route(
    begin: Point, end: Point, column: int, lanes: tuple[float, ...], lefts: list[float], rights: list[float]
) -> tuple[Point, ...]:
    """Level through columns, slanted between them; points in the middle of a straight line are left out."""
    points = [begin, (rights[column], begin[1])]
    for at, lane in enumerate(lanes, column + 1):
        points += ((lefts[at], lane), (rights[at], lane))
    points += ((lefts[column + len(lanes) + 1], end[1]), end)
    kept = [points[0]]
    for before, here, after in zip(points, points[1:], points[2:], strict=False):
        if here != kept[-1] and not before[1] == here[1] == after[1]:
            kept.append(here)
    if points[-1] != kept[-1]:
        kept.append(points[-1])
    return tuple(kept)
