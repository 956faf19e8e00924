from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from relplanner.plan import edits
from relplanner.ui.context import Context
from relplanner.ui.dependencies.page import DependenciesPage
from relplanner.ui.main_window import MainWindow
from relplanner.ui.pages import PAGES, page_spec
from relplanner.ui.timeline.page import TimelinePage
from tests.benchmarks.generate import plan_text


@pytest.fixture
def window(context: Context, plan_file: Path, qtbot: QtBot) -> Iterator[MainWindow]:
    """The real pages in the real window."""
    wanted = tuple(page_spec(one) for one in ("timeline", "dependencies"))
    assert set(wanted) <= set(PAGES)
    made = MainWindow(context, wanted)
    made.resize(1400, 900)
    made.show()
    qtbot.waitExposed(made)
    assert made.desk.open(plan_file)
    qtbot.waitUntil(lambda: made.menuBar().actions() != [])
    yield made
    made.desk.put_away()
    made.close()
    made.deleteLater()


def network(window: MainWindow) -> DependenciesPage:
    page = window.page
    assert isinstance(page, DependenciesPage)
    return page


def test_ctrl_2_shows_the_network_and_ctrl_1_the_timeline(window: MainWindow) -> None:
    QTest.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert network(window).isVisible()
    assert len(network(window).view.scene) == 4
    QTest.keyClick(window, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert isinstance(window.page, TimelinePage)


def test_what_is_chosen_on_the_timeline_is_chosen_in_the_network(window: MainWindow) -> None:
    window.context.selection.set("activities", ["qa"], "qa")
    window.go("dependencies")
    assert network(window).view.current == "qa"
    QTest.keyClick(network(window).board, Qt.Key.Key_Right)
    window.go("timeline")
    assert isinstance(window.page, TimelinePage)
    assert window.page.view.current == network_of(window).view.current == "production"


def network_of(window: MainWindow) -> DependenciesPage:
    found = window.findChild(DependenciesPage)
    assert isinstance(found, DependenciesPage)
    return found


def test_an_edit_made_while_the_page_is_hidden_is_shown_when_it_comes_back(window: MainWindow) -> None:
    window.go("dependencies")
    page = network(window)
    window.go("timeline")
    document = window.context.document
    assert document is not None
    window.context.apply(edits.delete_activities(document.plan, ["performance"]))
    window.go("dependencies")
    assert "performance" not in page.view.scene.network.ids


def test_enter_goes_to_the_fields_of_the_chosen_card(window: MainWindow, qtbot: QtBot) -> None:
    window.go("dependencies")
    page = network(window)
    window.context.selection.set("activities", ["qa"], "qa")
    page.board.setFocus()
    window.context.actions.run("dependencies.open")
    qtbot.waitUntil(lambda: window.inspector.isAncestorOf(QApplication.focusWidget()))


def test_a_jump_to_an_activity_stays_on_the_network(window: MainWindow) -> None:
    window.go("dependencies")
    page = network(window)
    page.view.move_to(-5000, -5000)
    window.reveal("activities", "qa")
    assert window.page is page
    card = page.view.card_rect(page.view.card_of("qa"))
    assert page.board.rect().contains(card.toRect())
    window.go("timeline")
    window.reveal("activities", "build")
    assert isinstance(window.page, TimelinePage)


def test_the_menus_hold_all_that_the_page_can_do(window: MainWindow) -> None:
    window.go("dependencies")
    page = network(window)
    for spec in page.page_actions():
        assert window.context.actions.has(spec.id)
        assert spec.menu, f"{spec.id} stands in no menu"


def test_closing_the_plan_ends_a_drawing_that_is_under_way(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "large.relplan.yaml"
    path.write_text(plan_text(2000), encoding="utf-8")
    window.go("dependencies")
    page = network(window)
    assert window.desk.open(path)
    qtbot.waitUntil(lambda: len(page.view.scene) > 1500, timeout=20_000)
    page.look_at("phases")
    assert page.placing.is_busy
    window.desk.close_document()
    assert not page.placing.is_busy
    assert window.desk.open(path)
    qtbot.waitUntil(lambda: not page.placing.is_busy and len(page.view.scene) > 50, timeout=20_000)
