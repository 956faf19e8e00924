"""A backtest of the recorded incident, read from CSV, marks the instants that promtool marks."""

from __future__ import annotations

import subprocess
from pathlib import Path

import numpy as np
import pytest
import yaml

from relplanner.exchange.series_csv import read
from relplanner.exchange.series_text import csv_of
from relplanner.rollout.backtest import TriggerRun, backtest
from relplanner.rollout.series import Series
from relplanner.storage.reader import parse
from tests.rollout.incident import DAY_MS, EVERY_MS, GAP_MS, INCIDENT, PLAN, START_MS, recorded

EXPRESSIONS = {
    "error-rate": ("error_rate > 1", "5m"),
    "latency": ("p95 > 800", "5m"),
    "orders-drop": ("orders < (1 - 40 / 100) * (orders offset 1d)", "10m"),
    "both": ("error_rate > 2 and saturation > 85", "2m"),
}
HOUR_MS = 3_600_000


@pytest.mark.parametrize(
    ("first", "last", "percent"),
    [
        (INCIDENT.start_ms - HOUR_MS, INCIDENT.stop_ms + HOUR_MS, 1),
        (GAP_MS[0] - 10 * HOUR_MS, GAP_MS[0] - 7 * HOUR_MS, 1),
        (GAP_MS[0] - HOUR_MS // 2, GAP_MS[1] + HOUR_MS // 2, 0.2),
    ],
    ids=["incident", "night", "gap"],
)
def test_promtool_marks_the_same_instants(tmp_path: Path, first: int, last: int, percent: float) -> None:
    """Across the gap with a threshold that fires all day: what was seen last stands for five minutes."""
    plan = parse(PLAN.replace("error_rate > 1%", f"error_rate > {percent}%")).plan
    first -= (first - START_MS) % EVERY_MS
    window = {key: one.between(first - DAY_MS, last) for key, one in recorded().items()}
    table = tmp_path / "history.csv"
    table.write_text(csv_of(window), encoding="utf-8")
    series = read(table, {metric.id: metric for metric in plan.metrics}).series
    runs = backtest(plan, series, first, last).triggers
    assert [run.id for run in runs] == list(EXPRESSIONS)
    assert runs[0].of("firing")
    begin = first - DAY_MS
    tests = [
        {
            "interval": "15s",
            "input_series": [
                {"series": key, "values": words(one, begin, last)} for key, one in window.items()
            ],
            "promql_expr_test": [asked(runs, at, begin) for at in range(first, last + 1, EVERY_MS)],
        }
    ]
    rules = [
        {"alert": name, "expr": expr.replace("error_rate > 1", f"error_rate > {percent}"), "for": hold}
        for name, (expr, hold) in EXPRESSIONS.items()
    ]
    write(tmp_path / "rules.yml", {"groups": [{"name": "plan", "interval": "15s", "rules": rules}]})
    write(
        tmp_path / "test.yml", {"rule_files": ["rules.yml"], "evaluation_interval": "15s", "tests": tests}
    )  # fmt: skip
    done = subprocess.run(
        ["promtool", "test", "rules", "test.yml"], cwd=tmp_path, capture_output=True, text=True, check=False,
        timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, (done.stdout + done.stderr)[-3000:]


def asked(runs: tuple[TriggerRun, ...], at: int, begin: int) -> dict[str, object]:
    """What promtool has to find at an instant: an alert for each trigger that is pending or firing."""
    expected = [
        {"labels": f'{{__name__="ALERTS",alertname="{run.id}",alertstate="{one.state}"}}', "value": 1}
        for run in runs
        for one in run.intervals
        if one.state != "unknown" and one.start <= at < one.end
    ]
    return {"expr": "ALERTS", "eval_time": f"{(at - begin) // 1000}s", "exp_samples": expected}


def words(series: Series, begin: int, last: int) -> str:
    """The samples as promtool writes them, from ``begin`` on; ``_`` where there is none."""
    found = np.full((last - begin) // EVERY_MS + 1, "_", dtype=object)
    numbers = ["NaN" if np.isnan(number) else repr(float(number)) for number in series.values]
    found[(series.times - begin) // EVERY_MS] = numbers
    return " ".join(found)


def write(path: Path, document: object) -> None:
    path.write_text(yaml.dump(document, Dumper=yaml.CSafeDumper, sort_keys=False), encoding="utf-8")
