"""Heights of the knots: four one-sided placements after Brandes and Köpf, and the mean of the middle two.

U. Brandes, B. Köpf: Fast and Simple Horizontal Coordinate Assignment, Graph Drawing 2001. Blocks are placed
by longest ways in the graph of neighbouring blocks instead of by their classes, which also avoids the fault
that the authors' erratum of 2020 mends. (Here columns stand and heights are sought.)
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from relplanner.ui.dependencies.layout.model import Watch
from relplanner.ui.dependencies.layout.network import Floats, Ints
from relplanner.ui.dependencies.layout.web import Web

Rows = list[list[int]]


def placed(net: Web, order: Ints, gaps: Floats, watch: Watch) -> Floats:
    """The middle of each knot. ``gaps[slot]`` is the least distance to the middle of the slot above."""
    rows = [order[first:last].tolist() for first, last in zip(net.first[:-1], net.first[1:], strict=True)]
    slot = np.empty(net.count, dtype=np.int64)
    slot[order] = np.arange(net.count)
    before, after = _by_slot(net, slot)
    crossed = _crossed(net, rows, slot.tolist(), before)
    distance = gaps.tolist()
    made = []
    for number, (left, upper) in enumerate(((True, True), (True, False), (False, True), (False, False))):
        watch.at(number / 4)
        near = before if left else after
        columns = rows if left else rows[::-1]
        root = _aligned(net.count, columns, near, slot.tolist(), crossed, upper)
        made.append(_compacted(rows, root, slot.tolist(), distance, upper))
    return _middle(made)


def _by_slot(net: Web, slot: Ints) -> tuple[Rows, Rows]:
    """The neighbours of each knot on the left and on the right, from top to bottom."""
    before: Rows = [[] for _ in range(net.count)]
    after: Rows = [[] for _ in range(net.count)]
    for piece in np.lexsort((slot[net.tails], slot[net.heads])).tolist():
        before[net.heads[piece]].append(int(net.tails[piece]))
    for piece in np.lexsort((slot[net.heads], slot[net.tails])).tolist():
        after[net.tails[piece]].append(int(net.heads[piece]))
    return before, after


def _crossed(net: Web, rows: Rows, slot: list[int], before: Rows) -> set[tuple[int, int]]:
    """Pieces that cross one between two knots in passing: they give way, for long links to be straight."""
    passing = net.passing.tolist()
    found: set[tuple[int, int]] = set()
    for column in range(1, len(rows)):
        row, previous = rows[column], rows[column - 1]
        low = slot[previous[0]] - 1
        waiting = 0
        for at, knot in enumerate(row):
            partner = _passing_partner(knot, passing, before)
            if partner < 0 and at < len(row) - 1:
                continue
            high = slot[partner] if partner >= 0 else slot[previous[-1]] + 1
            for each in row[waiting : at + 1]:
                for near in before[each]:
                    if (slot[near] < low or slot[near] > high) and not (passing[near] and passing[each]):
                        found.add((near, each))
            waiting = at + 1
            low = high
    return found


def _passing_partner(knot: int, passing: list[bool], before: Rows) -> int:
    if passing[knot] and before[knot] and passing[before[knot][0]]:
        return before[knot][0]
    return -1


def _aligned(
    count: int, columns: Rows, near: Rows, slot: list[int], crossed: set[tuple[int, int]], upper: bool
) -> list[int]:
    """Each knot's block: it joins that of its middle neighbour unless lines would cross there."""
    root = list(range(count))
    align = list(range(count))
    sign = 1 if upper else -1
    for row in columns:
        last = -1 if upper else count
        for knot in row if upper else reversed(row):
            others = near[knot]
            if not others:
                continue
            size = len(others)
            middle = {(size - 1) // 2, size // 2}
            for at in sorted(middle, reverse=not upper):
                other = others[at]
                free = (other, knot) not in crossed and (knot, other) not in crossed
                if align[knot] == knot and free and (slot[other] - last) * sign > 0:
                    align[other] = knot
                    root[knot] = root[other]
                    align[knot] = root[knot]
                    last = slot[other]
    return root


def _compacted(
    rows: Rows, root: list[int], slot: list[int], distance: list[float], upper: bool
) -> list[float]:
    """Heights of blocks: each as far up (or down) as its neighbours let it, then pulled back to them."""
    sign = 1.0 if upper else -1.0
    follows: dict[int, dict[int, float]] = {}
    missing: dict[int, int] = {}
    for row in rows:
        for above, below in pairwise(row):
            gap = distance[slot[below]]
            first, second = (root[above], root[below]) if upper else (root[below], root[above])
            ways = follows.setdefault(first, {})
            if second not in ways:
                missing[second] = missing.get(second, 0) + 1
            ways[second] = max(ways.get(second, 0.0), gap)
    blocks = list(dict.fromkeys(root))
    at = dict.fromkeys(blocks, 0.0)
    order = [block for block in blocks if not missing.get(block)]
    for block in order:
        for other, gap in follows.get(block, {}).items():
            at[other] = max(at[other], at[block] + gap)
            missing[other] -= 1
            if not missing[other]:
                order.append(other)
    for block in reversed(order):
        ways = follows.get(block, {})
        at[block] = max(at[block], min((at[other] - gap for other, gap in ways.items()), default=0.0))
    return [sign * at[block] for block in root]


def _middle(made: list[list[float]]) -> Floats:
    """Move the four to the narrowest and take the mean of the middle two."""
    table = np.array(made)
    if not table.size:
        return np.zeros(0)
    low, high = table.min(axis=1), table.max(axis=1)
    best = int(np.argmin(high - low))
    for number in range(4):
        upper = number % 2 == 0
        table[number] += low[best] - low[number] if upper else high[best] - high[number]
    table.sort(axis=0)
    heights: Floats = (table[1] + table[2]) / 2
    return heights
