"""What dragging does: a press makes a gesture, moves shift a ghost, the release yields one edit, Esc drops
it.

A gesture never touches the document. While it lasts the view may show a throw-away schedule (``view.base``
then holds the real one), and dropping it puts the real one back.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QPointF, Qt

from relplanner.errors import RelplannerError
from relplanner.plan import edits
from relplanner.plan.edits.edit import Edit
from relplanner.plan.forms.duration import Duration
from relplanner.schedule import Schedule
from relplanner.ui.timeline.painter_bars import bar_at
from relplanner.ui.timeline.snapping import duration_between, snapped, wall
from relplanner.ui.timeline.view import View

DRAG_FROM = 4.0
"""Pixels the mouse moves before a press becomes a drag."""
Preview = Callable[[Edit], Schedule]


class Gesture(Protocol):
    """One drag from press to release."""

    cursor: Qt.CursorShape
    ghostly: bool
    """Whether it paints over the page, so that the whole page is repainted at each move."""

    def move(self, point: QPointF, modifiers: Qt.KeyboardModifier) -> None: ...

    def release(self) -> Edit | None:
        """The edit it ends in; ``None`` when nothing is to be changed."""
        ...

    def drop(self) -> None: ...


class PlanGesture:
    """A drag that would change the plan: keeps the edit of the moment and shows its dates."""

    cursor = Qt.CursorShape.ClosedHandCursor
    ghostly = True

    def __init__(self, view: View, place: int, start: QPointF, preview: Preview) -> None:
        self.view, self.place, self.start = view, place, start
        self.id = view.sheet.lines[place].id
        self.plan = view.sheet.plan
        self.point = start
        self.edit: Edit | None = None
        self.refusal = ""
        """Why it cannot be done, as a sentence; then releasing does nothing."""
        self._preview = preview
        self._real = view.schedule
        self._asked: object = None
        dates = view.dates_at(place)
        self.first, self.last = dates if dates is not None else (view.now, view.now)

    def move(self, point: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        self.point = point
        asked = self.wanted(point, modifiers)
        if asked != self._asked:
            self._asked = asked
            self._try(asked)

    def wanted(self, point: QPointF, modifiers: Qt.KeyboardModifier) -> object:
        """What the mouse asks for, as a value; the dates are worked out only when it changes."""
        raise NotImplementedError

    def make(self, asked: object) -> Edit | None:
        """The edit for what was asked for, ``None`` for none. Raises :class:`RelplannerError`."""
        raise NotImplementedError

    def _try(self, asked: object) -> None:
        self.refusal = ""
        self.edit = None
        try:
            edit = self.make(asked) if asked is not None else None
            schedule = self._preview(edit) if edit is not None else self._real
        except RelplannerError as refused:
            self.refusal = str(refused)
            edit, schedule = None, self._real
        self.edit = edit
        self.view.show_dates(schedule)
        self.view.base = self._real if schedule is not self._real else None

    def release(self) -> Edit | None:
        edit = self.edit
        self.drop()
        return edit

    def drop(self) -> None:
        self.view.show_dates(self._real)
        self.view.base = None

    def tag(self) -> str:
        """What it does, in few words; the page adds what that means for the release."""
        return self.view.dates.clock(int(self.view.dates_of.start[self.view.row_of(self.place)]))


class DateGesture(PlanGesture):
    """A drag along the time that changes dates and nothing else."""


class MoveBar(DateGesture):
    """Moves a bar: its start is pinned where it is put."""

    def wanted(self, point: QPointF, modifiers: Qt.KeyboardModifier) -> object:
        minutes = (point.x() - self.start.x()) * self.view.scale.minutes_per_pixel
        moved = snapped(self.view, self.first, minutes)
        return moved if moved != self.first else None

    def make(self, asked: object) -> Edit | None:
        assert isinstance(asked, int)
        return edits.pin_start(self.plan, self.id, wall(self.view, asked))


class ResizeBar(DateGesture):
    """Moves a bar's end: the duration becomes the work from its start to there."""

    cursor = Qt.CursorShape.SizeHorCursor

    def wanted(self, point: QPointF, modifiers: Qt.KeyboardModifier) -> object:
        minutes = (point.x() - self.start.x()) * self.view.scale.minutes_per_pixel
        moved = max(self.first, snapped(self.view, self.last, minutes))
        duration = duration_between(self.view, self.place, self.first, moved)
        activity = self.view.sheet.activity(self.place)
        return duration if activity is not None and moved != self.last else None

    def make(self, asked: object) -> Edit | None:
        assert isinstance(asked, Duration)
        return edits.resize(self.plan, self.id, asked)

    def tag(self) -> str:
        from relplanner.plan.forms.duration import format_duration

        asked = self._asked
        shown = self.view.dates.clock(int(self.view.dates_of.finish[self.view.row_of(self.place)]))
        return f"{format_duration(asked)} · until {shown}" if isinstance(asked, Duration) else shown


class ProgressDrag(PlanGesture):
    """Moves the edge of what is done, in steps of five percent."""

    cursor = Qt.CursorShape.SplitHCursor

    def wanted(self, point: QPointF, modifiers: Qt.KeyboardModifier) -> object:
        bar = bar_at(self.view, self.place)
        activity = self.plan.activity(self.id)
        if bar is None or activity is None:
            return None
        left, right = self.view.x_of(self.first), self.view.x_of(self.last)
        step = 1 if modifiers & Qt.KeyboardModifier.ShiftModifier else 5
        share = (point.x() - left) / max(1.0, right - left) * 100
        progress = float(min(100, max(0, round(share / step) * step)))
        return progress if progress != activity.progress else None

    def make(self, asked: object) -> Edit | None:
        assert isinstance(asked, float)
        return edits.set_progress(self.plan, [self.id], asked)

    def tag(self) -> str:
        return f"{self._asked:.0f}% done" if isinstance(self._asked, float) else ""


class LinkDrag(PlanGesture):
    """Draws a link from a bar's end to another bar; with Shift to that bar's end."""

    cursor = Qt.CursorShape.CrossCursor

    target = -1

    def wanted(self, point: QPointF, modifiers: Qt.KeyboardModifier) -> object:
        self.target = self._target_at(point)
        if self.target < 0:
            return None
        return self.view.sheet.lines[
            self.target
        ].id, "FF" if modifiers & Qt.KeyboardModifier.ShiftModifier else "FS"

    def _target_at(self, point: QPointF) -> int:
        place = self.view.place_at(point.y())
        if place < 0 or place == self.place or self.view.sheet.activity(place) is None:
            return -1
        if point.x() < self.view.table_width:
            return place
        bar = bar_at(self.view, place)
        reach = 14.0
        return place if bar is not None and bar.left - reach <= point.x() <= bar.right + reach else -1

    def make(self, asked: object) -> Edit | None:
        assert isinstance(asked, tuple)
        successor, kind = asked
        return edits.link(self.plan, self.id, successor, kind)

    def tag(self) -> str:
        if self.target < 0:
            return "Drop on the activity that waits for this one"
        asked = self._asked
        kind = f" {asked[1]}" if isinstance(asked, tuple) and asked[1] != "FS" else ""
        names = [self.plan.activity(each) for each in (self.id, self.view.sheet.lines[self.target].id)]
        shown = [a.name or a.id if a is not None else "" for a in names]
        return f"{shown[0]} → {shown[1]}{kind}"


class RowDrag(PlanGesture):
    """Takes rows elsewhere in the outline: between two rows, or, in a row's middle, into it."""

    def __init__(
        self, view: View, place: int, start: QPointF, preview: Preview, ids: tuple[str, ...]
    ) -> None:
        super().__init__(view, place, start, preview)
        self.ids = ids
        self.into = -1
        self.boundary = -1
        self.depth = 0

    def wanted(self, point: QPointF, modifiers: Qt.KeyboardModifier) -> object:
        view = self.view
        at = (point.y() - view.header_height + view.scroll) / view.row_height
        last = max(0, sum(1 for line in view.sheet.lines if line.position >= 0))
        place = min(max(0, int(at)), last)
        within = at - place
        self.into = self.boundary = -1
        if place < last and 0.3 < within < 0.7:
            self.into = place
            self.depth = view.sheet.lines[place].depth + 1
            return view.sheet.lines[place].id, None
        self.boundary = min(last, place + (1 if within >= 0.7 else 0))
        return self._between(point)

    def _between(self, point: QPointF) -> tuple[str | None, str | None]:
        """(parent, before) for the line between two rows; the x chooses among the levels that end there."""
        from relplanner.ui.timeline.painter_table import FOLD_WIDTH, INDENT

        lines, at = self.view.sheet.lines, self.boundary
        below = lines[at] if at < len(lines) and lines[at].position >= 0 else None
        least = below.depth if below is not None else 0
        most = max(least, lines[at - 1].depth if at else 0)
        self.depth = min(most, max(least, round((point.x() - FOLD_WIDTH) / INDENT)))
        if below is not None and self.depth == below.depth:
            parent = self.view.sheet.parent_place(at)
            return (lines[parent].id if parent >= 0 else None), below.id
        above = at - 1
        while above >= 0 and lines[above].depth >= self.depth:
            above -= 1
        return (lines[above].id if above >= 0 and self.depth else None), None

    def make(self, asked: object) -> Edit | None:
        assert isinstance(asked, tuple)
        parent, before = asked
        if before in self.ids or parent in self.ids:
            return None
        return edits.move_rows(self.plan, list(self.ids), before, parent)

    def _try(self, asked: object) -> None:
        # Moving rows keeps dates as they are but for summaries: trying the edit is enough to know whether
        # it is refused.
        self.refusal = ""
        try:
            self.edit = self.make(asked)
            if self.edit is not None:
                self.edit.run(self.plan)
        except RelplannerError as refused:
            self.refusal, self.edit = str(refused), None

    def tag(self) -> str:
        return self.edit.label if self.edit is not None else ""
