"""The one widget of the page: table and chart together, so that rows never drift apart and a frame is one
pass.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QRegion,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from relplanner.late import LateModule
from relplanner.ui.common import time_scale as scales
from relplanner.ui.timeline.hit import CURSORS, Hit, hit
from relplanner.ui.timeline.painter import paint
from relplanner.ui.timeline.scrollbars import tracks
from relplanner.ui.timeline.view import View

if TYPE_CHECKING:
    from relplanner.ui.timeline import gestures, ghosts, view_gestures
    from relplanner.ui.timeline.accessible import RowsInterface
    from relplanner.ui.timeline.gestures import Gesture
else:
    gestures = LateModule("relplanner.ui.timeline.gestures")
    ghosts = LateModule("relplanner.ui.timeline.ghosts")
    view_gestures = LateModule("relplanner.ui.timeline.view_gestures")

WHEEL_ROWS = 3
NOTCH = 120.0
DATED = frozenset({"start", "finish", "duration", "slack"})
KEEP_AWAY = 16.0
"""Dragging this near to the edge of the rows scrolls them."""


class Board(QWidget):
    """Paints the view and turns mouse and wheel into gestures; what they mean for the plan is for the page
    to say.
    """

    pressed = Signal(object, object)
    """A press: where (:class:`Hit`) and the modifiers. The page chooses rows."""
    clicked = Signal(object)
    """A press without Ctrl or Shift that became no drag."""
    opened = Signal(object)
    """A double click on a :class:`Hit`."""
    wanted = Signal(object, object)
    """A drag began: the hit and the point of the press. The page may answer by :meth:`begin`."""
    given = Signal(object)
    """A gesture ended in an edit: (gesture, edit)."""
    asked_for_menu = Signal(object, QPoint)
    resized = Signal()
    arranged = Signal()
    """The divider or a column has got another width."""
    folded = Signal(int)
    typed = Signal(object)
    """A key that no action took."""
    moved = Signal()
    """The rows or the time in view are others."""
    hovered = Signal(object, QPoint)

    def __init__(self, view: View, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view = view
        self.gesture: Gesture | None = None
        self.accessible: RowsInterface | None = None
        """What assistive technology was handed; Qt keeps no reference to it."""
        self.setObjectName("timeline-board")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        # The board fills itself: with that, scrolling may move pixels instead of painting them again.
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self._pressed_at: QPointF | None = None
        self._pressed_hit = Hit("nothing")
        self._pressed_with = Qt.KeyboardModifier.NoModifier
        self._space = self._panned = False

    # Painting and scrolling

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if not self.view.has_plan:
            painter.fillRect(event.rect(), self.view.paints.colour["ground"])
            painter.end()
            return
        for rect in event.region():  # type: ignore[attr-defined]
            paint(painter, self.view, rect)
        if self.gesture is not None and isinstance(self.gesture, gestures.PlanGesture):
            painter.setClipping(False)
            ghosts.paint_ghost(painter, self.view, self.gesture)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.view.resize(self.width(), self.height())
        self.resized.emit()
        self.moved.emit()

    def scroll_to(self, scroll: float) -> None:
        """Scroll rows: what stays in sight is moved, only what comes in is painted."""
        view = self.view
        before = view.scroll
        view.set_scroll(scroll)
        step = round(before - view.scroll)
        if not step:
            return
        ghostly = self.gesture is not None and self.gesture.ghostly
        # Parts of device pixels cannot be moved: at odd ratios some steps are painted instead.
        uneven = (step * self.devicePixelRatioF()) % 1 > 0
        if ghostly or uneven or abs(step) >= view.body_height:
            self.update(view.body_rect())
        else:
            self.scroll(0, step, view.body_rect())
        self.update(tracks(view)[0])
        self.moved.emit()

    def set_scale(self, scale: scales.Scale) -> None:
        self.view.scale = scale
        self.update_chart()
        self.moved.emit()

    def update_chart(self) -> None:
        """Repaint all that depends on time."""
        view = self.view
        self.update(QRect(view.chart_left, 0, view.width - view.chart_left, view.height))

    def update_row(self, place: int) -> None:
        if self.view.has_plan and 0 <= place < len(self.view.sheet):
            self.update(QRect(0, int(self.view.y_of(place)), self.view.width, int(self.view.row_height) + 1))

    def zoom(self, factor: float, x: float | None = None) -> None:
        """Zoom about an x of the board, the middle of the chart for ``None``."""
        view = self.view
        at = x - view.chart_left if x is not None and x >= view.chart_left else view.chart_width / 2
        self.set_scale(view.scale.zoomed(factor, at))

    def show_place(self, place: int) -> None:
        """Scroll as little as is needed to see a row."""
        view = self.view
        top = place * view.row_height
        if top < view.scroll:
            self.scroll_to(top)
        elif top + view.row_height > view.scroll + view.body_height:
            self.scroll_to(top + view.row_height - view.body_height)

    # Gestures

    def begin(self, gesture: Gesture) -> None:
        self.gesture = gesture
        self.setCursor(gesture.cursor)

    def drop(self) -> bool:
        """Give the gesture up; whether there was one."""
        if self.gesture is None:
            return False
        self.gesture.drop()
        self._over()
        return True

    def _over(self) -> None:
        self.gesture = None
        self._pressed_at = None
        self.unsetCursor()
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self.view.has_plan:
            return
        point = event.position()
        if self.gesture is not None:
            return
        found = hit(self.view, point)
        pans = event.button() == Qt.MouseButton.MiddleButton or (
            self._space and event.button() == Qt.MouseButton.LeftButton
        )
        if pans and point.x() > self.view.chart_left:
            self._panned = True
            self.begin(view_gestures.Pan(self.view, point))
            return
        if event.button() == Qt.MouseButton.RightButton:
            self.pressed.emit(found, event.modifiers() | Qt.KeyboardModifier.GroupSwitchModifier)
            return
        if event.button() != Qt.MouseButton.LeftButton:
            return
        self._pressed_at, self._pressed_hit = point, found
        self._pressed_with = event.modifiers()
        if found.kind == "fold":
            self.folded.emit(found.place)
            self._pressed_at = None
            return
        self.pressed.emit(found, event.modifiers())
        self._begin_at_once(found, point)

    def _begin_at_once(self, found: Hit, point: QPointF) -> None:
        """Drags of the view begin with the press; drags of the plan only when the mouse has moved."""
        view = self.view
        if found.kind == "divider":
            self.begin(view_gestures.DividerDrag(view, point))
        elif found.kind == "column-edge" and found.slot is not None:
            self.begin(view_gestures.ColumnDrag(view, point, found.slot.column.key, found.slot.width))
        elif found.kind == "row-track":
            self.begin(view_gestures.RowTrack(view, point))
        elif found.kind == "time-track":
            self.begin(view_gestures.TimeTrack(view, point))
        elif found.kind in ("times", "chart") and found.place < 0:
            self.begin(view_gestures.Pan(view, point))
        if self.gesture is not None:
            self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if not self.view.has_plan:
            return
        point = event.position()
        if (
            self.gesture is None
            and self._pressed_at is not None
            and event.buttons() & Qt.MouseButton.LeftButton
        ):
            away = (point - self._pressed_at).manhattanLength()
            if away >= gestures.DRAG_FROM:
                self.wanted.emit(self._pressed_hit, self._pressed_at)
                if self.gesture is None:
                    self._pressed_at = None
        if self.gesture is None:
            self._hover(point)
            return
        self.gesture.move(point, event.modifiers())
        if self.gesture.ghostly:
            self._scroll_along(point)
        self.update_gesture()
        self.moved.emit()

    def update_gesture(self) -> None:
        """Repaint what the gesture changes."""
        if isinstance(self.gesture, gestures.DateGesture) and self.view.chart_width > ghosts.TAG_MOST:
            self.update(self._dated())
        else:
            self.update()

    def _dated(self) -> QRegion:
        """All that shows dates: what a drag along the time changes, and where its tag may stand."""
        view = self.view
        found = QRegion(QRect(view.chart_left, 0, view.width - view.chart_left, view.height))
        for slot in view.columns:
            if slot.column.key in DATED:
                found += QRect(slot.x, view.header_height, slot.width, view.body_height)
        return found

    def _scroll_along(self, point: QPointF) -> None:
        view = self.view
        if point.y() < view.header_height + KEEP_AWAY:
            self.scroll_to(view.scroll - view.row_height / 2)
        elif point.y() > view.header_height + view.body_height - KEEP_AWAY:
            self.scroll_to(view.scroll + view.row_height / 2)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        gesture = self.gesture
        pressed, self._pressed_at = self._pressed_at, None
        if gesture is None or event.button() == Qt.MouseButton.RightButton:
            plain = event.button() == Qt.MouseButton.LeftButton and not self._pressed_with
            if gesture is None and pressed is not None and plain:
                self.clicked.emit(self._pressed_hit)
            return
        edit = gesture.release()
        self._over()
        if isinstance(gesture, (view_gestures.DividerDrag, view_gestures.ColumnDrag)):
            self.arranged.emit()
        if edit is not None:
            self.given.emit((gesture, edit))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if not self.view.has_plan:
            return
        if event.button() == Qt.MouseButton.LeftButton:
            self.opened.emit(hit(self.view, event.position()))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if not self.view.has_plan:
            return
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            place = self.view.sheet.places.get(self.view.current or "", -1)
            at = QPoint(
                self.view.table_width // 3, round(self.view.y_of(max(0, place)) + self.view.row_height)
            )
            self.asked_for_menu.emit(Hit("cell" if place >= 0 else "nothing", place), self.mapToGlobal(at))
            return
        self.asked_for_menu.emit(hit(self.view, QPointF(event.pos())), event.globalPos())

    def _hover(self, point: QPointF) -> None:
        found = hit(self.view, point)
        if found.place != self.view.hover:
            before, self.view.hover = self.view.hover, found.place
            self.update_row(before)
            self.update_row(found.place)
        self.setCursor(CURSORS.get(found.kind, Qt.CursorShape.ArrowCursor))

    def leaveEvent(self, event: QEvent) -> None:
        before, self.view.hover = self.view.hover, -1
        self.update_row(before)

    # Wheel and keys

    def wheelEvent(self, event: QWheelEvent) -> None:
        if not self.view.has_plan:
            return
        view = self.view
        modifiers = event.modifiers()
        notches = event.angleDelta().y() / NOTCH
        aside = event.angleDelta().x() / NOTCH
        if modifiers & Qt.KeyboardModifier.ControlModifier:
            self.zoom(scales.STEP**notches, event.position().x())
        elif modifiers & Qt.KeyboardModifier.ShiftModifier or abs(aside) > abs(notches):
            # Qt turns the wheel aside itself with Alt; with Shift we do.
            self.set_scale(view.scale.moved(-(aside or notches) * view.chart_width / 8))
        elif not event.pixelDelta().isNull():
            self.scroll_to(view.scroll - event.pixelDelta().y())
        else:
            self.scroll_to(view.scroll - notches * WHEEL_ROWS * view.row_height)
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.drop():
            return
        if event.key() == Qt.Key.Key_Space:
            # Held, it turns the left button into a hand; pressed alone it counts when it is let go.
            self._space, self._panned = True, self._panned and event.isAutoRepeat()
            return
        self.typed.emit(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._space = False
            if not self._panned:
                self.typed.emit(event)
            return
        super().keyReleaseEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.view.focused = True
        self.update(self.view.table_rect())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.view.focused = False
        self._space = False
        self.update(self.view.table_rect())

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and self.view.has_plan:
            self.hovered.emit(hit(self.view, QPointF(event.pos())), event.globalPos())  # type: ignore[attr-defined]
            return True
        return super().event(event)
