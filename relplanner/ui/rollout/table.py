"""The phases as a table whose cells are edited in place as text; what is odd stands below each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from relplanner.plan.fields import Field, field_of
from relplanner.plan.findings import Finding
from relplanner.plan.nouns.rollout import Phase
from relplanner.ui.common.activity_words import Dates
from relplanner.ui.common.lines import Entry, Line, Lines
from relplanner.ui.common.parts import ElidedLabel, empty, label, tight
from relplanner.ui.common.wording import tip
from relplanner.ui.context import Context
from relplanner.ui.inspector.editors import FieldEditor
from relplanner.ui.rollout.card import Card
from relplanner.ui.rollout.ladder import SAID, Rung
from relplanner.ui.theme import tokens

SHOWN = ("name", "traffic", "duration", "audience", "environment", "hold")
PLACES = ("name", "traffic", "sites", "duration", "audience", "hold")
"""Of a phased program, which names its places."""
TITLES = {"name": "Phase", "hold": "Go by"}
STRETCH = {"name": 5, "traffic": 2, "sites": 5, "duration": 2, "audience": 5, "environment": 3, "hold": 3}
LEAST = {"traffic": 56, "duration": 76}
MOST = 3
"""Findings shown below a phase; the others are in the panel of findings."""
WHEN = 8
"""How much of the width the dates get, on the scale of `STRETCH`."""
BAND = 4


class PhaseTable(Card):
    """One row for each phase. Whoever types into a row has chosen it."""

    chosen = Signal(str)
    edited = Signal(str, str, object)
    """A phase's id, a field and its new value."""

    def __init__(self, context: Context) -> None:
        super().__init__("Phases")
        self._context = context
        self.rows: dict[str, PhaseRow] = {}
        self.columns: tuple[str, ...] = ()
        self._head = QWidget()
        self._grid = QVBoxLayout()
        tight(self._grid, 2)
        self.body.addWidget(self._head)
        self.body.addLayout(self._grid)
        self._whole = Lines(context.themes, MOST)
        self._whole.setAccessibleName("Findings of the whole rollout")
        self._whole.hide()
        self.body.addWidget(self._whole)
        QHBoxLayout(self._head)

    def show_phases(
        self, phases: Sequence[Phase], rungs: Mapping[str, Rung], words: Dates, *, places: bool
    ) -> None:
        """Show the phases in their order; rows of phases that stay are kept, with what is typed in them."""
        columns = PLACES if places else SHOWN
        if columns != self.columns:
            self.columns = columns
            self._show_head()
            for row in self.rows.values():
                _gone(row)
            self.rows = {}
        known = {phase.id for phase in phases}
        for gone in [one for one in self.rows if one not in known]:
            _gone(self.rows.pop(gone))
        for at, phase in enumerate(phases):
            found = self.rows.get(phase.id)
            if found is None:
                found = self.rows[phase.id] = PhaseRow(self._context, phase.id, columns)
                found.touched.connect(self.chosen)
                found.edited.connect(self.edited)
            if self._grid.indexOf(found) != at:
                self._grid.insertWidget(at, found)
            found.show_phase(phase, rungs.get(phase.id), words, editable=self._context.can_edit)

    def show_chosen(self, phase_id: str) -> None:
        for one, row in self.rows.items():
            row.show_chosen(one == phase_id)

    def show_findings(self, found: Mapping[str, Sequence[Finding]], whole: Sequence[Finding]) -> None:
        """Below each phase what is said of it, below all of them what is said of the whole."""
        self._whole.setVisible(bool(whole))
        entries = [Entry(one.message, "", one.severity, self._go(one)) for one in whole]
        self._whole.show_entries(entries, "")
        for one, row in self.rows.items():
            row.show_findings(found.get(one, ()))

    def _go(self, finding: Finding) -> Callable[[], object] | None:
        section, _, entry_id = finding.id.rpartition("/")
        return partial(self._context.reveal, section, entry_id) if section and entry_id else None

    def enter(self, phase_id: str, field: str = "name") -> bool:
        """Give the keyboard to a cell of a phase, all of it chosen."""
        row = self.rows.get(phase_id)
        if row is None:
            return False
        cell = row.cells.get(field) or row.cells["name"]
        cell.input.setFocus(Qt.FocusReason.ShortcutFocusReason)
        cell.input.selectAll()
        return True

    def commit(self) -> None:
        for row in tuple(self.rows.values()):
            for cell in row.cells.values():
                if cell.is_dirty:
                    cell.commit()

    def _show_head(self) -> None:
        layout = self._head.layout()
        assert isinstance(layout, QHBoxLayout)
        empty(layout)
        layout.setContentsMargins(tokens.SPACE_2 + BAND, 0, tokens.SPACE_1, 0)
        layout.setSpacing(tokens.SPACE_1)
        for name in self.columns:
            words = ElidedLabel("small")
            words.show_text(TITLES.get(name) or field_of(Phase, name).label)
            words.setMinimumWidth(LEAST.get(name, 40))
            words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            layout.addWidget(words, STRETCH[name])
        when = label("Starts – ends", "small")
        when.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        layout.addWidget(when, WHEN)


class PhaseRow(QWidget):
    """A phase: its cells, its dates, and its findings below."""

    touched = Signal(str)
    edited = Signal(str, str, object)

    def __init__(self, context: Context, phase_id: str, columns: Sequence[str]) -> None:
        super().__init__()
        self.phase_id = phase_id
        self._context = context
        self._chosen = False
        self.cells: dict[str, FieldEditor] = {}
        self._found: tuple[Finding, ...] = ()
        line = QHBoxLayout()
        tight(line, tokens.SPACE_1)
        for name in columns:
            cell = FieldEditor(context, _field(name))
            cell.setMinimumWidth(LEAST.get(name, 40))
            cell.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            cell.edited.connect(partial(self._edited, name))
            cell.input.installEventFilter(self)
            self.cells[name] = cell
            line.addWidget(cell, STRETCH[name], Qt.AlignmentFlag.AlignTop)
        self.when = ElidedLabel("muted")
        self.when.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.when.setMinimumHeight(tokens.FIELD_HEIGHT)
        line.addWidget(self.when, WHEN, Qt.AlignmentFlag.AlignTop)
        self._findings = QVBoxLayout()
        tight(self._findings)
        column = QVBoxLayout(self)
        column.setContentsMargins(tokens.SPACE_2 + BAND, tokens.SPACE_1, tokens.SPACE_1, tokens.SPACE_1)
        column.setSpacing(0)
        column.addLayout(line)
        column.addLayout(self._findings)
        context.themes.changed.connect(self.update)

    def show_phase(self, phase: Phase, rung: Rung | None, words: Dates, *, editable: bool) -> None:
        name = phase.name or phase.id
        self.setAccessibleName(f"Phase {name}")
        for field, cell in self.cells.items():
            cell.show_values([getattr(phase, field)], editable=editable)
            cell.input.setAccessibleName(f"{cell.field.label} of {name}")
            if field == "duration":
                cell.input.setPlaceholderText("ongoing" if phase.ongoing else "")
        self.when.show_text(_when(rung, words))
        self.when.setToolTip(tip(self.when.whole))

    def show_chosen(self, chosen: bool) -> None:
        if chosen != self._chosen:
            self._chosen = chosen
            self.update()

    def show_findings(self, found: Sequence[Finding]) -> None:
        if tuple(found) == self._found:
            return
        self._found = tuple(found)
        empty(self._findings)
        for one in self._found[:MOST]:
            line = Line(self._context.themes, Entry(one.message, "", one.severity))
            self._findings.addWidget(line)
        more = len(self._found) - MOST
        if more > 0:
            self._findings.addWidget(label(f"{more} more in the findings", "note"))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn:
            self.touched.emit(self.phase_id)
        return super().eventFilter(watched, event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.touched.emit(self.phase_id)
        super().mousePressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self._chosen:
            return
        theme = self._context.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.selection))
        painter.drawRoundedRect(self.rect(), tokens.RADIUS, tokens.RADIUS)
        painter.setBrush(QColor(theme.accent))
        painter.drawRoundedRect(0, 2, BAND - 1, self.height() - 4, 1.5, 1.5)

    def _edited(self, field: str, value: Any) -> None:
        self.edited.emit(self.phase_id, field, value)


def _field(name: str) -> Field:
    return replace(field_of(Phase, name), label=TITLES.get(name) or field_of(Phase, name).label)


def _when(rung: Rung | None, words: Dates) -> str:
    if rung is None:
        return "no dates"
    end = "ongoing" if rung.open_ended else words.clock(rung.finish)
    said = f" · {SAID[rung.state]}" if SAID[rung.state] else ""
    return f"{words.clock(rung.start)} – {end}{said}"


def _gone(row: QWidget) -> None:
    row.hide()
    row.setParent(None)
    row.deleteLater()
