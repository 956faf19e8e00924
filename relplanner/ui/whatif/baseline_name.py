"""The name of a new baseline."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from relplanner.ui.common.parts import button, label
from relplanner.ui.theme import tokens

if TYPE_CHECKING:
    from collections.abc import Callable

TELLS = "The whole plan as it is now is kept beside its file, with your name and the time."


class BaselineName(QDialog):
    """``take`` gets the name; Enter takes the baseline, Esc gives up."""

    def __init__(self, parent: QWidget, take: Callable[[str], object]) -> None:
        super().__init__(parent)
        self._take = take
        self.setObjectName("baselineName")
        self.setWindowTitle("Take a baseline")
        self.name = QLineEdit()
        self.name.setAccessibleName("Name of the baseline")
        self.name.setPlaceholderText("Before the CAB")
        self.name.setMaxLength(200)
        self.take = button("Take the baseline", self._accept, primary=True)
        self.take.setDefault(True)
        self.take.setEnabled(False)
        self.name.textChanged.connect(lambda text: self.take.setEnabled(bool(text.strip())))
        feet = QHBoxLayout()
        feet.addStretch(1)
        feet.addWidget(button("Cancel", self.reject))
        feet.addWidget(self.take)
        column = QVBoxLayout(self)
        column.setSpacing(tokens.SPACE_3)
        column.addWidget(label("Name", "strong"))
        column.addWidget(self.name)
        column.addWidget(label(TELLS, "note", wrap=True))
        column.addLayout(feet)
        self.resize(420, self.sizeHint().height())

    def _accept(self) -> None:
        name = self.name.text().strip()
        if name:
            self.accept()
            self._take(name)
