"""Sentences on the fields of an activity that have words of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from relplanner.exchange.changes.wording import activity_name, called, person, safe
from relplanner.plan.diff import Difference
from relplanner.plan.forms.dependency import Dependency
from relplanner.plan.forms.duration import format_duration, format_lag
from relplanner.plan.forms.moment import format_moment
from relplanner.plan.nouns.timeline import Activity
from relplanner.schedule import Schedule
from relplanner.values import value


@value
class Both:
    """The two schedules that are compared."""

    before: Schedule
    after: Schedule


Said = Iterator[tuple[str, int]]
"""Texts with their weights."""


def _owner(both: Both, activity: Activity, difference: Difference) -> Said:
    name = called(activity)
    old, new = (
        None if each is None else person(plan, each)
        for plan, each in ((both.before.plan, difference.old), (both.after.plan, difference.new))
    )
    if new is None:
        yield f"{name} lost its owner, {old}", 68
    elif old is None:
        yield f"{name} has an owner now: {new}", 48
    else:
        yield f"{name} went from {old} to {new}", 50


def _name(both: Both, activity: Activity, difference: Difference) -> Said:
    old = safe(difference.old or activity.id)
    yield f"“{old}” is called “{safe(difference.new or activity.id)}” now", 38


def _kind(both: Both, activity: Activity, difference: Difference) -> Said:
    yield f"{called(activity)} is a {difference.new} now, no {difference.old}", 60


def _parent(both: Both, activity: Activity, difference: Difference) -> Said:
    name = called(activity)
    old, new = (
        None if each is None else activity_name(plan, each)
        for plan, each in ((both.before.plan, difference.old), (both.after.plan, difference.new))
    )
    if new is None:
        yield f"{name} is no longer part of {old}", 36
    else:
        yield f"{name} is part of {new} now{f', no longer of {old}' if old else ''}", 36


def _duration(both: Both, activity: Activity, difference: Difference) -> Said:
    name, old, new = called(activity), difference.old, difference.new
    if new is None:
        yield f"{name} lost its duration, {format_duration(old)}", 58
    elif old is None:
        yield f"{name} takes {format_duration(new)} now", 56
    else:
        yield f"{name} takes {format_duration(new)} instead of {format_duration(old)}", 58


def _start(both: Both, activity: Activity, difference: Difference) -> Said:
    name = called(activity)
    if difference.new is None:
        yield f"{name} is no longer pinned to {format_moment(difference.old)}", 54
    else:
        was = "" if difference.old is None else f" (was {format_moment(difference.old)})"
        yield f"{name} is pinned: no earlier than {format_moment(difference.new)}{was}", 54


def _deadline(both: Both, activity: Activity, difference: Difference) -> Said:
    name = called(activity)
    if difference.new is None:
        yield f"{name} has no deadline any more (was {format_moment(difference.old)})", 58
    elif difference.old is None:
        yield f"{name} has a deadline now: {format_moment(difference.new)}", 56
    else:
        old, new = format_moment(difference.old), format_moment(difference.new)
        yield f"The deadline of {name} is {new} now (was {old})", 58


def _progress(both: Both, activity: Activity, difference: Difference) -> Said:
    yield f"{called(activity)} is {difference.new:g} % done (was {difference.old:g} %)", 46


def _began(both: Both, activity: Activity, difference: Difference) -> Said:
    if difference.new is None:
        yield f"{called(activity)} has not begun after all", 52
    else:
        was = "" if difference.old is None else f" (was {format_moment(difference.old)})"
        yield f"{called(activity)} began on {format_moment(difference.new)}{was}", 50


def _finished(both: Both, activity: Activity, difference: Difference) -> Said:
    if difference.new is None:
        yield f"{called(activity)} is not finished after all", 60
    else:
        was = "" if difference.old is None else f" (was {format_moment(difference.old)})"
        yield f"{called(activity)} was finished on {format_moment(difference.new)}{was}", 56


def _after(both: Both, activity: Activity, difference: Difference) -> Said:
    """Links one by one: added, removed, or with another type, lag or hardness."""
    name = called(activity)
    old = _by_predecessor(difference.old)
    new = _by_predecessor(difference.new)
    said = False
    for key, link in new.items():
        on = activity_name(both.after.plan, link.on)
        if key not in old:
            said = True
            yield f"{name} waits for {on} now{_terms(link, ' by ')}", 62
        elif old[key] != link:
            said = True
            now = _terms(link, " by ", plain=True)
            yield f"{name} waits for {on}{now}, no longer by {_written(old[key])}", 60
    for key, link in old.items():
        if key not in new:
            said = True
            yield f"{name} no longer waits for {activity_name(both.before.plan, link.on)}", 63
    if not said:
        yield f"{name}: predecessors in another order", 5


def _by_predecessor(links: tuple[Dependency, ...]) -> dict[tuple[str, int], Dependency]:
    found: dict[tuple[str, int], Dependency] = {}
    for link in links:
        number = 0
        while (link.on, number) in found:
            number += 1
        found[link.on, number] = link
    return found


def _written(link: Dependency) -> str:
    """``FS+2d``, ``FF soft``."""
    lag = "" if link.lag is None else format_lag(link.lag)
    return f"{link.type}{lag}{' soft' if link.soft else ''}"


def _terms(link: Dependency, before: str, *, plain: bool = False) -> str:
    written = _written(link)
    return "" if written == "FS" and not plain else before + written


ACTIVITY_WORDS: Mapping[str, Callable[[Both, Activity, Difference], Said]] = MappingProxyType(
    {
        "owner": _owner,
        "name": _name,
        "kind": _kind,
        "parent": _parent,
        "duration": _duration,
        "start": _start,
        "deadline": _deadline,
        "progress": _progress,
        "actual_start": _began,
        "actual_finish": _finished,
        "after": _after,
    }
)
DATE_FIELDS = frozenset(
    {"kind", "parent", "duration", "at", "when", "start", "after", "constraint", "calendar", "repeat",
     "progress", "actual_start", "actual_finish", "remaining", "estimate"}
)  # fmt: skip
"""Fields of an activity that can move its own dates."""
