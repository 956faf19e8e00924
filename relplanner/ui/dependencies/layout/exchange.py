"""Exchanges of neighbours in a column: all pairs of every second column are judged at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from relplanner.ui.dependencies.layout.network import Ints

if TYPE_CHECKING:
    from relplanner.ui.dependencies.layout.model import Watch
    from relplanner.ui.dependencies.layout.sweeps import Order
    from relplanner.ui.dependencies.layout.web import Web

MOST_PAIRS = 1 << 12
"""Of links of two neighbours that are looked at; the means of the sweeps place such hubs well."""


class Exchange:
    """Judges exchanges on one web."""

    def __init__(self, net: Web) -> None:
        self._net = net
        before, before_at = _rows(net.count, net.heads, net.tails)
        after, after_at = _rows(net.count, net.tails, net.heads)
        # both sides in one table, the right side's rows after the left side's: half the calls
        self._near = np.concatenate((before, after))
        self._at = np.concatenate((before_at[:-1], after_at + len(before)))
        slots = np.arange(net.count - 1)
        same = net.layer[:-1] == net.layer[1:]  # a slot's column is that of the knot of this number
        place = slots - net.first[net.layer[:-1]]
        self._groups = [
            slots[same & (net.layer[:-1] % 2 == column) & (place % 2 == pair)]
            for column in (0, 1)
            for pair in (0, 1)
        ]

    def run(self, order: Order, watch: Watch, rounds: int) -> None:
        """Exchange while that lessens the crossings, ``rounds`` times over at most."""
        for _ in range(rounds):
            watch.check()
            gained = 0
            for group in self._groups:
                gained += self._pass(order, group)
            if not gained:
                return

    def _pass(self, order: Order, slots: Ints) -> int:
        upper, lower = order.order[slots], order.order[slots + 1]
        gain = self._gain(order.slot, upper, lower)
        better = gain > 0
        if not better.any():
            return 0
        where, upper, lower = slots[better], upper[better], lower[better]
        order.order[where], order.order[where + 1] = lower, upper
        order.slot[lower], order.slot[upper] = where, where + 1
        return int(gain[better].sum())

    def _gain(self, slot: Ints, upper: Ints, lower: Ints) -> Ints:
        """How many crossings fewer there would be with each pair exchanged."""
        count = self._net.count
        begin_upper, end_upper = self._stretch(np.concatenate((upper, upper + count)))
        begin_lower, end_lower = self._stretch(np.concatenate((lower, lower + count)))
        count_lower = end_lower - begin_lower
        pairs = (end_upper - begin_upper) * count_lower
        pairs[pairs > MOST_PAIRS] = 0
        ends = np.cumsum(pairs)
        total = int(ends[-1]) if len(ends) else 0
        if not total:
            return np.zeros(len(upper), dtype=np.int64)
        of = np.repeat(np.arange(len(pairs)), pairs)
        number = np.arange(total) - (ends - pairs)[of]
        first, second = np.divmod(number, count_lower[of])
        near = self._near
        sign = np.sign(slot[near[begin_upper[of] + first]] - slot[near[begin_lower[of] + second]])
        summed = np.concatenate(([0], np.cumsum(sign)))
        by_side = (summed[ends] - summed[ends - pairs]).reshape(2, -1)
        gain: Ints = by_side[0] + by_side[1]
        return gain

    def _stretch(self, rows: Ints) -> tuple[Ints, Ints]:
        return self._at[rows], self._at[rows + 1]


def _rows(count: int, own: Ints, other: Ints) -> tuple[Ints, Ints]:
    by_own = np.argsort(own, kind="stable")
    return other[by_own], np.searchsorted(own[by_own], np.arange(count + 1))
