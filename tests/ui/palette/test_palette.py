from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from relplanner.ui.main_window import MainWindow
from relplanner.ui.palette.palette import Palette

Key = Qt.Key


def opened(window: MainWindow, qtbot: QtBot) -> Palette:
    qtbot.keyClick(window, Key.Key_P, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    palette = window.findChild(Palette)
    assert isinstance(palette, Palette)
    qtbot.waitUntil(palette.isVisible)
    return palette


def test_ctrl_shift_p_opens_it_with_the_keyboard_in_its_field(window: MainWindow, qtbot: QtBot) -> None:
    palette = opened(window, qtbot)
    assert QApplication.focusWidget() is palette.field


def test_a_few_letters_find_an_activity_and_enter_goes_there(window: MainWindow, qtbot: QtBot) -> None:
    palette = opened(window, qtbot)
    qtbot.keyClicks(palette.field, "perf")
    qtbot.keyClick(palette.field, Key.Key_Return)
    assert window.context.selection.ids == ("performance",)
    assert window.page.revealed == [("activities", "performance")]
    assert palette.isHidden()


def test_a_few_letters_find_an_action_and_enter_runs_it(window: MainWindow, qtbot: QtBot) -> None:
    palette = opened(window, qtbot)
    qtbot.keyClicks(palette.field, "act on")
    qtbot.keyClick(palette.field, Key.Key_Return)
    assert window.page.done == ["act"]


def test_down_chooses_the_next_one(window: MainWindow, qtbot: QtBot) -> None:
    palette = opened(window, qtbot)
    qtbot.keyClicks(palette.field, "testing")
    first = palette.list.currentIndex().row()
    qtbot.keyClick(palette.field, Key.Key_Down)
    assert (first, palette.list.currentIndex().row()) == (0, 1)
    qtbot.keyClick(palette.field, Key.Key_Up)
    qtbot.keyClick(palette.field, Key.Key_Up)
    assert palette.list.currentIndex().row() == palette.model.rowCount() - 1


def test_an_action_that_cannot_be_done_now_is_not_run(window: MainWindow, qtbot: QtBot) -> None:
    palette = opened(window, qtbot)
    qtbot.keyClicks(palette.field, "redo")
    qtbot.keyClick(palette.field, Key.Key_Return)
    assert palette.isVisible()


def test_escape_closes_it_and_gives_the_keyboard_back(window: MainWindow, qtbot: QtBot) -> None:
    window.page.field.setFocus()
    palette = opened(window, qtbot)
    qtbot.keyClick(palette.field, Key.Key_Escape)
    assert palette.isHidden()
    assert QApplication.focusWidget() is window.page.field


def test_a_click_runs_what_is_clicked(window: MainWindow, qtbot: QtBot) -> None:
    palette = opened(window, qtbot)
    qtbot.keyClicks(palette.field, "qa testing")
    place = palette.list.visualRect(palette.model.index(0)).center()
    qtbot.mouseClick(palette.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert window.context.selection.ids == ("qa",)


def test_what_is_called_nothing_like_it_is_said_so(window: MainWindow, qtbot: QtBot) -> None:
    palette = opened(window, qtbot)
    qtbot.keyClicks(palette.field, "xyzzy")
    assert palette.nothing.isVisible()
    assert palette.list.isHidden()


def test_the_box_in_the_header_opens_it(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.mouseClick(window.header.box, Qt.MouseButton.LeftButton)
    palette = window.findChild(Palette)
    assert isinstance(palette, Palette)
    assert palette.isVisible()
