"""The try-out side by side: as planned, tried out, and what that changes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QColor
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from relplanner.schedule.spelling import spell_work
from relplanner.ui.common import dates, wording
from relplanner.ui.common.parts import Hairline, button, label, tight
from relplanner.ui.context import Context
from relplanner.ui.theme import tokens

if TYPE_CHECKING:
    import datetime as dt

    from relplanner.session.impact import Impact, ImpactLine

TITLES = ("", "As planned", "Tried out", "Change")
PLACE = Qt.ItemDataRole.UserRole
NONE = "–"
LONGEST = 60
"""Words longer than this (a critical path) are in the tooltip only."""


class ImpactPanel(QWidget):
    """A table of four columns in groups; Enter or a double click goes to the thing of a line."""

    def __init__(self, context: Context, keep: Callable[[], object], drop: Callable[[], object]) -> None:
        super().__init__()
        self._context = context
        self._impact: Impact | None = None
        self._local: Callable[[int], dt.datetime] | None = None
        self.setObjectName("whatif")
        self.setAccessibleName("Try-out, side by side")
        self.summary = label("", "muted")
        self.keep = button("Keep", keep, primary=True)
        self.keep.setToolTip("Make the try-out one step of the plan")
        self.drop = button("Drop", drop)
        self.drop.setToolTip("Go back to the plan as it was")
        self.table = self._make_table()
        column = QVBoxLayout(self)
        tight(column)
        column.addWidget(Hairline(context.themes))
        column.addLayout(self._head())
        column.addWidget(self.table, 1)
        context.themes.changed.connect(self._fill)

    def _head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setContentsMargins(tokens.SPACE_4, tokens.SPACE_2, tokens.SPACE_3, tokens.SPACE_1)
        head.setSpacing(tokens.SPACE_2)
        head.addWidget(label("Try-out", "strong"))
        head.addWidget(self.summary, 1)
        head.addWidget(self.drop)
        head.addWidget(self.keep)
        return head

    def _make_table(self) -> QTreeWidget:
        table = QTreeWidget()
        table.setAccessibleName("What the try-out changes")
        table.setColumnCount(len(TITLES))
        table.setHeaderLabels(TITLES)
        table.setRootIsDecorated(False)
        table.setIndentation(tokens.SPACE_4)
        table.setUniformRowHeights(True)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        header = table.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column in range(1, len(TITLES)):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        table.itemActivated.connect(self._go)
        return table

    def show_busy(self) -> None:
        """What is shown is of an earlier step; the new one is being worked out."""
        self.summary.setText("Working out what changes …")

    def show_impact(self, impact: Impact, local: Callable[[int], dt.datetime]) -> None:
        """``local`` turns UTC minutes into aware date-times of the plan's zone."""
        self._impact, self._local = impact, local
        self._fill()

    def _fill(self) -> None:
        impact = self._impact
        self.table.clear()
        if impact is None:
            return
        moved = "1 activity moves" if impact.moved == 1 else f"{impact.moved:,} activities move"
        self.summary.setText(moved if impact.moved else "No date moves")
        self._group("Release", impact.release)
        self._group("Gates and milestones", [line for line in impact.gates if line.is_changed])
        self._group("Work of owners", [line for line in impact.people if line.is_changed])
        self._group("Findings", impact.findings)

    def _group(self, title: str, lines: Iterable[ImpactLine]) -> None:
        lines = tuple(lines)
        head = QTreeWidgetItem([title if lines else f"{title}: no change"])
        head.setFlags(Qt.ItemFlag.ItemIsEnabled)
        head.setFirstColumnSpanned(True)
        font = self.font()
        font.setWeight(font.Weight.DemiBold)
        head.setFont(0, font)
        self.table.addTopLevelItem(head)
        for line in lines:
            self._line(head, line)
        head.setExpanded(True)

    def _line(self, head: QTreeWidgetItem, line: ImpactLine) -> None:
        before, after = self._side(line, line.before), self._side(line, line.after)
        item = QTreeWidgetItem([line.name, before, after, self._change(line)])
        if line.unit == "words" and len(before) + len(after) > LONGEST:
            item.setText(1, "")
            item.setText(2, "")
            item.setText(3, "Another" if line.is_changed else "The same")
        item.setData(0, PLACE, (line.section, line.id))
        whole = f"{line.name}\nAs planned: {before}\nTried out: {after}"
        for column in range(len(TITLES)):
            item.setToolTip(column, wording.tip(whole))
        if line.better is not None:
            theme = self._context.theme
            item.setForeground(3, QBrush(QColor(theme.ok if line.better else theme.error)))
        head.addChild(item)

    def _side(self, line: ImpactLine, side: int | str | None) -> str:
        if side is None:
            return NONE
        if isinstance(side, str):
            return side or NONE
        if line.unit == "instant" and self._local is not None:
            return dates.date_time(self._local(side))
        if line.unit == "work":
            return spell_work(side)
        return f"{'−' if side < 0 else ''}{dates.stretch(side)}"

    def _change(self, line: ImpactLine) -> str:
        """The second sign of better and worse is the word."""
        change = line.change
        if change is None:
            return "" if line.unit == "words" or not line.is_changed else "Changed"
        if change == 0:
            return "The same"
        if line.unit == "work":
            return f"{'+' if change > 0 else ''}{spell_work(change)}"
        later = "later" if change > 0 else "earlier"
        if line.unit == "elapsed":
            later = "more" if change > 0 else "less"
        return f"{dates.stretch(change)} {later}"

    def _go(self, item: QTreeWidgetItem) -> None:
        place = item.data(0, PLACE)
        if place and place[0]:
            self._context.reveal(*place)
