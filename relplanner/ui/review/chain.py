"""The critical path as a chain read from top to bottom: who, when, held by what, with how much slack."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from relplanner.plan.nouns.timeline import MILESTONE_KINDS
from relplanner.ui.common import wording
from relplanner.ui.theme import fonts, tokens
from relplanner.ui.theme.themes import Themes
from relplanner.values import value

if TYPE_CHECKING:
    from collections.abc import Callable

SHOWN = 12
"""So many rows are seen at once; a longer chain scrolls in its place."""
WAITING = 6
DOTS = 26
Index = QModelIndex | QPersistentModelIndex


@value
class Link:
    """One row of the chain. ``how`` says what holds it and over which gap."""

    id: str
    name: str
    kind: str
    when: str
    how: Callable[[], str]
    slack: str
    critical: bool
    done: bool


class ChainModel(QAbstractListModel):
    """Sentences are made when a row is first drawn: a chain may have thousands."""

    def __init__(self) -> None:
        super().__init__()
        self.links: tuple[Link, ...] = ()
        self._how: dict[int, str] = {}

    def show(self, links: Sequence[Link]) -> None:
        self.beginResetModel()
        self.links = tuple(links)
        self._how = {}
        self.endResetModel()

    def how(self, row: int) -> str:
        found = self._how.get(row)
        if found is None:
            found = self._how[row] = self.links[row].how()
        return found

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.links)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self.links):
            return None
        link = self.links[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return link.name
        if role == Qt.ItemDataRole.ToolTipRole:
            return wording.tip(f"{link.name}\n{link.when}\n{self.how(index.row())}")
        if role == Qt.ItemDataRole.AccessibleTextRole:
            slack = f", slack {link.slack}" if link.slack else ""
            return f"{link.name}, {link.when}. {self.how(index.row())}{slack}"
        return None


class ChainView(QListView):
    """Arrows walk, Enter and a double click go to the row on its own page."""

    stepped = Signal(str)
    """The row that the person stands on now."""
    opened = Signal(str)

    def __init__(self, themes: Themes) -> None:
        super().__init__()
        self._model = ChainModel()
        self.setModel(self._model)
        self.setItemDelegate(ChainDelegate(themes, self._model, self))
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setAccessibleName("Critical path")
        self.setMouseTracking(True)
        self._telling = True
        self.selectionModel().currentChanged.connect(lambda now, _before: self._step(now))
        self.doubleClicked.connect(lambda index: self.opened.emit(self._model.links[index.row()].id))
        themes.changed.connect(self.viewport().update)

    @property
    def links(self) -> tuple[Link, ...]:
        return self._model.links

    def show_links(self, links: Sequence[Link], chosen: str) -> None:
        """Show a chain; the first row that is not done comes into view."""
        self._telling = False
        self._model.show(links)
        self._telling = True
        self.fit(SHOWN)
        self.show_chosen(chosen)
        first = next((at for at, link in enumerate(links) if not link.done), 0)
        if not self.currentIndex().isValid() and first:
            self.scrollTo(self._model.index(first - 1), QListView.ScrollHint.PositionAtTop)

    def fit(self, most: int) -> None:
        """Be as high as the rows are, up to ``most``; while there are none, as those that will come."""
        rows = min(most, len(self.links) or WAITING)
        self.setFixedHeight(rows * self.row_height())

    def row_height(self) -> int:
        return 2 * QFontMetrics(self.font()).height() + tokens.SPACE_3

    def show_chosen(self, row_id: str) -> None:
        """Stand on a row, if it is in the chain, without telling."""
        at = next((at for at, link in enumerate(self.links) if link.id == row_id), -1)
        self._telling = False
        if at < 0:
            self.clearSelection()
            self.selectionModel().clearCurrentIndex()
        elif self.currentIndex().row() != at:
            self.setCurrentIndex(self._model.index(at))
        self._telling = True

    def _step(self, now: QModelIndex) -> None:
        if self._telling and now.isValid():
            self.stepped.emit(self.links[now.row()].id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.opened.emit(self.links[self.currentIndex().row()].id)
        elif event.key() == Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)


class ChainDelegate(QStyledItemDelegate):
    """Two lines a row, joined by an upright line; milestones are diamonds, what is done is hollow."""

    def __init__(self, themes: Themes, model: ChainModel, parent: ChainView) -> None:
        super().__init__(parent)
        self._themes, self._model, self._view = themes, model, parent

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(120, self._view.row_height())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        link, theme, area = self._model.links[index.row()], self._themes.current, option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen:
            painter.fillRect(area, QColor(theme.selection))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(area, QColor(theme.hover))
        self._dot(painter, area, link, index.row())
        body = fonts.scaled(option.font, tokens.FONT_BODY)
        strong = fonts.scaled(option.font, tokens.FONT_BODY, fonts.Weight.DemiBold)
        note = fonts.scaled(option.font, tokens.FONT_NOTE)
        high = QFontMetrics(body).height()
        upper = QRect(
            area.left() + DOTS, area.top() + tokens.SPACE_1, area.width() - DOTS - tokens.SPACE_2, high
        )
        lower = upper.translated(0, high + 2)
        figure = fonts.scaled(option.font, tokens.FONT_NOTE, fonts.Weight.DemiBold) if link.critical else note
        colour = theme.critical if link.critical else theme.muted
        _two(painter, upper, (link.name, strong, theme.text), (link.slack, figure, colour))
        _two(painter, lower, (self._model.how(index.row()), note, theme.muted), (link.when, note, theme.text))
        if chosen and self._view.hasFocus():
            painter.setPen(QPen(QColor(theme.accent), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(area.toRectF().adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
        painter.restore()

    def _dot(self, painter: QPainter, area: QRect, link: Link, row: int) -> None:
        theme = self._themes.current
        colour = QColor(theme.critical if link.critical else theme.milestone)
        x, y = area.left() + 12.0, area.top() + tokens.SPACE_1 + QFontMetrics(self._view.font()).height() / 2
        painter.setPen(QPen(colour, 1.5))
        if row:
            painter.drawLine(QPointF(x, area.top()), QPointF(x, y))
        if row < len(self._model.links) - 1:
            painter.drawLine(QPointF(x, y), QPointF(x, area.bottom() + 1.0))
        painter.setBrush(QColor(theme.panel) if link.done else colour)
        if link.kind in MILESTONE_KINDS:
            size = 5.5
            points = [QPointF(0, -size), QPointF(size, 0), QPointF(0, size), QPointF(-size, 0)]
            painter.drawPolygon(QPolygonF([QPointF(x, y) + point for point in points]))
        else:
            painter.drawEllipse(QPointF(x, y), 4.0, 4.0)


Text = tuple[str, QFont, str]


def _two(painter: QPainter, area: QRect, left: Text, right: Text) -> None:
    """A text at the left that gives way to the one at the right."""
    words, font, colour = right
    wide = QFontMetrics(font).horizontalAdvance(words) if words else 0
    painter.setFont(font)
    painter.setPen(QColor(colour))
    painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, words)
    words, font, colour = left
    room = area.width() - wide - (tokens.SPACE_3 if wide else 0)
    painter.setFont(font)
    painter.setPen(QColor(colour))
    shown = QFontMetrics(font).elidedText(words, Qt.TextElideMode.ElideRight, room)
    painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
