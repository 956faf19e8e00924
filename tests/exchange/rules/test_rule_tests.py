"""`relplanner export --to prometheus-rules-test`: promtool agrees with the engine on recorded samples."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import yaml

from relplanner.exchange.prometheus.rule_tests import RuleTest, rule_test
from relplanner.exchange.prometheus.samples import samples_of
from relplanner.resources import resource
from relplanner.rollout.series import Series
from relplanner.storage import reader
from tests.exchange.rules.promtool import passes

START = 1_700_000_000_000 - 1_700_000_000_000 % 15_000
PLAN = """\
relplan: 1
release: {product: Shop, start: 2027-01-04}
metrics:
- {id: errors, name: '{{ errors }}', unit: "%", better: lower, query: sum(errors_total), baseline: 2% (x)}
- {id: orders, unit: /min, better: higher, query: sum(orders_total), series: {stable: sum(old)}}
triggers:
- {id: high, name: '{{ $value }}', when: errors > 1% for 1m}
- {id: kept, when: errors > 1% for 30s, keep_firing_for: 45s}
- {id: multiple, when: errors >= 2x baseline}
- {id: falling, when: orders drops > 20% vs 2m ago for 30s}
- {id: below, when: orders < 0.9x stable}
- {id: odd, when: orders > 2 sigma vs 5m}
- {id: gone, when: errors absent for 1m}
- {id: both, when: errors > 1% and orders < 50/min}
- {id: either, when: (errors > 3% or orders < 20/min) for 30s}
- {id: silent, when: errors > 3%, no_data: fire}
- {id: held, when: errors > 1% for 1m, no_data: hold, recovers: errors < 0.5%, warm_up: 1m}
- {id: slow, when: errors > 1%, every: 60s}
- {id: person, manual: Someone says so}
alerts:
- {id: high, level: critical, when: errors > 2%}
"""


def recorded(seed: int, raw: bool) -> dict[str, Series]:
    """Two hours of samples with gaps, NaN, stale marks and infinities."""
    random = np.random.default_rng(seed)
    window = {}
    for key, level in (("errors", 1.2), ("orders", 50.0), ("orders/stable", 50.0)):
        times = START + np.arange(0, 480) * 15_000
        values = level + level * np.cumsum(random.normal(0, 0.08, 480))
        values = np.round(values, 3)
        values[random.random(480) < 0.02] = np.nan
        values[random.random(480) < 0.005] = np.inf
        stale = random.random(480) < 0.01
        kept = random.random(480) > 0.05
        kept[200:240] = False
        window[key] = Series.of(key, times[kept], values[kept], stale=stale[kept], raw=raw)
    return window


@pytest.mark.parametrize("raw", [True, False], ids=["raw", "answers of queries"])
@pytest.mark.parametrize("seed", range(2))
def test_promtool_marks_the_instants_that_the_engine_marks(seed: int, raw: bool, tmp_path: Path) -> None:
    made = rule_test(reader.parse(PLAN).plan, recorded(seed, raw), "shop.rules.yml")
    assert passes(tmp_path, made.rules, made.tests, "shop.rules.yml") == ""
    fired = [case for case in _cases(made) if case["exp_alerts"]]
    assert len({case["alertname"] for case in fired}) > 5, "a test in which nothing fires proves nothing"


def _cases(made: RuleTest) -> list[dict]:
    return yaml.safe_load(made.tests)["tests"][0]["alert_rule_test"]


def test_an_expectation_that_is_wrong_fails_the_rule_test(tmp_path: Path) -> None:
    made = rule_test(reader.parse(PLAN).plan, recorded(0, True), "shop.rules.yml")
    tree = yaml.safe_load(made.tests)
    case = next(case for case in tree["tests"][0]["alert_rule_test"] if case["exp_alerts"])
    case["exp_alerts"] = []
    assert case["alertname"] in passes(tmp_path, made.rules, yaml.safe_dump(tree), "shop.rules.yml")


def test_the_sample_has_a_test_of_its_rules(tmp_path: Path) -> None:
    plan = reader.read(resource("samples", "aurora.relplan.yaml")).plan
    times = START + np.arange(0, 240) * 30_000
    window = {
        "error_rate": Series.of("error_rate", times, np.where((times // 600_000) % 2, 2.5, 0.2)),
        "p95_latency": Series.of("p95_latency", times, np.where((times // 900_000) % 5, 150.0, 2900.0)),
        "orders": Series.of("orders", times, np.linspace(900, 200, 240)),
    }
    made = rule_test(plan, window, "aurora.rules.yml")
    assert passes(tmp_path, made.rules, made.tests, "aurora.rules.yml") == ""
    assert {case["alertname"] for case in _cases(made) if case["exp_alerts"]} >= {"errors", "fewer-orders"}


def test_rules_that_are_judged_more_seldom_are_named_and_left_out() -> None:
    made = rule_test(reader.parse(PLAN).plan, recorded(0, True), "x.yml")
    assert any("slow" in note and "equally often" in note for note in made.notes)
    assert "alert: slow" not in made.rules


def test_samples_keep_their_times_down_to_the_millisecond_where_that_is_possible() -> None:
    series = Series.of("m", [START + 20, START + 15_020, START + 45_020], [1.0, 2.0, np.nan])
    found = samples_of({"m": series}, 15_000)
    assert (found.start_ms, found.interval_ms) == (START, 20)
    assert found.values["m"] == "_ 1 _x749 2 _x1499 NaN"
    many = Series.of("m", START + np.arange(30_000) * 15_001, np.ones(30_000))
    coarse = samples_of({"m": many}, 15_000)
    assert coarse.interval_ms == 15_000
    assert "next instant" in coarse.notes[0]


def test_a_number_typed_by_hand_stands_as_long_as_it_is_valid() -> None:
    series = Series.of("m", [START - START % 60_000], [4.0], valid_ms=900_000)
    found = samples_of({"m": series}, 60_000)
    assert found.values["m"] == "4 _x4 4 _x4 4 _x4 4 stale"
