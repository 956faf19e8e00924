"""Orthogonal ways from the end of one bar to the end of another, a link at a time.

A finish-to-start link leaves to the right and goes down beside its own bar, then level along the
successor's row, which is empty there. Where the successor starts at once, it drops into the top of its bar.
Where it starts earlier, the way back runs between two rows. So a label right of a bar has to avoid upright
pieces only, and those are known.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from itertools import pairwise

from relplanner.values import value

STUB = 8.0
"""Pixels a link runs straight on before it turns."""
DROP = 6.0
"""Where a dropping link meets its bar, right of the start."""
LANES = 3
"""Neighbouring trunks are set apart by up to this many steps of two pixels."""
STUB_ROWS = 0.75
"""How many rows high the visible end of a long link is."""
RIGHT, LEFT, DOWN, UP = range(4)
FS, SS, FF, SF = range(4)
WHOLE, LEAVING, ARRIVING = range(3)
Point = tuple[float, float]


@value
class Ends:
    """In pixels: where a link leaves and arrives (rows' middles), and the box it arrives at."""

    kind: int
    leave_x: float
    leave_y: float
    arrive_x: float
    arrive_y: float
    drop_x: float
    """Where a link that comes from above or below meets the box of the arrival."""
    half_height: float
    lane: int


@value
class Way:
    """The turns of a link, and the way its head points."""

    points: tuple[Point, ...]
    head: int


def way(ends: Ends, row_height: float) -> Way:
    """The way of a whole link."""
    sense = 1.0 if ends.kind in (FS, FF) else -1.0  # the way it leaves: right or left
    stub = STUB + 2.0 * (ends.lane % LANES)
    if ends.kind in (SS, FF):
        outer = max(ends.leave_x, ends.arrive_x) if sense > 0 else min(ends.leave_x, ends.arrive_x)
        return Way(_beside(ends, outer + sense * stub), LEFT if sense > 0 else RIGHT)
    ahead = LEFT if sense < 0 else RIGHT
    if (ends.arrive_x - ends.leave_x) * sense >= stub + STUB:
        return Way(_beside(ends, ends.leave_x + sense * stub), ahead)
    side = _sign(ends.arrive_y - ends.leave_y)
    room = (ends.drop_x - ends.leave_x) * sense
    if room >= -STUB - DROP:
        start = ends.drop_x if room < 0 else ends.leave_x
        return Way(_into_top(ends, start, side), DOWN if side >= 0 else UP)
    return Way(
        _between_rows(ends, sense * stub, sense * (STUB + 2), side * row_height / 2),
        ahead,
    )


def stub_of(ends: Ends, part: int, row_height: float) -> Way:
    """Of a long link only what stands beside one of its ends."""
    reach = _whole(_sign(ends.arrive_y - ends.leave_y) * row_height * STUB_ROWS)
    if part == LEAVING:
        sense = 1.0 if ends.kind in (FS, FF) else -1.0
        x, y, trunk = _whole(ends.leave_x), _whole(ends.leave_y), _whole(ends.leave_x + sense * STUB)
        return Way(((x, y), (trunk, y), (trunk, y + reach)), RIGHT)
    into = 1.0 if ends.kind in (FS, SS) else -1.0
    x, y, trunk = _whole(ends.arrive_x), _whole(ends.arrive_y), _whole(ends.arrive_x - into * (STUB + 2))
    return Way(((trunk, y - reach), (trunk, y), (x, y)), RIGHT if into > 0 else LEFT)


def _beside(ends: Ends, trunk: float) -> tuple[Point, ...]:
    """One upright piece, beside the bar it leaves or outside both."""
    return _points(
        (ends.leave_x, ends.leave_y),
        (trunk, ends.leave_y),
        (trunk, ends.arrive_y),
        (ends.arrive_x, ends.arrive_y),
    )


def _into_top(ends: Ends, start: float, side: float) -> tuple[Point, ...]:
    """Level to above or below the arrival, then into its box."""
    meet = ends.arrive_y - side * ends.half_height
    return _points((start, ends.leave_y), (ends.drop_x, ends.leave_y), (ends.drop_x, meet))


def _between_rows(ends: Ends, out: float, ahead: float, half_row: float) -> tuple[Point, ...]:
    """Back in time along the edge of the arrival's row."""
    trunk, before, level = ends.leave_x + out, ends.arrive_x - ahead, ends.arrive_y - half_row
    return _points(
        (ends.leave_x, ends.leave_y),
        (trunk, ends.leave_y),
        (trunk, level),
        (before, level),
        (before, ends.arrive_y),
        (ends.arrive_x, ends.arrive_y),
    )


def _points(*turns: Point) -> tuple[Point, ...]:
    return tuple((_whole(x), _whole(y)) for x, y in turns)


def _whole(pixels: float) -> float:
    """The nearest whole pixel, halves always up, so that nothing jumps when it scrolls."""
    return float(math.floor(pixels + 0.5))


def _sign(number: float) -> float:
    return float((number > 0) - (number < 0))


def pieces(points: Iterable[Point], width: float) -> Iterator[tuple[float, float, float, float]]:
    """The straight pieces as rectangles: x, y, width, height; pieces of no length are left out."""
    shift = width // 2
    for (x, y), (to_x, to_y) in pairwise(points):
        if x != to_x or y != to_y:
            yield min(x, to_x) - shift, min(y, to_y) - shift, abs(to_x - x) + width, abs(to_y - y) + width


def trunks(points: Iterable[Point]) -> Iterator[tuple[float, float, float]]:
    """The upright pieces as x, top, bottom: what a label must keep clear of."""
    for (x, y), (to_x, to_y) in pairwise(points):
        if x == to_x and y != to_y:
            yield x, min(y, to_y), max(y, to_y)
