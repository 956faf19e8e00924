"""What a layout is asked for and what it answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from relplanner.values import value

Point = tuple[float, float]
Edge = tuple[str, str]
Progress = Callable[[float], object]

GRID = -1
"""The sheet of cards without links."""


@value
class Box:
    """A card to place: its id and size in pixels."""

    id: str
    width: float
    height: float


@value
class Spacing:
    """Room in pixels between what is placed."""

    layers: float = 88
    """Between the columns of cards: links run slanted only here."""
    cards: float = 24
    lanes: float = 14
    """Between a long link and its neighbours in a column."""
    parts: float = 56
    """Between parts of the network that no link joins."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Places of cards and ways of links, in pixels; x grows to the right, y downwards, both from 0.

    ``centres`` are the middles of the cards. ``routes`` are the points of each drawn link, from the edge of
    its first card to the edge of its second; consecutive points are joined by straight lines, slanted ones
    only between columns. ``back`` are the links that close a circle and therefore run from right to left.
    ``mentions`` says, in sentences, what could not be drawn. ``layer`` counts columns within ``sheet``, the
    part of the drawing whose columns are aligned; ``lanes`` are the heights at which a long link passes the
    columns between its ends, from left to right. These two let the next layout keep things where they are.
    ``crossings`` counts the pairs of links that cross between neighbouring columns.
    """

    centres: Mapping[str, Point]
    routes: Mapping[Edge, tuple[Point, ...]]
    layer: Mapping[str, int]
    width: float = 0.0
    height: float = 0.0
    back: frozenset[Edge] = frozenset()
    mentions: tuple[str, ...] = ()
    sheet: Mapping[str, int] = field(default_factory=dict)
    lanes: Mapping[Edge, tuple[float, ...]] = field(default_factory=dict)
    crossings: int = 0


class LayoutCancelled(Exception):
    """The caller no longer wants the layout."""


class Watch:
    """Tells how far the work is and ends it when nobody waits for it any more."""

    __slots__ = ("_cancelled", "_on_progress")

    def __init__(self, on_progress: Progress | None, cancelled: Callable[[], bool] | None) -> None:
        self._on_progress = on_progress
        self._cancelled = cancelled

    def at(self, share: float) -> None:
        """``share`` of the work is done, 0 to 1. Raises LayoutCancelled."""
        self.check()
        if self._on_progress is not None:
            self._on_progress(min(1.0, max(0.0, share)))

    def check(self) -> None:
        if self._cancelled is not None and self._cancelled():
            raise LayoutCancelled

    def silent(self) -> Watch:
        """For work that may have been in vain: ends like the rest, but tells nothing."""
        return Watch(None, self._cancelled)

    def part(self, begin: float, end: float) -> Watch:
        """The same for a stretch of the work that counts from 0 to 1 itself."""
        report = self._on_progress
        if report is None:
            return self
        return Watch(lambda share: report(begin + (end - begin) * share), self._cancelled)
