"""The array engine: a network made ready for numpy, patched between edits and run as a whole.

It writes into scratch arrays of its own, so one thread at a time may use it (``lock``); results are fresh
arrays that nobody writes to again. An edit that cannot be patched leaves it ``broken``: then a new one is
made.
"""

from __future__ import annotations

import threading

from relplanner.schedule.columns import RowValues
from relplanner.schedule.frame import Frame, NodeArrays
from relplanner.schedule.levels import EdgeArrays, edge_arrays, levels_of
from relplanner.schedule.network import Network
from relplanner.schedule.phase_passes import PhasePasses, all_places, one_axis
from relplanner.schedule.table_passes import TablePasses
from relplanner.schedule.tables import TooWide


class NotForArrays(Exception):
    """The list engine does better: nearly a single chain, or dates centuries apart."""


class ArrayEngine:
    """Holds the numbers of ``network``; both change together."""

    def __init__(
        self,
        network: Network,
        span: tuple[int, int],
        like: ArrayEngine | None = None,
        edges: EdgeArrays | None = None,
        changed: list[int] | None = None,
    ) -> None:
        """``span`` is where the dates are expected, in UTC minutes. Raises :class:`NotForArrays`.

        ``like`` is an engine from which only the edges and the numbers of the ``changed`` rows differ.
        """
        self.lock = threading.Lock()
        self.broken = False
        if like is None:
            nodes = NodeArrays.of(network)
        else:
            nodes = like.frame.nodes.copy()
            nodes.take(network, changed or ())
        edges = edges if edges is not None else edge_arrays(network)
        levels = levels_of(edges, nodes.active)
        if levels is None or len(levels.steps) > max(2000, len(levels.nodes) // 2):
            raise NotForArrays
        self.frame: Frame = Frame(network, nodes, edges, levels, like.frame if like is not None else None)
        self.frame.take(network, changed or ())
        self.passes = self._passes(span, like)

    def _passes(self, span: tuple[int, int], like: ArrayEngine | None) -> PhasePasses | TablePasses:
        frame, kept = self.frame, like.passes if like is not None else None
        number = one_axis(frame.nodes, frame.edges, frame.bans)
        if number > 0:
            phases = PhasePasses(frame, number, kept if isinstance(kept, PhasePasses) else None)
            if phases.set_bounds(all_places(frame)):
                return phases
        try:
            return TablePasses(frame, span, kept if isinstance(kept, TablePasses) else None)
        except TooWide:
            raise NotForArrays from None

    @property
    def network(self) -> Network:
        return self.frame.network

    def patch(self, network: Network, changed: list[int]) -> bool:
        """Take over a network that differs in lengths and bounds of some rows only; False when that cannot be
        done."""
        places = self.frame.take(network, changed)
        self.passes.set_edges(self.frame.edges_of(changed))
        self.broken = not self.passes.set_bounds(places)
        return not self.broken

    def run(self) -> tuple[RowValues, int]:
        """The columns of the network, and its finish in UTC minutes. Raises :class:`NotForArrays`."""
        try:
            return self.passes.run()
        except TooWide:
            self.broken = True
            raise NotForArrays from None
