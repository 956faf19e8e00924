"""A page that only notes what the frame asks of it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from relplanner.session.change import PlanChange
from relplanner.ui.actions import ActionSpec
from relplanner.ui.context import Context
from relplanner.ui.pages import PageSpec

STUB = PageSpec(
    id="timeline", title="Timeline", group="Plan", icon="chart-gantt", factory="tests.ui.stub_page:StubPage",
    sections=frozenset({"activities", "rollout"}), shortcut="Ctrl+1",
)  # fmt: skip


class StubPage(QWidget):
    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.changes: list[PlanChange] = []
        self.revealed: list[tuple[str, str]] = []
        self.done: list[str] = []
        self.field = QLineEdit()
        QVBoxLayout(self).addWidget(self.field)
        self._specs = (
            ActionSpec(
                "stub.act", "Act on the row", lambda _: self.done.append("act"), "Ctrl+K", menu="Activity"
            ),
        )

    def show_change(self, change: PlanChange) -> None:
        self.changes.append(change)

    def page_actions(self) -> Sequence[ActionSpec]:
        return self._specs

    def reveal(self, section: str, entry_id: str) -> bool:
        self.revealed.append((section, entry_id))
        return True
