"""Fonts by role, and heights that grow with them: the system's font, or the bundled one for pictures."""

from __future__ import annotations

from functools import cache

from PySide6.QtGui import QFont, QFontDatabase, QFontInfo, QFontMetrics

from relplanner.resources import resource
from relplanner.ui.theme import tokens

Weight = QFont.Weight
_TABULAR = QFont.Tag("tnum")


def use_bundled() -> str:
    """Load the bundled font, so that a picture looks the same on every machine. Returns its family."""
    for file in sorted(resource("fonts").glob("*.otf")):
        QFontDatabase.addApplicationFont(str(file))
    return tokens.FONT_BUNDLED


def base(family: str | None = None) -> QFont:
    """The application's font: body size, figures of equal width."""
    font = QFont(family) if family else QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    font.setPixelSize(round(tokens.FONT_BODY * (1.0 if family else _system_scale(font))))
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


@cache
def _scale_of(pixels: int) -> float:
    """People who made the system's font larger get larger text; the usual 12 to 14 px count as our 13."""
    return 1.0 if 12 <= pixels <= 14 else min(max(pixels / tokens.FONT_BODY, 0.85), 2.0)


def _system_scale(font: QFont) -> float:
    return _scale_of(QFontInfo(font).pixelSize())
