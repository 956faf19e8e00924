"""A timeline page on a document, without a main window: what tests and benchmarks drive."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication

from relplanner.plan.plan import Plan
from relplanner.session.change import PlanChange
from relplanner.session.document import Document
from relplanner.ui.application import make_context
from relplanner.ui.context import Context
from relplanner.ui.messages import Message
from relplanner.ui.theme import fonts, stylesheet
from relplanner.ui.timeline.page import TimelinePage

NOW = dt.datetime(2027, 2, 24, 8, 0, tzinfo=dt.UTC)


@dataclass
class Desk:
    """The page and what it is joined to. ``said`` collects messages."""

    context: Context
    document: Document
    page: TimelinePage
    said: list[Message]


def desk_of(document: Document | Plan, theme: str = "light", width: int = 1600, height: int = 1000) -> Desk:
    """A shown page of that size, as the main window would have made it."""
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))
    context = replace(make_context(remembered=False), now=lambda: NOW)
    context.preferences.set("theme", theme)
    stylesheet.dress(application, context.themes.current, fonts.base(fonts.use_bundled()))
    if isinstance(document, Plan):
        document = Document.new(document)
    context.actions.bind(context)
    context.bridge.set_document(document)
    said: list[Message] = []
    context.messages.said.connect(said.append)
    context.messages.start_showing()
    page = TimelinePage(context)
    context.actions.add(page.page_actions(), page)
    context.bridge.changed.connect(page.show_change)
    context.bridge.changed.connect(lambda _change: context.actions.refresh())
    context.selection.changed.connect(context.actions.refresh)
    page.resize(width, height)
    page.show()
    plan = document.plan
    page.show_change(PlanChange(plan, plan, document.schedule, None, "", "open", lambda: ()))
    return Desk(context, document, page, said)
