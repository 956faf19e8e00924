"""How often the pieces of links between neighbouring columns cross."""

from __future__ import annotations

import numpy as np

from relplanner.ui.dependencies.layout.network import Ints


def crossings(tail_slots: Ints, head_slots: Ints, head_columns: Ints | None = None) -> int:
    """The number of pairs of pieces that cross.

    Slots number all knots column by column, from top to bottom; so pieces of different columns never count
    and one count of inversions serves the whole drawing. ``head_columns``, the first slot of each head's
    column, makes that quicker.
    """
    if not len(tail_slots):
        return 0
    order = np.argsort(tail_slots * (int(head_slots.max()) + 1) + head_slots, kind="stable")
    if head_columns is None:
        return inversions(head_slots[order])
    columns = head_columns[order]
    starts = np.flatnonzero(np.concatenate(([True], columns[1:] != columns[:-1])))
    begin = np.repeat(starts, np.diff(np.append(starts, len(columns))))
    return inversions(head_slots[order] - columns, begin)


def inversions(values: Ints, begin: Ints | None = None) -> int:
    """Pairs in the wrong order, counted bit by bit from the highest; values are not negative.

    With ``begin``, where the group of each value begins, only pairs within a group count; groups are
    unbroken.
    """
    if len(values) < 2:
        return 0
    total = 0
    at = np.arange(len(values))
    if begin is None:
        begin = np.zeros(len(values), dtype=np.int64)
    for bit in reversed(range(int(values.max()).bit_length())):
        ones = (values >> bit) & 1
        ones_before = np.cumsum(ones) - ones
        ones_before -= ones_before[begin]
        zeros = ones == 0
        total += int(ones_before[zeros].sum())
        if not bit:
            break
        zeros_before = at - begin - ones_before
        ends = np.flatnonzero(np.append(begin[1:] != begin[:-1], True))
        zeros_of = np.repeat(zeros_before[ends] + zeros[ends], np.diff(ends, prepend=-1))
        place = begin + np.where(zeros, zeros_before, zeros_of + ones_before)
        new_begin = np.where(zeros, begin, begin + zeros_of)
        sorted_values, sorted_begin = np.empty_like(values), np.empty_like(begin)
        sorted_values[place] = values
        sorted_begin[place] = new_begin
        values, begin = sorted_values, sorted_begin
    return total
