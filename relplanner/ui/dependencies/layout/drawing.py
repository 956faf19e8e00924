"""The whole drawing: every part on a sheet of its own, then all sheets in one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np

from relplanner.ui.dependencies.layout.layers import layers
from relplanner.ui.dependencies.layout.model import Box, Edge, Layout, Progress, Spacing, Watch
from relplanner.ui.dependencies.layout.network import Ints, Network, components, network
from relplanner.ui.dependencies.layout.packing import grid, shelves
from relplanner.ui.dependencies.layout.sheets import Sheet, draw

Part = tuple[Ints, Ints, Sheet]  # the numbers of its cards, of its links, and the drawing


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
    parts = _parts(whole, room, watch.part(0.05, 0.9))
    layout = _joined(whole, parts, room)
    watch.at(1.0)
    return layout


def _parts(whole: Network, spacing: Spacing, watch: Watch) -> list[Part]:
    found: list[Part] = []
    singles: list[int] = []
    of_part = np.zeros(whole.count, dtype=np.int64)
    groups = components(whole.count, whole.tails, whole.heads)
    for number, cards in enumerate(groups):
        of_part[cards] = number
    links = _links_of(of_part, whole, len(groups))
    number_in = np.empty(whole.count, dtype=np.int64)
    done = 0
    for cards, own in zip(groups, links, strict=True):
        if len(cards) == 1:
            singles.append(int(cards[0]))
            continue
        number_in[cards] = np.arange(len(cards))
        tails, heads = number_in[whole.tails[own]], number_in[whole.heads[own]]
        part = watch.part(done / whole.count, (done + len(cards)) / whole.count)
        column = layers(len(cards), tails, heads)
        sheet = draw(column, tails, heads, whole.widths[cards], whole.heights[cards], spacing, part)
        found.append((cards, own, sheet))
        done += len(cards)
    if singles:
        found.append(_grid_part(np.array(singles), whole, spacing))
    return found


def _links_of(of_part: Ints, whole: Network, parts: int) -> list[Ints]:
    of_link = of_part[whole.tails]
    order = np.argsort(of_link, kind="stable")
    at = np.searchsorted(of_link[order], np.arange(parts + 1)).tolist()
    return [order[begin:end] for begin, end in pairwise(at)]


def _grid_part(cards: Ints, whole: Network, spacing: Spacing) -> Part:
    widths, heights = whole.widths[cards], whole.heights[cards]
    x, y = grid(widths, heights, spacing)
    size = float((x + widths / 2).max()), float((y + heights / 2).max())
    none = np.zeros(0, dtype=np.int64)
    return cards, none, Sheet(np.zeros(len(cards), dtype=np.int64), x, y, [], [], *size)


def _joined(whole: Network, parts: list[Part], spacing: Spacing) -> Layout:
    corners = shelves([(sheet.width, sheet.height) for _, _, sheet in parts], spacing) if parts else []
    centres: dict[str, tuple[float, float]] = {}
    routes: dict[Edge, tuple[tuple[float, float], ...]] = {}
    layer: dict[str, int] = {}
    sheets: dict[str, int] = {}
    lanes: dict[Edge, tuple[float, ...]] = {}
    for number, ((cards, links, sheet), (left, top)) in enumerate(zip(parts, corners, strict=True)):
        places = zip(
            cards.tolist(),
            (sheet.x + left).tolist(),
            (sheet.y + top).tolist(),
            sheet.layer.tolist(),
            strict=True,
        )
        for card, x, y, column in places:
            key = whole.ids[card]
            centres[key], layer[key], sheets[key] = (x, y), column, number
        for link, route, passed in zip(links.tolist(), sheet.routes, sheet.lanes, strict=True):
            moved = tuple((x + left, y + top) for x, y in route)
            routes[whole.name(link)] = moved[::-1] if whole.back[link] else moved
            lanes[whole.name(link)] = tuple(y + top for y in passed)
    return Layout(
        centres=centres,
        routes=routes,
        layer=layer,
        width=max(
            (left + part[2].width for part, (left, _) in zip(parts, corners, strict=True)), default=0.0
        ),
        height=max(
            (top + part[2].height for part, (_, top) in zip(parts, corners, strict=True)), default=0.0
        ),
        back=frozenset(whole.name(int(link)) for link in np.flatnonzero(whole.back)),
        mentions=whole.mentions,
        sheet=sheets,
        lanes=lanes,
    )
