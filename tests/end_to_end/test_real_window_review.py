"""A reviewer before the CAB: opens a plan to be read, looks at what moves it, and leaves a comment."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor

from relplanner.storage.comments import comments_file, read
from relplanner.ui.theme.tokens import THEMES
from tests.end_to_end.conftest import Start
from tests.end_to_end.real import Real, until
from tests.end_to_end.saved import activity_in

pytestmark = pytest.mark.display


def test_a_reviewer_comments_by_keyboard_and_changes_nothing(sample: Path, start: Start) -> None:
    original = sample.read_bytes()
    real = start(sample, "--review")
    until("the critical path to be shown", lambda: shows_critical(real))
    real.keys("ctrl+shift+c")
    real.type("Is one day enough for the rehearsal?")
    real.keys("ctrl+Return")
    until("the comment to be kept", lambda: comments_file(sample).exists())
    (found,) = read(sample).all
    assert (found.on, found.text) == ("release", "Is one day enough for the rehearsal?")

    real.keys("ctrl+1", "ctrl+f")
    real.type("qa testing")
    real.keys("Return", "Escape", "F2", "Delete", "ctrl+s")
    real.keys("Escape")
    assert "*" not in real.title
    assert sample.read_bytes() == original
    real.quit()


def shows_critical(real: Real) -> bool:
    """Whether the left half of the page has a dot or a line in the colour of what is critical."""
    width, height = real.size
    image = real.picture(QRect(170, 200, width // 4, height // 2))
    critical = {QColor(theme.critical).rgb() for theme in THEMES.values()}
    return any(image.pixel(x, y) in critical for x in range(image.width()) for y in range(image.height()))


def test_the_review_page_comes_by_its_shortcut_and_leads_to_the_timeline(sample: Path, start: Start) -> None:
    """Down in the chain and Enter: what is then renamed is the row that was walked to."""
    real = start(sample)
    real.keys("ctrl+3")
    until("the critical path to be shown", lambda: shows_critical(real))
    real.keys("Home", "Down", "Down", "Return", "F2", "ctrl+a")
    real.type("Quality")
    real.keys("Return")
    real.await_modified()
    real.keys("ctrl+s")
    real.await_saved()
    assert activity_in(sample, "qa").name == "Quality"
    real.quit()
