"""What stands on the page when there is nothing to draw."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from relplanner.ui.common.parts import label
from relplanner.ui.theme.tokens import SPACE_2, SPACE_3

if TYPE_CHECKING:
    from relplanner.ui.dependencies.page import DependenciesPage

NO_ACTIVITIES = (
    "No activities yet",
    "Here the plan is drawn as a network: what waits for what, from left to right. It shows at a glance "
    "which chain of work decides the release date.",
    "Add the first activity",
)
NO_MILESTONES = (
    "No milestones yet",
    "Milestones and gates are the points that others can hold on to: code freeze, sign-off, go/no-go. "
    "Here they are drawn alone, with what leads from one to the next.",
    "Show the whole network",
)
NO_CENTRE = (
    "Nothing is chosen",
    "This view draws what is around the chosen activities, step by step. Choose one on the timeline or in "
    "the whole network.",
    "Show the whole network",
)
STOPPED = (
    "The drawing was stopped",
    "The plan is large. Milestones alone or the phases are drawn at once; the whole network takes a moment.",
    "Draw it",
)


class EmptyNotice(QWidget):
    """Says what belongs here, why it helps, and has the one button that starts it."""

    def __init__(self, page: DependenciesPage) -> None:
        super().__init__(page)
        self.setObjectName("dependencies-empty")
        self._page = page
        self._words: tuple[str, str, str] | None = None
        self.setAutoFillBackground(True)
        layout = QVBoxLayout(self)
        layout.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout.setSpacing(SPACE_2)
        self.title = label("", "title")
        self.reason = label("", "muted", wrap=True)
        self.reason.setFixedWidth(420)
        self.reason.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.button = QPushButton()
        self.button.setProperty("primary", True)
        self.button.clicked.connect(self._run)
        layout.addWidget(self.title, alignment=Qt.AlignmentFlag.AlignHCenter)
        layout.addWidget(self.reason, alignment=Qt.AlignmentFlag.AlignHCenter)
        layout.addSpacing(SPACE_3)
        layout.addWidget(self.button, alignment=Qt.AlignmentFlag.AlignHCenter)
        self.hide()

    def say(self, words: tuple[str, str, str] | None) -> None:
        """Show one of the notices above, or none."""
        self._words = words
        if words is None:
            self.hide()
            return
        title, reason, word = words
        self.title.setText(title)
        self.reason.setText(reason)
        self.button.setText(word)
        self.button.setVisible(words is not NO_ACTIVITIES or self._page.context.can_edit)
        self.setGeometry(self._page.board.geometry())
        self.show()
        self.raise_()

    def _run(self) -> None:
        from relplanner.ui.dependencies import doing

        if self._words is NO_ACTIVITIES:
            doing.add(self._page)
        elif self._words is STOPPED:
            self._page.draw()
        else:
            self._page.look(way="all")
