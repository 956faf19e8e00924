"""The small panel at a chosen link: what it joins, its text form to type, and a button to remove it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from relplanner.errors import RelplannerError
from relplanner.ui.common.parts import ElidedLabel, IconButton, label, repolish
from relplanner.ui.theme.themes import Themes
from relplanner.ui.theme.tokens import RADIUS, SPACE_1, SPACE_2, Theme

WIDTH = 300
_PANEL = """
#link-panel {{ background: {theme.panel}; border: 1px solid {theme.accent}; border-radius: {radius}px; }}
#link-panel QLineEdit[bad="true"] {{ border-color: {theme.error}; }}
"""
TIP = "FS, SS, FF or SF, with a lag such as +2d or -1d, and soft if it only warns"


class LinkPanel(QFrame):
    """Made once; ``open`` shows it for a link. The keyboard stays on the drawing until one types."""

    def __init__(self, parent: QWidget, themes: Themes, leave: Callable[[], object]) -> None:
        super().__init__(parent)
        self._area = parent
        self.setObjectName("link-panel")
        self._leave = leave
        self._commit: Callable[[str], object] = lambda _text: None
        self._text = ""
        self.names = ElidedLabel("strong")
        self.field = QLineEdit()
        self.field.setObjectName("link-terms")
        self.field.setAccessibleName("Link")
        self.field.setToolTip(TIP)
        self.field.installEventFilter(self)
        self.field.textEdited.connect(lambda _text: self._complain(""))
        self.remove = IconButton(themes, "link-variant-off", "Remove the link (Delete)")
        self.remove.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.note = label("", "note", wrap=True)
        self.complaint = label("", "problem", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_2, SPACE_2, SPACE_2, SPACE_2)
        column.setSpacing(SPACE_1)
        row = QHBoxLayout()
        row.setSpacing(SPACE_1)
        row.addWidget(self.field, 1)
        row.addWidget(self.remove)
        column.addWidget(self.names)
        column.addLayout(row)
        column.addWidget(self.note)
        column.addWidget(self.complaint)
        self.setFixedWidth(WIDTH)
        self.wear(themes.current)
        self.hide()

    def wear(self, theme: Theme) -> None:
        self.setStyleSheet(_PANEL.format(theme=theme, radius=RADIUS))

    def open(
        self, names: str, text: str, note: str, at: QPoint, commit: Callable[[str], object], *, editable: bool
    ) -> None:
        """Show a link beside a point of the drawing. ``commit`` raises :class:`RelplannerError`."""
        self._commit, self._text = commit, text
        self.names.show_text(names)
        self.field.setText(text)
        self.field.setVisible(bool(text))
        self.field.setReadOnly(not editable)
        self.remove.setVisible(editable)
        self.note.setText(note)
        self.note.setVisible(bool(note))
        self._complain("")
        self.show()
        self._fit(at)
        self.raise_()

    def begin(self, typed: str = "") -> bool:
        """Give the keyboard to the text; False when it cannot be edited."""
        if not self.isVisible() or not self.field.isVisible() or self.field.isReadOnly():
            return False
        self.field.setFocus()
        self.field.selectAll()
        if typed:
            self.field.insert(typed)
        return True

    def finish(self) -> bool:
        """Take what was typed; bad text stays with its reason. Whether the panel is done with."""
        if not self.isVisible() or self.field.text().strip() == self._text:
            return True
        try:
            self._commit(self.field.text())
        except RelplannerError as error:
            self._complain(str(error))
            return False
        self._text = self.field.text().strip()
        return True

    def _complain(self, text: str) -> None:
        self.complaint.setText(text)
        self.complaint.setVisible(bool(text))
        if self.field.property("bad") != bool(text):
            self.field.setProperty("bad", bool(text))
            repolish(self.field)
        if self.isVisible():
            QTimer.singleShot(0, self, self.adjustSize)

    def _fit(self, at: QPoint) -> None:
        self.adjustSize()
        area = self._area
        x = min(max(SPACE_2, at.x() + SPACE_2), area.width() - self.width() - SPACE_2)
        y = at.y() + SPACE_2
        if y + self.height() > area.height() - SPACE_2:
            y = max(SPACE_2, at.y() - self.height() - SPACE_2)
        self.move(x, y)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # Keys that the page has shortcuts for belong to the text while it is edited.
        if isinstance(event, QKeyEvent) and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress:
                return self._press(event)
        return False

    def _press(self, event: QKeyEvent) -> bool:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.finish():
                self._leave()
            return True
        if event.key() == Qt.Key.Key_Escape:
            self.field.setText(self._text)
            self._complain("")
            self._leave()
            return True
        return False
