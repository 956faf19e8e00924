"""Which column each card stands in: every link leads to the right, and few links are long."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from relplanner.ui.dependencies.layout.network import Ints

ROUNDS = 6


def layers(count: int, tails: Ints, heads: Ints) -> Ints:
    """The column of each node, from 0: far left, then moved to where its links are short."""
    before, after = neighbours(count, tails, heads)
    order = topological(before, after)
    layer = [0] * count
    for node in order:
        layer[node] = max((layer[each] + 1 for each in before[node]), default=0)
    for _ in range(ROUNDS):
        moved = _pull(reversed(order), layer, before, after)
        moved |= _pull(order, layer, before, after)
        if not moved:
            break
    return _without_gaps(np.array(layer, dtype=np.int64))


def neighbours(count: int, tails: Ints, heads: Ints) -> tuple[list[list[int]], list[list[int]]]:
    before: list[list[int]] = [[] for _ in range(count)]
    after: list[list[int]] = [[] for _ in range(count)]
    for tail, head in zip(tails.tolist(), heads.tolist(), strict=True):
        after[tail].append(head)
        before[head].append(tail)
    return before, after


def topological(before: list[list[int]], after: list[list[int]]) -> list[int]:
    missing = [len(each) for each in before]
    order = [node for node, count in enumerate(missing) if not count]
    for node in order:
        for head in after[node]:
            missing[head] -= 1
            if not missing[head]:
                order.append(head)
    return order


def _pull(nodes: Iterable[int], layer: list[int], before: list[list[int]], after: list[list[int]]) -> bool:
    """Move each node towards the side on which it has more links."""
    moved = False
    for node in nodes:
        ahead, behind = after[node], before[node]
        if len(ahead) > len(behind):
            best = min(layer[each] for each in ahead) - 1
        elif len(ahead) < len(behind):
            best = max(layer[each] for each in behind) + 1
        else:
            continue
        if best != layer[node]:
            layer[node] = best
            moved = True
    return moved


def _without_gaps(layer: Ints) -> Ints:
    return np.unique(layer, return_inverse=True)[1].astype(np.int64).reshape(-1)
