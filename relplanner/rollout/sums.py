"""Means and deviations of samples over stretches of time, for any number of stretches at once.

Prefix sums are kept as three doubles (the rounded sum and what rounding lost), so that the mean of a
stretch does not depend on what came before it: a steady series has exactly its own value as its mean, and
"above its mean" is not decided by noise. The parts of numbers follow T. J. Dekker, Numer. Math. 18 (1971).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from relplanner.values import keeping_entity

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
_SPLIT = 134217729.0
LARGEST = 1e140
"""Beyond this a number counts as infinite here: its square would be."""
_NOISE = 2.0**-90
"""A variance smaller than this share of the mean square is rounding, not spread."""


@keeping_entity
class _Prefix:
    """Prefix sums of numbers, one longer than the numbers: the sum, what rounding it lost, and what rounding
    that lost.
    """

    high: Floats
    low: Floats
    lowest: Floats

    def between(self, first: Ints, end: Ints) -> tuple[Floats, Floats]:
        """Sums of the numbers from ``first`` to before ``end`` as pairs."""
        total, lost = _two_sum(self.high[end], -self.high[first])
        more, left = _two_sum(self.low[end], -self.low[first])
        more, again = _two_sum(lost, more)
        total, rest = _two_sum(total, more)
        return total, rest + (again + left + (self.lowest[end] - self.lowest[first]))


class Sums:
    """Prefix sums of the samples of one series."""

    def __init__(self, times: Ints, values: Floats) -> None:
        self.times = times
        positive, negative = values > LARGEST, values < -LARGEST
        missing = np.isnan(values)
        finite = np.where(positive | negative | missing, 0.0, values)
        self._values = _prefix(finite, np.zeros_like(finite))
        self._squares = _prefix(*_two_product(finite, finite))
        odd = (missing, positive, negative)
        self._odd = [np.concatenate([[0], np.cumsum(each)]) for each in odd] if any(map(np.any, odd)) else []

    def mean(self, start: Ints, stop: Ints) -> Floats:
        """Means from ``start`` to ``stop``, both included; NaN where there is no sample or one is NaN."""
        first, end = self._places(start, stop)
        count = (end - first).astype(np.float64)
        with np.errstate(all="ignore"):
            mean, rest = _divided(*self._values.between(first, end), count)
            return self._with_odd(mean + rest, first, end, spread=False)

    def deviation(self, start: Ints, stop: Ints) -> Floats:
        """Population standard deviations, as ``stddev_over_time`` has them; NaN as for :meth:`mean`."""
        first, end = self._places(start, stop)
        count = (end - first).astype(np.float64)
        with np.errstate(all="ignore"):
            mean, mean_low = _divided(*self._values.between(first, end), count)
            square, square_low = _divided(*self._squares.between(first, end), count)
            product, product_low = _two_product(mean, mean)
            variance = (square - product) + (square_low - product_low - 2 * mean * mean_low)
            noise = variance <= _NOISE * square
            spread = np.sqrt(np.where(noise, np.where(count > 0, 0.0, np.nan), variance))
            return self._with_odd(spread, first, end, spread=True)

    def _places(self, start: Ints, stop: Ints) -> tuple[Ints, Ints]:
        first = np.searchsorted(self.times, start, side="left")
        return first, np.maximum(first, np.searchsorted(self.times, stop, side="right"))

    def _with_odd(self, result: Floats, first: Ints, end: Ints, *, spread: bool) -> Floats:
        """NaN wins; then both infinities, or the spread of one, are NaN; one infinity is the mean."""
        if not self._odd:
            return result
        missing, above, below = (counts[end] > counts[first] for counts in self._odd)
        if spread:
            return np.where(missing | above | below, np.nan, result)
        result = np.where(above, np.inf, np.where(below, -np.inf, result))
        return np.where(missing | (above & below), np.nan, result)


def _prefix(high: Floats, low: Floats) -> _Prefix:
    # numpy adds up from left to right here, so what each addition lost can be worked out after the fact.
    rounded, lost = _added(high)
    lost, less = _two_sum(lost, low)
    low_rounded, low_lost = _added(lost)
    return _Prefix(rounded, low_rounded, np.concatenate([[0.0], np.cumsum(low_lost + less)]))


def _added(numbers: Floats) -> tuple[Floats, Floats]:
    rounded = np.concatenate([[0.0], np.cumsum(numbers)])
    return rounded, _two_sum(rounded[:-1], numbers)[1]


def _two_sum(one: Floats, other: Floats) -> tuple[Floats, Floats]:
    total = one + other
    part = total - one
    return total, (one - (total - part)) + (other - part)


def _two_product(one: Floats, other: Floats) -> tuple[Floats, Floats]:
    product = one * other
    one_high, one_low = _halves(one)
    other_high, other_low = _halves(other)
    lost = one_low * other_low - (
        ((product - one_high * other_high) - one_low * other_high) - one_high * other_low
    )
    return product, lost


def _halves(number: Floats) -> tuple[Floats, Floats]:
    scaled = _SPLIT * number
    high = scaled - (scaled - number)
    return high, number - high


def _divided(high: Floats, low: Floats, count: Floats) -> tuple[Floats, Floats]:
    """A pair divided by whole numbers; 0 / 0, no sample at all, is NaN."""
    quotient = high / count
    product, lost = _two_product(quotient, count)
    return quotient, ((high - product) - lost + low) / count
