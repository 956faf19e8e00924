"""“Why this date?”: what holds a row, step by step back to the cause, and what would make it earlier."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from relplanner.ui.common import wording
from relplanner.ui.common.parts import button, empty, label, tight
from relplanner.ui.review.card import Card
from relplanner.ui.theme import tokens
from relplanner.ui.theme.themes import Themes

FIRST, LONGEST = 5, 60
"""Steps that are shown at once, and when all are asked for."""


class WhyCard(Card):
    """Follows the selection; without one it explains the release."""

    chosen = Signal(str)
    """Go to a row."""

    def __init__(self, themes: Themes) -> None:
        super().__init__(themes, "Why this date?")
        self._why: Any = None
        self._all = False
        self.answer = label("", wrap=True, select=True)
        self.critical = label("", "muted", wrap=True, select=True)
        self.steps = QVBoxLayout()
        tight(self.steps, tokens.SPACE_2)
        self.warnings = QVBoxLayout()
        tight(self.warnings, tokens.SPACE_1)
        for part in (self.answer, self.critical):
            self.body.addWidget(part)
        self.body.addLayout(self.warnings)
        self.body.addLayout(self.steps)

    def show_why(self, why: Any, name: str, nothing: str) -> None:
        """``nothing`` is said where there is no explanation."""
        if why is not self._why:
            self._all = False
        self._why = why
        self.note.show_text(name)
        self.answer.setText(why.answer if why is not None else nothing)
        critical = why.critical if why is not None else ""
        self.critical.setText(critical)
        self.critical.setVisible(bool(critical))
        self._fill_warnings()
        self._fill_steps()

    def _fill_warnings(self) -> None:
        empty(self.warnings)
        if self._why is None:
            return
        said = [conflict.sentence for conflict in self._why.conflicts]
        said += [self._why.disagreement] if self._why.disagreement else []
        for sentence in said[:FIRST]:
            made = label(sentence, wrap=True, select=True)
            made.setProperty("tone", "warning")
            self.warnings.addWidget(made)

    def _show_all(self) -> None:
        self._all = True
        self._fill_steps()

    def _fill_steps(self) -> None:
        empty(self.steps)
        steps = self._why.steps if self._why is not None else ()
        most = LONGEST if self._all else FIRST
        for number, step in enumerate(steps[:most], 1):
            self.steps.addWidget(self._step(number, step))
        left = len(steps) - most
        if left > 0 and not self._all:
            more = button(f"Show all {len(steps):,} steps", self._show_all, link=True)
            more.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            self.steps.addWidget(more)
        elif left > 0:
            self.steps.addWidget(label(f"and {left:,} steps before that", "note"))

    def _step(self, number: int, step: Any) -> QWidget:
        made = QWidget()
        row = QHBoxLayout(made)
        tight(row, tokens.SPACE_2)
        count = label(f"{number}", "note")
        count.setFixedWidth(18)
        row.addWidget(count)
        words = QVBoxLayout()
        tight(words, 1)
        name = button(wording.button_text(step.name), partial(self.chosen.emit, step.id))
        name.setObjectName("whyName")
        name.setFlat(True)
        name.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        name.setToolTip(wording.tip(f"Go to {step.name}"))
        name.setAccessibleName(f"{number}. {step.name}. {step.sentence}")
        words.addWidget(name)
        words.addWidget(label(step.sentence, "note", wrap=True, select=True))
        if step.earlier:
            earlier = label(step.earlier, "earlier", wrap=True, select=True)
            words.addWidget(earlier)
        row.addLayout(words, 1)
        row.setAlignment(count, Qt.AlignmentFlag.AlignTop)
        return made
