"""The whole drawing as a picture: for files. The window's zoom and selection are not in it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QPointF, QRect, QSize, QSizeF
from PySide6.QtGui import (
    QFont,
    QImage,
    QImageWriter,
    QPageLayout,
    QPageSize,
    QPaintDevice,
    QPainter,
    QPdfWriter,
)

from relplanner.errors import StorageError
from relplanner.ui.common.text_cache import Style
from relplanner.ui.dependencies import legend
from relplanner.ui.dependencies.painter import paint_scene
from relplanner.ui.dependencies.view import View
from relplanner.ui.theme.tokens import Theme

MARGIN = 28.0
HEAD, FOOT = 34.0, 26.0
DPI = 96
SHARP = 2.0
"""Pixels of a PNG for each of ours, as far as it stays a picture that can be opened."""
MOST_PIXELS, MOST_SIDE = 60_000_000, 30_000
LARGEST = 16_000.0
"""A page of PDF or SVG is made no larger than this; the drawing is made smaller instead."""
FALLBACK_FONTS = "Inter, system-ui, sans-serif"


class Picture:
    """A drawing with its title and legend; ``size`` in device-independent pixels."""

    def __init__(self, view: View, title: str, facts: str) -> None:
        self._view, self.title, self._facts = view, title, facts
        scene = view.scene
        view.zoom = min(1.0, LARGEST / max(scene.width, scene.height))
        view.left, view.top = MARGIN, MARGIN + HEAD
        width = max(scene.width * view.zoom, 640.0) + 2 * MARGIN
        self.size = QSizeF(width, scene.height * view.zoom + HEAD + FOOT + 2 * MARGIN)
        view.resize(round(self.size.width()), round(self.size.height()))

    def paint(self, painter: QPainter) -> None:
        """Paint all of it at the painter's origin."""
        view = self._view
        whole = QRect(0, 0, view.width, view.height)
        painter.fillRect(whole, view.paints.colour["ground"])
        paint_scene(painter, view, whole)
        painter.setPen(view.paints.pen["text"])
        width = view.small.draw(painter, Style.STRONG, self.title, MARGIN, MARGIN)
        painter.setPen(view.paints.pen["muted"])
        view.small.draw(painter, Style.NOTE, self._facts, MARGIN + width + 14, MARGIN)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        legend.draw(painter, view, MARGIN, view.height - MARGIN)


def picture_like(view: View, theme: Theme, body: QFont | None = None) -> Picture:
    """The picture of what a view shows: the same cards in the same places, all of them; in another font
    where one is given."""
    plain = View(theme, body or view.body_font, 1.0)
    plain.now = view.now
    plain.take(view.plan, view.schedule)
    plain.set_scene(view.scene)
    release, scene, schedule = view.plan.release, view.scene, view.schedule
    title = " ".join(part for part in (release.product or "Release plan", release.version or "") if part)
    facts = [f"{len(scene):,} cards", f"{len(scene.network.edges):,} links"]
    if schedule.projected is not None:
        facts.append(f"projected {plain.dates.zoned(schedule.projected)}")
    return Picture(plain, title, " · ".join(facts))


def write(picture: Picture, out: Path) -> None:
    """Write .png, .svg or .pdf, by the ending of ``out``. Raises :class:`StorageError`."""
    from relplanner.storage import files

    writers: dict[str, Callable[[Picture], bytes]] = {".png": _png, ".svg": _svg, ".pdf": _pdf}
    data = writers[out.suffix.lower()](picture)
    if not data:
        raise StorageError(f"The picture for {out} could not be drawn. Show less of the network.")
    files.save_bytes(out, data, None, backups=0)


def _png(picture: Picture) -> bytes:
    size = picture.size
    scale = min(
        SHARP,
        (MOST_PIXELS / (size.width() * size.height())) ** 0.5,
        MOST_SIDE / max(size.width(), size.height()),
    )
    image = QImage((size * scale).toSize(), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(scale)
    image.setDotsPerMeterX(round(DPI * scale / 0.0254))
    image.setDotsPerMeterY(round(DPI * scale / 0.0254))
    buffer = QBuffer()
    written = _paint(picture, image) and QImageWriter(buffer, QByteArray(b"png")).write(image)
    return _filled(buffer) if written else b""


def _svg(picture: Picture) -> bytes:
    from PySide6.QtSvg import QSvgGenerator

    buffer = QBuffer()
    made = QSvgGenerator()
    made.setOutputDevice(buffer)
    made.setResolution(DPI)
    made.setSize(picture.size.toSize())
    made.setViewBox(QRect(QPointF().toPoint(), QSize(picture.size.toSize())))
    made.setTitle(picture.title)
    if not _paint(picture, made):
        return b""
    family = picture._view.body_font.family()
    text = _filled(buffer).decode("utf-8")
    return text.replace(f'font-family="{family}"', f'font-family="{family}, {FALLBACK_FONTS}"').encode()


def _pdf(picture: Picture) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    made = QPdfWriter(buffer)
    made.setResolution(DPI)
    points = picture.size * 72 / DPI
    made.setPageSize(QPageSize(points, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.ExactMatch))
    made.setPageMargins(QMarginsF(0, 0, 0, 0), QPageLayout.Unit.Point)
    made.setTitle(picture.title)
    made.setCreator("relplanner")
    return _filled(buffer) if _paint(picture, made) else b""


def _filled(buffer: QBuffer) -> bytes:
    return bytes(buffer.data().data())


def _paint(picture: Picture, device: QPaintDevice) -> bool:
    painter = QPainter()
    if not painter.begin(device):
        return False
    picture.paint(painter)
    return painter.end()
