"""The font of what is printed or kept as a PDF, where text is to be found and copied."""

from __future__ import annotations

from PySide6.QtGui import QFont


def plain(font: QFont) -> QFont:
    """The font without features and hinting: each figure and sign keeps the glyph that its character has.

    Text made of substituted figures (those of equal width, say) cannot be copied out of a PDF.
    """
    made = QFont(font)
    made.clearFeatures()
    made.setFeature(QFont.Tag("calt"), 0)
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return made
