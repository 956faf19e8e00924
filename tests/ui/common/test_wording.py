"""What a plan says is shown as it is, whatever Qt would make of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import Qt as QtOfText
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from relplanner.plan.findings import Finding
from relplanner.ui.common.parts import ElidedLabel
from relplanner.ui.common.wording import LONGEST, button_text, tip
from relplanner.ui.findings.model import FindingsModel
from relplanner.ui.questions import ask_overwrite, ask_unsaved

HOSTILE = "<img src='http://example.org/seen.png'> & <b>bold</b>"


def shown(text: str) -> str:
    """The letters that a tooltip shows, which Qt guesses as it does for a document."""
    if not QtOfText.mightBeRichText(text):
        return text
    document = QTextDocument()
    document.setHtml(text)
    return document.toPlainText()


@pytest.mark.parametrize("text", [HOSTILE, "plain", "a < b\nc > d", "<qt>x</qt>", "<!-- x -->", "&lt;b&gt;"])
def test_a_tooltip_shows_the_letters_of_a_text(text: str) -> None:
    assert shown(tip(text)) == text
    assert "<img" not in tip(text)


def test_a_label_that_is_cut_shows_the_letters_in_its_tooltip(qtbot: QtBot) -> None:
    label = ElidedLabel()
    qtbot.addWidget(label)
    label.resize(30, 20)
    label.show_text(HOSTILE)
    assert shown(label.toolTip()) == HOSTILE


def test_a_finding_shows_the_letters_in_its_tooltip() -> None:
    model = FindingsModel()
    model.show((Finding("UNKNOWN-ID", "error", HOSTILE, line=7),))
    found = model.data(model.index(0), Qt.ItemDataRole.ToolTipRole)
    assert shown(found) == f"{HOSTILE}\nLine 7 of the file"


def test_a_button_shows_ampersands_and_stays_on_one_short_line(qtbot: QtBot) -> None:
    button = QPushButton(button_text("R&D\tsign-off\nof all"))
    qtbot.addWidget(button)
    assert button.text() == "R&&D sign-off of all"
    assert button.shortcut().isEmpty()
    assert len(button_text("x" * 5000)) == LONGEST


def test_questions_show_the_letters_of_a_name(qapp: QApplication, qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    formats: list[Qt.TextFormat] = []

    def look(name: str) -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        assert name in box.text()
        formats.append(box.textFormat())
        box.reject()

    QTimer.singleShot(0, lambda: look(HOSTILE))
    assert ask_unsaved(window, HOSTILE) == "cancel"
    QTimer.singleShot(0, lambda: look("<b>bold"))
    assert not ask_overwrite(window, Path("somewhere") / "<b>bold")
    assert formats == [Qt.TextFormat.PlainText] * 2
