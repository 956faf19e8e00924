"""Everything by keys: moving about, choosing, folding, the outline, links, the clipboard, find."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from relplanner.ui.timeline import clipboard
from tests.ui.timeline.conftest import PLAN, Desk, Hand

Key = Qt.Key
CTRL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)
NONE = Qt.KeyboardModifier.NoModifier


def _press(desk: Desk, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
    QTest.keyClick(desk.page.board, key, modifiers)
    QApplication.processEvents()


def _order(desk: Desk) -> list[str]:
    return [line.id for line in desk.page.view.sheet.lines if line.position >= 0]


def _parent(desk: Desk, activity_id: str) -> str | None:
    found = desk.document.plan.activity(activity_id)
    assert found is not None
    return found.parent


def test_arrows_home_and_end_move_the_current_row(desk: Desk, hand: Hand) -> None:
    hand.click(hand.row("build"))
    _press(desk, Key.Key_Down)
    assert desk.context.selection.current == "testing"
    _press(desk, Key.Key_Up)
    assert desk.context.selection.current == "build"
    _press(desk, Key.Key_End)
    assert (desk.context.selection.section, desk.context.selection.current) == ("rollout", "canary")
    _press(desk, Key.Key_Home)
    assert desk.context.selection.ids == ("build",)


def test_shift_and_ctrl_choose_several_in_the_order_of_choosing(desk: Desk, hand: Hand) -> None:
    hand.click(hand.row("testing"))
    _press(desk, Key.Key_Down, SHIFT)
    _press(desk, Key.Key_Down, SHIFT)
    assert desk.context.selection.ids == ("testing", "qa", "performance")
    hand.click(hand.row("freeze"))
    hand.click(hand.row("build"), CTRL)
    assert desk.context.selection.ids == ("freeze", "build")


def test_page_down_moves_a_window_of_rows(make_desk: Callable[..., Desk]) -> None:
    rows = "".join(f"- id: a{n}\n  duration: 1d\n" for n in range(200))
    desk = make_desk(f"relplan: 1\nactivities:\n{rows}")
    _press(desk, Key.Key_Home)
    _press(desk, Key.Key_PageDown)
    _press(desk, Key.Key_PageDown)
    place = desk.page.current_place()
    assert place >= 15
    assert desk.page.view.scroll > 0
    assert 0 <= desk.page.view.y_of(place) - desk.page.view.header_height <= desk.page.view.body_height


def test_space_and_the_triangle_fold_and_unfold(desk: Desk, hand: Hand) -> None:
    hand.click(hand.row("testing"))
    _press(desk, Key.Key_Space)
    assert "qa" not in _order(desk)
    _press(desk, Key.Key_Plus)
    assert "qa" in _order(desk)
    hand.click(hand.row("testing", 14))
    assert "qa" not in _order(desk)
    assert desk.document.undo_label is None


def test_return_adds_a_row_below_with_its_name_open(desk: Desk, hand: Hand) -> None:
    hand.click(hand.row("qa"))
    _press(desk, Key.Key_Return)
    editor = desk.page.typing.editor
    assert editor is not None
    QTest.keyClicks(editor, "Pen test")
    QTest.keyClick(editor, Key.Key_Return)
    made = desk.context.selection.current
    assert made is not None
    order = _order(desk)
    assert order.index(made) == order.index("qa") + 1
    assert _parent(desk, made) == "testing"
    activity = desk.document.plan.activity(made)
    assert activity is not None
    assert activity.name == "Pen test"


def test_delete_deletes_the_chosen_rows_and_chooses_the_next(desk: Desk, hand: Hand) -> None:
    hand.click(hand.row("qa"))
    _press(desk, Key.Key_Delete)
    assert "qa" not in _order(desk)
    assert desk.context.selection.current == "performance"
    desk.document.undo()
    assert "qa" in _order(desk)


def test_alt_shift_arrows_indent_and_outdent(desk: Desk, hand: Hand) -> None:
    hand.click(hand.row("freeze"))
    _press(desk, Key.Key_Right, ALT | SHIFT)
    assert _parent(desk, "freeze") == "testing"
    _press(desk, Key.Key_Left, ALT | SHIFT)
    assert _parent(desk, "freeze") is None


def test_ctrl_brackets_indent_and_outdent_where_the_window_manager_takes_alt(desk: Desk, hand: Hand) -> None:
    hand.click(hand.row("freeze"))
    _press(desk, Key.Key_BracketRight, CTRL)
    assert _parent(desk, "freeze") == "testing"
    _press(desk, Key.Key_BracketLeft, CTRL)
    assert _parent(desk, "freeze") is None


def test_alt_arrows_move_the_chosen_rows_and_keep_them_chosen(desk: Desk, hand: Hand) -> None:
    hand.click(hand.row("freeze"))
    _press(desk, Key.Key_Up, ALT)
    assert _order(desk)[:2] == ["build", "freeze"]
    assert desk.context.selection.ids == ("freeze",)
    _press(desk, Key.Key_Down, ALT)
    assert _order(desk).index("freeze") > _order(desk).index("performance")


def test_several_rows_move_together(desk: Desk, hand: Hand) -> None:
    hand.click(hand.row("freeze"))
    hand.click(hand.row("production"), SHIFT)
    _press(desk, Key.Key_Up, ALT)
    assert _order(desk)[:3] == ["build", "freeze", "production"]


def test_ctrl_l_links_in_the_order_chosen_and_ctrl_shift_l_unlinks(desk: Desk, hand: Hand) -> None:
    hand.click(hand.row("performance"))
    hand.click(hand.row("qa"), CTRL)
    _press(desk, Key.Key_L, CTRL)
    qa = desk.document.plan.activity("qa")
    assert qa is not None
    assert [each.on for each in qa.after] == ["build", "performance"]
    _press(desk, Key.Key_L, CTRL | SHIFT)
    qa = desk.document.plan.activity("qa")
    assert qa is not None
    assert [each.on for each in qa.after] == ["build"]


def test_linking_in_a_circle_is_refused_in_a_message(desk: Desk, hand: Hand) -> None:
    plan = desk.document.plan
    hand.click(hand.row("qa"))
    hand.click(hand.row("build"), CTRL)
    _press(desk, Key.Key_L, CTRL)
    assert desk.document.plan is plan
    assert "circle" in desk.said[-1].text


def test_copied_rows_are_a_table_with_titles_for_others_and_whole_entries_for_us(
    desk: Desk, hand: Hand
) -> None:
    hand.click(hand.row("testing"))
    _press(desk, Key.Key_C, CTRL)
    data = QGuiApplication.clipboard().mimeData()
    assert data is not None
    lines = data.text().splitlines()
    assert lines[0].split("\t")[:4] == ["Activity", "Start", "Finish", "Duration"]
    assert lines[1].startswith("Testing\t2027-03-01 09:00")
    assert lines[2].startswith("    QA testing\t")
    rows = json.loads(bytes(data.data(clipboard.MIME).data()))["rows"]
    assert [row["id"] for row in rows] == ["testing", "qa", "performance"]


def test_pasted_rows_come_below_with_new_ids_and_their_links_among_them(desk: Desk, hand: Hand) -> None:
    hand.click(hand.row("testing"))
    _press(desk, Key.Key_C, CTRL)
    hand.click(hand.row("production"))
    before = set(_order(desk))
    _press(desk, Key.Key_V, CTRL)
    new = [each for each in _order(desk) if each not in before]
    assert len(new) == 3
    assert _order(desk).index(new[0]) == _order(desk).index("production") + 1
    assert _parent(desk, new[1]) == new[0]
    assert desk.context.selection.ids == tuple(new)


def test_cut_and_paste_is_two_steps_of_undo(desk: Desk, hand: Hand) -> None:
    hand.click(hand.row("freeze"))
    _press(desk, Key.Key_X, CTRL)
    assert "freeze" not in _order(desk)
    _press(desk, Key.Key_V, CTRL)
    desk.document.undo()
    desk.document.undo()
    assert "freeze" in _order(desk)


def test_rows_of_a_spreadsheet_are_pasted_by_their_titles(desk: Desk, hand: Hand) -> None:
    text = "Task\tDuration\tResource\nWrite notes\t2d\tMia Novak\nTranslate\t3d\t\n"
    QGuiApplication.clipboard().setText(text)
    hand.click(hand.row("build"))
    _press(desk, Key.Key_V, CTRL)
    made = [desk.document.plan.activity(each) for each in desk.context.selection.ids]
    assert [each.name for each in made if each is not None] == ["Write notes", "Translate"]
    assert made[0] is not None
    assert made[0].owner == "tester"


def test_foreign_bytes_under_our_name_paste_nothing(desk: Desk, hand: Hand) -> None:
    data = QMimeData()
    data.setData(clipboard.MIME, b"{broken")
    QGuiApplication.clipboard().setMimeData(data)
    plan = desk.document.plan
    _press(desk, Key.Key_V, CTRL)
    assert desk.document.plan is plan
    assert "no rows on the clipboard" in desk.said[-1].text


def test_a_text_that_is_no_table_pastes_nothing(desk: Desk, hand: Hand) -> None:
    QGuiApplication.clipboard().setText('"' + "never closed " * 20_000)
    plan = desk.document.plan
    _press(desk, Key.Key_V, CTRL)
    assert desk.document.plan is plan
    assert "no rows on the clipboard" in desk.said[-1].text


def test_find_goes_through_the_hits_and_unfolds_what_hides_them(desk: Desk, hand: Hand) -> None:
    desk.page.toggle_fold(hand.place("testing"))
    _press(desk, Key.Key_F, CTRL)
    assert desk.page.finder.isVisible()
    QTest.keyClicks(desk.page.finder.field, "testing")
    assert desk.page.finder.count.text() == "1 of 3"
    QTest.keyClick(desk.page.finder.field, Key.Key_Return)
    assert desk.context.selection.current == "qa"
    assert "qa" in _order(desk)
    QTest.keyClick(desk.page.finder.field, Key.Key_F3)
    assert desk.context.selection.current == "performance"
    QTest.keyClick(desk.page.finder.field, Key.Key_Escape)
    assert not desk.page.finder.isVisible()


def test_find_says_when_there_is_nothing(desk: Desk) -> None:
    _press(desk, Key.Key_F, CTRL)
    QTest.keyClicks(desk.page.finder.field, "zebra")
    assert desk.page.finder.count.text() == "No hits"
    QTest.keyClick(desk.page.finder.field, Key.Key_Escape)


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("marks", ["freeze"]),
        ("all", ["build", "testing", "qa", "performance", "freeze", "production", "lost", "lost-too"]),
    ],
)
def test_a_filter_shows_matching_rows_and_what_they_are_part_of(
    desk: Desk, name: str, rows: list[str]
) -> None:
    desk.page.set_filter(name)
    assert _order(desk) == rows


def test_every_shortcut_of_the_page_is_its_own(desk: Desk) -> None:
    keys = [keys for spec in desk.page.page_actions() for keys in spec.shortcuts]
    assert len(keys) == len(set(keys))


def test_a_plan_open_read_only_offers_no_edits(make_desk: Callable[..., Desk]) -> None:
    desk = make_desk(PLAN)
    desk.document.file.read_only_reason = "It is shown for review."
    Hand(desk).click(Hand(desk).row("qa"))
    for action in ("add", "delete", "indent", "cut", "paste", "link"):
        assert not desk.context.actions.is_enabled(f"timeline.{action}")
    assert desk.context.actions.is_enabled("timeline.copy")


def test_esc_and_a_click_below_the_rows_choose_nothing(desk: Desk, hand: Hand) -> None:
    hand.click(hand.row("qa"))
    _press(desk, Key.Key_Escape)
    assert desk.context.selection.ids == ()
    hand.click(hand.row("qa"))
    hand.click(QPointF(60, desk.page.view.height - 30))
    assert desk.context.selection.ids == ()
