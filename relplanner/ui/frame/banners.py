"""Banners under the header: facts about the file that want an answer (read-only, changed outside)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from relplanner.ui.common.parts import IconButton, button, label, tight
from relplanner.ui.theme import tokens
from relplanner.ui.theme.themes import Themes

Answer = tuple[str, Callable[[], object]]


class Banners(QWidget):
    """At most one banner a key; a new one with the same key replaces it."""

    def __init__(self, themes: Themes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._themes = themes
        self._shown: dict[str, QWidget] = {}
        self._texts: dict[str, str] = {}
        self._column = QVBoxLayout(self)
        tight(self._column)

    def show_banner(
        self, key: str, tone: str, text: str, answers: Sequence[Answer] = (), *, closable: bool = False
    ) -> None:
        """``tone`` is info, warning or error; each answer is a button's word and what it does."""
        if self._texts.get(key) == text:
            return
        self.drop(key)
        banner = QWidget()
        banner.setObjectName("banner")
        banner.setProperty("tone", tone)
        banner.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        banner.setAccessibleName(text)
        row = QHBoxLayout(banner)
        row.setContentsMargins(tokens.SPACE_4, tokens.SPACE_1, tokens.SPACE_3, tokens.SPACE_1)
        row.setSpacing(tokens.SPACE_2)
        row.addWidget(label(text, wrap=True), 1)
        for word, run in answers:
            row.addWidget(button(word, run))
        if closable:
            close = IconButton(self._themes, "close", "Close")
            close.clicked.connect(lambda: self.drop(key))
            row.addWidget(close)
        self._column.addWidget(banner)
        self._shown[key], self._texts[key] = banner, text

    def drop(self, key: str) -> None:
        self._texts.pop(key, None)
        banner = self._shown.pop(key, None)
        if banner is not None:
            banner.hide()
            banner.deleteLater()

    def clear(self) -> None:
        for key in tuple(self._shown):
            self.drop(key)

    def text(self, key: str) -> str:
        """What a banner says; empty when it is not shown."""
        return self._texts.get(key, "")
