"""What a trigger's state does from instant to instant."""

from __future__ import annotations

import pytest

from relplanner.plan.forms.condition import parse_condition
from relplanner.plan.forms.duration import Elapsed
from relplanner.plan.nouns.rollout import Alert, Metric, Source, Trigger
from relplanner.plan.plan import Plan
from relplanner.rollout.observe import Observation
from relplanner.rollout.rule import Rule, rule_of
from relplanner.rollout.step import INACTIVE, RuleState, acknowledge, armed, step
from tests.rollout.windows import MINUTE, rule

VERDICTS = {"T": "true", "F": "false", "N": "nodata", "E": "error"}


def run(one: Rule, letters: str, recovered: str = "", state: RuleState = INACTIVE) -> list[RuleState]:
    """States a minute apart. ``recovered`` has a letter for each instant too."""
    found, first = [], 0 if state.at is None else state.at // MINUTE + 1
    for number, letter in enumerate(letters):
        verdict = VERDICTS[letter]
        seen = VERDICTS[recovered[number]] if recovered else ""
        observation = Observation(verdict, age_ms=0, recovered=seen)  # type: ignore[arg-type]
        state = step(one, state, (first + number) * MINUTE, observation)
        found.append(state)
    return found


def letters(states: list[RuleState]) -> str:
    return "".join(state.state[0] for state in states)


FIVE = rule("errors > 1 for 5m")


def test_for_five_minutes_at_one_minute_needs_six_trues() -> None:
    assert letters(run(FIVE, "TTTTTT")) == "pppppf"


def test_no_for_fires_at_the_first_true() -> None:
    assert letters(run(rule("errors > 1"), "FTF")) == "ifr"


@pytest.mark.parametrize("break_", "FN")
def test_one_instant_that_is_not_true_takes_the_pending_time_away(break_: str) -> None:
    assert letters(run(FIVE, f"TTT{break_}TTTTTT")) == "pppipppppf"


def test_an_error_leaves_the_clock_going() -> None:
    states = run(FIVE, "TEEEEEET")
    assert letters(states) == "pppppppf"
    assert states[-1].active_since == 0


def test_an_error_alone_never_fires() -> None:
    assert letters(run(rule("errors > 1"), "EEE")) == "iii"


def test_firing_outlasts_an_error_and_ends_with_the_first_instant_that_is_not_true() -> None:
    assert letters(run(rule("errors > 1"), "TEEN")) == "fffr"


def test_keep_firing_counts_from_the_first_false_and_starts_again_after_a_true() -> None:
    kept = rule("errors > 1", keep_ms=2 * MINUTE)
    assert letters(run(kept, "TFFF")) == "fffr"
    assert letters(run(kept, "TFFTFFF")) == "ffffffr"


def test_keep_firing_holds_no_pending_time() -> None:
    assert letters(run(rule("errors > 1 for 1m", keep_ms=5 * MINUTE), "TFT")) == "pip"


def test_resolved_is_left_by_the_next_true() -> None:
    assert letters(run(rule("errors > 1 for 1m"), "TTFFTF")) == "pfrrpi"


def test_fired_triggers_stay_latched_until_somebody_acknowledges() -> None:
    one = rule("errors > 1")
    states = run(one, "TFF")
    assert [state.latched for state in states] == [True] * 3
    seen = acknowledge(states[-1], 5 * MINUTE)
    assert (seen.latched, seen.acknowledged_at, seen.state) == (False, 5 * MINUTE, "resolved")


def test_acknowledging_does_not_stop_the_fire_and_the_next_fire_latches_again() -> None:
    one = rule("errors > 1")
    first = acknowledge(run(one, "T")[-1], MINUTE)
    states = run(one, "TFT", state=first)
    assert letters(states) == "frf"
    assert [state.latched for state in states] == [False, False, True]
    assert states[-1].acknowledged_at is None


@pytest.mark.parametrize(("mode", "latches"), [("observe", False), ("advise", True), ("act", True)])
def test_only_what_asks_somebody_latches(mode: str, latches: bool) -> None:
    plan = Plan(metrics=(Metric(id="errors"),))
    one = rule_of(Trigger(id="it", when=parse_condition("errors > 1"), mode=mode), plan)
    assert one is not None
    assert run(one, "T")[-1].latched is latches


def test_a_trigger_that_is_off_is_never_judged() -> None:
    states = run(rule("errors > 1", mode="off"), "TTT")
    assert letters(states) == "iii"
    assert states[-1].reason == "The trigger is off."


def test_the_warm_up_counts_from_the_arming() -> None:
    one = rule("errors > 1", warm_up_ms=3 * MINUTE)
    assert letters(run(one, "TTTT")) == "iiif"
    assert letters(run(one, "TTTT", state=armed(-MINUTE))) == "iiff"


def test_switching_a_trigger_off_keeps_what_is_not_acknowledged() -> None:
    fired = run(rule("errors > 1"), "T")[-1]
    off = step(rule("errors > 1", mode="off"), fired, MINUTE, Observation("true", age_ms=0))
    assert (off.state, off.latched, off.fired_at) == ("inactive", True, 0)


def test_hold_freezes_the_clock_while_nothing_is_seen() -> None:
    held = rule("errors > 1 for 3m", no_data="hold")
    states = run(held, "TTNENTT")
    assert letters(states) == "ppppppf"[:5] + "pf"
    assert states[-2].active_since == 3 * MINUTE


def test_hold_freezes_the_time_of_keep_firing_too() -> None:
    held = rule("errors > 1", no_data="hold", keep_ms=2 * MINUTE)
    assert letters(run(held, "TFNNNFF")) == "ffffffr"


def test_fire_counts_silence_as_true_and_respects_for() -> None:
    assert letters(run(rule("errors > 1 for 2m", no_data="fire"), "NEN")) == "ppf"


def test_ignore_counts_only_what_was_seen_and_lets_the_clock_run() -> None:
    assert letters(run(rule("errors > 1 for 2m", no_data="ignore"), "TNTF")) == "ppfr"
    assert letters(run(rule("errors > 1 for 2m", no_data="ignore"), "TNN")) == "ppp"


def test_a_recovery_condition_has_to_be_seen_before_firing_ends() -> None:
    one = rule("errors > 1", recovers=parse_condition("errors < 0.5"))
    assert letters(run(one, "TFFNF", "FFFNT")) == "ffffr"


def test_a_recovery_may_have_to_last() -> None:
    one = rule("errors > 1", recovers=parse_condition("errors < 0.5 for 2m"))
    assert letters(run(one, "TFFFFFF", "FTTFTTT")) == "ffffffr"


def test_a_recovery_starts_the_time_of_keep_firing() -> None:
    one = rule("errors > 1", recovers=parse_condition("errors < 0.5"), keep_ms=2 * MINUTE)
    assert letters(run(one, "TFFFFF", "FFTTTT")) == "fffffr"[:4] + "rr"


def test_blind_is_told_beside_the_state_and_after_its_limit() -> None:
    one = rule("errors > 1", stale_after_ms=MINUTE)
    state = step(one, INACTIVE, 0, Observation("nodata"))
    assert not state.blind, "nothing has come yet, but judging began just now"
    assert step(one, state, 2 * MINUTE, Observation("nodata")).blind
    assert not step(one, state, 2 * MINUTE, Observation("false", age_ms=MINUTE)).blind
    assert step(one, state, 2 * MINUTE, Observation("true", age_ms=MINUTE + 1)).blind


def test_what_waits_for_a_person_warns() -> None:
    assert not INACTIVE.warns
    assert RuleState(blind=True).warns
    assert RuleState(latched=True).warns
    assert RuleState("firing").warns


PLAN = Plan(
    sources=(Source(id="shop", every=Elapsed(1.0, "m")), Source(id="quick")),
    metrics=(
        Metric(id="errors", source="shop"), Metric(id="other", source="quick"),
        Metric(id="slow", stale_after=Elapsed(1.0, "h")),
    ),
)  # fmt: skip


@pytest.mark.parametrize(
    ("trigger", "limit"),
    [
        (Trigger(id="t", when=parse_condition("other > 1")), 45_000),
        (Trigger(id="t", when=parse_condition("other > 1 and errors > 1")), 180_000),
        (Trigger(id="t", when=parse_condition("other > 1"), every=Elapsed(3.0, "m")), 300_000),
        (Trigger(id="t", when=parse_condition("slow > 1 or errors > 1")), 3_600_000),
        (Trigger(id="t", when=parse_condition("slow > 1"), stale_after=Elapsed(20.0, "s")), 20_000),
    ],
)
def test_blindness_waits_three_intervals_five_minutes_at_most_or_what_the_plan_says(
    trigger: Trigger, limit: int
) -> None:
    made = rule_of(trigger, PLAN)
    assert made is not None
    assert made.stale_after_ms == limit


def test_what_a_person_pulls_and_what_is_announced_is_not_judged() -> None:
    assert rule_of(Trigger(id="call", manual="The board calls"), PLAN) is None
    assert rule_of(Alert(id="done", event="deployment done"), PLAN) is None


def test_alerts_inform_and_do_not_latch() -> None:
    made = rule_of(Alert(id="slower", when=parse_condition("errors > 1")), PLAN)
    assert made is not None
    assert (made.latching, made.hold_ms) == (False, 0)
