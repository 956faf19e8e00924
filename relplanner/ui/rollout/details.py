"""What a phase says beside the table's columns: every field that has no other place on the page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout

from relplanner.plan.fields import fields_of
from relplanner.plan.nouns.rollout import Phase
from relplanner.ui.common.parts import button, tight
from relplanner.ui.context import Context
from relplanner.ui.rollout.card import Card, Named
from relplanner.ui.theme import tokens

ELSEWHERE = frozenset({"criteria", "manual"})
ACROSS = frozenset({"notes"})
RECORDED = ("actual_start", "actual_finish")


class DetailsCard(Card):
    """``taken`` gets a field of the phase and its new value; ``record`` the actual that is now."""

    def __init__(
        self, context: Context, taken: Callable[[str, Any], object], record: Callable[[str], object]
    ) -> None:
        super().__init__("Phase")
        self._context = context
        self.fields = {
            field.name: Named(context, field, taken, self)
            for field in fields_of(Phase)
            if field.name not in ELSEWHERE
        }
        self.started = button("Started now", lambda: record(RECORDED[0]), link=True)
        self.ended = button("Ended now", lambda: record(RECORDED[1]), link=True)
        for made in (self.started, self.ended):
            made.setToolTip("What happened is recorded; undo does not take it back")
            self.head.addWidget(made, 0, Qt.AlignmentFlag.AlignRight)
        self._grid = QGridLayout()
        tight(self._grid, tokens.SPACE_1)
        self._grid.setHorizontalSpacing(tokens.SPACE_5)
        for column in (0, 1):
            self._grid.setColumnStretch(column, 1)
        self.body.addLayout(self._grid)
        self._columns: tuple[str, ...] | None = None

    def show_phase(self, phase: Phase | None, in_table: Sequence[str]) -> None:
        """Show the fields of one phase that the table does not."""
        if tuple(in_table) != self._columns:
            self._columns = tuple(in_table)
            self._arrange()
        editable = self._context.can_edit
        self.note.show_text((phase.name or phase.id) if phase is not None else "")
        self.started.setVisible(phase is not None and editable and phase.actual_start is None)
        running = phase is not None and phase.actual_start is not None and phase.actual_finish is None
        self.ended.setVisible(running and editable)
        if phase is not None:
            for name, named in self.fields.items():
                named.show_value(getattr(phase, name), editable=editable)

    def _arrange(self) -> None:
        assert self._columns is not None
        for named in self.fields.values():
            self._grid.removeWidget(named)
            named.hide()
        shown = [name for name in self.fields if name not in self._columns]
        short = [name for name in shown if name not in ACROSS]
        for at, name in enumerate(short):
            self._grid.addWidget(self.fields[name], at // 2, at % 2, Qt.AlignmentFlag.AlignTop)
        below = (len(short) + 1) // 2
        for at, name in enumerate(one for one in shown if one in ACROSS):
            self._grid.addWidget(self.fields[name], below + at, 0, 1, 2)
        for name in shown:
            self.fields[name].show()

    def commit(self) -> None:
        for named in self.fields.values():
            if named.editor.is_dirty:
                named.editor.commit()
