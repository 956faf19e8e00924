"""Conditions as queries that yield a verdict, for controllers that know a threshold and nothing else.

Such a query is 1 while the condition has held for its time, 0 while it has not, and has no value while that
cannot be told. It has no labels, so there is one value at most.
"""

from __future__ import annotations

import re

from relplanner.exchange.promql import shape, text
from relplanner.exchange.promql.conditions import compared, expression
from relplanner.exchange.promql.parse import parse
from relplanner.exchange.promql.queries import Asked
from relplanner.exchange.promql.tokens import tokens
from relplanner.plan.forms.condition import Condition, Expr

_BACKTICKED = re.compile(r"\A`.*`\Z", re.DOTALL)


def verdict(asked: Asked, expr: Expr, silence: bool = False) -> str:
    """1, 0 or nothing. Raises :class:`TextError` for what PromQL cannot say."""
    said = expression(asked, expr, silence)
    holds = f"({said})^0" if shape.labelless(parse(said)) else f"max({said})^0"
    known = [f"max({query} == {query})^0" for query in dict.fromkeys(compared(asked, expr))]
    return f"{holds} or 0 * ({' and '.join(known)})" if known else f"{holds} or vector(0)"


def held(asked: Asked, condition: Condition, silence: bool = False) -> str:
    """The verdict on a condition with its ``for``: all values of that time true and none amiss."""
    now = verdict(asked, condition.expr, silence)
    ms = text.milliseconds(condition.hold) if condition.hold else 0
    if ms < asked.every_ms:
        return now
    window = f"({now})[{text.duration(ms)}:{text.duration(asked.every_ms)}]"
    return f"min_over_time({window}) * (count_over_time({window}) >= bool {ms // asked.every_ms})"


def untemplated(query: str) -> str:
    """The query where ``{{`` begins a variable: the same, its texts without two braces on end."""
    if "{{" not in query:
        return query
    parts: list[str] = []
    end = 0
    for token in tokens(query):
        parts.append(query[end : token.start])
        end = token.end
        word = token.text
        if token.kind == "string" and "{{" in word:
            if _BACKTICKED.match(word):
                word = text.quoted(word[1:-1])
            word = word.replace("{{", "\\x7b{").replace("{{", "\\x7b{")
        parts.append(word)
    return "".join(parts)
