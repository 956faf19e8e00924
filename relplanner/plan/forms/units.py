"""The units of quantities: what each measures, and how much of it."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from relplanner.errors import Problem, TextError
from relplanner.patterns import late_pattern
from relplanner.plan.forms.reading import CACHE, CONDITION_WORDS, NUMBER_PATTERN, number_text
from relplanner.values import value

if TYPE_CHECKING:
    from fractions import Fraction


@value
class Unit:
    """What a unit measures, and how much of that dimension's base one of it is."""

    dimension: str
    above: int = 1
    below: int = 1

    @property
    def factor(self) -> Fraction:
        """The same as one number; who only reads a plan needs no fractions."""
        from fractions import Fraction

        return Fraction(self.above, self.below)


_TIME = {
    "ns": (1, 10**9),
    "us": (1, 10**6),
    "ms": (1, 10**3),
    "s": (1, 1),
    "min": (60, 1),
    "h": (3600, 1),
    "d": (86400, 1),
}
_BYTES = {
    "B": 1, "kB": 10**3, "MB": 10**6, "GB": 10**9, "TB": 10**12,
    "KiB": 2**10, "MiB": 2**20, "GiB": 2**30, "TiB": 2**40,
}  # fmt: skip
UNITS: dict[str, Unit] = {
    "%": Unit("share", 1, 100),
    "ratio": Unit("share"),
    "‰": Unit("share", 1, 1000),
    **{name: Unit("time", *size) for name, size in _TIME.items()},
    **{name: Unit("size", size) for name, size in _BYTES.items()},
    "k": Unit("count", 1000),
    "M": Unit("count", 1000000),
    "$": Unit("USD"),
    "€": Unit("EUR"),
    "£": Unit("GBP"),
    "USD": Unit("USD"),
    "EUR": Unit("EUR"),
    "GBP": Unit("GBP"),
}
"""The units with a dimension of their own; any other word counts things of that name: ``100 tickets/h``."""

_SPELLINGS = {
    "%": "percent",
    "ratio": "fraction",
    "ns": "nanosecond nanoseconds",
    "us": "µs μs microsecond microseconds",
    "ms": "msec millisecond milliseconds",
    "s": "sec secs second seconds",
    "min": "mins minute minutes",
    "h": "hr hrs hour hours",
    "d": "day days",
    "B": "byte bytes",
    "k": "k",
    "approvals": "approval",
}
_ALIASES = {word: unit for unit, words in _SPELLINGS.items() for word in words.split()}
_BLIND = {name.lower(): name for name in UNITS if name not in ("k", "M")}
_PER = {"s": 1, "min": 60, "h": 3600, "d": 86400}
_PER_WORDS = {"rps": "/s", "qps": "/s", "rpm": "/min"}
_SCALE = late_pattern(rf"(?:/|of )\s*({NUMBER_PATTERN})\Z", re.ASCII)
_NOUN = late_pattern(r"[A-Za-z_][A-Za-z_-]+(?: [A-Za-z_-]+){0,3}\Z")
# Words that in a quantity are a sign that something else was meant.
_NO_NOUNS = CONDITION_WORDS | {
    "x",
    "times",
    "sigma",
    "baseline",
    "ago",
    "vs",
    "of",
    "per",
    "within",
    "over",
    "before",
}


def canonical_unit(written: str) -> str | None:
    """The one way a unit is written, or None when it is none."""
    scale = _SCALE.match(written)
    if scale:
        return f"/{number_text(float(scale[1]))}" if 1 <= float(scale[1]) <= 1000 else None
    head, slash, per = re.sub(r"(?:\A|\s)per\s", "/", written).partition("/")
    head, per = head.strip(), per.strip()
    if head.lower() in _PER_WORDS and not slash:
        return _PER_WORDS[head.lower()]
    if slash:
        per = _name_of(per) or ""
        if per not in _PER:
            return None
    if not head:
        return f"/{per}" if slash else ""
    name = _name_of(head)
    if name is None:
        return None
    return f"{name}/{per}" if slash else name


def _name_of(word: str) -> str | None:
    if word in UNITS:
        return word
    lowered = word.lower()
    known = _ALIASES.get(lowered) or _BLIND.get(lowered)
    if known:
        return known
    if len(word) > 60 or not _NOUN.match(word) or not _NO_NOUNS.isdisjoint(lowered.split()):
        return None
    return word


@lru_cache(CACHE)
def unit_of(text: str) -> Unit:
    """The dimension and size of a unit as a metric or a quantity names it. Raises :class:`TextError`."""
    name = canonical_unit(text.strip())
    if name is None:
        raise TextError(
            Problem(f"“{text}” is no unit known here.", hint="Known are %, ms, s, MB, /s, $/h and the like.")
        )
    scale = _SCALE.match(name)
    if scale:
        from fractions import Fraction

        size = Fraction(scale[1])
        return Unit("score", size.denominator, size.numerator)
    head, slash, per = name.partition("/")
    base = UNITS.get(head) or Unit(f"count of {head}" if head else "count")
    if not slash:
        return base
    return Unit(f"{base.dimension} per time", base.above, base.below * _PER[per])


def comparable(one: Unit, other: Unit) -> bool:
    """Whether two units measure the same; counts of named things fit a plain count."""
    first, second = one.dimension, other.dimension
    if first == second:
        return True
    plain = ("count", "count per time")
    counts = first.startswith("count") and second.startswith("count")
    rates = first.endswith(" per time"), second.endswith(" per time")
    return counts and rates[0] == rates[1] and (first in plain or second in plain)


def kind_of(unit: Unit) -> str:
    names = {"share": "a share", "time": "a time", "size": "a size", "count": "a count", "score": "a score"}
    return names.get(unit.dimension, unit.dimension)
