"""Findings of some sections by their entries, worked out in the background a moment after a change."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from relplanner.plan.findings import Finding
from relplanner.session.change import PlanChange
from relplanner.ui.background import Background
from relplanner.ui.context import Context

SETTLE_MS = 150
Key = tuple[str, str]
"""A section and an id."""
Found = dict[Key, list[Finding]]


class Reviewed(QObject):
    found = Signal(object)
    """Findings by section and id."""

    def __init__(self, context: Context, sections: Collection[str], parent: QObject) -> None:
        super().__init__(parent)
        self._sections = frozenset(sections)
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
            self.found.emit(by_entry(self._change.findings, self._sections))

    def _review(self) -> None:
        change = self._change
        if change is None:
            return
        work: Callable[[], Found] = partial(_of_change, change, self._sections)
        self._background.run(work, lambda found: self.found.emit(found) if change is self._change else None)


def _of_change(change: PlanChange, sections: Collection[str]) -> Found:
    return by_entry(change.findings, sections)


def by_entry(findings: tuple[Finding, ...], sections: Collection[str]) -> Found:
    """Findings of some sections, by section and id."""
    found: Found = {}
    for one in findings:
        section, _, entry_id = one.id.rpartition("/")
        if section in sections:
            found.setdefault((section, entry_id), []).append(one)
    return found
