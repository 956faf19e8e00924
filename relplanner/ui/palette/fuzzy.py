"""How well a few letters fit a name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from heapq import nlargest
from typing import TypeVar

T = TypeVar("T")


@lru_cache(256)
def _finder(letters: str) -> re.Pattern[str]:
    return re.compile(".*?".join(map(re.escape, letters)))


def score(letters: str, name: str) -> int:
    """0 when the letters do not all occur in order; otherwise the higher the better.

    Starts of words count more than letters inside, runs more than scattered letters, early more than late,
    short names more than long ones. ``letters`` and ``name`` are lower case.
    """
    if not letters:
        return 1
    at = name.find(letters)
    if at >= 0:
        starts = at == 0 or not name[at - 1].isalnum()
        value = 3000 if at == 0 else (2500 if starts else 1300)
        return value - min(at, 99) - min(len(name), 200)
    found = _finder(letters).search(name)
    if found is None:
        return 0
    hits = _word_starts(letters, name)
    value = 2000 if hits == len(letters) else 800 + 40 * min(hits, 5)
    return max(1, value - 4 * min(found.end() - found.start(), 100) - min(len(name), 200))


def _word_starts(letters: str, name: str) -> int:
    """How many letters in a row are the first letters of words, taken in order."""
    initials = re.findall(r"\b\w", name)
    hits = at = 0
    for letter in letters:
        while at < len(initials) and initials[at] != letter:
            at += 1
        if at == len(initials):
            break
        hits, at = hits + 1, at + 1
    return hits


def best(letters: str, named: Iterable[tuple[str, T]], most: int) -> list[T]:
    """The things whose (lower-case) names fit best, at most ``most``; of equals the earlier first."""
    wanted = "".join(letters.lower().split()) if " " not in letters.strip() else letters.lower().strip()
    scored = (
        (value, -at, thing)
        for at, (name, thing) in enumerate(named)
        if (value := max(score(wanted, name), score(wanted.replace(" ", ""), name))) > 0
    )
    return [thing for _, _, thing in nlargest(most, scored, key=lambda one: one[:2])]
