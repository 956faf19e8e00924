"""A picture of any page: the real main window, built without a screen and drawn into a file."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QBuffer,
    QByteArray,
    QIODevice,
    QLocale,
    QMarginsF,
    QPoint,
    QRect,
    QSize,
    QSizeF,
    Qt,
)
from PySide6.QtGui import QImage, QImageWriter, QPageLayout, QPageSize, QPaintDevice, QPainter, QPdfWriter
from PySide6.QtWidgets import QApplication

from relplanner.errors import StorageError
from relplanner.ui.application import make_application, make_context
from relplanner.ui.common.print_font import plain
from relplanner.ui.context import Context
from relplanner.ui.main_window import MainWindow
from relplanner.ui.pages import PAGES, PageSpec
from relplanner.ui.theme import fonts, stylesheet

if TYPE_CHECKING:
    from relplanner.plan.plan import Plan

DPI = 96
SETTLE = 5
"""Rounds of the event loop until layouts have come to rest."""
FALLBACK_FONTS = "Inter, system-ui, sans-serif"


def render(
    plan: Plan,
    page: str,
    size: tuple[int, int],
    theme: str,
    scale: float,
    out: Path,
    *,
    path: Path | None = None,
    now: dt.datetime | None = None,
    pages: tuple[PageSpec, ...] = PAGES,
) -> None:
    """Draw a page into ``out``: .png, or .svg and .pdf as vectors.

    ``size`` is in device-independent pixels, each ``scale`` wide in a PNG. The font is the bundled one,
    the locale English, and nothing of the user's settings is read or written. Raises :class:`StorageError`.
    """
    if QApplication.instance() is None:
        os.environ["QT_SCALE_FACTOR"] = str(scale)
    application = make_application([])
    before = QLocale()
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))
    body = fonts.base(fonts.use_bundled())
    if out.suffix.lower() == ".pdf":
        body = plain(body)
    context = make_context(remembered=False)
    context.preferences.set("theme", theme)
    context = context if now is None else replace(context, now=lambda: now)
    stylesheet.dress(application, context.themes.current, body)
    window = _window(application, context, plan, path, page, size, pages)
    try:
        _draw(window, size, scale, out)
    finally:
        window.background.close()
        context.bridge.set_document(None)
        window.close()
        window.deleteLater()
        QLocale.setDefault(before)


def _window(
    application: QApplication,
    context: Context,
    plan: Plan,
    path: Path | None,
    page: str,
    size: tuple[int, int],
    pages: tuple[PageSpec, ...],
) -> MainWindow:
    from relplanner.session.document import Document

    context.layout.set("page", page)
    window = MainWindow(context, pages)
    window.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    window.setMinimumSize(QSize(1, 1))
    window.resize(QSize(*size))
    context.bridge.set_document(Document.new(plan, path))
    window.show()
    window.complete()
    for _ in range(SETTLE):
        application.processEvents()
    window.clearFocus()
    focus = window.focusWidget()
    if focus is not None:
        focus.clearFocus()
    application.processEvents()
    return window


def _draw(window: MainWindow, size: tuple[int, int], scale: float, out: Path) -> None:
    draw: dict[str, Callable[[], bytes]] = {
        ".png": lambda: _png(window, scale),
        ".svg": lambda: _svg(window, size),
        ".pdf": lambda: _pdf(window, size),
    }
    from relplanner.storage import files

    data = draw[out.suffix.lower()]()
    if not data:
        raise StorageError(f"The picture for {out} could not be drawn. Try a smaller size.")
    files.save_bytes(out, data, None, backups=0)


def _png(window: MainWindow, scale: float) -> bytes:
    image = QImage((window.size().toSizeF() * scale).toSize(), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(scale)
    image.setDotsPerMeterX(round(DPI * scale / 0.0254))
    image.setDotsPerMeterY(round(DPI * scale / 0.0254))
    buffer = QBuffer()
    written = _paint(window, image) and QImageWriter(buffer, QByteArray(b"png")).write(image)
    return _filled(buffer) if written else b""


def _svg(window: MainWindow, size: tuple[int, int]) -> bytes:
    from PySide6.QtSvg import QSvgGenerator

    buffer = QBuffer()
    made = QSvgGenerator()
    made.setOutputDevice(buffer)
    made.setResolution(DPI)
    made.setSize(QSize(*size))
    made.setViewBox(QRect(0, 0, *size))
    made.setTitle(window.windowTitle().replace("[*]", ""))
    if not _paint(window, made):
        return b""
    family = window.font().family()
    text = _filled(buffer).decode("utf-8")
    return text.replace(f'font-family="{family}"', f'font-family="{family}, {FALLBACK_FONTS}"').encode()


def _pdf(window: MainWindow, size: tuple[int, int]) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    made = QPdfWriter(buffer)
    made.setResolution(DPI)
    points = QSizeF(*size) * 72 / DPI
    made.setPageSize(QPageSize(points, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.ExactMatch))
    made.setPageMargins(QMarginsF(0, 0, 0, 0), QPageLayout.Unit.Point)
    made.setTitle(window.windowTitle().replace("[*]", ""))
    made.setCreator("relplanner")
    return _filled(buffer) if _paint(window, made) else b""


def _filled(buffer: QBuffer) -> bytes:
    return bytes(buffer.data().data())


def _paint(window: MainWindow, device: QPaintDevice) -> bool:
    painter = QPainter()
    if not painter.begin(device):
        return False
    window.render(painter, QPoint())
    return painter.end()
