"""Which dates an edit would move: those of activities, and those of what else has a date."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from relplanner.plan.edits.edit import name_of
from relplanner.plan.edits.target import FOLLOWING
from relplanner.plan.fields import Field
from relplanner.plan.forms.constraint import Constraint
from relplanner.plan.forms.moment import Offset, Span, Wall
from relplanner.plan.plan import entries_of, id_of
from relplanner.plan.shifting import rewritten
from relplanner.values import value

if TYPE_CHECKING:
    from relplanner.schedule import Schedule

DATED = (*(section for section in FOLLOWING if section != "activities"), "freezes", "iterations")
"""Sections beside the network whose entries have dates of their own, which may hang on T0."""
BESIDE = ("deadline", "due")
"""Fields of activities with dates that do not move the activity: deadlines, sign-offs asked for."""


@value
class MovedDate:
    """A date before and after, in UTC minutes; ``None`` where there is none. ``field`` is empty for an
    activity as a whole, whose start it then is; ``section`` is ``release``, without an id, for the dates of
    the plan as a whole.
    """

    section: str
    id: str
    name: str
    field: str
    before: int | None
    after: int | None

    @property
    def moved_by(self) -> int | None:
        """Elapsed minutes, positive when later."""
        return None if self.before is None or self.after is None else self.after - self.before

    @property
    def is_activity(self) -> bool:
        """Whether an activity moves, not only what is asked of it by a date."""
        return self.section == "activities" and not self.field.startswith(BESIDE)


def moved_dates(before: Schedule, after: Schedule) -> tuple[MovedDate, ...]:
    """Every date that differs but T0: activities by their start and finish, with their deadlines, then
    communications and the rest.

    Entries that only one of the plans has are not among them.
    """
    return (*_activities(before, after), *_deadlines(before, after), *_others(before, after),
            *_of_release(before, after))  # fmt: skip


def _activities(before: Schedule, after: Schedule) -> Iterator[MovedDate]:
    from relplanner.schedule import NEVER

    def instant(minute: int) -> int | None:
        return None if minute == NEVER else int(minute)

    for row, row_id in enumerate(after.ids):
        old = before.index.get(row_id)
        if old is None:
            continue
        name = name_of(after.activity(row))
        start, finish = before.start[old], before.finish[old]
        if start != after.start[row]:
            yield MovedDate("activities", row_id, name, "", instant(start), instant(after.start[row]))
        elif finish != after.finish[row]:
            yield MovedDate("activities", row_id, name, "finish", instant(finish), instant(after.finish[row]))


def _deadlines(before: Schedule, after: Schedule) -> Iterator[MovedDate]:
    return (one for one in _of_section("activities", before, after) if not one.is_activity)


def _others(before: Schedule, after: Schedule) -> Iterator[MovedDate]:
    for section in DATED:
        yield from _of_section(section, before, after)


def _of_section(section: str, before: Schedule, after: Schedule) -> Iterator[MovedDate]:
    known = {id_of(entry): entry for entry in entries_of(before.plan, section)}
    for entry in entries_of(after.plan, section):
        old = known.get(id_of(entry))
        if old is not None:
            for field, was, instant in _differing(old, entry, before, after):
                yield MovedDate(section, id_of(entry), name_of(entry), field, was, instant)


def _of_release(before: Schedule, after: Schedule) -> Iterator[MovedDate]:
    """The plan's start, its status date and the sign-offs of the release."""
    for field, was, instant in _differing(before.plan.release, after.plan.release, before, after):
        if field != "target":
            yield MovedDate("release", "", "The release", field, was, instant)


def _differing(
    old: Any, new: Any, before: Schedule, after: Schedule
) -> Iterator[tuple[str, int | None, int | None]]:
    was = dict(_moments(old, before))
    for field, instant in _moments(new, after):
        if was.get(field, instant) != instant:
            yield field, was[field], instant


def _moments(entry: Any, schedule: Schedule) -> list[tuple[str, int | None]]:
    """The instants that an entry names, nested nouns included, by their fields; what happened is left out."""
    found: list[tuple[str, int | None]] = []

    def note(field: Field, stands: Any) -> Any:
        if not field.record:
            moments = (stands.start, stands.finish) if isinstance(stands, Span) else (stands,)
            for moment in moments:
                inner = moment.moment if isinstance(moment, Constraint) else moment
                if isinstance(inner, Wall | Offset):
                    found.append((_once(field.key, found), schedule.resolve(inner)))
        return stands

    rewritten(entry, note)
    return found


def _once(key: str, found: list[tuple[str, int | None]]) -> str:
    """Fields of the same name (a nested noun's) told apart by a number."""
    same = sum(name.partition(" ")[0] == key for name, _ in found)
    return f"{key} {same + 1}" if same else key
