"""What the parsers of this room share: tidying, limits, and numbers as people write them."""

from __future__ import annotations

import re

from relplanner.errors import Problem, TextError
from relplanner.patterns import late_pattern
from relplanner.plan.forms.base import unreadable

CACHE = 4096
"""How many parsed texts each form remembers: a plan of 10,000 activities repeats a few hundred."""
LONGEST = 10_000
MOST = 1_000_000.0
"""The largest amount of a duration or an offset; beyond it stands a slip of the finger."""

NUMBER_PATTERN = r"(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)"
IDENT_PATTERN = r"[a-z0-9][a-z0-9-]*"
PLACE_PATTERN = rf"{IDENT_PATTERN}(?:/{IDENT_PATTERN})?"
"""An id, or ``section/id`` for a thing outside its section."""

CONDITION_WORDS = frozenset({"and", "or", "for", "is", "no", "absent", "drops", "rises", "burns"})
"""Words that make up a condition; a metric of such a name could not be spoken of."""

_TYPOGRAPHY = str.maketrans(
    {"\u2212": "-", "\u2013": "-", "\u2011": "-", "\u2010": "-", "\u00a0": " ", "\u202f": " ", "\u2009": " "}
)


def tidy(text: str, expected: str) -> str:
    """The text with single blanks between its words, typographic minus signs and blanks made plain ones."""
    limit(text, expected)
    if not text.isascii():
        text = text.translate(_TYPOGRAPHY)
    # Runs of blanks are made single ones: patterns then take time in proportion to the text.
    return " ".join(text.split())


def limit(text: str, expected: str) -> None:
    """Refuse a text too long to be meant, before any pattern is tried on it."""
    if len(text) > LONGEST:
        message = f"A text of {len(text):,} characters is too long here; expected was {expected}."
        raise TextError(Problem(message, hint=f"At most {LONGEST:,} characters are read."))


def amount_of(digits: str, text: str, expected: str) -> float:
    """The number in ``digits``; refused above :data:`MOST`."""
    value = float(digits)
    if value > MOST:
        raise unreadable(text, expected, f"The largest number that can stand here is {MOST:,.0f}.")
    return value


def number_text(value: float) -> str:
    """The shortest decimal text that reads back as the same number, without an exponent."""
    if value == int(value):
        return str(int(value))
    text = repr(value)
    if "e" not in text:
        return text
    from decimal import Decimal

    return format(Decimal(text), "f")


def spaced(text: str) -> str:
    """The text in lower case with single blanks."""
    return " ".join(text.lower().split())


def pattern(body: str) -> re.Pattern[str]:
    """A whole-text pattern, blind to case."""
    return late_pattern(rf"(?:{body})\Z", re.IGNORECASE | re.ASCII)
