"""Pictures of both pages, as `relplanner render` makes them."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from relplanner.storage.reader import parse
from relplanner.ui.render import render
from tests.ui.triggers.conftest import PLAN


@pytest.mark.parametrize("page", ["triggers", "metrics"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_page_is_drawn_into_a_file(qapp: QApplication, tmp_path: Path, page: str, theme: str) -> None:
    out = tmp_path / "page.png"
    render(parse(PLAN).plan, page, (1280, 720), theme, 1.0, out)
    image = QImage(str(out))
    assert (image.width(), image.height()) == (1280, 720)
    colours = {image.pixelColor(x, y).name() for x in range(400, 1280, 7) for y in range(120, 600, 7)}
    assert len(colours) > 12  # text and marks, no blank page
