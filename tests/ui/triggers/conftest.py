"""The triggers page in the main window, on a small plan of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from relplanner.plan.nouns.rollout import Alert, Trigger
from relplanner.plan.plan import Plan
from relplanner.ui.context import Context
from relplanner.ui.main_window import MainWindow
from relplanner.ui.pages import PAGES, page_spec
from relplanner.ui.triggers.page import TriggersPage
from tests.ui.stub_page import STUB

HEAD = """\
relplan: 1
release:
  product: Aurora Checkout
  target: 2027-03-10T09:00
  start: 2027-02-22T09:00
  milestone: production
  time_zone: Europe/Berlin
stakeholders:
- id: lead
  role: Engineering lead
  name: Tom Okafor
activities:
- id: production
  name: Production deployment
  kind: deployment
  duration: 4h
  owner: lead
"""
PLAN = f"""{HEAD}\
metrics:
- id: error_rate
  name: Error rate
  unit: "%"
  better: lower
  series: {{canary: canary_errors, stable: stable_errors}}
- id: p95_latency
  name: Response time
  unit: ms
  better: lower
- id: orders
  name: Order completion
  unit: "%"
  better: higher
triggers:
- id: errors
  name: Errors   # by hand
  category: technical
  when: error_rate > 1% for 5m
- id: slow
  name: Slow responses
  category: technical
  severity: warning
  when: p95_latency > 1000ms for 10m
- id: decision
  name: An executive decides
  category: executive
  manual: A C-level executive calls for rollback
alerts:
- id: slow
  name: Slow
  level: warning
  when: p95_latency > 500ms
  response: 30m
"""


@pytest.fixture
def plan_file(tmp_path: Path) -> Path:
    path = tmp_path / "aurora.relplan.yaml"
    path.write_text(PLAN, encoding="utf-8")
    return path


@pytest.fixture
def empty_file(tmp_path: Path) -> Path:
    path = tmp_path / "empty.relplan.yaml"
    path.write_text(HEAD, encoding="utf-8")
    return path


class Desk:
    """The window and its triggers page."""

    def __init__(self, window: MainWindow, qtbot: QtBot) -> None:
        self.window, self.qtbot = window, qtbot

    @property
    def page(self) -> TriggersPage:
        page = self.window.page
        assert isinstance(page, TriggersPage)
        return page

    @property
    def plan(self) -> Plan:
        plan = self.window.context.plan
        assert plan is not None
        return plan

    def trigger(self, entry_id: str) -> Trigger:
        found = self.plan.entry("triggers", entry_id)
        assert isinstance(found, Trigger)
        return found

    def alert(self, entry_id: str) -> Alert:
        found = self.plan.entry("alerts", entry_id)
        assert isinstance(found, Alert)
        return found

    def choose(self, section: str, entry_id: str) -> None:
        """Click a row of the list."""
        view = self.page.list
        at = next(at for at, row in enumerate(view.rows) if row.key == (section, entry_id))
        index = view.model().index(at, 0)
        view.scrollTo(index)
        self.qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualRect(index).center())

    def type_condition(self, text: str, *, leave: bool = True) -> None:
        """Type a condition in place of what stands in the text form."""
        field = self.page.editor.condition.text
        field.setFocus()
        field.selectAll()
        for letter in text:
            QTest.keyClick(field, letter)
            field._popup.hide()
        if leave:
            self.key(field, Qt.Key.Key_Return)

    def key(self, widget: QWidget, key: Qt.Key, how: Qt.KeyboardModifier | None = None) -> None:
        self.qtbot.keyClick(widget, key, how or Qt.KeyboardModifier.NoModifier)

    def fill(self, name: str, text: str) -> None:
        """Type into a field of the entry and leave it."""
        fields = self.page.editor.fields
        assert fields is not None
        self.fill_in(fields.editors[name].input, text)
        fields.editors[name].commit()

    def fill_in(self, widget: QWidget, text: str) -> None:
        widget.setFocus()
        self.key(widget, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        if text:
            QTest.keyClicks(widget, text)
        else:
            self.key(widget, Qt.Key.Key_Delete)

    def press(self, button: QPushButton) -> None:
        self.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


@pytest.fixture
def make_desk(context: Context, qtbot: QtBot) -> Iterator[Callable[..., Desk]]:
    made: list[MainWindow] = []

    def make(path: Path, *, read_only: bool = False) -> Desk:
        context.layout.set("page", "triggers")
        window = MainWindow(context, (STUB, page_spec("metrics", PAGES), page_spec("triggers", PAGES)))
        made.append(window)
        window.resize(1500, 950)
        window.show()
        qtbot.waitExposed(window)
        assert window.desk.open(path, read_only=read_only)
        qtbot.waitUntil(lambda: window.context.actions.has("triggers.up"))
        QTest.qWait(10)  # the keyboard goes where the page begins
        return Desk(window, qtbot)

    yield make
    for window in made:
        window.desk.put_away()
        window.background.close()
        window.close()
        window.deleteLater()


@pytest.fixture
def desk(make_desk: Callable[..., Desk], plan_file: Path) -> Desk:
    return make_desk(plan_file)
