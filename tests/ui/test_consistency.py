"""Whatever a person does in the window, plan, file, schedule and views agree after each step."""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from PySide6.QtCore import QCoreApplication, QEvent, QLocale, QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.exceptions import capture_exceptions

from relplanner.storage import reader
from relplanner.ui.application import dressed_window, make_application, make_context
from relplanner.ui.inspector.editors import FieldEditor
from relplanner.ui.timeline.hit import HANDLE_AT
from relplanner.ui.timeline.page import TimelinePage
from relplanner.ui.timeline.painter_bars import bar_at
from relplanner.ui.timeline.painter_table import fold_box
from tests.ui.agreement import differences, everything_agrees
from tests.ui.conftest import NOW

PLAN = (Path(__file__).parent / "consistency.relplan.yaml").read_text(encoding="utf-8")
LEFT = Qt.MouseButton.LeftButton
KEY = Qt.Key

ACTIONS = (
    "timeline.add", "timeline.add-milestone", "timeline.add-phase", "timeline.add-gate", "timeline.delete",
    "timeline.duplicate", "timeline.indent", "timeline.outdent", "timeline.up", "timeline.down",
    "timeline.link", "timeline.unlink", "timeline.unpin", "timeline.cut", "timeline.copy", "timeline.paste",
    "timeline.select-all", "edit.undo", "edit.redo", "file.save", "file.revert", "go.milestone",
)  # fmt: skip
LOOKS = (
    "timeline.zoom-in", "timeline.zoom-out", "timeline.fit", "timeline.fit-release", "timeline.whole",
    "timeline.fold-all", "timeline.unfold-all", "timeline.show-critical", "timeline.show-all",
    "view.theme.dark", "view.theme.light", "view.density.compact", "view.density.roomy",
    "view.density.normal", "view.inspector", "view.findings", "go.finding.next", "go.release",
)  # fmt: skip
CELLS = {
    "name": ("Smoke test", "QA: “end to end” # 2", "- x", "yes", "1:30", ""),
    "start": ("T-10d", "2027-03-01", "2027-03-02T10:30", "", "code-freeze+1d", "tomorrow"),
    "finish": ("2027-03-05T12:00", "T-2d", "2027-01-01", ""),
    "duration": ("3d", "4h", "1.5d", "2ed", "0d", "90m", "", "three days"),
    "predecessors": ("build", "build SS+1d, design", "qa FF-10%", "production SF", "", "no XY"),
    "owner": ("lead", "mia novak", "", "nobody"),
    "progress": ("50%", "100", "0%", "101%"),
}  # fmt: skip
FIELDS = {
    "name": ("Renamed", "Überprüfung: 2"),
    "kind": ("task", "milestone", "gate", "phase", "deployment", "meeting"),
    "parent": ("testing", "readiness", ""),
    "duration": ("2d", "6h", ""),
    "after": ("build, design SS+4h", "qa", ""),
    "deadline": ("T-3d", "2027-03-01T12:00", ""),
    "constraint": ("must finish on T-1d", "as late as possible", "start no earlier than 2027-03-02", ""),
    "calendar": ("shifts", ""),
    "actual_start": ("2027-02-23T09:00", ""),
    "remaining": ("1d", ""),
    "progress": ("25%", "0%"),
    "notes": ("One line", "Two\nlines: with a # sign", ""),
    "tags": ("one\ntwo", ""),
}
RELEASE_FIELDS = {
    "target": ("2027-03-12T09:00", "2027-03-10T09:00"),
    "status": ("approved", "in planning"),
    "milestone": ("qa", "production"),
    "time_zone": ("America/New_York", "Europe/Berlin"),
    "calendar": ("shifts", "office"),
}
ROW = st.integers(0, 30)


class Records(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(self.format(record))


class Window(RuleBasedStateMachine):
    """A person at the main window, with one plan and one file."""

    @initialize()
    def open(self) -> None:
        self.stack = ExitStack()
        self.records = Records()
        logging.getLogger().addHandler(self.records)
        self.stack.callback(logging.getLogger().removeHandler, self.records)
        self.errors = self.stack.enter_context(capture_exceptions())
        folder = self.stack.enter_context(tempfile.TemporaryDirectory(prefix="relplanner-window-"))
        self.path = Path(folder) / "consistency.relplan.yaml"
        self.path.write_text(PLAN, encoding="utf-8")
        QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))
        context = replace(make_context(), now=lambda: NOW)
        self.window = dressed_window(make_application(["relplanner"]), context)
        self.context = self.window.context
        self.context.themes.choose("light")
        assert self.window.desk.open(self.path)
        self.window.resize(1440, 900)
        self.window.show()
        self._settle()
        self.window.complete()
        self.opened = self.context.plan

    def teardown(self) -> None:
        if not hasattr(self, "stack"):
            return
        self.window.desk.put_away()
        self.window.close()
        self.window.deleteLater()
        self.context.bridge.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        self.stack.close()

    # What a person does

    @rule(row=ROW, column=st.sampled_from(sorted(CELLS)), how=st.sampled_from(("", "", "ctrl", "shift")))
    def click_a_row(self, row: int, column: str, how: str) -> None:
        modifier = {"ctrl": Qt.KeyboardModifier.ControlModifier, "shift": Qt.KeyboardModifier.ShiftModifier}
        place = self._place(row)
        if place is not None:
            QTest.mouseClick(
                self.board, LEFT, modifier.get(how, Qt.KeyboardModifier.NoModifier), self._in_row(place)
            )

    @rule(
        data=st.data(),
        row=ROW,
        column=st.sampled_from(sorted(CELLS)),
        end=st.sampled_from(("enter", "tab", "esc")),
    )
    def type_in_a_cell(self, data: st.DataObject, row: int, column: str, end: str) -> None:
        text = data.draw(st.sampled_from(CELLS[column]))
        place = self._place(row)
        if place is None or not self.page.typing.begin(place, column):
            return
        self._answer_editor(text, {"enter": KEY.Key_Return, "tab": KEY.Key_Tab, "esc": KEY.Key_Escape}[end])

    @rule(
        row=ROW,
        others=st.lists(ROW, max_size=2),
        how=st.sampled_from(("", " SS+1d", " FF-2h", " SF", " soft")),
    )
    def type_predecessors(self, row: int, others: list[int], how: str) -> None:
        """Of activities that there are; a cycle is refused."""
        place = self._place(row)
        lines = [line for line in self.page.view.sheet.lines if line.position >= 0]
        if place is None or not lines or not self.page.typing.begin(place, "predecessors"):
            return
        names = dict.fromkeys(lines[other % len(lines)].id for other in others)
        self._answer_editor(", ".join(f"{name}{how}" for name in names), KEY.Key_Return)

    @rule(row=ROW, hours=st.integers(0, 60))
    def type_a_duration(self, row: int, hours: int) -> None:
        place = self._place(row)
        if place is not None and self.page.typing.begin(place, "duration"):
            self._answer_editor(f"{hours}h", KEY.Key_Return)

    @rule(action=st.sampled_from(ACTIONS), name=st.sampled_from(CELLS["name"]))
    def do(self, action: str, name: str) -> None:
        self.context.actions.run(action)
        self._answer_editor(name, KEY.Key_Return)

    @rule(action=st.sampled_from(LOOKS))
    def look(self, action: str) -> None:
        self.context.actions.run(action)

    @rule(row=ROW, days=st.integers(-9, 9), give_up=st.booleans())
    def drag_a_bar(self, row: int, days: int, give_up: bool) -> None:
        self._drag(row, lambda bar: (bar.left + bar.right) / 2, days * self._day, 0, give_up)

    @rule(row=ROW, days=st.integers(-4, 9))
    def drag_a_bars_end(self, row: int, days: int) -> None:
        self._drag(row, lambda bar: bar.right - 1, days * self._day, 0, False)

    @rule(row=ROW, other=st.integers(-8, 8), give_up=st.booleans())
    def drag_a_link(self, row: int, other: int, give_up: bool) -> None:
        place = self._place(row)
        aim = self._place((place or 0) + other)
        bar = bar_at(self.page.view, aim) if aim is not None else None
        mine = bar_at(self.page.view, place) if place is not None else None
        if bar is None or mine is None:
            return
        across = (bar.left + bar.right) / 2 - mine.right - HANDLE_AT
        self._drag(row, lambda bar: bar.right + HANDLE_AT, across, bar.middle - mine.middle, give_up)

    @rule(row=ROW, by=st.integers(-12, 12), level=st.integers(0, 3))
    def drag_a_row(self, row: int, by: int, level: int) -> None:
        place = self._place(row)
        if place is not None:
            height = self.page.view.row_height
            self._move_mouse(
                QPointF(self._in_row(place)),
                QPointF(20 + 14 * level, self._in_row(place).y() + by * height / 2),
            )

    @rule(row=ROW)
    def fold(self, row: int) -> None:
        place = self._place(row)
        if place is not None and self.page.view.sheet.lines[place].has_children:
            at = fold_box(self.page.view, place).center()
            QTest.mouseClick(self.board, LEFT, Qt.KeyboardModifier.NoModifier, QPointF(at).toPoint())

    @rule(data=st.data(), name=st.sampled_from(sorted(FIELDS)))
    def type_in_the_inspector(self, data: st.DataObject, name: str) -> None:
        if self.context.selection.section == "activities" and self.context.selection.ids:
            self._type_in_field(name, data.draw(st.sampled_from(FIELDS[name])))

    @rule(data=st.data(), name=st.sampled_from(sorted(RELEASE_FIELDS)))
    def type_in_the_release(self, data: st.DataObject, name: str) -> None:
        self.context.selection.clear()
        self._type_in_field(name, data.draw(st.sampled_from(RELEASE_FIELDS[name])))

    @rule()
    def save(self) -> None:
        document = self.context.document
        assert document is not None
        modified = document.is_modified
        assert self.context.actions.run("file.save") == modified
        assert not document.is_modified

    @rule()
    def undo_all_and_redo_all(self) -> None:
        document = self.context.document
        assert document is not None
        now, steps = document.plan, 0
        while self.context.actions.run("edit.undo"):
            steps += 1
        assert document.plan is self.opened
        for _ in range(steps):
            assert self.context.actions.run("edit.redo")
        assert document.plan is now

    @rule()
    def open_again(self) -> None:
        """What is saved is what opens; what is not is let go."""
        document = self.context.document
        assert document is not None
        before = document.plan if not document.is_modified else reader.read(self.path).plan
        assert self.window.desk.open(self.path, asking=False)
        assert self.context.plan is not None
        assert self.context.can_edit
        assert differences(self.context.plan, before) == []
        self.opened = self.context.plan

    @rule(name=st.sampled_from(("Elsewhere", "Anderswo")))
    def change_the_file_outside(self, name: str) -> None:
        """Another program renames the product; the merge takes it in and keeps ours."""
        text = self.path.read_text(encoding="utf-8")
        line = next(line for line in text.splitlines() if line.startswith("  product:"))
        self.path.write_text(text.replace(line, f"  product: {name} Checkout"), encoding="utf-8")
        assert self.window.desk.merge()
        assert self.context.plan is not None
        assert self.context.plan.release.product == f"{name} Checkout"

    @invariant()
    def all_agree(self) -> None:
        self._settle()
        assert self.records.said == []
        assert self.errors == [], self.errors
        everything_agrees(self.window)

    # How

    @property
    def page(self) -> TimelinePage:
        return cast(TimelinePage, self.window.page)

    @property
    def board(self) -> Any:
        return self.page.board

    @property
    def _day(self) -> float:
        return self.page.view.scale.pixels_per_day

    def _settle(self) -> None:
        for _ in range(3):
            QApplication.processEvents()
        self.window.inspector.catch_up()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)

    def _place(self, row: int) -> int | None:
        """A shown row, scrolled into view."""
        number = len(self.page.view.sheet)
        if not number:
            return None
        self.board.show_place(row % number)
        return row % number

    def _in_row(self, place: int) -> QPoint:
        view = self.page.view
        return QPoint(120, round(view.y_of(place) + view.row_height / 2))

    def _answer_editor(self, text: str, key: Qt.Key) -> None:
        """Type into the cell that is open, if one is; what is refused is given up."""
        editor = self.page.typing.editor
        if editor is None:
            return
        editor.selectAll()
        editor.insert(text)  # QTest types Latin letters only
        QTest.keyClick(editor, key)
        self.page.typing.give_up()

    def _drag(
        self, row: int, where: Callable[[Any], float], across: float, down: float, give_up: bool
    ) -> None:
        place = self._place(row)
        bar = bar_at(self.page.view, place) if place is not None else None
        if bar is None or not self.page.view.chart_left < where(bar) < self.page.view.width:
            return
        start = QPointF(where(bar), bar.middle)
        self._move_mouse(start, start + QPointF(across, down), give_up)

    def _move_mouse(self, start: QPointF, end: QPointF, give_up: bool = False) -> None:
        none = Qt.KeyboardModifier.NoModifier
        QTest.mousePress(self.board, LEFT, none, start.toPoint())
        for share in (0.3, 0.7, 1.0):
            at = start + (end - start) * share
            QTest.mouseMove(self.board, at.toPoint())
        if give_up:
            QTest.keyClick(self.board, KEY.Key_Escape)
        QTest.mouseRelease(self.board, LEFT, none, end.toPoint())

    def _type_in_field(self, name: str, text: str) -> None:
        if self.window.inspector.isHidden():
            self.context.actions.run("view.inspector")
            self._settle()
        form = self.window.inspector.form
        assert form is not None
        editor = form.editor(name)
        if not isinstance(editor, FieldEditor) or editor.input.isReadOnly():
            return
        editor.setFocus()
        editor._set(text)
        editor.commit()
        editor.discard()


def test_plan_file_schedule_and_views_agree_whatever_is_done(qapp: QApplication, long_run: bool) -> None:
    run_state_machine_as_test(
        Window,
        settings=settings(
            max_examples=150 if long_run else 12,
            stateful_step_count=50 if long_run else 25,
            # Shrinking a walk through a window takes minutes; a run that anyone waits for goes without.
            phases=tuple(Phase) if long_run else (Phase.generate,),
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.mark.parametrize("section", ["activities", "release"])
def test_every_field_of_the_machine_exists(section: str) -> None:
    from relplanner.plan.fields import field_of
    from relplanner.plan.nouns.release import Release
    from relplanner.plan.nouns.timeline import Activity

    noun, names = (Activity, FIELDS) if section == "activities" else (Release, RELEASE_FIELDS)
    assert {field_of(noun, name).name for name in names} == set(names)
