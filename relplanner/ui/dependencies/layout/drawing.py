"""The whole drawing: every part on a sheet of its own, then all sheets in one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from relplanner.ui.dependencies.layout.layers import layers
from relplanner.ui.dependencies.layout.model import GRID, Box, Edge, Layout, Point, Progress, Spacing, Watch
from relplanner.ui.dependencies.layout.network import Floats, Ints, Network, components, network
from relplanner.ui.dependencies.layout.packing import grid, shelves
from relplanner.ui.dependencies.layout.sheets import Piece, Sheet, draw


@dataclass(frozen=True, slots=True)
class Part:
    """Numbers of its cards and links, the drawing, and whether that is the grid of cards without links."""

    cards: Ints
    links: Ints
    sheet: Sheet
    is_grid: bool = False


def lay_out(
    nodes: Sequence[Box],
    edges: Sequence[Edge],
    *,
    previous: Layout | None = None,
    spacing: Spacing | None = None,
    on_progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Layout:
    """Place cards in columns, links leading to the right; with ``previous``, close to where they were.

    The same arguments give the same layout. Raises LayoutCancelled once ``cancelled`` says so; that and
    ``on_progress`` (a share, 0 to 1) are called on the thread that calls this.
    """
    room = spacing or Spacing()
    watch = Watch(on_progress, cancelled)
    watch.at(0.0)
    whole = network(nodes, edges)
    layout = None
    if previous is not None:
        from relplanner.ui.dependencies.layout.keeping import kept

        layout = kept(whole, previous, room, watch.silent())
    if layout is None:
        parts = fresh_parts(whole, room, watch.part(0.05, 0.95))
        corners = shelves([(part.sheet.width, part.sheet.height) for part in parts], room)
        layout = joined(whole, parts, corners)
    watch.at(1.0)
    return layout


def fresh_parts(whole: Network, spacing: Spacing, watch: Watch) -> list[Part]:
    groups = components(whole.count, whole.tails, whole.heads)
    found: list[Part] = []
    singles = [int(cards[0]) for cards in groups if len(cards) == 1]
    done = 0
    for cards, links in zip(groups, links_of(groups, whole), strict=True):
        if len(cards) == 1:
            continue
        tails, heads = inside(cards, links, whole)
        column = layers(len(cards), tails, heads)
        piece = Piece(column, tails, heads, whole.widths[cards], whole.heights[cards])
        part = watch.part(done / whole.count, (done + len(cards)) / whole.count)
        found.append(Part(cards, links, draw(piece, spacing, part)))
        done += len(cards)
    if singles:
        found.append(grid_part(np.array(singles), whole, spacing))
    return found


def links_of(groups: Sequence[Ints], whole: Network) -> list[Ints]:
    """The numbers of the links within each group; groups are not joined by links."""
    of_card = np.zeros(whole.count, dtype=np.int64)
    for number, cards in enumerate(groups):
        of_card[cards] = number
    of_link = of_card[whole.tails]
    order = np.argsort(of_link, kind="stable")
    at = np.searchsorted(of_link[order], np.arange(len(groups) + 1)).tolist()
    return [order[begin:end] for begin, end in pairwise(at)]


def inside(cards: Ints, links: Ints, whole: Network) -> tuple[Ints, Ints]:
    """The links' ends as places in ``cards``, which is sorted."""
    return np.searchsorted(cards, whole.tails[links]), np.searchsorted(cards, whole.heads[links])


def grid_part(cards: Ints, whole: Network, spacing: Spacing) -> Part:
    x, y = grid(whole.widths[cards], whole.heights[cards], spacing)
    return placed_singly(cards, x, y, whole)


def placed_singly(cards: Ints, x: Floats, y: Floats, whole: Network) -> Part:
    """Cards without links at given places; the sheet reaches from 0 to their far edges."""
    width = float((x + whole.widths[cards] / 2).max())
    height = float((y + whole.heights[cards] / 2).max())
    sheet = Sheet(np.zeros(len(cards), dtype=np.int64), x, y, [], [], width, height)
    return Part(cards, np.zeros(0, dtype=np.int64), sheet, is_grid=True)


def joined(whole: Network, parts: Sequence[Part], corners: Sequence[Point]) -> Layout:
    """One layout of all parts, each with its upper left corner in its place."""
    centres: dict[str, Point] = {}
    routes: dict[Edge, tuple[Point, ...]] = {}
    layer: dict[str, int] = {}
    sheets: dict[str, int] = {}
    lanes: dict[Edge, tuple[float, ...]] = {}
    width = height = 0.0
    for number, (part, (left, top)) in enumerate(zip(parts, corners, strict=True)):
        sheet = part.sheet
        width, height = max(width, left + sheet.width), max(height, top + sheet.height)
        xs, ys = (sheet.x + left).tolist(), (sheet.y + top).tolist()
        for card, x, y, column in zip(part.cards.tolist(), xs, ys, sheet.layer.tolist(), strict=True):
            key = whole.ids[card]
            centres[key], layer[key] = (x, y), column
            sheets[key] = GRID if part.is_grid else number
        for link, route, passed in zip(part.links.tolist(), sheet.routes, sheet.lanes, strict=True):
            name = whole.name(link)
            moved = tuple([(x + left, y + top) for x, y in route])
            routes[name] = moved[::-1] if whole.back[link] else moved
            lanes[name] = tuple([y + top for y in passed])
    return Layout(
        centres=centres,
        routes=routes,
        layer=layer,
        width=width,
        height=height,
        back=frozenset(whole.name(int(link)) for link in np.flatnonzero(whole.back)),
        mentions=whole.mentions,
        sheet=sheets,
        lanes=lanes,
        crossings=sum(part.sheet.crossings for part in parts),
    )
