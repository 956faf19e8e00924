"""Ids: unique in their space, and known where they are named."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from relplanner.plan.checks.look import Look, all_entries, at_entry, did_you_mean, parts_alone, title
from relplanner.plan.edits.edit import one_of, words
from relplanner.plan.edits.rename import SHARED
from relplanner.plan.fields import fields_of
from relplanner.plan.findings import Finding, Severity
from relplanner.plan.forms.dependency import DEPENDENCY
from relplanner.plan.forms.moment import hides_t0
from relplanner.plan.forms.scalars import IDENT, METRIC_ID
from relplanner.plan.plan import Plan, entries_of, sections
from relplanner.plan.references import ANCHORS, METRICS, NETWORK, Mention, mentions, section_of, slots_of

_NAMED_BY_METRIC = frozenset({"triggers", "alerts", "rollout", "gates", "flags"})
"""Where an unknown metric leaves something unjudged; elsewhere it is only not shown."""


def duplicate_ids(look: Look) -> Iterator[Finding]:
    """Every id is carried once in its section; activities, gates and phases share one space."""
    crowded = _crowded(look.plan)
    seen: dict[tuple[str, str], tuple[str, int, Any]] = {}
    for section, position, entry in all_entries(look.plan) if crowded else ():
        space = SHARED[0] if section in SHARED else section
        if space not in crowded:
            continue
        first = fields_of(type(entry))[0]
        name = getattr(entry, first.name)
        other = seen.setdefault((space, name), (section, position, entry))
        if other[2] is not entry or (other[0], other[1]) != (section, position):
            where = f"{one_of(other[0])} {title(other[2])}" if other[0] != section else title(other[2])
            message = (
                f"The id “{name}” is carried twice: by {where} and by {title(entry)}. Give one another id."
            )
            yield at_entry("DUPLICATE-ID", "error", message, (section, position, entry), first.key)


def reserved_ids(look: Look) -> Iterator[Finding]:
    """RESERVED-ID: dates can hang on activities, phases and anchors, but not on one called ``t0``."""
    for section in ANCHORS:
        for position, entry in enumerate(entries_of(look.plan, section)):
            if hides_t0(entry.id):
                means = "ongoing" if entry.id == "ongoing" else "a time before or after T0"
                message = (
                    f"In a date the id “{entry.id}” means {means}, never {title(entry)}. Give it another id."
                )
                yield at_entry("RESERVED-ID", "warning", message, (section, position, entry), "id")


def _crowded(plan: Plan) -> set[str]:
    """The spaces in which some id is carried twice: most plans have none, and are done with here."""
    found: set[str] = set()
    shared: list[str] = []
    for section in sections():
        entries = entries_of(plan, section.name)
        if not entries:
            continue
        first = fields_of(type(entries[0]))[0]
        if first.form is not IDENT and first.form is not METRIC_ID and section.name != "assignments":
            continue
        ids = [getattr(entry, first.name) for entry in entries]
        if section.name in SHARED:
            shared += ids
        elif len(set(ids)) < len(ids):
            found.add(section.name)
    if len(set(shared)) < len(shared):
        found.add(SHARED[0])
    return found


def unknown_ids(look: Look) -> Iterator[Finding]:
    """Every id that is named exists; of metrics see UNKNOWN-METRIC."""
    plan = look.plan
    known = _Known(plan)
    for section in sections():
        entries = entries_of(plan, section.name)
        for position in sorted(_to_read(entries, known)):
            entry = entries[position]
            for mention in mentions(entry):
                if not known(mention):
                    code, severity, message = known.finding(section.name, mention, title(entry))
                    yield at_entry(code, severity, message, (section.name, position, entry), mention.path)
    for name, part in parts_alone(plan):
        for mention in mentions(part):
            if not known(mention) and not mention.path.startswith(("phases[", "log[")):
                code, severity, message = known.finding(name, mention, f"The {words(name)}")
                yield Finding(code, severity, message, f"{name}.{mention.path}", id=name)


def _to_read(entries: tuple[Any, ...], known: _Known) -> set[int]:
    """Positions of entries that may name something unknown.

    Goes field by field, as ten thousand activities name the same few owners and each other.
    """
    found: set[int] = set()
    for slot in slots_of(type(entries[0])) if entries else ():
        name = slot.field.name
        column = [getattr(entry, name) for entry in entries]
        if slot.field.form is DEPENDENCY:
            named = {dependency.on for after in column for dependency in after}.difference(known.activities)
            bad = {on for on in named if not known(Mention("", on, NETWORK))}
            if bad:
                found.update(at for at, after in enumerate(column) if any(each.on in bad for each in after))
        elif slot.sections and slot.field.shape == "one":
            bad = {each for each in set(column) if each and not known(Mention("", each, slot.sections))}
            if bad:
                found.update(at for at, each in enumerate(column) if each in bad)
        else:
            found.update(at for at, each in enumerate(column) if each)
    return found


class _Known:
    """Answers for each id and place where it is looked for, and remembers the answers."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self.activities = plan.activity_index.keys()
        self._answers: dict[tuple[str, tuple[str, ...]], bool] = {}
        self._hints: dict[tuple[str, tuple[str, ...]], str] = {}

    def __call__(self, mention: Mention) -> bool:
        key = (mention.id, mention.sections)
        answer = self._answers.get(key)
        if answer is None:
            answer = self._answers[key] = section_of(self._plan, mention.id, mention.sections) is not None
        return answer

    def finding(self, section: str, mention: Mention, who: str) -> tuple[str, Severity, str]:
        """Code, severity and message of an unknown id."""
        key = (mention.id, mention.sections)
        hint = self._hints.get(key)
        if hint is None:
            ids = {entry_id for name in mention.sections for entry_id in self._plan.ids(name)}
            hint = self._hints[key] = did_you_mean(mention.id, ids)
        if mention.sections == METRICS:
            severity: Severity = "error" if section in _NAMED_BY_METRIC else "warning"
            message = f"{who} looks at the metric “{mention.id}”, which the plan does not have.{hint}"
            return "UNKNOWN-METRIC", severity, message
        names = [one_of(name) for name in mention.sections]
        kinds = " or ".join(filter(None, [", ".join(names[:-1]), names[-1]]))
        return "UNKNOWN-ID", "error", f"{who} names “{mention.id}”, but there is no such {kinds}.{hint}"
