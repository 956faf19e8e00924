"""Holds relplanner's answers against MPXJ's, value by value."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from relplanner.schedule import Schedule, compute
from tests.schedule.oracle.bridge import Answer, Values, ask_mpxj
from tests.schedule.oracle.differences import DIFFERENCES, Difference, rewritten
from tests.schedule.oracle.networks import Network, Task, describe, plan_of, text
from tests.schedule.oracle.touches import ALL, EARLY

DATES = (*EARLY, "late_start", "late_finish")


@dataclass(slots=True)
class Comparison:
    """What came of one network.

    ``explained`` counts by class the values that are not MPXJ's for the network as it is but are for the
    rewritten one, ``uncompared`` those that are neither.
    """

    network: Network
    values: int = 0
    classes: frozenset[str] = frozenset()
    explained: Counter[str] = field(default_factory=Counter)
    uncompared: Counter[str] = field(default_factory=Counter)
    unexplained: list[str] = field(default_factory=list)


def compare_all(
    networks: Sequence[Network], differences: Sequence[Difference] = DIFFERENCES
) -> list[Comparison]:
    """Each network with MPXJ's answer and with its answer to the rewritten network, in one run of MPXJ."""
    said = [rewritten(network, differences) for network in networks]
    answers = ask_mpxj([*networks, *said])
    plain, reworded = answers[: len(networks)], answers[len(networks) :]
    return [
        _compare(network, other, first, second, differences)
        for network, other, first, second in zip(networks, said, plain, reworded, strict=True)
    ]


def _compare(
    network: Network, said: Network, plain: Answer, reworded: Answer, differences: Sequence[Difference]
) -> Comparison:
    schedule = compute(plan_of(network))
    touched = [(difference, difference.touches(network)) for difference in differences]
    touched.sort(key=lambda entry: len(entry[1]))  # what says most precisely where it holds is named first
    found = Comparison(network, classes=frozenset(difference.name for difference, area in touched if area))
    for task in network.tasks:
        theirs = plain[task.id]
        expected = _on_its_calendar(schedule, network, said, task.id, reworded[task.id])
        for column in ALL:
            found.values += 1
            named = [difference for difference, area in touched if (task.id, column) in area]
            if same(schedule, task.id, column, expected):
                if same(schedule, task.id, column, theirs):
                    continue
                counter, reasons, other = found.explained, named, theirs
            else:
                reasons = [difference for difference in named if difference.rewrite is None]
                if reasons and same(schedule, task.id, column, theirs):
                    continue
                counter, other = found.uncompared, expected
            if reasons:
                counter[reasons[0].name] += 1
            else:
                found.unexplained.append(_line(schedule, task.id, column, other))
    return found


def _on_its_calendar(
    schedule: Schedule, network: Network, said: Network, task_id: str, values: Values
) -> Values:
    """Slack of a task that the rewriting moved to an endless calendar, counted again on its own."""
    before, after = network.by_id[task_id], said.by_id[task_id]
    if before.elapsed or before.calendar == after.calendar or values["start"] is None:
        return values
    assert values["late_start"] is not None
    axis = schedule.axis(schedule.calendar_of(task_id))
    slack = float(axis.work_between(int(values["start"]), int(values["late_start"])))
    return {**values, "total_slack": slack, "critical": slack <= 0 and before.actual_finish is None}


def same(schedule: Schedule, task_id: str, column: str, values: Values) -> bool:
    """Dates are the same when no work of the calendar lies between them, those of elapsed work when equal."""
    ours, theirs = value(schedule, task_id, column), values[column]  # type: ignore[literal-required]
    if column not in DATES:
        return bool(ours == theirs)
    if theirs is None or theirs != int(theirs):
        return False
    activity = schedule.plan.activity(task_id)
    if activity is not None and activity.duration is not None and activity.duration.elapsed:
        return ours == theirs
    return schedule.axis(schedule.calendar_of(task_id)).work_between(int(ours), int(theirs)) == 0


def value(schedule: Schedule, task_id: str, column: str) -> int | bool:
    return getattr(schedule, column)[schedule.index[task_id]]  # type: ignore[no-any-return]


def _line(schedule: Schedule, task_id: str, column: str, values: Values) -> str:
    ours, theirs = value(schedule, task_id, column), values[column]  # type: ignore[literal-required]
    if column in DATES:
        return f"{task_id} {column}: ours {text(ours)}, MPXJ {text(theirs)}"
    return f"{task_id} {column}: ours {ours}, MPXJ {theirs}"


def smallest(network: Network, differences: Sequence[Difference] = DIFFERENCES) -> Network:
    """The network without every task and trait that can go while a value stays unexplained."""
    while True:
        results = compare_all([*_with_fewer_tasks(network), *_with_plainer_tasks(network)], differences)
        failing = next((found.network for found in results if found.unexplained), None)
        if failing is None:
            return network
        network = failing


def _with_fewer_tasks(network: Network) -> Iterator[Network]:
    """Without many tasks first, then without one."""
    count, size = len(network.tasks), len(network.tasks) // 2
    while size:
        for start in range(0, count, size):
            gone = {task.id for task in network.tasks[start : start + size]}
            if len(gone) < count:
                yield network.with_tasks(tuple(_kept(network, gone)))
        size //= 2


def _kept(network: Network, gone: set[str]) -> Iterator[Task]:
    for task in network.tasks:
        if task.id not in gone:
            after = tuple(link for link in task.after if link.on not in gone)
            yield replace(task, after=after, parent=None if task.parent in gone else task.parent)


def _with_plainer_tasks(network: Network) -> Iterator[Network]:
    for position, task in enumerate(network.tasks):
        plainer = [replace(task, deadline=None), replace(task, constraint=None), replace(task, calendar=None)]
        plainer += [
            replace(task, after=tuple(link for link in task.after if link is not gone)) for gone in task.after
        ]
        for other in plainer:
            if other != task:
                yield network.with_tasks((*network.tasks[:position], other, *network.tasks[position + 1 :]))


def report(results: Sequence[Comparison]) -> str:
    """How many values were compared and how many fell into each class."""
    values = sum(found.values for found in results)
    free = sum(not found.classes for found in results)
    lines = [
        f"{len(results)} networks, {values} values; {free} networks without any intended difference",
    ]
    explained = sum((found.explained for found in results), Counter())
    uncompared = sum((found.uncompared for found in results), Counter())
    for difference in DIFFERENCES:
        active = sum(difference.name in found.classes for found in results)
        name = difference.name
        lines.append(
            f"  {name}: in {active} networks; {explained[name]} values are MPXJ's to the rewritten network, "
            f"{uncompared[name]} left uncompared"
        )
    return "\n".join(lines)


def failures(results: Sequence[Comparison]) -> str:
    """Every network that differs without a reason, the first made small."""
    differing = [found for found in results if found.unexplained]
    if not differing:
        return ""
    small = compare_all([smallest(differing[0].network)])[0]
    lines = [f"{len(differing)} networks differ from MPXJ without a reason; the first, made small:"]
    lines += [describe(small.network), *(f"    {line}" for line in small.unexplained)]
    lines += [
        f"seed {found.network.seed} ({found.network.family}): {found.unexplained[0]}"
        for found in differing[1:9]
    ]
    return "\n".join(lines)
