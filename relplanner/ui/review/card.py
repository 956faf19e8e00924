"""A card of the page: its title, what state its figures are in, a way to stop long work, and its body."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from relplanner.ui.common.parts import Chip, ElidedLabel, IconButton, label
from relplanner.ui.review.state import State
from relplanner.ui.theme import tokens
from relplanner.ui.theme.themes import Themes

SAY_AFTER_MS, CANCEL_AFTER_MS = 200, 1000
OLD = "Out of date"
OLD_TIP = "These figures are of the plan before your last edit, or of another comparison; new ones follow."


class Card(QFrame):
    """Progress shows in place once work takes 200 ms, and can be cancelled once it takes a second."""

    def __init__(self, themes: Themes, title: str, cancel: Callable[[], object] | None = None) -> None:
        super().__init__()
        self.setObjectName("card")
        self.setAccessibleName(title)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._cancel = cancel
        self._state = State()
        self._words = ""
        self.title = label(title, "strong")
        self.title.setMinimumHeight(tokens.ROW_HEIGHTS["compact"])  # nothing moves when a chip comes
        self.note = ElidedLabel("note")
        self.old = Chip(OLD, "warning")
        self.old.setCursor(Qt.CursorShape.ArrowCursor)
        self.old.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.old.setToolTip(OLD_TIP)
        self.progress = ProgressLine(themes)
        self.busy = label("", "note")
        self.stop = IconButton(themes, "close", f"Stop working on “{title}”")
        self.stop.clicked.connect(self._stopped)
        self.head = QHBoxLayout()
        self.head.setSpacing(tokens.SPACE_2)
        self.head.addWidget(self.title)
        self.head.addWidget(self.note, 1)
        for part in (self.old, self.busy, self.progress, self.stop):
            self.head.addWidget(part)
            part.hide()
        self.body = QVBoxLayout()
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(tokens.SPACE_2)
        column = QVBoxLayout(self)
        column.setContentsMargins(tokens.SPACE_4, tokens.SPACE_3, tokens.SPACE_4, tokens.SPACE_3)
        column.setSpacing(tokens.SPACE_2)
        column.addLayout(self.head)
        column.addLayout(self.body)
        self._say = QTimer(self, singleShot=True, interval=SAY_AFTER_MS)
        self._say.timeout.connect(self._show_busy)
        self._offer = QTimer(self, singleShot=True, interval=CANCEL_AFTER_MS)
        self._offer.timeout.connect(lambda: self.stop.setVisible(self._cancel is not None))

    def show_state(self, state: State, *, stale: bool, words: str = "Working …") -> None:
        """Say whether the body is old, and that work is under way; ``words`` say on what."""
        self._state, self._words = state, words
        self.old.setVisible(stale)
        if not state.running:
            self._say.stop()
            self._offer.stop()
            for part in (self.busy, self.progress, self.stop):
                part.hide()
            return
        if self.busy.isHidden() and not self._say.isActive():
            self._say.start()
        if self.stop.isHidden() and not self._offer.isActive() and self._cancel is not None:
            self._offer.start()
        if not self.busy.isHidden():
            self._show_busy()

    @property
    def is_busy(self) -> bool:
        return self._state.running

    def _show_busy(self) -> None:
        self.busy.setText(self._words)
        self.busy.show()
        self.progress.setVisible(self._state.share is not None)
        self.progress.show_share(self._state.share or 0.0)

    def _stopped(self) -> None:
        if self._cancel is not None:
            self._cancel()


class ProgressLine(QWidget):
    """How much is done, as a short bar."""

    def __init__(self, themes: Themes) -> None:
        super().__init__()
        self._themes, self._share = themes, 0.0
        self.setFixedSize(64, 6)

    def show_share(self, share: float) -> None:
        self._share = min(max(share, 0.0), 1.0)
        self.setAccessibleName(f"{self._share:.0%} done")
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = self._themes.current
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        for share, colour in ((1.0, theme.grid_strong), (self._share, theme.accent)):
            painter.setBrush(QColor(colour))
            painter.drawRoundedRect(QRectF(0, 1, self.width() * share, 4), 2, 2)
