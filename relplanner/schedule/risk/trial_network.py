"""The schedule's own network, compiled so that the lengths of its activities may differ from trial to trial.

Numbers are phases where one calendar does (see :mod:`relplanner.schedule.phase_passes`), else positions. The
*span* of a node is what lies between its start and its finish in them: in phases one less than twice the
work, because work starts on an odd phase and ends on an even one.

What runs as late as possible is left where it could be early: late starts move no other date, but that they
may take an instant over a night without work.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from relplanner.plan.forms.duration import Duration
from relplanner.schedule.axis import Axis
from relplanner.schedule.columns import thresholds
from relplanner.schedule.links import Linker
from relplanner.schedule.network import Network
from relplanner.schedule.nodes import ACTIVE, DONE, SUMMARY, UNBOUND, Node, Workshop
from relplanner.schedule.phases import phase_of
from relplanner.schedule.risk.clocks import own_axes

LOWEST = -(1 << 29)
"""Before any number of the passes."""


@dataclass(slots=True)
class Share:
    """A lag of so many percent of the source's work."""

    source: int
    percent: float
    negative: bool = False


@dataclass(slots=True)
class Edge:
    """From one slot to another. ``lag`` is work on the target's axis; with a ``share`` it (or the elapsed
    part) is worked out for each trial."""

    source: int
    target: int
    leaves: bool
    enters: bool
    elapsed: int
    lag: int
    share: Share | None = None
    keeps: bool = False
    """Finish-to-start between two rows on one axis, without a lead: what follows begins and ends later."""


@dataclass(slots=True)
class Ban:
    """A freeze on one axis: starts from ``first - work`` to ``last`` are ruled out."""

    first: int
    last: int


@dataclass(slots=True)
class TrialNetwork:
    """Active nodes in topological order, a *slot* each; numbers are not yet scaled to phases."""

    network: Network
    axes: list[Axis]
    phases: int
    """The number of the only axis, when counting in phases; else 0."""
    nodes: list[Node]
    slot_of: dict[int, int]
    is_row: list[bool]
    into: list[list[Edge]]
    out: list[list[Edge]]
    low: list[int]
    low_finish: dict[int, int] = field(default_factory=dict)
    """Lower bounds of finishes, of slots whose length varies."""
    bans: dict[int, list[Ban]] = field(default_factory=dict)
    helper_share: dict[int, Share] = field(default_factory=dict)
    threshold: list[int] = field(default_factory=list)
    milestone_row: int = -1
    """The row whose finish is the release date; -1: the end of the network is."""
    milestone: int = -1
    """Its slot, when it has one."""
    open_end: int = -1
    """The slot of a milestone without an end of its own: it lasts until the network ends."""
    done_end: int | None = None
    """The last finish of what is finished already and extends the network."""
    finished_milestone: int | None = None
    dated: bool = True
    """Whether the release has a date at all."""

    def uncount_phases(self) -> None:
        """Count in positions, whatever the network is."""
        self.phases = 0
        for edge in (edge for edges in self.into for edge in edges):
            edge.keeps = _keeps(self, edge)


def compiled(network: Network, varying: set[int]) -> TrialNetwork:
    """The network of a schedule; of the ``varying`` rows the lengths will be given for each trial."""
    nodes = network.nodes
    rows = len(network.rows)
    order = _order(network)
    slot_of = {at: slot for slot, at in enumerate(order)}
    axes = own_axes(network.axes)
    kept = [nodes[at] for at in order]
    limits = thresholds(network)[0]
    made = TrialNetwork(
        network, axes, 0, kept, slot_of, [at < rows for at in order], [[] for _ in order],
        [[] for _ in order], [node.low for node in kept],
        threshold=[limits[node.axis or node.calendar] for node in kept],
    )  # fmt: skip
    _link(made)
    _vary(made, varying)
    _freeze(made)
    made.phases = _one_axis(made)
    for edge in (edge for edges in made.into for edge in edges):
        edge.keeps = _keeps(made, edge)
    _ends(made)
    return made


def _order(network: Network) -> list[int]:
    edges, count = network.edges, len(network.nodes)
    out: list[list[int]] = [[] for _ in range(count)]
    waits = [0] * count
    active = [node.state == ACTIVE for node in network.nodes]
    for source, target in zip(edges.source, edges.target, strict=True):
        if active[source] and active[target]:
            out[source].append(target)
            waits[target] += 1
    order = [at for at in range(count) if active[at] and not waits[at]]
    for at in order:  # grows while it is walked
        for target in out[at]:
            waits[target] -= 1
            if not waits[target]:
                order.append(target)
    return order


def _link(made: TrialNetwork) -> None:
    edges, slot_of = made.network.edges, made.slot_of
    for source, target, leaves, enters, elapsed, lag in zip(
        edges.source, edges.target, edges.from_finish, edges.to_finish, edges.elapsed, edges.work, strict=True
    ):
        one, other = slot_of.get(source), slot_of.get(target)
        if one is not None and other is not None:
            # An instant starts where it ends.
            edge = Edge(
                one, other, bool(leaves) and not made.nodes[one].instant,
                bool(enters) and not made.nodes[other].instant, elapsed, lag,
            )  # fmt: skip
            made.into[other].append(edge)
            made.out[one].append(edge)


def _keeps(made: TrialNetwork, edge: Edge) -> bool:
    if not edge.leaves or edge.enters or edge.share is not None or edge.lag < 0 or edge.elapsed < 0:
        return False
    if not made.is_row[edge.source] or not made.is_row[edge.target]:
        return False
    axis = made.nodes[edge.source].axis
    return made.phases > 0 or (axis == made.nodes[edge.target].axis and (not edge.elapsed or not axis))


def _vary(made: TrialNetwork, varying: set[int]) -> None:
    """Part the lower bounds of varying lengths, and find the lags that vary with them."""
    network = made.network
    shop = Workshop(network.setting, made.axes, _numbers=dict(network.workshop._numbers))
    for row in varying:
        slot = made.slot_of.get(row)
        plain = network.rows[row].constraint is None and row not in network.adjusted
        if slot is not None and made.nodes[slot].begun is None and not plain:
            _part_bounds(made, shop, slot, row)
    if network.percent_sources & varying:
        for edge, source, percent in _percent_edges(made, network.percent_sources & varying):
            share = Share(source, percent)
            if made.is_row[edge.target]:
                edge.share = share
            else:
                made.helper_share[edge.target] = share


def _part_bounds(made: TrialNetwork, shop: Workshop, slot: int, row: int) -> None:
    """A lower bound is that of the start or that of the finish less the length: two lengths tell both."""
    activity, node = made.network.rows[row], made.nodes[slot]
    elapsed = node.axis == 0 and node.calendar > 0
    short = shop.node(replace(activity, duration=Duration(1.0, "m", elapsed)), "")
    long = shop.node(replace(activity, duration=Duration(2000.0, "mo", elapsed)), "")
    # Links from what has happened and pins of summaries bound it too; see ``Linker``.
    starts, finishes = _bound_elsewhere(made, slot, row)
    start = max(long.low, starts)
    finish = short.low + 1 if short.low > long.low else LOWEST
    finish = max(finish, finishes)
    if finish > LOWEST:
        made.low_finish[slot] = finish
    made.low[slot] = start if max(start, finish - node.work) >= node.low else node.low


def _bound_elsewhere(made: TrialNetwork, slot: int, row: int) -> tuple[int, int]:
    """Lower bounds of the start and of the finish that do not come from the activity itself."""
    network, node = made.network, made.nodes[slot]
    linker = Linker(network, {})
    axis = made.axes[node.axis]
    found = [LOWEST, LOWEST]
    at = row
    while at >= 0:
        activity = network.rows[at]
        for dependency in activity.after:
            source = linker.find(dependency.on)
            if dependency.soft or source is None:
                continue
            origin = network.nodes[source]
            minute = origin.ended if dependency.type[0] == "F" else origin.begun
            if minute is None or (origin.state != DONE and dependency.type[0] == "F"):
                continue
            elapsed, work = linker.lag(dependency.lag, source, row) if dependency.lag is not None else (0, 0)
            if not work or node.axis == node.calendar:
                which = 1 if dependency.type[1] == "F" else 0
                found[which] = max(found[which], axis.position(minute + elapsed) + work)
        pinned = network.setting.moments.resolve(activity.start or activity.at) if at != row else None
        if pinned is not None:
            found[0] = max(found[0], axis.position(pinned))
        at = network.parents[at]
    return found[0], found[1]


def _percent_edges(made: TrialNetwork, sources: set[int]) -> Iterator[tuple[Edge, int, float]]:
    """Edges whose lag is a percentage of a varying length; of a helper the edge that leads into it."""
    network = made.network
    linker = Linker(network, {})
    for row, activity in enumerate(network.rows):
        for dependency in activity.after:
            if dependency.soft or dependency.lag is None or dependency.lag.unit != "%":
                continue
            source = linker.find(dependency.on)
            if source not in sources or source not in made.slot_of or made.nodes[made.slot_of[source]].begun:
                continue
            for leaf in linker.leaves_of(row) if network.nodes[row].state == SUMMARY else [row]:
                if leaf in made.slot_of:
                    lag = linker.lag(dependency.lag, source, leaf)
                    edge = _edge_with(made, made.slot_of[source], leaf, dependency.type, lag)
                    if edge is not None:
                        yield edge, made.slot_of[source], dependency.lag.amount


def _edge_with(made: TrialNetwork, source: int, leaf: int, kind: str, lag: tuple[int, int]) -> Edge | None:
    target = made.slot_of[leaf]
    for edge in made.out[source]:
        if edge.leaves != (kind[0] == "F") or edge.share is not None:
            continue
        if edge.target == target and (edge.elapsed, edge.lag) == lag:
            return edge
        helper = edge.target
        if (
            not made.is_row[helper]
            and made.nodes[helper].work == lag[1]
            and helper not in made.helper_share
            and any(onward.target == target for onward in made.out[helper])
        ):
            return edge
    return None


def _freeze(made: TrialNetwork) -> None:
    windows = [freeze for freeze in made.network.setting.freezes if freeze.mode == "push"]
    if not windows:
        return
    for row, activity in enumerate(made.network.rows):
        slot = made.slot_of.get(row)
        if slot is None or made.nodes[slot].begun is not None:
            continue
        node = made.nodes[slot]
        axis = made.axes[node.axis]
        found = [
            Ban(axis.position(each.start) + (0 if node.instant else 1), axis.position(each.finish) - 1)
            for each in windows
            if activity.kind in each.kinds
        ]
        if found:
            made.bans[slot] = sorted(found, key=lambda ban: ban.first)


def _one_axis(made: TrialNetwork) -> int:
    """The axis that all work is on, when phases can count it; else 0."""
    if made.bans or any(edge.elapsed for edges in made.into for edge in edges):
        return 0
    found = 0
    for node in made.nodes:
        if node.instant and node.low == -UNBOUND:
            continue
        axis = node.calendar if node.instant else node.axis
        found = found or axis
        if axis != found or not axis:
            return 0
    exact = (
        phase_of(made.axes[found], node.low)[1]
        for node in made.nodes
        if node.instant and node.low != -UNBOUND
    )
    return found if all(exact) else 0


def _ends(made: TrialNetwork) -> None:
    network = made.network
    ended = [
        node.ended
        for node in list(network.nodes)[: len(network.rows)]
        if node.state == DONE and node.extends and node.ended is not None
    ]
    made.done_end = max(ended, default=None)
    row = network.milestone
    if row >= 0 and network.nodes[row].state == ACTIVE and network.nodes[row].open_ended:
        made.open_end = made.slot_of[row]
        return
    if row >= 0:
        made.milestone_row = row
        made.milestone = made.slot_of.get(row, -1)
        made.finished_milestone = network.nodes[row].ended if network.nodes[row].state == DONE else None
        made.dated = made.milestone >= 0 or made.finished_milestone is not None
    else:
        made.dated = bool(made.slot_of) or made.done_end is not None
