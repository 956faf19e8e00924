"""Conditions in PromQL: an expression that has a value exactly while the condition holds."""

from __future__ import annotations

from relplanner.errors import Problem, TextError
from relplanner.exchange.promql import shape, text
from relplanner.exchange.promql.parse import Selector, bare, parse
from relplanner.exchange.promql.queries import Asked, Referent
from relplanner.plan.forms.bound import Bound, Burn, Change, Level, Multiple, NoWorse, Sigma
from relplanner.plan.forms.condition import Absent, And, Compare, Expr, Or, comparisons
from relplanner.plan.forms.quantity import Quantity, convert

_TURNED = {">": "<", ">=": "<=", "<": ">", "<=": ">=", "==": "==", "!=": "!="}
_ACROSS = "on () group_left () "


def expression(asked: Asked, expr: Expr, silence: bool = False) -> str:
    """The PromQL of a condition without its ``for``. With ``silence`` no data counts as true.

    Where several comparisons are joined, the labels of each are dropped: Prometheus counts the time of every
    set of labels on its own. Raises :class:`TextError` for what PromQL cannot say.
    """
    joined = silence or isinstance(expr, And | Or)
    said = _said(asked, expr, joined)
    if not silence:
        return said
    parts = [said]
    for leaf in dict.fromkeys(each.metric for each in comparisons(expr) if isinstance(each, Compare)):
        query = asked.query(leaf)
        parts += [_one(f"absent({query})", _names_nothing(query)), f"max({query} != {query})"]
    return " or ".join(dict.fromkeys(parts))


def _said(asked: Asked, expr: Expr, joined: bool) -> str:
    if isinstance(expr, Compare):
        query = asked.query(expr.metric)
        if isinstance(expr.bound, Burn):
            compared = _burn(asked, expr, expr.bound)
            if joined and shape.labelless(parse(query)):
                return f"({compared})" if len(expr.bound.windows) > 1 else compared
        else:
            compared = f"{query} {_relation(asked, expr, query)}"
        return _one(compared, shape.labelless(parse(query))) if joined else compared
    if isinstance(expr, Absent):
        query = asked.query(expr.metric)
        return _one(f"absent({query})", _names_nothing(query)) if joined else f"absent({query})"
    word, enclosed = (" and ", (And, Or)) if isinstance(expr, And) else (" or ", (Or,))
    return word.join(
        f"({_said(asked, part, joined)})" if isinstance(part, enclosed) else _said(asked, part, joined)
        for part in expr.parts
    )


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
    return compare.op, f"{referent.text} + {text.number(bound.count)} * {referent.spread}"
