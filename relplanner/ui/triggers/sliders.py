"""Sliders for the number of a comparison and for how long it must hold."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtWidgets import QGridLayout, QSlider, QWidget

from relplanner.plan.forms.condition import Condition
from relplanner.plan.forms.duration import Elapsed
from relplanner.plan.nouns.rollout import Metric
from relplanner.ui.common.parts import label, tight
from relplanner.ui.common.pick import Pick
from relplanner.ui.theme import tokens
from relplanner.ui.triggers import fires

if TYPE_CHECKING:
    from relplanner.rollout.tuning import Knob

SETTLE_MS = 500
"""By keyboard a slider is left when no key has come for so long."""
FIGURE_WIDTH = 84
NONE = Elapsed(0.0, "s")
Ranges = Callable[[str], tuple[Metric | None, float, float]]
"""A metric by its id, and the least and the most that was seen of it."""


class Sliders(QWidget):
    """`moved` at every stop; `left` when somebody lets go."""

    moved = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.at: int | None = None
        """The place of the comparison that is tuned; ``None`` when none has a number."""
        self.chosen_anew = False
        self._knobs: tuple[Knob, ...] = ()
        self._holds: tuple[Elapsed, ...] = fires.HOLDS
        self._scale = fires.Scale(0.0, 1.0, 1)
        self._ranges: Ranges = lambda _metric: (None, 0.0, 1.0)
        self._touched = False
        self.which = Pick("Tuned")
        self.which.picked.connect(self._picked)
        self.level = self._slider("Threshold")
        self.held = self._slider("Held for")
        self.level_name, self.level_text = label("Threshold", "muted"), label("", "strong")
        self.held_text = label("", "strong")
        grid = QGridLayout(self)
        tight(grid, tokens.SPACE_1)
        grid.setHorizontalSpacing(tokens.SPACE_3)
        grid.setColumnStretch(2, 1)
        self.held_name = label("Held for", "muted")
        for row, parts in enumerate(
            ((self.level_name, self.level_text, self.level), (self.held_name, self.held_text, self.held))
        ):
            for column, part in enumerate(parts):
                grid.addWidget(part, row, column)
            parts[1].setFixedWidth(FIGURE_WIDTH)
        grid.addWidget(self.which, 2, 0, 1, 3, Qt.AlignmentFlag.AlignLeft)
        self._settle = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._settle.timeout.connect(self.left)

    def _slider(self, name: str) -> QSlider:
        made = QSlider(Qt.Orientation.Horizontal)
        made.setAccessibleName(name)
        made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        made.valueChanged.connect(lambda _value: self._moved(made))
        made.sliderReleased.connect(self._let_go)
        return made

    @property
    def threshold(self) -> float | None:
        """As it stands in the condition until its slider is moved: between two stops too."""
        knob = self.knob
        if knob is None:
            return None
        return self._scale.number(self.level.value()) if self._touched else knob.number

    @property
    def hold(self) -> Elapsed:
        return self._holds[self.held.value()]

    @property
    def knob(self) -> Knob | None:
        return next((one for one in self._knobs if one.at == self.at), None)

    def show_knobs(
        self, knobs: Sequence[Knob], condition: Condition | None,
        ranges: Ranges,
    ) -> None:  # fmt: skip
        """Show what can be moved of a condition; a slider that is being moved is left alone."""
        self._knobs, self._ranges = tuple(knobs), ranges
        if self.knob is None:
            self.at = self._knobs[0].at if self._knobs else None
        self.which.show_options([(_knob_name(one), one.at) for one in self._knobs])
        if self.at is not None:
            self.which.take(self.at)
        self.which.setVisible(len(self._knobs) > 1)
        self._holds = fires.holds(condition.hold if condition is not None else None)
        self._place(condition)

    def _place(self, condition: Condition | None) -> None:
        knob = self.knob
        for part in (self.level, self.level_name, self.level_text):
            part.setVisible(knob is not None)
        with QSignalBlocker(self.level), QSignalBlocker(self.held):
            if knob is not None and not self.level.isSliderDown():
                self._scale = fires.scale_of(knob, *self._ranges(knob.metric))
                self.level.setRange(0, self._scale.count)
                self.level.setValue(self._scale.at(knob.number))
                self.level_name.setText(fires.NAMES[knob.kind])
                self.level_text.setText(fires.knob_text(knob, knob.number))
                self._touched = False
            if condition is not None and not self.held.isSliderDown():
                now = condition.hold or NONE
                self.held.setRange(0, len(self._holds) - 1)
                at = next(at for at, one in enumerate(self._holds) if one.seconds == now.seconds)
                self.held.setValue(at)
                self.held_text.setText(fires.hold_text(now))

    def _moved(self, slider: QSlider) -> None:
        knob = self.knob
        self._touched = self._touched or slider is self.level
        if knob is not None:
            self.level_text.setText(fires.knob_text(knob, self.threshold or 0.0))
        self.held_text.setText(fires.hold_text(self.hold))
        self.moved.emit()
        if not slider.isSliderDown():
            self._settle.start()

    def hand_over(self) -> None:
        """What was moved by keyboard a moment ago counts now."""
        if self._settle.isActive():
            self._let_go()

    def _let_go(self) -> None:
        self._settle.stop()
        self.left.emit()

    def _picked(self, at: int) -> None:
        """Another comparison is tuned, and drawn."""
        self.at = at
        self.chosen_anew = True
        self._place(None)
        self.left.emit()


def _knob_name(knob: Knob) -> str:
    return f"{knob.metric} {knob.op} {fires.knob_text(knob, knob.number)}"
