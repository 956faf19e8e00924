"""Edits of T0: set it to another moment, or slip it by days, with or without what is fixed to dates."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any

from relplanner.errors import EditRefused
from relplanner.plan.edits.edit import Edit, count
from relplanner.plan.fields import Field
from relplanner.plan.forms.moment import MOMENT, Moment, Wall
from relplanner.plan.plan import Plan, entries_of, id_of
from relplanner.plan.rebuild import replace_plan
from relplanner.plan.shifting import is_fixed, rewritten, shifted
from relplanner.values import value

FOLLOWING = (
    "activities", "anchors", "on_call", "communications", "gates", "checklists", "training", "reviews",
    "documents",
)  # fmt: skip
"""Sections whose dates belong to the release. Calendars, freezes and iterations belong to the company."""
_HAPPENED = frozenset({"actual_start", "actual_finish"})


@value
class FixedDate:
    """A date that does not follow T0: the field of an entry, and what stands there."""

    section: str
    id: str
    field: str
    value: Any


def fixed_dates(plan: Plan) -> tuple[FixedDate, ...]:
    """What stays where it is when T0 moves, in the order of the file; what happened is not among it."""
    return tuple(_fixed_dates(plan))


def _fixed_dates(plan: Plan) -> Iterator[FixedDate]:
    for section in FOLLOWING:
        for entry in entries_of(plan, section):
            found: list[tuple[str, Any]] = []

            def note(field: Field, value: Any, found: list[tuple[str, Any]] = found) -> Any:
                if _moves(field, value):
                    found.append((field.key, value))
                return value

            rewritten(entry, note)
            for key, stands in found:
                yield FixedDate(section, id_of(entry), key, stands)


def move_target(plan: Plan, target: Moment, *, carry_fixed: bool = False) -> Edit:
    """Move T0. ``carry_fixed`` moves the dates of :func:`fixed_dates` by as many days.

    Raises :class:`EditRefused` for a target that is no date of its own, and for fixed dates to be carried
    where there was no T0 to count from.
    """
    old = plan.release.target
    if not isinstance(target, Wall):
        raise EditRefused("T0 is a date and time of its own, such as 2027-03-10T09:00.")
    days = (target.day - old.day).days if isinstance(old, Wall) else None
    if carry_fixed and days is None:
        raise EditRefused("The plan has no T0 yet: there is nothing from which other dates could move along.")

    def run(before: Plan) -> Plan:
        release = dataclasses.replace(before.release, target=target)
        after = before if release == before.release else replace_plan(before, release=release)
        return _carried(after, days) if carry_fixed and days else after

    label = f"Move T0 to {MOMENT.format(target)}"
    if carry_fixed and days:
        label += f" and fixed dates by {count(days, 'day')}"
    return Edit(label, run, touched=None)


def slip_target(plan: Plan, days: int, *, carry_fixed: bool = False) -> Edit:
    """Move T0 by so many days, earlier when negative, at the same time of day.

    Raises as :func:`move_target`.
    """
    old = plan.release.target
    if not isinstance(old, Wall):
        raise EditRefused("The plan has no T0 that could slip. Set the release's target first.")
    edit = move_target(plan, shifted(old, days), carry_fixed=carry_fixed)
    along = " with fixed dates" if carry_fixed else ""
    way = f"Slip T0 by {count(days, 'day')}" if days >= 0 else f"Bring T0 forward by {count(-days, 'day')}"
    return dataclasses.replace(edit, label=way + along)


def _carried(plan: Plan, days: int) -> Plan:
    def move(field: Field, value: Any) -> Any:
        return shifted(value, days) if _moves(field, value) else value

    changed: dict[str, Any] = {}
    for section in FOLLOWING:
        old = entries_of(plan, section)
        new = tuple(rewritten(entry, move) for entry in old)
        if any(one is not other for one, other in zip(old, new, strict=True)):
            changed[section] = new
    return replace_plan(plan, **changed) if changed else plan


def _moves(field: Field, value: Any) -> bool:
    return not field.record and field.name not in _HAPPENED and is_fixed(value)
