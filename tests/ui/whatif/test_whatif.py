"""Claims about trying out, moving T0 and the next release, in the window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QMessageBox, QTreeWidget, QTreeWidgetItem
from pytestqt.qtbot import QtBot

from relplanner.plan import edits
from relplanner.plan.forms.duration import parse_duration
from relplanner.plan.forms.moment import parse_moment
from relplanner.ui.main_window import MainWindow
from relplanner.ui.messages import Message
from relplanner.ui.whatif.actions import try_out
from relplanner.ui.whatif.move_target import MoveTarget
from relplanner.ui.whatif.next_release import NextRelease
from relplanner.ui.whatif.try_out import KEY


def lengthen(window: MainWindow, text: str = "9d") -> None:
    plan = window.context.plan
    assert plan is not None
    window.context.apply(edits.resize(plan, "qa", parse_duration(text)))


def during(act: Callable[[QDialog], object]) -> None:
    """Do something with the dialog that comes next, which then is closed if it still stands."""

    def run() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QDialog)
        try:
            act(box)
        finally:
            if box.isVisible():
                box.reject()

    QTimer.singleShot(0, run)


def lines(table: QTreeWidget) -> dict[str, QTreeWidgetItem]:
    found: dict[str, QTreeWidgetItem] = {}
    for at in range(table.topLevelItemCount()):
        top = table.topLevelItem(at)
        assert top is not None
        found[top.text(0)] = top
        found.update({top.child(one).text(0): top.child(one) for one in range(top.childCount())})
    return found


def test_a_try_out_shows_side_by_side_what_an_edit_moves(window: MainWindow, qtbot: QtBot) -> None:
    assert window.context.actions.run("plan.try")
    panel = try_out(window).panel
    assert "Nothing reaches the plan" in window.banners.text(KEY)
    lengthen(window)
    qtbot.waitUntil(lambda: "move" in panel.summary.text() and "No date" not in panel.summary.text())
    shown = lines(panel.table)
    assert shown["Projected release"].text(3) == "4 d later"
    assert shown["Mia Novak"].text(3) == "+4 d"
    assert shown["T0"].text(3) == "The same"
    assert not window.isWindowModified()


def test_a_dropped_try_out_leaves_the_window_as_it_was(window: MainWindow) -> None:
    document = window.context.document
    assert document is not None
    before = document.plan
    window.context.actions.run("plan.try")
    lengthen(window)
    try_out(window).panel.drop.click()
    assert document.plan is before
    assert window.banners.text(KEY) == ""
    assert try_out(window).panel.isHidden()
    assert not window.context.actions.is_enabled("plan.try.drop")


def test_a_kept_try_out_is_one_step_back(window: MainWindow) -> None:
    document = window.context.document
    assert document is not None
    window.context.actions.run("plan.try")
    lengthen(window)
    lengthen(window, "12d")
    try_out(window).panel.keep.click()
    assert window.isWindowModified()
    assert window.context.actions.run("edit.undo")
    assert document.plan.activities[2].duration == parse_duration("5d")
    assert not document.is_modified


def test_save_during_a_try_out_says_what_to_do_first(
    window: MainWindow, qtbot: QtBot, plan_file: Path
) -> None:
    said: list[Message] = []
    window.context.messages.said.connect(said.append)
    text = plan_file.read_text(encoding="utf-8")
    window.context.actions.run("plan.try")
    lengthen(window)
    assert not window.desk.save()
    assert "Keep it or drop it first" in said[-1].text
    assert plan_file.read_text(encoding="utf-8") == text


@pytest.mark.parametrize(("word", "leaves", "kept"), [("Cancel", False, "9d"), ("Drop", True, "5d")])
def test_leaving_asks_about_a_try_out_that_changed_something(
    window: MainWindow, word: str, leaves: bool, kept: str
) -> None:
    document = window.context.document
    assert document is not None
    window.context.actions.run("plan.try")
    lengthen(window)

    def press(box: QDialog) -> None:
        assert isinstance(box, QMessageBox)
        next(one for one in box.buttons() if one.text() == word).click()

    during(press)
    assert window.desk.may_leave() is leaves
    assert document.plan.activities[2].duration == parse_duration(kept)
    document.drop_trial()


def test_the_preview_of_a_moved_t0_lists_dates_before_anything_changes(window: MainWindow) -> None:
    plan = window.context.plan

    def look(box: QDialog) -> None:
        assert isinstance(box, MoveTarget)
        assert not box.apply_button.isEnabled(), "nothing to apply yet"
        box.days.setValue(7)
        box.preview()
        assert box.moment.text() == "2027-03-17T09:00"
        assert box.said.text().endswith("before T0.")
        assert box.apply_button.isEnabled()
        assert window.context.plan is plan
        box.reject()

    during(look)
    window.context.actions.run("plan.target")
    assert window.context.plan is plan


def test_a_t0_moved_by_typing_is_one_named_step(window: MainWindow, qtbot: QtBot) -> None:
    def typed(box: QDialog) -> None:
        assert isinstance(box, MoveTarget)
        box.moment.clear()
        qtbot.keyClicks(box.moment, "2027-03-12T10:00")
        assert box.days.value() == 2
        assert box.moment.text() == "2027-03-12T10:00", "the days follow what is typed, not the other way"
        qtbot.mouseClick(box.apply_button, Qt.MouseButton.LeftButton)
        box.preview()
        qtbot.mouseClick(box.apply_button, Qt.MouseButton.LeftButton)

    during(typed)
    window.context.actions.run("plan.target")
    document = window.context.document
    assert document is not None
    assert document.plan.release.target == parse_moment("2027-03-12T10:00")
    assert document.undo_label == "Move T0 to 2027-03-12T10:00"


@pytest.mark.parametrize("text", ["T+3d", "tomorrow", "2027-13-40", "<b>x</b>"])
def test_what_is_no_date_is_said_and_cannot_be_applied(window: MainWindow, qtbot: QtBot, text: str) -> None:
    def typed(box: QDialog) -> None:
        assert isinstance(box, MoveTarget)
        box.moment.setText(text)
        box.preview()
        assert box.problem.text()
        assert box.problem.textFormat() == Qt.TextFormat.PlainText
        assert not box.apply_button.isEnabled()

    during(typed)
    window.context.actions.run("plan.target")


def test_a_moved_t0_can_be_tried_out_first(window: MainWindow) -> None:
    def tried(box: QDialog) -> None:
        assert isinstance(box, MoveTarget)
        box.days.setValue(3)
        box.preview()
        box.try_button.click()

    during(tried)
    window.context.actions.run("plan.target")
    document = window.context.document
    assert document is not None
    assert document.trial is not None
    assert document.plan.release.target == parse_moment("2027-03-13T09:00")
    document.drop_trial()


def test_the_next_release_is_a_new_unsaved_plan_with_the_comments_of_this_one(
    window: MainWindow, tmp_path: Path
) -> None:
    def fill(box: QDialog) -> None:
        assert isinstance(box, NextRelease)
        box.make.click()
        assert box.isVisible()
        assert box.problem.text(), "T0 is missing"
        box.target.setText("2027-06-16")
        box.version.setText("3.5.0")
        box.make.click()

    during(fill)
    window.context.actions.run("plan.next")
    document = window.context.document
    assert document is not None
    assert document.path is None
    assert document.is_modified
    assert document.plan.release.target == parse_moment("2027-06-16T09:00")
    assert document.plan.release.version == "3.5.0"
    assert window.desk.save_as(tmp_path / "next.relplan.yaml")
    text = (tmp_path / "next.relplan.yaml").read_text(encoding="utf-8")
    assert "name: Build it   # by hand" in text
    assert "status" not in text
