"""What stands on the page while the plan does not say how it goes out."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from relplanner.plan.edits import rollout as edits
from relplanner.ui.common.parts import button, label
from relplanner.ui.context import Context
from relplanner.ui.theme import tokens

REASON = (
    "In which steps the new version goes out, who sees it, for how long, and what must hold before the next "
    "step: as dates on the plan, guarded by triggers that tell when to go back."
)
NO_DATES = (
    "The phases have no dates yet. Give the release a target (T0) or a start, and the ladder stands here."
)


class EmptyRollout(QWidget):
    """Says what belongs here, why it helps, and has the one button that starts it."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        column = QVBoxLayout(self)
        column.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.setSpacing(tokens.SPACE_2)
        centre = Qt.AlignmentFlag.AlignHCenter
        reason = label(REASON, "muted", wrap=True)
        reason.setFixedWidth(440)
        reason.setAlignment(centre)
        self.button = button("Plan a canary rollout", self._start, primary=True)
        column.addWidget(label("No rollout yet", "title"), alignment=centre)
        column.addWidget(reason, alignment=centre)
        column.addSpacing(tokens.SPACE_3)
        column.addWidget(self.button, alignment=centre)

    def refresh(self) -> None:
        self.button.setVisible(self._context.can_edit)

    def _start(self) -> None:
        plan = self._context.plan
        if plan is not None:
            self._context.apply(lambda: edits.begin_canary(plan))
