"""Claims about the rollout page: by mouse and by key, what a person changes is what the plan says."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from relplanner.plan.edits import rollout as edits
from relplanner.plan.forms.duration import format_duration, parse_duration
from relplanner.storage.reader import parse
from relplanner.ui.common.lines import Line
from relplanner.ui.render import render
from relplanner.ui.rollout import facts
from tests.ui.conftest import NOW
from tests.ui.rollout.conftest import HEAD, METRICS, PLAN, Desk
from tests.ui.rollout.test_ladder import PROGRAM, SWITCH

Key = Qt.Key
Shift = Qt.KeyboardModifier.ShiftModifier
MakeDesk = Callable[..., Desk]


@pytest.fixture
def other(make_desk: MakeDesk, tmp_path: Path) -> Callable[..., Desk]:
    """A desk with another plan."""

    def make(text: str, *, read_only: bool = False, size: tuple[int, int] = (1500, 1000)) -> Desk:
        path = tmp_path / "other.relplan.yaml"
        path.write_text(text, encoding="utf-8")
        return make_desk(path, read_only=read_only, size=size)

    return make


def texts(widget: QWidget) -> list[str]:
    QApplication.processEvents()
    return [one.text() for one in widget.findChildren(QLabel) if one.isVisible()]


def lines(widget: QWidget) -> list[str]:
    QApplication.processEvents()  # what is new becomes visible with the next event
    return [one.entry.text for one in widget.findChildren(Line) if not one.isHidden()]


# Choosing


def test_the_page_opens_at_the_first_phase_with_the_keyboard_on_the_ladder(desk: Desk) -> None:
    assert desk.page.phase_id == "canary"
    desk.qtbot.waitUntil(desk.page.board.hasFocus)
    assert "24 h" not in desk.page.board.accessibleDescription()
    assert desk.page.board.accessibleDescription().startswith("Canary 1 %, 1 %, Wed 10 Mar 13:00 to")


def test_looking_at_the_page_leaves_what_is_chosen_elsewhere(desk: Desk) -> None:
    assert desk.window.context.selection.ids == ()
    assert desk.page.view.current == "canary"
    desk.window.context.selection.set("activities", ["production"])
    assert desk.page.phase_id == "canary"


def test_a_change_while_another_page_is_shown_is_seen_on_return(desk: Desk) -> None:
    context = desk.window.context
    page = desk.page
    context.go("timeline")
    plan = context.plan
    assert plan is not None
    assert not page.isVisible()
    context.apply(edits.expose(plan, "canary", 5.0))
    assert page.view.ladder.rungs[0].share == 1.0
    context.go("rollout")
    assert page.view.ladder.rungs[0].share == 5.0


def test_a_click_on_a_step_chooses_it_everywhere(desk: Desk) -> None:
    QTest.mouseClick(desk.page.board, Qt.MouseButton.LeftButton, pos=desk.middle("limited").toPoint())
    assert desk.window.context.selection.ids == ("limited",)
    assert desk.page.criteria.note.whole == "Limited 10 %"
    assert desk.page.view.current == "limited"


def test_arrows_walk_the_steps_and_stop_at_the_ends(desk: Desk) -> None:
    walked = []
    for key in (Key.Key_Right, Key.Key_Right, Key.Key_Right, Key.Key_Home, Key.Key_Left, Key.Key_End):
        desk.key(key)
        walked.append(desk.page.phase_id)
    assert walked == ["limited", "full", "full", "canary", "canary", "full"]


def test_typing_in_a_row_chooses_its_phase(desk: Desk) -> None:
    desk.page.table.rows["full"].cells["audience"].input.setFocus()
    assert desk.page.phase_id == "full"


def test_enter_on_the_ladder_leads_to_the_name_in_the_table(desk: Desk) -> None:
    desk.key(Key.Key_Return)
    assert desk.page.table.rows["canary"].cells["name"].input.hasFocus()


def test_a_jump_from_elsewhere_shows_the_phase(desk: Desk) -> None:
    desk.window.context.reveal("rollout", "full")
    assert desk.page.phase_id == "full"
    assert not desk.page.reveal("activities", "production")


def test_tab_walks_the_page_as_it_is_read(desk: Desk) -> None:
    desk.page.board.setFocus()
    walked = []
    for _ in range(9):
        QTest.keyClick(QApplication.focusWidget(), Key.Key_Tab)
        walked.append(QApplication.focusWidget().accessibleName())
    assert walked == [
        "Phase of Canary 1 %", "Traffic of Canary 1 %", "Duration of Canary 1 %", "Audience of Canary 1 %",
        "Environment of Canary 1 %", "Go by of Canary 1 %",
        "Phase of Limited 10 %", "Traffic of Limited 10 %", "Duration of Limited 10 %",
    ]  # fmt: skip
    QTest.keyClick(QApplication.focusWidget(), Key.Key_Backtab)
    assert QApplication.focusWidget().accessibleName() == "Traffic of Limited 10 %"


# Dragging


def test_dragging_an_end_previews_and_becomes_one_edit_at_release(desk: Desk) -> None:
    context, view = desk.window.context, desk.page.view
    before = view.ladder.rungs[1].start
    at = desk.edge("canary", "end")
    to = at + QPointF(view.scale.width_of(1440), 0)
    desk.drag(at, to)
    assert desk.phase("canary").duration == parse_duration("24eh")  # nothing changed yet
    assert view.ladder.rungs[1].start > before
    assert view.tag.startswith("Canary 1 %: 48 h, until Fri 12 Mar 13:00; Full 100 %")
    desk.release(to)
    assert format_duration(desk.phase("canary").duration or parse_duration("0")) == "48eh"
    assert context.document is not None
    assert context.document.undo_label == "Make Canary 1 % 48eh long"
    context.document.undo()
    assert context.document.undo_label is None


def test_dragging_the_top_changes_the_traffic_to_a_round_share(desk: Desk) -> None:
    view = desk.page.view
    desk.page.choose("limited")
    at = desk.edge("limited", "top")
    to = QPointF(at.x(), view.y_of(24.0))
    desk.drag(at, to)
    assert view.tag == "Limited 10 %: 25 %"
    desk.release(to)
    assert desk.phase("limited").traffic == 25.0


def test_escape_gives_a_drag_up(desk: Desk) -> None:
    at = desk.edge("canary", "end")
    to = at + QPointF(100, 0)
    desk.drag(at, to)
    assert desk.page.board.drag is not None
    desk.key(Key.Key_Escape)
    desk.release(to)
    assert desk.page.board.drag is None
    assert desk.phase("canary").duration == parse_duration("24eh")
    assert desk.page.view.tag == ""
    document = desk.window.context.document
    assert document is not None
    assert document.undo_label is None


def test_what_ended_already_has_no_end_to_drag(other: Callable[..., Desk]) -> None:
    desk = other(
        PLAN.replace(
            "    audience: Staff\n",
            "    actual_start: 2027-02-20T13:00\n    actual_finish: 2027-02-21T09:00\n",
        )
    )
    view = desk.page.view
    assert view.grip_at(desk.edge("canary", "end"))[0] != "end"


def test_keys_lengthen_and_raise_the_chosen_step(desk: Desk) -> None:
    desk.key(Key.Key_Right, Shift)
    assert desk.phase("canary").duration == parse_duration("25eh")
    desk.key(Key.Key_Left, Shift)
    assert desk.phase("canary").duration == parse_duration("24eh")
    desk.key(Key.Key_Up, Shift)
    assert desk.phase("canary").traffic == 2.0
    desk.key(Key.Key_Down, Shift)
    desk.key(Key.Key_Down, Shift)
    assert desk.phase("canary").traffic == 0.5


def test_ctrl_and_the_wheel_zoom_about_the_mouse_and_fitting_brings_all_back(desk: Desk) -> None:
    view, board = desk.page.view, desk.page.board
    wide = view.scale
    board.zoom(2.0, board.width() / 2)
    assert view.scale.minutes_per_pixel == pytest.approx(wide.minutes_per_pixel / 2)
    desk.window.context.actions.run("rollout.fit")
    assert view.scale == wide


# The table


def test_cells_are_typed_as_text(desk: Desk) -> None:
    desk.cell("canary", "traffic", "2.5%")
    desk.cell("canary", "duration", "36eh")
    desk.cell("canary", "audience", "Staff and friends")
    desk.cell("canary", "hold", "Release manager")
    phase = desk.phase("canary")
    assert (phase.traffic, phase.duration) == (2.5, parse_duration("36eh"))
    assert (phase.audience, phase.hold) == ("Staff and friends", None)
    assert desk.page.table.rows["canary"].cells["hold"].problem.isVisible()


def test_what_cannot_be_read_stays_with_the_reason_and_changes_nothing(desk: Desk) -> None:
    desk.cell("canary", "duration", "a while")
    cell = desk.page.table.rows["canary"].cells["duration"]
    assert "duration" in cell.problem.text()
    assert desk.phase("canary").duration == parse_duration("24eh")


def test_a_duration_typed_into_an_ongoing_phase_ends_it(desk: Desk) -> None:
    assert desk.page.table.rows["full"].cells["duration"].input.placeholderText() == "ongoing"
    desk.cell("full", "duration", "7ed")
    assert not desk.phase("full").ongoing


def test_phases_are_added_duplicated_moved_and_deleted_by_key(desk: Desk) -> None:
    actions = desk.window.context.actions
    actions.run("rollout.add")
    assert [one.id for one in desk.rollout.phases] == ["canary", "new-phase", "limited", "full"]
    name = desk.page.table.rows["new-phase"].cells["name"].input
    assert name.hasFocus()
    QTest.keyClicks(name, "Warm-up")
    QTest.keyClick(name, Key.Key_Return)
    assert desk.phase("new-phase").name == "Warm-up"
    desk.page.board.setFocus()
    desk.key(Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert [one.id for one in desk.rollout.phases] == ["canary", "limited", "new-phase", "full"]
    order = [desk.page.table._grid.itemAt(at).widget().phase_id for at in range(4)]
    assert order == ["canary", "limited", "new-phase", "full"]
    desk.key(Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert desk.phase("new-phase-2").name == "Warm-up (copy)"
    desk.page.board.setFocus()
    desk.key(Key.Key_Delete)
    assert desk.page.phase_id == "full"
    assert len(desk.rollout.phases) == 4


def test_the_delete_key_in_a_cell_deletes_letters_not_the_phase(desk: Desk) -> None:
    cell = desk.page.table.rows["canary"].cells["name"].input
    cell.setFocus()
    cell.setCursorPosition(0)
    QTest.keyClick(cell, Key.Key_Delete)
    assert len(desk.rollout.phases) == 3
    assert cell.text() == "anary 1 %"


def test_undo_of_a_new_phase_leaves_another_chosen(desk: Desk) -> None:
    desk.window.context.actions.run("rollout.add")
    desk.window.context.actions.run("edit.undo")
    assert desk.page.phase_id == "canary"
    assert desk.page.criteria.note.whole == "Canary 1 %"


def test_undo_takes_back_a_deleted_phase(desk: Desk) -> None:
    desk.window.context.actions.run("rollout.delete")
    assert len(desk.rollout.phases) == 2
    desk.window.context.actions.run("edit.undo")
    assert [one.id for one in desk.rollout.phases] == ["canary", "limited", "full"]


def test_findings_stand_below_their_phase(other: Callable[..., Desk]) -> None:
    desk = other(PLAN.replace("error_rate < 0.1%", "error_rate < 200ms"))
    desk.page.complete()
    found = lines(desk.page.table.rows["canary"])
    assert any("asks too much of" in one for one in found)
    assert lines(desk.page.table.rows["full"]) == [] or "asks" not in lines(desk.page.table.rows["full"])[0]


def test_what_concerns_the_whole_rollout_stands_below_all_phases(other: Callable[..., Desk]) -> None:
    desk = other(PROGRAM)
    desk.page.complete()
    assert any("no trigger is judged" in one for one in lines(desk.page.table._whole))
    assert any("says nothing that must hold" in one for one in lines(desk.page.table.rows["pilot"]))


# Criteria


def test_a_criterion_is_added_by_typing_and_read_back_in_words(desk: Desk) -> None:
    desk.page.choose("full")
    desk.window.context.actions.run("rollout.criterion")
    line = desk.page.criteria.lines[0]
    assert line.editor.input.hasFocus()
    desk.type_into(line.editor.input, "error_rate < 0.05%")
    assert len(desk.phase("full").criteria) == 1
    assert "Error rate" in desk.page.criteria.lines[0].said.text()


def test_a_criterion_that_cannot_be_judged_says_why(desk: Desk) -> None:
    desk.type_into(desk.page.criteria.lines[0].editor.input, "errors < 200ms")
    assert "no metric “errors”" in desk.page.criteria.lines[0].said.text()
    desk.type_into(desk.page.criteria.lines[0].editor.input, "error_rate < 200ms")
    assert "cannot be compared" in desk.page.criteria.lines[0].said.text()
    desk.type_into(desk.page.criteria.lines[0].editor.input, "error_rate no worse than baseline")
    assert "no baseline" in desk.page.criteria.lines[0].said.text()


def test_a_criterion_is_removed_by_its_button_or_by_emptying_it(desk: Desk) -> None:
    desk.page.criteria.lines[1].remove.click()
    assert len(desk.phase("canary").criteria) == 1
    desk.type_into(desk.page.criteria.lines[0].editor.input, " ")
    assert desk.phase("canary").criteria == ()
    assert desk.page.criteria.nothing.isVisible()


def test_metrics_are_offered_while_a_criterion_is_typed(desk: Desk) -> None:
    field = desk.page.criteria.lines[0].editor.input
    completer = field.completer()
    assert completer is not None
    completer.setCompletionPrefix("Tick")
    assert completer.completionCount() == 1
    assert completer.pathFromIndex(completer.currentIndex()) == "tickets "


def test_a_phase_that_only_people_guard_is_told_from_one_that_is_judged(other: Callable[..., Desk]) -> None:
    desk = other(PLAN.replace("  runbook: rollback", "  runbook: rollback\n  mode: off"))
    canary = desk.page.view.ladder.rungs[0]
    assert (canary.triggers, canary.judged) == (("Early bird",), 0)


# What guards a phase


def test_the_triggers_of_the_chosen_phase_are_listed_with_their_conditions(desk: Desk) -> None:
    assert lines(desk.page.guard.triggers) == [
        "Too many errors: error_rate > 1% for 5m", "Early bird: pulled by Ana Ruiz",
    ]  # fmt: skip
    desk.page.choose("limited")
    assert lines(desk.page.guard.triggers) == ["Too many errors: error_rate > 1% for 5m"]


def test_the_way_back_is_measured_against_its_budget(desk: Desk) -> None:
    plan = desk.window.context.plan
    assert plan is not None
    (way,) = facts.ways_back(plan)
    assert facts.told_way_back(way) == "rehearsed 3 min 40 s of 5 min"
    assert way.tone == "ok"


def test_a_rollback_that_ends_after_its_phase_is_said(other: Callable[..., Desk]) -> None:
    desk = other(PLAN.replace("duration: 24eh", "duration: 3em"))
    assert "Rollback takes 3 min 40 s; Canary 1 % is over after 3 min." in texts(desk.page.guard)


# Strategies


def test_choosing_blue_green_shows_both_environments(other: Callable[..., Desk]) -> None:
    desk = other(HEAD)
    assert desk.page.empty.isVisible()
    desk.page.pick.picked.emit("blue-green")
    assert desk.page.strategy.panel.isVisible()
    desk.type_into(desk.page.strategy.slots["green", "namespace"].input, "shop-green")
    switch = desk.rollout.blue_green
    assert switch is not None
    assert switch.green is not None
    assert switch.green.namespace == "shop-green"
    assert [rung.told for rung in desk.page.view.ladder.rungs] == ["0 %", "5 %", "25 %", "50 %", "100 %"]


def test_a_step_of_a_switch_is_dragged_like_a_phase(other: Callable[..., Desk]) -> None:
    desk = other(SWITCH)
    view = desk.page.view
    desk.page.choose("step/1")
    at = desk.edge("step/1", "top")
    to = QPointF(at.x(), view.y_of(10.0))
    desk.drag(at, to)
    desk.release(to)
    switch = desk.rollout.blue_green
    assert switch is not None
    assert switch.steps[1] == 10.0
    desk.page.board.setFocus()
    desk.key(Key.Key_Right, Shift)
    assert desk.rollout.blue_green is not None
    assert desk.rollout.blue_green.watch == parse_duration("20em")


def test_steps_become_phases_by_one_button(other: Callable[..., Desk]) -> None:
    desk = other(SWITCH)
    desk.page.strategy.split.click()
    assert [one.traffic for one in desk.rollout.phases] == [5.0, 25.0, 50.0, 100.0]
    assert desk.page.phase_id == "switch-5"
    assert not desk.page.strategy.split.isVisible()


def test_a_program_names_places_and_its_height_cannot_be_dragged(other: Callable[..., Desk]) -> None:
    desk = other(PROGRAM)
    assert "sites" in desk.page.table.rows["pilot"].cells
    view = desk.page.view
    assert view.grip_at(desk.edge("pilot", "top"))[0] != "top"
    desk.cell("expansion", "sites", "Turin, Lyon, Nantes")
    assert desk.phase("expansion").sites == ("Turin", "Lyon", "Nantes")


# What happened


def test_the_page_opens_at_the_phase_that_runs(other: Callable[..., Desk]) -> None:
    begun = "    hold: manager\n    actual_start: 2027-02-20T13:00\n"
    assert other(PLAN.replace("    hold: manager\n", begun)).page.phase_id == "limited"


def test_what_happened_is_recorded_and_not_taken_back_by_undo(desk: Desk) -> None:
    desk.page.details.started.click()
    assert desk.phase("canary").actual_start is not None
    document = desk.window.context.document
    assert document is not None
    assert document.undo_label is None
    assert desk.page.view.ladder.rungs[0].state == "running"
    assert desk.page.details.ended.isVisible()


def test_every_field_of_a_phase_is_on_the_page(desk: Desk) -> None:
    from relplanner.plan.fields import fields_of
    from relplanner.plan.nouns.rollout import Phase

    shown = {name for name, named in desk.page.details.fields.items() if not named.isHidden()}
    there = shown | set(desk.page.table.columns) | {"criteria", "manual"}
    assert there == {field.name for field in fields_of(Phase)}
    assert shown & set(desk.page.table.columns) == set()


def test_a_new_id_keeps_the_phase_chosen(desk: Desk) -> None:
    editor = desk.page.details.fields["id"].editor
    desk.type_into(editor.input, "first")  # type: ignore[union-attr]
    assert desk.page.phase_id == "first"
    assert desk.rollout.phases[0].id == "first"


# States


def test_an_empty_rollout_offers_a_canary(other: Callable[..., Desk]) -> None:
    desk = other(HEAD + METRICS)
    assert desk.page.empty.isVisible()
    QTest.mouseClick(desk.page.empty.button, Qt.MouseButton.LeftButton)
    assert len(desk.rollout.phases) == 4
    assert desk.page.board.isVisible()
    desk.window.context.actions.run("edit.undo")
    assert desk.page.empty.isVisible()


def test_a_read_only_plan_can_be_looked_at_and_not_changed(other: Callable[..., Desk]) -> None:
    desk = other(PLAN, read_only=True)
    assert desk.page.headline.whole.startswith("Read-only · 3 phases from Wed 10 Mar 13:00 CET")
    assert desk.page.table.rows["canary"].cells["name"].input.isReadOnly()
    assert desk.page.view.grip_at(desk.edge("canary", "end"))[0] in ("step", "nothing")
    desk.key(Key.Key_Right, Shift)
    desk.key(Key.Key_Delete)
    assert desk.phase("canary").duration == parse_duration("24eh")
    assert len(desk.rollout.phases) == 3
    assert not desk.page.criteria.add.isVisible()
    assert not desk.page.details.started.isVisible()


def test_without_dates_the_table_stays_and_the_ladder_says_what_is_missing(
    other: Callable[..., Desk],
) -> None:
    text = PLAN.replace("  target: 2027-03-10T09:00\n  start: 2027-03-01T09:00\n", "").replace(
        "  start: 2027-03-10T09:00\n", ""
    )
    desk = other(text, size=(1300, 900))
    assert desk.page.undated.isVisible()
    assert not desk.page.board.isVisible()
    assert desk.page.table.rows["canary"].isVisible()
    desk.cell("canary", "traffic", "3%")
    assert desk.phase("canary").traffic == 3.0


def test_the_plan_that_is_opened_next_is_shown_from_its_start(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "next.relplan.yaml"
    path.write_text(PROGRAM, encoding="utf-8")
    assert desk.window.desk.open(path)
    assert list(desk.page.table.rows) == ["pilot", "expansion", "silent"]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("text", [PLAN, SWITCH, PROGRAM, HEAD], ids=["canary", "switch", "program", "empty"])
def test_every_state_of_the_page_is_drawn(qapp: object, tmp_path: Path, theme: str, text: str) -> None:
    out = tmp_path / "page.png"
    render(parse(text).plan, "rollout", (1280, 720), theme, 1.0, out, now=NOW)
    image = QImage(str(out))
    colours = {image.pixel(x, y) for x in range(200, 1200, 7) for y in range(100, 600, 5)}
    assert len(colours) > 12
