"""The findings as rows of a list, filtered by severity."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from relplanner.plan.findings import SEVERITIES, Finding, Severity
from relplanner.ui.common import wording

Index = QModelIndex | QPersistentModelIndex


class FindingsModel(QAbstractListModel):
    """Rows are those of the severities that are shown."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: tuple[Finding, ...] = ()
        self._rows: list[Finding] = []
        self._codes: frozenset[str] = frozenset()
        self._shown: frozenset[Severity] = frozenset(SEVERITIES)

    @property
    def all(self) -> tuple[Finding, ...]:
        return self._all

    @property
    def codes(self) -> frozenset[str]:
        return self._codes

    @property
    def shown(self) -> frozenset[Severity]:
        return self._shown

    def show(self, findings: Sequence[Finding]) -> None:
        if tuple(findings) != self._all:
            self._all = tuple(findings)
            self._refill()

    def filter(self, severities: frozenset[Severity]) -> None:
        if severities != self._shown:
            self._shown = severities
            self._refill()

    def counts(self) -> dict[Severity, int]:
        return {one: sum(finding.severity == one for finding in self._all) for one in SEVERITIES}

    def finding(self, row: int) -> Finding | None:
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        finding = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return finding.message
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{finding.severity} {finding.code}: {finding.message}"
        if role == Qt.ItemDataRole.ToolTipRole:
            where = f"\nLine {finding.line} of the file" if finding.line else ""
            return wording.tip(f"{finding.message}{where}")
        return None

    def _refill(self) -> None:
        self.beginResetModel()
        self._rows = [finding for finding in self._all if finding.severity in self._shown]
        self._codes = frozenset(finding.code for finding in self._rows)
        self.endResetModel()


def object_of(finding: Finding) -> tuple[str, str] | None:
    """The section and id of what a finding is about; None when it is about the plan as a whole."""
    if not finding.id:
        return ("release", "") if finding.path.startswith("release") else None
    if "/" in finding.id:
        section, _, entry_id = finding.id.partition("/")
        return section, entry_id
    return "activities", finding.id
