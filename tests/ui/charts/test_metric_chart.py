"""Lines of many samples lose no spike and bridge no gap; the chart zooms, steps and reads itself."""

from __future__ import annotations

from collections.abc import Iterator
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from relplanner.ui.charts import clock_axis
from relplanner.ui.charts.decimate import gap_of, points
from relplanner.ui.charts.metric_chart import Line, MetricChart, Span
from relplanner.ui.common.activity_words import Dates, names_of
from relplanner.ui.context import Context

MINUTE = 60_000
HOUR = 60 * MINUTE


def test_every_spike_survives_at_any_width() -> None:
    times = np.arange(0, 100_000 * 15_000, 15_000, dtype=np.int64)
    values = np.zeros(len(times))
    spikes = np.random.default_rng(5).choice(len(times), 40, replace=False)
    values[spikes] = np.arange(1, 41)
    x, y = points(times, values, 0, int(times[-1]), 800, 60_000)
    assert len(x) <= 4 * 800 + 8
    assert set(range(1, 41)) & set(y.astype(int)) >= {40}
    width = int(times[-1]) // 800
    for at in spikes:
        near = np.abs(x - times[at]) <= width
        assert y[near].max() >= values[at]


def test_a_gap_and_a_value_that_is_no_number_break_the_line() -> None:
    times = np.array([0, 1000, 2000, 90_000, 91_000], dtype=np.int64)
    _, y = points(times, np.array([1.0, np.nan, 1.0, 1.0, 1.0]), 0, 91_000, 400, 10_000)
    assert np.isnan(y).sum() == 2


def test_a_spike_beside_values_that_are_no_numbers_stays() -> None:
    times = np.arange(0, 40_000, dtype=np.int64)
    values = np.full(len(times), np.nan)
    values[20_001] = 9.0
    _, y = points(times, values, 0, 40_000, 100, 10)
    assert np.nanmax(y) == 9.0


def test_columns_stay_in_place_while_the_picture_scrolls() -> None:
    times = np.arange(0, 1_000_000, dtype=np.int64)
    values = np.sin(times / 5000.0)
    first, _ = points(times, values, 100_000, 300_000, 200, 10_000)
    moved, _ = points(times, values, 100_500, 300_500, 200, 10_000)
    inner = (first > 110_000) & (first < 290_000)
    assert set(first[inner]) <= set(moved)


def test_the_usual_step_tells_what_is_a_gap() -> None:
    assert gap_of(np.arange(0, 1000 * MINUTE, MINUTE, dtype=np.int64), 1) == 3 * MINUTE


def test_ticks_stand_at_round_times_of_the_plans_zone() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    found, step = clock_axis.ticks(0.0, 6 * HOUR, 8, berlin)
    assert step == HOUR
    assert found[0] % HOUR == 0


@pytest.fixture
def chart(qtbot: QtBot, context: Context) -> Iterator[MetricChart]:
    window = QWidget()
    made = MetricChart(context.themes, Dates(ZoneInfo("UTC"), names_of(), 2027), window)
    window.resize(800, 240)
    made.resize(800, 240)
    window.show()
    qtbot.waitExposed(window)
    times = np.arange(0, 24 * HOUR, MINUTE, dtype=np.int64)
    made.show_lines([Line("error_rate", times, np.sin(times / HOUR))], (0, 24 * HOUR))
    made.show_limit(0.5, "> 0.5")
    made.show_spans([Span("firing", HOUR, 2 * HOUR), Span("unknown", 5 * HOUR, 6 * HOUR)])
    made.draw_now()
    yield made
    window.close()
    window.deleteLater()


def test_it_says_what_it_shows_and_lists_it(chart: MetricChart) -> None:
    assert "fired once" in chart.sentence()
    assert [row[0] for row in chart.rows()[1]] == ["firing", "no data"]


def test_dragging_looks_closer_and_a_double_click_at_all(chart: MetricChart, qtbot: QtBot) -> None:
    view = chart.viewport()
    qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=QPoint(200, 100))
    qtbot.mouseMove(view, QPoint(400, 100))
    qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=QPoint(400, 100))
    start, stop = chart.view
    assert 5 * HOUR < stop - start < 8 * HOUR
    qtbot.mouseDClick(view, Qt.MouseButton.LeftButton, pos=QPoint(300, 100))
    assert chart.view == (0, 24 * HOUR)


def test_keys_zoom_and_move(chart: MetricChart, qtbot: QtBot) -> None:
    qtbot.keyClick(chart, Qt.Key.Key_Plus)
    narrow = chart.view
    assert narrow[1] - narrow[0] < 24 * HOUR
    qtbot.keyClick(chart, Qt.Key.Key_Right)
    assert chart.view[0] > narrow[0]
    with qtbot.waitSignal(chart.stepped):
        qtbot.keyClick(chart, Qt.Key.Key_PageDown)
    qtbot.keyClick(chart, Qt.Key.Key_Home)
    assert chart.view == (0, 24 * HOUR)


def test_the_place_under_the_mouse_is_said(chart: MetricChart, qtbot: QtBot) -> None:
    with qtbot.waitSignal(chart.probed) as said:
        qtbot.mouseMove(chart.viewport(), QPoint(120, 60))
    assert "error_rate" in said.args[0]
