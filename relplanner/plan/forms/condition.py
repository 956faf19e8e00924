"""Conditions of triggers and alerts: comparisons joined by ``and`` and ``or``, held for a time."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import TypeAlias

from relplanner.errors import TextError
from relplanner.patterns import late_pattern
from relplanner.plan.forms.base import Form, unreadable
from relplanner.plan.forms.bound import (
    OPERATORS,
    Bound,
    Burn,
    Change,
    Level,
    Multiple,
    NoWorse,
    Reference,
    Sigma,
    elapsed_in_words,
    format_relation,
    parse_relation,
    relation_in_words,
)
from relplanner.plan.forms.duration import Elapsed, format_elapsed, parse_elapsed
from relplanner.plan.forms.reading import CACHE, CONDITION_WORDS, tidy
from relplanner.values import value

__all__ = [
    "CONDITION",
    "Absent",
    "And",
    "Burn",
    "Change",
    "Compare",
    "Condition",
    "Expr",
    "Level",
    "Multiple",
    "NoWorse",
    "Or",
    "Reference",
    "Sigma",
    "comparisons",
    "format_condition",
    "in_words",
    "metrics_of",
    "parse_condition",
]

DEEPEST = 50
_EXPECTED = "a condition such as error_rate > 1% for 5m"


@value
class Compare:
    """``metric`` against ``bound``; the operator is empty for :class:`NoWorse`."""

    metric: str
    op: str
    bound: Bound


@value
class Absent:
    """True while ``metric`` has no sample."""

    metric: str


@value
class And:
    """All of at least two ``parts``."""

    parts: tuple[Expr, ...]


@value
class Or:
    """Any of at least two ``parts``."""

    parts: tuple[Expr, ...]


Expr: TypeAlias = Compare | Absent | And | Or


@value
class Condition:
    """``expr``, true without a break for ``hold`` (elapsed time; None: at once)."""

    expr: Expr
    hold: Elapsed | None = None


_TOKEN = late_pattern(r"\(|\)|>=|<=|==|!=|=>|=<|[<>=≥≤≠]|[^\s()<>=!≥≤≠]+|!")
_METRIC = late_pattern(r"[a-z_][a-z0-9_]*\Z", re.IGNORECASE | re.ASCII)
_KEYWORDS = {"and", "or", "for", "(", ")"}
_COMPARISONS = {*OPERATORS, "≥", "≤", "≠", "="}


class _Parser:
    """Walks the tokens once; the depth of parentheses is limited, so recursion is."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens: list[str] = _TOKEN.findall(tidy(text, _EXPECTED))
        self.at = 0
        self.depth = 0

    def refuse(self, hint: str) -> TextError:
        return unreadable(self.text, _EXPECTED, hint)

    def next(self) -> str:
        return self.tokens[self.at].lower() if self.at < len(self.tokens) else ""

    def take(self, word: str) -> bool:
        if self.next() != word:
            return False
        self.at += 1
        return True

    def condition(self) -> Condition:
        if not self.tokens:
            raise self.refuse("")
        expr = self.either()
        hold = None
        if self.take("for"):
            words = self.tokens[self.at :]
            if any(word.lower() in ("and", "or", "for", ")") for word in words):
                raise self.refuse("“for” stands once, at the end, and holds for the whole condition.")
            hold = self.elapsed(" ".join(words))
        elif self.next() == ")":
            raise self.refuse("A parenthesis is closed that was not opened.")
        elif self.next():
            raise self.refuse(
                f"“{self.tokens[self.at]}” does not belong here; join comparisons by and or or."
            )
        return Condition(expr, hold)

    def elapsed(self, words: str) -> Elapsed:
        try:
            return parse_elapsed(words)
        except TextError as error:
            raise self.refuse("After “for” comes a stretch of time: for 5m.") from error

    def either(self) -> Expr:
        parts = [self.both()]
        while self.take("or"):
            parts.append(self.both())
        return parts[0] if len(parts) == 1 else Or(tuple(parts))

    def both(self) -> Expr:
        parts = [self.atom()]
        while self.take("and"):
            parts.append(self.atom())
        return parts[0] if len(parts) == 1 else And(tuple(parts))

    def atom(self) -> Expr:
        if not self.take("("):
            return self.comparison()
        self.depth += 1
        if self.depth > DEEPEST:
            raise self.refuse(f"Parentheses go at most {DEEPEST} deep.")
        expr = self.either()
        if self.next() == "for":
            raise self.refuse("“for” stands once, at the end, and holds for the whole condition.")
        if not self.take(")"):
            raise self.refuse("A parenthesis is not closed.")
        self.depth -= 1
        return expr

    def comparison(self) -> Expr:
        metric = self.metric()
        start = self.at
        while self.next() and self.next() not in _KEYWORDS:
            self.at += 1
        words = self.tokens[start : self.at]
        if metric == "absent" and not words and self.take("("):
            inner = self.metric()
            if not self.take(")"):
                raise self.refuse("A parenthesis is not closed.")
            return Absent(inner)
        if metric in CONDITION_WORDS:
            raise self.refuse("A condition begins with the id of a metric.")
        if [word.lower() for word in words if word.lower() != "is"] == ["absent"]:
            return Absent(metric)
        if sum(word in _COMPARISONS for word in words) > 1:
            raise self.refuse("Join comparisons by and or or.")
        operator, bound = parse_relation(" ".join(words), self.text, _EXPECTED)
        return Compare(metric, operator, bound)

    def metric(self) -> str:
        if not self.next() or self.next() in _KEYWORDS:
            last = f" after “{self.tokens[self.at - 1]}”" if self.at else ""
            raise self.refuse(f"A comparison is missing{last}.")
        word = self.tokens[self.at]
        if not _METRIC.match(word):
            raise self.refuse(
                f"“{word[:40]}” is no metric's id; ids have small letters, digits and underscores."
            )
        self.at += 1
        return word.lower()


@lru_cache(CACHE)
def parse_condition(text: str) -> Condition:
    """Read a condition; ``and`` binds tighter than ``or``. Raises :class:`TextError`."""
    return _Parser(text).condition()


def format_condition(condition: Condition) -> str:
    text = _text(condition.expr)
    return text if condition.hold is None else f"{text} for {format_elapsed(condition.hold)}"


def _text(expr: Expr) -> str:
    if isinstance(expr, Absent):
        return f"{expr.metric} absent"
    if isinstance(expr, Compare):
        return f"{expr.metric} {format_relation(expr.op, expr.bound)}"
    word, enclosed = (" and ", (And, Or)) if isinstance(expr, And) else (" or ", (Or,))
    return word.join(f"({_text(part)})" if isinstance(part, enclosed) else _text(part) for part in expr.parts)


def comparisons(expr: Expr) -> Iterator[Compare | Absent]:
    """The leaves, in the order of the text."""
    if isinstance(expr, And | Or):
        for part in expr.parts:
            yield from comparisons(part)
    else:
        yield expr


def metrics_of(condition: Condition) -> tuple[str, ...]:
    """The ids of the metrics it looks at, each once, in the order of the text."""
    return tuple(dict.fromkeys(leaf.metric for leaf in comparisons(condition.expr)))


def in_words(condition: Condition, names: Mapping[str, str] | None = None) -> str:
    """One line for people; ``names`` gives the metrics' names by id."""
    text = _spoken(condition.expr, names or {})
    return text if condition.hold is None else f"{text}, for {elapsed_in_words(condition.hold)}"


def _spoken(expr: Expr, names: Mapping[str, str]) -> str:
    if isinstance(expr, Absent):
        return f"{names.get(expr.metric, expr.metric)} has no data"
    if isinstance(expr, Compare):
        return f"{names.get(expr.metric, expr.metric)} is {relation_in_words(expr.op, expr.bound)}"
    word = " and " if isinstance(expr, And) else " or "
    return word.join(
        f"({_spoken(part, names)})" if isinstance(part, And | Or) else _spoken(part, names)
        for part in expr.parts
    )


CONDITION: Form[Condition] = Form("condition", _EXPECTED, parse_condition, format_condition)
