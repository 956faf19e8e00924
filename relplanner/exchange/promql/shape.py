"""What a query yields, and the same query at another time or made safe."""

from __future__ import annotations

import re
from collections.abc import Iterator

from relplanner.exchange.promql.parse import (
    COMPARISONS,
    SET_OPERATORS,
    Aggregate,
    Binary,
    Call,
    Enclosed,
    Node,
    Number,
    Selector,
    Signed,
    String,
    Subquery,
    bare,
    children,
    parse,
)
from relplanner.exchange.promql.text import duration, duration_ms
from relplanner.exchange.promql.tokens import tokens

SCALARS = frozenset({"pi", "scalar", "time"})


def kind(node: Node) -> str:
    """scalar, vector, matrix or string."""
    node = bare(node)
    if isinstance(node, Number):
        return "scalar"
    if isinstance(node, String):
        return "string"
    if isinstance(node, Subquery) or (isinstance(node, Selector) and node.range):
        return "matrix"
    if isinstance(node, Signed):
        return kind(node.inner)
    if isinstance(node, Call):
        return "scalar" if node.name in SCALARS else "vector"
    if isinstance(node, Binary) and kind(node.left) == kind(node.right) == "scalar":
        return "scalar"
    return "vector"


def labelless(node: Node) -> bool:
    """Whether what comes out surely has no labels, so that it is one series at most."""
    node = bare(node)
    if isinstance(node, Aggregate):
        return not node.grouping and node.name not in ("topk", "bottomk", "count_values")
    if isinstance(node, Call):
        return _call_is_labelless(node)
    if isinstance(node, Signed):
        return labelless(node.inner)
    if isinstance(node, Binary):
        if node.operator in COMPARISONS and "group_" in node.matching:
            return False
        return labelless(node.left) and labelless(node.right)
    return isinstance(node, Number)


def _call_is_labelless(node: Call) -> bool:
    if node.name in SCALARS or node.name == "vector":
        return True
    if node.name in ("label_replace", "label_join"):
        return False
    vectors = [each for each in node.arguments if kind(each) in ("vector", "matrix")]
    if node.name == "histogram_quantile" and len(vectors) == 1:
        inner = bare(vectors[0])
        return isinstance(inner, Aggregate) and inner.grouping == "by" and set(inner.labels) <= {"le"}
    return bool(vectors) and all(
        labelless(bare(each).inner) if isinstance(bare(each), Subquery) else labelless(each)  # type: ignore[union-attr]
        for each in vectors
    )


def selectors(node: Node) -> Iterator[Selector]:
    """Every series that is asked for, in the order of the text."""
    if isinstance(node, Selector):
        yield node
    for inner in children(node):
        yield from selectors(inner)


def tidy(text: str) -> str:
    """The query on one line without comments. Raises :class:`TextError`."""
    parts: list[str] = []
    end = 0
    for token in tokens(text):
        if parts and token.start > end and token.kind != "end":
            parts.append(" ")
        parts.append(token.text)
        end = token.end
    return "".join(parts)


def earlier(text: str, ms: int) -> str:
    """The query as it was ``ms`` ago: every series in it is asked for at that time."""
    cuts: list[tuple[int, int, str]] = []
    _shift(parse(text), ms, cuts)
    for start, end, word in sorted(cuts, reverse=True):
        text = text[:start] + word + text[end:]
    return text


def offset(ms: int) -> str:
    """The modifier that puts a series ``ms`` back; empty for none, which PromQL does not take as one."""
    if not ms:
        return ""
    return f" offset -{duration(-ms)}" if ms < 0 else f" offset {duration(ms)}"


def _shift(node: Node, ms: int, cuts: list[tuple[int, int, str]]) -> None:
    if isinstance(node, Selector | Subquery):
        if node.fixed:
            return
        sign = -1 if node.offset.startswith("-") else 1
        whole = ms + sign * duration_ms(node.offset)
        cuts.append((node.body, node.end, offset(whole)))
        return  # what is inside a subquery moves with it
    for inner in children(node):
        _shift(inner, ms, cuts)


def enclosed(text: str) -> str:
    """The query in parentheses where an operator could take it apart."""
    node = parse(text)
    return f"({text})" if isinstance(node, Binary | Signed) else text


def safe_ratio(text: str) -> str:
    """The query whose ratio is nought, not nothing, while no series of its numerator exists yet.

    That is done where the numerator counts a part of what the denominator counts: the same series, narrowed
    by more labels. Otherwise an error ratio has no value until the first error.
    """
    for node in _ratios(parse(text)):
        if _needs_nought(node):
            left = node.left
            inner = text[left.start : left.end]
            if isinstance(left, Enclosed):
                inner = text[left.inner.start : left.inner.end]
            return f"{text[: left.start]}({inner} or vector(0)){text[left.end :]}"
    return text


def _ratios(node: Node) -> Iterator[Binary]:
    """Divisions that make up the value, not those deep inside of functions."""
    if isinstance(node, Binary) and node.operator == "/":
        yield node
    if isinstance(node, Enclosed | Signed) or (isinstance(node, Binary) and node.operator in "+-*/"):
        for inner in children(node):
            yield from _ratios(inner)


def _needs_nought(ratio: Binary) -> bool:
    if not (labelless(ratio.left) and labelless(ratio.right)) or _has_set_operator(ratio.left):
        return False
    part, whole = list(selectors(ratio.left)), list(selectors(ratio.right))
    if len(part) != 1 or len(whole) != 1 or not part[0].name or part[0].name != whole[0].name:
        return False
    return _matchers(part[0]) > _matchers(whole[0])


def _has_set_operator(node: Node) -> bool:
    if isinstance(node, Binary) and node.operator in SET_OPERATORS:
        return True
    return any(_has_set_operator(inner) for inner in children(node))


_MATCHER = re.compile(
    r"[a-zA-Z_][a-zA-Z0-9_]*\s*(?:=~|!~|!=|=)\s*(?:\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'|`[^`]*`)"
)


def _matchers(selector: Selector) -> set[str]:
    return set(_MATCHER.findall(selector.labels))
