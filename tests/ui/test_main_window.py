"""The frame: regions, layout, header, status bar, menus."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QMenu, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from relplanner.plan.edits import set_release
from relplanner.ui.actions import MENUS
from relplanner.ui.application import make_context
from relplanner.ui.context import Context
from relplanner.ui.frame.statusbar import git_branch
from relplanner.ui.main_window import MainWindow
from relplanner.ui.menus import ShortcutSheet, fill
from relplanner.ui.theme import tokens

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


def test_the_header_says_which_release_and_how_far_away_t0_is(window: MainWindow) -> None:
    header = window.header
    assert header.product.whole == "Aurora Checkout"
    assert header.version.whole == "3.4.0 “Kestrel”"
    assert header.t0.text() == "Wed 10 Mar 2027 09:00 CET"
    assert header.utc.text() == "08:00 UTC"
    assert header.countdown.text() == "in 14 d 3 h"
    assert header.status.text().startswith("In planning")


def test_the_countdown_runs_on_after_t0(
    make_window: Callable[..., MainWindow], context: Context, plan_file: Path
) -> None:
    later = dt.datetime(2027, 3, 10, 14, 12, tzinfo=dt.UTC)
    window = make_window(replace(context, now=lambda: later))
    window.desk.open(plan_file)
    assert window.header.countdown.text() == "+ 6 h 12 m"


def test_the_slip_chip_follows_every_edit(window: MainWindow) -> None:
    assert window.header.slip.text().endswith("early")
    window.context.apply(lambda: set_release(window.context.plan, "start", None))
    before = window.header.slip.text()
    from relplanner.plan.edits import set_field
    from relplanner.plan.forms.duration import parse_duration

    window.context.apply(
        lambda: set_field(window.context.plan, "activities", "build", "duration", parse_duration("30d"))
    )
    assert window.header.slip.text() != before
    assert window.header.slip.text().startswith("Slip +")
    assert window.header.slip.property("tone") == "error"


def test_the_slip_chip_jumps_to_the_release_milestone(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.mouseClick(window.header.slip, Qt.MouseButton.LeftButton)
    assert window.context.selection.ids == ("production",)


def test_the_status_bar_says_file_size_and_zone(window: MainWindow, qtbot: QtBot) -> None:
    assert window.status.file.whole.startswith("aurora.relplan.yaml")
    qtbot.waitUntil(lambda: window.status.counts.text() == "5 activities · 4 links")
    assert window.status.zone.text() == "Europe/Berlin"


def test_the_branch_is_read_from_head_alone(tmp_path: Path) -> None:
    below = tmp_path / "plans" / "2027"
    below.mkdir(parents=True)
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "HEAD").write_text("ref: refs/heads/release/3.4\n", encoding="utf-8")
    assert git_branch(below) == "release/3.4"
    (tmp_path / ".git" / "HEAD").write_text("0123456789abcdef\n", encoding="utf-8")
    assert git_branch(below) == "01234567"


def test_f6_walks_through_all_regions_and_back(window: MainWindow, qtbot: QtBot) -> None:
    regions = {
        "header": window.header, "rail": window.rail, "page": window.page,
        "inspector": window.inspector, "findings": window.findings,
    }  # fmt: skip
    window.page.field.setFocus()

    def here() -> str:
        focus = QApplication.focusWidget()
        return next(
            name for name, region in regions.items() if focus is not None and region.isAncestorOf(focus)
        )

    walked = [here()]
    for _ in range(4):
        qtbot.keyClick(window, Key.Key_F6)
        walked.append(here())
    assert walked == ["page", "inspector", "findings", "header", "rail"]
    qtbot.keyClick(window, Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
    assert here() == "header"


def test_panels_fold_by_key_and_stay_so_in_the_next_window(
    window: MainWindow, make_window: Callable[..., MainWindow], qtbot: QtBot, plan_file: Path
) -> None:
    for key in (Key.Key_I, Key.Key_B):
        qtbot.keyClick(window, key, CTRL)
    qtbot.keyClick(window, Key.Key_M, CTRL | Qt.KeyboardModifier.ShiftModifier)
    assert not window.workspace.inspector_shown
    assert not window.workspace.findings_shown
    window.close()
    again = make_window(make_context())
    again.desk.open(plan_file)
    assert not again.workspace.inspector_shown
    assert not again.workspace.findings_shown
    assert again.rail.width() == tokens.RAIL_WIDTH_FOLDED


def test_widths_are_remembered_and_never_in_the_plan(
    window: MainWindow, make_window: Callable[..., MainWindow], plan_file: Path
) -> None:
    before = plan_file.read_bytes()
    window.resize(1300, 800)
    window.workspace.across.setSizes([700, 400])
    QApplication.processEvents()
    width = window.inspector.width()
    window.close()
    again = make_window(make_context())
    again.resize(1300, 800)
    again.desk.open(plan_file)
    QApplication.processEvents()
    assert abs(again.inspector.width() - width) <= 2
    assert plan_file.read_bytes() == before


def test_every_action_of_a_menu_is_in_the_menu_bar(window: MainWindow) -> None:
    actions = window.context.actions
    shown = {
        action.objectName()
        for menu in window.menuBar().actions()
        for action in menu.menu().actions()
        if not action.isSeparator()
    }
    assert shown == {spec.id for spec in actions.specs() if spec.menu}
    assert "stub.act" in shown


def test_menus_do_not_pile_up_when_they_are_filled_anew(window: MainWindow) -> None:
    bar = window.menuBar()
    for _ in range(5):
        fill(bar, window.context.actions)
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    menus = bar.findChildren(QMenu, options=Qt.FindChildOption.FindDirectChildrenOnly)
    assert len(menus) == len(bar.actions())


def test_a_menu_that_is_open_stays_until_it_is_closed(window: MainWindow, qtbot: QtBot) -> None:
    bar = window.menuBar()
    opened = bar.actions()[0].menu()
    opened.popup(window.mapToGlobal(window.rect().center()))
    fill(bar, window.context.actions)
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert opened.isVisible()
    with qtbot.waitSignal(opened.destroyed):
        opened.close()


def test_no_two_actions_share_a_shortcut(context: Context, plan_file: Path, qtbot: QtBot) -> None:
    window = MainWindow(context)  # with the real pages
    window.desk.open(plan_file)
    taken: dict[str, str] = {}
    for spec in window.context.actions.specs():
        for keys in spec.shortcuts:
            assert keys not in taken, (spec.id, taken[keys])
            taken[keys] = spec.id
        assert not spec.menu or spec.menu.partition("/")[0] in MENUS
    window.close()
    window.deleteLater()


def test_the_sheet_of_shortcuts_lists_those_of_the_page_too(window: MainWindow) -> None:
    window.show_shortcuts()
    sheet = window.findChild(ShortcutSheet)
    said = [part.text() for part in sheet.findChildren(QLabel)]
    assert "Act on the row" in said
    assert "Ctrl+K" in said
    sheet.close()


def test_undo_in_the_menu_names_what_it_undoes(window: MainWindow) -> None:
    window.context.apply(lambda: set_release(window.context.plan, "code_name", "Osprey"))
    assert window.context.actions.action("edit.undo").text().startswith("Undo Set code name")
    assert window.context.actions.is_enabled("edit.undo")
    assert not window.context.actions.is_enabled("edit.redo")


def test_the_status_can_be_changed_in_the_header(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.mouseClick(window.header.status, Qt.MouseButton.LeftButton)
    menu = window.header.findChild(QMenu)
    next(one for one in menu.actions() if one.text() == "Approved").trigger()
    menu.close()
    assert window.context.plan.release.status == "approved"


def test_a_narrow_window_keeps_what_matters_in_the_header(window: MainWindow) -> None:
    window.resize(*tokens.WINDOW_LEAST)
    QApplication.processEvents()
    header = window.header
    assert header.countdown.isVisible()
    assert header.slip.isVisible()
    assert header.box.geometry().right() <= header.width()


def test_a_narrow_window_folds_the_rail_and_a_wide_one_unfolds_it(window: MainWindow) -> None:
    widths = []
    for width in (1000, 1400):
        window.resize(width, 800)
        QApplication.processEvents()
        widths.append(window.rail.width())
    assert widths == [tokens.RAIL_WIDTH_FOLDED, tokens.RAIL_WIDTH]
    assert not window.workspace.rail_folded


@pytest.mark.parametrize("shown", ["plan", "start"])
def test_everything_that_takes_the_keyboard_has_a_name(
    shown: str, make_window: Callable[[], MainWindow], plan_file: Path
) -> None:
    window = make_window()
    if shown == "plan":
        window.desk.open(plan_file)
        window.context.selection.set("activities", ["qa"])
    nameless = [
        part
        for part in window.findChildren(QWidget)
        if part.isVisible()
        and isinstance(part, (QAbstractButton, QLineEdit, QPlainTextEdit))
        and part is not getattr(window.page, "field", None)
        and not part.accessibleName()
        and not (isinstance(part, QAbstractButton) and part.text())
    ]
    assert nameless == []


def test_a_message_said_before_the_window_is_shown_waits_for_it(
    context: Context, make_window: Callable[[], MainWindow]
) -> None:
    context.messages.warn("The settings could not be read.")
    window = make_window()
    assert window._toast.words.text() == "The settings could not be read."
    assert window._toast.isVisible()


def test_the_answer_of_a_message_is_done_when_pressed(window: MainWindow, qtbot: QtBot) -> None:
    done: list[str] = []
    window.context.messages.warn("Refused.", "Show", lambda: done.append("shown"))
    qtbot.mouseClick(window._toast.answer, Qt.MouseButton.LeftButton)
    assert done == ["shown"]
    assert window._toast.isHidden()


def test_the_rail_shows_pages_and_goes_there_by_key(window: MainWindow, qtbot: QtBot) -> None:
    entry = window.rail.entry("timeline")
    assert entry.isChecked()
    entry.setFocus()
    qtbot.keyClick(entry, Key.Key_Return)
    assert window.page is not None


def test_a_message_of_a_thousand_lines_stays_a_small_card(window: MainWindow) -> None:
    window.context.messages.warn("\n".join(f"Row {row}: no." + "x" * row for row in range(1000)))
    toast = window._toast
    assert toast.height() < window.height() / 2
    assert toast.words.text().endswith("… and 995 more like these.")


def test_every_menu_opens_by_alt_and_a_letter_of_its_own(window: MainWindow) -> None:
    letters = [action.text().partition("&")[2][:1].lower() for action in window.menuBar().actions()]
    assert all(letters)
    assert len(set(letters)) == len(letters)
