"""A network with its layout, as arrays: what is where, fast to ask and to draw."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from itertools import pairwise

import numpy as np

from relplanner.ui.common.arrays import Bools, Floats, Ints
from relplanner.ui.dependencies.layout import Box, Layout
from relplanner.ui.dependencies.network import EMPTY, Network

FLAT = 0.5
"""Pixels: a stretch that rises less is level."""
HALF_BEND = 12
"""Pieces by which the distance to a bend is judged."""
Route = Sequence[tuple[float, float]]


class Geometry:
    """Places of cards and ways of links, in pixels at a zoom of 1.

    A link is a row of stretches, level ones and slanted ones; slanted ones are drawn as bends.
    """

    def __init__(self, network: Network, layout: Layout, card_size: tuple[float, float]) -> None:
        self.layout = layout
        self.card_width, self.card_height = card_size
        middles = [layout.centres[one] for one in network.ids]
        places = np.array(middles, dtype=np.float64).reshape(-1, 2)
        self.x: Floats = np.ascontiguousarray(places[:, 0])
        self.y: Floats = np.ascontiguousarray(places[:, 1])
        self.columns: Ints = np.array([layout.layer[one] for one in network.ids], dtype=np.int64)
        self.sheets: Ints = np.array([layout.sheet.get(one, 0) for one in network.ids], dtype=np.int64)
        routes = [self._route(network, edge.before, edge.after) for edge in network.edges]
        self._lay_links(routes)

    def _route(self, network: Network, before: int, after: int) -> Route:
        found = self.layout.routes.get((network.ids[before], network.ids[after]))
        if found is not None and len(found) > 1:
            return _straightened(found)
        # A link the layout left out: straight from edge to edge.
        half = self.card_width / 2
        start = float(self.x[before]) + half, float(self.y[before])
        return start, (float(self.x[after]) - half, float(self.y[after]))

    def _lay_links(self, routes: Sequence[Route]) -> None:
        counts = np.array([len(route) - 1 for route in routes], dtype=np.int64)
        self.owner: Ints = np.repeat(np.arange(len(routes)), counts)
        """The link of each stretch."""
        pairs = [(*start, *stop) for route in routes for start, stop in pairwise(route)]
        self.stretches: Floats = np.array(pairs, dtype=np.float64).reshape(-1, 4)
        self.ends: Ints = np.cumsum(counts)
        self.begins: Ints = self.ends - counts
        self.level: Bools = np.abs(self.stretches[:, 3] - self.stretches[:, 1]) < FLAT
        lows = np.minimum(self.stretches[:, :2], self.stretches[:, 2:])
        highs = np.maximum(self.stretches[:, :2], self.stretches[:, 2:])
        self.left, self.top = np.ascontiguousarray(lows[:, 0]), np.ascontiguousarray(lows[:, 1])
        self.right, self.bottom = np.ascontiguousarray(highs[:, 0]), np.ascontiguousarray(highs[:, 1])
        last = self.ends - 1
        self.tips: Floats = np.empty((len(routes), 3))
        """Where each link arrives, and from which side: x, y and the sign of its last step."""
        self.tips[:, :2] = self.stretches[last, 2:]
        self.tips[:, 2] = np.where(self.stretches[last, 2] >= self.stretches[last, 0], 1.0, -1.0)

    def cards_in(self, left: float, top: float, right: float, bottom: float) -> Ints:
        """The cards that reach into a rectangle."""
        half_width, half_height = self.card_width / 2, self.card_height / 2
        inside = (self.x > left - half_width) & (self.x < right + half_width)
        inside &= (self.y > top - half_height) & (self.y < bottom + half_height)
        return np.flatnonzero(inside)

    def stretches_in(self, left: float, top: float, right: float, bottom: float) -> Ints:
        """The stretches whose box reaches into a rectangle."""
        inside = (self.left <= right) & (self.right >= left)
        inside &= (self.top <= bottom) & (self.bottom >= top)
        return np.flatnonzero(inside)

    def tips_in(self, left: float, top: float, right: float, bottom: float) -> Bools:
        """Which links arrive inside a rectangle."""
        x, y = self.tips[:, 0], self.tips[:, 1]
        return (x >= left) & (x <= right) & (y >= top) & (y <= bottom)

    @cached_property
    def middles(self) -> Floats:
        """A point half the way along each link."""
        found = np.empty((len(self.begins), 2))
        lengths = np.hypot(self.right - self.left, self.bottom - self.top)
        for link, (begin, end) in enumerate(zip(self.begins.tolist(), self.ends.tolist(), strict=True)):
            along = np.cumsum(lengths[begin:end])
            at = min(int(np.searchsorted(along, along[-1] / 2)), end - begin - 1)
            x0, y0, x1, y1 = self.stretches[begin + at]
            share = (along[-1] / 2 - along[at] + lengths[begin + at]) / max(lengths[begin + at], 1e-9)
            share = share if self.level[begin + at] else 0.5
            found[link] = x0 + (x1 - x0) * share, y0 + (y1 - y0) * share
        return found

    def card_at(self, x: float, y: float) -> int:
        """The card at a point, -1 for none."""
        found = np.flatnonzero(
            (np.abs(self.x - x) <= self.card_width / 2) & (np.abs(self.y - y) <= self.card_height / 2)
        )
        return int(found[0]) if len(found) else -1

    def link_at(self, x: float, y: float, reach: float) -> int:
        """The link nearest to a point within ``reach``, -1 for none."""
        near = self.stretches_in(x - reach, y - reach, x + reach, y + reach)
        if not len(near):
            return -1
        pieces = bends(self.stretches[near], HALF_BEND)
        away = _distances(pieces.reshape(-1, 4), x, y).reshape(len(near), HALF_BEND).min(axis=1)
        best = int(away.argmin())
        return int(self.owner[near[best]]) if away[best] <= reach else -1


class Scene(Geometry):
    """A network in its place."""

    def __init__(self, network: Network, layout: Layout, card_size: tuple[float, float]) -> None:
        super().__init__(network, layout, card_size)
        self.network = network

    def __len__(self) -> int:
        return len(self.network.ids)

    def with_network(self, network: Network) -> Scene:
        """The same places for a network of the same shape."""
        made = Scene.__new__(Scene)
        made.__dict__.update(self.__dict__)
        made.network = network
        return made

    @property
    def width(self) -> float:
        return max(self.layout.width, self.card_width)

    @property
    def height(self) -> float:
        return max(self.layout.height, self.card_height)


def _straightened(route: Route) -> Route:
    """Without the points on the way of a level stretch."""
    kept = [route[0]]
    for at in range(1, len(route) - 1):
        y = route[at][1]
        if abs(y - kept[-1][1]) >= FLAT or abs(route[at + 1][1] - y) >= FLAT:
            kept.append(route[at])
    kept.append(route[-1])
    return kept


def bends(stretches: Floats, count: int) -> Floats:
    """(n, count, 4): curves with level ends, as straight pieces."""
    share = np.linspace(0.0, 1.0, count + 1)
    ease = 3 * share**2 - 2 * share**3
    # With both handles at half the way in x, the curve's x is not linear in its parameter.
    along = 1.5 * share * (1 - share) ** 2 + 1.5 * share**2 * (1 - share) + share**3
    x = stretches[:, 0, None] + (stretches[:, 2] - stretches[:, 0])[:, None] * along
    y = stretches[:, 1, None] + (stretches[:, 3] - stretches[:, 1])[:, None] * ease
    return np.stack((x[:, :-1], y[:, :-1], x[:, 1:], y[:, 1:]), axis=-1)


def _distances(pieces: Floats, x: float, y: float) -> Floats:
    across, down = pieces[:, 2] - pieces[:, 0], pieces[:, 3] - pieces[:, 1]
    length = np.maximum(across**2 + down**2, 1e-9)
    share = np.clip(((x - pieces[:, 0]) * across + (y - pieces[:, 1]) * down) / length, 0.0, 1.0)
    found: Floats = np.hypot(pieces[:, 0] + share * across - x, pieces[:, 1] + share * down - y)
    return found


def boxes_of(network: Network, card_size: tuple[float, float]) -> list[Box]:
    """What the layout is asked to place."""
    return [Box(one, *card_size) for one in network.ids]


NOTHING = Scene(EMPTY, Layout({}, {}, {}), (1.0, 1.0))
