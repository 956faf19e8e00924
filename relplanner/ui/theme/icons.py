"""Icons of one set (Material Design Icons), coloured by the theme when they are drawn."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from relplanner.resources import resource
from relplanner.ui.theme import tokens
from relplanner.ui.theme.tokens import Theme


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
    """Drawn for the sharpest screen there is; where another needs less, Qt scales down."""
    ratio = _sharpest()
    made = QIcon(pixmap(name, colour, size, ratio))
    made.addPixmap(pixmap(name, disabled, size, ratio), QIcon.Mode.Disabled)
    return made


def _sharpest() -> float:
    return max((screen.devicePixelRatio() for screen in QGuiApplication.screens()), default=1.0)


def _coloured(name: str, colour: str) -> QByteArray:
    return QByteArray(_source(name).replace(b"<path ", f'<path fill="{colour}" '.encode(), 1))


@cache
def _source(name: str) -> bytes:
    return resource("icons", f"{name}.svg").read_bytes()
