"""Cells of a table of numbers, read by the thousand: what stands in bytes becomes arrays without a loop.

A decimal of at most fifteen digits is an integer below 2**53 divided by a power of ten below 10**23. Both are
exact in a double and the division rounds once, so the value is the one that ``float`` gives.
"""

from __future__ import annotations

import math
from typing import TypeAlias

import numpy as np
from numpy.lib.stride_tricks import as_strided
from numpy.typing import NDArray

from relplanner.patterns import late_pattern
from relplanner.values import value

Bytes: TypeAlias = NDArray[np.uint8]
Ints: TypeAlias = NDArray[np.int64]
Floats: TypeAlias = NDArray[np.float64]
Mask: TypeAlias = NDArray[np.bool_]

WIDEST = 17
"""Sign, point and fifteen digits; longer cells are read one by one."""
_POWERS = 10.0 ** np.arange(WIDEST + 1)
_MANY = 64
_NUMBER = late_pattern(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\Z")
_WORDS = {
    "nan": math.nan,
    "inf": math.inf,
    "+inf": math.inf,
    "infinity": math.inf,
    "+infinity": math.inf,
    "-inf": -math.inf,
    "-infinity": -math.inf,
}
_STALE, _FAILED = {"stale", "stalenan"}, {"failed", "error"}
_MISSING = {"", "null", "none", "na", "n/a", "_", "-", "undefined"}


@value
class Column:
    """The cells of one column. Where ``missing`` or ``bad`` holds there is no value; ``bad`` is a fault."""

    values: Floats
    missing: Mask
    stale: Mask
    failed: Mask
    bad: Mask


class Table:
    """Rows of cells as places in a buffer: ``starts`` and ``ends`` have a row a line, a column a cell."""

    def __init__(self, text: bytes, starts: Ints, ends: Ints) -> None:
        self.text, self.starts, self.ends = text, starts, ends
        # Room behind the last cell, so that a window of any cell's width fits.
        self._buffer: Bytes = np.frombuffer(text + bytes(64), np.uint8)

    def __len__(self) -> int:
        return len(self.starts)

    def windows(self, starts: Ints, width: int) -> Bytes:
        """So many bytes from each start on: one row a start."""
        every = as_strided(self._buffer, (len(self._buffer) - width + 1, width), (1, 1), writeable=False)
        found: Bytes = every[starts]
        return found

    def begins(self, row: int, mark: bytes) -> bool:
        return self.text.startswith(mark, self.starts[row, 0])

    def cell(self, row: int, column: int) -> str:
        part = self.text[self.starts[row, column] : self.ends[row, column]]
        return part.decode("utf-8", "replace").strip()

    def decimals(self, column: int) -> tuple[Floats, Mask]:
        """The plain decimals of a column, and which cells are such; the others have the value 0."""
        starts, ends = self.starts[:, column], self.ends[:, column]
        values = np.zeros(len(starts))
        done = np.zeros(len(starts), bool)
        lengths = ends - starts
        width = int(lengths.max(initial=0))
        if width == 0:
            return values, done
        width = min(width, WIDEST)
        window = self.windows(starts, width)
        minus = window[:, 0] == ord("-")
        if minus.any():
            starts, lengths = starts + minus, lengths - minus
            window = self.windows(starts, width)
        points = window == ord(".")
        point = np.where(points.any(axis=1), points.argmax(axis=1), WIDEST)
        point = np.where(point < lengths, point, lengths)  # a point behind the cell is another cell's
        fitting = (lengths > 0) & (lengths <= width)
        groups = np.where(fitting, lengths * 32 + point, -1)
        for group in _distinct(groups):
            if group < 0:
                continue
            length, at = divmod(group, 32)
            rows = np.flatnonzero(groups == group)
            whole = len(rows) == len(groups)
            part = window[:, :length] if whole else window[rows, :length]
            found, good = _fixed(part, length, at)
            if whole:
                values, done = found, good
            else:
                values[rows], done[rows] = found, good
        np.negative(values, out=values, where=minus)
        return values, done

    def numbers(self, column: int) -> Column:
        """A column of samples: decimals, ``NaN``, ``Inf``, ``stale``, ``failed``, or nothing."""
        values, done = self.decimals(column)
        missing = self.ends[:, column] == self.starts[:, column]
        stale, failed, bad = np.zeros((3, len(values)), bool)
        odd = np.flatnonzero(~(done | missing))
        if len(odd) >= _MANY:
            odd = self._in_one_go(column, odd, values)
        for row in odd.tolist():
            cell = self.cell(row, column)
            found = number_of(cell)
            if found is not None:
                values[row] = found
            elif cell.lower() in _STALE:
                stale[row] = True
            elif cell.lower() in _FAILED:
                failed[row] = True
            elif cell.lower() in _MISSING:
                missing[row] = True
            else:
                bad[row] = True
        values[missing | stale | failed | bad] = math.nan
        return Column(values, missing, stale, failed, bad)

    def _in_one_go(self, column: int, odd: Ints, values: Floats) -> Ints:
        """Numbers of many digits by ``float`` itself, at full speed unless one is none; what is left."""
        starts, ends = self.starts[odd, column].tolist(), self.ends[odd, column].tolist()
        if b"_" in self.text:  # float would take 1_000
            return odd
        cells = [self.text[start:end] for start, end in zip(starts, ends, strict=True)]
        try:
            values[odd] = np.fromiter(map(float, cells), np.float64, len(cells))
        except ValueError:
            return odd
        return odd[:0]


def number_of(cell: str) -> float | None:
    """The number that a cell spells, ``None`` for none; not what only Python takes for one."""
    if _NUMBER.match(cell) and cell.isascii():
        return float(cell)
    return _WORDS.get(cell.lower())


def _fixed(part: Bytes, length: int, point: int) -> tuple[Floats, Mask]:
    """Cells of one length with their point at one place (at ``length``: none)."""
    digits = part - np.uint8(48)  # what stands before "0" wraps round to above 9
    places = [at for at in range(length) if at != point]
    if not 0 < len(places) < WIDEST - 1:
        return np.zeros(len(part)), np.zeros(len(part), bool)
    values = np.zeros(len(part))
    good = np.ones(len(part), bool)
    for at in places:
        column = digits[:, at]
        good &= column < 10
        values *= 10.0
        values += column
    after = length - point - 1
    if after > 0:
        values /= _POWERS[after]
    values[~good] = 0.0
    return values, good


def _distinct(groups: Ints) -> list[int]:
    first = int(groups[0])
    if bool((groups == first).all()):
        return [first]
    counts = np.bincount(groups + 1)
    return [int(each) - 1 for each in np.flatnonzero(counts)]
