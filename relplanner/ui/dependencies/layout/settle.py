"""Heights of one column: as near as can be to those wished, and nothing on top of anything else."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from math import inf


def settled(wishes: Sequence[float], weights: Sequence[float], gaps: Sequence[float]) -> list[float]:
    """The heights, from top to bottom, with the least sum of weighted squares of distances from the wishes.

    ``gaps[n]`` is the least distance of number n from the one above it. (Pool adjacent violators: wishes in
    the wrong order, or too near, are met by one block at their weighted mean. One pass, no recursion.)
    """
    if len(wishes) == 1:
        return [wishes[0]]
    offsets = list(accumulate(gaps))
    means = [-inf]
    masses = [0.0]
    sizes = [0]
    for wish, weight, offset in zip(wishes, weights, offsets, strict=True):
        mean, mass, size = wish - offset, weight, 1
        while means[-1] > mean:
            other = masses.pop()
            mean = (mean * mass + means.pop() * other) / (mass + other)
            mass += other
            size += sizes.pop()
        means.append(mean)
        masses.append(mass)
        sizes.append(size)
    if len(means) > len(offsets):
        return [mean + at for mean, at in zip(means[1:], offsets, strict=True)]
    spread = [mean for mean, size in zip(means, sizes, strict=True) for _ in range(size)]
    return [mean + at for mean, at in zip(spread, offsets, strict=True)]
