"""The history that triggers are tried on: a recording or a CSV file, read in the background."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from relplanner.errors import Cancelled, RelplannerError
from relplanner.ui.background import Background
from relplanner.ui.context import Context
from relplanner.values import keeping_entity

if TYPE_CHECKING:
    from relplanner.rollout.series import Window

SAY_AFTER_MS, CANCEL_AFTER_MS = 200, 1000
NOTHING = "No metric of the plan has a sample in it."


@keeping_entity
class Samples:
    """What was read: series by key, the times of the first and the last sample, what was odd."""

    label: str
    series: Window
    start: int
    stop: int
    notes: tuple[str, ...] = ()


@keeping_entity
class Recorded:
    """A recording beside the plan that can be chosen."""

    label: str
    recording: Any


class History(QObject):
    """`changed` says that other samples are there, or that reading began, went on or failed."""

    changed = Signal()

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._background: Background | None = None
        self._stop: threading.Event | None = None
        self.samples: Samples | None = None
        self.share: float | None = None
        """How much is read, 0 to 1; ``None`` while nothing is."""
        self.error = ""
        self.may_cancel = False
        self._offer = QTimer(self, singleShot=True, interval=CANCEL_AFTER_MS)
        self._offer.timeout.connect(self._offer_cancel)
        context.bridge.document_changed.connect(self._document_changed)

    def recordings(self) -> list[Recorded]:
        """Those beside the plan, the newest first; none for a plan that no file holds yet."""
        document = self._context.document
        if document is None or document.path is None:
            return []
        from relplanner.storage.recordings import recordings

        return [
            Recorded(f"{one.name} ({one.created:%Y-%m-%d %H:%M})", one) for one in recordings(document.path)
        ]

    def read_csv(self, path: Path) -> None:
        self._read(path.name, partial(_from_csv, path))

    def read_recording(self, chosen: Recorded) -> None:
        self._read(chosen.label, partial(_from_recording, chosen.recording))

    def forget(self) -> None:
        self.cancel()
        self.samples, self.error = None, ""
        self.changed.emit()

    def cancel(self) -> None:
        """Give up reading; what was there before stays."""
        if self._stop is not None:
            self._stop.set()
        self._ended(self._stop)

    def _read(self, label: str, work: Callable[..., Samples]) -> None:
        plan = self._context.plan
        if plan is None:
            return
        self.cancel()
        stop = self._stop = threading.Event()
        self.share, self.error, self.may_cancel = 0.0, "", False
        self._offer.start()
        self.changed.emit()
        post = self._context.bridge.post

        def progress(share: float) -> None:
            post(partial(self._got_on, stop, share))

        job = partial(work, label, plan, progress, stop.is_set)
        self._worker().run(job, partial(self._done, stop), partial(self._failed, stop))

    def _got_on(self, stop: threading.Event, share: float) -> None:
        if stop is self._stop and self.share is not None:
            self.share = share
            self.changed.emit()

    def _offer_cancel(self) -> None:
        self.may_cancel = self.share is not None
        self.changed.emit()

    def _ended(self, stop: threading.Event | None) -> bool:
        if stop is not self._stop:
            return False
        self._offer.stop()
        self.share, self.may_cancel, self._stop = None, False, None
        return True

    def _done(self, stop: threading.Event, samples: Samples) -> None:
        if self._ended(stop):
            self.samples = samples
            self.changed.emit()

    def _failed(self, stop: threading.Event, error: BaseException) -> None:
        if not self._ended(stop) or isinstance(error, Cancelled):
            return
        if not isinstance(error, RelplannerError | OSError):
            raise error
        self.error = str(error)
        self.changed.emit()

    def _worker(self) -> Background:
        """Made when first needed; its thread ends with the document."""
        if self._background is None:
            self._background = Background(self._context.bridge)
        return self._background

    def _document_changed(self) -> None:
        if self._context.document is not None:
            return
        self.cancel()
        if self._background is not None:
            self._background.close()
            self._background = None


def _from_csv(
    path: Path, label: str, plan: Any, progress: Callable[[float], None], stopped: Callable[[], bool]
) -> Samples:
    from relplanner.exchange.series_csv import read

    metrics = {one.id: one for one in plan.metrics}
    zone = str(plan.release.time_zone or "UTC")
    found = read(path, metrics, zone=zone, on_progress=progress, cancelled=stopped)
    return _samples(label, found.series, [one.message for one in found.findings])


def _from_recording(
    recording: Any, label: str, plan: Any, progress: Callable[[float], None], stopped: Callable[[], bool]
) -> Samples:
    from relplanner.storage.recordings import load

    found = load(recording)
    return _samples(label, found.series, [one.message for one in found.findings])


def _samples(label: str, series: Window, notes: list[str]) -> Samples:
    """Raises :class:`RelplannerError` when there is none."""
    import relplanner.ui.charts.frame
    import relplanner.ui.charts.metric_chart  # noqa: F401 - the charts' library loads here, off the window
    from relplanner.errors import DataUnreadable, Problem
    from relplanner.rollout.backtest import span_of

    span = span_of(series)
    if span is None or span[0] >= span[1]:
        raise DataUnreadable(Problem(NOTHING))
    return Samples(label, series, *span, tuple(notes))
