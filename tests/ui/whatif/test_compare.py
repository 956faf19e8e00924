"""Claims about baselines and comparisons in the window."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from relplanner.plan import edits
from relplanner.plan.forms.duration import parse_duration
from relplanner.storage import baselines
from relplanner.ui.main_window import MainWindow
from relplanner.ui.messages import Message
from relplanner.ui.palette.entries import Found
from relplanner.ui.whatif import compare
from relplanner.ui.whatif.baseline_name import BaselineName


@pytest.fixture
def said(window: MainWindow) -> list[Message]:
    found: list[Message] = []
    window.context.messages.said.connect(found.append)
    return found


@pytest.fixture
def picked(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> list[Found]:
    """What the person was offered last."""
    found: list[Found] = []

    def pick(offered: list[Found], _asking: str) -> None:
        found[:] = offered

    monkeypatch.setattr(window, "pick", pick)
    return found


def lengthen(window: MainWindow) -> None:
    plan = window.context.plan
    assert plan is not None
    window.context.apply(edits.resize(plan, "qa", parse_duration("9d")))


def git(folder: Path, *words: str) -> None:
    names = ("-c", "user.name=Ana", "-c", "user.email=ana@example.com", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *names, *words], cwd=folder, check=True, capture_output=True)


def test_a_baseline_keeps_the_plan_as_it_is_in_hand_unsaved_edits_included(
    window: MainWindow, qtbot: QtBot, plan_file: Path
) -> None:
    lengthen(window)

    def type_name() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, BaselineName)
        assert not box.take.isEnabled()
        qtbot.keyClicks(box.name, "Before the CAB")
        qtbot.keyClick(box.name, Qt.Key.Key_Return)

    QTimer.singleShot(0, type_name)
    window.context.actions.run("plan.baseline")
    (taken,) = baselines.baselines(plan_file)
    assert taken.name == "Before the CAB"
    assert baselines.load(taken).plan == window.context.plan
    assert "Build it   # by hand" in baselines.text_of(taken)
    assert window.context.document is not None
    assert window.context.document.is_modified, "taking a baseline saves nothing"


def test_a_baseline_that_is_taken_is_the_newest_that_pages_compare_with(
    window: MainWindow, qtbot: QtBot
) -> None:
    comparing = window.context.comparing
    with qtbot.waitSignal(comparing.changed):
        taken = compare.keep_baseline(window, "CAB 1")
    assert taken is not None
    compare.compare_with(window, taken)
    qtbot.waitUntil(lambda: comparing.reference is not None)
    with qtbot.assertNotEmitted(comparing.changed):
        compare.keep_baseline(window, "CAB 2")


def test_a_comparison_with_a_baseline_is_shared_with_all_pages(
    window: MainWindow, qtbot: QtBot, picked: list[Found]
) -> None:
    compare.keep_baseline(window, "CAB 1")
    lengthen(window)
    window.context.actions.run("plan.compare")
    assert [one.text for one in picked] == ["CAB 1", "A git revision …", "Another file …"]
    picked[0].run()
    comparing = window.context.comparing
    qtbot.waitUntil(lambda: comparing.reference is not None)
    assert comparing.reference is not None
    assert comparing.reference.label == "baseline “CAB 1”"
    assert comparing.reference.schedule.projected != window.context.document.schedule.projected  # type: ignore[union-attr]
    assert window.context.actions.run("plan.compare.stop")
    assert comparing.reference is None
    assert not window.context.actions.is_enabled("plan.compare.stop")


def test_a_try_out_compares_with_the_plan_before_it_and_gives_the_chosen_one_back(
    window: MainWindow, qtbot: QtBot
) -> None:
    taken = compare.keep_baseline(window, "CAB 1")
    assert taken is not None
    compare.compare_with(window, taken)
    comparing = window.context.comparing
    qtbot.waitUntil(lambda: comparing.chosen is not None)
    window.context.actions.run("plan.try")
    assert comparing.reference is not comparing.chosen
    window.context.actions.run("plan.try.drop")
    assert comparing.reference is comparing.chosen


def test_another_document_is_compared_with_nothing(window: MainWindow, qtbot: QtBot, plan_file: Path) -> None:
    compare.compare_with(window, plan_file)
    comparing = window.context.comparing
    qtbot.waitUntil(lambda: comparing.chosen is not None)
    assert window.desk.open(plan_file)
    assert comparing.reference is None


def test_a_git_revision_is_compared_with_when_it_is_asked_for(
    window: MainWindow, qtbot: QtBot, plan_file: Path, picked: list[Found]
) -> None:
    git(plan_file.parent, "init", "-q")
    git(plan_file.parent, "add", plan_file.name)
    git(plan_file.parent, "commit", "-q", "-m", "First <b>plan</b>")
    lengthen(window)
    window.context.actions.run("plan.compare")
    next(one for one in picked if one.text.startswith("A git")).run()
    qtbot.waitUntil(lambda: picked[0].text == "First <b>plan</b>")
    picked[0].run()
    qtbot.waitUntil(lambda: window.context.comparing.reference is not None)


def test_a_file_outside_git_says_so(
    window: MainWindow, qtbot: QtBot, picked: list[Found], said: list[Message]
) -> None:
    window.context.actions.run("plan.compare")
    next(one for one in picked if one.text.startswith("A git")).run()
    qtbot.waitUntil(lambda: bool(said))
    assert said[-1].level == "error"
    assert "Traceback" not in said[-1].text


def test_another_file_that_cannot_be_read_says_so_and_changes_nothing(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, picked: list[Found], said: list[Message],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    broken = tmp_path / "broken.yaml"
    broken.write_text("<<<<<<< ours\n", encoding="utf-8")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(broken), ""))
    window.context.actions.run("plan.compare")
    next(one for one in picked if one.text.startswith("Another")).run()
    qtbot.waitUntil(lambda: bool(said))
    assert "broken.yaml" in said[-1].text
    assert window.context.comparing.reference is None


def test_a_plan_without_a_file_says_that_baselines_need_one(window: MainWindow, said: list[Message]) -> None:
    window.desk.new_blank()
    window.context.actions.run("plan.baseline")
    assert "Save the plan first" in said[-1].text


def test_what_is_only_tried_out_is_no_baseline(
    window: MainWindow, said: list[Message], plan_file: Path
) -> None:
    window.context.actions.run("plan.try")
    lengthen(window)
    compare.take_baseline(window)
    assert "Keep it or drop it first" in said[-1].text
    assert baselines.baselines(plan_file) == ()


def test_a_broken_baseline_is_told_and_hides_no_other(
    window: MainWindow, plan_file: Path, picked: list[Found], said: list[Message]
) -> None:
    compare.keep_baseline(window, "Good")
    folder = baselines.folder_of(plan_file)
    (folder / f"20200101T000000Z-bad{baselines.SUFFIX}").write_text("nothing", encoding="utf-8")
    said.clear()
    window.context.actions.run("plan.compare")
    assert picked[0].text == "Good"
    assert "20200101T000000Z-bad" in said[-1].text
