"""Recorded samples as input series of promtool's rule tests: values on a grid that begins at zero."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from itertools import groupby

from relplanner.plan.forms.reading import number_text
from relplanner.rollout.series import LOOK_BACK_MS, Series, Window
from relplanner.values import value

MOST_STEPS = 200_000
GAP, STALE = "_", "stale"


@value
class Samples:
    """``start_ms`` is what the tests call zero; ``interval_ms`` lies between two values of every series."""

    start_ms: int
    interval_ms: int
    values: Mapping[str, str]
    notes: tuple[str, ...]


def samples_of(window: Window, every_ms: int) -> Samples:
    """Each series' values as promtool's notation has them, on the finest grid that all samples lie on.

    Where that grid were too fine, a sample stands at the next instant at which rules are evaluated.
    """
    times = [series.times for series in window.values() if len(series)]
    if not times:
        return Samples(0, every_ms, {}, ())
    first, last = min(int(at[0]) for at in times), max(int(at[-1]) for at in times)
    start = first - first % every_ms
    interval = math.gcd(every_ms, *(_step(at - start) for at in times))
    notes = []
    if (last - start) // interval > MOST_STEPS:
        interval = every_ms
        notes.append(
            "Samples stand at the next instant at which rules are evaluated: they are too many to keep."
        )
    values = {
        key: _values(series, start, interval, every_ms) for key, series in window.items() if len(series)
    }
    if any(series.failed is not None for series in window.values()):
        notes.append("Times at which a source could not be asked are gaps: promtool knows no failed query.")
    return Samples(start, interval, values, tuple(notes))


def _step(offsets: object) -> int:
    import numpy as np

    return int(np.gcd.reduce(np.asarray(offsets, dtype=np.int64)))


def _values(series: Series, start: int, interval: int, every: int) -> str:
    found: dict[int, str] = {}
    places = [-(-(int(at) - start) // interval) for at in series.times]
    reach = series.valid_ms if series.valid_ms is not None else None if series.raw else every - 1
    for number, place in enumerate(places):
        following = places[number + 1] if number + 1 < len(places) else None
        word = _word(series, number)
        if not word:
            continue
        found[place] = word
        if reach is not None and word != STALE:
            found |= _ended(place, following, word, reach, interval)
    return " ".join(_runs(found))


def _word(series: Series, number: int) -> str:
    if series.stale[number]:
        return STALE
    if series.failed is not None and series.failed[number]:
        return ""
    amount = float(series.values[number])
    if math.isnan(amount):
        return "NaN"
    if math.isinf(amount):
        return "Inf" if amount > 0 else "-Inf"
    return number_text(amount)


def _ended(place: int, following: int | None, word: str, reach: int, interval: int) -> dict[int, str]:
    """A value that stands for ``reach`` and no longer: repeated before Prometheus forgets it, then ended."""
    end = place + reach // interval + 1
    stop = end if following is None else min(end, following)
    again = dict.fromkeys(range(place, stop, max(1, LOOK_BACK_MS // interval)), word)
    return again if following is not None and following <= end else {**again, end: STALE}


def _runs(found: Mapping[int, str]) -> Iterator[str]:
    """The values in promtool's short forms, ``2x4`` for five of them, ``_x4`` for four missing."""
    words = [found.get(at, GAP) for at in range(max(found, default=-1) + 1)]
    for word, same in groupby(words):
        count = len(list(same))
        if word == GAP:
            yield f"_x{count}" if count > 1 else GAP
        elif count > 2 and word[-1].isdigit():
            yield f"{word}x{count - 1}"
        else:
            yield from [word] * count
