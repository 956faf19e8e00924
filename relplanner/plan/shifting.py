"""Values and nouns carried along the calendar: what is fixed to a date moves, what hangs on T0 follows
anyway."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable
from typing import Any, TypeVar

from relplanner.errors import EditRefused
from relplanner.plan.fields import Field, fields_of
from relplanner.plan.forms.constraint import Constraint
from relplanner.plan.forms.moment import Span, Wall
from relplanner.plan.forms.recurrence import Recurrence

N = TypeVar("N")
Change = Callable[[Field, Any], Any]


def rewritten(noun: N, change: Change) -> N:
    """A noun with ``change(field, value)`` in place of each value, nested nouns first walked themselves.

    The same object comes back when nothing changed.
    """
    new: dict[str, Any] = {}
    for field in fields_of(type(noun)):
        old = value = getattr(noun, field.name)
        if field.noun is not None and value:
            value = _nested(field, value, change)
        value = change(field, value)
        if value is not old and value != old:
            new[field.name] = value
    return dataclasses.replace(noun, **new) if new else noun  # type: ignore[type-var]


def _nested(field: Field, value: Any, change: Change) -> Any:
    if field.shape == "part":
        return rewritten(value, change)
    return tuple(rewritten(item, change) for item in value)


def shifted(value: Any, days: int) -> Any:
    """A moment, span, constraint, repetition or date so many days later, at the same time of day.

    Offsets are returned as they are: they follow their anchor. Raises :class:`EditRefused` beyond the years
    a plan can hold.
    """
    if isinstance(value, Wall):
        return dataclasses.replace(value, day=_later(value.day, days))
    if isinstance(value, Span):
        return Span(shifted(value.start, days), shifted(value.finish, days))
    if isinstance(value, Constraint):
        return Constraint(value.kind, shifted(value.moment, days))
    if isinstance(value, Recurrence):
        return dataclasses.replace(value, until=shifted(value.until, days))
    if type(value) is dt.date:
        return _later(value, days)
    return value


def is_fixed(value: Any) -> bool:
    """Whether a value stands on a date of its own, so that it stays when T0 moves."""
    if isinstance(value, Span):
        return is_fixed(value.start) or is_fixed(value.finish)
    if isinstance(value, Constraint):
        return is_fixed(value.moment)
    if isinstance(value, Recurrence):
        return is_fixed(value.until)
    return isinstance(value, Wall) or type(value) is dt.date


def _later(day: dt.date, days: int) -> dt.date:
    try:
        moved = day + dt.timedelta(days=days)
    except OverflowError:
        moved = dt.date.max
    if not 1900 <= moved.year < 3000:
        raise EditRefused(f"{day} moved by {days:,} days is beyond the years a plan can hold, 1900 to 2999.")
    return moved
