"""Findings of triggers and alerts, worked out in the background a moment after a change."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from relplanner.plan.findings import Finding
from relplanner.session.change import PlanChange
from relplanner.ui.background import Background
from relplanner.ui.context import Context
from relplanner.ui.triggers.rows import ALERTS, TRIGGERS, Key

SETTLE_MS = 150


class Reviewed(QObject):
    found = Signal(object)
    """Findings by section and id."""

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._background = Background(context.bridge)
        self._change: PlanChange | None = None
        self._settle = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._settle.timeout.connect(self._review)
        parent.destroyed.connect(self._background.close)

    def show_change(self, change: PlanChange) -> None:
        self._change = change
        self._settle.start()

    def now(self) -> None:
        """Without delay and in this thread, for pictures."""
        self._settle.stop()
        if self._change is not None:
            self.found.emit(by_entry(self._change.findings))

    def _review(self) -> None:
        change = self._change
        if change is None:
            return
        work: Callable[[], dict[Key, list[Finding]]] = lambda: by_entry(change.findings)  # noqa: E731
        self._background.run(work, lambda found: self.found.emit(found) if change is self._change else None)


def by_entry(findings: tuple[Finding, ...]) -> dict[Key, list[Finding]]:
    """Findings of triggers and alerts, by section and id."""
    found: dict[Key, list[Finding]] = {}
    for one in findings:
        section, _, entry_id = one.id.rpartition("/")
        if section in (TRIGGERS, ALERTS):
            found.setdefault((section, entry_id), []).append(one)
    return found
