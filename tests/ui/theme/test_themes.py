from __future__ import annotations

import pytest
from PySide6.QtGui import QFont, QPalette
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from relplanner.ui.application import make_context
from relplanner.ui.context import Context
from relplanner.ui.main_window import MainWindow
from relplanner.ui.theme import fonts, stylesheet, tokens
from relplanner.ui.theme.icons import icon
from relplanner.ui.theme.tokens import DARK, LIGHT, ROW_HEIGHTS


def test_choosing_dark_tells_everybody_and_is_remembered(context: Context, qtbot: QtBot) -> None:
    with qtbot.waitSignal(context.themes.changed):
        context.themes.choose("dark")
    assert context.theme is DARK
    context.preferences.save()
    assert make_context().themes.choice == "dark"


def test_a_theme_that_does_not_exist_counts_as_the_systems(context: Context) -> None:
    context.preferences.set("theme", "pink")
    assert context.themes.choice == "system"
    assert context.theme is LIGHT


def test_the_dark_theme_repaints_the_window(window: MainWindow, qapp: QApplication) -> None:
    follow = window.context.themes.changed.connect(lambda theme: stylesheet.dress(qapp, theme, qapp.font()))
    light = window.grab().toImage().pixelColor(400, 20).lightness()
    window.context.actions.run("view.theme.dark")
    dark = window.grab().toImage().pixelColor(400, 20).lightness()
    window.context.themes.changed.disconnect(follow)
    assert light > 200 > 60 > dark


def test_every_name_in_the_style_sheet_is_a_token(qapp: QApplication) -> None:
    assert "$" not in stylesheet.sheet(LIGHT, fonts.base())


def test_the_palette_takes_the_tokens(qapp: QApplication) -> None:
    assert stylesheet.palette(DARK).color(QPalette.ColorRole.Base).name() == DARK.ground


def test_icons_are_recoloured_by_the_theme(qapp: QApplication) -> None:
    def ink(theme: object) -> set[str]:
        image = icon("rhombus", theme, "accent").pixmap(16, 16).toImage()  # type: ignore[arg-type]
        colours = (image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height()))
        return {colour.name() for colour in colours if colour.alpha() == 255}

    assert LIGHT.accent in ink(LIGHT)
    assert DARK.accent in ink(DARK)


def test_where_nobody_chose_a_font_the_bundled_one_is_used(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    def system(family: str, pixels: int) -> None:
        font = QFont(family)
        font.setPixelSize(pixels)
        monkeypatch.setattr(fonts.QFontDatabase, "systemFont", lambda _kind: QFont(font))

    system("Sans Serif", 12)
    assert fonts.base().family() == tokens.FONT_BUNDLED
    system("DejaVu Serif", 12)
    assert (fonts.base().family(), fonts.base().pixelSize()) == ("DejaVu Serif", tokens.FONT_BODY)
    system("DejaVu Serif", 26)
    assert fonts.base().pixelSize() == 2 * tokens.FONT_BODY


def test_row_heights_are_those_of_the_tokens_for_the_body_font(qapp: QApplication) -> None:
    body = fonts.base(fonts.use_bundled())
    assert fonts.row_height(body, "compact") == ROW_HEIGHTS["compact"]
    assert fonts.row_height(body, "roomy") == ROW_HEIGHTS["roomy"]
    larger = fonts.scaled(body, 22)
    assert fonts.row_height(larger, "normal") > ROW_HEIGHTS["normal"]
