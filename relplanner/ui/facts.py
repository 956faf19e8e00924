"""What Qt says of itself and of this machine's screens and fonts; for `relplanner doctor`."""

from __future__ import annotations

from PySide6.QtCore import qVersion
from PySide6.QtGui import QFontDatabase, QFontInfo, QGuiApplication, QScreen


def qt_facts() -> dict[str, object]:
    """Plain values. Starts Qt's platform, which aborts the process when its libraries are missing."""
    application = QGuiApplication.instance() or QGuiApplication([])
    assert isinstance(application, QGuiApplication)
    font = QFontInfo(application.font())
    return {
        "qt": qVersion(),
        "platform": application.platformName(),
        "screens": [_screen(screen) for screen in application.screens()],
        "font": f"{font.family()} {font.pixelSize()} px",
        "families": len(QFontDatabase.families()),
    }


def _screen(screen: QScreen) -> str:
    size = screen.size()
    return f"{screen.name()} {size.width()}x{size.height()}, scale {screen.devicePixelRatio():g}"
