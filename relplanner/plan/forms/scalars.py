"""The plain forms: text, ids, numbers, choices, versions, zones, addresses and references to secrets."""

from __future__ import annotations

import math
import re
import unicodedata
import zoneinfo
from collections.abc import Callable, Collection
from functools import cache, lru_cache
from urllib.parse import urlsplit, urlunsplit

from relplanner.errors import Problem, TextError
from relplanner.patterns import late_pattern
from relplanner.plan.forms.base import Form, unreadable
from relplanner.plan.forms.moment import hides_t0
from relplanner.plan.forms.reading import (
    CACHE,
    CONDITION_WORDS,
    IDENT_PATTERN,
    LONGEST,
    NUMBER_PATTERN,
    PLACE_PATTERN,
    limit,
    number_text,
    pattern,
    spaced,
    tidy,
)

_EXPECTED_LINE = "one line of text"
_EXPECTED_IDENT = "an id such as code-freeze (small letters, digits and hyphens)"
_EXPECTED_METRIC = "a metric's id such as error_rate (small letters, digits and underscores)"
_EXPECTED_NUMBER = "a number such as 42 or 2.5"
_EXPECTED_INTEGER = "a whole number such as 42"
_EXPECTED_PERCENT = "a percentage from 0% to 100%"
_EXPECTED_YES_NO = "yes or no"
_EXPECTED_VERSION = "a version such as 3.4.0 or 3.5.0-rc.1"
_EXPECTED_ZONE = "a time zone such as Europe/Berlin or UTC"
_EXPECTED_URL = "a web address such as https://prometheus.example.com"

_ZONE_LIKE = pattern(r"[a-z][a-z0-9_+-]{0,30}(?:[/ ][a-z0-9_+-]{1,30}){0,3}")
_NUMBER = pattern(rf"[+-]?(?:{NUMBER_PATTERN}|[0-9]{{1,3}}(?:,[0-9]{{3}})+(?:\.[0-9]*)?)(?:e[+-]?[0-9]+)?")
_METRIC_PATTERN = r"[a-z_][a-z0-9_]*"
_KEYRING_PATTERN = r"[A-Za-z0-9][A-Za-z0-9._-]*"
_ENV_PATTERN = r"RELPLANNER_[A-Z0-9_]+"
# https://semver.org, "Is there a suggested regular expression (RegEx) to check a SemVer string?"
_SEMVER = (
    r"(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)"
    r"(?:-((?:0|[1-9][0-9]*|[0-9]*[a-zA-Z-][0-9a-zA-Z-]*)(?:\.(?:0|[1-9][0-9]*|[0-9]*[a-zA-Z-][0-9a-zA-Z-]*))*))?"
    r"(?:\+([0-9a-zA-Z-]+(?:\.[0-9a-zA-Z-]+)*))?"
)
_SEMVER_WHOLE = late_pattern(rf"v?({_SEMVER})\Z", re.ASCII)
_YES_NO = {
    "yes": True,
    "true": True,
    "on": True,
    "y": True,
    "no": False,
    "false": False,
    "off": False,
    "n": False,
}


def _same(text: str) -> str:
    return text


@lru_cache(CACHE)
def parse_line(text: str) -> str:
    """Text on one line, without surrounding blanks. Raises :class:`TextError`."""
    limit(text, _EXPECTED_LINE)
    plain = text.strip()
    if plain.isprintable():  # which the end of a line is not
        return plain
    if len(plain.splitlines()) > 1:
        raise unreadable(plain.splitlines()[0] + " ...", _EXPECTED_LINE, "Longer texts belong in the notes.")
    return plain


def _matching(
    expected: str, body: str, fix: Callable[[str], str], refused: Collection[str] = ()
) -> Callable[[str], str]:
    whole = late_pattern(rf"(?:{body})\Z", re.ASCII)

    @lru_cache(CACHE)
    def parse(text: str) -> str:
        if whole.match(text) and len(text) <= LONGEST and text not in refused:
            return text
        plain = tidy(text, expected).lower()
        if plain in refused:
            raise unreadable(text, expected, f"“{plain}” is a word of conditions.")
        if whole.match(plain):
            return plain
        better = fix(plain)
        raise unreadable(text, expected, f"Perhaps {better}." if whole.match(better) else "")

    return parse


def _dashed(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", _ascii(text).lower()).strip("-")


def _underscored(text: str) -> str:
    return re.sub(r"[^a-z0-9_]+", "_", _ascii(text).lower()).strip("_")


@lru_cache(CACHE)
def parse_number(text: str) -> float:
    """A finite number; thousands may be set off by commas. Raises :class:`TextError`."""
    plain = tidy(text, _EXPECTED_NUMBER)
    if not _NUMBER.match(plain):
        hint = "Write a decimal point, not a comma." if re.match(r"[0-9]+,[0-9]+\Z", plain) else ""
        raise unreadable(text, _EXPECTED_NUMBER, hint)
    value = float(plain.replace(",", ""))
    if not math.isfinite(value):
        raise unreadable(text, _EXPECTED_NUMBER, "It is too large.")
    return value + 0.0


def format_number(value: float) -> str:
    return number_text(value) if abs(value) < 1e15 else repr(value)


@lru_cache(CACHE)
def parse_integer(text: str) -> int:
    """A whole number of at most 15 digits. Raises :class:`TextError`."""
    plain = tidy(text, _EXPECTED_INTEGER)
    if not re.match(r"[+-]?(?:[0-9]{1,15}|[0-9]{1,3}(?:,[0-9]{3}){1,4})\Z", plain, re.ASCII):
        raise unreadable(text, _EXPECTED_INTEGER)
    return int(plain.replace(",", ""))


@lru_cache(CACHE)
def parse_percent(text: str) -> float:
    """A share in percent, 0 to 100; the sign may be left out. Raises :class:`TextError`."""
    plain = tidy(text, _EXPECTED_PERCENT).removesuffix("%").rstrip()
    if not re.match(rf"[+-]?{NUMBER_PATTERN}\Z", plain, re.ASCII) or not 0 <= float(plain) <= 100:
        raise unreadable(text, _EXPECTED_PERCENT)
    return float(plain) + 0.0


def format_percent(value: float) -> str:
    return f"{number_text(value)}%"


@lru_cache(CACHE)
def parse_yes_no(text: str) -> bool:
    """Raises :class:`TextError`."""
    answer = _YES_NO.get(tidy(text, _EXPECTED_YES_NO).lower())
    if answer is None:
        raise unreadable(text, _EXPECTED_YES_NO)
    return answer


def format_yes_no(value: bool) -> str:
    return "yes" if value else "no"


@lru_cache(CACHE)
def parse_version(text: str) -> str:
    """A SemVer 2.0 version, without the ``v`` of tags. Raises :class:`TextError`."""
    plain = tidy(text, _EXPECTED_VERSION)
    found = _SEMVER_WHOLE.match(plain)
    if found is None:
        short = re.match(r"v?[0-9]+(\.[0-9]+)?\Z", plain, re.ASCII)
        hint = f"Write all three numbers: {plain.lstrip('v')}{'.0' if short[1] else '.0.0'}." if short else ""
        raise unreadable(text, _EXPECTED_VERSION, hint)
    return found[1]


def _nearest(word: str, known: Collection[str]) -> str:
    """The known word most like this one, or none. Only a refusal needs difflib, which costs start-up time."""
    import difflib

    return next(iter(difflib.get_close_matches(word[:60], known, n=1)), "")


@cache
def _zone_names() -> dict[str, str]:
    return {name.lower(): name for name in zoneinfo.available_timezones()}


@lru_cache(CACHE)
def parse_time_zone(text: str) -> str:
    """The IANA name of a zone known on this machine. Raises :class:`TextError`."""
    plain = tidy(text, _EXPECTED_ZONE)
    # ZoneInfo would import a module of the name it is given; it gets only what can be a zone.
    if not _ZONE_LIKE.match(plain):
        raise unreadable(text, _EXPECTED_ZONE)
    try:
        zoneinfo.ZoneInfo(plain)
    except (KeyError, ValueError, OSError):
        names = _zone_names()
        lowered = plain.lower().replace(" ", "_")
        if lowered in names:
            return names[lowered]
        near = _nearest(lowered, names)
        by_city = [name for key, name in names.items() if key.endswith(f"/{lowered}")]
        better = min(by_city, default="") or names.get(near, "")
        raise unreadable(text, _EXPECTED_ZONE, f"Perhaps {better}." if better else "") from None
    return plain


@lru_cache(CACHE)
def parse_url(text: str) -> str:
    """An http or https address without a password in it. Raises :class:`TextError`."""
    limit(text, _EXPECTED_URL)
    plain = text.strip()
    try:
        parts = urlsplit(plain)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise unreadable(text, _EXPECTED_URL) from None
    if parts.username is not None or parts.password is not None:
        raise TextError(
            Problem(
                "A web address may not hold a user name or a password.",
                hint="Secrets are never written in a plan; name one by keyring:NAME instead.",
            )
        )
    if (
        parts.scheme not in ("http", "https")
        or not host
        or port == 0
        or re.search(r"[\s\x00-\x20\x7f]", plain)
    ):
        hint = f"Perhaps https://{plain}." if re.match(r"[\w-]+(\.[\w-]+)+(:[0-9]+)?(/\S*)?\Z", plain) else ""
        raise unreadable(text, _EXPECTED_URL, hint)
    return urlunsplit((parts.scheme, parts.netloc.lower(), parts.path, parts.query, parts.fragment))


@lru_cache(CACHE)
def parse_secret(text: str) -> str:
    """A reference to a secret. Raises :class:`TextError`, which never repeats what may be the secret."""
    plain = text.strip()
    where, _, name = plain.partition(":")
    body = {"keyring": _KEYRING_PATTERN, "env": _ENV_PATTERN}.get(where.lower())
    if len(plain) <= 200 and body and re.match(rf"{body}\Z", name, re.ASCII):
        return f"{where.lower()}:{name}"
    if where.lower() == "env" and re.match(r"[A-Z][A-Z0-9_]*\Z", name, re.ASCII):
        message = "Only variables whose names begin with RELPLANNER_ are read."
        raise TextError(Problem(message, hint="Write env:RELPLANNER_NAME."))
    raise TextError(
        Problem(
            "What stands here is not a reference to a secret.",
            hint="Secrets are never written in a plan: write keyring:NAME or env:RELPLANNER_NAME.",
        )
    )


def choice(*words: str, name: str = "choice") -> Form[str]:
    """A form of fixed words, blind to case and to how blanks are written."""
    known = {_loose(word): word for word in words}
    shown = f"{', '.join(words[:-1])} or {words[-1]}" if len(words) > 1 else words[0]
    expected = shown if len(words) <= 2 else f"one of {shown}"

    @lru_cache(CACHE)
    def parse(text: str) -> str:
        plain = _loose(tidy(text, expected))
        if plain in known:
            return known[plain]
        near = known.get(_nearest(plain, known))
        raise unreadable(text, expected, f"Perhaps {near}." if near else "")

    return Form(name, expected, parse, _same, {"type": "string", "enum": list(words)}, choices=words)


def _loose(text: str) -> str:
    return spaced(text.replace("_", " ").replace("-", " "))


def reference(*sections: str, name: str = "reference") -> Form[str]:
    """A form that names an entry of one of ``sections`` by its id, or by ``section/id``."""
    if sections == ("metrics",):
        body, expected, fix = _METRIC_PATTERN, _EXPECTED_METRIC, _underscored
    else:
        body = r"[a-z0-9_][a-z0-9_-]*(?:/[a-z0-9_][a-z0-9_-]*)?" if "metrics" in sections else PLACE_PATTERN
        expected, fix = _EXPECTED_IDENT, _dashed
    schema = {"type": "string", "pattern": f"^{body}$"}
    return Form(name, expected, _matching(expected, body, fix), _same, schema, refers_to=sections)


# Letters that Unicode does not take apart into a base letter and an accent.
_LETTERS = str.maketrans(
    {
        "ß": "ss",
        "ẞ": "SS",
        "æ": "ae",
        "Æ": "AE",
        "œ": "oe",
        "Œ": "OE",
        "ø": "o",
        "Ø": "O",
        "ł": "l",
        "Ł": "L",
        "đ": "d",
        "Đ": "D",
        "ð": "d",
        "Ð": "D",
        "þ": "th",
        "Þ": "TH",
        "ı": "i",
        "&": " and ",
    }
)


def _ascii(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.translate(_LETTERS))
    return decomposed.encode("ascii", "ignore").decode("ascii")


def slug(text: str, taken: Collection[str] = ()) -> str:
    """A stable id made from a name: at most 60 letters, and ``-2`` when the id is already taken; never one
    that a date could not name, such as ``t0``.
    """
    words = _dashed(text[:LONGEST_NAME])
    if len(words) > 60:
        words = words[:61].rpartition("-")[0] or words[:60]
    base = words.strip("-") or "item"
    if hides_t0(base):
        base += "-item"
    number, candidate = 1, base
    while candidate in taken:
        number += 1
        candidate = f"{base}-{number}"
    return candidate


LONGEST_NAME = 500

TEXT: Form[str] = Form("text", "text", _same, _same)
LINE: Form[str] = Form("line", _EXPECTED_LINE, parse_line, _same)
IDENT: Form[str] = Form(
    "id",
    _EXPECTED_IDENT,
    _matching(_EXPECTED_IDENT, IDENT_PATTERN, _dashed),
    _same,
    {"type": "string", "pattern": f"^{IDENT_PATTERN}$"},
)
METRIC_ID: Form[str] = Form(
    "metric id",
    _EXPECTED_METRIC,
    _matching(_EXPECTED_METRIC, _METRIC_PATTERN, _underscored, CONDITION_WORDS),
    _same,
    {"type": "string", "pattern": f"^{_METRIC_PATTERN}$"},
)
NUMBER: Form[float] = Form(
    "number", _EXPECTED_NUMBER, parse_number, format_number, {"type": ["number", "string"]}
)
INTEGER: Form[int] = Form(
    "whole number", _EXPECTED_INTEGER, parse_integer, str, {"type": ["integer", "string"]}
)
PERCENT: Form[float] = Form(
    "percentage", _EXPECTED_PERCENT, parse_percent, format_percent, {"type": ["number", "string"]}
)
YES_NO: Form[bool] = Form(
    "yes or no",
    _EXPECTED_YES_NO,
    parse_yes_no,
    format_yes_no,
    {"enum": [True, False, "yes", "no"]},
    choices=("yes", "no"),
)
VERSION: Form[str] = Form(
    "version", _EXPECTED_VERSION, parse_version, _same, {"type": "string", "pattern": f"^{_SEMVER}$"}
)
TIME_ZONE: Form[str] = Form("time zone", _EXPECTED_ZONE, parse_time_zone, _same)
URL: Form[str] = Form(
    "web address", _EXPECTED_URL, parse_url, _same, {"type": "string", "pattern": "^https?://"}
)
SECRET: Form[str] = Form(
    "secret",
    "a reference to a secret such as keyring:production or env:RELPLANNER_TOKEN",
    parse_secret,
    _same,
    {"type": "string", "pattern": f"^(keyring:{_KEYRING_PATTERN}|env:{_ENV_PATTERN})$"},
)
