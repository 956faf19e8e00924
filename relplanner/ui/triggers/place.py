"""Where in a condition's text the fault stands, so that it can be marked. No widgets here."""

from __future__ import annotations

import re
from collections.abc import Iterator

from relplanner.errors import TextError
from relplanner.plan.forms.condition import parse_condition
from relplanner.plan.forms.duration import parse_elapsed

Place = tuple[int, int]
"""First character, and the one after the last."""
_JOINT = re.compile(r"\s*(?:\b(and|or|for)\b|[()])\s*", re.IGNORECASE)
_QUOTED = re.compile(r"“([^”]+)”")


def fault(text: str) -> tuple[Place, str] | None:
    """Where a condition's text cannot be read, and why; ``None`` when it can."""
    try:
        parse_condition(text)
    except TextError as error:
        return _place(text, error), sentence(error)
    return None


def sentence(error: TextError) -> str:
    """Why, without quoting the whole text, which stands right there."""
    problem = error.problems[0]
    return problem.hint or problem.message


def _place(text: str, error: TextError) -> Place:
    for begin, end, held in _pieces(text):
        piece = text[begin:end]
        try:
            parse_elapsed(piece) if held else parse_condition(piece)
        except TextError as inner:
            return _inside(text, begin, end, inner)
    return _inside(text, 0, len(text), error)


def _pieces(text: str) -> Iterator[tuple[int, int, bool]]:
    """The comparisons between the joints, and what comes after ``for``."""
    begin, held = 0, False
    for joint in _JOINT.finditer(text):
        if text[begin : joint.start()].strip():
            yield begin, joint.start(), held
        begin, held = joint.end(), (joint[1] or "").lower() == "for"
    if text[begin:].strip() or held:
        yield begin, len(text), held


def _inside(text: str, begin: int, end: int, error: TextError) -> Place:
    """The word that the hint names, where it stands in the piece; else the whole piece."""
    for problem in error.problems:
        for word in _QUOTED.findall(problem.hint):
            at = text.lower().find(word.lower(), begin, end)
            if at >= 0:
                return at, at + len(word)
    piece = text[begin:end]
    begin += len(piece) - len(piece.lstrip())
    return begin, max(end, begin)
