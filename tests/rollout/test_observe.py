"""What samples say of a condition at one instant."""

from __future__ import annotations

import numpy as np
import pytest

from relplanner.plan.forms.condition import parse_condition
from relplanner.rollout.observe import Observation, observe
from relplanner.rollout.series import Series, Window
from relplanner.rollout.sums import Sums
from tests.rollout.windows import BY_ID, MINUTE, series, window


def seen(when: str, samples: Window, minute: float, every: int = MINUTE) -> Observation:
    return observe(parse_condition(when), samples, round(minute * MINUTE), BY_ID, every)


@pytest.mark.parametrize(
    ("when", "verdict", "threshold"),
    [
        ("errors > 4%", "true", 4.0),
        ("errors > 0.04 ratio", "true", 4.0),
        ("errors > 6", "false", 6.0),
        ("errors > 1.5x baseline", "true", 4.5),
        ("errors > 1x 2m", "true", 4.0),
        ("errors rises > 60% vs 2m ago", "true", 4.8),
        ("errors drops > 10% vs 2m ago", "false", 2.7),
        ("errors > 2x stable", "true", 4.0),
        ("errors no worse than baseline", "false", 3.0),
        ("errors > 1 sigma vs 2m", "true", 4.0 + np.sqrt(2 / 3)),
        ("errors burns > 1.5x in 2m", "true", 3.0),
    ],
)
def test_every_form_of_a_comparison_has_its_threshold_in_the_metrics_unit(
    when: str, verdict: str, threshold: float
) -> None:
    samples = {"errors": series("3 4 5"), "errors/stable": series("2 2 2", "errors/stable")}
    found = seen(when, samples, 2)
    assert (found.verdict, found.threshold) == (verdict, pytest.approx(threshold))


def test_both_windows_of_a_burn_rate_have_to_burn() -> None:
    still = window("9 9 9 9 9 9")
    over = window("9 9 9 9 1 1")
    assert seen("errors burns > 2x in 5m/1m", still, 5).verdict == "true"
    assert seen("errors burns > 2x in 5m/1m", over, 5).verdict == "false"
    assert seen("errors burns > 2x in 5m", over, 5).verdict == "true"


def test_a_metric_of_what_is_good_burns_what_is_missing_to_all() -> None:
    assert seen("share burns > 2x in 1m", window("0.93 0.93", "share"), 1).verdict == "true"
    assert seen("share burns > 2x in 1m", window("0.95 0.95", "share"), 1).verdict == "false"


def test_sigma_looks_to_the_bad_side_of_the_metric() -> None:
    assert seen("orders > 1.5 sigma vs 9m", window("5 5 5 5 5 5 5 5 5 1", "orders"), 9).verdict == "true"
    assert seen("orders > 1.5 sigma vs 9m", window("5 5 5 5 5 5 5 5 5 9", "orders"), 9).verdict == "false"


@pytest.mark.parametrize("value", ["5", "inf"])
def test_a_raw_sample_stands_for_five_minutes_and_not_longer(value: str) -> None:
    samples = window(value)
    assert seen("errors > 1", samples, 5).verdict == "true"
    assert seen("errors > 1", samples, 5.001).verdict == "nodata"


def test_a_step_that_a_query_did_not_answer_is_no_data() -> None:
    samples = window("5 _ 5", raw=False)
    assert [seen("errors > 1", samples, minute).verdict for minute in range(4)] == [
        "true", "nodata", "true", "nodata",
    ]  # fmt: skip


def test_a_number_typed_by_hand_counts_until_it_expires_and_is_fresh_until_then() -> None:
    samples = {"errors": Series.of("errors", [0], [5.0], valid_ms=60 * MINUTE)}
    assert seen("errors > 1", samples, 60) == Observation("true", 5.0, 1.0, "", 0)
    late = seen("errors > 1", samples, 61)
    assert (late.verdict, late.age_ms) == ("nodata", 61 * MINUTE)


@pytest.mark.parametrize(
    ("sample", "verdict", "reason"),
    [
        ("nan", "nodata", "errors is no number (NaN)."),
        ("stale", "nodata", "errors has ended."),
        ("lost", "error", "errors could not be asked for."),
        ("_", "nodata", "errors has no sample."),
    ],
)
def test_why_there_is_no_verdict_is_said(sample: str, verdict: str, reason: str) -> None:
    found = seen("errors > 1", window(sample), 0)
    assert (found.verdict, found.reason) == (verdict, reason)


def test_absent_is_true_without_a_sample_and_false_for_one_that_is_no_number() -> None:
    assert seen("errors absent", {}, 0).verdict == "true"
    assert seen("errors absent", window("stale"), 0).verdict == "true"
    assert seen("errors absent", window("nan"), 0).verdict == "false"
    assert seen("errors absent", window("lost"), 0).verdict == "error"


ORDERS = {"T": "5", "F": "0", "N": "nan", "E": "lost"}


@pytest.mark.parametrize(
    ("both", "expected"),
    [("TT", "true"), ("TF", "false"), ("FN", "false"), ("FE", "false"), ("TN", "nodata"), ("TE", "error"),
     ("NE", "error"), ("NN", "nodata")],
)  # fmt: skip
def test_and_is_false_with_one_false_and_unknown_with_one_unknown(both: str, expected: str) -> None:
    for left, right in (both, both[::-1]):
        samples = {"errors": series(ORDERS[left]), "orders": series(ORDERS[right], "orders")}
        assert seen("errors > 1 and orders > 1", samples, 0).verdict == expected


@pytest.mark.parametrize(
    ("both", "expected"),
    [("FF", "false"), ("TF", "true"), ("TN", "true"), ("TE", "true"), ("FN", "nodata"), ("FE", "error"),
     ("NE", "error"), ("NN", "nodata")],
)  # fmt: skip
def test_or_is_true_with_one_true_and_unknown_with_one_unknown(both: str, expected: str) -> None:
    for left, right in (both, both[::-1]):
        samples = {"errors": series(ORDERS[left]), "orders": series(ORDERS[right], "orders")}
        assert seen("errors > 1 or orders > 1", samples, 0).verdict == expected


def test_the_value_told_is_of_the_comparison_that_decided() -> None:
    samples = {"errors": series("0"), "orders": series("5", "orders")}
    found = seen("errors > 1% or orders > 3", samples, 0)
    assert (found.value, found.threshold) == (5.0, 3.0)


@pytest.mark.parametrize(
    ("when", "reason"),
    [
        ("unheard_of > 1", "The plan has no metric unheard_of."),
        ("errors > 200ms", "cannot be compared with “%”"),
        ("errors > 3 sigma vs baseline", "has no spread"),
        ("orders burns > 2x in 1h", "has no error budget"),
    ],
)
def test_what_cannot_be_judged_is_an_error_that_says_why(when: str, reason: str) -> None:
    found = seen(when, window("5") | window("5", "orders"), 0)
    assert found.verdict == "error"
    assert reason in found.reason


def test_age_is_of_the_metric_that_has_waited_longest_and_nan_is_no_news() -> None:
    samples = {"errors": series("5 5 5"), "orders": series("5 nan nan", "orders")}
    assert seen("errors > 1", samples, 3).age_ms == MINUTE
    assert seen("errors > 1 or orders > 1", samples, 3).age_ms == 3 * MINUTE
    assert seen("errors > 1 or share > 1", samples, 3).age_ms is None


def test_where_a_metric_has_series_alone_its_canary_stands_for_it() -> None:
    from dataclasses import replace

    metric = replace(BY_ID["errors"], series=(("stable", "x"), ("canary", "y")))
    samples = {"errors/stable": series("1", "errors/stable"), "errors/canary": series("5", "errors/canary")}
    found = observe(parse_condition("errors > 2x stable"), samples, 0, {"errors": metric}, MINUTE)
    assert (found.verdict, found.value, found.threshold) == ("true", 5.0, 2.0)


def test_a_steady_series_is_never_above_its_own_mean_whatever_came_before() -> None:
    values = np.concatenate([np.full(5000, 1e9 / 3), np.full(5000, 0.1), np.full(5000, 0.7)])
    sums = Sums(np.arange(15_000), values)
    stop = np.array([4999, 9999, 14_999])
    assert sums.mean(stop - 4000, stop).tolist() == [1e9 / 3, 0.1, 0.7]
    assert sums.deviation(stop - 4000, stop).tolist() == [0.0, 0.0, 0.0]


def test_means_and_deviations_are_those_of_numpy() -> None:
    random = np.random.default_rng(4)
    values = random.normal(1e5, 3, 4000)
    sums = Sums(np.arange(4000), values)
    start = random.integers(0, 3900, 200)
    stop = start + random.integers(1, 99, 200)
    for first, last, mean, spread in zip(
        start, stop, sums.mean(start, stop), sums.deviation(start, stop), strict=True
    ):
        chosen = values[first : last + 1]
        assert mean == pytest.approx(chosen.mean(), rel=1e-15)
        assert spread == pytest.approx(chosen.std(), rel=1e-9)


def test_samples_come_in_any_order_and_the_last_of_two_counts() -> None:
    made = Series.of("errors", [2, 1, 2, 0], [3, 4, 5, 6])
    assert (made.times.tolist(), made.values.tolist()) == ([0, 1, 2], [6.0, 4.0, 5.0])
    with pytest.raises(ValueError, match="read-only"):
        made.values[0] = 1


def test_series_are_joined_and_cut_by_time() -> None:
    made = series("1 2 lost").joined(series("7 8", start=MINUTE))
    assert made.values.tolist() == [1.0, 7.0, 8.0]
    cut = series("1 2 lost stale").between(MINUTE, 2 * MINUTE)
    assert (cut.times.tolist(), cut.failed is not None and cut.failed.tolist()) == (
        [MINUTE, 2 * MINUTE], [False, True],
    )  # fmt: skip


def test_arrays_of_unlike_lengths_are_refused() -> None:
    with pytest.raises(ValueError, match="differ in length"):
        Series.of("errors", [1, 2], [1.0])
