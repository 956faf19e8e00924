"""A button that offers a few choices and says the one that is taken."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QMenu, QPushButton, QSizePolicy

from relplanner.ui.common import wording

Option = tuple[str, Any]


class Pick(QPushButton):
    """Space, Enter, the down arrow and a click open the list; ``picked`` tells what was taken by hand."""

    picked = Signal(object)

    def __init__(self, name: str, options: Sequence[Option] = ()) -> None:
        super().__init__()
        self._name = name
        self._options: tuple[Option, ...] = ()
        self._at = -1
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self.open_list)
        self.show_options(options)

    @property
    def options(self) -> tuple[Option, ...]:
        return self._options

    @property
    def value(self) -> Any:
        return self._options[self._at][1] if 0 <= self._at < len(self._options) else None

    def show_options(self, options: Sequence[Option], at: int = 0) -> None:
        """Offer others, the one at ``at`` taken; nothing is told."""
        self._options, self._at = tuple(options), at if options else -1
        self._word()

    def take(self, value: Any) -> None:
        """Take the option of that value without telling."""
        self._at = next((at for at, (_, one) in enumerate(self._options) if one == value), self._at)
        self._word()

    def _word(self) -> None:
        text = self._options[self._at][0] if self._at >= 0 else ""
        self.setText(f"{wording.button_text(text)}  ▾")
        self.setAccessibleName(f"{self._name}: {text}")
        self.setToolTip(wording.tip(f"{self._name}: {text}"))

    def open_list(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for at, (text, _) in enumerate(self._options):
            action = menu.addAction(wording.button_text(text))
            action.setCheckable(True)
            action.setChecked(at == self._at)
            action.triggered.connect(partial(self._picked, at))
        menu.popup(self.mapToGlobal(QPoint(0, self.height())))

    def _picked(self, at: int, _checked: bool = False) -> None:
        self._at = at
        self._word()
        self.picked.emit(self.value)
