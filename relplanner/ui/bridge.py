"""The one QObject between the document and Qt: changes and the clock are its signals, on the main thread."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal

if TYPE_CHECKING:
    from relplanner.session.change import PlanChange
    from relplanner.session.document import Document

TICK_MS = 1000


class Bridge(QObject):
    """Holds the document in hand. Lives in the main thread, never moved, so its signals arrive there."""

    changed = Signal(object)
    """A PlanChange, after the document has it."""
    document_changed = Signal()
    """Another document, or none."""
    ticked = Signal()
    """Every second, for the journal, countdowns and the look-out for outside changes."""
    _posted = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document: Document | None = None
        self._unsubscribe: Callable[[], None] = lambda: None
        self._timer = QTimer(self, interval=TICK_MS, timerType=Qt.TimerType.CoarseTimer)
        self._timer.timeout.connect(self.ticked)
        self._posted.connect(lambda call: call(), Qt.ConnectionType.QueuedConnection)

    @property
    def document(self) -> Document | None:
        return self._document

    def set_document(self, document: Document | None) -> None:
        """Take a document in hand, letting go of the one before (which is not closed here)."""
        self._unsubscribe()
        self._document = document
        self._unsubscribe = document.subscribe(self.changed.emit) if document is not None else lambda: None
        self.document_changed.emit()

    def opened(self) -> PlanChange | None:
        """The document in hand as a change of kind "open", for a view that has to show it from scratch."""
        document = self._document
        if document is None:
            return None
        from relplanner.session.change import PlanChange

        plan = document.plan
        return PlanChange(plan, plan, document.schedule, None, "Open", "open", document.reviewing())

    def start(self) -> None:
        self._timer.start()

    def stop(self) -> None:
        self._timer.stop()

    def post(self, call: Callable[[], object]) -> None:
        """Run ``call`` on the main thread soon; may be called from any thread."""
        self._posted.emit(call)
