"""The widget of the ladder: paints the view, and turns mouse and keys into choices and drags."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from relplanner.ui.common import wording
from relplanner.ui.common.text_cache import Style
from relplanner.ui.common.time_scale import STEP as NOTCH
from relplanner.ui.rollout import facts
from relplanner.ui.rollout.gestures import Drag
from relplanner.ui.rollout.painter import paint
from relplanner.ui.rollout.view import View
from relplanner.ui.theme.tokens import SPACE_2

if TYPE_CHECKING:
    from relplanner.plan.edits.edit import Edit

HEIGHT, LEAST_HEIGHT = 420, 250
CURSORS = {
    "end": Qt.CursorShape.SizeHorCursor,
    "top": Qt.CursorShape.SizeVerCursor,
    "step": Qt.CursorShape.PointingHandCursor,
}
WHEEL = 120.0
SLACK = 4
"""Pixels that a press may move before it is a drag."""


class Board(QWidget):
    """What choices and edits mean for the plan is for the page to say."""

    chosen = Signal(str)
    opened = Signal(str)
    wanted = Signal(str, int, object)
    """A drag may begin: the edge, the step's place and where the mouse is. The page answers by `begin`."""
    given = Signal(object)
    """A drag ended in an edit."""
    stepped = Signal(int, int)
    """Keys ask for a step longer or shorter, higher or lower."""
    asked_for_menu = Signal(QPoint)

    def __init__(self, view: View, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view = view
        self.drag: Drag | None = None
        self._pressed: tuple[str, int, object] | None = None
        self._fitted = True
        self.setObjectName("rollout-ladder")
        self.setAccessibleName("Rollout ladder")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumHeight(LEAST_HEIGHT)

    def sizeHint(self) -> QSize:
        return QSize(600, HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint(painter, self.view)
        if self.view.tag:
            self._paint_tag(painter)
        painter.end()

    def _paint_tag(self, painter: QPainter) -> None:
        """What a drag says, at the top of the chart, where the mouse covers nothing of it."""
        view, colour = self.view, self.view.paints.colour
        width = min(view.texts.width(Style.NOTE_STRONG, view.tag) + 2 * SPACE_2, view.chart_width - 16)
        box = QRectF(view.left + 8, view.header + 4, width, view.line + 6)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour["accent"])
        painter.drawRoundedRect(box, 3, 3)
        painter.setPen(view.paints.pen["on_accent"])
        static, _ = view.texts.fitted(Style.NOTE_STRONG, view.tag, width - 2 * SPACE_2)
        painter.setFont(view.texts.fonts[Style.NOTE_STRONG])
        painter.drawStaticText(int(box.left() + SPACE_2), int(box.top() + 3), static)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.view.width, self.view.height = self.width(), self.height()
        if self._fitted:
            self.view.fit()

    def fit(self) -> None:
        """All steps in the width; they stay so until somebody zooms."""
        self._fitted = True
        self.view.fit()
        self.update()

    @property
    def is_fitted(self) -> bool:
        return self._fitted

    def zoom(self, factor: float, x: float | None = None) -> None:
        at = self.view.chart_width / 2 if x is None else x - self.view.left
        self._fitted = False
        self.view.scale = self.view.scale.zoomed(factor, at)
        self.update()

    # Drags

    def begin(self, drag: Drag) -> None:
        self.drag = drag
        self.setFocus()

    def drop(self) -> bool:
        """Give a drag up; whether there was one."""
        if self.drag is None:
            return False
        self.drag.drop()
        self._over()
        return True

    def _over(self) -> None:
        self.drag = self._pressed = None
        self.view.base, self.view.tag = None, ""
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() not in (Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton) or self.drag:
            return
        grip, at = self.view.grip_at(event.position())
        if at >= 0:
            self.chosen.emit(self.view.ladder.rungs[at].id)
        if event.button() == Qt.MouseButton.LeftButton and grip in ("end", "top"):
            self._pressed = (grip, at, event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        point = event.position()
        if self.drag is not None:
            fine = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
            if self.drag.move(point, fine=fine):
                self.update()
            return
        if self._pressed is not None and event.buttons() & Qt.MouseButton.LeftButton:
            grip, at, begun = self._pressed
            if (point - begun).manhattanLength() >= SLACK:  # type: ignore[operator]
                self._pressed = None
                self.wanted.emit(grip, at, begun)
            return
        grip, at = self.view.grip_at(point)
        self.setCursor(CURSORS.get(grip, Qt.CursorShape.ArrowCursor))
        hover = self.view.ladder.rungs[at].id if at >= 0 else ""
        if hover != self.view.hover:
            self.view.hover = hover
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        drag, self._pressed = self.drag, None
        if drag is None or event.button() != Qt.MouseButton.LeftButton:
            return
        edit: Edit | None = drag.edit
        drag.drop()
        self._over()
        if edit is not None:
            self.given.emit(edit)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        _, at = self.view.grip_at(event.position())
        if at >= 0:
            self.opened.emit(self.view.ladder.rungs[at].id)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.asked_for_menu.emit(event.globalPos())

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.view.hover = ""
        self.update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        notches = event.angleDelta().y() / WHEEL
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier and notches:
            self.zoom(NOTCH**notches, event.position().x())
            event.accept()
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier or event.angleDelta().x():
            along = event.angleDelta().x() or event.angleDelta().y()
            self._fitted = False
            self.view.scale = self.view.scale.moved(-along / 2)
            self.update()
            event.accept()
        else:
            event.ignore()  # the page scrolls

    # Keys

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            _, at = self.view.grip_at(event.pos().toPointF())
            text = facts.explain(self.view.ladder.rungs[at], self.view.dates) if at >= 0 else ""
            QToolTip.showText(event.globalPos(), wording.tip(text), self)
            return True
        escapes = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
        if escapes and event.type() == QEvent.Type.ShortcutOverride and self.drag is not None:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, shift = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        along = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}.get(Qt.Key(key), 0)
        up = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}.get(Qt.Key(key), 0)
        if key == Qt.Key.Key_Escape and self.drop():
            return
        if shift and (along or up):
            self.stepped.emit(along, up)
        elif along or up:
            self._walk(along or -up)
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End) and self.view.ladder.rungs:
            self.chosen.emit(self.view.ladder.rungs[0 if key == Qt.Key.Key_Home else -1].id)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.view.current:
            self.opened.emit(self.view.current)
        else:
            super().keyPressEvent(event)

    def _walk(self, by: int) -> None:
        rungs = self.view.ladder.rungs
        if rungs:
            at = self.view.ladder.place(self.view.current)
            to = min(max(0, at + by), len(rungs) - 1) if at >= 0 else 0
            self.chosen.emit(rungs[to].id)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.view.focused = True
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.view.focused = False
        self.update()
