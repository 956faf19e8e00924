"""What the controllers' judgements of a query come to as conditions of a plan."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from relplanner.errors import TextError
from relplanner.exchange.importing.draft import Draft
from relplanner.exchange.promql import shape, text
from relplanner.exchange.promql.parse import Call, Subquery, bare, parse
from relplanner.plan.forms.bound import Level
from relplanner.plan.forms.condition import Compare, Condition, Or
from relplanner.plan.forms.duration import Duration, Elapsed
from relplanner.plan.forms.quantity import Quantity
from relplanner.plan.forms.reading import MOST
from relplanner.plan.forms.target import Criterion, Target
from relplanner.plan.nouns.rollout import Rollout
from relplanner.plan.plan import Plan

NEGATED = {">": "<=", ">=": "<", "<": ">=", "<=": ">", "==": "!=", "!=": "=="}
_RESULT = r"(?:asFloat\(|asInt\(|default\()?result(?:\[0\])?(?:,\s*0)?\)?"
_GUARD = re.compile(r"(?:len\(result\)\s*>\s*0|!\s*isNaN\(result(?:\[0\])?\)|result\s*!=\s*nil)\Z")
_THRESHOLD = re.compile(rf"\(?\s*{_RESULT}\s*(>=|<=|==|!=|>|<)\s*(-?[0-9.]+(?:[eE][-+]?[0-9]+)?)\s*\)?\Z")


def threshold(condition: str) -> tuple[str, float] | None:
    """The operator and the number of ``len(result) > 0 && result[0] > 0.01``."""
    parts = [part.strip() for part in condition.split("&&")]
    left = [part for part in parts if not _GUARD.match(part)]
    found = _THRESHOLD.match(left[0]) if len(left) == 1 else None
    if found is None:
        return None
    try:
        return found[1], float(found[2])
    except ValueError:
        return None


def held_of(query: str, operator: str) -> tuple[str, Elapsed | None]:
    """A query and the time for which it is looked at: ``min_over_time((x)[5m:1m]) > 1`` is x > 1 for 5m."""
    query = shape.tidy(query)
    node = bare(parse(query))
    name = {">": "min_over_time", "<": "max_over_time"}.get(operator[:1])
    if isinstance(node, Call) and node.name == name and len(node.arguments) == 1:
        ranged = bare(node.arguments[0])
        if isinstance(ranged, Subquery) and not ranged.offset and not ranged.fixed:
            inner = bare(ranged.inner)
            ms = text.duration_ms(ranged.range.partition(":")[0])
            return query[inner.start : inner.end], text.elapsed(ms)
    return query, None


def condition(
    draft: Draft, query: str, bounds: list[tuple[str, float]], name: str, address: str
) -> Condition:
    """True while the query is beyond one of the bounds. Raises :class:`TextError`."""
    plain, hold = held_of(query, bounds[0][0]) if len(bounds) == 1 else (shape.tidy(query), None)
    parse(plain)
    key = draft.metric(plain, name, address)
    leaves = tuple(Compare(key, operator, Level(Quantity(amount))) for operator, amount in bounds)
    return Condition(leaves[0] if len(leaves) == 1 else Or(leaves), hold)


def criterion(draft: Draft, query: str, bound: tuple[str, float], name: str, address: str) -> Criterion:
    """Met while the query is within the bound. Raises :class:`TextError`."""
    plain = shape.tidy(query)
    parse(plain)
    key = draft.metric(plain, name, address)
    return Criterion(key, Target(bound[0], Level(Quantity(bound[1]))))


def take_own(draft: Draft, plan: Plan) -> None:
    """The plan of relplanner's own file, without what it names elsewhere."""
    draft.keep_all(plan)
    for trigger in plan.triggers:
        who = draft.role(trigger.who) if trigger.who else None
        draft.triggers[trigger.id] = replace(trigger, who=who, runbook=None)
        draft.took(f"trigger {trigger.id}", "as it was in the plan")
    phases = []
    for phase in plan.rollout.phases:
        hold = draft.role(phase.hold) if phase.hold else None
        manual = tuple(
            replace(each, role=draft.role(each.role) if each.role else None) for each in phase.manual
        )
        phases.append(replace(phase, hold=hold, manual=manual, environment=None, channel=None, after=()))
        draft.took(f"phase {phase.id}", "as it was in the plan")
    draft.rollout = replace(plan.rollout, after=None, phases=tuple(phases))


def with_phase(rollout: Rollout, **fields: Any) -> Rollout:
    """The rollout with fields of its last phase set."""
    return replace(rollout, phases=(*rollout.phases[:-1], replace(rollout.phases[-1], **fields)))


def duration_of(ms: int) -> Duration | None:
    """A phase's time around the clock, to the minute, rounded up."""
    minutes = -(-min(ms, text.LONGEST_MS) // 60_000)
    if minutes > MOST:
        minutes = -(-minutes // 60) * 60
    if not minutes:
        return None
    for unit, size in (("d", 1440), ("h", 60)):
        if minutes % size == 0 and minutes // size > (1 if unit == "d" else 0):
            return Duration(float(minutes // size), unit, elapsed=True)
    return Duration(float(minutes), "m", elapsed=True)


def message(error: TextError) -> str:
    return error.problems[0].message
