"""Recordings of metrics: what was measured, kept in ``NAME.relplan.d/recordings/``, a file a recording.

A poller appends batches (:func:`record`, :func:`resume`); charts, backtests and replays read ranges as
series (:func:`load`) or follow a writer (:class:`Follower`). Of several samples of a metric at one time the
last counts.
"""

from __future__ import annotations

import datetime as dt
import os
import re
import unicodedata
from collections.abc import Collection, Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from relplanner.errors import DataUnreadable, Place, Problem, StorageError
from relplanner.plan.findings import Finding
from relplanner.rollout.series import Series
from relplanner.storage import recorder
from relplanner.storage.folders import folder_beside
from relplanner.storage.lock import open_lock
from relplanner.storage.recorder import Recorder, Sample
from relplanner.storage.recording_file import (
    FAILED,
    STALE,
    MetricFacts,
    Samples,
    Scan,
    Skew,
    facts_block,
    plain,
    sample_blocks,
)
from relplanner.values import value

__all__ = [
    "Follower", "Loaded", "MetricFacts", "Recorder", "Recording", "Sample", "Skew", "at_path", "broken",
    "find", "folder_of", "load", "record", "recordings", "remove", "resume", "trim",
]  # fmt: skip

FOLDER = "recordings"
SUFFIX = ".relrec"
LARGEST = 2 << 30
"""Larger files are refused: they would not fit into memory beside the program."""
_HEAD = 1 << 16


@value
class Recording:
    """One recording. ``id`` is the name of its file without the suffix; ``created`` is aware."""

    id: str
    name: str
    created: dt.datetime
    path: Path
    size: int


@value
class Loaded:
    """What a recording holds. ``origins`` has, by metric, an index into ``origin_names`` for each sample;
    the last name is empty, for samples of no known origin.
    """

    series: Mapping[str, Series]
    facts: Mapping[str, MetricFacts]
    origins: Mapping[str, NDArray[np.uint16]]
    origin_names: tuple[str, ...]
    skews: tuple[Skew, ...] = ()
    version: str = ""
    findings: tuple[Finding, ...] = ()


def folder_of(plan_path: str | os.PathLike[str]) -> Path:
    """Where the recordings of a plan lie; it need not exist."""
    return folder_beside(os.path.realpath(plan_path)) / FOLDER


def record(plan_path: str | os.PathLike[str], name: str = "", at: dt.datetime | None = None) -> Recorder:
    """Begin a recording beside a plan. Raises :class:`StorageError`."""
    when = (at if at is not None else dt.datetime.now(dt.UTC)).astimezone(dt.UTC)
    said = " ".join(name.split())[:200] or "Recording"
    folder = folder_of(plan_path)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _refused(error, folder, "The folder of the recordings could not be made") from error
    stem, number = f"{when:%Y%m%dT%H%M%SZ}-{_slug(said)}", 1
    path = folder / f"{stem}{SUFFIX}"
    while path.exists() or path.is_symlink():
        number += 1
        path = folder / f"{stem}-{number}{SUFFIX}"
    return recorder.start(path, said, when)


def resume(recording: Recording) -> Recorder:
    """Go on with a recording. Raises :class:`FileInUse` while another process writes it."""
    return recorder.resume(recording.path)


def recordings(plan_path: str | os.PathLike[str]) -> tuple[Recording, ...]:
    """The recordings of a plan, the newest first. Those that cannot be read are told by :func:`broken`."""
    return _listed(plan_path)[0]


def broken(plan_path: str | os.PathLike[str]) -> tuple[Finding, ...]:
    """Files among the recordings that are none; each as a sentence."""
    return _listed(plan_path)[1]


def at_path(path: Path) -> Recording:
    """The recording in a file, wherever it lies. Raises :class:`DataUnreadable` and :class:`StorageError`."""
    _refuse_odd(path)
    try:
        with path.open("rb") as stream:
            head = stream.read(_HEAD)
            size = os.fstat(stream.fileno()).st_size
    except OSError as error:
        raise _refused(error, path, "It could not be read") from error
    scan = Scan()
    scan.feed(head)
    if not scan.end or scan.lost:
        message = "This is no recording of metrics."
        raise DataUnreadable(Problem(message, Place(str(path)), f"Recordings end in {SUFFIX}."))
    try:
        created = dt.datetime.fromisoformat(scan.created)
    except ValueError:
        created = dt.datetime.fromtimestamp(0, dt.UTC)
    if created.tzinfo is None:
        created = created.replace(tzinfo=dt.UTC)
    return Recording(path.name.removesuffix(SUFFIX), scan.name or path.stem, created, path, size)


def find(plan_path: str | os.PathLike[str], wanted: str) -> Recording:
    """The recording of that id, else the newest of that name. Raises :class:`StorageError`."""
    known = recordings(plan_path)
    for one in (
        *(each for each in known if each.id == wanted),
        *(each for each in known if each.name == wanted),
    ):
        return one
    names = ", ".join(f"“{one.name}”" for one in known[:5])
    hint = f"There are: {names}{' and more' if len(known) > 5 else ''}." if known else "It has none."
    message = f"The plan has no recording “{wanted}”."
    raise StorageError(Problem(message, Place(os.fspath(plan_path)), hint))


def load(
    recording: Recording,
    *,
    metrics: Collection[str] | None = None,
    start_ms: int | None = None,
    stop_ms: int | None = None,
) -> Loaded:
    """The samples from ``start_ms`` up to and including ``stop_ms``. Raises :class:`StorageError`."""
    scan = Scan()
    samples = scan.feed(_bytes(recording.path) or b"")
    return _loaded(scan, samples, recording.path, metrics, (start_ms, stop_ms))


class Follower:
    """Reads what somebody else appends, from the beginning on."""

    def __init__(self, recording: Recording) -> None:
        self._path, self._scan = recording.path, Scan()

    def more(self) -> Loaded:
        """The samples since the last call; all again once the file was trimmed. Raises
        :class:`StorageError`.
        """
        data = _bytes(self._path, self._scan.end)
        if data is None:
            self._scan = Scan()
            data = _bytes(self._path) or b""
        return _loaded(self._scan, self._scan.feed(data), self._path, None, (None, None))


def trim(recording: Recording, start_ms: int | None, stop_ms: int | None) -> Recording:
    """Keep the samples from ``start_ms`` to ``stop_ms`` alone; the file is replaced whole.

    Raises :class:`FileInUse` while somebody records into it, else :class:`StorageError`.
    """
    from relplanner.storage import files

    with open_lock(recording.path):
        scan = Scan()
        samples = _within(scan.feed(_bytes(recording.path) or b""), (start_ms, stop_ms))
        facts = {
            "name": scan.name, "created": scan.created, "version": scan.version, "origins": scan.origins,
            "metrics": [plain(one) for one in scan.metrics], "skews": [plain(one) for one in scan.skews],
        }  # fmt: skip
        files.save_bytes(recording.path, facts_block(facts) + sample_blocks(samples), None, backups=0)
    return at_path(recording.path)


def remove(recording: Recording) -> None:
    """Delete a recording; one that is gone already is no error. Raises :class:`StorageError`."""
    try:
        recording.path.unlink(missing_ok=True)
    except OSError as error:
        raise _refused(error, recording.path, "The recording could not be deleted") from error


def _listed(plan_path: str | os.PathLike[str]) -> tuple[tuple[Recording, ...], tuple[Finding, ...]]:
    found: list[Recording] = []
    faults: list[Finding] = []
    try:
        paths = sorted(folder_of(plan_path).glob(f"*{SUFFIX}"))
    except OSError:
        return (), ()
    for path in paths:
        try:
            found.append(at_path(path))
        except (StorageError, DataUnreadable) as error:
            message = f"{path.name}: {error.problems[0].message}"
            faults.append(Finding("RECORDING", "warning", message, path=str(path)))
    found.sort(key=lambda one: (one.created, one.id), reverse=True)
    return tuple(found), tuple(faults)


_Span = tuple[int | None, int | None]


def _within(samples: Samples, span: _Span) -> Samples:
    start, stop = span
    times = samples["time"]
    keep = np.ones(len(samples), bool)
    if start is not None:
        keep &= times >= start
    if stop is not None:
        keep &= times <= stop
    return samples if keep.all() else samples[keep]


def _loaded(scan: Scan, samples: Samples, path: Path, metrics: Collection[str] | None, span: _Span) -> Loaded:
    samples = _within(samples, span)
    numbers: dict[str, list[int]] = {}
    for number, one in enumerate(scan.metrics):
        if metrics is None or one.id in metrics:
            numbers.setdefault(one.id, []).append(number)
    series, origins = {}, {}
    # One sort for all: by metric, then time; what was written later comes later.
    samples = samples[np.lexsort((samples["time"], samples["metric"]))]
    edges = np.searchsorted(samples["metric"], np.arange(len(scan.metrics) + 1)).tolist()
    for metric, those in numbers.items():
        part = np.concatenate([samples[edges[one] : edges[one + 1]] for one in those])
        part = _last_of_each(part if len(those) == 1 else part[np.argsort(part["time"], kind="stable")])
        stale, failed = ((part["flags"] & mark) != 0 for mark in (STALE, FAILED))
        last = scan.metrics[those[-1]]
        series[metric] = Series.of(
            metric,
            part["time"],
            part["value"],
            stale=stale,
            failed=failed,
            raw=last.raw,
            valid_ms=last.valid_ms,
        )
        origins[metric] = np.minimum(part["origin"], len(scan.origins))
    facts = {metric: scan.metrics[those[-1]] for metric, those in numbers.items()}
    findings = []
    if scan.lost:
        message = f"{path.name}: {scan.lost:,} bytes are damaged; the samples in them are lost."
        findings.append(Finding("RECORDING", "warning", message, path=str(path)))
    return Loaded(
        series, facts, origins, (*scan.origins, ""), tuple(scan.skews), scan.version, tuple(findings)
    )  # fmt: skip


def _last_of_each(part: Samples) -> Samples:
    times = part["time"]
    again = times[1:] == times[:-1]
    return part[np.append(~again, True)] if again.any() else part


def _bytes(path: Path, begin: int = 0) -> bytes | None:
    """The file from a place on, ``None`` when it ends before."""
    _refuse_odd(path)
    try:
        with path.open("rb") as stream:
            size = os.fstat(stream.fileno()).st_size
            if size < begin:
                return None
            if size > LARGEST:
                hint = "Trim it, or read it in parts."
                raise StorageError(Problem("The recording is too large.", Place(str(path)), hint))
            stream.seek(begin)
            return stream.read()
    except OSError as error:
        raise _refused(error, path, "It could not be read") from error


def _refuse_odd(path: Path) -> None:
    """A link may lead anywhere and opening a pipe may wait for ever; neither is a recording."""
    if path.is_symlink() or (path.exists() and not path.is_file()):
        raise StorageError(Problem("This is no file, but a link, a folder or a device.", Place(str(path))))


def _slug(name: str) -> str:
    """A name as part of a file's name: letters a to z, digits and hyphens."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode("ascii").lower()
    return re.sub(r"[^a-z0-9]+", "-", plain)[:40].strip("-") or "recording"


def _refused(error: OSError, path: Path, what: str) -> StorageError:
    return StorageError(Problem(f"{what}: {error.strerror or error}.", Place(str(path))))
