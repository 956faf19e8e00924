"""One line of a list that leads somewhere: a sign, words that end in … where they must, a figure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QEvent, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QColor, QEnterEvent, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from relplanner.ui.common import wording
from relplanner.ui.common.parts import button, empty, label, tight
from relplanner.ui.theme import fonts, tokens
from relplanner.ui.theme.themes import Themes
from relplanner.ui.theme.tokens import Theme
from relplanner.values import value

SIGN = 22


@value
class Entry:
    """``tone`` is error, warning, info, ok or "": each has a shape of its own. ``go`` leads to the thing."""

    text: str
    right: str = ""
    tone: str = ""
    go: Callable[[], object] | None = None
    right_tone: str = ""


class Line(QAbstractButton):
    """A row that is clicked, or pressed with Enter or the space bar."""

    def __init__(self, themes: Themes, entry: Entry) -> None:
        super().__init__()
        self._themes, self.entry = themes, entry
        said = f"{entry.text} {entry.right}".strip()
        self.setAccessibleName(said)
        self.setText(wording.button_text(entry.text))
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if entry.go else Qt.FocusPolicy.NoFocus)
        if entry.go is not None:
            self.setCursor(Qt.CursorShape.PointingHandCursor)
            self.clicked.connect(lambda _=False, go=entry.go: go())

    def sizeHint(self) -> QSize:
        return QSize(120, fonts.row_height(self.font(), "compact") + 2)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.focusNextPrevChild(event.key() == Qt.Key.Key_Down)
        else:
            super().keyPressEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, entry, area = self._themes.current, self.entry, self.rect()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if entry.go is not None and self.underMouse():
            painter.fillRect(area, QColor(theme.hover))
        left = area.left() + 2
        if entry.tone:
            sign(painter, theme, entry.tone, QPointF(left + 7, area.center().y() + 0.5))
            left += SIGN
        metrics = QFontMetrics(self.font())
        room = (area.right() - left) * 3 // 5 if entry.text else area.width()
        right = metrics.elidedText(entry.right, Qt.TextElideMode.ElideRight, room)
        wide = metrics.horizontalAdvance(right)
        middle = Qt.AlignmentFlag.AlignVCenter
        words = QRect(
            left, area.top(), area.right() - left - wide - (tokens.SPACE_3 if wide else 4), area.height()
        )
        shown = metrics.elidedText(entry.text, Qt.TextElideMode.ElideRight, words.width())
        whole = shown == entry.text and right == entry.right
        self.setToolTip("" if whole else wording.tip("\n".join(filter(None, (entry.text, entry.right)))))
        painter.setPen(QColor(theme.text))
        painter.drawText(words, middle, shown)
        painter.setPen(QColor(getattr(theme, entry.right_tone) if entry.right_tone else theme.muted))
        painter.drawText(area.adjusted(0, 0, -4, 0), middle | Qt.AlignmentFlag.AlignRight, right)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(theme.accent), 1))
            painter.drawRoundedRect(area.toRectF().adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)


def sign(painter: QPainter, theme: Theme, tone: str, at: QPointF) -> None:
    """A disc for an error, a triangle for a warning, a square for a note, a ring for what is fine."""
    painter.setPen(Qt.PenStyle.NoPen)
    if tone == "error":
        painter.setBrush(QColor(theme.firing))
        painter.drawEllipse(at, 4.5, 4.5)
    elif tone == "warning":
        painter.setBrush(QColor(theme.pending))
        painter.drawPolygon(QPolygonF([at + QPointF(0, -5), at + QPointF(5.5, 4.5), at + QPointF(-5.5, 4.5)]))
    elif tone == "ok":
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(theme.ok), 1.6))
        painter.drawEllipse(at, 3.8, 3.8)
    else:
        painter.setBrush(QColor(theme.accent))
        painter.drawRect(round(at.x() - 3.5), round(at.y() - 3.5), 7, 7)


class Lines(QWidget):
    """Lines one below the other; more than ``most`` wait behind a button."""

    def __init__(self, themes: Themes, most: int = 6, longest: int = 200) -> None:
        super().__init__()
        self._themes, self._most, self._longest = themes, most, longest
        self._entries: tuple[Entry, ...] = ()
        self._nothing, self._all = "", False
        self._column = QVBoxLayout(self)
        tight(self._column)

    def show_entries(self, entries: Sequence[Entry], nothing: str) -> None:
        """``nothing`` is said when there are none."""
        self._entries, self._nothing = tuple(entries), nothing
        self._fill()

    def _show_all(self, shown: bool) -> None:
        self._all = shown
        self._fill()
        for line in self.findChildren(Line)[-1:]:
            line.setFocus()

    def _fill(self) -> None:
        empty(self._column)
        count = len(self._entries)
        most = self._longest if self._all else self._most
        for entry in self._entries[:most]:
            self._column.addWidget(Line(self._themes, entry))
        if not count:
            self._column.addWidget(label(self._nothing, "muted", wrap=True))
        elif count > self._most:
            text = f"Show {self._most}" if self._all else f"Show all {count:,}"
            more = button(text, partial(self._show_all, not self._all), link=True)
            more.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            self._column.addWidget(more)
            if self._all and count > self._longest:
                self._column.addWidget(label(f"{count - self._longest:,} more are not listed here.", "note"))
