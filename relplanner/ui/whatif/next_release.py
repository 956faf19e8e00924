"""The plan of the next release: its version and T0, made from the plan in hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QFormLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from relplanner.errors import EditRefused, RelplannerError
from relplanner.plan.cloning import clone
from relplanner.plan.forms.moment import Wall, parse_moment
from relplanner.plan.forms.scalars import VERSION
from relplanner.ui.common.parts import button, label
from relplanner.ui.theme import tokens

if TYPE_CHECKING:
    from collections.abc import Callable

    from relplanner.plan.plan import Plan

TELLS = (
    "Activities, links, anchors, people, gates and triggers are kept, and dates fixed to a day move with T0. "
    "What happened stays behind: actuals, decisions, ticks, signatures, incidents, measurements, the scope."
)


class NextRelease(QDialog):
    """``begin`` gets the new plan."""

    def __init__(self, plan: Plan, parent: QWidget, begin: Callable[[Plan], object]) -> None:
        super().__init__(parent)
        self._plan, self._begin = plan, begin
        self.setObjectName("nextRelease")
        self.setWindowTitle("Next release from this plan")
        self.version, self.code_name, self.target = QLineEdit(), QLineEdit(), QLineEdit()
        self.version.setPlaceholderText(_next_minor(plan.release.version) or "1.0.0")
        self.target.setPlaceholderText("2027-06-16T09:00")
        self.problem = label("", "problem", wrap=True)
        self.problem.hide()
        form = QFormLayout()
        form.setHorizontalSpacing(tokens.SPACE_4)
        for word, field in (
            ("T0", self.target), ("Version", self.version), ("Code name", self.code_name)
        ):  # fmt: skip
            field.setAccessibleName(word)
            form.addRow(word, field)
        feet = QHBoxLayout()
        feet.addStretch(1)
        feet.addWidget(button("Cancel", self.reject))
        self.make = button("Make the plan", self._accept, primary=True)
        self.make.setDefault(True)
        feet.addWidget(self.make)
        column = QVBoxLayout(self)
        column.setSpacing(tokens.SPACE_3)
        column.addLayout(form)
        column.addWidget(self.problem)
        column.addWidget(label(TELLS, "note", wrap=True))
        column.addLayout(feet)
        self.resize(460, self.sizeHint().height())

    def _accept(self) -> None:
        try:
            made = self._made()
        except RelplannerError as error:
            self.problem.setText(str(error))
            self.problem.show()
            return
        self.accept()
        self._begin(made)

    def _made(self) -> Plan:
        target = parse_moment(self.target.text())
        if not isinstance(target, Wall):
            raise EditRefused("T0 is a date and time of its own, such as 2027-06-16T09:00.")
        if target.minute is None:
            old = self._plan.release.target
            minute = old.minute if isinstance(old, Wall) and old.minute is not None else 9 * 60
            target = Wall(target.day, minute, target.offset)
        version = VERSION.parse(self.version.text()) if self.version.text().strip() else None
        return clone(self._plan, target, version=version, code_name=self.code_name.text().strip() or None)


def _next_minor(version: str | None) -> str:
    parts = (version or "").split(".")
    return f"{parts[0]}.{int(parts[1]) + 1}.0" if len(parts) >= 2 and parts[1].isdigit() else ""
