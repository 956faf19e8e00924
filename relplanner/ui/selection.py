"""What is chosen, shared by all pages: a section, some of its entries, and the one the keyboard stands on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set

from PySide6.QtCore import QObject, Signal


class Selection(QObject):
    """Entries of one section. Derived rows such as ``rollout/canary`` are the section ``rollout``."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._section = "activities"
        self._ids: tuple[str, ...] = ()
        self._current: str | None = None

    @property
    def section(self) -> str:
        return self._section

    @property
    def ids(self) -> tuple[str, ...]:
        """The chosen ids, in the order in which the page shows them."""
        return self._ids

    @property
    def current(self) -> str | None:
        """The one that the keyboard stands on; always one of `ids` when there are any."""
        return self._current

    def set(self, section: str, ids: Iterable[str], current: str | None = None) -> None:
        """Choose. Without ``current`` the last id is the current one. Silent when nothing changed."""
        chosen = tuple(dict.fromkeys(ids))
        stands = current if current in chosen else (chosen[-1] if chosen else None)
        if (section, chosen, stands) == (self._section, self._ids, self._current):
            return
        self._section, self._ids, self._current = section, chosen, stands
        self.changed.emit()

    def clear(self) -> None:
        self.set(self._section, ())

    def keep(self, section: str, known: Iterable[str]) -> None:
        """Drop ids that are gone, after a change of the plan."""
        if section != self._section or not self._ids:
            return
        there = known if isinstance(known, (Set, Mapping)) else set(known)
        left = [one for one in self._ids if one in there]
        if len(left) != len(self._ids):
            self.set(section, left, self._current)
