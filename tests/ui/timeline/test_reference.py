"""Claims about what the plan is compared with, as the timeline shows it."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QColor
from shiboken6 import isValid

from relplanner.plan import edits
from relplanner.plan.forms.duration import parse_duration
from relplanner.ui.comparing import Reference
from relplanner.ui.timeline import columns, hover, reference
from relplanner.ui.timeline.hit import Hit
from relplanner.ui.timeline.page import TimelinePage
from tests.ui.timeline.desk import Desk


def lengthen(desk: Desk, text: str = "7d") -> None:
    desk.document.apply(edits.resize(desk.document.plan, "qa", parse_duration(text)))


def ghost_pixels(desk: Desk) -> int:
    image = desk.page.board.grab().toImage()
    wanted = QColor(desk.context.theme.baseline).rgb()
    left = desk.page.view.chart_left
    return sum(
        image.pixel(x, y) == wanted for y in range(image.height()) for x in range(left, image.width(), 3)
    )


def shown(desk: Desk) -> list[str]:
    return [slot.column.key for slot in desk.page.view.columns]


def test_nothing_is_drawn_and_no_column_shown_while_nothing_is_compared(desk: Desk) -> None:
    assert ghost_pixels(desk) == 0
    assert "variance" not in shown(desk)


def test_ghost_bars_and_variances_come_with_a_reference_and_go_with_it(desk: Desk) -> None:
    before = desk.document.schedule
    lengthen(desk)
    desk.context.comparing.choose(Reference("baseline “CAB”", before))
    assert ghost_pixels(desk) > 50
    assert "variance" in shown(desk)
    desk.context.comparing.choose(None)
    assert ghost_pixels(desk) == 0
    assert "variance" not in shown(desk)


def test_a_variance_is_working_time_with_its_sign(desk: Desk) -> None:
    before = desk.document.schedule
    desk.context.comparing.choose(Reference("baseline “CAB”", before))
    view = desk.page.view
    place = view.sheet.places["qa"]
    assert reference.variance(view, place) == ""
    lengthen(desk, "7d")
    assert reference.variance(view, place) == "+2 d"
    lengthen(desk, "4d")
    assert reference.variance(view, place) == "\u22121 d"
    assert reference.variance(view, view.sheet.places["build"]) == ""
    assert reference.variance(view, view.sheet.places["lost"]) == "", "it has no dates on either side"


def test_a_row_that_is_not_in_the_reference_is_new(desk: Desk) -> None:
    before = desk.document.schedule
    desk.document.apply(edits.add_activity(desk.document.plan, "Dress rehearsal", after_row="qa"))
    desk.context.comparing.choose(Reference("HEAD", before))
    view = desk.page.view
    place = next(at for at in range(len(view.sheet)) if columns.name_of(view, at) == "Dress rehearsal")
    assert reference.variance(view, place) == "new"
    assert "HEAD: not in it" in hover.explain(view, Hit("bar", place))


def test_the_mouse_resting_on_a_bar_tells_where_it_was(desk: Desk) -> None:
    desk.context.comparing.choose(Reference("baseline “<b>CAB</b>”", desk.document.schedule))
    lengthen(desk)
    view = desk.page.view
    text = hover.explain(view, Hit("bar", view.sheet.places["qa"]))
    assert "now +2 d" in text
    assert "&lt;b&gt;CAB" in text


def test_a_page_that_is_gone_hears_no_more_of_comparisons(desk: Desk) -> None:
    page = TimelinePage(desk.context)
    page.deleteLater()
    QCoreApplication.sendPostedEvents(page, QEvent.Type.DeferredDelete)
    desk.context.comparing.choose(Reference("HEAD", desk.document.schedule))
    assert not isValid(page)
