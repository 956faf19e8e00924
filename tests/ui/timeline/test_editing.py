"""Typing in cells."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from relplanner.plan.forms.dependency import format_dependencies
from relplanner.plan.forms.duration import format_duration
from relplanner.plan.forms.moment import format_moment
from relplanner.plan.nouns.timeline import Activity
from relplanner.ui.common.cell_editor import CellEditor
from tests.ui.timeline.conftest import Desk, Hand

Key = Qt.Key


def _editor(desk: Desk) -> CellEditor:
    editor = desk.page.typing.editor
    assert editor is not None
    return editor


def _type(desk: Desk, text: str, end: Qt.Key | None = Key.Key_Return) -> None:
    editor = _editor(desk)
    editor.selectAll()
    QTest.keyClicks(editor, text)
    if end is not None:
        QTest.keyClick(editor, end)
    QApplication.processEvents()


def _activity(desk: Desk, activity_id: str) -> Activity:
    found = desk.document.plan.activity(activity_id)
    assert found is not None
    return found


def test_a_double_click_edits_and_return_takes_the_text(desk: Desk, hand: Hand) -> None:
    hand.double_click(hand.cell("qa", "name"))
    assert _editor(desk).text() == "QA testing"
    _type(desk, "All tests")
    assert desk.page.typing.editor is None
    assert _activity(desk, "qa").name == "All tests"


@pytest.mark.parametrize(
    ("key", "typed", "said"),
    [
        ("duration", "2w", "2w"),
        ("predecessors", "build SS+1d", "build SS+1d"),
        ("start", "T-5d", "T-5d"),
        ("owner", "tom okafor", "lead"),
        ("progress", "40", "40"),
    ],
)
def test_cells_are_typed_in_the_text_forms(desk: Desk, hand: Hand, key: str, typed: str, said: str) -> None:
    desk.page.view.set_table_width(1150)
    hand.double_click(hand.cell("qa", key))
    _type(desk, typed)
    qa = _activity(desk, "qa")
    values = {
        "duration": format_duration(qa.duration) if qa.duration else "",
        "predecessors": format_dependencies(qa.after),
        "start": format_moment(qa.start) if qa.start else "",
        "owner": qa.owner or "",
        "progress": f"{qa.progress:.0f}",
    }
    assert values[key] == said


def test_a_typed_finish_sets_the_duration_that_ends_there(desk: Desk, hand: Hand) -> None:
    hand.double_click(hand.cell("build", "finish"))
    assert _editor(desk).text() == "2027-02-26T17:00"
    _type(desk, "2027-03-02T17:00")
    duration = _activity(desk, "build").duration
    assert duration is not None
    assert format_duration(duration) == "7d"


def test_bad_text_stays_in_the_editor_with_its_reason_beside_it(desk: Desk, hand: Hand) -> None:
    plan = desk.document.plan
    hand.double_click(hand.cell("qa", "duration"))
    _type(desk, "five days")
    editor = _editor(desk)
    assert editor.text() == "five days"
    assert "duration such as 10d" in editor.complaint
    assert desk.document.plan is plan
    QTest.keyClick(editor, Key.Key_Escape)
    assert desk.page.typing.editor is None
    assert desk.document.plan is plan


def test_a_refused_edit_is_told_beside_the_cell_too(desk: Desk, hand: Hand) -> None:
    desk.page.view.set_table_width(1150)
    hand.double_click(hand.cell("build", "predecessors"))
    _type(desk, "qa")
    assert "circle" in _editor(desk).complaint
    QTest.keyClick(_editor(desk), Key.Key_Escape)


def test_an_unknown_owner_is_refused_with_the_known_ones(desk: Desk, hand: Hand) -> None:
    desk.page.view.set_table_width(1150)
    hand.double_click(hand.cell("build", "owner"))
    _type(desk, "nobody else")
    assert "lead, tester" in _editor(desk).complaint
    QTest.keyClick(_editor(desk), Key.Key_Escape)


def test_esc_restores_what_was_there(desk: Desk, hand: Hand) -> None:
    plan = desk.document.plan
    hand.double_click(hand.cell("qa", "name"))
    _type(desk, "Something else", Key.Key_Escape)
    assert desk.document.plan is plan


def test_the_same_text_is_no_edit(desk: Desk, hand: Hand) -> None:
    plan = desk.document.plan
    hand.double_click(hand.cell("qa", "start"))
    QTest.keyClick(_editor(desk), Key.Key_Return)
    assert desk.document.plan is plan


def test_tab_goes_on_in_the_next_cell_and_does_not_indent(desk: Desk, hand: Hand) -> None:
    hand.double_click(hand.cell("freeze", "name"))
    _type(desk, "Freeze", Key.Key_Tab)
    assert desk.page.typing.editor is not None
    assert desk.page.view.cell == "start"
    assert _activity(desk, "freeze").parent is None
    QTest.keyClick(_editor(desk), Key.Key_Backtab)
    assert desk.page.view.cell == "name"
    QTest.keyClick(_editor(desk), Key.Key_Escape)


def test_typing_begins_to_edit_the_cell_under_the_keyboard(desk: Desk, hand: Hand) -> None:
    hand.click(hand.cell("qa", "duration"))
    QTest.keyClicks(desk.page.board, "8")
    assert _editor(desk).text() == "8"
    QTest.keyClicks(_editor(desk), "d")
    QTest.keyClick(_editor(desk), Key.Key_Return)
    duration = _activity(desk, "qa").duration
    assert duration is not None
    assert format_duration(duration) == "8d"


def test_f2_edits_and_delete_inside_the_text_deletes_no_row(desk: Desk, hand: Hand) -> None:
    hand.click(hand.cell("qa", "name"))
    QTest.keyClick(desk.page.board, Key.Key_F2)
    editor = _editor(desk)
    editor.setCursorPosition(0)
    QTest.keyClick(editor, Key.Key_Delete)
    assert desk.document.plan.activity("qa") is not None
    QTest.keyClick(editor, Key.Key_Escape)


def test_what_cannot_be_typed_says_why(desk: Desk, hand: Hand) -> None:
    hand.double_click(hand.cell("testing", "start"))
    assert desk.page.typing.editor is None
    assert desk.said[-1].text == "A summary takes its dates from its parts."


def test_an_editor_moves_with_its_row(desk: Desk, hand: Hand) -> None:
    hand.double_click(hand.cell("qa", "name"))
    desk.page.resize(1400, 260)
    QApplication.processEvents()
    before = _editor(desk).y()
    desk.page.board.scroll_to(28)
    assert _editor(desk).y() == before - 28
    QTest.keyClick(_editor(desk), Key.Key_Escape)


def test_a_derived_phase_takes_a_name_and_a_duration(desk: Desk, hand: Hand) -> None:
    hand.double_click(hand.cell("rollout/canary", "duration"))
    _type(desk, "48eh")
    phase = desk.document.plan.rollout.phases[0]
    assert phase.duration is not None
    assert format_duration(phase.duration) == "48eh"


def test_predecessors_are_typed_by_name_as_well_as_by_id(desk: Desk, hand: Hand) -> None:
    desk.page.view.set_table_width(1150)
    hand.double_click(hand.cell("production", "predecessors"))
    _type(desk, "qa testing SS+1d, code freeze, build", None)
    QTest.keyClick(_editor(desk), Key.Key_Return)
    assert format_dependencies(_activity(desk, "production").after) == "qa SS+1d, freeze, build"


def test_the_completion_of_predecessors_shows_names_at_full_width(desk: Desk, hand: Hand) -> None:
    desk.page.view.set_table_width(1150)
    hand.double_click(hand.cell("production", "predecessors"))
    _type(desk, "qa, perf", None)
    completer = _editor(desk).completer()
    assert completer is not None
    assert completer.completionCount() == 1
    assert completer.currentCompletion() == "qa, performance"
    assert completer.popup().minimumWidth() > _editor(desk).width()
    completer.popup().hide()


def test_the_id_of_a_new_row_follows_its_first_name_and_then_stays(desk: Desk, hand: Hand) -> None:
    desk.page.context.selection.set("activities", ["build"], "build")
    desk.context.actions.action("timeline.add").trigger()
    _type(desk, "Security review")
    assert desk.page.chosen() == ("security-review",)
    assert _activity(desk, "security-review").name == "Security review"
    hand.double_click(hand.cell("security-review", "name"))
    _type(desk, "Security sign-off")
    assert _activity(desk, "security-review").name == "Security sign-off"
    desk.document.undo()
    desk.document.undo()
    assert _activity(desk, "new-activity").name == "New activity"


def test_what_is_added_below_an_empty_phase_becomes_its_part(desk: Desk) -> None:
    desk.page.context.selection.set("activities", ["freeze"], "freeze")
    desk.context.actions.action("timeline.add-phase").trigger()
    _type(desk, "Deployment")
    desk.context.actions.action("timeline.add").trigger()
    _type(desk, "Canary release")
    assert _activity(desk, "canary-release").parent == "deployment"


def test_a_phase_added_at_a_phase_comes_after_it_and_not_into_it(desk: Desk) -> None:
    desk.page.context.selection.set("activities", ["testing"], "testing")
    desk.context.actions.action("timeline.add-phase").trigger()
    _type(desk, "Deployment")
    assert _activity(desk, "deployment").parent is None
    lines = [line.id for line in desk.page.view.sheet.lines]
    assert lines.index("deployment") == lines.index("performance") + 1


def test_an_open_editor_changes_its_colours_with_the_theme(desk: Desk, hand: Hand) -> None:
    hand.double_click(hand.cell("qa", "name"))
    _type(desk, "Half typed", None)
    desk.context.preferences.set("theme", "dark")
    QApplication.processEvents()
    assert _editor(desk).text() == "Half typed"
    assert desk.context.theme.panel.lower() in _editor(desk).styleSheet().lower()


def test_an_owner_nobody_knows_is_added_with_a_plus_in_one_step(desk: Desk, hand: Hand) -> None:
    before = desk.document.plan
    desk.page.view.set_table_width(1150)
    hand.double_click(hand.cell("qa", "owner"))
    _type(desk, "QA lead")
    assert _editor(desk).complaint.endswith("Write +QA lead to add them.")
    _type(desk, "+QA lead")
    assert _activity(desk, "qa").owner == "qa-lead"
    person = desk.document.plan.entry("stakeholders", "qa-lead")
    assert person is not None
    assert person.role == "QA lead"
    desk.document.undo()
    assert desk.document.plan is before


def test_completions_make_way_for_the_reason_why_not(desk: Desk, hand: Hand) -> None:
    desk.page.view.set_table_width(1150)
    hand.double_click(hand.cell("build", "predecessors"))
    _type(desk, "qa", None)
    completer = _editor(desk).completer()
    assert completer is not None
    assert completer.popup().isVisible()
    QTest.keyClick(_editor(desk), Key.Key_Return)
    assert "Build it → QA testing → Build it" in _editor(desk).complaint
    assert not completer.popup().isVisible()
