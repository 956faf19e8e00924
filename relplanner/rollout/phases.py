"""What phases leave uncovered: too few requests to judge by, too little time to go back in."""

from __future__ import annotations

import re
from collections.abc import Iterator

from relplanner.errors import TextError
from relplanner.patterns import late_pattern
from relplanner.plan.findings import Finding
from relplanner.plan.forms.bound import Level
from relplanner.plan.forms.duration import Duration, Elapsed, in_minutes
from relplanner.plan.forms.quantity import Quantity, convert, format_quantity
from relplanner.plan.forms.units import unit_of
from relplanner.plan.nouns.readiness import Runbook
from relplanner.plan.nouns.rollout import Metric, Phase, Trigger
from relplanner.plan.plan import Plan
from relplanner.rollout.words import span

_VOLUME = late_pattern(r"request|throughput|traffic|\brps|\bqps|_rps|_qps|calls", re.IGNORECASE)
ENOUGH = 3
"""No failure among n requests shows, at 95 %, a share of failures below 3/n: the rule of three."""


def armed(plan: Plan, phase: Phase) -> list[Trigger]:
    """The triggers that are judged while a phase runs."""
    return [
        trigger
        for trigger in plan.triggers
        if trigger.when is not None
        and trigger.mode != "off"
        and (not trigger.phases or phase.id in trigger.phases)
    ]


def requests(plan: Plan) -> Iterator[Finding]:
    """CANARY-FEW, where the plan says how many requests there are."""
    rate, source = requests_a_second(plan)
    if rate is None or source is None:
        return
    metrics = {metric.id: metric for metric in reversed(plan.metrics)}
    for at, phase in enumerate(plan.rollout.phases):
        length = _ms(phase.duration)
        if phase.traffic is None or not length:
            continue
        seen = rate * phase.traffic / 100 * length / 1000
        for number, criterion in enumerate(phase.criteria):
            bound, metric = criterion.target.bound, metrics.get(criterion.metric)
            if metric is None or criterion.target.op not in ("<", "<=") or not isinstance(bound, Level):
                continue
            share = _share(bound.quantity, metric)
            if share is None or share <= 0 or seen >= ENOUGH / share:
                continue
            message = (
                f"“{phase.name or phase.id}” sees about {seen:,.0f} requests; to show "
                f"{metric.name or metric.id} below {format_quantity(bound.quantity)} takes "
                f"{ENOUGH / share:,.0f} without a failure. Make it longer or larger."
            )
            path = f"rollout.phases[{at}].criteria[{number}]"
            yield Finding("CANARY-FEW", "warning", message, path, id=f"rollout/{phase.id}")


def requests_a_second(plan: Plan) -> tuple[float | None, Metric | None]:
    """How many requests the plan reckons with: baseline, else target, of a metric that counts them."""
    for metric in plan.metrics:
        if not _VOLUME.search(f"{metric.id} {metric.name or ''} {metric.unit or ''}"):
            continue
        try:
            unit = unit_of(metric.unit or "")
            if not (unit.dimension.startswith("count") and unit.dimension.endswith("per time")):
                continue
            quantity = metric.baseline.quantity if metric.baseline is not None else None
            bound = metric.target.bound if metric.target is not None else None
            if quantity is None and isinstance(bound, Level):
                quantity = bound.quantity
            if quantity is not None and quantity.value > 0:
                return convert(quantity, metric.unit or "") * float(unit.factor), metric
        except TextError:
            continue
    return None, None


def _share(quantity: Quantity, metric: Metric) -> float | None:
    """A threshold on a share as a number from 0 to 1; ``None`` for what is no share."""
    try:
        if unit_of(metric.unit or "").dimension != "share":
            return None
        return convert(Quantity(convert(quantity, metric.unit or ""), metric.unit or ""), "ratio")
    except TextError:
        return None


def ways_back(plan: Plan) -> Iterator[Finding]:
    """ROLLBACK-LATE and ROLLBACK-OVER-BUDGET."""
    for at, book in enumerate(plan.runbooks):
        takes, budget = planned_ms(book), _ms(book.budget) or _ms(plan.rollout.rollback_budget)
        if book.purpose == "rollback" and takes is not None and budget and takes > budget:
            message = (
                f"The steps of “{book.name or book.id}” take {span(takes)}, its budget is {span(budget)}."
            )
            yield Finding(
                "ROLLBACK-OVER-BUDGET", "warning", message, f"runbooks[{at}]", id=f"runbooks/{book.id}"
            )
    for at, phase in enumerate(plan.rollout.phases):
        length, needed = _ms(phase.duration), _needed(plan, armed(plan, phase))
        if length and needed is not None and needed[0] > length:
            message = (
                f"“{phase.name or phase.id}” lasts {span(length)}, but {needed[1]}. Make the phase longer, "
                "or the way back shorter."
            )
            path = f"rollout.phases[{at}].duration"
            yield Finding("ROLLBACK-LATE", "warning", message, path, id=f"rollout/{phase.id}")
    yield from _blue_green(plan)


def _blue_green(plan: Plan) -> Iterator[Finding]:
    switch = plan.rollout.blue_green
    guards = [one for one in plan.triggers if one.when is not None and one.mode != "off"]
    if switch is None or not guards:
        return
    slowest = max(guards, key=_hold)
    watch, kept = _ms(switch.watch), _ms(switch.decommission_after)
    if watch and _hold(slowest) > watch:
        message = (
            f"Each step of the switch is watched for {span(watch)}, but “{slowest.name or slowest.id}” takes "
            f"{span(_hold(slowest))} to fire."
        )
        yield Finding("ROLLBACK-LATE", "warning", message, "rollout.blue_green.watch", id="rollout")
    needed = _needed(plan, guards)
    if kept and needed is not None and needed[0] > kept:
        message = f"The old environment goes after {span(kept)}, but {needed[1]}."
        path = "rollout.blue_green.decommission_after"
        yield Finding("ROLLBACK-LATE", "warning", message, path, id="rollout")


def _needed(plan: Plan, guards: list[Trigger]) -> tuple[int, str] | None:
    """How long noticing and going back take at the longest, with the words for it."""
    guards = [trigger for trigger in guards if trigger.action == "roll back"]
    if not guards:
        return None
    slowest = max(guards, key=lambda one: _hold(one) + _back(plan, one))
    hold, back = _hold(slowest), _back(plan, slowest)
    if not back:
        return None
    words = f"“{slowest.name or slowest.id}” takes {span(hold)} to fire and the rollback {span(back)}"
    return hold + back, words


def _back(plan: Plan, trigger: Trigger) -> int:
    book = plan.entry("runbooks", trigger.runbook) if trigger.runbook is not None else None
    if isinstance(book, Runbook):
        takes = planned_ms(book) or _ms(book.budget)
        if takes:
            return takes
    return _ms(plan.rollout.rollback_budget)


def planned_ms(book: Runbook) -> int | None:
    """How long its steps are expected to take, when each says so."""
    if not book.steps or any(step.duration is None for step in book.steps):
        return None
    return sum(_ms(step.duration) for step in book.steps)


def _hold(trigger: Trigger) -> int:
    hold: Elapsed | None = trigger.when.hold if trigger.when is not None else None
    return round(hold.seconds * 1000) if hold is not None else 0


def _ms(duration: Duration | None) -> int:
    if duration is None or duration.unit == "%":
        return 0
    return round(in_minutes(duration, day=1440, week=10_080, month=43_200) * 60_000)
