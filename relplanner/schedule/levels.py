"""The network level by level: nodes sorted so that each level's sources lie before it, edges to match.

Depends on which nodes are tied to which, not on lengths or bounds, so it is kept while only those change.
Places (positions in this order) are what the arrays of the passes are indexed by.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from relplanner.schedule.network import Edges, Network

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
Narrow = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Step:
    """One level. ``first:last`` are the places of its nodes, ``first:leading`` of those with edges going out.

    ``into`` and ``out`` are its ranges in the edges sorted by target and by source, ``into_at`` and
    ``out_at`` where in these ranges each node's edges begin.
    """

    first: int
    last: int
    leading: int
    into: slice
    into_at: Ints
    out: slice
    out_at: Ints


@dataclass(frozen=True, slots=True)
class Out:
    """The edges going out of some places: a range or numbers of ``by_source``, and where each place's begin
    in them.

    ``ranks`` holds for the second, third ... edge of each place which places have one and where: most have
    few, so that the least of each is found rank by rank, quicker than by a reduction of stretches.
    """

    places: Ints
    edges: slice | Ints
    at: Ints
    ranks: tuple[tuple[Ints, Ints], ...] | None

    @property
    def count(self) -> int:
        """The number of edges."""
        return self.edges.stop if isinstance(self.edges, slice) else len(self.edges)

    def least(self, edge: Ints) -> Ints:
        if not len(self.at):
            return np.empty(0, np.int64)
        if self.ranks is None:
            return np.minimum.reduceat(edge, self.at)
        found = edge.take(self.at, mode="clip")
        for which, at in self.ranks:
            found[which] = np.minimum(found.take(which, mode="clip"), edge.take(at, mode="clip"))
        return found


def _out_of(places: Ints, edges: slice | Ints, at: Ints, sizes: Ints) -> Out:
    most = int(sizes.max(initial=0))
    ranks = None
    if most <= 64:
        kept = [np.flatnonzero(sizes > rank) for rank in range(1, most)]
        ranks = tuple((which, at[which] + rank + 1) for rank, which in enumerate(kept))
    return Out(places, edges, at.astype(np.intp), ranks)


@dataclass(frozen=True, slots=True)
class Levels:
    """``nodes[place]`` and ``places[node]`` (-1: not scheduled). ``by_target`` and ``by_source`` order the
    edges; ``sources`` are the places of the sources in the first, ``targets`` of the targets in the
    second."""

    nodes: Ints
    places: Ints
    by_target: Ints
    by_source: Ints
    sources: Ints
    targets: Ints
    steps: tuple[Step, ...]
    leading: Ints
    """Places of all nodes with edges going out, in the order of ``by_source``."""
    into: Ints
    """Where in ``by_target`` each place's edges begin; one more entry ends the last."""
    out: Ints
    """The same in ``by_source``."""

    def out_of(self, places: Ints) -> Out:
        """The edges going out of some of the leading places."""
        edges, at, sizes = _stretches(self.out, places)
        return _out_of(places, edges, at, sizes)

    def before(self, places: Ints) -> Ints:
        """The places of the sources of all edges into some places."""
        found: Ints = self.sources[_stretches(self.into, places)[0]]
        return found

    def out_of_all(self) -> Out:
        at = self.out[self.leading]
        return _out_of(self.leading, slice(0, len(self.by_source)), at, self.out[self.leading + 1] - at)


def _stretches(begins: Ints, places: Ints) -> tuple[Ints, Ints, Ints]:
    """The numbers of the edges of some places one after the other, where each place's begin, and how many
    there are."""
    sizes = begins[places + 1] - begins[places]
    at = np.cumsum(sizes) - sizes
    return np.repeat(begins[places] - at, sizes) + np.arange(int(sizes.sum())), at, sizes


@dataclass(frozen=True, slots=True)
class EdgeArrays:
    """The network's edges as arrays, in the network's order."""

    source: Ints
    target: Ints
    from_finish: Flags
    to_finish: Flags
    elapsed: Ints
    work: Ints

    def listed(self) -> Edges:
        return Edges(*(getattr(self, entry.name).tolist() for entry in dataclasses.fields(self)))


def edge_arrays(network: Network) -> EdgeArrays:
    edges = network.edges
    return EdgeArrays(
        np.array(edges.source, dtype=np.int64),
        np.array(edges.target, dtype=np.int64),
        np.array(edges.from_finish, dtype=np.bool_),
        np.array(edges.to_finish, dtype=np.bool_),
        np.array(edges.elapsed, dtype=np.int64),
        np.array(edges.work, dtype=np.int64),
    )


def joined_arrays(edges: EdgeArrays, fresh: Network, rows: list[int]) -> EdgeArrays:
    """The edges without those into some rows, and behind them those of another network."""
    kept = ~np.isin(edges.target, rows)
    more = edge_arrays(fresh)
    return EdgeArrays(
        *(
            np.concatenate((getattr(edges, entry.name)[kept], getattr(more, entry.name)))
            for entry in dataclasses.fields(EdgeArrays)
        )
    )


def levels_of(edges: EdgeArrays, active: Flags) -> Levels | None:
    """Sort the active nodes into levels; ``None`` when they go round in a circle."""
    count = len(active)
    level, order, starts = _depths(edges, active)
    if order is None:
        return None
    has_out = np.zeros(count, dtype=np.bool_)
    has_out[edges.source] = True
    # Within a level those with edges going out come first, so that the backward pass works on a slice.
    nodes = order[_sorted(2 * level[order] + ~has_out[order])]
    places = np.full(count, -1, dtype=np.int64)
    places[nodes] = np.arange(len(nodes))
    target_places, source_places = places[edges.target], places[edges.source]
    by_target, by_source = _sorted(target_places), _sorted(source_places)
    into = np.searchsorted(target_places[by_target], np.arange(len(nodes) + 1))
    out = np.searchsorted(source_places[by_source], np.arange(len(nodes) + 1))
    leads = has_out[nodes]
    steps = tuple(_step(int(first), int(last), leads, into, out) for first, last in pairwise(starts))
    leading = np.flatnonzero(leads)
    return Levels(
        nodes, places, by_target, by_source, source_places[by_target], target_places[by_source], steps,
        leading, into, out,
    )  # fmt: skip


def _sorted(numbers: Ints) -> Ints:
    """The stable order of numbers from -1 to 2**31: numpy sorts 16 bits by their digits, ten times as fast as
    64 by comparing.
    """
    numbers = numbers + 1
    order = np.argsort(numbers.astype(np.uint16), kind="stable")  # by the lower half
    if int(numbers.max(initial=0)) > 0xFFFF:
        order = order[np.argsort((numbers[order] >> 16).astype(np.uint16), kind="stable")]
    return order


def _step(first: int, last: int, leads: Flags, into: Ints, out: Ints) -> Step:
    leading = first + int(np.count_nonzero(leads[first:last]))
    into_range, out_range = (
        slice(int(into[first]), int(into[last])),
        slice(int(out[first]), int(out[leading])),
    )
    return Step(
        first, last, leading,
        into_range, (into[first:last] - into_range.start).astype(np.intp),
        out_range, (out[first:leading] - out_range.start).astype(np.intp),
    )  # fmt: skip


def _depths(edges: EdgeArrays, active: Flags) -> tuple[Ints, Ints | None, list[int]]:
    """Level of each node, the nodes by level, and where each level begins in that; breadth first from the
    roots."""
    count = len(active)
    waits = np.bincount(edges.target, minlength=count)
    by_source = _sorted(edges.source)
    targets = edges.target[by_source]
    begins = np.searchsorted(edges.source[by_source], np.arange(count + 1))
    sizes = np.diff(begins)
    level = np.zeros(count, dtype=np.int64)
    front = np.flatnonzero(active & (waits == 0))
    fronts, starts, depth = [front], [0, len(front)], 0
    mark = np.empty(count, dtype=np.int64)
    while len(front):
        size = sizes[front]
        total = int(size.sum())
        if not total:
            break
        skip = np.repeat(begins[front] - np.concatenate(([0], np.cumsum(size)[:-1])), size)
        reached = targets[skip + np.arange(total)]
        np.subtract.at(waits, reached, 1)
        ready = reached[waits[reached] == 0]
        numbers = np.arange(len(ready))
        mark[ready] = numbers
        front = ready[mark[ready] == numbers]  # each once, as np.unique would, without sorting
        depth += 1
        level[front] = depth
        if len(front):
            fronts.append(front)
            starts.append(starts[-1] + len(front))
    order = np.concatenate(fronts)
    return level, order if len(order) == int(np.count_nonzero(active)) else None, starts
