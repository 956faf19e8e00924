"""The page that says why a file cannot be read: every problem, with its line as it stands in the file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QFontDatabase
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from relplanner.errors import Problem
from relplanner.ui.common.parts import button, empty, label, tight
from relplanner.ui.context import Context
from relplanner.ui.theme import tokens

if TYPE_CHECKING:
    from relplanner.ui.desk import Desk

WIDTH = 760
LONGEST_LINE = 160
MOST_SHOWN = 500
LARGEST = 4_000_000
"""Files above this many bytes are not read again to quote their lines."""


class UnreadablePage(QWidget):
    def __init__(self, context: Context, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._desk = context, desk
        self._path = Path()
        self.setObjectName("ground")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName("The file cannot be read")
        self.title = label("", "figure", wrap=True)
        self.about = label("", "muted", wrap=True)
        self._list = QVBoxLayout()
        tight(self._list, tokens.SPACE_2)
        self.again = button("Open again", lambda: self._desk.open(self._path), primary=True)
        self._lay_out()

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(tokens.SPACE_2)
        buttons.addWidget(self.again)
        buttons.addWidget(button("Show in folder", self._show_folder))
        buttons.addWidget(button("Open another …", self._desk.ask_open))
        buttons.addWidget(button("Close", self._desk.show_start))
        buttons.addStretch(1)
        inside = QWidget()
        inside.setObjectName("scrolled")
        inside.setMaximumWidth(WIDTH)
        column = QVBoxLayout(inside)
        column.setContentsMargins(tokens.SPACE_5, tokens.SPACE_5 * 2, tokens.SPACE_5, tokens.SPACE_5)
        column.setSpacing(tokens.SPACE_3)
        column.addWidget(self.title)
        column.addWidget(self.about)
        column.addLayout(buttons)
        column.addSpacing(tokens.SPACE_2)
        column.addLayout(self._list)
        column.addStretch(1)
        outer = QWidget()
        outer.setObjectName("scrolled")
        row = QHBoxLayout(outer)
        tight(row)
        row.addStretch(1)
        row.addWidget(inside, 8)
        row.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(outer)
        whole = QVBoxLayout(self)
        tight(whole)
        whole.addWidget(area)

    def show_problems(self, path: Path, problems: Sequence[Problem]) -> None:
        self._path = path
        number = len(problems)
        self.title.setText(f"{path.name} cannot be read")
        self.about.setText(
            f"{'One problem stands' if number == 1 else f'{number:,} problems stand'} in the way. "
            f"Nothing was changed. Mend the file in a text editor, then open it again.\n{path.parent}"
        )
        empty(self._list)
        lines = _lines(path)
        for problem in problems[:MOST_SHOWN]:
            self._list.addWidget(self._card(problem, lines))
        if number > MOST_SHOWN:
            self._list.addWidget(label(f"And {number - MOST_SHOWN:,} more.", "muted"))
        self.again.setFocus()

    def _card(self, problem: Problem, lines: Sequence[str]) -> QWidget:
        card = QWidget()
        card.setObjectName("card")
        card.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        card.setAccessibleName(str(problem))
        column = QVBoxLayout(card)
        column.setContentsMargins(tokens.SPACE_4, tokens.SPACE_3, tokens.SPACE_4, tokens.SPACE_3)
        column.setSpacing(tokens.SPACE_1)
        line, at = problem.where.line, problem.where.column
        if line is not None:
            column.addWidget(label(f"Line {line:,}, column {at}" if at else f"Line {line:,}", "small"))
        column.addWidget(label(problem.message, "strong", wrap=True, select=True))
        if line is not None and 0 < line <= len(lines) and lines[line - 1].strip():
            source = label(lines[line - 1].rstrip()[:LONGEST_LINE], select=True)
            source.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
            source.setMinimumWidth(0)
            column.addWidget(source)
        if problem.hint:
            column.addWidget(label(problem.hint, "muted", wrap=True, select=True))
        return card

    def _show_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._path.parent)))


def _lines(path: Path) -> list[str]:
    try:
        if not path.is_file() or path.stat().st_size > LARGEST:  # reading a pipe would wait for ever
            return []
        return path.read_bytes().decode("utf-8", errors="replace").splitlines()
    except OSError:
        return []
