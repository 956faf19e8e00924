"""Numbers with units, which metrics are compared with, and the baselines of metrics."""

from __future__ import annotations

import re
from functools import lru_cache

from relplanner.errors import Problem, TextError
from relplanner.patterns import late_pattern
from relplanner.plan.forms.base import Form, unreadable
from relplanner.plan.forms.duration import Elapsed, format_elapsed, parse_elapsed
from relplanner.plan.forms.reading import (
    CACHE,
    NUMBER_PATTERN,
    PLACE_PATTERN,
    limit,
    number_text,
    pattern,
    tidy,
)
from relplanner.plan.forms.units import UNITS, canonical_unit, comparable, kind_of, unit_of
from relplanner.values import value

_EXPECTED = "a quantity such as 1%, 200ms, 100/h or $10,000/h"
_EXPECTED_BASELINE = "a baseline such as 94s (analytics, 2027-01-31), mean 7d before rollout or query: PROMQL"
MOST = 1e15
_SYMBOLS = "$€£"
_CODES = ("USD", "EUR", "GBP")
_GROUPED = r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]*)?"
_QUANTITY = late_pattern(
    rf"(?P<sign>[+-]?)\s*(?P<symbol>[{_SYMBOLS}]|USD\s|EUR\s|GBP\s)?\s*(?P<inner>[+-]?)"
    rf"(?P<number>{_GROUPED}|{NUMBER_PATTERN})\s*(?P<unit>.*)\Z",
    re.ASCII,
)


_BEFORE = pattern(rf"mean\s+(?:of\s+)?(.+?)\s+before\s+({PLACE_PATTERN})")
_EARLIER = pattern(r"mean\s+(?:of\s+)?(.+?)\s+offset\s+(.+)")


@value
class Quantity:
    """A value in a unit; the empty unit means the unit of whatever it is compared with."""

    value: float
    unit: str = ""


@lru_cache(CACHE)
def parse_quantity(text: str) -> Quantity:
    """Read a number with its unit, thousands set off by commas or not. Raises :class:`TextError`."""
    plain = tidy(text, _EXPECTED)
    found = _QUANTITY.match(plain)
    if found is None or (found["sign"] and found["inner"]):
        raise unreadable(text, _EXPECTED)
    written = found["unit"]
    if written.startswith(","):
        raise unreadable(text, _EXPECTED, "Write a decimal point, not a comma; commas set off thousands.")
    value = float(found["number"].replace(",", ""))
    symbol = (found["symbol"] or "").strip()
    if symbol:
        value, written = _money(value, symbol, written)
    unit = canonical_unit(written)
    if unit is None:
        raise unreadable(text, _EXPECTED, _unit_hint(written))
    if value > MOST:
        raise unreadable(text, _EXPECTED, "The number is too large.")
    return Quantity(-value if "-" in (found["sign"], found["inner"]) and value else value, unit)


def _money(value: float, symbol: str, rest: str) -> tuple[float, str]:
    """``$10k/h`` is ten thousand dollars an hour."""
    if rest[:1] in ("k", "K", "M") and not rest[1:2].isalpha():
        return value * (1e6 if rest[0] == "M" else 1e3), symbol + rest[1:]
    return value, symbol + (rest if rest[:1] in ("/", "") else f" {rest}")


def _unit_hint(written: str) -> str:
    if written == "m":
        return "Write min for minutes or M for millions."
    if written.lower().startswith("x"):
        return "A multiple says of what: 5x baseline."
    return f"“{written}” is no unit known here, as %, ms, s, min, h, MB, /s, /h, $ and names of things are."


def format_quantity(quantity: Quantity) -> str:
    head, slash, per = quantity.unit.partition("/")
    number = number_text(abs(quantity.value))
    sign = "-" if quantity.value < 0 else ""
    if head in _CODES or (head and head in _SYMBOLS):
        whole, dot, fraction = number.partition(".")
        number = f"{int(whole):,}{dot}{fraction}"
    if head and head in _SYMBOLS:
        return f"{sign}{head}{number}{slash}{per}"
    if quantity.unit == "approvals" and quantity.value == 1:
        return "1 approval"
    blank = " " if head and (head not in UNITS or head in _CODES or head == "ratio") else ""
    return f"{sign}{number}{blank}{quantity.unit}"


@lru_cache(CACHE)
def convert(quantity: Quantity, unit: str) -> float:
    """The value in another unit, exact but for one rounding; a bare number is in ``unit`` already.

    Raises :class:`TextError` when the two measure different things.
    """
    if not quantity.unit or quantity.unit == unit:
        return quantity.value
    have, want = unit_of(quantity.unit), unit_of(unit)
    if not comparable(have, want):
        goal = f"“{unit}”" if unit else "a metric that has no unit"
        kinds = f"{kind_of(have)} against {kind_of(want)}"
        message = f"“{format_quantity(quantity)}” cannot be compared with {goal}: {kinds}."
        raise TextError(
            Problem(message, hint="Give the metric its unit, or write the quantity in the metric's.")
        )
    if have.factor == want.factor:
        return quantity.value
    from fractions import Fraction

    return float(Fraction(repr(quantity.value)) * have.factor / want.factor)


@value
class Baseline:
    """``kind`` number: ``quantity`` with the ``note`` of its source and date. Kind query: PromQL.

    Kind mean: over ``window``, either before what ``before`` names (frozen at its first actual start), or
    always ``offset`` earlier than now.
    """

    kind: str
    quantity: Quantity | None = None
    note: str = ""
    window: Elapsed | None = None
    offset: Elapsed | None = None
    before: str = ""
    query: str = ""


@lru_cache(CACHE)
def parse_baseline(text: str) -> Baseline:
    """Read a baseline; the text of a note and of a query is kept as written. Raises :class:`TextError`."""
    limit(text, _EXPECTED_BASELINE)
    plain = text.strip()
    if plain[:6].lower() == "query:":
        if not plain[6:].strip():
            raise unreadable(text, _EXPECTED_BASELINE, "Write the query after query:.")
        return Baseline("query", query=plain[6:].strip())
    head = tidy(plain, _EXPECTED_BASELINE)
    if head[:5].lower() == "mean ":
        return _mean(head, text)
    number, opened, note = plain.partition("(")
    if opened and not note.endswith(")"):
        raise unreadable(text, _EXPECTED_BASELINE, "The note ends with a closing parenthesis.")
    return Baseline("number", parse_quantity(number), note.removesuffix(")").strip())


def _mean(head: str, text: str) -> Baseline:
    found = _BEFORE.match(head)
    if found:
        return Baseline(
            "mean",
            window=parse_elapsed(found[1]),
            before=found[2].lower().replace("t0", "T0") if found[2].lower() == "t0" else found[2].lower(),
        )
    found = _EARLIER.match(head)
    if found:
        return Baseline("mean", window=parse_elapsed(found[1]), offset=parse_elapsed(found[2]))
    raise unreadable(
        text, _EXPECTED_BASELINE, "A mean says of when: mean 7d before rollout, or mean 1h offset 1w."
    )


def format_baseline(baseline: Baseline) -> str:
    if baseline.kind == "query":
        return f"query: {baseline.query}"
    if baseline.kind == "mean" and baseline.window:
        mean = f"mean {format_elapsed(baseline.window)}"
        if baseline.offset:
            return f"{mean} offset {format_elapsed(baseline.offset)}"
        return f"{mean} before {baseline.before}"
    number = format_quantity(baseline.quantity or Quantity(0.0))
    return f"{number} ({baseline.note})" if baseline.note else number


QUANTITY: Form[Quantity] = Form("quantity", _EXPECTED, parse_quantity, format_quantity)
BASELINE: Form[Baseline] = Form("baseline", _EXPECTED_BASELINE, parse_baseline, format_baseline)
