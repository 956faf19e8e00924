"""Icons of one set (Material Design Icons), coloured by the theme when they are drawn."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from relplanner.resources import resource
from relplanner.ui.theme import tokens
from relplanner.ui.theme.tokens import Theme

RATIOS = (1, 2)
"""Drawn for screens of ordinary and double density; between them Qt scales down from the larger."""


def icon(name: str, theme: Theme, ink: str = "muted", size: int = tokens.ICON) -> QIcon:
    """An icon in a colour of the theme; disabled faint. Raises FileNotFoundError for an unknown name."""
    return _icon(name, getattr(theme, ink), theme.faint, size)


def pixmap(name: str, colour: str, size: int, ratio: float = 1.0) -> QPixmap:
    """The icon as a picture of ``size`` device-independent pixels."""
    image = QPixmap(round(size * ratio), round(size * ratio))
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(_coloured(name, colour)).render(painter, QRectF(0, 0, size * ratio, size * ratio))
    painter.end()
    image.setDevicePixelRatio(ratio)
    return image


@cache
def _icon(name: str, colour: str, disabled: str, size: int) -> QIcon:
    made = QIcon()
    for ratio in RATIOS:
        made.addPixmap(pixmap(name, colour, size, ratio), QIcon.Mode.Normal)
        made.addPixmap(pixmap(name, disabled, size, ratio), QIcon.Mode.Disabled)
    return made


def _coloured(name: str, colour: str) -> QByteArray:
    return QByteArray(_source(name).replace(b"<path ", f'<path fill="{colour}" '.encode(), 1))


@cache
def _source(name: str) -> bytes:
    return resource("icons", f"{name}.svg").read_bytes()
