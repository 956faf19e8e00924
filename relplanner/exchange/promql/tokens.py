"""PromQL as tokens with their places, comments left out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from relplanner.errors import Problem, TextError
from relplanner.values import value

LONGEST = 20_000
DURATION = r"(?:[0-9]+(?:ms|[smhdwy]))+"
_TOKEN = re.compile(
    rf"""
      (?P<blank>\s+|\#[^\n]*)
    | (?P<string>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`[^`]*`)
    | (?P<range>\[\s*{DURATION}\s*(?:(?P<colon>:)\s*(?:{DURATION})?\s*)?\])
    | (?P<duration>{DURATION})(?![a-zA-Z0-9_.])
    | (?P<number>0[xX][0-9a-fA-F]+|(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)(?![a-zA-Z0-9_.])
    | (?P<name>[a-zA-Z_:][a-zA-Z0-9_:]*)
    | (?P<sign>=~|!~|==|!=|>=|<=|[-+*/%^<>=(){{}},@])
    """,
    re.VERBOSE | re.ASCII | re.DOTALL,
)


@value
class Token:
    """``kind``: string, range, subquery, duration, number, name, sign, or end."""

    kind: str
    text: str
    start: int
    end: int


def tokens(text: str) -> Iterator[Token]:
    """The tokens, the last of kind end. Raises :class:`TextError` at what is none."""
    if len(text) > LONGEST:
        raise TextError(Problem(f"A query of {len(text):,} characters is too long.", hint="Shorten it."))
    at = 0
    while at < len(text):
        found = _TOKEN.match(text, at)
        if found is None:
            raise refused(text, at, "here something begins that PromQL does not know")
        kind = "subquery" if found["colon"] else str(found.lastgroup)
        kind = "range" if kind == "colon" else kind
        if kind != "blank":
            yield Token(kind, found[0], at, found.end())
        at = found.end()
    yield Token("end", "", len(text), len(text))


def refused(text: str, at: int, why: str) -> TextError:
    """The error for a query that cannot be read at a place."""
    shown = " ".join(text[at : at + 30].split())
    where = f"at “{shown}”" if shown else "at its end"
    return TextError(Problem(f"The query is no PromQL {where}: {why}."))
