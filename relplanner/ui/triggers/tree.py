"""A condition as its form shows it: comparisons in texts, in groups of all or any. No widgets here.

The parts are texts, not values, so that what cannot be read yet stays as it was typed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeAlias

from relplanner.plan.forms.bound import (
    BASELINE_REFERENCE,
    Burn,
    Change,
    Level,
    Multiple,
    NoWorse,
    Sigma,
    format_reference,
)
from relplanner.plan.forms.condition import Absent, And, Compare, Condition, Expr, Or
from relplanner.plan.forms.duration import format_elapsed
from relplanner.plan.forms.quantity import format_quantity
from relplanner.plan.forms.reading import number_text
from relplanner.values import value

KINDS: tuple[tuple[str, str], ...] = (
    ("level", "a level"),
    ("times", "times"),
    ("rises", "rises"),
    ("drops", "drops"),
    ("sigma", "sigma"),
    ("no worse", "no worse"),
    ("burns", "burn rate"),
    ("absent", "no data"),
)
"""What a comparison may be, and what the form calls it."""
OPERATORS = (">", ">=", "<", "<=", "==", "!=")
REFERRING = frozenset({"times", "rises", "drops", "sigma", "no worse"})
"""Kinds that are held against a reference."""
UNCOUNTED = frozenset({"no worse", "absent"})
"""Kinds without an operator and an amount."""
Path: TypeAlias = tuple[int, ...]


@value
class Line:
    """One comparison. ``amount`` is the quantity, factor, percentage or count; ``against`` the reference, or
    the windows of a burn rate.
    """

    metric: str = ""
    kind: str = "level"
    op: str = ">"
    amount: str = ""
    against: str = ""


@value
class Group:
    """Comparisons and further groups, joined by ``and`` or ``or``."""

    word: str
    items: tuple[Node, ...]


Node: TypeAlias = Line | Group


def tree_of(expr: Expr) -> Node:
    """What the form shows for an expression."""
    if isinstance(expr, And | Or):
        return Group("and" if isinstance(expr, And) else "or", tuple(map(tree_of, expr.parts)))
    return _line(expr)


def _line(expr: Compare | Absent) -> Line:
    if isinstance(expr, Absent):
        return Line(expr.metric, "absent")
    bound = expr.bound
    if isinstance(bound, Level):
        return Line(expr.metric, "level", expr.op, format_quantity(bound.quantity))
    if isinstance(bound, Burn):
        windows = "/".join(map(format_elapsed, bound.windows))
        return Line(expr.metric, "burns", expr.op, number_text(bound.factor), windows)
    against = format_reference(bound.reference)
    if isinstance(bound, NoWorse):
        return Line(expr.metric, "no worse", against=against)
    if isinstance(bound, Change):
        return Line(expr.metric, bound.direction, expr.op, f"{number_text(bound.percent)}%", against)
    if isinstance(bound, Sigma):
        return Line(expr.metric, "sigma", expr.op, number_text(bound.count), against)
    assert isinstance(bound, Multiple)
    return Line(expr.metric, "times", expr.op, number_text(bound.factor), against)


def parts_of(condition: Condition | None) -> tuple[Node, str]:
    """The form's tree, and the text of how long it must hold; of no condition an empty line."""
    if condition is None:
        return Line(), ""
    return tree_of(condition.expr), "" if condition.hold is None else format_elapsed(condition.hold)


def text_of(node: Node, hold: str) -> str:
    """The text form of what stands in the form, readable or not; empty when nothing was said yet."""
    said = _text(node)
    return f"{said} for {hold.strip()}" if hold.strip() and said else said


def _text(node: Node) -> str:
    if isinstance(node, Line):
        return _line_text(node)
    enclosed = ("and", "or") if node.word == "and" else ("or",)
    parts = []
    for item in node.items:
        said = _text(item)
        parts.append(f"({said})" if isinstance(item, Group) and item.word in enclosed else said)
    return f" {node.word} ".join(parts)


def _line_text(line: Line) -> str:
    metric, amount, against = line.metric.strip(), line.amount.strip(), line.against.strip()
    if not (metric or amount or against):
        return ""
    if line.kind == "absent":
        return f"{metric} absent"
    if line.kind == "no worse":
        return f"{metric} no worse than {against}".rstrip()
    if line.kind == "level":
        return f"{metric} {line.op} {amount}".strip()
    if line.kind == "burns":
        return f"{metric} burns {line.op} {_bare(amount, 'x')}x in {against}".strip()
    if line.kind == "sigma":
        return f"{metric} {line.op} {amount} sigma vs {against}".strip()
    if line.kind in ("rises", "drops"):
        return f"{metric} {line.kind} {line.op} {_bare(amount, '%')}% vs {against}".strip()
    return f"{metric} {line.op} {_bare(amount, 'x')}x {against}".strip()


def _bare(amount: str, sign: str) -> str:
    return amount.removesuffix(sign).strip()


def of_kind(line: Line, kind: str) -> Line:
    """The line as another kind of comparison; what both have is kept."""
    amount = "" if kind in UNCOUNTED or (kind == "level") != (line.kind == "level") else line.amount
    if kind in ("rises", "drops") and line.kind not in ("rises", "drops"):
        amount = ""
    against = ""
    if kind in REFERRING:
        against = line.against if line.kind in REFERRING else format_reference(BASELINE_REFERENCE)
    op = line.op if kind not in UNCOUNTED else ">"
    return Line(line.metric, kind, op, amount, against)


# Where a node stands, and the tree with one changed


def rows_of(node: Node, path: Path = ()) -> Iterator[tuple[Path, Node]]:
    """Every node in the order in which the form shows it, groups before what they hold."""
    yield path, node
    if isinstance(node, Group):
        for at, item in enumerate(node.items):
            yield from rows_of(item, (*path, at))


def changed(node: Node, path: Path, change: Callable[[Node], Node | None]) -> Node | None:
    """The tree with the node at ``path`` replaced, or gone where ``change`` says ``None``.

    A group of which one item is left becomes that item.
    """
    if not path:
        return change(node)
    if not isinstance(node, Group):
        raise KeyError(path)
    new = changed(node.items[path[0]], path[1:], change)
    items = (*node.items[: path[0]], *((new,) if new is not None else ()), *node.items[path[0] + 1 :])
    if len(items) == 1:
        return items[0]
    return Group(node.word, items) if items else None


def with_more(node: Node, path: Path, line: Line) -> tuple[Node, Path]:
    """The tree with a line added to the group at ``path``, or below the line there; and the line's place."""
    here = _at(node, path)
    if isinstance(here, Group):
        new = changed(node, path, lambda _: Group(here.word, (*here.items, line)))
        return _there(new), (*path, len(here.items))
    if not path:
        return Group("and", (node, line)), (1,)
    above = _at(node, path[:-1])
    assert isinstance(above, Group)
    at = path[-1] + 1
    items = (*above.items[:at], line, *above.items[at:])
    return _there(changed(node, path[:-1], lambda _: Group(above.word, items))), (*path[:-1], at)


def grouped(node: Node, path: Path, line: Line) -> tuple[Node, Path]:
    """The tree with the line at ``path`` in a group of its own with a new one, joined the other way."""
    above = _at(node, path[:-1]) if path else None
    word = "and" if isinstance(above, Group) and above.word == "or" else "or"
    new = changed(node, path, lambda here: Group(word, (here, line)))
    return _there(new), (*path, 1)


def _at(node: Node, path: Path) -> Node:
    for at in path:
        assert isinstance(node, Group)
        node = node.items[at]
    return node


def _there(node: Node | None) -> Node:
    assert node is not None
    return node
