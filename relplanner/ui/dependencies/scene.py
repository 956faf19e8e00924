"""A network with its layout, as arrays: what is where, fast to ask and to draw."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from itertools import pairwise

import numpy as np

from relplanner.ui.common.arrays import Bools, Floats, Ints
from relplanner.ui.dependencies.layout import Box, Layout
from relplanner.ui.dependencies.network import EMPTY, Network

FINE, COARSE, STRAIGHT = 12, 4, 1
"""Pieces of a bend, by how near one looks."""


class Lines:
    """Links as short straight pieces, link after link: (n, 4) of x, y, x, y in the pixels of the scene."""

    def __init__(self, pieces: Floats, counts: Ints) -> None:
        self.pieces = pieces
        self.ends = np.cumsum(counts)
        self.begins = self.ends - counts

    def of(self, links: Ints) -> Floats:
        """The pieces of some links."""
        begins, counts = self.begins[links], self.ends[links] - self.begins[links]
        total = int(counts.sum())
        if not total:
            return self.pieces[:0]
        shifts = np.repeat(begins - (np.cumsum(counts) - counts), counts)
        return self.pieces[shifts + np.arange(total)]

    def middle(self, link: int) -> tuple[float, float]:
        """A point half the way along a link."""
        pieces = self.pieces[self.begins[link] : self.ends[link]]
        lengths = np.hypot(pieces[:, 2] - pieces[:, 0], pieces[:, 3] - pieces[:, 1])
        along = np.cumsum(lengths)
        at = int(np.searchsorted(along, along[-1] / 2)) if len(along) else 0
        piece = pieces[min(at, len(pieces) - 1)]
        return float(piece[0] + piece[2]) / 2, float(piece[1] + piece[3]) / 2


class Scene:
    """Places are the middles of cards, in pixels at a zoom of 1."""

    def __init__(self, network: Network, layout: Layout, card_size: tuple[float, float]) -> None:
        self.network, self.layout = network, layout
        self.card_width, self.card_height = card_size
        middles = [layout.centres[one] for one in network.ids]
        places = np.array(middles, dtype=np.float64).reshape(-1, 2)
        self.x: Floats = np.ascontiguousarray(places[:, 0])
        self.y: Floats = np.ascontiguousarray(places[:, 1])
        self.columns: Ints = np.array([layout.layer[one] for one in network.ids], dtype=np.int64)
        self.sheets: Ints = np.array([layout.sheet.get(one, 0) for one in network.ids], dtype=np.int64)
        self._routes = [self._route(edge.before, edge.after) for edge in network.edges]

    def __len__(self) -> int:
        return len(self.network.ids)

    def _route(self, before: int, after: int) -> Sequence[tuple[float, float]]:
        ids = self.network.ids
        found = self.layout.routes.get((ids[before], ids[after]))
        if found is not None and len(found) > 1:
            return found
        # A link the layout left out: straight from edge to edge.
        half = self.card_width / 2
        return (
            (float(self.x[before]) + half, float(self.y[before])),
            (float(self.x[after]) - half, float(self.y[after])),
        )

    @property
    def width(self) -> float:
        return max(self.layout.width, self.card_width)

    @property
    def height(self) -> float:
        return max(self.layout.height, self.card_height)

    @cached_property
    def boxes(self) -> Floats:
        """Left, top, right and bottom of each link."""
        found = np.zeros((len(self._routes), 4))
        for number, route in enumerate(self._routes):
            points = np.asarray(route)
            found[number, :2] = points.min(axis=0)
            found[number, 2:] = points.max(axis=0)
        return found

    @cached_property
    def fine(self) -> Lines:
        return self._lines(FINE)

    @cached_property
    def coarse(self) -> Lines:
        return self._lines(COARSE)

    @cached_property
    def straight(self) -> Lines:
        return self._lines(STRAIGHT)

    def _lines(self, count: int) -> Lines:
        """Level stretches as they are, slanted ones as bends of ``count`` pieces with level ends."""
        points = [pair for route in self._routes for pair in pairwise(route)]
        owner = np.repeat(
            np.arange(len(self._routes)), [max(0, len(route) - 1) for route in self._routes]
        ).astype(np.int64)
        stretches = np.array(points, dtype=np.float64).reshape(-1, 4)
        level = np.abs(stretches[:, 3] - stretches[:, 1]) < 0.5
        pieces = np.where(level, 1, count)
        bends = _bends(stretches, count)
        found = np.empty((int(pieces.sum()), 4))
        ends = np.cumsum(pieces)
        begins = ends - pieces
        found[begins[level]] = stretches[level]
        slanted = np.flatnonzero(~level)
        for step in range(count):
            found[begins[slanted] + step] = bends[slanted, step]
        counts = np.bincount(owner, weights=pieces, minlength=len(self._routes)).astype(np.int64)
        return Lines(found, counts)

    @cached_property
    def tips(self) -> Floats:
        """Where each link arrives, and from which side: x, y and the sign of its last step."""
        found = np.zeros((len(self._routes), 3))
        for number, route in enumerate(self._routes):
            (x0, _), (x1, y1) = route[-2], route[-1]
            found[number] = x1, y1, 1.0 if x1 >= x0 else -1.0
        return found

    def cards_in(self, left: float, top: float, right: float, bottom: float) -> Ints:
        """The cards that reach into a rectangle."""
        half_width, half_height = self.card_width / 2, self.card_height / 2
        inside: Bools = (
            (self.x > left - half_width)
            & (self.x < right + half_width)
            & (self.y > top - half_height)
            & (self.y < bottom + half_height)
        )
        return np.flatnonzero(inside)

    def links_in(self, left: float, top: float, right: float, bottom: float) -> Ints:
        """The links whose box reaches into a rectangle."""
        boxes = self.boxes
        return np.flatnonzero(
            (boxes[:, 0] < right) & (boxes[:, 2] > left) & (boxes[:, 1] < bottom) & (boxes[:, 3] > top)
        )

    def card_at(self, x: float, y: float) -> int:
        """The card at a point, -1 for none."""
        found = np.flatnonzero(
            (np.abs(self.x - x) <= self.card_width / 2) & (np.abs(self.y - y) <= self.card_height / 2)
        )
        return int(found[0]) if len(found) else -1

    def link_at(self, x: float, y: float, reach: float) -> int:
        """The link nearest to a point within ``reach``, -1 for none."""
        links = self.links_in(x - reach, y - reach, x + reach, y + reach)
        best, nearest = -1, reach
        for link in links.tolist():
            away = _distance(self.fine.pieces[self.fine.begins[link] : self.fine.ends[link]], x, y)
            if away <= nearest:
                best, nearest = link, away
        return best


def _bends(stretches: Floats, count: int) -> Floats:
    """(n, count, 4): cubic curves with level ends, as straight pieces."""
    share = np.linspace(0.0, 1.0, count + 1)
    ease = 3 * share**2 - 2 * share**3
    # With both handles at half the way in x, the curve's x is not linear in its parameter.
    along = 1.5 * share * (1 - share) ** 2 + 1.5 * share**2 * (1 - share) + share**3
    x = stretches[:, 0, None] + (stretches[:, 2] - stretches[:, 0])[:, None] * along
    y = stretches[:, 1, None] + (stretches[:, 3] - stretches[:, 1])[:, None] * ease
    return np.stack((x[:, :-1], y[:, :-1], x[:, 1:], y[:, 1:]), axis=-1)


def _distance(pieces: Floats, x: float, y: float) -> float:
    across, down = pieces[:, 2] - pieces[:, 0], pieces[:, 3] - pieces[:, 1]
    length = np.maximum(across**2 + down**2, 1e-9)
    share = np.clip(((x - pieces[:, 0]) * across + (y - pieces[:, 1]) * down) / length, 0.0, 1.0)
    away = np.hypot(pieces[:, 0] + share * across - x, pieces[:, 1] + share * down - y)
    return float(away.min()) if len(away) else float("inf")


def boxes_of(network: Network, card_size: tuple[float, float]) -> list[Box]:
    """What the layout is asked to place."""
    return [Box(one, *card_size) for one in network.ids]


NOTHING = Scene(EMPTY, Layout({}, {}, {}), (1.0, 1.0))
