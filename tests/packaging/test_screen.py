"""The virtual screen of dev.py is what the tests of real windows count on."""

import pytest
from PySide6.QtWidgets import QMainWindow

pytestmark = pytest.mark.display


def test_the_screen_is_one_of_1600_by_1000_at_96_dpi(qapp) -> None:
    screen = qapp.primaryScreen()
    assert qapp.platformName() == "xcb"
    assert (screen.size().width(), screen.size().height()) == (1600, 1000)
    assert screen.devicePixelRatio() == 1.0
    assert screen.logicalDotsPerInch() == pytest.approx(96, abs=1)


def test_a_window_gets_a_frame_and_the_keyboard_from_the_window_manager(qtbot) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    window.resize(400, 300)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    qtbot.waitUntil(lambda: window.frameGeometry().height() > window.geometry().height())
