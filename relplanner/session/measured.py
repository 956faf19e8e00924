"""What was measured, for backtests and charts: a table, a recording, or all recordings of a plan."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path

from relplanner.errors import Place, Problem, StorageError
from relplanner.plan.findings import Finding
from relplanner.plan.plan import Plan
from relplanner.rollout.series import Series, Window
from relplanner.schedule.zone import clock_of
from relplanner.storage import recordings
from relplanner.storage.recording_file import MARK
from relplanner.storage.recordings import Recording
from relplanner.values import value


@value
class Measured:
    """Series by metric; ``label`` is what people call where they come from."""

    series: Window
    label: str
    findings: tuple[Finding, ...] = ()


def measured(
    plan_path: str | os.PathLike[str],
    plan: Plan,
    data: str | Path | Recording | None = None,
    *,
    on_progress: Callable[[float], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Measured:
    """Read ``data``: a file, or the id or name of a recording of the plan; without it all its recordings.

    Raises :class:`DataUnreadable`, :class:`StorageError` and :class:`Cancelled`.
    """
    if data is None:
        return _all(plan_path, plan)
    if isinstance(data, Recording):
        return _recording(data, plan)
    path = Path(data)
    if not path.exists():
        return _recording(_named(plan_path, str(data)), plan)
    if _is_recording(path):
        return _recording(recordings.at_path(path), plan)
    from relplanner.exchange.series_csv import read

    table = {metric.id: metric for metric in plan.metrics}
    found = read(path, table, zone=zone_of(plan), on_progress=on_progress, cancelled=cancelled)
    return Measured(found.series, path.name, found.findings)


def zone_of(plan: Plan) -> str:
    """The plan's time zone, UTC where it is not known."""
    try:
        clock_of(plan.release.time_zone)
    except KeyError:
        return "UTC"
    return plan.release.time_zone


def _named(plan_path: str | os.PathLike[str], wanted: str) -> Recording:
    try:
        return recordings.find(plan_path, wanted)
    except StorageError as error:
        message = f"There is no file “{wanted}”, and the plan has no recording of that name."
        raise StorageError(Problem(message, Place(os.fspath(plan_path)), error.problems[0].hint)) from error


def _is_recording(path: Path) -> bool:
    if not path.is_file():
        return False
    try:
        with path.open("rb") as stream:
            return stream.read(len(MARK)) == MARK
    except OSError:
        return False


def _recording(recording: Recording, plan: Plan) -> Measured:
    loaded = recordings.load(recording)
    return Measured(_of_the_plan(loaded.series, plan), f"recording “{recording.name}”", loaded.findings)


def _all(plan_path: str | os.PathLike[str], plan: Plan) -> Measured:
    """Where recordings overlap, the newer counts."""
    known = recordings.recordings(plan_path)
    findings = list(recordings.broken(plan_path))
    if not known:
        message = "The plan has no recordings of its metrics."
        hint = (
            "Give samples with --data FILE.csv: a column time (ISO 8601 or Unix seconds) and a column "
            "a metric id."
        )
        raise StorageError(Problem(message, Place(os.fspath(plan_path)), hint), *map(_problem, findings))
    series: dict[str, Series] = {}
    for recording in reversed(known):
        found = _recording(recording, plan)
        findings += found.findings
        for key, one in found.series.items():
            series[key] = series[key].joined(one) if key in series else one
    label = f"recording “{known[0].name}”" if len(known) == 1 else f"{len(known):,} recordings"
    return Measured(series, label, tuple(findings))


def _problem(finding: Finding) -> Problem:
    return Problem(finding.message)


def _of_the_plan(series: Mapping[str, Series], plan: Plan) -> Window:
    """A recording may hold metrics that the plan has given up since."""
    return {
        key: one for key, one in series.items() if plan.entry("metrics", key.partition("/")[0]) is not None
    }
