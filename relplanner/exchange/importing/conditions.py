"""PromQL as conditions of a plan, as far as it has their form."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from relplanner.errors import Problem, TextError
from relplanner.exchange.importing.draft import Draft
from relplanner.exchange.promql import shape, text
from relplanner.exchange.promql.parse import (
    COMPARISONS,
    Aggregate,
    Binary,
    Call,
    Node,
    Number,
    Selector,
    Signed,
    Subquery,
    bare,
    parse,
)
from relplanner.plan.forms.bound import Bound, Change, Level, Multiple, Reference, Sigma
from relplanner.plan.forms.condition import Absent, And, Compare, Expr, Or
from relplanner.plan.forms.quantity import MOST, Baseline, Quantity

_TURNED = {">": "<", ">=": "<=", "<": ">", "<=": ">=", "==": "==", "!=": "!="}
_ACROSS = ("", "on()", "on()group_left", "on()group_left()")
_CALCULATED = {"+": float.__add__, "-": float.__sub__, "*": float.__mul__, "/": float.__truediv__}


def condition_of(draft: Draft, query: str, hint: str, address: str = "") -> tuple[Expr, bool]:
    """The condition that a query states, and whether it was understood; else it is taken whole: what it
    yields is counted. Raises :class:`TextError` for what is no PromQL.
    """
    query = shape.tidy(query)
    reader = _Reader(draft, query, hint, address)
    before = draft.mark()
    try:
        return reader.expression(parse(query)), True
    except _NotAConditionError:
        draft.back_to(before)
        key = draft.metric(f"count({query}) or vector(0)", hint, address)
        return Compare(key, ">", Level(Quantity(0.0))), False


class _NotAConditionError(TextError):
    pass


def _odd() -> _NotAConditionError:
    return _NotAConditionError(Problem("This has not the form of a condition."))


class _Reader:
    def __init__(self, draft: Draft, query: str, hint: str, address: str) -> None:
        self.draft, self.query, self.hint, self.address = draft, query, hint, address

    def text(self, node: Node) -> str:
        node = bare(node)
        return self.query[node.start : node.end]

    def expression(self, node: Node) -> Expr:
        node = bare(node)
        if isinstance(node, Aggregate) and node.name == "max" and not node.grouping:
            inner = bare(node.arguments[0])
            if isinstance(inner, Binary) and inner.operator in (*COMPARISONS, "and"):
                return self.expression(inner)
            if isinstance(inner, Call) and inner.name == "absent":
                return self.expression(inner)
        if isinstance(node, Call) and node.name == "absent":
            return Absent(self.metric(node.arguments[0]))
        if not isinstance(node, Binary):
            raise _odd()
        if node.operator in ("and", "or"):
            return self.joined(node)
        if node.operator not in COMPARISONS:
            raise _odd()
        return self.compared(node)

    def joined(self, node: Binary) -> Expr:
        if node.matching.replace(" ", "") not in ("", "on()"):
            raise _odd()
        parts = [each for each in _flat(node, node.operator) if not self.says_number(node, each)]
        if len(parts) == 1:
            return self.expression(parts[0])
        made = tuple(self.expression(part) for part in parts)
        return And(made) if node.operator == "and" else Or(made)

    def says_number(self, whole: Binary, part: Node) -> bool:
        """``x != 5 and x == x``: the second only says that x is a number."""
        part = bare(part)
        alike = (
            isinstance(part, Binary)
            and part.operator == "=="
            and self.text(part.left) == self.text(part.right)
        )
        return whole.operator == "and" and alike

    def metric(self, node: Node) -> str:
        if shape.kind(node) != "vector":
            raise _odd()
        return self.draft.metric(self.text(node), self.hint, self.address)

    def compared(self, node: Binary) -> Expr:
        if node.matching.replace(" ", "") not in _ACROSS:
            raise _odd()
        left, operator, right = node.left, node.operator, node.right
        if _number(left) is not None:
            left, operator, right = right, _TURNED[operator], left
        key = self.metric(left)
        operator, bound = self.bound(key, left, operator, right)
        return Compare(key, operator, bound)

    def bound(self, key: str, left: Node, operator: str, right: Node) -> tuple[str, Bound]:
        amount = _number(right)
        if amount is not None:
            if abs(amount) > MOST:
                raise _odd()
            return operator, Level(Quantity(amount))
        right = bare(right)
        if isinstance(right, Binary) and right.operator in "+-" and operator[0] in "<>":
            return self.sigma(key, left, operator, right)
        factor, other = 1.0, right
        if isinstance(right, Binary) and right.operator == "*":
            first, second = _number(right.left), _number(right.right)
            change = _change(right.left)
            if change is not None and operator[0] in "<>":
                direction, percent = change
                operator = _TURNED[operator] if direction == "drops" else operator
                return operator, Change(direction, percent, self.reference(key, left, right.right))
            if first is not None:
                factor, other = first, right.right
            elif second is not None:
                factor, other = second, right.left
        if factor < 0 or factor > 1e6:
            raise _odd()
        return operator, Multiple(factor, self.reference(key, left, other))

    def sigma(self, key: str, left: Node, operator: str, right: Binary) -> tuple[str, Bound]:
        """``avg_over_time(x[1d]) + 3 * stddev_over_time(x[1d])``."""
        spread = bare(right.right)
        if not isinstance(spread, Binary) or spread.operator != "*":
            raise _odd()
        count, mean, deviation = _number(spread.left), self.mean(left, right.left), bare(spread.right)
        if count is None or mean is None or mean[1] or not isinstance(deviation, Call):
            raise _odd()
        if deviation.name != "stddev_over_time" or right.operator != ("+" if operator[0] == ">" else "-"):
            raise _odd()
        if self.text(deviation.arguments[0]) != self.text(bare(right.left).arguments[0]):  # type: ignore[union-attr]
            raise _odd()
        metric = self.draft.metrics[key]
        direction = "lower" if operator[0] == ">" else "higher"
        if metric.better not in (None, direction):
            raise _odd()
        self.draft.metrics[key] = replace(metric, better=direction)
        upward = operator if operator[0] == ">" else _TURNED[operator]
        return upward, Sigma(count, Reference("window", text.elapsed(mean[0])))

    def mean(self, left: Node, node: Node) -> tuple[int, int] | None:
        """The window and the offset of a mean of the left side, in milliseconds."""
        node = bare(node)
        if not isinstance(node, Call) or node.name != "avg_over_time" or len(node.arguments) != 1:
            return None
        ranged = bare(node.arguments[0])
        if isinstance(ranged, Subquery):
            same = self.text(ranged.inner) == self.text(left)
        elif isinstance(ranged, Selector):
            same = self.query[ranged.start : ranged.body].partition("[")[0] == self.text(left)
        else:
            return None
        if not same or ranged.fixed or ranged.offset.startswith("-"):
            return None
        return text.duration_ms(ranged.range.partition(":")[0]), text.duration_ms(ranged.offset)

    def reference(self, key: str, left: Node, node: Node) -> Reference:
        mean = self.mean(left, node)
        if mean is not None:
            window, offset = mean
            if not offset:
                return Reference("window", text.elapsed(window))
            baseline = Baseline("mean", window=text.elapsed(window), offset=text.elapsed(offset))
            return self.baseline(key, baseline)
        said = self.text(node)
        for selector in shape.selectors(node):
            ms = text.duration_ms(selector.offset)
            if ms and not selector.offset.startswith("-") and shape.earlier(self.text(left), ms) == said:
                return Reference("ago", text.elapsed(ms))
        if shape.kind(node) != "vector":
            raise _odd()
        return self.baseline(key, Baseline("query", query=said))

    def baseline(self, key: str, baseline: Baseline) -> Reference:
        if not self.draft.baseline(key, baseline):
            raise _odd()
        return Reference("baseline")


def _flat(node: Node, operator: str) -> Iterator[Node]:
    """The parts of a chain of one operator; what stands in parentheses is a part."""
    if isinstance(node, Binary) and node.operator == operator:
        yield from _flat(node.left, operator)
        yield node.right
    else:
        yield node


def _change(node: Node) -> tuple[str, float] | None:
    """The direction and the percents of ``(1 - 20 / 100)``."""
    node = bare(node)
    if not isinstance(node, Binary) or node.operator not in "+-" or _number(node.left) != 1:
        return None
    share = bare(node.right)
    if not isinstance(share, Binary) or share.operator != "/" or _number(share.right) != 100:
        return None
    percent = _number(share.left)
    if percent is None or not 0 <= percent <= 1e6:
        return None
    return ("drops" if node.operator == "-" else "rises"), percent


def _number(node: Node) -> float | None:
    """What an expression of numbers comes to."""
    node = bare(node)
    if isinstance(node, Number):
        plain = node.text.lower()
        if plain in ("inf", "nan"):
            return None
        return float(int(plain, 16)) if plain.startswith("0x") else float(plain)
    if isinstance(node, Signed):
        inner = _number(node.inner)
        return None if inner is None else -inner if node.sign == "-" else inner
    if isinstance(node, Binary) and node.operator in _CALCULATED:
        left, right = _number(node.left), _number(node.right)
        if left is None or right is None or (node.operator == "/" and not right):
            return None
        return _CALCULATED[node.operator](left, right)
    return None
