"""The bar above the drawing: how the network is looked at, and how near."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from relplanner.ui.common.parts import Chip, IconButton, PageBar, label
from relplanner.ui.dependencies import actions

if TYPE_CHECKING:
    from relplanner.ui.dependencies.page import DependenciesPage


class Toolbar(PageBar):
    """Ways of looking on the left, zoom and the picture on the right."""

    def __init__(self, page: DependenciesPage) -> None:
        super().__init__(page.context.themes, page)
        self._page = page
        self.ways: dict[str, Chip] = {}
        for way, (text, tip, keys) in actions.WAYS.items():
            chip = self._word(text, f"{tip} ({keys})", f"dependencies.way-{way}")
            chip.setCheckable(True)
            chip.setProperty("filter", True)
            self.ways[way] = chip
            self.row.addWidget(chip)
        self.steps = label("", "note")
        self.near = self._group(
            self._button("chevron-left", "One step less (Alt+-)", "dependencies.fewer-steps"),
            self.steps,
            self._button("chevron-right", "One step more (Alt+=)", "dependencies.more-steps"),
        )
        self.folding = self._group(
            self._button("unfold-less-horizontal", "Fold all phases (Ctrl+Shift+-)", "dependencies.fold-all"),
            self._button(
                "unfold-more-horizontal", "Unfold all phases (Ctrl+Shift++)", "dependencies.unfold-all"
            ),
        )
        self.row.addStretch(1)
        self.count = label("", "note")
        self.row.addWidget(self.count)
        find = self._button("magnify", "Find (Ctrl+F)", "dependencies.find")
        self.row.addWidget(find)
        out = self._button("magnify-minus-outline", "Zoom out (Ctrl+-)", "dependencies.zoom-out")
        near = self._button("magnify-plus-outline", "Zoom in (Ctrl++)", "dependencies.zoom-in")
        self.row.addWidget(out)
        self.row.addWidget(near)
        for text, tip, action_id in (
            ("Fit", "All of the drawing (Ctrl+0)", "dependencies.fit"),
            ("Critical path", "What decides the release date (Ctrl+Shift+0)", "dependencies.critical"),
        ):
            self.row.addWidget(self._word(text, tip, action_id))
        picture = self._button("image-outline", "Export picture… (Ctrl+Shift+E)", "dependencies.export")
        self.row.addWidget(picture)
        critical = self.findChild(Chip, "dependencies.critical")
        assert critical is not None
        self._spare: tuple[QWidget, ...] = (out, near, critical, picture, find)
        """What the menu and keys do too, in the order in which it gives way in a narrow window."""

    def _group(self, *parts: QWidget) -> QWidget:
        from PySide6.QtWidgets import QHBoxLayout

        group = QWidget()
        row = QHBoxLayout(group)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        for part in parts:
            row.addWidget(part)
        self.row.addWidget(group)
        group.hide()
        return group

    def _button(self, icon: str, tip: str, action_id: str) -> IconButton:
        made = IconButton(self._page.context.themes, icon, tip)
        made.setObjectName(action_id)
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        made.clicked.connect(lambda: self._page.context.actions.run(action_id))
        return made

    def _word(self, text: str, tip: str, action_id: str) -> Chip:
        made = Chip(text)
        made.setObjectName(action_id)
        made.setToolTip(tip)
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        made.clicked.connect(lambda: self._do(action_id))
        return made

    def _do(self, action_id: str) -> None:
        self._page.context.actions.run(action_id)
        self.follow()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        """Rather fewer buttons than words that are cut."""
        network = self._page.view.scene.network
        # In a narrow window what can be done comes before what can be known.
        told = f"{len(network.ids):,} cards · {len(network.edges):,} links"
        self.count.setText(told if self.width() > 1000 and network.ids else "")
        parts = [item.widget() for at in range(self.row.count()) if (item := self.row.itemAt(at)) is not None]
        gap, margins = self.row.spacing(), self.row.contentsMargins()

        def wide(part: QWidget) -> int:
            return part.sizeHint().width() + gap

        shown = [
            part for part in parts if part is not None and part not in self._spare and not part.isHidden()
        ]
        room = self.width() - margins.left() - margins.right() - sum(map(wide, shown))
        needed = sum(map(wide, self._spare))
        for part in self._spare:
            part.setVisible(needed <= room)
            if needed > room:
                needed -= wide(part)

    def follow(self) -> None:
        """Show the way of looking that was chosen elsewhere."""
        looking = self._page.looking
        for way, chip in self.ways.items():
            chip.setChecked(way == looking.way)
        self.near.setVisible(looking.way == "near")
        self.steps.setText("1 step" if looking.steps == 1 else f"{looking.steps} steps")
        self.folding.setVisible(looking.way == "phases")
        self._make_room()
