"""What guards the chosen phase: triggers armed in it, and the ways back against the time there is."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from relplanner.plan.edits.edit import count
from relplanner.plan.nouns.rollout import Phase
from relplanner.ui.common import wording
from relplanner.ui.common.lines import Entry, Lines
from relplanner.ui.common.parts import empty, label, tight
from relplanner.ui.context import Context
from relplanner.ui.rollout.card import Card
from relplanner.ui.rollout.facts import WayBack, fits, told_way_back, trigger_text, ways_back
from relplanner.ui.rollout.ladder import Rung, covering
from relplanner.ui.theme import tokens
from relplanner.ui.theme.themes import Themes

UNCHOSEN = "Choose a phase to see what guards it."
UNGUARDED = "No trigger is armed in this phase: nothing would roll it back."
NO_WAY = "No runbook leads back. Give one the purpose rollback, so that its time can be rehearsed."
TONES = {"critical": "error", "warning": "warning", "informational": "info"}
METER = 6


class GuardCard(Card):
    """Lines lead to their trigger or runbook."""

    def __init__(self, context: Context) -> None:
        super().__init__("Guarded by")
        self._context = context
        self.triggers = Lines(context.themes, 8)
        self.triggers.setAccessibleName("Triggers armed in the phase")
        self._back = QVBoxLayout()
        tight(self._back, 2)
        self.body.addWidget(self.triggers)
        self.body.addWidget(label("Way back", "small"))
        self.body.addLayout(self._back)
        self.body.addStretch(1)

    def show_phase(self, phase: Phase | None, rung: Rung | None) -> None:
        plan = self._context.plan
        if plan is None:
            return
        guards = covering(plan, phase.id) if phase is not None else []
        name = (phase.name or phase.id) if phase is not None else ""
        self.note.show_text(f"{name} · {count(len(guards), 'trigger')}" if guards else name)
        entries = []
        for one in guards:
            title, when = trigger_text(plan, one)
            go = partial(self._context.reveal, "triggers", one.id)
            entries.append(Entry(f"{title}: {when}", one.mode, TONES.get(one.severity, "info"), go))
        self.triggers.show_entries(entries, UNCHOSEN if phase is None else UNGUARDED)
        self._show_ways(ways_back(plan), rung)

    def _show_ways(self, ways: list[WayBack], rung: Rung | None) -> None:
        empty(self._back)
        if not ways:
            self._back.addWidget(label(NO_WAY, "muted", wrap=True))
            return
        lines = Lines(self._context.themes, 4)
        lines.show_entries([self._way(one) for one in ways], "")
        self._back.addWidget(lines)
        for one in ways:
            if one.takes is not None and one.budget:
                self._back.addWidget(Meter(self._context.themes, one))
            late = fits(one, rung) if rung is not None else ""
            if late:
                self._back.addWidget(label(late, "problem", wrap=True))

    def _way(self, way: WayBack) -> Entry:
        go = partial(self._context.reveal, "runbooks", way.id)
        return Entry(way.name, told_way_back(way), way.tone, go, way.tone if way.tone == "error" else "")


class Meter(QWidget):
    """A bar of the time a rollback takes against the time it may take; a tick at the budget."""

    def __init__(self, themes: Themes, way: WayBack) -> None:
        super().__init__()
        self._themes, self._way = themes, way
        self.setFixedHeight(METER + 2 * tokens.SPACE_1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(f"{way.name}: {told_way_back(way)}")
        self.setToolTip(wording.tip(f"{way.name}: {told_way_back(way)}"))

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, way = self._themes.current, self._way
        takes, budget = way.takes or 0.0, way.budget or 1.0
        whole = max(takes, budget) * 1.08
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        track = QRectF(0, tokens.SPACE_1, self.width(), METER)
        painter.setBrush(QColor(theme.raised))
        painter.drawRoundedRect(track, 3, 3)
        painter.setBrush(QColor(getattr(theme, way.tone)))
        painter.drawRoundedRect(
            QRectF(0, tokens.SPACE_1, max(4.0, track.width() * takes / whole), METER), 3, 3
        )
        painter.fillRect(QRectF(track.width() * budget / whole, 1, 2, self.height() - 2), QColor(theme.text))
