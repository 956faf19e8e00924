"""One edit of a staged plan to new dates, slack and critical flags, beside the two passes alone on a networkx
graph.

The other side has its graph built and its weights in place; it sorts topologically and runs both passes over
dictionaries. Ours starts from an edited plan and the schedule before.
"""

from __future__ import annotations

import argparse
import statistics
from collections.abc import Callable, Iterator
from dataclasses import replace

import networkx as nx

from relplanner.plan.forms.duration import Duration
from relplanner.plan.nouns.timeline import Activity
from relplanner.plan.plan import Plan
from relplanner.schedule import Schedule, compute
from relplanner.schedule.table_passes import TablePasses
from relplanner.storage import reader
from tests.benchmarks.generate import plan_text
from tests.benchmarks.table import Row, format_table, timed

ROUNDS = 7
EDITS = 4
"""Ours in each round: they are so short that a single one says more of the machine than of itself."""
TARGETS = {  # (size, calendars): (an edit of a length, an edit of links)
    (1_000, 1): (None, None),
    (10_000, 1): (0.06, 0.4),
    (10_000, 5): (0.12, 0.4),
    (100_000, 1): (0.02, 0.4),
    (100_000, 5): (0.03, 0.4),
}
NAME = "networkx topological sort and dict passes"


def graph_of(schedule: Schedule) -> nx.DiGraph:
    """The plan as tutorials have it: durations on nodes, each link's weight on its edge, one calendar for
    all."""
    network = schedule._network
    graph = nx.DiGraph()
    for number, node in enumerate(network.nodes):
        graph.add_node(number, work=node.work)
    edges = network.edges
    for source, target, leaves, enters, lag in zip(
        edges.source, edges.target, edges.from_finish, edges.to_finish, edges.work, strict=True
    ):
        weight = (network.nodes[source].work if leaves else 0) + lag
        graph.add_edge(source, target, weight=weight - (network.nodes[target].work if enters else 0))
    return graph


def both_passes(graph: nx.DiGraph, work: dict[int, int]) -> tuple[dict[int, int], dict[int, int], set[int]]:
    """Early starts, total slacks and what is critical; dictionaries of plain integers."""
    order = list(nx.topological_sort(graph))
    before, after = graph.pred, graph.succ
    early: dict[int, int] = {}
    for node in order:
        start = 0
        for source, data in before[node].items():
            start = max(start, early[source] + data["weight"])
        early[node] = start
    finish = max(early[node] + work[node] for node in order)
    late: dict[int, int] = {}
    for node in reversed(order):
        start = finish - work[node]
        for target, data in after[node].items():
            start = min(start, late[target] - data["weight"])
        late[node] = start
    slack = {node: late[node] - early[node] for node in order}
    return early, slack, {node for node, left in slack.items() if left <= 0}


def edits(plan: Plan, change: Callable[[Activity, int], Activity]) -> Iterator[Plan]:
    """The plan with one activity changed, all along the file."""
    tasks = [at for at, activity in enumerate(plan.activities) if activity.kind == "task" and activity.after]
    number = 0
    while True:
        at = tasks[(number * 7919) % len(tasks)]
        activities = list(plan.activities)
        activities[at] = change(activities[at], number)
        yield replace(plan, activities=tuple(activities))
        number += 1


def longer(activity: Activity, number: int) -> Activity:
    return replace(activity, duration=Duration(3.0 + number % 5, "d"))


def without_a_link(activity: Activity, number: int) -> Activity:
    return replace(activity, after=activity.after[1:])


def _all(batch: list[Plan], made: list[Schedule]) -> None:
    for edited in batch:
        made.append(compute(edited, made[-1]))


def measure(name: str, plan: Plan, change: Callable[[Activity, int], Activity], target: float | None) -> Row:
    first = compute(plan)
    now = compute(plan, first)
    graph = graph_of(first)
    work = dict(graph.nodes(data="work"))
    plans = edits(plan, change)
    ours, other = [], []
    for number in range(ROUNDS + 1):
        batch = [next(plans) for _ in range(EDITS)]
        made = [now]
        mine = timed(lambda batch=batch, made=made: _all(batch, made))
        now = made[-1]
        theirs = timed(lambda: both_passes(graph, work))
        if number:
            ours.append(mine / EDITS)
            other.append(theirs)
    ratio = statistics.median(mine / theirs for mine, theirs in zip(ours, other, strict=True))
    return Row(name, statistics.median(ours), statistics.median(other), NAME, ratio, target)


def tables_of(plan: Plan) -> float:
    """MiB that the look-up tables of all calendars take."""
    engine = compute(plan, compute(plan))._engine
    if engine is None or not isinstance(engine.passes, TablePasses):
        raise RuntimeError("this plan was meant to need tables")
    return float(engine.passes.tables.nbytes / 2**20)


def run(largest: int = 100_000) -> list[Row]:
    rows = []
    for (size, calendars), (length, links) in TARGETS.items():
        if size > largest:
            continue
        plan = reader.parse(plan_text(size, calendars)).plan
        what = f"{size:,} activities, {calendars} calendar{'s' if calendars > 1 else ''}"
        rows.append(measure(f"edit of a duration, {what}", plan, longer, length))
        rows.append(measure(f"edit of a link, {what}", plan, without_a_link, links))
        if calendars > 1:
            rows.append(Row(f"tables of minutes, {what}", tables_of(plan), None, "", None, None, "MiB"))
    return rows


if __name__ == "__main__":
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--largest", type=int, default=100_000)
    print(format_table(run(arguments.parse_args().largest)))
