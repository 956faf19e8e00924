"""What the page shows: positions, states, themes, scroll and selection across changes."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QColor, QImage, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from relplanner.plan import edits
from relplanner.plan.forms.moment import parse_moment
from relplanner.ui.common import activity_words as wording
from relplanner.ui.theme.tokens import THEMES
from relplanner.ui.timeline import accessible, hover, menus
from relplanner.ui.timeline.hit import hit
from relplanner.ui.timeline.painter import paint
from relplanner.ui.timeline.painter_header import flags
from tests.ui.timeline.conftest import PLAN, Desk, Hand


def _wheel(desk: Desk, at: QPointF, notches: int, modifiers: Qt.KeyboardModifier) -> None:
    board = desk.page.board
    QApplication.sendEvent(
        board,
        QWheelEvent(
            at,
            board.mapToGlobal(at),
            QPoint(),
            QPoint(0, 120 * notches),
            Qt.MouseButton.NoButton,
            modifiers,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        ),
    )


def test_ctrl_and_the_wheel_zoom_and_keep_the_instant_under_the_cursor(desk: Desk) -> None:
    view = desk.page.view
    at = QPointF(view.chart_left + 333, 200)
    before, size = view.minute_at(at.x()), view.scale.minutes_per_pixel
    _wheel(desk, at, 2, Qt.KeyboardModifier.ControlModifier)
    assert view.minute_at(at.x()) == pytest.approx(before, abs=0.01)
    assert view.scale.minutes_per_pixel == pytest.approx(size / 1.25**2)
    _wheel(desk, at, -2, Qt.KeyboardModifier.ControlModifier)
    assert view.scale.minutes_per_pixel == pytest.approx(size)


def _rows(count: int) -> str:
    rows = "".join(
        f"- id: a{n}\n  duration: 1d\n  after: a{n - 1}\n" if n else "- id: a0\n" for n in range(count)
    )
    return f"relplan: 1\nrelease:\n  start: 2027-02-22T09:00\nactivities:\n{rows}"


def test_the_wheel_scrolls_three_rows(make_desk: Callable[..., Desk]) -> None:
    desk = make_desk(_rows(120))
    for _ in range(5):
        _wheel(desk, QPointF(100, 200), -1, Qt.KeyboardModifier.NoModifier)
    assert desk.page.view.scroll == 5 * 3 * desk.page.view.row_height


@pytest.mark.parametrize("row_height", [28.0, 27.0])
def test_what_scrolling_moves_is_what_would_be_painted(
    make_desk: Callable[..., Desk], row_height: float
) -> None:
    desk = make_desk(_rows(120))
    board = desk.page.board
    desk.page.view.row_height = desk.page.view.detail_height = row_height
    desk.context.selection.set("activities", ["a12"])
    board.scroll_to(200)
    for step in (84, -28, 13, -7, 1, -1, 300):
        board.scroll_to(desk.page.view.scroll + step)
        QApplication.processEvents()
        moved = _backing(desk)
        board.update()
        QApplication.processEvents()
        assert _backing(desk) == moved


def _backing(desk: Desk) -> QImage:
    """What the window shows now, without painting anything anew."""
    pixmap = desk.page.screen().grabWindow(desk.page.winId())
    return pixmap.toImage()


@pytest.mark.parametrize("ratio", [1.0, 2.0])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_milestones_diamond_stands_at_its_instant(
    make_desk: Callable[..., Desk], ratio: float, theme: str
) -> None:
    desk = make_desk(theme=theme)
    view = desk.page.view
    dates = desk.document.schedule.dates("freeze")
    assert dates is not None
    image = QImage(round(view.width * ratio), round(view.height * ratio), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    _paint(desk, image)
    x = view.x_of(dates.start)
    y = view.y_of(view.sheet.places["freeze"]) + view.row_height / 2
    ink = QColor(THEMES["light" if theme == "light" else "dark"].milestone)
    if dates.critical:
        ink = QColor(THEMES["light" if theme == "light" else "dark"].critical)

    def at(dx: float, dy: float) -> QColor:
        return image.pixelColor(round((x + dx) * ratio), round((y + dy) * ratio))

    assert at(0, 0) == ink
    assert at(-4, 0) == ink
    assert at(4, 0) == ink
    assert at(-5, -5) != ink
    assert at(5, 5) != ink


def _paint(desk: Desk, image: QImage) -> None:
    from PySide6.QtGui import QPainter

    painter = QPainter(image)
    paint(painter, desk.page.view, desk.page.board.rect())
    painter.end()


def test_bars_run_from_start_to_finish(desk: Desk, hand: Hand) -> None:
    view = desk.page.view
    dates = desk.document.schedule.dates("build")
    assert dates is not None
    assert hand.bar("build", 0).x() == pytest.approx(view.x_of(dates.start))
    assert hand.bar("build", 1).x() == pytest.approx(view.x_of(dates.finish))


def test_a_change_keeps_scroll_selection_and_folding(make_desk: Callable[..., Desk]) -> None:
    desk = make_desk(_rows(120))
    desk.context.selection.set("activities", ["a40"])
    desk.page.board.scroll_to(500)
    scale = desk.page.view.scale
    desk.document.apply(edits.set_field(desk.document.plan, "activities", "a3", "name", "Three"))
    assert desk.page.view.scroll == 500
    assert desk.page.view.scale == scale
    assert desk.page.view.selected == {"a40"}


def test_folding_survives_edits_and_undo(desk: Desk, hand: Hand) -> None:
    desk.page.toggle_fold(hand.place("testing"))
    desk.document.apply(edits.set_field(desk.document.plan, "activities", "qa", "name", "Tests"))
    desk.document.undo()
    assert "qa" not in desk.page.view.sheet.places


def test_the_selection_is_shared(desk: Desk, hand: Hand) -> None:
    hand.click(hand.row("qa"))
    assert (desk.context.selection.section, desk.context.selection.ids) == ("activities", ("qa",))
    hand.click(hand.row("rollout/canary"))
    assert (desk.context.selection.section, desk.context.selection.ids) == ("rollout", ("canary",))
    desk.context.selection.set("activities", ["build"])
    assert desk.page.view.current == "build"


def test_reveal_unfolds_scrolls_and_brings_the_bar_into_view(make_desk: Callable[..., Desk]) -> None:
    desk = make_desk(_rows(300))
    desk.page.board.zoom(30)
    assert desk.page.reveal("activities", "a250")
    view = desk.page.view
    place = view.sheet.places["a250"]
    assert view.header_height <= view.y_of(place) <= view.header_height + view.body_height
    dates = view.dates_at(place)
    assert dates is not None
    assert 0 <= view.scale.x_of(dates[0]) <= view.chart_width
    assert not desk.page.reveal("activities", "nobody")
    assert not desk.page.reveal("risks", "a250")


def test_an_empty_plan_says_what_belongs_here_and_its_button_starts_it(
    make_desk: Callable[..., Desk],
) -> None:
    desk = make_desk("relplan: 1\nrelease:\n  product: Aurora\n")
    assert desk.page.empty is not None
    assert desk.page.empty.isVisible()
    QTest.mouseClick(desk.page.empty.button, Qt.MouseButton.LeftButton)
    assert len(desk.document.plan.activities) == 1
    assert not desk.page.empty.isVisible()
    assert desk.page.typing.editor is not None


def test_what_could_not_be_scheduled_has_no_bar_and_says_why(desk: Desk, hand: Hand) -> None:
    view = desk.page.view
    place = hand.place("lost")
    assert view.dates_at(place) is None
    assert view.state_at(place).word == "No dates"
    text = hover.explain(view, hit(view, hand.row("lost")))
    assert "lost-too" in text.partition("<br>")[2]


def test_resting_the_mouse_tells_dates_slack_and_driver(desk: Desk, hand: Hand) -> None:
    view = desk.page.view
    text = hover.explain(view, hit(view, hand.bar("qa")))
    assert "QA testing" in text
    assert "Mon 1 Mar 09:00 to Fri 5 Mar 17:00 CET" in text
    assert "Slack" in text
    assert "Build it" in text


def test_names_of_the_plan_are_never_markup(make_desk: Callable[..., Desk]) -> None:
    desk = make_desk("relplan: 1\nactivities:\n- id: a\n  name: <img src=x> <b>bold</b>\n  duration: 1d\n")
    text = hover.explain(desk.page.view, hit(desk.page.view, Hand(desk).row("a")))
    assert "<img" not in text
    assert "&lt;img" in text


def test_the_lane_says_t0_slip_and_freeze_without_covering_one_another(desk: Desk) -> None:
    desk.document.apply(edits.resize(desk.document.plan, "qa", _days(9)))
    desk.page.fit_release()
    shown = flags(desk.page.view)
    assert any(flag.text == "T0" for flag in shown)
    assert any(flag.text.startswith("slip +") for flag in shown)
    spans = sorted((flag.left, flag.left + flag.width) for flag in shown)
    assert all(a[1] <= b[0] for a, b in pairwise(spans))


def _days(count: float) -> object:
    from relplanner.plan.forms.duration import Duration

    return Duration(count, "d")


def test_derived_phases_stand_under_their_own_group(desk: Desk, hand: Hand) -> None:
    lines = desk.page.view.sheet.lines
    assert [(line.id, line.depth) for line in lines[-2:]] == [("rollout", 0), ("rollout/canary", 1)]
    desk.page.toggle_fold(hand.place("rollout"))
    assert desk.page.view.sheet.lines[-1].id == "rollout"


@pytest.mark.parametrize("row", ["qa", "rollout/canary"])
def test_the_context_menu_offers_what_the_selection_can_do(desk: Desk, hand: Hand, row: str) -> None:
    hand.click(hand.row(row))
    menu = menus.build(desk.page, hit(desk.page.view, hand.row(row)))
    enabled = {action.text() for action in menu.actions() if action.isEnabled()}
    assert ("Delete" in enabled) == (row == "qa")
    menu.deleteLater()


def test_columns_can_be_hidden_from_the_header(desk: Desk) -> None:
    menu = menus.build(desk.page, hit(desk.page.view, QPointF(20, 20)))
    finish = next(action for action in menu.actions() if action.text() == "Finish")
    finish.trigger()
    assert "finish" not in [slot.column.key for slot in desk.page.view.columns]
    assert desk.context.layout.get("timeline.hidden", list[str]()) == ["finish"]
    menu.deleteLater()


def test_rows_are_read_out_by_assistive_technology(desk: Desk, hand: Hand) -> None:
    hand.click(hand.row("qa"))
    accessible.install(desk.page.board)  # as the page does a moment after it is shown
    rows = QAccessible.queryAccessibleInterface(desk.page.board)
    assert isinstance(rows, accessible.RowsInterface)
    assert rows.childCount() == len(desk.page.view.sheet)
    child = rows.child(hand.place("qa"))
    assert child is not None
    name = child.text(QAccessible.Text.Name)
    assert name.startswith("QA testing, Mon 1 Mar 09:00 to Fri 5 Mar 17:00, slack")
    assert child.role() == QAccessible.Role.ListItem
    assert child.rect().isValid()
    assert child.state().selected


def test_the_whole_plan_fits_the_height_and_comes_back(make_desk: Callable[..., Desk]) -> None:
    desk = make_desk(_rows(600))
    view = desk.page.view
    desk.page.whole_plan()
    assert view.content_height <= view.body_height
    desk.page.grab()
    desk.page.whole_plan()
    assert view.row_height == view.detail_height


@pytest.mark.parametrize("text", [PLAN, "relplan: 1\n", _rows(3)])
@pytest.mark.parametrize("zoom", [1e-9, 1e-2, 1, 30, 1e9])
def test_every_zoom_paints(make_desk: Callable[..., Desk], text: str, zoom: float) -> None:
    desk = make_desk(text)
    desk.page.board.zoom(zoom)
    image = desk.page.grab().toImage()
    assert not image.isNull()


def test_labels_name_people_in_short_and_roles_in_full(make_desk: Callable[..., Desk]) -> None:
    text = PLAN.replace("  name: Mia Novak\n", "")
    plan = make_desk(text).document.plan
    assert wording.short_owner_of(plan, "lead") == "T. Okafor"
    assert wording.short_owner_of(plan, "tester") == "Tester"
    assert wording.short_owner_of(plan, "stranger") == "stranger"


def test_a_table_of_many_columns_never_needs_a_scroll_bar(desk: Desk) -> None:
    view = desk.page.view
    for width in range(120, 1200, 37):
        view.set_table_width(width)
        slots = view.columns
        assert slots[0].column.key == "name"
        assert slots[-1].x + slots[-1].width == view.table_width


def test_the_theme_changes_while_the_page_is_shown(desk: Desk) -> None:
    light = desk.page.grab().toImage().pixelColor(20, 200)
    desk.context.themes.choose("dark")
    dark = desk.page.grab().toImage().pixelColor(20, 200)
    assert dark.lightness() < 60 < light.lightness()


def test_until_somebody_zooms_the_plan_fits_whatever_the_width(make_desk: Callable[..., Desk]) -> None:
    desk = make_desk(width=1500)
    view = desk.page.view
    first, last = view.time_span()
    for width in (900, 1700):
        desk.page.resize(width, 700)
        QApplication.processEvents()
        assert 0 <= view.scale.x_of(first) < view.scale.x_of(last) <= view.chart_width
        assert view.scale.width_of(last - first) > view.chart_width * 0.6
    desk.page.board.zoom(1.3)
    scale = view.scale
    desk.page.resize(1000, 700)
    QApplication.processEvents()
    assert view.scale == scale


def test_a_plan_that_outgrows_the_chart_is_fitted_until_somebody_zooms(desk: Desk) -> None:
    page = desk.page
    for target, start in (("2031-03-10T09:00", "2031-02-22T09:00"), ("2027-03-10T09:00", "2027-02-22T09:00")):
        desk.document.apply(edits.set_release(desk.document.plan, "target", parse_moment(target)))
        desk.document.apply(edits.set_release(desk.document.plan, "start", parse_moment(start)))
        first, last = (page.view.scale.x_of(minute) for minute in page.view.time_span())
        assert 0 <= first < last <= page.view.chart_width
    page.board.zoom(2)
    zoomed = page.view.scale
    desk.document.apply(edits.set_release(desk.document.plan, "start", parse_moment("2026-02-22T09:00")))
    assert page.view.scale == zoomed


def test_the_plan_stays_fitted_when_the_divider_is_moved(desk: Desk, hand: Hand) -> None:
    view = desk.page.view
    for width in (900, 500):
        edge = QPointF(view.table_width, view.header_height + 200)
        hand.drag(edge, QPointF(width, edge.y()))
        first, last = (view.scale.x_of(minute) for minute in view.time_span())
        assert 0 <= first < last <= view.chart_width
        assert last - first > view.chart_width / 2


def test_a_plan_of_a_century_is_seen_whole(make_desk: Callable[..., Desk]) -> None:
    text = """\
relplan: 1
release: {product: Edges}
activities:
- {id: old, name: Old, start: 1999-01-01, duration: 3d}
- {id: far, name: Far, start: 2090-06-01, duration: 5d, after: old}
"""
    desk = make_desk(text, width=1100)
    view = desk.page.view
    desk.page.fit()
    first, last = (view.scale.x_of(minute) for minute in view.time_span())
    assert 0 < first < last < view.chart_width
    assert not desk.page.grab().isNull()
    for _ in range(30):
        desk.page.board.zoom(0.5)
    assert not desk.page.grab().isNull()


def test_slack_in_days_counts_the_calendars_own_day_also_when_the_plan_begins_in_a_week_off(
    make_desk: Callable[..., Desk],
) -> None:
    text = PLAN.replace(
        "stakeholders:",
        "calendars:\n- id: office\n  week: Mon-Fri 09:00-17:00\n  exceptions:\n"
        "  - from: 2027-02-22\n    to: 2027-02-28\nstakeholders:",
        1,
    )
    desk = make_desk(text)
    view = desk.page.view
    assert view.day_of(view.sheet.places["performance"]) == 480
