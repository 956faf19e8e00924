"""What a row should not be later than: its own dates and the summaries', the release's end, what follows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from relplanner.plan.forms.constraint import format_constraint
from relplanner.plan.forms.moment import format_moment
from relplanner.schedule.list_passes import before_bans, same_night
from relplanner.schedule.nodes import ACTIVE, UNBOUND

if TYPE_CHECKING:
    from relplanner.schedule.explain.chain import Walk
    from relplanner.schedule.network import Network

KEYS = ("deadline", "at", "constraint", "when")
TEXTS = {"deadline": "deadline", "at": "target", "constraint": "constraint", "when": "window's end"}


class Limit(NamedTuple):
    """A bound of a row's finish from above: the position, the field it comes from, where it is written."""

    high: int
    key: str
    text: str
    written: int


class End(NamedTuple):
    """What slack is counted to; ``row`` is where the count ends.

    ``kind`` is limit, t0, milestone, network, past (the end of the network, which a meeting does not move) or
    own (a meeting's date behind that).
    """

    kind: str
    row: int
    limit: Limit | None = None


def limits(walk: Walk, row: int) -> Iterator[Limit]:
    """The dates that a row, or a summary above it, should keep."""
    network, node = walk.network, walk.network.nodes[row]
    if node.high >= UNBOUND or node.state != ACTIVE:
        return
    activity = network.rows[row]
    for key in KEYS:
        given = getattr(activity, key)
        if given is None:
            continue
        _, high = walk.holds.bounds(row, key)
        if high >= UNBOUND:
            continue
        if key == "constraint":
            text = format_constraint(given)
        elif key == "when":
            text = format_moment(given.finish) if given.finish is not None else ""
        else:
            text = format_moment(given)
        yield Limit(high, key, text, row)
    at = network.parents[row]
    while at >= 0:
        due = network.rows[at].deadline
        minute = network.setting.moments.resolve(due, finish=True)
        if due is not None and minute is not None:
            yield Limit(network.axes[node.axis].position(minute), "deadline", format_moment(due), at)
        at = network.parents[at]


def missed_by(walk: Walk, row: int, limit: Limit) -> int:
    """By how many working minutes a row is later than a limit; 0 when it is kept."""
    node, axes = walk.network.nodes[row], walk.network.axes
    over = walk.holds.position(row) + node.work - limit.high
    if over > 0 and node.instant and node.calendar:
        over = axes[node.calendar].work_between(limit.high, limit.high + over)
    return max(0, over)


def end_of(walk: Walk, row: int) -> End:
    """What the slack of a row is counted to: the tightest bound, followed from successor to successor."""
    network = walk.network
    out = edges_out(network)
    at, seen = row, set[int]()
    while at not in seen:
        seen.add(at)
        best, end = _own(walk, at)
        ahead, hidden = -1, -1
        for number in out.get(at, ()):
            target = network.edges.target[number]
            if network.nodes[target].complete:
                hidden = target  # of what is complete the late date is not kept
                continue
            found = _allowed(walk, number, out)
            if found < best:
                best, ahead = found, target
        if hidden >= 0 and not network.nodes[at].complete and best > _late(walk, at, out):
            ahead = hidden
        if ahead < 0:
            return end
        at = _to_row(walk, ahead, out)
    return End("network", at)


def edges_out(network: Network) -> dict[int, list[int]]:
    """The numbers of the edges that leave each node. They are kept with the edges, which edits of lengths
    and dates share."""
    known = network.edges.out
    if known is None:
        known = {}
        for number, source in enumerate(network.edges.source):
            if source in known:
                known[source].append(number)
            else:
                known[source] = [number]
        network.edges.out = known  # whole: another thread may be looking
    return known


def _own(walk: Walk, at: int) -> tuple[int, End]:
    """Where a row's late finish begins to count back from, whatever follows it."""
    network, schedule = walk.network, walk.schedule
    node = network.nodes[at]
    axis = network.axes[node.axis]
    early = walk.holds.position(at)
    best, end = axis.position(schedule.network_finish), End("network" if node.extends else "past", at)
    if not node.extends and early + node.work > best:
        best, end = early + node.work, End("own", at)
    if at == network.milestone:
        best, end = early + node.work, End("milestone", at)
        target = network.setting.target
        if target is not None and axis.position(target) < best:
            best, end = axis.position(target), End("t0", at)
    for limit in limits(walk, at):
        if limit.high < best:
            best, end = limit.high, End("limit", at, limit)
    return best, end


def _late(walk: Walk, at: int, out: dict[int, list[int]]) -> int:
    """The latest finish of a node as a position; of a helper what its own successors allow."""
    network = walk.network
    if at < len(network.rows):
        node = network.nodes[at]
        return network.axes[node.axis].position(int(walk.schedule.late_finish[at]))
    return min((_allowed(walk, number, out) for number in out.get(at, ())), default=UNBOUND)


def _allowed(walk: Walk, number: int, out: dict[int, list[int]]) -> int:
    """The latest finish of an edge's source that its target allows, as the backward pass has it."""
    network, edges = walk.network, walk.network.edges
    source, target = edges.source[number], edges.target[number]
    one, other = network.nodes[source], network.nodes[target]
    late = _late(walk, target, out)
    if late >= UNBOUND:
        return UNBOUND
    elapsed, from_finish = edges.elapsed[number], edges.from_finish[number]
    gain = edges.work[number] - (other.work if edges.to_finish[number] else 0)
    if one.axis == other.axis and (elapsed == 0 or one.axis == 0):
        reach = one.work if from_finish else 0
        found = late + one.work - other.work - (reach + elapsed + gain)
    else:
        strict = 0 if from_finish or same_night(one, other) else 1
        start = network.axes[other.axis].start_at(late - other.work - gain)
        back = 0 if from_finish else one.work - strict
        found = network.axes[one.axis].position(start + strict - elapsed) + back
    return before_bans(found - one.work, one.bans) + one.work if one.bans else found


def _to_row(walk: Walk, at: int, out: dict[int, list[int]]) -> int:
    """Through helpers to the row behind them: the one that allows least."""
    while at >= len(walk.network.rows):
        at = walk.network.edges.target[min(out[at], key=lambda number: _allowed(walk, number, out))]
    return at
