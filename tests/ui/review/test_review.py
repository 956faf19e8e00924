"""Claims about the review page: what a lead reads there, and how mouse and keys lead on from it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget

from relplanner.errors import EditRefused
from relplanner.plan import edits
from relplanner.plan.forms.duration import parse_duration
from relplanner.storage import baselines
from relplanner.storage.reader import parse
from relplanner.ui.common.lines import Line
from relplanner.ui.common.walking import stops
from relplanner.ui.comparing import Reference
from relplanner.ui.render import render
from relplanner.ui.review import work
from relplanner.ui.review.verdict import Named
from relplanner.ui.review.work import Choice
from tests.ui.conftest import NOW
from tests.ui.review.conftest import PLAN, Desk
from tests.ui.stub_page import StubPage

Key = Qt.Key


def longer(desk: Desk, text: str = "9d") -> None:
    plan = desk.window.context.plan
    assert plan is not None
    desk.window.context.apply(edits.resize(plan, "qa", parse_duration(text)))


def figures(desk: Desk) -> dict[str, str]:
    return {name: tile.figure.whole for name, tile in desk.page.verdict.tiles.items()}


def texts(widget: QWidget) -> list[str]:
    QApplication.processEvents()  # what is new becomes visible with the next event
    return [one.text() for one in widget.findChildren(QLabel) if one.isVisible()]


def lines(widget: QWidget) -> list[Line]:
    return widget.findChildren(Line)


def named(desk: Desk) -> list[str]:
    QApplication.processEvents()
    found = desk.page.verdict.findChildren(QPushButton, "mover")
    return [one.text() for one in found if one.isVisible()]


def release(desk: Desk, row: int) -> None:
    """Click a row of the critical path."""
    view = desk.page.path.view
    at = view.visualRect(view.model().index(row, 0)).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at)


# What a lead reads first


def test_the_verdict_is_there_before_anything_is_worked_out(
    make_desk: Callable[..., Desk], plan_file: Path
) -> None:
    desk = make_desk(plan_file, settle=False)
    assert desk.page.verdict.sentence.text() == "Projected Fri 12 Mar 13:00 CET, 2 d 4 h after T0."
    assert figures(desk)["Slip"] == "+2 d 4 h"
    desk.settle()


def test_the_verdict_names_the_three_things_that_move_the_release(desk: Desk) -> None:
    assert named(desk) == ["Build it", "QA testing", "Fixes"]


def test_where_a_date_alone_holds_the_release_what_may_delay_it_is_named(
    make_desk: Callable[..., Desk], plan_file: Path
) -> None:
    logic = "kind: deployment\n  duration: 4h\n  after: go FS+1d"
    assert logic in PLAN
    held = PLAN.replace(logic, "kind: milestone\n  at: 2027-03-12T09:00\n  after: go")
    plan_file.write_text(held, encoding="utf-8")
    desk = make_desk(plan_file)
    assert "What may delay it most:" in " ".join(texts(desk.page.verdict))
    assert set(named(desk)) == {"Build it", "QA testing"}
    assert desk.page.movers.table.rows[0].drag == 0


def test_the_figures_of_the_verdict(desk: Desk) -> None:
    shown = figures(desk)
    assert shown["Projected"] == "Fri 12 Mar 13:00"
    assert shown["T0"] == "Wed 10 Mar 09:00"
    assert shown["Readiness"] == "50 %"
    assert shown["Chance to meet T0"].endswith("%")
    assert shown["P80"].split()[0] in ("Mon", "Tue", "Wed", "Thu", "Fri")
    assert "warning" in shown["Findings"]


def test_the_three_names_lead_to_why(desk: Desk) -> None:
    button = next(
        one for one in desk.page.verdict.findChildren(QPushButton, "mover") if one.text() == "Fixes"
    )
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    desk.settle()
    assert desk.window.context.selection.ids == ("fixes",)
    assert desk.page.why.note.whole == "Fixes"


@pytest.mark.parametrize("width", [420, 620, 760, 1200])
def test_the_names_of_what_moves_the_release_are_never_cut(desk: Desk, width: int) -> None:
    verdict = desk.page.verdict
    names = ("User acceptance testing", "Security review and its gate", "QA testing")
    verdict.show_movers(
        [Named(one, one, "+15 h 10 m", "") for one in names], "Nothing done sooner would move it."
    )
    QApplication.processEvents()
    verdict.setFixedWidth(width)
    QApplication.processEvents()
    found = [one for one in verdict.findChildren(QPushButton, "mover") if one.isVisible()]
    assert [one.text() for one in found] == list(names)
    for one in found:
        assert one.width() >= one.sizeHint().width()
        assert one.mapTo(verdict, one.rect().bottomRight()).x() < width


# The critical path and why


def test_the_critical_path_is_read_from_the_first_cause_to_the_release(desk: Desk) -> None:
    links = desk.page.path.view.links
    assert [link.id for link in links] == ["build", "qa", "fixes", "go", "production"]
    assert links[-1].when == "Fri 12 Mar 09:00 – Fri 12 Mar 13:00"
    assert links[-1].how() == "FS+1d · gap 1 d 8 h (night)"
    assert links[2].how() == "FS · gap 2 d 16 h (weekend)"
    assert links[1].how() == "FS · gap 2 d 16 h (weekend)"
    assert all(link.critical and link.slack.startswith("slack −") for link in links)


def test_a_click_on_the_path_explains_that_row(desk: Desk) -> None:
    release(desk, 1)
    desk.settle()
    assert desk.window.context.selection.ids == ("qa",)
    assert desk.page.why.note.whole == "QA testing"
    said = texts(desk.page.why)
    assert any("when “Build it” is done" in text for text in said)


def test_arrows_walk_the_path_and_enter_goes_to_the_row(desk: Desk) -> None:
    view = desk.page.path.view
    view.setFocus()
    QTest.keyClick(view, Key.Key_Home)
    QTest.keyClick(view, Key.Key_Down)
    assert desk.window.context.selection.ids == ("qa",)
    QTest.keyClick(view, Key.Key_Return)
    assert isinstance(desk.window.page, StubPage)
    assert desk.window.page.revealed[-1] == ("activities", "qa")


def test_a_step_of_the_explanation_leads_to_its_row(desk: Desk) -> None:
    release(desk, 2)
    desk.settle()
    QApplication.processEvents()
    names = [one for one in desk.page.why.findChildren(QPushButton, "whyName") if one.isVisible()]
    assert [one.text() for one in names] == ["Fixes", "QA testing", "Build it"]
    names[1].setFocus()
    QTest.keyClick(names[1], Key.Key_Space)
    assert isinstance(desk.window.page, StubPage)
    assert desk.window.page.revealed[-1] == ("activities", "qa")


def test_each_step_says_what_would_make_it_earlier(desk: Desk) -> None:
    said = [one.text() for one in desk.page.why.findChildren(QLabel) if one.property("role") == "earlier"]
    assert any("Go/no-go decision" in text and "earlier" in text for text in said)


def test_a_selection_made_elsewhere_is_explained_here(desk: Desk) -> None:
    desk.window.context.selection.set("activities", ["docs"])
    desk.settle()
    assert desk.page.why.note.whole == "Manual"
    assert not desk.page.path.view.currentIndex().isValid()


# What moves the release


def test_the_table_begins_with_the_largest_drag(desk: Desk) -> None:
    rows = desk.page.movers.table.rows
    assert [row.id for row in rows[:3]] == ["build", "qa", "fixes"]
    assert rows[0].drag >= rows[1].drag >= rows[2].drag > 0
    assert rows[-1].drag == 0


def test_a_columns_head_sorts_and_again_the_other_way(desk: Desk) -> None:
    table = desk.page.movers.table
    header = table.horizontalHeader()

    def click(column: int) -> None:
        at = header.sectionViewportPosition(column) + header.sectionSize(column) // 2
        QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=_at(at, 8))

    click(0)
    names = [row.name for row in table.rows]
    assert names == sorted(names, key=str.casefold)
    click(0)
    assert [row.name for row in table.rows] == names[::-1]
    click(1)
    assert table.rows[0].id == "build"


def test_criticality_comes_with_the_simulation(desk: Desk) -> None:
    table = desk.page.movers.table
    assert table.criticality["build"] == pytest.approx(1.0)
    assert table.criticality["docs"] < 0.01
    at = next(at for at, row in enumerate(table.rows) if row.id == "build")
    assert table.model().index(at, 3).data() == "100 %"


def test_enter_on_a_row_of_the_table_goes_to_it(desk: Desk) -> None:
    table = desk.page.movers.table
    table.setFocus()
    QTest.keyClick(table, Key.Key_Down)
    QTest.keyClick(table, Key.Key_Return)
    assert isinstance(desk.window.page, StubPage)
    assert desk.window.page.revealed[-1][0] == "activities"


# Risk


def test_the_charts_show_the_simulation(desk: Desk) -> None:
    spread, tornado = desk.page.risk.spread, desk.page.risk.tornado
    assert spread is not None
    assert tornado is not None
    assert "T0" in spread.plot.sentence()
    assert "P80" in spread.plot.sentence()
    assert {one.id for one in tornado.plot.swings} == {"build", "qa"}
    assert "10,000 trials" in desk.page.risk.trials.text()


def test_the_same_seed_gives_the_same_chance(make_desk: Callable[..., Desk], plan_file: Path) -> None:
    first = make_desk(plan_file).page.work.state("risk").value
    second = make_desk(plan_file, read_only=True).page.work.state("risk").value
    assert (first.finish == second.finish).all()


def test_another_choice_simulates_anew(desk: Desk) -> None:
    before = desk.page.work.state("risk").value
    desk.page.risk.seed.setFocus()
    desk.page.risk.seed.selectAll()
    QTest.keyClicks(desk.page.risk.seed, "7")
    QTest.keyClick(desk.page.risk.seed, Key.Key_Return)
    desk.settle()
    risk = desk.page.work.state("risk").value
    assert (before.seed, risk.seed) == (1, 7)
    desk.page.risk.asked.emit(Choice(1_000, 7, "owner"))
    desk.settle()
    assert desk.page.work.state("risk").value.trials == 1_000


def test_the_registers_risks_tell_what_they_cost(make_desk: Callable[..., Desk], plan_file: Path) -> None:
    risk = """\
risks:
- id: defects
  risk: Acceptance finds too much
  probability: high
  impact: high
  delay: 4d
  activity: fixes
"""
    plan_file.write_text(PLAN + risk, encoding="utf-8")
    desk = make_desk(plan_file)
    (line,) = lines(desk.page.risk.events)
    assert line.entry.text == "Acceptance finds too much"
    share, effect = line.entry.right.split(" · ")
    assert 67 <= int(share.split()[0]) <= 73
    assert effect.startswith("+")


def test_a_bar_of_the_tornado_explains_its_activity(desk: Desk) -> None:
    frame = desk.page.risk.tornado
    assert frame is not None
    frame.plot.setFocus()
    QTest.keyClick(frame.plot, Key.Key_Down)
    QTest.keyClick(frame.plot, Key.Key_Return)
    assert desk.window.context.selection.ids in (("build",), ("qa",))


def test_a_plan_without_estimates_is_told_how_to_get_a_chance(
    make_desk: Callable[..., Desk], plan_file: Path
) -> None:
    kept = [line for line in PLAN.splitlines() if "estimate" not in line]
    plan_file.write_text("\n".join(kept), encoding="utf-8")
    desk = make_desk(plan_file)
    assert desk.page.risk.advice.isVisible()
    assert "4d / 5d / 9d" in desk.page.risk.advice.text()
    assert figures(desk)["Chance to meet T0"] == "–"
    desk.page.risk.start.click()
    assert desk.window.context.selection.ids == ("build",)


# Old figures


def test_figures_of_the_plan_before_an_edit_are_marked_until_new_ones_are_there(desk: Desk) -> None:
    page = desk.page
    assert not page.risk.old.isVisible()
    longer(desk)
    assert page.verdict.sentence.text().startswith("Projected Thu 18 Mar")
    for card in (page.path, page.why, page.movers, page.risk):
        assert card.old.isVisible()
    assert page.verdict.tiles["P80"].note.whole == "before the last edit"
    desk.settle()
    for card in (page.path, page.why, page.movers, page.risk):
        assert not card.old.isVisible()
    assert page.path.view.links[1].when.endswith("Thu 11 Mar 17:00")


def test_many_edits_at_once_are_worked_out_once(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[str] = []
    start = desk.page.work._start

    def noted(name: work.PartName) -> None:
        begun.append(name)
        start(name)

    monkeypatch.setattr(desk.page.work, "_start", noted)
    for days in ("6d", "7d", "8d", "9d"):
        longer(desk, days)
    desk.settle()
    assert begun.count("risk") == 1


def test_while_another_page_is_shown_nothing_is_worked_out(desk: Desk) -> None:
    page = desk.page
    desk.window.go("timeline")
    longer(desk)
    desk.qtbot.wait(work.SETTLE_MS + 200)
    assert page.work.is_stale("risk")
    assert not page.work.state("risk").running
    desk.window.go("review")
    desk.settle()
    assert not page.work.is_stale("risk")


def test_a_simulation_that_takes_long_can_be_stopped_and_keeps_what_it_has(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    from relplanner.schedule import risk as engine

    simulate, wait = engine.simulate, threading.Event()

    def slow(schedule, *, on_progress, cancelled, **others):  # type: ignore[no-untyped-def]
        def told(early):  # type: ignore[no-untyped-def]
            on_progress(early)
            while not cancelled() and not wait.is_set():
                wait.wait(0.01)

        return simulate(schedule, on_progress=told, cancelled=cancelled, **others)

    monkeypatch.setattr(engine, "simulate", slow)
    card = desk.page.risk
    desk.page.work.simulate(Choice(10_000, 3))
    desk.qtbot.waitUntil(card.busy.isVisible, timeout=3_000)
    desk.qtbot.waitUntil(card.stop.isVisible, timeout=5_000)
    desk.qtbot.waitUntil(lambda: desk.page.work.state("risk").partial)
    assert "%" in card.busy.text()
    assert "So far" in card.summary.text()
    QTest.mouseClick(card.stop, Qt.MouseButton.LeftButton)
    desk.qtbot.waitUntil(lambda: not desk.page.work.state("risk").running)
    found = desk.page.work.state("risk").value
    assert 0 < found.trials < 10_000
    assert not card.stop.isVisible()
    wait.set()


def test_a_job_that_fails_says_so_in_its_card_and_hides_nothing_else(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    from relplanner.schedule import risk as engine

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("out of cheese")

    monkeypatch.setattr(engine, "simulate", broken)
    with desk.qtbot.captureExceptions() as raised:
        longer(desk)
        desk.settle()
    assert [str(one[1]) for one in raised] == ["out of cheese"]
    assert "could not be worked out" in desk.page.risk.summary.text()
    assert named(desk)


# What changed, and what is in the way


def test_the_newest_baseline_is_compared_with_unasked(
    make_desk: Callable[..., Desk], plan_file: Path
) -> None:
    baselines.take(
        plan_file, PLAN.replace("  duration: 5d\n  estimate: 4d / 5d / 8d", "  duration: 3d"), "CAB 1"
    )
    desk = make_desk(plan_file)
    assert desk.page.changes.note.whole == "the newest baseline “CAB 1”"
    assert any("QA testing takes 5d instead of 3d" in line.entry.text for line in lines(desk.page.changes))
    used = {row.id: row.used for row in desk.page.movers.table.rows}
    assert used["qa"] == 2 * 480


def test_a_sentence_of_what_changed_leads_to_its_object(
    make_desk: Callable[..., Desk], plan_file: Path
) -> None:
    baselines.take(plan_file, PLAN.replace("duration: 3d", "duration: 2d"), "CAB 1")
    desk = make_desk(plan_file)
    line = next(one for one in lines(desk.page.changes) if one.entry.text.startswith("Fixes takes"))
    line.setFocus()
    QTest.keyClick(line, Key.Key_Return)
    assert desk.window.context.selection.ids == ("fixes",)


def test_what_all_pages_compare_with_is_told_here(desk: Desk) -> None:
    document = desk.window.context.document
    assert document is not None
    assert "Not compared" in desk.page.changes.summary.text()
    before = document.schedule
    longer(desk)
    desk.window.context.comparing.choose(Reference("yesterday's plan", before))
    desk.settle()
    assert desk.page.changes.note.whole == "yesterday's plan"
    assert "The slip grew by" in desk.page.changes.summary.text()


def test_freezes_sign_offs_and_findings_are_listed_apart(desk: Desk) -> None:
    page = desk.page
    assert [line.entry.text for line in lines(page.open.freezes)] == [
        "“Production deployment” runs inside the freeze “Quarter end”, which lasts until 2027-04-01 00:00."
    ]
    (sign_off,) = lines(page.open.sign_offs)
    assert sign_off.entry.text == "Tom Okafor for the release"
    assert sign_off.entry.right.startswith("overdue since ")
    assert page.open.heads[1].text() == "Sign-offs open · 1 of 2"
    assert any("2 d 4 h after T0" in line.entry.text for line in lines(page.open.findings))


def test_a_finding_leads_to_its_object(desk: Desk) -> None:
    (line,) = lines(desk.page.open.freezes)
    QTest.mouseClick(line, Qt.MouseButton.LeftButton)
    assert desk.window.context.selection.ids == ("production",)


# States


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        ("  target: 2027-03-10T09:00\n", "", "There is no T0 to compare it with."),
        ("[fixes, docs]", "[fixes, docs, production]", "no projected date"),
    ],
)
def test_a_plan_that_lacks_something_says_what(
    make_desk: Callable[..., Desk], plan_file: Path, before: str, after: str, sentence: str
) -> None:
    assert before in PLAN
    plan_file.write_text(PLAN.replace(before, after), encoding="utf-8")
    desk = make_desk(plan_file)
    assert sentence in desk.page.verdict.sentence.text()


def test_what_cannot_be_scheduled_leaves_the_rest_of_the_page_standing(
    make_desk: Callable[..., Desk], plan_file: Path
) -> None:
    text = PLAN.replace("[fixes, docs]", "[fixes, docs, production]")
    plan_file.write_text(text, encoding="utf-8")
    desk = make_desk(plan_file)
    assert "cannot be scheduled" in desk.page.path.nothing.text()
    assert not desk.page.path.view.isVisible()
    assert "no date" in desk.page.risk.summary.text()
    assert any("circle" in line.entry.text for line in lines(desk.page.open.findings))


def test_an_empty_plan_says_what_belongs_here(make_desk: Callable[..., Desk], plan_file: Path) -> None:
    plan_file.write_text("relplan: 1\n", encoding="utf-8")
    desk = make_desk(plan_file, settle=False)
    assert desk.page.empty.isVisible()
    QTest.mouseClick(desk.page.empty.button, Qt.MouseButton.LeftButton)
    assert isinstance(desk.window.page, StubPage)


def test_a_name_that_looks_like_markup_stays_letters(make_desk: Callable[..., Desk], plan_file: Path) -> None:
    plan_file.write_text(PLAN.replace("name: Fixes", 'name: "<b>Fix</b> & &co"'), encoding="utf-8")
    desk = make_desk(plan_file)
    assert "<b>Fix</b> && &&co" in named(desk)
    assert desk.page.path.view.links[2].name == "<b>Fix</b> & &co"


@pytest.mark.parametrize("width", [900, 1280, 1600])
def test_the_page_never_scrolls_across(desk: Desk, width: int) -> None:
    desk.window.resize(width, 720)
    desk.qtbot.wait(50)
    columns = desk.page.columns
    assert columns.horizontalScrollBar().maximum() == 0
    assert columns.inner.width() <= columns.viewport().width()
    for card in columns.inner.children():
        if isinstance(card, QWidget):
            assert card.geometry().right() <= columns.viewport().width()


def test_both_columns_are_about_as_long(desk: Desk) -> None:
    page = desk.page
    assert page.columns.is_wide
    ends: dict[int, int] = {}
    for card in (page.path, page.why, page.changes, page.movers, page.risk, page.open, page.comments):
        ends[card.x()] = max(ends.get(card.x(), 0), card.geometry().bottom())
    assert len(ends) == 2
    assert max(ends.values()) - min(ends.values()) < page.open.height() + page.comments.height()


def test_every_card_gets_the_height_that_its_words_need(desk: Desk) -> None:
    for width in (1000, 1500):
        desk.window.resize(width, 800)
        desk.qtbot.wait(50)
        for card in (desk.page.why, desk.page.changes, desk.page.open, desk.page.comments):
            assert card.height() >= card.heightForWidth(card.width())


def test_tab_reaches_every_part(desk: Desk) -> None:
    page = desk.page
    QApplication.processEvents()
    stops(page.columns.order())[0].setFocus()
    seen: set[QWidget] = set()
    for _ in range(100):
        focus = desk.window.focusWidget()
        assert focus is not None
        seen.add(focus)
        QTest.keyClick(focus, Key.Key_Tab)
    for card in (page.verdict, page.path, page.movers, page.why, page.risk, page.open, page.comments):
        assert any(card.isAncestorOf(one) for one in seen), card.accessibleName()


def test_tab_goes_through_the_cards_in_the_order_in_which_they_are_read(desk: Desk) -> None:
    page = desk.page
    QApplication.processEvents()
    assert desk.window.focusWidget() is page.path.view
    cards = [page.path, page.why, page.changes]
    seen: list[QWidget] = []
    for _ in range(30):
        focus = desk.window.focusWidget()
        assert focus is not None
        inside = next((card for card in cards if card.isAncestorOf(focus)), None)
        if inside is not None and inside not in seen:
            seen.append(inside)
        QTest.keyClick(focus, Key.Key_Tab)
    assert seen == cards
    page.path.view.setFocus()
    QTest.keyClick(page.path.view, Key.Key_Backtab)
    focus = desk.window.focusWidget()
    assert focus is not None
    assert page.verdict.isAncestorOf(focus)


def test_tab_leaves_the_page_behind_its_last_part(desk: Desk) -> None:
    card = desk.page.columns.order()[-1]
    last = stops([card])[-1]
    last.setFocus()
    QTest.keyClick(last, Key.Key_Tab)
    focus = desk.window.focusWidget()
    assert focus is not None
    assert not desk.page.isAncestorOf(focus)


def test_every_part_has_a_name_for_those_who_do_not_see_it(desk: Desk) -> None:
    page = desk.page
    for widget in page.findChildren(QWidget):
        takes_tab = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and widget.isVisible()
        assert not takes_tab or widget.accessibleName() or getattr(widget, "text", str)(), widget


# Pictures


def test_a_picture_has_all_results_and_is_the_same_each_time(
    plan_file: Path, tmp_path: Path, qapp: QApplication
) -> None:
    plan = parse(PLAN).plan
    for name in ("one.png", "two.png", "page.svg"):
        render(plan, "review", (1400, 2200), "light", 1, tmp_path / name, path=plan_file, now=NOW)
    assert QImage(str(tmp_path / "one.png")) == QImage(str(tmp_path / "two.png"))
    text = (tmp_path / "page.svg").read_text(encoding="utf-8")
    for shown in ("What moves it most:", "P80 · ", "100 %", "Measuring"):
        assert (shown in text) == (shown != "Measuring"), shown


# Reviewing


def test_in_a_review_edits_are_refused_and_comments_kept(
    make_desk: Callable[..., Desk], plan_file: Path
) -> None:
    desk = make_desk(plan_file, read_only=True)
    document = desk.window.context.document
    assert document is not None
    assert "Comments may be written" in desk.window.banners.text("read-only")
    assert "Read-only" in desk.page.mode.text()
    with pytest.raises(EditRefused):
        document.apply(edits.resize(document.plan, "qa", parse_duration("9d")))
    QTest.keyClicks(desk.page.comments.field, "Is five days enough?")
    QTest.keyClick(desk.page.comments.field, Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert "Is five days enough?" in texts(desk.page.comments)
    assert desk.page.comments.field.toPlainText() == ""
    assert plan_file.read_text(encoding="utf-8") == PLAN


def test_a_comment_is_about_what_is_chosen(desk: Desk) -> None:
    release(desk, 1)
    card = desk.page.comments
    assert card.on.value == "activities/qa"
    desk.window.context.actions.run("review.comment")
    assert desk.window.focusWidget() is card.field
    QTest.keyClicks(card.field, "Long")
    QTest.mouseClick(card.send, Qt.MouseButton.LeftButton)
    (found,) = card.book.now().all
    assert (found.on, found.text) == ("activities/qa", "Long")


def test_a_comment_is_resolved_and_found_again(desk: Desk) -> None:
    card = desk.page.comments
    card.book.add("release", "Open point")
    card.look()
    resolve = next(one for one in card.findChildren(QPushButton) if one.text() == "Resolve")
    QTest.mouseClick(resolve, Qt.MouseButton.LeftButton)
    assert "Open point" not in texts(card)
    show = next(one for one in card.findChildren(QPushButton) if one.text() == "Show 1 resolved")
    QTest.mouseClick(show, Qt.MouseButton.LeftButton)
    assert "Open point" in texts(card)


def test_what_a_colleague_writes_appears_by_itself(desk: Desk, plan_file: Path) -> None:
    from relplanner.session.comments import CommentBook

    QTest.keyClicks(desk.page.comments.field, "My half-written")
    CommentBook(plan_file).add("activities/qa", "Written elsewhere", author="Tom")
    desk.window.context.bridge.ticked.emit()
    assert "Written elsewhere" in texts(desk.page.comments)
    assert desk.page.comments.field.toPlainText() == "My half-written"


def test_a_comment_that_cannot_be_kept_stays_in_the_field(desk: Desk, plan_file: Path) -> None:
    said: list[str] = []
    desk.window.context.messages.said.connect(lambda message: said.append(message.text))
    (plan_file.parent / "aurora.relplan.d").write_text("in the way", encoding="utf-8")
    QTest.keyClicks(desk.page.comments.field, "Words")
    QTest.mouseClick(desk.page.comments.send, Qt.MouseButton.LeftButton)
    assert desk.page.comments.field.toPlainText() == "Words"
    assert "was not kept" in said[0]


def _at(x: int, y: int):  # type: ignore[no-untyped-def]
    from PySide6.QtCore import QPoint

    return QPoint(x, y)
