"""A main window with a stub page, on a small plan in a file of its own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from relplanner.ui.application import make_context
from relplanner.ui.context import Context
from relplanner.ui.main_window import MainWindow
from relplanner.ui.theme import fonts, stylesheet
from tests.ui.stub_page import STUB

NOW = dt.datetime(2027, 2, 24, 5, 0, tzinfo=dt.UTC)
PLAN = """\
relplan: 1
release:
  product: Aurora Checkout
  version: 3.4.0
  code_name: Kestrel
  status: in planning
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
calendars:
- id: office
  week: Mon-Fri 09:00-17:00
activities:
- id: testing
  name: Testing
  kind: phase
- id: build
  name: Build it   # by hand
  duration: 5d
  owner: lead
- id: qa
  name: QA testing
  parent: testing
  duration: 5d
  after: build
  owner: tester
- id: performance
  name: Performance testing
  parent: testing
  duration: 3d
  after: qa SS+2d
- id: production
  name: Production deployment
  kind: deployment
  duration: 4h
  after: [qa, performance]
  owner: lead
"""


@pytest.fixture
def plan_file(tmp_path: Path) -> Path:
    path = tmp_path / "aurora.relplan.yaml"
    path.write_text(PLAN, encoding="utf-8")
    return path


@pytest.fixture
def context(qapp: QApplication) -> Context:
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))
    made = replace(make_context(), now=lambda: NOW)
    made.preferences.set("theme", "light")
    stylesheet.dress(qapp, made.themes.current, fonts.base(fonts.use_bundled()))
    return made


@pytest.fixture
def make_window(qtbot: QtBot, context: Context) -> Iterator[Callable[[], MainWindow]]:
    made: list[MainWindow] = []

    def make(given: Context = context) -> MainWindow:
        window = MainWindow(given, (STUB,))
        window.resize(1400, 900)
        window.show()
        qtbot.waitExposed(window)
        made.append(window)
        return window

    yield make
    for window in made:
        window.desk.put_away()
        window.close()
        window.deleteLater()


@pytest.fixture
def empty_window(make_window: Callable[[], MainWindow]) -> MainWindow:
    """No plan is open."""
    return make_window()


@pytest.fixture
def window(make_window: Callable[[], MainWindow], plan_file: Path, qtbot: QtBot) -> MainWindow:
    """The small plan is open."""
    made = make_window()
    assert made.desk.open(plan_file)
    qtbot.waitUntil(lambda: made.menuBar().actions() != [])
    return made
