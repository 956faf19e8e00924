"""Everything that the CAB pack tells, worked out in one go: for the command line and for the window."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from relplanner.errors import PlanUnreadable, StorageError
from relplanner.exchange.report import Report, cab_pack
from relplanner.plan.findings import Finding
from relplanner.plan.plan import Plan
from relplanner.session.comparing import AtRevision, OtherPlan, other_plan
from relplanner.values import value

if TYPE_CHECKING:
    from relplanner.schedule import Schedule
    from relplanner.schedule.risk import Risk
    from relplanner.storage.baselines import Baseline
    from relplanner.storage.reader import Loaded

TRIALS = 10_000
SEED = 1


@value
class CabPack:
    """The report and the simulation whose histogram it shows; ``risk`` is None when no date can be told."""

    report: Report
    risk: Risk | None
    now: dt.datetime


def make_pack(
    schedule: Schedule,
    findings: Iterable[Finding],
    *,
    path: Path | None = None,
    since: OtherPlan | None = None,
    source: str = "",
    trials: int = TRIALS,
    seed: int = SEED,
    now: dt.datetime | None = None,
    on_progress: Callable[[str], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> CabPack:
    """The pack of a schedule. ``path`` is the plan's file, whose comments are told; ``now`` is aware.

    ``on_progress`` is told in words what is under way. A cancelled one is to be thrown away.
    """
    from relplanner.exchange.changes import changes
    from relplanner.schedule.movers import what_moves
    from relplanner.schedule.risk import simulate

    say = on_progress or (lambda _words: None)
    say("Simulating")
    risk = simulate(schedule, trials=trials, seed=seed, cancelled=cancelled)
    moment = now or dt.datetime.now(dt.UTC)
    told = risk if len(risk.finish) else None
    before = since.schedule if since is not None else None
    say("Finding what moves the release")
    movers = what_moves(schedule, baseline=before, risk=told, cancelled=cancelled)
    say("Writing")
    report = cab_pack(
        schedule,
        findings=findings,
        risk=told,
        movers=movers,
        changes=changes(before, schedule) if before is not None else None,
        since=since.label if since is not None else "",
        comments=_comments(schedule.plan, path),
        now=moment,
        source=source,
    )
    return CabPack(report, told, moment)


def _comments(plan: Plan, path: Path | None) -> tuple[_Open, ...]:
    """What reviewers wrote and nobody has dealt with."""
    if path is None:
        return ()
    from relplanner.session.comments import about
    from relplanner.storage.comments import read

    return tuple(
        _Open(one.author, one.text, one.time, about(plan, one.on))
        for one in read(path).all
        if one.resolved_at is None
    )


@value
class _Open:
    """A comment as the pack reads it."""

    author: str
    text: str
    at: dt.datetime
    about: str


def since_of(path: Path, words: str) -> OtherPlan:
    """The plan that a person names to compare with: a file, a baseline of this plan, or a git revision.

    Raises :class:`StorageError` and :class:`PlanUnreadable`.
    """
    from relplanner.session.comparing import loaded_from
    from relplanner.storage.baselines import baselines

    if Path(words).exists() or "@" in words.lstrip("@") or ":" in words:
        loaded, label = loaded_from(words)
        return OtherPlan(loaded.plan, _scheduled(loaded), label)
    for baseline in baselines(path):
        if words in (baseline.id, baseline.name):
            return _of(path, baseline)
    return other_plan(path, AtRevision(words))


def last_baseline(
    path: Path | None, passed_over: Callable[[str], None] = lambda _words: None
) -> OtherPlan | None:
    """The newest baseline, which is what the last board saw; None when there is none that can be read.

    ``passed_over`` is told of each that cannot be read, in a sentence.
    """
    from relplanner.storage.baselines import baselines, broken

    if path is None:
        return None
    for fault in broken(path):
        passed_over(fault.message)
    for baseline in baselines(path):
        try:
            return _of(path, baseline)
        except (StorageError, PlanUnreadable) as error:
            passed_over(f"{baseline.path.name}: {error.problems[0].message}")
    return None


def _of(path: Path, baseline: Baseline) -> OtherPlan:
    other = other_plan(path, baseline)
    taken = baseline.taken_at.astimezone(other.schedule.zone)
    return replace(other, label=f"{other.label} of {taken:%Y-%m-%d %H:%M}")


def _scheduled(loaded: Loaded) -> Schedule:
    from relplanner.schedule import compute

    return compute(loaded.plan)


def source_of(path: Path | None, *, modified: bool = False) -> str:
    """The plan's file and the beginning of the SHA-256 of its bytes: what the pack was made from."""
    from relplanner.storage.files import fingerprint

    mark = fingerprint(path) if path is not None else None
    if path is None or mark is None:
        return "a plan not saved yet"
    text = f"{path.name}, SHA-256 {mark.digest[:12]}"
    return f"{text}, with unsaved changes" if modified else text
