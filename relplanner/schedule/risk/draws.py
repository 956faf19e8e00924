"""Random numbers that belong to a name and the number of a trial, whatever is drawn beside them.

Each uncertain thing has a stream of its own, seeded by its name: four draws of 16 bits from each value of
SplitMix64 (G. Steele and others, 2014), which can begin anywhere. So the same seed gives the same trials
whatever the chunks and however many are asked for, and an edit of the plan changes nobody else's luck.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Words = NDArray[np.uint64]
Draws = NDArray[np.uint16]
EACH = 4
"""Draws in a word: chunks begin at multiples of it."""
RANGE = 1 << 16
_STEP = np.uint64(0x9E3779B97F4A7C15)
_ONE, _OTHER = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)


def seeds_of(seed: int, names: Sequence[str]) -> Words:
    """Where the stream of each name begins."""
    found = (
        hashlib.blake2b(f"{seed} {name}".encode("utf-8", "surrogatepass"), digest_size=8).digest()
        for name in names
    )
    return np.frombuffer(b"".join(found), dtype="<u8").astype(np.uint64)


def draws(seeds: Words, first: int, count: int) -> Draws:
    """Uniform 16-bit numbers of trials ``first`` to ``first + count``, a line for each stream.

    ``first`` is a multiple of four; ``count`` is rounded up to one.
    """
    words = -(-count // EACH)
    at = np.arange(first // EACH + 1, first // EACH + words + 1, dtype=np.uint64)
    at *= _STEP
    mixed = seeds[:, None] + at
    for shift, factor in ((np.uint64(30), _ONE), (np.uint64(27), _OTHER)):
        mixed ^= mixed >> shift
        mixed *= factor
    mixed ^= mixed >> np.uint64(31)
    return mixed.view(np.uint16)
