"""The fields of a trigger or an alert beside its condition, in cards; every field of the noun has a place."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QGridLayout, QVBoxLayout, QWidget

from relplanner.plan.fields import field_of
from relplanner.plan.nouns.rollout import Alert, Trigger
from relplanner.ui.common.parts import label, tight
from relplanner.ui.context import Context
from relplanner.ui.inspector.editors import FieldEditor
from relplanner.ui.theme import tokens

Groups = tuple[tuple[str, tuple[str, ...]], ...]
JUDGED = "How it is judged"
TRIGGER_FIELDS: Groups = (
    ("Trigger", ("name", "id", "category", "severity", "phases")),
    (JUDGED, ("recovers", "keep_firing_for", "every", "warm_up", "no_data", "stale_after")),
    ("What it does", ("mode", "action", "runbook", "who", "notes")),
)
ALERT_FIELDS: Groups = (
    ("Alert", ("name", "id", "level", "notes")),
    ("Who answers it", ("response", "owner", "no_data")),
)
FIELDS: Mapping[type[Any], Groups] = {Trigger: TRIGGER_FIELDS, Alert: ALERT_FIELDS}
TOLD: Mapping[type[Any], str] = {Trigger: "manual", Alert: "event"}
"""What stands in place of a condition: the decision of a person, an event of the plan."""
HELP: Mapping[str, str] = {
    "recovers": "It resolves only once this holds, so that it does not flap: error_rate < 0.8%",
    "keep_firing_for": "It goes on firing so long after the condition was true last",
    "every": "How often it is judged; 15s unless another is given",
    "warm_up": "After a phase begins it is not judged for so long",
    "no_data": "What silence means. default: as Prometheus; hold: the clock stands still; fire: silence is a "
    "breach; ignore: only what is seen counts",
    "stale_after": "Blind when the newest sample is older; three times every, at most 5m, unless given",
    "mode": "off: not judged. observe: judged, told nobody. advise: asks a person. act: does it when armed",
    "who": "Who may decide",
}
NARROW = 560


class Fields(QWidget):
    """Made once a noun, refilled for each entry."""

    edited = Signal(str, object)
    """A field's name and its new value."""

    def __init__(self, context: Context, noun: type[Any], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self.noun = context, noun
        self.editors: dict[str, FieldEditor] = {}
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        tight(self._row, tokens.SPACE_3)
        self._cards = {title: self._card(title, names) for title, names in FIELDS[noun]}
        columns = [QVBoxLayout(), QVBoxLayout()]
        for at, card in enumerate(self._cards.values()):
            columns[1 if at == len(self._cards) - 1 else 0].addWidget(card)
        for column in columns:
            tight(column, tokens.SPACE_3)
            column.addStretch(1)
            self._row.addLayout(column, 1)

    def _card(self, title: str, names: tuple[str, ...]) -> QFrame:
        card = QFrame()
        card.setObjectName("card")
        card.setAccessibleName(title)
        grid = QGridLayout(card)
        grid.setContentsMargins(tokens.SPACE_4, tokens.SPACE_3, tokens.SPACE_4, tokens.SPACE_3)
        grid.setVerticalSpacing(tokens.SPACE_1)
        grid.setHorizontalSpacing(tokens.SPACE_2)
        grid.setColumnMinimumWidth(0, tokens.LABEL_WIDTH)
        grid.setColumnStretch(1, 1)
        grid.addWidget(label(title, "strong"), 0, 0, 1, 2)
        top = Qt.AlignmentFlag.AlignTop
        for at, name in enumerate(names, 1):
            editor = self._editor(name)
            words = label(editor.field.label, "muted", wrap=True)
            words.setMinimumHeight(tokens.FIELD_HEIGHT)
            words.setMaximumWidth(tokens.LABEL_WIDTH)
            words.setToolTip(editor.input.toolTip())
            words.setBuddy(editor)
            grid.addWidget(words, at, 0, top)
            grid.addWidget(editor, at, 1, top)
        return card

    def _editor(self, name: str) -> FieldEditor:
        editor = FieldEditor(self._context, field_of(self.noun, name))
        if name in HELP:
            editor.input.setAccessibleDescription(HELP[name])
            editor.input.setToolTip(f"{HELP[name]}\n{editor.input.toolTip()}".strip())
        editor.edited.connect(partial(self.edited.emit, name))
        self.editors[name] = editor
        return editor

    def show_entry(self, entry: Any, drafts: Mapping[str, str], *, editable: bool) -> None:
        """Show an entry; ``drafts`` are texts by field that could not be read when they were typed."""
        if JUDGED in self._cards:
            self._cards[JUDGED].setVisible(entry.when is not None)
        for name, editor in self.editors.items():
            editor.show_values([getattr(entry, name)], editable=editable)
            draft = drafts.get(name)
            if draft is not None and editor.text != draft:
                type_in(editor, draft)

    def commit(self) -> None:
        for editor in self.editors.values():
            if editor.is_dirty:
                editor.commit()

    def take_drafts(self) -> dict[str, str]:
        """What was typed and cannot be read, by field; the fields show the plan again."""
        found = {name: editor.text for name, editor in self.editors.items() if editor.is_dirty}
        for name in found:
            self.editors[name].discard()
        return found

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        way = QBoxLayout.Direction
        wanted = way.TopToBottom if self.width() < NARROW else way.LeftToRight
        if self._row.direction() != wanted:
            self._row.setDirection(wanted)


def type_in(editor: FieldEditor, text: str) -> None:
    """Put a text into a field as if it had just been typed, with its reason if it cannot be read."""
    if hasattr(editor.input, "setPlainText"):
        editor.input.setPlainText(text)
    else:
        editor.input.setText(text)
    editor.commit()
