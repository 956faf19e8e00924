"""What charts are given: plain values, no widgets. Instants are UTC minutes."""

from __future__ import annotations

from typing import Literal

from relplanner.values import value

MarkKind = Literal["t0", "percentile", "projected"]


@value
class Mark:
    """An instant with a word, drawn as an upright line: T0 is solid, what is computed is dashed."""

    text: str
    at: float
    kind: MarkKind = "percentile"


@value
class Spread:
    """How an instant is spread: counts between ``edges`` (one more), and the chance to be done by then."""

    edges: tuple[float, ...] = ()
    counts: tuple[int, ...] = ()
    curve: tuple[tuple[float, float], ...] = ()
    """(instant, probability 0 to 1), both rising."""
    marks: tuple[Mark, ...] = ()
    target: float | None = None
    """What lies at or before it is on time."""


@value
class Swing:
    """One bar of a tornado: how far the result goes either way with this one, and how much hangs on it."""

    id: str
    name: str
    low: float
    high: float
    note: str = ""


def chance_at(spread: Spread, at: float) -> float:
    """The probability to be done at an instant, between the points of the curve."""
    before: tuple[float, float] | None = None
    for instant, chance in spread.curve:
        if instant >= at:
            if before is None or instant == before[0]:
                return chance if instant <= at else 0.0
            share = (at - before[0]) / (instant - before[0])
            return before[1] + share * (chance - before[1])
        before = (instant, chance)
    return 1.0 if spread.curve else 0.0


def instant_of(spread: Spread, chance: float) -> float | None:
    """The first instant of the curve by which the chance is reached."""
    for instant, reached in spread.curve:
        if reached >= chance - 1e-12:
            return instant
    return spread.curve[-1][0] if spread.curve else None
