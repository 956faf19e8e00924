"""Numbers, durations and words as PromQL writes them."""

from __future__ import annotations

import re

from relplanner.errors import Problem, TextError
from relplanner.exchange.promql.parse import WORDS
from relplanner.plan.forms.duration import Duration, Elapsed, in_minutes
from relplanner.plan.forms.reading import MOST, number_text

UNITS_MS = {"w": 604_800_000, "d": 86_400_000, "h": 3_600_000, "m": 60_000, "s": 1000, "ms": 1}
YEAR_MS = 365 * UNITS_MS["d"]
LONGEST_MS = 100 * YEAR_MS
"""Go counts nanoseconds in 64 bits, 292 years; nobody waits a hundred."""
_PART = re.compile(r"([0-9]+)(ms|[smhdwy])", re.ASCII)


def milliseconds(stretch: Duration | Elapsed) -> int:
    """Real time in milliseconds; a duration's working units are those of a calendar that never stops."""
    if isinstance(stretch, Elapsed):
        return round(stretch.seconds * 1000)
    return round(in_minutes(stretch, 1440, 10080, 43200) * 60_000)


def duration(ms: int) -> str:
    """``1h30m``. Raises :class:`TextError` when it is longer than Prometheus can count."""
    if ms > LONGEST_MS:
        raise TextError(
            Problem("A stretch of more than a hundred years is longer than Prometheus can count.")
        )
    if ms <= 0:
        return "0s"
    parts = []
    for unit, size in UNITS_MS.items():
        if unit == "w" and ms % size:
            continue  # 8d, not 1w1d
        amount, ms = divmod(ms, size)
        if amount:
            parts.append(f"{amount}{unit}")
    return "".join(parts)


def stretch(ms: int, of: str) -> str:
    """A duration that may not be nothing, as a range's. Raises :class:`TextError`."""
    if ms <= 0:
        raise TextError(Problem(f"{of} has no length."))
    return duration(ms)


def duration_ms(text: str) -> int:
    """The milliseconds of a duration as Prometheus and Go write it."""
    return sum(int(amount) * {**UNITS_MS, "y": YEAR_MS}[unit] for amount, unit in _PART.findall(text))


def elapsed(ms: int) -> Elapsed:
    """Milliseconds in the largest unit that holds them in a whole number; more than a hundred years count as
    so many."""
    ms = min(ms, LONGEST_MS)
    for unit in ("w", "d", "h", "m"):
        if ms and ms % UNITS_MS[unit] == 0:
            return Elapsed(float(ms // UNITS_MS[unit]), unit)
    seconds = ms / 1000
    return Elapsed(seconds, "s") if seconds <= MOST else Elapsed(seconds / 3600, "h")


def number(amount: float) -> str:
    """A finite number, in PromQL's own manner where it has an exponent."""
    return number_text(amount) if 1e-9 < abs(amount) < 1e15 or not amount else repr(amount)


def series(name: str) -> str:
    """A series by its name, also where that is a word of the language."""
    return f'{{__name__="{name}"}}' if name.lower() in WORDS else name


def quoted(text: str) -> str:
    """A text in quotes."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'
