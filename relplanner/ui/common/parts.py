"""Labels, chips, buttons and lines in the manner of the house."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from relplanner.ui.common import wording
from relplanner.ui.theme import tokens
from relplanner.ui.theme.icons import icon
from relplanner.ui.theme.themes import Themes

if TYPE_CHECKING:
    from relplanner.ui.context import Context


def label(text: str = "", role: str = "", *, wrap: bool = False, select: bool = False) -> QLabel:
    """A plain-text label; ``role`` is one of muted, note, small, strong, title, figure, problem, critical."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)  # plan text is untrusted
    if role:
        made.setProperty("role", role)
    made.setWordWrap(wrap)
    if select:
        made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return made


class ElidedLabel(QLabel):
    """One line that ends in … where it has no room; the whole text is the tooltip."""

    def __init__(self, role: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        if role:
            self.setProperty("role", role)
        self._whole = ""
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)

    def show_text(self, text: str) -> None:
        if text != self._whole:
            self._whole = text
            self.setAccessibleName(text)
            self.updateGeometry()
            self._elide()

    @property
    def whole(self) -> str:
        return self._whole

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(self.font())
        margins = self.contentsMargins()
        wanted = metrics.horizontalAdvance(self._whole) + margins.left() + margins.right() + 2
        return QSize(wanted, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(min(self.sizeHint().width(), 24), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._elide()

    def _elide(self) -> None:
        shown = QFontMetrics(self.font()).elidedText(
            self._whole, Qt.TextElideMode.ElideRight, self.contentsRect().width()
        )
        self.setText(shown)
        self.setToolTip(wording.tip(self._whole) if shown != self._whole else "")


class Chip(QPushButton):
    """A state in a word, on a ground of its tone: "", ok, warning, error or info."""

    def __init__(self, text: str = "", tone: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setProperty("chip", True)
        self.setProperty("tone", tone)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_state(self, text: str, tone: str = "") -> None:
        if text != self.text():
            self.setText(text)
        if tone != self.property("tone"):
            self.setProperty("tone", tone)
            repolish(self)


class IconButton(QToolButton):
    """A button with an icon alone, so always with a tooltip and a name for readers of the screen."""

    def __init__(self, themes: Themes, name: str, tip: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._themes = name, themes
        self.setToolTip(wording.tip(tip))
        self.setAccessibleName(tip)
        self.setIconSize(QSize(tokens.ICON, tokens.ICON))
        self.setAutoRaise(True)
        self._paint_icon()
        themes.changed.connect(self._paint_icon)

    def show_icon(self, name: str, tip: str) -> None:
        self._name = name
        self.setToolTip(wording.tip(tip))
        self.setAccessibleName(tip)
        self._paint_icon()

    def _paint_icon(self) -> None:
        self.setIcon(icon(self._name, self._themes.current))


def action_button(context: Context, action_id: str) -> IconButton:
    """A button that does an action of the table, greyed when it cannot be done."""
    action = context.actions.action(action_id)
    spec = context.actions.spec(action_id)
    made = IconButton(context.themes, spec.icon, action.toolTip())
    made.setEnabled(action.isEnabled())
    made.clicked.connect(action.trigger)

    def follow() -> None:
        made.setEnabled(action.isEnabled())
        made.setToolTip(action.toolTip())

    action.changed.connect(follow)
    return made


class Tick(QCheckBox):
    """A box that is ticked, drawn so that it can be seen in both themes."""

    def __init__(self, themes: Themes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._themes = themes
        self.setFixedSize(tokens.ICON_LARGE, tokens.ICON_LARGE)
        themes.changed.connect(self.update)

    def hitButton(self, at: QPoint) -> bool:
        return self.rect().contains(at)

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = self._themes.current
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(2.5, 2.5, 14, 14)
        strong = QColor(theme.accent if self.isEnabled() else theme.faint)
        painter.setPen(strong if self.isChecked() or self.hasFocus() else QColor(theme.field_line))
        painter.setBrush(strong if self.isChecked() else QColor(theme.raised))
        painter.drawRoundedRect(box, 3, 3)
        if self.isChecked():
            painter.setPen(QPen(QColor(theme.on_accent), 2))
            painter.drawPolyline([QPointF(6, 9.5), QPointF(8.5, 12.5), QPointF(13.5, 6.5)])


class Hairline(QWidget):
    """A line one device pixel thick."""

    def __init__(self, themes: Themes, *, upright: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._themes, self._upright = themes, upright
        if upright:
            self.setFixedWidth(1)
        else:
            self.setFixedHeight(1)
        themes.changed.connect(self.update)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        thick = 1 / self.devicePixelRatioF()
        across = self.rect().toRectF()
        if self._upright:
            across.setWidth(thick)
        else:
            across.setHeight(thick)
        painter.fillRect(across, QColor(self._themes.current.line))


class PageBar(QWidget):
    """The toolbar at the top of a page: what belongs to this page only."""

    def __init__(self, themes: Themes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("pageBar")
        self.setFixedHeight(tokens.PAGE_BAR_HEIGHT)
        self._line = Hairline(themes, parent=self)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(tokens.SPACE_4, 0, tokens.SPACE_3, 0)
        self.row.setSpacing(tokens.SPACE_2)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._line.setGeometry(0, self.height() - 1, self.width(), 1)


def button(text: str, run: Callable[[], object], *, primary: bool = False, link: bool = False) -> QPushButton:
    """A push button; at most one of a view is ``primary``."""
    made = QPushButton(text)
    if primary:
        made.setProperty("primary", True)
    if link:
        made.setProperty("link", True)
        made.setCursor(Qt.CursorShape.PointingHandCursor)
    made.setAutoDefault(False)
    made.clicked.connect(lambda _=False: run())
    return made


def repolish(widget: QWidget) -> None:
    """After a property that the style sheet looks at has changed."""
    if not widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        return  # it is read when the widget is shown
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)


def empty(layout: QLayout) -> None:
    """Take all widgets out of a layout and let go of them."""
    while (item := layout.takeAt(0)) is not None:
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif inner is not None:
            empty(inner)


def tight(layout: QLayout, spacing: int = 0) -> None:
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(spacing)
