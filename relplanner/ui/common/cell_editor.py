"""Typing in a cell: bad text stays where it was typed with its reason beside it; Esc gives up."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QRect, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from relplanner.errors import RelplannerError
from relplanner.ui.inspector.texts import Offer
from relplanner.ui.theme.tokens import RADIUS, SPACE_1, SPACE_2, Theme

Commit = Callable[[str], None]
"""Makes the edit from the text. Raises :class:`RelplannerError` when it cannot be meant."""


_EDITOR = """
QLineEdit {{ background: {theme.panel}; color: {theme.text}; border: 2px solid {theme.accent};
  border-radius: {radius}px; padding: 0 3px; min-height: 0; }}
QLineEdit[bad="true"] {{ border-color: {theme.error}; }}
"""
_COMPLAINT = """
QLabel {{ background: {theme.error_ground}; color: {theme.error}; border: 1px solid {theme.error};
  border-radius: {radius}px; }}
"""


class CellEditor(QLineEdit):
    """The editor of one cell; it is made for the cell and thrown away after."""

    def __init__(
        self,
        parent: QWidget,
        place: QRect,
        text: str,
        commit: Commit,
        closed: Callable[[str], None],
        theme: Theme,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("cell-editor")
        self.setText(text)
        self.setGeometry(place)
        self._commit, self._closed = commit, closed
        self._area = parent
        self._done = False
        self._complaint = QLabel(parent)
        self._complaint.setObjectName("cell-complaint")
        self._complaint.setTextFormat(Qt.TextFormat.PlainText)
        self._complaint.setWordWrap(True)
        self._complaint.setContentsMargins(SPACE_2, SPACE_1, SPACE_2, SPACE_1)
        self._complaint.hide()
        self.wear(theme)
        self.textEdited.connect(lambda _text: self._say(""))

    def wear(self, theme: Theme) -> None:
        """The theme's colours, also when it changes while something is being typed."""
        self.setStyleSheet(_EDITOR.format(theme=theme, radius=RADIUS))
        self._complaint.setStyleSheet(_COMPLAINT.format(theme=theme, radius=RADIUS))

    def offer(self, offers: Sequence[Offer], *, several: bool) -> None:
        """What to complete with, each its text and its name; in a list the last one is completed."""
        from relplanner.ui.inspector.editors import OfferCompleter

        completer = OfferCompleter(several, self)
        completer.fill(offers)
        self.setCompleter(completer)

    @property
    def complaint(self) -> str:
        """What is wrong with the text, empty when nothing is."""
        return self._complaint.text() if self._complaint.isVisible() else ""

    def finish(self, then: str = "") -> bool:
        """Make the edit and close; with bad text say why and stay. ``then`` is passed on: ``next``,
        ``previous``.
        """
        if self._done:
            return True
        try:
            self._commit(self.text())
        except RelplannerError as error:
            self._say(str(error))
            return False
        self._close(then)
        return True

    def give_up(self) -> None:
        self._close("")

    def move_to(self, place: QRect) -> None:
        self.setGeometry(place)
        self._place_complaint()

    def _say(self, text: str) -> None:
        self._complaint.setText(text)
        self.setProperty("bad", bool(text))
        self.style().unpolish(self)
        self.style().polish(self)
        self._complaint.setVisible(bool(text))
        if text:
            completer: Any = self.completer()  # None before there are offers, whatever the stubs say
            if completer is not None:
                completer.popup().hide()  # it would cover the reason
            self._place_complaint()

    def _place_complaint(self) -> None:
        width = max(self.width(), 280)
        self._complaint.setFixedWidth(width)
        height = self._complaint.heightForWidth(width)
        room = self._area.height()
        below = self.geometry().bottom() + 2
        top = below if below + height <= room else self.y() - height - 2
        self._complaint.setGeometry(self.x(), top, width, height)
        self._complaint.raise_()

    def _close(self, then: str) -> None:
        if self._done:
            return
        self._done = True
        self._complaint.deleteLater()
        self._complaint.hide()
        self.hide()
        self.deleteLater()
        self._closed(then)

    def event(self, event: QEvent) -> bool:
        # Keys that the page has shortcuts for belong to the text while it is edited.
        if event.type() == QEvent.Type.ShortcutOverride:
            assert isinstance(event, QKeyEvent)
            command = event.modifiers() & (
                Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
            )
            if not command or (
                command == Qt.KeyboardModifier.ControlModifier
                and event.key()
                in (
                    Qt.Key.Key_C,
                    Qt.Key.Key_X,
                    Qt.Key.Key_V,
                    Qt.Key.Key_A,
                    Qt.Key.Key_Z,
                )
            ):
                event.accept()
                return True
        if event.type() == QEvent.Type.KeyPress:
            assert isinstance(event, QKeyEvent)
            if event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
                self.finish("next" if event.key() == Qt.Key.Key_Tab else "previous")
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.give_up()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.finish()
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down) and self.completer() is None:
            self.finish("up" if event.key() == Qt.Key.Key_Up else "down")
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason and not self._done:
            self.finish()
