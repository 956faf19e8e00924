"""The cards and links asked for, as numbers: no repeats, no links to oneself, no circles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from relplanner.ui.dependencies.layout.model import Box, Edge

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Network:
    """Cards by number in the order given. ``tails`` and ``heads`` of the links make no circle: those flagged
    ``back`` stand turned round."""

    ids: tuple[str, ...]
    widths: Floats
    heights: Floats
    tails: Ints
    heads: Ints
    back: Flags
    mentions: tuple[str, ...]

    @property
    def count(self) -> int:
        return len(self.ids)

    def name(self, edge: int) -> Edge:
        """The link's ends as they were asked for."""
        tail, head = self.ids[self.tails[edge]], self.ids[self.heads[edge]]
        return (head, tail) if self.back[edge] else (tail, head)


def network(nodes: Sequence[Box], edges: Sequence[Edge]) -> Network:
    boxes = {box.id: box for box in reversed(nodes)}
    ids = tuple(dict.fromkeys(box.id for box in nodes))
    number = {key: at for at, key in enumerate(ids)}
    unique = dict.fromkeys(edges)
    selves = [edge for edge in unique if edge[0] == edge[1]]
    strange = [edge for edge in unique if edge[0] not in number or edge[1] not in number]
    kept = [
        (number[tail], number[head])
        for tail, head in unique
        if tail != head and tail in number and head in number
    ]
    tails, heads, back = _without_circles(len(ids), kept)
    return Network(
        ids,
        np.array([boxes[key].width for key in ids], dtype=np.float64),
        np.array([boxes[key].height for key in ids], dtype=np.float64),
        tails,
        heads,
        back,
        _mentions(len(nodes) - len(ids), len(edges) - len(unique), selves, strange, int(back.sum())),
    )


def _mentions(
    cards: int, repeats: int, selves: list[Edge], strange: list[Edge], circles: int
) -> tuple[str, ...]:
    found = []
    if cards:
        found.append(f"{_count(cards, 'card')} with an id that is already drawn left out.")
    if repeats:
        found.append(f"{_count(repeats, 'repeated link')} drawn once.")
    if selves:
        found.append(f"{_count(len(selves), 'link')} from an activity to itself left out: {_some(selves)}.")
    if strange:
        found.append(
            f"{_count(len(strange), 'link')} to a card that is not shown left out: {_some(strange)}."
        )
    if circles:
        found.append(f"{_count(circles, 'link')} that would close a circle drawn from right to left.")
    return tuple(found)


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _some(edges: list[Edge], limit: int = 3) -> str:
    named = [tail if tail == head else f"{tail} → {head}" for tail, head in edges[:limit]]
    return ", ".join(named) + (" …" if len(edges) > limit else "")


def _without_circles(count: int, edges: list[tuple[int, int]]) -> tuple[Ints, Ints, Flags]:
    """Turn round every link that leads back to where a walk came from."""
    pairs = np.array(edges, dtype=np.int64).reshape(-1, 2)
    tails, heads = pairs[:, 0].copy(), pairs[:, 1].copy()
    back = np.zeros(len(edges), dtype=np.bool_)
    for edge in _closing(count, edges):
        back[edge] = True
    tails[back], heads[back] = heads[back], tails[back]
    return tails, heads, back


def _closing(count: int, edges: list[tuple[int, int]]) -> list[int]:
    """The numbers of the links that close a circle, in a walk along the links in the order given."""
    out: list[list[tuple[int, int]]] = [[] for _ in range(count)]
    entered = [False] * count
    for number, (tail, head) in enumerate(edges):
        out[tail].append((head, number))
        entered[head] = True
    closing = []
    state = [0] * count  # 0 not seen, 1 on the way, 2 done
    for root in sorted(range(count), key=entered.__getitem__):
        if state[root]:
            continue
        state[root] = 1
        way = [(root, iter(out[root]))]
        while way:
            node, rest = way[-1]
            for head, number in rest:
                if state[head] == 1:
                    closing.append(number)
                elif not state[head]:
                    state[head] = 1
                    way.append((head, iter(out[head])))
                    break
            else:
                state[node] = 2
                way.pop()
    return closing


def components(count: int, tails: Ints, heads: Ints) -> list[Ints]:
    """The nodes of each part that links hold together, parts by their first node."""
    root = list(range(count))
    for tail, head in zip(tails.tolist(), heads.tolist(), strict=True):
        while root[tail] != tail:
            root[tail] = root[root[tail]]
            tail = root[tail]  # noqa: PLW2901 - walking up
        while root[head] != head:
            root[head] = root[root[head]]
            head = root[head]  # noqa: PLW2901 - walking up
        if tail != head:
            root[max(tail, head)] = min(tail, head)
    parts: dict[int, list[int]] = {}
    for node in range(count):
        top = node
        while root[top] != top:
            top = root[top]
        parts.setdefault(top, []).append(node)
    return [np.array(part, dtype=np.int64) for part in parts.values()]
