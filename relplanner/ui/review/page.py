"""The review page: joins the cards to the document, the selection and the work in the background."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from relplanner.session.change import PlanChange
from relplanner.ui.actions import ActionSpec
from relplanner.ui.common import walking
from relplanner.ui.common.activity_words import Dates, names_of
from relplanner.ui.common.parts import PageBar, button, label
from relplanner.ui.context import Context
from relplanner.ui.review import actions, facts, rows
from relplanner.ui.review.card import Card
from relplanner.ui.review.changes_card import ChangesCard
from relplanner.ui.review.columns import Columns
from relplanner.ui.review.comments_card import CommentsCard
from relplanner.ui.review.empty import EmptyReview
from relplanner.ui.review.movers import Row
from relplanner.ui.review.open_card import OpenCard
from relplanner.ui.review.path_card import MoversCard, PathCard
from relplanner.ui.review.risk_card import RiskCard
from relplanner.ui.review.state import PartName
from relplanner.ui.review.verdict import Verdict
from relplanner.ui.review.why_card import WhyCard
from relplanner.ui.review.work import Work
from relplanner.ui.theme import tokens

ROLLOUT = "rollout"
PACK = "file.cab_pack"
MAY = " What may delay it most:"
NO_DATES = "The release has no date, so there is nothing to simulate."
UNEXPLAINED = "Choose a row of the critical path, or anything on the timeline, to see what holds its date."
BUSY: dict[PartName, str] = {
    "movers": "Measuring …", "risk": "Simulating …", "changes": "Comparing …", "path": "Working …",
    "why": "Working …", "findings": "Checking …",
}  # fmt: skip


class ReviewPage(QWidget):
    """Shows what it has at once; what takes longer follows, and says so while it is of an earlier plan."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.setObjectName("review-page")
        self.setAccessibleName("Review")
        self.work = Work(context, self)
        self._balanced = self._entered = False
        self.words: Dates = Dates(ZoneInfo("UTC"), names_of(), 0)
        themes, cancel = context.themes, self.work.cancel
        self.verdict = Verdict(themes)
        self.path = PathCard(themes, partial(cancel, "path"))
        self.why = WhyCard(themes)
        self.movers = MoversCard(themes, partial(cancel, "movers"))
        self.risk = RiskCard(context, partial(cancel, "risk"))
        self.changes = ChangesCard(context, partial(cancel, "changes"))
        self.open = OpenCard(context)
        self.comments = CommentsCard(context)
        self.columns = Columns(
            self.verdict,
            (self.path, self.why, self.changes),
            (self.movers, self.risk),
            (self.open, self.comments),
            (self.movers, self.path, self.why, self.risk, self.changes, self.open, self.comments),
        )
        self._cards: dict[PartName, Card] = {
            "path": self.path, "why": self.why, "movers": self.movers, "risk": self.risk,
            "changes": self.changes, "findings": self.open,
        }  # fmt: skip
        self.empty = EmptyReview(context)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self.bar = PageBar(self.context.themes)
        self.bar.row.addWidget(label("Before the CAB", "strong"))
        self.mode = label("", "muted")
        self.bar.row.addWidget(self.mode)
        self.bar.row.addStretch(1)
        self.pack = button("CAB pack …", lambda: self.context.actions.run(PACK))
        self.bar.row.addWidget(self.pack)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._views = QStackedLayout()
        self._views.addWidget(self.columns)
        self._views.addWidget(self.empty)
        column.addLayout(self._views, 1)
        column.insertWidget(0, self.bar)  # last, so that the keyboard begins in the cards

    def _connect(self) -> None:
        context = self.context
        self.work.changed.connect(self._show_part)
        self.work.marked.connect(self._mark)
        for source in (self.path.view, self.movers.table):
            source.stepped.connect(self._choose)
            source.opened.connect(self._go)
        self.why.chosen.connect(self._go)
        self.verdict.chosen.connect(self._choose)
        self.risk.chosen.connect(self._choose)
        self.risk.asked.connect(self.work.simulate)
        self.risk.estimate_asked.connect(self._estimate)
        context.comparing.changed.connect(self.work.compare)
        context.selection.changed.connect(self._follow_selection)
        context.bridge.ticked.connect(self._tick)
        context.bridge.document_changed.connect(self._document_changed)
        context.actions.reshaped.connect(self._follow_actions)
        self._follow_actions()

    # What the frame asks of a page

    def show_change(self, change: PlanChange) -> None:
        """Show the plan after a change: what is known at once, at once; the rest when it is worked out."""
        anew = change.kind == "open"
        self._balanced = self._balanced and not anew
        if change.kind == "save":
            self.comments.look()
            return
        if anew:
            self.comments.show_document()
        self.context.selection.keep("activities", change.after.activity_index)
        self.words = facts.words_of(change.schedule)
        self.work.show_plan(change.reviewed, anew=anew)
        self._show_plan()
        self._follow_selection()

    def page_actions(self) -> Sequence[ActionSpec]:
        return actions.specs(self)

    def reveal(self, section: str, entry_id: str) -> bool:
        """The page shows rows beside others, so an entry is better seen on its own page."""
        return False

    def complete(self) -> None:
        """Work everything out now, for a picture that is the first and last."""
        self.work.complete()

    # Showing

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._entered:
            self._entered = True
            QTimer.singleShot(0, self, self._enter)
        self.comments.look()
        self.work.wake()

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: N802 - Qt calls it so
        """In the order in which the page is read; whoever gets the keyboard comes into view."""
        target = walking.step(self, (self.bar, *self.columns.order()), forward)
        if target is None:
            return bool(super().focusNextPrevChild(forward))
        if self.columns.inner.isAncestorOf(target):
            self.columns.ensureWidgetVisible(target, 0, tokens.SPACE_5)
        return True

    def _enter(self) -> None:
        """The keyboard begins in the critical path, unless it is somewhere else on purpose."""
        focus: QWidget | None = self.window().focusWidget()
        if self.isVisible() and (focus is None or not focus.isVisible() or self.isAncestorOf(focus)):
            self.path.view.setFocus()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.work.sleep()

    def _show_plan(self) -> None:
        """What needs no work: the verdict's first figures, sign-offs, and what is missing."""
        schedule = self.context.schedule
        if schedule is None:
            return
        is_empty = not schedule.ids
        self._views.setCurrentWidget(self.empty if is_empty else self.columns)
        self.mode.setText("" if self.context.can_edit else "Read-only; comments are welcome")
        if is_empty:
            self.empty.refresh()
            return
        now = self.context.now()
        self.verdict.show_sentence(*facts.headline(schedule, self.words))
        self.verdict.show_tiles(facts.tiles(schedule, self.words, now))
        self._show_chance()
        self.verdict.show_tiles([facts.readiness(schedule.plan, now)])
        asked = facts.open_sign_offs(schedule, self.words, now)
        self.open.show_sign_offs(asked, facts.sign_offs_asked(schedule.plan))
        self._show_counts()
        self.comments.show_about()

    def _show_part(self, name: str) -> None:
        if self.context.schedule is not None:
            part: PartName = name  # type: ignore[assignment]
            _SHOW[part](self)
            self._mark(part)
            if not self._balanced and self.work.is_done:
                self._balanced = True
                self.columns.balance()

    def _mark(self, name: str) -> None:
        """Show whether a part is old or being worked on."""
        part: PartName = name  # type: ignore[assignment]
        state, card = self.work.state(part), self._cards[part]
        card.show_state(state, stale=self.work.is_stale(part), words=self._busy(part))
        if part == "risk" and self.context.schedule is not None:
            self._show_chance()

    def _busy(self, part: PartName) -> str:
        state = self.work.state(part)
        return BUSY[part] if state.share is None else f"{BUSY[part]} {state.share:.0%}"

    def _show_path(self) -> None:
        state, schedule = self.work.state("path"), self._of("path")
        if schedule is None or state.value is None or not state.value.steps:
            answer = "" if schedule is None else facts.no_path(schedule)
            self.path.show_nothing(state.error or answer)
            return
        links = rows.chain_links(schedule, state.value, facts.words_of(schedule))
        self.path.show_links(links, self._row())

    def _show_why(self) -> None:
        state = self.work.state("why")
        name = facts.row_name(self.context.schedule, self._row()) if self._row() else "the release"
        self.why.show_why(state.value, name, state.error or ("" if state.running else UNEXPLAINED))

    def _show_findings(self) -> None:
        state = self.work.state("findings")
        self.open.show_findings(state.value)
        self._show_counts()

    def _show_counts(self) -> None:
        found = self.work.state("findings").value
        counts: dict[str, int] | None = None
        if found is not None:
            counts = {}
            for one in found:
                counts[one.severity] = counts.get(one.severity, 0) + 1
        self.verdict.show_counts(counts)

    def _show_movers(self) -> None:
        state, schedule = self.work.state("movers"), self._of("movers")
        if schedule is None or state.value is None:
            self.movers.show_nothing(state.error)
            self.verdict.show_movers((), state.error or "Measuring what moves it …")
            return
        criticality = getattr(self.work.state("risk").value, "criticality", {})
        self.movers.show_rows(state.value, self._row(), criticality)
        self._show_named(state.value, criticality)

    def _show_named(self, moved: Sequence[Row], criticality: Mapping[str, float]) -> None:
        """The three that move the release; where only a date holds it, those that may delay it."""
        found = rows.named(moved, criticality)
        if found:
            self.verdict.show_movers(found, "What moves it most:")
            return
        delaying = rows.delaying(getattr(self.work.state("risk").value, "drivers", ()))
        self.verdict.show_movers(delaying, "Nothing done sooner would move it." + (MAY if delaying else ""))

    def _show_risk(self) -> None:
        state, schedule = self.work.state("risk"), self._of("risk")
        plan = self.context.plan
        if plan is not None and not facts.has_spread(plan):
            self.risk.show_nothing(spread=False)
        elif state.error:
            self.risk.show_error(state.error)
        elif schedule is None or state.value is None:
            self.risk.show_nothing()
        elif not len(state.value.finish):
            self.risk.show_error(NO_DATES)
        else:
            self.risk.show_risk(state.value, schedule, facts.words_of(schedule))
        if not state.partial and not state.running:
            self._show_movers()

    def _show_chance(self) -> None:
        state, plan = self.work.state("risk"), self.context.plan
        spread = plan is not None and facts.has_spread(plan)
        value = state.value if spread and state.value is not None and len(state.value.finish) else None
        note = "" if spread else "no estimates"
        if self.work.is_stale("risk"):
            note = "before the last edit"
        self.verdict.show_tiles(facts.risk_tiles(value, self.words, note, running=state.running and spread))

    def _show_changes(self) -> None:
        state = self.work.state("changes")
        self.changes.show_changes(state.value, state.error)

    def _of(self, part: PartName) -> Any:
        """The schedule that a part's value is of."""
        return self.work.state(part).of

    # Choosing

    def _row(self) -> str:
        """The row that is explained: what is chosen, else the release."""
        selection = self.context.selection
        if selection.current is None or selection.section not in ("activities", ROLLOUT):
            return ""
        return f"{ROLLOUT}/{selection.current}" if selection.section == ROLLOUT else selection.current

    def _choose(self, row_id: str) -> None:
        section, _, entry_id = row_id.rpartition("/")
        self.context.selection.set(section or "activities", [entry_id])

    def _go(self, row_id: str) -> None:
        section, _, entry_id = row_id.rpartition("/")
        self.context.reveal(section or "activities", entry_id)

    def _follow_selection(self) -> None:
        row = self._row()
        self.path.view.show_chosen(row)
        self.movers.table.show_chosen(row)
        self.work.choose_row(row)
        self.comments.show_about()

    def _estimate(self) -> None:
        """The inspector of what moves the release most, where an estimate is typed."""
        movers = self.work.state("movers").value
        if movers:
            self._choose(movers[0].id)
        self.context.actions.run("go.fields")

    # Following

    def _tick(self) -> None:
        if self.isVisible():
            self.comments.look()

    def _document_changed(self) -> None:
        if self.context.document is None:
            self.work.close()

    def _follow_actions(self) -> None:
        self.pack.setVisible(self.context.actions.has(PACK))

    def rerun(self) -> None:
        """Simulate anew, with another seed."""
        self.risk.another_seed()

    def write_comment(self) -> None:
        self.columns.ensureWidgetVisible(self.comments.field)
        self.comments.field.setFocus()


_SHOW = {
    "path": ReviewPage._show_path,
    "why": ReviewPage._show_why,
    "findings": ReviewPage._show_findings,
    "movers": ReviewPage._show_movers,
    "risk": ReviewPage._show_risk,
    "changes": ReviewPage._show_changes,
}
