"""The jobs of the page, each a function of what it is given; they run on a worker and touch nothing else."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from relplanner.plan.findings import Finding
from relplanner.ui.review.rows import mover_rows
from relplanner.ui.review.state import PartName
from relplanner.values import value

if TYPE_CHECKING:
    from relplanner.schedule import Schedule
    from relplanner.session.comparing import OtherPlan
    from relplanner.ui.comparing import Reference

Report = Callable[[float, Any], None]
"""Share done, 0 to 1, and an early result or None."""


class Stop(threading.Event):
    """Set when nobody wants to wait any longer; ``keep``: what there is by then is wanted all the same."""

    keep = False


class Stopped(Exception):
    """Raised inside a job that was stopped."""


@value
class Given:
    """All that a job may look at."""

    schedule: Schedule
    row: str
    """The row to explain."""
    reviewed: Callable[[], tuple[Finding, ...]]
    path: Path | None
    reference: Reference | None
    """What a person chose to compare with; without it the newest baseline serves."""
    baselines: dict[str, OtherPlan]
    """Baselines read before, by id: an edit does not change them."""
    trials: int
    seed: int
    correlation: str


@value
class Compared:
    """What changed since something else: its label, its schedule and the changes."""

    label: str
    before: Schedule
    changes: Any


def run(name: PartName, given: Given, stop: Stop, report: Report) -> Any:
    """Do the work of a part. Raises :class:`Stopped`, and errors that are sentences."""
    if stop.is_set():
        raise Stopped
    found = _JOBS[name](given, stop, report)
    if stop.is_set() and not stop.keep:
        raise Stopped
    return found


def load_charts() -> None:
    """The charts' library takes a fifth of a second to load: not on the thread that draws the window."""
    import relplanner.ui.charts.frame
    import relplanner.ui.charts.spread_chart
    import relplanner.ui.charts.tornado  # noqa: F401


def release_row(schedule: Schedule) -> str:
    """The release milestone, or what finishes last; empty when nothing has dates."""
    if schedule.milestone >= 0:
        return schedule.ids[schedule.milestone]
    path = schedule.critical_path
    return path[-1] if path else ""


def _path(given: Given, _stop: Stop, _report: Report) -> Any:
    from relplanner.schedule.explain import why

    row = release_row(given.schedule)
    return why(given.schedule, row) if row else None


def _why(given: Given, _stop: Stop, _report: Report) -> Any:
    from relplanner.schedule.explain import why

    return why(given.schedule, given.row) if given.row in given.schedule.index else None


def _findings(given: Given, _stop: Stop, _report: Report) -> Any:
    return given.reviewed()


def _movers(given: Given, stop: Stop, report: Report) -> Any:
    from relplanner.schedule.movers import what_moves

    baseline = _before(given)
    found = what_moves(
        given.schedule,
        baseline=baseline[1] if baseline is not None else None,
        on_progress=lambda share: report(share, None),
        cancelled=stop.is_set,
    )
    return mover_rows(given.schedule, found)


def _risk(given: Given, stop: Stop, report: Report) -> Any:
    from relplanner.schedule.risk import simulate

    return simulate(
        given.schedule,
        trials=given.trials,
        seed=given.seed,
        correlate=given.correlation,
        on_progress=lambda early: report(early.trials / given.trials, early),
        cancelled=stop.is_set,
    )


def _changes(given: Given, _stop: Stop, _report: Report) -> Any:
    from relplanner.exchange.changes import changes

    before = _before(given)
    if before is None:
        return None
    return Compared(before[0], before[1], changes(before[1], given.schedule))


def _before(given: Given) -> tuple[str, Schedule] | None:
    """Label and schedule of what the plan is compared with."""
    if given.reference is not None:
        return given.reference.label, given.reference.schedule
    newest = _newest(given)
    return None if newest is None else (f"the newest {newest.label}", newest.schedule)


def _newest(given: Given) -> OtherPlan | None:
    """The newest baseline: what the last board saw. A broken one is told by the command that lists them."""
    if given.path is None:
        return None
    from relplanner.errors import RelplannerError
    from relplanner.session.comparing import other_plan
    from relplanner.storage.baselines import baselines

    for one in baselines(given.path):
        if one.id not in given.baselines:
            try:
                given.baselines[one.id] = other_plan(given.path, one)
            except RelplannerError:
                continue
        return given.baselines[one.id]
    return None


_JOBS: dict[PartName, Callable[[Given, Stop, Report], Any]] = {
    "path": _path,
    "why": _why,
    "findings": _findings,
    "movers": _movers,
    "risk": _risk,
    "changes": _changes,
}
