"""The editor of one trigger or alert: what it says in words, its condition, its proof, its fields."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from relplanner.plan.fields import field_of
from relplanner.plan.nouns.rollout import Alert, Trigger
from relplanner.ui.common.lines import Entry, Lines
from relplanner.ui.common.parts import Chip, ElidedLabel, action_button, button, label, tight
from relplanner.ui.context import Context
from relplanner.ui.inspector.editors import FieldEditor
from relplanner.ui.theme import tokens
from relplanner.ui.triggers.condition_editor import ConditionEditor
from relplanner.ui.triggers.fields import TOLD, Fields, type_in
from relplanner.ui.triggers.rows import AUTOMATIC, kind_of, name_of, severity_of

TONES = {"critical": "error", "warning": "warning", "informational": "info"}
KIND_CHIPS = {"automatic": "Automatic", "by hand": "By hand", "alert": "Alert"}
TOLD_WORDS = {
    Trigger: ("The decision", "What a person decides, and the signs that call for it."),
    Alert: ("The event", "What the plan announces by itself, such as a deployment that is done."),
}
MOST_FINDINGS = 4


class Editor(QScrollArea):
    """Shows one entry. What is edited is told with the entry's own field names."""

    edited = Signal(str, object)
    drafted = Signal(str)
    """The condition's text that cannot be read; empty once it can."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._entry: Trigger | Alert | None = None
        self._fields: dict[type[Any], Fields] = {}
        self._told: dict[type[Any], FieldEditor] = {}
        self._both = False
        self.title = ElidedLabel("title")
        self.kind, self.severity = Chip(), Chip()
        self.reading = label("", wrap=True, select=True)
        self.findings = Lines(context.themes, MOST_FINDINGS)
        self.condition = ConditionEditor(context)
        self.condition.edited.connect(partial(self.edited.emit, "when"))
        self.condition.drafted.connect(self.drafted)
        self.proof = QVBoxLayout()
        """Where the page puts the proof on recorded history."""
        self._lay_out()

    def _lay_out(self) -> None:
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inner = QWidget()
        inner.setObjectName("scrolled")
        self._column = QVBoxLayout(inner)
        self._column.setContentsMargins(tokens.SPACE_4, tokens.SPACE_3, tokens.SPACE_4, tokens.SPACE_4)
        self._column.setSpacing(tokens.SPACE_3)
        self._column.addLayout(self._head())
        self._column.addWidget(self.reading)
        self._column.addWidget(self.findings)
        self.condition_card = card("Condition", self.condition)
        self.told_card = QFrame()
        self.told_card.setObjectName("card")
        column = QVBoxLayout(self.told_card)
        column.setContentsMargins(tokens.SPACE_4, tokens.SPACE_3, tokens.SPACE_4, tokens.SPACE_3)
        column.setSpacing(tokens.SPACE_1)
        self._told_title, self._told_note = label("", "strong"), label("", "note", wrap=True)
        self._told_column = column
        column.addWidget(self._told_title)
        column.addWidget(self._told_note)
        self.other = button("", self._show_both, link=True)
        holder = QHBoxLayout()
        tight(holder)
        holder.addWidget(self.other)
        holder.addStretch(1)
        self._column.addWidget(self.condition_card)
        self._column.addWidget(self.told_card)
        self._column.addLayout(holder)
        tight(self.proof, tokens.SPACE_3)
        self._column.addLayout(self.proof)
        self._column.addStretch(1)
        self.setWidget(inner)

    def _head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        tight(head, tokens.SPACE_2)
        head.addWidget(self.title, 1)
        for chip in (self.kind, self.severity):
            chip.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            chip.setCursor(Qt.CursorShape.ArrowCursor)
            head.addWidget(chip)
        self._actions = head
        return head

    def take_actions(self, ids: Sequence[str]) -> None:
        """Show buttons of page actions at the right of the head, once the frame has them."""
        if self._actions.count() > 3:
            return
        for one in ids:
            self._actions.addWidget(action_button(self._context, one))

    # Showing

    @property
    def entry(self) -> Trigger | Alert | None:
        return self._entry

    def show_entry(self, entry: Trigger | Alert, drafts: Mapping[str, str], *, editable: bool) -> None:
        """Show another entry, with what was typed for it before and could not be read."""
        self._both = False
        self.condition.show_condition(entry.when, drafts.get("when", ""), editable=editable)
        self._show(entry, drafts, editable=editable)
        self.verticalScrollBar().setValue(0)

    def follow(self, entry: Trigger | Alert, *, editable: bool) -> None:
        """The same entry after a change of the plan."""
        self.condition.follow(entry.when, editable=editable)
        self._show(entry, {}, editable=editable)

    def _show(self, entry: Trigger | Alert, drafts: Mapping[str, str], *, editable: bool) -> None:
        self._entry = entry
        self.title.show_text(name_of(entry))
        self.kind.show_state(KIND_CHIPS[kind_of(entry)])
        severity = severity_of(entry)
        self.severity.show_state(severity.capitalize(), TONES[severity])
        noun = type(entry)
        fields, told = self._made(noun)
        for one, shown in self._fields.items():
            shown.setVisible(one is noun)
        fields.show_entry(entry, drafts, editable=editable)
        for other, box in self._told.items():
            box.setVisible(other is noun)
        name = TOLD[noun]
        told.show_values([getattr(entry, name)], editable=editable)
        if name in drafts:
            type_in(told, drafts[name])
        self._arrange(entry, editable=editable)

    def _arrange(self, entry: Trigger | Alert, *, editable: bool) -> None:
        """The condition, the decision, or both; a link leads to the one that is not there."""
        said = getattr(entry, TOLD[type(entry)])
        judged = entry.when is not None or self.condition.is_unreadable
        title, note = TOLD_WORDS[type(entry)]
        self._told_title.setText(title)
        self._told_note.setText(note)
        self.condition_card.setVisible(judged or self._both or not said)
        self.told_card.setVisible(bool(said) or self._both)
        decision = "a decision by hand" if isinstance(entry, Trigger) else "an event"
        self.other.setText(f"Add {decision if not self.told_card.isVisibleTo(self) else 'a condition'}")
        both = self.condition_card.isVisibleTo(self) and self.told_card.isVisibleTo(self)
        self.other.setVisible(editable and not both)

    def _made(self, noun: type[Any]) -> tuple[Fields, FieldEditor]:
        if noun not in self._fields:
            fields = self._fields[noun] = Fields(self._context, noun)
            fields.edited.connect(self.edited)
            self._column.insertWidget(self._column.count() - 1, fields)
            told = self._told[noun] = FieldEditor(self._context, field_of(noun, TOLD[noun]))
            told.edited.connect(partial(self.edited.emit, TOLD[noun]))
            self._told_column.addWidget(told)
        return self._fields[noun], self._told[noun]

    def _show_both(self) -> None:
        self._both = True
        if self._entry is None:
            return
        hidden = self.told_card if not self.told_card.isVisibleTo(self) else self.condition_card
        self._arrange(self._entry, editable=True)
        if hidden is self.told_card:
            self._told[type(self._entry)].setFocus()
        else:
            self.condition.form.enter()

    def show_reading(self, text: str) -> None:
        """What it means in plain words."""
        self.reading.setText(text)
        self.reading.setVisible(bool(text))

    def show_findings(self, entries: Sequence[Entry]) -> None:
        self.findings.setVisible(bool(entries))
        self.findings.show_entries(entries, "")

    # Keeping

    @property
    def fields(self) -> Fields | None:
        """The fields shown now."""
        return self._fields.get(type(self._entry))

    @property
    def told(self) -> FieldEditor | None:
        """The decision or the event shown now."""
        return self._told.get(type(self._entry))

    def commit(self) -> None:
        """Hand over everything that is typed and can be read."""
        self.condition.leave()
        for part in (self.fields, self.told):
            if part is not None:
                part.commit()

    def take_drafts(self) -> dict[str, str]:
        """What was typed and could not be read, by field."""
        drafts = self.fields.take_drafts() if self.fields is not None else {}
        if self.condition.is_unreadable:
            drafts["when"] = self.condition.text.toPlainText()
        return drafts

    def enter(self) -> None:
        """Give the keyboard to what the entry is about."""
        told = self.told if self._entry is not None and kind_of(self._entry) != AUTOMATIC else None
        if told is not None and told.isVisible():
            told.setFocus()
        else:
            self.condition.text.setFocus()

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: N802 - Qt calls it so
        """Whoever gets the keyboard comes into view."""
        done = bool(super().focusNextPrevChild(forward))
        focus = QApplication.focusWidget()
        if focus is not None and self.isAncestorOf(focus):
            self.ensureWidgetVisible(focus, 0, tokens.SPACE_5)
        return done


def card(title: str, body: QWidget) -> QFrame:
    """A card with a title."""
    made = QFrame()
    made.setObjectName("card")
    made.setAccessibleName(title)
    column = QVBoxLayout(made)
    column.setContentsMargins(tokens.SPACE_4, tokens.SPACE_3, tokens.SPACE_4, tokens.SPACE_3)
    column.setSpacing(tokens.SPACE_2)
    column.addWidget(label(title, "strong"))
    column.addWidget(body)
    return made
