"""Triggers and alerts of a plan as the engine judges them: all durations in milliseconds, units resolved."""

from __future__ import annotations

from functools import cached_property

from relplanner.plan.forms.condition import Condition, metrics_of
from relplanner.plan.forms.duration import Elapsed
from relplanner.plan.nouns.rollout import Alert, Metric, Source, Trigger
from relplanner.plan.plan import Plan
from relplanner.rollout.asks import Tree, milliseconds, tree_of
from relplanner.values import keeping_entity

EVERY_MS = 15_000
LONGEST_STALE_MS = 5 * 60_000
"""How long at most a rule waits for a sample before it is blind, unless its own limit says otherwise."""


@keeping_entity
class Rule:
    """How a condition becomes a state. ``metrics`` are those it looks at.

    ``latching``: once fired it stays so for people until one of them acknowledges it.
    """

    id: str
    condition: Condition
    metrics: tuple[Metric, ...] = ()
    recovers: Condition | None = None
    hold_ms: int = 0
    keep_ms: int = 0
    every_ms: int = EVERY_MS
    warm_up_ms: int = 0
    no_data: str = "default"
    stale_after_ms: int = 3 * EVERY_MS
    mode: str = "advise"
    latching: bool = True

    @cached_property
    def by_id(self) -> dict[str, Metric]:
        return {metric.id: metric for metric in reversed(self.metrics)}

    @cached_property
    def tree(self) -> Tree:
        return tree_of(self.condition.expr, self.by_id)

    @cached_property
    def recovery(self) -> Tree | None:
        return tree_of(self.recovers.expr, self.by_id) if self.recovers is not None else None

    @property
    def recovery_hold_ms(self) -> int:
        held = self.recovers.hold if self.recovers is not None else None
        return milliseconds(held) if held is not None else 0


def rule_of(of: Trigger | Alert, plan: Plan) -> Rule | None:
    """The rule of a trigger or an alert; ``None`` where a person pulls it or an event announces it."""
    condition = of.when
    if condition is None:
        return None
    trigger = of if isinstance(of, Trigger) else None
    recovers = trigger.recovers if trigger is not None else None
    names = dict.fromkeys([*metrics_of(condition), *(metrics_of(recovers) if recovers is not None else ())])
    metrics = tuple(metric for name in names if (metric := plan.entry("metrics", name)) is not None)
    every = _ms(trigger.every if trigger else None) or EVERY_MS
    mode = trigger.mode if trigger is not None else "advise"
    return Rule(
        of.id,
        condition,
        metrics,
        recovers,
        hold_ms=_ms(condition.hold),
        keep_ms=_ms(trigger.keep_firing_for if trigger else None),
        every_ms=every,
        warm_up_ms=_ms(trigger.warm_up if trigger else None),
        no_data=of.no_data,
        stale_after_ms=_ms(trigger.stale_after if trigger else None) or stale_after_ms(metrics, every, plan),
        mode=mode,
        latching=trigger is not None and mode in ("advise", "act"),
    )


def stale_after_ms(metrics: tuple[Metric, ...], every: int, plan: Plan) -> int:
    """The shortest limit that a metric names; else three intervals of the slowest that looks, at most five
    minutes.
    """
    named = [_ms(metric.stale_after) for metric in metrics if metric.stale_after is not None]
    if named:
        return min(named)
    slowest = max([every, *(source_interval_ms(plan, metric) for metric in metrics)])
    return min(3 * slowest, max(LONGEST_STALE_MS, every))


def source_interval_ms(plan: Plan, metric: Metric) -> int:
    """How often the metric's source is asked; 0 where the plan does not say."""
    source = plan.entry("sources", metric.source) if metric.source else None
    return _ms(source.every) if isinstance(source, Source) else 0


def _ms(stretch: Elapsed | None) -> int:
    return milliseconds(stretch) if stretch is not None else 0
