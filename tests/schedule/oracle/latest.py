"""Slack by its meaning, where MPXJ is no judge: put something off by its slack, then by a minute more.

Only the forward pass is trusted here, which the comparison with MPXJ judges in the same networks.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from relplanner.schedule import Schedule, compute
from tests.schedule.oracle.networks import Network, Task, plan_of, text


def without_limits(network: Network) -> Network:
    """The network with nothing that bounds late dates but its own end."""
    tasks = []
    for task in network.tasks:
        keeps = task.constraint is not None and task.constraint[0] in ("SNET", "FNET")
        tasks.append(replace(task, deadline=None, constraint=task.constraint if keeps else None))
    return network.with_tasks(tuple(tasks))


def wrong_slacks(network: Network) -> Iterator[str]:
    """What total and free slack of a network without limits claims and does not hold."""
    schedule = compute(plan_of(network))
    for task in network.tasks:
        if task.id in network.summaries or task.actual_start is not None:
            continue
        row = schedule.index[task.id]
        total, free = int(schedule.total_slack[row]), int(schedule.free_slack[row])
        if _delayed(network, schedule, task, total).project_finish != schedule.project_finish:
            yield f"{task.id}: put off by its total slack of {total} it moves the end"
        if _delayed(network, schedule, task, total + 1).project_finish == schedule.project_finish:
            yield f"{task.id}: put off by more than its total slack of {total} it does not move the end"
        moved = _others_moved(schedule, _delayed(network, schedule, task, free), task)
        if moved:
            yield f"{task.id}: put off by its free slack of {free} it moves {moved}"
        later = _delayed(network, schedule, task, free + 1)
        if not _others_moved(schedule, later, task) and later.project_finish == schedule.project_finish:
            yield f"{task.id}: put off by more than its free slack of {free} it moves nothing"


def _delayed(network: Network, schedule: Schedule, task: Task, minutes: int) -> Schedule:
    """The schedule when a task starts minutes of its own work later; a milestone where they end."""
    axis = schedule.axis("24x7" if task.elapsed else schedule.calendar_of(task.id))
    start = int(schedule.start[schedule.index[task.id]])
    later = axis.position(start) + minutes
    at = start if not minutes else axis.start_at(later) if task.minutes else axis.finish_at(later)
    other = replace(task, constraint=("SNET", at))
    return compute(plan_of(network.with_tasks(tuple(other if t is task else t for t in network.tasks))))


def _others_moved(before: Schedule, after: Schedule, task: Task) -> str:
    for row, name in enumerate(before.ids):
        if name != task.id and not before.is_summary(row) and before.start[row] != after.start[row]:
            return f"{name} from {text(int(before.start[row]))} to {text(int(after.start[row]))}"
    return ""
