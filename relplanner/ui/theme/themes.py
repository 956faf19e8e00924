"""Which theme is shown: the one chosen, or the system's."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication

from relplanner.ui.preferences import Preferences
from relplanner.ui.theme.tokens import THEMES, Theme, ThemeName

CHOICES = ("system", "light", "dark")


class Themes(QObject):
    """The theme now. Follows the system while the preference ``theme`` is "system"."""

    changed = Signal(object)

    def __init__(self, preferences: Preferences, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._preferences = preferences
        self._current = THEMES[self._name()]
        preferences.changed.connect(lambda name: self._update() if name == "theme" else None)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._update)

    @property
    def current(self) -> Theme:
        return self._current

    @property
    def choice(self) -> str:
        choice = self._preferences.get("theme", "system")
        return choice if choice in CHOICES else "system"

    def choose(self, choice: str) -> None:
        """One of `CHOICES`; remembered."""
        self._preferences.set("theme", choice)

    def _name(self) -> ThemeName:
        if self.choice == "light":
            return "light"
        if self.choice == "dark":
            return "dark"
        dark = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
        return "dark" if dark else "light"

    def _update(self) -> None:
        theme = THEMES[self._name()]
        if theme is not self._current:
            self._current = theme
            self.changed.emit(theme)
