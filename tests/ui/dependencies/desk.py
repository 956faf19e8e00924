"""A dependencies page on a document, without a main window: what tests and benchmarks drive."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from PySide6.QtCore import QLocale, QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from relplanner.plan.plan import Plan
from relplanner.session.change import PlanChange
from relplanner.session.document import Document
from relplanner.ui.application import make_context
from relplanner.ui.context import Context
from relplanner.ui.dependencies.page import DependenciesPage
from relplanner.ui.dependencies.view import View
from relplanner.ui.messages import Message
from relplanner.ui.theme import fonts, stylesheet

NOW = dt.datetime(2027, 2, 24, 8, 0, tzinfo=dt.UTC)


@dataclass
class Desk:
    """The page and what it is joined to. ``said`` collects messages."""

    context: Context
    document: Document
    page: DependenciesPage
    said: list[Message]

    @property
    def view(self) -> View:
        return self.page.view

    @property
    def ids(self) -> tuple[str, ...]:
        return self.view.scene.network.ids

    def edges(self) -> set[tuple[str, str]]:
        network = self.view.scene.network
        return {(network.ids[edge.before], network.ids[edge.after]) for edge in network.edges}

    def card(self, one: str) -> QPointF:
        """The middle of a card on the board."""
        return self.view.card_rect(self.view.card_of(one)).center()

    def link(self, before: str, after: str) -> QPointF:
        """The middle of a link on the board."""
        network = self.view.scene.network
        number = next(
            at
            for at, edge in enumerate(network.edges)
            if (network.ids[edge.before], network.ids[edge.after]) == (before, after)
        )
        x, y = self.view.scene.middles[number].tolist()
        return QPointF(self.view.x_of(x), self.view.y_of(y))

    def after(self, one: str) -> list[str]:
        """What an activity waits for, in text form."""
        from relplanner.plan.forms.dependency import format_dependency

        activity = self.document.plan.activity(one)
        assert activity is not None
        return [format_dependency(each) for each in activity.after]

    # The mouse and the keys

    def press(self, at: QPointF) -> None:
        QTest.mousePress(self.page.board, Qt.MouseButton.LeftButton, pos=_whole(at))

    def move(self, at: QPointF) -> None:
        QTest.mouseMove(self.page.board, _whole(at))
        QApplication.processEvents()

    def release(self, at: QPointF) -> None:
        QTest.mouseRelease(self.page.board, Qt.MouseButton.LeftButton, pos=_whole(at))
        QApplication.processEvents()

    def click(self, at: QPointF, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.mouseClick(self.page.board, Qt.MouseButton.LeftButton, modifiers, _whole(at))
        QApplication.processEvents()

    def double_click(self, at: QPointF) -> None:
        QTest.mouseDClick(self.page.board, Qt.MouseButton.LeftButton, pos=_whole(at))
        QApplication.processEvents()

    def drag(self, start: QPointF, stop: QPointF) -> None:
        """Press, several moves, release."""
        self.press(start)
        for share in (0.3, 0.7, 1.0):
            self.move(start + (stop - start) * share)
        self.release(stop)

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self.page.board, key, modifiers)
        QApplication.processEvents()


def _whole(at: QPointF) -> QPoint:
    return QPoint(round(at.x()), round(at.y()))


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
    page = DependenciesPage(context)
    context.actions.add(page.page_actions(), page)
    context.bridge.changed.connect(page.show_change)
    context.bridge.changed.connect(lambda _change: context.actions.refresh())
    context.selection.changed.connect(context.actions.refresh)
    page.resize(width, height)
    page.show()
    plan = document.plan
    page.show_change(PlanChange(plan, plan, document.schedule, None, "", "open", lambda: ()))
    return Desk(context, document, page, said)
