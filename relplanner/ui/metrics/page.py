"""The metrics page: a table typed in place, and below it what the chosen metric is for and comes from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLineEdit, QMenu, QSplitter, QStackedLayout, QVBoxLayout, QWidget

from relplanner.errors import EditRefused
from relplanner.plan import edits
from relplanner.plan.edits.order import copy_of, free_id, move_entry
from relplanner.plan.findings import Finding
from relplanner.plan.nouns.rollout import Metric, Source
from relplanner.plan.plan import Plan
from relplanner.session.change import PlanChange
from relplanner.ui.actions import ActionSpec
from relplanner.ui.common.lines import Entry
from relplanner.ui.common.parts import PageBar, button, label
from relplanner.ui.common.reviewed import Key, Reviewed
from relplanner.ui.context import Context
from relplanner.ui.metrics import actions, columns
from relplanner.ui.metrics.columns import COLUMNS
from relplanner.ui.metrics.detail import Detail
from relplanner.ui.metrics.empty import empty_page
from relplanner.ui.metrics.table import MetricTable
from relplanner.ui.metrics.usage import Use, uses
from relplanner.ui.theme import tokens

METRICS, SOURCES = "metrics", "sources"
DETAIL_HEIGHT = 260
SEVERITIES = ("error", "warning", "info")


class MetricsPage(QWidget):
    """Joins table and detail to the document and the selection."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.current = ""
        self._uses: Mapping[str, Sequence[Use]] = {}
        self._uses_of: Plan | None = None
        self._findings: Mapping[Key, Sequence[Finding]] = {}
        self._entered = False
        self.setObjectName("metrics-page")
        self.setAccessibleName("Metrics")
        self.table = MetricTable(context.themes, self._commit)
        self.detail = Detail(context)
        self.empty = empty_page(context)
        self.nothing = label("Nothing fits the filter.", "muted")
        self.reviewed = Reviewed(context, (METRICS, SOURCES), self)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self.bar = PageBar(self.context.themes)
        self.filter = QLineEdit()
        self.filter.setPlaceholderText("Filter by any word of a metric")
        self.filter.setAccessibleName("Filter metrics")
        self.filter.setClearButtonEnabled(True)
        self.filter.setMaximumWidth(260)
        self.count = label("", "muted")
        self.mode = label("", "muted")
        self.adding = button("+ Metric", self.add)
        self.adding.setAccessibleName("Add a metric")
        row = self.bar.row
        row.addWidget(self.filter, 1)
        row.addWidget(self.count)
        row.addStretch(1)
        row.addWidget(self.mode)
        row.addWidget(self.adding)
        upper = QWidget()
        column = QVBoxLayout(upper)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.nothing.setContentsMargins(tokens.SPACE_4, tokens.SPACE_3, 0, 0)
        column.addWidget(self.table, 1)
        column.addWidget(self.nothing, 1, Qt.AlignmentFlag.AlignTop)
        upper.setMinimumHeight(200)
        self.upright = QSplitter(Qt.Orientation.Vertical)
        self.upright.setHandleWidth(1)
        self.upright.setChildrenCollapsible(False)
        self.upright.addWidget(upper)
        self.upright.addWidget(self.detail)
        self.upright.setStretchFactor(0, 1)
        self.upright.setSizes([10_000, DETAIL_HEIGHT])
        views = QWidget()
        self._views = QStackedLayout(views)
        self._views.addWidget(self.upright)
        self._views.addWidget(self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(views, 1)

    def _connect(self) -> None:
        self.filter.textChanged.connect(lambda _text: self._refill())
        self.table.stepped.connect(self.choose)
        self.table.customContextMenuRequested.connect(self._menu)
        self.detail.edited.connect(self._edit)
        self.detail.source_edited.connect(self._edit_source)
        self.detail.source_asked.connect(self.add_source)
        self.detail.source_chosen.connect(self._give_source)
        self.reviewed.found.connect(self._show_findings)
        self.context.selection.changed.connect(self._follow_selection)

    # What the frame asks of a page

    def show_change(self, change: PlanChange) -> None:
        """Show the plan after a change."""
        if change.kind == "open":
            self.current, self._findings = "", {}
        self.reviewed.show_change(change)
        self._refill()

    def page_actions(self) -> Sequence[ActionSpec]:
        return actions.specs(self)

    def reveal(self, section: str, entry_id: str) -> bool:
        """Show a metric, or a source with the first metric that it feeds."""
        if section == SOURCES:
            return self._reveal_source(entry_id)
        if self.plan.entry(section, entry_id) is None:
            return False
        if all(one.id != entry_id for one in self.table.metrics):
            self.filter.clear()
        self.choose(entry_id)
        return True

    def _reveal_source(self, source_id: str) -> bool:
        source = self.plan.entry(SOURCES, source_id)
        if source is None:
            return False
        fed = next((one.id for one in self.plan.metrics if one.source == source_id), None)
        if fed is not None:
            self.filter.clear()
            self._stand_on(fed)
        else:
            self.detail.show_source(source, self.plan, editable=self.context.can_edit)
        return self._views.currentWidget() is self.upright

    def commit(self) -> None:
        """Take what is typed into the plan; a cell that cannot be read stays open."""
        if self.table.editor is not None:
            self.table.editor.finish()
        self.detail.commit()

    def complete(self) -> None:
        """Everything at once, for a picture that is the first and last."""
        self.reviewed.now()

    # Showing

    @property
    def plan(self) -> Plan:
        return self.context.plan or Plan()

    def _refill(self) -> None:
        plan = self.plan
        self._views.setCurrentWidget(self.upright if plan.metrics else self.empty)
        self.empty.refresh()
        self.mode.setText("" if self.context.can_edit else "Read-only")
        self.adding.setVisible(self.context.can_edit)
        self.table.editable = self.context.can_edit
        if plan is not self._uses_of:
            self._uses, self._uses_of = uses(plan), plan
        shown = [one for one in plan.metrics if columns.fits(one, self.filter.text(), plan)]
        ids = [one.id for one in shown]
        if self.current not in ids:
            at = max(self.table.currentIndex().row(), 0)
            self.current = ids[min(at, len(ids) - 1)] if ids else ""
        tones = {key[1]: _worst(found) for key, found in self._findings.items() if key[0] == METRICS}
        self.table.show_metrics(shown, plan, self._uses, tones, self.current)
        self.table.setVisible(bool(shown))
        self.nothing.setVisible(not shown)
        whole = f"{len(plan.metrics):,} metric{'' if len(plan.metrics) == 1 else 's'}"
        self.count.setText(f"{len(shown):,} of {whole}" if len(shown) < len(plan.metrics) else whole)
        self._show_detail()
        self.context.actions.refresh()

    def _show_detail(self) -> None:
        metric: Metric | None = self.plan.entry(METRICS, self.current) if self.current else None
        found = [
            *self._findings.get((METRICS, self.current), ()),
            *(self._findings.get((SOURCES, metric.source or ""), ()) if metric is not None else ()),
        ]
        lines = [Entry(one.message, "", one.severity) for one in found]
        used = self._uses.get(self.current, ())
        self.detail.show_metric(metric, self.plan, used, lines, editable=self.context.can_edit)

    def _show_findings(self, found: Mapping[Key, Sequence[Finding]]) -> None:
        self._findings = found
        if self.table.editor is None:  # a cell that is typed in stays where it is
            self._refill()

    # Choosing

    def choose(self, metric_id: str) -> None:
        """Show another metric below the table."""
        self._stand_on(metric_id)
        self.context.selection.set(METRICS, [metric_id])

    def _stand_on(self, metric_id: str) -> None:
        if metric_id != self.current:
            self.detail.commit()
            dropped = self.detail.drop_unreadable()
            if dropped:
                self.context.messages.warn(f"Not taken: {dropped}")
        self.current = metric_id
        self.table.stand_on(metric_id)
        self._show_detail()
        self.context.actions.refresh()

    def _follow_selection(self) -> None:
        selection = self.context.selection
        if selection.section == METRICS and selection.current and selection.current != self.current:
            self._stand_on(selection.current)

    def _menu(self, at: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for one in actions.ROW:
            if self.context.actions.has(one):
                menu.addAction(self.context.actions.action(one))
        menu.popup(self.table.viewport().mapToGlobal(at))

    def ask_filter(self) -> None:
        self.filter.setFocus()
        self.filter.selectAll()

    def edit_cell(self) -> None:
        self.table.edit_cell()

    # Edits

    def _commit(self, metric_id: str, column: int, text: str) -> None:
        """What a cell hands over. Raises :class:`RelplannerError`, which the cell shows."""
        if not self.context.can_edit:
            raise EditRefused("This plan is open read-only.")
        edit = columns.edit_of(self.plan, metric_id, COLUMNS[column], text)
        if edit is None:
            return
        renamed = text.strip() if COLUMNS[column].field == "id" else ""
        if renamed:
            self.current = renamed
        self.context.apply(edit)
        self._end_burst()
        if renamed:
            self.context.selection.set(METRICS, [renamed])

    def _edit(self, field: str, value: Any) -> None:
        metric_id = self.current
        if self.context.apply(lambda: edits.set_field(self.plan, METRICS, metric_id, field, value)) is None:
            self._show_detail()
        self._end_burst()

    def _edit_source(self, source_id: str, field: str, value: Any) -> None:
        if self.context.apply(lambda: edits.set_field(self.plan, SOURCES, source_id, field, value)) is None:
            self._show_detail()
        self._end_burst()

    def _give_source(self, source_id: str) -> None:
        """The metric that is shown comes from another source."""
        self._edit("source", source_id)

    def _end_burst(self) -> None:
        if self.context.document is not None:
            self.context.document.end_burst()

    def add(self) -> None:
        """Add a metric below the chosen one and type its id."""
        before = self.plan.entry(METRICS, self.current) if self.current else None
        new = Metric(
            id=free_id(self.plan, METRICS, "new_metric", "_"),
            source=before.source if before is not None else None,
        )
        at = self.plan.ids(METRICS).index(self.current) + 1 if before is not None else None
        self.filter.clear()
        if self.context.apply(lambda: edits.add_entry(self.plan, METRICS, new, at)) is not None:
            self.choose(new.id)
            self.table.stand_on(new.id, next(at for at, one in enumerate(COLUMNS) if one.field == "id"))
            self.table.edit_cell()

    def add_source(self) -> None:
        """Add a source, give it to the chosen metric, and fill in its fields."""
        new = Source(id=free_id(self.plan, SOURCES, "new-source"), kind="prometheus")
        if self.context.apply(lambda: edits.add_entry(self.plan, SOURCES, new)) is None:
            return
        if self.current:
            self._give_source(new.id)
        self.detail.source_fields["id"].setFocus()

    def duplicate(self) -> None:
        """Another one like the chosen, below it."""
        if not self.current:
            return
        new = copy_of(self.plan, METRICS, self.current)
        at = self.plan.ids(METRICS).index(self.current) + 1
        if self.context.apply(lambda: edits.add_entry(self.plan, METRICS, new, at)) is not None:
            self.choose(new.id)

    def delete(self) -> None:
        metric_id = self.current
        if metric_id and self.context.apply(lambda: edits.delete_entries(self.plan, METRICS, [metric_id])):
            used = len(self._uses.get(metric_id, ()))
            if used:
                places = "1 place looks" if used == 1 else f"{used:,} places look"
                said = f"The metric {metric_id} is gone; {places} at it still."
                self.context.messages.warn(said, "Undo", self._undo)

    def _undo(self) -> None:
        if self.context.document is not None:
            self.context.document.undo()

    def can_move(self, by: int) -> bool:
        return self._beside(by) is not None

    def shift(self, by: int) -> None:
        """Up or down among those that are shown."""
        beside, metric_id = self._beside(by), self.current
        if beside is not None:
            self.context.apply(lambda: move_entry(self.plan, METRICS, metric_id, beside))

    def _beside(self, by: int) -> str | None:
        ids = [one.id for one in self.table.metrics]
        at = ids.index(self.current) + by if self.current in ids else -1
        return ids[at] if 0 <= at < len(ids) else None

    # Following

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._entered:
            self._entered = True
            QTimer.singleShot(0, self, self._begin)

    def _begin(self) -> None:
        """The keyboard begins in the table, unless it is somewhere else on purpose."""
        focus: QWidget | None = self.window().focusWidget()
        if self.isVisible() and (focus is None or not focus.isVisible() or self.isAncestorOf(focus)):
            self.table.setFocus()


def _worst(found: Sequence[Finding]) -> str:
    return min((one.severity for one in found), key=SEVERITIES.index, default="")
