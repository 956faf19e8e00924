"""The first line of a table of samples: what parts its cells, where the time and which metrics stand."""

from __future__ import annotations

import csv
import difflib
from collections.abc import Mapping, Sequence

from relplanner.errors import DataUnreadable, Place, Problem
from relplanner.plan.nouns.rollout import Metric
from relplanner.rollout.series import series_key
from relplanner.values import value

DELIMITERS = (",", ";", "\t", "|")
TIME_NAMES = ("time", "timestamp", "ts", "date", "datetime", "epoch")
"""``time`` is the promised name; the others are taken where it is missing, and said."""
MOST_COLUMNS = 10_000
_SHOWN = 5


@value
class Heading:
    """``columns`` are metrics by their position; ``unknown`` are the names that the plan does not have."""

    delimiter: str
    width: int
    time: int
    time_name: str
    columns: tuple[tuple[int, str], ...]
    unknown: tuple[str, ...] = ()
    repeated: tuple[str, ...] = ()
    unlike: str = ""
    """What the unknown ones may mean, as a sentence."""


def separator_line(line: str) -> str:
    """The sign that spreadsheets announce in a line of its own, ``sep=;``; empty for any other line."""
    plain = line.strip().strip('"').lower()
    return plain[4] if len(plain) == 5 and plain.startswith("sep=") and plain[4] in DELIMITERS else ""


def heading_of(line: str, place: Place, metrics: Mapping[str, Metric], delimiter: str = "") -> Heading:
    """Read the first line. Raises :class:`DataUnreadable`."""
    sign = delimiter or _delimiter(line)
    names = [name.strip() for name in next(csv.reader([line], delimiter=sign), [])]
    if len(names) > MOST_COLUMNS:
        raise DataUnreadable(Problem(f"The heading names {len(names):,} columns.", place, "Take fewer."))
    time = _time_column(names, place)
    columns: list[tuple[int, str]] = []
    unknown, repeated = [], []
    taken: set[str] = set()
    for at, name in enumerate(names):
        if at == time or not name:
            continue
        found = _metric(name, metrics)
        if not found:
            unknown.append(name)
        elif found in taken:
            repeated.append(name)
        else:
            taken.add(found)
            columns.append((at, found))
    if not columns:
        message = (
            f"No column is a metric of the plan: {listed(unknown)}." if unknown else "There is no metric."
        )
        hint = f"The plan has {listed(tuple(metrics))}." if metrics else "The plan has no metrics."
        hint = _near(unknown, set(metrics)) or hint
        raise DataUnreadable(Problem(message, place, f"A column's name is the metric's id. {hint}"))
    return Heading(
        sign, len(names), time, names[time], tuple(columns), tuple(unknown), tuple(repeated),
        _near(unknown, set(metrics) - taken),
    )  # fmt: skip


def _delimiter(line: str) -> str:
    counts = {sign: line.count(sign) for sign in DELIMITERS}
    return max(DELIMITERS, key=lambda sign: counts[sign])


def _time_column(names: Sequence[str], place: Place) -> int:
    lower = [name.lower() for name in names]
    for wanted in TIME_NAMES:
        if wanted in lower:
            return lower.index(wanted)
    if lower and all(_numeric(name) for name in lower if name):
        message = "The file begins with numbers where the names of its columns are expected."
        hint = "Put a first line such as time,error_rate above them."
        raise DataUnreadable(Problem(message, place, hint))
    message = f"There is no column “time”; the columns are {listed(names)}."
    hint = "Name the column of the times “time”: ISO 8601 or Unix seconds."
    raise DataUnreadable(Problem(message, place, hint))


def _numeric(name: str) -> bool:
    return name[:1].isdigit() or (name[:1] in "+-." and name[1:2].isdigit())


def _metric(name: str, metrics: Mapping[str, Metric]) -> str:
    """The key of a series: a metric's id, ``id/series`` for another of its series; empty for none."""
    head, _, series = name.partition("/")
    if series:
        metric = metrics.get(head)
        known = metric is not None and (series == "baseline" or series in dict(metric.series))
        return series_key(head, series) if known else ""
    if name in metrics:
        return name
    plain = name.casefold()
    alike = [
        key for key, metric in metrics.items() if plain in (key.casefold(), (metric.name or "").casefold())
    ]
    return alike[0] if len(alike) == 1 else ""


def _near(unknown: Sequence[str], free: set[str]) -> str:
    for name in unknown:
        found = difflib.get_close_matches(name.lower(), sorted(free), n=1)
        if found:
            return f"Perhaps “{shortened(name)}” is meant to be {found[0]}."
    return ""


def listed(names: Sequence[str]) -> str:
    """Some names and how many more: ``a, b and 3 more``."""
    shown = [shortened(name) or "(no name)" for name in names[:_SHOWN]]
    more = len(names) - len(shown)
    return f"{', '.join(shown)} and {more:,} more" if more else ", ".join(shown)


def shortened(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39]}…"
