"""The success criteria of one phase: measured ones as text with what is wrong with each, and manual ones."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from relplanner.errors import TextError
from relplanner.plan.fields import Field, field_of
from relplanner.plan.forms.bound import Level, reference_of
from relplanner.plan.forms.quantity import convert
from relplanner.plan.forms.target import Criterion, Grade
from relplanner.plan.nouns.rollout import Phase
from relplanner.plan.plan import Plan
from relplanner.ui.common.parts import IconButton, button, label, tight
from relplanner.ui.context import Context
from relplanner.ui.inspector.editors import FieldEditor, LineInput, OfferCompleter
from relplanner.ui.inspector.nested import NestedEditor
from relplanner.ui.rollout.card import Card
from relplanner.ui.theme import tokens

NOTHING = "Nothing has to hold before the next phase. Say what does, such as error_rate < 0.1%."
UNCHOSEN = "Choose a phase to see what must hold before the next one."


def fault(plan: Plan, criterion: Criterion) -> str:
    """What keeps a criterion from being judged, as a sentence; empty when nothing does."""
    metric = plan.entry("metrics", criterion.metric)
    if metric is None:
        return f"The plan has no metric “{criterion.metric}”. Add it on the metrics page."
    bound = criterion.target.bound
    if isinstance(bound, Level):
        try:
            convert(bound.quantity, metric.unit or "")
        except TextError as error:
            return str(error)
    reference = None if isinstance(bound, Grade) else reference_of(bound)
    if reference is not None and reference.kind == "baseline" and metric.baseline is None:
        return f"{metric.name or metric.id} has no baseline to compare with."
    return ""


class CriteriaCard(Card):
    """``taken`` gets a field of the phase and its new value."""

    def __init__(self, context: Context, taken: Callable[[str, Any], object]) -> None:
        super().__init__("Success criteria")
        self._context, self._taken = context, taken
        self._phase: Phase | None = None
        self.lines: list[CriterionLine] = []
        self.nothing = label(UNCHOSEN, "muted", wrap=True)
        self._measured = QVBoxLayout()
        tight(self._measured, tokens.SPACE_1)
        self.add = button("Add a measured criterion", self.begin, link=True)
        self.manual_title = label("Judged by a person", "small")
        self.manual = NestedEditor(context, field_of(Phase, "manual"))
        self.manual.edited.connect(partial(taken, "manual"))
        self.body.addWidget(self.nothing)
        self.body.addLayout(self._measured)
        self.body.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(self.manual_title)
        self.body.addWidget(self.manual)
        self.body.addStretch(1)

    def show_phase(self, phase: Phase | None) -> None:
        """Show one phase's; what is being typed stays as long as it is the same phase."""
        same = phase is not None and self._phase is not None and phase.id == self._phase.id
        self._phase = phase
        editable = self._context.can_edit and phase is not None
        self.note.show_text((phase.name or phase.id) if phase is not None else "")
        self.add.setVisible(editable)
        self.manual_title.setVisible(phase is not None)
        self.manual.setVisible(phase is not None)
        criteria = phase.criteria if phase is not None else ()
        drafts = sum(line.at < 0 for line in self.lines) if same else 0
        while len(self.lines) > len(criteria) + drafts or (not same and self.lines):
            self._drop(self.lines[-1])
        for at, criterion in enumerate(criteria):
            if at >= len(self.lines):
                self._append(at)
            self.lines[at].show_criterion(at, criterion, editable=editable)
        has_any = phase is not None and (criteria or phase.manual)
        self.nothing.setText(UNCHOSEN if phase is None else NOTHING)
        self.nothing.setVisible(not has_any)
        if phase is not None:
            self.manual.show_values([phase.manual], editable=editable)

    def begin(self) -> None:
        """An empty line to type a new criterion into."""
        if self._phase is None or not self._context.can_edit:
            return
        if not self.lines or self.lines[-1].at >= 0:
            self._append(-1)
        self.lines[-1].editor.input.setFocus()

    def _append(self, at: int) -> None:
        line = CriterionLine(self._context, self._edited, self._remove)
        line.at = at
        self.lines.append(line)
        self._measured.addWidget(line)

    def _drop(self, line: CriterionLine) -> None:
        self.lines.remove(line)
        line.hide()
        line.deleteLater()

    def _edited(self, line: CriterionLine, criterion: Criterion | None) -> None:
        assert self._phase is not None
        criteria = self._phase.criteria
        if criterion is None:
            self._remove(line)
        elif line.at < 0:
            line.at = len(criteria)
            self._taken("criteria", (*criteria, criterion))
        else:
            self._taken("criteria", (*criteria[: line.at], criterion, *criteria[line.at + 1 :]))

    def _remove(self, line: CriterionLine) -> None:
        if line.at < 0 or self._phase is None:
            self._drop(line)
            return
        criteria = self._phase.criteria
        self._taken("criteria", (*criteria[: line.at], *criteria[line.at + 1 :]))


class CriterionLine(QWidget):
    """One criterion as text, with its reading or what is wrong with it below."""

    def __init__(
        self,
        context: Context,
        edited: Callable[[CriterionLine, Criterion | None], object],
        removed: Callable[[CriterionLine], object],
    ) -> None:
        super().__init__()
        self.at = -1
        self._context = context
        self.editor = FieldEditor(context, one_criterion())
        self.editor.edited.connect(lambda new: edited(self, new))
        self._offer()
        self.remove = IconButton(context.themes, "close", "Remove this criterion")
        self.remove.clicked.connect(lambda: removed(self))
        self.said = label("", "note", wrap=True)
        row = QHBoxLayout()
        tight(row, tokens.SPACE_1)
        row.addWidget(self.editor, 1)
        row.addWidget(self.remove, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        tight(column, 1)
        column.addLayout(row)
        column.addWidget(self.said)
        self.said.hide()

    def show_criterion(self, at: int, criterion: Criterion, *, editable: bool) -> None:
        self.at = at
        self.editor.show_values([criterion], editable=editable)
        self.remove.setVisible(editable)
        from relplanner.rollout.words import reading

        plan = self._context.plan
        if plan is None:
            return
        wrong = fault(plan, criterion)
        self.said.setText(wrong or reading(criterion, plan))
        self.said.setProperty("tone", "warning" if wrong else "")
        self.said.style().unpolish(self.said)
        self.said.style().polish(self.said)
        self.said.show()
        self.editor.input.setAccessibleDescription(self.said.text())

    def _offer(self) -> None:
        """Metrics by id or name, while the first word is typed."""
        line, plan = self.editor.input, self._context.plan
        if isinstance(line, LineInput) and plan is not None:
            completer = OfferCompleter(False, line)
            completer.fill([(f"{one.id} ", one.name or one.id) for one in plan.metrics])
            line.setCompleter(completer)


def one_criterion() -> Field:
    """The table entry of a single criterion, so that one line edits one."""
    return replace(
        field_of(Phase, "criteria"),
        shape="one",
        default=None,
        label="Criterion",
        help="A metric and what it must reach: error_rate < 0.1%, tickets < 5 within 48eh of T0",
    )
