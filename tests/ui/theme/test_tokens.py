"""What the eye needs, computed."""

from __future__ import annotations

import re
from itertools import combinations
from pathlib import Path

import pytest

from relplanner.ui.theme import tokens
from relplanner.ui.theme.tokens import DARK, LIGHT, MARK_PAIRS, TEXT_PAIRS, Theme, contrast

THEMES = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])


def test_black_on_white_has_the_greatest_contrast() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@THEMES
def test_text_keeps_a_contrast_of_four_and_a_half(theme: Theme) -> None:
    weak = {
        (ink, ground): round(contrast(getattr(theme, ink), getattr(theme, ground)), 2)
        for ink, ground in TEXT_PAIRS
        if contrast(getattr(theme, ink), getattr(theme, ground)) < 4.5
    }
    assert weak == {}


@THEMES
def test_marks_keep_a_contrast_of_three(theme: Theme) -> None:
    weak = {
        (mark, ground): round(contrast(getattr(theme, mark), getattr(theme, ground)), 2)
        for mark, ground in MARK_PAIRS
        if contrast(getattr(theme, mark), getattr(theme, ground)) < 3
    }
    assert weak == {}


@THEMES
def test_series_stand_out_from_their_ground(theme: Theme) -> None:
    assert len(set(theme.series)) == 8
    assert all(contrast(colour, theme.panel) >= 3 for colour in theme.series)


# Machado, Oliveira and Fernandes (2009), severity 1.0: what three types of colour vision make of linear RGB.
VISIONS = {
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}


def _seen(colour: str, vision: str) -> tuple[float, ...]:
    """The colour as CIELAB after a colour-vision type."""
    rgb = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in rgb]
    red, green, blue = (
        min(max(sum(k * c for k, c in zip(row, linear, strict=True)), 0), 1) for row in VISIONS[vision]
    )
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.95047
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.08883
    fx, fy, fz = (v ** (1 / 3) if v > 0.008856 else 7.787 * v + 16 / 116 for v in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


@THEMES
@pytest.mark.parametrize("vision", VISIONS)
def test_bars_are_told_apart_by_every_colour_vision(theme: Theme, vision: str) -> None:
    bars = ("critical", "near_critical", "planned", "done")
    near = {}
    for first, second in combinations(bars, 2):
        one, other = _seen(getattr(theme, first), vision), _seen(getattr(theme, second), vision)
        distance = sum((a - b) ** 2 for a, b in zip(one, other, strict=True)) ** 0.5
        if distance < 10:
            near[first, second] = round(distance, 1)
    assert near == {}


def test_no_colour_is_written_down_outside_the_tokens() -> None:
    folder = Path(tokens.__file__).parents[1]
    guilty = [
        str(path.relative_to(folder))
        for path in folder.rglob("*.py")
        if path != Path(tokens.__file__)
        and re.search(r"[\"']#[0-9a-fA-F]{6}", path.read_text(encoding="utf-8"))
    ]
    assert guilty == []
