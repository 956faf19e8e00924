"""The status bar: saved or not, which file and branch, findings, size of the plan, its zone."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from relplanner.ui.common.parts import Chip, ElidedLabel, label
from relplanner.ui.context import Context
from relplanner.ui.theme import tokens

if TYPE_CHECKING:
    from relplanner.session.document import Document


class StatusBar(QWidget):
    findings_asked = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.setObjectName("statusbar")
        self.setAccessibleName("Status")
        self.setFixedHeight(tokens.STATUS_HEIGHT)
        self._settle = QTimer(self, singleShot=True, interval=tokens.LATER)
        self._settle.timeout.connect(self._count)
        self._branches: tuple[Path | None, str] = (None, "")
        self.dot = Dot(context)
        self.saved = ElidedLabel("note")
        self.file = ElidedLabel("note")
        self.zone = label("", "note")
        self.counts = label("", "note")
        self.findings = Chip()
        self.findings.setToolTip("Show or fold the findings")
        self.findings.clicked.connect(self.findings_asked)
        row = QHBoxLayout(self)
        row.setContentsMargins(tokens.SPACE_4, 0, tokens.SPACE_4, 0)
        row.setSpacing(tokens.SPACE_2)
        row.addWidget(self.dot)
        row.addWidget(self.saved)
        row.addSpacing(tokens.SPACE_5)
        row.addWidget(self.file)
        row.addStretch(1)
        row.addWidget(self.findings)
        row.addSpacing(tokens.SPACE_3)
        row.addWidget(self.counts)
        row.addSpacing(tokens.SPACE_3)
        row.addWidget(self.zone)
        self.show_findings(0, 0)
        self.refresh()

    def refresh(self) -> None:
        document = self._context.document
        for part in (self.dot, self.findings, self.zone, self.counts):
            part.setVisible(document is not None)
        if document is None:
            self.saved.show_text("No plan open")
            self.file.show_text("")
            return
        self.dot.set_on(document.is_modified)
        self.saved.show_text(saved_words(document))
        self.file.show_text(self._file_words(document.path))
        self.zone.setText(document.plan.release.time_zone)
        self._settle.start()

    def _count(self) -> None:
        """A moment after the last change: nobody counts along while a bar is dragged."""
        plan = self._context.plan
        if plan is not None:
            links = sum(len(activity.after) for activity in plan.activities)
            self.counts.setText(f"{_count(len(plan.activities), 'activity')} · {_count(links, 'link')}")

    def complete(self) -> None:
        """Without delay, for pictures."""
        self._settle.stop()
        self._count()

    def show_findings(self, errors: int, warnings: int) -> None:
        if errors:
            self.findings.show_state(_count(errors, "error"), "error")
        elif warnings:
            self.findings.show_state(_count(warnings, "warning"), "warning")
        else:
            self.findings.show_state("No findings", "")
        self.findings.setAccessibleName(f"{_count(errors, 'error')}, {_count(warnings, 'warning')}")

    def _file_words(self, path: Path | None) -> str:
        if path is None:
            return "Not in a file yet"
        if self._branches[0] != path:
            self._branches = (path, git_branch(path.parent))
        return f"{path.name} · {self._branches[1]}" if self._branches[1] else path.name


class Dot(QWidget):
    """Filled while there is unsaved work, a ring when all is saved."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context, self._on = context, False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        context.themes.changed.connect(self.update)

    def set_on(self, on: bool) -> None:
        self._on = on
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(9, 9)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = QColor(self._context.theme.pending if self._on else self._context.theme.muted)
        painter.setPen(colour)
        painter.setBrush(colour if self._on else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(QRectF(1, 1, 7, 7))


def saved_words(document: Document) -> str:
    """Saved, or what the newest unsaved step was."""
    if document.read_only:
        return "Read-only"
    if not document.is_modified:
        return "Saved" if document.path is not None else "New, nothing to save yet"
    return f"Unsaved: {document.undo_label}" if document.undo_label else "Unsaved"


def git_branch(folder: Path) -> str:
    """The branch of the work tree that holds ``folder``, read from its HEAD alone; empty outside of one."""
    for place in (folder, *folder.parents):
        git = place / ".git"
        try:
            if git.is_file():  # a worktree or submodule names its own folder
                git = (place / git.read_text(encoding="utf-8").removeprefix("gitdir:").strip()).resolve()
            if not git.is_dir():
                continue
            head = (git / "HEAD").read_text(encoding="utf-8").strip()
        except (OSError, ValueError):
            return ""
        return head.removeprefix("ref: refs/heads/") if head.startswith("ref:") else head[:8]
    return ""


def _count(number: int, word: str) -> str:
    several = word.removesuffix("y") + "ies" if word.endswith("y") else word + "s"
    return f"{number:,} {word if number == 1 else several}"
