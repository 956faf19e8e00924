"""The same seed gives the same trials, whatever stands beside them."""

from __future__ import annotations

import importlib
from dataclasses import replace

import numpy as np
import pytest

from relplanner.schedule import compute
from relplanner.schedule.risk import Partial, simulate
from relplanner.schedule.risk.draws import RANGE, draws, seeds_of
from tests.schedule.builders import act, plan_of
from tests.schedule.risk.uncertain import guess, risk, uncertain_plan


def chain(count: int = 12, **fields: object):
    return [guess(f"a{at}", "1d / 2d / 5d", f"a{at - 1}" if at else None, **fields) for at in range(count)]


def test_chunks_make_no_difference(monkeypatch: pytest.MonkeyPatch) -> None:
    schedule = compute(uncertain_plan(3, 40, True))
    whole = simulate(schedule, trials=1000, correlate="phase")
    module = importlib.import_module("relplanner.schedule.risk.simulate")
    for width in (128, 252, 700):
        monkeypatch.setattr(module, "WIDEST", width)
        parts = simulate(schedule, trials=1000, correlate="phase")
        assert parts.finish.tolist() == whole.finish.tolist()
        assert parts.criticality == whole.criticality
        assert parts.drivers == whole.drivers


def test_more_trials_are_the_same_ones_and_some_more() -> None:
    schedule = compute(plan_of(*chain()))
    few, many = (simulate(schedule, trials=trials).finish.tolist() for trials in (203, 204))
    for minute in few:
        many.remove(minute)
    assert len(many) == 1


def test_another_seed_gives_other_trials_of_the_same_kind() -> None:
    schedule = compute(plan_of(*chain()))
    one, other = simulate(schedule, seed=1), simulate(schedule, seed=2)
    assert one.finish.tolist() != other.finish.tolist()
    assert abs(one.percentile(50) - other.percentile(50)) < 1440
    assert simulate(schedule, seed=1).finish.tolist() == one.finish.tolist()


def test_an_edit_elsewhere_leaves_the_luck_of_the_others() -> None:
    plan = plan_of(*chain(), milestone="a11")
    more = replace(plan, activities=(guess("new", "1d / 3d / 4d"), *plan.activities))
    assert simulate(compute(plan)).finish.tolist() == simulate(compute(more)).finish.tolist()


def test_draws_are_uniform_and_those_of_two_names_independent() -> None:
    found = draws(seeds_of(1, ["a", "b"]), 0, 100_000) / RANGE
    assert found.mean(axis=1) == pytest.approx([0.5, 0.5], abs=0.005)
    assert found.var(axis=1) == pytest.approx([1 / 12, 1 / 12], rel=0.02)
    counts = np.histogram(found[0], 64, (0, 1))[0]
    assert ((counts - 100_000 / 64) ** 2 / (100_000 / 64)).sum() < 130, "chi-square of 63 degrees"
    assert abs(np.corrcoef(found)[0, 1]) < 0.015
    assert abs(np.corrcoef(found[0, :-1], found[0, 1:])[0, 1]) < 0.015


def test_draws_begin_anywhere() -> None:
    seeds = seeds_of(7, ["a"])
    assert draws(seeds, 0, 64)[0, 24:64].tolist() == draws(seeds, 24, 40)[0].tolist()


def test_progress_comes_early_and_grows_and_is_like_the_end() -> None:
    told: list[Partial] = []
    found = simulate(compute(plan_of(*chain(), target="2025-06-01T09:00")), on_progress=told.append)
    assert told[0].trials <= 2500
    assert [each.trials for each in told] == sorted({each.trials for each in told})
    assert all(0 < each.progress < 1 for each in told)
    assert sum(told[0].histogram(20).counts) == told[0].trials
    assert told[0].on_time_probability == pytest.approx(found.on_time_probability, abs=0.05)
    assert abs(told[0].percentile(80) - found.percentile(80)) < 2 * 1440


def test_cancelling_keeps_what_is_done_and_says_so() -> None:
    told: list[Partial] = []
    found = simulate(compute(plan_of(*chain())), on_progress=told.append, cancelled=lambda: len(told) == 2)
    assert found.trials == told[-1].trials == len(found.finish)
    assert "RISK-CANCELLED" in {finding.code for finding in found.findings}
    at_once = simulate(compute(plan_of(*chain())), cancelled=lambda: True)
    assert (at_once.trials, len(at_once.finish), at_once.criticality) == (0, 0, {})


def test_the_owners_work_goes_wrong_together() -> None:
    plan = plan_of(*chain(owner="one"))
    schedule = compute(plan)
    apart, together = simulate(schedule), simulate(schedule, correlate="owner")
    assert together.finish.std() > 1.6 * apart.finish.std()
    assert abs(together.percentile(50) - apart.percentile(50)) < 2 * 1440
    alone = simulate(compute(plan_of(*chain())), correlate="owner")
    assert alone.finish.tolist() == simulate(compute(plan_of(*chain()))).finish.tolist()


@pytest.mark.parametrize("wrong", [{"trials": 0}, {"correlate": "moon"}, {"distribution": "normal"}])
def test_arguments_that_make_no_sense_are_refused(wrong: dict) -> None:
    with pytest.raises(ValueError, match="cannot simulate"):
        simulate(compute(plan_of(act("a", "1d"))), **wrong)


def test_risks_happen_as_often_as_their_word_says() -> None:
    words = {"very low": 0.1, "low": 0.3, "medium": 0.5, "high": 0.7, "very high": 0.9}
    risks = tuple(risk(word.replace(" ", "-"), "a", word, "1h") for word in words)
    found = simulate(compute(plan_of(act("a", "1d"), risks=risks)), trials=40_000)
    for event in found.events:
        assert event.happened == pytest.approx(words[event.id.replace("-", " ")], abs=0.01)
        assert event.probability == words[event.id.replace("-", " ")]
