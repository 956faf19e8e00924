"""Who names whom: every field that refers to an entry elsewhere, found through the nouns' tables."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Hashable, Iterator, Mapping
from functools import cache
from operator import attrgetter
from typing import Any, NamedTuple, cast

from relplanner import values
from relplanner.plan.fields import Field, fields_of
from relplanner.plan.forms.condition import CONDITION, Absent, Compare
from relplanner.plan.forms.constraint import CONSTRAINT
from relplanner.plan.forms.dependency import DEPENDENCY, Dependency
from relplanner.plan.forms.duration import Duration, Elapsed
from relplanner.plan.forms.moment import MOMENT, SPAN, Offset, Wall
from relplanner.plan.forms.quantity import BASELINE, Baseline, Quantity
from relplanner.plan.forms.recurrence import RECURRENCE
from relplanner.plan.forms.scalars import METRIC_ID
from relplanner.plan.forms.target import CRITERION, TARGET, Criterion
from relplanner.plan.nouns.people import Assignment
from relplanner.plan.nouns.rollout import Metric
from relplanner.plan.plan import Plan, sections
from relplanner.plan.rebuild import replace_plan

NETWORK = ("activities", "gates", "rollout")
"""Where a dependency's id is looked for; a gate stands for its activity."""
ANCHORS = ("anchors", "activities", "rollout")
"""Where an offset's anchor is looked for; the first section that has it counts."""
METRICS = ("metrics",)

_INSIDE = frozenset(
    {DEPENDENCY, MOMENT, SPAN, CONSTRAINT, RECURRENCE, CONDITION, TARGET, CRITERION, BASELINE}
)
"""Forms whose values hold ids somewhere inside."""
_NAMING: Mapping[type[Any], tuple[str, tuple[str, ...], tuple[str, ...]]] = {
    Dependency: ("on", NETWORK, ()),
    Offset: ("anchor", ANCHORS, ("T",)),
    Compare: ("metric", METRICS, ()),
    Absent: ("metric", METRICS, ()),
    Criterion: ("metric", METRICS, ()),
    Baseline: ("before", ANCHORS, ("", "T0", "rollout")),
}
"""By type: the attribute that is an id, where it is looked for, and the words that are no ids."""
_NAMED_INSIDE = frozenset(section for _, sections_, _ in _NAMING.values() for section in sections_)
_LEAVES = frozenset({Dependency, Offset, Compare, Absent, Duration, Elapsed, Quantity, Wall, Baseline})


class Mention(NamedTuple):
    """An id as one field names it. ``path`` is inside the entry: ``after[0]``, ``sign_offs[1].who``."""

    path: str
    id: str
    sections: tuple[str, ...]


@values.value
class Slot:
    """A field that can refer. ``sections`` is empty where the ids stand inside the value or a nested noun."""

    field: Field
    sections: tuple[str, ...]
    nested: bool


def slots_of(noun: type[Any]) -> tuple[Slot, ...]:
    """The fields of a noun that can refer to an entry, nested nouns included."""
    return _slots(cast("Hashable", noun))


@cache
def _slots(noun: Hashable) -> tuple[Slot, ...]:
    found: list[Slot] = []
    for position, field in enumerate(fields_of(cast("type[Any]", noun))):
        if field.noun is not None:
            if slots_of(field.noun):
                found.append(Slot(field, (), True))
        elif field.form is METRIC_ID and not (noun is Metric and position == 0):
            found.append(Slot(field, METRICS, False))
        elif field.form is not None and field.form.refers_to:
            found.append(Slot(field, field.form.refers_to, False))
        elif field.key_form is not None and field.key_form.refers_to:
            found.append(Slot(field, field.key_form.refers_to, False))
        elif field.form in _INSIDE:
            found.append(Slot(field, (), False))
    return tuple(found)


@cache
def _reader(noun: Hashable) -> Callable[[Any], tuple[Any, ...]]:
    """Reads all the fields of :func:`slots_of` at once: ten thousand activities are walked at every check."""
    return _reader_of([slot.field.name for slot in _slots(noun)])


def _reader_of(names: list[str]) -> Callable[[Any], tuple[Any, ...]]:
    if len(names) > 1:
        return cast("Callable[[Any], tuple[Any, ...]]", attrgetter(*names))
    return lambda entry: tuple(getattr(entry, name) for name in names)


def mentions(entry: Any, prefix: str = "") -> Iterator[Mention]:
    """Every id that an entry names, nested nouns included, as written (``qa``, ``rollout/canary``)."""
    noun = cast("Hashable", type(entry))
    for slot, value in zip(_slots(noun), _reader(noun)(entry), strict=True):
        if not value:
            continue
        path = prefix + slot.field.key
        shape = slot.field.shape
        if shape == "map":
            for key, _ in value:
                yield Mention(f"{path}.{key}", key, slot.sections)
        elif shape in ("many", "parts", "keyed"):
            for at, item in enumerate(value):
                yield from _mentions_in(item, slot, f"{path}[{at}]")
        else:
            yield from _mentions_in(value, slot, path)


def _mentions_in(value: Any, slot: Slot, path: str) -> Iterator[Mention]:
    if slot.nested:
        yield from mentions(value, f"{path}.")
    elif slot.sections:
        yield Mention(path, value, slot.sections)
    else:
        for name, where in names_in(value):
            yield Mention(path, name, where)


def names_in(value: Any) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The ids inside a value of a text form, each with the sections where it is looked for."""
    naming = _NAMING.get(type(value))
    if naming is not None:
        name = getattr(value, naming[0])
        if name not in naming[2]:
            yield name, naming[1]
    for attribute in _inner(type(value)):
        inner = getattr(value, attribute)
        for item in inner if isinstance(inner, tuple) else (inner,):
            if dataclasses.is_dataclass(item):
                yield from names_in(item)


def _inner(form: type[Any]) -> tuple[str, ...]:
    """The attributes of a form's value in which further ids may stand."""
    return () if form in _LEAVES else _attributes(cast("Hashable", form))


@cache
def _attributes(form: Hashable) -> tuple[str, ...]:
    return tuple(f.name for f in dataclasses.fields(form)) if dataclasses.is_dataclass(form) else ()


def section_of(plan: Plan, name: str, where: tuple[str, ...]) -> tuple[str, str] | None:
    """The section and the id that a name means; without a section before it, the first of ``where`` to have
    it.
    """
    section, slash, entry_id = name.partition("/")
    if slash:
        return (section, entry_id) if section in where and plan.entry(section, entry_id) is not None else None
    for candidate in where:
        if plan.entry(candidate, name) is not None:
            return candidate, name
    return None


def retarget(
    plan: Plan, section: str, renamed: Mapping[str, str | None], known: Plan | None = None
) -> tuple[Plan, int]:
    """The plan with every mention of a section's ids renamed, dropped where the new id is ``None``; and how
    many.

    A mention that may not be empty (a shift's person, an offset's anchor) stays when its entry goes.
    ``known`` is the plan that tells what a name means, when ``plan`` already lacks the entries.
    """
    naming = _Renaming(section, renamed, plan if known is None else known)
    changed: dict[str, Any] = {}
    for entry in sections():
        if entry.noun is None or not _reaches(entry.noun, section):
            continue
        old = getattr(plan, entry.name)
        new = _renamed_all(old, naming) if isinstance(old, tuple) else _renamed_in(old, naming)
        if new is not old:
            changed[entry.name] = new
    return (replace_plan(plan, **changed) if changed else plan), naming.number


class _Renaming:
    """What each mention of a section's ids becomes; counts the mentions it meets."""

    def __init__(self, section: str, renamed: Mapping[str, str | None], known: Plan) -> None:
        self.section = section
        self.number = 0
        self.hits = {*renamed, *(f"{section}/{name}" for name in renamed)}
        self._renamed = renamed
        self._known = known

    def __call__(self, name: str, where: tuple[str, ...]) -> str | None:
        """The name to write; ``None`` where the entry is gone."""
        if name not in self.hits or self.section not in where:
            return name
        before, slash, bare = name.rpartition("/")
        if not slash and section_of(self._known, bare, where) != (self.section, bare):
            return name
        self.number += 1
        new = self._renamed[bare]
        return new if new is None or not slash else f"{before}/{new}"


def _reaches(noun: type[Any], section: str) -> bool:
    """Whether a noun has a field that could name an entry of the section."""
    return bool(_slots_to(cast("Hashable", noun), section)[0])


@cache
def _slots_to(noun: Hashable, section: str) -> tuple[tuple[Slot, ...], Callable[[Any], tuple[Any, ...]]]:
    """The fields of a noun that could name an entry of the section, and what reads them all at once."""
    found: list[Slot] = []
    for slot in _slots(noun):
        if slot.nested and slot.field.noun is not None:
            if _reaches(slot.field.noun, section):
                found.append(slot)
        elif section in (slot.sections or _NAMED_INSIDE):
            found.append(slot)
    return tuple(found), _reader_of([slot.field.name for slot in found])


def _renamed_in(entry: Any, naming: _Renaming) -> Any:
    """The entry with its ids renamed: the same object when nothing was, ``None`` for a lost assignment."""
    slots, read = _slots_to(cast("Hashable", type(entry)), naming.section)
    changed: dict[str, Any] = {}
    for slot, old in zip(slots, read(entry), strict=True):
        if not old:
            continue
        new = _renamed(old, slot, naming)
        if new is None and type(entry) is Assignment:
            return None
        if new is not old and not (new is None and slot.field.required):
            changed[slot.field.name] = new
    return dataclasses.replace(entry, **changed) if changed else entry


def _renamed(old: Any, slot: Slot, naming: _Renaming) -> Any:
    if slot.field.shape == "map":
        pairs = tuple((naming(key, slot.sections), value) for key, value in old)
        kept = tuple(pair for pair in pairs if pair[0] is not None)
        return old if kept == old else kept
    if slot.nested:
        return _renamed_all(old, naming) if isinstance(old, tuple) else _renamed_in(old, naming)

    def one(item: Any) -> Any:
        if not slot.sections:
            return _in_value(item, naming)
        new = naming(item, slot.sections)
        return item if new == item else new

    if slot.field.shape != "many":
        return one(old)
    items = tuple(one(item) for item in old)
    if all(new is before for new, before in zip(items, old, strict=True)):
        return old
    return tuple(item for item in items if item is not None)


def _renamed_all(entries: tuple[Any, ...], naming: _Renaming) -> tuple[Any, ...]:
    new = list(entries)
    for at in _affected(entries, naming):
        new[at] = _renamed_in(entries[at], naming)
    if all(one is other for one, other in zip(new, entries, strict=True)):
        return entries
    return tuple(one for one in new if one is not None)


def _affected(entries: tuple[Any, ...], naming: _Renaming) -> set[int]:
    """Positions of entries that may name a renamed id; found field by field, as most name none."""
    found: set[int] = set()
    hits = naming.hits
    for slot in _slots_to(cast("Hashable", type(entries[0])), naming.section)[0] if entries else ():
        column = [getattr(entry, slot.field.name) for entry in entries]
        if slot.field.form is DEPENDENCY:
            found.update(at for at, after in enumerate(column) if any(each.on in hits for each in after))
        elif slot.sections and slot.field.shape == "one":
            found.update(at for at, each in enumerate(column) if each in hits)
        else:
            found.update(at for at, each in enumerate(column) if each)
    return found


def _in_value(value: Any, rename: _Renaming) -> Any:
    """A form's value with the ids inside it renamed; ``None`` for a dependency on what is gone."""
    changed: dict[str, Any] = {}
    naming = _NAMING.get(type(value))
    if naming is not None and getattr(value, naming[0]) not in naming[2]:
        name = getattr(value, naming[0])
        new = rename(name, naming[1])
        if new is None and isinstance(value, Dependency):
            return None
        if new is not None and new != name:
            changed[naming[0]] = new
    for attribute in _inner(type(value)):
        old = getattr(value, attribute)
        if isinstance(old, tuple):
            items = tuple(_in_value(item, rename) if dataclasses.is_dataclass(item) else item for item in old)
            if items != old:
                changed[attribute] = items
        elif dataclasses.is_dataclass(old):
            inner = _in_value(old, rename)
            if inner is not old:
                changed[attribute] = inner
    return dataclasses.replace(value, **changed) if changed else value
