"""From dependencies to edges: lags counted, summaries expanded, what has happened turned into bounds."""

from __future__ import annotations

from relplanner.plan.findings import Finding
from relplanner.plan.forms.dependency import Dependency
from relplanner.plan.forms.duration import Duration
from relplanner.plan.plan import Plan
from relplanner.schedule.calendars import WorkCalendar
from relplanner.schedule.identity import ambiguities
from relplanner.schedule.network import FINISH, START, Network, nodes_of
from relplanner.schedule.nodes import ACTIVE, DONE, SUMMARY, UNBOUND, VOID, Node
from relplanner.schedule.setting import Setting


def compile_network(plan: Plan, setting: Setting, first_parts: dict[int, int] | None = None) -> Network:
    """Build the network. ``first_parts`` names for a summary the leaf that starts first, once that is
    known."""
    network = nodes_of(plan, setting)
    Linker(network, first_parts or {}).link_all()
    network.problems.extend(network.workshop.problems)
    network.problems.extend(setting.moments.problems)
    network.problems.extend(ambiguities(plan, network.parents))
    return network


class Linker:
    """Adds the edges of a network."""

    def __init__(self, network: Network, first_parts: dict[int, int]) -> None:
        self.network = network
        self.first_parts = first_parts
        self._leaves: dict[int, list[int]] = {}
        self._hubs: dict[int, int] = {}
        self._lags: dict[tuple[str, Duration], tuple[int, int]] = {}
        self._parts: dict[int, list[int]] | None = None

    def link_all(self) -> None:
        for position, activity in enumerate(self.network.rows):
            if activity.after:
                self.link_row(position)
        self._bound_summaries()

    def link_row(self, position: int) -> None:
        """Add the edges that lead into one row."""
        network = self.network
        if network.nodes[position].state == DONE:
            return
        index = network.index
        for number, dependency in enumerate(network.rows[position].after):
            if dependency.soft:
                continue
            source = index.get(dependency.on)
            if source is None:
                source = self.find(dependency.on)
            if source is None or source == position:
                self._refuse(position, number, dependency)
            else:
                self._link(source, position, dependency)

    def find(self, name: str) -> int | None:
        """The row of a name. Gates and phases share the activities' space of ids, ``section/id`` names any
        other."""
        index = self.network.index
        if name in index:
            return index[name]
        gate = self.network.plan.entry("gates", name.removeprefix("gates/"))
        if gate is not None and gate.activity in index:
            return index[gate.activity]
        return index.get(f"rollout/{name}", index.get(name.removeprefix("activities/")))

    def _refuse(self, position: int, number: int, dependency: Dependency) -> None:
        activity = self.network.rows[position]
        name = activity.name or activity.id
        path = f"activities[{position}].after[{number}]"
        if position >= len(self.network.plan.activities):
            path = f"rollout.phases[{position - len(self.network.plan.activities)}].after[{number}]"
        if dependency.on == activity.id:
            message, code = f"“{name}” waits for itself; the link is ignored.", "SELF-LINK"
        else:
            message = f"“{name}” waits for “{dependency.on}”, which does not exist; the link is ignored."
            code = "UNKNOWN-ID"
        self.network.problems.append(Finding(code, "error", message, path, id=activity.id))

    def _link(self, source: int, target: int, dependency: Dependency) -> None:
        nodes = self.network.nodes
        from_finish = FINISH if dependency.type[0] == "F" else START
        if nodes[target].state != SUMMARY and nodes[source].state != SUMMARY:
            self._edge(source, target, dependency)
            return
        targets = self.leaves_of(target) if nodes[target].state == SUMMARY else [target]
        if source in self._above(target) or target in self._above(source):
            self._own_part(source, target)
            return
        if nodes[source].state == SUMMARY:
            if from_finish == FINISH:
                source = self._hub(source)
            else:
                self.network.waiting.append((source, dependency, target))
                source = self.first_parts.get(source, -1)
        if source >= 0:
            for leaf in targets:
                self._edge(source, leaf, dependency)

    def _own_part(self, source: int, target: int) -> None:
        rows = self.network.rows
        one, other = (rows[at].name or rows[at].id for at in (target, source))
        message = f"“{one}” waits for “{other}”, but one is part of the other; the link is ignored."
        self.network.problems.append(
            Finding("SUMMARY-FIELDS", "error", message, f"activities[{target}].after", id=rows[target].id)
        )

    def _above(self, position: int) -> list[int]:
        above = []
        at = self.network.parents[position]
        while at >= 0:
            above.append(at)
            at = self.network.parents[at]
        return above

    def _edge(self, source: int, target: int, dependency: Dependency) -> None:
        network = self.network
        from_node, to_node = network.nodes[source], network.nodes[target]
        from_finish = 1 if dependency.type[0] == "F" else 0
        to_finish = 1 if dependency.type[1] == "F" else 0
        if to_node.state == DONE or (to_node.begun is not None and not to_finish):
            return  # what has begun no longer waits to start
        elapsed = work = 0
        if dependency.lag is not None and dependency.lag.amount:
            elapsed, work = self.lag(dependency.lag, source, target)
        if work and to_node.axis != to_node.calendar:
            self._through_helper(source, target, from_finish, to_finish, work)
        elif from_node.state == DONE or (from_node.begun is not None and not from_finish):
            self._constant(source, target, from_finish, to_finish, elapsed, work)
        else:
            network.edges.add(source, target, from_finish, to_finish, elapsed, work)

    def _constant(
        self, source: int, target: int, from_finish: int, to_finish: int, elapsed: int, work: int
    ) -> None:
        """What has happened does not move: the link is a lower bound."""
        from_node, to_node = self.network.nodes[source], self.network.nodes[target]
        minute = from_node.ended if from_finish else from_node.begun
        assert minute is not None
        self.network.adjusted.add(target)
        position = self.network.axes[to_node.axis].position(minute + elapsed) + work
        to_node.low = max(to_node.low, position - (to_node.work if to_finish else 0))

    def _through_helper(self, source: int, target: int, from_finish: int, to_finish: int, work: int) -> None:
        """Working lag before something that does not run on its calendar's axis: the lag becomes a node on
        it."""
        to_node = self.network.nodes[target]
        helper = self._helper(target, Node(to_node.calendar, to_node.calendar, work, -UNBOUND, extends=False))
        from_node = self.network.nodes[source]
        if from_node.state == DONE or (from_node.begun is not None and not from_finish):
            self._constant(source, helper, from_finish, START, 0, 0)
        else:
            self.network.edges.add(source, helper, from_finish, START, 0, 0)
        self.network.edges.add(helper, target, FINISH, to_finish, 0, 0)

    def _helper(self, owner: int, node: Node) -> int:
        self.network.nodes.append(node)
        self.network.owner.append(owner)
        return len(self.network.nodes) - 1

    def lag(self, lag: Duration, source: int, target: int) -> tuple[int, int]:
        """A lag as (elapsed minutes, minutes of work on the successor's calendar)."""
        calendar = self._calendar(target)
        if lag.unit == "%":
            self.network.percent_sources.add(source)
            share, elapsed = self._share(source, lag.amount)
            return (share, 0) if elapsed else (0, share)
        key = (calendar.id, lag)
        known = self._lags.get(key)
        if known is None:
            minutes = calendar.minutes(lag)
            always = calendar.axis is None or calendar.axis.continuous
            known = self._lags[key] = (minutes, 0) if lag.elapsed or always else (0, minutes)
        return known

    def _share(self, source: int, percent: float) -> tuple[int, bool]:
        """A percentage of the predecessor's duration, and whether that is elapsed."""
        activity = self.network.rows[self.network.owner[source]]
        node = self.network.nodes[source]
        minutes = node.work
        if node.begun is not None and activity.duration is not None:
            minutes = self._calendar(source).minutes(activity.duration)
        return round(minutes * percent / 100), activity.duration is not None and activity.duration.elapsed

    def _calendar(self, position: int) -> WorkCalendar:
        activity = self.network.rows[self.network.owner[position]]
        return self.network.setting.calendars.get(activity.calendar)

    def _hub(self, summary: int) -> int:
        """A helper that stands for the last finish of a summary's parts."""
        known = self._hubs.get(summary)
        if known is None:
            known = self._helper(summary, Node(0, 0, 0, -UNBOUND, instant=True, extends=False))
            self._hubs[summary] = known
            nodes = self.network.nodes
            for leaf in self.leaves_of(summary):
                if nodes[leaf].state == DONE:
                    self._constant(leaf, known, FINISH, START, 0, 0)
                elif not nodes[leaf].open_ended:
                    self.network.edges.add(leaf, known, FINISH, START, 0, 0)
        return known

    def leaves_of(self, summary: int) -> list[int]:
        known = self._leaves.get(summary)
        if known is None:
            if self._parts is None:
                self._parts = _parts_of(self.network.parents)  # whole: another thread may be looking
            known = []
            stack = [summary]
            while stack:
                at = stack.pop()
                below = self._parts.get(at)
                if below is None:
                    known.append(at)
                else:
                    stack.extend(reversed(below))
            self._leaves[summary] = known
        return known

    def _bound_summaries(self) -> None:
        """Pins and deadlines of a summary hold for each of its parts."""
        network = self.network
        for position, node in enumerate(network.nodes[: len(network.rows)]):
            if node.state != SUMMARY:
                continue
            activity = network.rows[position]
            if activity.start is None and activity.at is None and activity.deadline is None:
                continue
            first = network.setting.moments.resolve(activity.start or activity.at)
            last = network.setting.moments.resolve(activity.deadline, finish=True)
            lost = network.setting.moments.never_dated(activity)
            for leaf in self.leaves_of(position):
                part = network.nodes[leaf]
                if part.state != ACTIVE:
                    continue
                network.adjusted.add(leaf)
                if lost and part.begun is None:
                    part.state = VOID
                    continue
                axis = network.axes[part.axis]
                if first is not None and part.begun is None:
                    part.low = max(part.low, axis.position(first))
                if last is not None:
                    part.high = min(part.high, axis.position(last))


def _parts_of(parents: list[int]) -> dict[int, list[int]]:
    parts: dict[int, list[int]] = {}
    for position, parent in enumerate(parents):
        if parent >= 0:
            parts.setdefault(parent, []).append(position)
    return parts
