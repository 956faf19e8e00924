"""The review page in the main window, on small plans of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from relplanner.ui.context import Context
from relplanner.ui.main_window import MainWindow
from relplanner.ui.pages import PAGES, page_spec
from relplanner.ui.review.page import ReviewPage
from relplanner.ui.review.state import PARTS
from tests.ui.stub_page import STUB

PLAN = """\
relplan: 1
release:
  product: Aurora Checkout
  target: 2027-03-10T09:00
  start: 2027-02-22T09:00
  milestone: production
  time_zone: Europe/Berlin
  sign_offs:
  - id: lead-signs
    who: lead
    due: 2027-02-20
  - id: tester-signs
    who: tester
    verdict: given
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
  from: 2027-03-11
  to: 2027-03-31
activities:
- id: build
  name: Build it
  duration: 5d
  estimate: 4d / 5d / 9d
  owner: lead
- id: qa
  name: QA testing
  duration: 5d
  estimate: 4d / 5d / 8d
  after: build
  owner: tester
- id: docs
  name: Manual
  duration: 1d
  after: build
  owner: tester
- id: fixes
  name: Fixes
  duration: 3d
  after: qa
  owner: lead
- id: go
  name: Go/no-go decision
  kind: gate
  after: [fixes, docs]
  owner: lead
- id: production
  name: Production deployment
  kind: deployment
  duration: 4h
  after: go FS+1d
  owner: lead
gates:
- id: go-gate
  activity: go
  criteria:
  - id: tests
    manual: All tests passed
    result: {value: "yes", by: Mia}
  - id: rehearsal
    manual: Rollback rehearsed
"""


@pytest.fixture
def plan_file(tmp_path: Path) -> Path:
    path = tmp_path / "aurora.relplan.yaml"
    path.write_text(PLAN, encoding="utf-8")
    return path


class Desk:
    """The window and its review page, with ways to wait for the work in the background."""

    def __init__(self, window: MainWindow, qtbot: QtBot) -> None:
        self.window, self.qtbot = window, qtbot

    @property
    def page(self) -> ReviewPage:
        page = self.window.page
        assert isinstance(page, ReviewPage)
        return page

    def settle(self) -> None:
        """Wait until every part is of the plan in hand."""

        def settled() -> bool:
            work, schedule = self.page.work, self.window.context.schedule
            done = (work.state(part).of is schedule or part == "risk" for part in PARTS)
            return all(done) and not any(work.state(part).running for part in PARTS)

        self.qtbot.waitUntil(settled, timeout=15_000)


@pytest.fixture
def make_desk(context: Context, qtbot: QtBot) -> Iterator[Callable[..., Desk]]:
    made: list[MainWindow] = []

    def make(path: Path, *, read_only: bool = False, settle: bool = True) -> Desk:
        context.layout.set("page", "review")
        window = MainWindow(context, (STUB, page_spec("review", PAGES)))
        made.append(window)
        window.resize(1500, 950)
        window.show()
        qtbot.waitExposed(window)
        assert window.desk.open(path, read_only=read_only)
        qtbot.waitUntil(lambda: window.menuBar().actions() != [])
        desk = Desk(window, qtbot)
        if settle:
            desk.settle()
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
