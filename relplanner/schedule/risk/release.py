"""When the release is out in each column of the passes."""

from __future__ import annotations

import numpy as np

from relplanner.schedule.links import Linker
from relplanner.schedule.nodes import DONE, SUMMARY
from relplanner.schedule.risk.passes import Passes
from relplanner.schedule.risk.result import Minutes
from relplanner.schedule.risk.trial_network import TrialNetwork


def release_ends(network: TrialNetwork, passes: Passes) -> Minutes:
    """The projected date of each column, UTC minutes, after a run forward; empty when the release has
    none."""
    if network.milestone >= 0:
        return passes.finish_minutes(network.milestone)
    if not network.dated or network.milestone_row >= 0:
        return _elsewhere(network, passes)
    end = passes.minutes(passes.end(), 0, True)
    if network.open_end >= 0:
        end = np.maximum(end, passes.start_minutes(network.open_end))
    return np.maximum(end, network.done_end) if network.done_end is not None else end


def _elsewhere(network: TrialNetwork, passes: Passes) -> Minutes:
    """Of a milestone that is finished, a summary, or without a date."""
    nodes, row = network.network.nodes, network.milestone_row
    if network.finished_milestone is not None:
        return np.full(passes.columns, network.finished_milestone, dtype=np.int64)
    if row < 0 or nodes[row].state != SUMMARY:
        return np.empty(0, dtype=np.int64)
    found: list[Minutes] = []
    for leaf in parts_of_milestone(network):
        ended = nodes[leaf].ended
        if nodes[leaf].state == DONE and ended is not None:
            found.append(np.full(passes.columns, ended, dtype=np.int64))
        elif leaf in network.slot_of:
            found.append(passes.finish_minutes(network.slot_of[leaf]))
    return np.maximum.reduce(found) if found else np.empty(0, dtype=np.int64)


def parts_of_milestone(network: TrialNetwork) -> list[int]:
    """The rows that decide when a milestone that is a summary is reached; none when it is no summary."""
    row = network.milestone_row
    if row < 0 or network.network.nodes[row].state != SUMMARY:
        return []
    return Linker(network.network, {}).leaves_of(row)


def ends_of_release(network: TrialNetwork) -> list[int] | None:
    """Slots that say when the release is out; ``None`` when it is the end of the network."""
    if network.milestone >= 0:
        return [network.milestone]
    if network.milestone_row < 0:
        return None
    return [network.slot_of[row] for row in parts_of_milestone(network) if row in network.slot_of]


def leading(network: TrialNetwork) -> set[int]:
    """Slots that the release date depends on."""
    ends = ends_of_release(network)
    if ends is None:
        return set(range(len(network.nodes)))
    found = set(ends)
    stack = list(ends)
    while stack:
        for edge in network.into[stack.pop()]:
            if edge.source not in found:
                found.add(edge.source)
                stack.append(edge.source)
    return found
