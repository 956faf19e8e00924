"""Dates, slack and states in the words of the page and the user's language."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from PySide6.QtCore import QLocale

from relplanner.plan.nouns.timeline import Activity
from relplanner.plan.plan import Plan
from relplanner.schedule.spelling import spell
from relplanner.ui.common.local_time import Names, to_local
from relplanner.values import value

KEPT = 20_000
NO_DATE = -(1 << 61)
"""An instant at or below this is no instant (the schedule's NEVER)."""
DAY = 480
"""Minutes of a working day where slack is told in days."""


@value
class State:
    """How far an activity is: a word and a sign, so that colour is not needed to tell."""

    word: str
    sign: str
    colour: str


DONE = State("Done", "✓", "ok")
IN_PROGRESS = State("In progress", "◐", "in_progress")
PLANNED = State("Planned", "○", "muted")
OVERDUE = State("Overdue", "▲", "warning")
NO_DATES = State("No dates", "!", "error")


def names_of(locale: QLocale | None = None) -> Names:
    """Short names of days and months of the user's language."""
    words = locale or QLocale()
    short = QLocale.FormatType.ShortFormat
    return Names(
        tuple(words.standaloneDayName(day, short) for day in range(1, 8)),
        tuple(words.standaloneMonthName(month, short) for month in range(1, 13)),
        twelve_hours="a" in words.timeFormat(short).lower(),
    )


class Dates:
    """Instants (UTC minutes) in the plan's zone, worded once each."""

    def __init__(self, zone: ZoneInfo, names: Names, year: int) -> None:
        self.zone, self.names, self.year = zone, names, year
        self._days: dict[int, str] = {}
        self._times: dict[int, str] = {}

    def day(self, minute: int) -> str:
        """``Mon 15 Feb``; with the year where it is not the release's."""
        found = self._days.get(minute)
        if found is None:
            if len(self._days) > KEPT:
                self._days.clear()
            at = to_local(minute, self.zone)
            found = f"{self.names.days[at.weekday()]} {at.day} {self.names.months[at.month - 1]}"
            if at.year != self.year:
                found += f" {at.year}"
            self._days[minute] = found
        return found

    def clock(self, minute: int) -> str:
        """``Mon 15 Feb 09:00``."""
        found = self._times.get(minute)
        if found is None:
            if len(self._times) > KEPT:
                self._times.clear()
            at = to_local(minute, self.zone)
            found = self._times[minute] = f"{self.day(minute)} {self.names.clock(at.hour, at.minute)}"
        return found

    def zoned(self, minute: int) -> str:
        """``Mon 15 Feb 09:00 CET``."""
        return f"{self.clock(minute)} {to_local(minute, self.zone).tzname() or ''}".rstrip()


def amount(minutes: int, day: int = DAY) -> str:
    """Working minutes as ``2 d``, ``4 h``, ``−1 d 4 h``."""
    sign, size = ("−" if minutes < 0 else ""), abs(minutes)
    days, rest = divmod(size, max(1, day))
    hours, left = divmod(rest, 60)
    if days >= 10 or (days and not hours and not left):
        return f"{sign}{days:,} d"
    parts = [f"{days} d"] if days else []
    if hours:
        parts.append(f"{hours} h")
    if left and not days:
        parts.append(f"{left} m")
    return sign + " ".join(parts) if parts else "0 d"


def slip(minutes: int) -> str:
    """Elapsed minutes between promise and projection: ``+2 d 4 h``, ``−3 h``, ``on time``."""
    if minutes == 0:
        return "on time"
    return f"{'+' if minutes > 0 else '−'}{spell(minutes)}"


def state_of(activity: Activity | None, has_dates: bool, finish: int, now: int) -> State:
    """How far an activity is at an instant."""
    if not has_dates:
        return NO_DATES
    if activity is None:
        return PLANNED
    if activity.progress >= 100 or activity.actual_finish is not None:
        return DONE
    if finish < now:
        return OVERDUE
    if activity.progress > 0 or activity.actual_start is not None:
        return IN_PROGRESS
    return PLANNED


def owner_of(plan: Plan, owner: str | None) -> str:
    """The person's name, else the role, else the id as it stands in the plan."""
    if not owner:
        return ""
    person = plan.entry("stakeholders", owner)
    return owner if person is None else str(person.name or person.role or owner)


def short_owner_of(plan: Plan, owner: str | None) -> str:
    """The person's name in short; a role, where no person is named, in full."""
    person = plan.entry("stakeholders", owner) if owner else None
    return initials(person.name) if person is not None and person.name else owner_of(plan, owner)


def initials(name: str) -> str:
    """``T. Okafor`` for ``Tom Okafor``."""
    first, _, rest = name.partition(" ")
    return f"{first[0]}. {rest.rsplit(' ', 1)[-1]}" if rest and first else name
