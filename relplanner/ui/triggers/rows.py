"""What the list shows: triggers and alerts by category or severity, filtered by words. No widgets here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from relplanner.plan.forms.condition import format_condition
from relplanner.plan.nouns.rollout import CATEGORY, SEVERITY, Alert, Trigger
from relplanner.plan.plan import Plan
from relplanner.values import value

TRIGGERS, ALERTS = "triggers", "alerts"
AUTOMATIC, BY_HAND, ALERT = "automatic", "by hand", "alert"
KINDS = (AUTOMATIC, BY_HAND, ALERT)
KIND_WORDS: Mapping[str, str] = {AUTOMATIC: "Automatic", BY_HAND: "By hand", ALERT: "Alerts"}
NO_CATEGORY = "No category"
Key = tuple[str, str]
"""A section and an id."""


@value
class Row:
    """A line of the list. A heading has no id; its ``line`` is how many stand below it."""

    section: str = ""
    id: str = ""
    name: str = ""
    line: str = ""
    severity: str = ""
    kind: str = ""
    mark: str = ""
    """What stands at the right: the mode, the response time."""
    heading: str = ""
    tone: str = ""
    """The worst finding of it: error, warning, info or nothing."""

    @property
    def key(self) -> Key:
        return self.section, self.id


def kind_of(entry: Trigger | Alert) -> str:
    """Judged by the engine, pulled by a person, or only told."""
    if isinstance(entry, Alert):
        return ALERT
    return BY_HAND if entry.manual and entry.when is None else AUTOMATIC


def severity_of(entry: Trigger | Alert) -> str:
    return entry.level if isinstance(entry, Alert) else entry.severity


def rows(
    plan: Plan, *, by: str = "category", kinds: Iterable[str] = KINDS, words: str = "",
    tones: Mapping[Key, str] | None = None,
) -> list[Row]:  # fmt: skip
    """Headings and what stands below them; ``by`` is category or severity. Groups keep the plan's order."""
    wanted = set(kinds)
    asked = words.casefold().split()
    found: dict[str, list[Row]] = {}
    for section, entry in _all(plan):
        if kind_of(entry) not in wanted:
            continue
        row = _row(section, entry, (tones or {}).get((section, entry.id), ""))
        said = _said(plan, section, entry, row)
        if all(word in said for word in asked):
            found.setdefault(_heading(entry, by), []).append(row)
    shown: list[Row] = []
    for heading in _order(by):
        below = found.get(heading, [])
        if below:
            shown += [Row(heading=heading, line=f"{len(below):,}"), *below]
    return shown


def _all(plan: Plan) -> Iterable[tuple[str, Trigger | Alert]]:
    yield from ((TRIGGERS, one) for one in plan.triggers)
    yield from ((ALERTS, one) for one in plan.alerts)


def _heading(entry: Trigger | Alert, by: str) -> str:
    if by == "severity":
        return severity_of(entry).capitalize()
    if isinstance(entry, Alert):
        return "Alerts"
    return (entry.category or NO_CATEGORY).capitalize()


def _order(by: str) -> Sequence[str]:
    if by == "severity":
        return [one.capitalize() for one in SEVERITY.choices]
    return [*(one.capitalize() for one in CATEGORY.choices), NO_CATEGORY, "Alerts"]


def _row(section: str, entry: Trigger | Alert, tone: str) -> Row:
    from relplanner.plan.forms.duration import format_duration

    if isinstance(entry, Alert):
        mark = format_duration(entry.response) if entry.response is not None else ""
    else:
        mark = entry.mode if entry.when is not None else ""
    return Row(
        section, entry.id, name_of(entry), line_of(entry), severity_of(entry), kind_of(entry), mark, "", tone
    )  # fmt: skip


def name_of(entry: Trigger | Alert) -> str:
    return entry.name or entry.id


def line_of(entry: Trigger | Alert) -> str:
    """What it waits for, in one line."""
    if entry.when is not None:
        return format_condition(entry.when)
    said = entry.event if isinstance(entry, Alert) else entry.manual
    return " ".join((said or "").split()) or "says nothing yet"


def _said(plan: Plan, section: str, entry: Trigger | Alert, row: Row) -> str:
    """All the words that a filter may ask for."""
    from relplanner.plan.forms.condition import metrics_of

    metrics = metrics_of(entry.when) if entry.when is not None else ()
    names = [getattr(plan.entry("metrics", one), "name", None) or "" for one in metrics]
    category = entry.category if isinstance(entry, Trigger) else "alert"
    parts = [row.id, row.name, row.line, row.severity, row.kind, row.mark, category or "", *names]
    return " ".join(parts).casefold()


def position(plan: Plan, key: Key) -> int:
    """Where an entry stands in its section; -1 when it is gone."""
    entries: Sequence[Trigger | Alert] = plan.alerts if key[0] == ALERTS else plan.triggers
    return next((at for at, one in enumerate(entries) if one.id == key[1]), -1)


def entry_of(plan: Plan, key: Key) -> Trigger | Alert | None:
    at = position(plan, key)
    if at < 0:
        return None
    return plan.alerts[at] if key[0] == ALERTS else plan.triggers[at]
