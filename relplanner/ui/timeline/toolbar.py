"""The bar above the board: which rows, and how much of the time."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QSlider, QWidget

from relplanner.ui.common.parts import Chip, IconButton, PageBar
from relplanner.ui.common.time_scale import COARSEST, FINEST, Scale
from relplanner.ui.timeline import actions

if TYPE_CHECKING:
    from relplanner.ui.timeline.page import TimelinePage

STEPS = 200
WIDTH = 110


class Toolbar(PageBar):
    """Filter on the left, zoom and ways of looking on the right."""

    def __init__(self, page: TimelinePage) -> None:
        super().__init__(page.context.themes, page)
        self._page = page
        self.filter = Chip(actions.FILTERS["all"], "")
        self.filter.setObjectName("timeline-filter")
        self.filter.setToolTip("Which rows are shown")
        self.filter.clicked.connect(self._open_filters)
        self.row.addWidget(self.filter)
        self.row.addWidget(
            self._button("unfold-less-horizontal", "Fold all (Ctrl+Shift+-)", "timeline.fold-all")
        )
        self.row.addWidget(
            self._button("unfold-more-horizontal", "Unfold all (Ctrl+Shift++)", "timeline.unfold-all")
        )
        self.row.addWidget(self._button("magnify", "Find (Ctrl+F)", "timeline.find"))
        self.row.addStretch(1)
        self.row.addWidget(self._button("magnify-minus-outline", "Zoom out (Ctrl+-)", "timeline.zoom-out"))
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setObjectName("timeline-zoom")
        self.slider.setAccessibleName("Zoom")
        self.slider.setRange(0, STEPS)
        self.slider.setFixedWidth(WIDTH)
        self.slider.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.slider.valueChanged.connect(self._slide)
        self.row.addWidget(self.slider)
        self.row.addWidget(self._button("magnify-plus-outline", "Zoom in (Ctrl++)", "timeline.zoom-in"))
        for text, tip, action_id in (
            ("Fit", "All of the time from start to finish (Ctrl+0)", "timeline.fit"),
            ("T0", "T0 and the projected release (Ctrl+Shift+0)", "timeline.fit-release"),
            ("Today", "Bring today into view (Ctrl+T)", "timeline.today"),
        ):
            self.row.addWidget(self._word(text, tip, action_id))

    def _button(self, icon: str, tip: str, action_id: str) -> IconButton:
        made = IconButton(self._page.context.themes, icon, tip)
        made.setObjectName(action_id)
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        made.clicked.connect(lambda: self._page.context.actions.run(action_id))
        return made

    def _word(self, text: str, tip: str, action_id: str) -> Chip:
        made = Chip(text)
        made.setToolTip(tip)
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        made.clicked.connect(lambda: self._page.context.actions.run(action_id))
        return made

    def _open_filters(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for key, words in actions.FILTERS.items():
            action = menu.addAction(words)
            action.setCheckable(True)
            action.setChecked(self._page.filter == key)
            action.triggered.connect(lambda _=False, name=key: self._page.set_filter(name))
        menu.popup(self.filter.mapToGlobal(self.filter.rect().bottomLeft()))

    def _slide(self, value: int) -> None:
        if self._page.has_plan:
            size = COARSEST * (FINEST / COARSEST) ** (value / STEPS)
            scale = self._page.view.scale
            self._page.board.zoom(scale.minutes_per_pixel / size)

    def follow(self, scale: Scale) -> None:
        """Show a zoom that was chosen elsewhere."""
        share = math.log(COARSEST / scale.minutes_per_pixel) / math.log(COARSEST / FINEST)
        self.slider.blockSignals(True)
        self.slider.setValue(round(share * STEPS))
        self.slider.blockSignals(False)
        self.filter.show_state(
            actions.FILTERS[self._page.filter], "" if self._page.filter == "all" else "info"
        )


def make(page: TimelinePage) -> Toolbar:
    return Toolbar(page)


def follow(page: TimelinePage) -> None:
    page.bar.follow(page.view.scale)


__all__ = ["QWidget", "Toolbar", "follow", "make"]
