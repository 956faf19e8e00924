from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from relplanner.ui.common.parts import Tick
from relplanner.ui.inspector.editors import FieldEditor, LineInput, LongInput, OfferCompleter
from relplanner.ui.inspector.nested import Draft, NestedEditor
from relplanner.ui.main_window import MainWindow

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


def line(window: MainWindow, name: str) -> QLineEdit:
    """The input of a field of what is shown."""
    assert window.inspector.form is not None
    editor = window.inspector.form.editor(name)
    assert isinstance(editor, FieldEditor)
    assert isinstance(editor.input, QLineEdit)
    return editor.input


def problem(window: MainWindow, name: str) -> str:
    editor = window.inspector.form.editor(name)
    assert isinstance(editor, FieldEditor)
    return editor.problem.text() if editor.problem.isVisible() else ""


def type_in(qtbot: QtBot, field: QLineEdit, text: str, end: Key = Key.Key_Return) -> None:
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, text)
    qtbot.keyClick(field, end)


def choose(window: MainWindow, *ids: str) -> None:
    window.context.selection.set("activities", ids)


def field_of(window: MainWindow, entry_id: str, name: str) -> Any:
    return getattr(window.context.plan.activity(entry_id), name)


def test_typing_a_duration_changes_the_plan_and_undo_restores_it(window: MainWindow, qtbot: QtBot) -> None:
    choose(window, "qa")
    before = window.context.plan
    type_in(qtbot, line(window, "duration"), "7d")
    assert str(field_of(window, "qa", "duration").amount).startswith("7")
    assert window.context.document.undo_label == "Set duration of QA testing to 7d"
    qtbot.keyClick(window, Key.Key_Z, CTRL)
    assert window.context.plan is before
    assert line(window, "duration").text() == "5d"


def test_undo_works_while_the_keyboard_is_still_in_the_field(window: MainWindow, qtbot: QtBot) -> None:
    choose(window, "qa")
    field = line(window, "duration")
    type_in(qtbot, field, "7d")
    assert QApplication.focusWidget() is field
    qtbot.keyClick(field, Key.Key_Z, CTRL)
    assert field.text() == "5d"


def test_what_cannot_be_read_is_said_below_and_changes_nothing(window: MainWindow, qtbot: QtBot) -> None:
    choose(window, "qa")
    before = window.context.plan
    type_in(qtbot, line(window, "duration"), "5 parsecs")
    assert "5 parsecs" in problem(window, "duration")
    assert window.context.plan is before
    type_in(qtbot, line(window, "duration"), "6d")
    assert problem(window, "duration") == ""
    assert window.context.plan is not before


def test_escape_gives_up_what_was_typed(window: MainWindow, qtbot: QtBot) -> None:
    choose(window, "qa")
    field = line(window, "duration")
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, "99d")
    qtbot.keyClick(field, Key.Key_Escape)
    assert field.text() == "5d"
    assert not window.context.document.is_modified


def test_leaving_a_field_hands_over_what_was_typed(window: MainWindow, qtbot: QtBot) -> None:
    choose(window, "qa")
    type_in(qtbot, line(window, "name"), "Quality", Key.Key_Tab)
    assert field_of(window, "qa", "name") == "Quality"


def test_choosing_another_activity_hands_over_what_was_typed_to_the_first(
    window: MainWindow, qtbot: QtBot
) -> None:
    choose(window, "qa")
    field = line(window, "duration")
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, "8d")
    choose(window, "build")
    assert str(field_of(window, "qa", "duration").amount).startswith("8")
    assert str(field_of(window, "build", "duration").amount).startswith("5")
    assert line(window, "duration").text() == "5d"


def test_a_circle_of_predecessors_is_refused_with_its_names(window: MainWindow, qtbot: QtBot) -> None:
    choose(window, "build")
    before = window.context.plan
    type_in(qtbot, line(window, "after"), "qa")
    assert window.context.plan is before
    assert "QA testing" in window._toast.words.text()
    assert line(window, "after").text() == ""


def test_several_show_what_they_have_in_common_and_take_a_value_together(
    window: MainWindow, qtbot: QtBot
) -> None:
    choose(window, "build", "production")
    assert line(window, "owner").text() == "lead"
    assert line(window, "duration").text() == ""
    assert line(window, "duration").placeholderText() == "several values"
    assert line(window, "name").isReadOnly()
    type_in(qtbot, line(window, "owner"), "tester")
    assert {field_of(window, one, "owner") for one in ("build", "production")} == {"tester"}
    qtbot.keyClick(window, Key.Key_Z, CTRL)
    assert {field_of(window, one, "owner") for one in ("build", "production")} == {"lead"}


def test_references_are_offered_by_name_and_written_as_ids(window: MainWindow, qtbot: QtBot) -> None:
    choose(window, "performance")
    field = line(window, "owner")
    assert isinstance(field, LineInput)
    field.setFocus()
    qtbot.keyClicks(field, "mia")
    completer = field.completer()
    assert isinstance(completer, OfferCompleter)
    assert completer.completionCount() == 1
    assert completer.pathFromIndex(completer.completionModel().index(0, 0)) == "tester"
    completer.popup().hide()


def test_somebody_may_be_called_by_name(window: MainWindow, qtbot: QtBot) -> None:
    choose(window, "performance")
    type_in(qtbot, line(window, "owner"), "mia novak")
    assert field_of(window, "performance", "owner") == "tester"
    assert line(window, "owner").text() == "tester"


def test_a_list_completes_its_last_id(window: MainWindow, qtbot: QtBot) -> None:
    choose(window, "production")
    field = line(window, "after")
    field.setFocus()
    field.end(False)
    qtbot.keyClicks(field, ", buil")
    completer = field.completer()
    assert completer.completionCount() == 1
    assert completer.pathFromIndex(completer.completionModel().index(0, 0)) == "qa, performance, build"
    completer.popup().hide()


def test_down_offers_the_words_of_a_choice(window: MainWindow, qtbot: QtBot) -> None:
    choose(window, "qa")
    field = line(window, "kind")
    field.setFocus()
    qtbot.keyClick(field, Key.Key_Down)
    completer = field.completer()
    assert completer.popup().isVisible()
    assert completer.completionCount() == 8
    completer.popup().hide()


def test_renaming_an_id_keeps_it_chosen_and_its_mentions_follow(window: MainWindow, qtbot: QtBot) -> None:
    choose(window, "qa")
    type_in(qtbot, line(window, "id"), "quality")
    assert window.context.selection.ids == ("quality",)
    assert [one.on for one in field_of(window, "production", "after")] == ["quality", "performance"]


def test_longer_texts_are_handed_over_by_ctrl_enter(window: MainWindow, qtbot: QtBot) -> None:
    choose(window, "qa")
    editor = window.inspector.form.editor("notes")
    assert isinstance(editor.input, LongInput)
    editor.input.setFocus()
    qtbot.keyClicks(editor.input, "First")
    qtbot.keyClick(editor.input, Key.Key_Return)
    qtbot.keyClicks(editor.input, "second")
    assert field_of(window, "qa", "notes") is None
    qtbot.keyClick(editor.input, Key.Key_Return, CTRL)
    assert field_of(window, "qa", "notes") == "First\nsecond"


def test_a_criterion_is_added_ticked_and_removed(window: MainWindow, qtbot: QtBot) -> None:
    choose(window, "qa")
    editor = window.inspector.form.editor("acceptance")
    assert isinstance(editor, NestedEditor)
    press(qtbot, editor, "Add")
    draft = editor.findChild(Draft)
    assert draft is not None
    qtbot.waitUntil(draft.isVisible)
    assert QApplication.focusWidget() is draft._editors[0].input
    qtbot.keyClicks(draft._editors[0].input, "All cases run")
    press(qtbot, draft, "Add")
    assert [one.text for one in field_of(window, "qa", "acceptance")] == ["All cases run"]
    tick = editor.findChild(Tick)
    assert tick is not None
    qtbot.waitUntil(tick.isVisible)
    qtbot.mouseClick(tick, Qt.MouseButton.LeftButton)
    assert field_of(window, "qa", "acceptance")[0].met
    window.context.document.undo()
    assert not field_of(window, "qa", "acceptance")[0].met


def press(qtbot: QtBot, parent: Any, word: str) -> None:
    found = [one for one in parent.findChildren(QPushButton) if one.text() == word and one.isVisible()]
    qtbot.mouseClick(found[0], Qt.MouseButton.LeftButton)


def test_nothing_chosen_shows_the_facts_of_the_release(window: MainWindow, qtbot: QtBot) -> None:
    assert window.inspector.title.whole == "Release"
    type_in(qtbot, line(window, "version"), "3.5.0")
    assert window.context.plan.release.version == "3.5.0"
    assert "3.5.0" in window.header.version.whole


def test_the_dates_and_the_reason_of_an_activity_are_shown(window: MainWindow) -> None:
    choose(window, "qa")
    shown = window.inspector.why.shown
    assert "when “Build it” is done" in shown.reasons[0].sentence
    assert shown.reasons[0].earlier.startswith("If “Build it” is done earlier")
    assert shown.reasons[-1].name == "Plan start"
    assert shown.notes
    figures = [
        window.inspector.figures.itemAt(at).widget().text() for at in range(window.inspector.figures.count())
    ]
    assert "Mon 1 Mar 2027 09:00" in figures


def test_a_name_in_the_reason_jumps_to_its_activity(window: MainWindow, qtbot: QtBot) -> None:
    choose(window, "qa")
    press(qtbot, window.inspector.why, "Build it")
    assert window.context.selection.ids == ("build",)


def test_a_read_only_plan_cannot_be_typed_into(make_window: Any, plan_file: Path) -> None:
    window = make_window()
    window.desk.open(plan_file, read_only=True)
    choose(window, "qa")
    assert line(window, "duration").isReadOnly()
    assert window.banners.text("read-only")


def test_an_activity_deleted_elsewhere_leaves_the_inspector(window: MainWindow) -> None:
    from relplanner.plan.edits import delete_activities

    choose(window, "qa")
    window.context.apply(lambda: delete_activities(window.context.plan, ["qa"]))
    assert window.context.selection.ids == ()
    assert window.inspector.title.whole == "Release"


def test_alt_enter_goes_from_the_page_to_the_fields(window: MainWindow, qtbot: QtBot) -> None:
    choose(window, "qa")
    qtbot.keyClick(window, Key.Key_Return, Qt.KeyboardModifier.AltModifier)
    assert QApplication.focusWidget() is line(window, "name")


def test_text_that_cannot_be_read_does_not_wander_to_what_is_chosen_next(
    window: MainWindow, qtbot: QtBot
) -> None:
    choose(window, "qa")
    type_in(qtbot, line(window, "deadline"), "31.13.2026")
    assert problem(window, "deadline")
    other = next(a.id for a in window.context.plan.activities if a.id != "qa" and a.deadline is None)
    choose(window, other)
    assert line(window, "deadline").text() == ""
    choose(window, "qa")
    assert line(window, "deadline").text() == ""


def test_predecessors_may_be_typed_by_name_in_the_inspector(window: MainWindow, qtbot: QtBot) -> None:
    choose(window, "performance")
    type_in(qtbot, line(window, "after"), "BUILD it FS+1d")
    assert [one.on for one in field_of(window, "performance", "after")] == ["build"]


def test_the_keyboard_stays_in_the_id_when_it_is_changed(window: MainWindow, qtbot: QtBot) -> None:
    choose(window, "qa")
    field = line(window, "id")
    type_in(qtbot, field, "quality")
    assert window.context.selection.ids == ("quality",)
    assert field.hasFocus()


def test_a_long_chain_is_folded_between_its_beginning_and_its_root(window: MainWindow, qtbot: QtBot) -> None:
    from relplanner.plan.edits import add_activity, link

    above = "production"
    for number in range(6):
        window.context.apply(
            lambda above=above, number=number: add_activity(
                window.context.plan, f"Then {number}", after_row=above, parent=None, kind="task"
            )
        )
        added = window.context.plan.activities[-1].id
        window.context.apply(lambda above=above, added=added: link(window.context.plan, above, added))
        above = added
    choose(window, above)
    why = window.inspector.why
    assert why.shown.hidden == 4
    assert [reason.name for reason in why.shown.reasons[-2:]] == ["Build it", "Plan start"]
    press(qtbot, why, "4 steps between")
    assert why.shown.hidden == 0
    assert len(why.shown.reasons) == 10
    choose(window, "production")
    choose(window, above)
    assert why.shown.hidden == 4


def test_slack_around_the_clock_is_told_in_days_of_that_calendar(window: MainWindow) -> None:
    from relplanner.plan.edits import set_field
    from relplanner.ui.inspector.figures import entry_figures

    window.context.apply(
        lambda: set_field(window.context.plan, "activities", "performance", "calendar", "24x7")
    )
    schedule = window.context.schedule
    minutes = schedule.dates("performance").total_slack
    (slack,) = (one.text for one in entry_figures(schedule, "performance") if one.label == "Total slack")
    assert minutes >= 1440
    assert slack.startswith(f"{minutes // 1440} d")


def test_the_arrow_of_a_field_lives_as_long_as_the_field_does(window: MainWindow) -> None:
    from shiboken6 import createdByPython

    choose(window, "qa")
    arrows = [action for action in line(window, "owner").actions() if not action.isSeparator()]
    assert arrows
    assert all(createdByPython(arrow) for arrow in arrows)
