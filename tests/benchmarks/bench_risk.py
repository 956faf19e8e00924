"""Monte Carlo of 1,000 activities beside a networkx pass a trial, and what moves the release of 10,000.

The other side has its graph built; each trial draws the lengths, writes the weights, sorts topologically and
runs both passes over dictionaries. Ten trials of it are timed, for 10,000 they are taken a thousand-fold.
Ours starts from a schedule: reading the estimates, drawing, both passes, criticality and the tornado. Memory
is measured in a process of its own, above what it had with the schedule computed.
"""

from __future__ import annotations

import gc
import random
import statistics
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import networkx as nx

from relplanner.plan.forms.duration import Duration, Estimate
from relplanner.plan.nouns.readiness import Risk as PlanRisk
from relplanner.plan.plan import Plan
from relplanner.schedule import Schedule, compute
from relplanner.schedule.movers import what_moves
from relplanner.schedule.risk import Partial, simulate
from relplanner.storage import reader
from tests.benchmarks.bench_schedule import both_passes, graph_of
from tests.benchmarks.generate import plan_text
from tests.benchmarks.table import Row, format_table, timed

TRIALS = 10_000
SIZE = 1_000
ROUNDS = 5
SAMPLE = 10
"""Trials of the other side; multiplied up."""
EDGE_SHARE = 1 / 300
MANY_SHARE = 1 / 100
ALLOWED_MIB = 80
MOVERS_MS = 1_000
NAME = f"networkx passes, {SAMPLE} trials x {TRIALS // SAMPLE:,}"


def estimated(plan: Plan, seed: int = 1) -> Plan:
    """Three points for every activity with a duration, hardly two alike; a risk for one in twenty."""
    draw = random.Random(seed)
    activities, risks = [], []
    for activity in plan.activities:
        length = activity.duration
        if length is not None:
            low, high = round(draw.uniform(0.6, 0.95), 2), round(draw.uniform(1.2, 2.2), 2)
            points = [Duration(length.amount * factor, length.unit) for factor in (low, 1.0, high)]
            activity = replace(activity, estimate=Estimate(*points))  # noqa: PLW2901 - the new one
            if draw.random() < 0.05:
                risks.append(
                    PlanRisk(
                        id=f"r{len(risks)}", activity=activity.id, probability="low", delay=Duration(1.0, "d")
                    )
                )
        activities.append(activity)
    return replace(plan, activities=tuple(activities), risks=tuple(risks))


def plan_of(calendars: int, size: int = SIZE, risks: bool = True) -> Plan:
    plan = estimated(reader.parse(plan_text(size, calendars)).plan)
    return plan if risks else replace(plan, risks=())


def by_networkx(graph: nx.DiGraph, work: dict[int, int], trials: int) -> None:
    """Trials as tutorials have them: lengths drawn, weights anew, both passes, what is critical."""
    draw = random.Random(1)
    counts = dict.fromkeys(graph, 0)
    lags = {
        (source, target): data["weight"] - work[source] for source, target, data in graph.edges(data=True)
    }
    for _ in range(trials):
        drawn = {
            node: draw.triangular(0.8 * length, 1.8 * length, length) if length else 0
            for node, length in work.items()
        }
        for source, target, data in graph.edges(data=True):
            data["weight"] = lags[source, target] + drawn[source]
        for node in both_passes(graph, drawn)[2]:
            counts[node] += 1
    for source, target, data in graph.edges(data=True):
        data["weight"] = lags[source, target] + work[source]


def against_networkx(name: str, schedule: Schedule, correlate: str, target: float) -> tuple[Row, Row]:
    graph = graph_of(schedule)
    work = dict(graph.nodes(data="work"))
    ours, other, firsts = [], [], []
    for number in range(ROUNDS + 1):
        begin = time.perf_counter()
        told: list[float] = []

        def tell(_: Partial, told: list[float] = told) -> None:
            told.append(time.perf_counter())

        mine = timed(
            lambda tell=tell: simulate(schedule, trials=TRIALS, correlate=correlate, on_progress=tell)
        )
        theirs = timed(lambda: by_networkx(graph, work, SAMPLE)) * TRIALS / SAMPLE
        if number:
            ours.append(mine)
            other.append(theirs)
            firsts.append((told[0] - begin) * 1000)
    ratio = statistics.median(mine / theirs for mine, theirs in zip(ours, other, strict=True))
    first, hundred = statistics.median(firsts), statistics.median(other) * 100 / TRIALS
    return (
        Row(name, statistics.median(ours), statistics.median(other), NAME, ratio, target),
        Row(f"{name}: first histogram", first, hundred, "networkx passes, 100 trials", first / hundred, 1),
    )


def peak(calendars: int, correlate: str) -> float:
    """MiB that a simulation adds to the highest memory of a process."""
    command = [sys.executable, "-m", "tests.benchmarks.bench_risk", "--memory", str(calendars), correlate]
    root = Path(__file__).parents[2]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, timeout=120, check=True)
    return float(done.stdout)


def grown(calendars: int, correlate: str) -> float:
    """In this process: modules loaded and the plan scheduled before; the mark of the highest is then set
    back."""
    schedule = compute(plan_of(calendars, risks=calendars > 1))
    simulate(compute(plan_of(1, 60)), trials=40)
    gc.collect()
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    before = status("VmRSS")
    simulate(schedule, trials=TRIALS, correlate=correlate)
    return status("VmHWM") - before


def status(key: str) -> float:
    """MiB of this process, as Linux has them."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(f"{key}:"))


def movers() -> list[Row]:
    rows = []
    for calendars in (1, 5):
        plan = reader.parse(plan_text(10_000, calendars)).plan
        schedule = compute(plan, compute(plan))
        figure = statistics.median(timed(lambda schedule=schedule: what_moves(schedule)) for _ in range(3))
        name = (
            f"what moves the release, 10,000 activities, {calendars} calendar{'s' if calendars > 1 else ''}"
        )
        rows.append(Row(name, figure, MOVERS_MS, "allowed", figure / MOVERS_MS, 1))
    return rows


def run() -> list[Row]:
    one = compute(plan_of(1, risks=False))
    many = compute(plan_of(5))
    what = f"{TRIALS:,} trials, {SIZE:,} activities"
    rows = [
        *against_networkx(f"{what}, criticality, 1 calendar", one, "none", EDGE_SHARE),
        *against_networkx(f"{what}, 5 calendars, correlated, risks", many, "owner", MANY_SHARE),
    ]
    for calendars, correlate in ((1, "none"), (5, "owner")):
        figure = peak(calendars, correlate)
        allowed = ALLOWED_MIB if calendars == 1 else None
        ratio = figure / ALLOWED_MIB if allowed else None
        name = (
            f"memory of a simulation, {SIZE:,} activities, {calendars} calendar{'s' if calendars > 1 else ''}"
        )
        rows.append(
            Row(name, figure, allowed, "allowed" if allowed else "", ratio, 1 if allowed else None, "MiB")
        )
    return rows + movers()


def main(arguments: list[str]) -> None:
    if arguments[:1] == ["--memory"]:
        print(grown(int(arguments[1]), arguments[2]))
    else:
        print(format_table(run()))


if __name__ == "__main__":
    main(sys.argv[1:])
