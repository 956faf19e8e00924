"""The eight scheduling constraints, written in words."""

from __future__ import annotations

from functools import lru_cache

from relplanner.plan.forms.base import Form, unreadable
from relplanner.plan.forms.moment import Moment, format_moment, parse_moment
from relplanner.plan.forms.reading import CACHE, tidy
from relplanner.values import value

KINDS = {
    "ASAP": "as soon as possible",
    "ALAP": "as late as possible",
    "MSO": "must start on",
    "MFO": "must finish on",
    "SNET": "start no earlier than",
    "SNLT": "start no later than",
    "FNET": "finish no earlier than",
    "FNLT": "finish no later than",
}
"""The abbreviation of each kind and its words; the words are what :class:`Constraint` holds."""
WITHOUT_MOMENT = ("as soon as possible", "as late as possible")
_EXPECTED = "a constraint such as must finish on 2027-03-10 or start no earlier than T-14d"


@value
class Constraint:
    """``kind`` in words; ``moment`` is None for "as soon as possible" and "as late as possible"."""

    kind: str
    moment: Moment | None = None


@lru_cache(CACHE)
def parse_constraint(text: str) -> Constraint:
    """Read a constraint in words or by its abbreviation. Raises :class:`TextError`."""
    words = tidy(text, _EXPECTED).split()
    lowered = [word.lower() for word in words]
    for short, kind in KINDS.items():
        for spelling in (kind.split(), [short.lower()]):
            if lowered[: len(spelling)] == spelling:
                return _with_moment(kind, " ".join(words[len(spelling) :]), text)
    raise unreadable(text, _EXPECTED, f"It begins with one of: {', '.join(KINDS.values())}.")


def _with_moment(kind: str, rest: str, text: str) -> Constraint:
    if kind in WITHOUT_MOMENT:
        if rest:
            raise unreadable(text, _EXPECTED, f"“{kind.capitalize()}” takes no date.")
        return Constraint(kind)
    if not rest:
        raise unreadable(text, _EXPECTED, f"Say when: {kind} 2027-03-10.")
    return Constraint(kind, parse_moment(rest))


def format_constraint(constraint: Constraint) -> str:
    if constraint.moment is None:
        return constraint.kind
    return f"{constraint.kind} {format_moment(constraint.moment)}"


CONSTRAINT: Form[Constraint] = Form(
    "constraint",
    _EXPECTED,
    parse_constraint,
    format_constraint,
    {"type": "string", "pattern": f"^({'|'.join(KINDS.values())})( .+)?$"},
)
