"""What dragging does, and what Esc leaves."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from relplanner.plan.forms.duration import Duration
from relplanner.plan.forms.moment import Wall
from relplanner.ui.timeline import ghosts
from relplanner.ui.timeline.gestures import PlanGesture
from tests.ui.timeline.conftest import PLAN, Desk, Hand


def test_dragging_a_bar_pins_its_start_and_says_so_with_a_way_back(desk: Desk, hand: Hand) -> None:
    before = desk.document.schedule.dates("build")
    assert before is not None
    hand.drag(hand.bar("build"), hand.bar("build") + hand.days(2))
    activity = desk.document.plan.activity("build")
    assert activity is not None
    assert isinstance(activity.start, Wall)
    assert desk.document.undo_label is not None
    assert "Build it" in desk.document.undo_label
    after = desk.document.schedule.dates("build")
    assert after is not None
    assert after.start - before.start == 2 * 1440
    assert desk.said[-1].text == "Pinned: starts no earlier than Wed 24 Feb 09:00."
    assert desk.said[-1].run is not None
    desk.said[-1].run()
    unpinned = desk.document.plan.activity("build")
    assert unpinned is not None
    assert unpinned.start is None


def _choose(desk: Desk, *ids: str) -> None:
    desk.context.selection.set("activities", ids, ids[-1])
    QApplication.processEvents()


def test_dragging_one_of_several_chosen_bars_moves_them_all_in_one_step(desk: Desk, hand: Hand) -> None:
    plan, starts = desk.document.plan, {}
    chosen = ("build", "qa", "performance")
    for one in chosen:
        dates = desk.document.schedule.dates(one)
        assert dates is not None
        starts[one] = dates.start
    _choose(desk, *chosen)
    hand.drag(hand.bar("qa"), hand.bar("qa") + hand.days(2))
    for one in chosen:
        dates = desk.document.schedule.dates(one)
        assert dates is not None
        assert dates.start - starts[one] == 2 * 1440
    assert desk.document.undo_label == "Move 3 activities 2 d later"
    assert desk.page.chosen() == chosen
    desk.document.undo()
    assert desk.document.plan is plan


def test_a_chosen_summary_follows_its_parts_when_several_are_moved(desk: Desk, hand: Hand) -> None:
    _choose(desk, "testing", "qa", "performance")
    hand.drag(hand.bar("qa"), hand.bar("qa") + hand.days(1))
    assert desk.document.undo_label == "Move 2 activities 1 d later"
    summary = desk.document.plan.activity("testing")
    assert summary is not None
    assert summary.start is None


def test_a_click_on_one_of_several_chosen_rows_chooses_it_alone(desk: Desk, hand: Hand) -> None:
    _choose(desk, "build", "qa")
    hand.click(hand.row("qa"))
    assert desk.page.chosen() == ("qa",)
    _choose(desk, "build", "qa")
    hand.click(hand.row("performance"), Qt.KeyboardModifier.ControlModifier)
    assert desk.page.chosen() == ("build", "qa", "performance")


def test_a_drag_is_one_step_of_undo(desk: Desk, hand: Hand) -> None:
    before = desk.document.plan
    hand.drag(hand.bar("build"), hand.bar("build") + hand.days(3))
    desk.document.undo()
    assert desk.document.plan is before
    assert desk.document.undo_label is None


def test_while_dragging_everything_downstream_and_the_release_are_shown_live(desk: Desk, hand: Hand) -> None:
    real = desk.document.schedule
    view = desk.page.view
    start = hand.bar("build")
    hand.press(start)
    hand.move(start + hand.days(1))
    hand.move(start + hand.days(7))
    assert desk.document.schedule is real
    assert view.base is real
    assert view.moved(hand.place("production"))
    assert view.schedule.slip_minutes == (real.slip_minutes or 0) + 7 * 1440
    effect, role = ghosts.effect_of(view)
    assert effect.startswith("release ")
    assert "slip +" in effect
    assert role == "error"
    hand.release(start + hand.days(7))
    assert view.base is None


def test_esc_drops_a_drag_and_nothing_has_changed(desk: Desk, hand: Hand) -> None:
    plan, schedule = desk.document.plan, desk.document.schedule
    start = hand.bar("build")
    hand.press(start)
    hand.move(start + hand.days(1))
    hand.move(start + hand.days(4))
    assert desk.page.board.gesture is not None
    QTest.keyClick(desk.page.board, Qt.Key.Key_Escape)
    assert desk.page.board.gesture is None
    hand.release(start + hand.days(4))
    assert desk.document.plan is plan
    assert desk.page.view.schedule is schedule
    assert desk.page.view.base is None
    assert desk.said == []


def test_dragging_an_end_sets_the_working_time_up_to_there(desk: Desk, hand: Hand) -> None:
    hand.drag(hand.end("build", -1), hand.end("build", -1) + hand.days(3))
    activity = desk.document.plan.activity("build")
    assert activity is not None
    # From Friday 17:00 three days on is Monday 17:00: one working day more.
    assert activity.duration == Duration(6, "d")


def test_dragging_the_edge_of_what_is_done_sets_the_progress(desk: Desk, hand: Hand) -> None:
    low = QPointF(0, desk.page.view.bar_height / 2)
    hand.drag(hand.bar("build", 0.0) + low + QPointF(1, 0), hand.bar("build", 0.6) + low)
    activity = desk.document.plan.activity("build")
    assert activity is not None
    assert activity.progress == 60


def test_dragging_from_a_bars_end_to_another_bar_links_them(desk: Desk, hand: Hand) -> None:
    hand.press(hand.end("qa", 8))
    hand.move(hand.end("qa", 20))
    hand.move(hand.bar("performance"))
    gesture = desk.page.board.gesture
    assert isinstance(gesture, PlanGesture)
    assert gesture.tag() == "QA testing → Performance testing"
    assert desk.page.view.moved(hand.place("performance"))
    hand.release(hand.bar("performance"))
    activity = desk.document.plan.activity("performance")
    assert activity is not None
    assert [each.on for each in activity.after] == ["build", "qa"]


def test_a_link_that_would_close_a_circle_is_refused_with_its_names(desk: Desk, hand: Hand) -> None:
    plan = desk.document.plan
    hand.press(hand.end("qa", 8))
    hand.move(hand.end("qa", 20))
    hand.move(hand.bar("build"))
    gesture = desk.page.board.gesture
    assert isinstance(gesture, PlanGesture)
    assert "Build it → QA testing → Build it" in gesture.refusal
    desk.page.grab()
    hand.release(hand.bar("build"))
    assert desk.document.plan is plan


def test_with_shift_a_link_goes_to_the_other_bars_end(desk: Desk, hand: Hand) -> None:
    hand.press(hand.end("qa", 8))
    hand.move(hand.end("qa", 20))
    gesture = desk.page.board.gesture
    assert gesture is not None
    gesture.move(hand.bar("performance"), Qt.KeyboardModifier.ShiftModifier)
    edit = gesture.release()
    assert edit is not None
    changed = edit.run(desk.document.plan).activity("performance")
    assert changed is not None
    assert changed.after[-1].type == "FF"
    desk.page.board.drop()


def test_dragging_a_row_between_two_others_moves_it_there(desk: Desk, hand: Hand) -> None:
    hand.drag(hand.row("freeze", 60), hand.row("testing", 30, 0.05))
    names = [line.id for line in desk.page.view.sheet.lines]
    assert names.index("freeze") == names.index("testing") - 1
    assert desk.document.undo_label == "Move Code freeze before Testing"


def test_dragging_a_row_into_the_middle_of_another_makes_it_a_part(desk: Desk, hand: Hand) -> None:
    hand.drag(hand.row("freeze", 60), hand.row("testing", 60, 0.5))
    activity = desk.document.plan.activity("freeze")
    assert activity is not None
    assert activity.parent == "testing"


def test_a_row_cannot_become_part_of_itself(desk: Desk, hand: Hand) -> None:
    plan = desk.document.plan
    hand.press(hand.row("testing", 60))
    hand.move(hand.row("testing", 70, 0.6))
    hand.move(hand.row("qa", 60, 0.5))
    gesture = desk.page.board.gesture
    assert isinstance(gesture, PlanGesture)
    assert "cannot become part of" in gesture.refusal
    hand.release(hand.row("qa", 60, 0.5))
    assert desk.document.plan is plan


def test_summaries_and_derived_phases_cannot_be_dragged(desk: Desk, hand: Hand) -> None:
    plan = desk.document.plan
    for row in ("testing", "rollout/canary"):
        hand.drag(hand.bar(row), hand.bar(row) + hand.days(5))
    assert desk.document.plan is plan


def test_the_middle_button_pans_without_an_edit(desk: Desk, hand: Hand) -> None:
    view, plan = desk.page.view, desk.document.plan
    origin = view.scale.origin
    start = QPoint(view.chart_left + 300, 300)
    QTest.mousePress(desk.page.board, Qt.MouseButton.MiddleButton, pos=start)
    QTest.mouseMove(desk.page.board, start + QPoint(100, 0))
    QTest.mouseRelease(desk.page.board, Qt.MouseButton.MiddleButton, pos=start + QPoint(100, 0))
    assert view.scale.origin == pytest.approx(origin - 100 * view.scale.minutes_per_pixel)
    assert desk.document.plan is plan


def test_the_divider_is_dragged_and_columns_come_and_go_with_the_room(desk: Desk, hand: Hand) -> None:
    view = desk.page.view
    hand.drag(QPointF(view.table_width, 300), QPointF(230, 300))
    assert view.table_width == 230
    assert [slot.column.key for slot in view.columns] == ["name"]
    hand.drag(QPointF(230, 300), QPointF(1150, 300))
    assert len(view.columns) == 9


def test_nothing_is_dragged_in_a_plan_that_is_open_read_only(
    make_desk: Callable[..., Desk], monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = make_desk(PLAN)
    desk.document.file.read_only_reason = "It is shown for review."
    hand, plan = Hand(desk), desk.document.plan
    hand.drag(hand.bar("build"), hand.bar("build") + hand.days(2))
    hand.drag(hand.row("freeze", 60), hand.row("testing", 60, 0.5))
    hand.double_click(hand.cell("build", "name"))
    assert desk.page.typing.editor is None
    assert desk.document.plan is plan
    QApplication.processEvents()
