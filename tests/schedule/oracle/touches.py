"""What each class of intended difference touches of a network, told from the network alone."""

from __future__ import annotations

from collections.abc import Iterable

from tests.schedule.oracle import rewrites
from tests.schedule.oracle.networks import Link, Network, downstream, leaf_links, leaves, upstream, works_at
from tests.schedule.oracle.rewrites import LIMITS, before_the_start, on_one_axis

EARLY = ("start", "finish")
LATE = ("late_start", "late_finish", "total_slack", "critical")
FREE = ("free_slack",)
SLACKS = ("total_slack", "free_slack")
ALL = EARLY + LATE + FREE

Touched = set[tuple[str, str]]
"""Task and column."""


def _of(tasks: Iterable[str], columns: Iterable[str]) -> Touched:
    columns = tuple(columns)
    return {(task, column) for task in tasks for column in columns}


def _moved(network: Network, tasks: set[str]) -> Touched:
    """What a moved early date reaches: all that follows, and by the network's finish every late date.

    What runs as late as possible follows its late date.
    """
    if not tasks:
        return set()
    late = {task.id for task in network.tasks if task.constraint == ("ALAP", None)}
    return _of(downstream(network, tasks | late), EARLY) | _of(network.by_id, LATE + FREE)


def logic_wins(network: Network) -> Touched:
    return _moved(
        network, {t.id for t in network.tasks if t.constraint is not None and t.constraint[0] in LIMITS}
    )


def start_bounds(network: Network) -> Touched:
    return _moved(network, before_the_start(network))


def night_dates(network: Network) -> Touched:
    return _moved(network, rewrites.night_dates(network))


def around_the_clock(network: Network) -> Touched:
    return _moved(network, {task.id for task in network.tasks if task.elapsed})


def begun(network: Network) -> Touched:
    found = {t.id for t in network.tasks if t.actual_start is not None and t.after}
    return _of(upstream(network, found), LATE + FREE) if found else set()


def begun_starts(network: Network) -> Touched:
    by_id = network.by_id
    found = {
        s for s, _, link in leaf_links(network) if link.type[0] == "S" and by_id[s].actual_start is not None
    }
    return _of(upstream(network, found), LATE + FREE) if found else set()


def begun_finishes(network: Network) -> Touched:
    by_id = network.by_id
    return _moved(
        network,
        {
            target
            for _, target, link in leaf_links(network)
            if link.type[1] == "F"
            and by_id[target].actual_start is not None
            and by_id[target].actual_finish is None
        },
    )


def parts(network: Network) -> Touched:
    return _of({source for source, _, _ in _summary_links(network)}, FREE)


def _summary_links(network: Network) -> list[tuple[str, str, Link]]:
    summaries = network.summaries
    found = []
    for task in network.tasks:
        for link in task.after:
            if link.on in summaries or task.id in summaries:
                found.extend((s, t, link) for s in leaves(network, link.on) for t in leaves(network, task.id))
    return found


def first_part(network: Network) -> Touched:
    """Dates only where links on summaries may change which part starts first; else its free slack."""
    pushed = downstream(network, {target for _, target, _ in _summary_links(network)})
    targets: set[str] = set()
    parts: set[str] = set()
    free: set[str] = set()
    for task in network.tasks:
        for link in task.after:
            if link.type[0] == "S" and link.on in network.summaries:
                below = set(leaves(network, link.on))
                free |= below
                if pushed & below:
                    targets |= set(leaves(network, task.id))
                    parts |= below
    late = _of(upstream(network, parts), LATE + FREE) if parts else set()
    return _of(free, FREE) | late | _moved(network, targets)


def summary_slack(network: Network) -> Touched:
    return _of(network.summaries, (*SLACKS, "critical"))


def across_calendars(network: Network) -> Touched:
    by_id = network.by_id
    links = list(leaf_links(network))
    passing = {
        s for s, t, _ in links if not by_id[s].minutes and not on_one_axis(network, by_id[s], by_id[t])
    }
    while more := {s for s, t, _ in links if not by_id[s].minutes and t in passing} - passing:
        passing |= more  # milestones hand the instants of another calendar on
    sources = {
        source
        for source, target, link in links
        if (not on_one_axis(network, by_id[source], by_id[target]) and (link.type != "FS" or link.lag < 0))
        or (link.type[0] == "S" and target in passing)
    }
    return _of(upstream(network, sources), LATE + FREE) if sources else set()


def leads_of_instants(network: Network) -> Touched:
    by_id = network.by_id
    targets = {
        target
        for source, target, link in leaf_links(network)
        if link.lag < 0
        and not rewrites.is_elapsed(link, by_id[source])
        and (not by_id[target].minutes or by_id[target].elapsed)
    }
    return _moved(network, targets) if rewrites.several_axes(network) else set()


def elapsed_lags(network: Network) -> Touched:
    by_id = network.by_id
    links = [
        (source, target, link)
        for source, target, link in leaf_links(network)
        if link.type != "FS" and rewrites.is_elapsed(link, by_id[source])
    ]
    late = _of(upstream(network, {source for source, _, _ in links}), LATE + FREE) if links else set()
    return late | _moved(network, {target for _, target, link in links if link.type[1] == "F"})


def free_over_lags(network: Network) -> Touched:
    by_id = network.by_id
    sources = {
        source
        for source, target, link in leaf_links(network)
        if link.lag
        and (
            rewrites.is_elapsed(link, by_id[source]) or not on_one_axis(network, by_id[source], by_id[target])
        )
    }
    return _of(sources, FREE)


def free_through_helpers(network: Network) -> Touched:
    return _of(rewrites.into_moved(network), FREE)


def late_wishes(network: Network) -> Touched:
    """What runs as late as possible and leads to a limit."""
    limited = {
        task.id
        for task in network.tasks
        if task.deadline is not None or (task.constraint is not None and task.constraint[0] in LIMITS)
    }
    before = upstream(network, limited) if limited else set()
    return _moved(network, {t.id for t in network.tasks if t.constraint == ("ALAP", None) and t.id in before})


def night_milestones(network: Network) -> Touched:
    return _moved(
        network,
        {
            task.id
            for task in network.tasks
            if not task.minutes and rewrites.over_midnight(network.calendar(task))
        },
    )


def milestones_in_the_night(network: Network) -> Touched:
    return _moved(network, rewrites.wandering_milestones(network))


def milestone_free(network: Network) -> Touched:
    return _of(rewrites.wandering_milestones(network), FREE)


def night_limits(network: Network) -> Touched:
    found = set()
    for task in network.tasks:
        kind, at = task.constraint or ("", None)
        if kind in ("SNLT", "MSO") and at is not None and not works_at(network.calendar(task), at):
            found.add(task.id)
    return _of(upstream(network, found), LATE + FREE) if found else set()
