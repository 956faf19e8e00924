"""What a condition asks of the samples, once its units, references and directions are worked out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeAlias

from relplanner.errors import TextError
from relplanner.plan.forms.bound import Burn, Change, Level, Multiple, NoWorse, Reference, Sigma
from relplanner.plan.forms.condition import Absent, And, Compare, Expr
from relplanner.plan.forms.duration import Elapsed
from relplanner.plan.forms.quantity import Quantity, convert
from relplanner.plan.forms.target import Grade, TargetBound
from relplanner.plan.nouns.rollout import Metric
from relplanner.values import value

TURNED = {">": "<", ">=": "<=", "<": ">", "<=": ">=", "==": "==", "!=": "!="}


@value
class Term:
    """Something that has a number at each instant.

    ``kind`` fixed: always ``number``. Sample: of the series ``key``, ``offset_ms`` earlier. Mean: over the
    ``window_ms`` that end ``offset_ms`` earlier.
    """

    kind: str
    number: float = 0.0
    key: str = ""
    window_ms: int = 0
    offset_ms: int = 0


@value
class Ask:
    """``left`` against ``factor`` times ``right``, ``sigmas`` deviations of it further.

    With ``whole`` the left side is what is missing to it. A ``fault`` says why nothing can be judged.
    """

    metric: str
    op: str
    left: Term
    right: Term = Term("fixed")
    factor: float = 1.0
    sigmas: float = 0.0
    whole: float | None = None
    fault: str = ""


@value
class Missing:
    """True while the series has no sample."""

    metric: str
    key: str
    fault: str = ""


@value
class Every:
    """All of ``parts``: false once one is, else unknown once one is."""

    parts: tuple[Tree, ...]


@value
class Some:
    """Any of ``parts``: true once one is, else unknown once one is."""

    parts: tuple[Tree, ...]


Tree: TypeAlias = Ask | Missing | Every | Some


def tree_of(expr: Expr, metrics: Mapping[str, Metric]) -> Tree:
    """What an expression asks for. Faults are kept in its leaves, for each to be told at its instant."""
    if isinstance(expr, Compare):
        return ask_of(expr.metric, expr.op, expr.bound, metrics)
    if isinstance(expr, Absent):
        fault = "" if expr.metric in metrics else _unknown(expr.metric)
        return Missing(expr.metric, expr.metric, fault)
    parts = tuple(tree_of(part, metrics) for part in expr.parts)
    return Every(parts) if isinstance(expr, And) else Some(parts)


def leaves(tree: Tree) -> Iterator[Ask | Missing]:
    if isinstance(tree, Every | Some):
        for part in tree.parts:
            yield from leaves(part)
    else:
        yield tree


def metrics_asked(tree: Tree) -> tuple[str, ...]:
    """The ids of the metrics whose own samples are judged, each once."""
    return tuple(dict.fromkeys(leaf.metric for leaf in leaves(tree)))


def ask_of(metric_id: str, op: str, bound: TargetBound, metrics: Mapping[str, Metric]) -> Tree:
    """What one comparison asks for."""
    own = Term("sample", key=metric_id)
    metric = metrics.get(metric_id)
    if metric is None:
        return Ask(metric_id, op, own, fault=_unknown(metric_id))
    try:
        if isinstance(bound, Burn):
            return _burn(metric, op, bound)
        if isinstance(bound, Level):
            limit = convert(bound.quantity, metric.unit or "")
            return Ask(metric_id, op, own, Term("fixed", limit))
        if isinstance(bound, Grade):
            return _grade(metric_id, op, bound)
        return _against(metric, op, bound)
    except TextError as error:
        return Ask(metric_id, op, own, fault=str(error))


def _against(metric: Metric, op: str, bound: Multiple | Change | Sigma | NoWorse) -> Tree:
    own, right = Term("sample", key=metric.id), _reference(metric, bound.reference)
    if isinstance(right, str):
        return Ask(metric.id, op, own, fault=right)
    if isinstance(bound, Multiple):
        return Ask(metric.id, op, own, right, bound.factor)
    if isinstance(bound, Change):
        if bound.direction == "drops":
            return Ask(metric.id, TURNED[op], own, right, 1 - bound.percent / 100)
        return Ask(metric.id, op, own, right, 1 + bound.percent / 100)
    if isinstance(bound, NoWorse):
        if metric.better is None:
            return Ask(metric.id, op, own, fault=f"{metric.id} does not say which way is better.")
        return Ask(metric.id, "<=" if metric.better == "lower" else ">=", own, right)
    if right.kind != "mean":
        fault = f"What {metric.id} is compared with has no spread; compare with a window: 3 sigma vs 1d."
        return Ask(metric.id, op, own, fault=fault)
    if metric.better == "higher":  # the bad side is below
        return Ask(metric.id, TURNED[op], own, right, sigmas=-bound.count)
    return Ask(metric.id, op, own, right, sigmas=bound.count)


def _reference(metric: Metric, reference: Reference) -> Term | str:
    """What a reference stands for, or why it stands for nothing."""
    if reference.kind == "baseline":
        return _baseline(metric)
    if reference.kind == "series":
        return Term("sample", key=f"{metric.id}/{reference.name}")
    assert reference.window is not None
    if reference.kind == "ago":
        return Term("sample", key=metric.id, offset_ms=milliseconds(reference.window))
    return Term("mean", key=metric.id, window_ms=milliseconds(reference.window))


def _baseline(metric: Metric) -> Term | str:
    baseline = metric.baseline
    if baseline is None:
        return f"{metric.id} has no baseline."
    if baseline.kind == "number":
        return Term("fixed", convert(baseline.quantity or Quantity(0.0), metric.unit or ""))
    if baseline.kind == "query":
        return Term("sample", key=f"{metric.id}/baseline")
    assert baseline.window is not None
    # Before what it names has begun, a baseline "before" it is what it would be if that began now.
    offset = milliseconds(baseline.offset) if baseline.offset is not None else 0
    return Term("mean", key=metric.id, window_ms=milliseconds(baseline.window), offset_ms=offset)


def _burn(metric: Metric, op: str, burn: Burn) -> Tree:
    budget, whole = budget_of(metric)
    if budget is None:
        fault = f"{metric.id} has no target in numbers, so it has no error budget."
        return Ask(metric.id, op, Term("sample", key=metric.id), fault=fault)
    asks = tuple(
        Ask(
            metric.id, op, Term("mean", key=metric.id, window_ms=milliseconds(window)),
            Term("fixed", budget), burn.factor, whole=whole,
        )
        for window in burn.windows
    )  # fmt: skip
    return asks[0] if len(asks) == 1 else Every(asks)


def budget_of(metric: Metric) -> tuple[float | None, float | None]:
    """The error budget that a metric's target leaves, in its unit; and what the metric is missing to where
    it counts what is good (99.9% leaves 0.1 of 100). Raises :class:`TextError` for units that do not fit.
    """
    bound = metric.target.bound if metric.target is not None else None
    if not isinstance(bound, Level):
        return None, None
    goal = convert(bound.quantity, metric.unit or "")
    if metric.better != "higher":
        return goal, None
    whole = convert(Quantity(100.0, "%"), metric.unit or "")
    return whole - goal, whole


def _grade(metric_id: str, op: str, grade: Grade) -> Tree:
    """A metric of grades counts as its scale does: A is 1, B is 2; figures are themselves."""
    place, best, worst = (
        float(point) if point.isdigit() else float(ord(point) - 64)
        for point in (grade.grade, grade.best, grade.worst)
    )
    op = TURNED[op] if best < worst else op
    return Ask(metric_id, op, Term("sample", key=metric_id), Term("fixed", place))


def _unknown(metric_id: str) -> str:
    return f"The plan has no metric {metric_id}."


def milliseconds(stretch: Elapsed) -> int:
    return round(stretch.seconds * 1000)
