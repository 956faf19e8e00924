"""Orders the knots of each column so that few links cross: sweeps to and fro, each column after the last.

In a sweep every knot goes to the mean place of its neighbours in the column before. Exchanges of neighbours
follow; the best of several beginnings is kept. No chance is involved.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from relplanner.ui.dependencies.layout.crossings import crossings
from relplanner.ui.dependencies.layout.exchange import Exchange
from relplanner.ui.dependencies.layout.model import Watch
from relplanner.ui.dependencies.layout.network import Flags, Floats, Ints
from relplanner.ui.dependencies.layout.web import Web

PATIENCE = 4
SWEEPS = 24


@dataclass(frozen=True, slots=True)
class Side:
    """What one column needs to be ordered by the column on one side of it."""

    first: int
    last: int
    near: Ints  # neighbours, those of one knot together
    at: Ints  # where each knot's begin
    count: Floats
    alone: Flags | None  # which knots have no neighbour there
    other: tuple[int, int]  # the other column's slots


class Order:
    """The knots of each column from top to bottom. ``slot[knot]`` is its place, counted over all columns."""

    def __init__(self, net: Web) -> None:
        self.net = net
        self.order = np.arange(net.count)
        self.slot = np.arange(net.count)
        self._left = _sides(net, net.heads, net.tails, -1)
        self._right = _sides(net, net.tails, net.heads, +1)

    def crossings(self) -> int:
        return crossings(self.slot[self.net.tails], self.slot[self.net.heads])

    def take(self, order: Ints) -> None:
        self.order = order.copy()
        self.slot = np.empty_like(order)
        self.slot[order] = np.arange(len(order))

    def sort(self, keys: Floats) -> None:
        """Order every column by the keys of its knots."""
        self.take(np.lexsort((self.slot, keys, self.net.layer)))

    def down(self, watch: Watch) -> None:
        self._sweep(self._left, watch)

    def up(self, watch: Watch) -> None:
        self._sweep(self._right[::-1], watch)

    def _sweep(self, sides: list[Side], watch: Watch) -> None:
        slot, order = self.slot, self.order
        for number, side in enumerate(sides):
            if number % 256 == 0:
                watch.check()
            places = np.append(slot[side.near], 0)
            means = np.add.reduceat(places, side.at) / side.count
            here = order[side.first : side.last]
            if side.alone is not None:
                low, high = side.other
                own = (slot[side.first : side.last] - side.first + 0.5) / (side.last - side.first)
                means[side.alone] = (low + own * (high - low) - 0.5)[side.alone]
            here = here[np.argsort(means[here - side.first], kind="stable")]
            order[side.first : side.last] = here
            slot[here] = np.arange(side.first, side.last)


def _sides(net: Web, own: Ints, other: Ints, way: int) -> list[Side]:
    """A Side for each column of two knots or more, from left to right."""
    by_own = np.argsort(own, kind="stable")
    near = other[by_own]
    at = np.searchsorted(own[by_own], np.arange(net.count + 1))
    found = []
    for layer in np.flatnonzero(np.diff(net.first) > 1).tolist():
        if not 0 <= layer + way < net.depth:
            continue
        first, last = int(net.first[layer]), int(net.first[layer + 1])
        here = at[first : last + 1]
        counts = np.diff(here)
        alone = counts == 0
        found.append(
            Side(
                first,
                last,
                near[here[0] : here[-1]],
                here[:-1] - here[0],
                np.maximum(counts, 1).astype(np.float64),
                alone if alone.any() else None,
                (int(net.first[layer + way]), int(net.first[layer + way + 1])),
            )
        )
    return found


def ordered(net: Web, watch: Watch) -> Order:
    """The best order found."""
    order = Order(net)
    exchange = Exchange(net)
    best, fewest = order.order.copy(), order.crossings()
    beginnings = (order.order.copy(), walk_order(net))
    for number, beginning in enumerate(beginnings):
        order.take(beginning)
        step = watch.part(number / len(beginnings), (number + 1) / len(beginnings))
        kept, count = _improve(order, exchange, number % 2 == 0, step)
        if count < fewest:
            best, fewest = kept, count
        if not fewest:
            break
    order.take(best)
    return order


def _improve(order: Order, exchange: Exchange, down_first: bool, watch: Watch) -> tuple[Ints, int]:
    best, fewest = order.order.copy(), order.crossings()
    ways: list[Callable[[Watch], None]] = [order.down, order.up]
    if not down_first:
        ways.reverse()
    wait = 0
    for number in range(SWEEPS):
        watch.at(number / SWEEPS)
        ways[number % 2](watch)
        exchange.run(order, watch, rounds=4)
        count = order.crossings()
        if count < fewest:
            best, fewest, wait = order.order.copy(), count, 0
        else:
            wait += 1
        if wait >= PATIENCE or not fewest:
            break
    order.take(best)
    exchange.run(order, watch, rounds=100)
    return order.order.copy(), order.crossings()


def walk_order(net: Web) -> Ints:
    """Every column in the order in which a walk along the links from the left first comes to its knots."""
    after: list[list[int]] = [[] for _ in range(net.count)]
    entered = np.zeros(net.count, dtype=np.bool_)
    entered[net.heads] = True
    for tail, head in zip(net.tails.tolist(), net.heads.tolist(), strict=True):
        after[tail].append(head)
    met = [-1] * net.count
    clock = 0
    for root in np.flatnonzero(~entered).tolist():
        way = [root]
        while way:
            knot = way.pop()
            if met[knot] >= 0:
                continue
            met[knot] = clock
            clock += 1
            way.extend(reversed(after[knot]))
    return np.lexsort((np.array(met), net.layer))
