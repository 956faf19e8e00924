"""What stands on the page while the plan has nothing to review."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from relplanner.ui.common.parts import button, label
from relplanner.ui.context import Context
from relplanner.ui.theme import tokens

REASON = (
    "Once the plan has activities, this page tells where the release stands against T0, which "
    "activities move it, how likely it is to be on time, and what changed: what a CAB asks."
)


class EmptyReview(QWidget):
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
        self.button = button("Add the first activity", self._start, primary=True)
        column.addWidget(label("Nothing to review yet", "title"), alignment=centre)
        column.addWidget(reason, alignment=centre)
        column.addSpacing(tokens.SPACE_3)
        column.addWidget(self.button, alignment=centre)

    def refresh(self) -> None:
        self.button.setVisible(self._context.can_edit)

    def _start(self) -> None:
        self._context.go("timeline")
        self._context.actions.run("timeline.add")
