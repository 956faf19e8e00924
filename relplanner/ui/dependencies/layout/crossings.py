"""How often the pieces of links between neighbouring columns cross."""

from __future__ import annotations

import numpy as np

from relplanner.ui.dependencies.layout.network import Ints


def crossings(tail_slots: Ints, head_slots: Ints) -> int:
    """The number of pairs of pieces that cross.

    Slots number all knots column by column, from top to bottom; so pieces of different columns never count
    and one count of inversions serves the whole drawing.
    """
    order = np.lexsort((head_slots, tail_slots))
    return inversions(head_slots[order])


def inversions(values: Ints) -> int:
    """Pairs in the wrong order, counted bit by bit from the highest; values are not negative."""
    if len(values) < 2:
        return 0
    total = 0
    begin = np.zeros(len(values), dtype=np.int64)  # of the group of equal higher bits that each belongs to
    for bit in reversed(range(int(values.max()).bit_length())):
        ones = (values >> bit) & 1
        ones_before = np.cumsum(ones) - ones
        ones_before -= ones_before[begin]
        zeros = ones == 0
        total += int(ones_before[zeros].sum())
        at = np.arange(len(values))
        zeros_before = at - begin - ones_before
        ends = np.flatnonzero(np.append(begin[1:] != begin[:-1], True))
        zeros_of = zeros_before[ends] + zeros[ends]
        zeros_of = np.repeat(zeros_of, np.diff(ends, prepend=-1))
        place = begin + np.where(zeros, zeros_before, zeros_of + ones_before)
        new_begin = np.where(zeros, begin, begin + zeros_of)
        sorted_values, sorted_begin = np.empty_like(values), np.empty_like(begin)
        sorted_values[place] = values
        sorted_begin[place] = new_begin
        values, begin = sorted_values, sorted_begin
    return total
