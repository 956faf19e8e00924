from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from relplanner.plan import edits
from relplanner.schedule import compute
from relplanner.session.document import Document
from relplanner.ui.common.parts import Chip
from relplanner.ui.dependencies import accessible, hover, menus
from relplanner.ui.dependencies.hit import Hit, hit
from tests.benchmarks.generate import plan_text
from tests.ui.dependencies.conftest import PLAN
from tests.ui.dependencies.desk import Desk

Key, Button = Qt.Key, Qt.MouseButton
CTRL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)
CIRCLE = """\
relplan: 1
release: {product: A, start: 2027-02-22T09:00, target: 2027-03-10T09:00}
activities:
- {id: a, name: Alpha, after: c}
- {id: b, name: Beta, after: a}
- {id: c, name: Gamma, after: b}
- {id: d, name: Delta}
"""
EMPTY = "relplan: 1\nrelease: {product: A, start: 2027-02-22T09:00, target: 2027-03-10T09:00}\n"


def choose(desk: Desk, *ids: str) -> None:
    desk.context.selection.set("activities", ids, ids[-1])
    QApplication.processEvents()


# Looking


def test_what_waits_stands_to_the_right_of_what_it_waits_for(desk: Desk) -> None:
    scene, index = desk.view.scene, desk.view.scene.network.index
    for before, after in desk.edges():
        assert scene.x[index[before]] < scene.x[index[after]]


def test_cards_tell_name_dates_owner_slack_and_state(desk: Desk) -> None:
    facts = desk.view.fact(desk.view.card_of("build"))
    assert (facts.name, facts.owner, facts.state.word) == ("Build it", "T. Okafor", "Planned")
    assert facts.dates == "Mon 22 Feb – Fri 26 Feb"
    assert facts.critical
    other = desk.view.fact(desk.view.card_of("performance"))
    assert (other.critical, other.slack) == (False, "7 d")


def test_links_of_the_critical_path_are_marked_and_others_are_not(desk: Desk) -> None:
    network, critical = desk.view.scene.network, desk.view.critical_links
    found = {
        (network.ids[edge.before], network.ids[edge.after])
        for edge, is_critical in zip(network.edges, critical, strict=True)
        if is_critical
    }
    assert {("build", "qa"), ("qa", "production")} <= found
    assert ("build", "performance") not in found
    assert ("freeze", "production") not in found


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_critical_card_is_told_by_its_double_outline_not_by_colour_alone(
    make_desk: Callable[..., Desk], theme: str
) -> None:
    desk = make_desk(theme=theme)
    desk.page.banners.clear()
    QApplication.processEvents()
    image = desk.page.board.grab().toImage()

    def changes(one: str) -> int:
        """How often the grey changes on the way into a card through its upper edge."""
        box = desk.view.card_rect(desk.view.card_of(one))
        greys = [
            image.pixelColor(round(box.center().x()), round(box.top()) + step).lightness()
            for step in range(-5, 7)
        ]
        return sum(abs(one - other) > 25 for one, other in pairwise(greys))

    assert changes("qa") >= changes("performance") + 2


def test_resting_on_a_card_lights_all_before_and_after_it(desk: Desk, qtbot: QtBot) -> None:
    desk.move(desk.card("qa"))
    qtbot.waitUntil(lambda: desk.view.lit is not None)
    assert desk.view.lit is not None
    lit = {desk.ids[card] for card in desk.view.lit[0]}
    assert lit == {"build", "qa", "production", "rollout/canary", "rollout/wide"}
    desk.move(QPointF(5, 5))
    qtbot.waitUntil(lambda: desk.view.lit is None)


def test_space_traces_the_current_card_without_a_mouse(desk: Desk) -> None:
    choose(desk, "freeze")
    desk.key(Key.Key_Space)
    assert desk.view.lit is not None
    assert {desk.ids[card] for card in desk.view.lit[0]} >= {"build", "freeze", "production"}
    desk.key(Key.Key_Escape)
    assert desk.view.lit is None


@pytest.mark.parametrize(
    ("way", "cards"),
    [
        ("milestones", {"freeze", "production"}),
        ("phases", {"build", "testing", "freeze", "docs", "production", "alone", "rollout/"}),
    ],
)
def test_the_ways_of_looking_are_one_shortcut_away(desk: Desk, way: str, cards: set[str]) -> None:
    assert desk.context.actions.run(f"dependencies.way-{way}")
    assert set(desk.ids) == cards
    assert desk.page.bar.ways[way].isChecked()
    assert not desk.page.bar.ways["all"].isChecked()


def test_the_neighbourhood_grows_step_by_step(desk: Desk) -> None:
    choose(desk, "production")
    desk.context.actions.run("dependencies.way-near")
    desk.context.actions.run("dependencies.fewer-steps")
    assert set(desk.ids) == {"qa", "performance", "freeze", "production", "rollout/canary"}
    desk.context.actions.run("dependencies.more-steps")
    assert {"build", "rollout/wide"} <= set(desk.ids)


def test_a_neighbourhood_of_nothing_says_what_to_do(desk: Desk) -> None:
    desk.context.actions.run("dependencies.way-near")
    assert desk.page.empty.isVisible()
    desk.page.empty.button.click()
    assert desk.page.looking.way == "all"
    assert not desk.page.empty.isVisible()


def test_a_phase_unfolds_at_a_double_click_and_folds_by_its_caption(desk: Desk) -> None:
    desk.context.actions.run("dependencies.way-phases")
    desk.page.view.zoom = 1.0
    desk.page.view.move_to(40, 40)
    desk.double_click(desk.card("testing"))
    assert {"qa", "performance"} <= set(desk.ids)
    top = desk.card("qa") - QPointF(0, desk.view.card_size[1] / 2 + 10)
    assert hit(desk.view, top).kind == "fold"
    desk.click(top)
    assert "testing" in desk.ids


def test_an_edit_elsewhere_lets_the_drawing_stand(desk: Desk) -> None:
    before = {one: desk.card(one) for one in desk.ids}
    desk.context.apply(edits.set_field(desk.document.plan, "activities", "qa", "name", "Other name"))
    desk.context.apply(edits.link(desk.document.plan, "docs", "alone"))
    after = {one: desk.card(one) for one in desk.ids}
    stayed = sum((after[one] - before[one]).manhattanLength() < 2 for one in before)
    assert stayed >= len(before) - 2
    assert desk.view.fact(desk.view.card_of("qa")).name == "Other name"


def test_the_wheel_zooms_at_the_cursor(desk: Desk) -> None:
    at = desk.card("qa")
    place = desk.view.place_at(at)
    desk.page.board.zoom(1.5, at)
    assert desk.view.zoom == pytest.approx(1.5)
    assert desk.view.place_at(at) == pytest.approx(place, abs=1.0)


def test_fit_shows_all_cards(desk: Desk) -> None:
    desk.view.zoom = 2.0
    desk.context.actions.run("dependencies.fit")
    area = desk.page.board.rect()
    assert all(area.contains(desk.view.card_rect(card).toRect()) for card in range(len(desk.ids)))


@pytest.mark.parametrize("zoom", [0.05, 0.2, 0.4, 0.7, 1.6])
def test_cards_are_drawn_at_every_zoom(desk: Desk, zoom: float) -> None:
    desk.view.zoom = zoom
    desk.view.move_to(40, 40)
    choose(desk, "performance")
    image = desk.page.board.grab().toImage()
    ratio = image.devicePixelRatio()
    middle = desk.card("performance") * ratio
    ground = desk.view.paints.colour["ground"]
    assert image.pixelColor(round(middle.x()), round(middle.y())) != ground


def test_dragging_the_ground_moves_the_drawing(desk: Desk) -> None:
    before = desk.card("build")
    start = QPointF(20, desk.page.board.height() - 120)
    assert hit(desk.view, start).kind == "ground"
    desk.drag(start, start + QPointF(60, -30))
    assert desk.card("build") - before == QPointF(60, -30)


def test_the_map_moves_what_is_in_view(make_desk: Callable[..., Desk]) -> None:
    from relplanner.ui.dependencies import overview

    desk = make_desk(width=900, height=600)
    place = overview.place(desk.view)
    assert not place.isEmpty()
    desk.click(QPointF(place.right() - 12, place.center().y()))
    assert desk.view.card_rect(desk.view.card_of("rollout/wide")).right() < desk.view.width


def test_find_goes_from_hit_to_hit_and_leaves_a_view_that_hides_them(desk: Desk) -> None:
    desk.context.actions.run("dependencies.way-milestones")
    desk.context.actions.run("dependencies.find")
    QTest.keyClicks(desk.page.finder.field, "testing")
    assert desk.page.finder.count.text().endswith("of 3")
    desk.page.finder.step(1)
    assert desk.view.current in {"testing", "qa", "performance"}
    assert desk.page.looking.way == "all"


def test_the_selection_is_shared(desk: Desk) -> None:
    desk.click(desk.card("qa"))
    assert desk.context.selection.ids == ("qa",)
    choose(desk, "docs")
    assert desk.view.selected == {"docs"}
    desk.click(desk.card("rollout/wide"))
    assert (desk.context.selection.section, desk.context.selection.ids) == ("rollout", ("wide",))


def test_reveal_brings_a_card_into_view(desk: Desk) -> None:
    desk.view.move_to(-4000, -4000)
    desk.context.selection.set("activities", ["build"])
    assert desk.page.reveal("activities", "build")
    assert desk.page.board.rect().contains(desk.card("build").toPoint())
    assert not desk.page.reveal("risks", "build")


def test_a_card_that_is_still_to_be_drawn_is_shown_when_it_is(
    make_desk: Callable[..., Desk], qtbot: QtBot
) -> None:
    desk = make_desk(plan_text(600))
    qtbot.waitUntil(lambda: len(desk.ids) > 500, timeout=20_000)
    wanted = desk.ids[-1]
    desk.page.look_at("phases")
    qtbot.waitUntil(lambda: not desk.page.placing.is_busy, timeout=20_000)
    assert wanted not in desk.ids
    choose(desk, wanted)
    assert desk.page.reveal("activities", wanted)
    qtbot.waitUntil(lambda: wanted in desk.ids, timeout=20_000)
    assert desk.page.board.rect().contains(desk.card(wanted).toPoint())


def test_ctrl_click_chooses_several_in_the_order_of_clicking(desk: Desk) -> None:
    desk.click(desk.card("qa"))
    desk.click(desk.card("build"), CTRL)
    assert desk.context.selection.ids == ("qa", "build")


# Keys


def test_arrows_walk_along_links_and_columns(desk: Desk) -> None:
    choose(desk, "build")
    desk.key(Key.Key_Right)
    assert desk.view.current == "qa"  # the critical one first
    desk.key(Key.Key_Right)
    assert desk.view.current == "production"
    desk.key(Key.Key_Left)
    assert desk.view.current == "qa"
    here = desk.card("qa")
    desk.key(Key.Key_Down)
    assert desk.view.current != "qa"
    assert desk.card(desk.view.current or "").y() > here.y()
    desk.key(Key.Key_Up)
    assert desk.view.current == "qa"


def test_home_and_end_go_to_the_ends_of_the_critical_path(desk: Desk) -> None:
    desk.key(Key.Key_Home)
    assert desk.view.current == "build"
    desk.key(Key.Key_End)
    assert desk.view.current == "production"


def test_alt_and_arrows_choose_a_link_and_delete_removes_it(desk: Desk) -> None:
    choose(desk, "freeze")
    desk.key(Key.Key_Left, ALT)
    assert desk.view.link == ("build", "freeze")
    desk.context.actions.run("dependencies.delete")
    assert desk.after("freeze") == []
    assert desk.document.plan.activity("freeze") is not None


def test_linking_by_keyboard(desk: Desk) -> None:
    choose(desk, "alone")
    desk.context.actions.run("dependencies.link-from")
    target = None
    for _ in range(20):
        desk.key(Key.Key_Up)
        gesture = desk.page.board.gesture
        target = desk.ids[gesture.target]  # type: ignore[union-attr]
        if target == "docs":
            break
        desk.key(Key.Key_Left)
    assert target is not None
    desk.context.actions.run("dependencies.open")  # Enter
    assert "alone" in desk.after(target)
    assert desk.page.board.gesture is None


def test_esc_gives_linking_up(desk: Desk) -> None:
    choose(desk, "build")
    desk.context.actions.run("dependencies.link-from")
    desk.key(Key.Key_Right)
    desk.key(Key.Key_Escape)
    assert desk.page.board.gesture is None
    assert not desk.document.is_modified


def test_all_before_or_after_can_be_chosen(desk: Desk) -> None:
    choose(desk, "production")
    desk.context.actions.run("dependencies.select-before")
    assert set(desk.context.selection.ids) == {"build", "qa", "performance", "freeze", "production"}
    choose(desk, "build")
    desk.context.actions.run("dependencies.select-after")
    assert "docs" in desk.context.selection.ids


def test_a_preview_marks_the_dates_that_move(desk: Desk) -> None:
    desk.press(desk.card("qa"))
    desk.move(desk.card("qa") + QPointF(30, 0))
    desk.move(desk.card("performance"))
    assert desk.view.moved(desk.view.card_of("performance"))
    assert not desk.view.moved(desk.view.card_of("build"))
    desk.page.board.drop()
    assert not desk.view.moved(desk.view.card_of("performance"))


def test_no_shortcut_of_the_page_stands_for_two_things(desk: Desk) -> None:
    keys = [keys for spec in desk.page.page_actions() for keys in spec.shortcuts]
    assert len(keys) == len(set(keys))


# Links


def test_a_drag_from_card_to_card_links_and_tells_the_effect_before(desk: Desk) -> None:
    desk.press(desk.card("docs"))
    desk.move(desk.card("docs") + QPointF(30, 0))
    desk.move(desk.card("production"))
    gesture = desk.page.board.gesture
    assert gesture is not None
    assert gesture.tag() == "Write the manual → Production deployment"  # type: ignore[union-attr]
    assert gesture.effect()[0].startswith("Release stays")  # type: ignore[union-attr]
    assert desk.after("production") == ["testing", "freeze"]
    desk.release(desk.card("production"))
    assert desk.after("production") == ["testing", "freeze", "docs"]
    assert ("docs", "production") in desk.edges()


def test_a_link_that_delays_the_release_says_by_how_much(desk: Desk) -> None:
    desk.press(desk.card("performance"))
    desk.move(desk.card("performance") + QPointF(30, 0))
    desk.move(desk.card("qa"))
    words, colour = desk.page.board.gesture.effect()  # type: ignore[union-attr]
    assert "later" in words or "stays" in words
    desk.page.board.drop()
    desk.press(desk.card("qa"))
    desk.move(desk.card("qa") + QPointF(30, 0))
    desk.move(desk.card("performance"))
    words, colour = desk.page.board.gesture.effect()  # type: ignore[union-attr]
    assert "later" in words
    assert colour == "error"


def test_a_circle_is_refused_with_its_names(desk: Desk) -> None:
    desk.press(desk.card("production"))
    desk.move(desk.card("production") + QPointF(-30, 0))
    desk.move(desk.card("build"))
    refusal = desk.page.board.gesture.refusal  # type: ignore[union-attr]
    assert "circle" in refusal
    assert "Build it" in refusal
    assert "Production deployment" in refusal
    desk.release(desk.card("build"))
    assert not desk.document.is_modified


def test_a_click_on_a_link_opens_its_text_and_enter_changes_it(desk: Desk) -> None:
    desk.click(desk.link("build", "performance"))
    panel = desk.page.typing.panel
    assert panel.isVisible()
    assert panel.field.text() == "SS+1d"
    assert panel.names.whole == "Build it → Performance testing"
    desk.key(Key.Key_F)  # typing begins to edit
    assert panel.field.hasFocus()
    panel.field.setText("FS+2d")
    QTest.keyClick(panel.field, Key.Key_Return)
    assert desk.after("performance") == ["build FS+2d"]


def test_bad_text_of_a_link_stays_with_its_reason(desk: Desk) -> None:
    desk.click(desk.link("build", "performance"))
    panel = desk.page.typing.panel
    panel.begin()
    panel.field.setText("FS 2d")
    QTest.keyClick(panel.field, Key.Key_Return)
    assert panel.complaint.isVisible()
    assert "sign" in panel.complaint.text()
    assert not desk.document.is_modified


def test_two_links_of_one_line_are_edited_as_a_list(desk: Desk) -> None:
    desk.click(desk.link("build", "performance"))
    panel = desk.page.typing.panel
    panel.begin()
    panel.field.setText("SS+1d, FF")
    QTest.keyClick(panel.field, Key.Key_Return)
    assert desk.after("performance") == ["build SS+1d", "build FF"]


def test_delete_removes_the_chosen_link_and_nothing_else(desk: Desk) -> None:
    choose(desk, "qa")
    desk.click(desk.link("build", "freeze"))
    desk.context.actions.run("dependencies.delete")
    assert desk.after("freeze") == []
    assert desk.document.plan.activity("qa") is not None


def test_a_line_that_comes_from_a_phase_edits_the_phases_link(desk: Desk) -> None:
    desk.click(desk.link("qa", "production"))
    panel = desk.page.typing.panel
    assert panel.note.text() == "Comes from a link of the phase as a whole."
    panel.begin()
    panel.field.setText("FS+1d")
    QTest.keyClick(panel.field, Key.Key_Return)
    assert "testing FS+1d" in desk.after("production")


def test_the_order_of_the_rollout_cannot_be_edited_here_and_says_why(desk: Desk) -> None:
    desk.click(desk.link("rollout/canary", "rollout/wide"))
    panel = desk.page.typing.panel
    assert not panel.field.isVisible()
    assert "order of the rollout" in panel.note.text()


def test_the_menu_of_a_link_retypes_it(desk: Desk) -> None:
    network = desk.view.scene.network
    number = next(at for at in network.after[network.index["build"]] if network.edges[at].label == "SS+1d")
    menu = menus.build(desk.page, Hit("link", link=number))
    next(action for action in menu.actions() if action.text().startswith("FF")).trigger()
    assert desk.after("performance") == ["build FF+1d"]


def test_the_menu_of_a_card_offers_what_can_be_done(desk: Desk) -> None:
    choose(desk, "qa")
    menu = menus.build(desk.page, Hit("card", desk.view.card_of("qa")))
    words = [action.text() for action in menu.actions()]
    assert {"Delete", "Link from here", "Edit name or link"} <= set(words)
    menu.close()


# Names


def test_a_double_click_edits_the_name_in_place(desk: Desk) -> None:
    desk.double_click(desk.card("qa"))
    editor = desk.page.typing.editor
    assert editor is not None
    editor.setText("Test everything")
    QTest.keyClick(editor, Key.Key_Return)
    assert desk.document.plan.activity("qa").name == "Test everything"  # type: ignore[union-attr]
    assert desk.page.typing.editor is None


def test_deleting_cards_deletes_the_activities(desk: Desk) -> None:
    desk.click(desk.card("alone"))
    desk.context.actions.run("dependencies.delete")
    assert desk.document.plan.activity("alone") is None
    assert "alone" not in desk.ids


# States


def test_an_empty_plan_says_what_belongs_here_and_starts_it(make_desk: Callable[..., Desk]) -> None:
    desk = make_desk(EMPTY)
    assert desk.page.empty.isVisible()
    desk.page.empty.button.click()
    assert len(desk.document.plan.activities) == 1
    assert desk.page.typing.editor is not None


def test_a_circle_is_named_and_its_link_is_one_key_from_gone(make_desk: Callable[..., Desk]) -> None:
    desk = make_desk(CIRCLE)
    words = desk.page.banners.text("circle")
    assert "Alpha → Beta → Gamma → Alpha" in words
    from relplanner.ui.dependencies import notices

    notices.show_circle(desk.page)
    assert set(desk.context.selection.ids) == {"a", "b", "c"}
    desk.context.actions.run("dependencies.delete")
    assert desk.page.banners.text("circle") == ""
    assert desk.document.schedule.dates("a") is not None


def test_unlinked_activities_are_drawn_beside_each_other_and_counted(make_desk: Callable[..., Desk]) -> None:
    text = EMPTY + "activities:\n" + "".join(f"- {{id: a{n}}}\n" for n in range(60))
    desk = make_desk(text)
    assert "60 cards" in desk.page.banners.text("loose")
    places = {(float(x), float(y)) for x, y in zip(desk.view.scene.x, desk.view.scene.y, strict=True)}
    assert len(places) == 60


def test_a_large_plan_is_drawn_in_the_background_with_progress_and_a_way_out(
    make_desk: Callable[..., Desk], qtbot: QtBot
) -> None:
    from relplanner.storage.reader import parse

    desk = make_desk()
    placing = desk.page.placing
    plan = parse(plan_text(3000)).plan
    from relplanner.ui.dependencies.placing import Task
    from relplanner.ui.dependencies.scene import NOTHING

    old = desk.view.scene
    placing.want(Task(plan, compute(plan), desk.page.looking, NOTHING, desk.view.card_size))
    assert placing.is_busy
    assert desk.view.scene is old  # the old drawing stays
    desk.page._show_progress(0.4, True)
    assert desk.page.waiting.cancel.isVisible()
    desk.page.waiting.cancel.click()
    assert not placing.is_busy
    assert not desk.page.waiting.isVisible()
    assert "stopped" in desk.page.banners.text("stopped")
    assert desk.view.scene is old


def test_a_chain_of_twenty_thousand_is_drawn_and_fits(make_desk: Callable[..., Desk], qtbot: QtBot) -> None:
    links = "".join(f"- {{id: a{n}, duration: 1h, after: a{n - 1}}}\n" for n in range(1, 20_000))
    desk = make_desk(f"{EMPTY}activities:\n- {{id: a0, duration: 1h}}\n{links}")
    qtbot.waitUntil(lambda: len(desk.ids) == 20_000, timeout=30_000)
    desk.context.actions.run("dependencies.fit")
    QApplication.processEvents()
    assert desk.view.card_rect(desk.view.card_of("a19999")).right() <= desk.view.width
    assert desk.view.critical_links.all()


def test_a_background_drawing_arrives(make_desk: Callable[..., Desk], qtbot: QtBot) -> None:
    desk = make_desk(plan_text(600))
    qtbot.waitUntil(lambda: len(desk.ids) > 500, timeout=20_000)
    assert not desk.page.placing.is_busy


def test_a_read_only_plan_can_be_looked_at_and_not_changed(
    make_desk: Callable[..., Desk], tmp_path: Path
) -> None:
    path = tmp_path / "plan.relplan.yaml"
    path.write_text(PLAN, encoding="utf-8")
    desk = make_desk(Document.open(path, read_only=True))
    desk.drag(desk.card("docs"), desk.card("production"))
    assert not desk.document.is_modified
    assert "read-only" in desk.said[-1].text
    assert not desk.context.actions.is_enabled("dependencies.add")
    desk.click(desk.link("build", "performance"))
    assert desk.page.typing.panel.field.isReadOnly()


def test_what_the_mouse_rests_on_is_explained_with_the_plans_words_escaped(
    make_desk: Callable[..., Desk],
) -> None:
    desk = make_desk(EMPTY + "activities:\n- {id: a, name: '<b>&'}\n- {id: b, after: a SS+1d}\n")
    words = hover.explain(desk.view, Hit("card", desk.view.card_of("a")))
    assert "&lt;b&gt;&amp;" in words
    assert "SS+1d" in hover.explain(desk.view, Hit("link", link=0))


def test_assistive_technology_reads_every_card_with_its_facts_and_links(desk: Desk) -> None:
    interface = QAccessible.queryAccessibleInterface(desk.page.board)
    assert interface is not None
    assert interface.childCount() == len(desk.ids)
    words = accessible.describe(desk.page.board, desk.view.card_of("performance"))
    assert words.startswith("Performance testing, ")
    assert "slack 7 d" in words
    assert "waits for Build it SS+1d" in words
    assert "awaited by Production deployment" in words


@pytest.mark.parametrize("width", [560, 760, 1400])
def test_the_words_of_the_bar_are_never_cut(desk: Desk, width: int) -> None:
    bar = desk.page.bar
    bar.setFixedWidth(width)
    QApplication.processEvents()
    chips = [chip for chip in bar.findChildren(Chip) if chip.isVisible()]
    assert {chip.text() for chip in chips} >= {
        "Whole network",
        "Milestones",
        "By phase",
        "Neighbourhood",
        "Fit",
    }
    for chip in chips:
        assert chip.width() >= chip.sizeHint().width()
        assert chip.geometry().right() < width
    assert bar.findChild(Chip, "dependencies.critical").isVisible() == (width > 560)
