"""Networks said so that MPXJ must answer as relplanner does."""

from __future__ import annotations

from dataclasses import replace

from tests.schedule.oracle.networks import (
    DAY,
    Link,
    Network,
    Task,
    WorkHours,
    after_work,
    before,
    leaf_links,
    leaves,
    works_at,
)

LIMITS = ("SNLT", "FNLT", "MSO", "MFO")
ENDLESS = WorkHours("~endless", (((0, DAY),),) * 7)
START = "~start"


def over_midnight(calendar: WorkHours) -> bool:
    return any(end > DAY for hours in calendar.week for _, end in hours)


def is_elapsed(link: Link, source: Task) -> bool:
    """Whether a link's lag runs around the clock: a percentage does when what it is a share of does."""
    if not link.lag:
        return False
    return source.elapsed if link.unit == "percent" else link.unit == "elapsed"


def axis_of(network: Network, task: Task) -> str:
    return ENDLESS.id if task.elapsed else task.calendar or network.default


def on_one_axis(network: Network, one: Task, other: Task) -> bool:
    return axis_of(network, one) == axis_of(network, other)


def with_endless(network: Network) -> Network:
    if ENDLESS in network.calendars:
        return network
    return replace(network, calendars=(*network.calendars, ENDLESS))


def limits_as_deadlines(network: Network) -> Network:
    """A must-date is a no-earlier-than and a deadline; a no-later-than is a deadline."""
    tasks = []
    for task in network.tasks:
        kind, at = task.constraint or ("", None)
        if kind in LIMITS and at is not None:
            last = at
            if kind in ("SNLT", "MSO") and task.minutes:
                last = after_work(network.calendar(task), at, task.minutes, ends=True)
            if task.deadline is not None:
                last = min(last, task.deadline)
            lower = {"MSO": ("SNET", at), "MFO": ("FNET", at)}.get(kind)
            tasks.append(replace(task, constraint=lower, deadline=last))
        else:
            tasks.append(task)
    return network.with_tasks(tuple(tasks))


def several_axes(network: Network) -> bool:
    return len({axis_of(network, task) for task in network.tasks if task.id not in network.summaries}) > 1


def night_dates(network: Network) -> set[str]:
    """Tasks bound from below by a date without work, where another calendar may see the difference."""
    found = set()
    if several_axes(network):
        for task in network.tasks:
            kind, at = task.constraint or ("", None)
            if at is None or not task.minutes or task.elapsed:
                continue
            works = works_at(network.calendar(task), at if kind in ("SNET", "MSO") else at - 1)
            if not works and kind in ("SNET", "MSO", "FNET", "MFO"):
                found.add(task.id)
    return found


def night_dates_by_day(network: Network) -> Network:
    """Such a date moved to the work next to it: a start to the next, a finish to that before."""
    found = night_dates(network)
    tasks = []
    for task in network.tasks:
        if task.id in found and task.constraint is not None and task.constraint[1] is not None:
            kind, at = task.constraint
            calendar = network.calendar(task)
            near = (
                after_work(calendar, at, 0, ends=False) if kind in ("SNET", "MSO") else before(calendar, at)
            )
            tasks.append(replace(task, constraint=(kind, near)))
        else:
            tasks.append(task)
    return network.with_tasks(tuple(tasks))


def before_the_start(network: Network) -> set[str]:
    """Tasks that links and dates alone may put before the start, counted forward in working minutes.

    Exact where all of a task's predecessors are on its calendar; else a lead or SF link is taken to lead
    anywhere.
    """
    by_id = network.by_id
    sources: dict[str, list[tuple[str, Link]]] = {}
    for source, target, link in leaf_links(network):
        sources.setdefault(target, []).append((source, link))
    bounds: dict[str, int] = {}
    found: set[str] = set()

    def bound(task_id: str) -> int:
        """Working minutes after the start at which the task surely has not begun yet."""
        if task_id not in bounds:
            task = by_id[task_id]
            if task.actual_start is not None:
                bounds[task_id] = 0
                return 0
            least = _dated_bound(network, task)
            if sources.get(task_id):
                least = max(
                    least,
                    *(_link_bound(network, by_id[s], task, link, bound) for s, link in sources[task_id]),
                )
            elif least < 0 and not _starts_by_date(task):
                least = 0
            if least < 0:
                found.add(task_id)
            bounds[task_id] = max(0, least)
        return bounds[task_id]

    for task in network.tasks:
        if task.id not in network.summaries:
            bound(task.id)
    return found


def _starts_by_date(task: Task) -> bool:
    """Whether MPXJ starts a task without predecessors at a date of its own instead of the start."""
    return task.constraint is not None and task.constraint[1] is not None


def _dated_bound(network: Network, task: Task) -> int:
    kind, at = task.constraint or ("", None)
    if at is None or kind in LIMITS:
        return -1
    earliest = network.start
    if kind == "FNET" and task.minutes:
        calendar = ENDLESS if task.elapsed else network.calendar(task)
        earliest = after_work(calendar, network.start, task.minutes, ends=True)
    return 0 if at >= earliest else -1


def _link_bound(network: Network, source: Task, target: Task, link: Link, bound) -> int:  # type: ignore[no-untyped-def]
    if link.type == "FF":
        return 0  # MPXJ bounds these itself
    known = source.actual_start is None and on_one_axis(network, source, target)
    if not known or is_elapsed(link, source):
        return 0 if link.type in ("FS", "SS") and link.lag >= 0 else -1
    lag = link.lag * source.minutes // 100 if link.unit == "percent" else link.lag
    reach = source.minutes if link.type[0] == "F" else 0
    return int(bound(source.id)) + reach + lag - (target.minutes if link.type[1] == "F" else 0)


def bounded_by_the_start(network: Network) -> Network:
    """What could fall before the start waits for a milestone at the start."""
    early = before_the_start(network)
    tasks = [
        replace(task, after=(*task.after, Link(START))) if task.id in early else task
        for task in network.tasks
    ]
    return with_endless(network).with_tasks((Task(START, 0, calendar=ENDLESS.id), *tasks))


def elapsed_on_an_endless_calendar(network: Network) -> Network:
    return _on_endless(network, {task.id for task in network.tasks if task.elapsed})


def _on_endless(network: Network, moved: set[str]) -> Network:
    """Tasks on a calendar without nights; a working lag before one is kept by a milestone on its own."""
    by_id = network.by_id
    tasks: list[Task] = []
    for task in network.tasks:
        if task.id not in moved:
            tasks.append(task)
            continue
        links = []
        for number, link in enumerate(task.after):
            if link.lag and not is_elapsed(link, by_id[link.on]):
                helper = f"{task.id}~{number}"
                tasks.append(
                    Task(helper, 0, calendar=task.calendar, after=(replace(link, type=link.type[0] + "S"),))
                )
                links.append(Link(helper, "F" + link.type[1]))
            else:
                links.append(link)
        tasks.append(replace(task, calendar=ENDLESS.id, after=tuple(links)))
    return with_endless(network).with_tasks(tuple(tasks))


def begun_without_links(network: Network) -> Network:
    """Links to the start of what has begun, and all links to what is finished, are left out."""

    def kept(task: Task, link: Link) -> bool:
        if task.actual_finish is not None:
            return False
        return task.actual_start is None or link.type[1] == "F"

    tasks = (
        replace(task, after=tuple(link for link in task.after if kept(task, link))) for task in network.tasks
    )
    return network.with_tasks(tuple(tasks))


def summary_links_as_part_links(network: Network) -> Network:
    """Links from the finish of a summary as links from each part, links to one as links to each part."""
    summaries = network.summaries
    extra: dict[str, list[Link]] = {}
    tasks = []
    for task in network.tasks:
        kept = []
        for link in task.after:
            if task.id not in summaries and (link.on not in summaries or link.type[0] == "S"):
                kept.append(link)
                continue
            ons = leaves(network, link.on) if link.type[0] == "F" else [link.on]
            for target in leaves(network, task.id):
                extra.setdefault(target, []).extend(replace(link, on=on) for on in ons)
        tasks.append(replace(task, after=tuple(kept)))
    return network.with_tasks(
        tuple(replace(task, after=(*task.after, *extra.get(task.id, ()))) for task in tasks)
    )


def wandering_milestones(network: Network) -> set[str]:
    """Milestones that may fall on an instant at which their calendar neither works nor ends work."""
    by_id = network.by_id
    found = set()
    for source, target, link in leaf_links(network):
        task = by_id[target]
        if (
            source != START
            and not task.minutes
            and (is_elapsed(link, by_id[source]) or not on_one_axis(network, by_id[source], task))
        ):
            found.add(target)
    early = before_the_start(network) if several_axes(network) else None
    for task in network.tasks:
        if task.calendar == ENDLESS.id:
            found.discard(task.id)
        elif early is not None and not task.minutes and task.id not in network.summaries:
            at = _stands_at(network, task, early)
            if at is not None and not any(works_at(network.calendar(task), at - past) for past in (0, 1)):
                found.add(task.id)
    return _and_milestones_after(network, found)


def _stands_at(network: Network, task: Task, early: set[str]) -> int | None:
    """Where a milestone stands that no work drives."""
    if task.id in early or any(link.on == START for link in task.after):
        return network.start
    if task.after:
        return None
    return task.constraint[1] if task.constraint is not None and task.constraint[1] else network.start


def into_moved(network: Network) -> set[str]:
    """Sources of working lags before what is put on an endless calendar."""
    by_id = network.by_id
    moved = wandering_milestones(network) | {task.id for task in network.tasks if task.elapsed}
    return {
        source
        for source, target, link in leaf_links(network)
        if target in moved and link.lag and not is_elapsed(link, by_id[source])
    }


def _and_milestones_after(network: Network, found: set[str]) -> set[str]:
    by_id = network.by_id
    grown = True
    while grown:
        more = {t for s, t, _ in leaf_links(network) if s in found and not by_id[t].minutes} - found
        found = found | more
        grown = bool(more)
    return found


def milestones_on_an_endless_calendar(network: Network) -> Network:
    return _on_endless(network, wandering_milestones(network))
