"""What changed since a baseline, another file or a git revision, in the plan's words; chosen in place."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QSizePolicy

from relplanner.schedule.spelling import spell
from relplanner.ui.common.lines import Entry, Lines
from relplanner.ui.common.parts import button, label
from relplanner.ui.review.card import Card

if TYPE_CHECKING:
    from relplanner.ui.context import Context
    from relplanner.ui.review.jobs import Compared

MOST = 8
CHOOSE = "plan.compare"
NOTHING = (
    "Not compared with anything yet. Choose a baseline, another file or a git revision to see what changed, "
    "and which activities used up their slack since."
)
HEAVY, LIGHT = 60, 30
"""Sentences of at least this weight are drawn as warnings, and as notes."""


class ChangesCard(Card):
    """Sentences lead to their objects; what to compare with is chosen here for all pages."""

    def __init__(self, context: Context, cancel: Callable[[], object]) -> None:
        super().__init__(context.themes, "What changed since", cancel)
        self._context = context
        self.choose = button("Compare with …", self.offer)
        self.choose.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.choose.setAccessibleName("Compare with")
        self.head.addWidget(self.choose)
        self.summary = label(NOTHING, "muted", wrap=True, select=True)
        self.lines = Lines(context.themes, MOST)
        self.body.addWidget(self.summary)
        self.body.addWidget(self.lines)
        self.lines.hide()

    def offer(self) -> None:
        """The list of what there is to compare with. Git is asked only when its entry is chosen."""
        self._context.actions.run(CHOOSE)

    def show_changes(self, found: Compared | None, error: str) -> None:
        self.note.show_text(found.label if found is not None else "")
        self.lines.setVisible(found is not None)
        if error:
            self.summary.setText(error)
        elif found is None:
            self.summary.setText(NOTHING)
        else:
            self.summary.setText(_summary(found.changes))
            entries = [self._entry(one) for one in found.changes.headlines]
            self.lines.show_entries(entries, "Nothing else changed.")

    def _entry(self, sentence: Any) -> Entry:
        tone = "warning" if sentence.weight >= HEAVY else ("info" if sentence.weight >= LIGHT else "")
        section, entry_id = sentence.section, sentence.id
        go = (
            partial(self._context.reveal, section, entry_id)
            if entry_id and self._is_there(sentence)
            else None
        )
        return Entry(sentence.text, tone=tone or "info", go=go)

    def _is_there(self, sentence: Any) -> bool:
        """What was removed cannot be gone to."""
        plan = self._context.plan
        try:
            return plan is not None and plan.entry(sentence.section, sentence.id) is not None
        except KeyError:
            return False


def _summary(changes: Any) -> str:
    """How the release moved, and how many sentences follow."""
    count = len(changes.headlines)
    if not count:
        return "Nothing changed."
    parts = []
    slip = changes.slip_change_minutes
    if slip:
        parts.append(f"The slip {'grew' if slip > 0 else 'shrank'} by {spell(slip)}.")
    elif slip == 0:
        parts.append("The slip is the same.")
    parts.append("One change." if count == 1 else f"{count:,} changes, the weightiest first.")
    return " ".join(parts)
