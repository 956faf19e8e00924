"""The state of a trigger from one instant to the next.

With the default policy this is Prometheus' own machine (rules/alerting.go, ``AlertingRule.Eval``): a first
true makes it pending; it fires once it was true for the whole ``for``; one instant that is not true takes the
pending away; firing ends with it too, unless ``keep_firing_for`` holds it, counted from the first such
instant. No data is "not true". An error leaves everything as it is, so the clock goes on.

Beyond Prometheus, each chosen in the plan or only beside the state: three policies for silence, a recovery
condition, a warm-up, the latch that a person takes away, and blindness.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Literal, TypeAlias

from relplanner.rollout.observe import Observation, observe_tree
from relplanner.rollout.rule import Rule
from relplanner.rollout.series import Window
from relplanner.values import value

State: TypeAlias = Literal["inactive", "pending", "firing", "resolved"]
STATES: tuple[State, ...] = ("inactive", "pending", "firing", "resolved")
Input: TypeAlias = Literal["true", "false", "skip", "freeze"]


@value
class RuleState:
    """Where a rule stands after the instant ``at``; instants in milliseconds UTC.

    ``active_since`` is when the condition became true: with the policy *hold* moved on by the time that
    nothing was seen. ``keep_since`` and ``recovering_since`` are when a firing rule was first not true, and
    when its recovery condition became true. ``began`` is when judging began: the warm-up counts from there.
    """

    state: State = "inactive"
    active_since: int | None = None
    fired_at: int | None = None
    last_true: int | None = None
    latched: bool = False
    acknowledged_at: int | None = None
    blind: bool = False
    reason: str = ""
    began: int | None = None
    at: int | None = None
    keep_since: int | None = None
    recovering_since: int | None = None

    @property
    def warns(self) -> bool:
        """Whether somebody has to look: it fires, fired unacknowledged, or sees nothing."""
        return self.state == "firing" or self.latched or self.blind


INACTIVE = RuleState()


def armed(instant_ms: int) -> RuleState:
    """The state of a rule whose warm-up begins now: its phase has started."""
    return RuleState(began=instant_ms)


def acknowledge(state: RuleState, instant_ms: int) -> RuleState:
    """A person has seen that it fired. Whether the condition still holds is another matter."""
    return replace(state, latched=False, acknowledged_at=instant_ms)


def look(rule: Rule, series: Window, instant_ms: int) -> Observation:
    """What the samples say of a rule's conditions at one instant."""
    return observe_tree(rule.tree, rule.by_id, series, instant_ms, rule.every_ms, rule.recovery)


def step(definition: Rule, state: RuleState, instant_ms: int, observation: Observation) -> RuleState:
    """The state after an instant; instants come in order."""
    rule, began = definition, state.began if state.began is not None else instant_ms
    if rule.mode == "off":
        return replace(_cleared(state), began=began, at=instant_ms, reason="The trigger is off.")
    if instant_ms - began < rule.warm_up_ms:
        return replace(_cleared(state), began=began, at=instant_ms, reason="Warming up.")
    given = _input(rule, observation)
    passed = instant_ms - state.at if state.at is not None else 0
    state = replace(
        state,
        began=began,
        at=instant_ms,
        blind=_blind(rule, observation, instant_ms - began),
        reason=observation.reason if observation.verdict in ("nodata", "error") else "",
        last_true=instant_ms if observation.verdict == "true" else state.last_true,
        recovering_since=_recovering(state, observation, instant_ms),
    )
    if given == "skip":
        return state
    if given == "freeze":
        return replace(state, active_since=_later(state.active_since, passed),
                       keep_since=_later(state.keep_since, passed))  # fmt: skip
    return _true(rule, state, instant_ms) if given == "true" else _not_true(rule, state, instant_ms)


def _input(rule: Rule, observation: Observation) -> Input:
    verdict = observation.verdict
    match verdict:
        case "true" | "false":
            return verdict
    if rule.no_data == "fire":
        return "true"
    if rule.no_data == "hold":
        return "freeze"
    if rule.no_data == "ignore":
        return "skip"
    return "skip" if verdict == "error" else "false"


def _true(rule: Rule, state: RuleState, instant: int) -> RuleState:
    if state.state == "firing":
        return replace(state, keep_since=None)
    since = state.active_since if state.state == "pending" and state.active_since is not None else instant
    if instant - since < rule.hold_ms:
        return replace(state, state="pending", active_since=since)
    latched = state.latched or rule.latching
    acknowledged = None if rule.latching else state.acknowledged_at
    return replace(
        state, state="firing", active_since=since, fired_at=instant, keep_since=None,
        latched=latched, acknowledged_at=acknowledged,
    )  # fmt: skip


def _not_true(rule: Rule, state: RuleState, instant: int) -> RuleState:
    if state.state == "pending":
        return replace(state, state="inactive", active_since=None)
    if state.state != "firing":
        return state
    if rule.recovery is not None and not _recovered(rule, state, instant):
        return replace(state, keep_since=None)
    keep_since = state.keep_since if state.keep_since is not None else instant
    if instant - keep_since < rule.keep_ms:
        return replace(state, keep_since=keep_since)
    return replace(state, state="resolved", active_since=None, keep_since=None)


def _recovering(state: RuleState, observation: Observation, instant: int) -> int | None:
    """A recovery has to be seen without a break, whatever the policy for silence."""
    if observation.recovered != "true":
        return None
    return state.recovering_since if state.recovering_since is not None else instant


def _recovered(rule: Rule, state: RuleState, instant: int) -> bool:
    since = state.recovering_since
    return since is not None and instant - since >= rule.recovery_hold_ms


def _blind(rule: Rule, observation: Observation, judged_for: int) -> bool:
    age = observation.age_ms
    return judged_for > rule.stale_after_ms if age is None else age > rule.stale_after_ms


def _cleared(state: RuleState) -> RuleState:
    """Not judged: the clocks are gone, but what fired before is still for a person to acknowledge."""
    return RuleState(
        fired_at=state.fired_at, last_true=state.last_true, latched=state.latched,
        acknowledged_at=state.acknowledged_at,
    )  # fmt: skip


def _later(moment: int | None, by: int) -> int | None:
    return moment + by if moment is not None else None
