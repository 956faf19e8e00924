"""Move T0: every date that would move, seen before it is agreed to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QSpinBox,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from relplanner.errors import RelplannerError
from relplanner.plan.edits.edit import count, one_of
from relplanner.plan.edits.target import fixed_dates, move_target, slip_target
from relplanner.plan.forms.moment import Wall, format_moment, parse_moment
from relplanner.ui.common import dates, wording
from relplanner.ui.common.parts import button, label
from relplanner.ui.context import Context
from relplanner.ui.theme import tokens

if TYPE_CHECKING:
    from collections.abc import Callable

    from relplanner.plan.edits.edit import Edit
    from relplanner.schedule import Schedule
    from relplanner.session.moved import MovedDate

SETTLE_MS = 150
MOST_DAYS = 3660
MOST_ROWS = 400
"""A preview lists so many dates; the rest is counted."""
TITLES = ("What", "Now", "Then", "Change")


class MoveTarget(QDialog):
    """``apply`` gets the edit of the plan, ``try_out`` the same edit for a try-out."""

    def __init__(
        self,
        context: Context,
        parent: QWidget,
        apply: Callable[[Edit], object],
        try_out: Callable[[Edit], object],
    ) -> None:
        super().__init__(parent)
        self._context, self._apply, self._try_out = context, apply, try_out
        self._edit: Edit | None = None
        self._syncing = False
        self.setObjectName("moveTarget")
        self.setWindowTitle("Move T0")
        self.days = QSpinBox()
        self.days.setRange(-MOST_DAYS, MOST_DAYS)
        self.days.setSuffix(" days")
        self.days.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
        self.days.setToolTip("The arrow keys and the wheel change it by a day")
        self.days.setAccessibleName("Days by which T0 slips")
        self.moment = QLineEdit()
        self.moment.setAccessibleName("The new T0")
        self.carry = QCheckBox()
        self.problem = label("", "problem", wrap=True)
        self.said = label("", "strong", wrap=True)
        self.stay = label("", "note", wrap=True)
        self.table = self._make_table()
        self.apply_button = button("Move T0", self._accept, primary=True)
        self.try_button = button("Try it out", self._try)
        self._settle = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._settle.timeout.connect(self.preview)
        self._lay_out()
        self._fill()
        self.days.valueChanged.connect(self._days_changed)
        self.moment.textEdited.connect(self._moment_edited)
        self.carry.toggled.connect(self._settle.start)
        self.resize(760, 560)

    def _make_table(self) -> QTreeWidget:
        table = QTreeWidget()
        table.setAccessibleName("Dates that move")
        table.setHeaderLabels(TITLES)
        table.setRootIsDecorated(False)
        table.setUniformRowHeights(True)
        header = table.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column in range(1, len(TITLES)):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        return table

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setHorizontalSpacing(tokens.SPACE_4)
        form.addRow("Slip by", self.days)
        form.addRow("New T0", self.moment)
        form.addRow("", self.carry)
        column = QVBoxLayout(self)
        column.setSpacing(tokens.SPACE_3)
        column.addLayout(form)
        for part in (self.problem, self.said, self.stay):
            column.addWidget(part)
        column.addWidget(self.table, 1)
        feet = QHBoxLayout()
        feet.addStretch(1)
        feet.addWidget(button("Cancel", self.reject))
        feet.addWidget(self.try_button)
        feet.addWidget(self.apply_button)
        column.addLayout(feet)

    def _fill(self) -> None:
        plan = self._context.plan
        target = plan.release.target if plan is not None else None
        if plan is None or not isinstance(target, Wall):
            self.days.setEnabled(False)
        else:
            self.moment.setText(format_moment(target))
        self.moment.setPlaceholderText("2027-03-10T09:00")
        fixed = len(fixed_dates(plan)) if plan is not None else 0
        self.carry.setText(
            f"Move {count(fixed, 'date')} along that {'is' if fixed == 1 else 'are'} fixed to a day"
        )
        self.carry.setVisible(bool(fixed) and isinstance(target, Wall))
        self.carry.setToolTip(
            "Start-no-earlier dates, constraints, deadlines and the like; what happened stays"
        )
        self.preview()

    def _days_changed(self, days: int) -> None:
        plan = self._context.plan
        if plan is None or self._syncing:
            return
        try:
            edited = slip_target(plan, days).run(plan)
        except RelplannerError:
            self._settle.start()
            return
        if edited.release.target is not None:
            self.moment.setText(format_moment(edited.release.target))
        self._settle.start()

    def _moment_edited(self) -> None:
        target, plan = self._target(), self._context.plan
        old = plan.release.target if plan is not None else None
        if isinstance(target, Wall) and isinstance(old, Wall):
            self._syncing = True
            self.days.setValue((target.day - old.day).days)
            self._syncing = False
        self._settle.start()

    def _target(self) -> Wall | None:
        try:
            moment = parse_moment(self.moment.text())
        except RelplannerError:
            return None
        return moment if isinstance(moment, Wall) else None

    def preview(self) -> None:
        """Work out what the edit would move and list it."""
        self._settle.stop()
        document = self._context.document
        if document is None:
            return
        self._edit = None
        self.problem.clear()
        try:
            moment = parse_moment(self.moment.text()) if self.moment.text().strip() else None
            if moment is not None:
                self._edit = move_target(document.plan, moment, carry_fixed=self.carry.isChecked())
                self._show(document.schedule, document.preview(self._edit))
            else:
                self.said.setText("Give the new T0, such as 2027-03-10T09:00.")
                self.table.clear()
        except RelplannerError as error:
            self._edit = None
            self.problem.setText(str(error))
        self.problem.setVisible(bool(self.problem.text()))
        changes = self._edit is not None and self._edit.run(document.plan) is not document.plan
        self.apply_button.setEnabled(changes and self._context.can_edit)
        self.try_button.setEnabled(changes and document.trial is None)

    def _show(self, before: Schedule, after: Schedule) -> None:
        from relplanner.session.moved import moved_dates

        moved = moved_dates(before, after)
        activities = sum(one.is_activity for one in moved)
        others = len(moved) - activities
        self.said.setText(f"{_slip(before, 'Now')}. {_slip(after, 'Then')}.")
        told = (
            f"{count(activities, 'activity')} and {count(others, 'other date')} move"
            if moved
            else "Nothing moves"
        )
        stay = len(fixed_dates(after.plan))
        if stay and not self.carry.isChecked():
            told += f"; {count(stay, 'date')} fixed to a day {'stays' if stay == 1 else 'stay'}"
        self.stay.setText(f"{told}.")
        self.table.clear()
        items = [_item(one, after) for one in moved[:MOST_ROWS]]
        if len(moved) > MOST_ROWS:
            items.append(QTreeWidgetItem([f"and {len(moved) - MOST_ROWS:,} more"]))
        self.table.addTopLevelItems(items)

    def _accept(self) -> None:
        self.preview()
        if self._edit is not None and self.apply_button.isEnabled():
            self._apply(self._edit)
            self.accept()

    def _try(self) -> None:
        self.preview()
        if self._edit is not None and self.try_button.isEnabled():
            self._try_out(self._edit)
            self.accept()


def _slip(schedule: Schedule, word: str) -> str:
    slip = schedule.slip_minutes
    if schedule.projected is None:
        return f"{word}: no projected release"
    projected = dates.date_time(schedule.local(schedule.projected), zone=True)
    if slip is None:
        return f"{word}: {projected}"
    if slip == 0:
        return f"{word}: {projected}, on T0"
    return f"{word}: {projected}, {dates.stretch(slip)} {'after' if slip > 0 else 'before'} T0"


def _item(one: MovedDate, schedule: Schedule) -> QTreeWidgetItem:
    def said(minute: int | None) -> str:
        return "–" if minute is None else dates.date_time(schedule.local(minute))

    by = one.moved_by
    change = "" if by is None else f"{dates.stretch(by)} {'later' if by > 0 else 'earlier'}"
    if one.is_activity:
        name = one.name
    elif one.section in ("activities", "release"):
        name = f"{one.name}: {one.field.replace('_', ' ')}"
    else:
        name = f"{one.name} ({one_of(one.section)})"
    item = QTreeWidgetItem([name, said(one.before), said(one.after), change])
    item.setToolTip(0, wording.tip(f"{name}\n{one.field}" if one.field else name))
    item.setTextAlignment(3, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    return item
