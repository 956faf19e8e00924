"""Walking with F6 from one region of the window to the next."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget


def step(regions: Sequence[QWidget], forward: bool = True) -> QWidget | None:
    """Give the keyboard to the next region that is shown; returns it."""
    shown = [region for region in regions if region.isVisible()]
    if not shown:
        return None
    focus = QApplication.focusWidget()
    here = next((at for at, region in enumerate(shown) if focus is not None and holds(region, focus)), -1)
    for offset in range(1, len(shown) + 1):
        at = (here + offset) % len(shown) if forward else (max(here, 0) - offset) % len(shown)
        if enter(shown[at]):
            return shown[at]
    return None


def holds(region: QWidget, widget: QWidget) -> bool:
    return region is widget or region.isAncestorOf(widget)


def enter(region: QWidget) -> bool:
    """Give the keyboard to the part of a region that had it last, or to its first one."""
    last: QWidget | None = region.focusWidget()
    candidates: list[QWidget | None] = [last, region, *region.findChildren(QWidget)]
    for one in candidates:
        if one is None:
            continue
        takes = one.focusPolicy() & Qt.FocusPolicy.TabFocus
        if takes and one.isVisible() and one.isEnabled() and one.focusProxy() is None:
            one.setFocus(Qt.FocusReason.TabFocusReason)
            return True
    return False
