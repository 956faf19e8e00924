"""Where relplanner means to differ from MPXJ: one table, each class with its reason and what it touches.

What a class touches is told from the network alone, never from what the schedulers answer. Most classes
also have a ``rewrite``: the same network said so that MPXJ must answer as relplanner does (a limit becomes a
deadline, an elapsed task goes on a calendar without nights). Then nothing is left out: the values are
compared with the rewritten network's. Only classes without one leave values uncompared, and few.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from tests.schedule.oracle import rewrites
from tests.schedule.oracle.networks import (
    Link,
    Network,
    downstream,
    leaf_links,
    leaves,
    upstream,
    works_at,
)
from tests.schedule.oracle.rewrites import LIMITS, before_the_start, on_one_axis

EARLY = ("start", "finish")
LATE = ("late_start", "late_finish", "total_slack", "critical")
FREE = ("free_slack",)
SLACKS = ("total_slack", "free_slack")
ALL = EARLY + LATE + FREE

Touched = set[tuple[str, str]]
"""Task and column."""


@dataclass(frozen=True, slots=True)
class Difference:
    """``source`` says where the decision stands or where the behaviour of MPXJ was seen."""

    name: str
    reason: str
    source: str
    touches: Callable[[Network], Touched]
    rewrite: Callable[[Network], Network] | None = None


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


def _logic_wins(network: Network) -> Touched:
    return _moved(
        network, {t.id for t in network.tasks if t.constraint is not None and t.constraint[0] in LIMITS}
    )


def _start_bounds(network: Network) -> Touched:
    return _moved(network, before_the_start(network))


def _night_dates(network: Network) -> Touched:
    return _moved(network, rewrites.night_dates(network))


def _around_the_clock(network: Network) -> Touched:
    return _moved(network, {task.id for task in network.tasks if task.elapsed})


def _begun(network: Network) -> Touched:
    begun = {t.id for t in network.tasks if t.actual_start is not None and t.after}
    return _of(upstream(network, begun), LATE + FREE) if begun else set()


def _begun_starts(network: Network) -> Touched:
    by_id = network.by_id
    begun = {
        s for s, _, link in leaf_links(network) if link.type[0] == "S" and by_id[s].actual_start is not None
    }
    return _of(upstream(network, begun), LATE + FREE) if begun else set()


def _begun_finishes(network: Network) -> Touched:
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


def _parts(network: Network) -> Touched:
    return _of({source for source, _, _ in _summary_links(network)}, FREE)


def _summary_links(network: Network) -> list[tuple[str, str, Link]]:
    summaries = network.summaries
    found = []
    for task in network.tasks:
        for link in task.after:
            if link.on in summaries or task.id in summaries:
                found.extend((s, t, link) for s in leaves(network, link.on) for t in leaves(network, task.id))
    return found


def _first_part(network: Network) -> Touched:
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


def _summary_slack(network: Network) -> Touched:
    return _of(network.summaries, (*SLACKS, "critical"))


def _across_calendars(network: Network) -> Touched:
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


def _leads_of_instants(network: Network) -> Touched:
    by_id = network.by_id
    targets = {
        target
        for source, target, link in leaf_links(network)
        if link.lag < 0
        and not rewrites.is_elapsed(link, by_id[source])
        and (not by_id[target].minutes or by_id[target].elapsed)
    }
    return _moved(network, targets) if rewrites.several_axes(network) else set()


def _elapsed_lags(network: Network) -> Touched:
    by_id = network.by_id
    links = [
        (source, target, link)
        for source, target, link in leaf_links(network)
        if link.type != "FS" and rewrites.is_elapsed(link, by_id[source])
    ]
    late = _of(upstream(network, {source for source, _, _ in links}), LATE + FREE) if links else set()
    return late | _moved(network, {target for _, target, link in links if link.type[1] == "F"})


def _free_over_lags(network: Network) -> Touched:
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


def _free_through_helpers(network: Network) -> Touched:
    return _of(rewrites.into_moved(network), FREE)


def _late_wishes(network: Network) -> Touched:
    """What runs as late as possible and leads to a limit."""
    limited = {
        task.id
        for task in network.tasks
        if task.deadline is not None or (task.constraint is not None and task.constraint[0] in LIMITS)
    }
    before = upstream(network, limited) if limited else set()
    return _moved(network, {t.id for t in network.tasks if t.constraint == ("ALAP", None) and t.id in before})


def _night_milestones(network: Network) -> Touched:
    return _moved(
        network,
        {
            task.id
            for task in network.tasks
            if not task.minutes and rewrites.over_midnight(network.calendar(task))
        },
    )


def _milestones_in_the_night(network: Network) -> Touched:
    return _moved(network, rewrites.wandering_milestones(network))


def _milestone_free(network: Network) -> Touched:
    return _of(rewrites.wandering_milestones(network), FREE)


def _night_limits(network: Network) -> Touched:
    found = set()
    for task in network.tasks:
        kind, at = task.constraint or ("", None)
        if kind in ("SNLT", "MSO") and at is not None and not works_at(network.calendar(task), at):
            found.add(task.id)
    return _of(upstream(network, found), LATE + FREE) if found else set()


DIFFERENCES = (
    Difference(
        "links on summaries count in free slack",
        "Free slack of a part ends where the summary's successors would move. MPXJ looks at direct links "
        "only.",
        "Domain: a dependency on a summary means its last finish.",
        _parts,
        rewrites.summary_links_as_part_links,
    ),
    Difference(
        "a date in the night means the work next to it",
        "Work that may start on Sunday starts on Monday, and work that must finish on Sunday finishes on "
        "Friday. MPXJ keeps the written instant, which is other work where something on another calendar "
        "follows.",
        "Field facts, planning: a constraint date without work.",
        _night_dates,
        rewrites.night_dates_by_day,
    ),
    Difference(
        "logic wins",
        "A constraint never moves an activity before what it waits for: the limit counts as a deadline "
        "and gives negative slack, also to all that leads to it. MPXJ honours the constraint: work "
        "overlaps, and a must-date hides from its predecessors that they are late.",
        "Design decision: logic always wins over a constraint.",
        _logic_wins,
        rewrites.limits_as_deadlines,
    ),
    Difference(
        "nothing before the start",
        "Leads, SF links and early no-earlier-than dates never schedule anything before the plan's start. "
        "MPXJ bounds only FF links.",
        "Domain: nothing is scheduled before the release's start.",
        _start_bounds,
        rewrites.bounded_by_the_start,
    ),
    Difference(
        "elapsed work has no nights",
        "An elapsed duration begins when its driver ends, in the night too, and its late dates are "
        "instants. MPXJ waits for the next shift and moves late finishes back to the end of one: false "
        "negative slack.",
        "Domain: 24 elapsed hours are 24 hours; MS Project's files keep such late dates.",
        _around_the_clock,
        rewrites.elapsed_on_an_endless_calendar,
    ),
    Difference(
        "what has begun no longer waits",
        "A link to the start of something that has begun gives its predecessor no late date. MPXJ gives "
        "one from the remaining work.",
        "Decision: actuals beat logic.",
        _begun,
        rewrites.begun_without_links,
    ),
    Difference(
        "what waits for a start that was made is free",
        "The start of what has begun moves no more, so what waits for it takes none of its slack. MPXJ "
        "counts from it.",
        "Decision: actuals beat logic.",
        _begun_starts,
    ),
    Difference(
        "what has begun still waits to finish",
        "FF and SF links into an activity under way bound its finish. MPXJ ignores them.",
        "Decision: actuals beat logic, but what has not happened yet follows it.",
        _begun_finishes,
    ),
    Difference(
        "a summary starts with its first part",
        "The part that starts first is found in the final dates. MPXJ picks it before links on summaries "
        "are applied.",
        "Domain: a dependency on a summary means its first start.",
        _first_part,
    ),
    Difference(
        "a summary's slack is its parts' least",
        "MPXJ measures the slack of a summary between its own dates, on its own calendar.",
        "Domain: a summary spans its children.",
        _summary_slack,
    ),
    Difference(
        "late dates across calendars are exact",
        "Where the calendars at the ends of an SS, FF or SF link or a lead differ, the predecessor gets "
        "the last working minute that still fits. MPXJ hands over instants that were moved to a shift's "
        "end or start on one calendar and so mean another amount of work on the other.",
        "Field facts, scheduling speed B: traps of several calendars.",
        _across_calendars,
    ),
    Difference(
        "a lead leaves an instant at the end of a shift",
        "A milestone two working days before something stands where work ended, as one after a lag does. "
        "MPXJ puts it where the next shift begins, which is another instant for what follows on another "
        "calendar.",
        "Domain: an instant of no work is one position; relplanner shows the earliest.",
        _leads_of_instants,
    ),
    Difference(
        "elapsed lags count from instants",
        "FF and SF with an elapsed lag count the lag from the predecessor and then the work back. MPXJ "
        "counts the work back first, and lets late starts slip over a night.",
        "Domain: lag working or elapsed; 24 elapsed hours are 24 hours.",
        _elapsed_lags,
    ),
    Difference(
        "free slack over a lag",
        "Free slack is how far the predecessor may slip. MPXJ takes elapsed minutes, and minutes of the "
        "successor's calendar, off the predecessor's working minutes as if they were the same.",
        "Domain: free slack; slacks are working minutes of the activity's calendar.",
        _free_over_lags,
    ),
    Difference(
        "free slack before a lag that is worked",
        "The rewritings keep a working lag before an elapsed activity or a milestone as a milestone of "
        "its own, which takes up the free slack; relplanner passes it on.",
        "Domain: free slack; lag on the successor's calendar.",
        _free_through_helpers,
    ),
    Difference(
        "as late as possible is never before as soon as possible",
        "Under a deadline that cannot be met, what should run as late as possible runs as soon as "
        "possible, with negative slack. MPXJ moves it to its late dates: before what it waits for and "
        "before the start.",
        "Design decision: logic always wins over a constraint.",
        _late_wishes,
    ),
    Difference(
        "a milestone stays at the end of a night shift",
        "MPXJ takes the end of a shift that began before midnight for no end of work and moves a "
        "milestone on to the next shift.",
        "Domain: a milestone stays at the instant its driver gives it.",
        _night_milestones,
    ),
    Difference(
        "a milestone stays where its driver puts it",
        "A milestone is an instant, in the night too. MPXJ moves one to the next shift unless a shift "
        "ends there.",
        "Domain: a milestone stays at the instant its driver gives it.",
        _milestones_in_the_night,
        rewrites.milestones_on_an_endless_calendar,
    ),
    Difference(
        "a milestone's free slack is on its own calendar",
        "The rewriting above moves it to an endless calendar, where MPXJ's free slack is in elapsed minutes.",
        "Decision: slacks are working minutes of the activity's calendar.",
        _milestone_free,
    ),
    Difference(
        "start no later than an instant in the night",
        "The last start that is no later is the last working minute before. MPXJ starts in the next shift.",
        "Domain: the constraint's words.",
        _night_limits,
    ),
)


def rewritten(network: Network, differences: Sequence[Difference] = DIFFERENCES) -> Network:
    """The network with every class that touches it said in MPXJ's terms."""
    made = network
    for difference in differences:
        if difference.rewrite is not None and difference.touches(network):
            made = difference.rewrite(made)
    return made
