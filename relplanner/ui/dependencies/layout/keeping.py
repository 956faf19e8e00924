"""A layout after a small edit: what was drawn stays where it was, what is new finds a place between.

Columns are kept unless links force a card to the right; in a column the order and, where there is room, the
heights are kept too. What grew too different is drawn afresh by the caller.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from relplanner.ui.dependencies.layout.columns import kept_columns
from relplanner.ui.dependencies.layout.drawing import (
    Part,
    grid_part,
    inside,
    joined,
    links_of,
    placed_singly,
)
from relplanner.ui.dependencies.layout.layers import layers
from relplanner.ui.dependencies.layout.model import GRID, Layout, Point, Spacing, Watch
from relplanner.ui.dependencies.layout.network import Flags, Floats, Ints, Network, components
from relplanner.ui.dependencies.layout.settle import settled
from relplanner.ui.dependencies.layout.sheets import Piece, distances, draw, finish, through
from relplanner.ui.dependencies.layout.sweeps import Order
from relplanner.ui.dependencies.layout.web import Web, web

KNOWN_SHARE = 0.6
"""Of the cards drawn before and now: with fewer in common it is another drawing."""
LONGER, TANGLED = 1.5, 2.0
"""How much longer links, and how many times more crossings, are borne for things to stay."""
SPARE = 50
FIRM, LOOSE = 1000.0, 1.0


def kept(whole: Network, previous: Layout, spacing: Spacing, watch: Watch) -> Layout | None:
    """The layout, or None when it is better drawn afresh."""
    known = np.array([key in previous.centres for key in whole.ids], dtype=np.bool_)
    if known.sum() < KNOWN_SHARE * max(len(known), len(previous.centres), 1):
        return None
    parts: list[Part] = []
    corners: list[Point | None] = []
    groups, singles = _groups(whole, previous)
    for number, (cards, links) in enumerate(zip(groups, links_of(groups, whole), strict=True)):
        watch.at(number / len(groups))
        drawn = _drawn(cards, links, whole, previous, spacing, watch)
        if drawn is None:
            return None
        parts.append(drawn[0])
        corners.append(drawn[1])
    if len(singles):
        part, corner = _singles(singles, whole, previous, spacing)
        parts.append(part)
        corners.append(corner)
    if sum(part.sheet.crossings for part in parts) > TANGLED * previous.crossings + SPARE:
        return None
    sizes = [(part.sheet.width, part.sheet.height) for part in parts]
    return joined(whole, parts, apart(sizes, corners, spacing))


def _groups(whole: Network, previous: Layout) -> tuple[list[Ints], Ints]:
    """Cards that share a sheet: those that links join, and those that shared one before; and the rest."""
    keys = np.array([previous.sheet.get(key, GRID) for key in whole.ids], dtype=np.int64)
    alone = np.ones(whole.count, dtype=np.bool_)
    alone[whole.tails] = alone[whole.heads] = False
    alone &= keys == GRID
    tails, heads = [whole.tails], [whole.heads]
    order = np.argsort(keys, kind="stable")
    same = (keys[order][1:] == keys[order][:-1]) & (keys[order][1:] != GRID)
    tails.append(order[:-1][same])
    heads.append(order[1:][same])
    groups = components(whole.count, np.concatenate(tails), np.concatenate(heads))
    return [cards for cards in groups if not alone[cards[0]]], np.flatnonzero(alone)


def _drawn(
    cards: Ints, links: Ints, whole: Network, previous: Layout, spacing: Spacing, watch: Watch
) -> tuple[Part, Point | None] | None:
    tails, heads = inside(cards, links, whole)
    names = [whole.ids[card] for card in cards.tolist()]
    shortest = layers(len(cards), tails, heads)
    if not any(name in previous.centres for name in names):
        piece = Piece(shortest, tails, heads, whole.widths[cards], whole.heights[cards])
        return Part(cards, links, draw(piece, spacing, watch)), None
    layer = kept_columns(names, tails, heads, previous)
    if _length(layer, tails, heads) > LONGER * _length(shortest, tails, heads) + SPARE:
        return None
    piece = Piece(layer, tails, heads, whole.widths[cards], whole.heights[cards])
    near = through(piece)
    net = web(layer, tails[near], heads[near])
    wishes = _wishes(names, [whole.name(link) for link in links[near].tolist()], net, piece, near, previous)
    order = Order(net)
    order.sort(wishes.heights)
    y = _settled(net, order, wishes, distances(net, order.order, piece.heights, spacing))
    sheet = finish(piece, near, net, y, order, spacing)
    before = np.array([previous.centres[name][0] if name in previous.centres else np.nan for name in names])
    shifts = before - sheet.x
    shifts = shifts[~np.isnan(shifts)]
    corner = (float(np.median(shifts)), sheet.top) if len(shifts) else None
    return Part(cards, links, sheet), corner


def _length(layer: Ints, tails: Ints, heads: Ints) -> int:
    return int((layer[heads] - layer[tails]).sum())


@dataclass(frozen=True, slots=True)
class _Wishes:
    """Where each knot should be and whether it was there before."""

    heights: Floats
    known: Flags


def _wishes(
    names: Sequence[str],
    links: Sequence[tuple[str, str]],
    net: Web,
    piece: Piece,
    near: Flags,
    previous: Layout,
) -> _Wishes:
    """Known knots want to stay; new cards want to be amid their neighbours, new links between their ends."""
    known_cards = np.array([name in previous.centres for name in names], dtype=np.bool_)
    y = np.array([previous.centres[name][1] if name in previous.centres else 0.0 for name in names])
    _between(y, known_cards, piece, previous.height)
    heights = np.empty(net.count)
    known = np.zeros(net.count, dtype=np.bool_)
    heights[net.knot_of], known[net.knot_of] = y, known_cards
    tails, heads = piece.tails[near], piece.heads[near]
    for number, name in enumerate(links):
        begin, end = int(net.chain_at[number]), int(net.chain_at[number + 1])
        if begin == end:
            continue
        lanes = previous.lanes.get(name, ())
        stays = len(lanes) == end - begin
        share = np.arange(1, end - begin + 1) / (end - begin + 1)
        straight = y[tails[number]] + share * (y[heads[number]] - y[tails[number]])
        heights[net.chain[begin:end]] = lanes if stays else straight
        known[net.chain[begin:end]] = stays
    return _Wishes(heights, known)


def _between(y: Floats, known: Flags, piece: Piece, bottom: float) -> None:
    """Give every new card the mean height of its neighbours, as far as those are known, else the bottom."""
    near: list[list[int]] = [[] for _ in range(len(y))]
    for tail, head in zip(piece.tails.tolist(), piece.heads.tolist(), strict=True):
        near[tail].append(head)
        near[head].append(tail)
    placed = known.copy()
    waiting = np.flatnonzero(~known).tolist()
    while waiting:
        ready = {card: [other for other in near[card] if placed[other]] for card in waiting}
        now = [card for card in waiting if ready[card]] or waiting
        for card in now:
            others = ready[card]
            y[card] = sum(float(y[other]) for other in others) / len(others) if others else bottom
        placed[now] = True
        waiting = [card for card in waiting if not placed[card]]


def _settled(net: Web, order: Order, wishes: _Wishes, gaps: Floats) -> Floats:
    by_slot = order.order
    hopes = wishes.heights[by_slot].tolist()
    weights = np.where(wishes.known[by_slot], FIRM, LOOSE).tolist()
    distance = gaps.tolist()
    found: list[float] = []
    for first, last in zip(net.first[:-1].tolist(), net.first[1:].tolist(), strict=True):
        found += settled(hopes[first:last], weights[first:last], distance[first:last])
    y = np.empty(net.count)
    y[by_slot] = found
    return y


def _singles(cards: Ints, whole: Network, previous: Layout, spacing: Spacing) -> tuple[Part, Point | None]:
    """The grid with its cards where they were and new ones in free cells."""
    names = [whole.ids[card] for card in cards.tolist()]
    places = {name: previous.centres[name] for name in names if previous.sheet.get(name) == GRID}
    columns = sorted({x for x, _ in places.values()})
    rows = sorted({y for _, y in places.values()})
    cell = float(whole.widths[cards].max()) + spacing.cards, float(whole.heights[cards].max()) + spacing.cards
    tight = any(b - a < cell[0] - 0.5 for a, b in pairwise(columns))
    tight |= any(b - a < cell[1] - 0.5 for a, b in pairwise(rows))
    if not places or tight:
        return grid_part(cards, whole, spacing), None
    taken = set(places.values())
    missing = [name for name in names if name not in places]
    while len(columns) * len(rows) - len(taken) < len(missing):
        rows.append(rows[-1] + cell[1])
    free = [(x, y) for y in rows for x in columns if (x, y) not in taken] if missing else []
    places |= dict(zip(missing, free, strict=False))
    x = np.array([places[name][0] for name in names])
    y = np.array([places[name][1] for name in names])
    left = float((x - whole.widths[cards] / 2).min())
    top = float((y - whole.heights[cards] / 2).min())
    return placed_singly(cards, x - left, y - top, whole), (left, top)


def apart(sizes: Sequence[Point], corners: Sequence[Point | None], spacing: Spacing) -> list[Point]:
    """Corners near those wished with no two parts on top of each other; parts without a wish go below."""
    room = spacing.cards
    boxes = np.zeros((len(sizes), 4))
    count = 0
    found: list[Point] = [(0.0, 0.0)] * len(sizes)
    wished = [(corner[1], corner[0], at) for at, corner in enumerate(corners) if corner is not None]
    for top, left, at in sorted(wished):
        width, height = sizes[at]
        x, y = left, top
        while True:
            done = boxes[:count]
            hit = (done[:, 0] < x + width + room) & (x - room < done[:, 2])
            hit &= (done[:, 1] < y + height + room) & (y - room < done[:, 3])
            if not hit.any():
                break
            y = float(done[hit, 3].max()) + room + 0.01
        boxes[count] = x, y, x + width, y + height
        count += 1
        found[at] = (x, y)
    left = float(boxes[:count, 0].min()) if count else 0.0
    bottom = float(boxes[:count, 3].max()) + spacing.parts if count else 0.0
    for at, corner in enumerate(corners):
        if corner is None:
            found[at] = (left, bottom)
            bottom += sizes[at][1] + spacing.parts
    top = min((y for _, y in found), default=0.0)
    return [(x - left, y - top) for x, y in found]
