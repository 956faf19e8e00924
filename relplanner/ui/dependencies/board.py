"""The one widget of the drawing: paints the view and turns mouse and wheel into gestures."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import (
    QAccessibleInterface,
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from relplanner.ui.dependencies import ghosts, legend, overview
from relplanner.ui.dependencies.gestures import DRAG_FROM, Gesture, LinkDrag, MapDrag, Pan
from relplanner.ui.dependencies.hit import CURSORS, Hit, hit
from relplanner.ui.dependencies.painter import paint
from relplanner.ui.dependencies.view import STEP, View

NOTCH = 120.0
WHEEL = 90.0
"""Pixels that a notch of the wheel moves."""
KEEP_AWAY, ALONG = 24.0, 14.0
"""Drawing a link this near to an edge moves the drawing, by so many pixels."""
MENU = Qt.KeyboardModifier.GroupSwitchModifier
"""Says that a press asks for the menu: what is chosen already stays chosen."""


class Board(QWidget):
    """What a press or a drag means for the plan is for the page to say."""

    pressed = Signal(object, object)
    """A press: where (:class:`Hit`) and the modifiers."""
    clicked = Signal(object, object)
    """A press that became no drag: where, and the point."""
    opened = Signal(object)
    """A double click on a :class:`Hit`."""
    wanted = Signal(object, object)
    """A drag began: the hit and the point of the press. The page may answer by :meth:`begin`."""
    given = Signal(object)
    """A gesture ended in this edit."""
    asked_for_menu = Signal(object, QPoint)
    resized = Signal()
    typed = Signal(object)
    """A key that no action took."""
    moved = Signal()
    """Another part of the drawing, or another zoom."""
    pointed = Signal()
    """The mouse is over another card."""
    hovered = Signal(object, QPoint)

    def __init__(self, view: View, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view = view
        self.gesture: Gesture | None = None
        self.accessible: QAccessibleInterface | None = None
        """What assistive technology was handed; Qt keeps no reference to it."""
        self.setObjectName("dependencies-board")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        # The board fills itself: with that, scrolling may move pixels instead of painting them again.
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self._pressed_at: QPointF | None = None
        self._pressed_hit = Hit("ground")
        self._plain = False

    # Painting and moving

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if not self.view.has_plan:
            painter.fillRect(event.rect(), self.view.paints.colour["ground"])
            painter.end()
            return
        for rect in event.region():  # type: ignore[attr-defined]
            paint(painter, self.view, rect)
        if isinstance(self.gesture, LinkDrag):
            painter.setClipping(False)
            ghosts.paint_ghost(painter, self.view, self.gesture)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.view.resize(self.width(), self.height())
        self.resized.emit()

    def move_to(self, left: float, top: float) -> None:
        """Move the drawing: what stays in sight is moved, only what comes in is painted."""
        view = self.view
        map_before = overview.place(view)
        before = view.left, view.top
        view.move_to(left, top)
        across, down = round(view.left - before[0]), round(view.top - before[1])
        if not across and not down:
            return
        ratio = self.devicePixelRatioF()
        uneven = (across * ratio) % 1 > 0 or (down * ratio) % 1 > 0
        far = abs(across) >= view.width or abs(down) >= view.height
        if uneven or far or isinstance(self.gesture, LinkDrag):
            self.update()
        else:
            self.scroll(across, down)
            for still in (map_before, overview.place(view), legend.place(view)):
                if not still.isEmpty():
                    self.update(still.adjusted(-1, -1, 1, 1))
                    self.update(still.translated(across, down).adjusted(-1, -1, 1, 1))
        self.moved.emit()

    def move_by(self, across: float, down: float) -> None:
        self.move_to(self.view.left + across, self.view.top + down)

    def zoom(self, factor: float, at: QPointF | None = None) -> None:
        """Zoom about a point of the board, the middle for ``None``."""
        middle = QPointF(self.view.width / 2, self.view.height / 2)
        self.view.zoom_to(self.view.zoom * factor, at if at is not None else middle)
        self.update()
        self.moved.emit()

    def show_card(self, card: int) -> None:
        """Move as little as is needed to see a card."""
        if card < 0:
            return
        covers = (overview.place(self.view), legend.place(self.view))
        if self.view.show_card(card, float(max(rect.height() for rect in covers))):
            self.update()
            self.moved.emit()

    def update_card(self, card: int) -> None:
        if 0 <= card < len(self.view.scene):
            self.update(self.view.card_rect(card).toAlignedRect().adjusted(-10, -6, 14, 10))

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

    def finish(self) -> None:
        """End the gesture and hand over its edit."""
        gesture = self.gesture
        if gesture is None:
            return
        edit = gesture.release()
        self._over()
        if edit is not None:
            self.given.emit(edit)

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
            if isinstance(self.gesture, LinkDrag):  # begun by keyboard: the click is its end
                self.gesture.move(point, event.modifiers())
                self.finish()
            return
        if event.button() == Qt.MouseButton.MiddleButton:
            self.begin(Pan(self.view, point))
            return
        found = hit(self.view, point)
        if event.button() == Qt.MouseButton.RightButton:
            self.pressed.emit(found, event.modifiers() | MENU)
            return
        if event.button() != Qt.MouseButton.LeftButton:
            return
        if found.kind == "map":
            self.begin(MapDrag(self.view, point))
            self.update()
            self.moved.emit()
            return
        self._pressed_at, self._pressed_hit = point, found
        self._plain = not event.modifiers()
        self.pressed.emit(found, event.modifiers())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if not self.view.has_plan:
            return
        point = event.position()
        pressed = self._pressed_at
        held = pressed is not None and event.buttons() & Qt.MouseButton.LeftButton
        if self.gesture is None and held and pressed is not None:
            self._begin_drag(pressed, point)
        if self.gesture is None:
            self._hover(point)
            return
        if isinstance(self.gesture, LinkDrag):
            self._move_along(point)
        self.gesture.move(point, event.modifiers())
        self.update()
        self.moved.emit()

    def _begin_drag(self, pressed: QPointF, point: QPointF) -> None:
        """Once the mouse has moved far enough: the ground moves the drawing, a card is for the page."""
        if (point - pressed).manhattanLength() < DRAG_FROM:
            return
        self._pressed_at = None
        if self._pressed_hit.kind in ("ground", "link"):
            self.begin(Pan(self.view, pressed))
        else:
            self.wanted.emit(self._pressed_hit, pressed)

    def _move_along(self, point: QPointF) -> None:
        across = ALONG * ((point.x() < KEEP_AWAY) - (point.x() > self.width() - KEEP_AWAY))
        down = ALONG * ((point.y() < KEEP_AWAY) - (point.y() > self.height() - KEEP_AWAY))
        if across or down:
            self.move_by(across, down)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed, self._pressed_at = self._pressed_at, None
        if self.gesture is not None:
            if event.button() != Qt.MouseButton.RightButton:
                self.finish()
        elif pressed is not None and event.button() == Qt.MouseButton.LeftButton and self._plain:
            self.clicked.emit(self._pressed_hit, pressed)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self.view.has_plan and event.button() == Qt.MouseButton.LeftButton:
            self.opened.emit(hit(self.view, event.position()))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if not self.view.has_plan:
            return
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            card = self.view.card_of(self.view.current)
            at = self.rect().center()
            if card >= 0:
                at = self.view.card_rect(card).bottomLeft().toPoint()
            self.asked_for_menu.emit(Hit("card" if card >= 0 else "ground", card), self.mapToGlobal(at))
            return
        self.asked_for_menu.emit(hit(self.view, QPointF(event.pos())), event.globalPos())

    def _hover(self, point: QPointF) -> None:
        found = hit(self.view, point)
        view = self.view
        card = found.card if found.kind in ("card", "handle", "fold") else -1
        if found.link != view.hover_link:
            view.hover_link = found.link
            self.update()
        if card != view.hover:
            before, view.hover = view.hover, card
            self.update_card(before)
            self.update_card(card)
            self.pointed.emit()
        self.setCursor(CURSORS.get(found.kind, Qt.CursorShape.ArrowCursor))

    def leaveEvent(self, event: QEvent) -> None:
        self.view.hover = self.view.hover_link = -1
        self.pointed.emit()
        self.update()

    # Wheel and keys

    def wheelEvent(self, event: QWheelEvent) -> None:
        if not self.view.has_plan:
            return
        modifiers = event.modifiers()
        down, across = event.angleDelta().y() / NOTCH, event.angleDelta().x() / NOTCH
        if modifiers & Qt.KeyboardModifier.ControlModifier:
            self.zoom(STEP**down, event.position())
        elif not event.pixelDelta().isNull():
            self.move_by(event.pixelDelta().x(), event.pixelDelta().y())
        elif modifiers & Qt.KeyboardModifier.ShiftModifier:
            self.move_by((across or down) * WHEEL, 0)
        else:
            self.move_by(across * WHEEL, down * WHEEL)
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.drop():
            return
        self.typed.emit(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.view.focused = True
        self.update_card(self.view.card_of(self.view.current))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.view.focused = False
        self.update_card(self.view.card_of(self.view.current))

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and self.view.has_plan:
            self.hovered.emit(hit(self.view, QPointF(event.pos())), event.globalPos())  # type: ignore[attr-defined]
            return True
        return super().event(event)
