"""How far each thing that a CAB asks about has come: criteria, sign-offs, the way back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING

from relplanner.errors import TextError
from relplanner.exchange.report.model import Cell
from relplanner.plan.forms.bound import Change, Level
from relplanner.plan.forms.duration import Duration, in_minutes
from relplanner.plan.forms.quantity import convert, parse_quantity
from relplanner.plan.forms.target import Grade, Target
from relplanner.values import value

if TYPE_CHECKING:
    from relplanner.plan.nouns.readiness import Criterion, Gate, Runbook
    from relplanner.plan.nouns.release import SignOff
    from relplanner.plan.plan import Plan

_NO = frozenset({"no", "false", "failed", "fail", "not met", "0"})


def elapsed_minutes(duration: Duration) -> float:
    """A stretch of real time: a day counts 24 hours here, also where it was written as a working day."""
    return in_minutes(duration, day=1440, week=10080, month=43200)


def criterion_state(plan: Plan, criterion: Criterion, now: dt.datetime) -> Cell:
    """Met, failed, open, or stale: a result older than it counts is none."""
    result = criterion.result
    if result is None or (result.value is None and result.at is None and result.by is None):
        return Cell("Open", "warning", chip=True)
    if criterion.valid is not None and result.at is not None:
        age = (now - result.at).total_seconds() / 60
        if age > elapsed_minutes(criterion.valid):
            return Cell("Out of date", "warning", chip=True)
    if criterion.target is None or result.value is None:
        refused = (result.value or "").strip().lower() in _NO
        return Cell("Failed", "error", chip=True) if refused else Cell("Met", "ok", chip=True)
    holds = _holds(plan, criterion, criterion.target, result.value)
    if holds is None:
        return Cell("To be judged", "warning", chip=True)
    return Cell("Met", "ok", chip=True) if holds else Cell("Failed", "error", chip=True)


def _holds(plan: Plan, criterion: Criterion, target: Target, text: str) -> bool | None:
    """Whether a measured value reaches its target; None where that takes a person or a baseline."""
    bound = target.bound
    if isinstance(bound, Grade):
        grade = text.strip().upper()
        scale = (bound.best, bound.grade, bound.worst, grade)
        if any(len(point) != 1 for point in scale):
            return None
        best, wanted, worst, given = map(ord, scale)
        turn = 1 if best < worst else -1
        return _compare(target.op, float((wanted - given) * turn), 0.0)
    try:
        have = parse_quantity(text)
        if isinstance(bound, Level):
            metric = plan.entry("metrics", criterion.metric) if criterion.metric else None
            unit = (metric.unit if metric is not None else "") or bound.quantity.unit or have.unit
            return _compare(target.op, convert(have, unit), convert(bound.quantity, unit))
    except TextError:
        return None
    if isinstance(bound, Change) and have.unit == "%":
        return _compare(target.op, have.value if bound.direction == "rises" else -have.value, bound.percent)
    return None


def _compare(op: str, have: float, wanted: float) -> bool | None:
    table = {
        ">": have > wanted,
        ">=": have >= wanted,
        "<": have < wanted,
        "<=": have <= wanted,
        "==": have == wanted,
        "!=": have != wanted,
    }
    return table.get(op)


def sign_offs(plan: Plan) -> Iterator[tuple[str, SignOff]]:
    """Every sign-off that was asked for, with what it is asked for."""
    for one in plan.release.sign_offs:
        yield "the release", one
    for gate in plan.gates:
        for one in gate.sign_offs:
            yield f"gate “{gate.name or gate.id}”", one
    for activity in plan.activities:
        for one in activity.sign_offs:
            yield f"“{activity.name or activity.id}”", one


def sign_off_state(sign_off: SignOff) -> Cell:
    if sign_off.verdict == "given":
        return Cell("Given", "ok", chip=True)
    if sign_off.verdict == "refused":
        return Cell("Refused", "error", chip=True)
    return Cell("Open", "warning", chip=True)


def gate_state(gate: Gate) -> Cell:
    words = {"go": ("Go", "ok"), "no-go": ("No-go", "error"), "conditional": ("Conditional go", "warning")}
    text, tone = words.get(gate.decision or "", ("Not decided", "warning"))
    return Cell(text, tone, chip=True)  # type: ignore[arg-type]


def rollback_runbooks(plan: Plan) -> tuple[Runbook, ...]:
    """The ways back: runbooks of that purpose, and those that triggers call."""
    called = {trigger.runbook for trigger in plan.triggers if trigger.action == "roll back"}
    return tuple(book for book in plan.runbooks if book.purpose == "rollback" or book.id in called)


def budget_of(plan: Plan, book: Runbook) -> float | None:
    """Minutes that the way back may take: the runbook's own budget, else the rollout's."""
    budget = book.budget if book.budget is not None else plan.rollout.rollback_budget
    return None if budget is None else elapsed_minutes(budget)


def rehearsed(book: Runbook) -> tuple[dt.datetime, float] | None:
    """When the way back was last rehearsed and how many minutes it took; None when it never was."""
    runs = [run for run in book.runs if run.rehearsal]
    for run in sorted(runs, key=lambda run: run.at, reverse=True):
        try:
            seconds = sum(float(text.strip().removesuffix("s")) for _, text in run.steps)
        except ValueError:
            continue
        return run.at, seconds / 60
    return None


def planned(book: Runbook) -> float | None:
    """Minutes that the steps are expected to take, when each says so."""
    if not book.steps or any(step.duration is None for step in book.steps):
        return None
    return sum(elapsed_minutes(step.duration) for step in book.steps if step.duration is not None)


def in_minutes_text(minutes: float) -> str:
    """``4 min``, ``4 min 30 s``, ``1 h 5 min``."""
    seconds = round(minutes * 60)
    hours, rest = divmod(seconds, 3600)
    parts = [f"{hours} h"] if hours else []
    if rest // 60:
        parts.append(f"{rest // 60} min")
    if rest % 60 and not hours:
        parts.append(f"{rest % 60} s")
    return " ".join(parts) or "0 s"


@value
class Uncovered:
    """A stretch of the launch window, in UTC minutes, in which nobody is on call."""

    start: int
    finish: int


def uncovered(shifts: list[tuple[int, int]], first: int, last: int) -> tuple[Uncovered, ...]:
    """The gaps that shifts leave between two instants."""
    gaps: list[Uncovered] = []
    at = first
    for start, finish in sorted(shifts):
        if start > at and at < last:
            gaps.append(Uncovered(at, min(start, last)))
        at = max(at, finish)
    if at < last:
        gaps.append(Uncovered(at, last))
    return tuple(gaps)
