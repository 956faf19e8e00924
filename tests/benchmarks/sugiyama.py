"""fast-sugiyama, the library that layouts are measured against: its drawing and its crossings."""

from __future__ import annotations

from collections.abc import Sequence

import fast_sugiyama
import numpy as np

from relplanner.ui.dependencies.layout.crossings import crossings


def drawn(links: Sequence[tuple[str, str]]) -> fast_sugiyama.Layouts:
    """Its layout at its own settings. The links must make no circle: it ends the process at one."""
    return fast_sugiyama.from_edges(links, vertex_spacing=84.0)


def fast_sugiyama_crossings(links: Sequence[tuple[str, str]]) -> int:
    """Crossings between its neighbouring columns, places in passing included: counted as ours are."""
    return crossings_of(drawn(links))


def crossings_of(layouts: fast_sugiyama.Layouts) -> int:
    total = 0
    for places, _, _, pieces in layouts:
        at = dict(places)
        down = all(at[tail][1] < at[head][1] for tail, head in pieces)
        order = sorted(at, key=lambda knot: (at[knot][1] if down else -at[knot][1], at[knot][0]))
        slot = {knot: number for number, knot in enumerate(order)}
        tails = np.array([slot[tail] for tail, _ in pieces])
        total += crossings(tails, np.array([slot[head] for _, head in pieces]))
    return total
