"""Success criteria: the same look at samples as a trigger's, with the opposite default.

A trigger takes silence for quiet; a criterion takes it for nothing at all: time counts only when it was seen
to be met. What has a window of its own is judged when that closes.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, TypeAlias

import numpy as np

from relplanner.plan.forms.bound import Change, NoWorse
from relplanner.plan.forms.duration import Duration, in_minutes
from relplanner.plan.forms.target import Criterion, Target
from relplanner.plan.nouns.rollout import Metric, Phase
from relplanner.plan.plan import Plan
from relplanner.rollout.asks import Ask, Tree, ask_of
from relplanner.rollout.grid import Grid
from relplanner.rollout.observe import FALSE, NODATA, TRUE, VERDICTS, observe_tree
from relplanner.rollout.rule import EVERY_MS, source_interval_ms, stale_after_ms
from relplanner.rollout.series import Flags, Times, Window
from relplanner.values import keeping_entity, value

Standing: TypeAlias = Literal["open", "met", "failed", "unknown"]
UNSEEN_SHARE = 0.05
"""When more than this share of a window was not seen, its verdict is left to a person."""


@keeping_entity
class CriterionClock:
    """How a criterion is counted.

    ``kind`` time: it has to be met for ``needed_ms`` since ``opens_ms``, with breaks. Over: on the mean of
    the window from ``opens_ms`` on, ``needed_ms`` long. Within: in that window an upper limit has to hold at
    every look, a lower one has to be reached by its end. ``needed_ms`` is ``None`` where a phase has no end.
    """

    criterion: Criterion
    tree: Tree
    metrics: Mapping[str, Metric]
    kind: str
    opens_ms: int
    needed_ms: int | None
    every_ms: int = EVERY_MS
    stale_after_ms: int = 3 * EVERY_MS

    @property
    def closes_ms(self) -> int | None:
        return None if self.needed_ms is None else self.opens_ms + self.needed_ms


@value
class Progress:
    """How far a criterion has come. The three times are what was seen to be met, seen to be missed, and not
    seen; ``earliest`` is when it was met or can be at the soonest, if it holds from now on; ``now`` is what
    the newest look says, ``value`` what it saw.
    """

    met_ms: int
    missed_ms: int
    unobserved_ms: int
    needed_ms: int | None
    earliest: int | None
    verdict: Standing
    kind: str = "time"
    now: str = "nodata"
    value: float | None = None
    reason: str = ""


@value
class PhaseProgress:
    """Whether a phase may be left. ``waiting`` names the people and checks that have yet to say so;
    ``earliest`` is ``None`` where that cannot be told: a criterion failed, or the phase has no end.
    """

    criteria: tuple[Progress, ...]
    waiting: tuple[str, ...]
    planned_end: int | None
    earliest: int | None
    verdict: Literal["open", "waiting", "ready", "failed", "unknown"]


def milliseconds_of(duration: Duration) -> int:
    """On the calendar of a rollout, which never rests."""
    return round(in_minutes(duration, day=1440, week=10_080, month=43_200) * 60_000)


def clock_of(
    criterion: Criterion, plan: Plan, started_ms: int, phase: Phase | None = None, of_ms: int | None = None
) -> CriterionClock:
    """The clock of a criterion of a phase that started. ``of_ms`` is when the moment was that a window
    counts from (``within 48eh of T0``); without it the window opens with the phase.
    """
    target = criterion.target
    metric = plan.entry("metrics", criterion.metric)
    metrics = {criterion.metric: metric} if metric is not None else {}
    tree = ask_of(criterion.metric, target.op, target.bound, metrics)
    interval = source_interval_ms(plan, metric) if metric is not None else 0
    every = max(EVERY_MS, interval)
    opens, kind, needed = started_ms, "time", None
    if target.window is not None:
        kind, needed = target.window.kind, milliseconds_of(target.window.length)
        opens = of_ms if of_ms is not None and kind == "within" else started_ms
    elif phase is not None and phase.duration is not None and not phase.ongoing:
        needed = milliseconds_of(phase.duration)
    stale = stale_after_ms(tuple(metrics.values()), every, plan)
    return CriterionClock(criterion, tree, metrics, kind, opens, needed, every, stale)


def accrue(clock: CriterionClock, series: Window, now_ms: int) -> Progress:
    """How far a criterion has come by now. Each look speaks for the time since the one before it."""
    closes = clock.closes_ms
    until = now_ms if clock.kind == "time" or closes is None else min(now_ms, closes)
    grid = Grid(series, clock.opens_ms, until, clock.every_ms)
    verdicts = grid.observe(clock.tree, clock.metrics)
    age = grid.age(clock.tree, clock.metrics)
    unseen = (verdicts >= NODATA) | (age < 0) | (age > clock.stale_after_ms)
    spans = np.diff(grid.instants, prepend=min(clock.opens_ms, until))
    met, missed = (verdicts == TRUE) & ~unseen, (verdicts == FALSE) & ~unseen
    latest = observe_tree(clock.tree, clock.metrics, series, now_ms, clock.every_ms)
    standing, earliest = _judged(clock, series, grid, met, missed, spans, now_ms)
    return Progress(
        int(spans[met].sum()), int(spans[missed].sum()), int(spans[unseen].sum()), clock.needed_ms,
        earliest, standing, clock.kind, latest.verdict, latest.value, latest.reason,
    )  # fmt: skip


def _judged(
    clock: CriterionClock, series: Window, grid: Grid, met: Flags, missed: Flags, spans: Times, now_ms: int
) -> tuple[Standing, int | None]:
    closes = clock.closes_ms
    if clock.needed_ms is None or closes is None:
        return "open", None
    if clock.kind == "time":
        gained = np.cumsum(np.where(met, spans, 0))
        reached = int(np.searchsorted(gained, clock.needed_ms))
        if reached < len(gained):
            return "met", int(grid.instants[reached])
        left = clock.needed_ms - (int(gained[-1]) if len(gained) else 0)
        return "open", max(now_ms, clock.opens_ms) + left
    if now_ms < closes:
        return "open", closes
    seen = int(spans[met | missed].sum())
    if clock.needed_ms - seen > max(UNSEEN_SHARE * clock.needed_ms, clock.every_ms):
        return "unknown", None
    if clock.kind == "over":
        held = _mean_holds(clock, series, closes)
    elif _is_lower_limit(clock.criterion.target):
        last = np.flatnonzero(met | missed)
        held = VERDICTS[TRUE if met[last[-1]] else FALSE] if len(last) else "nodata"
    else:
        held = "false" if missed.any() else "true"
    if held == "true":
        return "met", closes
    return ("failed", None) if held == "false" else ("unknown", None)


def _mean_holds(clock: CriterionClock, series: Window, closes: int) -> str:
    """What the whole window's mean says, in place of a sample."""
    if not isinstance(clock.tree, Ask) or clock.tree.left.kind != "sample":
        return observe_tree(clock.tree, clock.metrics, series, closes, clock.every_ms).verdict
    from dataclasses import replace

    left = replace(clock.tree.left, kind="mean", window_ms=clock.needed_ms or 0)
    tree = replace(clock.tree, left=left)
    return observe_tree(tree, clock.metrics, series, closes, clock.every_ms).verdict


def _is_lower_limit(target: Target) -> bool:
    """Whether something is to be reached, rather than not to be passed."""
    if isinstance(target.bound, Change):
        return target.op in (">", ">=")
    return not isinstance(target.bound, NoWorse) and target.op in (">", ">=")


def phase_progress(
    plan: Plan,
    phase: Phase,
    series: Window,
    started_ms: int,
    now_ms: int,
    moments: Mapping[Criterion, int] | None = None,
) -> PhaseProgress:
    """Where a phase stands. ``moments`` gives, for criteria with a window of their own, when that opens."""
    known = moments or {}
    clocks = (clock_of(one, plan, started_ms, phase, known.get(one)) for one in phase.criteria)
    found = tuple(accrue(clock, series, now_ms) for clock in clocks)
    waiting = [one.text for one in phase.manual if one.met is None]
    if phase.hold is not None:
        person = plan.entry("stakeholders", phase.hold)
        waiting.append(f"{getattr(person, 'role', None) or phase.hold} has to say go")
    bounded = phase.duration is not None and not phase.ongoing
    end = started_ms + milliseconds_of(phase.duration) if phase.duration is not None and bounded else None
    ends = [end, *(one.earliest for one in found if one.needed_ms is not None)]
    earliest = None if end is None or None in ends else max(each for each in ends if each is not None)
    verdicts = {one.verdict for one in found}
    if "failed" in verdicts:
        return PhaseProgress(found, tuple(waiting), end, None, "failed")
    if "unknown" in verdicts:
        return PhaseProgress(found, tuple(waiting), end, None, "unknown")
    if earliest is None or earliest > now_ms or "open" in verdicts:
        return PhaseProgress(found, tuple(waiting), end, earliest, "open")
    return PhaseProgress(found, tuple(waiting), end, earliest, "waiting" if waiting else "ready")
