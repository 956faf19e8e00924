"""The timeline page: what joins the board to the document, the selection and the actions."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, QTimer
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QToolTip, QVBoxLayout, QWidget

from relplanner.late import LateModule
from relplanner.plan import edits
from relplanner.plan.edits.edit import Edit
from relplanner.session.change import PlanChange
from relplanner.ui.actions import ActionSpec
from relplanner.ui.common import time_scale as scales
from relplanner.ui.common.time_scale import Scale
from relplanner.ui.context import Context
from relplanner.ui.theme import tokens
from relplanner.ui.timeline import actions, choosing, columns, reference, remembered, toolbar
from relplanner.ui.timeline.board import Board
from relplanner.ui.timeline.hit import Hit, can_be_dragged
from relplanner.ui.timeline.typing_in import Typing
from relplanner.ui.timeline.view import SHARE, View

if TYPE_CHECKING:
    from relplanner.plan.plan import Plan
    from relplanner.ui.common.find import FindBar
    from relplanner.ui.timeline import gestures, hover, keyboard, menus, moving, view_gestures
    from relplanner.ui.timeline.empty import EmptyNotice
else:
    gestures = LateModule("relplanner.ui.timeline.gestures")
    hover = LateModule("relplanner.ui.timeline.hover")
    keyboard = LateModule("relplanner.ui.timeline.keyboard")
    menus = LateModule("relplanner.ui.timeline.menus")
    moving = LateModule("relplanner.ui.timeline.moving")
    view_gestures = LateModule("relplanner.ui.timeline.view_gestures")

ROLLOUT = "rollout"


class TimelinePage(QWidget):
    """Table and chart of the plan's activities. Reads the document through the context, changes it by edits
    alone.
    """

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.setObjectName("timeline-page")
        self.view: View = View(context.theme, QApplication.font(), self.devicePixelRatioF())
        self.view.now = self._now()
        self.board: Board = Board(self.view, self)
        self.typing = Typing(self)
        self.bar = toolbar.make(self)
        self.anchor = -1
        """The row at which choosing with Shift began."""
        self.filter = "all"
        self._placed = False
        self._fitted: Scale | None = None
        """The scale of the last fit: while it is the one shown, other widths are fitted anew."""
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        for part in (self.bar, self.board):
            self._column.addWidget(part, 1 if part is self.board else 0)
        self.empty: EmptyNotice | None = None
        remembered.restore(self)
        self._connect()
        self.show_reference()

    @cached_property
    def finder(self) -> FindBar:
        """Between bar and board, once something is looked for."""
        from relplanner.ui.common.find import FindBar
        from relplanner.ui.timeline.searching import Searching

        made: FindBar = FindBar(Searching(self), "timeline-find", self.context.themes, self)
        self._column.insertWidget(1, made)
        return made

    def _show_emptiness(self, plan: Plan) -> None:
        if self.empty is None and not plan.activities and not plan.rollout.phases:
            from relplanner.ui.timeline.empty import EmptyNotice

            self.empty = EmptyNotice(self)
        if self.empty is not None:
            self.empty.show_for(plan)

    def _connect(self) -> None:
        board, context = self.board, self.context
        board.pressed.connect(lambda found, modifiers: choosing.press(self, found, modifiers))
        board.clicked.connect(lambda found: choosing.click(self, found))
        board.opened.connect(self._open)
        board.wanted.connect(self._begin)
        board.given.connect(self._take)
        board.folded.connect(self.toggle_fold)
        board.resized.connect(self._resized)
        board.arranged.connect(self._arranged)
        board.typed.connect(self._typed)
        board.moved.connect(self._follow)
        board.hovered.connect(self._explain)
        board.asked_for_menu.connect(lambda found, at: menus.show(self, found, at))
        context.comparing.changed.connect(self.show_reference)
        context.selection.changed.connect(self.show_selection)
        context.themes.changed.connect(lambda _theme: self.restyle())
        context.preferences.changed.connect(lambda name: self.restyle() if name == "density" else None)
        context.bridge.ticked.connect(self._tick)
        context.bridge.document_changed.connect(self._forget)

    # What the frame asks of a page

    def show_change(self, change: PlanChange) -> None:
        """Show the plan after a change; scroll, selection and folding stay."""
        view = self.view
        if change.kind == "save":
            return
        self.board.drop()
        view.read_only = not self.context.can_edit
        anchor = view.scroll
        if change.kind == "open" or not view.has_plan:
            view.folded = frozenset()
            view.kept.clear()
            view.show(change.after, change.schedule)
            self._placed = False
        else:
            view.update_plan(change.after, change.schedule)
        self.context.selection.keep("activities", change.after.activity_index)
        view.set_scroll(anchor)
        view.set_table_width(view.table_width)
        self._show_emptiness(change.after)
        self.show_selection()
        if not self._placed and self.isVisible():
            self.place_first()
        elif self._fitted is not None and view.scale == self._fitted and self._is_outgrown():
            self.fit()
        if self.board.accessible is not None:
            self.board.accessible.forget()
        self.board.update()
        if change.kind == "open":
            self.context.actions.refresh()  # what was greyed for want of a plan

    def page_actions(self) -> Sequence[ActionSpec]:
        return actions.specs(self)

    def reveal(self, section: str, entry_id: str) -> bool:
        """Scroll to a row, unfolding what hides it; a freeze or an iteration is brought into view by its
        time.
        """
        if not self.has_plan:
            return False
        row_id = f"{ROLLOUT}/{entry_id}" if section == ROLLOUT else entry_id
        if section in ("freezes", "iterations"):
            return self._show_window(section, entry_id)
        if section not in ("activities", ROLLOUT) or row_id not in self.view.schedule.index:
            return False
        choosing.unfold_to(self, row_id)
        place = self.view.sheet.places.get(row_id)
        if place is None:
            return False
        self.board.show_place(place)
        self._show_time_of(place)
        self.board.update()
        return True

    # Showing

    @property
    def has_plan(self) -> bool:
        return self.view.has_plan

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.view.device_ratio != self.devicePixelRatioF():
            self.restyle()
        if not self._placed and self.has_plan:
            self.place_first()
        QTimer.singleShot(tokens.LATER, self, self._read_out)

    def _read_out(self) -> None:
        from relplanner.ui.timeline import accessible

        accessible.install(self.board)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.empty is not None:
            self.empty.setGeometry(self.board.geometry())

    def _resized(self) -> None:
        """Nobody has zoomed yet: what fitted still fits."""
        untouched = self._fitted is not None and self.view.scale == self._fitted
        if self.has_plan and self.isVisible() and (untouched or not self._placed):
            self.place_first()

    def _arranged(self) -> None:
        """The divider or a column's edge was let go."""
        self.keep_layout()
        if self._fitted is not None and self.view.scale == self._fitted:
            self.fit()

    def place_first(self) -> None:
        """The first look at a plan: the table its share of the width, all of the time in the chart."""
        self._placed = True
        self.view.resize(self.board.width(), self.board.height())
        wanted = columns.wanted_width(self.view.column_widths, self.view.absent_columns, self.view.stretch)
        kept = self.context.layout.get("timeline.table", 0)
        self.view.set_table_width(kept or min(wanted, round(self.board.width() * SHARE)))
        self.fit()

    def restyle(self) -> None:
        density = self.context.preferences.get("density", "normal")
        self.view.set_style(self.context.theme, QApplication.font(), self.devicePixelRatioF(), density)
        if self.has_plan:
            self.view.set_table_width(self.view.table_width)
        if self.typing.editor is not None:
            self.typing.editor.wear(self.context.theme)
        self.board.update()

    def show_selection(self) -> None:
        selection = self.context.selection
        prefix = f"{ROLLOUT}/" if selection.section == ROLLOUT else ""
        shown = selection.ids if selection.section in ("activities", ROLLOUT) else ()
        self.view.selected = frozenset(prefix + one for one in shown)
        self.view.current = prefix + selection.current if selection.current is not None and shown else None
        self.board.update()

    def show_reference(self) -> None:
        """What the plan is compared with came, went, or changed."""
        reference.show(self)

    def fit(self) -> None:
        """All of the project in the chart's width."""
        first, last = self.view.time_span()
        self._fitted = scales.fit(first, last, self.view.chart_width)
        self.board.set_scale(self._fitted)

    def _is_outgrown(self) -> bool:
        """Whether the plan reaches beyond the chart: until somebody zooms, all of it stays in view."""
        first, last = (self.view.scale.x_of(minute) for minute in self.view.time_span())
        return first < 0 or last > self.view.chart_width

    def fit_release(self) -> None:
        """T0 and the projected release in the middle, a month or so about them."""
        marks = [m for m in (self.view.schedule.target, self.view.schedule.projected) if m is not None]
        if marks:
            margin = 16 * 1440
            self.board.set_scale(
                scales.fit(min(marks) - margin, max(marks) + margin, self.view.chart_width, 0)
            )

    def show_today(self) -> None:
        self.board.set_scale(self.view.scale.with_minute_at(self.view.now, self.view.chart_width / 3))

    def widen_table(self) -> None:
        """As wide as all columns need, as far as the chart keeps room."""
        self.view.set_table_width(
            columns.wanted_width(self.view.column_widths, self.view.absent_columns, self.view.stretch)
        )
        self.keep_layout()
        self.board.update()

    def set_filter(self, name: str) -> None:
        """Show only some rows: one of ``actions.FILTERS``."""
        self.filter = name
        self.view.keep = choosing.filter_of(self, name)
        if self.has_plan:
            self.view.refold()
            self.view.set_scroll(0)
            self.board.update()
            toolbar.follow(self)
            self.context.actions.refresh()

    def whole_plan(self) -> None:
        """Every row in view, if need be as thin as a pixel; asked again: readable rows."""
        view = self.view
        if view.row_height < view.detail_height:
            middle = (view.scroll + view.body_height / 2) / view.row_height
            view.row_height = view.detail_height
            view.set_scroll(middle * view.row_height - view.body_height / 2)
        else:
            view.row_height = min(view.detail_height, view.body_height / max(1, len(view.sheet) + 1))
            view.set_scroll(0)
            self.fit()
        self.board.update()

    def _show_window(self, section: str, entry_id: str) -> bool:
        windows = self.view.schedule.freezes if section == "freezes" else self.view.schedule.iterations
        for window in windows:
            if window.id == entry_id:
                middle = (window.start + window.finish) / 2
                self.board.set_scale(self.view.scale.with_minute_at(middle, self.view.chart_width / 2))
                return True
        return False

    def _show_time_of(self, place: int) -> None:
        dates = self.view.dates_at(place)
        if dates is None:
            return
        left, right = self.view.scale.x_of(dates[0]), self.view.scale.x_of(dates[1])
        if right < 0 or left > self.view.chart_width:
            self.board.set_scale(self.view.scale.with_minute_at(dates[0], self.view.chart_width / 4))

    def _follow(self) -> None:
        self.typing.follow()
        QToolTip.hideText()
        toolbar.follow(self)

    def _now(self) -> int:
        return int(self.context.now().timestamp() // 60)

    def _tick(self) -> None:
        now = self._now()
        if now != self.view.now and self.has_plan and self.isVisible():
            self.view.now = now
            self.board.update()

    def _forget(self) -> None:
        self._placed = False
        self.typing.give_up()

    # Edits

    def apply(self, edit: Edit) -> bool:
        """The one door for edits of this page; whether something changed."""
        return self.context.apply(edit) is not None

    def chosen(self) -> tuple[str, ...]:
        """Chosen activities in the order of the page; derived rows are not among them."""
        selection = self.context.selection
        return selection.ids if selection.section == "activities" else ()

    def current_place(self) -> int:
        if not self.has_plan or self.view.current is None:
            return -1
        return self.view.sheet.places.get(self.view.current, -1)

    def toggle_fold(self, place: int) -> None:
        choosing.toggle_fold(self, place)

    def _begin(self, found: Hit, point: QPointF) -> None:
        """Answer a drag from what was pressed."""
        view = self.view
        document = self.context.document
        if document is None or found.place < 0:
            return
        kinds = {
            "bar": gestures.MoveBar,
            "bar-end": gestures.ResizeBar,
            "progress": gestures.ProgressDrag,
            "link-handle": gestures.LinkDrag,
        }
        if found.kind == "chart":
            self.board.begin(view_gestures.Pan(view, point))
        elif not self.context.can_edit:
            return
        elif found.kind == "bar" and (several := moving.together(view, found.place, self.chosen())):
            self.board.begin(moving.MoveBars(view, found.place, point, document.preview, several))
        elif found.kind in kinds and (can_be_dragged(view, found.place) or found.kind == "link-handle"):
            self.board.begin(kinds[found.kind](view, found.place, point, document.preview))
        elif found.kind == "cell" and found.slot is not None and view.sheet.activity(found.place) is not None:
            ids = self.chosen() or (view.sheet.lines[found.place].id,)
            self.board.begin(gestures.RowDrag(view, found.place, point, document.preview, ids))

    def _take(self, given: tuple[gestures.Gesture, Edit]) -> None:
        gesture, edit = given
        if not self.apply(edit) or not isinstance(gesture, gestures.MoveBar):
            return
        if isinstance(gesture, moving.MoveBars):
            self.context.messages.info(f"{edit.label}: their starts are pinned.")
            return
        dates = self.view.schedule.dates(gesture.id)
        activity = self.view.sheet.plan.activity(gesture.id)
        if dates is None or activity is None or activity.at is not None:
            return
        pinned = self.view.schedule.resolve(activity.start)
        when = self.view.dates.clock(pinned if pinned is not None else dates.start)
        self.context.messages.info(
            f"Pinned: starts no earlier than {when}.",
            "Unpin",
            lambda: self.context.apply(lambda: edits.unpin(self.view.sheet.plan, [gesture.id])),
        )

    def _open(self, found: Hit) -> None:
        if found.kind == "column-edge" and found.slot is not None:
            self.view.column_widths = {
                k: v for k, v in self.view.column_widths.items() if k != found.slot.column.key
            }
            self.view.set_table_width(self.view.table_width)
            self.keep_layout()
            self.board.update()
        elif found.kind == "cell" and found.slot is not None:
            self.typing.begin(found.place, found.slot.column.key)
        elif found.kind == "bar":
            self.typing.begin(found.place, "name")

    def _typed(self, event: QKeyEvent) -> None:
        if not keyboard.press(self, event):
            event.ignore()

    def _explain(self, found: Hit, at: QPoint) -> None:
        text = hover.explain(self.view, found) if self.has_plan and self.board.gesture is None else ""
        # Marked as rich text whatever it says, as all of the plan's words in it are escaped.
        QToolTip.showText(at, f"<qt>{text}</qt>" if text else "", self.board)

    def keep_layout(self) -> None:
        """Note widths and the divider in the user's settings."""
        remembered.keep(self)
