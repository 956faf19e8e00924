"""The dependencies page: what joins the drawing to the document, the selection and the actions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QPoint, QPointF, QTimer
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QToolTip, QVBoxLayout, QWidget

from relplanner.plan.edits.edit import Edit
from relplanner.plan.edits.links import ROLLOUT
from relplanner.session.change import PlanChange
from relplanner.ui.actions import ActionSpec
from relplanner.ui.common.find import FindBar
from relplanner.ui.context import Context
from relplanner.ui.dependencies import accessible, actions, camera, choosing, hover, keyboard, menus, notices
from relplanner.ui.dependencies.board import Board
from relplanner.ui.dependencies.empty import EmptyNotice
from relplanner.ui.dependencies.gestures import LinkDrag
from relplanner.ui.dependencies.hit import Hit
from relplanner.ui.dependencies.network import Looking, Way
from relplanner.ui.dependencies.placing import Placing, Task
from relplanner.ui.dependencies.scene import NOTHING, Scene
from relplanner.ui.dependencies.searching import Searching
from relplanner.ui.dependencies.toolbar import Toolbar
from relplanner.ui.dependencies.typing_in import READ_ONLY, Typing
from relplanner.ui.dependencies.view import Pair, View
from relplanner.ui.dependencies.waiting import Waiting
from relplanner.ui.frame.banners import Banners

ROLLOUT_SECTION = "rollout"
LIGHT_AFTER_MS = 140
"""The mouse rests on a card so long before all that hangs on it lights up."""


class DependenciesPage(QWidget):
    """The network of the plan. Reads the document through the context, changes it by edits alone."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.setObjectName("dependencies-page")
        self.looking: Looking = Looking(way=self._remembered_way())
        self.trace: bool = False
        self.view: View = View(context.theme, QApplication.font(), self.devicePixelRatioF())
        self.view.now = self._now()
        self.board: Board = Board(self.view, self)
        self.typing: Typing = Typing(self)
        self.bar: Toolbar = Toolbar(self)
        self.finder: FindBar = FindBar(Searching(self), "dependencies-find", context.themes, self)
        self.banners: Banners = Banners(context.themes, self)
        self.empty: EmptyNotice = EmptyNotice(self)
        self.placing: Placing = Placing(context.bridge, self)
        self.waiting: Waiting = Waiting(self.board, context.themes, self.placing.cancel)
        self._lights = QTimer(self, singleShot=True, interval=LIGHT_AFTER_MS)
        self._stale = True
        """The plan changed while the page was hidden."""
        self._placed = False
        self._awaited = ""
        """What is to be brought into view once it is drawn."""
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for part in (self.bar, self.finder, self.banners, self.board):
            layout.addWidget(part, 1 if part is self.board else 0)
        self._remember_layout()
        self._connect()
        accessible.install()

    def _connect(self) -> None:
        board, context, placing = self.board, self.context, self.placing
        board.pressed.connect(lambda found, modifiers: choosing.press(self, found, modifiers))
        board.clicked.connect(lambda found, point: choosing.click(self, found, point))
        board.opened.connect(self._open)
        board.wanted.connect(self._begin)
        board.given.connect(self.apply)
        board.typed.connect(self._typed)
        board.moved.connect(self._follow)
        board.resized.connect(self._resized)
        board.pointed.connect(self._lights.start)
        board.hovered.connect(self._explain)
        board.asked_for_menu.connect(lambda found, at: menus.show(self, found, at))
        placing.done.connect(self._take)
        placing.progressed.connect(self._show_progress)
        placing.ended.connect(self._ended)
        self._lights.timeout.connect(self.light)
        context.selection.changed.connect(self.show_selection)
        context.themes.changed.connect(lambda _theme: self.restyle())
        context.bridge.ticked.connect(self._tick)
        context.bridge.document_changed.connect(self._forget)
        self.destroyed.connect(placing.close)

    # What the frame asks of a page

    def show_change(self, change: PlanChange) -> None:
        """Show the plan after a change; the part in view, the selection and what is folded stay."""
        if change.kind == "save":
            return
        self.board.drop()
        self.view.read_only = not self.context.can_edit
        self.view.take(change.after, change.schedule)
        self.context.selection.keep("activities", change.after.activity_index)
        if change.kind == "open":
            self.looking = Looking(way=self._remembered_way())
            self.view.set_scene(NOTHING)
            self._placed = False
            self.banners.clear()
        if self.isVisible():
            self.draw()
        else:
            self._stale = True
        if change.kind == "open":
            self.context.actions.refresh()

    def page_actions(self) -> Sequence[ActionSpec]:
        return actions.specs(self)

    def reveal(self, section: str, entry_id: str) -> bool:
        """Bring an activity or a phase into view, looking in another way where this one leaves it out."""
        one = ROLLOUT + entry_id if section == ROLLOUT_SECTION else entry_id
        if not self.has_plan or section not in ("activities", ROLLOUT_SECTION):
            return False
        self._catch_up()
        card = choosing.bring_in(self, one)
        self.show_selection()
        self.show_card(one)
        return card >= 0 or self.placing.is_busy

    def show_card(self, one: str) -> None:
        """Bring a card into view, as soon as it is drawn."""
        card = self.view.card_of(one)
        self.board.show_card(card)
        self._awaited = one if card < 0 and self.placing.is_busy else ""

    def complete(self) -> None:
        """Finish what is under way: the page is about to be drawn into a picture."""
        self._catch_up()
        self.placing.complete()

    # Drawing

    @property
    def has_plan(self) -> bool:
        return self.view.has_plan

    def draw(self) -> None:
        """The network of the plan as it is looked at now; large ones come later."""
        self._stale = False
        view = self.view
        if self.looking.way == "near":
            known = view.schedule.index
            centre = tuple(one for one in self.looking.centre or self._chosen_cards() if one in known)
            self.looking = replace(self.looking, centre=centre)
        self.placing.want(Task(view.plan, view.schedule, self.looking, view.scene, view.card_size))
        self.board.update()

    def _take(self, scene: Scene) -> None:
        view = self.view
        self.board.drop()
        before, kept = view.scene, camera.anchor(view)
        view.set_scene(scene)
        same_way = before.network.looking.way == scene.network.looking.way
        if not self._placed or before is NOTHING or not same_way:
            self._place_first()
        else:
            camera.keep(view, kept)
        if self._awaited:
            self.show_card(self._awaited)
        self.show_selection()
        notices.tell(self)
        accessible.cards_changed(self.board)
        self.bar.follow()
        self.light()
        self.typing.follow()
        self.context.actions.refresh()
        self.board.update()

    def _place_first(self) -> None:
        self.view.resize(self.board.width(), self.board.height())
        self._placed = self.isVisible() and len(self.view.scene) > 0
        camera.first_look(self.view, self._chosen_cards())

    def _show_progress(self, share: float, may_cancel: bool) -> None:
        self.waiting.show_share(share, len(self.view.plan.activities), may_cancel=may_cancel)

    def _ended(self, cancelled: bool) -> None:
        self.waiting.hide()
        if cancelled:
            notices.stopped(self)

    def _catch_up(self) -> None:
        if self._stale and self.has_plan:
            self.draw()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.view.device_ratio != self.devicePixelRatioF():
            self.restyle()
        self._catch_up()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.bar.follow()

    def _resized(self) -> None:
        if self.empty.isVisible():
            self.empty.setGeometry(self.board.geometry())
        if self.has_plan and (not self._placed or self.view.untouched):
            self._place_first()
        self.board.update()

    def restyle(self) -> None:
        view = self.view
        size = view.card_size
        view.set_style(self.context.theme, QApplication.font(), self.devicePixelRatioF())
        self.typing.wear()
        self.waiting.wear(self.context.theme)
        if self.has_plan:
            view.kept = {}
            if view.card_size != size and not self._stale:
                self.draw()
        self.board.update()

    # Ways of looking

    def look(self, **changes: Any) -> None:
        """Look at the network in another way: fields of :class:`Looking`."""
        looking = replace(self.looking, **changes)
        if looking == self.looking:
            self.bar.follow()
            return
        self.looking = looking
        if looking.way != "near":
            self.context.layout.set("dependencies.way", looking.way)
        self.bar.follow()
        if self.has_plan:
            self.choose_link(None)
            self.draw()

    def look_at(self, way: Way) -> None:
        """One of the four; the neighbourhood is that of what is chosen now."""
        if way == "near":
            chosen = self._chosen_cards()
            self.look(way=way, centre=chosen or self.looking.centre)
        else:
            self.look(way=way)

    def _remembered_way(self) -> Way:
        kept: Any = self.context.layout.get("dependencies.way", "all")
        return kept if kept in actions.WAYS and kept != "near" else "all"

    # What stands out

    def light(self) -> None:
        """Light all that hangs on the card under the mouse, else on the traced one."""
        view = self.view
        card = view.hover if view.hover >= 0 else (self.current_card() if self.trace else -1)
        if isinstance(self.board.gesture, LinkDrag):
            card = -1
        lit = view.scene.network.reach(card) if 0 <= card < len(view.scene) else None
        if lit != view.lit:
            view.lit = lit
            self.board.update()

    def toggle_trace(self) -> None:
        self.trace = not self.trace
        self.light()
        self.context.actions.refresh()

    # What is chosen

    def show_selection(self) -> None:
        selection, view = self.context.selection, self.view
        prefix = ROLLOUT if selection.section == ROLLOUT_SECTION else ""
        shown = selection.ids if selection.section in ("activities", ROLLOUT_SECTION) else ()
        view.selected = frozenset(prefix + one for one in shown)
        view.current = prefix + selection.current if selection.current is not None and shown else None
        if self.looking.way == "near" and view.current and self.isVisible() and self.current_card() < 0:
            self.look(centre=tuple(prefix + one for one in shown))
        if self.trace:
            self.light()
        accessible.announce(self.board, self.current_card())
        self.board.update()

    def chosen(self) -> tuple[str, ...]:
        """Chosen activities in the order of choosing; derived cards are not among them."""
        selection = self.context.selection
        return selection.ids if selection.section == "activities" else ()

    def _chosen_cards(self) -> tuple[str, ...]:
        selection = self.context.selection
        if selection.section == ROLLOUT_SECTION:
            return tuple(ROLLOUT + one for one in selection.ids)
        return self.chosen()

    def current_card(self) -> int:
        return self.view.card_of(self.view.current) if self.has_plan else -1

    def choose_link(self, link: Pair | None, point: QPointF | None = None) -> None:
        """One link, with its panel; none puts the panel away."""
        if link is None and self.view.link is None:
            return
        self.typing.finish()
        self.view.link = link
        if link is None:
            self.typing.panel.hide()
        else:
            self.typing.open_link(point)
        self.context.actions.refresh()
        self.board.update()

    def enter(self) -> None:
        """Enter: end linking by keyboard, edit the chosen link, else go to the fields."""
        if isinstance(self.board.gesture, LinkDrag):
            self.board.finish()
        elif self.view.link is not None:
            self.typing.edit_current()
        else:
            self.context.actions.run("go.fields")

    # Edits

    def apply(self, edit: Edit) -> bool:
        """The one door for edits of this page; whether something changed."""
        return self.context.apply(edit) is not None

    def _begin(self, found: Hit, point: QPointF) -> None:
        """Answer a drag from what was pressed."""
        document = self.context.document
        if not self.context.can_edit:
            self.context.messages.warn(READ_ONLY)
        elif document is not None and found.card >= 0:
            self.view.lit = None
            self.board.begin(LinkDrag(self.view, found.card, point, document.preview))

    def _open(self, found: Hit) -> None:
        if found.kind == "link":
            self.typing.edit_current()
        elif found.kind in ("card", "handle"):
            one = self.view.scene.network.ids[found.card]
            if one in self.view.scene.network.folded:
                choosing.toggle_fold(self, found.card)
            else:
                self.typing.begin_name(found.card)

    def _typed(self, event: QKeyEvent) -> None:
        if not keyboard.press(self, event):
            event.ignore()

    def export(self) -> None:
        from relplanner.ui.dependencies import exporting

        exporting.ask(self)

    def _explain(self, found: Hit, at: QPoint) -> None:
        text = hover.explain(self.view, found) if self.has_plan and self.board.gesture is None else ""
        # Marked as rich text whatever it says, as all of the plan's words in it are escaped.
        QToolTip.showText(at, f"<qt>{text}</qt>" if text else "", self.board)

    def _follow(self) -> None:
        self.view.untouched = False
        self.typing.follow()
        QToolTip.hideText()

    def _now(self) -> int:
        return int(self.context.now().timestamp() // 60)

    def _tick(self) -> None:
        now = self._now()
        if now != self.view.now and self.has_plan and self.isVisible() and self.board.gesture is None:
            self.view.now = now
            self.view.forget_facts()
            self.board.update()

    def _forget(self) -> None:
        """Another document, which `show_change` has told or will tell of, or none."""
        self.typing.give_up()
        if self.context.document is None:
            self.placing.close()

    # Layout that is remembered

    def _remember_layout(self) -> None:
        self.view.show_map = bool(self.context.layout.get("dependencies.map", True))
        self.view.show_legend = bool(self.context.layout.get("dependencies.legend", True))
