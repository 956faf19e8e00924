"""Find: a bar above a drawing of activities; Enter and F3 go to the next hit, Esc closes it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from relplanner.plan.nouns.timeline import Activity
from relplanner.plan.plan import Plan
from relplanner.ui.common import activity_words
from relplanner.ui.common.parts import IconButton, label
from relplanner.ui.theme.themes import Themes
from relplanner.ui.theme.tokens import SPACE_1, SPACE_2, SPACE_3


class Ground(Protocol):
    """What is searched: a page's drawing."""

    def plan_to_search(self) -> Plan | None: ...

    def current_id(self) -> str | None: ...

    def mark_found(self, ids: Iterable[str]) -> None: ...

    def show_found(self, activity_id: str) -> None:
        """Choose an activity and bring it into view, whatever hides it."""
        ...

    def leave_find(self) -> None:
        """The bar was closed: the keyboard goes back to the drawing."""
        ...


class FindBar(QWidget):
    """Looks in names, ids and owners, also of rows that are folded away."""

    def __init__(self, ground: Ground, name: str, themes: Themes, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._ground = ground
        self._hits: list[str] = []
        self.field = QLineEdit()
        self.field.setPlaceholderText("Find a name, an id or an owner")
        self.field.setClearButtonEnabled(True)
        self.field.textChanged.connect(self._look)
        self.field.installEventFilter(self)
        self.count = label("", "muted")
        up = IconButton(themes, "chevron-up", "Previous hit (Shift+F3)")
        down = IconButton(themes, "chevron-down", "Next hit (F3)")
        close = IconButton(themes, "close", "Close (Esc)")
        up.clicked.connect(lambda: self.step(-1))
        down.clicked.connect(lambda: self.step(1))
        close.clicked.connect(self.close_bar)
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE_3, SPACE_1, SPACE_3, SPACE_1)
        row.setSpacing(SPACE_2)
        self.field.setMaximumWidth(320)
        for part in (self.field, self.count, up, down):
            row.addWidget(part)
        row.addStretch(1)
        row.addWidget(close)
        self.hide()

    def open(self) -> None:
        self.show()
        self.field.setFocus()
        self.field.selectAll()
        self._look(self.field.text())

    def close_bar(self) -> None:
        self.hide()
        self._mark([])
        self._ground.leave_find()

    def step(self, by: int) -> None:
        """To the next or previous hit, round at the ends."""
        plan = self._ground.plan_to_search()
        if plan is None:
            return
        self._hits = hits(plan, self.field.text())
        if not self._hits:
            if not self.isVisible():
                self.open()
            return
        current = self._ground.current_id()
        if current in self._hits:
            at = self._hits.index(current) + by
        else:
            at = 0 if by > 0 else -1
        self._go(at % len(self._hits))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_bar()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.step(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # Return would otherwise be the page's shortcut for a new row.
        keys = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Insert)
        taken = isinstance(event, QKeyEvent) and event.key() in keys
        if taken and event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return False

    def _look(self, text: str) -> None:
        plan = self._ground.plan_to_search()
        if plan is None:
            return
        self._hits = hits(plan, text)
        self._mark(self._hits)
        if self._hits and self._ground.current_id() not in self._hits:
            self._go(0)
        else:
            self._say()

    def _go(self, at: int) -> None:
        self._ground.show_found(self._hits[at])
        self._say()

    def _say(self) -> None:
        current = self._ground.current_id()
        if not self.field.text().strip():
            self.count.setText("")
        elif not self._hits:
            self.count.setText("No hits")
        elif current in self._hits:
            self.count.setText(f"{self._hits.index(current) + 1} of {len(self._hits)}")
        else:
            self.count.setText(f"{len(self._hits)} hits" if len(self._hits) > 1 else "1 hit")

    def _mark(self, found: list[str]) -> None:
        self._ground.mark_found(found)


def hits(plan: Plan, text: str) -> list[str]:
    """Activities that a search text is part of, in the order of the outline."""
    wanted = text.strip().casefold()
    if not wanted:
        return []
    from relplanner.plan import outline

    return [row.id for row in outline.rows(plan) if _has(plan, plan.activities[row.position], wanted)]


def _has(plan: Plan, activity: Activity, wanted: str) -> bool:
    owner = activity_words.owner_of(plan, activity.owner) if activity.owner else ""
    return any(wanted in text.casefold() for text in (activity.name or "", activity.id, owner))
