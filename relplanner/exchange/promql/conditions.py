"""Conditions in PromQL: an expression that has a value exactly while the condition holds."""

from __future__ import annotations

from collections.abc import Iterator

from relplanner.errors import Problem, TextError
from relplanner.exchange.promql import shape, text
from relplanner.exchange.promql.parse import Selector, bare, parse
from relplanner.exchange.promql.queries import Asked, Referent
from relplanner.plan.forms.bound import Bound, Burn, Change, Level, Multiple, NoWorse, Sigma, reference_of
from relplanner.plan.forms.condition import Absent, And, Compare, Expr, Or
from relplanner.plan.forms.quantity import Quantity, convert

_TURNED = {">": "<", ">=": "<=", "<": ">", "<=": ">=", "==": "==", "!=": "!="}
_ACROSS = "on () group_left () "


def expression(asked: Asked, expr: Expr, silence: bool = False) -> str:
    """The PromQL of a condition without its ``for``. With ``silence`` no data counts as true.

    Where several comparisons are joined, the labels of each are dropped: Prometheus counts the time of every
    set of labels on its own. Raises :class:`TextError` for what PromQL cannot say.
    """
    said = _said(asked, expr, silence or isinstance(expr, And | Or), silence)
    parse(said)  # never write what Prometheus would refuse for sure
    return said


def _said(asked: Asked, expr: Expr, joined: bool, silence: bool) -> str:
    if isinstance(expr, Absent):
        query = asked.query(expr.metric)
        return _one(f"absent({query})", _names_nothing(query)) if joined else f"absent({query})"
    if isinstance(expr, And | Or):
        word = " and " if isinstance(expr, And) else " or "
        return word.join(_part(asked, expr, part, silence) for part in expr.parts)
    query = asked.query(expr.metric)
    said, alone = _compared(asked, expr, query)
    if not joined:
        return said
    one = _one(said, shape.labelless(parse(query)))
    if not silence:
        return f"({one})" if one == said and not alone else one
    return " or ".join([one, *_silent(asked, expr)])


def _part(asked: Asked, whole: And | Or, part: Expr, silence: bool) -> str:
    said = _said(asked, part, True, silence)
    several = isinstance(part, And | Or) or (silence and isinstance(part, Compare))
    return f"({said})" if several and not (isinstance(whole, Or) and isinstance(part, Compare)) else said


def _compared(asked: Asked, compare: Compare, query: str) -> tuple[str, bool]:
    """The comparison, and whether it is a single one."""
    if isinstance(compare.bound, Burn):
        return _burn(asked, compare, compare.bound), len(compare.bound.windows) == 1
    said = f"{query} {_relation(asked, compare, query)}"
    if compare.op == "!=":  # a NaN is other than any number
        return f"{said} and {query} == {query}", False
    return said, True


def compared(asked: Asked, expr: Expr) -> Iterator[str]:
    """The queries whose values are compared, in the order of the text."""
    if isinstance(expr, And | Or):
        for part in expr.parts:
            yield from compared(asked, part)
    elif isinstance(expr, Compare):
        yield asked.query(expr.metric)
        reference = reference_of(expr.bound)
        if reference is not None:
            referent = asked.referent(expr.metric, reference)
            if referent.asked:
                yield referent.text


def _silent(asked: Asked, compare: Compare) -> Iterator[str]:
    """What is true while something that is compared is missing or NaN."""
    for each in compared(asked, compare):
        yield _one(f"absent({each})", _names_nothing(each))
        yield f"max({each} != {each})"


def _one(compared: str, labelless: bool) -> str:
    return compared if labelless else f"max({compared})"


def _names_nothing(query: str) -> bool:
    """Whether ``absent`` of the query has no labels: it takes those that the query names one by one."""
    node = bare(parse(query))
    return not (isinstance(node, Selector) and node.labels)


def _relation(asked: Asked, compare: Compare, query: str) -> str:
    bound = compare.bound
    if isinstance(bound, Level):
        unit = asked.metric(compare.metric).unit or ""
        return f"{compare.op} {text.number(convert(bound.quantity, unit))}"
    assert not isinstance(bound, Burn)
    referent = asked.referent(compare.metric, bound.reference)
    operator, right = _against(asked, compare, bound, referent)
    alike = referent.own or (referent.labelless and shape.labelless(parse(query)))
    across = "" if alike else _ACROSS
    return f"{operator} {across}{right}"


def _burn(asked: Asked, compare: Compare, burn: Burn) -> str:
    """Every window's mean against so many times the budget that the metric's target leaves."""
    metric = asked.metric(compare.metric)
    target = metric.target.bound if metric.target else None
    if not isinstance(target, Level):
        raise TextError(Problem(f"{compare.metric} has no target in numbers, so it has no error budget."))
    goal = convert(target.quantity, metric.unit or "")
    means = [asked.mean(compare.metric, window) for window in burn.windows]
    if metric.better != "higher":
        budget, used = text.number(goal), means
    else:
        whole = text.number(convert(Quantity(100.0, "%"), metric.unit or ""))
        budget = f"({whole} - {text.number(goal)})"
        used = [f"{whole} - {mean}" for mean in means]
    limit = f"{text.number(burn.factor)} * {budget}"
    return " and ".join(f"{each} {compare.op} {limit}" for each in used)


def _against(asked: Asked, compare: Compare, bound: Bound, referent: Referent) -> tuple[str, str]:
    """The operator and the right side."""
    if isinstance(bound, Multiple):
        right = referent.text if bound.factor == 1 else f"{text.number(bound.factor)} * {referent.text}"
        return compare.op, right
    if isinstance(bound, Change):
        sign, operator = ("-", _TURNED[compare.op]) if bound.direction == "drops" else ("+", compare.op)
        return operator, f"(1 {sign} {text.number(bound.percent)} / 100) * {referent.text}"
    if isinstance(bound, NoWorse):
        better = asked.metric(compare.metric).better
        if better is None:
            raise TextError(Problem(f"{compare.metric} does not say which way is better."))
        return ("<=" if better == "lower" else ">="), referent.text
    assert isinstance(bound, Sigma)
    if not referent.spread:
        raise TextError(
            Problem(
                f"{compare.metric} is held against a spread, but what it is compared with has none.",
                hint="Compare with a window: 3 sigma vs 1d.",
            )
        )
    if asked.metric(compare.metric).better == "higher":  # the bad side is below
        return _TURNED[compare.op], f"{referent.text} - {text.number(bound.count)} * {referent.spread}"
    return compare.op, f"{referent.text} + {text.number(bound.count)} * {referent.spread}"
