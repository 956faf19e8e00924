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
        self._context, self._sections = context, frozenset(sections)
        self._background: Background | None = None
        self._change: PlanChange | None = None
        self._settle = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._settle.timeout.connect(self._review)
        context.bridge.document_changed.connect(self._document_changed)

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
        self._worker().run(work, lambda found: self.found.emit(found) if change is self._change else None)

    def _worker(self) -> Background:
        """Made when first needed; its thread ends with the document."""
        if self._background is None:
            self._background = Background(self._context.bridge)
        return self._background

    def _document_changed(self) -> None:
        if self._context.document is not None:
            return
        self._settle.stop()
        if self._background is not None:
            self._background.close()
            self._background = None


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
