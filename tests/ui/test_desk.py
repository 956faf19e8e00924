"""Opening, saving and putting away."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from relplanner.errors import StorageError
from relplanner.plan.edits import set_field
from relplanner.session.recent import recent_files
from relplanner.storage.reader import read
from relplanner.ui.desk import LARGE
from relplanner.ui.main_window import MainWindow
from relplanner.ui.messages import Message
from relplanner.ui.start.start_page import Entry, StartPage
from relplanner.ui.start.unreadable_page import UnreadablePage

BROKEN = "relplan: 1\nrelease:\n\tproduct: x\nactivities:\n- id: a\n  id: b\n"


def rename(window: MainWindow, name: str = "Quality") -> None:
    window.context.apply(lambda: set_field(window.context.plan, "activities", "qa", "name", name))


def answer(word: str) -> None:
    """Press a button of the question that comes next."""

    def press() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        next(one for one in box.buttons() if one.text() == word).click()

    QTimer.singleShot(0, press)


def texts(window: MainWindow) -> str:
    page = window._views.currentWidget()
    return "\n".join(part.text() for part in page.findChildren(QLabel) if not part.isHidden())


def drop(window: MainWindow, path: Path) -> bool:
    """Drag a file over the window and let go; whether the window would take it."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(50, 50), Qt.DropAction.CopyAction, mime, left, none)
    enter.setAccepted(False)
    QApplication.sendEvent(window, enter)
    if enter.isAccepted():
        QApplication.sendEvent(
            window, QDropEvent(QPointF(50, 50), Qt.DropAction.CopyAction, mime, left, none)
        )
    return enter.isAccepted()


def test_without_a_file_the_start_page_offers_what_can_be_begun(empty_window: MainWindow) -> None:
    assert isinstance(empty_window._views.currentWidget(), StartPage)
    assert not empty_window.context.actions.is_enabled("file.save")


def test_an_opened_plan_is_shown_and_remembered_as_recent(window: MainWindow, plan_file: Path) -> None:
    assert window.context.plan.release.product == "Aurora Checkout"
    assert window.windowTitle() == "aurora.relplan.yaml[*] – relplanner"
    assert recent_files() == (plan_file,)
    assert [change.kind for change in window.page.changes] == ["open"]


def test_a_template_becomes_a_plan_without_a_file(empty_window: MainWindow, qtbot: QtBot) -> None:
    page = empty_window._views.currentWidget()
    entry = next(one for one in page.findChildren(Entry) if one.accessibleName().startswith("Enterprise"))
    qtbot.mouseClick(entry, Qt.MouseButton.LeftButton)
    assert len(empty_window.context.plan.activities) > 20
    assert empty_window.context.document.path is None


def test_what_was_opened_before_opens_from_the_start_page(
    make_window: Callable[[], MainWindow], plan_file: Path, qtbot: QtBot
) -> None:
    window = make_window()
    window.desk.open(plan_file)
    assert window.desk.close_document()
    page = window._views.currentWidget()
    entry = next(one for one in page.findChildren(Entry) if one.accessibleName().startswith("aurora"))
    qtbot.mouseClick(entry, Qt.MouseButton.LeftButton)
    assert window.context.document.path == plan_file


def test_the_page_of_an_unreadable_file_shows_every_problem_with_its_line(
    empty_window: MainWindow, tmp_path: Path
) -> None:
    path = tmp_path / "broken.relplan.yaml"
    path.write_text(BROKEN, encoding="utf-8")
    assert not empty_window.desk.open(path)
    assert isinstance(empty_window._views.currentWidget(), UnreadablePage)
    said = texts(empty_window)
    assert "broken.relplan.yaml cannot be read" in said
    assert "2 problems" in said
    assert "Line 3, column 1" in said
    assert "Line 6, column 3" in said
    assert "  id: b" in said


def test_open_again_reads_the_mended_file(empty_window: MainWindow, plan_file: Path, qtbot: QtBot) -> None:
    good = plan_file.read_text(encoding="utf-8")
    plan_file.write_text(BROKEN, encoding="utf-8")
    empty_window.desk.open(plan_file)
    plan_file.write_text(good, encoding="utf-8")
    page = empty_window._views.currentWidget()
    assert isinstance(page, UnreadablePage)
    qtbot.mouseClick(page.again, Qt.MouseButton.LeftButton)
    assert empty_window.context.plan.release.product == "Aurora Checkout"


def test_a_file_that_is_not_there_is_said_so(empty_window: MainWindow, tmp_path: Path) -> None:
    assert not empty_window.desk.open(tmp_path / "gone.relplan.yaml")
    assert "gone.relplan.yaml" in texts(empty_window)


def test_a_pipe_is_said_to_be_none_instead_of_waited_for(empty_window: MainWindow, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.relplan.yaml"
    os.mkfifo(pipe)
    assert not empty_window.desk.open(pipe)
    assert "no file but a pipe" in texts(empty_window)


def test_ctrl_s_saves_and_touches_only_the_edited_entry(
    window: MainWindow, plan_file: Path, qtbot: QtBot
) -> None:
    before = plan_file.read_text(encoding="utf-8").splitlines()
    rename(window)
    assert window.isWindowModified()
    assert "Unsaved: " in window.status.saved.whole
    qtbot.keyClick(window, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    after = plan_file.read_text(encoding="utf-8").splitlines()
    assert [line for line in after if line not in before] == ["  name: Quality"]
    assert window.status.saved.whole == "Saved"
    assert not window.isWindowModified()


def test_undoing_back_to_the_saved_plan_counts_as_saved(window: MainWindow, qtbot: QtBot) -> None:
    rename(window)
    qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert window.status.saved.whole == "Saved"


def test_save_as_asks_for_a_name_and_completes_it(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "other"), ""))
    assert window.desk.ask_save_as()
    assert window.context.document.path == tmp_path / "other.relplan.yaml"
    assert (tmp_path / "other.relplan.yaml").exists()


def test_closing_with_unsaved_work_asks_and_cancel_keeps_the_window(window: MainWindow) -> None:
    rename(window)
    answer("Cancel")
    assert not window.close()
    assert window.isVisible()
    assert window.context.document.is_modified


def test_closing_with_unsaved_work_saves_when_told(window: MainWindow, plan_file: Path) -> None:
    rename(window)
    answer("Save")
    assert window.close()
    assert "Quality" in plan_file.read_text(encoding="utf-8")


def test_closing_with_unsaved_work_lets_go_when_told(window: MainWindow, plan_file: Path) -> None:
    rename(window)
    answer("Do not save")
    assert window.close()
    assert "Quality" not in plan_file.read_text(encoding="utf-8")


def test_closing_hands_over_what_is_typed_in_a_field_first(
    window: MainWindow, plan_file: Path, qtbot: QtBot
) -> None:
    window.context.selection.set("activities", ["qa"])
    field = window.inspector.form.editor("name").input
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, "Typed last")
    answer("Save")
    assert window.close()
    assert "Typed last" in plan_file.read_text(encoding="utf-8")


def test_closing_without_unsaved_work_asks_nothing(window: MainWindow) -> None:
    assert window.close()


def test_a_file_dragged_in_is_opened(empty_window: MainWindow, plan_file: Path, qtbot: QtBot) -> None:
    assert drop(empty_window, plan_file)
    qtbot.waitUntil(lambda: empty_window.context.document is not None)
    assert empty_window.context.document.path == plan_file


def test_dragging_in_another_file_asks_about_unsaved_work(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    other = tmp_path / "other.relplan.yaml"
    other.write_text("relplan: 1\n", encoding="utf-8")
    rename(window)
    asked: list[str] = []

    def press() -> None:
        box = QApplication.activeModalWidget()
        if not isinstance(box, QMessageBox):
            QTimer.singleShot(10, press)
            return
        asked.append(box.text())
        next(one for one in box.buttons() if one.text() == "Cancel").click()

    assert drop(window, other)
    QTimer.singleShot(10, press)
    qtbot.waitUntil(lambda: asked != [])
    assert asked == ["Save the changes to aurora.relplan.yaml?"]
    assert window.context.plan.release.product == "Aurora Checkout"


def test_what_is_not_a_plan_is_not_taken(empty_window: MainWindow, tmp_path: Path) -> None:
    picture = tmp_path / "picture.png"
    picture.write_bytes(b"x")
    assert not drop(empty_window, picture)


def test_a_change_from_outside_is_offered_for_merging(window: MainWindow, plan_file: Path) -> None:
    rename(window)
    text = plan_file.read_text(encoding="utf-8").replace("name: Performance testing", "name: Load testing")
    plan_file.write_text(text, encoding="utf-8")
    window.desk.look_outside()
    assert "changed by another program" in window.banners.text("changed")
    assert window.desk.merge()
    names = {activity.id: activity.name for activity in window.context.plan.activities}
    assert (names["qa"], names["performance"]) == ("Quality", "Load testing")
    assert window.banners.text("changed") == ""


def test_a_merge_names_what_both_sides_changed(window: MainWindow, plan_file: Path) -> None:
    rename(window)
    text = plan_file.read_text(encoding="utf-8").replace("name: QA testing", "name: Trials")
    plan_file.write_text(text, encoding="utf-8")
    said: list[Message] = []
    window.context.messages.said.connect(said.append)
    assert window.desk.merge()
    assert window.context.plan.activity("qa").name == "Quality"
    assert "activities/qa.name: Quality here, Trials there (was QA testing); kept: " in said[-1].text
    assert "Both sides changed one place" in said[-1].text
    assert said[-1].run is not None
    said[-1].run()
    assert window.context.document.undo_label != "Take in the changes made outside"


def test_a_file_that_is_gone_is_offered_another_name_and_no_merge(
    window: MainWindow, plan_file: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    text = plan_file.read_bytes()
    plan_file.unlink()
    window.desk.look_outside()
    assert "The file is gone" in window.banners.text("changed")
    shown = {button.text() for button in window.banners.findChildren(QPushButton)}
    assert "Merge" not in shown
    plan_file.write_bytes(text)
    window.desk.look_outside()
    assert window.banners.text("changed") == "", "it came back as it was"
    plan_file.unlink()
    window.desk.look_outside()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(plan_file), ""))
    press(window, "Save as …", qtbot)
    assert plan_file.exists()
    assert window.banners.text("changed") == ""


def test_an_ignored_change_is_not_offered_again_until_the_next_one(
    window: MainWindow, plan_file: Path, qtbot: QtBot
) -> None:
    text = plan_file.read_text(encoding="utf-8")
    plan_file.write_text(text + "# once\n", encoding="utf-8")
    window.desk.look_outside()
    press(window, "Ignore", qtbot)
    window.desk.look_outside()
    assert window.banners.text("changed") == ""
    plan_file.write_text(text + "# once and twice\n", encoding="utf-8")
    window.desk.look_outside()
    assert window.banners.text("changed") != ""


def test_saving_over_a_change_from_outside_is_refused_and_offers_to_merge(
    window: MainWindow, plan_file: Path
) -> None:
    rename(window)
    theirs = plan_file.read_text(encoding="utf-8") + "# theirs\n"
    plan_file.write_text(theirs, encoding="utf-8")
    assert not window.desk.save()
    assert plan_file.read_text(encoding="utf-8") == theirs
    assert "not saved over" in window.banners.text("changed")


def test_saving_after_the_file_was_deleted_offers_another_name(window: MainWindow, plan_file: Path) -> None:
    rename(window)
    plan_file.unlink()
    said: list[Message] = []
    window.context.messages.said.connect(said.append)
    assert not window.desk.save()
    assert window.banners.text("changed") == "", "there is nothing to merge with"
    assert "The file is gone" in said[-1].text
    assert said[-1].action == "Save as …"
    assert window.desk.save_as(plan_file)
    assert "Quality" in plan_file.read_text(encoding="utf-8")


def test_a_disk_that_keeps_refusing_is_told_once(
    window: MainWindow, plan_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[Message] = []
    window.context.messages.said.connect(said.append)

    def refuse(*_: object) -> object:
        raise StorageError("The disk does not answer.")

    document = window.context.document
    monkeypatch.setattr(type(document), "tick", refuse)
    monkeypatch.setattr(type(document), "outside_change", refuse)
    for _ in range(3):
        window.context.bridge.ticked.emit()
    assert [one.text for one in said] == ["The disk does not answer."] * 2, "the journal and the file"
    monkeypatch.undo()
    window.context.bridge.ticked.emit()
    monkeypatch.setattr(type(document), "tick", refuse)
    window.context.bridge.ticked.emit()
    assert len(said) == 3, "it worked in between"
    monkeypatch.undo()


def test_a_read_only_plan_says_so_and_offers_another_name(
    make_window: Callable[[], MainWindow], plan_file: Path, tmp_path: Path
) -> None:
    window = make_window()
    window.desk.open(plan_file, read_only=True)
    assert window.banners.text("read-only") == window.context.document.read_only_reason != ""
    rename(window)
    assert not window.context.document.is_modified
    assert window.desk.save_as(tmp_path / "mine.relplan.yaml")
    assert window.banners.text("read-only") == ""
    rename(window)
    assert window.context.document.is_modified
    window.desk.save()


def left_behind(plan_file: Path) -> None:
    """What a program leaves that was killed over unsaved work."""
    program = f"""
import os, sys
from relplanner.errors import StorageError
from relplanner.plan.edits import set_field
from relplanner.session.document import Document
document = Document.open({str(plan_file)!r})
document.apply(set_field(document.plan, "activities", "qa", "name", "Nearly lost"))
document.tick()
os._exit(9)
"""
    subprocess.run([sys.executable, "-c", program], cwd=Path(__file__).parents[2], check=False, timeout=30)


def press(window: MainWindow, word: str, qtbot: QtBot) -> None:
    button = next(one for one in window.banners.findChildren(QPushButton) if one.text() == word)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_work_that_a_crash_left_is_offered_back_and_opened(
    empty_window: MainWindow, plan_file: Path, qtbot: QtBot
) -> None:
    left_behind(plan_file)
    empty_window.offer_recovery()
    press(empty_window, "Open it", qtbot)
    assert empty_window.context.plan.activity("qa").name == "Nearly lost"
    assert empty_window.context.document.is_modified
    assert empty_window.context.document.undo_label == "Recover unsaved work"
    assert empty_window.desk.save()


def test_work_that_is_older_than_the_file_says_so_and_can_be_undone(
    empty_window: MainWindow, plan_file: Path, qtbot: QtBot
) -> None:
    left_behind(plan_file)
    newer = plan_file.read_text(encoding="utf-8").replace("Performance testing", "Load testing")
    plan_file.write_text(newer, encoding="utf-8")
    empty_window.offer_recovery()
    (text,) = empty_window.banners._texts.values()
    assert "The file was changed since" in text
    press(empty_window, "Open it", qtbot)
    assert empty_window.context.plan.activity("qa").name == "Nearly lost"
    assert empty_window.context.plan.activity("performance").name == "Load testing"
    empty_window.context.document.undo()
    assert empty_window.context.plan.activity("performance").name == "Load testing"
    assert not empty_window.context.document.is_modified


def test_what_recovered_work_and_the_file_both_changed_is_said(
    empty_window: MainWindow, plan_file: Path, qtbot: QtBot
) -> None:
    name = read(plan_file).plan.activity("qa").name
    left_behind(plan_file)
    newer = plan_file.read_text(encoding="utf-8").replace(f"name: {name}", "name: Theirs", 1)
    plan_file.write_text(newer, encoding="utf-8")
    said: list[Message] = []
    empty_window.context.messages.said.connect(said.append)
    empty_window.offer_recovery()
    press(empty_window, "Open it", qtbot)
    assert "Both sides changed one place" in said[-1].text
    assert "Theirs there" in said[-1].text


def test_work_that_is_let_go_is_not_offered_again(
    empty_window: MainWindow, plan_file: Path, qtbot: QtBot
) -> None:
    left_behind(plan_file)
    empty_window.offer_recovery()
    press(empty_window, "Let it go", qtbot)
    empty_window.offer_recovery()
    assert empty_window.banners._shown == {}


def test_a_plan_open_in_another_window_is_read_only_until_taken_over(
    make_window: Callable[[], MainWindow], plan_file: Path, qtbot: QtBot
) -> None:
    program = (
        "import sys; from relplanner.session.document import Document; "
        f"held = Document.open({str(plan_file)!r}); print('open', flush=True); sys.stdin.read()"
    )
    other = subprocess.Popen(
        [sys.executable, "-c", program], cwd=Path(__file__).parents[2],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
    with other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"open\n"
        window = make_window()
        assert window.desk.open(plan_file)
        assert window.banners.text("read-only") != ""
        assert not window.context.can_edit
        press(window, "Edit anyway", qtbot)
        assert window.context.can_edit
        assert window.banners.text("read-only") == ""
        assert other.stdin is not None
        other.stdin.close()


def test_a_file_that_is_open_here_can_be_edited_when_it_is_opened_anew(
    window: MainWindow, plan_file: Path
) -> None:
    assert window.desk.open(plan_file)
    assert window.context.can_edit
    assert not window.banners.text("read-only")
    rename(window)
    assert window.desk.save()


def make_large(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    padding = "# " + "x" * 118 + "\n"
    path.write_text(text + padding * (LARGE // len(padding) + 2), encoding="utf-8")


def test_a_large_file_is_read_in_the_background(
    empty_window: MainWindow, plan_file: Path, qtbot: QtBot
) -> None:
    make_large(plan_file)
    assert empty_window.desk.open(plan_file)
    assert empty_window.context.document is None
    assert empty_window.banners.text("opening") == "Opening aurora.relplan.yaml …"
    qtbot.waitUntil(lambda: empty_window.context.document is not None)
    assert empty_window.banners.text("opening") == ""
    assert empty_window.context.document.path == plan_file


def test_opening_a_large_file_can_be_given_up(
    empty_window: MainWindow, plan_file: Path, qtbot: QtBot
) -> None:
    make_large(plan_file)
    empty_window.desk.open(plan_file)
    press(empty_window, "Cancel", qtbot)
    qtbot.wait(300)
    assert empty_window.context.document is None
    assert empty_window.banners.text("opening") == ""


def test_a_large_file_that_cannot_be_read_is_said_so(
    empty_window: MainWindow, plan_file: Path, qtbot: QtBot
) -> None:
    plan_file.write_text(BROKEN, encoding="utf-8")
    make_large(plan_file)
    empty_window.desk.open(plan_file)
    qtbot.waitUntil(lambda: isinstance(empty_window._views.currentWidget(), UnreadablePage))
    assert "Line 3, column 1" in texts(empty_window)
