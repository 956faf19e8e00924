"""What every page is handed: the document in hand, what is chosen, and where to say things."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import field
from typing import TYPE_CHECKING

from relplanner.errors import RelplannerError
from relplanner.ui.actions import Actions
from relplanner.ui.bridge import Bridge
from relplanner.ui.comparing import Comparing
from relplanner.ui.messages import Messages
from relplanner.ui.preferences import Layout, Preferences
from relplanner.ui.selection import Selection
from relplanner.ui.theme.themes import Themes
from relplanner.ui.theme.tokens import Theme
from relplanner.values import value

if TYPE_CHECKING:
    from relplanner.plan.edits.edit import Edit
    from relplanner.plan.plan import Plan
    from relplanner.schedule import Schedule
    from relplanner.session.change import PlanChange
    from relplanner.session.document import Document


@value
class Context:
    """Made once a window. Pages read the plan here, and change it by `apply` alone."""

    bridge: Bridge
    selection: Selection
    preferences: Preferences
    layout: Layout
    messages: Messages
    themes: Themes
    actions: Actions
    comparing: Comparing
    go: Callable[[str], None] = field(default=lambda _page: None)
    """Show a page by its id."""
    reveal: Callable[[str, str], None] = field(default=lambda _section, _id: None)
    """Choose an entry of a section and show it on the page that has it."""
    now: Callable[[], dt.datetime] = field(default=lambda: dt.datetime.now(dt.UTC))
    """The clock of countdowns and of the today line; pictures and tests set their own."""

    @property
    def document(self) -> Document | None:
        return self.bridge.document

    @property
    def plan(self) -> Plan | None:
        document = self.bridge.document
        return None if document is None else document.plan

    @property
    def schedule(self) -> Schedule | None:
        document = self.bridge.document
        return None if document is None else document.schedule

    @property
    def theme(self) -> Theme:
        """The colours now; `themes.changed` says when they change."""
        return self.themes.current

    @property
    def can_edit(self) -> bool:
        document = self.bridge.document
        return document is not None and not document.read_only

    def apply(self, edit: Edit | Callable[[], Edit]) -> PlanChange | None:
        """The one door for edits. A refusal, also while the edit is made, is said in a message."""
        document = self.bridge.document
        if document is None:
            return None
        if document.read_only:
            self.messages.warn("This plan is open read-only. Save it under another name to change it.")
            return None
        try:
            return document.apply(edit() if callable(edit) else edit)
        except RelplannerError as error:
            self.messages.warn(str(error))
            return None
