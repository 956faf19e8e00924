"""The plan as nodes and edges: summaries expanded, soft links left out, what has happened folded into bounds.

Rows are the activities in file order, then a derived activity for each rollout phase. Nodes are the rows and
behind them helpers: the lag before an instant (work on the successor's calendar), and the last finish of a
summary's parts. An edge says ``end of source + elapsed + work on the target's axis <= end of target``.
"""

from __future__ import annotations

from dataclasses import field

from relplanner.plan.findings import Finding
from relplanner.plan.forms.dependency import Dependency
from relplanner.plan.forms.moment import T0, Span
from relplanner.plan.nouns.timeline import Activity
from relplanner.plan.outline import parent_positions
from relplanner.plan.plan import Plan
from relplanner.schedule.axis import Axis, Continuous
from relplanner.schedule.calendars import ALWAYS
from relplanner.schedule.nodes import ACTIVE, SUMMARY, VOID, Node, Workshop
from relplanner.schedule.setting import Setting
from relplanner.values import record

FINISH, START = 1, 0


@record
class Edges:
    """Parallel lists. ``from_finish``/``to_finish`` tell the ends; ``elapsed`` in minutes, ``work`` on the
    target's axis."""

    source: list[int] = field(default_factory=list)
    target: list[int] = field(default_factory=list)
    from_finish: list[int] = field(default_factory=list)
    to_finish: list[int] = field(default_factory=list)
    elapsed: list[int] = field(default_factory=list)
    work: list[int] = field(default_factory=list)
    out: dict[int, list[int]] | None = field(default=None, repr=False, compare=False)
    """The numbers of the edges by source, made by who first asks once all are there."""

    def add(
        self, source: int, target: int, from_finish: int, to_finish: int, elapsed: int, work: int
    ) -> None:
        self.source.append(source)
        self.target.append(target)
        self.from_finish.append(from_finish)
        self.to_finish.append(to_finish)
        self.elapsed.append(elapsed)
        self.work.append(work)


@record
class Network:
    """A compiled plan. ``owner`` names for each helper the row it belongs to; ``milestone`` is a row or
    -1."""

    plan: Plan
    setting: Setting
    workshop: Workshop
    rows: tuple[Activity, ...]
    ids: tuple[str, ...]
    index: dict[str, int]
    parents: list[int]
    nodes: list[Node]
    edges: Edges
    owner: list[int]
    milestone: int
    problems: list[Finding]
    waiting: list[tuple[int, Dependency, int]] = field(default_factory=list)
    """Links from the first start of a summary, as (summary, dependency, successor): which part that is comes
    out of the passes."""
    percent_sources: set[int] = field(default_factory=set)
    """Rows whose length is in the lag of a link."""
    adjusted: set[int] = field(default_factory=set)
    """Rows whose bounds come from elsewhere too: from what has happened, or from a summary."""

    @property
    def axes(self) -> list[Axis]:
        return self.workshop.axes


def nodes_of(plan: Plan, setting: Setting) -> Network:
    """The network without its edges."""
    derived = _phases(plan)
    rows = plan.activities + derived
    ids = tuple(activity.id for activity in rows)
    index: dict[str, int] = {}
    for position in range(len(ids) - 1, -1, -1):
        index[ids[position]] = position
    parents = [*parent_positions(plan.activities, plan.activity_index), *([-1] * len(derived))]
    workshop = Workshop(setting, [Continuous()])
    network = Network(
        plan, setting, workshop, rows, ids, index, parents, [], Edges(), [], -1, list(setting.problems)
    )
    _make_nodes(network)
    _name_milestone(network)
    return network


def _phases(plan: Plan) -> tuple[Activity, ...]:
    """Rollout phases as activities around the clock, each after the one before it unless it names what it
    follows."""
    phases = plan.rollout.phases
    if not phases:
        return ()
    head = plan.rollout.after or plan.release.milestone
    derived = []
    before = Dependency(head) if head else None
    for phase in phases:
        after = phase.after or ((before,) if before is not None else ())
        derived.append(
            Activity(
                id=f"rollout/{phase.id}",
                name=phase.name,
                kind="window",
                duration=phase.duration,
                when=Span(None, None) if phase.ongoing else None,
                start=T0 if not after and plan.release.target is not None else None,
                after=after,
                calendar=ALWAYS,
                environment=phase.environment,
                channel=phase.channel,
                actual_start=phase.actual_start,
                actual_finish=phase.actual_finish,
            )
        )
        before = Dependency(f"rollout/{phase.id}")
    return tuple(derived)


def _make_nodes(network: Network) -> None:
    nodes, workshop = network.nodes, network.workshop
    summaries = set(network.parents)
    for position, activity in enumerate(network.rows):
        if position in summaries:
            node = Node(0, 0, 0, 0, state=SUMMARY)
        else:
            node = workshop.node(activity, f"activities[{position}]")
        nodes.append(node)
        network.owner.append(position)
    if network.setting.start is None and nodes:
        message = "Nothing in the plan has a date. Give release.start or release.target."
        network.problems.append(Finding("NO-T0", "error", message, "release.target"))
        for node in nodes:
            if node.state == ACTIVE:
                node.state = VOID


def _name_milestone(network: Network) -> None:
    named = network.plan.release.milestone
    if named is None:
        return
    network.milestone = network.index.get(named, -1)
    if network.milestone < 0:
        message = (
            f"The release milestone “{named}” does not exist; late dates count from the end of the plan."
        )
        network.problems.append(Finding("UNKNOWN-ID", "error", message, "release.milestone"))
