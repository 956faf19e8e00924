"""Why a date is what it is, against one reschedule of the same edit; two schedules compared, against loading
one.

Each explanation is of a schedule that was just made, of what finishes last: its chain is the longest there is
(about 150 steps). It is asked for everything but the wording of each step, which is made for those that are
shown; all of them are a row of their own.
"""

from __future__ import annotations

import argparse
import statistics
from collections.abc import Callable
from dataclasses import replace

from relplanner.plan.forms.moment import parse_moment
from relplanner.plan.nouns.timeline import Activity
from relplanner.plan.plan import Plan
from relplanner.schedule import Schedule, compute
from relplanner.schedule.comparison import compare as compare_schedules
from relplanner.schedule.explain import Why, why
from relplanner.schedule.loads import loads
from relplanner.storage import reader
from tests.benchmarks.bench_schedule import edits, longer, without_a_link
from tests.benchmarks.generate import plan_text
from tests.benchmarks.table import Row, compare, format_table, timed

ROUNDS = 15
RESCHEDULE = "one reschedule"


def _told(found: Why) -> None:
    """All that is said about the row, and the chain without the wording of its steps."""
    assert found.answer
    assert found.critical
    assert found.conflicts is not None
    assert found.disagreement is not None
    assert len(found.steps) > 20


def _worded(found: Why) -> None:
    _told(found)
    assert all(step.sentence and step.earlier for step in found.steps)


def measure(
    name: str,
    plan: Plan,
    change: Callable[[Activity, int], Activity],
    ask: Callable[[Why], None],
    target: float | None,
) -> Row:
    now = compute(plan, compute(plan))
    plans = edits(plan, change)
    ours, other = [], []
    for number in range(ROUNDS + 1):
        edited = next(plans)
        made: list[Schedule] = []
        theirs = timed(lambda edited=edited, made=made, now=now: made.append(compute(edited, now)))
        now = made[0]
        last = now.ids[max(
            (row for row in range(len(now.ids)) if not now.is_summary(row)), key=lambda row: now.finish[row]
        )]  # fmt: skip
        mine = timed(lambda last=last, now=now: ask(why(now, last)))
        if number:
            ours.append(mine)
            other.append(theirs)
    ratio = statistics.median(mine / theirs for mine, theirs in zip(ours, other, strict=True))
    return Row(name, statistics.median(ours), statistics.median(other), RESCHEDULE, ratio, target)


def comparison(size: int) -> Row:
    """The plan starts a week later, so that every row has moved."""
    text = plan_text(size, 5)
    plan = reader.parse(text).plan
    later = replace(plan, release=replace(plan.release, start=parse_moment("2027-02-08T09:00")))
    before, after = compute(plan), compute(later)
    first = compare_schedules(before, after)
    if len(first.moved) != size:
        raise RuntimeError("this edit was meant to move every row")
    return compare(
        f"compare two schedules, {size:,} activities", lambda: compare_schedules(before, after),
        lambda: compute(reader.parse(text).plan), "loading one", 0.3, rounds=5,
    )  # fmt: skip


def run(size: int = 10_000) -> list[Row]:
    rows = []
    for calendars in (1, 5):
        plan = reader.parse(plan_text(size, calendars)).plan
        what = f"{size:,} activities, {calendars} calendar{'s' if calendars > 1 else ''}"
        rows.append(measure(f"why, after a duration, {what}", plan, longer, _told, 2.0))
        rows.append(measure(f"why, after a link, {what}", plan, without_a_link, _told, 2.0))
        rows.append(measure(f"why with all its words, {what}", plan, longer, _worded, None))
    rows.append(comparison(size))
    schedule = compute(plan, compute(plan))
    begin = timed(lambda: loads(schedule))
    rows.append(Row(f"loads of all owners, {size:,} activities", begin, None, "", None, None))
    return rows


if __name__ == "__main__":
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--size", type=int, default=10_000)
    print(format_table(run(arguments.parse_args().size)))
