"""PromQL as a tree whose nodes know where they stand in the text.

Read as Prometheus' own grammar reads it (promql/parser/generated_parser.y), but for the types of arguments,
which only the server judges. A text that is refused here is refused there; the reverse is not promised.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from relplanner.errors import TextError
from relplanner.exchange.promql.tokens import Token, refused, tokens
from relplanner.values import value

DEEPEST = 100
MOST_OPERATORS = 300
"""A chain of operators is a tree as deep as it is long."""
AGGREGATIONS = frozenset(
    {"avg", "bottomk", "count", "count_values", "group", "max", "min", "quantile", "stddev", "stdvar", "sum",
     "topk"}
)  # fmt: skip
WITH_PARAMETER = frozenset({"bottomk", "count_values", "quantile", "topk"})
_NAMES = """
    abs absent absent_over_time acos acosh asin asinh atan atanh avg_over_time ceil changes clamp
    clamp_max clamp_min cos cosh count_over_time day_of_month day_of_week day_of_year days_in_month
    deg delta deriv exp floor histogram_count histogram_fraction histogram_quantile histogram_sum
    holt_winters hour idelta increase irate label_join label_replace last_over_time ln log10 log2
    max_over_time min_over_time minute month pi predict_linear present_over_time quantile_over_time
    rad rate resets round scalar sgn sin sinh sort sort_desc sqrt stddev_over_time stdvar_over_time
    sum_over_time tan tanh time timestamp vector year
"""
FUNCTIONS = frozenset(_NAMES.split())
"""Those of Prometheus 2.42, the oldest that exports are checked with."""
COMPARISONS = frozenset({"==", "!=", ">", "<", ">=", "<="})
SET_OPERATORS = frozenset({"and", "or", "unless"})
_BINDING = {
    "or": 1, "and": 2, "unless": 2, **dict.fromkeys(COMPARISONS, 3), "+": 4, "-": 4,
    "*": 5, "/": 5, "%": 5, "atan2": 5, "^": 7,
}  # fmt: skip
_SIGN = 6
WORDS = frozenset({*AGGREGATIONS, *SET_OPERATORS, *FUNCTIONS, "atan2", "bool", "by", "group_left",
    "group_right", "ignoring", "offset", "on", "without", "inf", "nan", "start", "end"})  # fmt: skip
"""Words that as the name of a series would be read as something else."""


@value
class Number:
    """A number as written."""

    text: str
    start: int
    end: int


@value
class String:
    """A text in quotes."""

    start: int
    end: int


@value
class Selector:
    """``name{labels}``; with a ``range`` it is a matrix. ``body`` is where modifiers may be put."""

    name: str
    labels: str
    range: str
    start: int
    body: int
    end: int
    offset: str = ""
    fixed: bool = False
    """Whether ``@`` holds it at an instant."""


@value
class Call:
    """A function of its arguments."""

    name: str
    arguments: tuple[Node, ...]
    start: int
    end: int


@value
class Aggregate:
    """``sum by (labels) (...)``; ``grouping`` is empty, by or without."""

    name: str
    arguments: tuple[Node, ...]
    grouping: str
    labels: tuple[str, ...]
    start: int
    end: int


@value
class Binary:
    """Two sides; ``matching`` is the text of ``bool``, ``on (...)`` and the like."""

    operator: str
    left: Node
    right: Node
    matching: str
    start: int
    end: int


@value
class Signed:
    """A side with a sign before it."""

    sign: str
    inner: Node
    start: int
    end: int


@value
class Enclosed:
    """Parentheses."""

    inner: Node
    start: int
    end: int


@value
class Subquery:
    """``inner[range:step]``."""

    inner: Node
    range: str
    start: int
    body: int
    end: int
    offset: str = ""
    fixed: bool = False


Node: TypeAlias = Number | String | Selector | Call | Aggregate | Binary | Signed | Enclosed | Subquery


def parse(text: str) -> Node:
    """Read a query. Raises :class:`TextError` that shows the place."""
    reader = _Parser(text)
    node = reader.expression(0)
    if reader.token.kind != "end":
        raise reader.refuse("this does not belong here")
    return node


class _Parser:
    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = list(tokens(text))
        self.at = 0
        self.depth = 0
        self.operators = 0

    @property
    def token(self) -> Token:
        return self.tokens[self.at]

    @property
    def ended(self) -> int:
        """Where the token before this one ends."""
        return self.tokens[self.at - 1].end

    def refuse(self, why: str) -> TextError:
        return refused(self.text, self.token.start, why)

    def take(self, *texts: str) -> str:
        token = self.token
        if token.kind in ("sign", "name") and token.text.lower() in texts:
            self.at += 1
            return token.text.lower()
        return ""

    def need(self, sign: str) -> None:
        if not self.take(sign):
            raise self.refuse(f"expected was “{sign}”")

    def expression(self, least: int) -> Node:
        self.depth += 1
        if self.depth > DEEPEST:
            raise self.refuse(f"it is nested more than {DEEPEST} deep")
        left = self.signed()
        while True:
            operator = self.token.text.lower() if self.token.kind in ("sign", "name") else ""
            binding = _BINDING.get(operator, 0)
            if not binding or binding <= least:
                break
            self.operators += 1
            if self.operators > MOST_OPERATORS:
                raise self.refuse(f"it has more than {MOST_OPERATORS} operators")
            self.at += 1
            matching = self.matching(operator)
            right = self.expression(binding - 1 if operator == "^" else binding)
            left = Binary(operator, left, right, matching, left.start, right.end)
        self.depth -= 1
        return left

    def signed(self) -> Node:
        start = self.token.start
        sign = self.take("-", "+")
        if not sign:
            return self.modified(self.atom())
        inner = self.expression(_SIGN)
        return Signed(sign, inner, start, inner.end)

    def matching(self, operator: str) -> str:
        start = self.token.start
        first = self.at
        if self.take("bool") and operator not in COMPARISONS:
            raise self.refuse("bool goes with comparisons only")
        if self.take("on", "ignoring"):
            self.labels()
            if self.take("group_left", "group_right"):
                if operator in SET_OPERATORS:
                    raise self.refuse("a set operator has no grouping")
                if self.token.text == "(":
                    self.labels()
        return self.text[start : self.ended] if self.at > first else ""

    def labels(self) -> tuple[str, ...]:
        self.need("(")
        found = []
        while not self.take(")"):
            if self.token.kind != "name" or ":" in self.token.text:
                raise self.refuse("expected was the name of a label")
            found.append(self.token.text)
            self.at += 1
            if not self.take(",") and self.token.text != ")":
                raise self.refuse("expected was “,” or “)”")
        return tuple(found)

    def atom(self) -> Node:
        token = self.token
        if token.kind == "number":
            self.at += 1
            return Number(token.text, token.start, token.end)
        if token.kind == "string":
            self.at += 1
            return String(token.start, token.end)
        if self.take("("):
            inner = self.expression(0)
            self.need(")")
            return Enclosed(inner, token.start, self.ended)
        if token.text == "{":
            return self.selector("", token.start)
        if token.kind == "name":
            return self.named()
        raise self.refuse("expected was a series, a number or a function")

    def named(self) -> Node:
        token = self.token
        self.at += 1
        name = token.text.lower()
        if name in ("inf", "nan"):
            return Number(token.text, token.start, token.end)
        follows = self.token.text.lower()
        if name in AGGREGATIONS and follows in ("(", "by", "without"):
            return self.aggregate(name, token.start)
        if follows == "(":
            if token.text not in FUNCTIONS:
                self.at -= 1
                raise self.refuse("there is no function of that name")
            return Call(token.text, self.arguments(), token.start, self.ended)
        if name in _BINDING or name in ("by", "bool", "on", "ignoring", "offset", "without"):
            self.at -= 1
            raise self.refuse("this word stands in the wrong place")
        return self.selector(token.text, token.start)

    def aggregate(self, name: str, start: int) -> Node:
        grouping = self.take("by", "without")
        labels = self.labels() if grouping else ()
        arguments = self.arguments()
        if not grouping:
            grouping = self.take("by", "without")
            labels = self.labels() if grouping else ()
        if len(arguments) != (2 if name in WITH_PARAMETER else 1):
            raise self.refuse(f"{name} has another number of arguments")
        return Aggregate(name, arguments, grouping, labels, start, self.ended)

    def arguments(self) -> tuple[Node, ...]:
        self.need("(")
        found: list[Node] = []
        while not self.take(")"):
            found.append(self.expression(0))
            if not self.take(",") and self.token.text != ")":
                raise self.refuse("expected was “,” or “)”")
        return tuple(found)

    def selector(self, name: str, start: int) -> Node:
        labels = self.text[self.token.start : self.braces()] if self.token.text == "{" else ""
        if not name and not labels.strip("{ }"):
            raise self.refuse("a series has a name or labels")
        return Selector(name, labels, "", start, self.ended, self.ended)

    def braces(self) -> int:
        self.need("{")
        while not self.take("}"):
            if self.token.kind != "name" or ":" in self.token.text:
                raise self.refuse("expected was the name of a label")
            self.at += 1
            if not self.take("=", "!=", "=~", "!~"):
                raise self.refuse("expected was one of = != =~ !~")
            if self.token.kind != "string":
                raise self.refuse("expected was a text in quotes")
            self.at += 1
            if not self.take(",") and self.token.text != "}":
                raise self.refuse("expected was “,” or “}”")
        return self.ended

    def modified(self, node: Node) -> Node:
        """The node with the ranges, offsets and instants that follow it."""
        while True:
            token = self.token
            if token.kind == "range":
                if not isinstance(node, Selector) or node.range or node.offset or node.fixed:
                    raise self.refuse("only a series has a range")
                self.at += 1
                node = Selector(
                    node.name, node.labels, token.text[1:-1].strip(), node.start, token.end, token.end
                )
            elif token.kind == "subquery":
                self.at += 1
                node = Subquery(node, token.text[1:-1].strip(), node.start, token.end, token.end)
            elif self.take("offset"):
                sign = self.take("-", "+")
                if self.token.kind != "duration":
                    raise self.refuse("expected was a time such as 5m")
                amount = ("-" if sign == "-" else "") + self.token.text
                self.at += 1
                node = self.moved(node, lambda kept: not kept.offset, offset=amount)
            elif self.take("@"):
                self.instant()
                node = self.moved(node, lambda kept: not kept.fixed, fixed=True)
            else:
                return node

    def instant(self) -> None:
        if self.take("start", "end"):
            self.need("(")
            self.need(")")
            return
        self.take("-", "+")
        if self.token.kind != "number":
            raise self.refuse("expected was an instant in seconds")
        self.at += 1

    def moved(
        self, node: Node, free: Callable[[Selector | Subquery], bool], offset: str = "", fixed: bool = False
    ) -> Node:
        if not isinstance(node, Selector | Subquery) or not free(node):
            raise self.refuse("only a series or a subquery is moved in time, and once")
        offset, fixed = offset or node.offset, fixed or node.fixed
        if isinstance(node, Selector):
            return Selector(
                node.name, node.labels, node.range, node.start, node.body, self.ended, offset, fixed
            )
        return Subquery(node.inner, node.range, node.start, node.body, self.ended, offset, fixed)


def children(node: Node) -> tuple[Node, ...]:
    """The nodes right inside a node."""
    if isinstance(node, Call | Aggregate):
        return node.arguments
    if isinstance(node, Binary):
        return node.left, node.right
    if isinstance(node, Signed | Enclosed | Subquery):
        return (node.inner,)
    return ()


def bare(node: Node) -> Node:
    """The node without the parentheses around it."""
    while isinstance(node, Enclosed):
        node = node.inner
    return node
