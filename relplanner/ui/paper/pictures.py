"""The pictures of a report: as PNG for HTML in both schemes, and as drawings for paper."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF
from PySide6.QtGui import QColor, QImage, QImageWriter, QPainter

from relplanner.exchange.report.html import DARK as DARK_KEY
from relplanner.exchange.report.html import DENSITY
from relplanner.exchange.report.inputs import RiskFigures
from relplanner.exchange.report.model import Report, slots
from relplanner.exchange.report.parts import network, schedule_risk
from relplanner.exchange.report.parts import timeline as timeline_part
from relplanner.exchange.report.words import Words
from relplanner.schedule import Schedule
from relplanner.ui.paper import histogram, timeline
from relplanner.ui.paper.blocks import Picture
from relplanner.ui.paper.network import NetworkPicture
from relplanner.ui.paper.sheet import dots
from relplanner.ui.theme.tokens import DARK, LIGHT, Theme
from relplanner.ui.timeline.view import View
from relplanner.values import value

SCREEN_WIDTH = 1240
PAPER_WIDTH = 900
"""Pixels of the timeline across an upright A4: its text comes out at 7.5 points."""
RATIO = float(DENSITY)
WIDEST = 5600.0
"""Pixels beyond which the network is told in words."""


@value
class Subject:
    """What pictures are drawn of. ``now`` is aware."""

    schedule: Schedule
    risk: RiskFigures | None
    now: dt.datetime

    @property
    def now_minute(self) -> int:
        return int(self.now.timestamp() // 60)


def pictures(report: Report, subject: Subject) -> dict[str, bytes]:
    """The pictures that a report asks for, by slot, as PNG in the light and the dark scheme."""
    return dict(each_picture(report, subject))


def each_picture(report: Report, subject: Subject) -> Iterator[tuple[str, bytes]]:
    """As :func:`pictures`, one at a time, so that others may work in between."""
    wanted = {slot.id for slot in slots(report)}
    for theme, suffix in ((LIGHT, ""), (DARK, DARK_KEY)):
        if timeline_part.PICTURE in wanted:
            view, height = timeline_view(subject, theme, SCREEN_WIDTH)
            image = _image(SCREEN_WIDTH, height, theme)
            painter = QPainter(image)
            timeline.paint(painter, view)
            painter.end()
            yield timeline_part.PICTURE + suffix, _png(image)
        if network.PICTURE in wanted and (drawn := network_picture(subject, theme)) is not None:
            image = _image(round(drawn.width), round(drawn.height), theme)
            painter = QPainter(image)
            drawn.paint(painter)
            painter.end()
            yield network.PICTURE + suffix, _png(image)
        if schedule_risk.PICTURE in wanted and subject.risk is not None:
            image = _image(histogram.WIDTH, histogram.HEIGHT, theme)
            painter = QPainter(image)
            words = Words(subject.schedule, subject.now)
            histogram.paint_histogram(painter, subject.risk, words, theme)
            painter.end()
            yield schedule_risk.PICTURE + suffix, _png(image)


def drawings(report: Report, subject: Subject, width: int = PAPER_WIDTH) -> Mapping[str, Picture]:
    """The same pictures for paper. ``width``: pixels of the timeline across a page."""
    found: dict[str, Picture] = {}
    wanted = {slot.id for slot in slots(report)}
    if timeline_part.PICTURE in wanted:
        view, height = timeline_view(subject, LIGHT, width)
        found[timeline_part.PICTURE] = Picture(
            lambda wide: wide * height / width,
            lambda painter, box: timeline.paint_into(painter, view, box),
        )
    if network.PICTURE in wanted and (drawn := network_picture(subject, LIGHT)) is not None:
        found[network.PICTURE] = _in_strips(drawn)
    risk = subject.risk
    if schedule_risk.PICTURE in wanted and risk is not None:
        words = Words(subject.schedule, subject.now)

        def draw(painter: QPainter, box: QRectF) -> None:
            painter.translate(box.topLeft())
            painter.scale(box.width() / histogram.WIDTH, box.width() / histogram.WIDTH)
            histogram.paint_histogram(painter, risk, words, LIGHT)

        found[schedule_risk.PICTURE] = Picture(
            lambda wide: wide * histogram.HEIGHT / histogram.WIDTH, draw, dots(histogram.WIDTH * 0.62)
        )
    return found


def network_picture(subject: Subject, theme: Theme) -> NetworkPicture | None:
    """The milestones and how they lead to each other; None when that is too wide to be read."""
    drawn = NetworkPicture(subject.schedule, theme, subject.now_minute)
    return drawn if drawn.width <= WIDEST else None


def _in_strips(drawn: NetworkPicture) -> Picture:
    """A drawing from left to right in strips, one below the other."""
    strips = drawn.strips()
    across = max(right - left for left, right in strips)

    def draw(painter: QPainter, box: QRectF) -> None:
        factor = box.width() / across
        painter.fillRect(box, QColor(LIGHT.ground))
        for number, (left, right) in enumerate(strips):
            painter.save()
            painter.translate(box.left(), box.top() + number * drawn.height * factor)
            painter.scale(factor, factor)
            drawn.paint(painter, left, right)
            painter.restore()

    return Picture(lambda wide: wide / across * drawn.height * len(strips), draw, dots(across * 0.5))


def timeline_view(subject: Subject, theme: Theme, width: int) -> tuple[View, int]:
    """The rows of the body's picture, all of the time in ``width`` pixels; with its height."""
    chosen = timeline_part.chosen_rows(subject.schedule)
    view = timeline.make_view(subject.schedule, subject.now_minute, theme, chosen)
    height = timeline.arrange(view, width, 0, len(view.sheet))
    view.scale = timeline.fit(view)
    return view, height


def _image(width: int, height: int, theme: Theme) -> QImage:
    image = QImage(round(width * RATIO), round(height * RATIO), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(RATIO)
    image.fill(theme.ground)
    return image


def _png(image: QImage) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    return bytes(buffer.data().data())
