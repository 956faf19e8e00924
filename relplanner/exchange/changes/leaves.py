"""A difference taken apart to the values that changed, however deep they stand."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from relplanner.exchange.changes.wording import called
from relplanner.plan.diff import Difference, in_order, keyed_entries, text_of
from relplanner.plan.fields import Field, fields_of
from relplanner.plan.plan import sections
from relplanner.values import value


@value
class Part:
    """One changed value inside an entry.

    ``trail`` leads there by names that people know (``criterion Coverage``); ``path`` by those of the file.
    ``field`` is ``None`` for an unknown key, and its ``old`` and ``new`` are then plain.
    """

    path: str
    trail: tuple[str, ...]
    field: Field | None
    old: Any
    new: Any
    entry: bool = False
    """Whether ``old`` or ``new`` is a nested entry as a whole: it was added or removed."""
    moved: bool = False
    """Whether a list holds the same in another order; ``old`` and ``new`` are then names."""


def parts_of(difference: Difference) -> Iterator[Part]:
    """The values that one ``changed`` difference is made of."""
    field = _field(difference.section, bool(difference.id), difference.field)
    if field is None:
        yield from _unknown((), "", difference.old, difference.new)
    else:
        yield from _in_field(field, difference.old, difference.new, (), "")


@cache
def _field(section: str, is_entry: bool, name: str) -> Field | None:
    noun = _noun(section, is_entry)
    if noun is None:
        return None
    return next((field for field in fields_of(noun) if field.name == name), None)


def _noun(section: str, is_entry: bool) -> type[Any] | None:
    found = next((each for each in sections() if each.name == section), None)
    if found is None or found.noun is None or found.shape != "part" or not is_entry:
        return None if found is None else found.noun
    inner = {"rollout": "phases", "incidents": "log"}.get(section, "")
    return next((each.noun for each in fields_of(found.noun) if each.name == inner), None)


def _in_field(field: Field, old: Any, new: Any, trail: tuple[str, ...], path: str) -> Iterator[Part]:
    at = f"{path}.{field.key}" if path else field.key
    if field.shape == "part" and old is not None and new is not None:
        yield from _in_noun(old, new, (*trail, field.label.lower()), at)
    elif field.shape in ("parts", "keyed"):
        yield from _in_list(field, old or (), new or (), trail, at)
    else:
        yield Part(at, trail, field, old, new)


def _in_noun(old: Any, new: Any, trail: tuple[str, ...], path: str) -> Iterator[Part]:
    for field in fields_of(type(new)):
        before, after = getattr(old, field.name), getattr(new, field.name)
        if before is not after and before != after:
            yield from _in_field(field, before, after, trail, path)
    if getattr(old, "unknown", ()) != getattr(new, "unknown", ()):
        yield from _unknown(trail, path, old.unknown, new.unknown)


def _in_list(field: Field, old: Any, new: Any, trail: tuple[str, ...], path: str) -> Iterator[Part]:
    before, after = keyed_entries(old), keyed_entries(new)
    one = _one_of(field)
    for key, entry in before.items():
        if key not in after:
            yield Part(f"{path}/{key[0]}", trail, field, entry, None, entry=True)
    for key, entry in after.items():
        if key not in before:
            yield Part(f"{path}/{key[0]}", trail, field, None, entry, entry=True)
        elif before[key] != entry:
            yield from _in_noun(before[key], entry, (*trail, f"{one} {called(entry)}"), f"{path}/{key[0]}")
    if not in_order(before, after):
        names = [tuple(str(key[0]) for key in keys) for keys in (before, after)]
        yield Part(path, trail, field, names[0], names[1], moved=True)


def _one_of(field: Field) -> str:
    """What one item of a nested list is called: ``criterion``, ``phase``, ``step``."""
    name = field.label.lower()
    for plural, singular in (("criteria", "criterion"), ("ies", "y"), ("log", "log entry"), ("s", "")):
        if name.endswith(plural):
            return name.removesuffix(plural) + singular
    return name


one_of_field = _one_of


def _unknown(trail: tuple[str, ...], path: str, old: Any, new: Any) -> Iterator[Part]:
    before, after = dict(old), dict(new)
    for key in {**before, **after}:
        if before.get(key) != after.get(key) or (key in before) != (key in after):
            yield Part(f"{path}.{key}" if path else key, trail, None, before.get(key), after.get(key))


def plain_text(part: Part, value: Any) -> str | None:
    """A value as JSON and comments show it; ``None`` for nothing."""
    if value is None or value == ():
        return None
    if part.moved:
        return ", ".join(value)
    if part.entry:
        return called(value)
    return str(value) if part.field is None else text_of(part.field, value)
