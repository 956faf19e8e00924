"""Targets of success metrics and gates, and the criteria of rollout phases."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TypeAlias

from relplanner.patterns import late_pattern
from relplanner.plan.forms.base import Form, unreadable
from relplanner.plan.forms.bound import (
    BASELINE_REFERENCE,
    VS,
    Bound,
    Change,
    Level,
    Multiple,
    format_reference,
    format_relation,
    parse_reference,
    parse_relation,
    relation_in_words,
)
from relplanner.plan.forms.duration import Duration, format_duration, parse_duration
from relplanner.plan.forms.moment import T0, Moment, format_moment, parse_moment
from relplanner.plan.forms.quantity import Quantity, format_quantity
from relplanner.plan.forms.reading import (
    CACHE,
    CONDITION_WORDS,
    NUMBER_PATTERN,
    amount_of,
    number_text,
    pattern,
    tidy,
)
from relplanner.values import value

_EXPECTED = "a target such as < 0.1%, >= 99.9% over 30ed or +5% vs baseline"
_EXPECTED_CRITERION = "a criterion such as error_rate < 0.1%"


@value
class Grade:
    """A grade on a scale from ``best`` to ``worst``; the operator ``>`` is better than, ``>=`` at least."""

    grade: str
    best: str
    worst: str


@value
class Window:
    """``kind`` over: on the whole of ``length``; within: in the ``length`` that begins ``of`` a moment.

    The target is judged when the window closes.
    """

    kind: str
    length: Duration
    of: Moment | None = None


TargetBound: TypeAlias = Bound | Grade


@value
class Target:
    """What is to be reached. A change by ``+5% vs baseline`` is at least that much (``>=``)."""

    op: str
    bound: TargetBound
    window: Window | None = None


@value
class Criterion:
    """A target for one metric."""

    metric: str
    target: Target


_LENGTH = r"([0-9.]+\s*(?:elapsed\s)?[a-z]+)"
_WINDOW = late_pattern(
    rf"\s(?:(over)\s{_LENGTH}|(within)\s{_LENGTH}(?:\sof\s(.+))?)\Z", re.IGNORECASE | re.ASCII
)
_POINT = r"([a-z]|[0-9]{1,2})"
_GRADE = pattern(rf"(better than|at least|worse than|at most)\s+{_POINT}\s+of\s+{_POINT}\s*-\s*{_POINT}")
_LONE_GRADE = late_pattern(r"[<>=≥≤]*\s*([A-Fa-f](?=\sgrade)|[A-F])(?:\sgrade)?\Z")
_GRADE_OPS = {"better than": ">", "at least": ">=", "worse than": "<", "at most": "<="}
_GRADE_WORDS = {op: words for words, op in _GRADE_OPS.items()}
_RELATIVE = pattern(rf"([+-])\s*({NUMBER_PATTERN})\s*%{VS}")
_APPROVALS = pattern(r"([0-9]{1,3})\s+approvals?")
_NO_CHANGE = pattern(rf"no (increase|decrease){VS}")
_CRITERION = late_pattern(r"([a-z_][a-z0-9_]*)(?=[\s<>=!≥≤])(.+)\Z", re.IGNORECASE | re.ASCII | re.DOTALL)


@lru_cache(CACHE)
def parse_target(text: str) -> Target:
    """Read a target. Raises :class:`TextError`."""
    return _target(tidy(text, _EXPECTED), text, _EXPECTED)


def _target(plain: str, text: str, expected: str) -> Target:
    found = _WINDOW.search(plain)
    window = None
    if found:
        over, over_length, _, within_length, of = found.groups()
        if over:
            window = Window("over", parse_duration(over_length))
        else:
            window = Window("within", parse_duration(within_length), parse_moment(of) if of else T0)
        plain = plain[: found.start()]
    operator, bound = _bound(plain, text, expected)
    return Target(operator, bound, window)


def _bound(plain: str, text: str, expected: str) -> tuple[str, TargetBound]:
    found = _GRADE.match(plain)
    if found:
        grade, best, worst = (point.upper() for point in found.groups()[1:])
        return _GRADE_OPS[found[1].lower()], _grade(grade, best, worst, text, expected)
    found = _APPROVALS.match(plain)
    if found:
        return ">=", Level(Quantity(float(found[1]), "approvals"))
    found = _RELATIVE.match(plain)
    if found:
        reference = parse_reference(found[3], text, expected) if found[3] else BASELINE_REFERENCE
        direction = "rises" if found[1] == "+" else "drops"
        return ">=", Change(direction, amount_of(found[2], text, expected), reference)
    found = _NO_CHANGE.match(plain)
    if found:
        reference = parse_reference(found[2], text, expected) if found[2] else BASELINE_REFERENCE
        return ("<=" if found[1].lower() == "increase" else ">="), Multiple(1.0, reference)
    if plain[:1].isdigit():
        raise unreadable(text, expected, f"Say whether more or less is wanted: >= {plain} or <= {plain}.")
    if found := _LONE_GRADE.match(plain):
        raise unreadable(text, expected, f"Say the scale too: better than {found[1].upper()} of A-E.")
    return parse_relation(plain, text, expected)


def _grade(grade: str, best: str, worst: str, text: str, expected: str) -> Grade:
    if len({point.isdigit() for point in (grade, best, worst)}) != 1:
        raise unreadable(text, expected, "A scale has letters or numbers, not both.")
    first, at, last = (int(point) if point.isdigit() else ord(point) for point in (best, grade, worst))
    if first == last or not min(first, last) <= at <= max(first, last):
        raise unreadable(text, expected, f"{grade} is not on the scale {best}-{worst}.")
    return Grade(grade, best, worst)


def format_target(target: Target) -> str:
    text = _bound_text(target.op, target.bound)
    window = target.window
    if window is None:
        return text
    of = f" of {format_moment(window.of)}" if window.of is not None else ""
    return f"{text} {window.kind} {format_duration(window.length)}{of}"


def _bound_text(operator: str, bound: TargetBound) -> str:
    if isinstance(bound, Grade):
        return f"{_GRADE_WORDS[operator]} {bound.grade} of {bound.best}-{bound.worst}"
    if isinstance(bound, Change) and operator == ">=":
        sign = "+" if bound.direction == "rises" else "-"
        return f"{sign}{number_text(bound.percent)}% vs {format_reference(bound.reference)}"
    if isinstance(bound, Level) and operator == ">=" and _are_approvals(bound.quantity):
        return format_quantity(bound.quantity)
    return format_relation(operator, bound)


def _are_approvals(quantity: Quantity) -> bool:
    return (
        quantity.unit == "approvals" and 0 <= quantity.value < 1000 and quantity.value == int(quantity.value)
    )


@lru_cache(CACHE)
def parse_criterion(text: str) -> Criterion:
    """Read a metric's id and its target. Raises :class:`TextError`."""
    plain = tidy(text, _EXPECTED_CRITERION)
    found = _CRITERION.match(plain)
    if found is None or found[1].lower() in CONDITION_WORDS:
        raise unreadable(text, _EXPECTED_CRITERION, "First the id of a metric, then its target.")
    return Criterion(found[1].lower(), _target(found[2].strip(), text, _EXPECTED_CRITERION))


def format_criterion(criterion: Criterion) -> str:
    return f"{criterion.metric} {format_target(criterion.target)}"


def target_in_words(target: Target) -> str:
    """A reading for people, to stand after the metric's name: "below 0.1%, over 30ed"."""
    if isinstance(target.bound, Grade):
        text = _bound_text(target.op, target.bound)
    else:
        text = relation_in_words(target.op, target.bound)
    if target.window is None:
        return text
    of = f" of {format_moment(target.window.of)}" if target.window.of is not None else ""
    return f"{text}, {target.window.kind} {format_duration(target.window.length)}{of}"


TARGET: Form[Target] = Form("target", _EXPECTED, parse_target, format_target)
CRITERION: Form[Criterion] = Form("criterion", _EXPECTED_CRITERION, parse_criterion, format_criterion)
