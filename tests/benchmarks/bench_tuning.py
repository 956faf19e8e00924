"""A slider moved on two weeks of samples every 15 seconds: what the trigger would have done, counted anew.

Two frames of a screen are 33 ms; judging may take 10 of them, the rest is for painting.
"""

from __future__ import annotations

import statistics
from dataclasses import replace

from relplanner.plan.forms.condition import parse_condition
from relplanner.plan.forms.duration import Elapsed
from relplanner.rollout.tuning import tuning
from relplanner.storage import reader
from tests.benchmarks.table import Row, format_table, timed
from tests.rollout.incident import COUNT, INCIDENT, PLAN, START_MS, STOP_MS, recorded

ALLOWED_MS = 10
MOVES = 60
CONDITIONS = {
    "a threshold": ("error_rate > 1% for 5m", (0.4, 3.0)),
    "a group with a drop": ("error_rate > 1% and orders drops > 20% vs 1d ago for 10m", (0.4, 3.0)),
    "deviations from a day": ("p95 > 3 sigma vs 1d for 5m", (1.0, 6.0)),
}


def run() -> list[Row]:
    plan, series = reader.parse(PLAN).plan, recorded()
    rows = []
    for what, (condition, (low, high)) in CONDITIONS.items():
        trigger = replace(plan.triggers[0], when=parse_condition(condition))
        moved = tuning(trigger, plan, series, START_MS, STOP_MS, incident=INCIDENT)
        moved.with_()
        numbers = [low + (high - low) * move / MOVES for move in range(MOVES)]
        times = [
            timed(lambda number=number, moved=moved: moved.with_(number, Elapsed(5.0 + number, "m")))
            for number in numbers
        ]
        figure = statistics.median(times)
        name = f"slider move, {COUNT:,} instants, {what}"
        rows.append(Row(name, figure, ALLOWED_MS, "allowed", figure / ALLOWED_MS, 1))
    return rows


if __name__ == "__main__":
    print(format_table(run()))
