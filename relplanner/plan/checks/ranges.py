"""Ranges that end before they begin."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from relplanner.plan.checks.look import Look, all_entries, at_entry, title
from relplanner.plan.findings import Finding
from relplanner.plan.forms.moment import Moment, Span, Wall, format_moment
from relplanner.plan.plan import Plan

_OFFSET_MINUTES = {"m": 1.0, "h": 60.0, "d": 1440.0, "w": 10080.0, "mo": 30 * 1440.0}
_PAIRS = (("from_", "to"), ("actual_start", "actual_finish"), ("opened", "closed"))
_SECTIONS = frozenset(
    {
        "freezes",
        "iterations",
        "on_call",
        "activities",
        "training",
        "stakeholders",
        "calendars",
        "rollout",
        "incidents",
    }
)


def ranges(look: Look) -> Iterator[Finding]:
    """BAD-RANGE: in freezes, iterations, shifts, absences, calendar exceptions, windows and actual dates."""
    for section, position, entry in all_entries(look.plan):
        if section not in _SECTIONS or (
            section == "activities" and entry.when is entry.actual_finish is None
        ):
            continue
        where = (section, position, entry)
        for first, last in _PAIRS:
            start, finish = getattr(entry, first, None), getattr(entry, last, None)
            if start is not None and finish is not None and _is_backwards(look.plan, start, finish):
                yield _finding(where, start, finish, last)
        span = getattr(entry, "when", None)
        if isinstance(span, Span) and _is_span_backwards(look.plan, span):
            yield _finding(where, span.start, span.finish, "when")
        for name in ("absences", "exceptions"):
            for at, inner in enumerate(getattr(entry, name, ())):
                if inner.to is not None and inner.to < inner.from_:
                    yield _finding(where, inner.from_, inner.to, f"{name}[{at}].to")


def _finding(where: tuple[str, int, Any], start: Any, finish: Any, inner: str) -> Finding:
    message = f"{title(where[2])} ends on {_text(finish)}, which is not after its start on {_text(start)}."
    return at_entry("BAD-RANGE", "error", message, where, inner)


def _text(moment: Any) -> str:
    return moment.isoformat() if isinstance(moment, dt.date) else format_moment(moment)


def _is_backwards(plan: Plan, start: Any, finish: Any) -> bool:
    """Whether a range is empty or negative, as far as can be told without a calendar: in doubt it is not."""
    if isinstance(start, dt.date):
        return bool(finish < start)
    if not isinstance(start, Wall) or not isinstance(finish, Wall):
        one, other = _hung(start), _hung(finish)
        if one is not None and other is not None and one[:2] == other[:2]:
            return other[2] < one[2]
        start, finish = _dated(plan, start), _dated(plan, finish)
        if start is None or finish is None:
            return False
    if (start.offset is None) != (finish.offset is None):
        return bool(finish.day.toordinal() < start.day.toordinal() - 1)
    if finish.minute is None:
        return bool(finish.day < start.day)
    return _minutes(finish) <= _minutes(start)


def _is_span_backwards(plan: Plan, span: Span) -> bool:
    """A span without one of its ends is open, one whose ends are the same is one moment."""
    if span.start is None or span.finish is None or span.start == span.finish:
        return False
    return _is_backwards(plan, span.start, span.finish)


def _hung(moment: Moment) -> tuple[str, bool, float] | None:
    """What an offset hangs on, whether it counts working days, and how far off it is."""
    if isinstance(moment, Wall):
        return None
    if not moment.amount:
        return moment.anchor, False, 0.0
    working = moment.unit == "wd"
    return moment.anchor, working, moment.amount * (1.0 if working else _OFFSET_MINUTES[moment.unit])


def _dated(plan: Plan, moment: Moment) -> Wall | None:
    """A moment as a day: of offsets only those from a T0 that is a date, and no working days."""
    if isinstance(moment, Wall):
        return moment
    target = plan.release.target
    if moment.anchor != "T" or moment.unit == "wd" or not isinstance(target, Wall):
        return None
    minutes = (target.minute or 0) + moment.amount * _OFFSET_MINUTES[moment.unit]
    day = target.day.toordinal() + int(minutes // 1440)
    day = max(dt.date.min.toordinal(), min(dt.date.max.toordinal(), day))  # T-100000mo is before everything
    return Wall(dt.date.fromordinal(day), int(minutes % 1440), target.offset)


def _minutes(wall: Wall) -> int:
    return wall.day.toordinal() * 1440 + (wall.minute or 0) - (wall.offset or 0)
