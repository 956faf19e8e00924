"""A backtest of 20 triggers over 30 days, judged every 15 s, against stepping through the same instants.

The step form is what judges live: one look and one step an instant. It is timed on an even share of the
instants, with everything it keeps warm, and scaled up; the backtest's series are new in every round.
"""

from __future__ import annotations

import numpy as np

from relplanner.plan.plan import Plan
from relplanner.rollout.backtest import backtest
from relplanner.rollout.rule import rule_of
from relplanner.rollout.series import Series, Window
from relplanner.rollout.step import INACTIVE, look, step
from relplanner.storage import reader
from tests.benchmarks.table import Row, format_table, interleave

EVERY = 15_000
DAY = 86_400_000
DAYS = 30
SHARE = 200
"""The step form is timed on one instant in so many."""
METRICS = {
    "error_rate": ("%", "lower", "< 0.1%", 0.2), "p95_latency": ("ms", "lower", "< 200ms", 180.0),
    "cpu": ("%", "lower", "< 70%", 60.0), "memory": ("%", "lower", "< 80%", 70.0),
    "db_failures": ("%", "lower", "< 1%", 0.5), "payment_failures": ("%", "lower", "< 1%", 1.0),
    "orders": ("/min", "higher", ">= 100/min", 400.0), "tickets": ("/h", "lower", "< 50/h", 20.0),
}  # fmt: skip
CONDITIONS = (
    "error_rate > 1% for 5m", "p95_latency > 1000ms for 10m", "cpu > 90% for 15m", "memory > 95% for 5m",
    "db_failures > 10% for 3m", "payment_failures > 5%", "payment_failures > 10% for 1m",
    "orders drops > 20% vs 1w ago for 10m", "tickets rises > 50% vs baseline", "tickets > 100/h for 5m",
    "p95_latency > 5x baseline for 10m", "error_rate > 3 sigma vs 1d for 5m", "p95_latency > 2x 1d for 5m",
    "error_rate burns > 14.4x in 1h/5m", "error_rate burns > 6x in 6h/30m",
    "error_rate > 0.5% and p95_latency > 300ms for 5m", "cpu > 85% and (memory > 85% or orders < 100/min)",
    "error_rate absent for 3m", "orders no worse than baseline for 5m", "error_rate > 1.5x 1h for 10m",
)  # fmt: skip


def plan() -> Plan:
    metrics = "\n".join(
        f'- id: {name}\n  unit: "{unit}"\n  better: {better}\n  target: "{target}"\n  baseline: {usual}{unit}'
        for name, (unit, better, target, usual) in METRICS.items()
    )
    triggers = "\n".join(f'- id: t{n}\n  when: "{text}"' for n, text in enumerate(CONDITIONS))
    loaded = reader.parse(f"relplan: 1\nmetrics:\n{metrics}\ntriggers:\n{triggers}\n")
    assert not loaded.findings, loaded.findings
    return loaded.plan


def window(days: float) -> Window:
    """Samples with noise, bad hours and gaps; eight days of them before the start, to look back on."""
    random = np.random.default_rng(7)
    times = np.arange(-8 * DAY, round(days * DAY) + 1, EVERY, dtype=np.int64)
    found = {}
    for name, (_, _, _, usual) in METRICS.items():
        values = usual * random.lognormal(0.0, 0.2, len(times))
        for start in random.integers(0, len(times) - 300, 40):
            values[start : start + 240] *= 6
        kept = random.random(len(times)) > 0.01
        found[name] = Series.of(name, times[kept], values[kept])
    return found


def _new(series: Window) -> Window:
    return {name: Series(name, one.times, one.values, one.stale) for name, one in series.items()}


def run(days: float = DAYS) -> list[Row]:
    tried, series = plan(), window(days)
    rules = [rule for trigger in tried.triggers if (rule := rule_of(trigger, tried)) is not None]
    stop = round(days * DAY) - EVERY
    instants = stop // EVERY + 1
    slices = range(0, stop, SHARE * EVERY * 20)

    def at_once() -> None:
        found = backtest(tried, _new(series), 0, stop, EVERY)
        assert sum(one.fired for one in found.triggers) > len(rules)

    def stepped() -> None:
        for rule in rules:
            for first in slices:
                state = INACTIVE
                for instant in range(first, min(first + 20 * EVERY, stop + 1), EVERY):
                    state = step(rule, state, instant, look(rule, series, instant))

    scale = instants / sum(len(range(first, min(first + 20 * EVERY, stop + 1), EVERY)) for first in slices)
    stepped()
    timing = interleave(at_once, stepped, rounds=3)
    figure = f"backtest, {len(rules)} triggers, {instants:,} instants each"
    return [Row(figure, timing.ours, timing.other * scale, "stepping", timing.ratio / scale, 1 / 50)]


if __name__ == "__main__":
    print(format_table(run()))
