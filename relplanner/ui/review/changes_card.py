"""What changed since a baseline, another file or a git revision, in the plan's words; chosen in place."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QMenu, QPushButton, QSizePolicy

from relplanner.schedule.spelling import spell
from relplanner.ui.common import wording
from relplanner.ui.common.parts import button, label
from relplanner.ui.review.card import Card
from relplanner.ui.review.lines import Entry, Lines

if TYPE_CHECKING:
    from relplanner.ui.context import Context
    from relplanner.ui.review.jobs import Compared

MOST = 8
MOST_CHOICES = 20
NOTHING = (
    "Not compared with anything yet. Choose a baseline, another file or a git revision to see what changed, "
    "and which activities used up their slack since."
)
HEAVY, LIGHT = 60, 30
"""Sentences of at least this weight are drawn as warnings, and as notes."""


class ChangesCard(Card):
    compared = Signal(object)
    """Compare with a baseline, a path or a git revision; ``None`` with nothing."""

    def __init__(self, context: Context, find: Sources, cancel: Callable[[], object]) -> None:
        super().__init__(context.themes, "What changed since", cancel)
        self._context, self.sources = context, find
        self.choose: QPushButton = button("Compare with …", self.offer)
        self.choose.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.choose.setAccessibleName("Compare with")
        self.head.addWidget(self.choose)
        self.summary = label(NOTHING, "muted", wrap=True, select=True)
        self.lines = Lines(context.themes, MOST)
        self.body.addWidget(self.summary)
        self.body.addWidget(self.lines)
        self.lines.hide()

    # What is shown

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

    # What is chosen

    def offer(self) -> None:
        """The menu of what there is to compare with. Git is asked only from here, when it is wanted."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for title, spec in self.sources.baselines():
            self._add(menu, title, spec)
        if not menu.isEmpty():
            menu.addSeparator()
        else:
            menu.addAction("No baselines yet").setEnabled(False)
        menu.addAction("Another file …").triggered.connect(lambda _=False: self._ask_file())
        git = menu.addAction("A git revision …")
        git.setEnabled(self.sources.has_file)
        git.triggered.connect(lambda _=False: self.sources.revisions(self._offer_revisions, self._refused))
        menu.addSeparator()
        menu.addAction("Nothing").triggered.connect(lambda _=False: self.compared.emit(None))
        menu.popup(self.choose.mapToGlobal(QPoint(0, self.choose.height())))

    def _offer_revisions(self, found: list[tuple[str, Any]]) -> None:
        if not found:
            self._context.messages.info("Git has no earlier revision of this file.")
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for title, spec in found[:MOST_CHOICES]:
            self._add(menu, title, spec)
        menu.popup(self.choose.mapToGlobal(QPoint(0, self.choose.height())))

    def _add(self, menu: QMenu, title: str, spec: Any) -> None:
        menu.addAction(wording.button_text(title)).triggered.connect(lambda _=False: self.compared.emit(spec))

    def _refused(self, text: str) -> None:
        self._context.messages.warn(text)

    def _ask_file(self) -> None:
        from pathlib import Path

        from PySide6.QtWidgets import QFileDialog

        name, _ = QFileDialog.getOpenFileName(
            self,
            "Compare with another plan",
            self.sources.folder,
            "Release plans (*.yaml *.yml);;All files (*)",
        )
        if name:
            self.compared.emit(Path(name))


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


class Sources:
    """What there is to compare with: baselines beside the file; revisions of it, when asked for."""

    def __init__(self, context: Context, run: Callable[..., object]) -> None:
        self._context, self._run = context, run

    @property
    def has_file(self) -> bool:
        document = self._context.document
        return document is not None and document.path is not None

    @property
    def folder(self) -> str:
        document = self._context.document
        return str(document.path.parent) if document is not None and document.path is not None else ""

    def baselines(self) -> list[tuple[str, Any]]:
        """Title and baseline, the newest first."""
        document = self._context.document
        if document is None or document.path is None:
            return []
        from relplanner.storage.baselines import baselines

        return [(baseline_title(one), one) for one in baselines(document.path)][:MOST_CHOICES]

    def revisions(
        self, found: Callable[[list[tuple[str, Any]]], object], failed: Callable[[str], object]
    ) -> None:
        """Ask git in the background; then ``found`` with titles and revisions, or ``failed`` with why not."""
        document = self._context.document
        if document is None or document.path is None:
            return
        path = document.path

        def ask() -> list[tuple[str, Any]]:
            from relplanner.session.revisions import revisions

            return [(revision_title(one), one) for one in revisions(path, MOST_CHOICES)]

        self._run(ask, found, lambda error: failed(str(error)))


def baseline_title(one: Any) -> str:
    return f"{one.name} – {one.taken_at:%Y-%m-%d %H:%M} {one.author}".rstrip()


def revision_title(one: Any) -> str:
    return f"{one.commit[:8]} – {one.when:%Y-%m-%d} {one.author}: {one.subject}"
