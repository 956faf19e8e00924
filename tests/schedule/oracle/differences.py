"""Where relplanner means to differ from MPXJ: one table, each class with its reason and what it touches.

What a class touches is told from the network alone, never from what the schedulers answer. Most classes
also have a ``rewrite``: the same network said so that MPXJ must answer as relplanner does (a limit becomes a
deadline, an elapsed task goes on a calendar without nights). Then nothing is left out: the values are
compared with the rewritten network's. Only classes without one leave values uncompared, and few.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tests.schedule.oracle import rewrites, touches
from tests.schedule.oracle.networks import Network
from tests.schedule.oracle.touches import Touched


@dataclass(frozen=True, slots=True)
class Difference:
    """``source`` says where the decision stands or where the behaviour of MPXJ was seen."""

    name: str
    reason: str
    source: str
    touches: Callable[[Network], Touched]
    rewrite: Callable[[Network], Network] | None = None


DIFFERENCES = (
    Difference(
        "links on summaries count in free slack",
        "Free slack of a part ends where the summary's successors would move. MPXJ looks at direct links "
        "only.",
        "Domain: a dependency on a summary means its last finish.",
        touches.parts,
        rewrites.summary_links_as_part_links,
    ),
    Difference(
        "a date in the night means the work next to it",
        "Work that may start on Sunday starts on Monday, and work that must finish on Sunday finishes on "
        "Friday. MPXJ keeps the written instant, which is other work where something on another calendar "
        "follows.",
        "Field facts, planning: a constraint date without work.",
        touches.night_dates,
        rewrites.night_dates_by_day,
    ),
    Difference(
        "logic wins",
        "A constraint never moves an activity before what it waits for: the limit counts as a deadline "
        "and gives negative slack, also to all that leads to it. MPXJ honours the constraint: work "
        "overlaps, and a must-date hides from its predecessors that they are late.",
        "Design decision: logic always wins over a constraint.",
        touches.logic_wins,
        rewrites.limits_as_deadlines,
    ),
    Difference(
        "nothing before the start",
        "Leads, SF links and early no-earlier-than dates never schedule anything before the plan's start. "
        "MPXJ bounds only FF links.",
        "Domain: nothing is scheduled before the release's start.",
        touches.start_bounds,
        rewrites.bounded_by_the_start,
    ),
    Difference(
        "elapsed work has no nights",
        "An elapsed duration begins when its driver ends, in the night too, and its late dates are "
        "instants. MPXJ waits for the next shift and moves late finishes back to the end of one: false "
        "negative slack.",
        "Domain: 24 elapsed hours are 24 hours; MS Project's files keep such late dates.",
        touches.around_the_clock,
        rewrites.elapsed_on_an_endless_calendar,
    ),
    Difference(
        "what has begun no longer waits",
        "A link to the start of something that has begun gives its predecessor no late date. MPXJ gives "
        "one from the remaining work.",
        "Decision: actuals beat logic.",
        touches.begun,
        rewrites.begun_without_links,
    ),
    Difference(
        "what waits for a start that was made is free",
        "The start of what has begun moves no more, so what waits for it takes none of its slack. MPXJ "
        "counts from it.",
        "Decision: actuals beat logic.",
        touches.begun_starts,
    ),
    Difference(
        "what has begun still waits to finish",
        "FF and SF links into an activity under way bound its finish. MPXJ ignores them.",
        "Decision: actuals beat logic, but what has not happened yet follows it.",
        touches.begun_finishes,
    ),
    Difference(
        "a summary starts with its first part",
        "The part that starts first is found in the final dates. MPXJ picks it before links on summaries "
        "are applied.",
        "Domain: a dependency on a summary means its first start.",
        touches.first_part,
    ),
    Difference(
        "a summary's slack is its parts' least",
        "MPXJ measures the slack of a summary between its own dates, on its own calendar.",
        "Domain: a summary spans its children.",
        touches.summary_slack,
    ),
    Difference(
        "late dates across calendars are exact",
        "Where the calendars at the ends of an SS, FF or SF link or a lead differ, the predecessor gets "
        "the last working minute that still fits. MPXJ hands over instants that were moved to a shift's "
        "end or start on one calendar and so mean another amount of work on the other.",
        "Field facts, scheduling speed B: traps of several calendars.",
        touches.across_calendars,
    ),
    Difference(
        "a lead leaves an instant at the end of a shift",
        "A milestone two working days before something stands where work ended, as one after a lag does. "
        "MPXJ puts it where the next shift begins, which is another instant for what follows on another "
        "calendar.",
        "Domain: an instant of no work is one position; relplanner shows the earliest.",
        touches.leads_of_instants,
    ),
    Difference(
        "elapsed lags count from instants",
        "FF and SF with an elapsed lag count the lag from the predecessor and then the work back. MPXJ "
        "counts the work back first, and lets late starts slip over a night.",
        "Domain: lag working or elapsed; 24 elapsed hours are 24 hours.",
        touches.elapsed_lags,
    ),
    Difference(
        "free slack over a lag",
        "Free slack is how far the predecessor may slip. MPXJ takes elapsed minutes, and minutes of the "
        "successor's calendar, off the predecessor's working minutes as if they were the same.",
        "Domain: free slack; slacks are working minutes of the activity's calendar.",
        touches.free_over_lags,
    ),
    Difference(
        "free slack before a lag that is worked",
        "The rewritings keep a working lag before an elapsed activity or a milestone as a milestone of "
        "its own, which takes up the free slack; relplanner passes it on.",
        "Domain: free slack; lag on the successor's calendar.",
        touches.free_through_helpers,
    ),
    Difference(
        "as late as possible is never before as soon as possible",
        "Under a deadline that cannot be met, what should run as late as possible runs as soon as "
        "possible, with negative slack. MPXJ moves it to its late dates: before what it waits for and "
        "before the start.",
        "Design decision: logic always wins over a constraint.",
        touches.late_wishes,
    ),
    Difference(
        "a milestone stays at the end of a night shift",
        "MPXJ takes the end of a shift that began before midnight for no end of work and moves a "
        "milestone on to the next shift.",
        "Domain: a milestone stays at the instant its driver gives it.",
        touches.night_milestones,
    ),
    Difference(
        "a milestone stays where its driver puts it",
        "A milestone is an instant, in the night too. MPXJ moves one to the next shift unless a shift "
        "ends there.",
        "Domain: a milestone stays at the instant its driver gives it.",
        touches.milestones_in_the_night,
        rewrites.milestones_on_an_endless_calendar,
    ),
    Difference(
        "a milestone's free slack is on its own calendar",
        "The rewriting above moves it to an endless calendar, where MPXJ's free slack is in elapsed minutes.",
        "Decision: slacks are working minutes of the activity's calendar.",
        touches.milestone_free,
    ),
    Difference(
        "start no later than an instant in the night",
        "The last start that is no later is the last working minute before. MPXJ starts in the next shift.",
        "Domain: the constraint's words.",
        touches.night_limits,
    ),
)


def rewritten(network: Network, differences: Sequence[Difference] = DIFFERENCES) -> Network:
    """The network with every class that touches it said in MPXJ's terms."""
    made = network
    for difference in differences:
        if difference.rewrite is not None and difference.touches(network):
            made = difference.rewrite(made)
    return made
