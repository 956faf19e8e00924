"""Dates that hang on each other through anchors: which rows go round, and the way along which they do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from relplanner.plan.components import strong_groups
from relplanner.plan.findings import Finding
from relplanner.plan.forms.moment import Moment
from relplanner.schedule.links import Linker
from relplanner.schedule.moments import pins_of
from relplanner.schedule.network import Network
from relplanner.schedule.nodes import SUMMARY


@dataclass(frozen=True, slots=True)
class Via:
    """How one row hangs on another: the field that says so, whose it is, and the anchors between them."""

    path: str
    id: str
    anchors: tuple[str, ...]


@dataclass(slots=True)
class Ways:
    """Who follows whom, as rows: ``out`` by links and anchors, ``via`` of anchors alone."""

    out: dict[int, list[int]] = field(default_factory=dict)
    via: dict[tuple[int, int], Via] = field(default_factory=dict)


def circles_of(network: Network, moving: set[str]) -> tuple[list[Finding], frozenset[str]]:
    """A problem for each circle, and the ids in it. ``moving`` are activities whose dates did not come to
    rest."""
    ways = _ways(network)
    found: list[Finding] = []
    members: set[str] = set()
    for group in strong_groups(range(len(network.rows)), ways.out):
        inside = set(group)
        closing = [pair for pair in ways.via if inside.issuperset(pair)]
        if closing:
            found.append(_told(network, ways, inside, min(closing, key=lambda pair: pair[::-1])))
            members.update(network.ids[row] for row in group)
    if not found:
        message = "Dates that hang on other dates do not come to rest: anchors follow what waits for them."
        found.append(Finding("CYCLE", "error", message, _surrounding(network, moving)))
        members = moving
    return found, frozenset(members)


def _ways(network: Network) -> Ways:
    ways = Ways({row: [] for row in range(len(network.rows))})
    for source, target in zip(network.edges.source, network.edges.target, strict=True):
        one, other = network.owner[source], network.owner[target]
        if one != other:
            ways.out[one].append(other)
    linker = Linker(network, {})

    def leaves(row: int) -> list[int]:
        return linker.leaves_of(row) if network.nodes[row].state == SUMMARY else [row]

    for row, activity in enumerate(network.plan.activities):
        for key, moment in pins_of(activity):
            anchors, name, _ = network.setting.moments.trail(moment)
            source = network.index.get(name or "", -1)
            if source < 0:
                continue
            via = Via(
                f"activities[{row}].{key}", activity.id, tuple(each for each in anchors if each != name)
            )
            for one in leaves(source):
                for other in leaves(row):
                    if network.nodes[other].begun is None:
                        ways.out[one].append(other)
                        ways.via.setdefault((one, other), via)
    return ways


def _told(network: Network, ways: Ways, inside: set[int], closing: tuple[int, int]) -> Finding:
    last, first = closing
    came_from = {first: -1}
    queue = [first]
    for at in queue:
        for following in ways.out[at]:
            if following in inside and following not in came_from:
                came_from[following] = at
                queue.append(following)
    loop = [first, last]  # each follows the next
    while loop[-1] != first:
        loop.append(came_from[loop[-1]])
    names = []
    for follower, followed in pairwise(loop):
        names.append(f"“{network.rows[follower].name or network.rows[follower].id}”")
        via = ways.via.get((followed, follower))
        names += [f"the anchor “{each}”" if each != "T" else "T0" for each in (via.anchors if via else ())]
    chain = " follows ".join([*names, names[0] if len(names) > 1 else "itself"])
    message = f"Dates go round in a circle and cannot be told: {chain}. Give one of them a date of its own."
    said = ways.via[closing]
    return Finding("CYCLE", "error", message, said.path, id=said.id)


def _surrounding(network: Network, moving: set[str]) -> str:
    """What else can hang on an activity: the plan's start and status date, and freezes."""
    trail = network.setting.moments.trail
    return next((path for path, moment in _given(network) if trail(moment)[1] in moving), "anchors")


def _given(network: Network) -> Iterator[tuple[str, Moment | None]]:
    release = network.plan.release
    yield "release.start", release.start
    yield "release.status_date", release.status_date
    for position, freeze in enumerate(network.plan.freezes):
        yield f"freezes[{position}].from", freeze.from_
        yield f"freezes[{position}].to", freeze.to
