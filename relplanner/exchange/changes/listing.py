"""A whole plan as lines in plan language, a fact a line: what a line-by-line comparison can show well.

git's ``textconv`` makes of each version what ``git log -p`` then compares.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from relplanner.exchange.changes.leaves import one_of_field
from relplanner.exchange.changes.wording import called, safe, subject
from relplanner.exchange.clock import Clock
from relplanner.plan.diff import text_of
from relplanner.plan.fields import Field, fields_of
from relplanner.plan.plan import entries_of, id_of, sections
from relplanner.schedule import NEVER, Schedule
from relplanner.schedule.spelling import spell

_INNER = {"rollout": "phases", "incidents": "log"}


def listing(schedule: Schedule) -> str:
    """The release and its dates, then every entry under a line of its own that ends in ``[id]``."""
    clock = Clock(schedule).short
    lines = [*_head(schedule, clock), ""]
    for section in sections():
        part = getattr(schedule.plan, section.name)
        if section.shape == "part":
            facts = list(_facts(part, 1, skip=_INNER.get(section.name, "")))
            lines += [f"{section.label} [{section.key}]", *facts, ""] if facts else []
        for entry in entries_of(schedule.plan, section.name):
            lines.append(f"{subject(section.name, entry)} [{_path(section.name, entry)}]")
            lines += [*_dates(schedule, clock, section.name, id_of(entry)), *_facts(entry, 1), ""]
    return "\n".join(lines)


def _path(section: str, entry: Any) -> str:
    name = safe(id_of(entry))
    return name if section == "activities" else f"{section}/{name}"


def _head(schedule: Schedule, clock: Mapping[int, str]) -> Iterator[str]:
    yield f"T0: {clock[schedule.target] if schedule.target is not None else 'none'}"
    if schedule.projected is not None:
        slip = schedule.slip_minutes
        late = "" if not slip else f", {spell(slip)} {'after' if slip > 0 else 'before'} T0"
        yield f"Release projected: {clock[schedule.projected]}{late}"
    rows = (schedule.activity(schedule.index[row]) for row in schedule.critical_path)
    path = " → ".join(called(activity) for activity in rows)
    if path:
        yield f"Critical path: {path}"


def _dates(schedule: Schedule, clock: Mapping[int, str], section: str, entry_id: str) -> Iterator[str]:
    name = {"activities": entry_id, "rollout": f"rollout/{entry_id}"}.get(section)
    row = None if name is None else schedule.index.get(name)
    if row is None:
        return
    start, finish = int(schedule.start[row]), int(schedule.finish[row])
    if start == NEVER:
        yield "  (no dates)"
    elif start == finish:
        yield f"  on {clock[start]}"
    else:
        yield f"  from {clock[start]}"
        yield f"  to {clock[finish]}"


def _facts(noun: Any, depth: int, skip: str = "") -> Iterator[str]:
    for field in fields_of(type(noun)):
        value = getattr(noun, field.name)
        if value is None or value in ((), field.default) or field.name in ("id", skip):
            continue
        if field.name in ("name", "text") and safe(str(value)) == called(noun):
            continue  # the heading says it
        yield from _fact(field, value, depth)
    for key, value in getattr(noun, "unknown", ()):
        yield f"{'  ' * depth}{safe(key)}: {safe(str(value))}"


def _fact(field: Field, value: Any, depth: int) -> Iterator[str]:
    blank = "  " * depth
    if field.shape in ("parts", "keyed"):
        for item in value:
            yield f"{blank}{one_of_field(field).capitalize()} {called(item)}"
            yield from _facts(item, depth + 1)
    elif field.shape == "part":
        facts = list(_facts(value, depth + 1))
        if facts:
            yield f"{blank}{field.label}"
            yield from facts
    elif field.shape == "many":
        form = field.form
        assert form is not None
        yield from (f"{blank}{field.label}: {safe(form.format(item))}" for item in value)
    elif field.shape == "map":
        form = field.form
        assert form is not None
        yield from (f"{blank}{field.label}, {safe(key)}: {safe(form.format(item))}" for key, item in value)
    else:
        first, *rest = text_of(field, value).splitlines() or [""]
        yield f"{blank}{field.label}: {safe(first)}"
        yield from (f"{blank}  {safe(line)}" for line in rest)
