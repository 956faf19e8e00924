"""Edits of how it goes out: the strategy, its phases, and the traffic steps of a blue-green switch."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from relplanner.errors import EditRefused
from relplanner.plan.edits.edit import (
    Edit,
    count,
    name_of,
    position_in,
    replace_entries,
    replace_plan,
    shorten,
    touch,
)
from relplanner.plan.edits.rename import taken_ids
from relplanner.plan.forms.duration import Duration, format_duration
from relplanner.plan.forms.scalars import format_percent, slug
from relplanner.plan.nouns.rollout import BlueGreen, ManualCriterion, Phase, Rollout, Slot
from relplanner.plan.plan import Plan

ROLLOUT = "rollout"
STEPS = (0.0, 5.0, 25.0, 50.0, 100.0)
WATCH = Duration(15.0, "m", elapsed=True)
STABLE = Duration(24.0, "h", elapsed=True)
BUDGET = Duration(5.0, "m", elapsed=True)
DAY = Duration(24.0, "h", elapsed=True)
ALL = 100.0
_CANARY = (
    ("Canary 1 %", 1.0, 24.0, "Staff and early adopters"),
    ("Limited 10 %", 10.0, 48.0, "Beta customers"),
    ("Expanded 50 %", 50.0, 120.0, "Every second visitor"),
    ("Full 100 %", ALL, None, "Everyone"),
)
"""Name, percent of traffic, hours, audience."""


def begin_canary(plan: Plan) -> Edit:
    """Four phases from 1 % to everyone, the last open-ended. Raises :class:`EditRefused` where phases are."""
    if plan.rollout.phases:
        raise EditRefused("The rollout has phases already. Add to them, or delete them first.")
    taken = taken_ids(plan)
    phases = []
    for name, traffic, hours, audience in _CANARY:
        phase = Phase(
            id=slug(name.split()[0], taken),
            name=name,
            traffic=traffic,
            duration=None if hours is None else Duration(hours, "h", elapsed=True),
            ongoing=hours is None,
            audience=audience,
        )
        taken.add(phase.id)
        phases.append(phase)

    def change(rollout: Rollout) -> Rollout:
        budget = rollout.rollback_budget or BUDGET
        return replace(rollout, strategy="canary", phases=tuple(phases), rollback_budget=budget)

    return _edit("Plan a canary rollout", change)


def choose_strategy(plan: Plan, strategy: str | None) -> Edit:
    """Set the strategy; a blue-green switch gets the usual steps where the plan says nothing of them."""

    def change(rollout: Rollout) -> Rollout:
        switch = rollout.blue_green
        if strategy == "blue-green" and switch is None:
            blue, green = Slot(traffic=ALL), Slot(traffic=0.0)
            switch = BlueGreen(blue=blue, green=green, steps=STEPS, watch=WATCH, decommission_after=STABLE)
        return replace(rollout, strategy=strategy, blue_green=switch)

    return _edit(f"Make the rollout {strategy}" if strategy else "Clear the strategy", change)


def set_switch(plan: Plan, field: str, value: object, label: str = "") -> Edit:
    """Set one field of the blue-green switch, which is made when the plan has none."""

    def change(rollout: Rollout) -> Rollout:
        switch = replace(rollout.blue_green or BlueGreen(), **{field: value})  # type: ignore[arg-type]
        return replace(rollout, blue_green=None if switch == BlueGreen() else switch)

    words = field.replace("_", " ")
    return _edit(label or f"Change {words} of the switch", change, f"switch/{field}")


def set_step(plan: Plan, number: int, traffic: float) -> Edit:
    """Set the traffic of one step of the switch, counted from 0. Raises :class:`EditRefused`."""
    steps = plan.rollout.blue_green.steps if plan.rollout.blue_green is not None else ()
    if not 0 <= number < len(steps):
        raise EditRefused("The switch has no such step.")
    changed = (*steps[:number], _percent(traffic), *steps[number + 1 :])
    return set_switch(plan, "steps", changed, f"Set step {number + 1} to {format_percent(traffic)}")


def phases_of_steps(plan: Plan) -> Edit:
    """Make a phase of each step that carries traffic, as long as it is watched, so that each has criteria,
    triggers, dates and a watch time of its own. Raises :class:`EditRefused`.
    """
    switch = plan.rollout.blue_green
    steps = switch.steps if switch is not None else ()
    if plan.rollout.phases:
        raise EditRefused("The rollout has phases already; its steps are those.")
    if not steps:
        raise EditRefused("The switch has no steps. Give it some, such as 0%, 5%, 25%, 50%, 100%.")
    taken, phases = taken_ids(plan), []
    watch = switch.watch if switch is not None else None
    for traffic in steps:
        if not traffic:
            continue
        phase = Phase(
            id=slug(f"switch-{format_percent(traffic).rstrip('%').replace('.', '-')}", taken),
            name=f"Green {format_percent(traffic).rstrip('%')} %",
            traffic=traffic,
            duration=watch or WATCH,
        )
        taken.add(phase.id)
        phases.append(phase)

    def change(rollout: Rollout) -> Rollout:
        return replace(rollout, phases=tuple(phases))

    return _edit(f"Make {count(len(phases), 'phase')} of the steps", change)


def add_phase(plan: Plan, after: str | None = None) -> tuple[Edit, str]:
    """A new phase behind ``after``, at the end for None; the edit and the new phase's id.

    Its exposure lies between its neighbours'. Raises :class:`EditRefused`.
    """
    phases = plan.rollout.phases
    at = len(phases) if after is None else position_in(plan, ROLLOUT, after) + 1
    names = plan.rollout.strategy == "phased program"
    before = phases[at - 1].traffic or 0.0 if at else 0.0
    behind = phases[at].traffic or ALL if at < len(phases) else ALL
    new = Phase(
        id=slug("new phase", taken_ids(plan)),
        name="New phase",
        traffic=None if names else float(round((before + behind) / 2) or 1),
        duration=DAY,
    )
    return _inserted(f"Add phase {new.name}", new, at), new.id


def duplicate_phase(plan: Plan, phase_id: str) -> tuple[Edit, str]:
    """A copy right behind its original, without what happened to that; the edit and the copy's id."""
    at = position_in(plan, ROLLOUT, phase_id)
    old = plan.rollout.phases[at]
    copy = replace(
        old,
        id=slug(old.id, taken_ids(plan)),
        name=f"{old.name or old.id} (copy)",
        manual=tuple(_unjudged(one) for one in old.manual),
        actual_start=None,
        actual_finish=None,
    )
    return _inserted(f"Duplicate {name_of(old)}", copy, at + 1), copy.id


def move_phase(plan: Plan, phase_id: str, by: int) -> Edit:
    """Move a phase ``by`` places later, or earlier; at either end nothing happens."""
    name = name_of(plan.rollout.phases[position_in(plan, ROLLOUT, phase_id)])

    def run(before: Plan) -> Plan:
        at = position_in(before, ROLLOUT, phase_id)
        phases = list(before.rollout.phases)
        to = min(max(0, at + by), len(phases) - 1)
        if to == at:
            return before
        phases.insert(to, phases.pop(at))
        return replace_entries(before, ROLLOUT, phases)

    return Edit(f"Move {name} {'later' if by > 0 else 'earlier'}", run)


def lengthen(plan: Plan, phase_id: str, duration: Duration) -> Edit:
    """Set how long a phase lasts; one that was open-ended ends from then on."""
    name = name_of(plan.rollout.phases[position_in(plan, ROLLOUT, phase_id)])
    return _phase_edit(
        f"Make {name} {format_duration(duration)} long",
        phase_id,
        "duration",
        lambda phase: replace(phase, duration=duration, ongoing=False),
    )


def expose(plan: Plan, phase_id: str, traffic: float) -> Edit:
    """Set the share of traffic of a phase, in percent."""
    name = name_of(plan.rollout.phases[position_in(plan, ROLLOUT, phase_id)])
    share = _percent(traffic)
    return _phase_edit(
        f"Expose {name} to {format_percent(share)}",
        phase_id,
        "traffic",
        lambda phase: replace(phase, traffic=share),
    )


def _percent(traffic: float) -> float:
    if not 0 <= traffic <= ALL:
        raise EditRefused("Traffic goes from 0% to 100%.")
    return float(traffic)


def _unjudged(criterion: ManualCriterion) -> ManualCriterion:
    return replace(criterion, met=None, by=None, evidence=None)


def _phase_edit(label: str, phase_id: str, field: str, change: Callable[[Phase], Phase]) -> Edit:
    def run(before: Plan) -> Plan:
        at = position_in(before, ROLLOUT, phase_id)
        phases = list(before.rollout.phases)
        changed = change(phases[at])
        if changed == phases[at]:
            return before
        phases[at] = changed
        return replace_entries(before, ROLLOUT, phases)

    return Edit(shorten(label, 80), run, f"{ROLLOUT}/{phase_id}/{field}", touch(ROLLOUT, [phase_id]))


def _inserted(label: str, new: Phase, at: int) -> Edit:
    def run(before: Plan) -> Plan:
        phases = list(before.rollout.phases)
        phases.insert(at, new)
        return replace_entries(before, ROLLOUT, phases)

    return Edit(label, run)


def _edit(label: str, change: Callable[[Rollout], Rollout], key: str = "") -> Edit:
    def run(before: Plan) -> Plan:
        rollout = change(before.rollout)
        return before if rollout == before.rollout else replace_plan(before, rollout=rollout)

    return Edit(label, run, key)
