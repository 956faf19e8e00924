"""Passing messages: one small card above the bottom edge, the newest counts."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from relplanner.ui.common.parts import IconButton, button, label
from relplanner.ui.messages import Message
from relplanner.ui.theme import tokens
from relplanner.ui.theme.icons import icon
from relplanner.ui.theme.themes import Themes

SIGNS = {"info": "information", "warning": "alert", "error": "alert-circle"}


MOST_LINES, LONGEST_LINE = 6, 300
"""What a card holds: pasting rubbish gives a thousand reasons, one a line."""


def brief(text: str) -> str:
    """The first lines of a message, and how many more there are."""
    lines = [line if len(line) <= LONGEST_LINE else f"{line[:LONGEST_LINE]}…" for line in text.splitlines()]
    if len(lines) <= MOST_LINES:
        return "\n".join(lines)
    return "\n".join([*lines[: MOST_LINES - 1], f"… and {len(lines) - MOST_LINES + 1:,} more like these."])


class Toast(QWidget):
    """Errors and questions stay until closed, the rest a few seconds and as long as the mouse is over it."""

    def __init__(self, themes: Themes, parent: QWidget, above: Callable[[], QWidget]) -> None:
        """``above`` is the part at whose lower edge it appears, inside ``parent``."""
        super().__init__(parent)
        self._above = above
        self.setObjectName("toast")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._themes = themes
        self._message: Message | None = None
        self._sign = QLabel()
        self.words = label("", wrap=True, select=True)
        self.answer: QPushButton = button("", self._answer, link=True)
        close = IconButton(themes, "close", "Close the message")
        close.clicked.connect(self.hide)
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(tokens.SPACE_3, tokens.SPACE_2, tokens.SPACE_2, tokens.SPACE_2)
        row.setSpacing(tokens.SPACE_2)
        for part in (self._sign, self.words, self.answer, close):
            row.addWidget(part, 1 if part is self.words else 0)
        self._timer = QTimer(self, singleShot=True, interval=tokens.MESSAGE_STAYS)
        self._timer.timeout.connect(self._pass)
        parent.installEventFilter(self)
        self.hide()

    def show_message(self, message: Message) -> None:
        self._message = message
        theme = self._themes.current
        ink = "accent" if message.level == "info" else message.level
        self._sign.setPixmap(icon(SIGNS[message.level], theme, ink).pixmap(tokens.ICON, tokens.ICON))
        self.words.setText(brief(message.text))
        self.answer.setText(message.action)
        self.answer.setVisible(bool(message.action))
        self.setAccessibleName(f"{message.level}: {self.words.text()}")
        self.show()
        self.raise_()
        self._place()
        stays = message.level == "error" or bool(message.action and message.level == "warning")
        self._timer.stop() if stays else self._timer.start()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def _answer(self) -> None:
        run = self._message.run if self._message is not None else None
        self.hide()
        if run is not None:
            run()

    def _pass(self) -> None:
        if self.underMouse():
            self._timer.start()
        else:
            self.hide()

    def _place(self) -> None:
        parent = self.parentWidget()
        if parent is None:
            return
        above = self._above()
        area = QRect(above.mapTo(parent, QPoint(0, 0)), above.size())
        width = min(area.width() - 2 * tokens.SPACE_4, 560)
        self.setFixedWidth(max(width, 240))
        self.setFixedHeight(self._row.heightForWidth(self.width()))
        self.move(area.center().x() - self.width() // 2, area.bottom() - self.height() - tokens.SPACE_4)
