"""The table's cells for the rows in view."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPolygonF

from relplanner.ui.common.primitives import fill_rects
from relplanner.ui.common.text_cache import Style
from relplanner.ui.theme.tokens import SPACE_2
from relplanner.ui.timeline import columns
from relplanner.ui.timeline.columns import PAD, Slot
from relplanner.ui.timeline.view import View

INDENT = 16
TRIANGLE = 4.0
FOLD_WIDTH = 16


def paint_rows(
    painter: QPainter, view: View, first: int, last: int, clip: QRect, chosen_band: QColor
) -> None:
    """What table and chart share: the bands of chosen rows and the lines between rows."""
    colour = view.paints.colour
    bands = [(place, chosen_band) for place in _chosen_places(view, first, last)]
    if 0 <= view.hover < last and view.sheet.lines[view.hover].id not in view.selected:
        bands.append((view.hover, view.paints.hover_band))
    for place, band in bands:
        if first <= place < last:
            y = round(view.y_of(place))
            painter.fillRect(
                QRect(clip.left(), y, clip.width(), max(1, round(view.y_of(place + 1)) - y)), band
            )
    if view.detailed:
        lows = (round(view.y_of(place)) - 1 for place in range(first + 1, last + 1))
        fill_rects(painter, ((clip.left(), low, clip.width(), 1.0) for low in lows), colour["grid"])


def _chosen_places(view: View, first: int, last: int) -> list[int]:
    """The chosen rows in a stretch; looks through the shorter of the two lists."""
    if len(view.selected) > last - first:
        return [place for place in range(first, last) if view.sheet.lines[place].id in view.selected]
    return [view.sheet.places.get(each, -1) for each in view.selected]


def paint_table(painter: QPainter, view: View, first: int, last: int, clip: QRect) -> None:
    """The cells of the rows ``first`` to ``last`` (not included)."""
    painter.fillRect(clip, view.paints.colour["panel"])
    paint_rows(painter, view, first, last, clip, view.paints.colour["selection"])
    if not view.detailed:
        _paint_sampled_names(painter, view, first, last)
        return
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    for slot in view.columns:
        if slot.x > clip.right() or slot.x + slot.width < clip.left():
            continue
        if slot.column.key == "name":
            _paint_names(painter, view, slot, first, last)
        elif slot.column.key == "slack":
            _paint_slack(painter, view, slot, first, last)
        elif slot.column.key == "status":
            _paint_status(painter, view, slot, first, last)
        else:
            _paint_plain(painter, view, slot, first, last)


def _paint_sampled_names(painter: QPainter, view: View, first: int, last: int) -> None:
    """While rows are too thin for text: the names of phases, as many as have room."""
    style = Style.NOTE
    step = view.texts.heights[style] + 2
    painter.setFont(view.texts.fonts[style])
    painter.setPen(view.paints.pen["muted"])
    slot = view.columns[0]
    free = view.y_of(first)
    for place in (view.sheet.parents[first:last].nonzero()[0] + first).tolist():
        y = view.y_of(place)
        if y >= free:
            room = view.table_width - 2 * PAD - SPACE_2
            static, _ = view.texts.fitted(style, slot.column.text(view, place), room)
            painter.drawStaticText(QPointF(PAD + SPACE_2, int(y)), static)
            free = y + step


def _paint_plain(painter: QPainter, view: View, slot: Slot, first: int, last: int) -> None:
    texts = view.texts
    painter.setFont(texts.fonts[Style.NOTE])
    painter.setPen(view.paints.pen["muted"])
    room = slot.width - 2 * PAD
    shift = view.row_height / 2 - texts.heights[Style.NOTE] / 2
    say, right = slot.column.text, slot.column.right
    dated = slot.column.key in ("start", "finish")
    changed = view.base is not None and (dated or slot.column.key == "duration")
    for place in range(first, last):
        text = say(view, place)
        if not text:
            continue
        if dated and texts.is_cut(Style.NOTE, text, room):
            # The day without the hour is still a date; the whole is told on hover.
            text = columns.day_of(view, place, slot.column.key)
        static, width = texts.fitted(Style.NOTE, text, room)
        x = slot.x + slot.width - PAD - width if right else slot.x + PAD
        if changed:
            moved = view.moved(place)
            painter.setPen(view.paints.pen["accent" if moved else "muted"])
        painter.drawStaticText(QPointF(int(x), int(view.y_of(place) + shift + 0.5)), static)


def _paint_slack(painter: QPainter, view: View, slot: Slot, first: int, last: int) -> None:
    """Critical slack is told by weight and colour, negative slack by its sign too."""
    room = slot.width - 2 * PAD
    for place in range(first, last):
        text = slot.column.text(view, place)
        if not text:
            continue
        row = view.row_of(place)
        critical = bool(view.dates_of.critical[row])
        style = Style.NOTE_STRONG if critical else Style.NOTE
        role = (
            "critical"
            if critical
            else ("near_critical_dark" if view.dates_of.near_critical[row] else "muted")
        )
        static, width = view.texts.fitted(style, text, room)
        painter.setFont(view.texts.fonts[style])
        painter.setPen(view.paints.pen[role])
        y = view.y_of(place) + view.row_height / 2 - view.texts.heights[style] / 2 + 0.5
        painter.drawStaticText(QPointF(int(slot.x + slot.width - PAD - width), int(y)), static)


def _paint_status(painter: QPainter, view: View, slot: Slot, first: int, last: int) -> None:
    painter.setFont(view.texts.fonts[Style.NOTE])
    shift = view.row_height / 2 - view.texts.heights[Style.NOTE] / 2 + 0.5
    for place in range(first, last):
        if view.sheet.lines[place].has_children:
            continue
        state = view.state_at(place)
        y = int(view.y_of(place) + shift)
        painter.setPen(view.paints.pen[state.colour])
        painter.drawStaticText(QPointF(slot.x + PAD, y), view.texts.whole(Style.NOTE, state.sign)[0])
        painter.setPen(view.paints.pen["muted"])
        static, _ = view.texts.fitted(Style.NOTE, state.word, slot.width - 2 * PAD - 16)
        painter.drawStaticText(QPointF(slot.x + PAD + 16, y), static)


def name_left(view: View, place: int) -> int:
    """Where a row's name begins, from the table's left edge."""
    return SPACE_2 + FOLD_WIDTH + view.sheet.lines[place].depth * INDENT


def fold_box(view: View, place: int) -> QRectF:
    """Where the triangle of a row can be pressed, on the board."""
    return QRectF(name_left(view, place) - FOLD_WIDTH - 2, view.y_of(place), FOLD_WIDTH + 2, view.row_height)


def _paint_names(painter: QPainter, view: View, slot: Slot, first: int, last: int) -> None:
    texts = view.texts
    for place in range(first, last):
        line = view.sheet.lines[place]
        style = Style.STRONG if line.has_children else Style.BODY
        middle = view.y_of(place) + view.row_height / 2
        left = slot.x + name_left(view, place)
        room = slot.x + slot.width - left - PAD
        missing = line.row >= 0 and view.dates_at(place) is None
        if missing:
            _paint_sign(painter, view, slot.x + slot.width - PAD - 12, middle)
            room -= 18
        if line.id in view.found:
            painter.fillRect(QRectF(left - 3, middle - 9, 3, 18), view.paints.colour["accent"])
        static, _ = texts.fitted(style, slot.column.text(view, place), room)
        painter.setFont(texts.fonts[style])
        painter.setPen(view.paints.pen["text"])
        painter.drawStaticText(QPointF(left, int(middle - texts.heights[style] / 2 + 0.5)), static)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(view.paints.colour["muted"])
    for place in range(first, last):
        if view.sheet.lines[place].has_children:
            _paint_triangle(painter, view, place)
    _paint_focus(painter, view, first, last)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def _paint_triangle(painter: QPainter, view: View, place: int) -> None:
    x = name_left(view, place) - FOLD_WIDTH / 2 - 2
    y = view.y_of(place) + view.row_height / 2
    size = TRIANGLE
    if view.sheet.lines[place].id in view.folded:
        corners = ((x - size * 0.7, y - size), (x + size * 0.9, y), (x - size * 0.7, y + size))
    else:
        corners = ((x - size, y - size * 0.7), (x + size, y - size * 0.7), (x, y + size * 0.9))
    painter.drawPolygon(QPolygonF([QPointF(*corner) for corner in corners]))


def _paint_sign(painter: QPainter, view: View, x: float, middle: float) -> None:
    """The sign of a row that could not be scheduled."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(view.paints.colour["error"])
    painter.drawPolygon(
        QPolygonF([QPointF(x, middle + 5.5), QPointF(x + 13, middle + 5.5), QPointF(x + 6.5, middle - 6)])
    )
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.fillRect(QRectF(x + 6, middle - 2, 1.4, 4), view.paints.colour["panel"])
    painter.fillRect(QRectF(x + 6, middle + 3, 1.4, 1.4), view.paints.colour["panel"])


def _paint_focus(painter: QPainter, view: View, first: int, last: int) -> None:
    """The row the keyboard stands on has a bar at its left edge, the cell a frame."""
    if view.current is None or not view.focused:
        return
    place = view.sheet.places.get(view.current, -1)
    if not first <= place < last:
        return
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(view.paints.colour["accent"])
    painter.drawRoundedRect(QRectF(0, view.y_of(place) + 3, 3, view.row_height - 7), 1.5, 1.5)
    slot = next((slot for slot in view.columns if slot.column.key == view.cell), None)
    if slot is not None and slot.x:
        painter.setPen(view.paints.pen["accent"])
        painter.setBrush(Qt.BrushStyle.NoBrush)
        box = QRectF(slot.x + 2.5, view.y_of(place) + 2.5, slot.width - 5, view.row_height - 6)
        painter.drawRoundedRect(box, 3, 3)
