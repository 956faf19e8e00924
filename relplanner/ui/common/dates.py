"""Dates and stretches of time as people read them: in their locale, with the zone where it matters."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QDate, QLocale, QTime

from relplanner.schedule.spelling import spell


def day(moment: dt.date, *, year: bool = True) -> str:
    """``Wed 10 Mar 2027``."""
    pattern = "ddd d MMM yyyy" if year else "ddd d MMM"
    return QLocale().toString(QDate(moment.year, moment.month, moment.day), pattern)


def clock(moment: dt.datetime) -> str:
    """``09:00``, or as the locale writes it."""
    return QLocale().toString(QTime(moment.hour, moment.minute), _time_format())


def date_time(moment: dt.datetime, *, zone: bool = False, year: bool = True) -> str:
    """``Wed 10 Mar 2027 09:00 CET``; the zone's short name only when asked for."""
    text = f"{day(moment, year=year)} {clock(moment)}"
    return f"{text} {moment.tzname()}" if zone and moment.tzname() else text


def _time_format() -> str:
    local = QLocale().timeFormat(QLocale.FormatType.ShortFormat)
    return "h:mm AP" if "a" in local.lower().replace("mm", "") else "HH:mm"


def stretch(minutes: float) -> str:
    """Elapsed time in its two largest units: ``14 d 3 h``, ``6 h 12 m``, ``5 m``."""
    return spell(int(minutes))


def countdown(minutes: float) -> str:
    """``in 14 d 3 h`` before, ``+ 6 h 12 m`` after."""
    return f"in {stretch(minutes)}" if minutes > 0 else f"+ {stretch(minutes)}"
