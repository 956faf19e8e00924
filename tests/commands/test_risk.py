"""`relplanner risk`: the promised keys, the same answer for the same seed, exit codes, nothing obeyed."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from relplanner.resources import resource

PROMISED = {"trials", "seed", "finish", "on_time_probability", "criticality"}


@pytest.fixture
def uncertain(write, plan_file):
    text = plan_file.read_text(encoding="utf-8")
    return write(text.replace("  duration: 3d\n", "  duration: 3d\n  estimate: 2d / 3d / 9d\n", 1))


def answer(run, path, *options) -> dict:
    return json.loads(run("risk", path, "--format", "json", *options).out)


def test_json_has_the_promised_keys_and_dates_with_offset(run, uncertain) -> None:
    found = answer(run, uncertain, "--trials", "500")
    assert set(found) >= PROMISED
    assert (found["trials"], found["seed"]) == (500, 1)
    assert list(found["finish"]) == ["p10", "p50", "p80", "p90", "p95"]
    dates = [dt.datetime.fromisoformat(text) for text in found["finish"].values()]
    assert dates == sorted(dates)
    assert all(date.utcoffset() is not None for date in dates)
    assert 0 < found["on_time_probability"] < 1
    assert found["criticality"] == {"build": 1.0, "test": 1.0, "ship": 1.0}
    assert [driver["id"] for driver in found["drivers"]] == ["build"]
    assert found["problems"] == []


def test_the_same_seed_gives_the_same_answer_and_another_seed_another(run, uncertain) -> None:
    one, same, other = (answer(run, uncertain, "--seed", seed) for seed in ("4", "4", "5"))
    assert one == same
    assert one["criticality"] == other["criticality"]
    assert one["drivers"] != other["drivers"]


def test_correlation_and_distribution_can_be_chosen(run, uncertain) -> None:
    pert = answer(run, uncertain)
    straight = answer(run, uncertain, "--distribution", "triangular", "--correlate", "owner")
    assert straight["finish"]["p90"] > pert["finish"]["p90"], "a triangle has more in its tail"


def test_the_table_says_percentiles_chance_and_what_spreads_the_date(run, uncertain) -> None:
    outcome = run("risk", uncertain)
    assert outcome.code == 0
    for text in ("10,000 trials, seed 1", "P80", "T0 2027-03-10 09:00 is met in", "█", "What spreads"):
        assert text in outcome.out
    assert outcome.err == ""


def test_the_table_names_no_activity_that_moves_the_date_by_chance_of_the_draw_alone(run) -> None:
    """Both of its tenths end late, or both early."""
    path = resource("samples", "aurora.relplan.yaml")
    chance = [one["name"] for one in answer(run, path)["drivers"]
              if not one["swing_minutes"][0] < 0 < one["swing_minutes"][1]]  # fmt: skip
    assert chance, "the sample has estimates that the release does not wait for"
    told = run("risk", path).out.partition("What spreads")[2].partition("\n\n")[0]
    assert "QA testing" in told
    assert not [name for name in chance if name in told]


def test_a_plan_without_estimates_is_told_so_and_is_no_failure(run, plan_file) -> None:
    outcome = run("risk", plan_file)
    assert outcome.code == 0
    assert "RISK-NOTHING" in outcome.err
    assert answer(run, plan_file)["on_time_probability"] == 1.0


def test_a_release_in_a_circle_has_nulls_a_problem_and_exit_1(run, write, plan_file) -> None:
    text = plan_file.read_text(encoding="utf-8").replace(
        "  duration: 3d\n", "  duration: 3d\n  after: test\n"
    )
    outcome = run("risk", write(text), "--format", "json")
    assert outcome.code == 1
    found = json.loads(outcome.out)
    assert set(found["finish"].values()) == {None}
    assert found["on_time_probability"] is None
    assert {"CYCLE", "RISK-NO-DATE"} <= {problem["code"] for problem in found["problems"]}
    assert found["problems"][0]["line"] is not None
    assert "has no date" in run("risk", write(text)).out


def test_an_estimate_out_of_order_is_an_error_with_its_line(run, uncertain, write) -> None:
    text = uncertain.read_text(encoding="utf-8").replace("2d / 3d / 9d", "9d / 3d / 2d")
    outcome = run("risk", write(text))
    assert outcome.code == 1
    assert "ESTIMATE-ORDER" in outcome.err
    assert ":1" in outcome.err or ":2" in outcome.err or ":3" in outcome.err


@pytest.mark.parametrize("wrong", [("--trials", "0"), ("--seed", "x"), ("--correlate", "moon")])
def test_wrong_options_are_usage(run, uncertain, wrong) -> None:
    assert run("risk", uncertain, *wrong).code == 2
