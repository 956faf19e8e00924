"""A network with its long links cut at every column that they pass, so that all join neighbouring columns."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from relplanner.ui.dependencies.layout.network import Flags, Floats, Ints


@dataclass(frozen=True, slots=True)
class Web:
    """Knots are cards and the places where a long link passes a column. They are numbered column by column:
    those of column ``l`` are ``first[l]`` to ``first[l + 1]``.

    ``card`` is the card's number, -1 for a place in passing. ``tails`` and ``heads`` are the knots that each
    piece of a link joins; ``chain`` lists, link after link, the knots in passing (``chain_at`` where each
    link's begin).
    """

    first: Ints
    layer: Ints
    card: Ints
    knot_of: Ints
    tails: Ints
    heads: Ints
    chain: Ints
    chain_at: Ints

    @property
    def count(self) -> int:
        return len(self.layer)

    @property
    def depth(self) -> int:
        return len(self.first) - 1

    @property
    def passing(self) -> Flags:
        return self.card < 0


def web(layer: Ints, tails: Ints, heads: Ints) -> Web:
    """Cut the links. ``layer`` is each card's column; every link leads from a lower to a higher one."""
    cards, links = len(layer), len(tails)
    spans = layer[heads] - layer[tails]
    inner = spans - 1
    chain_at = np.concatenate(([0], np.cumsum(inner)))
    link = np.repeat(np.arange(links), inner)
    step = np.arange(chain_at[-1]) - chain_at[link]
    layer_all = np.concatenate((layer, layer[tails][link] + 1 + step))
    order = np.argsort(layer_all, kind="stable")
    number = np.empty(len(order), dtype=np.int64)
    number[order] = np.arange(len(order))
    piece_link = np.repeat(np.arange(links), spans)
    piece_at = np.concatenate(([0], np.cumsum(spans)))
    piece = np.arange(piece_at[-1]) - piece_at[piece_link]
    base = cards + chain_at[piece_link] + piece
    source = np.where(piece == 0, tails[piece_link], base - 1)
    target = np.where(piece == inner[piece_link], heads[piece_link], base)
    card = np.concatenate((np.arange(cards), np.full(len(step), -1)))
    depth = int(layer.max()) + 1
    return Web(
        first=np.searchsorted(layer_all[order], np.arange(depth + 1)),
        layer=layer_all[order],
        card=card[order],
        knot_of=number[:cards],
        tails=number[source],
        heads=number[target],
        chain=number[cards:],
        chain_at=chain_at,
    )


def heights_of(net: Web, heights: Floats, lane: float) -> Floats:
    """How high each knot is: a card's height, or what a line in passing needs."""
    return np.where(net.passing, lane, heights[np.maximum(net.card, 0)])
