"""Public holidays by country and part of it (``DE``, ``DE-BE``), from the package ``holidays``."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from relplanner.schedule.zone import day_number


@lru_cache(4096)
def days_off(code: str, year: int) -> frozenset[int]:
    """Days since 1970-01-01 that are holidays in a year. Raises :class:`KeyError` for a code that is not
    known."""
    return frozenset(named_days_off(code, year))


@lru_cache(4096)
def named_days_off(code: str, year: int) -> Mapping[int, str]:
    """The same days with their names, in English where the package has them. Raises :class:`KeyError`."""
    country, _, part = code.strip().upper().partition("-")
    import holidays  # late: takes 50 ms, and many plans name none

    try:
        found = holidays.country_holidays(country, subdiv=part or None, years=year, language="en_US")
    except NotImplementedError as error:
        raise KeyError(code) from error
    return {day_number(day): name for day, name in found.items()}


def is_known(code: str) -> bool:
    try:
        days_off(code, 2025)
    except KeyError:
        return False
    return True
