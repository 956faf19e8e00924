"""What may come next in a condition: metrics, comparisons, quantities in the metric's units. No widgets."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

from relplanner.errors import TextError
from relplanner.plan.forms.quantity import Quantity, format_quantity
from relplanner.plan.forms.units import UNITS, canonical_unit, comparable, unit_of
from relplanner.plan.nouns.rollout import Metric
from relplanner.plan.plan import Plan

Offer = tuple[str, str]
"""What is written, and what people call it."""
REFERENCES: tuple[Offer, ...] = (
    ("baseline", "The metric's baseline"),
    ("1h ago", "Its value an hour ago"),
    ("1d ago", "Its value a day ago"),
    ("1w ago", "Its value a week ago"),
    ("1d", "Its mean of the last day"),
    ("7d", "Its mean of the last 7 days"),
)
STRETCHES: tuple[Offer, ...] = tuple(
    (text, f"for {words}")
    for text, words in (("1m", "a minute"), ("5m", "5 minutes"), ("10m", "10 minutes"), ("15m", "15 minutes"),
                        ("1h", "an hour"))
)  # fmt: skip
RELATIONS: tuple[Offer, ...] = (
    ("> ", "above"),
    (">= ", "at least"),
    ("< ", "below"),
    ("<= ", "at most"),
    ("drops > 20% vs 1w ago", "falls against a week ago"),
    ("rises > 50% vs baseline", "grows against its baseline"),
    ("> 5x baseline", "many times its baseline"),
    ("> 3 sigma vs 1d", "off the usual"),
    ("no worse than baseline", "by the metric's direction"),
    ("burns > 14.4x in 1h/5m", "uses up its error budget"),
    ("absent", "has no data"),
)
JOINTS: tuple[Offer, ...] = (("and ", "both"), ("or ", "either"), ("for 5m", "held for five minutes"))
_NUMBER = re.compile(r"[+-]?[0-9][0-9.,]*")
_WORD = re.compile(r"[^\s()]*\Z")
_TIED = re.compile(r"(?:^|\(|\b(?:and|or))\s*[^\s()]*\Z", re.IGNORECASE)
_AFTER_METRIC = re.compile(r"(?:^|\(|\b(?:and|or)\b)\s*([a-z_][a-z0-9_]*)\s+[^\s()0-9]*\Z", re.IGNORECASE)
_QUANTITY = re.compile(
    r"(?:^|\(|\b(?:and|or)\b)\s*([a-z_][a-z0-9_]*)\s*(?:>=|<=|==|!=|[<>=≥≤≠])\s*[^\s()]*\Z", re.IGNORECASE
)
_AGAINST = re.compile(r"(?:\bvs|\bthan|\b[0-9.]+x)\s+[^()]*\Z", re.IGNORECASE)
_HELD = re.compile(r"\bfor\s+[^\s()]*\Z", re.IGNORECASE)
_AGAINST_OF = re.compile(r"(?:^|\(|\b(?:and|or)\b)\s*([a-z_][a-z0-9_]*)\s+[^()]*\Z", re.IGNORECASE)


def at(text: str, plan: Plan) -> tuple[int, list[Offer]]:
    """What could stand at the end of ``text`` (the text up to the cursor), and from where it would."""
    word = _WORD.search(text)
    start = word.start() if word else len(text)
    if _HELD.search(text):
        return start, list(STRETCHES)
    if _AGAINST.search(text):
        found = _last(_AGAINST_OF, text)
        begin = max(text.lower().rfind(word) + len(word) for word in (" vs ", " than ", "x "))
        return begin, references(plan.entry("metrics", found) if found else None)
    if _TIED.search(text):
        return start, metrics(plan)
    quantity = _last(_QUANTITY, text)
    if quantity:
        return start, amounts(text[start:].lstrip("<>=!≥≤≠"), plan.entry("metrics", quantity))
    if _AFTER_METRIC.search(text):
        return start, list(RELATIONS)
    return start, list(JOINTS) if text.endswith(" ") else []


def _last(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    return found[1].lower() if found else ""


def metrics(plan: Plan) -> list[Offer]:
    return [(one.id, one.name or one.id) for one in plan.metrics]


def amounts(typed: str, metric: Metric | None) -> list[Offer]:
    """The number that was typed, in each unit that the metric may be compared in, its own first."""
    found = _NUMBER.match(typed.strip())
    if metric is None or found is None:
        return []
    number = float(found[0].replace(",", "").rstrip(".") or 0)
    return [
        (format_quantity(Quantity(number, unit)), f"in {unit or 'its own unit'}") for unit in units(metric)
    ]


def units(metric: Metric) -> Iterator[str]:
    """The units a metric may be compared in; its own first, then those of a like size."""
    own = canonical_unit(metric.unit or "")
    if own is None:
        return
    yield own
    try:
        kind = unit_of(own)
    except TextError:
        return

    def far(name: str) -> float:
        return abs(math.log10(float(UNITS[name].factor / kind.factor)))

    others = [name for name, unit in UNITS.items() if name != own and own and comparable(kind, unit)]
    yield from sorted(others, key=far)


def references(metric: Metric | None) -> list[Offer]:
    """What a metric can be held against; its own series too."""
    series = [(name, "another series of it") for name, _ in metric.series] if metric is not None else []
    return [*REFERENCES, *series]
