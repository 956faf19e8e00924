"""The ways of all links in view at once, for a large plan: :mod:`ways`, step by step, on arrays."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from relplanner.ui.timeline.layout.ways import (
    ARRIVING,
    DOWN,
    DROP,
    FF,
    FS,
    LANES,
    LEAVING,
    LEFT,
    RIGHT,
    SF,
    SS,
    STUB,
    STUB_ROWS,
    UP,
)
from relplanner.values import value

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Column = npt.NDArray[np.floating[Any]]

POINTS = 6


@value
class Ends:
    """Of each link, in pixels: where it leaves and arrives (rows' middles), and the box it arrives at."""

    kind: Ints
    leave_x: Floats
    leave_y: Column
    arrive_x: Floats
    arrive_y: Column
    drop_x: Floats
    """Where a link that comes from above or below meets the box of the arrival."""
    half_height: Floats
    lane: Ints


@value
class Routes:
    """``points`` is (n, 6, 2): the turns of each link, the last repeated where it needs fewer; ``head`` its
    arrow.
    """

    points: Floats
    head: Ints


def route(ends: Ends, row_height: float) -> Routes:
    """The ways of all links."""
    count = len(ends.kind)
    points = np.empty((count, POINTS, 2))
    forward = np.isin(ends.kind, (FS, SF))
    sense = np.where(np.isin(ends.kind, (FS, FF)), 1.0, -1.0)  # the way it leaves: right or left
    stub = STUB + 2.0 * (ends.lane % LANES)
    straight = forward & ((ends.arrive_x - ends.leave_x) * sense >= stub + STUB)
    drop_room = (ends.drop_x - ends.leave_x) * sense
    drops = forward & ~straight & (drop_room >= -STUB - DROP)
    back = forward & ~straight & ~drops
    side = np.sign(ends.arrive_y - ends.leave_y)
    _beside(points, ends, straight, ends.leave_x + sense * stub)
    outer = np.where(
        sense > 0, np.maximum(ends.leave_x, ends.arrive_x), np.minimum(ends.leave_x, ends.arrive_x)
    )
    _beside(points, ends, ~forward, outer + sense * stub)
    _into_top(points, ends, drops, np.where(drop_room < 0, ends.drop_x, ends.leave_x), side)
    _between_rows(points, ends, back, sense * stub, sense * (STUB + 2), side * row_height / 2)
    head = np.where(np.where(forward, sense < 0, sense > 0), LEFT, RIGHT)
    head[drops] = np.where(side[drops] >= 0, DOWN, UP)
    return Routes(_whole(points), head)


def _beside(points: Floats, ends: Ends, chosen: npt.NDArray[np.bool_], trunk: Floats) -> None:
    """One upright piece, beside the bar it leaves or outside both."""
    turns = (
        (ends.leave_x, ends.leave_y),
        (trunk, ends.leave_y),
        (trunk, ends.arrive_y),
        (ends.arrive_x, ends.arrive_y),
    )
    _fill(points, chosen, turns)


def _into_top(points: Floats, ends: Ends, chosen: npt.NDArray[np.bool_], start: Floats, side: Column) -> None:
    """Level to above or below the arrival, then into its box."""
    meet = ends.arrive_y - side * ends.half_height
    _fill(points, chosen, ((start, ends.leave_y), (ends.drop_x, ends.leave_y), (ends.drop_x, meet)))


def _between_rows(
    points: Floats, ends: Ends, chosen: npt.NDArray[np.bool_], out: Floats, ahead: Floats, half_row: Column
) -> None:
    """Back in time along the edge of the arrival's row."""
    trunk, before, level = ends.leave_x + out, ends.arrive_x - ahead, ends.arrive_y - half_row
    turns = (
        (ends.leave_x, ends.leave_y),
        (trunk, ends.leave_y),
        (trunk, level),
        (before, level),
        (before, ends.arrive_y),
        (ends.arrive_x, ends.arrive_y),
    )
    _fill(points, chosen, turns)


def cut_to_stubs(routes: Routes, ends: Ends, part: Ints, row_height: float) -> None:
    """Leaves of long links only what stands beside one of their ends: of each, ``part`` says which."""
    points = routes.points
    side = np.sign(ends.arrive_y - ends.leave_y)
    reach = _whole(side * row_height * STUB_ROWS)
    leaving = part == LEAVING
    sense = np.where(np.isin(ends.kind, (FS, FF)), 1.0, -1.0)
    x, y = _whole(ends.leave_x), _whole(ends.leave_y)
    trunk = _whole(ends.leave_x + sense * STUB)
    _fill(points, leaving, ((x, y), (trunk, y), (trunk, y + reach)))
    arriving = part == ARRIVING
    into = np.where(np.isin(ends.kind, (FS, SS)), 1.0, -1.0)
    x, y = _whole(ends.arrive_x), _whole(ends.arrive_y)
    trunk = _whole(ends.arrive_x - into * (STUB + 2))
    _fill(points, arriving, ((trunk, y - reach), (trunk, y), (x, y)))
    routes.head[arriving] = np.where(into > 0, RIGHT, LEFT)[arriving]


def _whole(pixels: Column) -> Floats:
    """The nearest whole pixels, halves always up, so that nothing jumps when it scrolls."""
    found: Floats = np.floor(pixels + 0.5)
    return found


def _fill(points: Floats, chosen: npt.NDArray[np.bool_], turns: tuple[tuple[Column, Column], ...]) -> None:
    for step in range(POINTS):
        x, y = turns[min(step, len(turns) - 1)]
        points[chosen, step, 0] = x[chosen]
        points[chosen, step, 1] = y[chosen]


def pieces(points: Floats, width: float) -> Floats:
    """The straight pieces as rectangles, (m, 4) of x, y, width, height; pieces of no length are left out."""
    first, second = points[:, :-1].reshape(-1, 2), points[:, 1:].reshape(-1, 2)
    keep = (first != second).any(axis=1)
    first, second = first[keep], second[keep]
    low = np.minimum(first, second)
    size = np.abs(second - first)
    shift = np.floor(width / 2)
    return np.hstack([low - shift, size + width])


def trunks(points: Floats) -> Floats:
    """The upright pieces, (m, 3) of x, top, bottom: what a label must keep clear of."""
    first, second = points[:, :-1].reshape(-1, 2), points[:, 1:].reshape(-1, 2)
    upright = (first[:, 0] == second[:, 0]) & (first[:, 1] != second[:, 1])
    first, second = first[upright], second[upright]
    return np.column_stack(
        [first[:, 0], np.minimum(first[:, 1], second[:, 1]), np.maximum(first[:, 1], second[:, 1])]
    )


def clipped(rects: Floats, top: float, bottom: float, most: int) -> Floats:
    """Rectangles cut to a band; where there are more than ``most``, each that would paint the same pixels
    only once.
    """
    if len(rects) <= most:
        return rects
    low = np.clip(rects[:, 1], top, bottom)
    high = np.clip(rects[:, 1] + rects[:, 3], top, bottom)
    cut = np.column_stack([rects[:, 0], low, rects[:, 2], high - low])
    return np.unique(cut[cut[:, 3] > 0], axis=0)
