"""What stands on a page while the plan has nothing for it yet."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from relplanner.ui.common.parts import button, label
from relplanner.ui.context import Context
from relplanner.ui.theme import tokens

WIDTH = 440


class EmptyPage(QWidget):
    """Says what belongs here, why it helps, and has the one button that starts it: an action of the page."""

    def __init__(self, context: Context, title: str, reason: str, start: str, action_id: str) -> None:
        super().__init__()
        self._context, self._action_id = context, action_id
        column = QVBoxLayout(self)
        column.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.setSpacing(tokens.SPACE_2)
        centre = Qt.AlignmentFlag.AlignHCenter
        self.reason = label(reason, "muted", wrap=True)
        self.reason.setFixedWidth(WIDTH)
        self.reason.setAlignment(centre)
        self.button = button(start, self._start, primary=True)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.button)
        row.addStretch(1)
        column.addWidget(label(title, "title"), alignment=centre)
        column.addWidget(self.reason, alignment=centre)
        column.addSpacing(tokens.SPACE_3)
        column.addLayout(row)

    def refresh(self) -> None:
        self.reason.setFixedHeight(self.reason.heightForWidth(WIDTH))
        self.button.setVisible(self._context.can_edit)

    def _start(self) -> None:
        self._context.actions.run(self._action_id)
