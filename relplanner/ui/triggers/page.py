"""The triggers page: the list at the left, the editor of the chosen trigger or alert beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QLineEdit,
    QMenu,
    QSplitter,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from relplanner.plan import edits
from relplanner.plan.findings import Finding
from relplanner.plan.forms.condition import Condition
from relplanner.plan.nouns.rollout import Alert, Trigger
from relplanner.plan.plan import Plan
from relplanner.session.change import PlanChange
from relplanner.ui.actions import ActionSpec
from relplanner.ui.common.lines import Entry
from relplanner.ui.common.parts import Chip, PageBar, button, label
from relplanner.ui.common.pick import Pick
from relplanner.ui.common.reviewed import Reviewed
from relplanner.ui.context import Context
from relplanner.ui.theme import tokens
from relplanner.ui.triggers import actions, doing, rows, words
from relplanner.ui.triggers.editor import Editor
from relplanner.ui.triggers.empty import empty_page
from relplanner.ui.triggers.list import TriggerList
from relplanner.ui.triggers.proof import Proof
from relplanner.ui.triggers.rows import ALERT, ALERTS, AUTOMATIC, BY_HAND, KINDS, TRIGGERS, Key

LIST_WIDTH = 304
NOTHING_FITS = "Nothing fits the filter."


class TriggersPage(QWidget):
    """Joins list and editor to the document and the selection."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.key: Key | None = None
        self.drafts: dict[Key, dict[str, str]] = {}
        self._findings: Mapping[Key, Sequence[Finding]] = {}
        self._shown: Trigger | Alert | None = None
        self._entered = False
        self.setObjectName("triggers-page")
        self.setAccessibleName("Triggers")
        self.list = TriggerList(context.themes)
        self.editor = Editor(context)
        self.proof = Proof(context)
        self.editor.proof.addWidget(self.proof)
        self.empty = empty_page(context)
        self.nothing = label("", "muted", wrap=True)
        self.reviewed = Reviewed(context, (TRIGGERS, ALERTS), self)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self.bar = PageBar(self.context.themes)
        self._fill_bar()
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        self.nothing.setContentsMargins(tokens.SPACE_4, tokens.SPACE_3, tokens.SPACE_4, 0)
        column.addWidget(self.nothing)
        column.addWidget(self.list, 1)
        self.across = QSplitter(Qt.Orientation.Horizontal)
        self.across.setHandleWidth(1)
        self.across.setChildrenCollapsible(False)
        self.across.addWidget(left)
        self.across.addWidget(self.editor)
        self.across.setStretchFactor(1, 1)
        left.setMinimumWidth(200)
        self.across.setSizes([LIST_WIDTH, 10_000])
        views = QWidget()
        self._views = QStackedLayout(views)
        self._views.addWidget(self.across)
        self._views.addWidget(self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(views, 1)

    def _fill_bar(self) -> None:
        self.filter = QLineEdit()
        self.filter.setPlaceholderText("Filter by name, metric, category")
        self.filter.setAccessibleName("Filter triggers and alerts")
        self.filter.setClearButtonEnabled(True)
        self.filter.setMaximumWidth(260)
        self.by = Pick("Grouped", (("By category", "category"), ("By severity", "severity")))
        self.kinds = {kind: self._kind_chip(kind) for kind in KINDS}
        row = self.bar.row
        row.addWidget(self.filter, 1)
        row.addWidget(self.by)
        for chip in self.kinds.values():
            row.addWidget(chip)
        row.addStretch(1)
        self.mode = label("", "muted")
        row.addWidget(self.mode)
        self.adding = [
            button(text, partial(doing.add, self, kind))
            for text, kind in (("+ Trigger", AUTOMATIC), ("+ By hand", BY_HAND), ("+ Alert", ALERT))
        ]
        names = ("Add a trigger that is judged", "Add a decision that a person takes", "Add an alert")
        for one, name in zip(self.adding, names, strict=True):
            one.setAccessibleName(name)
            one.setToolTip(name)
            row.addWidget(one)

    def _kind_chip(self, kind: str) -> Chip:
        chip = Chip(rows.KIND_WORDS[kind])
        chip.setCheckable(True)
        chip.setChecked(True)
        chip.setProperty("filter", True)
        chip.setToolTip(f"Show or hide: {rows.KIND_WORDS[kind].lower()}")
        chip.toggled.connect(lambda _on: self._refill())
        return chip

    def _connect(self) -> None:
        self.filter.textChanged.connect(lambda _text: self._refill())
        self.by.picked.connect(lambda _by: self._refill())
        self.list.stepped.connect(self._stepped)
        self.list.opened.connect(self.enter)
        self.list.customContextMenuRequested.connect(self._menu)
        self.editor.edited.connect(self._edit)
        self.editor.drafted.connect(self._drafted)
        self.editor.condition.left.connect(self._end_burst)
        self.proof.tuned.connect(self._tune)
        self.reviewed.found.connect(self._show_findings)
        self.context.selection.changed.connect(self._follow_selection)

    # What the frame asks of a page

    def show_change(self, change: PlanChange) -> None:
        """Show the plan after a change."""
        if change.kind == "open":
            self.key, self._shown, self.drafts, self._findings = None, None, {}, {}
            self.proof.show_nothing()
        self.reviewed.show_change(change)
        self._refill()

    def page_actions(self) -> Sequence[ActionSpec]:
        QTimer.singleShot(0, self, self._take_actions)
        return actions.specs(self)

    def reveal(self, section: str, entry_id: str) -> bool:
        """Show an entry, even one that the filter hides."""
        plan, key = self.context.plan, (section, entry_id)
        if plan is None or rows.entry_of(plan, key) is None:
            return False
        if not any(row.key == key for row in self.list.rows):
            self._clear_filter()
        self.choose(key)
        return True

    def commit(self) -> None:
        """Take what is typed into the plan."""
        self.editor.commit()

    def complete(self) -> None:
        """Everything at once, for a picture that is the first and last."""
        self._take_actions()
        self.reviewed.now()

    # Showing

    @property
    def plan(self) -> Plan:
        return self.context.plan or Plan()

    def _refill(self) -> None:
        """The list, and the chosen entry as the plan has it now."""
        plan = self.plan
        is_empty = not plan.triggers and not plan.alerts
        self._views.setCurrentWidget(self.empty if is_empty else self.across)
        self.empty.refresh()
        self.mode.setText("" if self.context.can_edit else "Read-only")
        for one in self.adding:
            one.setVisible(self.context.can_edit)
        kinds = [kind for kind, chip in self.kinds.items() if chip.isChecked()]
        tones = {key: tone for key, found in self._findings.items() if (tone := _worst(found)) != "info"}
        tones |= dict.fromkeys(self.drafts, "error")
        shown = rows.rows(plan, by=self.by.value, kinds=kinds, words=self.filter.text(), tones=tones)
        if self.key is not None and rows.entry_of(plan, self.key) is None:
            self.key = self._near(shown)
        if self.key is None and shown:
            self.key = shown[1].key
        self.list.show_rows(shown, self.key)
        self.nothing.setText("" if shown else NOTHING_FITS)
        self.nothing.setVisible(not shown)
        self._show_entry()
        self.context.actions.refresh()

    def _near(self, shown: Sequence[rows.Row]) -> Key | None:
        """What stands where the chosen entry stood."""
        at = self.list.currentIndex().row()
        left = [row.key for row in shown[max(at, 0) :] if not row.heading]
        before = [row.key for row in shown[: max(at, 0)] if not row.heading]
        return left[0] if left else (before[-1] if before else None)

    def _show_entry(self) -> None:
        entry = rows.entry_of(self.plan, self.key) if self.key is not None else None
        self.editor.setVisible(entry is not None)
        if entry is None or self.key is None:
            self._shown = None
            return
        editable = self.context.can_edit
        shown = self._shown
        if shown is not None and type(shown) is type(entry) and shown.id == entry.id:
            self.editor.follow(entry, editable=editable)
        else:
            self.editor.show_entry(entry, self.drafts.get(self.key, {}), editable=editable)
        self._shown = entry
        self.proof.setVisible(entry.when is not None)
        self.proof.show_entry(entry, self.plan)
        self.editor.show_reading(words.reading(entry, self.plan))
        self._say_findings()

    # Choosing

    def choose(self, key: Key) -> None:
        """Show another entry; what was typed for the one before is handed over or kept."""
        if key != self.key:
            self.leave()
            self.key = key
        self.list.show_chosen(key)
        self._show_entry()
        self.context.selection.set(key[0], [key[1]])
        self.context.actions.refresh()

    def leave(self) -> None:
        """Hand over what can be read; keep the rest for when somebody comes back."""
        if self.key is None or self._shown is None:
            return
        key = self.key
        self.editor.commit()
        drafts = self.editor.take_drafts()
        if drafts:
            self.drafts[key] = drafts
        elif self.drafts.pop(key, None) is None:
            return
        self._refill()

    def _stepped(self, section: str, entry_id: str) -> None:
        self.choose((section, entry_id))

    def _follow_selection(self) -> None:
        selection = self.context.selection
        if selection.section in (TRIGGERS, ALERTS) and selection.current is not None:
            key = (selection.section, selection.current)
            if key != self.key and rows.entry_of(self.plan, key) is not None:
                self.choose(key)

    def enter(self) -> None:
        """Give the keyboard to the editor of what is chosen."""
        self.editor.enter()

    def ask_filter(self) -> None:
        self.filter.setFocus()
        self.filter.selectAll()

    def _clear_filter(self) -> None:
        self.filter.clear()
        for chip in self.kinds.values():
            chip.setChecked(True)

    def _menu(self, at: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for one in ("triggers.edit", *actions.HEAD):
            if self.context.actions.has(one):
                menu.addAction(self.context.actions.action(one))
        menu.popup(self.list.viewport().mapToGlobal(at))

    # Edits

    def _edit(self, field: str, value: Any) -> None:
        if self.key is None:
            return
        section, entry_id = self.key
        focused = QApplication.focusWidget()
        if field == "id" and isinstance(value, str):
            self._rename(section, entry_id, value)
            return
        changed = self.context.apply(lambda: edits.set_field(self.plan, section, entry_id, field, value))
        if changed is None:
            self._show_entry()
        if field != "when" or not self._typing(focused):
            self._end_burst()

    def _tune(self, condition: Condition) -> None:
        """A slider was let go: a step of its own."""
        self._end_burst()
        self._edit("when", condition)
        self._end_burst()

    def _end_burst(self) -> None:
        if self.context.document is not None:
            self.context.document.end_burst()

    def _typing(self, focused: QWidget | None) -> bool:
        """Whether the condition is still being typed: one undo takes it all back."""
        return focused is not None and self.editor.condition.isAncestorOf(focused)

    def _rename(self, section: str, entry_id: str, wanted: str) -> None:
        before, self.key = self.key, (section, wanted)
        self._shown = None
        if self.context.apply(lambda: edits.set_field(self.plan, section, entry_id, "id", wanted)) is None:
            self.key = before
            self._refill()
            return
        self.context.selection.set(section, [wanted])

    def _drafted(self, text: str) -> None:
        """A condition that cannot be read yet is marked in the list, and not lost."""
        if self.key is None:
            return
        drafts = self.drafts.get(self.key, {})
        if text:
            self.drafts[self.key] = {**drafts, "when": text}
        elif "when" in drafts:
            left = {name: draft for name, draft in drafts.items() if name != "when"}
            if left:
                self.drafts[self.key] = left
            else:
                del self.drafts[self.key]
        else:
            return
        if bool(text) != ("when" in drafts):
            self._refill()

    # Findings

    def _show_findings(self, found: Mapping[Key, Sequence[Finding]]) -> None:
        self._findings = found
        self._refill()

    def _say_findings(self) -> None:
        found = self._findings.get(self.key, ()) if self.key is not None else ()
        self.editor.show_findings([self._finding(one) for one in found])

    def _finding(self, finding: Finding) -> Entry:
        """A finding in place; one about a metric leads to it, or adds it."""
        metric = words.metric_in(finding, self._shown, self.plan) if self._shown is not None else ""
        if metric and self.plan.entry("metrics", metric) is not None:
            go = partial(self.context.reveal, "metrics", metric)
            return Entry(finding.message, "Go to the metric", finding.severity, go, "accent")
        if metric and finding.code == "UNKNOWN-METRIC" and self.context.can_edit:
            add = partial(doing.add_metric, self, metric)
            return Entry(finding.message, "Add the metric", finding.severity, add, "accent")
        return Entry(finding.message, "", finding.severity)

    # Following

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._entered:
            self._entered = True
            QTimer.singleShot(0, self, self._begin)

    def _begin(self) -> None:
        """The keyboard begins in the list, unless it is somewhere else on purpose."""
        focus: QWidget | None = self.window().focusWidget()
        if self.isVisible() and (focus is None or not focus.isVisible() or self.isAncestorOf(focus)):
            self.list.setFocus()

    def _take_actions(self) -> None:
        if self.context.actions.has(actions.HEAD[0]):
            self.editor.take_actions(actions.HEAD)


def _worst(found: Sequence[Finding]) -> str:
    order = ("error", "warning", "info")
    return min((one.severity for one in found), key=order.index, default="")
