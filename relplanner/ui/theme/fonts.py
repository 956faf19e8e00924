"""Fonts by role, and heights that grow with them: the system's font, or the bundled one for pictures."""

from __future__ import annotations

from PySide6.QtGui import QFont, QFontDatabase, QFontInfo, QFontMetrics

from relplanner.resources import resource
from relplanner.ui.theme import tokens

Weight = QFont.Weight
_TABULAR = QFont.Tag("tnum")
GENERIC = ("", "sans", "sans serif", "sans-serif")


def use_bundled() -> str:
    """Load the bundled font, so that a picture looks the same on every machine. Returns its family."""
    for file in sorted(resource("fonts").glob("*.otf")):
        QFontDatabase.addApplicationFont(str(file))
    return tokens.FONT_BUNDLED


def base(family: str | None = None) -> QFont:
    """The application's font: body size, figures of equal width.

    Without ``family`` the system's interface font; where nobody chose one (a bare X server) the bundled one.
    """
    chosen = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    scale = 1.0
    if family is None and chosen.family().lower() in GENERIC:
        family = use_bundled()
    elif family is None:
        scale = _scale_of(QFontInfo(chosen).pixelSize())
    font = QFont(family) if family else chosen
    font.setPixelSize(round(tokens.FONT_BODY * scale))
    font.setFeature(_TABULAR, 1)
    font.setHintingPreference(QFont.HintingPreference.PreferVerticalHinting)
    return font


def scaled(body: QFont, size: int, weight: Weight = Weight.Normal) -> QFont:
    """A font of another role beside ``body``: ``size`` is one of the FONT_ tokens."""
    font = QFont(body)
    font.setPixelSize(round(size * body.pixelSize() / tokens.FONT_BODY))
    font.setWeight(weight)
    return font


def row_height(body: QFont, density: tokens.Density = "normal") -> int:
    """The height of a table row, from the font's metrics: 22, 28 or 36 for a body font 13 px high."""
    extra = tokens.ROW_HEIGHTS[density] - tokens.ROW_HEIGHTS["compact"]
    least = tokens.ROW_HEIGHTS["compact"]
    return extra + max(least, QFontMetrics(body).height() + tokens.SPACE_1)


def _scale_of(pixels: int) -> float:
    """People who made the system's font larger get larger text; the usual 12 to 14 px count as our 13."""
    return 1.0 if 12 <= pixels <= 14 else min(max(pixels / tokens.FONT_BODY, 0.85), 2.0)
