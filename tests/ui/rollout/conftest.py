"""The rollout page in the main window, on small plans of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from relplanner.plan.nouns.rollout import Phase, Rollout
from relplanner.ui.context import Context
from relplanner.ui.main_window import MainWindow
from relplanner.ui.pages import PAGES, page_spec
from relplanner.ui.rollout.page import RolloutPage
from tests.ui.stub_page import STUB

HEAD = """\
relplan: 1
release:
  product: Aurora Checkout
  target: 2027-03-10T09:00
  start: 2027-03-01T09:00
  milestone: production
  time_zone: Europe/Berlin
stakeholders:
- id: manager
  role: Release manager
  name: Ana Ruiz
freezes:
- id: close
  name: Quarter end
  from: 2027-03-16
  to: 2027-03-18
activities:
- id: production
  name: Production deployment
  kind: deployment
  duration: 4h
  start: 2027-03-10T09:00
"""
METRICS = """\
metrics:
- id: error_rate
  name: Error rate
  unit: "%"
- id: tickets
  name: Tickets
"""
PLAN = (
    HEAD
    + """\
runbooks:
- id: rollback
  name: Rollback
  purpose: rollback
  budget: 5em
  steps:
  - id: traffic
    duration: 2em
  runs:
  - at: 2027-02-20T10:00:00+01:00
    rehearsal: yes
    steps: {traffic: 220s}
"""
    + METRICS
    + """\
rollout:
  strategy: canary
  phases:
  - id: canary
    name: Canary 1 %
    traffic: 1%
    duration: 24eh
    audience: Staff
    criteria:
    - error_rate < 0.1%
    - tickets < 5 within 48eh of T0
  - id: limited
    name: Limited 10 %
    traffic: 10%
    duration: 48eh
    hold: manager
    no_return: yes
  - id: full
    name: Full 100 %
    traffic: 100%
    ongoing: yes
triggers:
- id: errors
  name: Too many errors
  when: error_rate > 1% for 5m
  runbook: rollback
- id: early
  name: Early bird
  manual: Somebody calls
  who: manager
  phases: [canary]
"""
)


@pytest.fixture
def plan_file(tmp_path: Path) -> Path:
    path = tmp_path / "aurora.relplan.yaml"
    path.write_text(PLAN, encoding="utf-8")
    return path


class Desk:
    """The window and its rollout page, with the hands of a person."""

    def __init__(self, window: MainWindow, qtbot: QtBot) -> None:
        self.window, self.qtbot = window, qtbot

    @property
    def page(self) -> RolloutPage:
        page = self.window.page
        assert isinstance(page, RolloutPage)
        return page

    @property
    def rollout(self) -> Rollout:
        plan = self.window.context.plan
        assert plan is not None
        return plan.rollout

    def phase(self, phase_id: str) -> Phase:
        return next(one for one in self.rollout.phases if one.id == phase_id)

    def middle(self, rung_id: str) -> QPointF:
        """A point inside a step, away from its edges."""
        view = self.page.view
        box = view.box(view.ladder.rungs[view.ladder.place(rung_id)])
        return QPointF(box.center().x(), box.bottom() - 2)

    def edge(self, rung_id: str, grip: str) -> QPointF:
        view = self.page.view
        box = view.box(view.ladder.rungs[view.ladder.place(rung_id)])
        if grip == "end":
            return QPointF(box.right(), box.bottom() - min(box.height() / 2, 20))
        return QPointF(box.left() + box.width() / 3, box.top())

    def press(self, at: QPointF) -> None:
        QTest.mousePress(self.page.board, Qt.MouseButton.LeftButton, pos=at.toPoint())

    def drag(self, at: QPointF, to: QPointF) -> None:
        """Press and drag, without letting go."""
        self.press(at)
        for share in (0.3, 0.7, 1.0):
            QTest.mouseMove(self.page.board, (at + (to - at) * share).toPoint())

    def release(self, at: QPointF) -> None:
        QTest.mouseRelease(self.page.board, Qt.MouseButton.LeftButton, pos=at.toPoint())

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self.page.board, key, modifiers)

    def type_into(self, widget: object, text: str, key: Qt.Key = Qt.Key.Key_Return) -> None:
        """Replace what an input says and press a key."""
        widget.setFocus()  # type: ignore[attr-defined]
        widget.selectAll()  # type: ignore[attr-defined]
        QTest.keyClicks(widget, text)
        QTest.keyClick(widget, key)

    def cell(self, phase_id: str, field: str, text: str) -> None:
        self.type_into(self.page.table.rows[phase_id].cells[field].input, text)


@pytest.fixture
def make_desk(context: Context, qtbot: QtBot) -> Iterator[Callable[..., Desk]]:
    made: list[MainWindow] = []

    def make(path: Path, *, read_only: bool = False, size: tuple[int, int] = (1500, 1000)) -> Desk:
        context.layout.set("page", "rollout")
        window = MainWindow(context, (STUB, page_spec("rollout", PAGES)))
        made.append(window)
        window.resize(*size)
        window.show()
        qtbot.waitExposed(window)
        assert window.desk.open(path, read_only=read_only)
        qtbot.waitUntil(lambda: window.menuBar().actions() != [])
        desk = Desk(window, qtbot)
        window.activateWindow()
        assert QTest.qWaitForWindowActive(window)
        qtbot.waitUntil(lambda: not desk.rollout.phases or bool(desk.page.phase_id))
        return desk

    yield make
    for window in made:
        window.desk.put_away()
        window.background.close()
        window.close()
        window.deleteLater()


@pytest.fixture
def desk(make_desk: Callable[..., Desk], plan_file: Path) -> Desk:
    return make_desk(plan_file)
