"""The simulation against what can be worked out with pen and paper. All on a calendar that never stops."""

from __future__ import annotations

from math import sqrt

import numpy as np
import pytest

from relplanner.schedule import compute
from relplanner.schedule.risk import Risk, simulate
from relplanner.schedule.risk.spread import lengths
from tests.schedule.builders import act, plan_of
from tests.schedule.risk.uncertain import guess, risk

TRIALS = 40_000
HOUR = 60


def hours(found: Risk, plan_start: int) -> np.ndarray:
    return (found.finish - plan_start) / HOUR


def ran(*activities, **options):
    """Hours from the plan's start to the release, and the risk."""
    simulated = {key: options.pop(key) for key in ("correlate", "distribution") if key in options}
    plan = plan_of(*activities, **options)
    schedule = compute(plan)
    found = simulate(schedule, trials=TRIALS, **simulated)
    assert schedule.project_start is not None
    return hours(found, schedule.project_start), found


def close(found: float, expected: float, deviation: float, of: int = TRIALS) -> bool:
    """Within four standard errors of a mean."""
    return abs(found - expected) < 4 * deviation / sqrt(of) + 0.01


def test_a_triangular_activity_has_its_mean_variance_and_percentiles() -> None:
    low, mode, high = 100.0, 140.0, 300.0
    found, _ = ran(guess("a", "100h / 140h / 300h", calendar="always"), distribution="triangular")
    variance = (low**2 + mode**2 + high**2 - low * mode - low * high - mode * high) / 18
    assert close(found.mean(), (low + mode + high) / 3, sqrt(variance))
    assert found.var() == pytest.approx(variance, rel=0.03)
    for p in (0.1, 0.5, 0.9):
        rising = low + sqrt(p * (high - low) * (mode - low))
        falling = high - sqrt((1 - p) * (high - low) * (high - mode))
        exact = rising if p < (mode - low) / (high - low) else falling
        assert np.quantile(found, p) == pytest.approx(exact, abs=1.5)


def test_a_beta_pert_activity_has_its_mean_variance_and_percentiles() -> None:
    low, mode, high = 100.0, 150.0, 300.0
    found, _ = ran(guess("a", "100h / 150h / 300h", calendar="always"))
    mean = (low + 4 * mode + high) / 6
    variance = (mean - low) * (high - mean) / 7
    assert close(found.mean(), mean, sqrt(variance))
    assert found.var() == pytest.approx(variance, rel=0.03)
    # alpha = 2, beta = 4: the distribution function is 10x² - 20x³ + 15x⁴ - 4x⁵.
    for p in (10, 50, 80, 95):
        x = (np.percentile(found, p) - low) / (high - low)
        assert 10 * x**2 - 20 * x**3 + 15 * x**4 - 4 * x**5 == pytest.approx(p / 100, abs=0.01)


@pytest.mark.parametrize("mode", [0.0, 0.013, 0.3, 0.5, 0.777, 1.0])
def test_pert_tables_have_the_mean_and_variance_of_the_distribution(mode: float) -> None:
    table = lengths((0.0, mode, 1.0), "pert", False)
    mean = (1 + 4 * mode) / 6
    assert table.mean() == pytest.approx(mean, abs=2e-5)
    assert table.var() == pytest.approx(mean * (1 - mean) / 7, rel=3e-3)
    assert (np.diff(table) >= 0).all()


def test_a_chain_has_the_sum_of_means_and_of_variances() -> None:
    chain = [
        guess(f"a{at}", "10h / 20h / 50h", f"a{at - 1}" if at else None, calendar="always")
        for at in range(20)
    ]
    found, risk_ = ran(*chain)
    mean = (10 + 80 + 50) / 6
    variance = (mean - 10) * (50 - mean) / 7
    assert close(found.mean(), 20 * mean, sqrt(20 * variance))
    assert found.var() == pytest.approx(20 * variance, rel=0.04)
    assert set(risk_.criticality.values()) == {1.0}
    assert all(driver.correlation == pytest.approx(1 / sqrt(20), abs=0.03) for driver in risk_.drivers)


def test_correlation_widens_a_chain_by_its_covariances() -> None:
    chain = [
        guess(f"a{at}", "10h / 30h / 50h", f"a{at - 1}" if at else None, calendar="always", owner="one")
        for at in range(20)
    ]
    variance = 20 * 20 / 7
    apart, _ = ran(*chain)
    together, _ = ran(*chain, correlate="owner")
    assert apart.var() == pytest.approx(20 * variance, rel=0.04)
    # Of symmetrical lengths the correlation is that of the normal values behind them, but for some percent.
    assert together.var() == pytest.approx((20 + 20 * 19 * 0.3) * variance, rel=0.06)
    assert close(together.mean(), 600, together.std())


def test_two_branches_end_with_the_later_one() -> None:
    """The greater of two independent triangular values, from the product of their distribution functions."""
    branches = [guess(name, "100h / 200h / 300h", calendar="always") for name in ("a", "b")]
    found, risk_ = ran(
        *branches, act("end", None, "a, b", calendar="always"), milestone="end", distribution="triangular"
    )
    at = np.linspace(0, 1, 20_001)
    below = np.where(at < 0.5, 2 * at**2, 1 - 2 * (1 - at) ** 2)
    mean = 100 + 200 * (1 - np.trapezoid(below**2, at))
    assert close(found.mean(), mean, found.std())
    for p in (10, 50, 90):
        x = (np.percentile(found, p) - 100) / 200
        assert np.interp(x, at, below**2) == pytest.approx(p / 100, abs=0.01)
    assert risk_.criticality["a"] == pytest.approx(0.5, abs=0.02)
    assert risk_.criticality["a"] + risk_.criticality["b"] == pytest.approx(1.0, abs=0.01)
    assert risk_.criticality["end"] == 1.0


def test_a_risk_is_a_mixture_of_happening_and_not() -> None:
    found, risk_ = ran(act("a", "100h", calendar="always"), risks=(risk("r", "a", "low", "40h"),))
    assert sorted(set(found.tolist())) == [100.0, 140.0]
    assert close(found.mean(), 100 + 0.3 * 40, 40 * sqrt(0.21))
    assert found.var() == pytest.approx(40**2 * 0.21, rel=0.04)
    (event,) = risk_.events
    assert event.effect_minutes == 40 * HOUR
    assert event.share == pytest.approx(1.0)
    assert event.happened == pytest.approx(0.3, abs=0.01)


def test_the_swing_of_a_lone_driver_is_the_mean_of_its_tenths() -> None:
    _, found = ran(guess("a", "0h / 50h / 100h", calendar="always"), distribution="triangular")
    (driver,) = found.drivers
    # Of a triangular value on 0..100 with its peak in the middle the lowest tenth has the mean 100/3·√0.2.
    lowest = 100 * sqrt(0.2) / 3
    assert driver.swing_minutes[0] / HOUR == pytest.approx(lowest - 50, abs=0.6)
    assert driver.swing_minutes[1] / HOUR == pytest.approx(50 - lowest, abs=0.6)
    assert driver.correlation == pytest.approx(1.0, abs=0.001)
