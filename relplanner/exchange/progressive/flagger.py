"""`relplanner export --to flagger`: a Canary and the MetricTemplates of triggers and criteria
(flagger.app/v1beta1).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from relplanner.exchange.carried import carried
from relplanner.exchange.exported import Exported, head
from relplanner.exchange.progressive.common import (
    PLACEHOLDER,
    Gathered,
    Judged,
    address_notes,
    app_name,
    asked_of,
    criteria_of,
    go_duration,
    object_name,
    triggers_of,
    weight_notes,
    weight_of,
)
from relplanner.exchange.prometheus.words import release_name
from relplanner.exchange.promql.queries import Asked
from relplanner.plan.forms.duration import format_duration
from relplanner.plan.plan import Plan
from relplanner.schedule import Schedule
from relplanner.storage import other_yaml

API = "flagger.app/v1beta1"
GATE = "http://flagger-loadtester.test/gate/check"
NEVER = 1_000_000
INTERVAL_MS = 60_000
CANNOT = (
    "Flagger rolls back when failedChecks reach the threshold (Argo: when they exceed it), and counts the "
    "failures of the whole run, not consecutive ones. So the time for which a condition must hold is in the "
    "query, and the threshold is 1.",
    "Every check runs at the one interval, whatever the plan says for a trigger.",
    "No data is a failed check, as is a query that takes more than five seconds.",
    "Flagger's weights have no times of their own: it goes on at every interval in which no check failed. "
    "The webhook of type confirm-traffic-increase holds each step; open its gate when the phase is over. "
    "While Flagger waits there it does not roll back (fluxcd/flagger issue 1801): watch elsewhere.",
    "Criteria belong to phases; Flagger's checks are the same in all of them.",
)
PLACEHOLDERS = "Replace the workload, the port and the gate by your own."


def plan_flagger(schedule: Schedule) -> Exported:
    """What `relplanner export --to flagger` writes."""
    return flagger_text(asked_of(schedule))


def flagger_text(asked: Asked) -> Exported:
    """The same, for one who knows the instants of baselines."""
    plan = asked.plan
    triggers = triggers_of(asked)
    acting = [each for each in triggers.judged if each.mode == "act"]
    advising = [each for each in triggers.judged if each.mode == "advise"]
    taken = acting or advising
    shared = _shared(asked)
    notes = list(_notes(asked, triggers, acting, advising, shared))
    documents = [_canary(plan, taken, shared, 1 if acting else NEVER)]
    documents += [_template(plan, each, name) for each, name in _named(taken, shared)]
    beginning = head(
        f"The rollout of {release_name(plan)} for Flagger, written by relplanner.",
        (PLACEHOLDERS,), CANNOT, tuple(notes),
    )  # fmt: skip
    made = "---\n".join(map(other_yaml.written, documents)) + carried(plan, rollout=True)
    return Exported(beginning + made, tuple(notes))


def _shared(asked: Asked) -> tuple[Judged, ...]:
    """The criteria that every phase with traffic has."""
    found = [criteria_of(asked, phase).judged for phase in asked.plan.rollout.phases if phase.traffic]
    if not found:
        return ()
    return tuple(
        each for each in found[0] if all(each.title in [one.title for one in others] for others in found)
    )


def _notes(
    asked: Asked,
    triggers: Gathered,
    acting: Sequence[Judged],
    advising: Sequence[Judged],
    shared: Sequence[Judged],
) -> Iterator[str]:
    rollout = asked.plan.rollout
    yield from address_notes([*triggers.judged, *shared])
    yield from triggers.left_out
    for each in triggers.judged:
        if each.mode == "observe":
            yield f"{each.entry} is left out: it only observes, and Flagger has no dry run."
        elif each.mode == "advise" and acting:
            yield f"{each.entry} is left out: it only advises, and Flagger would roll back."
        if each.warm_up_ms:
            yield f"{each.entry} has a warm-up, which Flagger does not know."
    if advising and not acting:
        yield (
            f"No trigger may act by itself, so the threshold is {NEVER:,}: a failed check stops the rollout "
            "and leaves the decision to a person."
        )
    if rollout.strategy == "blue-green":
        yield "Of the blue-green switch there are the steps of traffic, not the two environments."
    else:
        yield from weight_notes(rollout.phases)
    titles = {each.title for each in shared}
    for phase in rollout.phases:
        own = [each.title for each in criteria_of(asked, phase).judged if each.title not in titles]
        if own:
            yield f"Phase {phase.id}: its own criteria {', '.join(own)} are left out."
        if phase.duration is not None and phase.traffic is not None:
            yield f"Phase {phase.id} lasts {format_duration(phase.duration)}: open the gate then."
        yield from (f"Phase {phase.id}: a person judges: {each.text}" for each in phase.manual)


def _weights(plan: Plan) -> list[int]:
    """Weights that grow, as Flagger needs them."""
    if plan.rollout.strategy == "blue-green" and plan.rollout.blue_green is not None:
        found = [int(-(-step // 1)) for step in plan.rollout.blue_green.steps]
    else:
        found = [weight for phase in plan.rollout.phases if (weight := weight_of(phase)) is not None]
    return sorted({weight for weight in found if weight > 0}) or [100]


def _canary(
    plan: Plan, taken: Sequence[Judged], shared: Sequence[Judged], threshold: int
) -> dict[str, object]:
    app = app_name(plan)
    metrics = [
        {
            "name": name,
            "templateRef": {"name": object_name(plan, name)},
            "thresholdRange": {"min": 1} if each in shared else {"max": 0},
            "interval": go_duration(INTERVAL_MS),
        }
        for each, name in _named(taken, shared)
    ]
    analysis: dict[str, object] = {
        "interval": go_duration(INTERVAL_MS),
        "threshold": threshold,
        "stepWeights": _weights(plan),
    }
    if metrics:
        analysis["metrics"] = metrics
    analysis["webhooks"] = [{"name": "phase-is-over", "type": "confirm-traffic-increase", "url": GATE}]
    return {
        "apiVersion": API,
        "kind": "Canary",
        "metadata": {"name": app},
        "spec": {
            "targetRef": {"apiVersion": "apps/v1", "kind": "Deployment", "name": app},
            "service": {"port": 80},
            "analysis": analysis,
        },
    }


def _named(taken: Sequence[Judged], shared: Sequence[Judged]) -> Iterator[tuple[Judged, str]]:
    yield from ((each, each.name) for each in taken)
    yield from ((each, f"criterion-{each.name}") for each in shared)


def _template(plan: Plan, each: Judged, name: str) -> dict[str, object]:
    query = f"{each.query} or vector(0)" if each.no_data == "ignore" else each.query
    return {
        "apiVersion": API,
        "kind": "MetricTemplate",
        "metadata": {"name": object_name(plan, name)},
        "spec": {"provider": {"type": "prometheus", "address": each.address or PLACEHOLDER}, "query": query},
    }
