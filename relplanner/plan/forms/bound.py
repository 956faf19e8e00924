"""What a metric's value is held against; conditions and targets share it."""

from __future__ import annotations

import re
from typing import TypeAlias

from relplanner.patterns import late_pattern
from relplanner.plan.forms.base import unreadable
from relplanner.plan.forms.duration import Elapsed, format_elapsed, parse_elapsed
from relplanner.plan.forms.quantity import Quantity, format_quantity, parse_quantity
from relplanner.plan.forms.reading import IDENT_PATTERN, NUMBER_PATTERN, amount_of, number_text, pattern
from relplanner.values import value

OPERATORS = (">", ">=", "<", "<=", "==", "!=")
_SPELLINGS = {"≥": ">=", "≤": "<=", "≠": "!=", "=": "==", "=>": ">=", "=<": "<="}


@value
class Reference:
    """What is compared with; ``kind`` is baseline, window, ago or series.

    That is: the metric's baseline; its mean over the last ``window``; its value a ``window`` ago; the same
    metric of another series, ``name`` (``stable``).
    """

    kind: str
    window: Elapsed | None = None
    name: str = ""


@value
class Level:
    """A fixed level."""

    quantity: Quantity


@value
class Multiple:
    """``factor`` times a reference; factor 1 is the reference itself."""

    factor: float
    reference: Reference


@value
class Change:
    """A relative change in percent, ``direction`` drops or rises, from a reference."""

    direction: str
    percent: float
    reference: Reference


@value
class Sigma:
    """``count`` standard deviations from a reference's mean."""

    count: float
    reference: Reference


@value
class NoWorse:
    """No worse than a reference, by the metric's own direction; its operator is empty."""

    reference: Reference


@value
class Burn:
    """The error budget that the metric's target leaves, used up ``factor`` times as fast as it would last.

    Judged on the metric's mean over each of ``windows``: the long one says that it matters, the short one
    that it still goes on (https://sre.google/workbook/alerting-on-slos/).
    """

    factor: float
    windows: tuple[Elapsed, ...]


Bound: TypeAlias = Level | Multiple | Change | Sigma | NoWorse | Burn
BASELINE_REFERENCE = Reference("baseline")

_OPERATOR = late_pattern(r"\s*(>=|<=|==|!=|=>|=<|[<>=≥≤≠])\s*")
_NO_WORSE = pattern(r"(?:is\s+)?no\s+worse\s+than\s+(.+)")
VS = r"(?:\s+(?:vs|from|against)\.?\s+(.+))?"
_CHANGE = pattern(rf"(drops|rises)\s*(?:by\s*)?(>=|<=|[<>≥≤])\s*([^\s%]+)\s*(?:%|percent){VS}")
_BURN = pattern(rf"burns\s*(>=|<=|[<>≥≤])\s*({NUMBER_PATTERN})\s*(?:[x×]|times)\s*(?:in|over)\s+(.+)")
_SIGMA = pattern(rf"({NUMBER_PATTERN})\s*(?:sigmas?|σ){VS}")
_MULTIPLE = pattern(rf"({NUMBER_PATTERN})\s*(?:[x×]|times)\s*(?=\S)(.+)")
_NUMBER = pattern(NUMBER_PATTERN)
_SECOND_NAME = late_pattern(r"(?!drops|rises|burns|is\b)[a-z_][a-z0-9_]*\s*[<>=≥≤]", re.IGNORECASE)
_SERIES = pattern(rf"(?=[a-z]){IDENT_PATTERN}")
_AGO = pattern(r"(.+?)\s+ago")


def parse_relation(relation: str, text: str, expected: str) -> tuple[str, Bound]:
    """Read operator and bound; errors quote the whole ``text``. Raises :class:`TextError`."""
    found = _NO_WORSE.match(relation)
    if found:
        return "", NoWorse(parse_reference(found[1], text, expected))
    found = _CHANGE.match(relation)
    if found:
        direction, operator, percent, reference = found.groups()
        return operator_of(operator), Change(
            direction.lower(),
            _number(percent, text, expected),
            parse_reference(reference, text, expected) if reference else BASELINE_REFERENCE,
        )
    found = _BURN.match(relation)
    if found:
        windows = tuple(parse_elapsed(part) for part in found[3].split("/"))
        return operator_of(found[1]), Burn(_number(found[2], text, expected), windows)
    found = _OPERATOR.match(relation)
    if found is None:
        raise unreadable(text, expected, _relation_hint(relation))
    return operator_of(found[1]), _bound(relation[found.end() :], text, expected)


def _relation_hint(relation: str) -> str:
    if _SECOND_NAME.match(relation):
        return "A metric is named by its id, which has no blanks: error_rate."
    word = relation.split(maxsplit=1)[0] if relation.split() else ""
    if word.lower() in ("drops", "rises"):
        return f"Say by how much: {word.lower()} > 20% vs 1w ago."
    if word.lower() == "burns":
        return "Say how fast and in which windows: burns > 14.4x in 1h/5m."
    if not word:
        return "Compare the metric with something: error_rate > 1%."
    return f"After the metric comes one of {' '.join(OPERATORS)}, drops, rises or absent, not “{word[:40]}”."


def operator_of(written: str) -> str:
    return _SPELLINGS.get(written, written)


def _number(digits: str, text: str, expected: str) -> float:
    if not _NUMBER.match(digits):
        raise unreadable(text, expected, f"“{digits[:40]}” is no number.")
    return amount_of(digits, text, expected)


def _bound(rest: str, text: str, expected: str) -> Bound:
    rest = rest.strip()
    if not rest:
        raise unreadable(text, expected, "Say what it is compared with: 1%, 200ms, baseline or 5x baseline.")
    found = _SIGMA.match(rest)
    if found:
        if not found[2]:
            raise unreadable(text, expected, f"Say of what: {found[1]} sigma vs 1d.")
        return Sigma(_number(found[1], text, expected), parse_reference(found[2], text, expected))
    found = _MULTIPLE.match(rest)
    if found:
        return Multiple(_number(found[1], text, expected), parse_reference(found[2], text, expected))
    if _SERIES.match(rest) or _AGO.match(rest):
        return Multiple(1.0, parse_reference(rest, text, expected))
    return Level(parse_quantity(rest))


def parse_reference(written: str, text: str, expected: str) -> Reference:
    """Read ``baseline``, ``1d``, ``1w ago`` or a series' name. Raises :class:`TextError`."""
    plain = written.strip().lower()
    if plain == "baseline":
        return BASELINE_REFERENCE
    found = _AGO.match(plain)
    if found:
        return Reference("ago", parse_elapsed(found[1]))
    if plain[:1].isdigit() or plain[:1] == ".":
        return Reference("window", parse_elapsed(plain))
    if _SERIES.match(plain):
        return Reference("series", name=plain)
    hint = f"“{plain[:40]}” is nothing to compare with; write baseline, 1d, 1w ago or stable."
    raise unreadable(text, expected, hint)


def format_reference(reference: Reference) -> str:
    if reference.kind == "baseline":
        return "baseline"
    if reference.window is None:
        return reference.name
    return format_elapsed(reference.window) + (" ago" if reference.kind == "ago" else "")


def format_relation(operator: str, bound: Bound) -> str:
    """The inverse of :func:`parse_relation`."""
    if isinstance(bound, NoWorse):
        return f"no worse than {format_reference(bound.reference)}"
    if isinstance(bound, Change):
        amount = f"{operator} {number_text(bound.percent)}%"
        return f"{bound.direction} {amount} vs {format_reference(bound.reference)}"
    if isinstance(bound, Sigma):
        return f"{operator} {number_text(bound.count)} sigma vs {format_reference(bound.reference)}"
    if isinstance(bound, Level):
        return f"{operator} {format_quantity(bound.quantity)}"
    if isinstance(bound, Burn):
        windows = "/".join(map(format_elapsed, bound.windows))
        return f"burns {operator} {number_text(bound.factor)}x in {windows}"
    reference = format_reference(bound.reference)
    # A bare "1d" would be one day, not the mean of the last day.
    if bound.factor == 1 and bound.reference.kind != "window":
        return f"{operator} {reference}"
    return f"{operator} {number_text(bound.factor)}x {reference}"


def reference_of(bound: Bound) -> Reference | None:
    """What a bound refers to; None for a fixed level and for a budget."""
    return None if isinstance(bound, Level | Burn) else bound.reference


_COMPARED = {
    ">": "above",
    ">=": "at least",
    "<": "below",
    "<=": "at most",
    "==": "exactly",
    "!=": "other than",
}
_MORE = {
    ">": "more than",
    ">=": "at least",
    "<": "less than",
    "<=": "at most",
    "==": "exactly",
    "!=": "other than",
}
_SPOKEN = {"s": "second", "m": "minute", "h": "hour", "d": "day", "w": "week"}


def elapsed_in_words(stretch: Elapsed) -> str:
    return f"{number_text(stretch.amount)} {_SPOKEN[stretch.unit]}{'' if stretch.amount == 1 else 's'}"


def reference_in_words(reference: Reference) -> str:
    if reference.kind == "baseline":
        return "its baseline"
    if reference.window is None:
        return reference.name
    words = elapsed_in_words(reference.window)
    return f"its value {words} ago" if reference.kind == "ago" else f"its mean of the last {words}"


def relation_in_words(operator: str, bound: Bound) -> str:
    """A reading for people: "above 1%", "more than 20% lower than its value 1 week ago"."""
    if isinstance(bound, Level):
        return f"{_COMPARED[operator]} {format_quantity(bound.quantity)}"
    if isinstance(bound, Burn):
        windows = " and ".join(f"the last {elapsed_in_words(window)}" for window in bound.windows)
        speed = f"{_MORE[operator]} {number_text(bound.factor)} times as fast as it would last"
        return f"using up its error budget {speed}, over {windows}"
    reference = reference_in_words(bound.reference)
    if isinstance(bound, NoWorse):
        return f"no worse than {reference}"
    if isinstance(bound, Change):
        way = "lower" if bound.direction == "drops" else "higher"
        return f"{_MORE[operator]} {number_text(bound.percent)}% {way} than {reference}"
    if isinstance(bound, Sigma):
        return f"{_MORE[operator]} {number_text(bound.count)} standard deviations off {reference}"
    times = "" if bound.factor == 1 else f"{number_text(bound.factor)} times "
    return f"{_COMPARED[operator]} {times}{reference}"
