"""The rollout page: joins the ladder, the table and the cards to the document and the selection."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, cast
from zoneinfo import ZoneInfo

from PySide6.QtCore import QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QFrame, QMenu, QScrollArea, QStackedLayout, QVBoxLayout, QWidget

from relplanner.plan.findings import Finding
from relplanner.plan.nouns.rollout import Phase
from relplanner.plan.plan import Plan
from relplanner.session.change import PlanChange
from relplanner.ui.actions import ActionSpec
from relplanner.ui.background import Background
from relplanner.ui.common import walking
from relplanner.ui.common.activity_words import Dates, names_of
from relplanner.ui.common.local_time import to_minute
from relplanner.ui.common.parts import ElidedLabel, PageBar, action_button, label
from relplanner.ui.common.pick import Pick
from relplanner.ui.context import Context
from relplanner.ui.rollout import actions, doing, facts
from relplanner.ui.rollout.board import HEIGHT, LEAST_HEIGHT, Board
from relplanner.ui.rollout.cards import Cards
from relplanner.ui.rollout.criteria import CriteriaCard
from relplanner.ui.rollout.details import DetailsCard
from relplanner.ui.rollout.empty import NO_DATES, EmptyRollout
from relplanner.ui.rollout.gestures import Drag
from relplanner.ui.rollout.guard import GuardCard
from relplanner.ui.rollout.ladder import ROLLOUT, Ladder, Rung, ladder_of
from relplanner.ui.rollout.strategy import StrategyCard
from relplanner.ui.rollout.table import PhaseTable
from relplanner.ui.rollout.view import Grip, View
from relplanner.ui.theme import tokens

BUTTONS = ("rollout.add", "rollout.duplicate", "rollout.delete", "rollout.up", "rollout.down", "rollout.fit")
SETTLE_MS = 400
"""Longer than the panel of findings waits, whose findings are then at hand."""
SHARE = 0.55
"""How much of the page's height the ladder gets at most, so that the table shows below it."""
NOT_SAID = "No strategy"
WHOLE = frozenset({"ROLLOUT-UNGUARDED", "ROLLBACK-LATE", "ROLLBACK-OVER-BUDGET"})
"""Findings of other entries that are about the rollout as a whole."""


class RolloutPage(QWidget):
    """Reads the document through the context, changes it by edits alone."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.setObjectName("rollout-page")
        self.setAccessibleName("Rollout")
        self.view: View = View(context.theme, QApplication.font(), self.devicePixelRatioF())
        self.board: Board = Board(self.view)
        self.table = PhaseTable(context)
        self.criteria = CriteriaCard(context, self._set_chosen)
        self.guard = GuardCard(context)
        self.details = DetailsCard(context, self._set_chosen, partial(doing.record, self))
        whole, switch = partial(doing.set_phase, self, ""), partial(doing.set_switch, self)
        self.strategy = StrategyCard(context, whole, switch, partial(doing.split, self))
        self.empty = EmptyRollout(context)
        self.undated = label(NO_DATES, "muted", wrap=True)
        self._step = ""
        """The chosen step of a switch, which is no entry of the plan."""
        self._own = ""
        """The phase looked at while the selection is of something else."""
        self._worker: Background | None = None
        self._change: PlanChange | None = None
        self._stale = False
        self._settle = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._settle.timeout.connect(self._review)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        options = [(one.capitalize(), one) for one in facts.STRATEGIES]
        self.pick = Pick("Strategy", [(NOT_SAID, None), *options])
        self.bar = PageBar(self.context.themes)
        self.bar.row.addWidget(self.pick)
        self.headline = ElidedLabel("muted")
        self.bar.row.addWidget(self.headline, 1)
        self._buttons: list[QWidget] = []
        self.cards = Cards(self.board, self.undated, self.table, self._details(), self.strategy)
        area = self.area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(self.cards)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        self._views = QStackedLayout()
        self._views.addWidget(area)
        self._views.addWidget(self.empty)
        column.addLayout(self._views, 1)

    def _details(self) -> tuple[QWidget, ...]:
        """What tells of the chosen phase alone."""
        return (self.criteria, self.guard, self.details)

    def _connect(self) -> None:
        context, board = self.context, self.board
        board.chosen.connect(self.choose)
        board.opened.connect(self.open)
        board.wanted.connect(self._begin)
        board.given.connect(partial(doing.apply, self))
        board.stepped.connect(partial(doing.step, self))
        board.asked_for_menu.connect(self._menu)
        self.table.chosen.connect(self.choose)
        self.table.edited.connect(partial(doing.set_phase, self))
        self.pick.picked.connect(partial(doing.choose_strategy, self))
        context.selection.changed.connect(self._follow_selection)
        context.themes.changed.connect(lambda _theme: self.restyle())
        context.bridge.ticked.connect(self._tick)
        context.bridge.document_changed.connect(self._document_changed)

    # What the frame asks of a page

    def show_change(self, change: PlanChange) -> None:
        """Show the plan after a change; what is chosen, typed and zoomed stays."""
        if change.kind == "save":
            return
        self.board.drop()
        if change.kind == "open":
            self._step = self._own = ""
            self.board.fit()
        self._change = change
        self.context.selection.keep(ROLLOUT, [phase.id for phase in change.after.rollout.phases])
        self._stale = True
        if self.isVisible():
            self._catch_up()

    def page_actions(self) -> Sequence[ActionSpec]:
        return actions.specs(self)

    def reveal(self, section: str, entry_id: str) -> bool:
        """Bring a phase into view; the frame has chosen it."""
        plan = self.context.plan
        if section != ROLLOUT or plan is None or plan.entry(ROLLOUT, entry_id) is None:
            return False
        self._catch_up()
        self.show_chosen()
        row = self.table.rows.get(entry_id)
        if row is not None:
            self.area.ensureWidgetVisible(row)
        return True

    def complete(self) -> None:
        """Find what is odd now, for a picture that is the first and last."""
        self._catch_up()
        self._settle.stop()
        if self._change is not None:
            self._show_findings(self._change.findings)

    # Showing

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.view.device_ratio != self.devicePixelRatioF():
            self.restyle()
        self._catch_up()
        if not self._buttons:
            self._buttons = [
                action_button(self.context, one) for one in BUTTONS if self.context.actions.has(one)
            ]
            for made in self._buttons:
                self.bar.row.addWidget(made)
        QTimer.singleShot(0, self, self._enter)

    def _catch_up(self) -> None:
        """Show what changed while nobody looked."""
        if self._stale and self._change is not None:
            self._stale = False
            self.show_plan()
            self._settle.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        room = self.height() - self.bar.height()
        self.board.setFixedHeight(min(HEIGHT, max(LEAST_HEIGHT, round(room * SHARE))))

    def _enter(self) -> None:
        """The keyboard begins on the ladder, at what runs or comes first, unless it is elsewhere."""
        plan = self.context.plan
        phases = plan.rollout.phases if plan is not None else ()
        running = [one.id for one in phases if one.actual_start and not one.actual_finish]
        if running and not self._own:
            self._own = running[0]
            self.show_chosen()
        elif not phases and self.view.ladder.rungs and self.rung is None:
            self.choose(self.view.ladder.rungs[0].id)
        self.context.actions.refresh()
        focus: QWidget | None = self.window().focusWidget()
        nowhere = focus is None or not focus.isVisible() or focus is self.pick
        if self.isVisible() and nowhere and self.board.isVisible():
            self.board.setFocus()

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: N802 - Qt calls it so
        """In the order in which the page is read; whoever gets the keyboard comes into view."""
        target = walking.step(self, (self.bar, *self.cards.order()), forward)
        if target is None:
            return bool(super().focusNextPrevChild(forward))
        if self.cards.isAncestorOf(target):
            self.area.ensureWidgetVisible(target, 0, tokens.SPACE_5)
        return True

    def restyle(self) -> None:
        self.view.set_style(self.context.theme, QApplication.font(), self.devicePixelRatioF())
        self.board.update()

    @property
    def phase_id(self) -> str:
        """The chosen phase; while something elsewhere is chosen, the one looked at here, else the first.
        Empty without phases, and for a step that is none.
        """
        selection, plan = self.context.selection, self.context.plan
        if self._step or plan is None:
            return ""
        found = (selection.current or "") if selection.section == ROLLOUT else ""
        found = found or self._own
        if found and plan.entry(ROLLOUT, found) is not None:
            return found
        return plan.rollout.phases[0].id if plan.rollout.phases else ""

    def show_plan(self) -> None:
        """Show the plan and its dates as they are now."""
        schedule, plan = self.context.schedule, self.context.plan
        if schedule is None or plan is None:
            return
        self._word(schedule.zone, schedule.target, schedule.local)
        self.view.now = to_minute(self.context.now())
        self.view.read_only = not self.context.can_edit
        self.view.ladder = ladder_of(schedule, self.view.now)
        rollout = plan.rollout
        is_empty = not rollout.phases and rollout.blue_green is None and rollout.strategy is None
        self._views.setCurrentIndex(1 if is_empty else 0)
        self.pick.take(rollout.strategy)
        self.pick.setEnabled(self.context.can_edit)
        self.empty.refresh()
        self.headline.show_text(self._headline(plan))
        rungs = {rung.id: rung for rung in self.view.ladder.rungs}
        places = any(phase.sites for phase in rollout.phases) or rollout.strategy == "phased program"
        self.table.show_phases(rollout.phases, rungs, self.view.dates, places=places)
        self.table.setVisible(bool(rollout.phases) or not self.view.ladder.rungs)
        self.cards.show_ladder(dated=bool(rungs), undated=bool(rollout.phases))
        self.strategy.show_rollout(rollout)
        if self.board.is_fitted:
            self.view.fit()
        self.show_chosen()

    def _word(self, zone: ZoneInfo, target: int | None, local: Callable[[int], Any]) -> None:
        year = local(target).year if target is not None else 0
        if (self.view.dates.zone, self.view.dates.year) != (zone, year):
            self.view.dates = Dates(zone, names_of(), year)

    def _headline(self, plan: Plan) -> str:
        said = facts.headline(self.view.ladder, self.view.dates)
        if not self.context.can_edit:
            return f"Read-only · {said}" if said else "Read-only"
        return said or facts.MEANING.get(plan.rollout.strategy or "", "")

    def show_chosen(self) -> None:
        """What is chosen, on the ladder, in the table and in the cards about one phase."""
        plan = self.context.plan
        if plan is None:
            return
        phase = cast("Phase | None", plan.entry(ROLLOUT, self.phase_id) if self.phase_id else None)
        self.view.current = phase.id if phase is not None else self._step
        self.table.show_chosen(self.view.current)
        self.criteria.show_phase(phase)
        rung = self.rung
        self.guard.show_phase(phase, rung)
        self.details.show_phase(phase, self.table.columns)
        self.cards.show_details(shown=bool(plan.rollout.phases))
        said = facts.sentence(rung, self.view.dates) if rung is not None else "No step is chosen"
        self.board.setAccessibleDescription(said)
        self.board.update()

    @property
    def rung(self) -> Rung | None:
        """The chosen step of the ladder."""
        at = self.view.ladder.place(self.view.current)
        return self.view.ladder.rungs[at] if at >= 0 else None

    def _review(self) -> None:
        """Findings are worked out in the background a moment after a change."""
        change = self._change
        if change is None:
            return
        self._worker = self._worker or Background(self.context.bridge)

        def arrived(found: tuple[Finding, ...]) -> None:
            if self._change is change:
                self._show_findings(found)

        self._worker.run(lambda: change.findings, arrived)

    def _show_findings(self, found: Sequence[Finding]) -> None:
        by_phase: dict[str, list[Finding]] = {}
        whole = []
        for one in found:
            section, _, entry_id = one.id.rpartition("/")
            if section == ROLLOUT:
                by_phase.setdefault(entry_id, []).append(one)
            elif one.path.startswith(ROLLOUT) or one.code in WHOLE:
                whole.append(one)
        self.table.show_findings(by_phase, whole)

    # Choosing

    def choose(self, rung_id: str) -> None:
        """Choose a phase, or a step that is none."""
        plan = self.context.plan
        if plan is not None and plan.entry(ROLLOUT, rung_id) is not None:
            self._step, self._own = "", rung_id
            self.context.selection.set(ROLLOUT, [rung_id])
            self.show_chosen()
            return
        self._step = rung_id
        self.context.selection.set(ROLLOUT, ())
        self.show_chosen()

    def _follow_selection(self) -> None:
        selection = self.context.selection
        if selection.section == ROLLOUT and selection.current:
            self._step, self._own = "", selection.current
        if not self.isVisible():
            self._stale = self._change is not None
            return
        self.show_chosen()
        self.context.actions.refresh()

    def open(self, rung_id: str) -> None:
        """The name of a phase in the table, ready to be typed."""
        if self.table.enter(rung_id):
            self.area.ensureWidgetVisible(self.table.rows[rung_id])

    def _set_chosen(self, field: str, value: Any) -> None:
        if self.phase_id:
            doing.set_phase(self, self.phase_id, field, value)

    def add_criterion(self) -> None:
        self.criteria.begin()
        self.area.ensureWidgetVisible(self.criteria.add)

    def _begin(self, grip: Grip, at: int, point: QPointF) -> None:
        document, rungs = self.context.document, self.view.ladder.rungs
        if document is not None and self.context.can_edit and 0 <= at < len(rungs):
            self.table.commit()
            at = self.view.ladder.place(rungs[at].id)
            if at >= 0:
                self.board.begin(Drag(self.view, document, grip, self.view.ladder.rungs[at], point))

    def _menu(self, at: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for one in (*BUTTONS[:-1], "", "rollout.started", "rollout.ended"):
            if not one:
                menu.addSeparator()
            elif self.context.actions.has(one):
                menu.addAction(self.context.actions.action(one))
        menu.popup(at)

    # Following

    def _tick(self) -> None:
        """The line of today moves on; a drag keeps what it shows."""
        now = to_minute(self.context.now())
        if self.isVisible() and now != self.view.now and self.board.drag is None:
            self.view.now = now
            self.show_plan()

    def _document_changed(self) -> None:
        if self.context.document is None:
            self._settle.stop()
            self._change = None
            self.view.ladder = Ladder(())
            if self._worker is not None:
                self._worker.close()
                self._worker = None
