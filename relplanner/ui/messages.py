"""Anyone may report, one place displays; nothing is lost before a window exists."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import QObject, Signal

from relplanner.values import value

Level = Literal["info", "warning", "error"]


@value
class Message:
    """One sentence for the person, and at most one thing to do about it."""

    level: Level
    text: str
    action: str = ""
    """The button's word."""
    run: Callable[[], object] | None = None


class Messages(QObject):
    """Passing messages. The main window shows them; those said earlier wait for it."""

    said = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._waiting: list[Message] = []
        self._shown = False

    def info(self, text: str, action: str = "", run: Callable[[], object] | None = None) -> None:
        self.say(Message("info", text, action, run))

    def warn(self, text: str, action: str = "", run: Callable[[], object] | None = None) -> None:
        self.say(Message("warning", text, action, run))

    def error(self, text: str, action: str = "", run: Callable[[], object] | None = None) -> None:
        self.say(Message("error", text, action, run))

    def say(self, message: Message) -> None:
        if self._shown:
            self.said.emit(message)
        else:
            self._waiting.append(message)

    def start_showing(self) -> None:
        """From now on messages are emitted at once; those that waited come first."""
        self._shown = True
        waiting, self._waiting = self._waiting, []
        for message in waiting:
            self.said.emit(message)
