"""What stands on the page while the plan has no metrics."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from relplanner.ui.common.parts import button, label
from relplanner.ui.context import Context
from relplanner.ui.theme import tokens

REASON = (
    "A metric is something measured: its unit, which way is better, where its values come from. Triggers, "
    "alerts, gates and success criteria call it by its id, and a threshold in another unit is converted to "
    "its own."
)
WIDTH = 440


class EmptyMetrics(QWidget):
    """Says what belongs here, why it helps, and has the one button that starts it."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        column = QVBoxLayout(self)
        column.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.setSpacing(tokens.SPACE_2)
        centre = Qt.AlignmentFlag.AlignHCenter
        self.reason = label(REASON, "muted", wrap=True)
        self.reason.setFixedWidth(WIDTH)
        self.reason.setAlignment(centre)
        self.button = button("Add the first metric", self._start, primary=True)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.button)
        row.addStretch(1)
        column.addWidget(label("No metrics yet", "title"), alignment=centre)
        column.addWidget(self.reason, alignment=centre)
        column.addSpacing(tokens.SPACE_3)
        column.addLayout(row)

    def refresh(self) -> None:
        self.reason.setFixedHeight(self.reason.heightForWidth(WIDTH))
        self.button.setVisible(self._context.can_edit)

    def _start(self) -> None:
        self._context.actions.run("metrics.add")
