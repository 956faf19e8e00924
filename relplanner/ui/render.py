"""A picture of any page: the real main window, built without a screen and drawn into a file."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, QMarginsF, QPoint, QRect, QSize, QSizeF, Qt
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPaintDevice, QPainter, QPdfWriter
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
    draw: dict[str, Callable[[], bool]] = {
        ".png": lambda: _png(window, scale, out),
        ".svg": lambda: _svg(window, size, out),
        ".pdf": lambda: _pdf(window, size, out),
    }
    if not draw[out.suffix.lower()]():
        raise StorageError(
            f"The picture could not be written to {out}. Is the folder there, and may you write in it?"
        )


def _png(window: MainWindow, scale: float, out: Path) -> bool:
    image = QImage((window.size().toSizeF() * scale).toSize(), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(scale)
    image.setDotsPerMeterX(round(DPI * scale / 0.0254))
    image.setDotsPerMeterY(round(DPI * scale / 0.0254))
    _paint(window, image)
    return image.save(str(out))


def _svg(window: MainWindow, size: tuple[int, int], out: Path) -> bool:
    from PySide6.QtCore import QBuffer
    from PySide6.QtSvg import QSvgGenerator

    buffer = QBuffer()
    made = QSvgGenerator()
    made.setOutputDevice(buffer)
    made.setResolution(DPI)
    made.setSize(QSize(*size))
    made.setViewBox(QRect(0, 0, *size))
    made.setTitle(window.windowTitle().replace("[*]", ""))
    _paint(window, made)
    family = window.font().family()
    text = bytes(buffer.data().data()).decode("utf-8")
    text = text.replace(f'font-family="{family}"', f'font-family="{family}, {FALLBACK_FONTS}"')
    try:
        out.write_text(text, encoding="utf-8")
    except OSError:
        return False
    return True


def _pdf(window: MainWindow, size: tuple[int, int], out: Path) -> bool:
    made = QPdfWriter(str(out))
    made.setResolution(DPI)
    points = QSizeF(*size) * 72 / DPI
    made.setPageSize(QPageSize(points, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.ExactMatch))
    made.setPageMargins(QMarginsF(0, 0, 0, 0), QPageLayout.Unit.Point)
    made.setTitle(window.windowTitle().replace("[*]", ""))
    made.setCreator("relplanner")
    return _paint(window, made)


def _paint(window: MainWindow, device: QPaintDevice) -> bool:
    painter = QPainter()
    if not painter.begin(device):
        return False
    window.render(painter, QPoint())
    return painter.end()
