"""Durations, lags, three-point estimates, and the elapsed stretches of conditions."""

from __future__ import annotations

import re
from functools import lru_cache

from relplanner.errors import TextError
from relplanner.patterns import late_pattern
from relplanner.plan.forms.base import Form, unreadable
from relplanner.plan.forms.reading import CACHE, NUMBER_PATTERN, amount_of, number_text, pattern, spaced, tidy
from relplanner.values import value

_WORDS = {
    "m": "m min mins minute minutes",
    "h": "h hr hrs hour hours",
    "d": "d day days",
    "w": "w wk wks week weeks",
    "mo": "mo mos month months",
}
UNITS = {word: unit for unit, words in _WORDS.items() for word in words.split()}
"""Every accepted word of a unit, with the unit it stands for."""

_EXPECTED = "a duration such as 10d, 4h or 2ed"
_EXPECTED_LAG = "a lag such as +2d, -4h or +50%"
_EXPECTED_ESTIMATE = "three durations such as 4d / 5d / 9d"
_EXPECTED_ELAPSED = "a stretch of time such as 30s, 5m or 1d"

_DURATION = late_pattern(rf"({NUMBER_PATTERN})\s*(elapsed\s+|e)?([a-z]+)\Z", re.IGNORECASE | re.ASCII)
_PLAIN = pattern(NUMBER_PATTERN)
_ELAPSED_MINUTES = {"m": 1.0, "h": 60.0, "d": 1440.0, "w": 10080.0, "mo": 30 * 1440.0}


@value
class Duration:
    """``amount`` of ``unit`` (m h d w mo, in lags also %), as typed; ``elapsed`` runs around the clock."""

    amount: float
    unit: str
    elapsed: bool = False


@value
class Estimate:
    """Three points of one duration; that they are in order is for a check to say."""

    optimistic: Duration
    likely: Duration
    pessimistic: Duration


@value
class Elapsed:
    """A stretch of real time in a condition, as PromQL has it: ``amount`` of s m h d w, kept as typed."""

    amount: float
    unit: str

    @property
    def seconds(self) -> float:
        return self.amount * ELAPSED_SECONDS[self.unit]


def _read(text: str, whole: str, expected: str) -> Duration:
    found = _DURATION.match(text)
    if found is None:
        raise unreadable(whole, expected, _hint(text))
    digits, elapsed, word = found.groups()
    unit = UNITS.get(word.lower())
    if unit is None or word == "M":
        raise unreadable(whole, expected, _unit_hint(digits, word))
    return Duration(amount_of(digits, whole, expected), unit, elapsed is not None)


def _hint(text: str) -> str:
    if _PLAIN.match(text):
        return f"Write the unit too: {text}d for days, {text}h for hours."
    if "," in text:
        return "Write a decimal point, not a comma: 1.5d."
    if re.match(r"[0-9.]+\s*[a-df-z][a-z]*\s*[0-9.]+\s*[a-z]+\Z", text, re.IGNORECASE):
        return "Write one number and one unit: 1.5d, or 12h."
    if text.startswith(("-", "+")):
        return "A duration has no sign."
    return ""


def _unit_hint(digits: str, word: str) -> str:
    if word == "M":
        return f"Write {digits}m for minutes or {digits}mo for months."
    if word.lower() in {"s", "sec", "secs", "second", "seconds"}:
        return "Plans are kept to the minute."
    if word.lower() in {"y", "yr", "year", "years"}:
        return "Write months: 12mo."
    return "The units are m, h, d, w and mo, with an e before them when the clock never stops: 2ed."


@lru_cache(CACHE)
def parse_duration(text: str) -> Duration:
    """Read a duration that is not negative; a bare ``0`` is no time. Raises :class:`TextError`."""
    plain = tidy(text, _EXPECTED)
    return Duration(0.0, "d") if plain == "0" else _read(plain, text, _EXPECTED)


def format_duration(duration: Duration) -> str:
    return f"{number_text(duration.amount)}{'e' if duration.elapsed else ''}{duration.unit}"


@lru_cache(CACHE)
def parse_lag(text: str) -> Duration:
    """Read a lag, negative for a lead; ``%`` is a share of the predecessor's duration.

    Raises :class:`TextError`.
    """
    plain = tidy(text, _EXPECTED_LAG)
    sign = -1.0 if plain.startswith("-") else 1.0
    body = plain[1:].lstrip() if plain[:1] in ("-", "+") and plain else plain
    if body.endswith("%") and _PLAIN.match(body[:-1].rstrip()):
        return Duration(sign * amount_of(body[:-1], text, _EXPECTED_LAG) + 0.0, "%")
    if body.startswith(("-", "+")):
        raise unreadable(text, _EXPECTED_LAG, "One sign is enough.")
    if body == "0":
        return Duration(0.0, "d")
    size = _read(body, text, _EXPECTED_LAG)
    return Duration(sign * size.amount + 0.0, size.unit, size.elapsed)


def format_lag(lag: Duration) -> str:
    """Always with its sign: ``+2d``, ``-4eh``, ``+50%``."""
    sign = "-" if lag.amount < 0 else "+"
    return f"{sign}{number_text(abs(lag.amount))}{'e' if lag.elapsed else ''}{lag.unit}"


def in_minutes(duration: Duration, day: float = 480, week: float = 2400, month: float | None = None) -> float:
    """Working minutes, given a calendar's nominal ``day``, ``week`` and ``month`` (20 days unless given).

    Elapsed durations are in real minutes. A percentage has no length of its own: :class:`ValueError`.
    """
    if duration.unit == "%":
        raise ValueError("a percentage has no length of its own")
    if duration.elapsed:
        return duration.amount * _ELAPSED_MINUTES[duration.unit]
    sizes = {"m": 1.0, "h": 60.0, "d": day, "w": week, "mo": 20 * day if month is None else month}
    return duration.amount * sizes[duration.unit]


@lru_cache(CACHE)
def parse_estimate(text: str) -> Estimate:
    """Read optimistic / likely / pessimistic; a unit given once, at the end, is meant for all.

    Raises :class:`TextError`.
    """
    parts = [part.strip() for part in re.split("[/;]", tidy(text, _EXPECTED_ESTIMATE))]
    if len(parts) != 3:
        raise unreadable(
            text, _EXPECTED_ESTIMATE, "Write the optimistic, the likely and the pessimistic one."
        )
    unit = parts[2].lstrip("0123456789. ")
    try:
        first, second, third = (parse_duration(part + unit if _PLAIN.match(part) else part) for part in parts)
    except TextError as error:
        raise unreadable(text, _EXPECTED_ESTIMATE, str(error)) from error
    return Estimate(first, second, third)


def format_estimate(estimate: Estimate) -> str:
    points = (estimate.optimistic, estimate.likely, estimate.pessimistic)
    return " / ".join(format_duration(point) for point in points)


ELAPSED_SECONDS = {"s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0, "w": 604800.0}
_ELAPSED_UNITS = {
    "s": "s",
    "sec": "s",
    "secs": "s",
    "second": "s",
    "seconds": "s",
    **{word: unit for word, unit in UNITS.items() if unit != "mo"},
    **{f"e{unit}": unit for unit in "mhdw"},
}
_ELAPSED_PART = late_pattern(rf"\s*({NUMBER_PATTERN})\s*([a-z]+)", re.ASCII)


@lru_cache(CACHE)
def parse_elapsed(text: str) -> Elapsed:
    """Read real time; ``1h30m`` is said in its smallest unit. Raises :class:`TextError`."""
    plain, at = spaced(tidy(text, _EXPECTED_ELAPSED)), 0
    parts: list[Elapsed] = []
    while at < len(plain):
        found = _ELAPSED_PART.match(plain, at)
        unit = _ELAPSED_UNITS.get(found[2]) if found else None
        if found is None or unit is None:
            raise unreadable(
                text, _EXPECTED_ELAPSED, "The units here are s, m, h, d and w, all of real time."
            )
        if parts and ELAPSED_SECONDS[unit] >= ELAPSED_SECONDS[parts[-1].unit]:
            raise unreadable(text, _EXPECTED_ELAPSED, "Write the larger unit first: 1h30m.")
        parts.append(Elapsed(amount_of(found[1], text, _EXPECTED_ELAPSED), unit))
        at = found.end()
    if not parts:
        raise unreadable(text, _EXPECTED_ELAPSED)
    if len(parts) == 1:
        return parts[0]
    smallest = parts[-1].unit
    return Elapsed(sum(part.seconds for part in parts) / ELAPSED_SECONDS[smallest], smallest)


def format_elapsed(stretch: Elapsed) -> str:
    return f"{number_text(stretch.amount)}{stretch.unit}"


_SIZE = r"[0-9]+(\.[0-9]+)?"
DURATION: Form[Duration] = Form(
    "duration",
    _EXPECTED,
    parse_duration,
    format_duration,
    {"type": "string", "pattern": rf"^{_SIZE}e?(m|h|d|w|mo)$"},
)
LAG: Form[Duration] = Form(
    "lag",
    _EXPECTED_LAG,
    parse_lag,
    format_lag,
    {"type": "string", "pattern": rf"^[+-]{_SIZE}(e?(m|h|d|w|mo)|%)$"},
)
ESTIMATE: Form[Estimate] = Form(
    "estimate",
    _EXPECTED_ESTIMATE,
    parse_estimate,
    format_estimate,
    {"type": "string", "pattern": r"^[^/]+/[^/]+/[^/]+$"},
)
ELAPSED: Form[Elapsed] = Form(
    "elapsed",
    _EXPECTED_ELAPSED,
    parse_elapsed,
    format_elapsed,
    {"type": "string", "pattern": rf"^({_SIZE}(s|e?[mhdw]))+$"},
)
