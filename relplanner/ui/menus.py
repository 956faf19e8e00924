"""Menus and the sheet of shortcuts, both read off the table of actions."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QDialog, QFrame, QGridLayout, QMenu, QMenuBar, QScrollArea, QVBoxLayout, QWidget

from relplanner.ui.actions import MENUS, Actions
from relplanner.ui.common.parts import label
from relplanner.ui.theme import tokens


def fill(bar: QMenuBar, actions: Actions) -> None:
    """Build all menus anew; a menu without entries is left out."""
    bar.clear()
    for old in bar.findChildren(QMenu, options=Qt.FindChildOption.FindDirectChildrenOnly):
        # The bar lets go of their entries only: menus pile up with each page opened until they are deleted.
        if old.isVisible():
            old.aboutToHide.connect(old.deleteLater)
        else:
            old.deleteLater()
    for title in MENUS:
        specs = [spec for spec in actions.specs() if spec.menu.partition("/")[0] == title]
        if not specs:
            continue
        menu = QMenu(f"&{title}", bar)  # Alt with the first letter opens it: no two begin alike
        menu.setToolTipsVisible(False)
        groups = list(dict.fromkeys(spec.menu for spec in specs))
        for at, group in enumerate(groups):
            if at:
                menu.addSeparator()
            for spec in specs:
                if spec.menu == group:
                    menu.addAction(actions.action(spec.id))
        menu.aboutToShow.connect(actions.refresh)
        bar.addMenu(menu)


class ShortcutSheet(QDialog):
    """All shortcuts that exist now, menu by menu."""

    def __init__(self, actions: Actions, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Keyboard shortcuts")
        self.setObjectName("shortcuts")
        inside = QWidget()
        grid = QGridLayout(inside)
        grid.setHorizontalSpacing(tokens.SPACE_5)
        grid.setColumnStretch(0, 1)
        row = 0
        for title in (*MENUS, ""):
            specs = [
                spec for spec in actions.specs() if spec.menu.partition("/")[0] == title and spec.shortcuts
            ]
            if not specs:
                continue
            heading = label((title or "More").upper(), "small")
            heading.setContentsMargins(0, tokens.SPACE_3 if row else 0, 0, tokens.SPACE_1)
            grid.addWidget(heading, row, 0)
            row += 1
            for spec in specs:
                keys = (
                    QKeySequence(one).toString(QKeySequence.SequenceFormat.NativeText)
                    for one in spec.shortcuts
                )
                grid.addWidget(label(spec.text.rstrip(" …")), row, 0)
                grid.addWidget(label("  or  ".join(keys), "muted"), row, 1)
                row += 1
        grid.setRowStretch(row, 1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(inside)
        QVBoxLayout(self).addWidget(area)
        self.resize(520, 620)
