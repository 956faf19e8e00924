"""The findings panel: how many of each severity, filters, and the list once there is something to show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from relplanner.plan.findings import SEVERITIES, Finding, Severity
from relplanner.session.change import PlanChange
from relplanner.ui.background import Background
from relplanner.ui.common.parts import Chip, Hairline, IconButton, label, tight
from relplanner.ui.context import Context
from relplanner.ui.theme import tokens

if TYPE_CHECKING:
    from relplanner.ui.findings.list import FindingsList
    from relplanner.ui.findings.model import FindingsModel

SETTLE_MS = 120
WORDS = {"error": "error", "warning": "warning", "info": "note"}


class FindingsPanel(QWidget):
    """Findings are worked out in the background a moment after a change, never while something is dragged."""

    counted = Signal(int, int)
    """Errors and warnings."""
    fold_asked = Signal()

    def __init__(self, context: Context, background: Background, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._background = context, background
        self._change: PlanChange | None = None
        self.setObjectName("findings")
        self.setAccessibleName("Findings")
        self._model: FindingsModel | None = None
        self._list: FindingsList | None = None
        self.filters: dict[Severity, Chip] = {}
        self.nothing = label("", "muted")
        self.nothing.setContentsMargins(tokens.SPACE_4, tokens.SPACE_1, 0, 0)
        column = self._column = QVBoxLayout(self)
        tight(column)
        column.addWidget(Hairline(context.themes))
        column.addLayout(self._head())
        column.addWidget(self.nothing)
        column.addStretch(1)
        self._settle = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._settle.timeout.connect(self._review)
        for chip in self.filters.values():
            chip.hide()

    @property
    def model(self) -> FindingsModel:
        """Made when first asked for, as item models take their time to load."""
        if self._model is None:
            from relplanner.ui.findings.model import FindingsModel

            self._model = FindingsModel(self)
        return self._model

    @property
    def list(self) -> FindingsList:
        """Made when first asked for."""
        if self._list is None:
            from relplanner.ui.findings.list import FindingsList

            self._list = FindingsList(self._context, self.model, self)
            self._list.jump.connect(self._jump)
            self._column.insertWidget(self._column.indexOf(self.nothing), self._list, 1)
            self._column.setStretch(self._column.count() - 1, 0)
        return self._list

    def show_change(self, change: PlanChange | None) -> None:
        """Note a change; its findings come a moment later."""
        self._change = change
        if change is None:
            self._settle.stop()
            self._show(())
        else:
            self._settle.start()

    def review_now(self) -> None:
        """Without delay and in this thread, for pictures."""
        self._settle.stop()
        if self._change is not None:
            self._show(self._change.findings)

    def step(self, by: int) -> None:
        """Choose the next finding, or the one before, and jump to it."""
        rows = self.model.rowCount()
        if rows:
            at = self.list.currentIndex().row()
            row = (at + by) % rows if at >= 0 else (0 if by > 0 else rows - 1)
            self.list.setCurrentIndex(self.model.index(row))
            self._jump(row)

    def _head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setContentsMargins(tokens.SPACE_4, tokens.SPACE_2, tokens.SPACE_3, tokens.SPACE_1)
        head.setSpacing(tokens.SPACE_2)
        head.addWidget(label("Findings", "strong"))
        for severity in SEVERITIES:
            chip = Chip()
            chip.setCheckable(True)
            chip.setChecked(True)
            chip.setProperty("filter", True)
            chip.toggled.connect(self._filter)
            self.filters[severity] = chip
            head.addWidget(chip)
        head.addStretch(1)
        fold = IconButton(self._context.themes, "chevron-down", "Fold the findings")
        fold.clicked.connect(self.fold_asked)
        head.addWidget(fold)
        return head

    def _review(self) -> None:
        change = self._change
        if change is None:
            return
        self._background.run(
            lambda: change.findings,
            lambda found: self._show(found) if change is self._change else None,
        )

    def _show(self, findings: tuple[Finding, ...]) -> None:
        errors = self.model.counts()["error"]
        self.model.show(findings)
        counts = self.model.counts()
        if counts["error"] > errors and self._list is not None:
            self._list.scrollToTop()  # errors stand first: new ones are seen, not only counted
        for severity, chip in self.filters.items():
            number, word = counts[severity], WORDS[severity]
            chip.setVisible(number > 0)
            chip.show_state(f"{number:,} {word}{'' if number == 1 else 's'}")
            chip.setToolTip(f"Show or hide {word}s")
        self._say_nothing()
        self.counted.emit(counts["error"], counts["warning"])

    def _filter(self) -> None:
        self.model.filter(frozenset(one for one, chip in self.filters.items() if chip.isChecked()))
        self._say_nothing()

    def _say_nothing(self) -> None:
        rows = self.model.rowCount()
        if rows or self._list is not None:
            self.list.setVisible(rows > 0)
        self.nothing.setVisible(rows == 0)
        self.nothing.setText("All findings are filtered out." if self.model.all else "Nothing to report.")

    def _jump(self, row: int) -> None:
        finding = self.model.finding(row)
        from relplanner.ui.findings.model import object_of

        where = object_of(finding) if finding is not None else None
        if where is not None:
            self._context.reveal(*where)
