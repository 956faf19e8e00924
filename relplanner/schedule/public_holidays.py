"""Public holidays by country and part of it (``DE``, ``DE-BE``), from the package ``holidays``."""

from __future__ import annotations

from functools import lru_cache

from relplanner.schedule.zone import day_number


@lru_cache(4096)
def days_off(code: str, year: int) -> frozenset[int]:
    """Days since 1970-01-01 that are holidays in a year. Raises :class:`KeyError` for a code that is not
    known."""
    country, _, part = code.strip().upper().partition("-")
    import holidays  # late: takes 50 ms, and many plans name none

    try:
        found = holidays.country_holidays(country, subdiv=part or None, years=year)
    except NotImplementedError as error:
        raise KeyError(code) from error
    return frozenset(day_number(day) for day in found)


def is_known(code: str) -> bool:
    try:
        days_off(code, 2025)
    except KeyError:
        return False
    return True
