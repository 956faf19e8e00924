"""Instants (UTC minutes) on the wall clock of a zone, and the words of the user's language for them."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from relplanner.values import value

EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
LAST_YEAR = 9000
FIRST_YEAR = 2


@value
class Names:
    """Words of the user's language: Monday first, January first; and whether the clock has twelve hours."""

    days: tuple[str, ...] = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
    months: tuple[str, ...] = (
        "Jan",
        "Feb",
        "Mar",
        "Apr",
        "May",
        "Jun",
        "Jul",
        "Aug",
        "Sep",
        "Oct",
        "Nov",
        "Dec",
    )
    twelve_hours: bool = False

    def clock(self, hour: int, minute: int) -> str:
        """``09:00``, or ``9:00 AM``."""
        if self.twelve_hours:
            return f"{hour % 12 or 12}:{minute:02d} {'AM' if hour < 12 else 'PM'}"
        return f"{hour:02d}:{minute:02d}"


def to_local(minute: float, zone: ZoneInfo) -> dt.datetime:
    """UTC minutes as an aware time of the plan's zone, held inside the years that can be written."""
    edge = dt.timedelta(minutes=minute)
    try:
        found = (EPOCH + edge).astimezone(zone)
    except OverflowError:
        return dt.datetime(LAST_YEAR if minute > 0 else FIRST_YEAR, 1, 1, tzinfo=zone)
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        return dt.datetime(LAST_YEAR if minute > 0 else FIRST_YEAR, 1, 1, tzinfo=zone)
    return found


def to_minute(moment: dt.datetime) -> int:
    return int((moment - EPOCH).total_seconds() // 60)
