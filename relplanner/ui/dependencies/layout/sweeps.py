"""Orders the knots of each column so that few links cross: sweeps to and fro, each column after the last.

In a sweep every knot goes to the mean place of its neighbours in the column before. Exchanges of neighbours
follow; the best of two beginnings is kept. No chance is involved. Against fast-sugiyama (a port of the same
method, which tries every exchange anew) the crossings come out the same within a few per cent.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from relplanner.ui.dependencies.layout.crossings import crossings
from relplanner.ui.dependencies.layout.exchange import Exchange
from relplanner.ui.dependencies.layout.model import Watch
from relplanner.ui.dependencies.layout.network import Floats, Ints
from relplanner.ui.dependencies.layout.web import Web

PATIENCE = 3
SWEEPS = 24
ROUNDS = 2
FINAL_ROUNDS = 100

Near = list[list[int]]


class Order:
    """The knots of each column from top to bottom. ``slot[knot]`` is its place, counted over all columns."""

    def __init__(self, net: Web) -> None:
        self.net = net
        self.order = np.arange(net.count)
        self.slot = np.arange(net.count)
        self._head_columns = net.first[net.layer[net.heads]]
        self._columns = list(zip(net.first[:-1].tolist(), net.first[1:].tolist(), strict=True))
        self._left: Near = [[] for _ in range(net.count)]
        self._right: Near = [[] for _ in range(net.count)]
        for tail, head in zip(net.tails.tolist(), net.heads.tolist(), strict=True):
            self._right[tail].append(head)
            self._left[head].append(tail)

    def crossings(self) -> int:
        return crossings(self.slot[self.net.tails], self.slot[self.net.heads], self._head_columns)

    def take(self, order: Ints) -> None:
        self.order = order.copy()
        self.slot = np.empty_like(order)
        self.slot[order] = np.arange(len(order))

    def sort(self, keys: Floats) -> None:
        """Order every column by the keys of its knots."""
        self.take(np.lexsort((self.slot, keys, self.net.layer)))

    def down(self, watch: Watch) -> None:
        """From left to right, each column by the one before it."""
        self._sweep(self._columns, self._left, watch)

    def up(self, watch: Watch) -> None:
        self._sweep(self._columns[::-1], self._right, watch)

    def _sweep(self, columns: list[tuple[int, int]], near: Near, watch: Watch) -> None:
        """Lists, not arrays: most columns have a handful of knots, and a call costs more than they do."""
        order, slot = self.order.tolist(), self.slot.tolist()
        mean = [0.0] * len(order)
        low, high = 0, 0
        for number, (first, last) in enumerate(columns):
            if number % 256 == 0:
                watch.check()
            here = order[first:last]
            if last - first > 1:
                for at, knot in enumerate(here):
                    others = near[knot]
                    if others:
                        mean[knot] = sum([slot[other] for other in others]) / len(others)
                    else:  # stays about where it is
                        mean[knot] = low + (at + 0.5) * (high - low) / (last - first) - 0.5
                here.sort(key=mean.__getitem__)
                order[first:last] = here
                for at, knot in enumerate(here, first):
                    slot[knot] = at
            low, high = first, last
        self.order, self.slot = np.array(order), np.array(slot)


def ordered(net: Web, watch: Watch) -> Order:
    """The best order found."""
    order = Order(net)
    best, fewest = order.order, order.crossings()
    if not fewest:
        return order
    exchange = Exchange(net)
    beginnings = (order.order, walk_order(net))
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
    """Sweep until nothing has been won for a while; the best order met and its crossings."""
    best, fewest = order.order.copy(), order.crossings()
    ways: list[Callable[[Watch], None]] = [order.down, order.up]
    if not down_first:
        ways.reverse()
    wait = 0
    for number in range(SWEEPS):
        watch.at(number / SWEEPS)
        ways[number % 2](watch)
        exchange.run(order, watch, ROUNDS)
        count = order.crossings()
        if count < fewest:
            best, fewest, wait = order.order.copy(), count, 0
        else:
            wait += 1
        if wait >= PATIENCE or not fewest:
            break
    order.take(best)
    if fewest:
        exchange.run(order, watch, FINAL_ROUNDS)
    return order.order.copy(), order.crossings()


def walk_order(net: Web) -> Ints:
    """Every column in the order in which a walk along the links from the left first comes to its knots."""
    after: Near = [[] for _ in range(net.count)]
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
