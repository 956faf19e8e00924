"""Dragging an edge of a step, or moving it by keys: which edit that asks for, tried before it is made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF

from relplanner.errors import RelplannerError
from relplanner.plan.edits import rollout as edits
from relplanner.plan.edits.edit import Edit
from relplanner.plan.forms.duration import Duration, format_duration
from relplanner.schedule.spelling import spell
from relplanner.ui.rollout.ladder import STEP, Ladder, Rung, ladder_of, percent, real_minutes
from relplanner.ui.rollout.view import Grip, View

if TYPE_CHECKING:
    from relplanner.plan.plan import Plan
    from relplanner.session.document import Document

SNAPS = (1, 5, 15, 60, 360, 1440)
"""Minutes: the finest grid whose steps are some pixels apart."""
SNAP_ROOM = 5.0
NICE = (
    0.0,
    0.1,
    0.2,
    0.5,
    1.0,
    2.0,
    3.0,
    5.0,
    7.5,
    10.0,
    15.0,
    *(float(share) for share in range(20, 101, 5)),
)
"""Shares at which dragging comes to rest."""


class Drag:
    """One drag. The document is asked for the dates of each try; nothing changes before `take`."""

    def __init__(self, view: View, document: Document, grip: Grip, rung: Rung, point: QPointF) -> None:
        self.view, self.document, self.grip, self.rung = view, document, grip, rung
        self.base: Ladder = view.ladder
        self.edit: Edit | None = None
        self._from = point
        self._asked: object = None
        view.base = view.ladder

    def move(self, point: QPointF, *, fine: bool = False) -> bool:
        """Try what the mouse asks for now; whether anything is to be drawn anew. ``fine``: no snapping."""
        asked: object
        if self.grip == "top":
            raised = self.view.y_of(self.rung.share or 0.0) + point.y() - self._from.y()
            share = self.view.share_at(raised)
            asked = round(share) if fine and share >= 1 else (round(share, 1) if fine else nearest(share))
        else:
            by = self.view.scale.minutes_per_pixel * (point.x() - self._from.x())
            step = 1 if fine else snap(self.view)
            minutes = self.rung.finish - self.rung.start + by
            asked = max(step, round(minutes / step) * step)
        if asked == self._asked:
            return False
        self._asked = asked
        self._try(asked)
        return True

    def _try(self, asked: object) -> None:
        assert isinstance(asked, int | float)
        view, plan = self.view, self.document.plan
        try:
            if self.grip == "top":
                self.edit = raise_to(plan, self.rung, float(asked))
            else:
                self.edit = last_for(plan, self.rung, int(asked))
            schedule = self.document.preview(self.edit)
        except RelplannerError as refused:
            self.edit, view.tag = None, str(refused)
            return
        view.ladder = ladder_of(schedule, view.now)
        view.tag = self._told()

    def _told(self) -> str:
        """The new value, and what it does to the steps behind it."""
        at = self.view.ladder.place(self.rung.id)
        if at < 0:
            return ""
        rung = self.view.ladder.rungs[at]
        if self.grip == "top":
            return f"{rung.name}: {percent(rung.share or 0.0)}"
        told = f"{rung.name}: {rung.long}, until {self.view.dates.clock(rung.finish)}"
        last = self.view.ladder.rungs[-1].start - self.base.rungs[-1].start
        if rung is not self.view.ladder.rungs[-1] and last:
            told += (
                f"; {self.view.ladder.rungs[-1].name} {spell(abs(last))} {'later' if last > 0 else 'earlier'}"
            )
        return told

    def drop(self) -> None:
        """Back to what the plan says."""
        self.view.ladder, self.view.base, self.view.tag = self.base, None, ""


def nearest(share: float) -> float:
    """The nearest share at which people stop."""
    return min(NICE, key=lambda one: abs(one**0.5 - share**0.5))


def snap(view: View) -> int:
    """The grid of minutes that dragging keeps to at this zoom."""
    return next((step for step in SNAPS if view.scale.width_of(step) >= SNAP_ROOM), SNAPS[-1])


def raise_to(plan: Plan, rung: Rung, share: float) -> Edit:
    """The edit that gives a step another share of the traffic."""
    if rung.is_phase:
        return edits.expose(plan, rung.id, share)
    return edits.set_step(plan, int(rung.id.removeprefix(STEP)), share)


def last_for(plan: Plan, rung: Rung, minutes: int) -> Edit:
    """The edit that gives a step another length, told in the unit that it has where that says it exactly."""
    if not rung.is_phase:
        watch = duration_like(plan.rollout.blue_green.watch if plan.rollout.blue_green else None, minutes)
        return edits.set_switch(plan, "watch", watch, f"Watch each step for {format_duration(watch)}")
    phase = plan.entry("rollout", rung.id)
    return edits.lengthen(plan, rung.id, duration_like(phase.duration if phase else None, minutes))


def duration_like(old: Duration | None, minutes: int) -> Duration:
    """``minutes`` as a duration in the old one's unit, else in the largest that says it exactly."""
    elapsed = old.elapsed if old is not None else True
    units = [("w", 10080), ("d", 1440), ("h", 60), ("m", 1)]
    if old is not None and old.unit in dict(units):
        size = dict(units)[old.unit]
        if minutes % size == 0:
            return Duration(minutes / size, old.unit, elapsed)
        units = [(unit, one) for unit, one in units if one <= size]
    else:
        units = units[2:]
    unit, size = next((unit, size) for unit, size in units if minutes % size == 0)
    return Duration(minutes / size, unit, elapsed)


def stepped(rung: Rung, plan: Plan, *, longer: int = 0, higher: int = 0) -> Edit | None:
    """The edit of one press of a key: an hour (or a tenth of what is short) longer, one share higher."""
    if higher:
        at = min(range(len(NICE)), key=lambda one: abs(NICE[one] - (rung.share or 0.0)))
        if higher > 0 and NICE[at] <= (rung.share or 0.0):
            at += 1
        elif higher < 0 and NICE[at] >= (rung.share or 0.0):
            at -= 1
        return raise_to(plan, rung, NICE[at]) if 0 <= at < len(NICE) else None
    minutes = _minutes(plan, rung)
    step = 60 if minutes > 120 else (5 if minutes > 10 else 1)
    return last_for(plan, rung, max(step, (minutes // step + longer) * step))


def _minutes(plan: Plan, rung: Rung) -> int:
    phase = plan.entry("rollout", rung.id) if rung.is_phase else None
    if phase is not None and phase.duration is not None:
        return real_minutes(phase.duration)
    return rung.finish - rung.start
