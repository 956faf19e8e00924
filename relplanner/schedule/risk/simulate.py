"""The simulation: chunks of trials through the network, and what they say of the release date."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from relplanner.plan.findings import Finding
from relplanner.schedule.nodes import DONE
from relplanner.schedule.risk.clocks import Clocks, LiveClocks, Vector, clocks_for
from relplanner.schedule.risk.criticality import Criticality
from relplanner.schedule.risk.draws import EACH
from relplanner.schedule.risk.inputs import CORRELATIONS, DISTRIBUTIONS, Inputs, inputs_of
from relplanner.schedule.risk.passes import Passes
from relplanner.schedule.risk.release import leading, release_ends
from relplanner.schedule.risk.result import Minutes, Partial, Risk
from relplanner.schedule.risk.sampling import EventSampler, Sampler
from relplanner.schedule.risk.tornado import drivers_of, events_of
from relplanner.schedule.risk.trial_network import TrialNetwork, compiled
from relplanner.schedule.schedule import Schedule
from relplanner.schedule.zone import DAY

WIDEST = 2500
"""Trials at once: many enough that numpy's calls are worth it, few enough for the processor's cache."""
_CELLS_AT_ONCE = 4_000_000
_NARROWEST = 128


def simulate(
    schedule: Schedule,
    *,
    trials: int = 10_000,
    seed: int = 1,
    correlate: str = "none",
    distribution: str = "pert",
    on_progress: Callable[[Partial], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Risk:
    """Run the plan of a schedule ``trials`` times with drawn lengths and risks.

    Lengths of estimated activities are beta-PERT unless ``distribution`` says ``triangular``; ``correlate``
    holds together those of one ``phase`` or one ``owner``. The same seed gives the same trials, however many
    there are. Never raises for a bad plan: what cannot be used is in the findings. Raises :class:`ValueError`
    for arguments that make no sense.
    """
    if trials < 1 or correlate not in CORRELATIONS or distribution not in DISTRIBUTIONS:
        raise ValueError(f"cannot simulate {trials} trials, correlated by {correlate}, {distribution}")
    run = _Run(schedule, trials, seed, correlate, distribution)
    done = 0
    while done < trials:
        if cancelled is not None and cancelled():
            break
        done += run.chunk(done, min(run.width, trials - done))
        if on_progress is not None and done < trials:
            on_progress(Partial(done, seed, schedule.target, run.ends(), trials))
    return run.result(done, trials)


class _Run:
    """One simulation under way."""

    def __init__(self, schedule: Schedule, trials: int, seed: int, correlate: str, distribution: str) -> None:
        self.schedule, self.seed = schedule, seed
        network = schedule._network
        self.inputs: Inputs = inputs_of(network)
        self.network: TrialNetwork = compiled(
            network,
            {each.row for each in self.inputs.estimates} | {event.row for event in self.inputs.events},
        )
        scale = 2 if self.network.phases else 1
        slot_of = self.network.slot_of
        self.sampler = Sampler(self.inputs.estimates, seed, distribution, correlate, scale)
        self.events = EventSampler(self.inputs.events, seed)
        self.slots = [slot_of[each.row] for each in self.inputs.estimates]
        self._scale = scale
        self._clocks: Clocks = LiveClocks(self.network.axes)
        if not self.network.phases:
            self._clocks = self._horizon()
        most = _CELLS_AT_ONCE // max(1, len(self.network.nodes)) // EACH * EACH
        self.width = max(_NARROWEST, min(WIDEST, most, -(-trials // EACH) * EACH))
        self._passes = self.passes(self.width, self._clocks)
        self._criticality = Criticality(self._passes)
        self._ends: list[Minutes] = []

    def passes(self, columns: int, clocks: Clocks) -> Passes:
        """Passes with a row for every span that varies."""
        spans: dict[int, Vector] = {}
        varying = dict.fromkeys([*self.slots, *self._worked()])
        if varying:
            rows = np.empty((len(varying), columns), dtype=np.int32 if self._scale == 2 else clocks.dtype)
            spans = dict(zip(varying, rows, strict=True))
        made = Passes(self.network, clocks if self._scale == 1 else _NARROW, columns, spans)
        for slot in self._delayed():
            made.delays[slot] = np.zeros(columns, dtype=made.clocks.dtype)
        return made

    def _worked(self) -> list[int]:
        """Slots of activities with work that risks may lengthen."""
        slots = (self.network.slot_of[event.row] for event in self.inputs.events)
        return [slot for slot in slots if not self.network.nodes[slot].instant]

    def _delayed(self) -> list[int]:
        slots = (self.network.slot_of[event.row] for event in self.inputs.events)
        return [slot for slot in slots if self.network.nodes[slot].instant]

    def _horizon(self) -> Clocks:
        """Clocks that reach from the first date of the plan to the last of its worst case."""
        made = self.passes(1, self._clocks)
        longest = dict(zip(self.slots, self.sampler.longest, strict=True))
        self._begin_spans(made)
        for slot, span in longest.items():
            made.spans[slot][:] = span  # type: ignore[index]
        for event in self.inputs.events:
            self._add(made, self.network.slot_of[event.row], event.minutes, np.ones(1, dtype=np.bool_))
        made.forward()
        nodes = self.network.nodes
        dates = [made.finish_minutes(slot)[0] for slot in range(len(nodes)) if self.network.is_row[slot]]
        start = self.schedule._network.setting.start or 0
        lows = [
            self.network.axes[node.axis].start_at(node.low)
            for slot, node in enumerate(nodes)
            if self.network.is_row[slot]
        ]
        done = [self.network.done_end] if self.network.done_end is not None else []
        margin = 45 * DAY + 2 * self._reach(made)
        first, last = min([start, *lows]), max([start, *dates, *done, *lows])
        return clocks_for(self.network.axes, int(first) - margin, int(last) + margin)

    def _reach(self, made: Passes) -> int:
        """How far links may look beyond the dates, as if all lags were long nights."""
        network = self.network
        edges = [edge for edges in network.into for edge in edges]
        lags = [max(abs(edge.elapsed), 5 * abs(edge.lag)) for edge in edges]
        shares = [5 * int(np.max(made.spans[edge.share.source])) for edge in edges if edge.share is not None]
        helpers = [5 * abs(node.work) for slot, node in enumerate(network.nodes) if not network.is_row[slot]]
        return max([0, *lags, *shares, *helpers])

    def _begin_spans(self, made: Passes) -> None:
        """Spans of activities that have no estimate, but a risk."""
        for slot in self._worked():
            made.spans[slot][:] = made._span(self.network.nodes[slot].work, False)  # type: ignore[index]
        for delay in made.delays.values():
            delay.fill(0)

    def _add(self, made: Passes, slot: int, minutes: int, happened: NDArray[np.bool_]) -> None:
        if slot in made.delays:
            made.delays[slot][happened] += minutes
        else:
            made.spans[slot][happened] += minutes * self._scale  # type: ignore[index]

    def chunk(self, first: int, count: int) -> int:
        """Run some trials; gives how many."""
        passes = self._passes
        self.draw(passes, first)
        passes.forward()
        self._ends.append(release_ends(self.network, passes)[:count])
        self._criticality.run(count)
        return count

    def draw(self, passes: Passes, first: int) -> None:
        """Lengths and risks of the trials from ``first`` on."""
        self._begin_spans(passes)
        self.sampler.fill(first, passes.columns, [passes.spans[slot] for slot in self.slots])  # type: ignore[misc]
        if self.inputs.events:
            happened = self.events.happened(first, passes.columns)
            for event, trials in zip(self.inputs.events, happened, strict=True):
                self._add(passes, self.network.slot_of[event.row], event.minutes, trials)

    def ends(self) -> Minutes:
        return np.concatenate(self._ends) if self._ends else np.empty(0, dtype=np.int64)

    def criticality(self, trials: int) -> dict[str, float]:
        """By row id; rows without dates are left out, finished ones decide nothing any more."""
        if not trials:
            return {}
        made = self._criticality
        counts = dict(made.summary_counts)
        for row, slot in self.network.slot_of.items():
            counts[row] = made.counts[slot]
        nodes = self.schedule._network.nodes
        ids = self.schedule.ids
        return {
            ids[row]: counts.get(row, 0) / trials
            for row in range(len(ids))
            if row in counts or nodes[row].state == DONE
        }

    def _reach_of_release(self) -> set[int]:
        """Slots that spread the release date: on one calendar only what is critical at times, on several what
        leads there, as a weekend may give slack to what counts."""
        counts = self._criticality.counts
        reach = leading(self.network)
        return {slot for slot in reach if counts[slot]} if self.network.phases else reach

    def result(self, trials: int, wanted: int) -> Risk:
        findings = list(self.inputs.findings)
        ends = self.ends()
        if not len(ends) and trials:
            message = (
                "The release has no date, so its risk cannot be told; the problems of the schedule say why."
            )
            findings.insert(0, Finding("RISK-NO-DATE", "error", message, "release.milestone"))
        if self.schedule._network.setting.moments.uses_activities:
            message = (
                "Dates that hang on the date of an activity stay in every trial where the schedule has them."
            )
            findings.append(Finding("RISK-ANCHOR", "info", message))
        if self.schedule._network.waiting:
            message = (
                "What waits for the start of a summary follows, in every trial, the part that starts first "
                "in the schedule."
            )
            findings.append(Finding("RISK-FIRST-PART", "info", message))
        if trials < wanted:
            message = f"The simulation was stopped after {trials:,} of {wanted:,} trials."
            findings.append(Finding("RISK-CANCELLED", "info", message))
        drivers = drivers_of(self.schedule, self._reach_of_release(), self.sampler, self.slots, ends)
        events = events_of(self.schedule, self.events, ends)
        known = Partial(trials, self.seed, self.schedule.target, ends, wanted)
        return Risk(known, self.criticality(trials), drivers, events, tuple(findings))


class _Narrow(LiveClocks):
    """For phases, which need no clocks: numbers of 32 bits."""

    dtype = np.int32  # type: ignore[assignment]


_NARROW = _Narrow([])
