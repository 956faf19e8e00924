"""A dependencies page on a small plan, driven by mouse and keys."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from relplanner.session.document import Document
from relplanner.storage.reader import parse
from tests.ui.dependencies.desk import Desk, desk_of

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
- id: performance
  name: Performance testing
  parent: testing
  duration: 2d
  after: build SS+1d
- id: freeze
  name: Code freeze
  kind: milestone
  after: build
- id: docs
  name: Write the manual
  duration: 1d
  after: [build soft]
- id: production
  name: Production deployment
  kind: deployment
  duration: 4h
  after: [testing, freeze]
- id: alone
  name: Party
  duration: 1d
rollout:
  phases:
  - id: canary
    name: Canary
    duration: 24eh
  - id: wide
    name: Everybody
    duration: 48eh
"""


@pytest.fixture
def make_desk(qapp: QApplication) -> Iterator[Callable[..., Desk]]:
    made: list[Desk] = []

    def make(text: str | Document = PLAN, width: int = 1600, height: int = 900, theme: str = "light") -> Desk:
        document = text if isinstance(text, Document) else parse(text).plan
        made.append(desk_of(document, theme, width, height))
        QApplication.processEvents()
        made[-1].page.activateWindow()
        assert QTest.qWaitForWindowActive(made[-1].page)
        made[-1].page.board.setFocus()
        made[-1].view.zoom = 1.0
        made[-1].view.move_to(40, 40)
        return made[-1]

    yield make
    for desk in made:
        desk.page.typing.give_up()
        desk.page.placing.close()
        desk.page.close()
        desk.page.deleteLater()
        desk.document.close()
    QApplication.processEvents()


@pytest.fixture
def desk(make_desk: Callable[..., Desk]) -> Desk:
    return make_desk()
