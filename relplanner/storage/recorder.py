"""Writes a recording while it is measured: what was appended is in the file when the call returns."""

from __future__ import annotations

import datetime as dt
import errno
import os
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from relplanner import __version__
from relplanner.errors import Place, Problem, StorageError
from relplanner.storage.lock import Lock, open_lock
from relplanner.storage.recording_file import (
    FAILED,
    MOST_NAMES,
    STALE,
    MetricFacts,
    Samples,
    Scan,
    facts_block,
    plain,
    sample_blocks,
    samples_of,
)
from relplanner.values import value

if TYPE_CHECKING:
    from relplanner.rollout.series import Series

SYNC_S = 5.0
"""After so many seconds at most a batch is on the disk, whatever happens to the machine."""
_CAREFUL = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


@value
class Sample:
    """One measurement. ``stale``: the series ended here; ``failed``: asking failed. Both have no value."""

    time_ms: int
    metric: str
    value: float
    stale: bool = False
    failed: bool = False
    origin: str = ""


class Recorder:
    """Appends batches to one recording. Not for two threads at once; one process a recording."""

    def __init__(self, path: Path, handle: int, lock: Lock, scan: Scan, clock: Callable[[], float]) -> None:
        self.path = path
        self._handle, self._lock, self._clock = handle, lock, clock
        self._size = scan.end
        self._metrics = {facts.id: at for at, facts in enumerate(scan.metrics)}
        self._facts = {facts.id: facts for facts in scan.metrics}
        self._origins = {origin: at for at, origin in enumerate(scan.origins)}
        self._synced = clock()

    def describe(self, facts: MetricFacts) -> None:
        """Say where a metric's samples come from, once or whenever it changes."""
        if self._facts.get(facts.id) != facts:
            with self._announcing(set(), set()):
                self._write(facts_block({"metrics": [self._number(facts)]}))

    def skew(self, source: str, time_ms: int, ms: int) -> None:
        """Note how far the clock of a source is ahead of this machine's."""
        self._write(facts_block({"skews": [{"source": source, "time_ms": time_ms, "ms": ms}]}))

    def append(self, samples: Iterable[Sample]) -> None:
        """Add a batch, whole or not at all. Raises :class:`StorageError`."""
        batch = list(samples)
        with self._announcing({one.metric for one in batch}, {one.origin for one in batch}) as names:
            rows = (
                (
                    one.time_ms,
                    one.value,
                    self._metrics[one.metric],
                    self._origins[one.origin],
                    STALE * one.stale | FAILED * one.failed,
                )
                for one in batch
            )
            self._write(names + sample_blocks(samples_of(rows)))

    def append_series(self, series: Series, origin: str = "") -> None:
        """Add a whole series, such as a range that was fetched. Raises :class:`StorageError`."""
        import numpy as np

        from relplanner.storage.recording_file import SAMPLE

        samples: Samples = np.zeros(len(series.times), SAMPLE)
        samples["time"], samples["value"] = series.times, series.values
        samples["flags"] = series.stale * STALE
        if series.failed is not None:
            samples["flags"] |= (series.failed * FAILED).astype(np.uint16)
        with self._announcing({series.metric_id}, {origin}) as names:
            samples["metric"], samples["origin"] = self._metrics[series.metric_id], self._origins[origin]
            self._write(names + sample_blocks(samples))

    def sync(self) -> None:
        """Wait until all is on the disk."""
        try:
            os.fsync(self._handle)
        except OSError as error:
            raise _refused(error, self.path) from error
        self._synced = self._clock()

    def close(self) -> None:
        if self._handle < 0:
            return
        try:
            self.sync()
        finally:
            os.close(self._handle)
            self._handle = -1
            self._lock.release()

    def __enter__(self) -> Recorder:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _number(self, facts: MetricFacts) -> dict[str, Any]:
        """Give the metric a new number: samples written before keep what was said of them."""
        at = max(self._metrics.values(), default=-1) + 1
        if at >= MOST_NAMES:
            raise StorageError(Problem("The recording names too many metrics.", Place(str(self.path))))
        self._metrics[facts.id], self._facts[facts.id] = at, facts
        return plain(facts)

    @contextmanager
    def _announcing(self, metrics: set[str], origins: set[str]) -> Iterator[bytes]:
        """A block that names what no block has named yet; what could not be written is not named."""
        before = dict(self._metrics), dict(self._facts), dict(self._origins)
        new = sorted(metrics - self._metrics.keys())
        strange = sorted(origins - self._origins.keys())
        try:
            if len(self._origins) + len(strange) > MOST_NAMES:
                raise StorageError(Problem("The recording names too many origins.", Place(str(self.path))))
            facts: dict[str, Any] = {"metrics": [self._number(MetricFacts(metric)) for metric in new]}
            for origin in strange:
                self._origins[origin] = len(self._origins)
            facts["origins"] = strange
            yield facts_block(facts) if new or strange else b""
        except StorageError:
            self._metrics, self._facts, self._origins = before
            raise

    def _write(self, data: bytes) -> None:
        try:
            written = os.write(self._handle, data) if data else 0
            if written < len(data):
                os.ftruncate(self._handle, self._size)
                raise OSError(errno.ENOSPC, "the disk is full")
        except OSError as error:
            raise _refused(error, self.path) from error
        self._size += written
        if self._clock() - self._synced >= SYNC_S:
            self.sync()


def start(
    path: Path, name: str, created: dt.datetime, clock: Callable[[], float] = time.monotonic
) -> Recorder:
    """Begin a new file. Raises :class:`StorageError`."""
    lock = open_lock(path)
    try:
        handle = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_EXCL | _CAREFUL, 0o666)
    except OSError as error:
        lock.release()
        raise _refused(error, path) from error
    made = Recorder(path, handle, lock, Scan(), clock)
    made._write(
        facts_block({"name": name, "created": created.isoformat(timespec="seconds"), "version": __version__})
    )
    return made


def resume(path: Path, clock: Callable[[], float] = time.monotonic) -> Recorder:
    """Go on with a file; a torn end is cut off. Raises :class:`FileInUse` and :class:`StorageError`."""
    lock = open_lock(path)
    handle = -1
    try:
        handle = os.open(path, os.O_RDWR | os.O_APPEND | _CAREFUL)
        scan = Scan()
        with os.fdopen(os.dup(handle), "rb") as stream:
            scan.feed(stream.read())
        os.ftruncate(handle, scan.end)
    except OSError as error:
        if handle >= 0:
            os.close(handle)
        lock.release()
        raise _refused(error, path) from error
    return Recorder(path, handle, lock, scan, clock)


def _refused(error: OSError, path: Path) -> StorageError:
    message = f"The samples were not kept: {error.strerror or error}."
    return StorageError(Problem(message, Place(str(path)), "Make room or choose another folder."))
