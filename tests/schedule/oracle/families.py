"""What makes a random network special: each family fills it with the features of one class of difference."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from random import Random

from tests.schedule.oracle.networks import DAY, Link, Network, Task, after_work
from tests.schedule.oracle.rewrites import before_the_start

Each = Callable[[Random, Network, Task], Task]
All = Callable[[Random, Network, list[Task]], list[Task]]


def behind_the_start(made: Network, tasks: list[Task]) -> list[Task]:
    """Leads and SF links that would lead before the start turned round: that is a family of its own."""
    while early := before_the_start(made.with_tasks(tuple(tasks))):
        tasks = [
            replace(task, after=tuple(replace(link, type="FS", lag=abs(link.lag)) for link in task.after))
            if task.id in early
            else task
            for task in tasks
        ]
    return tasks


def _each(change: Each) -> All:
    return lambda random, made, tasks: [change(random, made, task) for task in tasks]


def _limited(random: Random, made: Network, task: Task) -> Task:
    """A constraint that limits from above, maybe at odds with the links."""
    if random.random() >= 0.35:
        return task
    kind = random.choice(("SNLT", "FNLT", "MSO", "MFO"))
    ends = kind in ("FNLT", "MFO")
    offset = 60 * random.randrange(8 * 20) + (task.minutes if ends else 0)
    at = after_work(made.calendar(task), made.start, offset, ends=ends)
    if random.random() < 0.15:
        at = made.start + 60 * random.randrange(24 * 20) + 30  # in the night, but not at midnight
    return replace(task, constraint=(kind, at))


def _around_the_clock(random: Random, made: Network, task: Task) -> Task:
    """Durations and lags that run around the clock."""
    minutes, elapsed, links = task.minutes, False, list(task.after)
    if minutes and task.constraint is None and random.random() < 0.3:
        minutes, elapsed = random.choice((360, 1440, 2880, 10080)), True
        links = [replace(link, lag=abs(link.lag)) for link in links]
    after = tuple(
        replace(link, lag=random.choice((60, 1440, 2880, -240)), unit="elapsed")
        if random.random() < 0.25
        else link
        for link in links
    )
    return replace(task, minutes=minutes, elapsed=elapsed, after=after)


def _begun(random: Random, made: Network, tasks: list[Task]) -> list[Task]:
    """The first tasks are finished or under way."""
    count = len(tasks) // 3
    started = [
        _finished(random, made, task)
        if number % 2 == 0 or not task.minutes
        else _under_way(random, made, task)
        for number, task in enumerate(tasks[:count])
    ]
    return started + tasks[count:]


def _finished(random: Random, made: Network, task: Task) -> Task:
    offset = 60 * random.randrange(40)
    begun = ended = after_work(made.calendar(task), made.start, offset, ends=False)
    if task.minutes:
        worked = offset + max(60, task.minutes + random.choice((0, 120, -60)))
        ended = after_work(made.calendar(task), made.start, worked, ends=True)
    return replace(task, constraint=None, actual_start=begun, actual_finish=ended, percent=100)


def _under_way(random: Random, made: Network, task: Task) -> Task:
    """What only waits to finish is left to its class's own test."""
    begun = after_work(made.calendar(task), made.start, 60 * random.randrange(40), ends=False)
    after = tuple(replace(link, type=link.type[0] + "S") for link in task.after)
    return replace(task, constraint=None, actual_start=begun, percent=random.choice((0, 25, 50)), after=after)


def _parts(random: Random, made: Network, tasks: list[Task]) -> list[Task]:
    """Tasks in two summaries, one within a third, and links on them."""
    third = max(2, len(tasks) // 3)
    rest = [
        replace(task, after=(*task.after, _summary_link(random, random.choice(("s1", "s2")))))
        if number % 2
        else task
        for number, task in enumerate(tasks[2 * third :])
    ]
    return [
        Task("s1"),
        Task("s0"),
        Task("s2", parent="s0", after=(_summary_link(random, "s1"),)),
        *(replace(task, parent="s1") for task in tasks[:third]),
        *(replace(task, parent="s2") for task in tasks[third : 2 * third]),
        *rest,
    ]


def _summary_link(random: Random, on: str) -> Link:
    return Link(on, random.choice(("FS", "FS", "SS", "FF")), random.choice((0, 0, 480, 60)))


def _early(random: Random, made: Network, task: Task) -> Task:
    """Leads, SF and dates that would lead before the network's start."""
    links = tuple(_leading(random, link) if random.random() < 0.4 else link for link in task.after)
    if links or random.random() < 0.5:
        return replace(task, after=links)
    at = after_work(made.calendar(task), made.start - 10 * DAY, 60 * random.randrange(20), ends=False)
    return replace(task, constraint=(random.choice(("SNET", "FNET")), at))


def _leading(random: Random, link: Link) -> Link:
    kind = random.choice(("SF", "SF", "FS", "SS"))
    return replace(link, type=kind, lag=random.choice((0, -480, -2400)), unit="work")


def _late(random: Random, made: Network, task: Task) -> Task:
    """Some run as late as possible."""
    return (
        replace(task, constraint=("ALAP", None))
        if task.constraint is None and random.random() < 0.25
        else task
    )


SPECIAL: Mapping[str, All] = {
    "limits": _each(_limited),
    "elapsed": _each(_around_the_clock),
    "begun": _begun,
    "parts": _parts,
    "early": _each(_early),
    "late": _each(_late),
}
