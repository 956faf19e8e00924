"""One comparison of a condition as fields: metric, kind, operator, amount, and what it is held against."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QWidget

from relplanner.plan.nouns.rollout import Metric
from relplanner.plan.plan import Plan
from relplanner.ui.common.parts import IconButton, label, tight
from relplanner.ui.common.pick import Pick
from relplanner.ui.context import Context
from relplanner.ui.inspector.editors import OfferCompleter
from relplanner.ui.theme import tokens
from relplanner.ui.triggers import offers
from relplanner.ui.triggers.tree import KINDS, OPERATORS, REFERRING, UNCOUNTED, Line, of_kind

JOINED = {
    "times": "×",
    "rises": "% vs",
    "drops": "% vs",
    "sigma": "σ vs",
    "no worse": "than",
    "burns": "× in",
}
LOWER, HIGHER = "<", ">"
EXAMPLES = {"level": "1%", "times": "5", "rises": "50", "drops": "20", "sigma": "3", "burns": "14.4"}
WINDOWS: tuple[offers.Offer, ...] = (
    ("1h/5m", "page at once"),
    ("6h/30m", "page soon"),
    ("3d/6h", "a ticket"),
)
NUMBER_WIDTH = 64
Offering = Callable[[str], list[offers.Offer]]


class OfferLine(QLineEdit):
    """A line that completes with what is offered for what is typed; Down shows all of it."""

    def __init__(self, name: str, offering: Offering, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setToolTip(name)
        self._offering = offering
        self._completer: OfferCompleter | None = None
        self.textEdited.connect(self._follow)

    def show_text(self, text: str) -> None:
        if text != self.text():
            self.setText(text)
            self.setCursorPosition(0)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.isReadOnly():
            self._follow()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down and not self.isReadOnly():
            self._follow()
            assert self._completer is not None
            self._completer.setCompletionPrefix("")
            self._completer.complete()
        else:
            super().keyPressEvent(event)

    def _follow(self) -> None:
        if self._completer is None:
            self._completer = OfferCompleter(False, self)
            self.setCompleter(self._completer)
            self._completer.activated.connect(lambda _=None: self.textEdited.emit(self.text()))
        if not self._completer.is_open or self.hasFocus():
            self._completer.fill(self._offering(self.text()))


class LineRow(QWidget):
    """The fields of one `Line`; tells what they say at every key."""

    typed = Signal(object)
    asked = Signal(str)
    """remove, add or group."""
    left = Signal()
    """The keyboard left one of its fields, or Enter was pressed in it."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._line = Line()
        self.measure = OfferLine("Metric", self._metrics)
        self.measure.setPlaceholderText("metric")
        self.kind = Pick("Compared with", [(words, name) for name, words in KINDS])
        self.op = Pick("Operator", [(sign, sign) for sign in OPERATORS])
        self.amount = OfferLine("Amount", self._amounts)
        self.joined = label("", "muted")
        self.against = OfferLine("Held against", self._references)
        self.buttons = [
            self._button("plus", "Add a comparison below", "add"),
            self._button("format-list-bulleted", "Put it in a group with another one", "group"),
            self._button("close", "Remove this comparison", "remove"),
        ]
        self._lay_out()
        self.measure.textEdited.connect(self._metric_typed)
        self.amount.textEdited.connect(lambda text: self._tell(replace(self._line, amount=text)))
        self.against.textEdited.connect(lambda text: self._tell(replace(self._line, against=text)))
        for field in (self.measure, self.amount, self.against):
            field.editingFinished.connect(self.left)
        self.kind.picked.connect(self._kind_picked)
        self.op.picked.connect(lambda op: self._tell(replace(self._line, op=op)))

    def _button(self, icon: str, tip: str, ask: str) -> IconButton:
        made = IconButton(self._context.themes, icon, tip)
        made.clicked.connect(partial(self.asked.emit, ask))
        return made

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        tight(row, tokens.SPACE_1)
        self.measure.setMinimumWidth(96)
        self.measure.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.amount.setFixedWidth(NUMBER_WIDTH)
        self.against.setMinimumWidth(84)
        self.against.setMaximumWidth(120)
        row.addWidget(self.measure, 3)
        for part in (self.kind, self.op, self.amount, self.joined):
            row.addWidget(part)
        row.addWidget(self.against, 2)
        for each in self.buttons:
            row.addWidget(each)

    @property
    def line(self) -> Line:
        return self._line

    def show_line(self, line: Line, *, editable: bool, alone: bool) -> None:
        """Show a comparison; ``alone``: there is nothing to remove or to group."""
        self._line = line
        self.measure.show_text(line.metric)
        self.kind.take(line.kind)
        self.op.take(line.op)
        self.amount.show_text(
            line.amount.removesuffix("%") if line.kind in ("rises", "drops") else line.amount
        )
        self.against.show_text(line.against)
        counted = line.kind not in UNCOUNTED
        self.op.setVisible(counted)
        self.amount.setVisible(counted)
        self.amount.setPlaceholderText(EXAMPLES.get(line.kind, ""))
        self.joined.setText(JOINED.get(line.kind, ""))
        self.joined.setVisible(line.kind in JOINED)
        self.against.setVisible(line.kind in REFERRING or line.kind == "burns")
        self.against.setPlaceholderText("1h/5m" if line.kind == "burns" else "baseline")
        for field in (self.measure, self.amount, self.against):
            field.setReadOnly(not editable)
        for pick in (self.kind, self.op):
            pick.setEnabled(editable)
        for part in self.buttons:
            part.setVisible(editable)
        self.buttons[2].setEnabled(not alone or line != Line())

    def enter(self) -> None:
        """Put the keyboard where something is missing."""
        target = self.measure if not self.measure.text() else self.amount
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    # What is offered

    @property
    def _plan(self) -> Plan:
        return self._context.plan or Plan()

    def _known(self) -> Metric | None:
        found: Metric | None = self._plan.entry("metrics", self._line.metric.strip().lower())
        return found

    def _metrics(self, _typed: str) -> list[offers.Offer]:
        return offers.metrics(self._plan)

    def _amounts(self, typed: str) -> list[offers.Offer]:
        return offers.amounts(typed, self._known()) if self._line.kind == "level" else []

    def _references(self, _typed: str) -> list[offers.Offer]:
        return list(WINDOWS) if self._line.kind == "burns" else offers.references(self._known())

    # What is typed

    def _metric_typed(self, text: str) -> None:
        """The first time a metric is named, the operator looks the way in which it gets worse."""
        line = replace(self._line, metric=text)
        known = self._plan.entry("metrics", text.strip().lower())
        fresh = not (self._line.amount or self._line.against) and self._line.kind == "level"
        if known is not None and fresh and known.better:
            line = replace(line, op=LOWER if known.better == "higher" else HIGHER)
            self.op.take(line.op)
        self._tell(line)

    def _kind_picked(self, kind: str) -> None:
        self._tell(of_kind(self._line, kind))
        self.show_line(self._line, editable=True, alone=not self.buttons[2].isEnabled())
        if self.amount.isVisible() and not self.amount.text():
            self.amount.setFocus()

    def _tell(self, line: Line) -> None:
        self._line = line
        self.typed.emit(line)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.amount.setFixedWidth(NUMBER_WIDTH)
