"""What stands on the page when the plan has no activities yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from relplanner.plan.plan import Plan
from relplanner.ui.common.parts import label
from relplanner.ui.theme.tokens import SPACE_2, SPACE_3

if TYPE_CHECKING:
    from relplanner.ui.timeline.page import TimelinePage


class EmptyNotice(QWidget):
    """Says what belongs here, why it helps, and has the one button that starts it."""

    def __init__(self, page: TimelinePage) -> None:
        super().__init__(page)
        self.setObjectName("timeline-empty")
        self._page = page
        self.setAutoFillBackground(True)  # an empty grid behind the words would only disturb them
        layout = QVBoxLayout(self)
        layout.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout.setSpacing(SPACE_2)
        self.title = label("No activities yet", "title")
        self.reason = label(
            "Phases, tasks, milestones and deployments, and what waits for what: "
            "from them come every date, the slack and the day the release can go out.",
            "muted",
            wrap=True,
        )
        self.reason.setFixedWidth(420)
        self.reason.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.button = QPushButton("Add the first activity")
        self.button.setProperty("primary", True)
        self.button.clicked.connect(lambda: page.context.actions.run("timeline.add"))
        layout.addWidget(self.title, alignment=Qt.AlignmentFlag.AlignHCenter)
        layout.addWidget(self.reason, alignment=Qt.AlignmentFlag.AlignHCenter)
        layout.addSpacing(SPACE_3)
        layout.addWidget(self.button, alignment=Qt.AlignmentFlag.AlignHCenter)
        self.hide()

    def show_for(self, plan: Plan) -> None:
        """Visible while there is nothing to show."""
        is_empty = not plan.activities and not plan.rollout.phases
        self.button.setVisible(self._page.context.can_edit)
        self.setVisible(is_empty)
        self.setGeometry(self._page.board.geometry())
        if is_empty:
            self.raise_()
