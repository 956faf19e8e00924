"""The fields of the rollout as a whole, and of a blue-green switch with both its environments."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QWidget

from relplanner.plan.fields import field_of
from relplanner.plan.nouns.rollout import BlueGreen, Rollout, Slot
from relplanner.ui.common.parts import button, label, tight
from relplanner.ui.context import Context
from relplanner.ui.inspector.editors import FieldEditor
from relplanner.ui.rollout.card import Card, Named
from relplanner.ui.theme import tokens

WHOLE = ("after", "rollback_budget", "notes")
SWITCH = ("steps", "watch", "decommission_after", "test")
SLOTS = ("blue", "green")
SLOT_FIELDS = ("namespace", "traffic", "database", "monitoring")
SLOT_NAMES = {"blue": "Blue, runs now", "green": "Green, the new version"}


class StrategyCard(Card):
    """``taken`` gets a field of the rollout; ``switched`` one of its blue-green switch."""

    def __init__(
        self,
        context: Context,
        taken: Callable[[str, Any], object],
        switched: Callable[[str, Any], object],
        split: Callable[[], object],
    ) -> None:
        super().__init__("Whole rollout")
        self._context = context
        self.fields = {name: Named(context, field_of(Rollout, name), taken, self) for name in WHOLE}
        self.switch = {name: Named(context, field_of(BlueGreen, name), switched, self) for name in SWITCH}
        self.slots: dict[tuple[str, str], FieldEditor] = {}
        self._switched = switched
        row = QHBoxLayout()
        tight(row, tokens.SPACE_5)
        for name in WHOLE[:2]:
            row.addWidget(self.fields[name], 1)
        self.body.addLayout(row)
        self.body.addWidget(self.fields["notes"])
        self.panel = QWidget()
        self._lay_out_switch(split)
        self.body.addWidget(self.panel)

    def _lay_out_switch(self, split: Callable[[], object]) -> None:
        grid = QGridLayout(self.panel)
        tight(grid, tokens.SPACE_1)
        grid.setHorizontalSpacing(tokens.SPACE_2)
        grid.setColumnMinimumWidth(0, tokens.LABEL_WIDTH)
        for column in (1, 2):
            grid.setColumnStretch(column, 1)
        grid.addWidget(label("Environments", "strong"), 0, 0)
        for column, slot in enumerate(SLOTS, 1):
            grid.addWidget(label(SLOT_NAMES[slot], "small"), 0, column)
        for row, name in enumerate(SLOT_FIELDS, 1):
            field = field_of(Slot, name)
            grid.addWidget(label(field.label, "muted"), row, 0)
            for column, slot in enumerate(SLOTS, 1):
                editor = FieldEditor(self._context, field)
                editor.input.setAccessibleName(f"{field.label} of {slot}")
                editor.edited.connect(lambda new, slot=slot, name=name: self._set_slot(slot, name, new))
                editor.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
                self.slots[slot, name] = editor
                grid.addWidget(editor, row, column)
        below = len(SLOT_FIELDS) + 1
        pair = QGridLayout()
        tight(pair, tokens.SPACE_1)
        pair.setHorizontalSpacing(tokens.SPACE_5)
        for at, name in enumerate(SWITCH):
            pair.addWidget(self.switch[name], at // 2, at % 2, Qt.AlignmentFlag.AlignTop)
        for column in (0, 1):
            pair.setColumnStretch(column, 1)
        grid.addLayout(pair, below, 0, 1, 3)
        self.split = button("Make a phase of each step", split, link=True)
        self.split.setToolTip("Each step then has criteria, triggers, dates and a watch time of its own")
        grid.addWidget(self.split, below + 1, 0, 1, 3, Qt.AlignmentFlag.AlignLeft)

    def show_rollout(self, rollout: Rollout) -> None:
        editable = self._context.can_edit
        for name, named in self.fields.items():
            named.show_value(getattr(rollout, name), editable=editable)
        shown = rollout.blue_green is not None or rollout.strategy == "blue-green"
        self.panel.setVisible(shown)
        if not shown:
            return
        switch = rollout.blue_green or BlueGreen()
        for name, named in self.switch.items():
            named.show_value(getattr(switch, name), editable=editable)
        for (slot, name), editor in self.slots.items():
            found = getattr(switch, slot) or Slot()
            editor.show_values([getattr(found, name)], editable=editable)
        self.split.setVisible(editable and bool(switch.steps) and not rollout.phases)

    def _set_slot(self, slot: str, name: str, value: Any) -> None:
        from dataclasses import replace

        plan = self._context.plan
        if plan is None:
            return
        switch = plan.rollout.blue_green or BlueGreen()
        changed = replace(getattr(switch, slot) or Slot(), **{name: value})
        self._switched(slot, None if changed == Slot() else changed)

    def commit(self) -> None:
        for named in (*self.fields.values(), *self.switch.values()):
            if named.editor.is_dirty:
                named.editor.commit()
        for editor in self.slots.values():
            if editor.is_dirty:
                editor.commit()
