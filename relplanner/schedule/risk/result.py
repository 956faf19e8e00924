"""What a simulation found: values that pages and reports read."""

from __future__ import annotations

from collections.abc import Mapping
from math import ceil

import numpy as np
from numpy.typing import NDArray

from relplanner.plan.findings import Finding
from relplanner.values import value

Minutes = NDArray[np.int64]


@value
class Histogram:
    """``counts[i]`` trials end from ``edges[i]`` on and before ``edges[i + 1]`` (the last one included)."""

    edges: tuple[int, ...]
    counts: tuple[int, ...]


@value
class Driver:
    """What spreads the release date: an uncertain activity.

    ``correlation`` is Spearman's between its length and the release date; ``swing_minutes`` the mean release
    date over the trials in its lowest and its highest tenth, as elapsed minutes from the mean of all.
    """

    id: str
    name: str
    correlation: float
    swing_minutes: tuple[int, int]

    @property
    def span_minutes(self) -> int:
        return self.swing_minutes[1] - self.swing_minutes[0]

    @property
    def drives(self) -> bool:
        """Whether a long one makes the release late and a short one early."""
        low, high = self.swing_minutes
        return low < 0 < high


@value
class EventShare:
    """What a risk of the plan does to the release date.

    ``happened`` is the share of trials with it, ``effect_minutes`` how much later (elapsed) these end in the
    mean than those without, ``share`` its part of the variance of the release date, 0..1.
    """

    id: str
    name: str
    activity: str
    probability: float
    happened: float
    effect_minutes: int
    share: float


class Ends:
    """The release dates of trials, sorted UTC minutes. Empty when the release has no date."""

    def __init__(self, trials: int, seed: int, target: int | None, finish: Minutes) -> None:
        finish = np.sort(finish)
        finish.setflags(write=False)
        self.trials, self.seed, self.target, self.finish = trials, seed, target, finish

    def percentile(self, p: float) -> int:
        """The minute by which ``p`` of 100 trials have ended: one of the dates found, not between two.

        Raises :class:`ValueError` for what is not within 0..100, and when no trial has a date.
        """
        if not 0 <= p <= 100:
            raise ValueError(f"a percentile lies between 0 and 100, not at {p}")
        if not len(self.finish):
            raise ValueError("the release has no date, so it has no percentiles")
        return int(self.finish[max(0, ceil(round(p * len(self.finish) / 100, 6)) - 1)])

    @property
    def on_time_probability(self) -> float | None:
        """The share of trials that end by T0; ``None`` without T0 or without dates."""
        if self.target is None or not len(self.finish):
            return None
        return float(np.searchsorted(self.finish, self.target, side="right")) / len(self.finish)

    @property
    def mean(self) -> float | None:
        return float(self.finish.mean()) if len(self.finish) else None

    def histogram(self, bins: int = 60) -> Histogram:
        """Bins of whole minutes of equal width, fewer when the dates lie closer together than that."""
        if not len(self.finish):
            return Histogram((), ())
        first, last = int(self.finish[0]), int(self.finish[-1]) + 1
        width = -(-(last - first) // max(1, bins))
        count = -(-(last - first) // width)
        edges = first + width * np.arange(count + 1)
        counts = np.diff(np.searchsorted(self.finish, edges))
        return Histogram(tuple(edges.tolist()), tuple(counts.tolist()))

    def s_curve(self, points: int = 200) -> tuple[tuple[int, float], ...]:
        """Minutes with the probability of having ended by then, rising; the last one is certain."""
        count = len(self.finish)
        if not count:
            return ()
        at = np.unique(np.linspace(0, count - 1, max(2, points)).astype(np.int64))
        minutes = np.unique(self.finish[at])
        chance = np.searchsorted(self.finish, minutes, side="right") / count
        return tuple(zip(minutes.tolist(), chance.tolist(), strict=True))


class Partial(Ends):
    """What is known while the simulation runs: ``trials`` of ``wanted`` are done."""

    def __init__(self, trials: int, seed: int, target: int | None, finish: Minutes, wanted: int) -> None:
        super().__init__(trials, seed, target, finish)
        self.wanted = wanted

    @property
    def progress(self) -> float:
        return self.trials / self.wanted if self.wanted else 1.0


class Risk(Ends):
    """The whole answer. ``drivers`` come with the widest swing first, ``events`` with the largest share.

    ``criticality`` gives for every row that has dates the share of trials in which it decides the end: its
    total slack, counted back from the release's own date of that trial, is at or below the plan's threshold.
    Neither T0 nor a deadline makes anything more critical here. ``trials`` is smaller than what was asked
    for when somebody cancelled.
    """

    def __init__(
        self,
        ends: Partial,
        criticality: Mapping[str, float],
        drivers: tuple[Driver, ...],
        events: tuple[EventShare, ...],
        findings: tuple[Finding, ...],
    ) -> None:
        super().__init__(ends.trials, ends.seed, ends.target, ends.finish)
        self.criticality = criticality
        self.drivers = drivers
        self.events = events
        self.findings = findings
