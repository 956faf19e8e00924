"""Series as CSV that :mod:`relplanner.exchange.series_csv` reads back bit for bit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from relplanner.exchange.series_cells import Floats, Ints
from relplanner.rollout.series import Series

_AT_ONCE = 50_000


def csv_of(series: Mapping[str, Series]) -> str:
    """A row an instant in UTC, a column a metric; no sample is an empty cell."""
    return "".join(csv_parts(series))


def csv_parts(series: Mapping[str, Series]) -> Iterator[str]:
    """The same in parts, for files that need not be in memory at once."""
    yield ",".join(("time", *series)) + "\n"
    times = np.unique(np.concatenate([one.times for one in series.values()] or [np.empty(0, np.int64)]))
    for at in range(0, len(times), _AT_ONCE):
        part = times[at : at + _AT_ONCE]
        columns = [_cells(one, part) for one in series.values()]
        yield "".join(",".join(row) + "\n" for row in zip(_written(part), *columns, strict=True))


def _written(times: Ints) -> list[str]:
    texts: list[str] = np.datetime_as_string(
        times.astype("datetime64[ms]"), unit="ms" if (times % 1000).any() else "s"
    ).tolist()
    return [f"{text}Z" for text in texts]


def _cells(series: Series, times: Ints) -> list[str]:
    cells = [""] * len(times)
    part = series.between(int(times[0]), int(times[-1]))
    places = np.searchsorted(times, part.times).tolist()
    for place, number in zip(places, _numbers(part.values), strict=True):
        cells[place] = number
    for marks, word in ((part.stale, "stale"), (part.failed, "failed")):
        for at in [] if marks is None else np.flatnonzero(marks).tolist():
            cells[places[at]] = word
    return cells


def _numbers(values: Floats) -> list[str]:
    odd = {"nan": "NaN", "inf": "Inf", "-inf": "-Inf"}
    texts = map(repr, values.tolist())
    return [odd.get(text, text.removesuffix(".0")) for text in texts]
