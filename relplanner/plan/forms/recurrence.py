"""How often something comes again: in words, or as a rule of RFC 5545."""

from __future__ import annotations

import re
from functools import lru_cache

from relplanner.patterns import late_pattern
from relplanner.plan.forms.base import Form, unreadable
from relplanner.plan.forms.moment import Moment, format_moment, parse_moment
from relplanner.plan.forms.reading import CACHE, tidy
from relplanner.plan.forms.week import DAY_NAMES, DAYS
from relplanner.values import value

_EXPECTED = "a repetition such as daily until T+7d, weekly on Mon, Thu or every 2 weeks, 5 times"
_SINGLE = {
    "hour": "hourly",
    "day": "daily",
    "week": "weekly",
    "month": "monthly",
    "workday": "every working day",
}
_PLURAL = {"hour": "hours", "day": "days", "week": "weeks", "month": "months", "workday": "working days"}
_WORDS = {
    "hourly": (1, "hour"),
    "daily": (1, "day"),
    "weekly": (1, "week"),
    "monthly": (1, "month"),
    "fortnightly": (2, "week"),
    "quarterly": (3, "month"),
}
_DAY_LIST = r"[a-z]+(?:(?:\s*,\s*|\s+and\s+)[a-z]+)*"
_HEAD = late_pattern(
    rf"(?:(?P<word>{'|'.join(_WORDS)})"
    r"|every\s+(?:(?P<every>[0-9]{1,4})\s+)?(?P<unit>hours?|days?|weeks?|months?|working\s+days?|workdays?)"
    rf"|every\s+(?P<day>{_DAY_LIST}))"
    rf"(?:\s+on\s+(?P<on>{_DAY_LIST}))?"
    r"(?:\s*,?\s*(?P<count>[0-9]{1,4})\s+times?|\s*,?\s*until\s+(?P<until>.+))?\Z",
    re.IGNORECASE | re.ASCII,
)
_BETWEEN_DAYS = late_pattern(r"\s*,\s*|\s+and\s+")
MOST_TIMES = 1000


@value
class Recurrence:
    """Each ``every`` units (hour, day, week, month, workday), a week's on ``weekdays`` (0 is Monday).

    It ends ``until`` a moment or after ``count`` times, or never. ``rule`` instead holds a rule of RFC 5545
    (``FREQ=...``) that words do not cover; then the other fields keep their defaults.
    """

    every: int = 1
    unit: str = "day"
    weekdays: tuple[int, ...] = ()
    until: Moment | None = None
    count: int | None = None
    rule: str = ""


@lru_cache(CACHE)
def parse_recurrence(text: str) -> Recurrence:
    """Read a repetition in words or as ``RRULE:``. Raises :class:`TextError`."""
    plain = tidy(text, _EXPECTED)
    if plain.upper().startswith(("RRULE:", "FREQ=")):
        return Recurrence(rule=_checked_rule(plain.upper().removeprefix("RRULE:"), text))
    found = _HEAD.match(plain)
    if found is None:
        raise unreadable(text, _EXPECTED, _hint(plain))
    every, unit, weekdays = _frequency(found, text)
    if weekdays and unit != "week":
        raise unreadable(text, _EXPECTED, "Days of the week go with weekly.")
    count = int(found["count"]) if found["count"] else None
    if every == 0 or count == 0:
        raise unreadable(text, _EXPECTED, "It must come at least once.")
    if count is not None and count > MOST_TIMES:
        raise unreadable(text, _EXPECTED, f"At most {MOST_TIMES:,} times.")
    if found["until"] and re.search(r"\btimes?\Z", found["until"], re.IGNORECASE):
        raise unreadable(text, _EXPECTED, _hint(plain))
    until = parse_moment(found["until"]) if found["until"] else None
    return Recurrence(every, unit, weekdays, until, count)


def _frequency(found: re.Match[str], text: str) -> tuple[int, str, tuple[int, ...]]:
    names = [name for key in ("day", "on") if found[key] for name in _BETWEEN_DAYS.split(found[key].lower())]
    if found["day"]:
        every, unit = 1, "week"
    elif found["word"]:
        every, unit = _WORDS[found["word"].lower()]
    else:
        every = int(found["every"] or 1)
        unit = found["unit"].lower().rstrip("s")
        unit = "workday" if unit.startswith("work") else unit
    numbers = set()
    for name in names:
        if name not in DAYS:
            raise unreadable(text, _EXPECTED, f"“{name}” is no day of the week; write Mon, Tue ... Sun.")
        numbers.add(DAYS[name])
    return every, unit, tuple(sorted(numbers))


def _hint(plain: str) -> str:
    if re.search(r"\btimes?\b", plain, re.IGNORECASE) and re.search(r"\buntil\b", plain, re.IGNORECASE):
        return "Give the end once: until a moment, or a number of times."
    return "Write daily, weekly, monthly, every 2 weeks or every working day; then until T+30d or 5 times."


def format_recurrence(recurrence: Recurrence) -> str:
    if recurrence.rule:
        return f"RRULE:{recurrence.rule}"
    single = recurrence.every == 1
    text = _SINGLE[recurrence.unit] if single else f"every {recurrence.every} {_PLURAL[recurrence.unit]}"
    if recurrence.weekdays:
        text += " on " + ", ".join(DAY_NAMES[day] for day in recurrence.weekdays)
    if recurrence.until is not None:
        return f"{text} until {format_moment(recurrence.until)}"
    if recurrence.count is not None:
        comma = "," if " " in text else ""
        return f"{text}{comma} {recurrence.count} {'time' if recurrence.count == 1 else 'times'}"
    return text


_NUMBER = r"[1-9][0-9]{0,3}"
_WEEKDAY = r"(?:MO|TU|WE|TH|FR|SA|SU)"
_NTH = r"[+-]?(?:[1-9]|[1-4][0-9]|5[0-3])"
_MONTH_DAY = r"-?(?:[1-9]|[12][0-9]|3[01])"
_RULE_PARTS = {
    "FREQ": "HOURLY|DAILY|WEEKLY|MONTHLY|YEARLY",
    "INTERVAL": _NUMBER,
    "COUNT": _NUMBER,
    "UNTIL": (
        r"[0-9]{4}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])(?:T(?:[01][0-9]|2[0-3])[0-5][0-9][0-5][0-9]Z?)?"
    ),
    "BYDAY": rf"(?:{_NTH})?{_WEEKDAY}(?:,(?:{_NTH})?{_WEEKDAY})*",
    "BYMONTHDAY": rf"{_MONTH_DAY}(?:,{_MONTH_DAY})*",
    "BYMONTH": r"(?:1[0-2]|[1-9])(?:,(?:1[0-2]|[1-9]))*",
    "BYSETPOS": rf"{_NTH}(?:,{_NTH})*",
    "WKST": _WEEKDAY,
}
"""The parts of RFC 5545 §3.3.10 that are supported, and how their values look."""


def rule_parts(rule: str) -> dict[str, str]:
    """The parts of a rule by name, as written: ``{"FREQ": "MONTHLY", "BYDAY": "1MO"}``."""
    return dict(part.split("=", 1) for part in rule.split(";") if "=" in part)


def _checked_rule(rule: str, text: str) -> str:
    seen: set[str] = set()
    for part in rule.strip().rstrip(";").split(";"):
        name, equals, value = part.partition("=")
        if name not in _RULE_PARTS:
            raise unreadable(text, _EXPECTED, f"The rule's part “{name}” is not supported.")
        if name in seen:
            raise unreadable(text, _EXPECTED, f"The rule says {name} twice.")
        if not equals or not re.match(rf"(?:{_RULE_PARTS[name]})\Z", value, re.ASCII):
            raise unreadable(text, _EXPECTED, f"The rule's {name} cannot be “{value}”.")
        seen.add(name)
    if "FREQ" not in seen:
        raise unreadable(text, _EXPECTED, "The rule needs its FREQ.")
    if re.search(r"BYDAY=[^;]*[0-9]", rule) and not re.search("FREQ=(MONTHLY|YEARLY)", rule):
        raise unreadable(text, _EXPECTED, "Only a monthly or yearly rule can number its days, as 1MO does.")
    if {"COUNT", "UNTIL"} <= seen:
        raise unreadable(text, _EXPECTED, "Give the end once: COUNT or UNTIL.")
    return rule.strip().rstrip(";")


RECURRENCE: Form[Recurrence] = Form("repetition", _EXPECTED, parse_recurrence, format_recurrence)
