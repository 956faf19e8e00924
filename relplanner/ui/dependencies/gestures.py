"""Drags as objects: each knows what it takes hold of, what it would do and how to give up."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QPointF, Qt

from relplanner.errors import RelplannerError
from relplanner.plan import edits
from relplanner.plan.edits.edit import Edit
from relplanner.plan.edits.links import ROLLOUT
from relplanner.schedule import Schedule
from relplanner.ui.dependencies import overview
from relplanner.ui.dependencies.network import ROLLOUT_GROUP
from relplanner.ui.dependencies.view import View

DRAG_FROM = 6
Preview = Callable[[Edit], Schedule]


class Gesture(Protocol):
    """What the board asks of a drag."""

    cursor: Qt.CursorShape

    def move(self, point: QPointF, modifiers: Qt.KeyboardModifier) -> None: ...

    def release(self) -> Edit | None: ...

    def drop(self) -> None: ...


class Pan:
    """Takes hold of the ground and moves the drawing."""

    cursor = Qt.CursorShape.ClosedHandCursor

    def __init__(self, view: View, start: QPointF) -> None:
        self.view, self.start = view, start
        self._left, self._top = view.left, view.top

    def move(self, point: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        away = point - self.start
        self.view.move_to(self._left + away.x(), self._top + away.y())

    def release(self) -> Edit | None:
        return None

    def drop(self) -> None:
        return None


class MapDrag(Pan):
    """Moves the part in view over the map."""

    def __init__(self, view: View, start: QPointF) -> None:
        super().__init__(view, start)
        self.move(start, Qt.KeyboardModifier.NoModifier)

    def move(self, point: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        view = self.view
        x, y = overview.target(view, point)
        view.move_to(view.width / 2 - x * view.zoom, view.height / 2 - y * view.zoom)


class LinkDrag:
    """Draws a link from a card to the one that shall wait for it, and shows what that does.

    By mouse the link follows ``point``; by keyboard it goes from card to card (`aim`).
    """

    cursor = Qt.CursorShape.CrossCursor

    def __init__(self, view: View, card: int, start: QPointF, preview: Preview) -> None:
        self.view, self.card, self.point = view, card, start
        self.source = view.scene.network.ids[card]
        self.target = -1
        self.kind = "FS"
        self.edit: Edit | None = None
        self.refusal = ""
        self._real, self._preview = view.schedule, preview
        self._asked: tuple[int, str] = (-1, "FS")

    def move(self, point: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        self.point = point
        found = self.view.card_at(point)
        shift = bool(modifiers & Qt.KeyboardModifier.ShiftModifier)
        self._ask(found if found != self.card else -1, "SS" if shift else "FS")

    def aim(self, card: int) -> None:
        """Choose the card by keyboard."""
        box = self.view.card_rect(card)
        self.point = QPointF(box.left(), box.center().y())
        self._ask(card if card != self.card else -1, self.kind)

    def _ask(self, target: int, kind: str) -> None:
        if (target, kind) == self._asked:
            return
        self._asked = self.target, self.kind = target, kind
        self.refusal, self.edit = "", None
        try:
            self.edit = self._make()
            schedule = self._preview(self.edit) if self.edit is not None else self._real
        except RelplannerError as refused:
            self.refusal, self.edit, schedule = str(refused), None, self._real
        self._show(schedule)

    def _make(self) -> Edit | None:
        if self.target < 0:
            return None
        goal = self.view.scene.network.ids[self.target]
        if goal.startswith(ROLLOUT) or ROLLOUT_GROUP in (goal, self.source):
            from relplanner.errors import EditRefused

            raise EditRefused("What a rollout phase waits for is part of the rollout, not of the timeline.")
        return edits.link(self.view.plan, self.source, goal, self.kind)

    def _show(self, schedule: Schedule) -> None:
        self.view.show_dates(schedule)
        self.view.base = self._real if schedule is not self._real else None

    def release(self) -> Edit | None:
        edit = self.edit
        self.drop()
        return edit

    def drop(self) -> None:
        if self.view.base is not None or self.view.schedule is not self._real:
            self._show(self._real)

    def tag(self) -> str:
        """What it does, in few words."""
        if self.target < 0:
            return "Drop on the card that waits for this one"
        names = [self.view.fact(card).name for card in (self.card, self.target)]
        return f"{names[0]} → {names[1]}{'' if self.kind == 'FS' else f' {self.kind}'}"

    def effect(self) -> tuple[str, str]:
        """What the link does to the release, and the token that colours it."""
        if self.edit is None:
            return "", "muted"
        after, before = self.view.schedule.projected, self._real.projected
        if after is None:
            return "The release would have no date", "error"
        when = self.view.dates.clock(after)
        if before is None or after == before:
            return f"Release stays {when}", "muted"
        from relplanner.schedule.spelling import spell

        aside = "later" if after > before else "earlier"
        return f"Release {spell(after - before)} {aside}: {when}", "error" if after > before else "ok"
