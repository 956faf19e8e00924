"""The triggers page by mouse and key: choosing, writing, keeping, moving, filtering."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QWidget

from relplanner.plan.forms.condition import format_condition
from relplanner.ui.triggers import doing
from relplanner.ui.triggers.rows import ALERT
from tests.ui.triggers.conftest import Desk


def condition(desk: Desk, entry_id: str) -> str:
    when = desk.trigger(entry_id).when
    return "" if when is None else format_condition(when)


def names(desk: Desk) -> list[str]:
    return [row.heading or row.name for row in desk.page.list.rows]


def test_the_list_is_grouped_by_category_and_by_severity(desk: Desk) -> None:
    assert names(desk) == [
        "Technical", "Errors", "Slow responses", "Executive", "An executive decides", "Alerts", "Slow",
    ]  # fmt: skip
    desk.page.by.take("severity")
    desk.page.by.picked.emit("severity")
    assert names(desk) == [
        "Critical", "Errors", "An executive decides", "Warning", "Slow responses", "Slow",
    ]  # fmt: skip


def test_typing_the_text_fills_the_form(desk: Desk) -> None:
    desk.type_condition("orders drops > 20% vs 1w ago", leave=False)
    row = desk.page.editor.condition.form.rows[()]
    assert (row.measure.text(), row.kind.value, row.amount.text(), row.against.text()) == (
        "orders", "drops", "20", "1w ago",
    )  # fmt: skip


def test_typing_in_the_form_writes_the_text_and_the_plan(desk: Desk) -> None:
    row = desk.page.editor.condition.form.rows[()]
    desk.fill_in(row.amount, "2.5%")
    assert desk.page.editor.condition.text.toPlainText() == "error_rate > 2.5% for 5m"
    desk.fill_in(desk.page.editor.condition.form.hold, "10m")
    desk.qtbot.waitUntil(lambda: condition(desk, "errors") == "error_rate > 2.5% for 10m")


def test_an_unreadable_text_is_marked_where_it_is_wrong_and_kept(desk: Desk) -> None:
    desk.type_condition("error_rate > 1 %% for 5m")
    editor = desk.page.editor.condition
    assert "“%%”" in editor.problem.text()
    selections = editor.text.extraSelections()
    assert [one.cursor.selectedText() for one in selections] == ["%%"]
    assert condition(desk, "errors") == "error_rate > 1% for 5m"
    desk.choose("triggers", "slow")
    assert desk.page.editor.condition.text.toPlainText() == "p95_latency > 1000ms for 10m"
    desk.choose("triggers", "errors")
    assert editor.text.toPlainText() == "error_rate > 1 %% for 5m"
    assert editor.problem.text()
    assert [row.tone for row in desk.page.list.rows if row.id == "errors"] == ["error"]


def test_the_last_readable_condition_comes_back_on_demand(desk: Desk) -> None:
    desk.type_condition("error_rate >")
    editor = desk.page.editor.condition
    assert not editor.form.rows[()].amount.isVisible() or editor.form.rows[()].amount.isReadOnly()
    desk.press(editor.back)
    assert editor.text.toPlainText() == "error_rate > 1% for 5m"
    assert not editor.is_unreadable
    assert not editor.form.rows[()].amount.isReadOnly()


def test_what_is_left_unreadable_leaves_the_plan_as_it_was_before(desk: Desk) -> None:
    desk.type_condition("error_rate > 1", leave=False)
    desk.qtbot.waitUntil(lambda: condition(desk, "errors") == "error_rate > 1")
    QTest.keyClicks(desk.page.editor.condition.text, " %% for")
    desk.choose("triggers", "slow")
    assert condition(desk, "errors") == "error_rate > 1% for 5m"
    desk.choose("triggers", "errors")
    assert desk.page.editor.condition.text.toPlainText() == "error_rate > 1 %% for"


def test_escape_gives_up_what_cannot_be_read(desk: Desk) -> None:
    desk.type_condition("error_rate >", leave=False)
    desk.key(desk.page.editor.condition.text, Qt.Key.Key_Escape)
    assert desk.page.editor.condition.text.toPlainText() == "error_rate > 1% for 5m"
    assert not desk.page.editor.condition.is_unreadable


def test_half_a_word_is_no_fault_until_typing_pauses(desk: Desk) -> None:
    desk.type_condition("error_r > ", leave=False)
    assert desk.page.editor.condition.problem.isHidden()
    desk.qtbot.waitUntil(desk.page.editor.condition.problem.isVisible, timeout=3000)


def test_one_undo_takes_back_what_was_typed_in_one_go(desk: Desk) -> None:
    field = desk.page.editor.condition.text
    desk.type_condition("error_rate > 3%", leave=False)
    desk.qtbot.waitUntil(lambda: condition(desk, "errors") == "error_rate > 3%")
    QTest.keyClicks(field, " for 7m")
    field._popup.hide()
    desk.qtbot.waitUntil(lambda: condition(desk, "errors") == "error_rate > 3% for 7m")
    desk.key(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert condition(desk, "errors") == "error_rate > 1% for 5m"
    assert field.toPlainText() == "error_rate > 1% for 5m"


def test_a_comparison_is_added_grouped_and_removed_in_the_form(desk: Desk) -> None:
    form = desk.page.editor.condition.form
    desk.press(form.rows[()].buttons[0])  # type: ignore[arg-type]
    desk.fill_in(form.rows[(1,)].measure, "p95_latency")
    desk.fill_in(form.rows[(1,)].amount, "1s")
    desk.qtbot.waitUntil(lambda: condition(desk, "errors") == "error_rate > 1% and p95_latency > 1s for 5m")
    desk.press(form.rows[(1,)].buttons[1])  # type: ignore[arg-type]
    desk.fill_in(form.rows[(1, 1)].measure, "orders")
    desk.fill_in(form.rows[(1, 1)].amount, "50%")
    expected = "error_rate > 1% and (p95_latency > 1s or orders < 50%) for 5m"
    desk.qtbot.waitUntil(lambda: condition(desk, "errors") == expected)
    desk.press(form.rows[(0,)].buttons[2])  # type: ignore[arg-type]
    desk.qtbot.waitUntil(lambda: condition(desk, "errors") == "p95_latency > 1s or orders < 50% for 5m")


def test_a_new_metric_in_the_form_turns_the_operator_towards_worse(desk: Desk) -> None:
    desk.qtbot.keyClick(desk.page.list, Qt.Key.Key_Insert)
    row = desk.page.editor.condition.form.rows[()]
    desk.fill_in(row.measure, "orders")
    desk.fill_in(row.amount, "80%")
    desk.qtbot.waitUntil(lambda: condition(desk, "new-trigger") == "orders < 80%")


def test_the_text_completes_metrics_and_units(desk: Desk) -> None:
    field = desk.page.editor.condition.text
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "resp")
    assert field.is_offering
    desk.key(field._popup, Qt.Key.Key_Return)
    assert field.toPlainText() == "p95_latency "
    QTest.keyClicks(field, "> 2")
    shown = field._model.stringList()
    assert any(one.startswith("2ms") for one in shown)
    assert any(one.startswith("2s") for one in shown)
    desk.key(field._popup, Qt.Key.Key_Return)
    assert field.toPlainText().startswith("p95_latency > 2ms")


def test_the_offer_follows_what_is_typed_and_lets_shortcuts_through(desk: Desk, plan_file: Path) -> None:
    desk.fill("notes", "Tried on Monday")
    field = desk.page.editor.condition.text
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "error_rate > 4% for 2m")
    assert not field.is_offering
    QTest.keyClicks(field, " ")
    field.selectAll()
    QTest.keyClicks(field, "error_rate > 4")
    assert field.is_offering
    desk.key(field, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert not field.is_offering
    assert "when: error_rate > 4" in plan_file.read_text(encoding="utf-8")


def test_entries_are_added_duplicated_deleted_and_moved_by_key(desk: Desk) -> None:
    view = desk.page.list
    desk.choose("triggers", "errors")
    desk.key(view, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert desk.plan.ids("triggers") == ("errors", "errors-2", "slow", "decision")
    desk.key(view, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert desk.plan.ids("triggers") == ("errors", "slow", "errors-2", "decision")
    desk.key(view, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert desk.plan.ids("triggers") == ("errors", "errors-2", "slow", "decision")
    desk.key(view, Qt.Key.Key_Delete)
    assert desk.plan.ids("triggers") == ("errors", "slow", "decision")
    assert desk.page.key == ("triggers", "slow")
    desk.window.context.actions.run("edit.undo")
    assert "errors-2" in desk.plan.ids("triggers")


def test_keys_in_a_field_are_the_fields(desk: Desk) -> None:
    desk.choose("triggers", "errors")
    field = desk.page.editor.condition.text
    field.setFocus()
    desk.key(field, Qt.Key.Key_Home)
    desk.key(field, Qt.Key.Key_Delete)
    assert "errors" in desk.plan.ids("triggers")
    assert field.toPlainText() == "rror_rate > 1% for 5m"


def test_all_fields_of_a_trigger_can_be_set(desk: Desk) -> None:
    desk.choose("triggers", "errors")
    for name, text in (
        ("severity", "warning"), ("mode", "act"), ("no_data", "hold"), ("every", "30s"),
        ("keep_firing_for", "2m"), ("warm_up", "5m"), ("stale_after", "1m"),
        ("recovers", "error_rate < 0.8%"),
        ("who", "Tom Okafor"), ("action", "hold"), ("notes", "Seen twice"), ("name", "Many errors"),
    ):  # fmt: skip
        desk.fill(name, text)
    found = desk.trigger("errors")
    assert (found.severity, found.mode, found.no_data, found.action) == ("warning", "act", "hold", "hold")
    assert (found.who, found.notes, found.name) == ("lead", "Seen twice", "Many errors")
    assert found.recovers is not None
    assert [one.seconds for one in (found.every, found.warm_up, found.stale_after) if one] == [30, 300, 60]


def test_an_unreadable_field_is_kept_too(desk: Desk) -> None:
    desk.choose("triggers", "errors")
    desk.fill("every", "often")
    desk.choose("triggers", "slow")
    desk.choose("triggers", "errors")
    fields = desk.page.editor.fields
    assert fields is not None
    assert fields.editors["every"].text == "often"
    assert fields.editors["every"].problem.text()


def test_an_id_changes_and_the_page_stays_on_it(desk: Desk) -> None:
    desk.choose("triggers", "errors")
    desk.fill("id", "many-errors")
    assert desk.page.key == ("triggers", "many-errors")
    desk.fill("id", "slow")
    assert desk.page.key == ("triggers", "many-errors")


def test_a_decision_by_hand_and_an_alert_share_the_editor(desk: Desk) -> None:
    desk.press(desk.page.adding[1])
    told = desk.page.editor.told
    assert told is not None
    desk.fill_in(told.input, "Regulatory violation detected")
    told.commit()
    assert desk.trigger("new-decision").manual == "Regulatory violation detected"
    assert not desk.page.editor.condition_card.isVisible()
    doing.add(desk.page, ALERT)
    desk.type_condition("p95_latency > 500ms")
    desk.fill("response", "30m")
    desk.fill("level", "warning")
    assert desk.alert("new-alert").level == "warning"
    assert desk.alert("new-alert").when is not None
    assert desk.alert("new-alert").response is not None


def test_a_filter_by_words_and_kinds_hides_and_a_jump_shows_again(desk: Desk) -> None:
    QTest.keyClicks(desk.page.filter, "response")
    assert names(desk) == ["Technical", "Slow responses", "Alerts", "Slow"]
    desk.press(desk.page.kinds[ALERT])
    assert names(desk) == ["Technical", "Slow responses"]
    desk.page.filter.setText("no such thing")
    assert desk.page.nothing.isVisible()
    desk.window.reveal("alerts", "slow")
    assert desk.page.key == ("alerts", "slow")
    assert "Errors" in names(desk)


def test_findings_of_a_trigger_stand_in_place_and_help(desk: Desk) -> None:
    desk.choose("triggers", "errors")
    desk.type_condition("failures > 5%")
    lines = desk.page.editor.findings
    desk.qtbot.waitUntil(lambda: bool(lines.findChildren(QAbstractButton)), timeout=5000)
    line = lines.findChildren(QAbstractButton)[0]
    assert "failures" in line.text()
    desk.qtbot.mouseClick(line, Qt.MouseButton.LeftButton)
    assert "failures" in desk.plan.ids("metrics")


def test_an_empty_plan_says_why_and_starts(make_desk: Callable[..., Desk], empty_file: Path) -> None:
    desk = make_desk(empty_file)
    assert desk.page.empty.isVisible()
    desk.press(desk.page.empty.button)
    assert desk.plan.ids("triggers") == ("new-trigger",)
    assert desk.window.focusWidget() is desk.page.editor.condition.text


def test_a_read_only_plan_shows_all_and_edits_nothing(
    make_desk: Callable[..., Desk], plan_file: Path
) -> None:
    desk = make_desk(plan_file, read_only=True)
    assert desk.page.editor.condition.text.isReadOnly()
    assert desk.page.editor.condition.form.rows[()].amount.isReadOnly()
    assert not any(button.isVisible() for button in desk.page.adding)
    assert desk.page.mode.text() == "Read-only"


def test_everything_that_takes_the_keyboard_has_a_name(desk: Desk) -> None:
    for one in desk.page.findChildren(QWidget):
        if one.focusPolicy() & Qt.FocusPolicy.TabFocus and one.isVisible() and one.focusProxy() is None:
            named = one.accessibleName() or (one.text() if isinstance(one, QAbstractButton) else "")
            assert named, one


def test_the_inspector_makes_room_and_comes_back(desk: Desk) -> None:
    assert not desk.window.workspace.inspector_shown
    desk.window.go("timeline")
    assert desk.window.workspace.inspector_shown


def test_the_reading_says_what_happens(desk: Desk) -> None:
    desk.choose("triggers", "errors")
    assert "5 minutes" in desk.page.editor.reading.text()
    assert "rollback" in desk.page.editor.reading.text()


def test_what_is_typed_a_moment_before_saving_is_saved(desk: Desk, plan_file: Path) -> None:
    desk.choose("triggers", "errors")
    desk.fill("notes", "Tried on Monday")
    desk.type_condition("error_rate > 7% for 5m", leave=False)
    desk.window.context.actions.run("file.save")
    assert "when: error_rate > 7% for 5m" in plan_file.read_text(encoding="utf-8")


def test_each_field_of_the_form_is_a_step_to_undo(desk: Desk) -> None:
    form = desk.page.editor.condition.form
    desk.fill_in(form.rows[()].amount, "2%")
    desk.key(form.rows[()].amount, Qt.Key.Key_Return)
    desk.fill_in(form.hold, "9m")
    desk.key(form.hold, Qt.Key.Key_Return)
    assert condition(desk, "errors") == "error_rate > 2% for 9m"
    desk.window.context.actions.run("edit.undo")
    assert condition(desk, "errors") == "error_rate > 2% for 5m"


def test_a_save_keeps_every_other_line(desk: Desk, plan_file: Path) -> None:
    desk.choose("triggers", "errors")
    desk.type_condition("error_rate > 2% for 5m")
    assert desk.window.desk.save()
    saved = plan_file.read_text(encoding="utf-8")
    assert "name: Errors   # by hand" in saved
    assert "when: error_rate > 2% for 5m" in saved
