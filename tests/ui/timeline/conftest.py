"""A timeline page on a small plan, driven by mouse and keys."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from relplanner.storage.reader import parse
from relplanner.ui.timeline.painter_bars import bar_at
from tests.ui.timeline.desk import Desk, desk_of

PLAN = """\
relplan: 1
release:
  product: Aurora
  target: 2027-03-10T09:00
  start: 2027-02-22T09:00
  milestone: production
  time_zone: Europe/Berlin
stakeholders:
- id: lead
  role: Engineering lead
  name: Tom Okafor
- id: tester
  role: Tester
  name: Mia Novak
freezes:
- id: close
  name: Quarter end
  from: 2027-03-29
  to: 2027-04-02
activities:
- id: build
  name: Build it
  duration: 5d
  owner: lead
- id: testing
  name: Testing
  kind: phase
- id: qa
  name: QA testing
  parent: testing
  duration: 5d
  after: build
  owner: tester
- id: performance
  name: Performance testing
  parent: testing
  duration: 2d
  after: build
- id: freeze
  name: Code freeze
  kind: milestone
  after: build
- id: production
  name: Production deployment
  kind: deployment
  duration: 4h
  after: [qa, performance, freeze]
  owner: lead
- id: lost
  name: Waits in a circle
  duration: 1d
  after: lost-too
- id: lost-too
  duration: 1d
  after: lost
rollout:
  phases:
  - id: canary
    name: Canary
    duration: 24eh
"""


@pytest.fixture
def make_desk(qapp: QApplication) -> Iterator[Callable[..., Desk]]:
    made: list[Desk] = []

    def make(text: str = PLAN, width: int = 1400, height: int = 700, theme: str = "light") -> Desk:
        made.append(desk_of(parse(text).plan, theme, width, height))
        QApplication.processEvents()
        made[-1].page.activateWindow()
        assert QTest.qWaitForWindowActive(made[-1].page)
        made[-1].page.board.setFocus()
        return made[-1]

    yield make
    for desk in made:
        desk.page.typing.give_up()
        desk.page.close()
        desk.page.deleteLater()
        desk.document.close()
    QApplication.processEvents()


@pytest.fixture
def desk(make_desk: Callable[..., Desk]) -> Desk:
    return make_desk()


class Hand:
    """The mouse on a page's board."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.board, self.view = desk, desk.page.board, desk.page.view

    def place(self, row_id: str) -> int:
        return self.view.sheet.places[row_id]

    def row(self, row_id: str, x: float = 60.0, share: float = 0.5) -> QPointF:
        """A point of a row, ``share`` of its height down."""
        return QPointF(x, self.view.y_of(self.place(row_id)) + self.view.row_height * share)

    def cell(self, row_id: str, key: str) -> QPointF:
        slot = next(slot for slot in self.view.columns if slot.column.key == key)
        return self.row(row_id, slot.x + slot.width / 2)

    def bar(self, row_id: str, share: float = 0.5) -> QPointF:
        """A point of a bar, ``share`` of its length from its start."""
        bar = bar_at(self.view, self.place(row_id))
        assert bar is not None
        return QPointF(bar.left + (bar.right - bar.left) * share, bar.middle - 2)

    def end(self, row_id: str, beyond: float = 0.0) -> QPointF:
        bar = bar_at(self.view, self.place(row_id))
        assert bar is not None
        return QPointF(bar.right + beyond, bar.middle - 2)

    def days(self, count: float) -> QPointF:
        return QPointF(self.view.scale.width_of(count * 1440), 0)

    def press(self, at: QPointF) -> None:
        QTest.mousePress(self.board, Qt.MouseButton.LeftButton, pos=_whole(at))

    def move(self, at: QPointF) -> None:
        QTest.mouseMove(self.board, _whole(at))
        QApplication.processEvents()

    def release(self, at: QPointF) -> None:
        QTest.mouseRelease(self.board, Qt.MouseButton.LeftButton, pos=_whole(at))
        QApplication.processEvents()

    def click(self, at: QPointF, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.mouseClick(self.board, Qt.MouseButton.LeftButton, modifiers, _whole(at))

    def double_click(self, at: QPointF) -> None:
        QTest.mouseDClick(self.board, Qt.MouseButton.LeftButton, pos=_whole(at))
        QApplication.processEvents()

    def drag(self, start: QPointF, stop: QPointF) -> None:
        """Press, several moves, release."""
        self.press(start)
        for share in (0.3, 0.7, 1.0):
            self.move(start + (stop - start) * share)
        self.release(stop)


def _whole(at: QPointF) -> QPoint:
    return QPoint(round(at.x()), round(at.y()))


@pytest.fixture
def hand(desk: Desk) -> Hand:
    return Hand(desk)
