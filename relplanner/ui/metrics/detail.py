"""What stands below the table: where the metric is used, what it asks, and the source it comes from."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from relplanner.plan.fields import field_of
from relplanner.plan.nouns.rollout import Metric, Source
from relplanner.plan.plan import Plan
from relplanner.ui.common.lines import Entry, Lines
from relplanner.ui.common.parts import ElidedLabel, button, label
from relplanner.ui.common.pick import Pick
from relplanner.ui.context import Context
from relplanner.ui.inspector.editors import FieldEditor
from relplanner.ui.metrics.columns import MANUAL
from relplanner.ui.metrics.usage import Use
from relplanner.ui.theme import tokens

METRIC_FIELDS = ("query", "series", "stale_after", "notes")
SOURCE_FIELDS = (
    "id", "kind", "url", "auth", "user", "header", "tenant", "ca", "certificate", "proxy", "file", "speed",
    "every", "timeout", "valid", "notes",
)  # fmt: skip
ASKED = ("id", "kind", "url", "auth", "every")
"""Fields of a source that are always shown; of one by hand only `OF_HAND`."""
OF_HAND = ("id", "kind", "valid")
NOT_USED = "Nothing in the plan looks at it yet: a trigger, an alert, a criterion or a gate may."
BY_HAND = (
    "A person types its values, with time and name. Each counts for {valid}; after that whatever judges it "
    "is blind until somebody types another."
)
NO_VALIDITY = (
    "A person types its values, with time and name. Say for how long each counts, so that nobody judges by "
    "an old one."
)
NO_SOURCE = "It has no source, so nothing can be judged by it."
MOST_USES = 8


class Detail(QScrollArea):
    """`edited` and `source_edited` carry a field's name and its new value."""

    edited = Signal(str, object)
    source_edited = Signal(str, str, object)
    source_asked = Signal()
    source_chosen = Signal(str)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.title = ElidedLabel("title")
        self.findings = Lines(context.themes, 4)
        self.uses = Lines(context.themes, MOST_USES)
        self.fields = {name: self._editor(Metric, name) for name in METRIC_FIELDS}
        self.source_fields = {name: self._editor(Source, name) for name in SOURCE_FIELDS}
        self._labels: dict[str, QWidget] = {}
        for name, editor in self.fields.items():
            editor.edited.connect(partial(self.edited.emit, name))
        for name, editor in self.source_fields.items():
            editor.edited.connect(partial(self._source_edited, name))
        self.sources = Pick("Source")
        self.sources.picked.connect(lambda source: self.source_chosen.emit(str(source)))
        self.add_source = button("Add a source", self.source_asked.emit, link=True)
        self.by_hand = label("", "note", wrap=True)
        self.more = button("More fields", self._toggle, link=True)
        self._all = False
        self._source: Source | None = None
        self._lay_out()

    def _editor(self, noun: type[Any], name: str) -> FieldEditor:
        return FieldEditor(self._context, field_of(noun, name))

    def _lay_out(self) -> None:
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inner = QWidget()
        inner.setObjectName("scrolled")
        column = QVBoxLayout(inner)
        column.setContentsMargins(tokens.SPACE_4, tokens.SPACE_3, tokens.SPACE_4, tokens.SPACE_4)
        column.setSpacing(tokens.SPACE_2)
        column.addWidget(self.title)
        column.addWidget(self.findings)
        row = QHBoxLayout()
        row.setSpacing(tokens.SPACE_3)
        row.addWidget(self._card("Used in", self.uses), 1)
        row.addWidget(self._metric_card(), 1)
        row.addWidget(self._source_card(), 1)
        column.addLayout(row)
        column.addStretch(1)
        self.setWidget(inner)

    def _card(self, title: str, *parts: QWidget) -> QFrame:
        card = QFrame()
        card.setObjectName("card")
        card.setAccessibleName(title)
        column = QVBoxLayout(card)
        column.setContentsMargins(tokens.SPACE_4, tokens.SPACE_3, tokens.SPACE_4, tokens.SPACE_3)
        column.setSpacing(tokens.SPACE_1)
        column.addWidget(label(title, "strong"))
        for part in parts:
            column.addWidget(part)
        column.addStretch(1)
        return card

    def _metric_card(self) -> QFrame:
        parts: list[QWidget] = []
        for editor in self.fields.values():
            words = label(editor.field.label, "note")
            words.setBuddy(editor)
            parts += [words, editor]
        return self._card("What it asks", *parts)

    def _source_card(self) -> QFrame:
        grid = QGridLayout()
        grid.setVerticalSpacing(tokens.SPACE_1)
        grid.setHorizontalSpacing(tokens.SPACE_2)
        grid.setColumnStretch(1, 1)
        for at, (name, editor) in enumerate(self.source_fields.items()):
            words = label(editor.field.label, "muted", wrap=True)
            words.setMinimumHeight(tokens.FIELD_HEIGHT)
            words.setMaximumWidth(tokens.LABEL_WIDTH)
            words.setBuddy(editor)
            self._labels[name] = words
            grid.addWidget(words, at, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(editor, at, 1, Qt.AlignmentFlag.AlignTop)
        holder = QWidget()
        holder.setLayout(grid)
        grid.setContentsMargins(0, 0, 0, 0)
        head = QWidget()
        row = QHBoxLayout(head)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.sources)
        row.addStretch(1)
        row.addWidget(self.add_source)
        self._source_holder = holder
        foot = QWidget()
        row = QHBoxLayout(foot)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.more)
        row.addStretch(1)
        return self._card("Where it comes from", head, self.by_hand, holder, foot)

    # Showing

    def show_metric(
        self, metric: Metric | None, plan: Plan, uses: Sequence[Use], findings: Sequence[Entry], *,
        editable: bool,
    ) -> None:  # fmt: skip
        """Show a metric, or nothing when the filter hides them all."""
        self.setVisible(metric is not None)
        if metric is None:
            return
        self.title.show_text(metric.name or metric.id)
        self.findings.setVisible(bool(findings))
        self.findings.show_entries(findings, "")
        go = self._context.reveal
        entries = [
            Entry(f"{use.kind}  {use.name}".strip(), use.says, "", partial(go, use.section, use.id))
            for use in uses
        ]
        self.uses.show_entries(entries, NOT_USED)
        for name, editor in self.fields.items():
            editor.show_values([getattr(metric, name)], editable=editable)
        source = plan.entry("sources", metric.source) if metric.source else None
        self.show_source(source, plan, wanted=metric.source or "", editable=editable)

    def show_source(self, source: Source | None, plan: Plan, *, wanted: str = "", editable: bool) -> None:
        """Show a source and its fields; ``wanted`` is the id of one that the plan does not have."""
        self._source = source
        self.sources.show_options([(one.id, one.id) for one in plan.sources])
        self.sources.setVisible(bool(plan.sources) and source is not None)
        if source is not None:
            self.sources.take(source.id)
        self.add_source.setVisible(editable)
        self._source_holder.setVisible(source is not None)
        self._say_source(source, wanted)
        if source is None:
            self.more.hide()
            return
        shown = self._shown_of(source)
        for name, editor in self.source_fields.items():
            editor.show_values([getattr(source, name)], editable=editable)
            editor.setVisible(name in shown)
            self._labels[name].setVisible(name in shown)
        self.more.setVisible(self._all or len(shown) < len(SOURCE_FIELDS))
        self.more.setText("Fewer fields" if self._all else "More fields")

    def _say_source(self, source: Source | None, wanted: str) -> None:
        said = ""
        if source is None:
            said = f"The plan has no source “{wanted}”." if wanted else NO_SOURCE
        elif source.kind == MANUAL:
            from relplanner.plan.forms.bound import elapsed_in_words

            valid = source.valid
            said = NO_VALIDITY if valid is None else BY_HAND.format(valid=elapsed_in_words(valid))
        self.by_hand.setText(said)
        self.by_hand.setVisible(bool(said))

    def _shown_of(self, source: Source) -> set[str]:
        if self._all:
            return set(SOURCE_FIELDS)
        said = {name for name in SOURCE_FIELDS if getattr(source, name) != field_of(Source, name).default}
        return said | set(OF_HAND if source.kind == MANUAL else ASKED)

    def _toggle(self) -> None:
        self._all = not self._all
        plan = self._context.plan
        if plan is not None:
            self.show_source(self._source, plan, editable=self._context.can_edit)

    def _source_edited(self, name: str, value: Any) -> None:
        if self._source is not None:
            self.source_edited.emit(self._source.id, name, value)

    def commit(self) -> None:
        """Hand over what is typed."""
        for editor in (*self.fields.values(), *self.source_fields.values()):
            if editor.is_dirty:
                editor.commit()

    def drop_unreadable(self) -> str:
        """Throw away what cannot be read; the first reason why."""
        said = ""
        for editor in (*self.fields.values(), *self.source_fields.values()):
            if editor.is_dirty:
                said = said or f"{editor.field.label}. {editor.problem.text()}".strip()
                editor.discard()
        return said
