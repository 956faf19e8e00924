"""Why an activity has its date: the chain of what it waits for, in sentences, and how it looks."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from relplanner.ui.common import dates, wording
from relplanner.ui.common.parts import button, empty, label, tight
from relplanner.ui.context import Context
from relplanner.ui.theme import tokens
from relplanner.values import value

if TYPE_CHECKING:
    from relplanner.schedule import Schedule
    from relplanner.schedule.explain import Step, Why

LONGEST = 5
"""Steps that are shown before somebody asks for more; the last of them is the root cause."""
MOST = 100
"""Steps that are shown at all: nobody reads more, and each takes four widgets."""

MOST_NOTES = 3


@value
class Reason:
    """One step of the chain: who, why it stands where it stands, and what would make it earlier."""

    id: str
    name: str
    sentence: str
    earlier: str
    critical: bool


@value
class Explained:
    """What the inspector shows: the chain without its ``hidden`` middle, and what else is to be said."""

    reasons: tuple[Reason, ...] = ()
    hidden: int = 0
    notes: tuple[str, ...] = ()


def explained(schedule: Schedule, row_id: str, longest: int = LONGEST) -> Explained:
    """From a row back along what drives it to the root cause; only what is shown is put into words."""
    from relplanner.schedule.explain import why

    found = why(schedule, row_id, say=lambda minute: dates.date_time(schedule.local(minute)))
    steps = found.steps
    if not steps:
        return Explained(notes=(found.answer,))
    shown = steps if len(steps) <= longest else (*steps[: longest - 1], steps[-1])
    reasons = [_reason(schedule, step) for step in shown]
    return Explained((*reasons, *_root(schedule, steps[-1])), len(steps) - len(shown), tuple(_notes(found)))


def _notes(found: Why) -> list[str]:
    conflicts = [conflict.sentence for conflict in found.conflicts]
    if len(conflicts) > MOST_NOTES + 1:
        conflicts[MOST_NOTES:] = [f"{len(conflicts) - MOST_NOTES:,} more limits of the chain are missed."]
    said = [found.critical, *conflicts, found.disagreement]
    return [_kept_together(one) for one in said if one]


def _reason(schedule: Schedule, step: Step) -> Reason:
    critical = bool(schedule.critical[schedule.index[step.id]])
    return Reason(step.id, step.name, _kept_together(step.sentence), _kept_together(step.earlier), critical)


def _kept_together(sentence: str) -> str:
    """No line ends between a number and its unit: ``3 d``."""
    return re.sub(r"(?<=\d) (?=[dhm]\b)", "\N{NO-BREAK SPACE}", sentence)


def _root(schedule: Schedule, last: Step) -> list[Reason]:
    """The plan's own dates end the chain as a step of their own."""
    if last.cause == "plan-start":
        name, minute = "Plan start", schedule.resolve(schedule.plan.release.start)
        minute = schedule.project_start if minute is None else minute
    elif last.cause == "status-date":
        name, minute = "Status date", schedule.resolve(schedule.plan.release.status_date)
    else:
        return []
    if minute is None:
        return []
    critical = bool(schedule.critical[schedule.index[last.id]])
    return [Reason("", name, dates.date_time(schedule.local(minute)), "", critical)]


class WhyView(QWidget):
    """The chain as dots on a line; a name jumps to its activity."""

    jumped = Signal(str)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._schedule: Schedule | None = None
        self._row_id = ""
        self._longest = LONGEST
        self.shown = Explained()
        self._column = QVBoxLayout(self)
        tight(self._column)

    def show_why(self, schedule: Schedule, row_id: str) -> None:
        """Explain a row; its chain stays unfolded through edits, another's is folded."""
        if row_id != self._row_id:
            self._longest = LONGEST
        self._schedule, self._row_id = schedule, row_id
        found = explained(schedule, row_id, self._longest)
        if found == self.shown:
            return
        self.shown = found
        self._build()

    def unfold(self) -> None:
        """Show the steps between, too."""
        self._longest = MOST
        if self._schedule is not None:
            self.show_why(self._schedule, self._row_id)

    def _build(self) -> None:
        empty(self._column)
        self._column.addWidget(label("Why this date?", "strong"))
        self._column.addSpacing(tokens.SPACE_1)
        reasons, hidden = self.shown.reasons, self.shown.hidden
        for at, reason in enumerate(reasons):
            if hidden and at == self._longest - 1:
                self._column.addWidget(self._fold(hidden, reason.critical))
            self._column.addWidget(self._step(reason, at == len(reasons) - 1))
        for note in self.shown.notes:
            self._column.addWidget(label(note, "note", wrap=True, select=True))
            self._column.addSpacing(tokens.SPACE_1)

    def _fold(self, hidden: int, critical: bool) -> QWidget:
        """The place of the steps that are not shown; beyond the most there is no more to unfold."""
        words = f"{hidden:,} steps between" if hidden > 1 else "1 step between"
        if self._longest == MOST:
            return self._on_the_line(label(words, "note"), critical, last=False)
        more = button(words, self.unfold)
        more.setObjectName("entry")
        more.setFlat(True)
        more.setCursor(Qt.CursorShape.PointingHandCursor)
        more.setToolTip("Show them all" if hidden <= MOST else f"Show {MOST} of them")
        return self._on_the_line(more, critical, last=False)

    def _on_the_line(self, words: QWidget, critical: bool, last: bool) -> QWidget:
        step = QWidget()
        row = QHBoxLayout(step)
        tight(row, tokens.SPACE_2)
        row.addWidget(ChainDot(self._context, critical, last))
        row.addWidget(words, 1)
        return step

    def _step(self, reason: Reason, last: bool) -> QWidget:
        words = QWidget()
        column = QVBoxLayout(words)
        tight(column)
        if reason.id:
            name = button(wording.button_text(reason.name), partial(self.jumped.emit, reason.id))
            name.setObjectName("whyName")
            name.setFlat(True)
            name.setCursor(Qt.CursorShape.PointingHandCursor)
            name.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            name.setToolTip(wording.tip(f"Go to {reason.name}"))
            column.addWidget(name)
        else:
            column.addWidget(label(reason.name, "strong"))
        column.addWidget(label(reason.sentence, wrap=True, select=True))
        if reason.earlier:
            column.addWidget(label(reason.earlier, "note", wrap=True, select=True))
        column.addSpacing(tokens.SPACE_2)
        return self._on_the_line(words, reason.critical, last)


class ChainDot(QWidget):
    """A dot, and the line to the next."""

    def __init__(self, context: Context, critical: bool, last: bool) -> None:
        super().__init__()
        self._context, self._critical, self._last = context, critical, last
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        context.themes.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(15, 20)

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = self._context.theme
        colour = QColor(theme.critical if self._critical else theme.milestone)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        centre = QPointF(7.5, 10)
        if not self._last:
            painter.setPen(colour)
            painter.drawLine(centre, QPointF(7.5, self.height()))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawEllipse(centre, 3.5, 3.5)
