"""The state of a trigger at all instants of a stretch of time: what folding ``step`` over them gives.

Instants that leave the state alone are set aside, frozen ones stop the clock; on the rest a run of trues
fires once it is as long as the ``for``, and firing lasts from the last such instant until the last one at
which keeping and recovery let go.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np

from relplanner.rollout.grid import Codes, Grid
from relplanner.rollout.observe import ERROR, FALSE, NODATA, TRUE
from relplanner.rollout.rule import Rule
from relplanner.rollout.series import Flags, Times, Window
from relplanner.values import keeping_entity, value

INACTIVE, PENDING, FIRING, RESOLVED = range(4)
"""Places in ``STATES``."""
_TRUE, _LOOSE, _NEITHER = range(3)
_NAMES = {PENDING: "pending", FIRING: "firing"}


@value
class Interval:
    """``state`` is pending, firing or nodata; from ``start`` to before ``end``, in milliseconds UTC."""

    state: str
    start: int
    end: int


@keeping_entity
class Judged:
    """A rule over a stretch of time. ``states`` are places in ``STATES``, ``verdicts`` in ``VERDICTS``."""

    instants: Times
    states: Codes
    verdicts: Codes
    blind: Flags
    every_ms: int

    @cached_property
    def intervals(self) -> tuple[Interval, ...]:
        """Stretches in which it was pending or firing, and in which nothing was seen, by their start."""
        found = [
            Interval(name, start, end)
            for code, name in _NAMES.items()
            for start, end in self._stretches(self.states == code)
        ]
        unseen = self._stretches(self.verdicts >= NODATA)
        found += [Interval("nodata", start, end) for start, end in unseen]
        return tuple(sorted(found, key=lambda one: (one.start, one.end)))

    @cached_property
    def fires(self) -> Times:
        """The instants at which it began to fire."""
        firing = self.states == FIRING
        return self.instants[firing & ~np.append(False, firing[:-1])] if len(firing) else self.instants

    def _stretches(self, there: Flags) -> list[tuple[int, int]]:
        edges = np.flatnonzero(np.diff(there.astype(np.int8), prepend=0, append=0))
        ends = np.append(self.instants, self.instants[-1:] + self.every_ms)
        times = ends[edges].tolist()
        return list(zip(times[::2], times[1::2], strict=True))


def judge(rule: Rule, series: Window, start_ms: int, stop_ms: int, every_ms: int | None = None) -> Judged:
    """Judge a rule at all multiples of ``every_ms`` from ``start_ms`` to ``stop_ms``, both included. Judging,
    and so the warm-up, begins with the first of them.
    """
    return judge_on(rule, Grid(series, start_ms, stop_ms, every_ms or rule.every_ms))


def judge_on(rule: Rule, grid: Grid) -> Judged:
    """As :func:`judge`, on a grid that remembers what other rules, or the same before a change, looked up."""
    instants = grid.instants
    count = len(instants)
    if rule.mode == "off" or not count:
        off = np.zeros(count, dtype=np.uint8)
        return Judged(instants, off, off, np.zeros(count, dtype=np.bool_), grid.every_ms)
    verdicts = grid.observe(rule.tree, rule.by_id)
    age = grid.age(rule.tree, rule.by_id)
    judged_for = instants - instants[0]
    blind = np.where(age < 0, judged_for, age) > rule.stale_after_ms
    recovered = grid.observe(rule.recovery, rule.by_id) == TRUE if rule.recovery is not None else None
    cold = int(np.searchsorted(judged_for, rule.warm_up_ms))
    states = np.zeros(count, dtype=np.uint8)
    if cold < count:
        warm = slice(cold, None)
        ready = _ready(rule, recovered[warm], instants[warm]) if recovered is not None else None
        states[warm] = _states(rule, verdicts[warm], instants[warm], ready, grid.every_ms)
        blind[:cold] = False
    return Judged(instants, states, verdicts, blind, grid.every_ms)


def _states(rule: Rule, verdicts: Codes, instants: Times, ready: Flags | None, every_ms: int) -> Codes:
    """States while a rule is judged. ``ready`` is where its recovery condition lets firing end."""
    true, aside = verdicts == TRUE, None
    clock = instants
    if rule.no_data == "fire":
        true = verdicts != FALSE
    elif rule.no_data == "default":
        aside = verdicts == ERROR
    else:
        aside = verdicts >= NODATA
        if rule.no_data == "hold":
            clock = instants - every_ms * np.cumsum(aside)
    if aside is None or not aside.any():
        return _machine(rule, true, clock, ready)
    kept = np.flatnonzero(~aside)
    states = np.zeros(len(instants), dtype=np.uint8)
    states[kept] = _machine(rule, true[kept], clock[kept], ready[kept] if ready is not None else None)
    # What is set aside keeps the state before it.
    before = np.maximum.accumulate(np.where(aside, -1, np.arange(len(instants))))
    return np.where(before >= 0, states[before], INACTIVE).astype(np.uint8)


def _machine(rule: Rule, true: Flags, clock: Times, ready: Flags | None) -> Codes:
    """Run by run, since there are few: each is true, loose (firing may end in it) or neither, and has at most
    one event, at which firing begins or ends.
    """
    if not len(true):
        return np.zeros(0, dtype=np.uint8)
    kinds = np.where(true, _TRUE, _LOOSE if ready is None else np.where(ready, _LOOSE, _NEITHER))
    starts = np.append(0, np.flatnonzero(kinds[1:] != kinds[:-1]) + 1)
    ends = np.append(starts[1:], len(true))
    kinds = kinds[starts]
    wait = np.where(kinds == _TRUE, rule.hold_ms, rule.keep_ms)
    events = np.where(kinds == _NEITHER, ends, np.searchsorted(clock, clock[starts] + wait))
    events = np.minimum(events, ends)
    last = _last(events < ends, np.arange(len(starts)))
    begun = np.append(False, (last >= 0)[:-1] & (kinds[last] == _TRUE)[:-1])
    # Each run in two parts, before and from its event on.
    codes = np.empty((len(starts), 2), dtype=np.uint8)
    codes[:, 0] = np.where(begun, FIRING, np.where(kinds == _TRUE, PENDING, INACTIVE))
    codes[:, 1] = np.where(kinds == _TRUE, FIRING, INACTIVE)
    lengths = np.column_stack([events - starts, ends - events])
    parts, lengths = codes.ravel()[lengths.ravel() > 0], lengths[lengths > 0]
    before = _last(parts != INACTIVE, np.arange(len(parts)))
    parts[(parts == INACTIVE) & (before >= 0) & (parts[before] == FIRING)] = RESOLVED
    return np.repeat(parts, lengths)


def _last(there: Flags, place: Times) -> Times:
    """For each place the last one up to it where something is, -1 before the first."""
    return np.maximum.accumulate(np.where(there, place, -1))


def _ready(rule: Rule, recovered: Flags, instants: Times) -> Flags:
    """Where the recovery condition has held, without a break, as long as its own ``for``."""
    starts = _last(recovered & ~np.append(False, recovered[:-1]), np.arange(len(instants)))
    return recovered & (instants - instants[starts] >= rule.recovery_hold_ms)
