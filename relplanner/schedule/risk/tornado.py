"""What spreads the release date. Lengths are drawn once more, which is quicker than keeping them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from relplanner.schedule.risk.result import Driver, EventShare, Minutes
from relplanner.schedule.risk.sampling import EventSampler, Sampler
from relplanner.schedule.schedule import Schedule

_BATCH = 32
_LEAST = 20
"""Trials below which nothing is said of what spreads them."""
Floats = NDArray[np.float64]


def ranks(values: NDArray[np.integer]) -> Floats:
    """Ranks from 0 on; equal values share the mean of theirs."""
    order = np.sort(values)
    low, high = np.searchsorted(order, values, "left"), np.searchsorted(order, values, "right")
    return (low + high - 1) / 2.0


def drivers_of(
    schedule: Schedule, reach: set[int], sampler: Sampler, slots: Sequence[int], ends: Minutes
) -> tuple[Driver, ...]:
    """Of the uncertain activities those within ``reach``, the widest swing first."""
    count = len(ends)
    if count < _LEAST or ends.min() == ends.max():
        return ()
    dates = ranks(ends)
    dates = ((dates - dates.mean()) / dates.std()).astype(np.float32)
    late = (ends - ends.mean()).astype(np.float32)
    found: list[Driver] = []
    spreading = [at for at, slot in enumerate(slots) if slot in reach and sampler.spreads(at)]
    for begin in range(0, len(spreading), _BATCH):
        lines = spreading[begin : begin + _BATCH]
        uniform = sampler.uniform(0, count, lines)
        correlations = _correlations(uniform, dates)
        lows, highs = _mean_where(uniform < 0.1, late), _mean_where(uniform >= 0.9, late)
        for line, at in enumerate(lines):
            row = sampler.uncertain[at].row
            name = schedule.activity(row).name or schedule.ids[row]
            swing = round(float(lows[line])), round(float(highs[line]))
            found.append(Driver(schedule.ids[row], name, float(correlations[line]), swing))
    return tuple(sorted(found, key=lambda each: (-abs(each.span_minutes), -abs(each.correlation), each.id)))


def _correlations(uniform: NDArray[np.float32], dates: NDArray[np.float32]) -> NDArray[np.float32]:
    """Of each line with ranks of dates, of mean 0 and deviation 1. Uniform numbers rank themselves."""
    centred = uniform - uniform.mean(axis=1, keepdims=True)
    deviation = np.sqrt((centred * centred).mean(axis=1))
    found: NDArray[np.float32] = centred @ dates / (len(dates) * np.maximum(deviation, 1e-9))
    return np.clip(found, -1, 1)


def _mean_where(chosen: NDArray[np.bool_], late: NDArray[np.float32]) -> NDArray[np.float32]:
    """Of each line the mean over what is chosen; 0 where nothing is."""
    found: NDArray[np.float32] = chosen.astype(np.float32) @ late / np.maximum(chosen.sum(axis=1), 1)
    return found


def events_of(schedule: Schedule, sampler: EventSampler, ends: Minutes) -> tuple[EventShare, ...]:
    """What each risk does to the release date, those with the largest share of its spread first."""
    count = len(ends)
    if not sampler.events or not count:
        return ()
    happened = sampler.happened(0, count)
    late = ends - ends.mean()
    spread = float(np.dot(late, late))
    found = []
    for event, trials in zip(sampler.events, happened, strict=True):
        often = int(np.count_nonzero(trials))
        effect = share = 0.0
        if 0 < often < count:
            effect = float(late[trials].mean() - late[~trials].mean())
            chance = often / count
            share = min(1.0, effect * effect * chance * (1 - chance) * count / spread) if spread else 0.0
        found.append(
            EventShare(
                event.id, event.name, schedule.ids[event.row], event.probability, often / count,
                round(effect), share,
            )
        )  # fmt: skip
    return tuple(sorted(found, key=lambda each: (-each.share, each.id)))
