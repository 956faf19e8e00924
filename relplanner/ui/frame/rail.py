"""The rail at the left: the pages in their groups. It folds to icons."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QEnterEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QSizePolicy, QVBoxLayout, QWidget

from relplanner.ui.common.parts import IconButton, label
from relplanner.ui.context import Context
from relplanner.ui.pages import PageSpec
from relplanner.ui.theme import fonts, tokens
from relplanner.ui.theme.icons import icon


class Rail(QWidget):
    """Only pages that exist stand here."""

    chosen = Signal(str)
    fold_asked = Signal()

    def __init__(self, context: Context, pages: Sequence[PageSpec], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rail")
        self.setAccessibleName("Pages")
        self._entries: dict[str, Entry] = {}
        self._titles: list[QWidget] = []
        self._buttons = QButtonGroup(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(tokens.SPACE_2, tokens.SPACE_2, tokens.SPACE_2, tokens.SPACE_2)
        column.setSpacing(2)
        for group, specs in groupby(pages, key=lambda spec: spec.group):
            title = label(group.upper(), "small")
            title.setContentsMargins(tokens.SPACE_3, tokens.SPACE_2, 0, tokens.SPACE_1)
            self._titles.append(title)
            column.addWidget(title)
            for spec in specs:
                entry = Entry(context, spec)
                entry.clicked.connect(lambda _=False, one=spec.id: self.chosen.emit(one))
                self._buttons.addButton(entry)
                self._entries[spec.id] = entry
                column.addWidget(entry)
        column.addStretch(1)
        self._folder = IconButton(context.themes, "dock-left", "Fold the page list")
        self._folder.clicked.connect(self.fold_asked)
        column.addWidget(self._folder)
        self.set_folded(False)

    def set_current(self, page_id: str | None) -> None:
        self._buttons.setExclusive(False)
        for one, entry in self._entries.items():
            entry.setChecked(one == page_id)
        self._buttons.setExclusive(True)

    def set_badge(self, page_id: str, text: str) -> None:
        """A few letters beside a page's name: how many things wait there."""
        self._entries[page_id].set_badge(text)

    def set_folded(self, folded: bool) -> None:
        wanted = tokens.RAIL_WIDTH_FOLDED if folded else tokens.RAIL_WIDTH
        if self.minimumWidth() == wanted:
            return
        self.setFixedWidth(wanted)
        for title in self._titles:
            title.setVisible(not folded)
        for entry in self._entries.values():
            entry.set_folded(folded)
        self._folder.show_icon("dock-left", "Unfold the page list" if folded else "Fold the page list")

    def entry(self, page_id: str) -> Entry:
        return self._entries[page_id]


class Entry(QAbstractButton):
    """One page: icon, title, badge; a bar at the left of the one shown."""

    def __init__(self, context: Context, spec: PageSpec) -> None:
        super().__init__()
        self._context, self._spec = context, spec
        self._badge, self._folded, self._hovered = "", False, False
        self.setText(spec.title)
        self.setCheckable(True)
        self.setAccessibleName(f"{spec.title} page")
        self.setToolTip(f"{spec.title} ({spec.shortcut})" if spec.shortcut else spec.title)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        context.themes.changed.connect(self.update)

    def set_badge(self, text: str) -> None:
        self._badge = text
        self.update()

    def set_folded(self, folded: bool) -> None:
        self._folded = folded
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(tokens.RAIL_WIDTH_FOLDED, fonts.row_height(self.font()))

    def enterEvent(self, event: QEnterEvent) -> None:
        self._hovered = True
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._hovered = False
        self.update()
        super().leaveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = self._context.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        if self.isChecked() or self._hovered:
            painter.setBrush(QColor(theme.selection if self.isChecked() else theme.hover))
            painter.drawRoundedRect(self.rect(), tokens.RADIUS, tokens.RADIUS)
        if self.isChecked():
            painter.setBrush(QColor(theme.accent))
            painter.drawRoundedRect(QRect(0, 6, 3, self.height() - 12), 1.5, 1.5)
        ink = "selection_text" if self.isChecked() else "muted"
        left = (self.width() - tokens.ICON) // 2 if self._folded else tokens.SPACE_3
        icon(self._spec.icon, theme, ink).paint(
            painter, QRect(left, (self.height() - tokens.ICON) // 2, tokens.ICON, tokens.ICON)
        )
        if not self._folded:
            self._paint_words(painter, left + tokens.ICON + tokens.SPACE_2)
        if self.hasFocus():
            painter.setPen(QColor(theme.accent))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(
                self.rect().toRectF().adjusted(0.5, 0.5, -0.5, -0.5), tokens.RADIUS, tokens.RADIUS
            )

    def _paint_words(self, painter: QPainter, left: int) -> None:
        theme = self._context.theme
        weight = fonts.Weight.DemiBold if self.isChecked() else fonts.Weight.Normal
        painter.setFont(fonts.scaled(self.font(), tokens.FONT_BODY, weight))
        painter.setPen(QColor(theme.selection_text if self.isChecked() else theme.text))
        room = self.rect().adjusted(left, 0, -tokens.SPACE_2, 0)
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, self.text())
        if self._badge:
            painter.setPen(QColor(theme.warning))
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, self._badge)
