"""The array form of the engine is the step form: every state, every verdict, every instant."""

from __future__ import annotations

import hypothesis
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from relplanner.plan.forms.condition import parse_condition
from relplanner.rollout.grid import Grid
from relplanner.rollout.observe import VERDICTS
from relplanner.rollout.rule import Rule
from relplanner.rollout.series import Window
from relplanner.rollout.step import INACTIVE, STATES, look, step
from relplanner.rollout.vector import FIRING, Interval, judge, judge_on
from tests.rollout.windows import BY_ID, EVERY, METRICS, MINUTE, rule, rules, window, windows

SPAN = 40 * EVERY


def folded(one: Rule, series: Window, start: int, stop: int) -> list[tuple[str, bool, str]]:
    state, found = INACTIVE, []
    first = -(-start // one.every_ms) * one.every_ms
    for instant in range(first, stop + 1, one.every_ms):
        observation = look(one, series, instant)
        state = step(one, state, instant, observation)
        found.append((state.state, state.blind, observation.verdict))
    return found


@given(rules, windows, st.integers(-EVERY, EVERY))
def test_judging_all_instants_at_once_is_stepping_through_them(one: Rule, series: Window, start: int) -> None:
    judged = judge(one, series, start, SPAN)
    stepped = folded(one, series, start, SPAN)
    assert [STATES[code] for code in judged.states] == [state for state, _, _ in stepped]
    assert judged.blind.tolist() == [blind for _, blind, _ in stepped]
    if one.mode != "off":
        assert [VERDICTS[code] for code in judged.verdicts] == [verdict for _, _, verdict in stepped]


LETTERS = {"T": "5", "F": "0", "G": "0.7", "N": "nan", "E": "lost"}
"""Above the threshold, below the recovery, between both, no number, not asked."""
TIMES = st.sampled_from([0, 0, 10_000, 15_000, 30_000, 45_000, 90_000])


@settings(max_examples=hypothesis.settings().max_examples * 10)
@given(
    st.lists(st.sampled_from("TTTFFGNE"), min_size=1, max_size=50),
    st.sampled_from(["default", "hold", "fire", "ignore"]),
    st.sampled_from([None, None, "errors < 0.5", "errors < 0.5 for 30s"]),
    st.fixed_dictionaries({"hold_ms": TIMES, "keep_ms": TIMES, "warm_up_ms": TIMES}),
)
def test_any_row_of_verdicts_goes_through_the_same_states(
    verdicts: list[str], no_data: str, recovers: str | None, times: dict[str, int]
) -> None:
    series = window(" ".join(LETTERS[letter] for letter in verdicts), step=EVERY)
    recovery = parse_condition(recovers) if recovers else None
    one = rule("errors > 1", every_ms=EVERY, no_data=no_data, recovers=recovery, **times)
    stop = EVERY * (len(verdicts) - 1)
    states = [STATES[code] for code in judge(one, series, 0, stop).states]
    assert states == [state for state, _, _ in folded(one, series, 0, stop)]


def test_a_grid_that_is_used_again_answers_as_a_new_one() -> None:
    series = window("0 0 5 5 nan 5 9 9 9 0 0 _ _ _ _ _ _ _ 3")
    grid = Grid(series, 0, 20 * MINUTE, MINUTE)
    for threshold in (1, 4, 6, 1):
        one = rule(f"errors > {threshold}% and errors > 1x 3m for 1m")
        again = judge_on(one, grid)
        assert np.array_equal(again.states, judge(one, series, 0, 20 * MINUTE).states)


def test_intervals_name_what_was_pending_what_fired_and_what_was_not_seen() -> None:
    judged = judge(rule("errors > 1% for 2m"), window("0 5 5 5 0 nan 0"), 0, 6 * MINUTE)
    assert judged.intervals == (
        Interval("pending", MINUTE, 3 * MINUTE),
        Interval("firing", 3 * MINUTE, 4 * MINUTE),
        Interval("nodata", 5 * MINUTE, 6 * MINUTE),
    )
    assert judged.fires.tolist() == [3 * MINUTE]


def test_what_still_fires_at_the_end_lasts_one_interval_more() -> None:
    judged = judge(rule("errors > 1%"), window("0 5"), 0, MINUTE)
    assert judged.intervals == (Interval("firing", MINUTE, 2 * MINUTE),)
    assert judged.states[-1] == FIRING


def test_nothing_to_judge_is_nothing_judged() -> None:
    judged = judge(rule("errors > 1%"), {}, 1, 2)
    assert (len(judged.instants), judged.intervals, judged.fires.tolist()) == (0, (), [])
    assert BY_ID.keys() == {metric.id for metric in METRICS}
