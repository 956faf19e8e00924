"""Random plans with estimates and risks, and the plan that one trial of a simulation stands for."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np

from relplanner.plan.forms.duration import Duration, Estimate, parse_duration, parse_estimate
from relplanner.plan.nouns.readiness import Risk as PlanRisk
from relplanner.plan.nouns.timeline import Activity
from relplanner.plan.plan import Plan
from relplanner.schedule import Schedule, list_passes
from relplanner.schedule.columns import RowValues, columns_of
from relplanner.schedule.links import Linker
from relplanner.schedule.nodes import ACTIVE, SUMMARY, UNBOUND
from relplanner.schedule.order import order_of
from relplanner.schedule.risk.passes import Passes
from relplanner.schedule.risk.trial_network import TrialNetwork
from tests.schedule.builders import act
from tests.schedule.random_plans import random_plan

DECADE = 10 * 366 * 1440


def sure(key: str, duration: str, after: str | None = None, **fields: object) -> Activity:
    return act(key, duration, after, **fields)


def guess(key: str, estimate: str, after: str | None = None, **fields: object) -> Activity:
    """A task whose duration is the likely one of its estimate."""
    points = parse_estimate(estimate)
    return replace(act(key, "1d", after, **fields), duration=points.likely, estimate=points)


def risk(key: str, activity: str, probability: str = "medium", delay: str = "1d") -> PlanRisk:
    return PlanRisk(id=key, activity=activity, probability=probability, delay=parse_duration(delay))


def uncertain_plan(seed: int, count: int, wide: bool) -> Plan:
    """A random plan with an estimate of most activities and a risk of some."""
    draw = random.Random(seed)
    plan = random_plan(seed, count, wide)
    activities = []
    risks = []
    for activity in plan.activities:
        length = activity.duration
        made = activity
        if length is not None and activity.kind != "window":
            if draw.random() < 0.7:
                points = (
                    Duration(round(length.amount * f, 2), length.unit, length.elapsed) for f in (0.5, 1, 2)
                )
                made = replace(activity, estimate=Estimate(*points))
            if draw.random() < 0.2:
                risks.append(risk(f"r{len(risks)}", activity.id, delay="3h"))
        activities.append(made)
    return replace(plan, activities=tuple(activities), risks=tuple(risks))


def as_early(plan: Plan) -> Plan:
    """Without what runs as late as possible: that can move an instant by a night, and the simulation leaves
    it early."""
    return replace(
        plan,
        activities=tuple(
            replace(each, constraint=None)
            if each.constraint is not None and each.constraint.moment is None
            else each
            for each in plan.activities
        ),
    )


def rows_of(network: TrialNetwork) -> dict[int, int]:
    """Rows by slot."""
    return {slot: row for row, slot in network.slot_of.items() if network.is_row[slot]}


def as_drawn(plan: Plan, passes: Passes, column: int) -> Plan:
    """The plan with the lengths of one trial written into it."""
    network = passes.network
    activities = list(plan.activities)
    for slot, row in rows_of(network).items():
        span = passes.spans[slot]
        if not isinstance(span, np.ndarray):
            continue
        old = activities[row]
        assert old.duration is not None
        length = Duration(float((int(span[column]) + passes.odd) // passes.scale), "m", old.duration.elapsed)
        begun = network.nodes[slot].begun is not None
        activities[row] = replace(old, remaining=length) if begun else replace(old, duration=length)
    return replace(plan, activities=tuple(activities))


def unlimited(schedule: Schedule) -> RowValues:
    """Slacks by the list engine, counted back from the release's own date; neither T0 nor a limit counts."""
    old = schedule._network
    nodes = [replace(node, high=UNBOUND, as_late=False) for node in old.nodes]
    network = replace(old, nodes=nodes, setting=replace(old.setting, target=None))
    order = order_of(network)
    passes = list_passes.run(network, order)
    if network.milestone >= 0:
        far = schedule.network_finish + DECADE
        late = [network.axes[node.axis].position(far) for node in nodes]
        at = network.milestone
        if nodes[at].state == ACTIVE:
            late[at] = passes.early[at] + nodes[at].work
        elif nodes[at].state == SUMMARY:
            for leaf in Linker(network, {}).leaves_of(at):
                late[leaf] = network.axes[nodes[leaf].axis].position(int(schedule.finish[at]))
        folded, crossing = list_passes._adjacency(network)
        list_passes._backward(order, nodes, network.axes, folded, crossing, late)
        passes = list_passes.Passes(passes.early, late, passes.free, passes.finish)
    return columns_of(network, passes)
