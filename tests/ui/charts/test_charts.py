"""Claims about the charts: what they say in words and tables, and how mouse and keys walk over them."""

from __future__ import annotations

from collections.abc import Iterator
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QFontMetrics, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from relplanner.ui.charts.base import Plot
from relplanner.ui.charts.frame import ChartFrame
from relplanner.ui.charts.series import Mark, Spread, Swing, chance_at, instant_of
from relplanner.ui.charts.spread_chart import SpreadChart
from relplanner.ui.charts.time_axis import DAY, TimeAxis, ticks
from relplanner.ui.charts.tornado import LINE, NAMES_WIDTH, Tornado
from relplanner.ui.common.activity_words import Dates, names_of
from relplanner.ui.context import Context
from relplanner.ui.theme.tokens import THEMES

BERLIN = ZoneInfo("Europe/Berlin")
BEGIN = 29_000_000
SPREAD = Spread(
    edges=tuple(float(BEGIN + n * DAY) for n in range(5)),
    counts=(10, 30, 40, 20),
    curve=tuple((float(BEGIN + n * DAY), (0, 0.1, 0.4, 0.8, 1.0)[n]) for n in range(5)),
    marks=(Mark("T0", float(BEGIN + 2 * DAY), "t0"), Mark("P80", float(BEGIN + 3 * DAY))),
    target=float(BEGIN + 2 * DAY),
)
SWINGS = (
    Swing("qa", "QA <b>testing</b> & co", -960.0, 2880.0, "correlation 0.81"),
    Swing("uat", "User acceptance", -480.0, 1440.0, "correlation 0.40"),
    Swing("build", "Build", -60.0, 120.0, "correlation 0.10"),
)


def say(minutes: float) -> str:
    return f"{minutes / 60:+.0f} h"


@pytest.fixture
def hold(context: Context, qtbot: QtBot) -> Iterator[QWidget]:
    """A window that charts are put into."""
    window = QWidget()
    window.resize(520, 400)
    yield window
    window.close()
    window.deleteLater()


def shown(window: QWidget, plot: QWidget, qtbot: QtBot) -> None:
    plot.setParent(window)
    plot.resize(520, 240)
    window.show()
    qtbot.waitExposed(window)
    QApplication.processEvents()


@pytest.fixture
def chart(context: Context, hold: QWidget, qtbot: QtBot) -> SpreadChart:
    made = SpreadChart(context.themes, Dates(BERLIN, names_of(), 2025), BERLIN)
    made.show_spread(SPREAD)
    shown(hold, made, qtbot)
    return made


@pytest.fixture
def tornado(context: Context, hold: QWidget, qtbot: QtBot) -> Tornado:
    made = Tornado(context.themes, say)
    made.show_swings(SWINGS)
    shown(hold, made, qtbot)
    return made


@pytest.mark.parametrize(("day", "chance"), [(-1, 0.0), (0, 0.0), (1.5, 0.25), (3, 0.8), (9, 1.0)])
def test_between_two_points_of_the_curve_the_chance_is_in_between(day: float, chance: float) -> None:
    assert chance_at(SPREAD, BEGIN + day * DAY) == pytest.approx(chance)


def test_the_instant_of_a_chance_is_the_first_that_reaches_it() -> None:
    assert instant_of(SPREAD, 0.5) == BEGIN + 3 * DAY
    assert instant_of(Spread(), 0.5) is None


def test_the_chart_says_in_words_what_it_draws(chart: SpreadChart) -> None:
    assert chart.accessibleDescription() == (
        "T0 Fri 21 Feb 22:20, P80 Sat 22 Feb 22:20, chance to be done by T0 40%."
    )


def test_the_table_has_the_chances_and_how_late_they_are(chart: SpreadChart) -> None:
    heads, rows = chart.rows()
    assert heads == ("Chance", "Released by", "After T0")
    assert ("80 %", "Sat 22 Feb 22:20", "+1 d") in rows
    assert ("10 %", "Thu 20 Feb 22:20", "−1 d") in rows


def test_a_chart_of_nothing_says_so(chart: SpreadChart) -> None:
    chart.show_spread(Spread())
    assert chart.accessibleDescription() == "Nothing to show yet."
    assert chart.rows()[1] == []
    QTest.keyClick(chart, Qt.Key.Key_Right)
    assert chart.probe_text() == ""


def test_one_single_date_is_drawn_too(chart: SpreadChart) -> None:
    at = float(BEGIN)
    chart.show_spread(Spread((at, at + 1), (10_000,), ((at, 1.0),), (Mark("P50", at),)))
    assert "P50" in chart.sentence()


def test_arrows_walk_along_the_curve_and_escape_ends_it(chart: SpreadChart, qtbot: QtBot) -> None:
    said: list[str] = []
    chart.probed.connect(said.append)
    QTest.keyClick(chart, Qt.Key.Key_Right)
    QTest.keyClick(chart, Qt.Key.Key_PageUp)
    QTest.keyClick(chart, Qt.Key.Key_Left)
    assert said == ["50 % by Sat 22 Feb 22:20", "60 % by Sat 22 Feb 22:20", "59 % by Sat 22 Feb 22:20"]
    QTest.keyClick(chart, Qt.Key.Key_Escape)
    assert chart.probe_text() == ""


def test_the_mouse_reads_the_chance_at_its_place(chart: SpreadChart) -> None:
    box = chart.getPlotItem().getViewBox()
    at = box.mapViewToScene(QPointF(BEGIN + 3 * DAY, 0.5))
    QTest.mouseMove(chart.viewport(), QPoint(round(at.x()), round(at.y())))
    percent = int(chart.probe_text().split()[0])
    assert 78 <= percent <= 82
    chart.leaveEvent(QEvent(QEvent.Type.Leave))
    assert chart.probe_text() == ""


@pytest.mark.parametrize("kind", ["chart", "tornado"])
def test_the_wheel_is_left_to_the_page(kind: str, request: pytest.FixtureRequest) -> None:
    plot: Plot = request.getfixturevalue(kind)
    before = plot.getPlotItem().getViewBox().viewRange()
    wheel = QWheelEvent(
        QPointF(100, 50), QPointF(100, 50), QPoint(0, 0), QPoint(0, -120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    plot.wheelEvent(wheel)
    assert not wheel.isAccepted()
    assert plot.getPlotItem().getViewBox().viewRange() == before


def test_both_themes_have_their_own_ground(chart: SpreadChart, context: Context) -> None:
    context.themes.choose("dark")
    QApplication.processEvents()
    assert chart.grab().toImage().pixelColor(3, 3).name() == THEMES["dark"].panel
    context.themes.choose("light")
    QApplication.processEvents()
    assert chart.grab().toImage().pixelColor(3, 3).name() == THEMES["light"].panel


def test_bars_before_t0_have_another_colour_than_those_after(chart: SpreadChart) -> None:
    image = chart.grab().toImage()
    box = chart.getPlotItem().getViewBox()

    def colour(day: float) -> str:
        at = box.mapViewToScene(QPointF(BEGIN + day * DAY, 0.02))
        return image.pixelColor(round(at.x()), round(at.y()) - 1).name()

    assert colour(1.3) == THEMES["light"].planned
    assert colour(2.7) == THEMES["light"].near_critical


def test_arrows_walk_along_the_bars_and_enter_chooses(tornado: Tornado) -> None:
    chosen: list[str] = []
    said: list[str] = []
    tornado.chosen.connect(chosen.append)
    tornado.probed.connect(said.append)
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Return):
        QTest.keyClick(tornado, key)
    assert chosen == ["qa"]
    assert said[-1] == "QA <b>testing</b> & co: -16 h to +48 h, correlation 0.81"
    QTest.keyClick(tornado, Qt.Key.Key_End)
    QTest.keyClick(tornado, Qt.Key.Key_Space)
    assert chosen == ["qa", "build"]
    QTest.keyClick(tornado, Qt.Key.Key_Escape)
    assert tornado.current is None


def test_a_click_on_a_bar_chooses_it(tornado: Tornado) -> None:
    chosen: list[str] = []
    tornado.chosen.connect(chosen.append)
    middle = QPoint(NAMES_WIDTH + 60, round(4 + LINE * 1.5))
    QTest.mouseMove(tornado.viewport(), middle)
    QTest.mouseClick(tornado.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    assert chosen == ["uat"]


def test_the_tornado_says_all_its_bars(tornado: Tornado) -> None:
    assert tornado.accessibleDescription().count("correlation") == 3
    heads, rows = tornado.rows()
    assert heads == ("Activity", "Early", "Late", "Correlation")
    assert rows[1] == ("User acceptance", "-8 h", "+24 h", "correlation 0.40")


def test_a_chart_turns_into_its_table_and_back(context: Context, hold: QWidget, qtbot: QtBot) -> None:
    plot = Tornado(context.themes, say)
    plot.show_swings(SWINGS)
    frame = ChartFrame(context.themes, "What drives the spread", plot)
    shown(hold, frame, qtbot)
    QTest.keyClick(frame.switch, Qt.Key.Key_Space)
    table = frame.table
    assert table is not None
    assert table.isVisible()
    assert not plot.isVisible()
    cell = table.item(0, 0)
    assert cell is not None
    assert cell.text() == "QA <b>testing</b> & co"
    plot.show_swings(SWINGS[1:])
    frame.refresh()
    assert table.rowCount() == 2
    QTest.keyClick(frame.switch, Qt.Key.Key_Space)
    assert plot.isVisible()


@pytest.mark.parametrize("span", [60, 600, 3_000, 20_000, 200_000, 5_000_000, 400_000_000])
def test_a_time_axis_has_a_few_ticks_whatever_its_span(span: int) -> None:
    found, step = ticks(BEGIN, BEGIN + span, 6, BERLIN)
    assert len(found) <= 7
    assert all(BEGIN <= at <= BEGIN + span for at in found)
    assert step > 0


@pytest.mark.parametrize("width", [320, 700, 1500, 2400])
@pytest.mark.parametrize("days", [1, 4, 11])
def test_ticks_with_their_times_never_run_into_each_other(qtbot: QtBot, width: int, days: int) -> None:
    axis = TimeAxis(BERLIN, lambda _at: "Wed 16 Jun", lambda _at: "Wed 16 Jun 12:00")
    ((step, found),) = axis.tickValues(BEGIN, BEGIN + days * DAY, width)
    metrics = QFontMetrics(axis.font())
    needed = max(metrics.horizontalAdvance(one) for one in axis.tickStrings(found, 1, step))
    assert step * width / (days * DAY) > needed


def test_ticks_stand_at_midnight_where_the_plan_is_also_when_the_clocks_change() -> None:
    first = 29_712_960  # 2026-06-30, so that October's change lies within
    found, step = ticks(first, first + 150 * DAY, 8, BERLIN)
    assert step >= 7 * DAY
    days = [np.datetime64(0, "s") + np.timedelta64(round(at * 60), "s") for at in found]
    hours = {int(str(day)[11:13]) for day in days}
    assert hours <= {22, 23}
    assert len(hours) == 2
