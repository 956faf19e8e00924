"""Comments on the plan: read, resolved and written here, also where the plan itself is read-only."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget

from relplanner.errors import RelplannerError
from relplanner.session.comments import RELEASE, UNSAVED, CommentBook, about
from relplanner.ui.common import dates, wording
from relplanner.ui.common.parts import ElidedLabel, button, empty, label, tight
from relplanner.ui.common.pick import Pick
from relplanner.ui.review.card import Card
from relplanner.ui.theme import tokens

if TYPE_CHECKING:
    from relplanner.storage.comments import Comment
    from relplanner.ui.context import Context

MOST = 60
"""So many are listed, the newest; a longer discussion belongs elsewhere."""
FIELD_LINES = 3


class CommentsCard(Card):
    def __init__(self, context: Context) -> None:
        super().__init__(context.themes, "Comments")
        self._context = context
        self.book = CommentBook(None)
        self._resolved_shown = False
        self.list = QVBoxLayout()
        tight(self.list, tokens.SPACE_3)
        self.problem = label("", "problem", wrap=True)
        self.problem.hide()
        self.on = Pick("What the comment is about")
        self.field = QPlainTextEdit()
        self.field.setPlaceholderText("Ask or remark; Ctrl+Enter sends it")
        self.field.setAccessibleName("New comment")
        self.field.setTabChangesFocus(True)
        self.field.setFixedHeight(FIELD_LINES * self.field.fontMetrics().lineSpacing() + tokens.SPACE_4)
        self.field.installEventFilter(self)
        self.field.textChanged.connect(self._follow)
        self.send = button("Comment", self.add)
        self.body.addLayout(self.list)
        self.body.addWidget(self.problem)
        self.body.addWidget(self.field)
        row = QHBoxLayout()
        tight(row, tokens.SPACE_2)
        row.addWidget(label("About", "note"))
        row.addWidget(self.on)
        row.addStretch(1)
        row.addWidget(self.send)
        self.body.addLayout(row)

    # What is shown

    def show_document(self) -> None:
        """Comments of the document in hand; words that were begun for another one go."""
        document = self._context.document
        self.book = CommentBook(document.path if document is not None else None)
        self.field.clear()
        self.refresh()

    def look(self) -> None:
        """Every second: somebody else may have written. A plan saved under a name gets its comments."""
        document = self._context.document
        path = document.path if document is not None else None
        if path != self.book.path:
            self.book = CommentBook(path)
            self.refresh()
        elif self.book.is_stale():
            self.refresh()

    def refresh(self) -> None:
        """Read and list them anew."""
        found = self.book.now()
        keep = self.field.hasFocus()
        empty(self.list)
        opened = found.open
        resolved = [one for one in found.all if one.resolved_at is not None]
        for one in [*opened, *(resolved if self._resolved_shown else [])][-MOST:]:
            self.list.addWidget(self._one(one))
        if not found.all:
            self.list.addWidget(
                label("No comments yet. Everybody who reads the plan may write one.", "muted", wrap=True)
            )
        if resolved:
            self.list.addWidget(self._resolved_switch(len(resolved)))
        self.note.show_text(f"{len(opened):,} open" if opened else "")
        self.problem.setText("\n".join(str(one) for one in found.problems))
        self.problem.setVisible(bool(found.problems))
        self._follow()
        self.show_about()
        if keep:
            self.field.setFocus()

    def show_about(self) -> None:
        """Offer what is chosen on any page as the thing to comment on."""
        selection, plan = self._context.selection, self._context.plan
        places = [RELEASE]
        if selection.current is not None and selection.section:
            places.append(f"{selection.section}/{selection.current}")
        if plan is None or [place for _, place in self.on.options] == places:
            return
        options = [(" ".join(about(plan, place).split()), place) for place in places]
        self.on.show_options(options, len(options) - 1)

    def _one(self, comment: Comment) -> QWidget:
        made = QWidget()
        made.setAccessibleName(f"{comment.author}: {comment.text}")
        column = QVBoxLayout(made)
        tight(column, 1)
        head = QHBoxLayout()
        tight(head, tokens.SPACE_2)
        author = ElidedLabel("strong")
        author.show_text(comment.author)
        head.addWidget(author)
        head.addWidget(label(self._when(comment.time), "note"))
        head.addWidget(self._about(comment), 1)
        resolved = comment.resolved_at is not None
        change = self.book.reopen if resolved else self.book.resolve
        word = "Reopen" if resolved else "Resolve"
        answer = button(word, partial(self._change, partial(change, comment.id)), link=True)
        answer.setAccessibleName(f"{word}: {comment.text[:60]}")
        answer.setEnabled(self.book.can_write)
        head.addWidget(answer)
        column.addLayout(head)
        column.addWidget(label(comment.text, "muted" if resolved else "", wrap=True, select=True))
        if comment.resolved_at is not None:
            said = f"Resolved by {comment.resolved_by}, {self._when(comment.resolved_at)}"
            column.addWidget(label(said, "note", wrap=True))
        return made

    def _about(self, comment: Comment) -> QWidget:
        plan = self._context.plan
        name = " ".join((about(plan, comment.on) if plan is not None else comment.on).split())
        section, _, entry_id = comment.on.partition("/")
        go = button(
            wording.button_text(f"on {name}"), partial(self._context.reveal, section, entry_id), link=True
        )
        go.setObjectName("about")
        go.setMinimumWidth(24)
        go.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        go.setToolTip(wording.tip(name))
        go.setEnabled("no longer in the plan" not in name)
        return go

    def _resolved_switch(self, count: int) -> QWidget:
        text = "Hide resolved ones" if self._resolved_shown else f"Show {count:,} resolved"
        made = button(text, self._turn_resolved, link=True)
        made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        return made

    def _turn_resolved(self) -> None:
        self._resolved_shown = not self._resolved_shown
        self.refresh()

    def _when(self, moment: dt.datetime) -> str:
        """In the plan's zone, as all dates of the page."""
        schedule = self._context.schedule
        return dates.date_time(
            moment.astimezone(schedule.zone) if schedule is not None else moment, year=False
        )

    def _follow(self) -> None:
        can = self.book.can_write
        self.field.setEnabled(can)
        self.field.setPlaceholderText("Ask or remark; Ctrl+Enter sends it" if can else UNSAVED)
        self.send.setEnabled(can and bool(self.field.toPlainText().strip()))

    # What is done

    def add(self) -> None:
        """Keep what is in the field; where that fails the words stay there."""
        text = self.field.toPlainText()
        if self._change(lambda: self.book.add(str(self.on.value or RELEASE), text, time=self._context.now())):
            self.field.clear()

    def _change(self, run: Callable[[], object]) -> bool:
        try:
            run()
        except RelplannerError as error:
            self._context.messages.error(str(error))
            return False
        self.refresh()
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is not self.field or not isinstance(event, QKeyEvent) or not _sends(event):
            return super().eventFilter(watched, event)
        if self.send.isEnabled():
            self.add()
        return True


def _sends(event: QKeyEvent) -> bool:
    """Ctrl+Enter goes down."""
    return (
        event.type() == QEvent.Type.KeyPress
        and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        and bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
    )
