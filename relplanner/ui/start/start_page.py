"""The start page: open, go on with a recent file, begin from a template, look at the sample."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from relplanner.exchange.templates import Template, templates
from relplanner.session.recent import forget, recent_files
from relplanner.ui.common import wording
from relplanner.ui.common.parts import ElidedLabel, IconButton, button, empty, label, tight
from relplanner.ui.context import Context
from relplanner.ui.theme import tokens

if TYPE_CHECKING:
    from relplanner.ui.desk import Desk

COLUMN_WIDTH = 400
RECENT_SHOWN = 8


class StartPage(QWidget):
    """Shown while no plan is open."""

    def __init__(self, context: Context, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._desk = context, desk
        self.setObjectName("ground")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName("Start")
        self._recent = QVBoxLayout()
        self._templates = QVBoxLayout()
        for layout in (self._recent, self._templates):
            tight(layout, 2)
        self._lay_out()
        self.refresh()

    def _lay_out(self) -> None:
        head = QVBoxLayout()
        tight(head, tokens.SPACE_1)
        head.addWidget(label("Plan a release", "figure"))
        about = label(
            "A timeline with its dates, slack and critical path, in one plain text file that you own. "
            "Drop a .relplan.yaml file here to open it.",
            "muted",
            wrap=True,
        )
        head.addWidget(about)
        buttons = QHBoxLayout()
        buttons.setSpacing(tokens.SPACE_2)
        self._open = button("Open a plan …", self._desk.ask_open, primary=True)
        buttons.addWidget(self._open)
        buttons.addWidget(button("New blank plan", self._desk.new_blank))
        buttons.addWidget(button("Look at the sample", self._desk.open_sample))
        buttons.addStretch(1)
        middle = QVBoxLayout()
        middle.addStretch(1)
        middle.addLayout(head)
        middle.addSpacing(tokens.SPACE_4)
        middle.addLayout(buttons)
        middle.addSpacing(tokens.SPACE_5)
        middle.addLayout(self._columns())
        middle.addStretch(2)
        inside = QWidget()
        inside.setLayout(middle)
        inside.setMaximumWidth(2 * COLUMN_WIDTH + 2 * tokens.SPACE_5)
        row = QHBoxLayout(self)
        row.addStretch(1)
        row.addWidget(inside, 8)
        row.addStretch(1)

    def _columns(self) -> QHBoxLayout:
        columns = QHBoxLayout()
        columns.setSpacing(tokens.SPACE_5 * 2)
        for title, layout in (("Recent", self._recent), ("New from a template", self._templates)):
            column = QVBoxLayout()
            tight(column, tokens.SPACE_1)
            column.addWidget(label(title, "strong"))
            column.addLayout(layout)
            column.addStretch(1)
            columns.addLayout(column, 1)
        return columns

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._open.setFocus()

    def refresh(self) -> None:
        """The lists as they are now."""
        empty(self._recent)
        recent = recent_files()[:RECENT_SHOWN]
        for path in recent:
            self._recent.addWidget(self._recent_entry(path))
        if not recent:
            self._recent.addWidget(label("Plans that you open are listed here.", "muted"))
        empty(self._templates)
        for template in templates():
            self._templates.addWidget(self._template_entry(template))

    def _recent_entry(self, path: Path) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        tight(row)
        entry = Entry(path.name.removesuffix(".relplan.yaml"), str(path.parent))
        entry.setToolTip(wording.tip(str(path)))
        entry.clicked.connect(lambda: self._desk.open(path))
        drop = IconButton(self._context.themes, "close", f"Take {path.name} off this list")
        drop.clicked.connect(partial(self._forget, path))
        row.addWidget(entry, 1)
        row.addWidget(drop)
        return line

    def _forget(self, path: Path) -> None:
        forget(path)
        self.refresh()

    def _template_entry(self, template: Template) -> QWidget:
        entry = Entry(template.id.replace("-", " ").capitalize(), template.about)
        entry.clicked.connect(lambda: self._desk.new_from(template.id))
        return entry


class Entry(QPushButton):
    """Two lines that can be pressed."""

    def __init__(self, title: str, note: str) -> None:
        super().__init__()
        self.setObjectName("entry")
        self.setAccessibleName(f"{title}: {note}" if note else title)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        column = QVBoxLayout(self)
        column.setContentsMargins(tokens.SPACE_2, tokens.SPACE_1, tokens.SPACE_2, tokens.SPACE_1)
        column.setSpacing(1)
        for text, role in ((title, "strong"), (note, "note")):
            words = ElidedLabel(role)
            words.show_text(text)
            column.addWidget(words)
            words.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setToolTip(wording.tip(note))
