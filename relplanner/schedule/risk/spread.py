"""From three points to lengths: quantile functions of the beta-PERT and the triangular distribution.

Beta-PERT as D. G. Malcolm and others made it for the Polaris programme (1959), with the weight of four on
the likely value: of points a, m, b the mean is (a + 4m + b) / 6 and the variance (mean - a)(b - mean) / 7.
"""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
CELLS = 4096
"""Entries of a table of lengths."""
REACH = 4.0
"""How many standard deviations a table over normal values covers to either side; 6 in 100,000 lie beyond."""
_STEPS = 128
_GRID = 8192


def middles() -> Floats:
    """Probabilities in the middle of equally likely cells."""
    return (np.arange(CELLS) + 0.5) / CELLS


@lru_cache(1)
def normal_middles() -> Floats:
    """Probabilities below the middles of cells of equal width of a standard normal value."""
    at = ((np.arange(CELLS) + 0.5) / CELLS * 2 - 1) * REACH
    return np.array([0.5 * math.erfc(-value / math.sqrt(2)) for value in at.tolist()])


@lru_cache(2 * _STEPS + 2)
def _beta_quantiles(step: int, normal: bool) -> Floats:
    """Of the beta-PERT on 0..1 whose likely value is ``step / _STEPS``: its distribution function, summed up
    over a fine grid, read the other way."""
    likely = step / _STEPS
    at = (np.arange(_GRID) + 0.5) / _GRID
    density = at ** (4 * likely) * (1 - at) ** (4 * (1 - likely))
    below = np.concatenate(([0.0], np.cumsum(density)))
    return np.interp(
        normal_middles() if normal else middles(), below / below[-1], np.arange(_GRID + 1) / _GRID
    )


def pert_quantiles(likely: float, normal: bool) -> Floats:
    """On 0..1, between the tables of the two nearest likely values; exact in the mean, which is linear in
    it."""
    at = likely * _STEPS
    step = min(int(at), _STEPS - 1)
    share = at - step
    low = _beta_quantiles(step, normal)
    return low if not share else (1 - share) * low + share * _beta_quantiles(step + 1, normal)


def triangular_quantiles(likely: float, normal: bool) -> Floats:
    """On 0..1, from the closed form."""
    chance = normal_middles() if normal else middles()
    rising = np.sqrt(chance * likely)
    falling = 1 - np.sqrt((1 - chance) * (1 - likely))
    return np.where(chance < likely, rising, falling)


def lengths(points: tuple[float, float, float], distribution: str, normal: bool) -> Floats:
    """Lengths in the unit of the points, in rising order; ``normal``: over cells of a normal value, else over
    equally likely ones."""
    first, likely, last = points
    if last <= first:
        return np.full(CELLS, first)
    share = (likely - first) / (last - first)
    unit = pert_quantiles if distribution == "pert" else triangular_quantiles
    return first + (last - first) * unit(share, normal)
