"""What differs between two plans, in plan terms: entries by id, fields by the nouns' tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import replace
from typing import Any, Literal

from relplanner.plan.fields import Field, fields_of
from relplanner.plan.plan import Plan, sections
from relplanner.values import value

What = Literal["added", "removed", "changed", "moved"]


@value
class Difference:
    """One difference. ``id`` is empty for a section that is one noun; ``field`` for an entry as a whole.

    ``old`` and ``new`` are the values of the field, or the entries added and removed.
    """

    what: What
    section: str
    id: str
    field: str
    old: Any
    new: Any

    @property
    def name(self) -> str:
        """``section/id``, or the section alone."""
        return f"{self.section}/{self.id}" if self.id else self.section

    def __str__(self) -> str:
        if self.what != "changed":
            return f"{self.name} {self.what}"
        old, new = shown(self.section, self.field, self.old), shown(self.section, self.field, self.new)
        return f"{self.name} {self.field}: {old or 'nothing'} → {new or 'nothing'}"


def diff(old: Plan, new: Plan) -> list[Difference]:
    """Every difference from ``old`` to ``new``, section by section in the order of the file."""
    found: list[Difference] = []
    for section in sections():
        before, after = getattr(old, section.name), getattr(new, section.name)
        if before is after:
            continue
        if isinstance(before, tuple):
            found.extend(_in_entries(section.name, before, after))
        else:
            found.extend(_in_part(section.name, before, after))
    found.extend(_in_field(old, new, "", "", "unknown"))
    return found


def keyed_entries(entries: Iterable[Any]) -> dict[tuple[Hashable, int], Any]:
    """Entries by what names them (their first field) and a number that tells apart those of the same name."""
    return dict(_keyed(tuple(entries)))


def _keyed(entries: tuple[Any, ...]) -> Iterable[tuple[tuple[Hashable, int], Any]]:
    if not entries:
        return ()
    name = first_field(type(entries[0]))
    names = [getattr(entry, name) for entry in entries]
    if len(set(names)) == len(names):  # nearly always, and thousands of entries are counted slowly
        return zip(((each, 0) for each in names), entries, strict=True)
    return numbered(zip(names, entries, strict=True)).items()


def numbered(named: Iterable[tuple[Hashable, Any]]) -> dict[tuple[Hashable, int], Any]:
    """Things by their names, and by a number that tells apart those of the same name: 0, 1, 2 ..."""
    counts: Counter[Hashable] = Counter()
    found: dict[tuple[Hashable, int], Any] = {}
    for name, thing in named:
        found[name, counts[name]] = thing
        counts[name] += 1
    return found


def shared(old: Plan, new: Plan) -> Plan:
    """``new`` with the very objects of ``old`` wherever both say the same.

    What then compares, schedules or merges the two sees at once what it need not look at.
    """
    changed: dict[str, Any] = {}
    for section in sections():
        before, after = getattr(old, section.name), getattr(new, section.name)
        if before is after:
            continue
        if before == after:
            changed[section.name] = before
        elif isinstance(after, tuple):
            known = keyed_entries(before)
            changed[section.name] = tuple(
                known[key] if known.get(key) == entry else entry for key, entry in _keyed(after)
            )
    return replace(new, **changed) if changed else new


def first_field(noun: type[Any]) -> str:
    """The attribute that names an entry."""
    return fields_of(noun)[0].name


def in_order(before: Iterable[Hashable], after: Iterable[Hashable]) -> bool:
    """Whether what both have stands in the same order in both."""
    first, second = list(before), list(after)
    if first == second:
        return True
    both = set(first) & set(second)
    return [key for key in first if key in both] == [key for key in second if key in both]


def shown(section: str, field: str, value: Any) -> str:
    """A field's value in its text form, on one line; nested nouns by their names."""
    if value is None or value == ():
        return ""
    for entry in _tables(section):
        if entry.name == field:
            return text_of(entry, value)
    return str(value)


def text_of(field: Field, value: Any) -> str:
    """A value of a field as people read it."""
    if value is None:
        return ""
    if field.shape in ("parts", "keyed"):
        return ", ".join(str(getattr(item, first_field(type(item)))) for item in value)
    if field.shape == "part" or field.form is None:
        return str(value)
    if field.shape == "map":
        return ", ".join(f"{key}: {field.form.format(item)}" for key, item in value)
    if field.shape == "many":
        return ", ".join(field.form.format(item) for item in value)
    return field.form.format(value)


def _tables(section: str) -> Iterator[Field]:
    for entry in sections():
        if entry.name == section and entry.noun is not None:
            yield from fields_of(entry.noun)
            for inner in fields_of(entry.noun):
                if inner.shape == "parts" and inner.noun is not None and inner.name in ("phases", "log"):
                    yield from fields_of(inner.noun)


def _in_part(section: str, before: Any, after: Any) -> Iterator[Difference]:
    for field in fields_of(type(before)):
        if (section, field.name) in (("rollout", "phases"), ("incidents", "log")):
            yield from _in_entries(section, getattr(before, field.name), getattr(after, field.name))
        else:
            yield from _in_field(before, after, section, "", field.name)
    yield from _in_field(before, after, section, "", "unknown")


def _in_entries(section: str, before: tuple[Any, ...], after: tuple[Any, ...]) -> Iterator[Difference]:
    old, new = keyed_entries(before), keyed_entries(after)
    for key, entry in old.items():
        if key not in new:
            yield Difference("removed", section, str(key[0]), "", entry, None)
    for key, entry in new.items():
        if key not in old:
            yield Difference("added", section, str(key[0]), "", None, entry)
        elif old[key] is not entry and old[key] != entry:
            for field in fields_of(type(entry)):
                yield from _in_field(old[key], entry, section, str(key[0]), field.name)
            yield from _in_field(old[key], entry, section, str(key[0]), "unknown")
    if not in_order(old, new):
        yield Difference("moved", section, "", "", tuple(k[0] for k in old), tuple(k[0] for k in new))


def _in_field(before: Any, after: Any, section: str, entry_id: str, name: str) -> Iterator[Difference]:
    old, new = getattr(before, name, ()), getattr(after, name, ())
    if old is not new and old != new:
        yield Difference("changed", section, entry_id, name, old, new)
