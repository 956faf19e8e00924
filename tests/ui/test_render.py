from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from relplanner.errors import StorageError
from relplanner.storage.reader import parse
from relplanner.ui.render import render
from relplanner.ui.theme.tokens import DARK, LIGHT
from tests.ui.conftest import NOW, PLAN
from tests.ui.stub_page import STUB


def draw(out: Path, theme: str = "light", scale: float = 1, size: tuple[int, int] = (1280, 720)) -> Path:
    render(parse(PLAN).plan, "timeline", size, theme, scale, out, now=NOW, pages=(STUB,))
    return out


@pytest.mark.parametrize("scale", [1, 2])
def test_a_png_has_the_asked_size_times_the_scale(qapp: QApplication, tmp_path: Path, scale: int) -> None:
    image = QImage(str(draw(tmp_path / "page.png", scale=scale)))
    assert (image.width(), image.height()) == (1280 * scale, 720 * scale)


def test_a_picture_wears_the_asked_theme(qapp: QApplication, tmp_path: Path) -> None:
    light, dark = QImage(str(draw(tmp_path / "l.png"))), QImage(str(draw(tmp_path / "d.png", "dark")))
    assert light.pixelColor(640, 50).name() == LIGHT.panel
    assert dark.pixelColor(640, 50).name() == DARK.panel


def test_the_same_plan_gives_the_same_picture(qapp: QApplication, tmp_path: Path) -> None:
    assert QImage(str(draw(tmp_path / "one.png"))) == QImage(str(draw(tmp_path / "two.png")))


def test_an_svg_keeps_text_as_text(qapp: QApplication, tmp_path: Path) -> None:
    text = draw(tmp_path / "page.svg").read_text(encoding="utf-8")
    assert "Aurora Checkout" in text
    assert "sans-serif" in text


def test_a_pdf_is_one_page_of_the_asked_size(qapp: QApplication, tmp_path: Path) -> None:
    data = draw(tmp_path / "page.pdf").read_bytes()
    assert data.startswith(b"%PDF-")
    assert b"/MediaBox [0 0 960.000000 540.000000]" in data or b"/MediaBox [0 0 960 540]" in data


def test_a_folder_that_is_not_there_is_said(qapp: QApplication, tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="not saved: its folder is gone"):
        draw(tmp_path / "none" / "page.png")


def test_a_picture_leaves_no_settings_behind(qapp: QApplication, tmp_path: Path, own_folders: Path) -> None:
    draw(tmp_path / "page.png")
    assert not own_folders.exists()
