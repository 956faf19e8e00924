"""Comparing and merging plans of 10,000 activities, beside the time that loading them takes."""

from __future__ import annotations

import random
from collections.abc import Callable

from relplanner.exchange.changes import as_json, as_text, compared
from relplanner.exchange.merging import merge_files
from relplanner.storage import reader
from relplanner.storage.reader import Loaded
from relplanner.storage.yaml_text import no_collection
from tests.benchmarks.generate import plan_text
from tests.benchmarks.table import Row, compare

N = 10_000
TARGET = 1.5
TWO, THREE = "loading the two plans", "loading the three plans"


def run() -> list[Row]:
    base = plan_text(N)
    ours, theirs = _edited(base, 1), _edited(base, 2)
    conflicting = _edited(base, 1, word="6d")
    return [
        _diff("diff, 20 edits: scheduled, compared, as text", base, ours, TARGET),
        _diff("diff, 500 edits", base, _edited(base, 3, 500), TARGET),
        _diff("diff, 2,000 edits", base, _edited(base, 3, 2000), None),
        _merge("merge, 20 edits a side: scheduled, checked, as text", base, ours, theirs, TARGET),
        _merge("merge, 20 conflicts", base, ours, conflicting, TARGET),
        _merge("merge, 2,000 edits a side", base, _edited(base, 3, 2000), _edited(base, 4, 2000), None),
    ]


def _edited(text: str, seed: int, number: int = 20, word: str = "7d") -> str:
    """Durations and names of so many activities changed, all over the file."""
    draw = random.Random(seed)
    lines = text.split("\n")
    places = [at for at, line in enumerate(lines) if line.startswith(("  duration: ", "  name: "))]
    for at in draw.sample(places, number):
        lines[at] = f"  duration: {word}" if lines[at].startswith("  duration") else f"{lines[at]} {seed}"
    return "\n".join(lines)


def _loading(*texts: str) -> Callable[[], object]:
    return lambda: [reader.parse(text) for text in texts]


def _diff(figure: str, old: str, new: str, target: float | None) -> Row:
    before, after = reader.parse(old).plan, reader.parse(new).plan

    def ours() -> None:
        with no_collection():  # as the command line does
            found, first, second = compared(before, after)
            assert not found.same
            as_text(found)
            as_json(found, first, second)

    return compare(figure, ours, _loading(old, new), TWO, target)


def _merge(figure: str, base: str, ours: str, theirs: str, target: float | None) -> Row:
    def merged() -> None:
        sides: list[Loaded] = [loaded.pop() for loaded in fresh]
        assert merge_files(*sides).text != ours

    # Every round has its own: the first look into a source cuts it into its entries.
    fresh = [[reader.parse(text) for _ in range(6)] for text in (base, ours, theirs)]
    return compare(figure, merged, _loading(base, ours, theirs), THREE, target)
