"""How the pack says dates, people and stretches of time. English, whatever the machine's locale."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from relplanner.plan.forms.moment import Moment, Offset, format_moment
from relplanner.schedule import NEVER
from relplanner.schedule.spelling import spell, spell_work

if TYPE_CHECKING:
    from relplanner.plan.nouns.people import Stakeholder
    from relplanner.schedule import Schedule

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
NONE = "–"


def count(number: int, one: str, many: str = "") -> str:
    """``1 risk``, ``3 risks``."""
    return f"{number:,} {one if number == 1 else many or f'{one}s'}"


def percent(share: float) -> str:
    """``31 %``; never 0 or 100 for what is not quite."""
    if 0 < share < 0.005:
        return "< 1 %"
    return f"{min(round(share * 100), 99) if share < 1 else 100} %"


def listed(texts: list[str], most: int = 6) -> str:
    """``a, b and c``; with more than ``most``, how many others there are."""
    if len(texts) > most:
        return f"{', '.join(texts[:most])} and {len(texts) - most} more"
    return " and ".join(filter(None, (", ".join(texts[:-1]), *texts[-1:])))


def spoken_length(text: str) -> str:
    """``24eh`` as people say it."""
    for unit, word in (("em", " min"), ("eh", " h"), ("ed", " d"), ("ew", " w"), ("emo", " mo")):
        if text.endswith(unit) and text.removesuffix(unit).replace(".", "").isdigit():
            return text.removesuffix(unit) + word
    return text


class Words:
    """Sayings of one schedule; the year is left out of dates that lie in the year of T0."""

    def __init__(self, schedule: Schedule, now: dt.datetime) -> None:
        self._schedule = schedule
        self._plan = schedule.plan
        about = schedule.target if schedule.target is not None else schedule.projected
        self._year = schedule.local(about).year if about is not None else now.year

    # Dates

    def day(self, moment: dt.date, *, year: bool = False) -> str:
        """``Wed 10 Mar``; with the year where it is asked for or another one than T0's."""
        text = f"{_DAYS[moment.weekday()]} {moment.day} {_MONTHS[moment.month - 1]}"
        return f"{text} {moment.year}" if year or moment.year != self._year else text

    def stamp(self, moment: dt.datetime, *, year: bool = False, zone: bool = False) -> str:
        """An aware date-time as it stands: ``Wed 10 Mar 09:00``."""
        text = f"{self.day(moment, year=year)} {moment:%H:%M}"
        return f"{text} {moment.tzname()}" if zone and moment.tzname() else text

    def local(self, moment: dt.datetime, *, year: bool = False, zone: bool = False) -> str:
        """An aware date-time in the plan's zone."""
        return self.stamp(moment.astimezone(self._schedule.zone), year=year, zone=zone)

    def when(self, minute: int | None, *, year: bool = False, zone: bool = False) -> str:
        """An instant (UTC minutes) in the plan's zone."""
        if minute is None or minute == NEVER:
            return "no date"
        return self.stamp(self._schedule.local(minute), year=year, zone=zone)

    def utc(self, minute: int) -> str:
        return self.stamp(self._schedule.local(minute).astimezone(dt.UTC), year=True, zone=True)

    def moment(self, moment: Moment | None) -> str:
        """A moment of the plan as a date, with the offset it was written as: ``Tue 9 Mar 09:00 (T-1d)``."""
        if moment is None:
            return NONE
        minute = self._schedule.resolve(moment)
        written = format_moment(moment).replace("T-", "T\u2212")
        if minute is None:
            return written
        return f"{self.when(minute)} ({written})" if isinstance(moment, Offset) else self.when(minute)

    def away(self, minutes: int) -> str:
        """``in 14 d 3 h``, ``6 h ago``."""
        if abs(minutes) < 1:
            return "now"
        return f"in {spell(minutes)}" if minutes > 0 else f"{spell(minutes)} ago"

    # Working time

    def working(self, minutes: int, row_id: str) -> str:
        """Working minutes in days and hours of a row's calendar: ``2 d 4 h``, ``−1 d``."""
        if minutes == NEVER:
            return NONE
        return spell_work(minutes, self._schedule.nominal_day(row_id))

    # People and things

    def stakeholder(self, person: Stakeholder) -> str:
        return person.name or person.role or person.id

    def person(self, entry_id: str | None) -> str:
        """The name of a stakeholder, else the role, else the id; a dash for nobody."""
        if not entry_id:
            return NONE
        found: Stakeholder | None = self._plan.entry("stakeholders", entry_id)
        return entry_id if found is None else self.stakeholder(found)

    def person_in_role(self, entry_id: str | None) -> str:
        """``Ana Ruiz, Release manager``."""
        found: Stakeholder | None = self._plan.entry("stakeholders", entry_id) if entry_id else None
        if found is None or not found.name or not found.role:
            return self.person(entry_id)
        return f"{found.name}, {found.role}"

    def row(self, row_id: str) -> str:
        """The name of an activity or of a phase of the rollout."""
        section, _, rest = row_id.rpartition("/")
        entry = self._plan.entry(section or "activities", rest) if section in ("", "rollout") else None
        return str(getattr(entry, "name", None) or row_id)
