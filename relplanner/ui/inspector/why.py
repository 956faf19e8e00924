"""Why an activity has its date: the chain of what it waits for, in sentences, and how it looks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from relplanner.plan.forms.duration import format_lag
from relplanner.plan.forms.moment import format_moment
from relplanner.ui.common import dates, wording
from relplanner.ui.common.parts import ElidedLabel, button, empty, label, tight
from relplanner.ui.context import Context
from relplanner.ui.theme import tokens

if TYPE_CHECKING:
    from relplanner.plan.nouns.timeline import Activity
    from relplanner.plan.plan import Plan
    from relplanner.schedule import Schedule

LONGEST = 5


@dataclass(frozen=True, slots=True)
class Reason:
    """One step of the chain: who, and why it stands where it stands."""

    id: str
    name: str
    sentence: str
    critical: bool


def reasons(plan: Plan, schedule: Schedule, activity_id: str, longest: int = LONGEST) -> list[Reason]:
    """From an activity back along its driving predecessors to the plan's start or a date set by hand."""
    chain: list[Reason] = []
    at: str | None = activity_id
    seen: set[str] = set()
    while at is not None and at not in seen and len(chain) < longest:
        seen.add(at)
        found = schedule.dates(at)
        if found is None:
            break
        driver = found.driving[0] if found.driving else None
        chain.append(Reason(at, _name(plan, at), _sentence(plan, schedule, at, driver), bool(found.critical)))
        at = driver
    if chain and at is None and chain[-1].sentence == _AT_START and schedule.project_start is not None:
        start = dates.date_time(schedule.local(schedule.project_start))
        chain.append(Reason("", "Plan start", start, chain[-1].critical))
    return chain


_AT_START = "Starts at the plan's start"
_VERBS = {"FS": "Starts when {} is done", "SS": "Starts when {} starts", "FF": "Finishes when {} is done",
          "SF": "Finishes when {} starts"}  # fmt: skip


def _sentence(plan: Plan, schedule: Schedule, activity_id: str, driver: str | None) -> str:
    activity = plan.activity(activity_id)
    if driver is None:
        return _own_date(activity) if activity is not None else "Follows the rollout's order"
    waits = next((one for one in activity.after if one.on == driver), None) if activity is not None else None
    name = _name(plan, driver)
    if waits is None:
        return f"Follows {name}"
    said = _VERBS[waits.type].format(name)
    return f"{said}, {format_lag(waits.lag)}" if waits.lag is not None else said


def _own_date(activity: Activity) -> str:
    if activity.actual_start is not None:
        return f"Started {format_moment(activity.actual_start)}"
    for word, moment in (("Set to", activity.at), ("Pinned to start no earlier than", activity.start)):
        if moment is not None:
            return f"{word} {format_moment(moment)}"
    return _AT_START


def _name(plan: Plan, entry_id: str) -> str:
    section, _, rest = entry_id.rpartition("/")
    entry = plan.entry(section or "activities", rest)
    return str(getattr(entry, "name", None) or entry_id)


class WhyView(QWidget):
    """The chain as dots on a line; a name jumps to its activity."""

    jumped = Signal(str)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._shown: list[Reason] = []
        self._column = QVBoxLayout(self)
        tight(self._column)

    def show_reasons(self, chain: Sequence[Reason]) -> None:
        if list(chain) == self._shown:
            return
        self._shown = list(chain)
        empty(self._column)
        if not chain:
            return
        self._column.addWidget(label("Why this date?", "strong"))
        self._column.addSpacing(tokens.SPACE_1)
        for at, reason in enumerate(chain):
            self._column.addWidget(self._step(reason, at == len(chain) - 1))

    def _step(self, reason: Reason, last: bool) -> QWidget:
        step = QWidget()
        row = QHBoxLayout(step)
        tight(row, tokens.SPACE_2)
        row.addWidget(ChainDot(self._context, reason.critical, last))
        words = QVBoxLayout()
        tight(words)
        if reason.id:
            name = button(wording.button_text(reason.name), partial(self.jumped.emit, reason.id))
            name.setObjectName("whyName")
            name.setFlat(True)
            name.setCursor(Qt.CursorShape.PointingHandCursor)
            name.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            name.setToolTip(wording.tip(f"Go to {reason.name}"))
            words.addWidget(name)
        else:
            words.addWidget(label(reason.name, "strong"))
        sentence = ElidedLabel("note")
        sentence.show_text(reason.sentence)
        words.addWidget(sentence)
        words.addSpacing(tokens.SPACE_2)
        row.addLayout(words, 1)
        return step


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
