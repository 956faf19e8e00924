"""What a benchmark reports and how the table is printed.

Each `bench_*.py` of this folder offers `run() -> list[Row]`. Ours and the other are measured in the same
run, interleaved, because the machine's speed wanders; the ratio is the median of the rounds' ratios.
"""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One figure. ``ours`` and ``other`` are in ``unit``; ``target`` is the largest ``ratio`` that passes.

    A row without ``target`` informs; one without ``other`` has no ratio. For a limit that is no ratio (at
    most 120 MiB) give the limit as ``other``, "allowed" as its name and 1 as the target.
    """

    figure: str
    ours: float
    other: float | None
    other_name: str
    ratio: float | None
    target: float | None
    unit: str = "ms"

    @property
    def passes(self) -> bool | None:
        """Whether the target is met; ``None`` where none is set or nothing was measured."""
        if self.target is None or self.ratio is None:
            return None
        return self.ratio <= self.target


@dataclass(frozen=True, slots=True)
class Timing:
    """Medians of one interleaved measurement, in milliseconds, and the median of the rounds' ratios."""

    ours: float
    other: float
    ratio: float


def timed(run: Callable[[], object]) -> float:
    """Milliseconds that one call takes. A collection goes first: nobody pays for the other's garbage."""
    gc.collect()
    begin = time.perf_counter()
    run()
    return (time.perf_counter() - begin) * 1000


def interleave(
    ours: Callable[[], object], other: Callable[[], object], rounds: int = 5, warm_up: int = 1
) -> Timing:
    """Measure both in turn, changing which one goes first."""
    pairs: list[tuple[float, float]] = []
    for number in range(warm_up + rounds):
        if number % 2:
            theirs = timed(other)
            mine = timed(ours)
        else:
            mine = timed(ours)
            theirs = timed(other)
        if number >= warm_up:
            pairs.append((mine, theirs))
    return Timing(
        ours=statistics.median(mine for mine, _ in pairs),
        other=statistics.median(theirs for _, theirs in pairs),
        ratio=statistics.median(mine / theirs for mine, theirs in pairs),
    )


def compare(
    figure: str,
    ours: Callable[[], object],
    other: Callable[[], object],
    other_name: str,
    target: float | None,
    rounds: int = 5,
) -> Row:
    """Time two callables in turn and make the row."""
    timing = interleave(ours, other, rounds)
    return Row(figure, timing.ours, timing.other, other_name, timing.ratio, target)


HEADINGS = ("figure", "ours", "other", "against", "ratio", "target", "")
_LEFT = (0, 3, 6)


def format_table(rows: Sequence[Row]) -> str:
    """The table as text: one line a row, numbers right, names left, `pass` or `SHORT` at the end."""
    lines = [HEADINGS, *(_cells(row) for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(HEADINGS))]
    texts = [
        "  ".join(
            cell.ljust(width) if column in _LEFT else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    ]
    texts.insert(1, "  ".join("-" * width for width in widths[:-1]))
    return "\n".join(texts)


def _cells(row: Row) -> tuple[str, ...]:
    mark = {True: "pass", False: "SHORT", None: ""}[row.passes]
    return (
        row.figure,
        _quantity(row.ours, row.unit),
        "" if row.other is None else _quantity(row.other, row.unit),
        row.other_name,
        "" if row.ratio is None else f"{row.ratio:.4f}",
        "" if row.target is None else f"{row.target:g}",
        mark,
    )


def _quantity(value: float, unit: str) -> str:
    return f"{value:,.0f} {unit}" if abs(value) >= 100 else f"{value:.3g} {unit}"
