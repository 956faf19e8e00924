"""Dependencies: what an activity waits for, how, and for how long."""

from __future__ import annotations

import re
from functools import lru_cache

from relplanner.errors import TextError
from relplanner.patterns import late_pattern
from relplanner.plan.forms.base import Form, unreadable
from relplanner.plan.forms.duration import Duration, format_lag, parse_lag
from relplanner.plan.forms.reading import CACHE, LONGEST, PLACE_PATTERN, pattern, tidy
from relplanner.values import value

TYPES = ("FS", "SS", "FF", "SF")
_EXPECTED = "a dependency such as code-freeze, qa SS+2d or uat FF soft"
_EXPECTED_LIST = "a list of dependencies such as code-freeze, qa SS+2d"
_ENDS = {"finish": "F", "start": "S"}
_ID = late_pattern(rf"({PLACE_PATTERN})(?=\s|[+]|\Z)", re.IGNORECASE | re.ASCII)
_PLAIN = late_pattern(rf"{PLACE_PATTERN}\Z", re.ASCII)
_REST = pattern(
    r"(FS|SS|FF|SF|(?:finish|start)[\s-]+to[\s-]+(?:finish|start))?\s*([+-]\s*[0-9.]+\s*[^\s]+(?:\s+days?)?)??\s*(soft|hard)?"
)


@value
class Dependency:
    """Waits for ``on`` (an id or ``section/id``); a soft one never moves a date, it only warns."""

    on: str
    type: str = "FS"
    lag: Duration | None = None
    soft: bool = False


@lru_cache(CACHE)
def parse_dependency(text: str) -> Dependency:
    """Read one dependency; without a type it is finish-to-start. Raises :class:`TextError`."""
    if _PLAIN.match(text) and len(text) <= LONGEST:
        return Dependency(text)
    plain = tidy(text, _EXPECTED)
    found = _ID.match(plain)
    if found is None:
        raise unreadable(text, _EXPECTED, _hint(plain))
    rest = plain[found.end() :].strip()
    if not rest:
        return Dependency(found[1].lower())
    try:
        terms = _terms(rest)
    except TextError as error:
        raise unreadable(text, _EXPECTED, str(error)) from error
    if terms is None:
        raise unreadable(text, _EXPECTED, _hint(plain))
    return Dependency(found[1].lower(), *terms)


@lru_cache(CACHE)
def _terms(rest: str) -> tuple[str, Duration | None, bool] | None:
    """What follows the id: type, lag, and whether it is soft. Raises :class:`TextError` for a lag's."""
    parts = _REST.match(rest)
    if parts is None:
        return None
    kind, lag, softness = parts.groups()
    return _type(kind), parse_lag(lag) if lag else None, bool(softness) and softness.lower() == "soft"


def _type(written: str | None) -> str:
    if not written:
        return "FS"
    if len(written) == 2:
        return written.upper()
    words = re.split(r"[\s-]+", written.lower())
    return _ENDS[words[0]] + _ENDS[words[2]]


def _hint(plain: str) -> str:
    if re.search(r"[+-]\s*[0-9.]+\Z", plain):
        return "Write the unit of the lag too: qa FS+2d."
    if re.search(r"\s[0-9.]+\s*[a-z%]+\Z", plain, re.IGNORECASE):
        return "Write the lag with its sign: qa FS+2d."
    if re.search(r"[,;]", plain):
        return "This is more than one dependency."
    return "First the id, then FS, SS, FF or SF with a lag, then soft if it only warns."


def format_dependency(dependency: Dependency) -> str:
    text = dependency.on
    if dependency.type != "FS" or dependency.lag is not None:
        text += f" {dependency.type}"
    if dependency.lag is not None:
        text += format_lag(dependency.lag)
    return text + " soft" if dependency.soft else text


@lru_cache(CACHE)
def parse_dependencies(text: str) -> tuple[Dependency, ...]:
    """Read the cell of a table: dependencies between commas or semicolons; an empty cell has none."""
    plain = tidy(text, _EXPECTED_LIST)
    return tuple(parse_dependency(part.strip()) for part in re.split("[,;]", plain) if part.strip())


def format_dependencies(dependencies: tuple[Dependency, ...]) -> str:
    return ", ".join(format_dependency(dependency) for dependency in dependencies)


DEPENDENCY: Form[Dependency] = Form("dependency", _EXPECTED, parse_dependency, format_dependency)
DEPENDENCIES: Form[tuple[Dependency, ...]] = Form(
    "dependencies", _EXPECTED_LIST, parse_dependencies, format_dependencies
)
