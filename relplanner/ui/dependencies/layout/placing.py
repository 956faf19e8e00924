"""Heights of the knots: every column settles near its neighbours, then what is nearly level is made level.

Long links weigh more, so that they run straight; cards give way to them. This packs closer than the
alignment of Brandes and Köpf, whose blocks of level cards pile up: a third of the height on staged networks.
"""

from __future__ import annotations

import numpy as np

from relplanner.ui.dependencies.layout.model import Watch
from relplanner.ui.dependencies.layout.network import Floats, Ints
from relplanner.ui.dependencies.layout.settle import settled
from relplanner.ui.dependencies.layout.web import Web

PULLS = (1.0, 2.0, 8.0)
"""Of a piece of a link between two cards, a card and a place in passing, two places in passing."""
LOOSE = 0.01
NEAR_PX = 20.0
"""Two neighbours that differ by less are made level."""
FIRM = (1.0, 10.0, 200.0)
"""What holds a lone card, a card that is made level, a long link."""
LEVELLING = 4
GROUPING = 2
"""In how many of these rounds neighbours are looked for anew."""
STILL_PX = 0.25

Near = list[list[tuple[int, float]]]


def placed(net: Web, order: Ints, gaps: Floats, watch: Watch) -> Floats:
    """The middle of each knot. ``gaps[slot]`` is the least distance to the middle of the slot above."""
    y = _stacked(net, gaps)
    left, right = _near(net, order)
    columns = list(zip(net.first[:-1].tolist(), net.first[1:].tolist(), strict=True))
    distance = gaps.tolist()
    turns = ((left, None, 1), (None, right, -1), (left, right, 1), (left, right, -1))
    for number, (before, after, way) in enumerate(turns):
        watch.at(number / (len(turns) + LEVELLING))
        _relax(y, columns[::way], before, after, distance)
    for number in range(LEVELLING):
        watch.at((len(turns) + number) / (len(turns) + LEVELLING))
        if number < GROUPING:
            group = _groups(net, order, y)
            firm = _firm(net, order, group)
        then, y = y, _levelled(group, firm, y, columns, distance)
        if max(abs(new - old) for new, old in zip(y, then, strict=True)) < STILL_PX:
            break
    found = np.empty(net.count)
    found[order] = y
    return found


def _stacked(net: Web, gaps: Floats) -> list[float]:
    """Every column as close as can be, around 0."""
    total = np.cumsum(gaps)
    top, bottom = total[net.first[:-1]], total[net.first[1:] - 1]
    stacked: list[float] = (total - np.repeat((top + bottom) / 2, np.diff(net.first))).tolist()
    return stacked


def _near(net: Web, order: Ints) -> tuple[Near, Near]:
    """By slot, the slots of the neighbours on the left and on the right, and how much each pulls."""
    slot = np.empty(net.count, dtype=np.int64)
    slot[order] = np.arange(net.count)
    passing = net.passing
    pulls = np.array(PULLS)[passing[net.tails].astype(np.int64) + passing[net.heads]].tolist()
    left: Near = [[] for _ in range(net.count)]
    right: Near = [[] for _ in range(net.count)]
    for tail, head, pull in zip(slot[net.tails].tolist(), slot[net.heads].tolist(), pulls, strict=True):
        right[tail].append((head, pull))
        left[head].append((tail, pull))
    return left, right


def _relax(
    y: list[float], columns: list[tuple[int, int]], left: Near | None, right: Near | None, gaps: list[float]
) -> None:
    """Move every column in turn to where its neighbours pull it."""
    for first, last in columns:
        wishes, weights = [], []
        for slot in range(first, last):
            pulled = mass = 0.0
            if left is not None:
                for other, pull in left[slot]:
                    pulled += pull * y[other]
                    mass += pull
            if right is not None:
                for other, pull in right[slot]:
                    pulled += pull * y[other]
                    mass += pull
            wishes.append(pulled / mass if mass else y[slot])
            weights.append(mass or LOOSE)
        y[first:last] = settled(wishes, weights, gaps[first:last])


def _firm(net: Web, order: Ints, group: Ints) -> list[float]:
    """How firmly each slot is held at its group's height."""
    together = np.bincount(group, minlength=net.count)[group] > 1
    weights: list[float] = np.where(
        net.passing[order], FIRM[2], np.where(together, FIRM[1], FIRM[0])
    ).tolist()
    return weights


def _levelled(
    group: Ints, firm: list[float], y: list[float], columns: list[tuple[int, int]], gaps: list[float]
) -> list[float]:
    """Settle with the mean height of its group as each knot's wish."""
    sizes = np.maximum(np.bincount(group), 1)
    wishes = (np.bincount(group, weights=np.array(y)) / sizes)[group].tolist()
    found: list[float] = []
    for first, last in columns:
        found += settled(wishes[first:last], firm[first:last], gaps[first:last])
    return found


def _groups(net: Web, order: Ints, y: list[float]) -> Ints:
    """The group of each slot, named by one of its slots.

    A long link between its ends is one; neighbours that are each other's nearest join when their groups'
    means are nearly the same. So a group has one knot in a column.
    """
    slot = np.empty(net.count, dtype=np.int64)
    slot[order] = np.arange(net.count)
    root = list(range(net.count))
    mean = list(y)
    size = [1] * net.count

    def top(at: int) -> int:
        while root[at] != at:
            root[at] = root[root[at]]
            at = root[at]
        return at

    def join(one: int, other: int) -> None:
        mean[one] = (mean[one] * size[one] + mean[other] * size[other]) / (size[one] + size[other])
        size[one] += size[other]
        root[other] = one

    tails, heads = slot[net.tails], slot[net.heads]
    inner = net.passing[net.tails] & net.passing[net.heads]
    for tail, head in zip(tails[inner].tolist(), heads[inner].tolist(), strict=True):
        join(top(tail), top(head))
    heights = np.array(y)
    apart = np.abs(heights[tails] - heights[heads])
    close = np.flatnonzero(~inner & (apart < NEAR_PX))
    left_taken, right_taken = [False] * net.count, [False] * net.count
    for piece in close[np.argsort(apart[close], kind="stable")].tolist():
        tail, head = int(tails[piece]), int(heads[piece])
        if right_taken[tail] or left_taken[head]:
            continue
        one, other = top(tail), top(head)
        if one != other and abs(mean[one] - mean[other]) < NEAR_PX:
            right_taken[tail] = left_taken[head] = True
            join(one, other)
    return np.array([top(at) for at in range(net.count)])
