"""Prometheus' own verdict: promtool agrees at every instant of random cases, and each way in which a trigger
means to differ is shown beside what promtool says.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from relplanner.rollout.rule import Rule
from relplanner.rollout.series import Window
from relplanner.rollout.step import INACTIVE, RuleState, look, step
from tests.rollout.oracle import promtool as promtool_side
from tests.rollout.oracle.cases import CONDITIONS, Case, cases
from tests.rollout.oracle.promtool import Export, disagreement, exported, firing, our_states, promql
from tests.rollout.windows import MINUTE, rule, window

SHARE, FULL = 40, 500


@pytest.fixture(scope="module")
def drawn() -> list[Case]:
    return cases(SHARE)


def _agree(chosen: list[Case], folder: Path, export: Export = promql) -> None:
    if disagreement(chosen, folder, export):
        wrong = [case for case in chosen if disagreement([case], folder, export)]
        first = "\n".join(f"{case}\n{disagreement([case], folder, export)[:2000]}" for case in wrong[:2])
        pytest.fail(f"{len(wrong)} of {len(chosen)} cases differ, such as\n{first}")


def test_promtool_agrees_with_the_engine_at_every_instant(drawn: list[Case], tmp_path: Path) -> None:
    _agree(drawn, tmp_path)


@pytest.mark.long
def test_promtool_agrees_with_the_engine_in_five_hundred_cases(tmp_path: Path) -> None:
    _agree(cases(FULL, seed=2), tmp_path)


def test_what_the_program_exports_fires_as_the_engine_does(drawn: list[Case], tmp_path: Path) -> None:
    _agree(drawn, tmp_path, exported)


def test_what_is_exported_for_silence_as_a_breach_fires_as_the_engine_does(
    drawn: list[Case], tmp_path: Path
) -> None:
    _agree([replace(case, no_data="fire") for case in drawn], tmp_path, exported)


@pytest.mark.long
@pytest.mark.parametrize("no_data", ["default", "fire"])
def test_what_the_program_exports_agrees_in_five_hundred_cases(no_data: str, tmp_path: Path) -> None:
    _agree([replace(case, no_data=no_data) for case in cases(FULL, seed=3)], tmp_path, exported)


def test_the_cases_hold_what_they_are_meant_to() -> None:
    many = cases(FULL, seed=2)
    words = {word for case in many for _, text in case.samples for word in text.split()}
    assert {"_", "NaN", "stale", "Inf", "-Inf"} <= words
    assert {case.condition for case in many} == {condition for condition, _ in CONDITIONS}
    assert {case.every_s for case in many} == {15, 30, 60}
    assert any(case.hold_s % case.every_s for case in many)
    assert any(case.keep_s % case.every_s for case in many)


def test_the_cases_reach_every_state(drawn: list[Case]) -> None:
    seen = Counter(state for case in drawn for _, state in our_states(case))
    assert min(seen[state] for state in ("inactive", "pending", "firing", "resolved")) > 50


def test_one_wrong_instant_of_one_case_is_noticed(
    drawn: list[Case], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def wrong_once(case: Case) -> list[tuple[int, str]]:
        states = our_states(case)
        if case is drawn[7]:
            at = next(place for place, (_, state) in enumerate(states) if state in ("pending", "firing"))
            states[at] = (states[at][0], "firing" if states[at][1] == "pending" else "pending")
        return states

    monkeypatch.setattr(promtool_side, "our_states", wrong_once)
    assert "case7" in disagreement(drawn, tmp_path)


# Intended differences: what promtool says beside what a trigger of the plan does.

FIRED = [120, 180]
"""Promtool on `errors > 1` for 2m over the samples of the tests below, unless they say otherwise."""


@pytest.fixture
def promtool(tmp_path: Path) -> Callable[[str, str], list[int]]:
    return lambda text, expr="errors > 1": firing(expr, {"errors": text}, "2m", 60, tmp_path)


def _states(one: Rule, samples: Window, count: int) -> list[RuleState]:
    state, found = INACTIVE, []
    for number in range(count):
        instant = number * MINUTE
        state = step(one, state, instant, look(one, samples, instant))
        found.append(state)
    return found


def _fires(one: Rule, text: str, *, raw: bool = True) -> list[int]:
    found = _states(one, window(text, raw=raw), len(text.split()))
    return [number * 60 for number, state in enumerate(found) if state.state == "firing"]


def test_difference_a_fired_trigger_stays_latched_when_prometheus_has_long_resolved(promtool) -> None:
    text = "5 5 5 5 0 0 0"
    assert promtool(text) == FIRED == _fires(rule("errors > 1 for 2m"), text)
    states = _states(rule("errors > 1 for 2m"), window(text), 7)
    assert [state.latched for state in states] == [False, False, True, True, True, True, True]
    assert states[-1].state == "resolved"


def test_difference_hold_keeps_a_pending_time_that_prometheus_drops(promtool) -> None:
    text = "5 5 NaN 5 5 5 0"
    assert promtool(text) == [300] == _fires(rule("errors > 1 for 2m"), text)
    assert _fires(rule("errors > 1 for 2m", no_data="hold"), text) == [180, 240, 300]


def test_difference_fire_counts_silence_that_prometheus_takes_for_quiet(promtool) -> None:
    text = "0 NaN NaN NaN 0 0"
    assert promtool(text) == [] == _fires(rule("errors > 1 for 2m"), text)
    assert _fires(rule("errors > 1 for 2m", no_data="fire"), text) == [180]


def test_difference_ignore_passes_over_what_resets_prometheus(promtool) -> None:
    text = "5 NaN 5 NaN 0 0"
    assert promtool(text) == [] == _fires(rule("errors > 1 for 2m"), text)
    assert _fires(rule("errors > 1 for 2m", no_data="ignore"), text) == [120, 180]


def test_difference_a_recovery_threshold_outlasts_the_condition(promtool) -> None:
    text = "5 5 5 5 0.9 0.8 0.4 0"
    assert promtool(text) == FIRED == _fires(rule("errors > 1 for 2m"), text)
    assert _fires(rule("errors > 1 for 2m", recovers=rule("errors < 0.5").condition), text) == [
        120, 180, 240, 300,
    ]  # fmt: skip


def test_difference_a_warm_up_is_not_judged(promtool) -> None:
    text = "5 5 5 5 0"
    assert promtool(text) == FIRED == _fires(rule("errors > 1 for 2m"), text)
    assert _fires(rule("errors > 1 for 2m", warm_up_ms=MINUTE), text) == [180]


def test_difference_a_step_that_a_query_did_not_answer_is_no_data_at_once(promtool) -> None:
    text = "5 5 _ 5 5 0"
    assert promtool(text) == [120, 180, 240] == _fires(rule("errors > 1 for 2m"), text)
    assert _fires(rule("errors > 1 for 2m"), text, raw=False) == []


def test_difference_nan_is_other_than_nothing(promtool) -> None:
    text = "NaN NaN NaN NaN 3"
    assert promtool(text, "errors != 3") == [120, 180]
    assert promtool(text, "errors != 3 and errors == errors") == []
    assert _fires(rule("errors != 3 for 2m"), text) == []


def test_difference_blindness_stands_beside_whatever_prometheus_says(promtool) -> None:
    text = "5 5 5 _ _ _ _ _ _"
    assert promtool(text) == [120, 180, 240, 300, 360, 420] == _fires(rule("errors > 1 for 2m"), text)
    states = _states(rule("errors > 1 for 2m", stale_after_ms=2 * MINUTE), window(text), 9)
    assert [state.blind for state in states] == [False] * 5 + [True] * 4
