"""The metrics page by mouse and key: cells typed in place, where each is used, sources, hand-fed numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QWidget
from pytestqt.qtbot import QtBot

from relplanner.plan.forms.quantity import format_baseline
from relplanner.plan.forms.target import format_target
from relplanner.plan.nouns.rollout import Metric
from relplanner.plan.plan import Plan
from relplanner.ui.common.lines import Line
from relplanner.ui.context import Context
from relplanner.ui.main_window import MainWindow
from relplanner.ui.metrics.columns import COLUMNS
from relplanner.ui.metrics.page import MetricsPage
from relplanner.ui.metrics.usage import uses
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
scope:
  success_metrics:
  - metric: satisfaction
    target: ">= 4.0"
activities:
- id: production
  name: Production deployment
  kind: deployment
  duration: 4h
"""
PLAN = f"""{HEAD}\
gates:
- id: go-gate
  activity: production
  criteria:
  - id: errors
    metric: error_rate
    target: < 0.1%
sources:
- id: production
  kind: prometheus
  url: https://prometheus.example.com
- id: by-hand
  kind: manual
  valid: 1d
metrics:
- id: error_rate
  name: Error rate   # by hand
  unit: "%"
  better: lower
  source: production
  query: rate(errors[5m])
- id: p95_latency
  name: Response time
  unit: ms
- id: satisfaction
  name: Satisfaction
  unit: of 5
  source: by-hand
rollout:
  strategy: canary
  phases:
  - id: canary
    traffic: 1%
    duration: 24eh
    criteria: [error_rate < 0.1%]
triggers:
- id: errors
  name: Errors
  category: technical
  when: error_rate > 1% for 5m
alerts:
- id: slow
  name: Slow
  when: p95_latency > 500ms or error_rate > 2%
"""


class Desk:
    """The window and its metrics page."""

    def __init__(self, window: MainWindow, qtbot: QtBot) -> None:
        self.window, self.qtbot = window, qtbot

    @property
    def page(self) -> MetricsPage:
        page = self.window.page
        assert isinstance(page, MetricsPage)
        return page

    @property
    def plan(self) -> Plan:
        plan = self.window.context.plan
        assert plan is not None
        return plan

    def metric(self, metric_id: str) -> Metric:
        found = self.plan.entry("metrics", metric_id)
        assert isinstance(found, Metric)
        return found

    def place(self, metric_id: str, title: str) -> None:
        """Click a cell."""
        table = self.page.table
        row = next(at for at, one in enumerate(table.metrics) if one.id == metric_id)
        column = next(at for at, one in enumerate(COLUMNS) if one.title == title)
        index = table.model().index(row, column)
        table.scrollTo(index)
        self.qtbot.mouseClick(
            table.viewport(), Qt.MouseButton.LeftButton, pos=table.visualRect(index).center()
        )

    def type_in(self, metric_id: str, title: str, text: str, end: Qt.Key = Qt.Key.Key_Return) -> None:
        """Type a cell's text in place of what stands there."""
        self.place(metric_id, title)
        self.qtbot.keyClick(self.page.table, Qt.Key.Key_F2)
        editor = self.page.table.editor
        assert editor is not None
        editor.selectAll()
        QTest.keyClicks(editor, text)
        if editor.completer():
            editor.completer().popup().hide()
        self.qtbot.keyClick(editor, end)


@pytest.fixture
def make_desk(context: Context, qtbot: QtBot, tmp_path: Path) -> Iterator[Callable[..., Desk]]:
    made: list[MainWindow] = []

    def make(text: str = PLAN, *, read_only: bool = False) -> Desk:
        path = tmp_path / "aurora.relplan.yaml"
        path.write_text(text, encoding="utf-8")
        context.layout.set("page", "metrics")
        window = MainWindow(context, (STUB, page_spec("metrics", PAGES), page_spec("triggers", PAGES)))
        made.append(window)
        window.resize(1500, 950)
        window.show()
        qtbot.waitExposed(window)
        assert window.desk.open(path, read_only=read_only)
        qtbot.waitUntil(lambda: window.context.actions.has("metrics.up"))
        QTest.qWait(10)  # the keyboard goes where the page begins
        return Desk(window, qtbot)

    yield make
    for window in made:
        window.desk.put_away()
        window.background.close()
        window.close()
        window.deleteLater()


@pytest.fixture
def desk(make_desk: Callable[..., Desk]) -> Desk:
    return make_desk()


def test_every_field_of_a_metric_is_typed_in_its_cell(desk: Desk) -> None:
    for title, text in (
        ("Name", "Latency, 95th percentile"), ("Unit", "s"), ("Better", "lower"), ("Group", "application"),
        ("Source", "production"), ("Query", "histogram_quantile(0.95, x)"), ("Target", "< 200ms"),
        ("Baseline", "mean 7d before rollout"), ("Id", "p95"),
    ):  # fmt: skip
        desk.type_in("p95_latency", title, text)
    found = desk.metric("p95")
    assert (found.name, found.unit, found.better) == ("Latency, 95th percentile", "s", "lower")
    assert (found.group, found.source) == ("application", "production")
    assert found.query == "histogram_quantile(0.95, x)"
    assert found.target is not None
    assert format_target(found.target) == "< 200ms"
    assert found.baseline is not None
    assert format_baseline(found.baseline) == "mean 7d before rollout"


def test_a_new_id_is_followed_by_all_that_name_it(desk: Desk) -> None:
    desk.type_in("error_rate", "Id", "failures")
    assert desk.page.current == "failures"
    assert len(uses(desk.plan)["failures"]) == 4
    assert "error_rate" not in uses(desk.plan)


def test_a_text_that_cannot_be_read_stays_in_its_cell_with_the_reason(desk: Desk) -> None:
    desk.type_in("error_rate", "Target", "about half")
    editor = desk.page.table.editor
    assert editor is not None
    assert editor.text() == "about half"
    assert editor.complaint
    desk.qtbot.keyClick(editor, Qt.Key.Key_Escape)
    assert desk.page.table.editor is None
    assert desk.metric("error_rate").target is None


def test_an_id_that_is_taken_is_refused_in_the_cell(desk: Desk) -> None:
    desk.type_in("error_rate", "Id", "p95_latency")
    editor = desk.page.table.editor
    assert editor is not None
    assert "taken" in editor.complaint
    desk.qtbot.keyClick(editor, Qt.Key.Key_Escape)


def test_tab_goes_on_to_the_next_cell_and_typing_begins_one(desk: Desk) -> None:
    desk.type_in("p95_latency", "Unit", "s", Qt.Key.Key_Tab)
    assert desk.page.table.editor is not None
    assert desk.metric("p95_latency").unit == "s"
    desk.qtbot.keyClick(desk.page.table.editor, Qt.Key.Key_Escape)
    desk.place("p95_latency", "Unit")
    QTest.keyClicks(desk.page.table, "m")
    editor = desk.page.table.editor
    assert editor is not None
    QTest.keyClicks(editor, "s")
    desk.qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert desk.metric("p95_latency").unit == "ms"


def test_where_a_metric_is_used_is_listed_and_leads_there(desk: Desk) -> None:
    desk.place("error_rate", "Name")
    lines = desk.page.detail.uses.findChildren(Line)
    said = [(line.entry.text, line.entry.right) for line in lines]
    assert ("Trigger  Errors", "error_rate > 1% for 5m") in said
    assert ("Alert  Slow", "p95_latency > 500ms or error_rate > 2%") in said
    assert ("Phase  canary", "error_rate < 0.1%") in said
    assert any(text.startswith("Gate") for text, _ in said)
    desk.qtbot.mouseClick(lines[said.index(("Trigger  Errors", "error_rate > 1% for 5m"))],
                          Qt.MouseButton.LeftButton)  # fmt: skip
    page = desk.window.page
    assert isinstance(page, TriggersPage)
    assert page.key == ("triggers", "errors")


def test_a_promise_of_the_scope_is_a_use(desk: Desk) -> None:
    found = uses(desk.plan)["satisfaction"]
    assert [(one.kind, one.says) for one in found] == [("Promised by the scope", ">= 4")]


def test_a_metric_fed_by_hand_says_for_how_long_a_number_counts(desk: Desk) -> None:
    desk.place("satisfaction", "Name")
    assert "Each counts for 1 day" in desk.page.detail.by_hand.text()
    valid = desk.page.detail.source_fields["valid"]
    valid.input.setFocus()
    valid.input.selectAll()
    QTest.keyClicks(valid.input, "12h")
    valid.commit()
    assert "12 hours" in desk.page.detail.by_hand.text()
    row = [one.id for one in desk.page.table.metrics].index("satisfaction")
    column = next(at for at, one in enumerate(COLUMNS) if one.title == "Source")
    assert desk.page.table.model().index(row, column).data() == "by hand"


def test_a_source_is_added_for_the_metric(desk: Desk) -> None:
    desk.place("p95_latency", "Name")
    desk.qtbot.mouseClick(desk.page.detail.add_source, Qt.MouseButton.LeftButton)
    assert desk.metric("p95_latency").source == "new-source"
    url = desk.page.detail.source_fields["url"]
    QTest.keyClicks(url.input, "https://metrics.example.com")
    url.commit()
    assert desk.plan.entry("sources", "new-source").url == "https://metrics.example.com"


def test_rows_are_added_duplicated_moved_and_deleted_by_key(desk: Desk) -> None:
    table = desk.page.table
    desk.place("error_rate", "Name")
    desk.qtbot.keyClick(table, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert desk.plan.ids("metrics") == ("error_rate", "error_rate_2", "p95_latency", "satisfaction")
    desk.qtbot.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert desk.plan.ids("metrics") == ("error_rate", "p95_latency", "error_rate_2", "satisfaction")
    desk.qtbot.keyClick(table, Qt.Key.Key_Delete)
    assert desk.plan.ids("metrics") == ("error_rate", "p95_latency", "satisfaction")
    desk.qtbot.keyClick(table, Qt.Key.Key_Insert)
    editor = table.editor
    assert editor is not None
    editor.selectAll()
    QTest.keyClicks(editor, "cpu")
    desk.qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert "cpu" in desk.plan.ids("metrics")
    for _ in range(4):
        desk.window.context.actions.run("edit.undo")
    assert desk.plan.ids("metrics") == ("error_rate", "error_rate_2", "p95_latency", "satisfaction")


def test_deleting_a_metric_in_use_says_who_looks_at_it_still(
    desk: Desk, context: Context, qtbot: QtBot
) -> None:
    desk.place("error_rate", "Name")
    with qtbot.waitSignal(context.messages.said) as said:
        desk.qtbot.keyClick(desk.page.table, Qt.Key.Key_Delete)
    assert "places look at it still" in said.args[0].text


def test_the_filter_finds_any_word_and_a_jump_shows_all_again(desk: Desk) -> None:
    QTest.keyClicks(desk.page.filter, "by hand")
    assert [one.id for one in desk.page.table.metrics] == ["satisfaction"]
    assert desk.page.count.text() == "1 of 3 metrics"
    desk.page.filter.setText("nothing like it")
    assert desk.page.nothing.isVisible()
    desk.window.reveal("metrics", "error_rate")
    assert desk.page.current == "error_rate"
    assert len(desk.page.table.metrics) == 3


def test_a_jump_to_a_source_shows_it(desk: Desk) -> None:
    desk.window.reveal("sources", "by-hand")
    assert desk.page.current == "satisfaction"
    assert desk.page.detail.sources.value == "by-hand"


def test_an_empty_plan_says_why_and_starts(make_desk: Callable[..., Desk]) -> None:
    desk = make_desk(HEAD)
    assert desk.page.empty.isVisible()
    desk.qtbot.mouseClick(desk.page.empty.button, Qt.MouseButton.LeftButton)
    assert desk.plan.ids("metrics") == ("new_metric",)
    assert desk.page.table.editor is not None
    desk.qtbot.keyClick(desk.page.table.editor, Qt.Key.Key_Escape)


def test_a_read_only_plan_is_looked_at_only(make_desk: Callable[..., Desk]) -> None:
    desk = make_desk(read_only=True)
    desk.place("error_rate", "Unit")
    desk.qtbot.keyClick(desk.page.table, Qt.Key.Key_F2)
    assert desk.page.table.editor is None
    assert desk.page.detail.fields["query"].input.isReadOnly()
    assert not desk.page.adding.isVisible()


def test_everything_that_takes_the_keyboard_has_a_name(desk: Desk) -> None:
    for one in desk.page.findChildren(QWidget):
        if one.focusPolicy() & Qt.FocusPolicy.TabFocus and one.isVisible() and one.focusProxy() is None:
            named = one.accessibleName() or (one.text() if isinstance(one, QAbstractButton) else "")
            assert named, one
