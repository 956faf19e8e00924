"""Bars, summaries, diamonds, slack tails, deadlines and labels of the rows in view."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen, QPolygonF

from relplanner.plan.nouns.timeline import Activity
from relplanner.ui.common import activity_words as wording
from relplanner.ui.common.paints import faded
from relplanner.ui.common.primitives import whole
from relplanner.ui.common.text_cache import Style
from relplanner.ui.theme.tokens import RADIUS_BAR
from relplanner.ui.timeline import columns, rows
from relplanner.ui.timeline.layout import labels
from relplanner.ui.timeline.link_frame import DIAMOND, LinkFrame
from relplanner.ui.timeline.view import View
from relplanner.values import value

SUMMARY_HEIGHT = 5.0
SUMMARY_TIP = 5.0
THINNEST = 2.0
FADE = 90.0
HANDLE_AT = 9.0
"""Pixels from a bar's end to the middle of the handle that links are drawn from."""
HANDLE = 4.0
PROGRESS_FROM = 24.0
"""The shortest bar whose progress can be dragged."""
FAR = 20_000.0
"""Pixels outside the view beyond which a bar's end is not followed: a rounded bar a million pixels long is
slow.
"""


@value
class Bar:
    """What is known of one row when it is drawn."""

    place: int
    activity: Activity | None
    left: float
    right: float
    middle: float
    critical: bool
    near: bool


def bar_at(view: View, place: int) -> Bar | None:
    """The bar of a row in pixels of the board, ``None`` when it has no dates."""
    dates = view.dates_at(place)
    if dates is None:
        return None
    row = view.row_of(place)
    low, high = view.chart_left - FAR, view.width + FAR
    return Bar(
        place=place,
        activity=view.sheet.activity(place),
        left=min(high, max(low, view.x_of(dates[0]))),
        right=min(high, max(low, view.x_of(dates[1]))),
        middle=view.y_of(place) + view.row_height / 2,
        critical=row >= 0 and bool(view.dates_of.critical[row]),
        near=row >= 0 and bool(view.dates_of.near_critical[row]),
    )


def role_of(bar: Bar) -> str:
    """The token that colours a bar; ``<role>_dark`` is its outline and progress."""
    activity = bar.activity
    if activity is not None and (activity.progress >= 100 or activity.actual_finish is not None):
        return "done"
    if bar.critical:
        return "critical"
    if bar.near:
        return "near_critical"
    if activity is None or activity.kind == "deployment":
        return "rollout"
    return "in_progress" if activity.progress > 0 or activity.actual_start is not None else "planned"


def paint_bars(painter: QPainter, view: View, frame: LinkFrame, first: int, last: int) -> None:
    """The rows ``first`` to ``last`` (not included); expects antialiasing on."""
    found = [bar for bar in (bar_at(view, place) for place in range(first, last)) if bar is not None]
    extents = [_paint_bar(painter, view, bar) for bar in found]
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    marks = sorted(view.x_of(mark) for mark in view.marks())
    for bar, extent in zip(found, extents, strict=True):
        _paint_label(painter, view, frame, bar, extent, marks)
        _paint_whereabouts(painter, view, bar, extent)
        if bar.place == view.hover and bar.activity is not None and not view.read_only:
            _paint_handles(painter, view, bar)


def _paint_bar(painter: QPainter, view: View, bar: Bar) -> tuple[float, float]:
    """Draws one row; returns how far left and right it reaches."""
    reach = (bar.left, bar.right)
    if view.sheet.lines[bar.place].has_children:
        _paint_summary(painter, view, bar)
    elif bar.left == bar.right:
        _paint_diamond(painter, view, bar)
        reach = (bar.left - DIAMOND, bar.right + DIAMOND)
    elif bar.activity is not None and bar.activity.repeat is not None:
        return bar.left - 4, _paint_recurring(painter, view, bar)
    elif bar.activity is not None and bar.activity.kind == "window":
        _paint_window(painter, view, bar)
    else:
        _paint_work(painter, view, bar)
    reach = _paint_slack(painter, view, bar, reach)
    return _paint_deadline(painter, view, bar, reach)


def _paint_work(painter: QPainter, view: View, bar: Bar) -> None:
    colour = view.paints.colour
    role = role_of(bar)
    box = _box(view, bar)
    radius = min(float(RADIUS_BAR), box.width() / 3)
    outline = (
        QPen(colour[role + "_dark"], 1.5 if bar.critical else 1.0) if role != "planned" else Qt.PenStyle.NoPen
    )
    painter.setPen(outline)
    painter.setBrush(colour[role])
    painter.drawRoundedRect(box, radius, radius)
    progress = bar.activity.progress if bar.activity is not None else 0.0
    if 0 < progress < 100:
        done = QRectF(box.left(), box.top(), box.width() * progress / 100, box.height())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour[role + "_dark"])
        painter.drawRoundedRect(done, radius, radius)


def _box(view: View, bar: Bar) -> QRectF:
    height = view.bar_height
    left = round(bar.left) + 0.5
    return QRectF(
        left, whole(bar.middle - height / 2) + 0.5, max(THINNEST, round(bar.right) - left - 0.5), height - 1
    )


def _paint_window(painter: QPainter, view: View, bar: Bar) -> None:
    box = _box(view, bar)
    colour = view.paints.colour
    if bar.activity is not None and bar.activity.when is not None and bar.activity.when.finish is None:
        _paint_open_ended(painter, view, bar)
        return
    painter.setPen(
        QPen(colour["critical_dark" if bar.critical else "planned_dark"], 1.5 if bar.critical else 1.0)
    )
    painter.setBrush(faded(colour["planned"], 0.18))
    painter.drawRoundedRect(box, RADIUS_BAR, RADIUS_BAR)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(view.paints.window_hatch)
    painter.drawRoundedRect(box, RADIUS_BAR, RADIUS_BAR)


def _paint_open_ended(painter: QPainter, view: View, bar: Bar) -> None:
    """A window without an end: it fades out instead of ending somewhere."""
    from PySide6.QtGui import QLinearGradient  # with 170 named gradients

    left = max(bar.left, view.chart_left - 10.0)
    right = max(left + FADE, min(bar.right, float(view.width)))
    fade = QLinearGradient(QPointF(right - FADE, 0), QPointF(right, 0))
    full = view.paints.colour["planned"]
    fade.setColorAt(0, full)
    fade.setColorAt(1, faded(full, 0.0))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QBrush(fade))
    painter.drawRoundedRect(
        QRectF(left, bar.middle - view.bar_height / 2, right - left, view.bar_height), 3, 3
    )


def _paint_recurring(painter: QPainter, view: View, bar: Bar) -> float:
    """A dot an occurrence on a thin line, as many as have room; returns how far right they reach."""
    colour = view.paints.colour["critical" if bar.critical else "in_progress"]
    spots = [view.x_of(minute) for minute in view.occurrences(bar.place)] or [bar.left]
    end = min(view.width + FAR, spots[-1])
    painter.fillRect(QRectF(bar.left, bar.middle - 1, end - bar.left, 2), faded(colour, 0.4))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    last = -9.0
    for x in spots:
        if x - last >= 5 and view.chart_left - 5 <= x <= view.width + 5:
            painter.drawEllipse(QPointF(x, bar.middle), 3.5, 3.5)
            last = x
    return end + 4


def _paint_summary(painter: QPainter, view: View, bar: Bar) -> None:
    top = whole(bar.middle - SUMMARY_HEIGHT / 2 - 1)
    left, right = round(bar.left), max(round(bar.right), round(bar.left) + 2)
    tip = min(SUMMARY_TIP, (right - left) / 2)
    low = top + SUMMARY_HEIGHT
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(view.paints.colour["summary"])
    corners = [
        (left, top),
        (right, top),
        (right, low + tip),
        (right - tip, low),
        (left + tip, low),
        (left, low + tip),
    ]
    painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in corners]))


def diamond(x: float, y: float, size: float) -> QPolygonF:
    return QPolygonF([QPointF(x, y - size), QPointF(x + size, y), QPointF(x, y + size), QPointF(x - size, y)])


def _paint_diamond(painter: QPainter, view: View, bar: Bar) -> None:
    colour = view.paints.colour
    kind = bar.activity.kind if bar.activity is not None else "milestone"
    role = role_of(bar)
    if role in ("planned", "in_progress", "rollout"):
        role = "external" if kind == "external" else "milestone"
    size = min(DIAMOND, view.row_height * 0.28)
    if kind == "gate":
        painter.setBrush(colour["ground"])
        painter.setPen(QPen(colour[role], 2.4 if bar.critical else 1.8))
        painter.drawPolygon(diamond(bar.left, bar.middle, size - 0.5))
        return
    painter.setBrush(colour[role])
    painter.setPen(QPen(colour["critical_dark"], 1.5) if bar.critical else Qt.PenStyle.NoPen)
    painter.drawPolygon(diamond(bar.left, bar.middle, size))


def _paint_slack(painter: QPainter, view: View, bar: Bar, reach: tuple[float, float]) -> tuple[float, float]:
    row = view.row_of(bar.place)
    if row < 0 or view.sheet.lines[bar.place].has_children:
        return reach
    late = int(view.dates_of.late_finish[row])
    if late <= wording.NO_DATE or view.dates_of.total_slack[row] <= 0:
        return reach
    end = min(view.width + FAR, view.x_of(late))
    if end <= reach[1] + 3:
        return reach
    y = whole(bar.middle)
    line = view.paints.colour["slack"]
    painter.fillRect(QRectF(reach[1] + 1, y, end - reach[1] - 1, 1.0), faded(line, 0.75))
    painter.fillRect(QRectF(round(end) - 1, y - 3, 1.5, 7.0), line)
    return reach[0], end


def _paint_deadline(
    painter: QPainter, view: View, bar: Bar, reach: tuple[float, float]
) -> tuple[float, float]:
    due = view.deadline(bar.place)
    if due is None:
        return reach
    x = view.x_of(due)
    if not view.chart_left - 10 <= x <= view.width + 10:
        return reach
    late = view.x_of(due) < bar.right - 0.5
    top = bar.middle - view.row_height / 2 + 2
    arrow = QPolygonF([QPointF(x - 5, top), QPointF(x + 5, top), QPointF(x, top + 7)])
    painter.setPen(QPen(view.paints.colour["deadline"], 1.4))
    painter.setBrush(view.paints.colour["deadline"] if late else view.paints.colour["ground"])
    painter.drawPolygon(arrow)
    painter.drawLine(QPointF(x, top + 7), QPointF(x, bar.middle + view.bar_height / 2))
    return min(reach[0], x - 5), max(reach[1], x + 5)


def label_of(view: View, bar: Bar) -> str:
    """What stands beside a bar: who does it; a milestone's and a gate's own name."""
    if bar.left == bar.right:
        return columns.name_of(view, bar.place)
    if view.sheet.lines[bar.place].has_children or view.row_of(bar.place) == rows.GROUP:
        return ""
    owner = bar.activity.owner if bar.activity is not None else None
    return wording.short_owner_of(view.sheet.plan, owner)


def _paint_label(
    painter: QPainter, view: View, frame: LinkFrame, bar: Bar, extent: tuple[float, float], marks: list[float]
) -> None:
    text = label_of(view, bar)
    if not text:
        return
    width = view.texts.width(Style.NOTE, text)
    x = labels.place(
        width,
        extent[0],
        extent[1],
        frame.trunks_in(bar.place),
        marks,
        view.chart_left + 4,
        view.chart_left + view.chart_width - 4,
    )
    if x is None:
        return
    height = view.texts.heights[Style.NOTE]
    painter.fillRect(QRectF(x - 2, bar.middle - height / 2, width + 4, height), _plate(view, bar.place))
    painter.setPen(view.paints.pen["muted"])
    view.texts.draw(painter, Style.NOTE, text, x, bar.middle)


def _paint_handles(painter: QPainter, view: View, bar: Bar) -> None:
    """What can be taken hold of under the mouse: where links begin, and the edge of what is done."""
    if view.sheet.lines[bar.place].has_children:
        return
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    painter.setPen(QPen(view.paints.colour["accent"], 1.5))
    painter.setBrush(view.paints.colour["panel"])
    painter.drawEllipse(QPointF(bar.right + HANDLE_AT, bar.middle), HANDLE, HANDLE)
    if bar.right - bar.left >= PROGRESS_FROM and bar.activity is not None:
        x = bar.left + (bar.right - bar.left) * bar.activity.progress / 100
        low = bar.middle + view.bar_height / 2
        painter.drawPolygon(
            QPolygonF([QPointF(x, low - 5), QPointF(x + 4, low + 2), QPointF(x - 4, low + 2)])
        )
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def _paint_whereabouts(painter: QPainter, view: View, bar: Bar, extent: tuple[float, float]) -> None:
    """A small arrow at the chart's edge for a bar that is out of sight to that side."""
    right_edge = view.chart_left + view.chart_width
    if extent[1] < view.chart_left:
        x, back = view.chart_left + 4.0, 5.0
    elif bar.left > right_edge:
        x, back = right_edge - 4.0, -5.0
    else:
        return
    arrow = [QPointF(x, bar.middle), QPointF(x + back, bar.middle - 3.5), QPointF(x + back, bar.middle + 3.5)]
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(view.paints.colour["critical" if bar.critical else "slack"])
    painter.drawPolygon(QPolygonF(arrow))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def _plate(view: View, place: int) -> QColor:
    if view.sheet.lines[place].id in view.selected:
        return faded(view.paints.colour["selection"], 0.85)
    return view.paints.plate
