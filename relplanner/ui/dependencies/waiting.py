"""Progress of a large drawing, in place: over the top of the board."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QWidget

from relplanner.ui.common.parts import button, label
from relplanner.ui.theme.themes import Themes
from relplanner.ui.theme.tokens import RADIUS, SPACE_2, SPACE_3, Theme

BAR_WIDTH = 160
_STYLE = """
#dependencies-progress {{ background: {theme.panel}; border: 1px solid {theme.field_line};
  border-radius: {radius}px; }}
QProgressBar {{ background: {theme.raised}; border: none; border-radius: 3px; max-height: 6px; }}
QProgressBar::chunk {{ background: {theme.accent}; border-radius: 3px; }}
"""


class Waiting(QFrame):
    """Shown while a layout takes its time; what was drawn before stays below it."""

    def __init__(self, parent: QWidget, themes: Themes, cancel: Callable[[], object]) -> None:
        super().__init__(parent)
        self._area = parent
        self.setObjectName("dependencies-progress")
        self.text = label("Drawing the network")
        self.bar = QProgressBar()
        self.bar.setRange(0, 100)
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(BAR_WIDTH)
        self.bar.setAccessibleName("Drawing the network")
        self.cancel = button("Cancel", cancel)
        self.cancel.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE_3, SPACE_2, SPACE_3, SPACE_2)
        row.setSpacing(SPACE_3)
        for part in (self.text, self.bar, self.cancel):
            row.addWidget(part)
        self.wear(themes.current)
        self.hide()

    def wear(self, theme: Theme) -> None:
        self.setStyleSheet(_STYLE.format(theme=theme, radius=RADIUS))

    def show_share(self, share: float, cards: int, *, may_cancel: bool) -> None:
        self.text.setText(f"Drawing {cards:,} activities")
        self.bar.setValue(round(share * 100))
        self.cancel.setVisible(may_cancel)
        self.adjustSize()
        self.move((self._area.width() - self.width()) // 2, SPACE_3)
        self.show()
        self.raise_()
