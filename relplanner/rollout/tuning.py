"""A trigger with its numbers moved: what it would have done then, fast enough to follow a slider.

The samples are looked up once, when the first judgement is made; a moved number only compares anew.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from relplanner.plan.forms.bound import Bound, Burn, Change, Level, Multiple, Sigma
from relplanner.plan.forms.condition import Absent, And, Compare, Condition, Expr, Or, comparisons
from relplanner.plan.forms.duration import Elapsed
from relplanner.plan.nouns.rollout import Alert, Trigger
from relplanner.plan.plan import Plan
from relplanner.rollout.asks import milliseconds
from relplanner.rollout.backtest import Incident, TriggerRun, rule_for, run_of
from relplanner.rollout.grid import Grid
from relplanner.rollout.rule import Rule
from relplanner.rollout.series import Window
from relplanner.rollout.vector import judge_on
from relplanner.values import value


@value
class Knob:
    """A number of a condition that can be moved: of the comparison at place ``at``, in order of the text.

    ``kind`` says what it counts: level (in ``unit``), multiple, percent, sigma or burn.
    """

    at: int
    metric: str
    op: str
    kind: str
    number: float
    unit: str = ""


@value
class CurvePoint:
    """What one threshold costs: false alarms a week against the delay until the incident is noticed."""

    threshold: float
    fired: int
    false_alarms_a_week: float | None
    detection_delay: int | None


class Tuning:
    """One trigger or alert on one stretch of samples."""

    def __init__(self, of: Trigger | Alert, plan: Plan, grid: Grid, incident: Incident | None = None) -> None:
        rule = rule_for(of, plan)
        if rule is None:
            raise ValueError(f"{of.id} has no condition to judge")
        self.rule: Rule = rule
        self._of, self._grid, self._incident = of, grid, incident

    @property
    def knobs(self) -> tuple[Knob, ...]:
        """The numbers that :meth:`with_` can move."""
        leaves = enumerate(comparisons(self.rule.condition.expr))
        found = (_knob(at, leaf) for at, leaf in leaves if isinstance(leaf, Compare))
        return tuple(knob for knob in found if knob is not None)

    def condition(
        self, threshold: float | None = None, for_: Elapsed | None = None, at: int | None = None
    ) -> Condition:
        """The condition with the number of a comparison and the ``for`` moved. Without ``at`` it is the first
        number that there is. Raises :class:`ValueError` where there is none.
        """
        given = self.rule.condition
        hold = given.hold if for_ is None else for_ if for_.amount else None
        if threshold is None:
            return Condition(given.expr, hold)
        places = [knob.at for knob in self.knobs]
        place = at if at is not None else next(iter(places), -1)
        if place not in places:
            raise ValueError("that part of the condition has no number")
        return Condition(_moved(given.expr, place, threshold)[0], hold)

    def with_(
        self, threshold: float | None = None, for_: Elapsed | None = None, at: int | None = None
    ) -> TriggerRun:
        """What it would have done with these numbers. Stretches without a verdict have no reason here."""
        return self.judged(self.condition(threshold, for_, at))

    def judged(self, condition: Condition) -> TriggerRun:
        """What it would have done with another condition on the same metrics."""
        hold = milliseconds(condition.hold) if condition.hold is not None else 0
        rule = replace(self.rule, condition=condition, hold_ms=hold)
        return run_of(self._of, rule, judge_on(rule, self._grid), self._incident)

    def curve(
        self, thresholds: Iterable[float], for_: Elapsed | None = None, at: int | None = None
    ) -> tuple[CurvePoint, ...]:
        """The cost of each threshold."""
        found = ((number, self.with_(number, for_, at)) for number in thresholds)
        return tuple(
            CurvePoint(number, run.fired, run.false_alarms_a_week, run.detection_delay)
            for number, run in found
        )


def tuning(
    of: Trigger | Alert,
    plan: Plan,
    series: Window,
    start: int,
    stop: int,
    every: int | None = None,
    incident: Incident | None = None,
) -> Tuning:
    """A tuning from ``start`` to ``stop``. Raises :class:`ValueError` for what has no condition."""
    rule = rule_for(of, plan)
    step = every or (rule.every_ms if rule is not None else 0)
    if not step:
        raise ValueError(f"{of.id} has no condition to judge")
    return Tuning(of, plan, Grid(series, start, stop, step), incident)


def _knob(at: int, leaf: Compare) -> Knob | None:
    bound = leaf.bound
    if isinstance(bound, Level):
        quantity = bound.quantity
        return Knob(at, leaf.metric, leaf.op, "level", quantity.value, quantity.unit)
    if isinstance(bound, Multiple):
        return Knob(at, leaf.metric, leaf.op, "multiple", bound.factor)
    if isinstance(bound, Change):
        return Knob(at, leaf.metric, leaf.op, "percent", bound.percent)
    if isinstance(bound, Sigma):
        return Knob(at, leaf.metric, leaf.op, "sigma", bound.count)
    if isinstance(bound, Burn):
        return Knob(at, leaf.metric, leaf.op, "burn", bound.factor)
    return None


def _moved(expr: Expr, place: int, number: float) -> tuple[Expr, int]:
    """The expression with the number at a place moved, and the places that it had."""
    if isinstance(expr, Compare):
        return (replace(expr, bound=_bound(expr.bound, number)) if place == 0 else expr), 1
    if isinstance(expr, Absent):
        return expr, 1
    parts: list[Expr] = []
    taken = 0
    for part in expr.parts:
        made, count = _moved(part, place - taken, number)
        parts.append(made)
        taken += count
    return (And(tuple(parts)) if isinstance(expr, And) else Or(tuple(parts))), taken


def _bound(bound: Bound, number: float) -> Bound:
    if isinstance(bound, Level):
        return Level(replace(bound.quantity, value=number))
    if isinstance(bound, Multiple | Burn):
        return replace(bound, factor=number)
    if isinstance(bound, Change):
        return replace(bound, percent=number)
    return replace(bound, count=number) if isinstance(bound, Sigma) else bound
